//! Views: records of one kind, of one body or several. They are read where they stand, never copied.

use crate::data::{Key, RowHead, Store};
use crate::language::say;
use crate::native::budget::{Growing, Held};
use crate::native::compare;
use crate::native::number::Number;
use crate::native::state::{Gap, State};
use crate::native::stop::{Answer, Stop};
use crate::native::value::{Data, Rows, Value};
use crate::schema::{Field, Type};
use crate::value::{BodyId, KindId, Row, RowId};

/// The records of a view.
#[derive(Clone, Copy, Debug)]
pub(crate) enum View<'v> {
    /// Of one kind of one body.
    One {
        /// Body.
        body: BodyId,
        /// Kind.
        kind: KindId,
        /// Rows.
        rows: &'v [Row],
        /// Where only those of some years count: the heads of the table, first and last year.
        years: Option<(&'v [RowHead], i16, i16)>,
        /// Whether they ascend, as all but sorted ones do.
        ascending: bool,
    },
    /// Of several bodies.
    Many(&'v [RowId]),
}

impl<'v> View<'v> {
    /// The records that a value stands for; `None` for one that is no view. `years` are those that links give.
    #[must_use]
    pub(crate) fn of(store: &'v Store, (first, last): (i16, i16), data: &'v Data) -> Option<Self> {
        Some(match data {
            Data::All(body, kind, year) => {
                let rows = store.body(*body).table(*kind).by_year.get(year).map_or(&[][..], |rows| rows);
                Self::One { body: *body, kind: *kind, rows, years: None, ascending: true }
            }
            Data::Linked(row, link) => {
                let (kind, rows) = store.linked(*row, (*link).into());
                let body = store.body(row.body);
                let within = |year: Option<&i16>| year.is_none_or(|year| (first..=last).contains(year));
                let all = within(body.years.first()) && within(body.years.last());
                let years = (!all).then(|| (body.table(kind).rows.as_slice(), first, last));
                Self::One { body: row.body, kind, rows, years, ascending: true }
            }
            Data::PartRows(parts, part) => {
                let (body, kind, ascending) = (parts.body, parts.kind, parts.ascending);
                Self::One { body, kind, rows: parts.of(*part), years: None, ascending }
            }
            Data::Rows(rows) => match &***rows {
                Rows::One { body, kind, rows, ascending } => {
                    Self::One { body: *body, kind: *kind, rows, years: None, ascending: *ascending }
                }
                Rows::Many(rows) => Self::Many(rows),
            },
            _ => return None,
        })
    }

    /// Its records, in their order.
    #[inline]
    pub(crate) fn rows(self) -> RowIds<'v> {
        match self {
            Self::One { body, kind, rows, years, .. } => RowIds::One { body, kind, rows: rows.iter(), years },
            Self::Many(rows) => RowIds::Many(rows.iter()),
        }
    }

    /// How many there are.
    #[must_use]
    pub(crate) fn len(self) -> usize {
        match self {
            Self::One { years: Some(_), .. } => self.rows().count(),
            _ => self.most(),
        }
    }

    /// How many there are at most, known without going through them.
    #[must_use]
    pub(crate) fn most(self) -> usize {
        match self {
            Self::One { rows, .. } => rows.len(),
            Self::Many(rows) => rows.len(),
        }
    }

    /// The record at a place, from 0.
    #[must_use]
    pub(crate) fn row(self, at: usize) -> Option<RowId> {
        match self {
            Self::One { body, kind, rows, years: None, .. } => rows.get(at).map(|row| RowId { body, kind, row: *row }),
            Self::Many(rows) => rows.get(at).copied(),
            Self::One { .. } => self.rows().nth(at),
        }
    }
}

