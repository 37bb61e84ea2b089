//! What `yize new` has to know: given as options, asked on a terminal, or as by default.

use std::io::{self, BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};

use crate::packs::{built_in, comes_with_it};
use crate::report::text::clean_line;
use crate::templates::LIKES;
use crate::terminal::Terminal;
use yize_core::catalogue::kinds_of;
use yize_core::check::Request;
use yize_core::escape::is_hidden;
use yize_core::language::{Lang, Text, did_you_mean};
use yize_core::{Date, Memory, nearest, say};

/// What was given.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers {
    /// Folder of a project.
    pub folder: Option<String>,
    /// Id of the pack.
    pub id: Option<String>,
    /// What it begins with.
    pub like: Option<String>,
    /// The body that it governs.
    pub body: Option<String>,
    /// What people call the city.
    pub city: Option<String>,
}

/// All that has to be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub folder: PathBuf,
    pub id: String,
    pub like: String,
    pub body: String,
    pub city: String,
}

/// A check of an answer: what is wrong with it.
type Check = fn(&str) -> Option<Text>;

/// Gathers what is given, and asks for the rest where somebody sits at a terminal; where nobody does, the rest is as by default.
///
/// # Errors
/// With what is wrong with what was given, and with a name that has no default.
pub(super) fn ask(given: &Answers, project: bool, yes: bool, terminal: Terminal) -> Result<Asked, Text> {
    let talks = !yes && io::stdin().is_terminal() && io::stderr().is_terminal();
    let one = |given: Option<&str>, question: &Text, default: Option<&str>, check: Check| {
        if let Some(given) = given {
            return check(given).map_or_else(|| Ok(given.to_owned()), Err);
        }
        match default {
            Some(default) if !talks => check(default).map_or_else(|| Ok(default.to_owned()), Err),
            None if !talks => Err(say!(
                "没有写名称。写成 yize new pack 编号，或 yize new project 文件夹",
                "the name is missing. Write yize new pack ID, or yize new project DIR"
            )),
            _ => asked(question, default, check, terminal),
        }
    };
    let folder = if project {
        one(given.folder.as_deref(), &say!("项目的文件夹", "Folder of the project"), None, |_| None)?
    } else {
        String::new()
    };
    let named = Path::new(&folder).file_name().map(|name| name.to_string_lossy().into_owned());
    // What is no id may be a folder all the same.
    let named = named.filter(|name| wrong_id(name).is_none());
    let default = if project { Some(named.as_deref().unwrap_or("shili")) } else { None };
    let question = say!("规则包的编号（小写字母、数字和“-”）", "Id of the pack (a-z, 0-9 and `-`)");
    let id = one(given.id.as_deref(), &question, default, wrong_id)?;
    if given.like.is_none() && talks {
        let list =
            LIKES.map(|(word, (zh, en))| format!("  {word:<11} {}\n", if terminal.lang == Lang::Zh { zh } else { en }));
        terminal.print_aside(|err| write!(err, "{}", list.concat()));
    }
    let like = one(given.like.as_deref(), &say!("从哪一种开始", "What to begin with"), Some("blank"), wrong_like)?;
    let city =
        one(given.city.as_deref(), &say!("城市或单位的名称", "What the city is called"), Some("示例市"), wrong_name)?;
    let question = say!("管辖的单位的编号", "Id of the body that it governs");
    let body = one(given.body.as_deref(), &question, Some(&id), wrong_body)?;
    Ok(Asked { folder: PathBuf::from(folder), id, like, body, city })
}

