//! `fail` and `due`: how a script reports, and what it adds to a finding.

use std::rc::Rc;

use jiff::civil::Date;

use crate::finding::Measure;
use crate::language::{self, say};
use crate::native::budget::Paid;
use crate::native::entry::{Entry, Run};
use crate::native::number as numbers;
use crate::native::shape::Shape::{Bool, Date as Day, Finding, Number, Text};
use crate::native::shape::{Gives, Parameter, Wants};
use crate::native::speech::{self, Figure, Said};
use crate::native::state::{Draft, State, Target};
use crate::native::stop::{Answer, Stop, mismatch};
use crate::native::value::{Data, Value};

/// Greatest length of a message, in bytes.
const LONGEST: usize = 1 << 16;

const AT: Parameter = Parameter::new("at", Wants::Spot);
const MESSAGE: Parameter = Parameter::is("message", Text);

/// The entries.
pub(crate) const TABLE: &[Entry] = &[
    Entry::function("fail", &[AT, MESSAGE], Gives::Is(Finding))
        .says(
            "报告一个问题，指向记录、从记录里读出的值、记录.at(\"字段\")，或 ctx（整个单位）",
            "reports a finding at a record, a value read from one, record.at(\"field\"), or ctx (the body as a whole)",
        )
        .shows("fail(member.sector, `${member.name}的界别有误`)")
        .does(Run::Two(|state, at, message| report(state, &at, &message, None))),
    Entry::function("due", &[Parameter::is("date", Day), Parameter::is("done", Bool), AT, MESSAGE], Gives::Is(Finding))
        .says(
            "报告到期应完成的事项：已完成则无，到期前（含当天）为待办，过期为违规",
            "reports a duty: nothing if done, pending until and on the date, a violation after it",
        )
        .shows("due(date(2026, 12, 31), member.has(\"age\"), member, \"年底前填写年龄\")")
        .does(Run::Four(due)),
    Entry::method(Finding, "help", &[Parameter::is("text", Text)], Gives::Is(Finding))
        .says("说明下一步怎么办", "says what to do next")
        .shows("fail(member, \"没有走访\").help(\"安排走访\")")
        .does(Run::Two(help)),
    Entry::method(
        Finding,
        "see",
        &[Parameter::new("other", Wants::Spot), Parameter::is("note", Text)],
        Gives::Is(Finding),
    )
    .says("再指出一处", "points at a second place")
    .shows("fail(member, \"人数过多\").see(member.committee, \"这个专委会\")")
    .does(Run::Three(see)),
    Entry::method(
        Finding,
        "measure",
        &[Parameter::is("have", Number), Parameter::is("want", Number)],
        Gives::Is(Finding),
    )
    .says(
        "标明说明里的哪个数是程度：有多少、应为多少；变了仍是同一个问题，离应有的数更远就是更重",
        "says which figure of the message is a measure: what there is, and what there should be; with another figure it is the same finding, and worse the further it is off",
    )
    .shows("fail(member, \"走访1次，应为4次\").measure(1, 4)")
    .does(Run::Three(|state, finding, have, want| {
        measure(state, finding, (&have, Figure::Value), (&want, Figure::Value))
    })),
    Entry::method(Finding, "warn", &[], Gives::Is(Finding))
        .says(
            "只作警告；规则的元数据要写 may_warn: true",
            "makes it a warning; the rule's metadata must say may_warn: true",
        )
        .shows("fail(member, \"次数偏少\").warn()")
        .does(Run::One(warn)),
];

fn target(state: &State<'_>, at: &Value) -> Answer<Target> {
    state.target(at).ok_or_else(|| {
        Stop::failed(say!(
            "这个值不是从记录里读出的，无法指出位置；请用记录、记录的字段、记录.at(\"字段\") 或 ctx",
            "this value was not read from a record and has no place; give a record, a field of one, record.at(\"field\") or ctx"
        ))
    })
}

/// A message, help or note, of a length that a report can show.
fn message<'v, 's: 'v>(state: &State<'s>, text: &'v Value) -> Answer<&'v str> {
    let text = state.letters(text)?;
    if text.len() > LONGEST {
        return Err(Stop::failed(say!("说明过长", "the message is too long")));
    }
    Ok(text)
}

