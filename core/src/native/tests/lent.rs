//! Functions of the host.

use std::sync::Arc;

use super::{own_text, shows, wrong};
use crate::function::{Function, Plain, PlainType};
use crate::language::{Lang, say};
use crate::native::functions::WORDS;
use crate::native::lent::{Lent, call};
use crate::native::number::Number;
use crate::native::testing::World;
use crate::native::value::{Data, Value};

fn lent(name: &str, takes: PlainType, gives: PlainType, work: fn(&[Plain]) -> Plain) -> Function {
    Function::new(name, &[("x", takes)], gives, say!("例子", "an example"), move |given| Ok(work(given)))
}

#[test]
fn a_function_of_the_host_is_called_and_what_it_gives_is_checked() {
    use PlainType as T;
    let world = World::new("");
    let state = &mut world.state();
    let same = |ty| lent("same", ty, ty, |given| given[0].clone());
    let third = Value::of(Number::Int(1).over(&Number::Int(4)).unwrap().data());
    let letters = own_text(state, "甲");
    let [day, time] =
        [Data::Date(jiff::civil::date(2026, 1, 1)), Data::Time(jiff::civil::time(9, 0, 0, 0))].map(Value::of);
    let period = Value::of(Data::Period(crate::value::Period::Year(2026)));
    for (ty, value, expected) in [
        (T::Bool, Value::bool(true), "true"),
        (T::Integer, Value::int(3), "3"),
        (T::Decimal, Value::int(3), "3"),
        (T::Decimal, third, "0.25"),
        (T::Text, letters, "甲"),
        (T::Date, day, "2026-01-01"),
        (T::Time, time, "09:00"),
        (T::Period, period, "2026"),
    ] {
        assert_eq!(shows(call(state, &same(ty), &[value]), state), expected);
        assert_eq!(wrong(call(state, &same(ty), &[Value::UNIT])), "`same` gets x of a wrong type");
    }
    let lies = lent("lies", T::Integer, T::Text, |given| given[0].clone());
    assert_eq!(wrong(call(state, &lies, &[Value::int(1)])), "the host's `lies` gave a value of a wrong type");
    let panics = lent("panics", T::Integer, T::Integer, |given| given[1].clone());
    assert_eq!(wrong(call(state, &panics, &[Value::int(1)])), "the host's function `panics`: it panicked");
    let long = lent("long", T::Integer, T::Text, |_| Plain::Text("x".repeat((1 << 20) + 1)));
    assert_eq!(wrong(call(state, &long, &[Value::int(1)])), "the host's `long` gave too long a text");
    let huge = Value::of(Number::Exact(crate::score::Points::fraction(i128::MAX, 1).unwrap()).data());
    assert_eq!(wrong(call(state, &same(T::Decimal), &[huge])), "`same` gets x, which is too large a number");
    let before = state.budget.left();
    call(state, &same(T::Integer).cost(500), &[Value::int(1)]).unwrap();
    assert_eq!(before - state.budget.left(), 500);
}

#[test]
fn names_that_scripts_cannot_call_are_told() {
    let function = |name: &str| lent(name, PlainType::Integer, PlainType::Integer, |given| given[0].clone());
    let names = ["is_known", "label", "score", "rule", "is_known", "if", "编号", "a-b", "_", "_a1", "1a"];
    let many: Vec<(String, PlainType)> = (0..17).map(|n| (format!("p{n}"), PlainType::Integer)).collect();
    let many: Vec<(&str, PlainType)> = many.iter().map(|(name, ty)| (name.as_str(), *ty)).collect();
    let many = Function::new("many", &many, PlainType::Bool, say!("多", "many"), |_| Ok(Plain::Bool(true)));
    let lent = Lent::new(names.map(function).into_iter().chain([many]).collect::<Vec<_>>().into());
    let wrong: Vec<String> = lent.wrong().iter().map(|finding| finding.message.get(Lang::En).to_owned()).collect();
    let taken = |name: &str| format!("there is a function `{name}` already");
    let refused = |name: &str| {
        format!(
            "a function of the host cannot be called `{name}`: a name has a-z, A-Z, 0-9 and `_`, and is no reserved word"
        )
    };
    let mut expected: Vec<String> = ["label", "score", "rule", "is_known"].map(taken).into();
    expected.extend(["if", "编号", "a-b", "_", "1a"].map(refused));
    expected.push("the host's function `many` has more than 16 parameters".to_owned());
    assert_eq!(wrong, expected);
    assert!(lent.function("_a1").is_some() && lent.function("none").is_none());
    assert!(lent.function("is_known").is_some() && lent.functions().len() == 12);
    let _: Arc<[Function]> = lent.functions().into();
}

#[test]
fn words_of_the_language_name_no_function() {
    let mut words = WORDS;
    words.sort_unstable();
    assert!(words.windows(2).all(|pair| pair[0] != pair[1]));
    // Those that are written like functions are reserved besides.
    let free: Vec<&str> = words.into_iter().filter(|letters| rhai::is_valid_function_name(letters)).collect();
    assert_eq!(free, [""; 0]);
}
