//! Cells as they come, put into a sheet in their order.

use yize_core::sheet::{Area, Full, Refusal, Sheet, Value};

use super::bounds;

/// A sheet in the making.
pub(super) struct Grid {
    sheet: Sheet,
    /// Row and column behind the last cell.
    next: (u32, u32),
    /// Cells that wait for their order, where they come without one.
    held: Option<Vec<((u32, u32), Held)>>,
}

/// A cell's value, kept.
#[derive(Clone)]
pub(super) enum Held {
    Text(String),
    Error(String),
    Other(Value<'static>),
}

impl Held {
    pub(super) fn value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(text),
            Self::Error(text) => Value::Error(text),
            Self::Other(value) => *value,
        }
    }

    fn of(value: Value<'_>) -> Self {
        match value {
            Value::Text(text) => Self::Text(text.to_owned()),
            Value::Error(text) => Self::Error(text.to_owned()),
            Value::Number(number) => Self::Other(Value::Number(number)),
            Value::Padded(number, digits) => Self::Other(Value::Padded(number, digits)),
            Value::Percent(number) => Self::Other(Value::Percent(number)),
            Value::Day(day, time) => Self::Other(Value::Day(day, time)),
            Value::Month(day) => Self::Other(Value::Month(day)),
            Value::Time(time) => Self::Other(Value::Time(time)),
            Value::Bool(yes) => Self::Other(Value::Bool(yes)),
            Value::Unknown => Self::Other(Value::Unknown),
        }
    }
}

/// Why a cell is not put.
pub(super) enum Stop {
    /// It comes before one that has been put: the sheet is to be read again, with cells held.
    Disorder,
    Refused(Refusal),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Full> for Stop {
    fn from(Full: Full) -> Self {
        Self::Refused(Refusal::TooLarge)
    }
}

impl Grid {
    /// A sheet without cells, which holds them all until its end or takes them as they come.
    pub(super) fn new(name: &str, hidden: bool, holds: bool) -> Self {
        let mut sheet = Sheet::new(name);
        sheet.hidden = hidden;
        Self { sheet, next: (0, 0), held: holds.then(Vec::new) }
    }

    /// Adds a cell. An empty text is no cell.
    pub(super) fn put(&mut self, row: u32, column: u32, value: Value<'_>) -> Result<(), Stop> {
        if value == Value::Text("") {
            return Ok(());
        }
        if let Some(held) = &mut self.held {
            if held.len() == bounds::HELD {
                return Err(Refusal::TooLarge.into());
            }
            held.push(((row, column), Held::of(value)));
            return Ok(());
        }
        if (row, column) < self.next {
            return Err(Stop::Disorder);
        }
        self.next = (row, column.saturating_add(1));
        Ok(self.sheet.put(row, column, value)?)
    }

    /// Adds merged cells. One cell alone is not merged with anything.
    pub(super) fn merge(&mut self, first: (u32, u32), last: (u32, u32)) -> Result<(), Refusal> {
        if first.0 > last.0 || first.1 > last.1 {
            return Err(Refusal::Damaged);
        }
        if self.sheet.merged.len() == bounds::MERGES {
            return Err(Refusal::TooLarge);
        }
        if first != last {
            self.sheet.merged.push(Area { first, last });
        }
        Ok(())
    }

    /// The sheet. Two values of one cell cannot both be right.
    pub(super) fn done(mut self) -> Result<Sheet, Stop> {
        if let Some(mut held) = self.held.take() {
            held.sort_by_key(|(at, _)| *at);
            if held.windows(2).any(|two| two[0].0 == two[1].0) {
                return Err(Refusal::Damaged.into());
            }
            for ((row, column), value) in held {
                self.sheet.put(row, column, value.value())?;
            }
        }
        self.sheet.merged.sort();
        Ok(self.sheet)
    }
}

/// Reads a sheet: with its cells as they come, or if they come without order, once more with cells held.
pub(super) fn sheet(mut read: impl FnMut(bool) -> Result<Sheet, Stop>) -> Result<Sheet, Refusal> {
    let sheet = match read(false) {
        Err(Stop::Disorder) => read(true),
        other => other,
    };
    sheet.map_err(|stop| match stop {
        Stop::Refused(refusal) => refusal,
        Stop::Disorder => Refusal::Damaged,
    })
}

/// What sheets take together is bounded as one file of data is.
pub(super) fn all(sheets: &[Sheet]) -> Result<(), Refusal> {
    let size: usize = sheets.iter().map(|sheet| sheet.text.len()).sum();
    if size > bounds::TEXT || sheets.len() > bounds::SHEETS { Err(Refusal::TooLarge) } else { Ok(()) }
}
