//! Quotas, groups and the first of each, on cards worked out by hand.

use super::*;
use crate::score::card::Held;
use crate::score::places::{First, Ties, Top};

/// A scheme of two items, of which the second earns a hundredth of a point for one, and four grades.
fn two_items() -> Scheme {
    let item = |each: Points| Does::Item(Box::new(Item::new(Each::Fixed(each))));
    let mut scheme = scheme(vec![line(0, item(Points::ONE)), line(1, item(Points::ZERO))]);
    let band = |grade: &str, min: i64| Band { grade: grade.into(), min: min.into(), max: None };
    scheme.bands = vec![band("优秀", 90), band("良好", 80), band("称职", 60), band("不称职", 0)];
    scheme
}

/// Cards of a group and a score each.
fn ranked(scheme: &Scheme, of: &[(&str, i64)]) -> Vec<Card> {
    let claim = |n: usize, units: i64| Claim {
        row: row(n),
        units: units.into(),
        each: Points::ONE,
        sponsor: (0, 1),
        date: None,
        thing: Thing::Record(row(n)),
        reviewed: None,
    };
    let mut cards: Vec<Card> = (0..)
        .zip(of)
        .map(|(n, (group, score))| {
            let readings = [Reading::Claims(vec![claim(n, *score)]), Reading::Claims(Vec::new())];
            let mut card = work_out(scheme, row(n), &readings, LATER).expect("in range");
            card.values = vec![(!group.is_empty()).then(|| (*group).to_owned())];
            card
        })
        .collect();
    rank(scheme, &mut cards, &|card| format!("{:03}", card.row.row.at()));
    cards
}

fn quota(band: usize, seats: Seats, ties: Ties) -> Quota {
    Quota { band, seats, bottom: false, within: Vec::new(), level: Level { by: Vec::new(), ties } }
}

fn grades(cards: &[Card]) -> Vec<usize> {
    cards.iter().map(|card| card.grade.expect("a grade")).collect()
}

#[test]
fn a_quota_passes_those_without_a_place_on_to_the_next() {
    let mut scheme = two_items();
    scheme.quotas = vec![quota(0, Seats::Count(1), Ties::Decide), quota(1, Seats::Count(2), Ties::Decide)];
    let cards = ranked(&scheme, &[("", 99), ("", 98), ("", 97), ("", 85), ("", 70)]);
    assert_eq!(grades(&cards), [0, 1, 1, 2, 2]);
    assert_eq!(cards.iter().filter(|card| card.held == Some(Held::Quota)).count(), 3);
}

#[test]
fn a_grade_that_goes_by_places_alone_is_for_those_who_have_one() {
    let mut scheme = two_items();
    scheme.bands[1].min = 90.into();
    scheme.quotas = vec![quota(0, Seats::Count(1), Ties::Decide)];
    assert_eq!(grades(&ranked(&scheme, &[("", 99), ("", 98), ("", 70)])), [0, 1, 2]);
    // Who stands outside the ranking has no place, whatever the score.
    let mut cards = ranked(&scheme, &[("", 99), ("", 98)]);
    for card in &mut cards {
        (card.unranked, card.grade) = (card.whole == 99.into(), Some(0));
    }
    rank(&scheme, &mut cards, &|card| format!("{:03}", card.row.row.at()));
    let of = |score: i64| cards.iter().find(|card| card.whole == score.into()).and_then(|card| card.grade);
    assert_eq!((of(98), of(99)), (Some(0), Some(1)));
    // Where the scores of the grade are its own, they count outside the ranking, too.
    scheme.bands[1].min = 80.into();
    for card in &mut cards {
        card.grade = Some(0);
    }
    rank(&scheme, &mut cards, &|card| format!("{:03}", card.row.row.at()));
    assert_eq!(grades(&cards), [0, 0]);
}