/// The records of a view, one after the other.
pub(crate) enum RowIds<'v> {
    /// Of one kind of one body.
    One {
        /// Body.
        body: BodyId,
        /// Kind.
        kind: KindId,
        /// What is left of the rows.
        rows: std::slice::Iter<'v, Row>,
        /// As of a view.
        years: Option<(&'v [RowHead], i16, i16)>,
    },
    /// Of several bodies.
    Many(std::slice::Iter<'v, RowId>),
}

impl Iterator for RowIds<'_> {
    type Item = RowId;

    #[inline]
    fn next(&mut self) -> Option<RowId> {
        match self {
            Self::One { body, kind, rows, years } => loop {
                let row = *rows.next()?;
                let counts = match years {
                    None => true,
                    Some((heads, first, last)) => is_of(heads[row.at()].year, (*first, *last)),
                };
                if counts {
                    return Some(RowId { body: *body, kind: *kind, row });
                }
            },
            Self::Many(rows) => rows.next().copied(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::One { rows, years: None, .. } => rows.size_hint(),
            Self::One { rows, .. } => (0, Some(rows.len())),
            Self::Many(rows) => rows.size_hint(),
        }
    }
}

/// Whether a record of a year, 0 for one that has none, is among those from a first year up to a last.
fn is_of(year: i16, (first, last): (i16, i16)) -> bool {
    year == 0 || (first..=last).contains(&year)
}

impl<'s> State<'s> {
    /// The records that a value stands for; `None` for one that is no view.
    #[must_use]
    pub(crate) fn view<'v>(&self, data: &'v Data) -> Option<View<'v>>
    where
        's: 'v,
    {
        View::of(self.store, self.link_years(), data)
    }

    /// A view of chosen records.
    ///
    /// # Errors
    /// When memory is used up.
    pub(crate) fn new_rows(&mut self, rows: Rows) -> Answer {
        let bytes = match &rows {
            Rows::One { rows, .. } => size_of_val(rows.as_slice()),
            Rows::Many(rows) => size_of_val(rows.as_slice()),
        };
        Ok(Value::of(Data::Rows(self.budget.pay(size_of::<Held<Rows>>() + bytes)?.holding(rows))))
    }

    /// A view of records that stand in another, in an order that may differ from it.
    ///
    /// # Errors
    /// When memory is used up.
    pub(crate) fn select(&mut self, from: View<'_>, chosen: Vec<RowId>) -> Answer {
        let rows = match from {
            View::One { body, kind, ascending, .. } => {
                let rows: Vec<Row> = chosen.into_iter().map(|row| row.row).collect();
                let ascending = ascending && rows.is_sorted();
                Rows::One { body, kind, rows, ascending }
            }
            View::Many(_) => Rows::Many(chosen),
        };
        self.new_rows(rows)
    }

    /// All records of a kind and a year that the call may see, body by body.
    fn parts(&mut self, kind: &str, year: i16) -> Answer<Vec<Data>> {
        let bodies = self.scope.bodies.clone();
        // In each the kind is looked up.
        self.budget.spend_on(2 * bodies.len())?;
        let mut parts = Vec::new();
        for body in bodies.iter().copied() {
            let data = self.store.body(body);
            let Some(kind) = data.schema.index(kind) else { continue };
            let declared = data.schema.get(kind);
            self.may_see(declared)?;
            self.notes.table(body, kind);
            // What bodies may have of which nothing was read is lost to all that looks at the whole network.
            if data.incomplete[kind.at()] || (self.scope.network && self.store.lost.may_be_of(&data.schema, kind)) {
                return Err(self.blocked(Gap::Kind(body, kind)));
            }
            // What is wrong with another body may be left out of the report.
            if self.scope.network {
                self.gaps.insert(Gap::Table(body, kind));
            }
            if let Some(doubts) = self.doubts
                && self.unsure.is_none()
            {
                self.unsure = doubts.of_table(body, kind, (year, year));
            }
            parts.push(Data::All(body, kind, if declared.yearly { year } else { 0 }));
        }
        if parts.is_empty() {
            return Err(Stop::failed(say!("没有“{kind}”这类记录", "unknown kind `{kind}`")));
        }
        Ok(parts)
    }

    /// All records of a kind and a year that the call may see.
    ///
    /// # Errors
    /// When there is no such kind, or some of its records could not be read.
    pub(crate) fn all(&mut self, kind: &str, year: i16) -> Answer {
        let mut parts = self.parts(kind, year)?;
        if parts.len() == 1 {
            return self.seen(parts.swap_remove(0));
        }
        let store = self.store;
        let views = || parts.iter().filter_map(|part| View::of(store, (0, 0), part));
        let count: usize = views().map(View::most).sum();
        self.budget.spend_on(count)?;
        let paid = self.budget.pay(size_of::<Held<Rows>>() + count * size_of::<RowId>())?;
        Ok(Value::of(Data::Rows(paid.holding(Rows::Many(views().flat_map(View::rows).collect())))))
    }

    /// The record of a kind with a key, in the year of the call, or `()`.
    ///
    /// # Errors
    /// As [`Self::all`].
    pub(crate) fn find(&mut self, kind: &str, key: &str) -> Answer {
        // Asking for all of them first makes sure that none is missing.
        let parts = self.parts(kind, self.scope.year)?;
        for part in &parts {
            if let Data::All(body, kind, _) = part {
                self.gaps.insert(Gap::Keys(*body, *kind));
            }
        }
        let found = parts.into_iter().find_map(|part| match part {
            Data::All(body, kind, year) => self.store.find(body, kind, year, key),
            _ => None,
        });
        let day = found.and_then(|row| self.store.kind(row).day());
        let found = match (found, day, self.scope.days) {
            (Some(row), Some(column), Some(days)) => Some(row).filter(|row| self.sees(*row, column, days)),
            _ => found,
        };
        Ok(found.map_or(Value::UNIT, Value::record))
    }

    /// The records of both, each once, in the order of the data.
    ///
    /// # Errors
    /// When they are of different kinds, or no views.
    pub(crate) fn both(&mut self, a: &Value, b: &Value) -> Answer {
        let (Some(x), Some(y)) = (self.view(&a.data), self.view(&b.data)) else { return Err(compare::mismatch()) };
        let most = x.most() + y.most();
        // They are sorted.
        self.budget.spend_on(most * (1 + (usize::BITS - most.leading_zeros()) as usize / 4))?;
        let _paid = self.budget.pay(most * size_of::<RowId>())?;
        let mut all: Vec<RowId> = x.rows().chain(y.rows()).collect();
        all.sort_unstable();
        all.dedup();
        if all.iter().any(|row| row.kind != all[0].kind) {
            return Err(Stop::failed(say!("两组记录不是同一类", "the records are of different kinds")));
        }
        match (x, all.first()) {
            (_, None) => Ok(a.clone()),
            (View::One { .. }, Some(first)) if all.iter().all(|row| row.body == first.body) => {
                let (body, kind) = (first.body, first.kind);
                let rows = all.iter().map(|row| row.row).collect();
                self.new_rows(Rows::One { body, kind, rows, ascending: true })
            }
            _ => self.new_rows(Rows::Many(all)),
        }
    }

    /// The records of a view whose field equals a value, by the column's index where there is one.
    ///
    /// # Errors
    /// When there is no such field, a value is broken, or the two cannot be compared.
    pub(crate) fn matching(&mut self, records: &Value, field: &str, value: &Value) -> Answer {
        let Some(view) = self.view(&records.data) else { return Err(compare::mismatch()) };
        let key = match view {
            View::One { body, kind, .. } => {
                let declared = self.store.body(body).schema.get(kind);
                self.pay_for_search(declared, field)?;
                let column = declared.column(field).ok_or_else(|| crate::native::records::unknown(declared, field))?;
                // Whether any record could equal it does not hang on how many there are, nor on their order.
                Some((column, self.key_of(&declared.fields[column], value)?))
            }
            View::Many(_) => None,
        };
        let (View::One { body, kind, rows, ascending: true, years }, Some((column, key))) = (view, key) else {
            let mut chosen = Growing::new(&self.budget)?;
            for row in view.rows() {
                self.budget.spend(1)?;
                let column = self.column(row, field)?;
                self.key_of(&self.store.kind(row).fields[column], value)?;
                if self.has(row, column)? {
                    let own = self.field(row, column)?;
                    if compare::equal(self, &own, value)? {
                        chosen.push(&self.budget, row, 0)?;
                    }
                }
            }
            return self.select(view, chosen.take());
        };
        let store = self.store;
        if self.notes.is_partial(body, kind) {
            self.budget.spend_on(rows.len())?;
        }
        self.notes.column(store, (body, kind), rows, column);
        // Of a kind without records there is none.
        let Some(index) = store.index(body, kind, column) else {
            return self.new_rows(Rows::One { body, kind, rows: Vec::new(), ascending: true });
        };
        let counts = |row: &Row| match years {
            None => true,
            Some((heads, first, last)) => is_of(heads[row.at()].year, (first, last)),
        };
        let within = |row: &&Row| rows.binary_search(row).is_ok() && counts(row);
        let found = key.and_then(|key| index.rows.get(&key)).map(Vec::as_slice).unwrap_or_default();
        self.budget.spend_on(1 + found.len() + index.broken.len())?;
        if let Some(row) = index.broken.iter().copied().find(|row| within(&row)) {
            return Err(self.blocked(Gap::Cell(RowId { body, kind, row }, column)));
        }
        // Both lists ascend.
        let rows = found.iter().filter(within).copied().collect();
        self.new_rows(Rows::One { body, kind, rows, ascending: true })
    }

    /// The key by which a column's index finds a value; `None` for one that no record has.
    fn key_of(&self, field: &Field, value: &Value) -> Answer<Option<Key>> {
        use Type as T;
        Ok(match (&field.ty, &value.data) {
            (T::String | T::Enum(_), Data::Str(id)) => Some(Key::Str(*id)),
            (T::String | T::Enum(_), Data::Text(text)) => self.store.string_id(text).map(Key::Str),
            (T::Integer | T::Decimal, Data::Int(n)) => Some(Key::Int(*n)),
            (T::Integer | T::Decimal, Data::Ratio(..) | Data::Exact(_)) => {
                // A fraction that no decimal holds is the value of no cell.
                let points = Number::of(&value.data).map(|n| n.points());
                points
                    .filter(|points| crate::score::Points::from(points.decimal()) == *points)
                    .map(|p| Key::decimal(p.decimal()))
            }
            (T::Bool, Data::Bool(yes)) => Some(Key::Bool(*yes)),
            (T::Date, Data::Date(d)) => Some(Key::Date(*d)),
            (T::Time, Data::Time(t)) => Some(Key::Time(*t)),
            (T::Period, Data::Period(p)) => Some(Key::Period(*p)),
            (T::Ref(_), Data::Record(row)) => Some(Key::Row(*row)),
            _ => {
                let (what, name) = (compare::describe(value), &field.name);
                return Err(Stop::failed(say!(
                    "字段“{name}”不能和{what}比较",
                    "cannot compare field `{name}` with {what}"; what
                )));
            }
        })
    }
}
