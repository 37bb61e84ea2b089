//! The cells of one table.

use std::ops::Range;

use quick_xml::events::{BytesStart, Event};
use yize_core::sheet::{Refusal, Sheet, Value};

use super::styles::Styles;
use crate::ledger::bounds;
use crate::ledger::formats::Shape;
use crate::ledger::grid::{Grid, Held, Stop};
use crate::ledger::moments;
use crate::ledger::parts::{Part, add, attribute};

/// Reads the table whose element was begun last; `None` for a copy of another file's table.
pub(super) fn read(
    element: &BytesStart<'_>,
    part: &mut Part<'_, '_>,
    styles: &Styles,
) -> Result<Option<Sheet>, Refusal> {
    let name = attribute(element, "name")?.unwrap_or_default();
    let hidden = attribute(element, "style-name")?.is_some_and(|style| styles.hides(&style));
    let mut table = Table {
        grid: Grid::new(&name, hidden, false),
        styles,
        columns: Vec::new(),
        row: 0,
        column: 0,
        cells: Vec::new(),
    };
    let outside = part.depth() - 1;
    let mut foreign = false;
    while part.depth() > outside {
        match part.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "table-source" => foreign = true,
                "table-column" => table.column(&element)?,
                "table-row" => {
                    let element = element.to_owned();
                    table.row(&element, part)?;
                }
                // Rows and columns may stand in groups, and in what is printed on every page.
                "table-rows"
                | "table-row-group"
                | "table-header-rows"
                | "table-columns"
                | "table-column-group"
                | "table-header-columns" => {}
                _ => part.skip()?,
            },
            Event::Eof => return Err(Refusal::Damaged),
            _ => {}
        }
    }
    let sheet = table.grid.done().map_err(refusal)?;
    Ok((!foreign).then_some(sheet))
}

/// Cells come in their order here; what would not is no table.
fn refusal(stop: Stop) -> Refusal {
    match stop {
        Stop::Disorder => Refusal::Damaged,
        Stop::Refused(refusal) => refusal,
    }
}

/// A table in the making.
struct Table<'s> {
    grid: Grid,
    styles: &'s Styles,
    /// How columns show days, where their cells do not say.
    columns: Vec<(Range<u32>, Shape)>,
    row: u32,
    /// In the row that is read.
    column: u32,
    /// What the row holds.
    cells: Vec<(Range<u32>, Held)>,
}

impl Table<'_> {
    fn column(&mut self, element: &BytesStart<'_>) -> Result<(), Refusal> {
        let start = self.columns.last().map_or(0, |(columns, _)| columns.end);
        let shape = attribute(element, "default-cell-style-name")?.map(|style| self.styles.shape(&style));
        self.columns.push((
            start..start.saturating_add(count(element, "number-columns-repeated")?),
            shape.unwrap_or(Shape::Day),
        ));
        if self.columns.len() > bounds::STYLES { Err(Refusal::TooLarge) } else { Ok(()) }
    }

    /// Reads the row whose element was begun last.
    fn row(&mut self, element: &BytesStart<'_>, part: &mut Part<'_, '_>) -> Result<(), Refusal> {
        let rows = count(element, "number-rows-repeated")?;
        let default = attribute(element, "default-cell-style-name")?.map(|style| self.styles.shape(&style));
        self.column = 0;
        self.cells.clear();
        let outside = part.depth() - 1;
        while part.depth() > outside {
            if let Event::Start(element) = part.next()? {
                match element.local_name().as_ref() {
                    "table-cell" | "covered-table-cell" => {
                        let element = element.to_owned();
                        self.cell(&element, default, part)?;
                    }
                    _ => part.skip()?,
                }
            }
        }
        let end = self.row.saturating_add(rows);
        if !self.cells.is_empty() {
            // A sum that does not fit would leave a cell out.
            if end == u32::MAX {
                return Err(Refusal::TooLarge);
            }
            for row in self.row..end {
                for (columns, value) in &self.cells {
                    for column in columns.clone() {
                        self.grid.put(row, column, value.value()).map_err(refusal)?;
                    }
                }
            }
        }
        self.row = end;
        Ok(())
    }

    /// Reads the cell whose element was begun last.
    fn cell(&mut self, element: &BytesStart<'_>, row: Option<Shape>, part: &mut Part<'_, '_>) -> Result<(), Refusal> {
        let columns = self.column..self.column.saturating_add(count(element, "number-columns-repeated")?);
        let (down, right) = (count(element, "number-rows-spanned")?, count(element, "number-columns-spanned")?);
        if down > 1 || right > 1 {
            let last = (self.row.saturating_add(down - 1), self.column.saturating_add(right - 1));
            self.grid.merge((self.row, self.column), last)?;
        }
        let shape = match attribute(element, "style-name")? {
            Some(style) => self.styles.shape(&style),
            None => row.unwrap_or_else(|| self.shape_of_column()),
        };
        let mut given = Given::of(element)?;
        paragraphs(part, &mut given.text)?;
        if let Some(value) = given.value(shape)? {
            if self.cells.len() > bounds::HELD || columns.end == u32::MAX {
                return Err(Refusal::TooLarge);
            }
            self.cells.push((columns.clone(), value));
        }
        self.column = columns.end;
        Ok(())
    }

    fn shape_of_column(&self) -> Shape {
        let place = self.columns.partition_point(|(columns, _)| columns.end <= self.column);
        self.columns.get(place).map_or(Shape::Day, |(_, shape)| *shape)
    }
}

