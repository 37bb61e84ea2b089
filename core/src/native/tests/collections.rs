//! Views, arrays and ranges.

use std::slice::from_ref;

use super::{
    array, field, function, ints, map, method, number, own_text, property, run, show, shows, text, with, wrong,
};
use crate::native::functions::arrays::{append, item, plus, push};
use crate::native::functions::{self};
use crate::native::state::{State, Target};
use crate::native::stop::Answer;
use crate::native::testing::World;
use crate::native::value::{Data, Value};

fn activities(state: &mut State<'_>, world: &World, member: &str) -> Value {
    state.property_named(world.row("member", member), "activities").expect("a link")
}

fn visits(state: &mut State<'_>, item: Value) -> Answer {
    let form = field("form")(state, item)?;
    Ok(Value::bool(state.text(&form) == Some("visit")))
}

#[test]
fn views_are_counted_filtered_and_read() {
    let world = World::new("");
    let state = &mut world.state();
    let all = activities(state, &world, "A");
    assert_eq!(shows(method(state, "count", from_ref(&all)), state), "3");
    for (name, expected) in [("count", "2"), ("any", "true"), ("all", "false"), ("none", "false"), ("find", "走访企业")]
    {
        let answer = with(state, &all, name, visits);
        assert_eq!(shows(answer, state), expected, "{name}");
    }
    let filtered = with(state, &all, "filter", visits).unwrap();
    assert_eq!(show(state, &filtered), "<走访企业, 走访社区>");
    assert_eq!(shows(method(state, "last", &[filtered]), state), "走访社区");
    for (name, name_of_field, expected) in [
        ("map", "title", "[走访企业, 座谈会, 走访社区]"),
        ("sum", "hours", "5.5"),
        ("min", "date", "2026-03-01"),
        ("max", "hours", "2.5"),
        ("distinct", "form", "[visit, meeting]"),
        ("sort_by", "hours", "<座谈会, 走访社区, 走访企业>"),
    ] {
        let answer = with(state, &all, name, field(name_of_field));
        assert_eq!(shows(answer, state), expected, "{name}");
    }
    let least = with(state, &all, "min", field("hours")).unwrap();
    assert!(matches!(state.target(&least), Some(Target::Value(place)) if place.row == world.row("activity", "2")));
}

#[test]
fn groups_have_a_key_and_their_records() {
    let world = World::new("");
    let state = &mut world.state();
    let all = activities(state, &world, "A");
    let groups = with(state, &all, "group_by", field("form")).unwrap();
    let Data::Array(groups) = &groups.data else { panic!("an array") };
    let mut shown = Vec::new();
    for group in &groups.items {
        let (key, items) = (property(state, group, "key").unwrap(), property(state, group, "items").unwrap());
        shown.push(format!("{}: {}", show(state, &key), show(state, &items)));
    }
    assert_eq!(shown, ["visit: <走访企业, 走访社区>", "meeting: <座谈会>"]);
}

#[test]
fn where_takes_records_and_maps() {
    let world = World::new("");
    let state = &mut world.state();
    let all = activities(state, &world, "A");
    let (form, visit) = (text(state, "form"), own_text(state, "visit"));
    let expected = "<走访企业, 走访社区>";
    assert_eq!(shows(method(state, "where", &[all.clone(), form.clone(), visit.clone()]), state), expected);
    // Sorted views have no index, and arrays have none either.
    let sorted = with(state, &all, "sort_by", field("hours")).unwrap();
    let found = method(state, "where", &[sorted, form.clone(), visit.clone()]);
    assert_eq!(shows(found, state), "<走访社区, 走访企业>");
    let records = with(state, &all, "map", |_, record| Ok(record)).unwrap();
    let found = method(state, "where", &[records, form, visit]);
    assert_eq!(shows(found, state), "[走访企业, 走访社区]");
    let (one, two) = (map(state, &[("n", Value::int(1))]), map(state, &[("n", Value::int(2)), ("m", Value::int(1))]));
    let (maps, n) = (array(state, vec![one, two]), text(state, "n"));
    let found = method(state, "where", &[maps.clone(), n.clone(), number("2.0")]).unwrap();
    assert_eq!(shows(with(state, &found, "map", field("m")), state), "[1]");
    assert_eq!(wrong(method(state, "where", &[maps, n.clone(), n.clone()])), "cannot compare a number with a string");
    let numbers = ints(state, [1]);
    assert_eq!(wrong(method(state, "where", &[numbers, n, Value::int(1)])), "a number has no field `n`");
}

