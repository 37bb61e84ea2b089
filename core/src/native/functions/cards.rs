//! Score cards, as rules ask for them.

use crate::language::say;
use crate::native::entry::{Entry, Run};
use crate::native::functions::elements::Building;
use crate::native::functions::words::quoted;
use crate::native::number::Number;
use crate::native::shape::Gives::{Is, Maybe, Texts};
use crate::native::shape::Parameter;
use crate::native::shape::Shape::{Bool, Card as OnCard, Ctx, Decimal, Int, Record, Text};
use crate::native::state::{Gap, State};
use crate::native::stop::{Answer, Stop, mismatch};
use crate::native::value::{Data, Value};
use crate::score::card::Card;
use crate::score::{Points, Table};

const RECORD: Parameter = Parameter::is("record", Record);
const YEAR: Parameter = Parameter::is("year", Int);

/// The entries.
pub(crate) const TABLE: &[Entry] = &[
    Entry::method(Ctx, "score", &[RECORD], Maybe(OnCard))
        .says("记录本年度的积分卡；没有时为 ()", "the record's card of this year, or ()")
        .shows("ctx.score(member) != ()")
        .does(Run::Two(|state, _, record| find(state, None, &record, None))),
    Entry::method(Ctx, "score", &[RECORD, YEAR], Maybe(OnCard))
        .says("记录另一年度的积分卡；没有时为 ()", "the same of another year")
        .shows("ctx.score(member, 2025) == ()")
        .does(Run::Three(find_two)),
    Entry::method(Ctx, "score", &[Parameter::is("scheme", Text), RECORD], Maybe(OnCard))
        .says("某一计分办法的积分卡；没有时为 ()", "the same of one scheme of several, by its full name")
        .shows("ctx.score(\"club/duty\", member) != ()")
        .does(Run::Three(find_two)),
    Entry::method(Ctx, "score", &[Parameter::is("scheme", Text), RECORD, YEAR], Maybe(OnCard))
        .says("某一计分办法另一年度的积分卡；没有时为 ()", "the same of one scheme and another year")
        .shows("ctx.score(\"club/duty\", member, 2025) == ()")
        .does(Run::Four(|state, _, scheme, record, year| {
            find(state, Some(state.letters(&scheme)?), &record, Some(&year))
        })),
    Entry::property(OnCard, "points", Is(Decimal))
        .says("得分", "the score")
        .shows("ctx.score(member).points == 10")
        .does(Run::One(|state, card| of(state, &card).map(|(_, card)| exact(card.points)))),
    Entry::property(OnCard, "whole", Is(Decimal))
        .says("折算到全年的得分，按它定等次、排名次", "the score as for a whole year, by which it is graded and ranked")
        .shows("ctx.score(member).whole == 10")
        .does(Run::One(|state, card| of(state, &card).map(|(_, card)| exact(card.whole)))),
    Entry::property(OnCard, "grade", Maybe(Text))
        .says("等次；计分办法不分等次时为 ()", "the grade, or () where the scheme has none")
        .shows("ctx.score(member).grade == \"优秀\"")
        .does(Run::One(grade)),
    Entry::property(OnCard, "rank", Maybe(Int))
        .says("名次；不参加排名时为 ()", "the place in the ranking, or () outside of it")
        .shows("ctx.score(member).rank == 1")
        .does(Run::One(rank)),
    Entry::property(OnCard, "complete", Is(Bool))
        .says("是否完整：数据有错时不完整，没有得分", "whether it is complete: broken data leave it without points")
        .shows("ctx.score(member).complete")
        .does(Run::One(complete)),
    Entry::property(OnCard, "short", Texts)
        .says("没有达到的最低要求", "the names of the minimums that are missed")
        .shows("ctx.score(member).short.is_empty()")
        .does(Run::One(short)),
    Entry::method(OnCard, "points_of", &[Parameter::is("text", Text)], Is(Decimal))
        .says("某一部分或某一项的得分", "the points of a part or an item")
        .shows("ctx.score(member).points_of(\"活动\") == 10")
        .does(Run::Two(points_of)),
];

fn exact(points: Points) -> Value {
    Value::of(Number::Exact(points).data())
}

