//! Texts. Positions and lengths are counted in letters, and what a text becomes is measured before it is made.

use crate::native::budget::TEXT;
use crate::native::entry::{Entry, Run};
use crate::native::functions::elements::Building;
use crate::native::shape::Gives::{Is, Texts};
use crate::native::shape::Parameter;
use crate::native::shape::Shape::{Bool, Int, Text};
use crate::native::state::State;
use crate::native::stop::{Answer, Stop, mismatch};
use crate::native::value::{Data, Value};

const OTHER: &[Parameter] = &[Parameter::is("text", Text)];

/// The entries.
pub(crate) const TABLE: &[Entry] = &[
    Entry::method(Text, "len", &[], Is(Int))
        .says("有多少个字", "how many letters it has")
        .shows("\"履职\".len() == 2")
        .does(Run::One(len)),
    Entry::method(Text, "is_empty", &[], Is(Bool))
        .says("是否为空", "whether it has none")
        .shows("\"\".is_empty()")
        .does(Run::One(|state, text| Ok(Value::bool(state.letters(&text)?.is_empty())))),
    Entry::method(Text, "contains", OTHER, Is(Bool))
        .says("是否含有这段文字", "whether it has that text in it")
        .shows("\"走访企业\".contains(\"企业\")")
        .does(Run::Two(|state, text, part| ask(state, &text, &part, |text, part| text.contains(part)))),
    Entry::method(Text, "starts_with", OTHER, Is(Bool))
        .says("是否以这段文字开头", "whether it begins with that text")
        .shows("\"走访企业\".starts_with(\"走访\")")
        .does(Run::Two(|state, text, part| ask(state, &text, &part, |text, part| text.starts_with(part)))),
    Entry::method(Text, "ends_with", OTHER, Is(Bool))
        .says("是否以这段文字结尾", "whether it ends with that text")
        .shows("\"走访企业\".ends_with(\"企业\")")
        .does(Run::Two(|state, text, part| ask(state, &text, &part, |text, part| text.ends_with(part)))),
    Entry::method(Text, "split", &[Parameter::is("separator", Text)], Texts)
        .says("按分隔符拆开", "the parts between the separators")
        .shows("\"甲、乙\".split(\"、\") == [\"甲\", \"乙\"]")
        .does(Run::Two(split)),
    Entry::method(Text, "trim", &[], Is(Text))
        .says("去掉首尾空白", "without the blanks at both ends")
        .shows("\" 甲 \".trim() == \"甲\"")
        .does(Run::One(trim)),
    Entry::method(Text, "replace", &[Parameter::is("find", Text), Parameter::is("with", Text)], Is(Text))
        .says("把一段文字全部换成另一段", "with one text in the place of another, wherever it is")
        .shows("\"2026-03\".replace(\"-\", \"年\") == \"2026年03\"")
        .does(Run::Three(replace)),
    Entry::method(Text, "to_upper", &[], Is(Text))
        .says("转为大写", "in upper case")
        .shows("\"bd-1\".to_upper() == \"BD-1\"")
        .does(Run::One(|state, text| turned(state, &text, str::to_uppercase))),
    Entry::method(Text, "to_lower", &[], Is(Text))
        .says("转为小写", "in lower case")
        .shows("\"BD-1\".to_lower() == \"bd-1\"")
        .does(Run::One(|state, text| turned(state, &text, str::to_lowercase))),
    Entry::method(Text, "sub_string", &[Parameter::is("start", Int)], Is(Text))
        .says("从第几个字（从 0 数起）取到末尾", "from a letter, counted from 0, to the end")
        .shows("\"走访企业\".sub_string(2) == \"企业\"")
        .does(Run::Two(|state, text, start| part(state, &text, &start, None))),
    Entry::method(Text, "sub_string", &[Parameter::is("start", Int), Parameter::is("len", Int)], Is(Text))
        .says("从第几个字（从 0 数起）取若干字", "so many letters from one on, counted from 0")
        .shows("\"走访企业\".sub_string(0, 2) == \"走访\"")
        .does(Run::Three(|state, text, start, len| part(state, &text, &start, Some(&len)))),
];

fn len(state: &mut State<'_>, text: Value) -> Answer {
    let text = state.letters(&text)?;
    state.budget.spend_on_bytes(text.len())?;
    Ok(Value::count(text.chars().count()))
}

fn ask(state: &State<'_>, text: &Value, part: &Value, asked: impl Fn(&str, &str) -> bool) -> Answer {
    let (text, part) = (state.letters(text)?, state.letters(part)?);
    state.budget.spend_on_search(text.len() + part.len())?;
    Ok(Value::bool(asked(text, part)))
}

fn split(state: &mut State<'_>, text: Value, separator: Value) -> Answer {
    let (text, separator) = (state.letters(&text)?, state.letters(&separator)?);
    state.budget.spend_on_search(text.len() + separator.len())?;
    let mut parts = Building::new(state)?;
    for part in text.split(separator) {
        state.budget.spend(1)?;
        let part = state.new_text(part)?;
        parts.push(state, part)?;
    }
    parts.done(state)
}

fn trim(state: &mut State<'_>, text: Value) -> Answer {
    let letters = state.letters(&text)?;
    state.budget.spend_on_search(letters.len())?;
    let trimmed = letters.trim();
    if trimmed.len() == letters.len() { Ok(text.computed()) } else { state.new_text(trimmed) }
}

fn replace(state: &mut State<'_>, text: Value, find: Value, with: Value) -> Answer {
    let (letters, find, with) = (state.letters(&text)?, state.letters(&find)?, state.letters(&with)?);
    state.budget.spend_on_search(2 * letters.len() + find.len() + with.len())?;
    // Counted before it is built: one replacement can multiply megabytes.
    let growth = letters.matches(find).count().saturating_mul(with.len());
    if letters.len().saturating_add(growth) > TEXT {
        return Err(Stop::too_large());
    }
    state.new_text(letters.replace(find, with))
}

fn turned(state: &mut State<'_>, text: &Value, turn: impl Fn(&str) -> String) -> Answer {
    let letters = state.letters(text)?;
    // A letter becomes three at most, and none goes.
    if letters.len() > 2 * TEXT {
        return Err(Stop::too_large());
    }
    state.budget.spend_on_turning(letters.len())?;
    state.new_text(turn(letters))
}

fn part(state: &mut State<'_>, text: &Value, start: &Value, len: Option<&Value>) -> Answer {
    let number = |value: &Value| match value.data {
        Data::Int(n) => Ok(usize::try_from(n).unwrap_or(0)),
        _ => Err(mismatch()),
    };
    let (start, len) = (number(start)?, len.map_or(Ok(usize::MAX), number)?);
    let letters = state.letters(text)?;
    // Twice, letter by letter.
    state.budget.spend_on_turning(letters.len())?;
    let begins = |at: usize, text: &str| text.char_indices().nth(at).map_or(text.len(), |(at, _)| at);
    let rest = &letters[begins(start, letters)..];
    state.new_text(&rest[..begins(len, rest)])
}
