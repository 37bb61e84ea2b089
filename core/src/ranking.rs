//! Rankings: tables of scores as they are shown, in words that all formats share. They name places instead of records.
//!
//! ```
//! use yize_core::Lang;
//! use yize_core::ranking::{Choice, Rated, Group, Ranking, rankings};
//! use yize_core::score::Why;
//!
//! # let outcome = yize_core::example::scored();
//! let all = rankings(&outcome, &Choice::default());
//! let ranking: &Ranking = &all[0];
//! assert_eq!(ranking.heading("shili", Lang::En), "履职计分 (shili, 2026)");
//! assert_eq!(ranking.counts().get(Lang::En), "3 in all, 优秀 1, 合格 1, 不合格 1");
//! let Ranking { counter, open, .. } = ranking;
//! assert_eq!((counter.as_str(), open.len()), ("人", 0), "the year is over, and nothing is left to do");
//!
//! let (first, last) = (ranking.cards[0], ranking.cards[2]);
//! let row = [Ranking::rank(first), ranking.name(first.row), Ranking::points(first, Lang::En)];
//! assert_eq!(row, ["1", "委员甲", "10"]);
//! let Group { field, refers, .. } = &ranking.groups[0];
//! assert_eq!((field.as_str(), refers, ranking.grouped(first, field, Lang::Zh)), ("group", &false, vec!["甲组".to_owned()]));
//! assert!(ranking.causes(first).is_empty() && ranking.day(first.row, None).is_none());
//! assert_eq!([ranking.kind(first.row, Lang::En), ranking.key(first.row)], ["member", "A"]);
//! let proof = &first.minimums[0].proofs[0];
//! let place = ranking.place_of(proof.row, proof.value.as_ref());
//! assert_eq!(ranking.sources.get(place.source).name, "committee.toml");
//! assert_eq!(ranking.remarks(last, Lang::En)[1], "short of 至少1次 (0/1)");
//!
//! // Where the points come from: every record, and what caps cut off.
//! for entry in &first.sections[0].entries {
//!     assert_eq!((ranking.line(entry.line), entry.earned.len()), ("参加活动", 3));
//!     assert_eq!(ranking.why(entry.earned[0].why), None, "it counts");
//! }
//! assert_eq!(ranking.why(Why::Beyond).expect("a reason").get(Lang::En), "beyond the number that counts");
//! let rates: Vec<Rated<'_>> = ranking.rates(first);
//! assert!(rates.is_empty() && Ranking::periods(&first.sections[0].entries[0]).is_empty());
//! assert_eq!(ranking.amounts(&last.minimums[0]), ("至少1次", ["0".to_owned(), "1".to_owned()]));
//! assert_eq!(Ranking::over(first.sections[0].over).expect("a cap").get(Lang::En), "over the cap by 2");
//!
//! let one = rankings(&outcome, &Choice { member: Some("委员乙".to_owned()), year: None });
//! assert!(one[0].single && one[0].cards.len() == 1);
//! ```

mod groups;
mod standing;
mod finality;
mod unscored;

use std::borrow::Cow;
use std::sync::Arc;

use crate::check::Outcome;
use crate::finding::{Finding, Status};
use crate::language::{Lang, Text, count, say};
use crate::score::Table;
use crate::score::card::{Card, Held};
use crate::score::demand::Minimum;
use crate::score::entry::{Quoted, Why};
use crate::score::points::Points;
use crate::score::scheme::Does;
use crate::source::{Place, Sources};
use crate::value::RowId;

use finality::Causes;
pub use groups::Group;
pub use standing::Rated;
pub use unscored::unscored;

/// Which cards to show, and how.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Key or name of the one record whose card is shown in full.
    pub member: Option<String>,
    /// The one year that is shown; else the latest of each body.
    pub year: Option<i16>,
}

/// With what those are counted whose kind declares no word of its own.
const COUNTER: &str = "个";

