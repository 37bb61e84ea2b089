//! The cells of one sheet, record by record.

use yize_core::sheet::{Refusal, Value};

use super::records::{self, Bytes, Record, Records};
use super::texts::{Coding, Shared};
use crate::ledger::formats::Shape;
use crate::ledger::grid::{Grid, Stop};
use crate::ledger::moments;

/// What a workbook's cells hang on.
pub(super) struct Cells {
    pub coding: Coding,
    pub shared: Shared,
    pub styles: Vec<Shape>,
    pub from_1904: bool,
}

impl Default for Cells {
    fn default() -> Self {
        Self { coding: Coding::Wide, shared: Shared::default(), styles: Vec::new(), from_1904: false }
    }
}

/// Reads the cells of a sheet, from the record that it begins with. Returns how many bytes its records take.
pub(super) fn read(stream: &[u8], cells: &Cells, grid: &mut Grid) -> Result<usize, Stop> {
    let (mut depth, mut size) = (0_u32, 0_usize);
    // The cell whose formula gives a text, which comes in a record of its own.
    let mut waits = None;
    for record in Records::of(stream) {
        let record = record?;
        size += record.size;
        match record.kind {
            records::BOF => depth += 1,
            records::END if depth <= 1 => return Ok(size),
            records::END => depth -= 1,
            _ if depth == 0 => return Err(Refusal::Damaged.into()),
            // Charts on a sheet have cells of their own.
            _ if depth > 1 => {}
            records::TEXT_OF_FORMULA => {
                if let Some((row, column)) = waits.take() {
                    let text = cells.coding.text(&mut Bytes::of(&record))?;
                    grid.put(row, column, Value::Text(&text))?;
                }
            }
            records::MERGED => merged(&mut Bytes::of(&record), grid)?,
            _ => waits = cells.cell(&record, grid)?.or(waits),
        }
    }
    Err(Refusal::Damaged.into())
}

fn merged(bytes: &mut Bytes<'_>, grid: &mut Grid) -> Result<(), Refusal> {
    for _ in 0..bytes.u16()? {
        let (top, bottom) = (u32::from(bytes.u16()?), u32::from(bytes.u16()?));
        let (left, right) = (u32::from(bytes.u16()?), u32::from(bytes.u16()?));
        grid.merge((top, left), (bottom, right))?;
    }
    Ok(())
}

impl Cells {
    /// Puts what a record has of cells. Returns the cell that waits for its text.
    fn cell(&self, record: &Record<'_>, grid: &mut Grid) -> Result<Option<(u32, u32)>, Stop> {
        let mut bytes = Bytes::of(record);
        match record.kind {
            records::NUMBER
            | records::SMALL
            | records::OF_SHARED
            | records::LABEL
            | records::RICH
            | records::BOOL_OR_ERROR
            | records::FORMULA => {}
            records::SMALLS => return self.smalls(&mut bytes, grid).map(|()| None),
            _ => return Ok(None),
        }
        let (row, column) = (u32::from(bytes.u16()?), u32::from(bytes.u16()?));
        let shape = self.shape(bytes.u16()?);
        match record.kind {
            records::NUMBER => grid.put(row, column, self.number(f64::from_le_bytes(bytes.eight()?), shape))?,
            records::SMALL => grid.put(row, column, self.number(small(bytes.u32()?), shape))?,
            records::OF_SHARED => {
                let text = self.shared.get(bytes.u32()? as usize).ok_or(Refusal::Damaged)?;
                grid.put(row, column, Value::Text(text))?;
            }
            records::BOOL_OR_ERROR => {
                let (value, is_error) = (bytes.u8()?, bytes.u8()? == 1);
                grid.put(row, column, if is_error { error(value) } else { Value::Bool(value != 0) })?;
            }
            records::FORMULA => match bytes.eight()? {
                [0, .., 0xff, 0xff] => return Ok(Some((row, column))),
                [1, _, yes, .., 0xff, 0xff] => grid.put(row, column, Value::Bool(yes != 0))?,
                [2, _, code, .., 0xff, 0xff] => grid.put(row, column, error(code))?,
                // An empty text.
                [3, .., 0xff, 0xff] => {}
                number => grid.put(row, column, self.number(f64::from_le_bytes(number), shape))?,
            },
            _ => grid.put(row, column, Value::Text(&self.coding.text(&mut bytes)?))?,
        }
        Ok(None)
    }

    /// Several numbers side by side.
    fn smalls(&self, bytes: &mut Bytes<'_>, grid: &mut Grid) -> Result<(), Stop> {
        let (row, mut column) = (u32::from(bytes.u16()?), u32::from(bytes.u16()?));
        loop {
            let style = bytes.u16()?;
            // The last column comes last, behind all numbers.
            if bytes.done() {
                return Ok(());
            }
            grid.put(row, column, self.number(small(bytes.u32()?), self.shape(style)))?;
            column += 1;
        }
    }

    fn shape(&self, style: u16) -> Shape {
        self.styles.get(usize::from(style)).copied().unwrap_or_default()
    }

    fn number(&self, number: f64, shape: Shape) -> Value<'static> {
        moments::number(number, shape, self.from_1904)
    }
}

/// A number in four bytes: a whole number or the first half of one with a fraction, a hundredth of it perhaps.
fn small(bits: u32) -> f64 {
    let number =
        if bits & 2 == 2 { f64::from(bits.cast_signed() >> 2) } else { f64::from_bits(u64::from(bits & !3) << 32) };
    if bits & 1 == 1 { number / 100.0 } else { number }
}

fn error(code: u8) -> Value<'static> {
    Value::Error(match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_are_four_bytes() {
        for (bits, number) in [(0x3ff0_0000, 1.0), (0x3ff0_0001, 0.01), (0x004b_5646, 1_234_321.0), (0xffff_fffe, -1.0)]
        {
            assert!((small(bits) - number).abs() < 1e-9, "{bits:x}: {}", small(bits));
        }
        assert!((small(0x004b_5647) - 12_343.21).abs() < 1e-9);
    }
}
