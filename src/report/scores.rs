//! Scores: ranked tables with grades and shortfalls, and single cards with each point's records.
//!
//! All formats show the same [`Ranking`]s.

pub(crate) mod card;
pub(crate) mod human;
pub(crate) mod csv;
pub(crate) mod markdown;
pub(crate) mod html;

use std::io;

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

/// Writes the scores.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(
    format: Format,
    rankings: &[Ranking<'_>],
    outcome: &Outcome,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Human => human::write(rankings, lang, out),
        Format::Csv => csv::write(rankings, lang, out),
        Format::Json => json::write_scores(rankings, outcome, lang, out),
        Format::Markdown => markdown::write(rankings, lang, out),
        Format::Html => html::write(rankings, lang, out),
    }
}
