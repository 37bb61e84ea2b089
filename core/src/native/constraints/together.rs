//! Fields that belong together, and fields that exclude one another.

use super::{More, Record};
use crate::language::{Lang, Text, say};
use crate::native::state::State;
use crate::native::stop::Answer;
use crate::native::value::Data;
use crate::schema::Type;
use crate::schema::constraint::When;

/// What the field on which it hangs is, in words, where it is one of the values; `None` where it is none of them.
fn holds(state: &mut State<'_>, record: Record<'_>, when: &When) -> Answer<Option<Text>> {
    let Some(value) = record.given(state, &when.field.0)? else { return Ok(None) };
    let word = match value.data {
        Data::Bool(yes) => yes.to_string(),
        _ => super::shown(state, &value)?,
    };
    if !when.is.iter().any(|(wanted, _)| *wanted == word) {
        return Ok(None);
    }
    let field = state.store.kind(record.row).field(&when.field.0);
    let values = field.and_then(|field| field.ty.enumerated()).unwrap_or_default();
    let said = match values.iter().find(|value| value.name == word) {
        Some(value) => value.label.clone().known_as(word),
        None if field.is_some_and(|field| field.ty == Type::Bool) => match word.as_str() {
            "true" => say!("是", "true"),
            _ => say!("否", "false"),
        },
        None => Text::same(word),
    };
    let label = record.label(state, &when.field.0);
    Ok(Some(say!("{label}为“{said}”", "{label} is `{said}`"; label, said)))
}

pub(super) fn together(state: &mut State<'_>, record: Record<'_>, when: Option<&When>) -> Answer<()> {
    let (mut given, mut missing) = (Vec::new(), Vec::new());
    for (field, _) in &record.constraint.fields {
        match record.given(state, field)? {
            Some(_) => given.push(record.label(state, field)),
            None => missing.push(record.label(state, field)),
        }
    }
    let why = match when {
        Some(when) => holds(state, record, when)?,
        None if given.is_empty() => None,
        None => {
            let (zh, en) = (super::listed(&given, Lang::Zh), super::listed(&given, Lang::En));
            Some(say!("写了{zh}", "{en} is given"))
        }
    };
    let Some(why) = why.filter(|_| !missing.is_empty()) else { return Ok(()) };
    let (zh, en, name) = (super::listed(&missing, Lang::Zh), super::listed(&missing, Lang::En), record.name(state));
    let message = say!("{name}{why}，没有写{zh}", "{name}: {why}, and {en} is missing"; name, why);
    let help = match when {
        Some(when) => {
            let label = record.label(state, &when.field.0);
            say!("补上{zh}，或改正{label}", "add {en}, or correct {label}"; label)
        }
        None => say!("补上{zh}", "add {en}"),
    };
    record.report(state, crate::native::state::Target::Record(record.row), message, More::help(help))
}

pub(super) fn any(state: &mut State<'_>, record: Record<'_>) -> Answer<()> {
    let mut labels = Vec::new();
    for (field, _) in &record.constraint.fields {
        if record.given(state, field)?.is_some() {
            return Ok(());
        }
        labels.push(record.label(state, field));
    }
    let name = record.name(state);
    let words = |lang| labels.iter().map(|label| label.get(lang)).collect::<Vec<_>>();
    let (zh, en) = (words(Lang::Zh).join("或"), words(Lang::En).join(" nor "));
    let message = say!("{name}没有写{zh}", "{name} has neither {en}"; name);
    let (zh, en) = (words(Lang::Zh).join("、"), words(Lang::En).join(", "));
    let help = say!("写明其中一个：{zh}", "give one of them: {en}");
    record.report(state, crate::native::state::Target::Record(record.row), message, More::help(help))
}

pub(super) fn excludes(state: &mut State<'_>, record: Record<'_>, when: Option<&When>) -> Answer<()> {
    let why = match when {
        Some(when) => match holds(state, record, when)? {
            Some(why) => Some(why),
            None => return Ok(()),
        },
        None => None,
    };
    let mut given = Vec::new();
    for (field, _) in &record.constraint.fields {
        if record.given(state, field)?.is_some() {
            given.push((field.as_str(), record.label(state, field)));
        }
    }
    // What they contradict: the field on which it hangs, or the first of them.
    let against = match (when, given.is_empty()) {
        (_, true) => return Ok(()),
        (Some(when), _) => (when.field.0.as_str(), record.label(state, &when.field.0)),
        (None, _) => given.remove(0),
    };
    let Some((first, _)) = given.first() else { return Ok(()) };
    let at = record.place(state, first)?;
    let labels: Vec<Text> = given.iter().map(|(_, label)| label.clone()).collect();
    let (zh, en, name) = (super::listed(&labels, Lang::Zh), super::listed(&labels, Lang::En), record.name(state));
    let message = match why {
        Some(why) => say!("{name}{why}，却写了{zh}", "{name}: {why}, and yet {en} is given"; name, why),
        None => {
            let other = against.1;
            say!("{name}写了{other}，又写了{zh}", "{name}: {other} is given, and {en} too"; name, other)
        }
    };
    let help = say!("两处不能同时成立：改正其中一处", "both cannot hold: correct one of them");
    let see = record.place(state, against.0)?;
    record.report(state, at, message, More::help(help).see(Some(see), say!("与这里矛盾", "it contradicts this")))
}
