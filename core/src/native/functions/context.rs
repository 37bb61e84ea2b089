//! `ctx`: what a call is about, and the records that it may see.

use crate::language::say;
use crate::native::entry::{Entry, Run};
use crate::native::number::Number;
use crate::native::shape::Shape::{Any, Ctx, Date, Int, Params, Text};
use crate::native::shape::{Gives, Parameter, Wants};
use crate::native::state::State;
use crate::native::stop::{Answer, Stop};
use crate::native::value::{Data, Value};
use crate::score::Points;

const KIND: Parameter = Parameter::new("kind", Wants::Kind);

/// The entries.
pub(crate) const TABLE: &[Entry] = &[
    Entry::property(Ctx, "params", Gives::Is(Params))
        .says("规则包的参数：ctx.params.名称", "the pack's parameters: ctx.params.name")
        .shows("ctx.params.visits == 2")
        .does(Run::One(params)),
    Entry::method(Ctx, "params_on", &[Parameter::is("day", Date)], Gives::Is(Params))
        .says(
            "某一天有效的参数；值不随时间改变的，与 ctx.params 相同",
            "the parameters that hold on a day; those that do not change with time are as in ctx.params",
        )
        .shows("ctx.params_on(ctx.today).visits == 2")
        .does(Run::Two(params_on)),
    Entry::property(Ctx, "body", Gives::Is(Text))
        .says("正在检查的单位的编号", "the id of the body that is being checked")
        .shows("ctx.body == \"shili\"")
        .does(Run::One(body)),
    Entry::property(Ctx, "year", Gives::Is(Int))
        .says("正在检查的年度", "the year that is being checked")
        .shows("ctx.year == 2026")
        .does(Run::One(year)),
    Entry::property(Ctx, "today", Gives::Is(Date))
        .says("检查所依据的日期", "the day as of which the check is made")
        .shows("ctx.today == date(2026, 12, 31)")
        .does(Run::One(today)),
    Entry::method(Ctx, "all", &[KIND], Gives::Records)
        .says(
            "本单位本年度某一类的全部记录；不分年度的类别，各年相同",
            "all records of a kind, of this body and year; those of kinds that are not yearly are in every year",
        )
        .shows("ctx.all(\"member\").len() == 2")
        .does(Run::Two(all)),
    Entry::method(Ctx, "all", &[KIND, Parameter::is("year", Int)], Gives::Records)
        .says("本单位某一年度某一类的全部记录", "the same of another year")
        .shows("ctx.all(\"activity\", ctx.year - 1).is_empty()")
        .does(Run::Three(all_of_year)),
    Entry::method(Ctx, "find", &[KIND, Parameter::is("key", Any)], Gives::MaybeRecord)
        .says("按编号找一条记录；没有时为 ()", "the record with that key, or ()")
        .shows("ctx.find(\"committee\", \"economy\") == member.committee")
        .does(Run::Three(find)),
];

fn params(_: &mut State<'_>, _: Value) -> Answer {
    Ok(Value::of(Data::Params(None)))
}

fn params_on(_: &mut State<'_>, _: Value, day: Value) -> Answer {
    let Data::Date(day) = day.data else { return Err(crate::native::stop::mismatch()) };
    Ok(Value::of(Data::Params(Some(day))))
}

fn body(state: &mut State<'_>, _: Value) -> Answer {
    let body = state
        .body()
        .ok_or_else(|| Stop::failed(say!("全网规则没有单一的单位", "a network rule has no single body")))?;
    let id = state.store.body(body).id.clone();
    state.known_text(&id)
}

fn year(state: &mut State<'_>, _: Value) -> Answer {
    Ok(Value::int(state.scope.year.into()))
}

fn today(state: &mut State<'_>, _: Value) -> Answer {
    Ok(Value::of(Data::Date(state.today)))
}

fn all(state: &mut State<'_>, _: Value, kind: Value) -> Answer {
    let year = state.scope.year;
    state.all(state.letters(&kind)?, year)
}

fn all_of_year(state: &mut State<'_>, _: Value, kind: Value, year: Value) -> Answer {
    let Data::Int(year) = year.data else { return Err(crate::native::stop::mismatch()) };
    state.all(state.letters(&kind)?, i16::try_from(year).unwrap_or(i16::MIN))
}

fn find(state: &mut State<'_>, _: Value, kind: Value, key: Value) -> Answer {
    let kind = state.letters(&kind)?;
    match Number::of(&key.data) {
        Some(Number::Int(n)) => state.find(kind, &n.to_string()),
        Some(Number::Exact(points)) if Points::from(points.decimal()) == points => {
            state.find(kind, &points.decimal().to_string())
        }
        _ => match state.letters(&key) {
            Ok(key) => {
                state.budget.spend_on_bytes(key.len())?;
                state.find(kind, key)
            }
            Err(_) => Err(Stop::failed(say!("键须是文字或整数", "a key is a string or an integer"))),
        },
    }
}
