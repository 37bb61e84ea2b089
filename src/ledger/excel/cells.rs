//! The cells of one sheet, as they come.

use quick_xml::events::{BytesStart, Event};
use yize_core::sheet::{Refusal, Sheet, Value};

use super::Tab;
use super::strings::{Strings, rich, unescaped};
use crate::ledger::formats::Shape;
use crate::ledger::grid::{Grid, Stop};
use crate::ledger::moments;
use crate::ledger::parts::{Part, add};

/// What a workbook's cells hang on.
pub(super) struct Cells<'w> {
    pub strings: &'w Strings,
    pub styles: &'w [Shape],
    pub from_1904: bool,
}

/// A cell, as its element says it.
#[derive(Default)]
struct Cell {
    kind: Kind,
    shape: Shape,
    /// What stands in it.
    text: String,
    /// Whether it has a value, if an empty one.
    valued: bool,
    formula: bool,
}

/// What a cell's text means.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    /// A number, where it says so.
    Number,
    /// It does not say, and is a number therefore.
    #[default]
    Untold,
    Shared,
    Inline,
    Text,
    Bool,
    Error,
    Day,
}

impl Cells<'_> {
    /// Reads a sheet from its part.
    pub(super) fn read(&self, mut part: Part<'_, '_>, tab: &Tab, holds: bool) -> Result<Sheet, Stop> {
        let mut grid = Grid::new(&tab.name, tab.hidden, holds);
        let mut cell = Cell::default();
        // Rows and cells need not say where they are.
        let (mut row, mut column) = (0_u32, 0_u32);
        loop {
            match part.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "row" => {
                        row = row_of(&element)?.unwrap_or(row);
                        column = 0;
                    }
                    "c" => {
                        let at = self.begin(&element, &mut cell)?;
                        (row, column) = at.unwrap_or((row, column));
                        cell.read(&mut part)?;
                        self.put(&mut grid, (row, column), &cell)?;
                        column = column.checked_add(1).ok_or(Refusal::Damaged)?;
                    }
                    "mergeCell" => {
                        if let Some(area) = raw(&element, "ref")? {
                            let (first, last) = area.split_once(':').unwrap_or((area, area));
                            grid.merge(place(first)?, place(last)?)?;
                        }
                    }
                    // Extensions repeat elements under the same names.
                    "extLst" => part.skip()?,
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "row" => {
                    row = row.checked_add(1).ok_or(Refusal::Damaged)?;
                }
                Event::Eof => return grid.done(),
                _ => {}
            }
        }
    }

    /// What a cell's element says of it, and where it says that it is.
    fn begin(&self, element: &BytesStart<'_>, cell: &mut Cell) -> Result<Option<(u32, u32)>, Refusal> {
        cell.text.clear();
        (cell.kind, cell.shape, cell.valued, cell.formula) = (Kind::Untold, Shape::Number, false, false);
        if !self.styles.is_empty() {
            cell.shape = self.styles[0];
        }
        let mut at = None;
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Refusal::Damaged)?;
            let value = &*attribute.value;
            match attribute.key.as_ref() {
                "r" => at = Some(place(value)?),
                "s" => {
                    let style: usize = value.parse().map_err(|_| Refusal::Damaged)?;
                    cell.shape = self.styles.get(style).copied().unwrap_or_default();
                }
                "t" => cell.kind = kind(value)?,
                _ => {}
            }
        }
        Ok(at)
    }

    fn put(&self, grid: &mut Grid, (row, column): (u32, u32), cell: &Cell) -> Result<(), Stop> {
        let text = cell.text.as_str();
        // An empty number is no value, while an empty text may be one.
        if !cell.valued || (text.is_empty() && !matches!(cell.kind, Kind::Text | Kind::Inline)) {
            return if cell.formula { grid.put(row, column, Value::Unknown) } else { Ok(()) };
        }
        match cell.kind {
            Kind::Shared => {
                let shared = text.trim().parse().ok().and_then(|number| self.strings.get(number));
                grid.put(row, column, Value::Text(shared.ok_or(Refusal::Damaged)?))
            }
            Kind::Inline => grid.put(row, column, Value::Text(text)),
            Kind::Text => grid.put(row, column, Value::Text(&unescaped(text))),
            Kind::Error => grid.put(row, column, Value::Error(text)),
            Kind::Bool => {
                let yes = match text.trim() {
                    "0" | "false" => false,
                    "1" | "true" => true,
                    _ => return Err(Refusal::Damaged.into()),
                };
                grid.put(row, column, Value::Bool(yes))
            }
            Kind::Day => grid.put(row, column, moments::iso(text, cell.shape).unwrap_or(Value::Text(text))),
            Kind::Number | Kind::Untold => match text.trim().parse() {
                Ok(number) => grid.put(row, column, moments::number(number, cell.shape, self.from_1904)),
                Err(_) if cell.kind == Kind::Untold => grid.put(row, column, Value::Text(text)),
                Err(_) => Err(Refusal::Damaged.into()),
            },
        }
    }
}

