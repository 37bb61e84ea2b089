//! Scores for spreadsheets: a row a card with a column for each part, or the lines of single cards; quoted where needed, with a
//! byte order mark so that Chinese is read as such.

use std::io;

use csv::{Terminator, Writer, WriterBuilder};

use crate::report::escape::{cell, key_cell, number_cell};
use crate::report::scores::card;
use crate::report::scores::table::{remarks, values};
use yize_core::language::{Lang, Text};
use yize_core::ranking::Ranking;
use yize_core::say;
use yize_core::score::{Card, Points};

/// Writes every ranking into one table: scheme, body and year first.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(rankings: &[Ranking<'_>], lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut lines = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    if rankings.iter().all(|ranking| ranking.single) {
        single(rankings, lang, &mut lines)?;
    } else {
        all(rankings, lang, &mut lines)?;
    }
    lines.flush()
}

fn heads(texts: impl IntoIterator<Item = Text>, lang: Lang) -> Vec<String> {
    texts.into_iter().map(|text| text.get(lang).to_owned()).collect()
}

/// Scheme, body and year of a ranking.
fn own(ranking: &Ranking<'_>) -> Vec<String> {
    let table = ranking.table;
    vec![cell(&table.scheme.name), cell(table.body()), table.year.to_string()]
}

fn all(rankings: &[Ranking<'_>], lang: Lang, lines: &mut Writer<&mut dyn io::Write>) -> io::Result<()> {
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
    let first = [
        say!("计分办法", "scheme"),
        say!("单位", "body"),
        say!("年度", "year"),
        say!("名次", "rank"),
        say!("编号", "key"),
        say!("名称", "name"),
    ];
    let points = [say!("得分", "points"), say!("准确得分", "exact points"), say!("等次", "grade")];
    let head = heads(first, lang).into_iter().chain(groups.iter().map(|head| cell(head))).chain(heads(points, lang));
    let head = head.chain(parts.iter().map(|head| cell(head))).chain(heads([say!("说明", "remarks")], lang));
    lines.write_record(head)?;
    for ranking in rankings {
        for card in &ranking.cards {
            let mut cells = own(ranking);
            cells.extend([
                number_cell(&Ranking::rank(card)),
                key_cell(&ranking.key(card.row)),
                cell(&ranking.name(card.row)),
            ]);
            cells.extend(groups.iter().map(|head| {
                let group = ranking.groups.iter().find(|group| group.label.get(lang) == head);
                group.map(|group| cell(&values(ranking, card, group, lang))).unwrap_or_default()
            }));
            let exact = card.points.unshortened().filter(|_| card.is_complete()).map(|exact| cell(&exact));
            cells.extend([number(&Ranking::points(card, lang)), exact.unwrap_or_default()]);
            cells.push(cell(ranking.table.grade(card).unwrap_or_default()));
            let own = self::parts(ranking, card, lang);
            cells.extend(parts.iter().map(|head| {
                own.iter().find(|(name, _)| name == head).map(|(_, points)| number(&points.short())).unwrap_or_default()
            }));
            cells.push(cell(&remarks(ranking, card, lang)));
            lines.write_record(cells)?;
        }
    }
    Ok(())
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
fn number(text: &str) -> String {
    number_cell(text.trim_start_matches('≈'))
}

/// The lines of cards: each point with the record that earned it.
fn single(rankings: &[Ranking<'_>], lang: Lang, lines: &mut Writer<&mut dyn io::Write>) -> io::Result<()> {
    let head = [
        say!("计分办法", "scheme"),
        say!("单位", "body"),
        say!("年度", "year"),
        say!("编号", "key"),
        say!("名称", "name"),
        say!("项目", "line"),
        say!("类别", "kind"),
        say!("记录", "record"),
        say!("日期", "date"),
        say!("题目", "title"),
        say!("位置", "place"),
        say!("得分", "points"),
        say!("说明", "why"),
    ];
    lines.write_record(heads(head, lang))?;
    for ranking in rankings {
        for card in &ranking.cards {
            for row in card::rows(ranking, card, lang) {
                let mut cells = own(ranking);
                cells.extend([key_cell(&ranking.key(card.row)), cell(&ranking.name(card.row)), cell(&row.line)]);
                match &row.record {
                    Some(of) => {
                        let place = format!("{}:{}", of.file, of.at);
                        cells.extend([
                            cell(&of.kind),
                            key_cell(&of.key),
                            cell(&of.date),
                            cell(&of.title),
                            cell(&place),
                        ]);
                    }
                    None => cells.extend(std::iter::repeat_n(String::new(), 5)),
                }
                cells.extend([number(&row.points), cell(&row.note)]);
                lines.write_record(cells)?;
            }
        }
    }
    Ok(())
}
