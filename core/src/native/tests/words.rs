//! Texts, numbers, dates, periods and working days.

use std::slice::from_ref;

use jiff::civil::date;

use super::{array, function, map, method, number, own_text, property, shows, text, wrong};
use crate::native::functions::dates::{between, shift};
use crate::native::number::Number;
use crate::native::state::State;
use crate::native::testing::World;
use crate::native::value::{Data, Value};
use crate::value::Period;

const CTX: Value = Value::of(Data::Ctx);

fn day(year: i16, month: i8, day: i8) -> Value {
    Value::of(Data::Date(date(year, month, day)))
}

/// Calls a method of a text with texts.
fn of_text(state: &mut State<'_>, name: &str, texts: &[&str]) -> String {
    let values: Vec<Value> = texts.iter().map(|letters| own_text(state, letters)).collect();
    let answer = method(state, name, &values);
    shows(answer, state)
}

#[test]
fn texts_are_measured_searched_and_changed() {
    let world = World::new("");
    let state = &mut world.state();
    for (name, texts, expected) in [
        ("len", &["履职 ok"][..], "5"),
        ("is_empty", &[""], "true"),
        ("contains", &["走访企业", "企业"], "true"),
        ("starts_with", &["走访企业", "企业"], "false"),
        ("ends_with", &["走访企业", "企业"], "true"),
        ("split", &["甲、乙、", "、"], "[甲, 乙, ]"),
        ("split", &["ab", ""], "[, a, b, ]"),
        ("trim", &[" 甲\u{3000}"], "甲"),
        ("trim", &["甲"], "甲"),
        ("replace", &["a-b-c", "-", "年"], "a年b年c"),
        ("replace", &["ab", "", "."], ".a.b."),
        ("to_upper", &["straße 甲"], "STRASSE 甲"),
        ("to_lower", &["ABC"], "abc"),
    ] {
        assert_eq!(of_text(state, name, texts), expected, "{name} {texts:?}");
    }
    let letters = own_text(state, "走访企业");
    for (start, len, expected) in [(0, 2, "走访"), (2, 9, "企业"), (9, 1, ""), (-1, 1, "走"), (1, -1, ""), (1, 0, "")]
    {
        let answer = method(state, "sub_string", &[letters.clone(), Value::int(start), Value::int(len)]);
        assert_eq!(shows(answer, state), expected, "{start} {len}");
    }
    assert_eq!(shows(method(state, "sub_string", &[letters, Value::int(1)]), state), "访企业");
}

#[test]
fn a_text_that_would_be_too_long_is_not_made() {
    let world = World::new("");
    let state = &mut world.state();
    let [long, find, with] = ["x".repeat(1 << 20), "x".to_owned(), "xx".to_owned()].map(|t| own_text(state, &t));
    let why = "a string, array or map is too large";
    assert_eq!(wrong(method(state, "replace", &[long.clone(), find, with])), why);
    let sharp = own_text(state, &"ΐ".repeat(1 << 19));
    assert_eq!(wrong(method(state, "to_upper", &[sharp])), why);
    let (twice, nothing) = (array(state, vec![long.clone(), long.clone()]), text(state, ""));
    assert_eq!(wrong(method(state, "join", &[twice, nothing.clone()])), why);
    assert_eq!(wrong(method(state, "split", &[long, nothing])), why);
}

#[test]
fn values_are_shown_as_people_read_them() {
    let world = World::new("");
    let state = &mut world.state();
    let third = Value::of(Number::Int(1).over(&Number::Int(3)).unwrap().data());
    for (value, expected) in [
        (Value::UNIT, ""),
        (Value::bool(true), "true"),
        (Value::int(-7), "-7"),
        (number("2.50"), "2.5"),
        (third, "0.3333"),
        (day(2026, 3, 1), "2026-03-01"),
        (Value::of(Data::Time(jiff::civil::time(9, 5, 30, 0))), "09:05"),
        (Value::of(Data::Period(Period::Quarter(2026, 1))), "2026-Q1"),
        (world.record("member", "A"), "委员甲"),
    ] {
        assert_eq!(shows(function(state, "to_string", &[value]), state), expected);
    }
    let (none, some) = (array(state, Vec::new()), map(state, &[]));
    let why = |what: &str, help: &str| format!("a value of type {what} cannot be put into a text; {help}");
    let joined = "write .join(\", \"), or .len() for their number";
    let entry = "write one of its entries, like .name";
    for (value, what, help) in [(none, "array", joined), (some, "map", entry), (CTX, "ctx", entry)] {
        assert_eq!(wrong(function(state, "to_string", &[value])), why(what, help));
    }
}

