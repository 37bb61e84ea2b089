//! Scores for documents: Markdown tables.

use std::io;

use crate::report::escape::markdown;
use crate::report::scores::card;
use crate::report::scores::table::{standing, table};
use yize_core::check::Outcome;
use yize_core::language::Lang;
use yize_core::ranking::Ranking;

/// Writes every ranking.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(
    rankings: &[Ranking<'_>],
    outcome: &Outcome,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for (n, ranking) in rankings.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        writeln!(out, "## {}\n", markdown(&ranking.heading(ranking.table.body(), lang)))?;
        writeln!(out, "{}\n", markdown(&standing(ranking, &outcome.as_of.to_string(), lang)))?;
        if ranking.single {
            for one in &ranking.cards {
                writeln!(out, "### {} {}\n", markdown(&ranking.key(one.row)), markdown(&ranking.name(one.row)))?;
                for row in card::rows(ranking, one, lang) {
                    let points =
                        if row.points.is_empty() { String::new() } else { format!("**{}** ", markdown(&row.points)) };
                    writeln!(out, "{}- {points}{}", "  ".repeat(row.depth), markdown(&row.text(lang)))?;
                }
            }
            continue;
        }
        let table = table(ranking, &ranking.cards, lang);
        let heads: Vec<String> = table.columns.iter().map(|(_, head)| head.clone()).collect();
        line(&heads, out)?;
        let rules = table.columns.iter().map(|(role, _)| if role.is_number() { "--:" } else { "---" });
        writeln!(out, "|{}|", rules.collect::<Vec<_>>().join("|"))?;
        for row in &table.rows {
            line(row, out)?;
        }
        writeln!(out, "\n{}", markdown(ranking.counts().get(lang)))?;
    }
    Ok(())
}

fn line(cells: &[String], out: &mut dyn io::Write) -> io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|cell| markdown(cell)).collect();
    writeln!(out, "| {} |", cells.join(" | "))
}
