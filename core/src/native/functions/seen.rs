//! Values that were seen already, for `distinct` and `group_by`.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::native::compare::{self, Atom};
use crate::native::state::State;
use crate::native::stop::Answer;
use crate::native::value::{Data, Value};

/// Bytes that a value takes among those by which others are told apart.
pub(crate) const ATOM: usize = 64;

/// So few are looked through one by one, which is quicker than a map.
const FEW: usize = 16;

/// Values of one type that were seen, each with its place among them. A script chooses the values, and must not choose where they
/// stand in a map: the hash is seeded anew in each process, and nothing hangs on the order.
#[derive(Default)]
pub(crate) struct Seen {
    /// The first that is not nothing: all others are of its type, as `==` wants it.
    first: Option<Value>,
    /// Those for which a number stands, while they are few.
    few: [u64; FEW],
    /// Their places.
    places: [u32; FEW],
    /// How many they are.
    filled: usize,
    /// All for which a number stands, once they are more than a few.
    many: HashMap<u64, u32, RandomState>,
    /// All others.
    others: HashMap<Atom, u32, RandomState>,
    /// How many were seen.
    count: u32,
}

impl Seen {
    /// The place of a value that was seen before; one that was not is taken in, at the end.
    ///
    /// # Errors
    /// When it is of another type than those before, or of one that cannot be told apart.
    pub(crate) fn place(&mut self, state: &State<'_>, value: &Value) -> Answer<Option<usize>> {
        match &self.first {
            Some(first) if !compare::alike(first, value) => return Err(compare::unlike(first, value)),
            Some(_) => {}
            None if matches!(value.data, Data::Unit) => {}
            None => self.first = Some(value.clone()),
        }
        let number = match number(&value.data) {
            Some(number) => number,
            None => match compare::atom(state, value)? {
                Atom::Str(id) => id.at() as u64,
                atom => return Ok(self.place_of(atom)),
            },
        };
        let known = if self.many.is_empty() {
            let at = self.few[..self.filled].iter().position(|own| *own == number);
            at.map(|at| self.places[at])
        } else {
            self.many.get(&number).copied()
        };
        if known.is_none() {
            self.take_in(number);
        }
        Ok(known.map(|place| place as usize))
    }

    fn take_in(&mut self, number: u64) {
        if self.filled < FEW {
            (self.few[self.filled], self.places[self.filled]) = (number, self.count);
            self.filled += 1;
        } else {
            if self.many.is_empty() {
                self.many.extend(self.few.into_iter().zip(self.places));
            }
            self.many.insert(number, self.count);
        }
        self.count += 1;
    }

    fn place_of(&mut self, atom: Atom) -> Option<usize> {
        if let Some(place) = self.others.get(&atom) {
            return Some(*place as usize);
        }
        self.others.insert(atom, self.count);
        self.count += 1;
        None
    }
}

/// The number that stands for a value among those of its type; `None` where none does.
fn number(data: &Data) -> Option<u64> {
    Some(match data {
        Data::Bool(yes) => (*yes).into(),
        // Numbers are equal whatever their sort; those that are no whole ones are never equal to these.
        Data::Int(n) | Data::Ratio(n, 1) => n.cast_unsigned(),
        Data::Str(id) => id.at() as u64,
        Data::Date(day) => {
            let year = u64::from(day.year().cast_unsigned());
            year << 16 | u64::from(day.month().cast_unsigned()) << 8 | u64::from(day.day().cast_unsigned())
        }
        Data::Record(row) => {
            let body = u16::try_from(row.body.at()).ok()?;
            u64::from(body) << 48 | (row.kind.at() as u64) << 32 | row.row.at() as u64
        }
        _ => return None,
    })
}
