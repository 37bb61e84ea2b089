//! All that is known of a finding of the host itself.

use std::io;

use crate::report::explain::{facts, head, section};
use yize_core::finding::Effect;
use yize_core::host::HostRule;
use yize_core::language::{Lang, Text};
use yize_core::say;

/// Explains a finding of the host itself.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn host(rule: &HostRule, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let title = Text::new(rule.title.0, rule.title.1);
    let explain = Text::new(rule.explain.0, rule.explain.1);
    head(rule.name, title.get(lang), out)?;
    let status = match rule.effect {
        Effect::None => say!("0", "0"),
        Effect::Violation => say!("1（发现违规）", "1 (violations)"),
        Effect::Incomplete => say!("3（检查不完整）", "3 (incomplete)"),
        Effect::NotChecked => say!("2（未完成检查）", "2 (not checked)"),
    };
    let by = say!("yize 本身的检查，不属于任何规则包", "yize itself, no pack");
    let all =
        [(say!("来自", "from"), by.get(lang).to_owned()), (say!("退出码", "exit status"), status.get(lang).to_owned())];
    facts(&all, lang, out)?;
    section(&say!("说明", "explanation"), explain.get(lang), lang, out)
}