fn report(state: &mut State<'_>, at: &Value, text: &Value, due: Option<(Date, bool)>) -> Answer {
    let words = message(state, text)?;
    let target = target(state, at)?;
    let (message, place) = (language::Text::same(words), state.here);
    let pieces = match &text.data {
        Data::Text(own) => own.pieces(),
        _ => None,
    };
    // What it speaks of is kept until it is known, and no part of any report.
    let kept = words.len() + pieces.map_or(1, <[_]>::len) * size_of::<Said>();
    let mut kept = Some(state.budget.pay(kept)?);
    let said = Some(speech::said(pieces, words));
    let (see, help, measure) = (Vec::new(), None, None);
    let (doubt, common, warning) = (None, None, false);
    let draft = |mut bill: Rc<Paid>| {
        if let Some((bill, kept)) = Rc::get_mut(&mut bill).zip(kept.take()) {
            bill.join(kept);
        }
        Draft { target, message, said, measure, see, help, due, warning, place, doubt, common, bill }
    };
    let number = state.report(words.len(), draft)?;
    Ok(Value::of(Data::Finding(u32::try_from(number).ok())))
}

/// `due(date, done, at, message)`
///
/// # Errors
/// As `fail`.
pub(crate) fn due(state: &mut State<'_>, date: Value, done: Value, at: Value, message: Value) -> Answer {
    let (Data::Date(date), Data::Bool(done)) = (date.data, done.data) else { return Err(mismatch()) };
    if done {
        return Ok(Value::of(Data::Finding(None)));
    }
    let pending = state.today <= date;
    report(state, &at, &message, Some((date, pending)))
}

/// Changes a finding of the call, which then holds so many more bytes; a duty that is done has none.
fn amend(state: &mut State<'_>, finding: Value, bytes: usize, change: impl FnOnce(&mut Draft)) -> Answer {
    let Data::Finding(number) = finding.data else { return Err(mismatch()) };
    state.budget.spend_on_bytes(bytes)?;
    state.budget.lengthen(bytes)?;
    if let Some(draft) = number.and_then(|number| state.drafts.get_mut(number as usize)) {
        match Rc::get_mut(&mut draft.bill) {
            Some(bill) => bill.grow(bytes)?,
            None => draft.bill = Rc::new(state.budget.pay(bytes)?),
        }
        change(draft);
    }
    Ok(finding)
}

fn help(state: &mut State<'_>, finding: Value, text: Value) -> Answer {
    let text = message(state, &text)?;
    amend(state, finding, text.len(), |draft| draft.help = Some(language::Text::same(text)))
}

fn see(state: &mut State<'_>, finding: Value, other: Value, note: Value) -> Answer {
    let (target, note) = (target(state, &other)?, message(state, &note)?);
    let bytes = 2 * size_of::<(Target, language::Text)>() + note.len();
    amend(state, finding, bytes, |draft| draft.see.push((target, language::Text::same(note))))
}

/// `finding.measure(have, want)`: what there is and what there should be, each with how the message knows it.
///
/// # Errors
/// When they are no numbers.
pub(crate) fn measure(
    state: &mut State<'_>,
    finding: Value,
    (have, have_at): (&Value, Figure),
    (want, want_at): (&Value, Figure),
) -> Answer {
    let (Some(have), Some(want)) = (numbers::Number::of(&have.data), numbers::Number::of(&want.data)) else {
        return Err(mismatch());
    };
    let measure = Measure { have: have.exact(), want: want.exact() };
    amend(state, finding, measure.have.len() + measure.want.len(), |draft| {
        if let Some(said) = &mut draft.said {
            speech::forget(said, have_at, &have.to_string());
            speech::forget(said, want_at, &want.to_string());
        }
        draft.measure = Some(measure);
    })
}

fn warn(state: &mut State<'_>, finding: Value) -> Answer {
    amend(state, finding, 0, |draft| draft.warning = true)
}