/// Asks until the answer is right. An empty one is the default.
fn asked(question: &Text, default: Option<&str>, check: Check, terminal: Terminal) -> Result<String, Text> {
    loop {
        let shown = default.map(|default| format!(" [{default}]")).unwrap_or_default();
        terminal.print_aside(|err| write!(err, "{}{shown}: ", question.get(terminal.lang)));
        let mut line = String::new();
        match io::stdin().lock().read_line(&mut line) {
            Ok(0) => return Err(say!("没有回答，没有写任何文件", "no answer; nothing was written")),
            Err(_) => return Err(say!("读不懂回答：要用 UTF-8", "the answer cannot be read: it is not UTF-8")),
            Ok(_) => {}
        }
        let answer = match (line.trim(), default) {
            ("", Some(default)) => default,
            (answer, _) => answer,
        };
        match check(answer) {
            None if !answer.is_empty() => return Ok(answer.to_owned()),
            None => {}
            Some(wrong) => terminal.complain(&wrong),
        }
    }
}

/// What is wrong with the id of a new pack.
fn wrong_id(id: &str) -> Option<Text> {
    let shown = clean_line(id);
    if !is_plain(id) || id == "host" {
        return Some(say!(
            "“{shown}”不能作规则包的编号：只用小写字母、数字和“-”，如 shili",
            "`{shown}` is no id of a pack: it has only a-z, 0-9 and `-`, such as club"
        ));
    }
    comes_with_it(id).then(|| {
        say!("“{shown}”是自带的规则包，请换一个编号", "`{shown}` is a pack that comes with yize; choose another id")
    })
}

fn is_plain(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// What is wrong with the id of a body: parts as those of packs, one below another.
fn wrong_body(id: &str) -> Option<Text> {
    let shown = clean_line(id);
    let right = id.split('/').count() <= 2 && id.split('/').all(is_plain);
    if !right {
        return Some(say!(
            "“{shown}”不能作单位的编号：只用小写字母、数字和“-”，下级写在“/”后面，如 shili/xian",
            "`{shown}` is no id of a body: it has only a-z, 0-9 and `-`, and what is below it after a `/`"
        ));
    }
    // Two packs would govern it, and the rules of both hold.
    let request = Request { packs: vec![built_in()], ..Request::new(Vec::new(), Date::default()) };
    (!kinds_of(&Memory::default(), &request, &[id]).is_empty()).then(|| {
        say!(
            "“{shown}”由自带的规则包管辖，请换一个编号",
            "`{shown}` is governed by a pack that comes with yize; choose another id"
        )
    })
}

fn wrong_like(word: &str) -> Option<Text> {
    if LIKES.iter().any(|(like, _)| *like == word) {
        return None;
    }
    let (shown, near) = (clean_line(word), nearest(word, LIKES.iter().map(|(like, _)| *like)));
    let all = LIKES.map(|(like, _)| like).join(" ");
    let wrong = say!("没有“{shown}”这一种，有 {all}", "there is no `{shown}`; there are {all}");
    Some(wrong.and_ask(near.map(did_you_mean)))
}

/// What is wrong with what a city is called: it stands in texts of TOML, of scripts and of Markdown, where some signs mean something.
fn wrong_name(name: &str) -> Option<Text> {
    let shown = clean_line(name);
    let right = name.chars().all(|c| c.is_alphanumeric() || "·（）()- ".contains(c) && !is_hidden(c));
    (!right || name.trim().is_empty() || name.chars().count() > 30).then(|| {
        say!(
            "“{shown}”不能作名称：只用文字、数字和“·”“-”“（）”，不超过30个字",
            "`{shown}` is no name: it has letters, digits, `·`, `-` and brackets, 30 at most"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_would_mean_something_in_a_file_are_refused() {
        for (check, right, wrong) in [
            (wrong_id as Check, &["shili", "x-2"][..], &["", "Shili", "示例", "a/b", "host", "baoding", "../x"][..]),
            (wrong_body, &["shili", "shili/xian"], &["", "/", "a/", "a/b/c", "市", "*", "baoding", "handan/x"]),
            (wrong_name, &["新市", "新市（试点）", "O-1"], &["", " ", "a\"b", "`", "${x}", "市\n", "\u{202e}市"]),
            (wrong_like, &["duty"], &["dutty", ""]),
        ] {
            assert!(right.iter().all(|name| check(name).is_none()), "{right:?}");
            assert!(wrong.iter().all(|name| check(name).is_some()), "{wrong:?}");
        }
    }
}
