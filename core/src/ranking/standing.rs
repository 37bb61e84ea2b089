//! What rankings say of groups, rates, what is cleared and the parts of a year.

use crate::language::{Lang, Text, say};
use crate::ranking::Ranking;
use crate::schema::{Field, Type};
use crate::score::card::Card;
use crate::score::demand::Rate;
use crate::score::entry::{Entry, Period, Proof};
use crate::score::places::First;
use crate::score::points::Points;
use crate::score::scheme::{Does, Per};
use crate::value::Cell;

/// A rate of a card: the number of its line, its figure in words, and what it counts, each a record or a value in one, and whether
/// it is done.
pub type Rated<'c> = (usize, Text, Vec<(&'c Proof, bool)>);

impl Ranking<'_> {
    /// What people call the values that make a card's group; nothing where the scheme makes no groups.
    #[must_use]
    pub(crate) fn group(&self, card: &Card) -> Vec<Text> {
        let scheme = &self.table.scheme;
        let fields = scheme.groups.iter().map(|field| &scheme.fields[*field]);
        fields.map(|field| self.value(card, field)).collect()
    }

    fn value(&self, card: &Card, name: &str) -> Text {
        let store = &self.table.store;
        let kind = store.kind(card.row);
        let Some(column) = kind.column(name) else { return Text::new(name, name) };
        let field: &Field = &kind.fields[column];
        let plain = |text: String| Text::new(text.clone(), text);
        match (store.cell(card.row, column), &field.ty) {
            (Cell::Ref(of), _) => plain(store.name(of)),
            (Cell::Bool(yes), _) => {
                let label = &field.label;
                let (zh, en) = (label.get(Lang::Zh), label.get(Lang::En));
                if yes { label.clone() } else { say!("非{zh}", "not {en}") }
            }
            (cell, ty) => match cell.key_text(|id| store.string(id)) {
                Some(text) => {
                    let values = if let Type::Enum(values) = ty { values.as_slice() } else { &[] };
                    let label = values.iter().find(|value| value.name == text).map(|value| value.label.clone());
                    label.unwrap_or_else(|| plain(text))
                }
                None => {
                    let label = &field.label;
                    let (zh, en) = (label.get(Lang::Zh), label.get(Lang::En));
                    say!("未填{zh}", "no {en}")
                }
            },
        }
    }

    /// What places a card has besides that among all, and why it has none.
    pub(super) fn places(&self, card: &Card) -> Vec<Text> {
        let scheme = &self.table.scheme;
        let mut said = Vec::new();
        let ranks = card.rates.iter().find(|rate| scheme.rank_by == Some(rate.line));
        said.extend(ranks.filter(|_| card.is_complete()).map(|rate| match rate.figure {
            Some(_) => {
                let (line, figure) = (self.line(rate.line), Self::rate(rate));
                say!("{line}：{figure}", "{line}: {figure}"; figure)
            }
            None => say!("没有应办的，不参加排名", "nothing to do: outside the ranking"),
        }));
        let group = self.group(card);
        let join = |lang: Lang| group.iter().map(|value| value.get(lang)).collect::<Vec<_>>().join("·");
        let (zh, en) = (join(Lang::Zh), join(Lang::En));
        said.extend(card.group_rank.map(|rank| say!("{zh}第 {rank} 名", "rank {rank} in {en}")));
        let top = scheme.top.as_ref().map_or(0, |top| top.count);
        said.extend(card.first.map(|first| match first {
            First::Among => say!("列入前 {top} 名", "among the first {top}"),
            First::Tied(n) => say!("前 {top} 名的末位 {n} 人同分，须由人定", "{n} are level at place {top}: undecided"),
        }));
        said.extend(card.sections.iter().filter(|section| !section.cleared.is_zero()).map(|section| {
            let (part, points) = (section.part.map_or("", |part| self.line(part)), section.cleared);
            let lines = self.clearing(card, section.part);
            say!("“{part}”清零，减 {points} 分：{lines}", "{part} cleared, {points} taken away: {lines}")
        }));
        if !card.cleared.is_zero() {
            let (points, lines) = (card.cleared, self.clearing(card, None));
            said.push(say!("得分清零，减 {points} 分：{lines}", "all points cleared, {points} taken away: {lines}"));
        }
        said
    }

    /// The lines that took away the points of a part.
    fn clearing(&self, card: &Card, of: Option<usize>) -> String {
        let clears = |line: &usize| matches!(self.table.scheme.lines[*line].does, Does::Clear { part } if part == of);
        let lines: Vec<&str> =
            card.clears.iter().map(|(line, _)| *line).filter(clears).map(|line| self.line(line)).collect();
        lines.join("、")
    }

    /// The rates of a card in words, each with what it counts: a record, a value in it where one is counted, and whether it is
    /// done.
    #[must_use]
    pub fn rates<'c>(&self, card: &'c Card) -> Vec<Rated<'c>> {
        let rate = |rate: &'c Rate| {
            let done = rate.proofs.iter().map(|proof| (proof, true));
            (rate.line, Self::rate(rate), done.chain(rate.open.iter().map(|proof| (proof, false))).collect())
        };
        card.rates.iter().map(rate).collect()
    }

    fn rate(rate: &Rate) -> Text {
        let (done, total) = (rate.done, rate.total);
        match rate.figure {
            Some(figure) => {
                let share = percent(figure);
                say!("{share}（{done}/{total}）", "{share} ({done}/{total})")
            }
            None => say!("没有应办的", "nothing to do"),
        }
    }

    /// What the limits of each part of the year left of an item, in words; nothing where they hold for all of it.
    #[must_use]
    pub fn periods(entry: &Entry) -> Vec<Text> {
        entry.periods.iter().map(Self::period).collect()
    }

    /// A number that a minimum is compared with: of a rate as a share of a hundred.
    pub(super) fn amount(&self, line: usize, amount: Points) -> String {
        match self.table.scheme.lines[line].does {
            Does::Rate { .. } => percent(amount),
            _ => amount.short(),
        }
    }

    fn period(period: &Period) -> Text {
        let Period { year, number, over, points, .. } = period;
        let half = if *number == 1 { say!("上半年", "first half") } else { say!("下半年", "second half") };
        let (half_zh, half_en) = (half.get(Lang::Zh), half.get(Lang::En));
        let when = match period.per {
            Per::Month => say!("{year}年{number}月", "{year}-{number:02}"),
            Per::Quarter => say!("{year}年第{number}季度", "quarter {number} of {year}"),
            Per::HalfYear => say!("{year}年{half_zh}", "{half_en} of {year}"),
        };
        let (zh, en) = (when.get(Lang::Zh), when.get(Lang::En));
        match Ranking::over(*over) {
            Some(limit) => {
                let (limit_zh, limit_en) = (limit.get(Lang::Zh), limit.get(Lang::En));
                say!("{zh}计 {points} 分，{limit_zh}", "{en}: {points}, {limit_en}")
            }
            None => say!("{zh}计 {points} 分", "{en}: {points}"),
        }
    }
}

/// A share as so many of a hundred, to two decimals.
fn percent(share: Points) -> String {
    let percent = share.times(100.into()).and_then(|percent| percent.round(2)).unwrap_or(share);
    format!("{percent}%")
}