#[test]
fn ties_at_the_last_place_are_in_out_or_undecided() {
    let all = [("", 99), ("", 95), ("", 95), ("", 91)];
    for (ties, expected) in [(Ties::In, [0, 0, 0, 1]), (Ties::Out, [0, 1, 1, 1]), (Ties::Decide, [0, 1, 1, 1])] {
        let mut scheme = two_items();
        scheme.quotas = vec![quota(0, Seats::Count(2), ties)];
        let cards = ranked(&scheme, &all);
        assert_eq!(grades(&cards), expected, "{ties:?}");
        let undecided = cards.iter().filter(|card| card.held == Some(Held::Tied(2))).count();
        assert_eq!(undecided, if ties == Ties::Decide { 2 } else { 0 });
    }
}

#[test]
fn a_further_line_tells_those_who_are_level_apart() {
    let mut scheme = two_items();
    let mut by_base = quota(0, Seats::Count(1), Ties::Decide);
    by_base.level.by = vec![0];
    scheme.quotas = vec![by_base];
    // A cap makes the scores level; the first line is not capped.
    scheme.max = Some(95.into());
    let cards = ranked(&scheme, &[("", 96), ("", 99), ("", 97)]);
    assert_eq!(cards.iter().map(|card| card.rank).collect::<Vec<_>>(), [Some(1); 3]);
    let best: Vec<usize> = cards.iter().filter(|card| card.grade == Some(0)).map(|card| card.row.row.at()).collect();
    assert_eq!(best, [1]);
}

#[test]
fn the_last_get_the_grade_and_nobody_a_better_one_by_it() {
    let mut scheme = two_items();
    let last = Quota { bottom: true, ..quota(2, Seats::Share(Points::fraction(1, 2).expect("a half")), Ties::Decide) };
    scheme.quotas = vec![last.clone()];
    let cards = ranked(&scheme, &[("", 99), ("", 95), ("", 91), ("", 50)]);
    assert_eq!(grades(&cards), [0, 0, 2, 3], "who is worse stays so and is one of the two");
    assert_eq!(cards[2].held, Some(Held::Last));
    let cards = ranked(&scheme, &[("", 99), ("", 91), ("", 91), ("", 50)]);
    assert_eq!(grades(&cards), [0, 0, 0, 3]);
    assert_eq!([cards[1].held, cards[2].held], [Some(Held::LastTied(2)); 2]);
    scheme.quotas = vec![Quota { level: Level { by: Vec::new(), ties: Ties::In }, ..last }];
    let cards = ranked(&scheme, &[("", 99), ("", 91), ("", 91), ("", 50)]);
    assert_eq!(grades(&cards), [0, 2, 2, 3]);
}

#[test]
fn a_quota_within_groups_counts_each_by_itself() {
    let mut scheme = two_items();
    scheme.quotas = vec![Quota {
        within: vec![0],
        ..quota(0, Seats::Share(Points::fraction(1, 3).expect("a third")), Ties::Decide)
    }];
    let cards =
        ranked(&scheme, &[("甲", 99), ("甲", 98), ("甲", 97), ("乙", 96), ("乙", 95), ("", 94), ("", 93), ("", 92)]);
    let best: Vec<i64> = (0..).zip(&cards).filter(|(_, card)| card.grade == Some(0)).map(|(n, _)| n).collect();
    assert_eq!(best, [0, 5], "a third of three, of two and of the three without a group");
}

#[test]
fn groups_have_places_of_their_own_and_the_first_are_marked() {
    let mut scheme = two_items();
    scheme.groups = vec![0];
    scheme.top = Some(Top { count: 1, level: Level::default() });
    let cards = ranked(&scheme, &[("甲", 99), ("乙", 98), ("乙", 98), ("甲", 97), ("", 96)]);
    let places: Vec<(u32, u32)> = cards.iter().filter_map(|card| card.rank.zip(card.group_rank)).collect();
    assert_eq!(places, [(1, 1), (2, 1), (2, 1), (4, 2), (5, 1)]);
    let first: Vec<Option<First>> = cards.iter().map(|card| card.first).collect();
    let (among, tied) = (Some(First::Among), Some(First::Tied(2)));
    assert_eq!(first, [among, tied, tied, None, among]);
}
