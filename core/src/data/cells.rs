//! The values of a column and where they stand, in 12 bytes each.

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::source::Span;
use crate::value::{BodyId, Cell, Elements, KindId, Period, Row, RowId, StrId};

/// The values of a column, 8 bytes each, besides those that do not fit.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Cells {
    packed: Vec<Packed>,
    /// Values that do not fit.
    wide: Vec<Cell>,
    /// The body to whose records references lead.
    #[serde(skip)]
    body: BodyId,
}

/// A value: four bits say what it is, the others hold it, or its place among those that do not fit.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Packed(u64);

const ABSENT: u64 = 0;
const INVALID: u64 = 1;
const NO: u64 = 2;
const YES: u64 = 3;
const INT: u64 = 4;
const DECIMAL: u64 = 5;
const STR: u64 = 6;
const DATE: u64 = 7;
const TIME: u64 = 8;
const PERIOD: u64 = 9;
const REF: u64 = 10;
const NESTED: u64 = 11;
const WIDE: u64 = 12;

/// Bits of the kind of a value, of a decimal's scale, and before a row's number.
const KIND: u32 = 4;
const SCALE: u32 = 5;
const HALF: u32 = 32;

/// The bits of a number, or nothing where they are more than there is room for.
fn bits(number: i64, taken: u32) -> Option<u64> {
    let room = i64::BITS - taken;
    let sign = number >> (room - 1);
    (sign == 0 || sign == -1).then(|| number.cast_unsigned() << taken)
}

fn day(date: Date) -> u64 {
    let year = u64::from(date.year().cast_unsigned());
    year << 16 | u64::from(date.month().cast_unsigned()) << 8 | u64::from(date.day().cast_unsigned())
}

/// The lower half of a number.
#[expect(clippy::cast_possible_truncation, reason = "the other half is left out on purpose")]
fn low(number: u64) -> u32 {
    number as u32
}

/// The lowest quarter of a number.
#[expect(clippy::cast_possible_truncation, reason = "the others are left out on purpose")]
fn lowest(number: u64) -> u16 {
    number as u16
}

/// So many bits of a number, from a place on.
fn part(number: u64, from: u32, bits: u32) -> u64 {
    number >> from & ((1 << bits) - 1)
}

fn of_day(number: u64) -> Option<Date> {
    let narrow = |from, bits| i8::try_from(part(number, from, bits)).ok();
    let year = u16::try_from(part(number, 16, 16)).ok()?.cast_signed();
    Date::new(year, narrow(8, 8)?, narrow(0, 8)?).ok()
}

impl Packed {
    /// A value, where it fits.
    fn of(cell: Cell) -> Option<Self> {
        let packed = match cell {
            Cell::Absent => Some(ABSENT),
            Cell::Invalid => Some(INVALID),
            Cell::Bool(false) => Some(NO),
            Cell::Bool(true) => Some(YES),
            Cell::Int(n) => bits(n, KIND).map(|bits| INT | bits),
            Cell::Decimal(n) => decimal(n),
            Cell::Str(id) => Some(STR | u64::from(id.raw()) << KIND),
            Cell::Date(date) => Some(DATE | day(date) << KIND),
            Cell::Time(time) if time.subsec_nanosecond() == 0 => {
                let [hour, minute, second] =
                    [time.hour(), time.minute(), time.second()].map(|n| u64::from(n.cast_unsigned()));
                Some(TIME | (hour << 16 | minute << 8 | second) << KIND)
            }
            Cell::Period(period) => {
                let sort = match period {
                    Period::Day(_) => 0,
                    Period::Month(..) => 1,
                    Period::Quarter(..) => 2,
                    Period::Year(_) => 3,
                };
                Some(PERIOD | (day(period.first()) << 2 | sort) << KIND)
            }
            Cell::Ref(RowId { kind, row, .. }) => {
                Some(REF | u64::from(kind.raw()) << KIND | u64::from(row.raw()) << HALF)
            }
            Cell::Nested(elements) => {
                let room = elements.len() < 1 << (HALF - KIND);
                room.then(|| NESTED | (elements.len() as u64) << KIND | (elements.range().start as u64) << HALF)
            }
            Cell::Time(_) => None,
        };
        packed.map(Self)
    }

