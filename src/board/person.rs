//! One person or unit: who it is, what it has to do, its cards, and its days: those of its duties and those of what it did.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::board::Shown;
use crate::board::areas::Tally;
use crate::board::cells::label;
use crate::board::findings::{COLUMNS, Excerpt, lines};
use crate::board::history::sort;
use crate::board::seats::{Seat, seats};
use crate::board::whose::{called, whose};
use crate::report::scores::card::{Evidence, belongs, rows};
use yize_core::finding::Finding;
use yize_core::language::Lang;
use yize_core::ranking::{Choice, Ranking, rankings};
use yize_core::records::Record;
use yize_core::score::Card;

/// A person or a unit.
#[derive(Debug, Serialize)]
pub(crate) struct Actor<'a> {
    round: u64,
    body: &'a str,
    body_name: &'a str,
    who: &'a str,
    key: &'a str,
    name: String,
    /// What people call the kind of its record.
    kind: Option<&'a str>,
    person: bool,
    /// What it belongs to, a field each.
    belongs: Vec<String>,
    /// Where it stands in the data.
    place: Option<Excerpt>,
    #[serde(flatten)]
    tally: Tally,
    overdue: usize,
    cards: Vec<Scored<'a>>,
    dates: Vec<Day>,
}

/// A card, in short.
#[derive(Debug, Serialize)]
struct Scored<'a> {
    scheme: &'a str,
    title: &'a str,
    year: i16,
    points: String,
    rank: Option<u32>,
    grade: Option<&'a str>,
    /// Whether nothing is waited for any more.
    settled: bool,
}

/// A day of theirs.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Day {
    date: String,
    /// What is to be done by then: what it is, and its finding; nothing where it is done.
    sort: Option<&'static str>,
    fingerprint: Option<String>,
    /// What people call the kind of what was done.
    kind: Option<String>,
    title: String,
    file: String,
    line: usize,
    /// Where it stands, as people write it.
    shown: String,
}

/// The person or unit of a body that is meant, where there is one: in the data, or on a finding.
#[must_use]
pub(crate) fn actor<'a>(shown: &'a Shown, body: &'a str, who: &'a str, lang: Lang) -> Option<Actor<'a>> {
    let outcome = shown.outcome();
    let (kind, key) = who.split_once('/').unwrap_or(("", who.trim_start_matches('~')));
    let seats = seats(outcome);
    let found =
        seats.iter().filter(|seat| seat.body.id() == body).find_map(|seat| Some((seat, find(seat, kind, key)?)));
    let own: Vec<usize> = theirs(shown, body, who).collect();
    let named = own.iter().flat_map(|at| whose(&outcome.findings[*at])).find(|own| own.id == who);
    // Of two records with one key it is the one that is called so.
    let found = found.filter(|(_, record)| named.as_ref().is_none_or(|who| who.name == record.name()));
    if found.is_none() && named.is_none() {
        return None;
    }
    let record = found.map(|(_, record)| record);
    let name = named.as_ref().map(|who| who.name.clone()).or_else(|| record.map(Record::name)).unwrap_or_default();
    let mut tally = Tally::default();
    for at in &own {
        tally.count(&outcome.findings[*at]);
    }
    let late = |finding: &Finding| finding.suppressed.is_none() && finding.due.is_some_and(|day| day < outcome.as_of);
    let all = rankings(outcome, &Choice { member: Some(key.to_owned()), year: None });
    let label = record.map(|record| record.kind().label().get(lang));
    let cards: Vec<(&Ranking<'a>, &'a Card)> = all
        .iter()
        .filter(|ranking| &**ranking.table.body() == body)
        .flat_map(|ranking| ranking.cards.iter().map(move |card| (ranking, *card)))
        .filter(|(ranking, card)| ranking.key(card.row) == key && label == Some(ranking.kind(card.row, lang).as_str()))
        .collect();
    let from_card = cards.first().map(|(ranking, card)| belongs(ranking, card, lang));
    Some(Actor {
        round: shown.round.number,
        body,
        body_name: called(&shown.names, body),
        who,
        key,
        name,
        kind: label,
        person: named.is_some_and(|who| who.person) || !cards.is_empty(),
        belongs: from_card.or_else(|| found.map(|(seat, record)| places(seat, record, lang))).unwrap_or_default(),
        place: record.map(|record| lines(String::new(), record.place(), &outcome.sources, COLUMNS)),
        tally,
        overdue: own.iter().filter(|at| late(&outcome.findings[**at])).count(),
        dates: dates(shown, &own, &cards, lang),
        cards: cards.iter().map(|(ranking, card)| scored(ranking, card, lang)).collect(),
    })
}

