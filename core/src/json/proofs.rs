//! What scores rest on, for programs: records, minimums, rates, and parts of the year.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::ranking::Ranking;
use crate::score::demand::{Minimum, Rate};
use crate::score::entry::{Period, Proof, Quoted};
use crate::score::points::Points;
use crate::score::scheme::Per;
use crate::value::RowId;

/// A record, or a value in it.
#[derive(Serialize)]
pub(super) struct Record {
    kind: String,
    key: String,
    file: String,
    line: usize,
    /// The value that is counted, where it is one in the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

/// What the limits of a part of the year left.
#[derive(Serialize)]
pub(super) struct PeriodEntry {
    period: String,
    points: Box<RawValue>,
    over: Box<RawValue>,
}

/// What was asked at least.
#[derive(Serialize)]
pub(super) struct MinimumEntry<'a> {
    minimum: &'a str,
    need: Box<RawValue>,
    due: Box<RawValue>,
    have: Box<RawValue>,
    records: Vec<Record>,
}

/// A rate.
#[derive(Serialize)]
pub(super) struct RateEntry<'a> {
    rate: &'a str,
    done: Box<RawValue>,
    total: Box<RawValue>,
    figure: Option<Box<RawValue>>,
    records: Vec<Record>,
    open: Vec<Record>,
}

/// A JSON number of exactly those digits.
///
/// ```
/// use yize_core::json::number;
/// use yize_core::score::Points;
/// assert_eq!(number(Points::from(10)).get(), "10");
/// ```
pub fn number(points: Points) -> Box<RawValue> {
    let written = RawValue::from_string(points.to_string());
    // A decimal is always written as a JSON number.
    written.unwrap_or_else(|_| RawValue::NULL.to_owned())
}

pub(super) fn record(ranking: &Ranking<'_>, row: RowId, value: Option<&Quoted>) -> Record {
    let (file, line) = ranking.spot_of(row, value);
    Record {
        kind: ranking.table.store.kind(row).name.clone(),
        key: ranking.key(row),
        file: file.to_owned(),
        line,
        value: value.map(|value| value.text.to_string()),
    }
}

pub(super) fn records(ranking: &Ranking<'_>, proofs: &[Proof]) -> Vec<Record> {
    proofs.iter().map(|proof| record(ranking, proof.row, proof.value.as_ref())).collect()
}

pub(super) fn minimum<'a>(ranking: &'a Ranking<'a>, own: &Minimum) -> MinimumEntry<'a> {
    MinimumEntry {
        minimum: ranking.line(own.line),
        need: number(own.need),
        due: number(own.due),
        have: number(own.have),
        records: records(ranking, &own.proofs),
    }
}

pub(super) fn rate<'a>(ranking: &'a Ranking<'a>, own: &Rate) -> RateEntry<'a> {
    RateEntry {
        rate: ranking.line(own.line),
        done: number(own.done),
        total: number(own.total),
        figure: own.figure.map(number),
        records: records(ranking, &own.proofs),
        open: records(ranking, &own.open),
    }
}

/// A stretch of the year as programs write it: `2026-03`, `2026-Q1`, `2026-H1`.
pub(super) fn period(own: &Period) -> PeriodEntry {
    let (year, number_of) = (own.year, own.number);
    let period = match own.per {
        Per::Month => format!("{year}-{number_of:02}"),
        Per::Quarter => format!("{year}-Q{number_of}"),
        Per::HalfYear => format!("{year}-H{number_of}"),
    };
    PeriodEntry { period, points: number(own.points), over: number(own.over) }
}