    /// The value; references lead to records of the body.
    #[inline]
    fn cell(self, body: BodyId, wide: &[Cell]) -> Cell {
        let held = self.0 >> KIND;
        let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        let known = match self.0 & ((1 << KIND) - 1) {
            ABSENT => Some(Cell::Absent),
            NO => Some(Cell::Bool(false)),
            YES => Some(Cell::Bool(true)),
            INT => Some(Cell::Int(self.0.cast_signed() >> KIND)),
            STR => Some(Cell::Str(StrId::kept(low(held)))),
            DATE => of_day(held).map(Cell::Date),
            REF => {
                let kind = KindId::kept(lowest(held));
                Some(Cell::Ref(RowId { body, kind, row: Row::kept(low(self.0 >> HALF)) }))
            }
            DECIMAL => {
                let scale = u32::try_from(part(held, 0, SCALE)).unwrap_or(0);
                Decimal::try_new(self.0.cast_signed() >> (KIND + SCALE), scale).ok().map(Cell::Decimal)
            }
            NESTED => Elements::new(number(self.0 >> HALF), number(part(held, 0, HALF - KIND))).map(Cell::Nested),
            PERIOD => of_day(held >> 2).map(|first| Cell::Period(period(part(held, 0, 2), first))),
            TIME => time(held).map(Cell::Time),
            WIDE => wide.get(number(held)).copied(),
            _ => None,
        };
        known.unwrap_or(Cell::Invalid)
    }
}

fn decimal(number: Decimal) -> Option<u64> {
    let (mantissa, scale) = (i64::try_from(number.mantissa()).ok()?, number.scale());
    // There is a nought below nought, which shows.
    if number.is_zero() && number.is_sign_negative() {
        return None;
    }
    bits(mantissa, KIND + SCALE).map(|bits| DECIMAL | u64::from(scale) << KIND | bits)
}

fn period(sort: u64, first: Date) -> Period {
    match sort {
        0 => Period::Day(first),
        1 => Period::Month(first.year(), first.month()),
        2 => Period::Quarter(first.year(), (first.month() - 1) / 3 + 1),
        _ => Period::Year(first.year()),
    }
}

fn time(number: u64) -> Option<Time> {
    let narrow = |from| i8::try_from(part(number, from, 8)).ok();
    Time::new(narrow(16)?, narrow(8)?, narrow(0)?, 0).ok()
}

impl Cells {
    /// How many there are.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.packed.len()
    }

    /// The value of a row; `None` past the last.
    #[must_use]
    #[inline]
    pub(crate) fn get(&self, at: usize) -> Option<Cell> {
        Some(self.packed.get(at)?.cell(self.body, &self.wide))
    }

    /// The values in their order.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = Cell> {
        self.packed.iter().map(|packed| packed.cell(self.body, &self.wide))
    }

    /// Says to whose records references lead.
    pub(crate) fn of_body(&mut self, body: BodyId) {
        self.body = body;
    }

    /// Adds a value.
    pub(crate) fn push(&mut self, cell: Cell) {
        let packed = self.pack(cell);
        self.packed.push(packed);
    }

    /// Puts a value in the place of another.
    pub(crate) fn set(&mut self, at: usize, cell: Cell) {
        self.packed[at] = self.pack(cell);
    }

    fn pack(&mut self, cell: Cell) -> Packed {
        Packed::of(cell).unwrap_or_else(|| {
            self.wide.push(cell);
            Packed(WIDE | (self.wide.len() as u64 - 1) << KIND)
        })
    }

    /// Gives back what is not needed.
    pub(crate) fn shrink(&mut self) {
        self.packed.shrink_to_fit();
    }

    /// Adds values of records that are not yet of a body, each made what it is there.
    pub(crate) fn append(&mut self, from: &Self, adapt: impl Fn(Cell) -> Cell) {
        for packed in &from.packed {
            match packed.0 & ((1 << KIND) - 1) {
                STR | NESTED | REF | WIDE => self.push(adapt(packed.cell(from.body, &from.wide))),
                _ => self.packed.push(*packed),
            }
        }
    }
}

