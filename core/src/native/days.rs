//! Days: where a call sees the records of some days only, as schemes do, which of them those are.

use jiff::civil::{Date, date};

use crate::native::state::State;
use crate::native::stop::Answer;
use crate::native::value::{Data, Rows, Value};
use crate::native::views::View;
use crate::value::{Cell, RowId};

impl State<'_> {
    /// Of records those whose day is among the days that the call sees; all where there are none others.
    ///
    /// # Errors
    /// When memory is used up.
    pub(crate) fn seen(&mut self, data: Data) -> Answer {
        let Some(days) = self.scope.days else { return Ok(Value::of(data)) };
        let Some(view @ View::One { body, kind, .. }) = self.view(&data) else { return Ok(Value::of(data)) };
        let Some(column) = self.store.body(body).schema.get(kind).day() else { return Ok(Value::of(data)) };
        let all = view.len();
        self.budget.spend_on(all)?;
        let mut seen = Vec::with_capacity(all);
        for row in view.rows() {
            if self.sees(row, column, days) {
                seen.push(row.row);
            }
        }
        if seen.len() == all {
            return Ok(Value::of(data));
        }
        self.new_rows(Rows::One { body, kind, rows: seen, ascending: true })
    }

    /// Whether the call sees a record of that day. Of one whose day is broken it is not known, unless all of its year is seen.
    pub(crate) fn sees(&mut self, row: RowId, column: usize, (first, last): (Date, Date)) -> bool {
        self.notes.field(self.store, row, column);
        match self.store.cell(row, column) {
            Cell::Date(day) => first <= day && day <= last,
            Cell::Invalid => {
                let year = self.store.head(row).year;
                let whole = |year: i16| first <= date(year, 1, 1) && date(year, 12, 31) <= last;
                if year == 0 || !whole(year) {
                    self.unsure = self.unsure.or_else(|| Some(self.store.field_place(row, column)));
                }
                true
            }
            _ => true,
        }
    }
}
