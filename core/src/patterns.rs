//! What is wrong with patterns in words: of paths and names (`data/**/*.toml`), and of texts (`SL-[0-9]+`).

mod braces;
mod texts;

pub(crate) use braces::variants;
pub use texts::Pattern;
pub(crate) use texts::Trodden;

use std::error::Error as _;

use globset::{ErrorKind, Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use regex_automata::nfa::thompson::BuildError;

use crate::bounds;
use crate::language::{Text, say};

/// How a pattern of names is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reading {
    /// Rules: `*` crosses `/`.
    Rule,
    /// Bodies: `*` stays within one part.
    Body,
    /// Paths: the same, in whatever letters.
    Path,
}

/// A pattern of paths, bodies or rules made ready, as a set of one: a set makes no automaton where a word or its beginning will do.
///
/// # Errors
/// What is wrong with it, and what to do.
pub(crate) fn glob(pattern: &str, reading: Reading) -> Result<GlobSet, (Text, Text)> {
    let glob = read(pattern, reading)?;
    GlobSetBuilder::new().add(glob).build().map_err(|error| unreadable(&error))
}

/// Whether a pattern is more than a name: whoever finds only names needs no automaton.
#[must_use]
pub(crate) fn is_glob(pattern: &str) -> bool {
    pattern.contains(['*', '?', '[', '{', '\\'])
}

/// What is wrong with a pattern of paths, bodies or rules, and what to do, if anything.
#[must_use]
pub(crate) fn bad_glob(pattern: &str) -> Option<(Text, Text)> {
    read(pattern, Reading::Rule).err()
}

/// Reads a pattern that is no larger than what is certain to become an automaton: nobody is asked afterwards.
///
/// # Errors
/// What is wrong with it, and what to do.
pub(crate) fn read(pattern: &str, reading: Reading) -> Result<Glob, (Text, Text)> {
    let braces = pattern.bytes().filter(|byte| *byte == b'{').count();
    if pattern.len() > bounds::GLOB || braces > bounds::GLOB_BRACES {
        let (most, nested) = (bounds::GLOB, bounds::GLOB_BRACES);
        let help = say!(
            "一条式样最多 {most} 个字节、{nested} 对花括号；分成几条写",
            "a pattern has {most} bytes and {nested} pairs of braces at most: write several"
        );
        return Err((say!("式样太长", "the pattern is too long"), help));
    }
    let (literal, any_case) = match reading {
        Reading::Rule => (false, false),
        Reading::Body => (true, false),
        Reading::Path => (true, true),
    };
    let glob = GlobBuilder::new(pattern).literal_separator(literal).case_insensitive(any_case).build();
    glob.map_err(|error| unreadable(&error))
}

fn unreadable(error: &globset::Error) -> (Text, Text) {
    let why = match error.kind() {
        ErrorKind::UnclosedClass => say!("“[”没有配对的“]”", "a `[` has no `]`"),
        ErrorKind::UnclosedAlternates => say!("“{{”没有配对的“}}”", "a `{{` has no `}}`"),
        ErrorKind::UnopenedAlternates => say!("“}}”没有配对的“{{”", "a `}}` has no `{{`"),
        ErrorKind::InvalidRange(from, to) => {
            say!("“{from}-{to}”的起点在终点之后", "`{from}-{to}` ends before it begins")
        }
        ErrorKind::DanglingEscape => say!("末尾多了一个“\\”", "it ends in a lone `\\`"),
        _ => say!("写法不对", "it cannot be read"),
    };
    let help = say!(
        "用 * 代表一段里的任何字，** 代表各级文件夹",
        "`*` stands for any letters of a part, `**` for all folders"
    );
    (say!("式样不合规：{why}", "bad pattern: {why}"; why), help)
}

/// What is wrong with a pattern of texts, and what to do.
#[must_use]
fn bad_regex(error: &BuildError) -> (Text, Text) {
    const SENTENCES: &[(&str, &str, &str)] = &[
        ("unclosed character class", "“[”没有配对的“]”", "a `[` has no `]`"),
        ("unclosed group", "“(”没有配对的“)”", "a `(` has no `)`"),
        ("unopened group", "“)”没有配对的“(”", "a `)` has no `(`"),
        ("unclosed counted repetition", "“{”没有配对的“}”", "a `{` has no `}`"),
        ("repetition operator missing expression", "“*”“+”“?”的前面没有内容", "nothing stands before `*`, `+` or `?`"),
        ("repetition quantifier expects a valid decimal", "花括号里应当是次数", "braces hold a number of times"),
        ("invalid repetition count range", "次数的下限大于上限", "the least number of times is greater than the most"),
        ("invalid character class range", "方括号里一段的起点在终点之后", "a range in brackets ends before it begins"),
        ("unrecognized escape sequence", "反斜杠后面的字符没有意义", "the sign behind a backslash means nothing"),
        ("incomplete escape sequence", "末尾多了一个反斜杠", "it ends in a lone backslash"),
        ("look-around", "不支持 (?=…)、(?!…) 这类写法", "(?=…), (?!…) and the like are not supported"),
        ("backreferences", "不支持 \\1 这类写法", "\\1 and the like are not supported"),
    ];
    if error.size_limit().is_some() {
        return texts::too_large();
    }
    let text = error.source().map(ToString::to_string).unwrap_or_default();
    let what = text.rsplit("error: ").next().unwrap_or_default();
    let found = SENTENCES.iter().find(|(beginning, ..)| what.starts_with(beginning));
    let why = match found {
        Some((_, zh, en)) => Text::new(*zh, *en),
        None => say!("写法不对", "it cannot be read"),
    };
    let help = say!("例如 SL-[0-9]+：SL- 和至少一位数字", "such as SL-[0-9]+, which is SL- and at least one digit");
    (say!("格式写得不合规：{why}", "bad pattern: {why}"; why), help)
}

/// What stands for the digits of ASCII in a pattern as it is compiled.
const DIGITS: (&str, &str) = ("[0-9&&\\d]", "[^0-9&&\\d]");

/// A pattern as it is compiled: `\d` is a digit from 0 to 9, full-width ones are others.
fn plain(pattern: &str) -> String {
    let mut plain = String::with_capacity(pattern.len() + 16);
    let mut signs = pattern.chars();
    while let Some(sign) = signs.next() {
        match (sign, (sign == '\\').then(|| signs.next()).flatten()) {
            ('\\', Some('d')) => plain.push_str(DIGITS.0),
            ('\\', Some('D')) => plain.push_str(DIGITS.1),
            (sign, next) => plain.extend(std::iter::once(sign).chain(next)),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Lang;

    #[test]
    fn what_is_wrong_is_said_in_both_languages() {
        for glob in ["a[", "a/{b", "a}", "[z-a]", "a\\"] {
            let (message, _) = bad_glob(glob).unwrap();
            assert!(!message.get(Lang::Zh).contains("写法不对"), "{glob} {message:?}");
        }
        for pattern in ["a[", "a(", "a)", "*", "a{2", "a{x}", "a{3,2}", "[z-a]", "\\y", "a\\", "(?=a)", "(a)\\1"] {
            let (message, _) = Pattern::new(pattern).unwrap_err();
            assert!(!message.get(Lang::Zh).contains("写法不对"), "{pattern} {message:?}");
        }
    }
}
