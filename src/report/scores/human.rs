//! Scores on the terminal: as of when and whether final, who could not be worked out and why, then a ranked table in which
//! ties are folded, with its counts; or cards.

use std::io;

use crate::report::scores::table::{Role, Table, cause, standing, table};
use crate::report::scores::{Layout, card};
use crate::report::text::{clean_line, crop, pad, width};
use yize_core::check::Outcome;
use yize_core::language::{Lang, count};
use yize_core::ranking::Ranking;
use yize_core::say;
use yize_core::score::Card;

/// From how many rows on that say the same they are folded.
const MANY: usize = 6;
/// How many of them are named.
const NAMED: usize = 6;
/// How many groups of cards that are not worked out are told.
const TOLD: usize = 10;
/// The widest cell of a table that has to fit.
const CELL: usize = 24;
/// The least columns for remarks.
const REMARKS: usize = 24;

/// Writes every ranking.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(
    rankings: &[Ranking<'_>],
    outcome: &Outcome,
    (lang, layout): (Lang, Layout),
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for (n, ranking) in rankings.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        let bold = anstyle::Style::new().bold();
        writeln!(out, "{bold}{}{bold:#}", clean_line(&ranking.heading(ranking.table.body(), lang)))?;
        let standing = standing(ranking, &outcome.as_of.to_string(), lang);
        layout.lines(&standing, 0).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        if ranking.single {
            ranking.cards.iter().try_for_each(|one| card::write(ranking, one, (lang, layout), out))?;
            continue;
        }
        incomplete(ranking, (lang, layout), out)?;
        let cards: Vec<&Card> = ranking.cards.iter().copied().filter(|card| card.is_complete()).collect();
        if !cards.is_empty() {
            grid(ranking, table(ranking, &cards, lang), (lang, layout), out)?;
        }
        let counts = clean_line(ranking.counts().get(lang));
        layout.lines(&counts, 0).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    Ok(())
}

/// What is said of a card that is not worked out: remarks, and causes.
type Why = (Vec<String>, Vec<String>);