#[test]
fn numbers_are_rounded_only_where_it_is_said() {
    let world = World::new("");
    let state = &mut world.state();
    for (name, values, expected) in [
        ("round", &[number("2.5")][..], "3"),
        ("round", &[number("-2.5")], "-3"),
        ("round", &[number("2.345"), Value::int(2)], "2.35"),
        ("round", &[number("2.345"), Value::int(-1)], "2"),
        ("round", &[Value::int(7), Value::int(2)], "7"),
        ("floor", &[number("-0.5")], "-1"),
        ("ceiling", &[number("0.5")], "1"),
        ("quotient", &[Value::int(-7), Value::int(2)], "-3"),
        ("quotient", &[number("7.5"), number("0.5")], "15"),
        ("abs", &[number("-0.5")], "0.5"),
        ("min", &[Value::int(2), number("1.5")], "1.5"),
        ("max", &[day(2026, 1, 1), day(2026, 2, 1)], "2026-02-01"),
        ("to_decimal", &[Value::int(2)], "2"),
    ] {
        let answer = function(state, name, values);
        assert_eq!(shows(answer, state), expected, "{name} {values:?}");
    }
    for name in ["round", "floor", "ceiling"] {
        assert!(matches!(function(state, name, &[number("7.2")]).unwrap().data, Data::Int(_)), "{name}");
    }
    assert!(!matches!(function(state, "to_decimal", &[Value::int(2)]).unwrap().data, Data::Int(_)));
    let zero = function(state, "quotient", &[Value::int(1), Value::int(0)]);
    assert_eq!(wrong(zero), "division by zero; ask first whether it is 0");
    let most = function(state, "abs", &[Value::int(i64::MIN)]);
    assert_eq!(wrong(most), "arithmetic error: the result is out of range");
    assert_eq!(wrong(function(state, "abs", &[Value::UNIT])), "an argument is of a wrong type");
    let [twelve, dozen] = [" 12 ", "十二"].map(|letters| own_text(state, letters));
    assert_eq!(shows(function(state, "parse_int", &[twelve]), state), "12");
    assert_eq!(wrong(function(state, "parse_int", &[dozen])), "`十二` is not an integer");
}

#[test]
fn dates_and_periods_have_parts() {
    let world = World::new("");
    let state = &mut world.state();
    let first = own_text(state, "2026-05-20");
    let may = function(state, "date", &[first]).unwrap();
    for (name, expected) in [("year", "2026"), ("month", "5"), ("day", "20"), ("quarter", "2"), ("weekday", "3")] {
        assert_eq!(shows(property(state, &may, name), state), expected, "{name}");
    }
    assert_eq!(shows(method(state, "month_of", from_ref(&may)), state), "2026-05");
    assert_eq!(shows(method(state, "quarter_of", from_ref(&may)), state), "2026-Q2");
    let (none, never) = (own_text(state, "今天"), [2026, 2, 30].map(Value::int));
    assert_eq!(wrong(function(state, "date", from_ref(&none))), "`今天` is not a date");
    assert_eq!(wrong(function(state, "date", &never)), "there is no day 2026-2-30");
    assert_eq!(wrong(function(state, "period", &[none])), "`今天` is not a period");
    let quarter = function(state, "quarter", &[Value::int(2026), Value::int(2)]).unwrap();
    for (name, expected) in
        [("first", "2026-04-01"), ("last", "2026-06-30"), ("year", "2026"), ("quarter", "2"), ("unit", "quarter")]
    {
        assert_eq!(shows(property(state, &quarter, name), state), expected, "{name}");
    }
    assert_eq!(wrong(property(state, &quarter, "month")), "`2026-Q2` is not within one month");
    assert_eq!(shows(method(state, "contains", &[quarter, may]), state), "true");
    let year = own_text(state, "2026");
    let year = function(state, "period", &[year]).unwrap();
    assert_eq!(wrong(property(state, &year, "quarter")), "`2026` is not within one quarter");
    let fifth = function(state, "quarter", &[Value::int(2026), Value::int(5)]);
    assert_eq!(wrong(fifth), "there is no quarter 5");
    assert_eq!(wrong(function(state, "month", &[Value::int(2026), Value::int(13)])), "there is no day 2026-13-1");
    let arrives = state.property_named(world.row("member", "A"), "arrives").unwrap();
    assert_eq!(shows(property(state, &arrives, "minute"), state), "30");
    assert_eq!(
        (shift(date(2026, 2, 28), 1).unwrap(), between(date(2026, 3, 1), date(2026, 2, 1))),
        (date(2026, 3, 1), 28)
    );
    assert!(shift(date(2026, 2, 28), i64::MAX).is_err());
}

#[test]
fn working_days_are_known_or_not() {
    let world = World::new("");
    let state = &mut world.state();
    let (eve, saturday) = (day(2026, 9, 30), day(2026, 10, 10));
    assert_eq!(shows(method(state, "is_workday", &[CTX, saturday.clone()]), state), "true");
    assert_eq!(shows(method(state, "holiday", &[CTX, day(2026, 10, 1)]), state), "国庆节");
    assert_eq!(shows(method(state, "holiday", &[CTX, eve.clone()]), state), "");
    assert_eq!(shows(method(state, "add_workdays", &[CTX, eve.clone(), Value::int(1)]), state), "2026-10-05");
    assert_eq!(shows(method(state, "workdays", &[CTX, eve.clone(), saturday.clone()]), state), "6");
    assert_eq!(shows(method(state, "workdays", &[CTX, saturday, eve.clone()]), state), "-6");
    assert_eq!(shows(method(state, "knows_calendar", &[CTX, day(2025, 1, 1)]), state), "false");
    let why = "the calendar has no 2025: which days were working days is not known";
    assert_eq!(wrong(method(state, "is_workday", &[CTX, day(2025, 12, 31)])), why);
    let far = method(state, "add_workdays", &[CTX, eve, Value::int(10_001)]);
    assert_eq!(wrong(far), "10001 days are too many");
}
