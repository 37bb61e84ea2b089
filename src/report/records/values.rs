//! Values in cells, written so that they read back as what they are.

use yize_core::Time;
use yize_core::escape::toml_key;
use yize_core::language::Lang;
use yize_core::records::Value;
use yize_core::schema::{EnumValue, Type};

use crate::workbook::Cell;

/// What stands for true and false.
pub(super) const BOOLS: [&str; 2] = ["是", "否"];
/// Stands between the elements of a list.
const BETWEEN: &str = "、";
/// What parts the elements of a list where one is read.
const PARTING: [char; 8] = ['、', '，', ',', ';', '；', '/', '\n', '\r'];

/// A value in a cell of its own.
pub(super) fn cell(value: &Value<'_>, ty: &Type) -> Cell {
    match value {
        Value::Absent | Value::Broken => Cell::Empty,
        Value::Integer(number) => (*number).into(),
        Value::Decimal(number) => (*number).into(),
        Value::Date(day) => Cell::Day(*day),
        Value::Many(elements) => Cell::key(match ty {
            Type::List(of) => list(elements, of).unwrap_or_else(|| toml(value, ty, quoted)),
            _ => toml(value, ty, quoted),
        }),
        plain => Cell::key(word(plain, ty)),
    }
}

/// What is written for a value of an enum: its label, or its name where the label says nothing, or may mean another.
pub(super) fn chosen<'v>(values: &'v [EnumValue], name: &'v str) -> &'v str {
    let Some(label) = values.iter().find(|value| value.name == name).map(label) else { return name };
    let other = |other: &EnumValue| other.name != name && (other.name == label || self::label(other) == label);
    if label.is_empty() || values.iter().any(other) { name } else { label }
}

fn label(value: &EnumValue) -> &str {
    value.label.get(Lang::Zh).trim()
}

/// A value that has no parts, as people write it.
fn word(value: &Value<'_>, ty: &Type) -> String {
    match value {
        Value::Bool(yes) => BOOLS[usize::from(!yes)].to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Text(text) => ty.enumerated().map_or(*text, |values| chosen(values, text)).to_owned(),
        Value::Date(day) => day.to_string(),
        Value::Time(time) => moment(*time),
        Value::Period(period) => period.to_string(),
        Value::Record(record) => record.key(),
        Value::Absent | Value::Broken | Value::Many(_) => String::new(),
    }
}

/// A time of day, with what is below the minute where there is any.
fn moment(time: Time) -> String {
    let whole = time.to_string();
    let short = whole.strip_suffix(":00").filter(|short| short.len() == 5);
    short.map(str::to_owned).unwrap_or(whole)
}

