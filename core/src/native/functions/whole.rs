//! What views and arrays have alike and needs the whole collection: `filter`, `where`, `sort_by`, `group_by`, ….

use std::cmp::Ordering;
use std::rc::Rc;

use crate::native::budget::{Growing, Held, Paid};
use crate::native::compare;
use crate::native::entry::{Entry, Run};
use crate::native::functions::elements::{self, Building, empty, items};
use crate::native::functions::fields::read_if_given;
use crate::native::functions::seen::{ATOM, Seen};
use crate::native::items::{Each, Items as _, Pick, Test};
use crate::native::shape::Gives::{Element, Groups, Is, Receiver};
use crate::native::shape::Shape::{Bool, Collection, Record, View as Records};
use crate::native::shape::{Parameter, Wants};
use crate::native::state::State;
use crate::native::stop::{Answer, mismatch};
use crate::native::value::{Array, Data, Group, Parts, Value};
use crate::native::views::View;
use crate::value::{BodyId, KindId, Row, RowId};

/// The entries.
pub(crate) const TABLE: &[Entry] = &[
    Entry::method(Collection, "filter", &[Parameter::new("f", Wants::Test)], Receiver)
        .says("只留下符合条件的", "those that match")
        .shows("member.activities.filter(|a| a.hours > 1).len() == 2")
        .does(Run::WholeTest(filter)),
    Entry::method(
        Collection,
        "where",
        &[Parameter::new("field", Wants::Field), Parameter::new("value", Wants::FieldValue)],
        Receiver,
    )
    .says(
        "字段等于该值的：记录按索引查找，很快；表的列表也可以",
        "those whose field equals the value: records by an index, which is quick; maps of an array, too",
    )
    .shows("member.activities.where(\"form\", \"visit\").len() == 2")
    .does(Run::Three(equal_in)),
    Entry::method(Collection, "sort_by", &[Parameter::new("f", Wants::PickOrdered)], Receiver)
        .says("按值从小到大排列；相等的保持原来的次序", "in ascending order of the value; equal ones keep their order")
        .shows("member.activities.sort_by(\"hours\").first().title == \"座谈会\"")
        .does(Run::WholePick(sort_by)),
    Entry::method(Collection, "group_by", &[Parameter::new("f", Wants::Pick)], Groups)
        .says(
            "按值分组，按首次出现的次序；各组有 key 和 items",
            "groups by the value, in the order of first appearance; each has key and items",
        )
        .shows("member.activities.group_by(\"form\").first().items.len() == 2")
        .does(Run::WholePick(group_by)),
    Entry::method(Collection, "last", &[], Element)
        .says("最后一个；没有时出错", "the last; a fault where there is none")
        .shows("[1, 2].last() == 2")
        .does(Run::One(last)),
    Entry::method(Records, "and", &[Parameter::is("records", Records)], Receiver)
        .says(
            "连同另一组同类记录，重复的只留一条，按数据的次序",
            "these records and others of the same kind, each once, in the order of the data",
        )
        .shows("member.activities.and(ctx.all(\"activity\")).len() == 3")
        .does(Run::Two(|state, a, b| state.both(&a, &b))),
    Entry::method(Records, "contains", &[Parameter::is("record", Record)], Is(Bool))
        .says("是否含有该记录", "whether the record is among them")
        .shows("ctx.all(\"member\").contains(member)")
        .does(Run::Two(contains)),
];

