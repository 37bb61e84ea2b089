//! All that is known of a lint.

use std::io;

use crate::report::explain::{facts, head, section};
use yize_core::host::lints::{Level, Lint};
use yize_core::language::{Lang, Text};
use yize_core::say;

/// Explains a lint.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn lint(lint: &Lint, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let title = Text::new(lint.title.0, lint.title.1);
    let explain = Text::new(lint.explain.0, lint.explain.1);
    head(lint.name, title.get(lang), out)?;
    let level = match lint.level {
        Level::Error => say!("错误（退出码1）", "error (exit status 1)"),
        Level::Warning => say!("警告", "warning"),
        Level::Allow => say!("不报告", "not told"),
    };
    let (id, word) = (lint.id(), lint.level.word());
    let setting = say!(
        "yize.toml 或 pack.toml 的 [lint]：{id} = \"{word}\"，可改为 error、warning、allow",
        "[lint] of yize.toml or pack.toml: {id} = \"{word}\", or else error, warning, allow"
    );
    let mended = if lint.is_mended { say!("yize lint --fix", "yize lint --fix") } else { Text::same("") };
    let all = [
        (say!("来自", "from"), say!("yize lint 的审查", "yize lint")),
        (say!("级别", "level"), level),
        (say!("设置", "setting"), setting),
        (say!("自动改正", "mended by"), mended),
    ];
    let all = all.map(|(label, text)| (label, text.get(lang).to_owned()));
    facts(&all, lang, out)?;
    section(&say!("说明", "explanation"), explain.get(lang), lang, out)
}