#[test]
fn what_is_empty_says_which() {
    let world = World::new("");
    let state = &mut world.state();
    let none = activities(state, &world, "B");
    let empty = array(state, Vec::new());
    let nobody = with(state, &none, "filter", |_, _| Ok(Value::bool(true))).unwrap();
    for (value, what) in [
        (&none, "there are no `activity` records; ask is_empty() first"),
        (&nobody, "there are no such `activity` records; ask is_empty() first"),
        (&empty, "the array is empty; ask is_empty() first"),
    ] {
        assert_eq!(wrong(method(state, "first", from_ref(value))), what);
        assert_eq!(wrong(method(state, "last", from_ref(value))), what);
        assert_eq!(wrong(with(state, value, "max", field("hours"))), what);
        assert_eq!(shows(method(state, "is_empty", from_ref(value)), state), "true");
        assert_eq!(shows(with(state, value, "sum", field("hours")), state), "0");
    }
    assert_eq!(wrong(method(state, "min", &[empty])), "the array is empty; ask is_empty() first");
}

#[test]
fn sums_are_exact_and_whole_where_all_are() {
    let world = World::new("");
    let state = &mut world.state();
    let third =
        Value::of(crate::native::number::Number::Int(1).over(&crate::native::number::Number::Int(3)).unwrap().data());
    let thirds = array(state, vec![third.clone(), third.clone(), third]);
    let sum = method(state, "sum", &[thirds]).unwrap();
    assert!(crate::native::compare::equal(state, &sum, &Value::int(1)).unwrap() && !matches!(sum.data, Data::Int(_)));
    let whole = ints(state, 1..=4);
    assert!(matches!(method(state, "sum", &[whole]).unwrap().data, Data::Int(10)));
    let mixed = array(state, vec![Value::int(1), number("0.5")]);
    assert_eq!(shows(method(state, "sum", &[mixed]), state), "1.5");
    let large = ints(state, [i64::MAX, 1]);
    assert_eq!(wrong(method(state, "sum", &[large])), "the sum is out of range");
    let letters = text(state, "A");
    let words = array(state, vec![letters]);
    assert_eq!(wrong(method(state, "sum", &[words])), "cannot add up a string");
}

#[test]
fn what_cannot_be_ordered_or_told_apart_is_a_fault() {
    let world = World::new("");
    let state = &mut world.state();
    let letters = text(state, "A");
    // The one that does not fit is the last of many, and among equals.
    let mut items: Vec<Value> = (0..100).map(|n| Value::int(n % 7)).collect();
    items.push(letters);
    let mixed = array(state, items);
    let itself = |_: &mut State<'_>, item: Value| Ok(item);
    assert_eq!(wrong(with(state, &mixed, "sort_by", itself)), "cannot compare a number with a string");
    assert_eq!(wrong(with(state, &mixed, "distinct", itself)), "cannot compare a number with a string");
    assert_eq!(wrong(with(state, &mixed, "group_by", itself)), "cannot compare a number with a string");
    assert_eq!(wrong(method(state, "min", &[mixed])), "cannot compare a string with a number");
    let only = array(state, vec![Value::UNIT]);
    assert_eq!(wrong(with(state, &only, "sort_by", itself)), "cannot compare nothing with nothing");
    // A fault of the closure is the fault.
    let numbers = ints(state, 0..10);
    let faulty = |state: &mut State<'_>, item: Value| field("n")(state, item);
    for name in ["map", "sum", "sort_by", "group_by", "distinct", "min"] {
        assert_eq!(wrong(with(state, &numbers, name, faulty)), "a number has no field `n`", "{name}");
    }
    // Nothing may be among what is told apart, as it may be compared with anything.
    let some = array(state, vec![Value::UNIT, Value::int(1), Value::UNIT]);
    assert_eq!(shows(method(state, "distinct", &[some]), state), "[, 1]");
}

