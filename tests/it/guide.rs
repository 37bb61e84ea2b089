//! The guide and the page of daily use: both languages have the same sections with the same blocks, and no block goes unrun.
//!
//! A block whose first line names a file is written there (`# kinds.toml`), or added to its end (`，加在末尾`, `, at the end`), or is
//! a part of what is there already (`，节录`, `, in part`). Commands of `console` blocks run in their order, in one folder for a whole
//! page, and what they print is compared; a line `…` stands for any lines. What cannot be run is parsed, or listed below.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::Command;

use crate::readme::{blocks, words};
use crate::support::{Workdir, read, root};

/// The pages, in Chinese and English.
const GUIDE: [&str; 2] = ["docs/guide.zh-CN.md", "docs/guide.md"];
const USAGE: [&str; 2] = ["docs/usage.zh-CN.md", "docs/usage.md"];

/// What is not run, by how it begins: code of other programs, and commands that do not end.
const NOT_RUN: [&str; 2] = ["vim.lsp.config", "yize serve examples/baoding"];

/// Files that no command of a page reads: what is data beside them, and the command that does.
const FRAMES: [(&str, Option<&str>, &str); 2] = [
    ("example/yize.toml", None, "check example --only base/member/* --as-of 2026-12-31"),
    (
        "receiver/yize.toml",
        Some("examples/baoding/data/organization.toml"),
        "check receiver --only base/organization/* --as-of 2026-12-31",
    ),
];

/// Pages without a block that could be run.
const PAGES: [&str; 6] = [
    "docs/upgrade.zh-CN.md",
    "docs/upgrade.md",
    "docs/ledgers.zh-CN.md",
    "docs/ledgers.md",
    "docs/programs.zh-CN.md",
    "docs/programs.md",
];

/// A part of a page.
#[derive(Debug)]
enum Part {
    /// A heading: level and words.
    Heading(usize, String),
    /// A fenced block: what it is written in, and its text.
    Block(String, String),
    /// What is not shown: `<!-- … -->`.
    Remark(String),
    /// A row of a table.
    Row,
}

fn parts(text: &str) -> Vec<Part> {
    let (mut all, mut open): (Vec<Part>, Option<(String, String)>) = (Vec::new(), None);
    for line in text.lines() {
        if let Some((info, text)) = &mut open {
            if line == "```" {
                all.push(Part::Block(std::mem::take(info), std::mem::take(text)));
                open = None;
            } else {
                text.extend([line, "\n"]);
            }
        } else if let Some(info) = line.strip_prefix("```") {
            open = Some((info.to_owned(), String::new()));
        } else if let Some(words) = line.strip_prefix("<!-- ") {
            all.push(Part::Remark(words.trim_end_matches(" -->").to_owned()));
        } else if line.starts_with("| ") {
            all.push(Part::Row);
        } else if line.starts_with('#') {
            let level = line.bytes().take_while(|b| *b == b'#').count();
            all.push(Part::Heading(level, line[level..].trim().to_owned()));
        }
    }
    assert!(open.is_none(), "a block has no end");
    all
}

/// What a block is to do with the file that its first line names.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum Deed {
    Write,
    Add,
    Has,
}

/// The file that the first line of a block names, and what is to be done.
fn file_of(text: &str) -> Option<(&str, Deed)> {
    let first = text.lines().next()?;
    let named = first.strip_prefix("# ").or_else(|| first.strip_prefix("// "))?;
    let deeds =
        [("，加在末尾", Deed::Add), (", at the end", Deed::Add), ("，节录", Deed::Has), (", in part", Deed::Has)];
    let (path, deed) = deeds
        .into_iter()
        .find_map(|(end, deed)| Some((named.strip_suffix(end)?, deed)))
        .unwrap_or((named, Deed::Write));
    (path.contains('.') && !path.contains(' ')).then_some((path, deed))
}

/// A line without what is remarked on it.
fn said(line: &str) -> &str {
    let mark = ["# ", "// "].into_iter().flat_map(|mark| line.match_indices(mark)).map(|(at, _)| at);
    let cut = mark.filter(|at| line[..*at].matches('"').count().is_multiple_of(2)).min();
    line[..cut.unwrap_or(line.len())].trim_end()
}

