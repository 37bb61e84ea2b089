//! Scores for documents: Markdown tables.

use std::io;

use crate::report::escape::markdown;
use crate::report::scores::card;
use crate::report::scores::human::{headings, rows};
use yize_core::language::Lang;
use yize_core::ranking::Ranking;

/// Writes every ranking.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(rankings: &[Ranking<'_>], lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    for (n, ranking) in rankings.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        writeln!(out, "## {}\n", markdown(&ranking.heading(lang)))?;
        if ranking.single {
            for one in &ranking.cards {
                writeln!(out, "### {} {}\n", markdown(&ranking.key(one.row)), markdown(&ranking.name(one.row)))?;
                for row in card::rows(ranking, one, lang) {
                    let points =
                        if row.points.is_empty() { String::new() } else { format!("**{}** ", markdown(&row.points)) };
                    writeln!(out, "{}- {points}{}", "  ".repeat(row.depth), markdown(&row.text))?;
                }
            }
            continue;
        }
        line(&headings(lang), out)?;
        writeln!(out, "|--:|---|---|--:|---|---|")?;
        for row in rows(ranking, lang) {
            line(&row, out)?;
        }
        writeln!(out, "\n{}", markdown(ranking.counts().get(lang)))?;
    }
    Ok(())
}

fn line(cells: &[String; 6], out: &mut dyn io::Write) -> io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|cell| markdown(cell)).collect();
    writeln!(out, "| {} |", cells.join(" | "))
}