/// The card of a record, or `()`: of the year of the record where that has one, else of the year of the call; or of a year
/// that is named.
fn find(state: &mut State<'_>, scheme: Option<&str>, record: &Value, year: Option<&Value>) -> Answer {
    let Data::Record(mut row) = record.data else { return Err(mismatch()) };
    state.notes.cards();
    let cards = state.cards;
    let (yearly, own) = (state.store.kind(row).yearly, state.store.head(row).year);
    let asked = if yearly { own } else { state.scope.year };
    let year = match year.map(|year| &year.data) {
        None => asked,
        Some(Data::Int(year)) => {
            let year = i16::try_from(*year).unwrap_or(0);
            if state.scope.scoring && year >= state.scope.year {
                return Err(Stop::failed(say!(
                    "计分办法里只能取以前年度的积分卡",
                    "a scheme may ask for cards of earlier years only"
                )));
            }
            if yearly && year != own {
                // The record of the same key there.
                let key = state.key(row);
                state.notes.table(row.body, row.kind);
                let Some(there) = state.store.find(row.body, row.kind, year, &key) else { return Ok(Value::UNIT) };
                row = there;
            }
            year
        }
        Some(_) => return Err(mismatch()),
    };
    let all = cards.of(row, year);
    state.budget.spend_on(all.len())?;
    let name = |(table, _): &(u32, u32)| &*cards.table(*table).scheme.name;
    let mut found = all.iter().filter(|at| scheme.is_none_or(|scheme| name(at) == scheme));
    match (found.next(), found.next()) {
        (None, _) => Ok(Value::UNIT),
        (Some((table, card)), None) => Ok(Value::of(Data::Card(*table, *card))),
        _ => {
            let names = all.iter().map(name).collect::<Vec<_>>().join("、");
            Err(Stop::failed(say!(
                "有几种计分办法：{names}；写成 ctx.score(\"名称\", 记录)",
                "there are several schemes, {names}: write ctx.score(\"name\", record)"
            )))
        }
    }
}

/// With a scheme and a record, or with a record and a year: which of both a call is shows by its values.
fn find_two(state: &mut State<'_>, _: Value, first: Value, second: Value) -> Answer {
    match first.data {
        Data::Record(_) => find(state, None, &first, Some(&second)),
        _ => find(state, Some(state.letters(&first)?), &second, None),
    }
}

fn any<'s>(state: &State<'s>, card: &Value) -> Answer<(&'s Table, &'s Card)> {
    let Data::Card(table, card) = card.data else { return Err(mismatch()) };
    let cards = state.cards;
    Ok((cards.table(table), cards.card((table, card))))
}

/// A complete card. What is not known is no number: an incomplete card has been reported.
fn of<'s>(state: &mut State<'s>, card: &Value) -> Answer<(&'s Table, &'s Card)> {
    let (table, card) = any(state, card)?;
    if card.is_complete() { Ok((table, card)) } else { Err(state.blocked(Gap::Card(card.row))) }
}

/// Whether places in the ranking are settled: where others are not known, they may still change.
fn settled(state: &mut State<'_>, table: &Table, card: &Card) -> Answer<()> {
    if !table.provisional {
        return Ok(());
    }
    let gap = match table.cards.last().filter(|last| !last.is_complete()) {
        Some(last) => Gap::Card(last.row),
        None => Gap::Kind(card.row.body, card.row.kind),
    };
    Err(state.blocked(gap))
}

fn complete(state: &mut State<'_>, card: Value) -> Answer {
    Ok(Value::bool(any(state, &card)?.1.is_complete()))
}

fn grade(state: &mut State<'_>, card: Value) -> Answer {
    let (table, card) = of(state, &card)?;
    if !table.scheme.quotas.is_empty() {
        settled(state, table, card)?;
    }
    match table.grade(card) {
        Some(grade) => state.known_text(grade),
        None => Ok(Value::UNIT),
    }
}

fn rank(state: &mut State<'_>, card: Value) -> Answer {
    let (table, card) = of(state, &card)?;
    settled(state, table, card)?;
    Ok(card.rank.map_or(Value::UNIT, |rank| Value::int(rank.into())))
}

fn short(state: &mut State<'_>, card: Value) -> Answer {
    let (table, card) = of(state, &card)?;
    let mut names = Building::new(state)?;
    for minimum in card.short() {
        state.budget.spend(1)?;
        let name = state.known_text(&table.scheme.lines[minimum.line].name)?;
        names.push(state, name)?;
    }
    names.done(state)
}

fn points_of(state: &mut State<'_>, card: Value, name: Value) -> Answer {
    let (table, card) = of(state, &card)?;
    let name = state.letters(&name)?;
    let lines = &table.scheme.lines;
    let entries = card.sections.iter().map(|section| 1 + section.entries.len()).sum::<usize>();
    state.budget.spend_on(lines.len() + entries)?;
    let named = |line: usize| *lines[line].name == *name;
    let part = card.sections.iter().find(|s| s.part.is_some_and(named)).map(|s| s.points);
    let entry = || card.sections.iter().flat_map(|s| &s.entries).find(|e| named(e.line)).map(|e| e.points);
    match part.or_else(entry) {
        Some(points) => Ok(exact(points)),
        None if lines.iter().any(|line| *line.name == *name) => Ok(exact(Points::ZERO)),
        None => {
            let name = quoted(name);
            Err(Stop::failed(say!("计分办法里没有“{name}”", "the scheme has no \"{name}\"")))
        }
    }
}
