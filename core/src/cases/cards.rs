//! Cards that a case expects, held against those that came.

use crate::cases::Verdict;
use crate::finding::Finding;
use crate::host;
use crate::language::{Text, did_you_mean, say};
use crate::score::Table;
use crate::score::card::Card;
use crate::score::points::Points;
use crate::score::scheme::{Does, Scheme};
use crate::source::Place;
use crate::spelling::nearest;
use crate::texts::listed;

/// A text of a case file and where it stands.
pub(crate) type Word = (String, Place);

/// A card that a case expects. What is `None` may be anything.
#[derive(Clone, Debug)]
pub(crate) struct ExpectedCard {
    /// The record: its key, or `kind/key`.
    pub record: Word,
    /// Full name of the scheme, and where it is written.
    pub scheme: Option<Word>,
    /// The year of the data; else the latest of the body.
    pub year: Option<i64>,
    /// The score.
    pub points: Option<Amount>,
    /// The grade; empty for none.
    pub grade: Option<String>,
    /// The place in the ranking; 0 for none.
    pub rank: Option<i64>,
    /// The minimums that are missed, by the names of their lines.
    pub short: Option<Vec<Word>>,
    /// Whether it could not be worked out.
    pub incomplete: Option<bool>,
    /// Points of parts and lines, by name.
    pub lines: Vec<(Word, Amount)>,
}

/// A number of points as a case writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    /// As it is written.
    pub text: String,
    /// The number.
    pub points: Points,
}

/// A card that came, and not as it was expected.
#[derive(Clone, Debug)]
pub struct Unlike {
    /// The record, `kind/key`.
    pub record: String,
    /// Full name of the scheme.
    pub scheme: String,
    /// Where the case expects the card.
    pub place: Place,
    /// What differs.
    pub differs: Vec<Differs>,
}

/// What of a card differs.
#[derive(Clone, Debug)]
pub struct Differs {
    /// The key of the case that says what is expected.
    pub key: &'static str,
    /// What it is of the card.
    pub what: Text,
    /// What is expected.
    pub expected: Text,
    /// What came.
    pub came: Text,
}

impl ExpectedCard {
    /// Whether it names a record and expects nothing of its card.
    pub(crate) fn is_bare(&self) -> bool {
        let Self { points, grade, rank, short, incomplete, lines, .. } = self;
        let said = points.is_some() || grade.is_some() || rank.is_some() || short.is_some() || incomplete.is_some();
        !said && lines.is_empty()
    }
}

impl Amount {
    /// A number as a case writes it: a decimal, or a fraction such as `250/3`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let decimal = || text.parse::<rust_decimal::Decimal>().ok().map(Points::from);
        let points = decimal().or_else(|| Points::read(text))?;
        Some(Self { text: text.to_owned(), points })
    }

    /// Whether it is that number; one without end may be written rounded, with two decimals at least.
    fn is(&self, came: Points) -> bool {
        if came == self.points {
            return true;
        }
        let digits = self.text.split_once('.').map_or(0, |(_, digits)| digits.len());
        let endless = Points::from(came.decimal()) != came;
        let rounded = u32::try_from(digits).ok().filter(|digits| *digits >= 2).map(|digits| came.round(digits));
        endless && rounded == Some(Ok(self.points))
    }
}

/// Compares the cards that came with those expected.
pub(crate) fn judge(expected: &[ExpectedCard], tables: &[std::sync::Arc<Table>]) -> Vec<Verdict> {
    let tables: Vec<&Table> = tables.iter().map(|table| &**table).collect();
    expected.iter().flat_map(|wanted| one(wanted, &tables)).collect()
}

fn one(wanted: &ExpectedCard, tables: &[&Table]) -> Vec<Verdict> {
    let (table, card) = match found(wanted, tables) {
        Ok(found) => found,
        Err(finding) => return vec![Verdict::NoCard(*finding)],
    };
    let mut verdicts: Vec<Verdict> = unknown(wanted, &table.scheme).into_iter().map(Verdict::NoCard).collect();
    let differs = differences(wanted, table, card);
    if !differs.is_empty() {
        let (record, scheme) = (name(table, card), table.scheme.name.to_string());
        verdicts.push(Verdict::Unlike(Unlike { record, scheme, place: wanted.record.1, differs }));
    }
    verdicts
}

/// The record of a card, as cases name it.
fn name(table: &Table, card: &Card) -> String {
    format!("{}/{}", table.store.kind(card.row).name, table.store.key(card.row))
}

