//! A waiver that is added to the file that a project keeps its waivers in: every byte that is there stays.

use std::path::{Component, PathBuf};

use jiff::civil::Date;

use super::fix::extents;
use crate::alike;
use crate::check::request::Request;
use crate::document::{self, Reader};
use crate::escape::{toml, toml_basic};
use crate::files::{Files, read_within, reason};
use crate::host;
use crate::language::{Text, say};
use crate::pack::load::PACK_FILE_LIMIT;
use crate::project::{Input, Project, SETTINGS, Terms, waivers};
use crate::source::SourceId;
use crate::texts::show_path;

/// Most letters of a reason, or of who approved.
const LONG: usize = 500;

/// A waiver that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excuse {
    /// The file.
    pub path: PathBuf,
    /// The lines that are added to its end.
    pub lines: Vec<String>,
    /// What it holds now.
    pub old: Vec<u8>,
    /// What it is to hold.
    pub new: Vec<u8>,
}

/// What is to be written to excuse a finding, whose place is in that file, of the projects that are asked for. Nothing is written.
///
/// ```
/// use yize_core::check::{Excuse, Terms, excuse};
/// use yize_core::{Memory, Request};
///
/// let files = Memory::default().with("it/yize.toml", "data = [\"*.toml\"]\n").with("it/plan.toml", "body = \"a\"\n");
/// let until = "2026-12-31".parse().unwrap();
/// let of = |word: &str| word.to_owned();
/// let (rule, at) = (of("p/plan/late"), Some(of("plan/2026")));
/// let terms = Terms { rule, at, body: None, field: None, reason: of("洪水"), approved_by: of("主席会议"), until };
/// let request = Request::new(vec!["it".into()], "2026-11-22".parse().unwrap());
/// let Excuse { path, lines, .. } = excuse(&files, &request, Some("it/plan.toml"), &terms, request.as_of).unwrap();
/// assert!(path.ends_with("yize.toml"));
/// assert_eq!(lines[0], "[[waiver]]");
/// ```
///
/// # Errors
/// Why it cannot be written, or would not hold.
pub fn excuse(
    files: &dyn Files,
    request: &Request,
    file: Option<&str>,
    terms: &Terms,
    as_of: Date,
) -> Result<Excuse, Text> {
    decent(terms, as_of)?;
    let path = home(files, request, file)?;
    let name = show_path(&path);
    let old = read_within(files, &path, PACK_FILE_LIMIT).map_err(|error| {
        let why = reason(&error);
        say!("{name} 不能读取：{why}", "{name} cannot be read: {why}"; why)
    })?;
    let unsound = || {
        say!(
            "{name} 有错，改正以前不能写入豁免",
            "{name} has mistakes; no waiver can be written before they are mended"
        )
    };
    let text = std::str::from_utf8(&old).map_err(|_| unsound())?;
    let lines = lines(terms);
    let added = with(text, &lines, terms).ok_or_else(unsound)?;
    Ok(Excuse { path, lines, new: added.into_bytes(), old })
}

/// Refuses what is no decision that anybody could have made.
fn decent(terms: &Terms, as_of: Date) -> Result<(), Text> {
    if terms.rule.starts_with("host/") {
        return Err(say!("数据本身的错误和故障不能豁免", "broken data and faults cannot be waived"));
    }
    if terms.at.is_none() && terms.body.is_none() {
        return Err(say!("它不属于任何记录和单位，不能豁免", "it is of no record and no body, and cannot be waived"));
    }
    let told = [(&terms.reason, say!("理由", "the reason")), (&terms.approved_by, say!("批准人", "who approved it"))];
    for (text, what) in told {
        if alike::plain(text).is_empty() {
            return Err(say!("没有写明{what}", "{what} is missing"; what));
        }
        if text.chars().count() > LONG {
            return Err(say!("{what}太长，最多{LONG}个字", "{what} is too long: {LONG} letters at most"; what));
        }
    }
    if terms.until < as_of {
        let until = terms.until;
        return Err(say!("截止日 {until} 已经过去", "the last day, {until}, is past"));
    }
    Ok(())
}