/// What both languages of a block have in common: code without remarks, commands without the names of files that they write.
fn common(info: &str, text: &str) -> String {
    let mut common = String::from(info);
    if info == "console" {
        for step in blocks(&format!("```console\n{text}```\n")).concat() {
            let words = step.command.split(' ').enumerate().filter(|(at, word)| *at < 2 || word.starts_with('-'));
            let _ = write!(common, "\n{}", words.map(|(_, word)| word).collect::<Vec<_>>().join(" "));
        }
    } else {
        let _ = write!(common, " {:?}", file_of(text));
        text.lines().map(said).filter(|line| !line.is_empty()).for_each(|line| common.extend(["\n", line]));
    }
    common
}

/// The headings of a page, each with its level, its blocks and how many rows of tables it has.
fn outline(file: &str) -> Vec<(usize, String, String, usize)> {
    let mut outline = Vec::new();
    for part in parts(&read(file)) {
        match part {
            Part::Heading(level, words) => outline.push((level, words, String::new(), 0)),
            Part::Row => outline.last_mut().expect("a heading").3 += 1,
            Part::Remark(_) => outline.last_mut().expect("a heading").2.push_str("by hand\n"),
            Part::Block(info, text) => {
                let own = &mut outline.last_mut().expect("a heading").2;
                own.extend([&*common(&info, &text), "\n\n"]);
            }
        }
    }
    outline
}

#[test]
fn both_languages_have_the_same_sections_with_the_same_blocks() {
    for pair in [GUIDE, USAGE] {
        let [zh, en] = pair.map(outline);
        for ((level, title, blocks, rows), (other_level, other, other_blocks, other_rows)) in zh.iter().zip(&en) {
            let of = format!("“{title}”, `{other}`");
            assert_eq!((level, rows), (other_level, other_rows), "level and rows of {of}");
            assert_eq!(blocks, other_blocks, "blocks of {of}");
        }
        assert_eq!(zh.len(), en.len(), "{:?} {:?}", zh.last(), en.last());
        assert!(zh.len() > 5);
    }
}

/// Somebody who does what a page says.
struct Reader {
    dir: Workdir,
    lang: &'static str,
    /// The folder in which the reader stands.
    stands: String,
    /// Blocks that were run or parsed.
    done: usize,
    /// What of [`NOT_RUN`] was met.
    not_run: BTreeSet<&'static str>,
}

impl Reader {
    /// A path as seen from the folder of the test.
    fn path(&self, named: &str) -> String {
        match named.strip_prefix("../") {
            Some(rest) if !self.stands.is_empty() => rest.to_owned(),
            _ if self.stands.is_empty() => named.to_owned(),
            _ => format!("{}/{named}", self.stands),
        }
    }

    fn block(&mut self, info: &str, text: &str) {
        if let Some(own) = NOT_RUN.into_iter().find(|own| text.trim_start_matches("$ ").starts_with(own)) {
            self.not_run.insert(own);
            return;
        }
        match info {
            "console" => {
                for step in blocks(&format!("```console\n{text}```\n")).concat() {
                    self.command(&step.command, &step.shown);
                }
            }
            "json" => drop(serde_json::from_str::<serde_json::Value>(text).expect("JSON")),
            "toml" | "rust" | "yaml" => self.file(info, text),
            _ => panic!("a block of `{info}` is neither run nor listed:\n{text}"),
        }
        self.done += 1;
    }

