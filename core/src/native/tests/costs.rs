//! What native loops cost: no more than their elements, and never less.

use std::slice::from_ref;

use super::{array, field, function, ints, method, own_text, text, with};
use crate::native::state::State;
use crate::native::stop::Answer;
use crate::native::testing::World;
use crate::native::value::{Data, Value};

/// Operations that work costs.
fn cost(state: &mut State<'_>, work: impl FnOnce(&mut State<'_>) -> Answer) -> i64 {
    let before = state.budget.left();
    work(state).unwrap_or_else(|stop| panic!("{}", super::words(stop)));
    before - state.budget.left()
}

/// Whether what four times as many cost is at least three, and at most so many times as much.
#[track_caller]
fn grows(name: &str, costs: [i64; 3], at_most: i64) {
    let [one, two, four] = costs;
    assert!(one > 0 && four >= 3 * one && two <= four && four <= at_most * one, "{name}: {costs:?}");
}

#[test]
fn going_through_elements_costs_each_of_them_once() {
    let world = World::new("");
    let state = &mut world.state();
    let sizes = [1000, 2000, 4000];
    let itself = |_: &mut State<'_>, item: Value| Ok(item);
    let never = |_: &mut State<'_>, _: Value| Ok(Value::bool(false));
    for name in ["map", "sum", "min", "max", "distinct", "group_by", "sort_by"] {
        // Every second one in the opposite order, so that sorting has something to do.
        let costs = sizes.map(|n| {
            let numbers = ints(state, (0..n).map(|i| if i % 2 == 0 { i } else { n - i }));
            cost(state, |state| with(state, &numbers, name, itself))
        });
        grows(name, costs, if name == "sort_by" { 6 } else { 5 });
    }
    for name in ["filter", "count", "any", "none", "find"] {
        let costs = sizes.map(|n| {
            let numbers = ints(state, 0..n);
            cost(state, |state| with(state, &numbers, name, never))
        });
        grows(name, costs, 4);
    }
    for name in ["sum", "min", "max", "distinct", "reverse"] {
        let costs = sizes.map(|n| {
            let numbers = ints(state, 0..n);
            cost(state, |state| method(state, name, &[numbers]))
        });
        grows(name, costs, 5);
    }
    for (name, with) in [("contains", Value::int(-1)), ("join", text(state, "A"))] {
        let costs = sizes.map(|n| {
            let numbers = ints(state, 0..n);
            cost(state, |state| method(state, name, &[numbers, with.clone()]))
        });
        grows(name, costs, 5);
    }
    let numbers = ints(state, 0..1000);
    assert_eq!(cost(state, |state| method(state, "count", from_ref(&numbers))), 0, "it is known");
    assert_eq!(cost(state, |state| method(state, "first", &[numbers])), 1);
}

#[test]
fn views_cost_their_records() {
    let mut more = String::new();
    for n in 0..2000 {
        use std::fmt::Write as _;
        let year = if n % 2 == 0 { 2026 } else { 2025 };
        let head = format!("[[member]]\nid = \"n{n}\"\nyear = {year}\nname = \"t\"\nsector = \"business\"\n");
        let _ = write!(more, "{head}joined_on = {year}-03-01\ncommittee = \"economy\"\n");
    }
    let world = World::new(&more);
    let state = &mut world.state();
    let link = &state.property_named(world.row("committee", "economy"), "members").unwrap();
    let mut costs = |back| {
        state.scope.back = back;
        let count = cost(state, |state| method(state, "count", from_ref(link)));
        (count, cost(state, |state| with(state, link, "sort_by", field("name"))))
    };
    let ((half, sorted), (whole, all_sorted)) = (costs(0), costs(1));
    assert!(half >= 1000 && whole == 0, "where all count, their number is known: {half} {whole}");
    assert!(sorted > 2000 && all_sorted > 4000 && all_sorted < 3 * sorted, "{sorted} {all_sorted}");
}

#[test]
fn long_texts_cost_their_length() {
    let world = World::new("");
    let state = &mut world.state();
    let sizes = [1 << 17, 1 << 18, 1 << 19];
    for name in
        ["len", "trim", "to_upper", "contains", "starts_with", "split", "sub_string", "replace", "parse", "label"]
    {
        let costs = sizes.map(|n| {
            let long = own_text(state, &format!(" {}", "x".repeat(n)));
            let letters = own_text(state, "y");
            cost(state, |state| match name {
                "len" | "trim" | "to_upper" => method(state, name, &[long]),
                "replace" => method(state, name, &[long, letters.clone(), letters]),
                "sub_string" => method(state, name, &[long, Value::int(1)]),
                "parse" => function(state, "parse_int", &[long]).or(Ok(Value::UNIT)),
                "label" => function(state, "label", &[long]).or(Ok(Value::UNIT)),
                _ => method(state, name, &[long, letters]),
            })
        });
        grows(name, costs, 5);
    }
    // The same text a thousand times is read a thousand times where it is compared or told apart.
    for name in ["contains", "distinct", "min"] {
        let costs = sizes.map(|n| {
            let long = own_text(state, &"x".repeat(n));
            let last = own_text(state, &"y".repeat(n));
            let many = array(state, vec![long; 1000]);
            cost(state, |state| match name {
                "contains" => method(state, name, &[many, last]),
                _ => method(state, name, &[many]),
            })
        });
        assert!(costs[0] > 100_000, "{name}: {costs:?}");
        grows(name, costs, 5);
    }
}

