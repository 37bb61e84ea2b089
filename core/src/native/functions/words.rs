//! Values as people read them: what `${…}`, `to_string` and `join` write.

use std::fmt::Write as _;
use std::ops::ControlFlow;

use crate::language::{Lang, Text, say};
use crate::native::budget::TEXT;
use crate::native::compare::describe;
use crate::native::functions::elements::{items, length, shape};
use crate::native::items::Items;
use crate::native::number::Number;
use crate::native::shape::Shape;
use crate::native::speech::{Key, Piece};
use crate::native::state::State;
use crate::native::stop::{Answer, Stop};
use crate::native::value::{Data, Value};

/// Letters of a text that a message quotes at most.
const QUOTED: usize = 60;

/// Writes a value behind a text, as `${…}` shows it.
///
/// # Errors
/// When it is none that has a text of its own, or the text becomes too long.
pub(crate) fn shown(state: &mut State<'_>, value: &Value, into: &mut String) -> Answer<()> {
    match &value.data {
        Data::Unit => {}
        Data::Bool(yes) => into.push_str(if *yes { "true" } else { "false" }),
        Data::Str(_) | Data::Text(_) => {
            let text = state.letters(value)?;
            if into.len() + text.len() > TEXT {
                return Err(Stop::too_large());
            }
            state.budget.spend_on_bytes(text.len())?;
            into.push_str(text);
        }
        Data::Date(date) => write(into, date),
        Data::Time(time) => write(into, time.strftime("%H:%M")),
        Data::Period(period) => write(into, period),
        Data::Record(row) => {
            let name = state.name(*row);
            state.budget.spend_on_bytes(name.len())?;
            into.push_str(&name);
        }
        data => match Number::of(data) {
            Some(number) => write(into, number),
            None => return Err(unprintable(value)),
        },
    }
    if into.len() > TEXT { Err(Stop::too_large()) } else { Ok(()) }
}

/// How many elements of a collection are named, and how many letters of a text are shown.
const NAMED: usize = 3;
const LETTERS: usize = 40;

/// What a value is, for who follows a rule step by step; nothing for what is no datum. It costs the rule nothing.
pub(crate) fn seen(state: &mut State<'_>, value: &Value) -> Option<Text> {
    state.apart(|state| match &value.data {
        Data::Finding(_) | Data::Ctx | Data::Params(_) | Data::Place(_) => None,
        Data::Unit => Some(nothing()),
        Data::Bool(true) => Some(say!("是", "yes")),
        Data::Bool(false) => Some(say!("否", "no")),
        Data::Str(_) | Data::Text(_) => {
            let text = clipped(state.text(value).unwrap_or_default());
            Some(say!("“{text}”", "\"{text}\""))
        }
        _ => Some(match items(value) {
            Some(items) => several(state, &items, value),
            None => one(state, value),
        }),
    })
}

/// What is said of nothing.
pub(crate) fn nothing() -> Text {
    say!("空", "nothing")
}

/// The same of one that has no elements.
fn one(state: &mut State<'_>, value: &Value) -> Text {
    let mut text = String::new();
    match shown(state, value, &mut text) {
        Ok(()) => Text::same(text),
        Err(_) => describe(value),
    }
}

/// The same of a collection: how many there are, and the first.
fn several(state: &mut State<'_>, items: &dyn Items, value: &Value) -> Text {
    let (mut first, mut more) = (Vec::new(), false);
    let done = items.each(state, &mut |state, item| {
        more = first.len() == NAMED;
        if more {
            return Ok(ControlFlow::Break(()));
        }
        first.push(clipped(one(state, &item).get(Lang::Zh)));
        Ok(ControlFlow::Continue(()))
    });
    let Some(Ok(count)) = length(state, value).filter(|_| done.is_ok()) else { return describe(value) };
    let (zh, en) = (first.join("、"), first.join(", "));
    match (first.is_empty(), more) {
        (true, _) => say!("一个也没有", "none"),
        (false, false) => say!("{count}个：{zh}", "{count}: {en}"),
        (false, true) => say!("{count}个：{zh}……", "{count}: {en} …"),
    }
}

fn clipped(text: &str) -> String {
    beginning(text, LETTERS)
}

/// So many letters of a text, and a sign where there are more.
fn beginning(text: &str, letters: usize) -> String {
    match text.char_indices().nth(letters) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn write(into: &mut String, value: impl std::fmt::Display) {
    // Writing to a text in memory cannot fail.
    let _ = write!(into, "{value}");
}

/// The same, with what the text then speaks of.
///
/// # Errors
/// As [`shown`].
pub(crate) fn said(
    state: &mut State<'_>,
    value: &Value,
    key: Key,
    into: &mut String,
    pieces: &mut Vec<Piece>,
) -> Answer<()> {
    let from = into.len();
    shown(state, value, into)?;
    state.say(value, key, (from, into.len()), pieces)
}

/// The values one behind the other, as one text.
///
/// # Errors
/// As [`shown`].
pub(crate) fn joined<'v>(state: &mut State<'_>, values: impl IntoIterator<Item = &'v Value>) -> Answer {
    let (mut text, mut pieces) = (String::new(), Vec::new());
    for value in values {
        said(state, value, 0, &mut text, &mut pieces)?;
    }
    state.new_words(text, pieces)
}

/// The fault of a value that has no text of its own.
#[cold]
fn unprintable(value: &Value) -> Stop {
    let shape = shape(value);
    let (what, help) = (shape.name(), instead(shape));
    Stop::failed(say!(
        "${{…}} 里不能写{what}；{help}",
        "a value of type {what} cannot be put into a text; {help}";
        what, help
    ))
}

fn instead(shape: Shape) -> Text {
    match shape {
        Shape::Array | Shape::View => {
            say!("连成文字写成 .join(\"、\")，数量写成 .len()", "write .join(\", \"), or .len() for their number")
        }
        _ => say!("写其中的一项，如 .名称", "write one of its entries, like .name"),
    }
}

/// A text as messages quote it: its beginning, where it is long.
#[must_use]
pub(crate) fn quoted(text: &str) -> String {
    beginning(text, QUOTED)
}
