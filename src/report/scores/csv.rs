//! Scores for spreadsheets: a row a card with a column for each part, or the lines of single cards.

use crate::report::scores::card;
use crate::report::scores::table::{remarks, values};
use crate::workbook::{Cell, Column, Head, Table};
use yize_core::language::{Lang, Text};
use yize_core::ranking::Ranking;
use yize_core::say;
use yize_core::score::{Card, Points};

/// Every ranking in one table: scheme, body and year first.
#[must_use]
pub(crate) fn table(rankings: &[Ranking<'_>], lang: Lang) -> Table {
    let name = say!("积分", "Scores").get(lang).to_owned();
    let (columns, rows) =
        if rankings.iter().all(|ranking| ranking.single) { single(rankings, lang) } else { all(rankings, lang) };
    Table { name, columns, rows }
}

/// Columns and rows.
type Parts = (Vec<Column>, Vec<Vec<Cell>>);

fn heads<const N: usize>(lang: Lang, columns: [Head; N]) -> [Column; N] {
    columns.map(|(of, head)| of(head.get(lang).to_owned()))
}

/// Scheme, body and year of a ranking.
fn own(ranking: &Ranking<'_>) -> Vec<Cell> {
    let table = ranking.table;
    vec![Cell::text(&*table.scheme.name), Cell::text(&**table.body()), table.year.into()]
}

fn all(rankings: &[Ranking<'_>], lang: Lang) -> Parts {
    let mut groups: Vec<String> = Vec::new();
    let mut parts: Vec<String> = Vec::new();
    for ranking in rankings {
        let labels = ranking.groups.iter().map(|group| group.label.get(lang).to_owned());
        extend(&mut groups, labels.collect());
        extend(
            &mut parts,
            ranking.cards.iter().flat_map(|card| self::parts(ranking, card, lang)).map(|(name, _)| name).collect(),
        );
    }
    let mut columns = Vec::from(heads(
        lang,
        [
            (Column::text, say!("计分办法", "scheme")),
            (Column::text, say!("单位", "body")),
            (Column::number, say!("年度", "year")),
            (Column::number, say!("名次", "rank")),
            (Column::text, say!("编号", "key")),
            (Column::text, say!("名称", "name")),
        ],
    ));
    columns.extend(groups.iter().map(Column::text));
    columns.extend(heads(
        lang,
        [
            (Column::number, say!("得分", "points")),
            (Column::text, say!("准确得分", "exact points")),
            (Column::text, say!("等次", "grade")),
        ],
    ));
    columns.extend(parts.iter().map(Column::number));
    columns.extend(heads(lang, [(Column::text, say!("说明", "remarks"))]));
    let cards = rankings.iter().flat_map(|ranking| ranking.cards.iter().map(move |card| (ranking, card)));
    (columns, cards.map(|(ranking, card)| cells(ranking, card, (&groups, &parts), lang)).collect())
}

/// The row of a card.
fn cells(ranking: &Ranking<'_>, card: &Card, (groups, parts): (&[String], &[String]), lang: Lang) -> Vec<Cell> {
    let mut cells = own(ranking);
    cells.extend([
        Cell::number(&Ranking::rank(card)),
        Cell::key(ranking.key(card.row)),
        Cell::text(ranking.name(card.row)),
    ]);
    cells.extend(groups.iter().map(|head| {
        let group = ranking.groups.iter().find(|group| group.label.get(lang) == head);
        group.map(|group| Cell::text(values(ranking, card, group, lang))).unwrap_or_default()
    }));
    let exact = card.points.unshortened().filter(|_| card.is_complete());
    cells.extend([number(&Ranking::points(card, lang)), Cell::text(exact.unwrap_or_default())]);
    cells.push(Cell::text(ranking.table.grade(card).unwrap_or_default()));
    let own = self::parts(ranking, card, lang);
    cells.extend(parts.iter().map(|head| {
        own.iter().find(|(name, _)| name == head).map(|(_, points)| number(&points.short())).unwrap_or_default()
    }));
    cells.push(Cell::text(remarks(ranking, card, lang)));
    cells
}

/// Adds headings that are not there yet, each after the one that it follows.
fn extend(all: &mut Vec<String>, more: Vec<String>) {
    for head in more {
        if !all.contains(&head) {
            all.push(head);
        }
    }
}

/// What a card's score is the sum of: its parts, lines outside any, and what everyone has, a cap cut off and rounding added.
/// What was not worked out has no points.
fn parts(ranking: &Ranking<'_>, card: &Card, lang: Lang) -> Vec<(String, Points)> {
    if !card.is_complete() {
        return Vec::new();
    }
    let name = |line: usize| ranking.line(line).to_owned();
    let word = |text: Text| text.get(lang).to_owned();
    let mut parts = vec![(word(say!("基础分", "base")), card.base)];
    for section in card.sections.iter().filter(|section| section.applies) {
        match section.part {
            Some(part) => parts.push((name(part), section.points)),
            None => parts.extend(section.entries.iter().map(|entry| (name(entry.line), entry.points))),
        }
    }
    parts.push((word(say!("超出总分上限", "over the cap")), card.over));
    parts.push((word(say!("四舍五入", "rounding")), card.rounding));
    let own = |n: usize| (1..parts.len() - 2).contains(&n);
    let keep: Vec<bool> = (0..parts.len()).map(|n| own(n) || !parts[n].1.is_zero()).collect();
    parts.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(part, _)| part).collect()
}

/// A number without the sign that says it was shortened, so that it stays one.
fn number(text: &str) -> Cell {
    Cell::number(text.trim_start_matches('≈'))
}

/// The lines of cards: each point with the record that earned it.
fn single(rankings: &[Ranking<'_>], lang: Lang) -> Parts {
    let columns = heads(
        lang,
        [
            (Column::text, say!("计分办法", "scheme")),
            (Column::text, say!("单位", "body")),
            (Column::number, say!("年度", "year")),
            (Column::text, say!("编号", "key")),
            (Column::text, say!("名称", "name")),
            (Column::text, say!("项目", "line")),
            (Column::text, say!("类别", "kind")),
            (Column::text, say!("记录", "record")),
            (Column::text, say!("日期", "date")),
            (Column::text, say!("题目", "title")),
            (Column::text, say!("位置", "place")),
            (Column::number, say!("得分", "points")),
            (Column::text, say!("说明", "why")),
        ],
    );
    let cards = rankings.iter().flat_map(|ranking| ranking.cards.iter().map(move |card| (ranking, card)));
    let rows = cards.flat_map(|(ranking, card)| {
        let lines = card::rows(ranking, card, lang).into_iter();
        lines.map(move |row| {
            let mut cells = own(ranking);
            let named = [Cell::key(ranking.key(card.row)), Cell::text(ranking.name(card.row)), Cell::text(row.line)];
            cells.extend(named);
            match row.record {
                Some(of) => {
                    let place = format!("{}:{}", of.file, of.at);
                    let (key, title) = (Cell::key(of.key), Cell::text(of.title));
                    cells.extend([Cell::text(of.kind), key, Cell::text(of.date), title, Cell::text(place)]);
                }
                None => cells.extend(std::iter::repeat_n(Cell::Empty, 5)),
            }
            cells.extend([number(&row.points), Cell::text(row.note)]);
            cells
        })
    });
    (columns.into(), rows.collect())
}
