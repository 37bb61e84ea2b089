//! The tables of slips: a slip is what is changed in the sound project, and what is found then.
//!
//! ```text
//! == 2 the exit status and a name
//! @ rules/shili/pack.toml
//! - what stands there, once in the file
//! + what stands there instead
//! host/pack rules/shili/pack.toml:3:1 ‹the text that is marked›
//!   the message
//!   = the next step
//!   > rules/shili/kinds.toml:1:1 ‹the text marked there› why it matters
//! ```
//! Without a `-`, lines are added at the end of the file; after `@@` they are the whole file; `! file` takes one away.

use std::fmt::Write;
use std::path::Path;

use yize_core::source::{Place, Sources};
use yize_core::{Finding, Lang, Memory};

/// Longest marked text, in letters; what is longer is cut.
const LONGEST: usize = 60;

/// A slip.
#[derive(Debug)]
pub struct Slip {
    /// What it is called.
    pub name: String,
    /// The exit status.
    pub code: u8,
    /// What is found.
    pub told: String,
    edits: Vec<Edit>,
}

/// A change to a file.
#[derive(Debug, Default)]
struct Edit {
    file: String,
    /// Whether the lines are the whole file.
    whole: bool,
    /// Whether the file is taken away.
    gone: bool,
    find: Vec<String>,
    put: Vec<String>,
}

/// Reads a table.
#[track_caller]
pub fn slips(text: &str) -> Vec<Slip> {
    let mut slips: Vec<Slip> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(head) = line.strip_prefix("== ") {
            let (code, name) = head.split_once(' ').unwrap_or_else(|| panic!("{line}: exit status and name"));
            let code = code.parse().unwrap_or_else(|_| panic!("{line}: an exit status"));
            slips.push(Slip { name: name.to_owned(), code, told: String::new(), edits: Vec::new() });
            continue;
        }
        let slip = slips.last_mut().unwrap_or_else(|| panic!("{line}: before the first =="));
        let edits = &mut slip.edits;
        let file = |file: &str, whole, gone| Edit { file: file.to_owned(), whole, gone, ..Edit::default() };
        match (line.split_once(' ').unwrap_or((line, "")), edits.last_mut()) {
            (("@", name), _) => edits.push(file(name, false, false)),
            (("@@", name), _) => edits.push(file(name, true, false)),
            (("!", name), _) => edits.push(file(name, false, true)),
            (("-", words), Some(edit)) => edit.find.push(words.to_owned()),
            (("+", words), Some(edit)) => edit.put.push(words.to_owned()),
            _ => writeln!(slip.told, "{line}").expect("a text"),
        }
    }
    slips
}

impl Slip {
    /// The project with the slip in it.
    #[track_caller]
    pub fn made_in(&self, base: Memory) -> Memory {
        self.edits.iter().fold(base, |files, edit| edit.made(files, &self.name))
    }
}

impl Edit {
    #[track_caller]
    fn made(&self, mut files: Memory, slip: &str) -> Memory {
        let Self { file, whole, gone, find, put } = self;
        let file = &format!("./{file}");
        let before = files.0.remove(Path::new(file));
        if *gone {
            assert!(before.is_some(), "{slip}: there is no {file}");
            return files;
        }
        let lines = put.iter().fold(String::new(), |text, line| format!("{text}{line}\n"));
        if *whole {
            return files.with(file, lines);
        }
        let text = before.map(|bytes| String::from_utf8(bytes).expect("UTF-8")).unwrap_or_default();
        if find.is_empty() {
            return files.with(file, format!("{text}{lines}"));
        }
        let find = find.join("\n");
        assert_eq!(text.matches(&find).count(), 1, "{slip}: {file} has this once: {find}");
        files.with(file, text.replacen(&find, &put.join("\n"), 1))
    }
}

/// A finding as the tables write it.
pub fn shown(finding: &Finding, sources: &Sources) -> String {
    let place = match finding.place {
        Some(place) => marked(place, sources),
        None => finding.path.clone().unwrap_or_else(|| "-".to_owned()),
    };
    let mut text = format!("{} {place}\n  {}\n", finding.rule, finding.message.get(Lang::Zh));
    if let Some(help) = &finding.help {
        writeln!(text, "  = {}", help.get(Lang::Zh)).expect("a text");
    }
    for related in &finding.related {
        writeln!(text, "  > {} {}", marked(related.place, sources), related.message.get(Lang::Zh)).expect("a text");
    }
    text
}

/// A place: `file:line:column ‹text›`.
fn marked(place: Place, sources: &Sources) -> String {
    let (start, _) = sources.positions(place);
    let text = sources.slice(place);
    let line = text.lines().next().unwrap_or_default();
    let cut: String = line.chars().take(LONGEST).collect();
    let more = if cut.len() < text.len() { "…" } else { "" };
    format!("{}:{}:{} ‹{cut}{more}›", sources.get(place.source).name, start.line, start.column)
}