/// Where the values of a column stand, 4 bytes each: how far behind the beginning of their record, and how long they are.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Spans {
    near: Vec<u32>,
    /// Those that are too far away, or too long.
    far: Vec<Span>,
}

/// Bits of the length of a span, and of how far it is from its record.
const LENGTH: u32 = 12;
const AWAY: u32 = 19;
/// Says that a span is among those that are too far away.
const FAR: u32 = 1 << 31;
/// Says that a value is not given.
const NOWHERE: u32 = u32::MAX;

impl Spans {
    /// Where the value of a record stands that begins there; an empty span at the very beginning where it is not given.
    #[must_use]
    pub(crate) fn get(&self, at: usize, record: Span) -> Span {
        match self.near[at] {
            NOWHERE => Span::default(),
            far if far & FAR != 0 => self.far[(far & !FAR) as usize],
            near => {
                let start = record.start.saturating_add(near >> LENGTH);
                Span { start, end: start.saturating_add(near & ((1 << LENGTH) - 1)) }
            }
        }
    }

    /// How many there are, where each of those that are too far away is there.
    #[must_use]
    pub(crate) fn len(&self) -> Option<usize> {
        let there = |near: &u32| *near == NOWHERE || near & FAR == 0 || ((near & !FAR) as usize) < self.far.len();
        self.near.iter().all(there).then_some(self.near.len())
    }

    /// Adds the place of a value of a record that begins there.
    pub(crate) fn push(&mut self, span: Span, record: Span) {
        self.near.push(Self::near(span, record).unwrap_or_else(|| {
            self.far.push(span);
            FAR | Span::new(self.far.len() - 1, 0).start
        }));
    }

    fn near(span: Span, record: Span) -> Option<u32> {
        if span == Span::default() {
            return Some(NOWHERE);
        }
        let (away, length) = (span.start.checked_sub(record.start)?, span.end.checked_sub(span.start)?);
        (away < 1 << AWAY && length < 1 << LENGTH).then_some(away << LENGTH | length)
    }

    /// Gives back what is not needed.
    pub(crate) fn shrink(&mut self) {
        self.near.shrink_to_fit();
    }

