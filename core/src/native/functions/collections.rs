//! What views and arrays have alike and is done element by element, so that nothing is kept: `count`, `sum`, `map`, ….

use std::cmp::Ordering;
use std::ops::ControlFlow;

use crate::language::say;
use crate::native::budget::Paid;
use crate::native::compare;
use crate::native::entry::{Entry, Run};
use crate::native::functions::elements::{Building, empty};
use crate::native::functions::seen::{ATOM, Seen};
use crate::native::items::{Items, Pick, Test};
use crate::native::number::Number;
use crate::native::shape::Gives::{Element, Elements, Is, MaybeElement, Picked, Picks};
use crate::native::shape::Shape::{Array, Bool, Collection, Int, Number as Numbers};
use crate::native::shape::{Parameter, Wants};
use crate::native::state::State;
use crate::native::stop::{Answer, Stop};
use crate::native::total::Total;
use crate::native::value::Value;

const TEST: &[Parameter] = &[Parameter::new("f", Wants::Test)];
const PICK: &[Parameter] = &[Parameter::new("f", Wants::Pick)];
const NUMBER: &[Parameter] = &[Parameter::new("f", Wants::PickNumber)];
const ORDERED: &[Parameter] = &[Parameter::new("f", Wants::PickOrdered)];

/// The entries.
pub(crate) const TABLE: &[Entry] = &[
    Entry::method(Collection, "count", &[], Is(Int))
        .says("有多少个", "how many there are")
        .shows("member.activities.count() == 3")
        .does(Run::Each(count)),
    Entry::method(Collection, "count", TEST, Is(Int))
        .says("符合条件的有多少个", "how many match")
        .shows("member.activities.count(|a| a.form == \"visit\") == 2")
        .does(Run::EachTest(count_matching)),
    Entry::method(Collection, "len", &[], Is(Int))
        .says("有多少个", "how many there are")
        .shows("[1, 2].len() == 2")
        .does(Run::Each(count)),
    Entry::method(Collection, "is_empty", &[], Is(Bool))
        .says("是否一个也没有", "whether there are none")
        .shows("!member.activities.is_empty()")
        .does(Run::Each(is_empty)),
    Entry::method(Collection, "any", TEST, Is(Bool))
        .says("是否至少有一个符合条件", "whether at least one matches")
        .shows("member.activities.any(|a| a.form == \"meeting\")")
        .does(Run::EachTest(|state, items, test| Ok(Value::bool(search(state, items, test, true)?.is_some())))),
    Entry::method(Collection, "all", TEST, Is(Bool))
        .says("是否全都符合条件；一个也没有时为真", "whether all match; true where there are none")
        .shows("member.activities.all(|a| a.date.year == ctx.year)")
        .does(Run::EachTest(|state, items, test| Ok(Value::bool(search(state, items, test, false)?.is_none())))),
    Entry::method(Collection, "none", TEST, Is(Bool))
        .says("是否没有一个符合条件", "whether none matches")
        .shows("member.activities.none(|a| a.date > ctx.today)")
        .does(Run::EachTest(|state, items, test| Ok(Value::bool(search(state, items, test, true)?.is_none())))),
    Entry::method(Collection, "find", TEST, MaybeElement)
        .says("第一个符合条件的；没有时为 ()", "the first that matches, or ()")
        .shows("member.activities.find(|a| a.form == \"study\") == ()")
        .does(Run::EachTest(|state, items, test| Ok(search(state, items, test, true)?.unwrap_or(Value::UNIT)))),
    Entry::method(Collection, "first", &[], Element)
        .says("第一个；没有时出错", "the first; a fault where there is none")
        .shows("member.activities.first().title == \"走访企业\"")
        .does(Run::Each(first)),
    Entry::method(Collection, "map", PICK, Picks)
        .says("每一个换成函数给出的值", "what the function gives of each")
        .shows("[1, 2].map(|n| n * 10) == [10, 20]")
        .does(Run::EachPick(map)),
    Entry::method(Collection, "sum", NUMBER, Is(Numbers))
        .says("合计，没有误差；一个也没有时为 0", "the exact sum; 0 where there are none")
        .shows("member.activities.sum(\"hours\") == 5.5")
        .does(Run::EachPick(|state, items, pick| sum(state, items, Some(pick)))),
    Entry::method(Array, "sum", &[], Is(Numbers))
        .says("合计，没有误差；空列表为 0", "the exact sum; 0 of an empty array")
        .shows("[1, 2, 3].sum() == 6")
        .does(Run::Each(|state, items| sum(state, items, None))),
    Entry::method(Collection, "min", ORDERED, Picked)
        .says("最小的值；没有时出错", "the least value; a fault where there are none")
        .shows("member.activities.min(\"date\") == date(2026, 3, 1)")
        .does(Run::EachPick(|state, items, pick| extreme(state, items, Some(pick), Ordering::Less))),
    Entry::method(Array, "min", &[], Element)
        .says("最小的；空列表出错", "the least element; a fault of an empty array")
        .shows("[3, 1, 2].min() == 1")
        .does(Run::Each(|state, items| extreme(state, items, None, Ordering::Less))),
    Entry::method(Collection, "max", ORDERED, Picked)
        .says("最大的值；没有时出错", "the greatest value; a fault where there are none")
        .shows("member.activities.max(|a| a.hours) == 2.5")
        .does(Run::EachPick(|state, items, pick| extreme(state, items, Some(pick), Ordering::Greater))),
    Entry::method(Array, "max", &[], Element)
        .says("最大的；空列表出错", "the greatest element; a fault of an empty array")
        .shows("[3, 1, 2].max() == 3")
        .does(Run::Each(|state, items| extreme(state, items, None, Ordering::Greater))),
    Entry::method(Collection, "distinct", &[], Elements)
        .says("去掉重复的，按首次出现的次序", "each once, in the order of first appearance")
        .shows("[2, 1, 2].distinct() == [2, 1]")
        .does(Run::Each(|state, items| distinct(state, items, None))),
    Entry::method(Collection, "distinct", PICK, Picks)
        .says("各不相同的值，按首次出现的次序", "the different values, in the order of first appearance")
        .shows("member.activities.distinct(\"form\").len() == 2")
        .does(Run::EachPick(|state, items, pick| distinct(state, items, Some(pick)))),
];

