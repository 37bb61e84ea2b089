//! Groups of `group_by`, and ranges.

use crate::native::entry::{Entry, Run};
use crate::native::shape::Shape::{Bool, Group, Int, Range};
use crate::native::shape::{Gives, Parameter};
use crate::native::state::State;
use crate::native::stop::{Answer, mismatch};
use crate::native::value::{Data, Value};

/// The entries.
pub(crate) const TABLE: &[Entry] = &[
    Entry::property(Group, "key", Gives::GroupKey)
        .says("这一组共有的值", "the value that all of the group have")
        .shows("member.activities.group_by(\"form\").first().key == \"visit\"")
        .does(Run::One(key)),
    Entry::property(Group, "items", Gives::GroupItems)
        .says("这一组的各项", "those that are in the group")
        .shows("member.activities.group_by(\"form\").last().items.len() == 1")
        .does(Run::One(items)),
    Entry::method(Range, "contains", &[Parameter::is("n", Int)], Gives::Is(Bool))
        .says("整数是否在区间之内，也写作 n in 1..=12", "whether the integer is within; also written n in 1..=12")
        .shows("(1..=12).contains(12) && !(12 in 1..12)")
        .does(Run::Two(contains)),
];

fn key(_: &mut State<'_>, group: Value) -> Answer {
    match &group.data {
        Data::Part(parts, part) => Ok(parts.keys[*part as usize].clone()),
        Data::Group(group) => Ok(group.key.clone()),
        _ => Err(mismatch()),
    }
}

fn items(_: &mut State<'_>, group: Value) -> Answer {
    match group.data {
        Data::Part(parts, part) => Ok(Value::of(Data::PartRows(parts, part))),
        Data::Group(group) => Ok(group.items.clone()),
        _ => Err(mismatch()),
    }
}

fn contains(_: &mut State<'_>, range: Value, n: Value) -> Answer {
    let (Some((first, end)), Data::Int(n)) = (range.bounds(), n.data) else { return Err(mismatch()) };
    Ok(Value::bool((first..end).contains(&n)))
}