/// The record of a kind with that key, of the latest year in which there is one.
fn find<'a>(seat: &Seat<'a>, kind: &str, key: &str) -> Option<Record<'a>> {
    let kind = seat.body.kind(kind)?;
    kind.years().into_iter().rev().find_map(|year| kind.find(year, key))
}

/// Numbers of the findings on which they must act.
fn theirs<'a>(shown: &'a Shown, body: &'a str, who: &'a str) -> impl Iterator<Item = usize> + 'a {
    let all = shown.outcome().findings.iter().enumerate();
    let of = move |finding: &Finding| {
        finding.body.as_deref() == Some(body) && whose(finding).iter().any(|own| own.id == who)
    };
    all.filter(move |(_, finding)| of(finding)).map(|(at, _)| at)
}

/// What a record belongs to by the pictures that its packs ask for.
fn places(seat: &Seat<'_>, record: Record<'_>, lang: Lang) -> Vec<String> {
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    let mut told = Vec::new();
    for (_, view) in &seat.views.assignments {
        let Some(kind) = view.kind.as_ref().and_then(|word| seat.kind(word)) else { continue };
        for field in view.to.iter().chain(&view.mix).filter_map(|word| kind.field(&word.text)) {
            if view.kind.as_ref().is_none_or(|word| word.text != record.kind().name()) {
                continue;
            }
            let values: Vec<String> =
                record.value(field).each().iter().map(|value| label(field.ty(), value, lang)).collect();
            let line = format!("{}{colon}{}", field.label().get(lang), values.join("、"));
            if !values.is_empty() && !told.contains(&line) {
                told.push(line);
            }
        }
    }
    told
}

fn scored<'a>(ranking: &Ranking<'a>, card: &'a Card, lang: Lang) -> Scored<'a> {
    let table = ranking.table;
    Scored {
        scheme: &table.scheme.name,
        title: &table.scheme.title,
        year: table.year,
        points: Ranking::points(card, lang),
        rank: card.rank,
        grade: table.grade(card),
        settled: ranking.open.is_empty(),
    }
}

/// The days of open duties, and those of the records that cards count.
fn dates(shown: &Shown, own: &[usize], cards: &[(&Ranking<'_>, &Card)], lang: Lang) -> Vec<Day> {
    let outcome = shown.outcome();
    let duty = |at: &usize| {
        let finding = &outcome.findings[*at];
        Some(Day {
            date: finding.due.filter(|_| finding.suppressed.is_none())?.to_string(),
            sort: Some(sort(finding)),
            fingerprint: Some(shown.prints[*at].clone()),
            kind: None,
            title: finding.message.get(lang).to_owned(),
            file: String::new(),
            line: 0,
            shown: String::new(),
        })
    };
    let done = |evidence: Evidence| Day {
        date: evidence.date,
        sort: None,
        fingerprint: None,
        kind: Some(evidence.kind),
        title: evidence.title,
        file: evidence.file,
        line: evidence.at,
        shown: evidence.shown,
    };
    let counted = cards.iter().flat_map(|(ranking, card)| rows(ranking, card, lang)).filter_map(|row| row.record);
    let all: BTreeSet<Day> = own.iter().filter_map(duty).chain(counted.map(done)).collect();
    all.into_iter().filter(|day| !day.date.is_empty()).collect()
}