/// One scheme, body and year, with the cards to show.
pub struct Ranking<'a> {
    /// All of it.
    pub table: &'a Arc<Table>,
    /// The cards to show, best first.
    pub cards: Vec<&'a Card>,
    /// Whether one record alone was asked for: then its card is shown in full.
    pub single: bool,
    /// The texts that its records stand in.
    pub sources: &'a Sources,
    /// The fields by which its records can be grouped, those that refer to others first.
    pub groups: Vec<Group>,
    /// The Chinese word with which those scored are counted.
    pub counter: String,
    /// What the result still waits for; nothing when it is final.
    pub open: Vec<Text>,
    causes: Causes<'a>,
}

/// The rankings that a choice leaves.
#[must_use]
pub fn rankings<'a>(outcome: &'a Outcome, choice: &Choice) -> Vec<Ranking<'a>> {
    let latest = |table: &Table| {
        let same = |other: &&Arc<Table>| other.body() == table.body() && other.scheme.name == table.scheme.name;
        outcome.scores.iter().filter(same).all(|other| other.year <= table.year)
    };
    let wanted = |table: &&Arc<Table>| choice.year.map_or_else(|| latest(table), |year| year == table.year);
    let of = |table: &'a Arc<Table>| {
        let named = |card: &&Card| {
            choice
                .member
                .as_ref()
                .is_none_or(|member| *member == table.store.key(card.row) || *member == table.store.name(card.row))
        };
        let cards: Vec<&Card> = table.cards.iter().filter(named).collect();
        let first = table.cards.first().map(|card| table.store.kind(card.row));
        let counter = first.and_then(|kind| kind.counter.as_deref()).unwrap_or(COUNTER);
        Ranking {
            table,
            cards,
            single: choice.member.is_some(),
            sources: &outcome.sources,
            groups: groups::of(table),
            open: finality::open(outcome, table, counter),
            counter: counter.to_owned(),
            causes: Causes::of(outcome, table),
        }
    };
    let found = outcome.scores.iter().filter(wanted).map(of);
    found.filter(|ranking| choice.member.is_none() || !ranking.cards.is_empty()).collect()
}

/// Whether a finding is the fault of a scheme for a year of a body that none of these rankings shows, though they show another.
///
/// ```
/// use yize_core::ranking::{Choice, of_another_year, rankings};
///
/// # let outcome = yize_core::example::outcome();
/// let shown = rankings(&outcome, &Choice::default());
/// assert!(!outcome.findings.iter().any(|finding| of_another_year(finding, &shown)));
/// ```
#[must_use]
pub fn of_another_year(finding: &Finding, shown: &[Ranking<'_>]) -> bool {
    let of = |ranking: &&Ranking<'_>| {
        ranking.table.scheme.name == finding.rule && finding.body.as_ref() == Some(ranking.table.body())
    };
    let mut own = shown.iter().filter(of).peekable();
    finding.status == Status::Fault && own.peek().is_some() && own.all(|own| own.table.year != finding.identity.year)
}

impl<'a> Ranking<'a> {
    /// The key of a record.
    #[must_use]
    pub fn key(&self, row: RowId) -> String {
        self.table.store.key(row)
    }

    /// What people call a record.
    #[must_use]
    pub fn name(&self, row: RowId) -> String {
        self.table.store.name(row)
    }

    /// What people call a record's kind.
    #[must_use]
    pub fn kind(&self, row: RowId, lang: Lang) -> String {
        self.table.store.kind(row).label.get(lang).to_owned()
    }

    /// What a card's record has in a field, as people call it; several where it has a list.
    #[must_use]
    pub fn grouped(&self, card: &Card, field: &str, lang: Lang) -> Vec<String> {
        groups::values(self.table, card.row, field, lang)
    }

