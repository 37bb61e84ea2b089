//! Scores for spreadsheets: a line a card, quoted where needed, with a byte order mark so that Chinese is read as such.

use std::io;

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
    write!(out, "\u{feff}")?;
    line(first.into_iter().chain(headings(lang)), out)?;
    for ranking in rankings {
        let table = ranking.table;
        for row in rows(ranking, lang) {
            let own = [table.scheme.name.to_string(), table.body().to_string(), table.year.to_string()];
            line(own.into_iter().chain(row), out)?;
        }
    }
    Ok(())
}

fn line(cells: impl Iterator<Item = String>, out: &mut dyn io::Write) -> io::Result<()> {
    let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
    write!(out, "{}\r\n", cells.join(","))
}

/// A cell as RFC 4180 writes it. One that a spreadsheet would take for a formula is disarmed.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<rust_decimal::Decimal>().is_err();
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn cells_are_quoted_where_needed_and_never_run() {
        assert_eq!(quoted("甲"), "甲");
        assert_eq!(quoted("甲,\"乙\""), "\"甲,\"\"乙\"\"\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("-1.5"), "-1.5");
    }
}