/// The file in which the project of a file keeps its waivers.
fn home(files: &dyn Files, request: &Request, file: Option<&str>) -> Result<PathBuf, Text> {
    let projects = request.projects(files);
    let is_it = |input: &Input, file| matches!(input, Input::File(path) if show_path(path) == file);
    let holds = |project: &&Project| file.is_some_and(|file| project.inputs.iter().any(|own| is_it(own, file)));
    let found = projects.iter().find(holds).or_else(|| (projects.len() == 1).then(|| &projects[0]));
    let Some(project) = found.filter(|project| !project.root.as_os_str().is_empty()) else {
        return Err(say!(
            "不知道它属于哪个项目；豁免写在项目的 yize.toml 里",
            "it is not known of which project it is; waivers stand in a project's yize.toml"
        ));
    };
    if project.nested.as_ref().is_some_and(|nested| !nested.in_full) {
        return Err(say!(
            "这个项目在另一个项目之内，它自己的豁免不起作用",
            "this project lies within another, where its own waivers do not count"
        ));
    }
    let settings = project.root.join(SETTINGS);
    if files.kind(&settings).is_err() {
        return Err(say!("项目没有 yize.toml；先建一个", "the project has no yize.toml; make one first"));
    }
    if !project.is_sound() {
        return Err(say!("项目的设置有错，先改正", "the project's settings have mistakes; mend them first"));
    }
    let own = |name: &&PathBuf| name.components().all(|part| matches!(part, Component::Normal(_)));
    let named = project.registers.iter().find(own).map(|name| project.root.join(name));
    Ok(named.unwrap_or(settings))
}

/// The lines of a waiver.
fn lines(terms: &Terms) -> Vec<String> {
    let texts = [
        ("rule", Some(&terms.rule)),
        ("at", terms.at.as_ref()),
        ("body", terms.body.as_ref()),
        ("field", terms.field.as_ref()),
        ("reason", Some(&terms.reason)),
        ("approved_by", Some(&terms.approved_by)),
    ];
    // A text of several lines stands on one: what ends the lines of the file is no part of it.
    let quoted = |text: &String| if text.contains(['\n', '\r']) { toml_basic(text) } else { toml(text) };
    let texts = texts.into_iter().filter_map(|(key, text)| Some(format!("{key:<11} = {}", quoted(text?))));
    let until = format!("{:<11} = {}", "until", terms.until);
    std::iter::once("[[waiver]]".to_owned()).chain(texts).chain([until]).collect()
}

