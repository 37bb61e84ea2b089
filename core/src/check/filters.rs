//! Filters of a request: which rules and bodies it selects, and which of its patterns select nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use globset::GlobMatcher;

use crate::check::Request;
use crate::data::Store;
use crate::finding::{Finding, Severity};
use crate::host;
use crate::language::{Text, did_you_mean, say};
use crate::pack;
use crate::patterns::{self, Reading};
use crate::run::compile::Compiled;
use crate::source::Place;
use crate::spelling::{another_rule, nearest, nearest_name};
use crate::value::BodyId;

/// What a check has met, over all projects.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Full names of rules in force.
    pub rules: Vec<Arc<str>>,
    /// Bodies with records.
    pub bodies: Vec<Arc<str>>,
    /// Calls of rules.
    pub calls: usize,
    /// Whether of some project only files that were named are checked.
    pub partial: bool,
}

/// Whether a pattern (a name, or a glob whose `*` crosses `/`) matches a rule's full name.
#[must_use]
pub(crate) fn rule_matches(pattern: &str, rule: &str) -> bool {
    RuleGlob::new(pattern).matches(rule)
}

/// A pattern of rules made ready once, to be held against many.
pub(crate) struct RuleGlob<'p>(&'p str, Option<GlobMatcher>);

impl<'p> RuleGlob<'p> {
    /// Makes a pattern ready.
    #[must_use]
    pub(crate) fn new(pattern: &'p str) -> Self {
        Self(pattern, patterns::glob(pattern, Reading::Rule).ok())
    }

    /// Whether it matches a rule's full name, as [`rule_matches`] does.
    #[must_use]
    pub(crate) fn matches(&self, rule: &str) -> bool {
        self.0 == rule || self.1.as_ref().is_some_and(|glob| glob.is_match(rule))
    }
}

/// Whether a pattern matches one of several rules.
#[must_use]
pub(crate) fn matches_any<'r>(pattern: &str, rules: impl IntoIterator<Item = &'r str>) -> bool {
    let glob = RuleGlob::new(pattern);
    rules.into_iter().any(|rule| glob.matches(rule))
}

/// Whether a request selects everything.
#[must_use]
pub fn unfiltered(request: &Request) -> bool {
    request.only.is_empty() && request.skip.is_empty() && request.bodies.is_empty() && !request.scores_only
}

/// Whether a request selects a rule.
#[must_use]
pub(crate) fn selected(request: &Request, rule: &str) -> bool {
    let any = |patterns: &[String]| patterns.iter().any(|p| rule_matches(p, rule));
    (request.only.is_empty() || any(&request.only)) && !any(&request.skip)
}

/// Whether patterns select a body.
#[must_use]
pub(crate) fn body_selected(patterns: &[String], body: &str) -> bool {
    patterns.is_empty() || patterns.iter().any(|p| pack::matches(p, body))
}

/// A finding for each pattern of the request that selects nothing, and one when no rule was called at all.
#[must_use]
pub(crate) fn misses(request: &Request, seen: &Seen, records: usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut miss = |option: &str, pattern: &str, known: &[Arc<str>], matches: &dyn Fn(&str) -> bool| {
        if known.iter().any(|k| matches(k)) {
            return;
        }
        let near = nearest(pattern, known.iter().map(|k| &**k));
        let message = say!("{option} “{pattern}”没有匹配任何内容", "{option} `{pattern}` matches nothing");
        let mut finding = host::FILTER.finding(message);
        finding.help = Some(match near {
            Some(near) => did_you_mean(near),
            None => say!("用 yize rules 查看规则的全名", "see `yize rules` for the names of rules"),
        });
        findings.push(finding);
    };
    for pattern in &request.only {
        miss("--only", pattern, &seen.rules, &|rule| rule_matches(pattern, rule));
    }
    for pattern in &request.skip {
        miss("--skip", pattern, &seen.rules, &|rule| rule_matches(pattern, rule));
    }
    for pattern in &request.bodies {
        miss("--body", pattern, &seen.bodies, &|body| pack::matches(pattern, body));
    }
    let filtered = !(request.only.is_empty() && request.skip.is_empty());
    if findings.is_empty() && filtered && records > 0 && seen.calls == 0 {
        let message = say!("选中的规则没有一条适用于这些数据", "none of the selected rules applies to this data");
        findings.push(host::NO_RULE.finding(message));
    }
    findings
}

/// A finding for each severity of a project that names no rule in force.
#[must_use]
pub(crate) fn unknown_severities(severities: &[(String, Severity, Place)], compiled: &[&Compiled]) -> Vec<Finding> {
    let rules = || compiled.iter().flat_map(|c| &c.rules).map(|r| &*r.info.name);
    let unknown = severities.iter().filter(|(pattern, ..)| !matches_any(pattern, rules()));
    unknown
        .map(|(pattern, _, place)| {
            let message = say!("没有规则“{pattern}”", "no rule `{pattern}`");
            host::PROJECT.finding(message).at(*place).help(another_rule(nearest_name(pattern, rules())))
        })
        .collect()
}

/// A finding for each body and year with records that no rule was called for, though its packs are sound.
#[must_use]
pub(crate) fn unruled(
    store: &Store,
    calls: &BTreeMap<(BodyId, i16), usize>,
    sound: &[&Compiled],
    bodies: &[String],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, body) in store.numbered() {
        let governed = body.packs.iter().any(|pack| sound.iter().any(|c| c.in_force.pack == *pack));
        // Of a body of which records could not be read, that is told already.
        let told = body.incomplete.contains(&true);
        if !governed || told || !body_selected(bodies, &body.id) {
            continue;
        }
        let called = |year: Option<i16>| {
            let (first, last) = year.map_or((i16::MIN, i16::MAX), |year| (year, year));
            calls.range((index, first)..=(index, last)).any(|(_, calls)| *calls > 0)
        };
        let id = &body.id;
        let mut unchecked: Vec<Text> = Vec::new();
        if body.years.is_empty() && !called(None) {
            unchecked.push(say!("没有规则适用于单位“{id}”的记录", "no rule applies to the records of `{id}`"));
        }
        for year in body.years.iter().filter(|year| !called(Some(**year))) {
            unchecked.push(say!(
                "没有规则适用于单位“{id}”{year}年的记录",
                "no rule applies to the records of `{id}` of {year}"
            ));
        }
        findings.extend(unchecked.into_iter().map(|message| {
            let help = say!("核对记录的类别、年度和规则的起止日期", "check kinds, years, and the rules' dates");
            let mut finding = host::NO_RULE.finding(message).help(help);
            finding.body = Some(id.clone());
            finding
        }));
    }
    findings
}
