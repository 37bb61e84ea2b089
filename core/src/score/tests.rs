//! What holds for every scheme and every ledger, tried on many.

mod lines;
mod places;

use std::sync::Arc;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::bands::Band;
use super::card::{Card, work_out};
use super::entry::{Claim, Thing};
use super::places::{Level, Quota, Seats};
use super::points::Points;
use super::rank::rank;
use super::reading::{Count, Reading, Term};
use super::scheme::{Does, Due, Each, Item, Line, Part, Scheme, Share};
use crate::source::{Place, SourceId, Span};
use crate::value::{BodyId, KindId, Row, RowId};

/// When all is due.
const LATER: Term = Term { year: 2026, as_of: date(2027, 1, 1), months: None, period: None };

fn row(row: usize) -> RowId {
    RowId { body: BodyId::default(), kind: KindId::default(), row: Row::new(row).unwrap() }
}

/// Tenths of a point.
fn tenths(n: i64) -> Points {
    Points::fraction(n.into(), 10).expect("a tenth")
}

fn scheme(lines: Vec<Line>) -> Scheme {
    Scheme {
        name: "p/duty".into(),
        pack: "p".into(),
        title: String::new(),
        basis: "".into(),
        since: jiff::civil::date(2026, 1, 1),
        until: None,
        explain: String::new(),
        on: "member".into(),
        place: Place { source: SourceId(0), span: Span::default() },
        base: Points::ZERO,
        min: None,
        max: None,
        round: None,
        bands: Vec::new(),
        quotas: Vec::new(),
        fields: Vec::new(),
        groups: Vec::new(),
        top: None,
        rank_by: None,
        prorata: None,
        lines,
    }
}

fn line(name: usize, does: Does) -> Line {
    Line { name: Arc::from(name.to_string()), does }
}

prop_compose! {
    fn item(deductions: bool)(
        each in if deductions { -50_i64..50 } else { 0..50 },
        from in 1..3_u32,
        most in prop::option::of(1..5_u32),
        max in prop::option::of(0..100_i64),
        share in prop_oneof![Just(Share::All), Just(Share::First), Just(Share::Half)],
        at_most in prop::option::of(1..4_u32),
        once in any::<bool>(),
    ) -> Item {
        let mut item = Item::new(Each::Fixed(tenths(each)));
        (item.from, item.most, item.max, item.share) = (from, most, max.map(tenths), share);
        (item.at_most, item.once) = (at_most, once.then(|| "once".to_owned()));
        item.min = if deductions { Some(tenths(-200)) } else { None };
        item
    }
}

prop_compose! {
    fn claim()(record in 0..40_usize, units in 1..4_i64, all in 1..5_usize, place in 0..5_usize, day in prop::option::of(1..28_i8), thing in 0..20_usize, each in 0..50_i64) -> Claim {
        Claim {
            row: row(record),
            units: units.into(),
            each: tenths(each),
            sponsor: (place.min(all), all),
            date: day.map(|day| jiff::civil::date(2026, 3, day)),
            thing: Thing::Record(row(thing)),
            reviewed: None,
        }
    }
}

/// Parts with items, and the claims of each item.
fn ledger(deductions: bool) -> impl Strategy<Value = (Scheme, Vec<Reading>)> {
    let part = (prop::option::of(0..300_i64), 0..100_i64, any::<bool>());
    let items = prop::collection::vec((item(deductions), prop::collection::vec(claim(), 0..8)), 1..4);
    let parts = prop::collection::vec((part, items), 1..4);
    (parts, 0..600_i64, prop::option::of(0..800_i64)).prop_map(move |(parts, base, max)| {
        let (mut lines, mut readings) = (Vec::new(), Vec::new());
        for ((cap, start, bonus), items) in parts {
            let min = deductions.then_some(Points::ZERO);
            let part = Part { start: tenths(start), min, max: cap.map(tenths), bonus };
            lines.push(line(lines.len(), Does::Part(part)));
            readings.push(Reading::Holds(true));
            for (item, mut claims) in items {
                for claim in &mut claims {
                    if let Each::Fixed(each) = item.each {
                        claim.each = if deductions { each } else { claim.each };
                    }
                }
                lines.push(line(lines.len(), Does::Item(Box::new(item))));
                readings.push(Reading::Claims(claims));
            }
        }
        let mut scheme = scheme(lines);
        (scheme.base, scheme.max) = (tenths(base), max.map(tenths));
        scheme.min = deductions.then_some(Points::ZERO);
        (scheme, readings)
    })
}