#[test]
fn long_fractions_cost_more_than_short_ones() {
    let world = World::new("");
    let state = &mut world.state();
    let long = crate::score::Points::fraction((1 << 40) + 1, 1 << 40).expect("a fraction");
    let long = Value::of(crate::native::number::Number::Exact(long).data());
    for (number, least) in [(Value::int(3), 1), (long, 48)] {
        for name in ["sum", "min", "max", "sort_by"] {
            let costs = [1000, 2000, 4000].map(|n| {
                let many = array(state, vec![number.clone(); n]);
                cost(state, |state| match name {
                    "sort_by" => with(state, &many, name, |_, item| Ok(item)),
                    _ => method(state, name, &[many]),
                })
            });
            grows(name, costs, 6);
            assert!(costs[0] >= 1000 * least, "{name}: {costs:?}");
        }
    }
}

#[test]
fn long_names_of_entries_cost_their_length_wherever_they_are_looked_for() {
    let world = World::new("");
    let state = &mut world.state();
    for name in ["has", "get", "contains"] {
        let costs = [1 << 17, 1 << 18, 1 << 19].map(|n| {
            let long = "x".repeat(n);
            let (map, key) =
                (super::map(state, &[(&long, Value::int(1)), ("y", Value::int(2))]), own_text(state, &long));
            cost(state, |state| match name {
                "get" => method(state, name, &[map, key, Value::int(0)]),
                _ => method(state, name, &[map, key]),
            })
        });
        grows(name, costs, 5);
    }
}

#[test]
fn searching_and_turning_cost_more_than_copying() {
    let world = World::new("");
    let state = &mut world.state();
    let long = own_text(state, &"x".repeat(1 << 19));
    let mut price = |name: &str| {
        let long = long.clone();
        cost(state, |state| match name {
            "contains" => {
                let part = text(state, "y");
                method(state, name, &[long, part])
            }
            _ => method(state, name, &[long]),
        })
    };
    let (copied, searched, turned) = (price("len"), price("contains"), price("to_upper"));
    assert!(copied > 0 && searched > 4 * copied && turned > 3 * searched, "{copied} {searched} {turned}");
}

#[test]
fn arrays_that_share_their_elements_are_not_compared_for_ever() {
    let world = World::new("");
    let state = &mut world.state();
    let mut pair = [ints(state, [1]), ints(state, [1])];
    for _ in 0..40 {
        pair = pair.map(|a| array(state, vec![a.clone(), a]));
    }
    let [a, b] = pair;
    let stopped = crate::native::compare::equal(state, &a, &b).unwrap_err();
    assert_eq!(super::words(stopped), "too many operations (perhaps an endless loop)");
}

#[test]
fn endless_ranges_end() {
    let world = World::new("");
    let state = &mut world.state();
    let range = Value::range(0, i64::MAX);
    let source = crate::native::functions::elements::items(&range).expect("numbers");
    let each = &mut |_: &mut State<'_>, _: Value| Ok(std::ops::ControlFlow::Continue(()));
    let stopped = crate::native::items::Items::each(&source, state, each).unwrap_err();
    assert_eq!(super::words(stopped), "too many operations (perhaps an endless loop)");
}

#[test]
fn what_closures_keep_is_paid_for() {
    let world = World::new("");
    let state = &mut world.state();
    let numbers = ints(state, 0..1_000_000);
    let long = |state: &mut State<'_>, _: Value| state.new_text("x".repeat(1000));
    assert_eq!(super::wrong(with(state, &numbers, "map", long)), "used too much memory");
    let pair = |state: &mut State<'_>, item: Value| Ok(array(state, vec![item]));
    assert!(with(state, &numbers, "map", pair).is_ok());
    state.budget.start(0);
    // Numbers that do not fit into a value are paid for with the array that holds them.
    let fraction = |_: &mut State<'_>, item: Value| {
        let Data::Int(n) = item.data else { panic!("a number") };
        let points = crate::score::Points::fraction(1, i128::from(n) + (1 << 40)).expect("a fraction");
        Ok(Value::of(crate::native::number::Number::Exact(points).data()))
    };
    let before = numbers.clone();
    drop(numbers);
    let kept = with(state, &before, "map", fraction).unwrap();
    assert!(kept.depth() == 1 && state.budget.pay(200 << 20).is_err());
}