#[test]
fn texts_are_the_same_wherever_they_come_from() {
    let world = World::new("");
    let state = &mut world.state();
    let of_data = state.property_named(world.row("activity", "1"), "form").unwrap();
    let (built, other) = (own_text(state, "visit"), own_text(state, "unheard of"));
    let again = own_text(state, "unheard of");
    let all = array(state, vec![of_data, built.clone(), other, again]);
    assert_eq!(shows(method(state, "distinct", from_ref(&all)), state), "[visit, unheard of]");
    assert_eq!(shows(method(state, "contains", &[all, built]), state), "true");
}

#[test]
fn sorting_keeps_equal_ones_in_their_order() {
    let world = World::new("");
    let state = &mut world.state();
    for count in [0_i64, 1, 2, 3, 7, 64, 100] {
        let numbers = ints(state, (0..count).map(|n| n * 37 % 101));
        let by_tens = |_: &mut State<'_>, item: Value| match item.data {
            Data::Int(n) => Ok(Value::int(n / 10)),
            _ => panic!("a number"),
        };
        let sorted = with(state, &numbers, "sort_by", by_tens);
        let mut expected: Vec<i64> = (0..count).map(|n| n * 37 % 101).collect();
        expected.sort_by_key(|n| n / 10);
        let expected = ints(state, expected);
        assert_eq!(shows(sorted, state), show(state, &expected));
    }
}

#[test]
fn an_array_is_changed_where_nobody_else_holds_it() {
    let world = World::new("");
    let state = &mut world.state();
    let mut a = field("tags")(state, world.record("member", "A")).unwrap();
    let before = a.clone();
    push(state, &mut a, Value::int(1)).unwrap();
    assert_eq!((show(state, &before), show(state, &a)), ("[new, local]".to_owned(), "[new, local, 1]".to_owned()));
    // A finding points no longer at what was read, but still at its elements.
    assert!(before.from.is_some() && !a.from.is_some());
    let first = item(state, &a, 0).unwrap();
    assert!(state.target(&first).is_some());
    let other = ints(state, [2, 3]);
    append(state, &mut a, &other).unwrap();
    let twice = plus(state, &a, &a).unwrap();
    assert_eq!(show(state, &twice), "[new, local, 1, 2, 3, new, local, 1, 2, 3]");
    let own = a.clone();
    append(state, &mut a, &own).unwrap();
    assert_eq!(show(state, &a), show(state, &twice));
    for (at, expected) in [(0, "new"), (-1, "3"), (-10, "new")] {
        assert_eq!(shows(item(state, &a, at), state), expected);
    }
    for at in [10, -11, i64::MIN, i64::MAX] {
        assert_eq!(wrong(item(state, &a, at)), format!("no index {at} in an array of 10"));
    }
}

#[test]
fn arrays_are_neither_too_deep_nor_too_long() {
    let world = World::new("");
    let state = &mut world.state();
    let mut a = array(state, Vec::new());
    for _ in 1..64 {
        a = array(state, vec![a]);
    }
    let (mut outer, deep) = (array(state, Vec::new()), "a string, array or map is too large");
    assert_eq!(super::words(push(state, &mut outer, a.clone()).unwrap_err()), deep);
    let one = ints(state, [1]);
    assert_eq!(wrong(with(state, &one, "map", move |_, _| Ok(a.clone()))), deep);
    let thousand = ints(state, 0..1000);
    let mut long = array(state, Vec::new());
    for _ in 0..1000 {
        append(state, &mut long, &thousand).unwrap();
    }
    assert_eq!(super::words(push(state, &mut long, Value::int(1)).unwrap_err()), deep);
    assert_eq!(wrong(plus(state, &long, &one)), deep);
}

