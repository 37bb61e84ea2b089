//! Parameters of a pack: plain ones, and those whose value has changed with time.

use jiff::civil::Date;

use super::literal::{Literal, literal};
use crate::document::{Key, Reader, Table, Value};
use crate::keys;
use crate::language::say;
use crate::source::Place;

/// A parameter, or another value for an inherited one (then only the value is sure to be given).
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    /// What people call it.
    pub label: Option<String>,
    /// Its values, in the order of the days from which they hold: of a plain parameter one, of which no day is given.
    values: Vec<Valued>,
    /// Its declaration.
    pub place: Place,
}

/// A value of a parameter, and what its pack says of it.
#[derive(Clone, Debug)]
pub(crate) struct Valued {
    /// The first day on which it holds; always, where there is none.
    pub since: Option<Date>,
    /// The value.
    pub value: Literal,
    /// Where the value comes from.
    pub basis: Option<String>,
    /// Whether it is a plain default of the pack, not the source's rule.
    pub local: bool,
    /// A remark.
    pub note: Option<String>,
    /// Where it stands.
    pub place: Place,
}

impl Valued {
    /// The year of the first day on which it holds.
    #[must_use]
    pub(crate) fn first_year(&self) -> i16 {
        self.since.map_or(i16::MIN, Date::year)
    }
}

impl Parameter {
    /// Its values, those that held first foremost.
    #[must_use]
    pub(crate) fn values(&self) -> &[Valued] {
        &self.values
    }

    /// The value that holds now and until another one does.
    #[must_use]
    pub(crate) fn latest(&self) -> &Valued {
        self.values.last().expect("a parameter has a value")
    }

    /// The first of its values.
    #[must_use]
    pub(crate) fn first(&self) -> &Valued {
        &self.values[0]
    }

    /// The value for the data of a year: the last that came into force in it or before; `None` before the first.
    #[must_use]
    pub(crate) fn of_year(&self, year: i16) -> Option<&Valued> {
        self.values.iter().rfind(|value| value.first_year() <= year)
    }

    /// Puts another value in the place of all of them.
    pub(crate) fn set(&mut self, value: Literal) {
        let latest = self.latest().clone();
        self.values = vec![Valued { since: None, value, ..latest }];
    }

    /// Puts in the values of another.
    pub(crate) fn set_values(&mut self, other: &Self) {
        self.values.clone_from(&other.values);
    }
}

/// Reads a parameter. What is wrong with it is reported.
pub(super) fn read(reader: &mut Reader<'_>, name: &Key<'_>, entry: &Value<'_>) -> Option<Parameter> {
    let Some(fields) = entry.get_ref().as_table() else {
        let name = name.get_ref();
        let message = say!("参数“{name}”要写成一张表", "the parameter `{name}` is a table");
        let help = say!(
            "写 [parameters.{name}]，下面写 label = \"……\" 和 value = ……",
            "write [parameters.{name}], and label = \"…\" and value = … under it"
        );
        reader.wrong(entry.span(), message).help = Some(help);
        return None;
    };
    reader.only(fields, keys::PARAMETER);
    let values = match (fields.get("values"), fields.get("value")) {
        (Some(values), None) => dated(reader, values, fields)?,
        (Some(values), Some(_)) => {
            let message = say!("value 和 values 只写一个", "either `value` or `values`, not both");
            let help = say!("各个时期的值都写在 values 里", "the values of all times belong in `values`");
            reader.wrong(values.span(), message).help = Some(help);
            return None;
        }
        (None, _) => {
            let written = reader.required(fields, "value", name.span())?;
            vec![valued(reader, written, fields, None, None)?]
        }
    };
    let label = fields.get("label").and_then(|v| reader.string(v));
    Some(Parameter {
        // What is misspelt is told of as such.
        label: label.or_else(|| reader.misspells(fields, "label").then(|| name.get_ref().to_string())),
        values,
        place: reader.place(name.span()),
    })
}

/// A value, with what is said of it, or else of the parameter.
fn valued(
    reader: &mut Reader<'_>,
    written: &Value<'_>,
    own: &Table<'_>,
    of_all: Option<&Table<'_>>,
    since: Option<Date>,
) -> Option<Valued> {
    let place = reader.place(written.span());
    let value = literal(reader, written)?;
    let said = |key: &str| own.get(key).or_else(|| of_all?.get(key));
    Some(Valued {
        since,
        value,
        basis: said("basis").and_then(|v| reader.string(v)),
        local: said("local").and_then(|v| reader.bool(v)).unwrap_or(false),
        note: said("note").and_then(|v| reader.string(v)),
        place,
    })
}

/// Values by the days from which they hold: of one type, the days ascending.
fn dated(reader: &mut Reader<'_>, list: &Value<'_>, parameter: &Table<'_>) -> Option<Vec<Valued>> {
    let entries = list.get_ref().as_array().filter(|entries| !entries.is_empty());
    let Some(entries) = entries else {
        let message = say!("values 应当是一个列表，至少一项", "`values` is a list of at least one value");
        let help = say!(
            "写成 values = [{{ since = \"2014-01-01\", value = 6 }}, {{ since = \"2015-01-01\", value = 12 }}]",
            "write values = [{{ since = \"2014-01-01\", value = 6 }}, {{ since = \"2015-01-01\", value = 12 }}]"
        );
        reader.wrong(list.span(), message).help = Some(help);
        return None;
    };
    let mut values: Vec<Valued> = Vec::new();
    for entry in entries {
        let own = reader.table(entry)?;
        reader.only(own, keys::VALUE_SINCE);
        let written = reader.required(own, "since", entry.span())?;
        let since = reader.date(written)?;
        let value = reader.required(own, "value", entry.span())?;
        let value = valued(reader, value, own, Some(parameter), Some(since))?;
        if let Some(before) = values.last() {
            if before.since >= Some(since) {
                let message = say!("各个值的起始日期应当由早到晚", "the days of the values ascend");
                let help = say!("按 since 由早到晚排列，日期不重复", "sort them by `since`; no day stands twice");
                reader.wrong(written.span(), message).help = Some(help);
                return None;
            }
            if !before.value.is_like(&value.value) {
                let (message, help) = value.value.unlike(&before.value, "values");
                reader.wrong(value.place.span.range(), message).help = Some(help);
                return None;
            }
        }
        values.push(value);
    }
    Some(values)
}
