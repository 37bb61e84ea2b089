//! `--format`: in which form something is shown.

use clap::Arg;

use crate::args::{Builder, Given};
use yize_core::language::{Lang, Text};
use yize_core::say;

/// The option, with its own help text.
pub(crate) fn described(b: Builder, help: &Text, words: impl IntoIterator<Item = &'static str>) -> Arg {
    b.choice("format", &say!("格式", "FORMAT"), help, words)
}

/// The option of one format among many: `what` it is, and its words, the usual one first.
pub(crate) fn one_of(b: Builder, what: &Text, words: impl Iterator<Item = &'static str>) -> Arg {
    let words: Vec<&'static str> = words.collect();
    let listed = |usual: &str, between: &str| {
        let all = words.iter().enumerate().map(|(at, word)| match at {
            0 => format!("{word}{usual}"),
            _ => (*word).to_owned(),
        });
        all.collect::<Vec<_>>().join(between)
    };
    let [what_zh, what_en] = [Lang::Zh, Lang::En].map(|lang| what.get(lang));
    let (zh, en) = (listed("（默认）", "、"), listed(" (default)", ", "));
    described(b, &say!("{what_zh}：{zh}", "{what_en}: {en}"), words.iter().copied())
}

/// The option of what is for people or for programs.
pub(crate) fn human_or_json(b: Builder) -> Arg {
    described(b, &say!("格式：human（默认）或 json", "Format: human (default) or json"), ["human", "json"])
}

/// Whether it is for programs.
pub(crate) fn is_json(given: Given<'_>) -> bool {
    given.one("format") == Some("json")
}