/// The one card that is meant.
pub(crate) fn found<'t>(wanted: &ExpectedCard, tables: &[&'t Table]) -> Result<(&'t Table, &'t Card), Box<Finding>> {
    let of_scheme = |table: &&&Table| wanted.scheme.as_ref().is_none_or(|(name, _)| **name == *table.scheme.name);
    let later = |table: &Table| {
        let same = |other: &&&Table| other.body() == table.body() && other.scheme.name == table.scheme.name;
        tables.iter().filter(same).any(|other| other.year > table.year)
    };
    let of_year = |table: &&&Table| match wanted.year {
        Some(year) => i64::from(table.year) == year,
        None => !later(table),
    };
    let meant: Vec<&Table> = tables.iter().filter(of_scheme).filter(of_year).copied().collect();
    if meant.is_empty() {
        return Err(Box::new(nothing_scored(wanted)));
    }
    let (written, place) = &wanted.record;
    let is_it = |table: &Table, card: &Card| table.store.key(card.row) == *written || name(table, card) == *written;
    let cards = meant.iter().flat_map(|table| table.cards.iter().map(move |card| (*table, card)));
    let all: Vec<(&Table, &Card)> = cards.filter(|(table, card)| is_it(table, card)).collect();
    match all.as_slice() {
        [one] => Ok(*one),
        [] => {
            let with_kind = written.contains('/');
            let names: Vec<String> = meant
                .iter()
                .flat_map(|table| table.cards.iter().map(move |card| (*table, card)))
                .map(|(table, card)| if with_kind { name(table, card) } else { table.store.key(card.row) })
                .collect();
            let near = nearest(written, names.iter().map(String::as_str));
            let list = listed(names.iter().map(String::as_str), "、");
            let help = near.map_or_else(|| say!("有积分卡的：{list}", "there are cards of: {list}"), did_you_mean);
            let message = say!("“{written}”没有积分卡", "there is no card of `{written}`");
            Err(Box::new(host::PACK.finding(message).at(*place).help(help)))
        }
        [(table, card), ..] => {
            let number = all.len();
            let mut schemes: Vec<&str> = all.iter().map(|(table, _)| &*table.scheme.name).collect();
            schemes.dedup();
            let (list, one) = (schemes.join("、"), name(table, card));
            let message = say!("“{written}”有{number}张积分卡", "there are {number} cards of `{written}`");
            let help = if schemes.len() > 1 {
                say!("写明 scheme，计分办法有：{list}", "name the `scheme`: {list}")
            } else {
                say!("写明类别，如 record = \"{one}\"", "name the kind, such as record = \"{one}\"")
            };
            Err(Box::new(host::PACK.finding(message).at(*place).help(help)))
        }
    }
}

/// Says that no scheme has scored what is meant.
fn nothing_scored(wanted: &ExpectedCard) -> Finding {
    let (message, place) = match (&wanted.scheme, wanted.year) {
        (Some((scheme, place)), _) => {
            (say!("“{scheme}”没有给这些数据计分", "`{scheme}` has scored none of these data"), *place)
        }
        (None, Some(year)) => (say!("没有{year}年的积分卡", "there are no cards of {year}"), wanted.record.1),
        (None, None) => (say!("没有计分办法给这些数据计分", "no scheme has scored these data"), wanted.record.1),
    };
    let help = say!(
        "核对数据的 body、year 和计分办法的 since、on",
        "look at `body` and `year` of the data, and `since` and `on` of the scheme"
    );
    host::PACK.finding(message).at(place).help(help)
}

/// What the case calls lines and the scheme has not, or that give no points.
fn unknown(wanted: &ExpectedCard, scheme: &Scheme) -> Vec<Finding> {
    let known =
        |test: fn(&Does) -> bool| scheme.lines.iter().filter(move |line| test(&line.does)).map(|line| &*line.name);
    let with_points: Vec<&str> =
        known(|does| matches!(does, Does::Part(_) | Does::Item(_) | Does::Ratio { .. })).collect();
    let minimums: Vec<&str> = known(|does| matches!(does, Does::Minimum { .. })).collect();
    let lines = wanted.lines.iter().map(|(word, _)| (word, &with_points));
    let short = wanted.short.iter().flatten().map(|word| (word, &minimums));
    let missing = lines.chain(short).filter(|((name, _), known)| !known.contains(&name.as_str()));
    missing
        .map(|((name, place), known)| {
            let title = &scheme.title;
            let message =
                say!("计分办法“{title}”没有“{name}”这一行", "the scheme `{title}` has no such line as `{name}`");
            let list = known.join("、");
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => did_you_mean(near),
                None if known.is_empty() => say!("删去它", "delete it"),
                None => say!("可以写的：{list}", "there are: {list}"),
            };
            host::PACK.finding(message).at(*place).help(help)
        })
        .collect()
}

