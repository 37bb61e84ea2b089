//! `--format`: in which form something is shown.

use std::path::PathBuf;

use clap::Arg;

use crate::args::{Builder, Given};
use crate::report::text::clean_line;
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

/// The reports of `--output FORMAT=FILE`, each into a file of its own. `words` are those of the formats, and `example` is one such value.
pub(crate) fn outputs<F>(
    given: Given<'_>,
    find: impl Fn(&str) -> Option<F>,
    words: &[&str],
    example: &Text,
) -> Result<Vec<(F, PathBuf)>, Text> {
    let mut outputs: Vec<(F, PathBuf)> = Vec::new();
    for word in given.words("output") {
        let output = word.split_once('=').filter(|(_, file)| !file.is_empty());
        let output = output.and_then(|(format, file)| Some((find(format)?, PathBuf::from(file))));
        let (format, file) = output.ok_or_else(|| malformed(&word, words, example))?;
        if outputs.iter().any(|(_, other)| *other == file) {
            let file = clean_line(&file.to_string_lossy());
            return Err(say!("两个 --output 写到同一个文件 {file}。", "two --output go to the same file {file}."));
        }
        outputs.push((format, file));
    }
    Ok(outputs)
}

fn malformed(word: &str, words: &[&str], example: &Text) -> Text {
    let word = clean_line(word);
    let (zh, en) = (words.join("、"), words.join(", "));
    say!(
        "--output 的值“{word}”应写成 格式=文件，如 {example}；格式有 {zh}。",
        "`{word}` of --output should be FORMAT=FILE, such as {example}; formats are {en}.";
        example
    )
}
