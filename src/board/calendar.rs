//! The year's calendar: sessions by form and month, how many are missing, and days on which several meet.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use serde::Serialize;

use crate::board::cells::label;
use crate::board::history::sort;
use crate::board::seats::{Seat, field, title};
use crate::report::place::told;
use yize_core::check::Outcome;
use yize_core::language::Lang;
use yize_core::pack::views::{self, Calendar, Counts};
use yize_core::records::{Field, Kind, Record, Value};
use yize_core::schema::Type;
use yize_core::value::Period;

/// Most sessions that are drawn one by one; all are counted by form and month.
const MOST: usize = 600;

/// A calendar of one body and year.
#[derive(Debug, Serialize)]
pub(crate) struct Picture {
    pub id: String,
    pub title: String,
    pub body: String,
    pub body_name: String,
    pub year: i16,
    pub rows: Vec<Row>,
    /// Numbers that are expected or declared, with those that there are.
    pub wanted: Vec<Wanted>,
    /// Days on which several meet, where that matters.
    pub clashes: Option<Vec<Clash>>,
    pub total: usize,
    pub held: usize,
    pub overdue: usize,
    /// Sessions that are counted and not drawn.
    pub more: usize,
}

/// The sessions of one form.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub form: String,
    pub label: String,
    pub count: usize,
    /// By month of their first day; those of another year are in none.
    pub months: [usize; 12],
    pub marks: Vec<Mark>,
}

/// A session.
#[derive(Debug, Serialize)]
pub(crate) struct Mark {
    pub key: String,
    pub name: String,
    pub from: String,
    pub to: String,
    /// The same as days, and as people write it.
    #[serde(skip)]
    pub first: Date,
    #[serde(skip)]
    pub last: Date,
    #[serde(skip)]
    pub when: String,
    /// How exactly the time is known: day, month, quarter or year.
    pub unit: &'static str,
    pub held: Option<String>,
    /// held, planned or overdue.
    pub state: &'static str,
    /// What is found about it, at worst.
    pub finding: Option<&'static str>,
    pub file: String,
    pub line: usize,
    /// Where it stands, as people write it.
    pub shown: String,
}

/// A number for some forms.
#[derive(Debug, Serialize)]
pub(crate) struct Wanted {
    pub forms: Vec<String>,
    pub labels: Vec<String>,
    pub want: i64,
    pub have: i64,
    /// By a parameter of the pack (`expected`), or by a record (`declared`).
    pub by: &'static str,
}

/// A day on which several meet.
#[derive(Debug, Serialize)]
pub(crate) struct Clash {
    pub date: String,
    pub meetings: Vec<Meeting>,
}

/// One of several on a day.
#[derive(Debug, Serialize)]
pub(crate) struct Meeting {
    pub key: String,
    pub name: String,
    /// What its form is called.
    pub form: String,
}

/// The calendars of all bodies.
#[must_use]
pub(crate) fn pictures(seats: &[Seat<'_>], outcome: &Outcome, lang: Lang) -> Vec<Picture> {
    let worst = worst(outcome);
    let mut all = Vec::new();
    for seat in seats {
        for (governing, view) in &seat.views.calendars {
            let drawer = Drawer { seat, governing: *governing, view, outcome, lang, worst: &worst };
            all.extend(drawer.years());
        }
    }
    all
}

/// What is found at worst about each record that something is found about.
type Worst<'a> = HashMap<(&'a str, &'a str, &'a str), &'static str>;

fn worst(outcome: &Outcome) -> Worst<'_> {
    let mut worst = Worst::new();
    for finding in &outcome.findings {
        let (Some(body), Some(record)) = (&finding.body, &finding.record) else { continue };
        let (key, sort) = ((&**body, record.kind.as_str(), record.key.as_str()), sort(finding));
        let rank = |sort| ["waived", "pending", "warning", "violation", "fault"].iter().position(|s| *s == sort);
        let known = worst.entry(key).or_insert(sort);
        if rank(*known) < rank(sort) {
            *known = sort;
        }
    }
    worst
}

struct Drawer<'a, 's> {
    seat: &'s Seat<'a>,
    governing: usize,
    view: &'a Calendar,
    outcome: &'a Outcome,
    lang: Lang,
    worst: &'s Worst<'a>,
}

/// Columns of the sessions' kind.
struct Columns<'a> {
    kind: Kind<'a>,
    when: Field<'a>,
    held: Option<Field<'a>>,
    form: Option<Field<'a>>,
    name: Option<Field<'a>>,
}