impl Cell {
    /// Reads what is in its element.
    fn read(&mut self, part: &mut Part<'_, '_>) -> Result<(), Refusal> {
        let outside = part.depth() - 1;
        let mut in_value = false;
        while part.depth() > outside {
            let event = part.next()?;
            match &event {
                Event::Start(element) => match element.local_name().as_ref() {
                    // Beside an inline text a value is a copy.
                    "v" if self.kind != Kind::Inline => (in_value, self.valued) = (true, true),
                    "is" => {
                        self.valued = true;
                        self.text.clear();
                        self.kind = Kind::Inline;
                        rich(part, &mut self.text)?;
                    }
                    "f" => {
                        self.formula = true;
                        part.skip()?;
                    }
                    _ => part.skip()?,
                },
                Event::End(_) => in_value = false,
                event if in_value => add(event, &mut self.text)?,
                _ => {}
            }
        }
        Ok(())
    }
}

fn kind(word: &str) -> Result<Kind, Refusal> {
    Ok(match word {
        "n" => Kind::Number,
        "s" => Kind::Shared,
        "inlineStr" | "is" => Kind::Inline,
        "str" => Kind::Text,
        "b" => Kind::Bool,
        "e" => Kind::Error,
        "d" => Kind::Day,
        _ => return Err(Refusal::Damaged),
    })
}

/// An attribute that holds neither entities nor a prefix.
fn raw<'e>(element: &'e BytesStart<'_>, name: &str) -> Result<Option<&'e str>, Refusal> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Refusal::Damaged)?;
        if attribute.key.as_ref() == name {
            return match attribute.value {
                std::borrow::Cow::Borrowed(value) => Ok(Some(value)),
                std::borrow::Cow::Owned(_) => Err(Refusal::Damaged),
            };
        }
    }
    Ok(None)
}

fn row_of(element: &BytesStart<'_>) -> Result<Option<u32>, Refusal> {
    let Some(number) = raw(element, "r")? else { return Ok(None) };
    let row = number.parse().ok().and_then(|number: u32| number.checked_sub(1));
    row.map(Some).ok_or(Refusal::Damaged)
}

/// Row and column from 0 of a cell's name: `C12`, `$C$12`.
fn place(name: &str) -> Result<(u32, u32), Refusal> {
    let (mut column, mut row) = (0_u32, 0_u32);
    for sign in name.bytes().filter(|sign| *sign != b'$') {
        match sign {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 && column < 1 << 20 => {
                column = column * 26 + u32::from(sign.to_ascii_uppercase() - b'A') + 1;
            }
            b'0'..=b'9' if row < 1 << 24 => row = row * 10 + u32::from(sign - b'0'),
            _ => return Err(Refusal::Damaged),
        }
    }
    row.checked_sub(1).zip(column.checked_sub(1)).ok_or(Refusal::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_names() {
        assert_eq!(place("A1"), Ok((0, 0)));
        assert_eq!(place("$xfd$1048576"), Ok((1_048_575, 16_383)));
        for wrong in ["", "A", "1", "A0", "1A", "A4294967297", "ZZZZZZZZZ1", "甲1", "A1B"] {
            assert_eq!(place(wrong), Err(Refusal::Damaged), "{wrong}");
        }
    }
}