/// How often something is meant.
fn count(element: &BytesStart<'_>, name: &str) -> Result<u32, Refusal> {
    match attribute(element, name)? {
        Some(count) => count.parse().ok().filter(|count| *count > 0).ok_or(Refusal::Damaged),
        None => Ok(1),
    }
}

/// What a cell's element says of its value.
#[derive(Default)]
struct Given {
    kind: Option<String>,
    /// In the form for programs.
    exact: Option<String>,
    formula: bool,
    error: bool,
    /// As people see it.
    text: String,
}

impl Given {
    fn of(element: &BytesStart<'_>) -> Result<Self, Refusal> {
        let mut given = Self::default();
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Refusal::Damaged)?;
            let value = || {
                let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
                value.map(std::borrow::Cow::into_owned).map_err(|_| Refusal::Damaged)
            };
            let key = attribute.key;
            match key.local_name().as_ref() {
                // LibreOffice says beside the standard's type what is an error.
                "value-type" if key.prefix().is_some_and(|prefix| prefix.as_ref() == "calcext") => {
                    given.error = value()? == "error";
                }
                "value-type" => given.kind = Some(value()?),
                "value" | "date-value" | "time-value" | "boolean-value" | "string-value" => {
                    given.exact = Some(value()?);
                }
                "formula" => given.formula = true,
                _ => {}
            }
        }
        Ok(given)
    }

    fn value(self, shape: Shape) -> Result<Option<Held>, Refusal> {
        let Some(kind) = self.kind else { return Ok(self.formula.then_some(Held::Other(Value::Unknown))) };
        if self.error {
            return Ok(Some(Held::Error(self.text)));
        }
        let text = self.exact.as_deref().unwrap_or_default();
        let number = || text.trim().parse::<f64>().map_err(|_| Refusal::Damaged);
        let value = match kind.as_str() {
            "string" => {
                let text = self.exact.unwrap_or(self.text);
                return Ok((!text.is_empty()).then_some(Held::Text(text)));
            }
            "float" if matches!(shape, Shape::Padded(_)) => moments::number(number()?, shape, false),
            "float" | "currency" => moments::number(number()?, Shape::Number, false),
            "percentage" => moments::number(number()?, Shape::Percent, false),
            "date" => moments::iso(text, shape).ok_or(Refusal::Damaged)?,
            "time" => moments::span(text).ok_or(Refusal::Damaged)?,
            "boolean" => Value::Bool(text == "true"),
            _ => return Err(Refusal::Damaged),
        };
        Ok(Some(Held::Other(value)))
    }
}

/// Adds the text of a cell: its paragraphs are lines. Notes and drawings beside it are none of it.
fn paragraphs(part: &mut Part<'_, '_>, into: &mut String) -> Result<(), Refusal> {
    let outside = part.depth() - 1;
    let (mut first, mut inside) = (true, false);
    while part.depth() > outside {
        let event = part.next()?;
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "p" | "h" => {
                    if !std::mem::take(&mut first) {
                        into.push('\n');
                    }
                    inside = true;
                }
                "s" => {
                    let blanks = count(element, "c")? as usize;
                    into.extend(std::iter::repeat_n(' ', blanks.min(bounds::CELL + 1)));
                }
                "tab" => into.push('\t'),
                "line-break" => into.push('\n'),
                "span" | "a" | "ruby" | "ruby-base" | "date" | "time" | "title" | "sheet-name" | "meta" => {}
                _ => part.skip()?,
            },
            Event::End(element) => inside &= !matches!(element.local_name().as_ref(), "p" | "h"),
            event if inside => add(event, into)?,
            _ => {}
        }
        if into.len() > bounds::CELL {
            return Err(Refusal::TooLarge);
        }
    }
    Ok(())
}