/// The elements of a list one after the other; `None` where they could not be told apart again.
fn list(elements: &[Value<'_>], of: &Type) -> Option<String> {
    let nested = elements.iter().any(|element| matches!(element, Value::Many(_)));
    let words: Vec<String> = elements.iter().filter(|own| is_there(own)).map(|own| word(own, of)).collect();
    let plain = |word: &String| !word.is_empty() && word.trim() == word && !word.contains(PARTING);
    let clear = !nested && !words.is_empty() && words.iter().all(plain) && !words[0].starts_with('[');
    clear.then(|| words.join(BETWEEN))
}

fn is_there(value: &Value<'_>) -> bool {
    !matches!(value, Value::Absent | Value::Broken)
}

/// A value as data files have it, on one line, its texts in quotes as they are asked for.
pub(crate) fn toml(value: &Value<'_>, ty: &Type, quoted: fn(&str) -> String) -> String {
    match (value, ty) {
        (Value::Many(elements), Type::Table(fields)) => {
            let given = fields.iter().zip(elements).filter(|(_, value)| is_there(value));
            let given: Vec<String> = given
                .map(|(own, value)| format!("{} = {}", toml_key(&own.name), toml(value, &own.ty, quoted)))
                .collect();
            if given.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", given.join(", ")) }
        }
        (Value::Many(elements), ty) => {
            let of = if let Type::List(of) = ty { of } else { ty };
            let given = elements.iter().filter(|value| is_there(value)).map(|value| toml(value, of, quoted));
            format!("[{}]", given.collect::<Vec<_>>().join(", "))
        }
        (Value::Bool(yes), _) => yes.to_string(),
        (Value::Integer(number), _) => number.to_string(),
        // That it may have a fraction is to be seen.
        (Value::Decimal(number), _) if number.scale() == 0 => format!("{number}.0"),
        (Value::Decimal(number), _) => number.to_string(),
        (Value::Date(day), _) => day.to_string(),
        (Value::Time(time), _) => time.to_string(),
        (Value::Text(text), _) => quoted(text),
        (other, ty) => quoted(&word(other, ty)),
    }
}

/// A text in quotes, for a cell. Those of JSON are TOML's, but for one sign that TOML wants escaped.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use yize_core::language::Text;
    use yize_core::value::Period;
    use yize_core::{Decimal, schema};

    use super::*;

    fn value(name: &str, label: &str) -> EnumValue {
        EnumValue { name: name.into(), label: Text::same(label) }
    }

    fn list_of(ty: Type) -> Type {
        Type::List(Box::new(ty))
    }

    #[test]
    fn plain_values_are_as_people_write_them() {
        let forms =
            Type::Enum(vec![value("a", "甲"), value("b", "乙"), value("c", "乙"), value("d", ""), value("e", "a")]);
        for (value, ty, wanted) in [
            (Value::Absent, &Type::String, Cell::Empty),
            (Value::Bool(true), &Type::Bool, Cell::key("是")),
            (Value::Bool(false), &Type::Bool, Cell::key("否")),
            (Value::Integer(-3), &Type::Integer, Cell::from(-3)),
            (Value::Decimal(Decimal::new(895, 1)), &Type::Decimal, Cell::Number(Decimal::new(895, 1))),
            (Value::Date(date(2026, 3, 5)), &Type::Date, Cell::Day(date(2026, 3, 5))),
            (Value::Time(time(9, 30, 0, 0)), &Type::Time, Cell::key("09:30")),
            (Value::Time(time(9, 30, 5, 0)), &Type::Time, Cell::key("09:30:05")),
            (Value::Time(time(0, 0, 0, 0)), &Type::Time, Cell::key("00:00")),
            (Value::Period(Period::Quarter(2026, 1)), &Type::Period, Cell::key("2026-Q1")),
            (Value::Text(" =x "), &Type::String, Cell::key(" =x ")),
            (Value::Text("a"), &forms, Cell::key("甲")),
            (Value::Text("b"), &forms, Cell::key("b")),
            (Value::Text("d"), &forms, Cell::key("d")),
            (Value::Text("e"), &forms, Cell::key("e")),
        ] {
            assert_eq!(cell(&value, ty), wanted, "{value:?}");
        }
    }

    #[test]
    fn lists_are_joined_where_they_can_be_told_apart_and_arrays_else() {
        let texts = |texts: &[&'static str]| Value::Many(texts.iter().map(|text| Value::Text(text)).collect());
        for (value, wanted) in [
            (texts(&["甲", "乙"]), "甲、乙"),
            (texts(&["a/b", "c"]), "[\"a/b\", \"c\"]"),
            (texts(&["a", ""]), "[\"a\", \"\"]"),
            (texts(&[" a"]), "[\" a\"]"),
            (texts(&["a\u{3000}"]), "[\"a\u{3000}\"]"),
            (texts(&["[a"]), "[\"[a\"]"),
            (texts(&["a", "[b"]), "a、[b"),
            (texts(&["a\n\"\\\u{7f}"]), "[\"a\\n\\\"\\\\\\u007F\"]"),
            (texts(&[]), "[]"),
        ] {
            assert_eq!(cell(&value, &list_of(Type::String)), Cell::key(wanted));
        }
        let forms = list_of(Type::Enum(vec![value("x", "县（市、区）"), value("y", "乡")]));
        assert_eq!(cell(&texts(&["y"]), &forms), Cell::key("乡"));
        assert_eq!(cell(&texts(&["x", "y"]), &forms), Cell::key("[\"x\", \"y\"]"));
        let days = Value::Many(vec![Value::Date(date(2026, 3, 5)), Value::Date(date(2026, 3, 6))]);
        assert_eq!(cell(&days, &list_of(Type::Date)), Cell::key("2026-03-05、2026-03-06"));
    }

    #[test]
    fn tables_are_those_of_data_files() {
        let outcome = yize_core::example::scored();
        let body = outcome.bodies().next().expect("a body");
        let member = body.kind("member").expect("a kind");
        let field = member.field("contact").expect("a field");
        let first = member.records(2026).next().expect("a record");
        assert_eq!(cell(&first.value(field), field.ty()), Cell::key("{ phone = \"100\" }"));
        let schema::Type::Table(_) = field.ty() else { panic!("a table") };
        let many = Value::Many(vec![Value::Many(vec![Value::Text("1"), Value::Integer(20)]), first.value(field)]);
        let wanted = "[{ phone = \"1\", age = 20 }, { phone = \"100\" }]";
        assert_eq!(cell(&many, &list_of(field.ty().clone())), Cell::key(wanted));
        assert!(wanted.parse::<toml::Value>().is_ok() || format!("a = {wanted}").parse::<toml::Table>().is_ok());
    }
}
