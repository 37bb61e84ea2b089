//! Constraints on records, checked like rules: each with one record, or with all of a kind of a body at once.

mod days;
mod texts;
mod together;

use jiff::civil::Date;

use crate::language::{Lang, Text, say};
use crate::native::functions::seen::Seen;
use crate::native::state::{Draft, State, Target};
use crate::native::stop::Answer;
use crate::native::value::{Data, Value};
use crate::schema::Type;
use crate::schema::constraint::{Check, Constraint, YearDay};
use crate::value::{Cell, RowId};

/// Checks one record, or where the constraint looks at all of them, those of the body of the call.
///
/// # Errors
/// When a value is known to be broken, or a limit is hit.
pub(crate) fn check(state: &mut State<'_>, constraint: &Constraint, kind: &str, row: Option<RowId>) -> Answer<()> {
    let Some(row) = row else { return of_body(state, constraint, kind) };
    let record = Record { row, constraint };
    match &constraint.check {
        Check::Present { .. } | Check::Unique | Check::LookAlike => Ok(()),
        Check::NoRepeat => each(constraint, |field| no_repeat(state, record, field)),
        Check::NotBlank => each(constraint, |field| texts::not_blank(state, record, field)),
        Check::InYear { from, to } => each(constraint, |field| days::in_year(state, record, field, (*from, *to))),
        Check::NotFuture => each(constraint, |field| days::not_future(state, record, field)),
        Check::Order => days::order(state, record),
        Check::Workday(unless) => {
            let unless = unless.as_ref().map(|(unless, _)| unless.as_str());
            each(constraint, |field| days::workday(state, record, field, unless))
        }
        Check::InTerm((of, _)) => each(constraint, |field| days::in_term(state, record, field, of)),
        Check::InOffice(on) => {
            let on = on.as_ref().map(|(on, _)| on.as_str());
            each(constraint, |field| days::in_office(state, record, field, on))
        }
        Check::Any => together::any(state, record),
        Check::Together(when) => together::together(state, record, when.as_ref()),
        Check::Excludes(when) => together::excludes(state, record, when.as_ref()),
        Check::NotSelf => each(constraint, |field| not_self(state, record, field)),
    }
}

/// A record and the constraint that is checked.
#[derive(Clone, Copy)]
struct Record<'c> {
    row: RowId,
    constraint: &'c Constraint,
}

fn each(constraint: &Constraint, mut check: impl FnMut(&str) -> Answer<()>) -> Answer<()> {
    constraint.fields.iter().try_for_each(|(field, _)| check(field))
}

/// What a finding says besides its message.
#[derive(Default)]
struct More {
    help: Option<Text>,
    see: Vec<(Target, Text)>,
    /// As of a draft.
    due: Option<(Date, bool)>,
    common: Option<Target>,
}

impl More {
    fn help(text: Text) -> Self {
        Self { help: Some(text), ..Self::default() }
    }

    /// It goes by a value that many others may go by: the term of office of a person.
    fn common(self, target: Option<Target>, note: Text) -> Self {
        Self { common: target, ..self }.see(target, note)
    }

    fn see(mut self, target: Option<Target>, note: Text) -> Self {
        self.see.extend(target.map(|target| (target, note)));
        self
    }
}

impl Record<'_> {
    /// A field's value; `None` where it is not given, or an empty list.
    fn given(self, state: &mut State<'_>, field: &str) -> Answer<Option<Value>> {
        let column = state.column(self.row, field)?;
        if !state.has(self.row, column)? {
            return Ok(None);
        }
        if let Cell::Nested(elements) = state.store.cell(self.row, column)
            && elements.len() == 0
        {
            return Ok(None);
        }
        state.field(self.row, column).map(Some)
    }

    /// Where a field stands, or the record where it is not given.
    fn place(self, state: &mut State<'_>, field: &str) -> Answer<Target> {
        let column = state.column(self.row, field)?;
        let place = state.place_of(self.row, column);
        Ok(state.target(&place).unwrap_or(Target::Record(self.row)))
    }

    /// What people call a field.
    fn label(self, state: &State<'_>, field: &str) -> Text {
        state
            .store
            .kind(self.row)
            .field(field)
            .map_or_else(|| Text::same(field), |field| field.label.clone().known_as(field.name.as_str()))
    }

    /// What people call the record: its kind and its name.
    fn name(self, state: &mut State<'_>) -> Text {
        called(state, self.row)
    }

    fn report(self, state: &mut State<'_>, at: Target, message: Text, more: More) -> Answer<()> {
        report(state, self.constraint, at, message, more)
    }
}