fn count(state: &mut State<'_>, items: &dyn Items) -> Answer {
    if let Some(count) = items.known_len(state) {
        return Ok(Value::count(count));
    }
    let mut count = 0;
    items.each(state, &mut |_, _| {
        count += 1;
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(Value::count(count))
}

fn count_matching(state: &mut State<'_>, items: &dyn Items, test: Test<'_>) -> Answer {
    let mut count = 0;
    if let Some(view) = items.view(state) {
        for row in view.rows() {
            state.budget.spend(1)?;
            count += usize::from(test(state, Value::record(row))?);
        }
        return Ok(Value::count(count));
    }
    items.each(state, &mut |state, item| {
        count += usize::from(test(state, item)?);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(Value::count(count))
}

fn is_empty(state: &mut State<'_>, items: &dyn Items) -> Answer {
    if let Some(count) = items.known_len(state) {
        return Ok(Value::bool(count == 0));
    }
    Ok(Value::bool(head(state, items)?.is_none()))
}

fn first(state: &mut State<'_>, items: &dyn Items) -> Answer {
    match head(state, items)? {
        Some(item) => Ok(item),
        None => Err(empty(state, items)),
    }
}

fn head(state: &mut State<'_>, items: &dyn Items) -> Answer<Option<Value>> {
    let mut first = None;
    items.each(state, &mut |_, item| {
        first = Some(item);
        Ok(ControlFlow::Break(()))
    })?;
    Ok(first)
}

/// The first element whose test gives what is wanted.
fn search(state: &mut State<'_>, items: &dyn Items, test: Test<'_>, wanted: bool) -> Answer<Option<Value>> {
    if let Some(view) = items.view(state) {
        for row in view.rows() {
            state.budget.spend(1)?;
            if test(state, Value::record(row))? == wanted {
                return Ok(Some(Value::record(row)));
            }
        }
        return Ok(None);
    }
    let mut found = None;
    items.each(state, &mut |state, item| {
        if test(state, item.clone())? != wanted {
            return Ok(ControlFlow::Continue(()));
        }
        found = Some(item);
        Ok(ControlFlow::Break(()))
    })?;
    Ok(found)
}

/// Goes through the elements, or what is picked of each.
pub(super) fn each(
    state: &mut State<'_>,
    items: &dyn Items,
    pick: Option<Pick<'_>>,
    mut with: impl FnMut(&mut State<'_>, Value) -> Answer<()>,
) -> Answer<()> {
    items.each(state, &mut |state, item| {
        let value = match pick {
            Some(pick) => pick.of(state, item)?,
            None => item,
        };
        with(state, value)?;
        Ok(ControlFlow::Continue(()))
    })
}

fn map(state: &mut State<'_>, items: &dyn Items, pick: Pick<'_>) -> Answer {
    let mut picked = Building::new(state)?;
    each(state, items, Some(pick), |state, value| picked.push(state, value))?;
    picked.done(state)
}

fn sum(state: &mut State<'_>, items: &dyn Items, pick: Option<Pick<'_>>) -> Answer {
    let mut total = Total::default();
    if let Some(pick @ Pick { site: Some(site), .. }) = pick
        && let Some(view) = items.view(state)
    {
        for row in view.rows() {
            state.budget.spend(1)?;
            // A field's numbers are added up where they stand.
            if let Some((cell, _)) = state.known(site, row)
                && total.take(cell)
            {
                continue;
            }
            let value = pick.of(state, Value::record(row))?;
            add(state, &mut total, &value)?;
        }
    } else {
        each(state, items, pick, |state, value| add(state, &mut total, &value))?;
    }
    total.number().map(|number| Value::of(number.data())).map_err(|_| no_sum())
}

pub(super) fn add(state: &State<'_>, total: &mut Total, value: &Value) -> Answer<()> {
    let Some(number) = Number::of(&value.data) else {
        let what = compare::describe(value);
        return Err(Stop::failed(say!("{what}不能合计", "cannot add up {what}"; what)));
    };
    state.budget.spend(number.cost() + total.cost())?;
    total.add(number).map_err(|_| no_sum())
}

#[cold]
pub(super) fn no_sum() -> Stop {
    Stop::failed(say!("合计超出范围", "the sum is out of range"))
}

/// The least or the greatest value.
fn extreme(state: &mut State<'_>, items: &dyn Items, pick: Option<Pick<'_>>, wanted: Ordering) -> Answer {
    let mut best: Option<Value> = None;
    each(state, items, pick, |state, value| {
        if match &best {
            Some(best) => compare::order(state, &value, best)? == wanted,
            None => true,
        } {
            best = Some(value);
        }
        Ok(())
    })?;
    match best {
        Some(best) => Ok(best),
        None => Err(empty(state, items)),
    }
}

/// Tells values apart, and pays for it.
pub(crate) struct Apart {
    seen: Seen,
    paid: Paid,
}

impl Apart {
    /// Where none was seen yet.
    ///
    /// # Errors
    /// When a limit is hit.
    pub(crate) fn new(state: &State<'_>) -> Answer<Self> {
        Ok(Self { seen: Seen::default(), paid: state.budget.pay(0)? })
    }

    /// Whether a value was not seen before.
    ///
    /// # Errors
    /// When it is of another type than those before, or a limit is hit.
    pub(crate) fn is_new(&mut self, state: &State<'_>, value: &Value) -> Answer<bool> {
        let new = self.seen.place(state, value)?.is_none();
        if new {
            self.paid.grow(ATOM)?;
        }
        Ok(new)
    }
}

fn distinct(state: &mut State<'_>, items: &dyn Items, pick: Option<Pick<'_>>) -> Answer {
    let (mut told, mut kept) = (Apart::new(state)?, Building::new(state)?);
    each(
        state,
        items,
        pick,
        |state, value| if told.is_new(state, &value)? { kept.push(state, value) } else { Ok(()) },
    )?;
    kept.done(state)
}
