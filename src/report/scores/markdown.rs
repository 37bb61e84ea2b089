//! Scores for documents: Markdown tables.

use std::io;

use crate::report::scores::card;
use crate::report::scores::human::{headings, rows};
use crate::report::scores::sheet::Sheet;
use crate::report::text::clean_line;
use yize_core::language::Lang;

/// Writes every sheet.
///
/// # Errors
/// As the writer reports them.
pub fn write(sheets: &[Sheet<'_>], lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    for (n, sheet) in sheets.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        writeln!(out, "## {}\n", text(&sheet.heading(lang)))?;
        if sheet.single {
            for one in &sheet.cards {
                writeln!(out, "### {} {}\n", text(&sheet.key(one.row)), text(&sheet.name(one.row)))?;
                for row in card::rows(sheet, one, lang) {
                    let points =
                        if row.points.is_empty() { String::new() } else { format!("**{}** ", text(&row.points)) };
                    writeln!(out, "{}- {points}{}", "  ".repeat(row.depth), text(&row.text))?;
                }
            }
            continue;
        }
        line(&headings(lang), out)?;
        writeln!(out, "|--:|---|---|--:|---|---|")?;
        for row in rows(sheet, lang) {
            line(&row, out)?;
        }
        writeln!(out, "\n{}", text(sheet.counts().get(lang)))?;
    }
    Ok(())
}

fn line(cells: &[String; 6], out: &mut dyn io::Write) -> io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|cell| text(cell)).collect();
    writeln!(out, "| {} |", cells.join(" | "))
}

/// A text whose signs mean nothing to Markdown.
fn text(text: &str) -> String {
    let mut safe = String::new();
    for c in clean_line(text).chars() {
        if matches!(c, '\\' | '|' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '#' | '&') {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}