    /// The day of a record, or its period: by what its line goes, where it says so.
    #[must_use]
    pub fn day(&self, row: RowId, line: Option<usize>) -> Option<String> {
        let by = line.and_then(|line| match &self.table.scheme.lines[line].does {
            Does::Item(item) => item.date.as_deref(),
            _ => None,
        });
        groups::day(self.table, row, by)
    }

    /// Why a card could not be worked out: what is wrong with the scheme, or with the records that it goes by.
    #[must_use]
    pub fn causes(&self, card: &Card) -> Vec<Cow<'a, Finding>> {
        self.causes.of_card(self.table, card)
    }

    /// The name of a line.
    #[must_use]
    pub fn line(&self, line: usize) -> &str {
        &self.table.scheme.lines[line].name
    }

    /// Where a record stands.
    #[must_use]
    pub(crate) fn place(&self, row: RowId) -> Place {
        self.table.store.header(row)
    }

    /// The place of what is counted: of the value, where it is one in a record.
    #[must_use]
    pub fn place_of(&self, row: RowId, value: Option<&Quoted>) -> Place {
        value.map_or_else(|| self.place(row), |value| value.place)
    }

    /// File and line of that.
    #[must_use]
    pub(crate) fn spot_of(&self, row: RowId, value: Option<&Quoted>) -> (&str, usize) {
        let place = self.place_of(row, value);
        (&self.sources.get(place.source).name, self.sources.positions(place).0.line)
    }

    /// Title, body as it is to be called, and year.
    #[must_use]
    pub fn heading(&self, body: &str, lang: Lang) -> String {
        let (title, year) = (&self.table.scheme.title, self.table.year);
        match self.table.period {
            Some((first, last)) => {
                say!("{title}（{body}，{first}至{last}）", "{title} ({body}, {first} to {last})").get(lang).to_owned()
            }
            None => say!("{title}（{body}，{year}年）", "{title} ({body}, {year})").get(lang).to_owned(),
        }
    }

    /// How many there are of each sort: cards, grades, outside the ranking, incomplete.
    #[must_use]
    pub fn counts(&self) -> Text {
        let all = self.table.cards.len();
        let count = |test: &dyn Fn(&Card) -> bool| self.table.cards.iter().filter(|card| test(card)).count();
        let (unranked, incomplete) = (count(&|c| c.unranked && c.is_complete()), count(&|c| !c.is_complete()));
        let mut zh = vec![format!("共 {all} {}", self.counter)];
        let mut en = vec![format!("{all} in all")];
        for (grade, n) in self.table.grades() {
            zh.push(format!("{grade} {n}"));
            en.push(format!("{grade} {n}"));
        }
        if unranked > 0 {
            zh.push(format!("不排名 {unranked}"));
            en.push(format!("unranked {unranked}"));
        }
        if incomplete > 0 {
            zh.push(format!("不完整 {incomplete}（名次暂不作准）"));
            en.push(format!("incomplete {incomplete} (ranks may change)"));
        }
        Text::new(zh.join("，"), en.join(", "))
    }

    /// The score of a card, or a word in its place.
    #[must_use]
    pub fn points(card: &Card, lang: Lang) -> String {
        if card.is_complete() { card.points.short() } else { say!("不完整", "incomplete").get(lang).to_owned() }
    }

    /// The place of a card in the ranking, or nothing.
    #[must_use]
    pub fn rank(card: &Card) -> String {
        card.rank.map(|rank| rank.to_string()).unwrap_or_default()
    }

    /// What else there is to say of a card, in a few words.
    #[must_use]
    pub fn remarks(&self, card: &Card, lang: Lang) -> Vec<String> {
        let mut remarks: Vec<Text> = Vec::new();
        if !card.is_complete() {
            let lines: Vec<&str> = card.broken.iter().map(|line| self.line(*line)).collect();
            let lines = lines.join("、");
            remarks.push(say!("未能计算：{lines}", "not worked out: {lines}"));
        }
        if card.unranked {
            remarks.push(say!("不参加排名", "outside the ranking"));
        }
        if let Some(months) = card.months {
            let (whole, en) = (card.whole.short(), count(months, "month", "months"));
            remarks.push(say!("任职 {months} 个月，折合全年 {whole} 分", "{en} in office, {whole} for a whole year"));
        }
        remarks.extend(self.places(card));
        remarks.extend(card.held.map(|held| self.held(held)));
        remarks.extend(card.short().map(|minimum| self.short(minimum)));
        remarks.extend(card.pending().map(|minimum| self.pending(minimum)));
        remarks.iter().map(|text| text.get(lang).to_owned()).collect()
    }

    /// Why a grade is not the one that the score would have.
    #[must_use]
    pub(crate) fn held(&self, held: Held) -> Text {
        match held {
            Held::Veto(line) => {
                let line = self.line(line);
                say!("一票否决：{line}", "vetoed: {line}")
            }
            Held::Minimum(line) => {
                let line = self.line(line);
                say!("未达最低要求，等次受限：{line}", "grade held back by a missed minimum: {line}")
            }
            Held::Quota => say!("名额已满，列入下一等次", "no place left in the quota, moved to the next grade"),
            Held::Tied(n) => {
                let counter = &self.counter;
                say!(
                    "名额末位 {n} {counter}同分，未列入，须由人定",
                    "{n} are level at the last place of the quota: undecided, left out"
                )
            }
            Held::Decided(line) => {
                let line = self.line(line);
                say!("按“{line}”定", "as decided: {line}")
            }
            Held::Last => say!("名次在后，定为该等次", "among the last, who have this grade"),
            Held::LastTied(n) => {
                say!("末位名额处 {n} 人同分，未定，须由人定", "{n} are level at the edge of the last: undecided")
            }
        }
    }

    /// The name of a minimum's line, how many there are, and how many are asked: of a rate as shares of a hundred.
    #[must_use]
    pub fn amounts(&self, minimum: &Minimum) -> (&str, [String; 2]) {
        (self.line(minimum.line), [minimum.have, minimum.need].map(|amount| self.amount(minimum.line, amount)))
    }

    /// What of a minimum is still to be done, and not yet due.
    fn pending(&self, minimum: &Minimum) -> Text {
        let (line, [have, need]) = self.amounts(minimum);
        say!("待完成“{line}”（{have}/{need}）", "still to do: {line} ({have}/{need})")
    }

    /// What is missed of a minimum.
    #[must_use]
    pub(crate) fn short(&self, minimum: &Minimum) -> Text {
        let (line, [have, need]) = self.amounts(minimum);
        say!("缺“{line}”（{have}/{need}）", "short of {line} ({have}/{need})")
    }

    /// Why a record counts for nothing; nothing when it counts.
    #[must_use]
    pub fn why(&self, why: Why) -> Option<Text> {
        Some(match why {
            Why::Counts => return None,
            Why::Before => say!("起计数之前，不计", "before the first that counts"),
            Why::Beyond => say!("超出计数，不计", "beyond the number that counts"),
            Why::Elsewhere(line) => {
                let line = self.line(line);
                say!("同一事项已在“{line}”计分", "the same thing counts under {line}")
            }
            Why::NotAmong => say!("不在可计分的提案人之内", "not among the sponsors who share"),
            Why::Adjusted(line) => Text::same(self.line(line)),
            Why::Required => say!("应完成而未完成", "required, not done"),
        })
    }

    /// What a cap cut off, or a floor lifted; nothing where neither did.
    #[must_use]
    pub fn over(over: Points) -> Option<Text> {
        if over.is_zero() {
            return None;
        }
        if over.is_negative() {
            let lifted = Points::ZERO.minus(over).unwrap_or(over).short();
            return Some(say!("低于下限，补 {lifted}", "under the floor by {lifted}"));
        }
        let over = over.short();
        Some(say!("超出上限 {over}", "over the cap by {over}"))
    }
}