fn card(scheme: &Scheme, readings: &[Reading]) -> Card {
    work_out(scheme, row(0), readings, LATER).expect("in range")
}

fn sum(all: impl IntoIterator<Item = Points>) -> Points {
    Points::sum(all).expect("in range")
}

proptest! {
    #[test]
    fn a_further_record_never_lowers_a_score_without_deductions((scheme, readings) in ledger(false), more in claim()) {
        let before = card(&scheme, &readings).points;
        for at in 0..readings.len() {
            let mut readings = readings.clone();
            let Reading::Claims(claims) = &mut readings[at] else { continue };
            let mut more = more.clone();
            // A record that no item knows yet.
            (more.row, more.thing) = (row(99), Thing::Record(row(99)));
            claims.push(more);
            prop_assert!(card(&scheme, &readings).points >= before);
        }
    }

    #[test]
    fn a_score_stays_within_base_caps_and_floors((scheme, readings) in ledger(true)) {
        let card = card(&scheme, &readings);
        let mut bonus = Points::ZERO;
        for section in &card.sections {
            let Some(Does::Part(part)) = section.part.map(|line| &scheme.lines[line].does) else { continue };
            prop_assert!(part.max.is_none_or(|max| section.points <= max));
            prop_assert!(part.max.is_some_and(|max| max < Points::ZERO) || section.points >= Points::ZERO);
            for entry in &section.entries {
                let Does::Item(item) = &scheme.lines[entry.line].does else { continue };
                prop_assert!(item.max.is_none_or(|max| entry.points <= max));
                prop_assert!(item.max.is_some() || item.min.is_none_or(|min| entry.points >= min));
            }
            if section.bonus { bonus = bonus.plus(section.points).expect("in range"); }
        }
        prop_assert!(card.points >= Points::ZERO);
        prop_assert!(scheme.max.is_none_or(|max| card.points <= max.plus(bonus).expect("in range")));
    }

    #[test]
    fn a_card_adds_up_and_each_point_has_a_record((scheme, readings) in ledger(true)) {
        let card = card(&scheme, &readings);
        for section in &card.sections {
            for entry in &section.entries {
                let earned = sum(entry.earned.iter().map(|e| e.points));
                prop_assert_eq!(earned, entry.points.plus(entry.over).expect("in range"));
                prop_assert!(entry.points.is_zero() || !entry.earned.is_empty());
            }
            let entries = sum(section.entries.iter().map(|e| e.points)).plus(section.start).expect("in range");
            prop_assert_eq!(entries, section.points.plus(section.over).expect("in range"));
        }
        let parts = sum(card.sections.iter().map(|s| s.points)).plus(card.base).expect("in range");
        prop_assert_eq!(parts, card.points.minus(card.rounding).and_then(|p| p.plus(card.over)).expect("in range"));
    }

    #[test]
    fn the_order_of_records_does_not_matter((scheme, readings) in ledger(true), turn in 0..8_usize) {
        let mut turned = readings.clone();
        for reading in &mut turned {
            if let Reading::Claims(claims) = reading {
                claims.reverse();
                let by = turn % claims.len().max(1);
                claims.rotate_left(by);
            }
        }
        prop_assert_eq!(card(&scheme, &readings).points, card(&scheme, &turned).points);
    }
}

/// A scheme with three grades, and cards with those scores.
fn ranked(quota: Option<Quota>, scores: &[i64]) -> Vec<Card> {
    let mut scheme = scheme(vec![line(0, Does::Item(Box::new(Item::new(Each::Fixed(Points::ONE)))))]);
    let band = |grade: &str, min: i64| Band { grade: grade.into(), min: min.into(), max: None };
    scheme.bands = vec![band("优秀", 90), band("良好", 80), band("称职", 0)];
    scheme.quotas.extend(quota);
    let one = |(n, score): (usize, &i64)| {
        let claim = Claim {
            row: row(n),
            units: (*score).into(),
            each: Points::ONE,
            sponsor: (0, 1),
            date: None,
            thing: Thing::Record(row(n)),
            reviewed: None,
        };
        work_out(&scheme, row(n), &[Reading::Claims(vec![claim])], LATER).expect("in range")
    };
    let mut cards: Vec<Card> = (0..).zip(scores).map(one).collect();
    rank(&scheme, &mut cards, &|card| format!("{:03}", card.row.row.at()));
    cards
}

