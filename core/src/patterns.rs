//! What is wrong with patterns in words: of paths and names (`data/**/*.toml`), and of texts (`SL-[0-9]+`).

use globset::ErrorKind;

use crate::language::{Text, say};

/// What is wrong with a pattern of paths, bodies or rules, and what to do.
#[must_use]
pub(crate) fn bad_glob(error: &globset::Error) -> (Text, Text) {
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
pub(crate) fn bad_regex(error: &regex::Error) -> (Text, Text) {
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
    let text = error.to_string();
    let what = text.rsplit("error: ").next().unwrap_or_default();
    let found = SENTENCES.iter().find(|(beginning, ..)| what.starts_with(beginning));
    let why = match (found, error) {
        (Some((_, zh, en)), _) => Text::new(*zh, *en),
        (None, regex::Error::CompiledTooBig(_)) => say!("太长了", "it is too long"),
        (None, _) => say!("写法不对", "it cannot be read"),
    };
    let help = say!("例如 SL-[0-9]+：SL- 和至少一位数字", "such as SL-[0-9]+, which is SL- and at least one digit");
    (say!("格式写得不合规：{why}", "bad pattern: {why}"; why), help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Lang;

    #[test]
    fn what_is_wrong_is_said_in_both_languages() {
        for glob in ["a[", "a/{b", "a}", "[z-a]", "a\\"] {
            let (message, _) = bad_glob(&globset::Glob::new(glob).unwrap_err());
            assert!(!message.get(Lang::Zh).contains("写法不对"), "{glob} {message:?}");
        }
        for pattern in ["a[", "a(", "a)", "*", "a{2", "a{x}", "a{3,2}", "[z-a]", "\\y", "a\\", "(?=a)", "(a)\\1"] {
            let (message, _) = bad_regex(&regex::Regex::new(pattern).unwrap_err());
            assert!(!message.get(Lang::Zh).contains("写法不对"), "{pattern} {message:?}");
        }
    }
}
