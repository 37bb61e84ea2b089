//! Lists to choose from in cells: short ones stand with the cells, long ones on a hidden sheet.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Formula, Workbook as Book, Worksheet, XlsxError,
    utility::column_number_to_name,
};

use super::{COLUMNS, ROWS};
use crate::workbook::{Choices, Table, shown};

/// The most letters of a list that stands with the cells.
const SHORT: usize = 255;

/// The lists that stand on a sheet of their own.
pub(super) struct Lists {
    /// The sheet's name.
    name: String,
    /// Each a column.
    lists: Vec<Vec<String>>,
}

impl Lists {
    /// None yet, on a sheet of that name.
    pub(super) fn named(name: &str) -> Self {
        Self { name: name.to_owned(), lists: Vec::new() }
    }

    /// Offers what may be chosen in the columns of a table, from below its heading to the last row that a sheet has.
    pub(super) fn offer(&mut self, sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
        for (column, at) in table.columns.iter().zip(0_u16..) {
            let Some(Choices { texts, others }) = &column.choices else { continue };
            let texts: Vec<String> = texts.iter().map(|text| shown(text)).collect();
            // What no sheet can list is typed.
            if texts.is_empty() || texts.len() > ROWS || self.lists.len() >= COLUMNS {
                continue;
            }
            let list = DataValidation::new();
            let list = if is_short(&texts) {
                list.allow_list_strings(&texts)?
            } else {
                list.allow_list_formula(self.range(texts))
            };
            let style = if *others { DataValidationErrorStyle::Warning } else { DataValidationErrorStyle::Stop };
            let end = u32::try_from(ROWS - 1).unwrap_or_default();
            sheet.add_data_validation(1, at, end, at, &list.set_error_style(style))?;
        }
        Ok(())
    }

    /// Where a list stands.
    fn range(&mut self, texts: Vec<String>) -> Formula {
        let at = self.lists.iter().position(|own| *own == texts).unwrap_or_else(|| {
            self.lists.push(texts);
            self.lists.len() - 1
        });
        let (column, last) = (column_number_to_name(u16::try_from(at).unwrap_or_default()), self.lists[at].len());
        Formula::new(format!("'{}'!${column}$1:${column}${last}", self.name))
    }

    /// Adds the sheet of lists, if there are any.
    pub(super) fn write(self, book: &mut Book) -> Result<(), XlsxError> {
        if self.lists.is_empty() {
            return Ok(());
        }
        let sheet = book.add_worksheet();
        sheet.set_name(&self.name)?.set_hidden(true);
        for (texts, column) in self.lists.iter().zip(0_u16..) {
            for (text, row) in texts.iter().zip(0_u32..) {
                sheet.write_string(row, column, text)?;
            }
        }
        Ok(())
    }
}

/// Whether a list can stand with the cells, where commas part its texts.
fn is_short(texts: &[String]) -> bool {
    let letters: usize = texts.iter().map(|text| text.encode_utf16().count() + 1).sum();
    let plain = |text: &String| !text.is_empty() && text.trim() == text && !text.contains([',', '"', '\n']);
    letters <= SHORT && texts.iter().all(plain)
}
