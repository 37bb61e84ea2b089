//! Values of records as pictures use them: sorted into groups with a name each, compared with what a view asks for.

use rust_decimal::Decimal;

use crate::board::seats::Seat;
use yize_core::data::{Body, Key, Nested};
use yize_core::language::Lang;
use yize_core::pack::manifest::Literal;
use yize_core::pack::views::Word;
use yize_core::say;
use yize_core::schema::{EnumValue, Type};
use yize_core::value::{Cell, RowId};

/// The elements of a list or the fields of a table.
#[must_use]
pub(crate) fn inside<'a>(seat: &Seat<'a>, cell: &Cell) -> &'a [Nested] {
    let body: &'a Body = seat.body;
    match *cell {
        Cell::Nested(elements) => body.nested.get(elements.range()).unwrap_or_default(),
        _ => &[],
    }
}

/// The groups that a cell belongs to: one for a plain value, one for each element of a list.
#[must_use]
pub(crate) fn keys(seat: &Seat<'_>, cell: &Cell) -> Vec<Key> {
    match cell {
        Cell::Nested(_) => inside(seat, cell).iter().filter_map(|nested| Key::of(&nested.cell)).collect(),
        _ => Key::of(cell).into_iter().collect(),
    }
}

/// The values of an enum, also of a list of them.
#[must_use]
pub(crate) fn enumerated(ty: &Type) -> Option<&[EnumValue]> {
    match ty {
        Type::Enum(values) => Some(values),
        Type::List(of) => enumerated(of),
        _ => None,
    }
}

/// What people call a group of a field's values.
#[must_use]
pub(crate) fn label(seat: &Seat<'_>, ty: &Type, key: &Key, lang: Lang) -> String {
    match key {
        Key::Row(row) => seat.store.name(*row),
        Key::Bool(true) => say!("是", "yes").get(lang).to_owned(),
        Key::Bool(false) => say!("否", "no").get(lang).to_owned(),
        Key::Str(text) => {
            let text = seat.store.string(*text);
            let value = enumerated(ty).and_then(|values| values.iter().find(|value| value.name == text));
            value.map_or(text, |value| value.label.get(lang)).to_owned()
        }
        Key::Int(number) => number.to_string(),
        Key::Decimal(number) => number.to_string(),
        Key::Date(day) => day.to_string(),
        Key::Time(time) => time.to_string(),
        Key::Period(period) => period.to_string(),
    }
}

/// Whether a record has the values that a view asks for.
#[must_use]
pub(crate) fn matches(seat: &Seat<'_>, row: RowId, wanted: &[(Word, Literal)]) -> bool {
    wanted.iter().all(|(field, value)| {
        let Some(column) = seat.store.kind(row).column(&field.text) else { return false };
        match (seat.store.cell(row, column), value) {
            (Cell::Str(text), Literal::String(value)) => seat.store.string(*text) == value,
            (Cell::Bool(have), Literal::Bool(value)) => have == value,
            (Cell::Int(have), Literal::Integer(value)) => have == value,
            _ => false,
        }
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