/// Those who could not be worked out, and why: those of one reason together.
fn incomplete(ranking: &Ranking<'_>, (lang, layout): (Lang, Layout), out: &mut dyn io::Write) -> io::Result<()> {
    let mut groups: Vec<(Why, Vec<&Card>)> = Vec::new();
    for card in ranking.cards.iter().copied().filter(|card| !card.is_complete()) {
        let causes = ranking.causes(card).iter().map(|finding| cause(ranking, finding, lang)).collect();
        let why = (ranking.remarks(card, lang), causes);
        match groups.iter_mut().find(|(known, _)| *known == why) {
            Some((_, cards)) => cards.push(card),
            None => groups.push((why, vec![card])),
        }
    }
    if groups.is_empty() {
        return Ok(());
    }
    let bold = anstyle::Style::new().bold();
    writeln!(out, "{bold}{}{bold:#}", say!("没有算完，不排名：", "not worked out, not ranked:").get(lang))?;
    let most = if layout.full { usize::MAX } else { TOLD };
    for ((remarks, causes), cards) in groups.iter().take(most) {
        let who = |card: &&Card| format!("{} {}", ranking.key(card.row), ranking.name(card.row));
        let few = if layout.full { usize::MAX } else { NAMED };
        let names: Vec<String> = cards.iter().take(few).map(who).collect();
        let who = and_others(&names, cards.len(), &ranking.counter, lang);
        let joined = format!("{who}  {}", remarks.join(if lang == Lang::Zh { "；" } else { "; " }));
        layout.lines(&clean_line(&joined), 2).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        for cause in causes {
            layout.lines(&clean_line(cause), 4).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
    }
    if groups.len() > most {
        let more: usize = groups[most..].iter().map(|(_, cards)| cards.len()).sum();
        let counter = &ranking.counter;
        writeln!(
            out,
            "  {}",
            say!("另有 {more} {counter}；--full 全部列出", "{more} more; --full lists all").get(lang)
        )?;
    }
    writeln!(out)
}

/// Names, with how many they are where some are left out.
fn and_others(names: &[String], all: usize, counter: &str, lang: Lang) -> String {
    let joined = names.join(if lang == Lang::Zh { "、" } else { ", " });
    if names.len() == all {
        return joined;
    }
    say!("{joined} 等 {all} {counter}", "{joined} and others, {all} in all").get(lang).to_owned()
}

/// A row of the table: its cells, or what stands for several.
enum Line<'t> {
    One(&'t [String]),
    Folded(&'t [Vec<String>]),
}

/// Folds rows that differ in nothing but whose they are.
fn folded(table: &Table, layout: Layout) -> Vec<Line<'_>> {
    let own = |role: Role| matches!(role, Role::Key | Role::Name | Role::Group);
    let same = |a: &Vec<String>, b: &Vec<String>| {
        table.columns.iter().zip(a.iter().zip(b)).all(|((role, _), (a, b))| own(*role) || a == b)
    };
    let mut lines = Vec::new();
    for run in table.rows.chunk_by(same) {
        if run.len() < MANY || layout.full {
            lines.extend(run.iter().map(|row| Line::One(row)));
        } else {
            lines.push(Line::Folded(run));
        }
    }
    lines
}

/// Writes the table in the columns that there are: fields of which records are a group are left out where they do not fit, and
/// remarks are broken.
fn grid(
    ranking: &Ranking<'_>,
    mut table: Table,
    (lang, layout): (Lang, Layout),
    out: &mut dyn io::Write,
) -> io::Result<()> {
    clean(&mut table, layout);
    let mut widths = widths(&table);
    while let Some(columns) = layout.columns
        && needed(&table, &widths) > columns
        && let Some(last) = table.columns.iter().rposition(|(role, _)| *role == Role::Group)
    {
        table.drop(last);
        widths.remove(last);
    }
    let heads: Vec<String> = table.columns.iter().map(|(_, head)| head.clone()).collect();
    let sheet = Sheet { table: &table, widths: &widths, layout };
    sheet.row(&heads, out)?;
    for line in folded(&table, layout) {
        match line {
            Line::One(row) => sheet.row(row, out)?,
            Line::Folded(rows) => sheet.folded(rows, ranking, lang, out)?,
        }
    }
    Ok(())
}

/// Makes cells fit to be printed, and long ones shorter where they have to fit.
fn clean(table: &mut Table, layout: Layout) {
    let long = |role: Role| matches!(role, Role::Key | Role::Name | Role::Group);
    for row in &mut table.rows {
        for (cell, (role, _)) in row.iter_mut().zip(&table.columns) {
            *cell = clean_line(cell);
            if long(*role) && layout.columns.is_some() && !layout.full {
                *cell = crop(cell, CELL);
            }
        }
    }
}

fn widths(table: &Table) -> Vec<usize> {
    let of = |(at, (_, head)): (usize, &(Role, String))| {
        table.rows.iter().map(|row| width(&row[at])).chain([width(head)]).max().unwrap_or(0)
    };
    table.columns.iter().enumerate().map(of).collect()
}

/// How many columns a table needs at least.
fn needed(table: &Table, widths: &[usize]) -> usize {
    let own = table.columns.iter().zip(widths).map(|((role, _), width)| match role {
        Role::Remarks => REMARKS.min(*width) + 2,
        _ => width + 2,
    });
    own.sum::<usize>().saturating_sub(2)
}

struct Sheet<'a> {
    table: &'a Table,
    widths: &'a [usize],
    layout: Layout,
}

