//! The cards of a run, for rules that ask for them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::score::Table;
use crate::score::card::Card;
use crate::value::RowId;

/// All cards of a run, and the way to them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cards {
    /// By scheme, body and year.
    pub tables: Vec<Arc<Table>>,
    /// The cards of each record, by year: table, and number there.
    of: FxHashMap<(RowId, i16), Vec<(u32, u32)>>,
}

impl Cards {
    /// The cards of some tables.
    #[must_use]
    pub(crate) fn new(tables: Vec<Arc<Table>>) -> Self {
        let mut of: FxHashMap<_, Vec<(u32, u32)>> = FxHashMap::default();
        for (number, table) in (0_u32..).zip(&tables) {
            for (place, card) in (0_u32..).zip(table.cards.iter()) {
                of.entry((card.row, table.year)).or_default().push((number, place));
            }
        }
        Self { tables, of }
    }

    /// The cards of a record in a year, one for each scheme.
    #[must_use]
    pub(crate) fn of(&self, row: RowId, year: i16) -> &[(u32, u32)] {
        self.of.get(&(row, year)).map_or(&[], Vec::as_slice)
    }

    /// A table.
    #[must_use]
    pub(crate) fn table(&self, table: u32) -> &Table {
        &self.tables[table as usize]
    }

    /// A card.
    #[must_use]
    pub(crate) fn card(&self, (table, card): (u32, u32)) -> &Card {
        &self.table(table).cards[card as usize]
    }
}