    /// Adds those of other records.
    pub(crate) fn append(&mut self, from: &Self) {
        let before = Span::new(self.far.len(), 0).start;
        let moved = |near: &u32| if *near != NOWHERE && near & FAR != 0 { near + before } else { *near };
        self.near.extend(from.near.iter().map(moved));
        self.far.extend_from_slice(&from.far);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;

    fn cell() -> impl Strategy<Value = Cell> {
        let day = || (-9_999..=9_999_i16, 1..=12_i8, 1..=28_i8).prop_map(|(year, month, day)| date(year, month, day));
        prop_oneof![
            Just(Cell::Absent),
            Just(Cell::Invalid),
            any::<bool>().prop_map(Cell::Bool),
            any::<i64>().prop_map(Cell::Int),
            (-1_000..1_000_i64).prop_map(Cell::Int),
            (any::<i64>(), 0..=28_u32).prop_map(|(n, scale)| Cell::Decimal(Decimal::new(n, scale))),
            (-100_000..100_000_i64, 0..=28_u32).prop_map(|(n, scale)| Cell::Decimal(Decimal::new(n, scale))),
            Just(Cell::Decimal(-Decimal::ZERO)),
            Just(Cell::Decimal(Decimal::MAX)),
            (0..u32::MAX as usize).prop_map(|at| StrId::new(at).map_or(Cell::Absent, Cell::Str)),
            day().prop_map(Cell::Date),
            (0..24_i8, 0..60_i8, 0..60_i8, prop_oneof![Just(0), 0..1_000_000_000_i32])
                .prop_map(|(hour, minute, second, rest)| Cell::Time(time(hour, minute, second, rest))),
            day().prop_map(|day| Cell::Period(Period::Day(day))),
            (-9_999..=9_999_i16, 1..=12_i8).prop_map(|(year, month)| Cell::Period(Period::Month(year, month))),
            (-9_999..=9_999_i16, 1..=4_i8).prop_map(|(year, quarter)| Cell::Period(Period::Quarter(year, quarter))),
            (-9_999..=9_999_i16).prop_map(|year| Cell::Period(Period::Year(year))),
            (0..u16::MAX as usize, 0..u32::MAX as usize).prop_map(|(kind, row)| {
                let (kind, row) = (KindId::new(kind).unwrap_or_default(), Row::new(row).unwrap_or_default());
                Cell::Ref(RowId { body: BodyId::default(), kind, row })
            }),
            (any::<u32>(), 0..1_u32 << 29).prop_map(|(start, len)| {
                Elements::new(start as usize, len as usize).map_or(Cell::Absent, Cell::Nested)
            }),
        ]
    }

    proptest! {
        #[test]
        fn what_is_packed_is_what_comes_out(cells in proptest::collection::vec(cell(), 1..20), other in cell()) {
            let (mut one, mut all) = (Cells::default(), Cells::default());
            for cell in &cells {
                one.push(*cell);
            }
            for _ in 0..2 {
                all.append(&one, |cell| cell);
            }
            let twice: Vec<Cell> = cells.iter().chain(&cells).copied().collect();
            prop_assert_eq!(all.iter().collect::<Vec<_>>(), twice);
            let shown = |cell: Option<Cell>| format!("{cell:?}");
            prop_assert_eq!(shown(all.get(0)), shown(Some(cells[0])));
            all.set(0, other);
            prop_assert_eq!((all.get(0), all.get(2 * cells.len())), (Some(other), None));
        }

        #[test]
        fn places_come_out_as_they_went_in(spans in proptest::collection::vec((0..3_000_000_u32, 0..10_000_u32), 1..20)) {
            let record = Span { start: 1_000_000, end: 1_000_010 };
            let (mut one, mut all) = (Spans::default(), Spans::default());
            let spans: Vec<Span> = spans.into_iter().map(|(start, long)| Span { start, end: start + long }).collect();
            for span in &spans {
                one.push(*span, record);
            }
            one.push(Span::default(), record);
            for _ in 0..2 {
                all.append(&one);
            }
            for (at, span) in spans.iter().chain([&Span::default()]).enumerate() {
                prop_assert_eq!((all.get(at, record), all.get(spans.len() + 1 + at, record)), (*span, *span));
            }
        }
    }

    #[test]
    fn bits_that_nobody_packed_are_a_value_all_the_same() {
        for kind in 0..1 << KIND {
            for held in [0, 1, 31, u64::MAX >> KIND, 1 << 40, 0x1234_5678_9abc] {
                let _ = Packed(kind | held << KIND).cell(BodyId::default(), &[]);
            }
        }
        // No decimal has 31 digits behind the point.
        assert_eq!(Packed(DECIMAL | 31 << KIND).cell(BodyId::default(), &[]), Cell::Invalid);
    }

    #[test]
    fn a_value_takes_eight_bytes_and_its_place_four() {
        assert_eq!(size_of::<Packed>(), 8);
        assert_eq!(size_of_val(&Spans::default().near[..]) + size_of::<u32>(), 4);
    }
}
