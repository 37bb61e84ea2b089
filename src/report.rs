//! Reports: what a check found, shown in one of several formats.
//!
//! A format is a file with a `write`; all of them get the same outcome and nothing else, so that the bytes of a
//! report depend only on the inputs, the as-of date and the chosen language.

use std::io;

use shape::Shape;
use yize_core::check::{FailOn, Outcome};
use yize_core::finding::{Finding, Severity, Status};
use yize_core::language::{Lang, Text};
use yize_core::say;

#[cfg(test)]
mod sample;
pub(crate) mod text;
pub(crate) mod fields;
pub(crate) mod ics;
pub(crate) mod escape;
pub(crate) mod spreadsheet;
pub mod shape;
pub(crate) mod place;
pub(crate) mod summary;
pub(crate) mod subject;
pub(crate) mod row;
pub(crate) mod notes;
pub(crate) mod marks;
pub(crate) mod readings;
mod hosting;
mod percent;
pub(crate) mod scores;
pub(crate) mod letters;
pub(crate) mod human;
mod short;
pub mod json;
mod jsonl;
mod sarif;
mod junit;
mod checkstyle;
mod github;
mod gitlab;
mod tap;
mod markdown;
mod html;
mod csv;
pub mod merge;
pub(crate) mod split;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod booklet;
pub(crate) mod trace;
pub(crate) mod listing;
pub(crate) mod due;
pub(crate) mod records;
pub(crate) mod cases;
pub(crate) mod news;

pub(crate) use csv::{some as some_findings, table as all_findings};
pub use hosting::Hosting;

/// Every format, the usual one first. To add one takes its file, its `mod` above, and its line here.
#[rustfmt::skip]
pub const FORMATS: &[Format] = &[
    Format::coloured("human", human::write),        // for people: each finding with the lines that it speaks of
    Format::coloured("short", short::write),        // a line a finding, as editors and `grep` like it
    Format::plain("json", json::write).scored(),    // for programs
    Format::plain("jsonl", jsonl::write),           // for programs that read line by line
    Format::hosted("sarif", sarif::write),          // code scanning
    Format::hosted("junit", junit::write),          // CI servers that show tests
    Format::hosted("checkstyle", checkstyle::write), // Jenkins, reviewdog and whatever else reads Checkstyle
    Format::hosted("github", github::write),        // annotations of GitHub Actions
    Format::hosted("gitlab", gitlab::write),        // code quality of GitLab
    Format::plain("tap", tap::write),               // Test Anything Protocol
    Format::plain("markdown", markdown::write),     // a comment on a merge request
    Format::plain("html", html::write).scored(),    // a page to read and print
    Format::plain("csv", csv::write),               // a spreadsheet
];

/// A format of the report.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its word on the command line.
    pub word: &'static str,
    /// Whether it contains colour, to be stripped where it is not wanted.
    pub is_coloured: bool,
    /// Whether it shows scores, which are worked out only where somebody asks for them.
    pub is_scored: bool,
    write: Writer,
}

/// Writes a report of a check into a stream.
#[derive(Clone, Copy, Debug)]
enum Writer {
    /// With files as they were named.
    Plain(fn(&Outcome, View, &mut dyn io::Write) -> io::Result<()>),
    /// For code hosts.
    Hosted(fn(&Outcome, View, &Hosting, &mut dyn io::Write) -> io::Result<()>),
}

impl Format {
    const fn plain(word: &'static str, write: fn(&Outcome, View, &mut dyn io::Write) -> io::Result<()>) -> Self {
        Self { word, is_coloured: false, is_scored: false, write: Writer::Plain(write) }
    }

    const fn coloured(word: &'static str, write: fn(&Outcome, View, &mut dyn io::Write) -> io::Result<()>) -> Self {
        Self { is_coloured: true, ..Self::plain(word, write) }
    }

    const fn hosted(
        word: &'static str,
        write: fn(&Outcome, View, &Hosting, &mut dyn io::Write) -> io::Result<()>,
    ) -> Self {
        Self { word, is_coloured: false, is_scored: false, write: Writer::Hosted(write) }
    }

    const fn scored(self) -> Self {
        Self { is_scored: true, ..self }
    }

    /// The format of that word.
    #[must_use]
    pub fn find(word: &str) -> Option<Self> {
        FORMATS.iter().find(|format| format.word == word).copied()
    }

    /// Writes the report. Colours are ANSI's; the caller's stream strips them where they are not wanted.
    ///
    /// # Errors
    /// As the writer reports them.
    pub fn write(self, outcome: &Outcome, view: View, hosting: &Hosting, out: &mut dyn io::Write) -> io::Result<()> {
        match self.write {
            Writer::Plain(write) => write(outcome, view, out),
            Writer::Hosted(write) => write(outcome, view, hosting, out),
        }
    }
}

/// The usual one.
impl Default for Format {
    fn default() -> Self {
        FORMATS[0]
    }
}

/// Columns before an excerpt of a file: the number of its line.
pub(crate) const MARGIN: usize = 10;

/// How a report is to be shown.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Language of messages.
    pub lang: Lang,
    /// The exit status that the user gets, so that the last line says the same.
    pub code: u8,
    /// The level that fails, for formats that tell failures from remarks.
    pub fail_on: FailOn,
    /// Columns that a line of a file may take; longer ones are cropped around the place.
    pub width: usize,
    /// What of the report for people is shown.
    pub shape: Shape,
    /// What was looked at.
    pub of: Of,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Of {
    /// Data.
    #[default]
    Data,
    /// So many packs, by `yize lint`.
    Packs(usize),
}

impl View {
    /// In that language, with that exit status, at the usual level and width.
    #[must_use]
    pub fn new(lang: Lang, code: u8) -> Self {
        Self { lang, code, fail_on: FailOn::default(), width: 100, shape: Shape::default(), of: Of::Data }
    }

    /// Columns of the screen, or what there would be.
    #[must_use]
    pub(crate) fn columns(self) -> usize {
        self.width + MARGIN
    }
}

/// What a finding is called, in one word that is the same wherever people read it: the glossary of the guides lists them.
#[must_use]
pub fn word(finding: &Finding) -> Text {
    if finding.rule.starts_with("lint/") {
        return severity_word(finding.severity);
    }
    match (finding.status, finding.severity) {
        (Status::Violation, Severity::Error) => say!("违规", "violation"),
        (Status::Violation, Severity::Warning) => say!("警告", "warning"),
        (Status::Pending, _) => say!("待办", "pending"),
        (Status::Fault, _) => say!("故障", "fault"),
    }
}

/// The level of a rule for people, as it is configured. What is found by it is called otherwise ([`word`]).
#[must_use]
pub fn severity_word(severity: Severity) -> Text {
    match severity {
        Severity::Error => say!("错误", "error"),
        Severity::Warning => say!("警告", "warning"),
    }
}
