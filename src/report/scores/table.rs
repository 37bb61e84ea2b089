//! The ranking as a table of texts, a row a card: what all formats but the JSON show.

use yize_core::finding::{Finding, Status};
use yize_core::language::{Lang, Text};
use yize_core::ranking::{Group, Ranking};
use yize_core::say;
use yize_core::score::Card;

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Place in the ranking.
    Rank,
    /// The record's key.
    Key,
    /// What people call the record.
    Name,
    /// What it belongs to.
    Group,
    /// The score.
    Points,
    /// The grade.
    Grade,
    /// What else there is to say.
    Remarks,
}

/// A table: its columns with their headings, and its rows.
pub(crate) struct Table {
    /// What each column shows, and its heading.
    pub columns: Vec<(Role, String)>,
    /// The cells of each card.
    pub rows: Vec<Vec<String>>,
}

impl Role {
    /// Whether its cells are numbers.
    pub(crate) fn is_number(self) -> bool {
        matches!(self, Self::Rank | Self::Points)
    }
}

/// The table of some cards; grades and remarks only where some card has one.
#[must_use]
pub(crate) fn table(ranking: &Ranking<'_>, cards: &[&Card], lang: Lang) -> Table {
    let groups = shown(&ranking.groups);
    let head = |role: Role, text: Text| (role, text.get(lang).to_owned());
    let mut columns = vec![
        head(Role::Rank, say!("名次", "rank")),
        head(Role::Key, say!("编号", "key")),
        head(Role::Name, say!("名称", "name")),
    ];
    columns.extend(groups.iter().map(|group| (Role::Group, group.label.get(lang).to_owned())));
    columns.push(head(Role::Points, say!("得分", "points")));
    columns.push(head(Role::Grade, say!("等次", "grade")));
    columns.push(head(Role::Remarks, say!("说明", "remarks")));
    let row = |card: &&Card| {
        let mut cells = vec![Ranking::rank(card), ranking.key(card.row), ranking.name(card.row)];
        cells.extend(groups.iter().map(|group| values(ranking, card, group, lang)));
        cells.push(Ranking::points(card, lang));
        cells.push(ranking.table.grade(card).unwrap_or_default().to_owned());
        cells.push(remarks(ranking, card, lang));
        cells
    };
    let mut table = Table { columns, rows: cards.iter().map(row).collect() };
    for role in [Role::Remarks, Role::Grade] {
        table.drop_empty(role);
    }
    table
}

impl Table {
    /// Takes out a column in which nothing stands.
    fn drop_empty(&mut self, role: Role) {
        let Some(at) = self.columns.iter().position(|(own, _)| *own == role) else { return };
        if self.rows.iter().all(|row| row[at].is_empty()) {
            self.drop(at);
        }
    }

    /// Takes out a column.
    pub(crate) fn drop(&mut self, at: usize) {
        self.columns.remove(at);
        for row in &mut self.rows {
            row.remove(at);
        }
    }
}

/// The fields that a table for people shows: those that refer to records, or else those that are words.
fn shown(groups: &[Group]) -> Vec<&Group> {
    let refers = groups.iter().any(|group| group.refers);
    groups.iter().filter(|group| group.refers == refers).collect()
}

/// What a card has in a field.
#[must_use]
pub(crate) fn values(ranking: &Ranking<'_>, card: &Card, group: &Group, lang: Lang) -> String {
    ranking.grouped(card, &group.field, lang).join(if lang == Lang::Zh { "、" } else { ", " })
}

/// What else there is to say of a card, with why it is not worked out.
#[must_use]
pub(crate) fn remarks(ranking: &Ranking<'_>, card: &Card, lang: Lang) -> String {
    let causes = ranking.causes(card);
    let causes = causes.iter().map(|finding| cause(ranking, finding, lang));
    let all: Vec<String> = ranking.remarks(card, lang).into_iter().chain(causes).collect();
    all.join(if lang == Lang::Zh { "；" } else { "; " })
}

/// Why a card is not worked out: where, and what is wrong there; of a scheme that failed, where that is written.
#[must_use]
pub(crate) fn cause(ranking: &Ranking<'_>, finding: &Finding, lang: Lang) -> String {
    let message = finding.message.get(lang);
    let scheme = finding.rule_place.filter(|_| finding.status == Status::Fault);
    match scheme.or(finding.place) {
        Some(place) => {
            let (file, line) = (&ranking.sources.get(place.source).name, ranking.sources.positions(place).0.line);
            format!("{file}:{line} {message}")
        }
        None => message.to_owned(),
    }
}

/// As of when a result is, and whether it is final.
#[must_use]
pub(crate) fn standing(ranking: &Ranking<'_>, as_of: &str, lang: Lang) -> String {
    let open = &ranking.open;
    let all = |lang: Lang, by: &str| open.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(by);
    let text = if open.is_empty() {
        say!("截至 {as_of}，最终结果", "as of {as_of}: final")
    } else {
        let (zh, en) = (all(Lang::Zh, "；"), all(Lang::En, "; "));
        say!("截至 {as_of}，不是最终结果：{zh}", "as of {as_of}, not final: {en}")
    };
    text.get(lang).to_owned()
}