    fn file(&mut self, info: &str, text: &str) {
        let (named, deed) = file_of(text).unwrap_or_else(|| panic!("the first line names a file:\n{text}"));
        if info == "toml" {
            toml::from_str::<toml::Table>(text).unwrap_or_else(|error| panic!("{named}: {error}"));
        }
        if named.starts_with("~/") {
            return;
        }
        let path = self.path(named);
        let at = self.dir.path(&path);
        std::fs::create_dir_all(at.parent().expect("inside")).expect("a folder");
        match deed {
            Deed::Write => std::fs::write(&at, text).expect("written"),
            Deed::Add => std::fs::write(&at, format!("{}\n{text}", self.dir.read(&path))).expect("written"),
            Deed::Has => {
                let (_, part) = text.split_once('\n').expect("more lines");
                assert!(self.dir.read(&path).contains(part.trim_end()), "{path} has no longer\n{part}");
            }
        }
        for (_, data, line) in FRAMES.iter().filter(|(of, ..)| *of == path) {
            let top = self.dir.path(path.split('/').next().expect("a folder"));
            std::fs::create_dir_all(top.join("data")).expect("a folder");
            for own in crate::support::tree(&root().join("examples/first/rules/first")) {
                let to = top.join("rules/first").join(&own);
                std::fs::create_dir_all(to.parent().expect("inside")).expect("a folder");
                std::fs::copy(root().join("examples/first/rules/first").join(own), to).expect("copied");
            }
            if let Some(data) = data {
                std::fs::copy(root().join(data), top.join("data/a.toml")).expect("copied");
            }
            let run = self.dir.yize(&format!("{line} --lang {}", self.lang));
            assert!(run.code.is_some_and(|code| code < 2) && !run.stdout.contains("host/"), "{path}: {run:?}");
            std::fs::remove_dir_all(top).expect("removed");
        }
    }

    fn command(&mut self, command: &str, shown: &str) {
        if let Some(folder) = command.strip_prefix("cd ") {
            let there = if folder == ".." { String::new() } else { folder.to_owned() };
            self.stands = there;
            assert!(self.dir.path(&self.stands).is_dir(), "$ {command}");
            return;
        }
        if let Some(file) = command.strip_prefix("rm ") {
            std::fs::remove_file(self.dir.path(&self.path(file)))
                .unwrap_or_else(|error| panic!("$ {command}: {error}"));
            return;
        }
        let plain = command.replace('\'', "");
        let words = words(&plain).unwrap_or_else(|| panic!("neither run nor listed: $ {command}"));
        let mut yize = Command::new(env!("CARGO_BIN_EXE_yize"));
        let yize = yize.args(words).args(["--lang", self.lang]).current_dir(self.dir.path(&self.stands));
        let run = self.dir.finish(yize, b"");
        assert!(run.code.is_some_and(|code| code < 3), "$ {command}\n{}\n{}", run.stdout, run.stderr);
        assert!(run.code != Some(2) || !run.stdout.is_empty(), "$ {command}\n{}", run.stderr);
        assert!(
            shown.trim().is_empty() || fits(shown, &run.stdout),
            "$ {command}\nshows\n{shown}\nprints\n{}",
            run.stdout
        );
    }
}

/// Whether what is printed is what is shown, where a line `…` stands for any lines.
fn fits(shown: &str, printed: &str) -> bool {
    let lines = |text: &str| text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    let (shown, printed) = (lines(shown), lines(printed));
    let chunks: Vec<&[String]> = shown.split(|line| line == "…").collect();
    let mut from = 0;
    for (number, chunk) in chunks.iter().enumerate() {
        let (first, last) = (number == 0, number + 1 == chunks.len());
        let starts: Vec<usize> = match (first, last) {
            (true, _) => vec![0],
            (false, true) => printed.len().checked_sub(chunk.len()).into_iter().collect(),
            (false, false) => (from..printed.len()).collect(),
        };
        let fit = starts.into_iter().find(|at| *at >= from && printed.get(*at..at + chunk.len()) == Some(*chunk));
        let Some(at) = fit else { return false };
        from = at + chunk.len();
        if first && last && from != printed.len() {
            return false;
        }
    }
    true
}

