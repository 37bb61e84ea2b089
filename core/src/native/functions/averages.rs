//! Averages of views and arrays: exact, of all or without the highest and the lowest.

use crate::language::say;
use crate::native::entry::{Entry, Run};
use crate::native::functions::collections::{add, each, no_sum};
use crate::native::functions::elements::empty;
use crate::native::items::{Items, Pick};
use crate::native::number::Number;
use crate::native::shape::Gives::Is;
use crate::native::shape::Shape::{Array, Collection, Decimal};
use crate::native::shape::{Parameter, Wants};
use crate::native::state::State;
use crate::native::stop::{Answer, Stop};
use crate::native::total::Total;
use crate::native::value::Value;

const NUMBER: &[Parameter] = &[Parameter::new("f", Wants::PickNumber)];

/// The entries.
pub(crate) const TABLE: &[Entry] = &[
    Entry::method(Collection, "average", NUMBER, Is(Decimal))
        .says("平均数，没有误差；一个也没有时出错", "the exact average; a fault where there are none")
        .shows("member.activities.filter(|a| a.form == \"visit\").average(\"hours\") == 2.25")
        .does(Run::EachPick(|state, items, pick| average(state, items, Some(pick)))),
    Entry::method(Array, "average", &[], Is(Decimal))
        .says("平均数；空列表出错", "the average; a fault of an empty array")
        .shows("[1, 2, 2].average() * 3 == 5")
        .does(Run::Each(|state, items| average(state, items, None))),
    Entry::method(Collection, "trimmed_average", NUMBER, Is(Decimal))
        .says(
            "去掉一个最高、一个最低后的平均数；不到3个时出错",
            "the average without one highest and one lowest; a fault of fewer than 3",
        )
        .shows("member.activities.trimmed_average(\"hours\") == 2")
        .does(Run::EachPick(|state, items, pick| trimmed(state, items, Some(pick)))),
    Entry::method(Array, "trimmed_average", &[], Is(Decimal))
        .says("同上，数的列表", "the same of an array of numbers")
        .shows("[60, 80, 91, 100].trimmed_average() == 85.5")
        .does(Run::Each(|state, items| trimmed(state, items, None))),
];

/// What an average is taken of.
#[derive(Default)]
struct Seen {
    total: Total,
    count: i64,
    ends: Option<(Number, Number)>,
}

fn seen(state: &mut State<'_>, items: &dyn Items, pick: Option<Pick<'_>>) -> Answer<Seen> {
    let mut seen = Seen::default();
    each(state, items, pick, |state, value| {
        add(state, &mut seen.total, &value)?;
        seen.count += 1;
        let Some(number) = Number::of(&value.data) else { return Ok(()) };
        seen.ends = Some(match seen.ends.take() {
            None => (number.clone(), number),
            Some((least, most)) => (least.min(number.clone()), most.max(number)),
        });
        Ok(())
    })?;
    Ok(seen)
}

fn average(state: &mut State<'_>, items: &dyn Items, pick: Option<Pick<'_>>) -> Answer {
    let Seen { total, count, .. } = seen(state, items, pick)?;
    if count == 0 {
        return Err(empty(state, items));
    }
    let average = total.number().and_then(|sum| sum.over(&Number::Int(count)));
    average.map(|number| Value::of(number.data())).map_err(|_| no_sum())
}

fn trimmed(state: &mut State<'_>, items: &dyn Items, pick: Option<Pick<'_>>) -> Answer {
    let Seen { total, count, ends } = seen(state, items, pick)?;
    let Some((least, most)) = ends else { return Err(empty(state, items)) };
    if count < 3 {
        return Err(Stop::failed(say!(
            "只有{count}个，去掉最高和最低后没有剩下的",
            "there are only {count}: nothing is left without the highest and the lowest"
        )));
    }
    let rest = total.number().and_then(|sum| sum.minus(&least)).and_then(|sum| sum.minus(&most));
    let average = rest.and_then(|rest| rest.over(&Number::Int(count - 2)));
    average.map(|number| Value::of(number.data())).map_err(|_| no_sum())
}