/// What people call a record: its kind and its name; its number where it has neither name nor key.
fn called(state: &mut State<'_>, row: RowId) -> Text {
    let (name, kind) = (state.name(row), state.store.kind(row));
    let label = &kind.label.clone().known_as(kind.name.as_str());
    if let Some(number) = name.strip_prefix('#').filter(|_| kind.key.is_empty()) {
        let content = state.content(row).map(crate::native::speech::short).unwrap_or_default();
        return say!("第{number}条{label}", "{label} no. {number}"; label).known_as(format!("#{content:08x}"));
    }
    // Of a value of an enum people know the label.
    let values = match kind.key.as_slice() {
        [key] => kind.field(key).and_then(|field| field.ty.enumerated()).unwrap_or_default(),
        _ => &[],
    };
    let value = values.iter().find(|value| value.name == name);
    match value.map(|value| value.label.clone().known_as(value.name.as_str())) {
        Some(value) => say!("{label}“{value}”", "{label} `{value}`"; label, value),
        None => say!("{label}“{name}”", "{label} `{name}`"; label),
    }
}

/// What people call two records; with their keys, where they have one name.
fn told_apart(state: &mut State<'_>, a: RowId, b: RowId) -> (Text, Text) {
    let names = (called(state, a), called(state, b));
    if names.0 != names.1 || state.store.kind(a).key.is_empty() {
        return names;
    }
    let mut with_key = |name: &Text, row| {
        let key = state.key(row);
        say!("{name}（{key}）", "{name} ({key})"; name)
    };
    (with_key(&names.0, a), with_key(&names.1, b))
}

/// A value as people read it: of an enum its label.
fn said(state: &mut State<'_>, row: RowId, field: &str, value: &Value) -> Answer<Text> {
    let word = shown(state, value)?;
    let ty = state.store.kind(row).field(field).map(|field| &field.ty);
    let values = match ty {
        Some(Type::List(of)) => of.enumerated(),
        ty => ty.and_then(Type::enumerated),
    };
    let known = values.unwrap_or_default().iter().find(|value| value.name == word);
    let label = known.map(|value| value.label.clone().known_as(word.as_str()));
    Ok(label.unwrap_or_else(|| Text::same(word)))
}

fn report(state: &mut State<'_>, constraint: &Constraint, at: Target, message: Text, more: More) -> Answer<()> {
    let long = |text: &Text| text.get(Lang::Zh).len() + text.get(Lang::En).len();
    let notes: usize = more.see.iter().map(|(_, note)| long(note)).sum();
    let bytes = long(&message) + more.help.as_ref().map_or(0, long) + notes;
    let (More { help, see, due, common }, place) = (more, constraint.place);
    state
        .report(bytes, |bill| Draft {
            target: at,
            message,
            said: None,
            measure: None,
            see,
            help,
            due,
            warning: false,
            place,
            doubt: None,
            common,
            bill,
        })
        .map(drop)
}

/// A constraint that looks at all records of a body at once.
fn of_body(state: &mut State<'_>, constraint: &Constraint, kind: &str) -> Answer<()> {
    if !is_asked(state, kind) {
        return Ok(());
    }
    if let Check::Present { of, by } = &constraint.check {
        return present(state, constraint, kind, (of, *by));
    }
    let records = state.all(kind, state.scope.year)?;
    let rows: Vec<RowId> = state.view(&records.data).map(|view| view.rows().collect()).unwrap_or_default();
    state.budget.spend_on(rows.len() * (1 + constraint.fields.len()))?;
    match constraint.check {
        Check::LookAlike => each(constraint, |field| texts::look_alike(state, constraint, &rows, field)),
        _ => unique(state, constraint, &rows),
    }
}

/// Whether the records of a kind are to be looked at in the year of the call: those that hold in every year are in the last.
fn is_asked(state: &State<'_>, kind: &str) -> bool {
    let Some(body) = state.body().map(|body| state.store.body(body)) else { return false };
    let yearly = body.schema.kind(kind).is_some_and(|kind| kind.yearly);
    yearly || body.years.last().is_none_or(|last| *last == state.scope.year)
}

fn present(
    state: &mut State<'_>,
    constraint: &Constraint,
    kind: &str,
    (of, by): (&[String], Option<YearDay>),
) -> Answer<()> {
    let Some(body) = state.body() else { return Ok(()) };
    let id = state.store.body(body).id.clone();
    if !of.is_empty() && !of.iter().any(|pattern| crate::pack::matches(pattern, &id)) {
        return Ok(());
    }
    let year = state.scope.year;
    let records = state.all(kind, year)?;
    if state.view(&records.data).is_some_and(|view| view.most() > 0) {
        return Ok(());
    }
    let Some(declared) = state.store.body(body).schema.kind(kind) else { return Ok(()) };
    let label = &declared.label.clone().known_as(kind);
    let message = if declared.yearly {
        say!("没有登记{year}年的{label}", "there is no {label} of {year}"; label)
    } else {
        say!("没有登记{label}", "there is no {label}"; label)
    };
    let help = say!("在数据里补上 [[{kind}]] 记录", "add a [[{kind}]] record to the data");
    let due = by.and_then(|day| day.of(year)).map(|day| (day, state.today <= day));
    report(state, constraint, Target::Body, message, More { due, ..More::help(help) })
}