/// Does by hand what the guide says of the workbook.
fn mend(dir: &Workdir) {
    let path = dir.path("examples/first-excel/委员履职台账.xlsx");
    let mut book = zip::ZipArchive::new(std::fs::File::open(&path).expect("a workbook")).expect("a workbook");
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..book.len() {
        let mut entry = book.by_index(at).expect("an entry");
        let (name, mut text) = (entry.name().expect("a name").into_owned(), Vec::new());
        std::io::Read::read_to_end(&mut entry, &mut text).expect("readable");
        if name.starts_with("xl/worksheets/") {
            let sheet = String::from_utf8(text).expect("UTF-8");
            let (before, after) = sheet.rsplit_once("SL-007").unwrap_or((&*sheet, ""));
            let sheet = if after.is_empty() { sheet } else { format!("{before}SL-008{after}") };
            text = sheet.replace("2026年2月30日", "2026年2月27日").replace("何　鱼", "何　渔").into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        std::io::Write::write_all(&mut out, &text).expect("written");
    }
    std::fs::write(path, out.finish().expect("a workbook").into_inner()).expect("written");
}

/// Does all that a page says, and gives what was not run.
fn follow(file: &str) -> BTreeSet<&'static str> {
    let lang = if file.ends_with(".zh-CN.md") { "zh" } else { "en" };
    let dir = Workdir::bare().copy("examples", "examples");
    let mut reader = Reader { dir, lang, stands: String::new(), done: 0, not_run: BTreeSet::new() };
    let mut met = 0;
    for part in parts(&read(file)) {
        match part {
            Part::Block(info, text) => {
                met += 1;
                reader.block(&info, &text);
            }
            Part::Remark(words) if ["手工改正工作簿", "the workbook is mended"].contains(&&*words) => {
                mend(&reader.dir);
            }
            Part::Remark(words) => panic!("{file}: nobody knows how to do `{words}`"),
            Part::Heading(..) | Part::Row => {}
        }
    }
    assert_eq!(reader.done + reader.not_run.len(), met, "{file}");
    reader.not_run
}

#[test]
fn what_the_chinese_guide_shows_is_what_comes() {
    assert_eq!(follow(GUIDE[0]), BTreeSet::new());
}

#[test]
fn what_the_english_guide_shows_is_what_comes() {
    assert_eq!(follow(GUIDE[1]), BTreeSet::new());
}

#[test]
fn what_the_pages_of_daily_use_show_is_what_comes() {
    for file in USAGE {
        assert_eq!(follow(file), BTreeSet::from(NOT_RUN), "{file}");
    }
}

#[test]
fn its_other_pages_have_the_same_headings_and_no_block_that_could_be_run() {
    for pair in PAGES.chunks(2) {
        let [zh, en] = [pair[0], pair[1]].map(|page| {
            let parts = parts(&read(page));
            for part in &parts {
                let Part::Block(info, text) = part else { continue };
                assert!(info == "sh" && text.starts_with("curl "), "{page}:\n{text}");
            }
            parts.iter().filter(|part| !matches!(part, Part::Remark(_))).map(std::mem::discriminant).collect::<Vec<_>>()
        });
        assert_eq!(zh, en, "headings, tables and blocks of {pair:?}");
    }
}

/// What GitHub calls the place of a heading.
fn anchor(words: &str) -> String {
    let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}

#[test]
fn links_into_the_pages_lead_to_a_heading() {
    let mut met = 0;
    let docs = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"].map(str::to_owned).into_iter();
    let pages = crate::support::tree(&root().join("docs")).into_iter().filter(|file| file.ends_with(".md"));
    for page in docs.chain(pages.filter(|file| !file.starts_with("reference/")).map(|file| format!("docs/{file}"))) {
        let text = read(&page);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let Some((file, place)) = link.split_once('#').filter(|_| !link.contains("://")) else { continue };
            let folder = page.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
            let target = if file.is_empty() { page.clone() } else { format!("{folder}{file}") };
            let target = target.replace("docs/../", "");
            let headings = parts(&read(&target)).into_iter().filter_map(|part| match part {
                Part::Heading(_, words) => Some(anchor(&words)),
                _ => None,
            });
            assert!(headings.collect::<Vec<_>>().contains(&place.to_owned()), "{page}: {link}");
            met += 1;
        }
    }
    assert!(met > 20, "{met}");
}
