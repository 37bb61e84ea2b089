//! Scores for programs: a stable shape, every key always there. Points are JSON numbers written from exact decimals.

use std::io;

use serde::ser::SerializeSeq as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::check::Outcome;
use crate::escape::json_pretty;
use crate::finding::Finding;
use crate::json::proofs::{
    MinimumEntry, PeriodEntry, RateEntry, Record, minimum, number, period, rate, record, records,
};
use crate::language::Lang;
use crate::ranking::{Choice, Group, Ranking, rankings};
use crate::score::card::{Card, Held};
use crate::score::entry::{Entry, Proof, Why};
use crate::score::places::First;

/// Writes the document of `yize scores --format json`.
///
/// ```
/// use yize_core::Lang;
/// use yize_core::json::write_scores;
/// use yize_core::ranking::{Choice, rankings};
///
/// # let outcome = yize_core::example::scored();
/// let mut bytes = Vec::new();
/// write_scores(&rankings(&outcome, &Choice::default()), &outcome, Lang::En, &mut bytes)?;
/// let document: serde_json::Value = serde_json::from_slice(&bytes)?;
/// assert_eq!(document["scores"][0]["cards"][0]["points"], 10);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// As the writer reports them.
pub fn write(rankings: &[Ranking<'_>], outcome: &Outcome, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let document = Document { version: 1, as_of: outcome.as_of.to_string(), scores: Tables(rankings, lang) };
    json_pretty(&document, out)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    as_of: String,
    scores: Tables<'a>,
}

/// The `scores` of a report: every table with every card, of all years.
pub(crate) struct All<'a>(pub &'a Outcome, pub Lang);

impl Serialize for All<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut years: Vec<i16> = self.0.scores.iter().map(|table| table.year).collect();
        years.sort_unstable();
        years.dedup();
        let of = |year: i16| rankings(self.0, &Choice { member: None, year: Some(year) });
        let mut all: Vec<Ranking<'_>> = years.into_iter().flat_map(of).collect();
        all.sort_by(|a, b| {
            (a.table.body(), a.table.year, &a.table.scheme.name).cmp(&(
                b.table.body(),
                b.table.year,
                &b.table.scheme.name,
            ))
        });
        Tables(&all, self.1).serialize(serializer)
    }
}

/// Tables are written one after the other, so that no second copy of a hundred thousand cards is made.
struct Tables<'a>(&'a [Ranking<'a>], Lang);

impl Serialize for Tables<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        for ranking in self.0 {
            let table = ranking.table;
            let grades = table.grades().into_iter().map(|(grade, count)| Grade { grade, count });
            list.serialize_element(&TableEntry {
                scheme: &table.scheme.name,
                title: &table.scheme.title,
                basis: &table.scheme.basis,
                body: table.body(),
                year: table.year,
                counter: &ranking.counter,
                open: ranking.open.iter().map(|text| text.get(self.1).to_owned()).collect(),
                groups: ranking.groups.iter().map(|group| FieldEntry::of(group, self.1)).collect(),
                grades: grades.collect(),
                cards: Cards(ranking, self.1),
            })?;
        }
        list.end()
    }
}

#[derive(Serialize)]
struct TableEntry<'a> {
    scheme: &'a str,
    title: &'a str,
    basis: &'a str,
    body: &'a str,
    year: i16,
    /// The Chinese word with which the cards are counted.
    counter: &'a str,
    /// What the result still waits for; empty when it is final.
    open: Vec<String>,
    groups: Vec<FieldEntry<'a>>,
    grades: Vec<Grade<'a>>,
    cards: Cards<'a>,
}

/// A field by which cards can be grouped.
#[derive(Serialize)]
struct FieldEntry<'a> {
    field: &'a str,
    label: &'a str,
}

impl<'a> FieldEntry<'a> {
    fn of(group: &'a Group, lang: Lang) -> Self {
        Self { field: &group.field, label: group.label.get(lang) }
    }
}

/// What a card has in such a field.
#[derive(Serialize)]
struct GroupEntry<'a> {
    field: &'a str,
    values: Vec<String>,
}

/// Why a card could not be worked out.
#[derive(Serialize)]
struct CauseEntry<'a> {
    rule: String,
    message: String,
    file: Option<&'a str>,
    line: Option<usize>,
}

#[derive(Serialize)]
struct Grade<'a> {
    grade: &'a str,
    count: usize,
}

struct Cards<'a>(&'a Ranking<'a>, Lang);

impl Serialize for Cards<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.cards.iter().map(|card| entry(self.0, card, self.1)))
    }
}

#[derive(Serialize)]
struct CardEntry<'a> {
    record: Record,
    name: String,
    groups: Vec<GroupEntry<'a>>,
    points: Option<Box<RawValue>>,
    whole_year: Option<Box<RawValue>>,
    months: Option<u32>,
    grade: Option<&'a str>,
    rank: Option<u32>,
    group: Vec<String>,
    group_rank: Option<u32>,
    top: Option<&'static str>,
    unranked: bool,
    incomplete: bool,
    causes: Vec<CauseEntry<'a>>,
    held: Option<&'static str>,
    base: Box<RawValue>,
    over: Box<RawValue>,
    cleared: Box<RawValue>,
    rounding: Box<RawValue>,
    parts: Vec<PartEntry<'a>>,
    minimums: Vec<MinimumEntry<'a>>,
    rates: Vec<RateEntry<'a>>,
    clears: Vec<ClearEntry<'a>>,
    vetoes: Vec<VetoEntry<'a>>,
    remarks: Vec<String>,
}