/// No two records have the same values in all of the fields. A record that lacks one of them is like no other.
fn unique(state: &mut State<'_>, constraint: &Constraint, rows: &[RowId]) -> Answer<()> {
    let mut seen: Vec<Seen> = constraint.fields.iter().map(|_| Seen::default()).collect();
    let mut known: rustc_hash::FxHashMap<Vec<u32>, RowId> = rustc_hash::FxHashMap::default();
    let mut counts = vec![0_u32; seen.len()];
    'rows: for row in rows {
        let record = Record { row: *row, constraint };
        let mut places = Vec::with_capacity(seen.len());
        for ((seen, count), (field, _)) in seen.iter_mut().zip(&mut counts).zip(&constraint.fields) {
            let Some(value) = record.given(state, field)? else { continue 'rows };
            let place = seen.place(state, &value)?.and_then(|place| u32::try_from(place).ok());
            places.push(place.unwrap_or(*count));
            *count += u32::from(place.is_none());
        }
        let Some(first) = known.get(&places).copied() else {
            known.insert(places, *row);
            continue;
        };
        let labels: Vec<Text> = constraint.fields.iter().map(|(field, _)| record.label(state, field)).collect();
        let (zh, en) = (listed(&labels, Lang::Zh), listed(&labels, Lang::En));
        let (own, other) = told_apart(state, *row, first);
        let message = say!("{own}与{other}的{zh}相同", "{own} has the same {en} as {other}"; own, other);
        let at = match constraint.fields.as_slice() {
            [(field, _)] => record.place(state, field)?,
            _ => Target::Record(*row),
        };
        let help = say!(
            "同一件事只登记一条：删去重复的一条，或改正写错的一处",
            "one thing is one record: delete the one that is there twice, or correct what is wrong"
        );
        let more = More::help(help).see(Some(Target::Record(first)), say!("先登记的在这里", "the first is here"));
        record.report(state, at, message, more)?;
    }
    Ok(())
}

/// Texts one after the other.
fn listed(texts: &[Text], lang: Lang) -> String {
    let comma = if lang == Lang::Zh { "、" } else { ", " };
    texts.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(comma)
}

/// The elements of a list, or the one value.
fn elements(value: &Value) -> &[Value] {
    match &value.data {
        Data::Array(array) => &array.items,
        _ => std::slice::from_ref(value),
    }
}

fn no_repeat(state: &mut State<'_>, record: Record<'_>, field: &str) -> Answer<()> {
    let Some(list) = record.given(state, field)? else { return Ok(()) };
    let (mut seen, mut first) = (Seen::default(), Vec::new());
    for element in elements(&list) {
        state.budget.spend(1)?;
        let Some(place) = seen.place(state, element)? else {
            first.push(element);
            continue;
        };
        let (label, name, what) =
            (record.label(state, field), record.name(state), said(state, record.row, field, element)?);
        let message = say!(
            "{name}的{label}中“{what}”写了两次",
            "`{what}` stands twice in the {label} of {name}"; name, label, what
        );
        let at = state.target(element).unwrap_or(Target::Record(record.row));
        let more = More::help(say!("删去重复的一个", "delete one of them"));
        let more = more.see(state.target(first[place]), say!("先写在这里", "first here"));
        record.report(state, at, message, more)?;
    }
    Ok(())
}

/// A value as people read it.
fn shown(state: &mut State<'_>, value: &Value) -> Answer<String> {
    let mut text = String::new();
    crate::native::functions::words::shown(state, value, &mut text)?;
    Ok(text)
}

fn not_self(state: &mut State<'_>, record: Record<'_>, field: &str) -> Answer<()> {
    let Some(value) = record.given(state, field)? else { return Ok(()) };
    for element in elements(&value) {
        state.budget.spend(1)?;
        if !matches!(element.data, Data::Record(row) if row == record.row) {
            continue;
        }
        let (label, name) = (record.label(state, field), record.name(state));
        let message = say!("{name}的{label}写的是它自己", "the {label} of {name} is itself"; name, label);
        let at = state.target(element).unwrap_or(Target::Record(record.row));
        record.report(
            state,
            at,
            message,
            More::help(say!("改为另一条记录的编号", "write the key of another record")),
        )?;
    }
    Ok(())
}
