//! Values of records as pictures use them: sorted into groups with a name each, compared with what a view asks for.

use rust_decimal::Decimal;

use yize_core::language::Lang;
use yize_core::pack::Literal;
use yize_core::pack::views::Word;
use yize_core::records::{Record, Value};
use yize_core::say;
use yize_core::schema::Type;

/// What people call a group of a field's values.
#[must_use]
pub(crate) fn label(ty: &Type, value: &Value<'_>, lang: Lang) -> String {
    match value {
        Value::Record(record) => record.name(),
        Value::Bool(true) => say!("是", "yes").get(lang).to_owned(),
        Value::Bool(false) => say!("否", "no").get(lang).to_owned(),
        Value::Text(text) => {
            let value = ty.enumerated().and_then(|values| values.iter().find(|value| value.name == *text));
            value.map_or(*text, |value| value.label.get(lang)).to_owned()
        }
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Time(time) => time.to_string(),
        Value::Period(period) => period.to_string(),
        Value::Absent | Value::Broken | Value::Many(_) => String::new(),
    }
}

/// Whether a record has the values that a view asks for.
#[must_use]
pub(crate) fn matches(record: Record<'_>, wanted: &[(Word, Literal)]) -> bool {
    wanted.iter().all(|(field, value)| match (record.get(&field.text), value) {
        (Some(Value::Text(text)), Literal::String(value)) => text == value,
        (Some(Value::Bool(have)), Literal::Bool(value)) => have == *value,
        (Some(Value::Integer(have)), Literal::Integer(value)) => have == *value,
        _ => false,
    })
}

/// A number of a parameter.
#[must_use]
pub(crate) fn number(value: &Literal) -> Option<Decimal> {
    match value {
        Literal::Integer(number) => Some((*number).into()),
        Literal::Decimal(number) => Some(*number),
        _ => None,
    }
}
