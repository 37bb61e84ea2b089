//! Schemes of scores: their lines, which are read when a pack is loaded, and the records that count for another number.

use std::rc::Rc;

use crate::language::say;
use crate::native::entry::{Entry, Run};
use crate::native::number::Number as Exact;
use crate::native::shape::Gives::Is;
use crate::native::shape::Parameter;
use crate::native::shape::Shape::{Any, Award, Collection, Function, Map, Number, Record, Scheme, Text, Unit};
use crate::native::state::State;
use crate::native::stop::{Answer, Stop, mismatch};
use crate::native::value::{Data, Value};

const NAME: Parameter = Parameter::is("name", Text);
const OPTIONS: Parameter = Parameter::is("options", Map);
const RECORDS: Parameter = Parameter::is("records", Function);
const WHOM: Parameter = Parameter::is("whom", Function);
const NEED: Parameter = Parameter::is("need", Number);

/// The entries.
pub(crate) const TABLE: &[Entry] = &[
    Entry::method(Scheme, "part", &[NAME, OPTIONS], Is(Unit))
        .says("计分办法的一部分，其下各行归于它", "begins a part, to which the lines below belong")
        .shows("s.part(\"活动\", #{ max: 30 })"),
    Entry::method(Scheme, "part", &[NAME, OPTIONS, WHOM], Is(Unit))
        .says("只适用于一些人的一部分", "the same for some of those who are scored")
        .shows("s.part(\"活动\", #{ max: 30 }, |m, ctx| m.sector == \"business\")"),
    Entry::method(Scheme, "part", &[NAME], Is(Unit))
        .says("继承来的一部分，其下各行加在它末尾", "a part that is inherited, to which the lines below are added")
        .shows("s.part(\"活动\")"),
    Entry::method(Scheme, "drop", &[NAME], Is(Unit))
        .says("去掉继承来的一行，或一部分连同其下各行", "leaves an inherited line out, or a part with its lines")
        .shows("s.drop(\"活动\")"),
    Entry::method(Scheme, "item", &[NAME, OPTIONS, RECORDS], Is(Unit))
        .says("一项：每条记录计几分", "an item: points for each record")
        .shows("s.item(\"走访\", #{ each: 5, unit: \"次\" }, |m, ctx| m.activities)"),
    Entry::method(
        Scheme,
        "ratio",
        &[NAME, OPTIONS, Parameter::is("done", Function), Parameter::is("required", Function)],
        Is(Unit),
    )
    .says("按比例的一项：分值 × 完成 ÷ 应完成", "an item by proportion: points times done divided by required")
    .shows("s.ratio(\"出席\", #{ points: 40 }, |m, ctx| m.activities.len(), |m, ctx| 4)"),
    Entry::method(Scheme, "minimum", &[NAME, NEED, RECORDS], Is(Unit))
        .says("至少要有几个", "at least so many are asked for")
        .shows("s.minimum(\"至少2次\", 2, |m, ctx| m.activities)"),
    Entry::method(Scheme, "minimum", &[NAME, NEED, OPTIONS, RECORDS], Is(Unit))
        .says(
            "至少要有几个，达不到时等次不高于 at_best",
            "the same, and no better grade than at_best where there are fewer",
        )
        .shows("s.minimum(\"至少2次\", 2, #{ at_best: \"合格\" }, |m, ctx| m.activities)"),
    Entry::method(Scheme, "minimum", &[NAME, OPTIONS, RECORDS], Is(Unit))
        .says("至少要有几个，个数写在选项 need 里", "the same with the number in the option need")
        .shows("s.minimum(\"至少2次\", #{ need: 2 }, |m, ctx| m.activities)"),
    Entry::method(Scheme, "minimum", &[NAME, OPTIONS, RECORDS, WHOM], Is(Unit))
        .says("只要求一些人做到的最低要求", "the same for some of those who are scored")
        .shows("s.minimum(\"至少2次\", #{ need: 2 }, |m, ctx| m.activities, |m, ctx| m.sector == \"business\")"),
    Entry::method(
        Scheme,
        "rate",
        &[NAME, OPTIONS, Parameter::is("done", Function), Parameter::is("total", Function)],
        Is(Unit),
    )
    .says("完成率：完成 ÷ 应办，不计分", "a rate, done divided by what was to be done, which gives no points")
    .shows("s.rate(\"出席率\", #{ floor: 0.5 }, |m, ctx| m.activities.len(), |m, ctx| 4)"),
    Entry::method(Scheme, "clear", &[NAME, OPTIONS, RECORDS], Is(Unit))
        .says(
            "有这种记录的，得分清零；写 part 的，只清那一部分",
            "no points where there is such a record; with part, none of that part",
        )
        .shows("s.clear(\"时长有误\", #{}, |m, ctx| m.activities.filter(|a| a.hours > 24))"),
    Entry::method(Scheme, "adjust", &[NAME, OPTIONS, RECORDS], Is(Unit))
        .says(
            "核定调整：每条记录加减几分，写明 line 的并入那一项，原来算出的分仍然看得见",
            "adjustments: points that records add or take, at the line that they name, beside what was worked out",
        )
        .shows("s.adjust(\"核定调整\", #{ points: \"hours\", note: [\"title\"] }, |m, ctx| m.activities)"),
    Entry::method(Scheme, "decide", &[NAME, OPTIONS, RECORDS], Is(Unit))
        .says(
            "集体研究决定：记录所定的等次，或者同分时是否列入",
            "decisions: the grade that records give, or whether one of those level has the place",
        )
        .shows("s.decide(\"研究决定\", #{ grade: \"title\" }, |m, ctx| m.activities.filter(|a| a.hours > 24))"),
    Entry::method(Scheme, "veto", &[NAME, Parameter::is("grade", Text), RECORDS], Is(Unit))
        .says("有这种记录的，不论得分，一律定为该等次", "that grade whatever the score, where there is such a record")
        .shows("s.veto(\"时长有误\", \"不合格\", |m, ctx| m.activities.filter(|a| a.hours > 24))"),
    Entry::method(Scheme, "unranked", &[WHOM], Is(Unit))
        .says("不参加排名的人", "those who stand outside the ranking")
        .shows("s.unranked(|m, ctx| m.sector == \"farming\")"),
    Entry::function("param", &[Parameter::is("text", Text)], Is(Any))
        .says("规则包的参数，用在计分办法的说明和选项里", "a parameter of the pack, in the options of a scheme")
        .shows("s.item(\"走访\", #{ each: param(\"visits\") }, |m, ctx| m.activities)"),
    Entry::function("either", &[Parameter::is("a", Collection), Parameter::is("b", Collection)], Is(Collection))
        .says(
            "一组记录，没有时用另一组，可以不是同类：积分卡写明是哪些记录",
            "these records, or where there are none the others, which may be of another kind: the card names them",
        )
        .shows("either(member.activities.filter(|a| a.hours > 24), ctx.all(\"member\")).len() > 0")
        .does(Run::Two(either)),
    Entry::function("award", &[Parameter::is("record", Record), Parameter::is("units", Number)], Is(Award))
        .says("一条记录按几次（件、天）计分", "a record that counts for so many times, pieces or days")
        .shows("s.item(\"走访\", #{ each: 2 }, |m, ctx| m.activities.map(|a| award(a, a.hours)))")
        .does(Run::Two(award)),
];

fn either(state: &mut State<'_>, first: Value, second: Value) -> Answer {
    let none = match (&first.data, state.view(&first.data)) {
        (_, Some(view)) => {
            state.budget.spend_on(view.most())?;
            view.len() == 0
        }
        (Data::Array(array), None) => array.items.is_empty(),
        _ => return Err(mismatch()),
    };
    Ok(if none { second } else { first })
}

fn award(_: &mut State<'_>, record: Value, units: Value) -> Answer {
    let Data::Record(row) = record.data else { return Err(mismatch()) };
    let units = Exact::of(&units.data).ok_or_else(|| {
        Stop::failed(say!("award 的第2个参数应当是数", "award wants a number as its second argument"))
    })?;
    Ok(Value::of(Data::Award(Rc::new((row, units.points())))))
}