/// A whole collection, laid out so that its elements can be picked.
enum Whole<'v> {
    Rows(View<'v>, Vec<RowId>, #[expect(dead_code, reason = "held for what it gives back")] Paid),
    Items(&'v [Value]),
}

impl<'v> Whole<'v> {
    fn of<'s: 'v>(state: &State<'s>, value: &'v Value) -> Answer<Self> {
        if let Some(view) = state.view(&value.data) {
            state.budget.spend_on(view.most())?;
            let paid = state.budget.pay(view.most() * size_of::<RowId>())?;
            return Ok(Self::Rows(view, view.rows().collect(), paid));
        }
        match &value.data {
            Data::Array(array) => Ok(Self::Items(&array.items)),
            _ => Err(mismatch()),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Rows(_, rows, _) => rows.len(),
            Self::Items(items) => items.len(),
        }
    }

    fn item(&self, at: usize) -> Value {
        match self {
            Self::Rows(_, rows, _) => Value::record(rows[at]),
            Self::Items(items) => items[at].clone(),
        }
    }

    /// The same sort of collection, of the elements at some places.
    fn pick(&self, state: &mut State<'_>, places: &[u32]) -> Answer {
        state.budget.spend_on(places.len())?;
        match self {
            Self::Rows(view, rows, _) => {
                let chosen = places.iter().map(|at| rows[*at as usize]).collect();
                state.select(*view, chosen)
            }
            Self::Items(items) => {
                let items: Vec<Value> = places.iter().map(|at| items[*at as usize].clone()).collect();
                let depth = 1 + items.iter().map(Value::depth).max().unwrap_or(0);
                state.new_array(Array { items, depth }).map(Value::of)
            }
        }
    }

    /// What a function gives of each.
    fn picked(&self, state: &mut State<'_>, pick: Pick<'_>) -> Answer<Growing<Value>> {
        let mut picked = Growing::new(&state.budget)?;
        for at in 0..self.len() {
            state.budget.spend(1)?;
            let value = pick.of(state, self.item(at))?;
            let elsewhere = value.elsewhere();
            picked.push(&state.budget, value, elsewhere)?;
        }
        Ok(picked)
    }
}

fn filter(state: &mut State<'_>, items: Value, test: Test<'_>) -> Answer {
    if let Some(view) = state.view(&items.data) {
        let mut chosen = Growing::new(&state.budget)?;
        for row in view.rows() {
            state.budget.spend(1)?;
            if test(state, Value::record(row))? {
                chosen.push(&state.budget, row, 0)?;
            }
        }
        return state.select(view, chosen.take());
    }
    let Data::Array(array) = &items.data else { return Err(mismatch()) };
    let mut kept = Building::new(state)?;
    for item in &array.items {
        state.budget.spend(1)?;
        if test(state, item.clone())? {
            kept.push(state, item.clone())?;
        }
    }
    kept.done(state)
}

fn equal_in(state: &mut State<'_>, items: Value, field: Value, value: Value) -> Answer {
    let name = state.letters(&field)?;
    let Data::Array(array) = &items.data else { return state.matching(&items, name, &value) };
    let mut kept = Building::new(state)?;
    for item in &array.items {
        state.budget.spend(1)?;
        if let Some(own) = read_if_given(state, item, name)?
            && compare::equal(state, &own, &value)?
        {
            kept.push(state, item.clone())?;
        }
    }
    kept.done(state)
}

fn sort_by(state: &mut State<'_>, items: Value, pick: Pick<'_>) -> Answer {
    let whole = Whole::of(state, &items)?;
    let keys = whole.picked(state, pick)?;
    let order = sorted(state, &keys)?;
    whole.pick(state, &order)
}

/// The places of values in ascending order, equal ones in their own: merged from ever longer stretches. Unlike a sort of the
/// standard library this one ends at the first two that cannot be compared, and each comparison is paid for.
fn sorted(state: &mut State<'_>, keys: &[Value]) -> Answer<Vec<u32>> {
    let _paid = state.budget.pay(keys.len() * 2 * size_of::<u32>())?;
    let mut from: Vec<u32> = (0_u32..).take(keys.len()).collect();
    let mut into = from.clone();
    if let [only] = keys {
        compare::order(state, only, only)?;
    }
    let mut stretch = 1;
    while stretch < keys.len() {
        state.budget.spend_on(keys.len())?;
        for start in (0..keys.len()).step_by(2 * stretch) {
            let middle = (start + stretch).min(keys.len());
            let end = (start + 2 * stretch).min(keys.len());
            merge(state, keys, (&from[start..middle], &from[middle..end]), &mut into[start..end])?;
        }
        std::mem::swap(&mut from, &mut into);
        stretch *= 2;
    }
    Ok(from)
}

fn merge(state: &mut State<'_>, keys: &[Value], (mut a, mut b): (&[u32], &[u32]), into: &mut [u32]) -> Answer<()> {
    // Of what is in order already nothing needs to be moved.
    if let ([.., last], [first, ..]) = (a, b)
        && compare::order(state, &keys[*last as usize], &keys[*first as usize])? != Ordering::Greater
    {
        into[..a.len()].copy_from_slice(a);
        into[a.len()..].copy_from_slice(b);
        return Ok(());
    }
    for place in into {
        let second = match (a.first(), b.first()) {
            (Some(x), Some(y)) => compare::order(state, &keys[*x as usize], &keys[*y as usize])? == Ordering::Greater,
            (first, _) => first.is_none(),
        };
        let side = if second { &mut b } else { &mut a };
        if let Some((first, rest)) = side.split_first() {
            (*place, *side) = (*first, rest);
        }
    }
    Ok(())
}

/// Groups records of one body: their rows are laid out once, group by group.
fn group_records(
    state: &mut State<'_>,
    view: View<'_>,
    (body, kind): (BodyId, KindId),
    pick: Pick<'_>,
) -> Answer<Rc<Held<Parts>>> {
    let mut seen = Seen::default();
    let most = view.most();
    let mut paid = state.budget.pay(size_of::<Held<Parts>>() + most * (2 * size_of::<Row>() + size_of::<u32>()))?;
    let (mut rows, mut places, mut keys) = (Vec::with_capacity(most), Vec::<u32>::with_capacity(most), Vec::new());
    for row in view.rows() {
        state.budget.spend(1)?;
        let key = pick.of(state, Value::record(row))?;
        let place = seen.place(state, &key)?.unwrap_or(keys.len());
        if place == keys.len() {
            paid.grow(ATOM + size_of::<Value>() + size_of::<u32>() + key.elsewhere())?;
            keys.push(key);
        }
        places.extend(u32::try_from(place));
        rows.push(row.row);
    }
    let ascending = rows.is_sorted();
    let starts = if keys.len() == rows.len() { (0..).take(rows.len() + 1).collect() } else { laid(&mut rows, &places) };
    Ok(paid.holding(Parts { body, kind, rows, starts, keys, ascending }))
}

/// Lays rows out by their groups, in the order of these; gives where each begins, and where the last ends.
fn laid(rows: &mut Vec<Row>, places: &[u32]) -> Vec<u32> {
    let groups = places.iter().max().map_or(0, |last| *last as usize + 1);
    let mut starts = vec![0_u32; groups + 1];
    for place in places {
        starts[*place as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let (mut next, mut laid) = (starts.clone(), vec![Row::default(); rows.len()]);
    for (row, place) in rows.iter().zip(places) {
        laid[next[*place as usize] as usize] = *row;
        next[*place as usize] += 1;
    }
    *rows = laid;
    starts
}

/// Goes through the groups of a collection, which are not kept as an array.
///
/// # Errors
/// As `group_by`, and as `each`.
pub(crate) fn each_group(state: &mut State<'_>, items: Value, pick: Pick<'_>, each: &mut Each<'_>) -> Answer<()> {
    let Some(view @ View::One { body, kind, .. }) = state.view(&items.data) else {
        let groups = group_by(state, items, pick)?;
        return match elements::items(&groups) {
            Some(groups) => groups.each(state, each),
            None => Err(mismatch()),
        };
    };
    let parts = group_records(state, view, (body, kind), pick)?;
    for at in (0..).take(parts.keys.len()) {
        state.budget.spend(1)?;
        if each(state, Value::of(Data::Part(parts.clone(), at)))?.is_break() {
            break;
        }
    }
    Ok(())
}

fn group_by(state: &mut State<'_>, items: Value, pick: Pick<'_>) -> Answer {
    if let Some(view @ View::One { body, kind, .. }) = state.view(&items.data) {
        let parts = group_records(state, view, (body, kind), pick)?;
        let groups = parts.keys.len();
        let items = (0..).take(groups).map(|at| Value::of(Data::Part(parts.clone(), at))).collect();
        return state.new_array(Array { items, depth: 2 }).map(Value::of);
    }
    let whole = Whole::of(state, &items)?;
    let mut seen = Seen::default();
    let mut groups: Vec<(Value, Vec<u32>)> = Vec::new();
    let mut paid = state.budget.pay(0)?;
    for at in 0..whole.len() {
        state.budget.spend(1)?;
        let key = pick.of(state, whole.item(at))?;
        let place = seen.place(state, &key)?.unwrap_or(groups.len());
        if place == groups.len() {
            paid.grow(ATOM + 2 * size_of::<(Value, Vec<u32>)>() + key.elsewhere())?;
            groups.push((key, Vec::new()));
        }
        paid.grow(2 * size_of::<u32>())?;
        groups[place].1.extend(u32::try_from(at));
    }
    let mut built = Building::new(state)?;
    for (key, places) in groups {
        let items = whole.pick(state, &places)?;
        let depth = 1 + items.depth().max(key.depth());
        let paid = state.budget.pay(size_of::<Held<Group>>() + key.elsewhere())?;
        built.push(state, Value::of(Data::Group(paid.holding(Group { key, items, depth }))))?;
    }
    built.done(state)
}

fn last(state: &mut State<'_>, whole: Value) -> Answer {
    let found = match (state.view(&whole.data), &whole.data) {
        (Some(View::One { years: Some(_), .. }), _) => {
            let whole = Whole::of(state, &whole)?;
            whole.len().checked_sub(1).map(|at| whole.item(at))
        }
        (Some(view), _) => view.most().checked_sub(1).and_then(|at| view.row(at)).map(Value::record),
        (None, Data::Array(array)) => array.items.last().cloned(),
        _ => return Err(mismatch()),
    };
    match (found, items(&whole)) {
        (Some(found), _) => Ok(found),
        (None, Some(items)) => Err(empty(state, &items)),
        (None, None) => Err(mismatch()),
    }
}

fn contains(state: &mut State<'_>, records: Value, record: Value) -> Answer {
    let (Some(view), Data::Record(wanted)) = (state.view(&records.data), &record.data) else {
        return Err(mismatch());
    };
    state.budget.spend_on(view.most())?;
    Ok(Value::bool(view.rows().any(|row| row == *wanted)))
}