#[derive(Serialize)]
struct PartEntry<'a> {
    part: Option<&'a str>,
    applies: bool,
    bonus: bool,
    start: Box<RawValue>,
    points: Box<RawValue>,
    over: Box<RawValue>,
    cleared: Box<RawValue>,
    items: Vec<ItemEntry<'a>>,
}

#[derive(Serialize)]
struct ItemEntry<'a> {
    item: &'a str,
    points: Box<RawValue>,
    over: Box<RawValue>,
    done: Option<Box<RawValue>>,
    required: Option<Box<RawValue>>,
    periods: Vec<PeriodEntry>,
    records: Vec<EarnedEntry>,
}

#[derive(Serialize)]
struct EarnedEntry {
    #[serde(flatten)]
    record: Record,
    points: Box<RawValue>,
    why: Option<&'static str>,
}

#[derive(Serialize)]
struct ClearEntry<'a> {
    clear: &'a str,
    records: Vec<Record>,
}

#[derive(Serialize)]
struct VetoEntry<'a> {
    veto: &'a str,
    records: Vec<Record>,
}

fn entry<'a>(ranking: &'a Ranking<'a>, card: &'a Card, lang: Lang) -> CardEntry<'a> {
    let complete = card.is_complete();
    let parts = card.sections.iter().map(|section| PartEntry {
        part: section.part.map(|line| ranking.line(line)),
        applies: section.applies,
        bonus: section.bonus,
        start: number(section.start),
        points: number(section.points),
        over: number(section.over),
        cleared: number(section.cleared),
        items: section.entries.iter().map(|item| self::item(ranking, item)).collect(),
    });
    let named = |lines: &'a [(usize, Vec<Proof>)]| {
        lines.iter().map(|(line, proofs)| (ranking.line(*line), records(ranking, proofs)))
    };
    CardEntry {
        record: record(ranking, card.row, None),
        name: ranking.name(card.row),
        groups: ranking.groups.iter().map(|group| self::group(ranking, card, &group.field, lang)).collect(),
        points: complete.then(|| number(card.points)),
        whole_year: complete.then(|| number(card.whole)),
        months: card.months,
        grade: ranking.table.grade(card),
        rank: card.rank,
        group: ranking.group(card).iter().map(|value| value.get(lang).to_owned()).collect(),
        group_rank: card.group_rank,
        top: card.first.map(|first| match first {
            First::Among => "in",
            First::Tied(_) => "tie",
        }),
        unranked: card.unranked,
        incomplete: !complete,
        causes: ranking.causes(card).iter().map(|finding| cause(ranking, finding, lang)).collect(),
        held: card.held.map(held),
        base: number(card.base),
        over: number(card.over),
        cleared: number(card.cleared),
        rounding: number(card.rounding),
        parts: parts.collect(),
        minimums: card.minimums.iter().map(|m| minimum(ranking, m)).collect(),
        rates: card.rates.iter().map(|r| rate(ranking, r)).collect(),
        clears: named(&card.clears).map(|(clear, records)| ClearEntry { clear, records }).collect(),
        vetoes: named(&card.vetoes).map(|(veto, records)| VetoEntry { veto, records }).collect(),
        remarks: ranking.remarks(card, lang),
    }
}

fn group<'a>(ranking: &Ranking<'_>, card: &Card, field: &'a str, lang: Lang) -> GroupEntry<'a> {
    GroupEntry { field, values: ranking.grouped(card, field, lang) }
}

fn cause<'a>(ranking: &Ranking<'a>, finding: &Finding, lang: Lang) -> CauseEntry<'a> {
    let place = finding.place.map(|place| {
        let source = ranking.sources.get(place.source);
        (source.name.as_str(), ranking.sources.positions(place).0.line)
    });
    let (file, line) = place.unzip();
    CauseEntry { rule: finding.rule.to_string(), message: finding.message.get(lang).to_owned(), file, line }
}

fn item<'a>(ranking: &'a Ranking<'a>, entry: &'a Entry) -> ItemEntry<'a> {
    let (done, required) = entry.ratio.map(|(done, required)| (number(done), number(required))).unzip();
    let records = entry.earned.iter().map(|earned| EarnedEntry {
        record: record(ranking, earned.row, earned.value.as_ref()),
        points: number(earned.points),
        why: why(earned.why),
    });
    ItemEntry {
        item: ranking.line(entry.line),
        points: number(entry.points),
        over: number(entry.over),
        done,
        required,
        periods: entry.periods.iter().map(period).collect(),
        records: records.collect(),
    }
}

fn held(held: Held) -> &'static str {
    match held {
        Held::Veto(_) => "veto",
        Held::Minimum(_) => "minimum",
        Held::Quota => "quota",
        Held::Tied(_) => "tie",
        Held::Decided(_) => "decided",
        Held::Last => "last",
        Held::LastTied(_) => "last-tie",
    }
}

fn why(why: Why) -> Option<&'static str> {
    match why {
        Why::Counts => None,
        Why::Before => Some("before-first"),
        Why::Beyond => Some("beyond-most"),
        Why::Elsewhere(_) => Some("counted-elsewhere"),
        Why::NotAmong => Some("not-among-sponsors"),
        Why::Adjusted(_) => Some("adjusted"),
        Why::Required => Some("not-done"),
    }
}
