//! Scores for spreadsheets: a line a card, quoted where needed, with a byte order mark so that Chinese is read as such.

use std::io;

use csv::{Terminator, WriterBuilder};

use crate::report::escape::{cell, number_cell};
use crate::report::scores::human::{headings, rows};
use yize_core::language::Lang;
use yize_core::ranking::Ranking;
use yize_core::say;

/// Writes every ranking into one table: scheme, body and year first.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(rankings: &[Ranking<'_>], lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let first = [say!("计分办法", "scheme"), say!("单位", "body"), say!("年度", "year")];
    let first = first.map(|text| text.get(lang).to_owned());
    out.write_all("\u{feff}".as_bytes())?;
    let mut lines = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    lines.write_record(first.into_iter().chain(headings(lang)))?;
    for ranking in rankings {
        let table = ranking.table;
        for row in rows(ranking, lang) {
            let own = [table.scheme.name.to_string(), table.body().to_string()].map(|text| cell(&text));
            let [rank, key, name, points, grade, remarks] = row;
            let numbers = [number_cell(&rank), cell(&key), cell(&name), number_cell(&points)];
            let year = [table.year.to_string()];
            lines.write_record(own.into_iter().chain(year).chain(numbers).chain([cell(&grade), cell(&remarks)]))?;
        }
    }
    lines.flush()
}
