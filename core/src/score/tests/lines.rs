//! Rates, what clears points, and limits of parts of the year, on cards worked out by hand.

use super::*;
use crate::score::scheme::Per;

fn count(n: i64) -> Count {
    Count { number: n.into(), proofs: Vec::new() }
}

fn claim(record: usize, day: Date, units: i64) -> Claim {
    Claim {
        row: row(record),
        units: units.into(),
        each: Points::ONE,
        sponsor: (0, 1),
        date: Some(day),
        thing: Thing::Record(row(record)),
        reviewed: None,
    }
}

#[test]
fn a_rate_is_a_figure_that_ranks_and_nothing_to_do_is_no_figure() {
    let floor = Points::fraction(19, 20);
    let mut scheme = scheme(vec![line(0, Does::Rate { floor, at_best: None, due: Due::YEAR })]);
    scheme.rank_by = Some(0);
    let one = |n: usize, done: i64, total: i64| {
        work_out(&scheme, row(n), &[Reading::Ratio(count(done), count(total))], LATER).expect("in range")
    };
    let mut cards = vec![one(0, 0, 0), one(1, 1, 3), one(2, 2, 6), one(3, 20, 20)];
    rank(&scheme, &mut cards, &|card| format!("{:03}", card.row.row.at()));
    let ranks: Vec<(usize, Option<u32>)> = cards.iter().map(|card| (card.row.row.at(), card.rank)).collect();
    assert_eq!(ranks, [(3, Some(1)), (1, Some(2)), (2, Some(2)), (0, None)]);
    assert_eq!(cards.iter().map(|card| card.short().count()).collect::<Vec<_>>(), [0, 1, 1, 0]);
    assert_eq!(cards[1].rates[0].figure, Points::fraction(1, 3));
    assert_eq!((cards[3].rates[0].figure, cards[3].points), (None, Points::ZERO));
    let early = Term { as_of: date(2026, 6, 30), ..LATER };
    let card = work_out(&scheme, row(0), &[Reading::Ratio(count(1), count(3))], early).expect("in range");
    assert_eq!((card.short().count(), card.pending().count()), (0, 1), "the floor is due at the end of the year");
}

#[test]
fn what_clears_takes_the_points_of_a_part_or_all_and_the_card_adds_up() {
    let item = || Does::Item(Box::new(Item::new(Each::Fixed(Points::ONE))));
    let lines = |clear: Option<usize>| {
        vec![
            line(0, Does::Part(Part { max: Some(8.into()), ..Part::default() })),
            line(1, item()),
            line(2, Does::Part(Part::default())),
            line(3, item()),
            line(4, Does::Clear { part: clear }),
        ]
    };
    let readings = |discipline: i64| {
        let proofs: Vec<crate::score::Proof> = (0..discipline).map(|_| row(9).into()).collect();
        [
            Reading::Holds(true),
            Reading::Claims(vec![claim(1, date(2026, 1, 5), 10)]),
            Reading::Holds(true),
            Reading::Claims(vec![claim(2, date(2026, 1, 5), 5)]),
            Reading::Count(Count { number: discipline.into(), proofs }),
        ]
    };
    let card = |clear: Option<usize>, discipline: i64| {
        let mut scheme = scheme(lines(clear));
        scheme.base = 60.into();
        work_out(&scheme, row(0), &readings(discipline), LATER).expect("in range")
    };
    assert_eq!(card(Some(0), 0).points, 73.into());
    let part = card(Some(0), 1);
    assert_eq!((part.points, part.sections[0].cleared, part.sections[0].over), (65.into(), 8.into(), 2.into()));
    let all = card(None, 1);
    assert_eq!((all.points, all.cleared, all.clears.len()), (Points::ZERO, 73.into(), 1));
    for card in [part, all] {
        let parts = sum(card.sections.iter().map(|section| section.points)).plus(card.base).expect("in range");
        assert_eq!(parts.minus(card.over).and_then(|p| p.minus(card.cleared)), Ok(card.points));
    }
}

#[test]
fn limits_of_a_quarter_hold_for_each_quarter() {
    let mut item = Item::new(Each::Fixed(2.into()));
    (item.max, item.per) = (Some(4.into()), Some(Per::Quarter));
    let days = [(1, 1, 3), (2, 2, 3), (3, 3, 3), (4, 4, 1), (5, 12, 31)];
    let claims = {
        let of = |(record, month, day): &(usize, i8, i8)| Claim {
            each: 2.into(),
            ..claim(*record, date(2026, *month, *day), 1)
        };
        Reading::Claims(days.iter().map(of).collect())
    };
    let card = |item: &Item| {
        let scheme = scheme(vec![line(0, Does::Item(Box::new(item.clone())))]);
        work_out(&scheme, row(0), std::slice::from_ref(&claims), LATER).expect("in range")
    };
    let capped = card(&item);
    let entry = capped.entry(0).expect("an entry");
    assert_eq!((capped.points, entry.over), (8.into(), 2.into()));
    let periods: Vec<(i8, Points, Points)> = entry.periods.iter().map(|p| (p.number, p.points, p.over)).collect();
    assert_eq!(periods, [(1, 4.into(), 2.into()), (2, 2.into(), 0.into()), (4, 2.into(), 0.into())]);
    (item.max, item.most, item.per) = (None, Some(1), Some(Per::HalfYear));
    assert_eq!(card(&item).points, 4.into());
    (item.most, item.from, item.per) = (None, 2, Some(Per::Month));
    assert_eq!(card(&item).points, Points::ZERO);
    item.per = Some(Per::Quarter);
    assert_eq!(card(&item).points, 4.into());
}
