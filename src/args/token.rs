//! The token of `serve`: from a file or the environment. On the command line every user of the machine can read it.

use std::path::Path;

use clap::{Arg, value_parser};

use crate::args::{Builder, Given};
use crate::report::text::clean_line;
use crate::serve::TOKEN;
use crate::terminal::reason;
use yize_core::files::{Disk, Files};
use yize_core::language::Text;
use yize_core::say;

/// Fewest characters of a token that guessing does not find.
const FEWEST: usize = 8;
/// Most bytes of its file.
const LARGEST: u64 = 4096;

/// A token, and where it comes from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// It.
    pub word: String,
    /// Whether it stood on the command line.
    pub shown: bool,
}

/// The options.
pub(crate) fn options(b: Builder) -> [Arg; 2] {
    let file = say!(
        "写有口令的文件；也可用环境变量 {TOKEN}。本机以外的地址必须有口令",
        "File with what readers must show, or set {TOKEN}; an address beyond this machine needs it"
    );
    let token = say!(
        "口令；同一机器上的用户能看到命令行，请改用 --token-file",
        "The same on the command line, where other users of the machine see it; better use --token-file"
    );
    [
        b.value("token-file", &say!("文件", "FILE"), &file).value_parser(value_parser!(std::path::PathBuf)),
        b.value("token", &say!("口令", "TOKEN"), &token),
    ]
}

/// What was given, by the command line before the environment.
pub(crate) fn read(given: Given<'_>) -> Result<Option<Token>, Text> {
    from(given.path("token-file").as_deref(), given.one("token"), variable())
}

/// A variable that is there and empty is a mistake and no lack of a token: the page would be open to all.
fn from(file: Option<&Path>, word: Option<&str>, variable: Option<Result<String, ()>>) -> Result<Option<Token>, Text> {
    let (source, word, shown) = match (file, word, variable) {
        (Some(_), Some(_), _) => {
            return Err(say!("--token 和 --token-file 只能用一个。", "use --token or --token-file, not both."));
        }
        (Some(file), None, _) => ("--token-file", in_file(file)?, false),
        (None, Some(word), _) => ("--token", word.to_owned(), true),
        (None, None, Some(word)) => (TOKEN, word.unwrap_or_default(), false),
        (None, None, None) => return Ok(None),
    };
    if word.chars().count() < FEWEST || !word.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(say!(
            "{source} 的口令至少 {FEWEST} 个字符，只能用半角字母、数字和符号。",
            "the token of {source} has at least {FEWEST} characters, all of them visible ASCII."
        ));
    }
    Ok(Some(Token { word, shown }))
}

/// The only line of a file.
fn in_file(file: &Path) -> Result<String, Text> {
    let name = clean_line(&file.to_string_lossy());
    let bytes = Disk.read(file, LARGEST).map_err(|error| {
        let why = reason(&error);
        say!("不能读取口令文件 {name}：{why}。", "cannot read the token's file {name}: {why}."; why)
    })?;
    let text = String::from_utf8(bytes).unwrap_or_default();
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

#[expect(clippy::disallowed_methods, reason = "this is the command line's")]
fn variable() -> Option<Result<String, ()>> {
    std::env::var_os(TOKEN).map(|value| value.into_string().map_err(|_| ()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_from_one_place_and_is_never_empty() {
        let variable = |word: &str| Some(Ok(word.to_owned()));
        let word = |token: Result<Option<Token>, Text>| token.unwrap().map(|token| (token.word, token.shown));
        assert_eq!(word(from(None, None, None)), None);
        assert_eq!(word(from(None, Some("correct-horse"), None)), Some(("correct-horse".into(), true)));
        assert_eq!(word(from(None, None, variable("correct-horse"))), Some(("correct-horse".into(), false)));
        assert_eq!(word(from(None, Some("battery-staple"), variable("x"))), Some(("battery-staple".into(), true)));
        let none = Path::new("there/is/none");
        for wrong in [
            from(None, Some("short"), None),
            from(None, Some("口令口令口令口令"), None),
            from(None, None, variable("")),
            from(None, None, Some(Err(()))),
            from(Some(none), None, None),
            from(Some(none), Some("correct-horse"), None),
        ] {
            assert!(wrong.is_err(), "{wrong:?}");
        }
    }
}
