//! Reports: what a check found, shown in one of several formats.
//!
//! A format is a file with a `write`; all of them get the same outcome and nothing else, so that the bytes of a
//! report depend only on the inputs, the as-of date and the chosen language.

use std::io;

use yize_core::check::{FailOn, Outcome};
use yize_core::finding::{Finding, Severity, Status};
use yize_core::language::{Lang, Text};
use yize_core::say;

#[cfg(test)]
pub(crate) mod sample;
pub mod text;
pub mod place;
pub mod summary;
pub mod row;
pub mod percent;
pub mod entry;
pub mod scores;
pub mod shard;
pub mod human;
pub mod short;
pub mod json;
pub mod jsonl;
pub mod sarif;
pub mod junit;
pub mod github;
pub mod gitlab;
pub mod tap;
pub mod markdown;
pub mod html;
pub mod csv;
pub mod merge;
pub mod diff;
pub mod explain;
pub mod listing;
pub mod cases;
pub mod live;

/// A format of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: each finding with the lines that it speaks of.
    #[default]
    Human,
    /// A line a finding, as editors and `grep` like it.
    Short,
    /// For programs.
    Json,
    /// For programs that read line by line.
    Jsonl,
    /// Code scanning.
    Sarif,
    /// CI servers that show tests.
    Junit,
    /// Annotations of GitHub Actions.
    Github,
    /// Code quality of GitLab.
    Gitlab,
    /// Test Anything Protocol.
    Tap,
    /// A comment on a merge request.
    Markdown,
    /// A page to read and print.
    Html,
    /// A spreadsheet.
    Csv,
}

impl Format {
    /// Every format with its word on the command line.
    pub const ALL: &[(&str, Self)] = &[
        ("human", Self::Human),
        ("short", Self::Short),
        ("json", Self::Json),
        ("jsonl", Self::Jsonl),
        ("sarif", Self::Sarif),
        ("junit", Self::Junit),
        ("github", Self::Github),
        ("gitlab", Self::Gitlab),
        ("tap", Self::Tap),
        ("markdown", Self::Markdown),
        ("html", Self::Html),
        ("csv", Self::Csv),
    ];

    /// Reads the word of the command line.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == word).map(|(_, format)| *format)
    }

    /// Whether the format contains colour, to be stripped where it is not wanted.
    #[must_use]
    pub fn is_styled(self) -> bool {
        matches!(self, Self::Human | Self::Short)
    }
}

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
}

impl View {
    /// In that language, with that exit status, at the usual level and width.
    #[must_use]
    pub fn new(lang: Lang, code: u8) -> Self {
        Self { lang, code, fail_on: FailOn::default(), width: 100 }
    }
}

/// Writes the report. Styled formats carry ANSI colours; the caller's stream strips them where they are not wanted.
///
/// # Errors
/// As the writer reports them.
pub fn write(format: Format, outcome: &Outcome, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(outcome, view, out),
        Format::Short => short::write(outcome, view, out),
        Format::Json => json::write(outcome, view, out),
        Format::Jsonl => jsonl::write(outcome, view, out),
        Format::Sarif => sarif::write(outcome, view, out),
        Format::Junit => junit::write(outcome, view, out),
        Format::Github => github::write(outcome, view, out),
        Format::Gitlab => gitlab::write(outcome, view, out),
        Format::Tap => tap::write(outcome, view, out),
        Format::Markdown => markdown::write(outcome, view, out),
        Format::Html => html::write(outcome, view, out),
        Format::Csv => csv::write(outcome, view, out),
    }
}

/// The word that a finding begins with.
#[must_use]
pub fn word(finding: &Finding) -> Text {
    match (finding.status, finding.severity) {
        (Status::Violation, severity) => severity_word(severity),
        (Status::Pending, _) => say!("待办", "pending"),
        (Status::Fault, _) => say!("故障", "fault"),
    }
}

/// A severity for people.
#[must_use]
pub fn severity_word(severity: Severity) -> Text {
    match severity {
        Severity::Error => say!("错误", "error"),
        Severity::Warning => say!("警告", "warning"),
    }
}