#[test]
fn forty_six_of_three_hundred_and_thirty_seven_are_cut_by_rank() {
    let scores: Vec<i64> = (0..337).map(|n| 200 - n / 2).collect();
    let quota = |seats| Quota { band: 0, seats, bottom: false, within: Vec::new(), level: Level::default() };
    let cards = ranked(Some(quota(Seats::Count(46))), &scores);
    assert_eq!(cards.iter().filter(|c| c.grade == Some(0)).count(), 46);
    assert_eq!(cards.iter().map(|c| c.rank).take(4).collect::<Vec<_>>(), [Some(1), Some(1), Some(3), Some(3)]);
    // 45 seats cut through a pair: both are left out and marked.
    let cards = ranked(Some(quota(Seats::Count(45))), &scores);
    assert_eq!(cards.iter().filter(|c| c.grade == Some(0)).count(), 44);
    assert_eq!(cards.iter().filter(|c| matches!(c.held, Some(super::card::Held::Tied(2)))).count(), 2);
    let share = quota(Seats::Share(tenths(1)));
    assert_eq!(ranked(Some(share), &scores).iter().filter(|c| c.grade == Some(0)).count(), 32);
}

#[test]
fn a_missed_minimum_holds_the_grade_and_a_veto_sets_it() {
    let minimum = Does::Minimum { need: Points::ONE, at_best: Some(1), due: Due::YEAR };
    let mut scheme = scheme(vec![line(0, minimum), line(1, Does::Veto { band: 2 })]);
    let band = |grade: &str, min: i64| Band { grade: grade.into(), min: min.into(), max: None };
    scheme.bands = vec![band("优秀", 90), band("良好", 80), band("称职", 0)];
    scheme.base = 95.into();
    let count = |n: i64| Reading::Count(Count { number: n.into(), proofs: (0..n).map(|_| row(1).into()).collect() });
    let grade = |minimum: i64, veto: i64| card(&scheme, &[count(minimum), count(veto)]).grade;
    assert_eq!((grade(1, 0), grade(0, 0), grade(1, 1), grade(0, 1)), (Some(0), Some(1), Some(2), Some(2)));
}

#[test]
fn a_minimum_is_missed_only_as_far_as_it_is_due() {
    let minimum = |need: i64, due: Due| scheme(vec![line(0, Does::Minimum { need: need.into(), at_best: None, due })]);
    let on = |scheme: &Scheme, have: i64, as_of: Date| {
        let count = Reading::Count(Count { number: have.into(), proofs: Vec::new() });
        let term = Term { year: 2026, as_of, months: None, period: None };
        let card = work_out(scheme, row(0), &[count], term).expect("in range");
        (card.short().count(), card.pending().count())
    };
    let yearly = minimum(1, Due::YEAR);
    assert_eq!(on(&yearly, 0, date(2026, 12, 31)), (0, 1), "on the last day it is still to come");
    assert_eq!(on(&yearly, 0, date(2027, 1, 1)), (1, 0));
    assert_eq!(on(&yearly, 1, date(2027, 1, 1)), (0, 0));
    let monthly = minimum(12, Due::Every(1));
    assert_eq!(on(&monthly, 2, date(2026, 3, 31)), (0, 1), "two months are over");
    assert_eq!(on(&monthly, 1, date(2026, 3, 31)), (1, 0));
    assert_eq!(on(&monthly, 3, date(2026, 4, 1)), (0, 1));
    assert_eq!(on(&monthly, 12, date(2026, 4, 1)), (0, 0));
    assert_eq!(on(&minimum(4, Due::Every(3)), 1, date(2026, 7, 1)), (1, 0));
    assert_eq!(on(&minimum(1, Due::By((2, 29))), 0, date(2026, 2, 28)), (0, 1), "the last of February");
    assert_eq!(on(&minimum(1, Due::By((2, 29))), 0, date(2026, 3, 1)), (1, 0));
}