impl Sheet<'_> {
    fn row(&self, cells: &[String], out: &mut dyn io::Write) -> io::Result<()> {
        let remarks = self.table.columns.iter().position(|(role, _)| *role == Role::Remarks);
        let before = cells.iter().zip(self.widths).take(remarks.unwrap_or(cells.len()));
        let text: Vec<String> = before.enumerate().map(|(at, (cell, columns))| self.cell(at, cell, *columns)).collect();
        self.line(&text.join("  "), remarks.map(|at| cells[at].as_str()).unwrap_or_default(), out)
    }

    /// A cell in its column: points stand at its right end.
    fn cell(&self, at: usize, cell: &str, columns: usize) -> String {
        match self.table.columns[at].0 {
            Role::Points => format!("{}{cell}", " ".repeat(columns.saturating_sub(width(cell)))),
            _ => pad(cell, columns),
        }
    }

    /// One row for several: their rank, as many of their names as there is room for, and what they share.
    fn folded(
        &self,
        rows: &[Vec<String>],
        ranking: &Ranking<'_>,
        lang: Lang,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let role = |at: usize| self.table.columns[at].0;
        let spans: Vec<usize> =
            (0..self.widths.len()).filter(|at| matches!(role(*at), Role::Key | Role::Name | Role::Group)).collect();
        let room = spans.iter().map(|at| self.widths[*at] + 2).sum::<usize>().saturating_sub(2);
        let name = spans.iter().copied().find(|at| role(*at) == Role::Name).unwrap_or(0);
        let names: Vec<String> = rows.iter().take(NAMED).map(|row| row[name].clone()).collect();
        let told = |n: usize| and_others(&names[..n], rows.len(), &ranking.counter, lang);
        let fits = (1..=names.len()).rev().map(told).find(|text| width(text) <= room);
        let text = fits.unwrap_or_else(|| match lang {
            Lang::Zh => format!("{} {}", rows.len(), ranking.counter),
            Lang::En => count(rows.len(), "card", "cards"),
        });
        let mut cells = Vec::new();
        for (at, cell) in rows[0].iter().enumerate().filter(|(at, _)| role(*at) != Role::Remarks) {
            match spans.iter().position(|span| *span == at) {
                Some(0) => cells.push(pad(&text, room)),
                Some(_) => {}
                None => cells.push(self.cell(at, cell, self.widths[at])),
            }
        }
        let remarks = (0..rows[0].len()).find(|at| role(*at) == Role::Remarks).map(|at| rows[0][at].as_str());
        self.line(&cells.join("  "), remarks.unwrap_or_default(), out)
    }

    /// Cells, and remarks after them as they fit.
    fn line(&self, cells: &str, remarks: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let used = width(cells) + 2;
        let narrow = self.layout.columns.is_some_and(|columns| columns < used + REMARKS.min(width(remarks)));
        if narrow {
            writeln!(out, "{}", cells.trim_end())?;
            return self.layout.lines(remarks, 6).iter().try_for_each(|line| writeln!(out, "{line}"));
        }
        let lines = self.layout.lines(remarks, used);
        writeln!(out, "{}", format!("{cells}  {}", lines.first().map_or("", |first| first.trim_start())).trim_end())?;
        lines.iter().skip(1).try_for_each(|line| writeln!(out, "{line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yize_core::ranking::{Choice, rankings};

    #[test]
    fn lines_fit_the_terminal_and_nothing_is_left_out_of_them() {
        let outcome = yize_core::example::scored();
        let rankings = rankings(&outcome, &Choice::default());
        for lang in [Lang::Zh, Lang::En] {
            for columns in 40..120 {
                let layout = Layout { columns: Some(columns), full: false };
                let mut out = anstream::StripStream::new(Vec::new());
                write(&rankings, &outcome, (lang, layout), &mut out).unwrap();
                let text = String::from_utf8(out.into_inner()).unwrap();
                assert!(text.lines().all(|line| width(line) <= columns), "{columns}: {text}");
                for name in ["委员甲", "委员乙", "委员丙", "10"] {
                    assert!(text.contains(name), "{name}: {text}");
                }
            }
        }
    }

    #[test]
    fn rows_that_say_the_same_are_folded_and_others_are_not() {
        let columns = vec![(Role::Rank, String::new()), (Role::Name, String::new()), (Role::Points, String::new())];
        let row = |points: &str, n: usize| vec!["1".to_owned(), format!("甲{n}"), points.to_owned()];
        let rows = (0..MANY).map(|n| row("9", n)).chain((0..MANY - 1).map(|n| row("8", n))).collect();
        let table = Table { columns, rows };
        let count = |full| {
            let lines = folded(&table, Layout { columns: None, full });
            (lines.len(), lines.iter().filter(|line| matches!(line, Line::Folded(rows) if rows.len() == MANY)).count())
        };
        assert_eq!((count(false), count(true)), ((MANY, 1), (2 * MANY - 1, 0)));
    }
}