impl<'a> Drawer<'a, '_> {
    fn years(&self) -> Vec<Picture> {
        let Some(columns) = self.columns() else { return Vec::new() };
        let yearly = columns.kind.is_yearly();
        let mut years = if yearly { columns.kind.years() } else { years_of_dates(&columns) };
        // A year with a plan and no session is worth a look too.
        if yearly && let Some(kind) = self.view.declared.as_ref().and_then(|counts| self.seat.kind(&counts.of)) {
            years.extend(kind.years());
        }
        years.sort_unstable();
        years.dedup();
        years.into_iter().filter(|year| *year != 0).map(|year| self.picture(&columns, year, yearly)).collect()
    }

    fn columns(&self) -> Option<Columns<'a>> {
        let view = self.view;
        let kind = self.seat.kind(view.kind.as_ref()?)?;
        Some(Columns {
            kind,
            when: field(kind, view.when.as_ref())?,
            held: field(kind, view.held.as_ref()),
            form: field(kind, view.form.as_ref()),
            name: field(kind, view.name.as_ref()),
        })
    }

    fn picture(&self, columns: &Columns<'a>, year: i16, yearly: bool) -> Picture {
        let records = columns.kind.records(if yearly { year } else { 0 });
        let of_year = |record: &Record<'_>| {
            let when = record.value(columns.when).period();
            yearly || when.is_some_and(|when| when.first().year() == year)
        };
        let mut drawn = self.empty(year);
        let matters = self.view.clashes.unwrap_or(true);
        let mut forms: BTreeMap<(usize, String), Row> = BTreeMap::new();
        let mut days: BTreeMap<Date, Vec<Meeting>> = BTreeMap::new();
        for record in records.filter(of_year) {
            let Some((mark, first, day)) = self.mark(columns, record) else { continue };
            drawn.total += 1;
            drawn.held += usize::from(mark.state == "held");
            drawn.overdue += usize::from(mark.state == "overdue");
            let (order, form, label) = self.form(columns, record);
            if let Some(day) = day.filter(|_| matters) {
                let (key, name) = (mark.key.clone(), mark.name.clone());
                days.entry(day).or_default().push(Meeting { key, name, form: label.clone() });
            }
            let into = forms.entry((order, form.clone())).or_insert_with(|| Row::new(form, label));
            into.count += 1;
            if first.year() == year {
                into.months[usize::from(first.month().unsigned_abs()) - 1] += 1;
            }
            if drawn.total <= MOST {
                into.marks.push(mark);
            } else {
                drawn.more += 1;
            }
        }
        let clashes = days.into_iter().filter(|(_, meetings)| meetings.len() > 1);
        let clashes = clashes.map(|(date, meetings)| Clash { date: date.to_string(), meetings });
        drawn.clashes = matters.then(|| clashes.collect());
        drawn.wanted = self.wanted(columns, &forms, year);
        self.empty_rows(columns, &drawn.wanted, &mut forms);
        drawn.rows = forms.into_values().collect();
        drawn
    }

    fn empty(&self, year: i16) -> Picture {
        let (seat, view) = (self.seat, self.view);
        Picture {
            id: view.head.id.clone(),
            title: title(view.head.title.as_ref(), &view.head.id, self.lang).to_owned(),
            body: seat.body.id().to_owned(),
            body_name: seat.name(),
            year,
            rows: Vec::new(),
            wanted: Vec::new(),
            clashes: None,
            total: 0,
            held: 0,
            overdue: 0,
            more: 0,
        }
    }

    /// A session, its first day, and the day where that is known.
    fn mark(&self, columns: &Columns<'_>, record: Record<'_>) -> Option<(Mark, Date, Option<Date>)> {
        let planned = record.value(columns.when).period();
        let (held, was) = match columns.held.map(|field| record.value(field)) {
            None => (None, planned.is_some_and(|planned| planned.last() <= self.outcome.as_of)),
            Some(Value::Bool(was)) => (None, was),
            Some(value) => (value.period(), value.period().is_some_and(|held| held.first() <= self.outcome.as_of)),
        };
        let when = held.or(planned)?;
        let late = columns.held.is_some() && when.last() < self.outcome.as_of;
        let key = record.key();
        let name = match columns.name.map(|field| record.value(field)) {
            Some(Value::Text(text)) => text.to_owned(),
            _ => record.name(),
        };
        let header = record.place();
        let source = self.outcome.sources.get(header.source);
        let (unit, day) = match when {
            Period::Day(day) => ("day", Some(day)),
            Period::Month(..) => ("month", None),
            Period::Quarter(..) => ("quarter", None),
            Period::Year(_) => ("year", None),
        };
        let mark = Mark {
            finding: self.worst.get(&(self.seat.body.id(), record.kind().name(), key.as_str())).copied(),
            key,
            name,
            from: when.first().to_string(),
            to: when.last().to_string(),
            first: when.first(),
            last: when.last(),
            when: when.to_string(),
            unit,
            held: held.map(|held| held.to_string()),
            state: if was {
                "held"
            } else if late {
                "overdue"
            } else {
                "planned"
            },
            file: source.name.clone(),
            line: source.position(header.span.start).line,
            shown: told(&self.outcome.sources, header),
        };
        Some((mark, when.first(), day))
    }

    /// The order, name and label of a session's form.
    fn form(&self, columns: &Columns<'_>, record: Record<'_>) -> (usize, String, String) {
        let Some(form) = columns.form else {
            let view = &self.view.head;
            return (0, String::new(), title(view.title.as_ref(), &view.id, self.lang).to_owned());
        };
        let Some(value) = record.value(form).each().into_iter().next() else {
            return (usize::MAX, String::new(), "—".to_owned());
        };
        let (order, name) = match &value {
            Value::Text(text) => (order(form.ty(), text), (*text).to_owned()),
            Value::Record(record) => (record.number(), record.key()),
            _ => (order(form.ty(), ""), String::new()),
        };
        (order, name, label(form.ty(), &value, self.lang))
    }

    /// What the pack or a record says there should be.
    fn wanted(&self, columns: &Columns<'_>, forms: &BTreeMap<(usize, String), Row>, year: i16) -> Vec<Wanted> {
        let expected = self.view.expected.as_ref().and_then(|counts| {
            let rows = views::numbers(self.seat.parameter(self.governing, &counts.of, year)?, counts)?;
            Some(rows.into_iter().map(|(forms, count)| (forms, count, "expected")).collect::<Vec<_>>())
        });
        let mut rows = expected.unwrap_or_default();
        for (forms, count) in self.view.declared.as_ref().map(|c| self.declared(c, year)).unwrap_or_default() {
            if !rows.iter().any(|(known, ..)| known.iter().any(|form| forms.contains(form))) {
                rows.push((forms, count, "declared"));
            }
        }
        let row = |(names, want, by): (Vec<String>, i64, &'static str)| {
            let have = forms.values().filter(|row| names.contains(&row.form)).map(|row| row.count).sum::<usize>();
            let labels = names.iter().map(|name| self.form_label(columns, name)).collect();
            Wanted { forms: names, labels, want, have: i64::try_from(have).unwrap_or(i64::MAX), by }
        };
        rows.into_iter().map(row).collect()
    }

    fn form_label(&self, columns: &Columns<'_>, name: &str) -> String {
        let value = columns.form.and_then(|form| form.ty().enumerated()?.iter().find(|value| value.name == name));
        value.map_or(name, |value| value.label.get(self.lang)).to_owned()
    }

    /// The numbers that records of a year declare.
    fn declared(&self, counts: &Counts, year: i16) -> Vec<(Vec<String>, i64)> {
        let Some(kind) = self.seat.kind(&counts.of) else { return Vec::new() };
        let Some(declared) = field(kind, counts.field.as_ref()) else { return Vec::new() };
        let fields = match declared.ty() {
            Type::List(of) => match &**of {
                Type::Table(fields) => fields,
                _ => return Vec::new(),
            },
            _ => return Vec::new(),
        };
        let at = |name: &str| fields.iter().position(|field| field.name == name);
        let (Some(forms), Some(count)) = (at(&counts.forms), at(&counts.count)) else { return Vec::new() };
        let mut all = Vec::new();
        for record in kind.records(year) {
            let Value::Many(lines) = record.value(declared) else { continue };
            for line in lines {
                let Value::Many(line) = line else { continue };
                let (Some(names), Some(Value::Integer(number))) = (line.get(forms), line.get(count)) else { continue };
                let text = |value: Value<'_>| match value {
                    Value::Text(text) => Some(text.to_owned()),
                    _ => None,
                };
                all.push((names.clone().each().into_iter().filter_map(text).collect(), *number));
            }
        }
        all
    }

    /// Rows for forms of which there should be sessions and are none.
    fn empty_rows(&self, columns: &Columns<'_>, wanted: &[Wanted], forms: &mut BTreeMap<(usize, String), Row>) {
        let Some(ty) = columns.form.map(Field::ty) else { return };
        for name in wanted.iter().filter(|wanted| wanted.want > 0).flat_map(|wanted| &wanted.forms) {
            let label = self.form_label(columns, name);
            forms.entry((order(ty, name), name.clone())).or_insert_with(|| Row::new(name.clone(), label));
        }
    }
}

/// The place of a form among those declared.
fn order(ty: &Type, name: &str) -> usize {
    let values = ty.enumerated().unwrap_or_default();
    values.iter().position(|value| value.name == name).unwrap_or(values.len())
}

impl Row {
    fn new(form: String, label: String) -> Self {
        Self { form, label, count: 0, months: [0; 12], marks: Vec::new() }
    }
}

/// The years of sessions that belong to none by themselves.
fn years_of_dates(columns: &Columns<'_>) -> Vec<i16> {
    let records = columns.kind.records(0);
    records.filter_map(|record| record.value(columns.when).period()).map(|when| when.first().year()).collect()
}