/// What of a card is otherwise than expected.
fn differences(wanted: &ExpectedCard, table: &Table, card: &Card) -> Vec<Differs> {
    let came = Came::of(table, card);
    let mut differs = Vec::new();
    let mut differ = |key, what, expected: Text, came: Text| differs.push(Differs { key, what, expected, came });
    let whether = |yes: bool| if yes { say!("不完整", "incomplete") } else { say!("完整", "complete") };
    if let Some(wanted) = wanted.incomplete.filter(|wanted| *wanted == card.is_complete()) {
        differ("incomplete", say!("积分卡", "card"), whether(wanted), whether(!wanted));
    }
    if let Some(points) = &wanted.points
        && (!card.is_complete() || !points.is(card.points))
    {
        differ("points", say!("得分", "points"), Text::same(&points.text), came.points.clone());
    }
    let none = || say!("无", "none");
    let given = |text: &str| if text.is_empty() { none() } else { Text::same(text) };
    if let Some(grade) = wanted.grade.as_ref().filter(|grade| **grade != came.grade) {
        differ("grade", say!("等次", "grade"), given(grade), given(&came.grade));
    }
    if let Some(rank) = wanted.rank.filter(|rank| *rank != i64::from(came.rank)) {
        let place = |rank: i64| if rank == 0 { none() } else { Text::same(rank.to_string()) };
        differ("rank", say!("名次", "rank"), place(rank), place(came.rank.into()));
    }
    let minimum = |name: &str| {
        let mut lines = table.scheme.lines.iter();
        lines.any(|line| *line.name == *name && matches!(line.does, Does::Minimum { .. }))
    };
    // A name that is no minimum's is told as such.
    if let Some(short) = wanted.short.as_ref().filter(|short| short.iter().all(|(name, _)| minimum(name))) {
        let mut wanted: Vec<&str> = short.iter().map(|(name, _)| name.as_str()).collect();
        let mut missed: Vec<&str> = came.short.iter().map(String::as_str).collect();
        wanted.sort_unstable();
        missed.sort_unstable();
        if wanted != missed {
            differ(
                "short",
                say!("未达到的最低要求", "minimums missed"),
                given(&wanted.join("、")),
                given(&missed.join("、")),
            );
        }
    }
    for ((name, _), amount) in &wanted.lines {
        if let Some(points) = points_of(table, card, name).filter(|points| !amount.is(*points)) {
            let what = say!("“{name}”的分", "points of `{name}`");
            differ("line", what, Text::same(&amount.text), Text::same(points.to_string()));
        }
    }
    differs
}

/// What a card says, as cases write it.
pub(crate) struct Came {
    /// The score, or a word in its place.
    pub points: Text,
    /// The grade; empty for none.
    pub grade: String,
    /// The place in the ranking; 0 for none.
    pub rank: u32,
    /// The minimums that are missed.
    pub short: Vec<String>,
}

impl Came {
    /// What that card says.
    pub(crate) fn of(table: &Table, card: &Card) -> Self {
        let points =
            if card.is_complete() { Text::same(card.points.to_string()) } else { say!("不完整", "incomplete") };
        let short = card.short().map(|minimum| table.scheme.lines[minimum.line].name.to_string());
        Self {
            points,
            grade: table.grade(card).unwrap_or_default().to_owned(),
            rank: card.rank.unwrap_or_default(),
            short: short.collect(),
        }
    }
}

/// The points of a part or a line; nothing where it does not apply. `None` where there is no such line.
pub(crate) fn points_of(table: &Table, card: &Card, name: &str) -> Option<Points> {
    let line = table.scheme.lines.iter().position(|line| *line.name == *name)?;
    match table.scheme.lines[line].does {
        Does::Part(_) => {
            Some(card.sections.iter().find(|section| section.part == Some(line)).map_or(Points::ZERO, |own| own.points))
        }
        Does::Item(_) | Does::Ratio { .. } => Some(card.entry(line).map_or(Points::ZERO, |entry| entry.points)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly_and_those_without_end_may_be_rounded() {
        let is = |written: &str, came: &str| {
            let came = Points::read(came).expect("a fraction");
            Amount::read(written).is_some_and(|amount| amount.is(came))
        };
        assert!(is("98", "98") && is("98.0", "98") && is("-2.5", "-5/2") && is("250/3", "250/3"));
        assert!(is("83.33", "250/3") && is("83.3333", "250/3") && is("66.67", "200/3"));
        assert!(!is("83.3", "250/3") && !is("83.34", "250/3") && !is("83", "250/3"));
        // What has an end is written to its end.
        assert!(!is("49.25", "197/4000") && !is("0.05", "197/4000") && is("0.04925", "197/4000"));
        assert!(Amount::read("九十八").is_none() && Amount::read("1/0").is_none() && Amount::read("").is_none());
    }
}
