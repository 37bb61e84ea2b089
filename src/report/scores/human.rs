//! Scores on the terminal: a ranked table with its counts, or cards.

use std::io;

use crate::report::scores::card;
use crate::report::text::{clean_line, pad, width};
use yize_core::language::Lang;
use yize_core::ranking::Ranking;
use yize_core::say;

/// Writes every ranking.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(rankings: &[Ranking<'_>], lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    for (n, ranking) in rankings.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        let bold = anstyle::Style::new().bold();
        writeln!(out, "{bold}{}{bold:#}", clean_line(&ranking.heading(lang)))?;
        if ranking.single {
            ranking.cards.iter().try_for_each(|one| card::write(ranking, one, lang, out))?;
        } else {
            table(ranking, lang, out)?;
        }
    }
    Ok(())
}

/// Headings of the columns that tables have.
#[must_use]
pub(crate) fn headings(lang: Lang) -> [String; 6] {
    [
        say!("名次", "rank"),
        say!("编号", "key"),
        say!("姓名", "name"),
        say!("得分", "points"),
        say!("等次", "grade"),
        say!("说明", "remarks"),
    ]
    .map(|text| text.get(lang).to_owned())
}

/// The cells of a table, a row a card.
#[must_use]
pub(crate) fn rows(ranking: &Ranking<'_>, lang: Lang) -> Vec<[String; 6]> {
    let row = |card: &&yize_core::score::Card| {
        [
            Ranking::rank(card),
            ranking.key(card.row),
            ranking.name(card.row),
            Ranking::points(card, lang),
            ranking.table.grade(card).unwrap_or_default().to_owned(),
            ranking.remarks(card, lang).join(if lang == Lang::Zh { "；" } else { "; " }),
        ]
    };
    ranking.cards.iter().map(row).collect()
}

fn table(ranking: &Ranking<'_>, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let all: Vec<[String; 6]> =
        [headings(lang)].into_iter().chain(rows(ranking, lang)).map(|row| row.map(|c| clean_line(&c))).collect();
    let columns: [usize; 6] = std::array::from_fn(|i| all.iter().map(|row| width(&row[i])).max().unwrap_or(0));
    for row in &all {
        let cells: Vec<String> = row.iter().zip(columns).map(|(cell, columns)| pad(cell, columns)).collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    writeln!(out, "{}", clean_line(ranking.counts().get(lang)))
}
