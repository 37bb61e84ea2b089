//! Scores: ranked tables with grades and shortfalls, and single cards with each point's records.
//!
//! All formats show the same [`Ranking`]s.

pub(crate) mod table;
pub(crate) mod card;
pub(crate) mod human;
pub(crate) mod csv;
pub(crate) mod markdown;
pub(crate) mod html;

use std::io;

use crate::report::spreadsheet;
use crate::report::text::{clean_line, wrap};
use yize_core::check::Outcome;
use yize_core::language::Lang;

use yize_core::json;
use yize_core::ranking::Ranking;

/// A format of scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// A table on the terminal.
    #[default]
    Human,
    /// A line a card, for spreadsheets.
    Csv,
    /// For programs.
    Json,
    /// A table for documents.
    Markdown,
    /// A page to be printed.
    Html,
}

impl Format {
    /// Every format with its word on the command line.
    pub(crate) const ALL: &[(&str, Self)] = &[
        ("human", Self::Human),
        ("csv", Self::Csv),
        ("json", Self::Json),
        ("markdown", Self::Markdown),
        ("html", Self::Html),
    ];

    /// Reads the word of the command line.
    #[must_use]
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == word).map(|(_, format)| *format)
    }
}

/// How scores are laid out on a terminal.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Layout {
    /// Columns that a line may take; any number where it is no terminal.
    pub columns: Option<usize>,
    /// Whether everything is shown: ties are not folded, and nothing is cut.
    pub full: bool,
}

impl Layout {
    /// A text on as many lines as it takes, indented by so many columns; none for no text.
    #[must_use]
    pub(crate) fn lines(self, text: &str, indent: usize) -> Vec<String> {
        let lines = match self.columns {
            Some(columns) => wrap(text, columns.saturating_sub(indent).max(20)),
            None if text.is_empty() => Vec::new(),
            None => vec![clean_line(text)],
        };
        lines.into_iter().map(|line| format!("{}{line}", " ".repeat(indent))).collect()
    }
}

/// Writes the scores.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(
    format: Format,
    rankings: &[Ranking<'_>],
    outcome: &Outcome,
    (lang, layout): (Lang, Layout),
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Human => human::write(rankings, outcome, (lang, layout), out),
        Format::Csv => spreadsheet::csv(&csv::table(rankings, lang), out),
        Format::Json => json::write_scores(rankings, outcome, lang, out),
        Format::Markdown => markdown::write(rankings, outcome, lang, out),
        Format::Html => html::write(rankings, outcome, lang, out),
    }
}