/// A text with these lines at its end; `None` where they would not be read as that waiver, and all else as before.
fn with(text: &str, lines: &[String], terms: &Terms) -> Option<String> {
    let (mark, plain) = text.strip_prefix('\u{feff}').map_or(("", text), |plain| ("\u{feff}", plain));
    let end = if plain.contains("\r\n") { "\r\n" } else { "\n" };
    let apart = match plain {
        "" => "",
        _ if plain.ends_with("\n\n") || plain.ends_with("\n\r\n") => "",
        _ if plain.ends_with('\n') => end,
        _ => &end.repeat(2),
    };
    let new = format!("{plain}{apart}{}{end}", lines.join(end));
    let before = extents(plain)?.len();
    let id = SourceId(0);
    let (table, errors) = document::parse(&new, id, &host::PROJECT);
    let mut findings = Vec::new();
    let read = waivers::read(&mut Reader::new(id, &host::PROJECT, &mut findings), &table, true, &new);
    let sound = errors.is_empty() && findings.is_empty() && read.len() == before + 1;
    (sound && read.last().is_some_and(|last| last.terms == *terms)).then(|| format!("{mark}{new}"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::Lang;
    use crate::files::Memory;

    fn terms(reason: &str) -> Terms {
        let of = |word: &str| word.to_owned();
        Terms {
            rule: of("p/plan/late"),
            at: Some(of("plan/2026")),
            body: Some(of("a")),
            field: None,
            reason: of(reason),
            approved_by: of("主席会议"),
            until: "2026-12-31".parse().unwrap(),
        }
    }

    fn it() -> Request {
        Request::new(vec!["it".into()], "2026-11-22".parse().unwrap())
    }

    fn added(settings: &str, reason: &str) -> Result<String, Text> {
        let files = Memory::default().with("it/yize.toml", settings).with("it/plan.toml", "body = \"a\"\n");
        let made = excuse(&files, &it(), Some("it/plan.toml"), &terms(reason), it().as_of)?;
        assert!(made.old == settings.as_bytes() && made.path == Path::new("it/yize.toml"));
        Ok(String::from_utf8(made.new).unwrap())
    }

    #[test]
    fn every_byte_that_was_there_stays_and_what_is_added_is_read_as_meant() {
        let data = "data = [\"*.toml\"]";
        for before in [
            data.to_owned(),
            format!("{data}\n"),
            format!("\u{feff}{data}\r\n[severities]\r\n"),
            format!("{data}\n# 末\n\n"),
        ] {
            for reason in [
                "洪水",
                "他说“可以”\n第二行",
                "a \"quote\" \\ and ''' \"\"\"",
                "]]\n[[waiver]]\nrule = 1",
                "\u{202e}暗",
            ] {
                let after = added(&before, reason).unwrap();
                assert!(after.starts_with(&before), "{before:?} {reason:?}\n{after}");
                assert_eq!(after.matches("\r\n").count() > 0, before.contains("\r\n"));
            }
        }
        let twice = added(&added(&format!("{data}\n"), "一").unwrap(), "二").unwrap();
        assert_eq!(twice.matches("\n\n[[waiver]]\n").count(), 2, "{twice}");
    }

    #[test]
    fn what_could_not_hold_or_would_spoil_the_file_is_refused() {
        let data = "data = [\"*.toml\"]\n";
        let why = |text: Result<String, Text>| text.unwrap_err().get(Lang::Zh).to_owned();
        assert!(why(added(data, " \u{200b} ")).contains("理由"));
        assert!(why(added(data, &"长".repeat(LONG + 1))).contains("太长"));
        assert!(why(added(&format!("{data}waiver = []\nx"), "洪水")).contains("先改正"));
        assert!(why(added(&format!("{data}waiver = [{{ rule = \"a\" }}]\n"), "洪水")).contains("先改正"));
        let day = "2027-01-01".parse().unwrap();
        let files = Memory::default().with("it/yize.toml", data);
        assert!(excuse(&files, &it(), None, &terms("洪水"), day).unwrap_err().get(Lang::Zh).contains("已经过去"));
        let host = Terms { rule: "host/type".to_owned(), ..terms("洪水") };
        let day = "2026-01-01".parse().unwrap();
        assert!(excuse(&files, &it(), None, &host, day).unwrap_err().get(Lang::Zh).contains("不能豁免"));
        let none = Memory::default().with("it/plan.toml", "body = \"a\"\n");
        assert!(excuse(&none, &it(), None, &terms("洪水"), day).is_err());
    }

    #[test]
    fn a_file_of_waivers_that_the_project_names_takes_them() {
        let files = Memory::default()
            .with("it/yize.toml", "data = [\"d/*.toml\"]\nwaivers = \"免.toml\"\n")
            .with("it/免.toml", "# 豁免\n")
            .with("it/d/plan.toml", "body = \"a\"\n");
        let made = excuse(&files, &it(), Some("it/d/plan.toml"), &terms("洪水"), it().as_of).unwrap();
        assert!(made.path.ends_with("免.toml") && made.new.starts_with("# 豁免\n\n[[waiver]]\n".as_bytes()));
    }
}
