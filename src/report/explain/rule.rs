//! All that is known of one rule, a constraint among them: what it asks, why, since when, with which parameters, and where it is
//! written.

use std::io;

use crate::report::explain::parameter::{joined, value};
use crate::report::explain::{dates, facts, head, section, title};
use crate::report::severity_word;
use crate::report::text::clean_line;
use yize_core::language::{Lang, Text};
use yize_core::pack::{On, RuleInfo};
use yize_core::say;
use yize_core::source::Sources;

/// Explains a rule of a pack.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn rule(rule: &RuleInfo, sources: &Sources, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    head(&rule.name, &rule.title, out)?;
    let source = sources.get(rule.place.source);
    let line = sources.positions(rule.place).0.line;
    let all = [
        (say!("依据", "basis"), clean_line(&rule.basis)),
        (say!("级别", "severity"), severity_word(rule.severity).get(lang).to_owned()),
        (say!("对象", "on"), on(&rule.on).get(lang).to_owned()),
        (say!("施行", "in force"), dates(rule.since, rule.until).get(lang).to_owned()),
        (say!("单位", "bodies"), clean_line(&rule.bodies.join(if lang == Lang::Zh { "、" } else { ", " }))),
        (say!("出处", "written at"), format!("{}:{line}", clean_line(&source.name))),
    ];
    facts(&all, lang, out)?;
    section(&say!("说明", "explanation"), &rule.explain, lang, out)?;
    let local = say!("本地理解（原文没有写明）", "a local reading, which the source does not spell out");
    section(&local, rule.local.as_deref().unwrap_or_default(), lang, out)?;
    if !rule.parameters.is_empty() {
        title(&say!("参数", "parameters"), lang, out)?;
        for (name, values) in &rule.parameters {
            for (one, packs) in joined(values) {
                value(name, one, &packs, lang, out)?;
            }
        }
    }
    Ok(())
}

fn on(on: &On) -> Text {
    match on {
        On::Kind(kind) => {
            let kind = clean_line(kind);
            say!("{kind}（每条记录检查一次）", "{kind} (each record)")
        }
        On::Body => say!("body（每个单位每年检查一次）", "body (once for a body and year)"),
        On::Network => say!("network（所有单位合起来每年检查一次）", "network (once a year for all bodies)"),
    }
}