#[test]
fn arrays_are_joined_and_turned_round() {
    let world = World::new("");
    let state = &mut world.state();
    let all = activities(state, &world, "A");
    let titles = with(state, &all, "map", field("title")).unwrap();
    let between = own_text(state, "、");
    let turned = method(state, "reverse", &[titles]).unwrap();
    assert_eq!(shows(method(state, "join", &[turned, between.clone()]), state), "走访社区、座谈会、走访企业");
    let inner = ints(state, [1]);
    let nested = array(state, vec![inner]);
    let why = "a value of type array cannot be put into a text; write .join(\", \"), or .len() for their number";
    assert_eq!(wrong(method(state, "join", &[nested, between])), why);
}

#[test]
fn two_views_are_one_without_repeats() {
    let world = World::new("");
    let state = &mut world.state();
    let all = activities(state, &world, "A");
    let visits = with(state, &all, "filter", visits).unwrap();
    let both = method(state, "and", &[visits.clone(), all]).unwrap();
    assert_eq!(show(state, &both), "<走访企业, 座谈会, 走访社区>");
    let meeting = world.record("activity", "2");
    assert_eq!(shows(method(state, "contains", &[both, meeting.clone()]), state), "true");
    assert_eq!(shows(method(state, "contains", &[visits.clone(), meeting]), state), "false");
    let members = super::text(state, "member");
    let members = method(state, "all", &[Value::of(Data::Ctx), members]).unwrap();
    assert_eq!(wrong(method(state, "and", &[visits, members])), "the records are of different kinds");
}

#[test]
fn a_link_gives_the_records_of_the_years_that_are_looked_at() {
    let more = "[[member]]\nid = \"C\"\nyear = 2025\nname = \"委员丙\"\nsector = \"farming\"\njoined_on = 2023-01-01\n\
        committee = \"economy\"\n";
    let world = World::new(more);
    let state = &mut world.state();
    let all = state.property_named(world.row("committee", "economy"), "members").unwrap();
    let (field_name, farming) = (text(state, "sector"), text(state, "farming"));
    let mut seen = Vec::new();
    for back in [0, 1] {
        state.scope.back = back;
        let equal = method(state, "where", &[all.clone(), field_name.clone(), farming.clone()]).unwrap();
        let last = method(state, "last", from_ref(&all)).unwrap();
        let count = method(state, "count", from_ref(&all)).unwrap();
        let sorted = with(state, &all, "sort_by", field("joined_on")).unwrap();
        let at = item(state, &all, -1).unwrap();
        seen.push([count, equal, last, at, sorted].map(|value| show(state, &value)).join(" "));
    }
    assert_eq!(
        seen,
        ["2 <委员乙> 委员乙 委员乙 <委员甲, 委员乙>", "3 <委员乙, 委员丙> 委员丙 委员丙 <委员丙, 委员甲, 委员乙>"]
    );
}

#[test]
fn ranges_are_numbers() {
    let world = World::new("");
    let state = &mut world.state();
    let range = Value::range(1, 4);
    assert_eq!(show(state, &range), "<1, 2, 3>");
    assert_eq!(shows(method(state, "contains", &[range.clone(), Value::int(3)]), state), "true");
    assert_eq!(shows(method(state, "contains", &[range, Value::int(4)]), state), "false");
    let entry = functions::named("count").next().expect("count");
    assert_eq!(shows(run(state, entry, &[Value::range(i64::MIN, i64::MAX)]), state).len(), 19);
    assert_eq!(shows(function(state, "max", &[Value::int(1), number("1.5")]), state), "1.5");
}
