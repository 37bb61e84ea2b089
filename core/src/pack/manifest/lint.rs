//! `[lint]`: which level lints have, in `pack.toml` and `yize.toml` alike.

use crate::bounds;
use crate::document::{Reader, Table};
use crate::host::lints::{ALL, Level, Lint};
use crate::language::{did_you_mean, say};
use crate::spelling::nearest;

/// The levels that a file of settings gives, in the order written. What is wrong with one is reported; the others are read.
pub(crate) fn levels(reader: &mut Reader<'_>, settings: &Table<'_>) -> Vec<(&'static Lint, Level)> {
    let Some(table) = settings.get("lint").and_then(|value| reader.table(value)) else { return Vec::new() };
    let mut levels = Vec::new();
    for (at, (key, value)) in table.iter().enumerate() {
        if at >= bounds::SETTINGS {
            reader.too_long(key.span(), bounds::SETTINGS);
            break;
        }
        let name = key.get_ref();
        let lint = ALL.iter().find(|lint| lint.id() == &**name);
        if lint.is_none() {
            let near = nearest(name, ALL.iter().map(Lint::id)).map(did_you_mean);
            let all = ALL.iter().map(Lint::id).collect::<Vec<_>>().join(" ");
            let message = say!("没有“{name}”这项审查", "there is no lint `{name}`").and_ask(near);
            reader.wrong(key.span(), message).help = Some(say!("可用的：{all}", "there are: {all}"));
        }
        let Some(word) = reader.string(value) else { continue };
        let level = Level::parse(&word);
        if level.is_none() {
            let near = Level::meant(&word).map(|near| did_you_mean(near.word()));
            let message = say!("没有“{word}”这个级别", "there is no level `{word}`").and_ask(near);
            let help = say!(
                "写 \"error\"（错误）、\"warning\"（警告）或 \"allow\"（不报告）",
                "write \"error\", \"warning\" or \"allow\""
            );
            reader.wrong(value.span(), message).help = Some(help);
        }
        levels.extend(lint.zip(level));
    }
    levels
}
