//! Typing of values: what TOML writes against what a field declares, and a field's limits.

use super::{Slot, Typer, meant, range};
use crate::bounds;
use crate::data::Nested;
use crate::document::{Datum, Entries, Entry, Item};
use crate::host;
use crate::language::{Lang, Text, did_you_mean, say};
use crate::pack::kinds::show_bound;
use crate::schema::{Bound, EnumValue, Field, Limits, Type};
use crate::source::Span;
use crate::spelling::nearest;
use crate::texts::listed;
use crate::value::{Cell, Period, StrId, YEARS};
use jiff::civil::Time;

/// An enum with more values than this is looked up, and not gone through.
const FEW: usize = 32;

/// What is wanted of a value.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'f> {
    /// What people call its field.
    pub label: &'f Text,
    /// Its type.
    pub ty: &'f Type,
    /// Its limits.
    pub limits: &'f Limits,
}

impl<'f> Wanted<'f> {
    /// What a field wants.
    pub(super) fn by(field: &'f Field) -> Self {
        Self { label: &field.label, ty: &field.ty, limits: &field.limits }
    }
}

impl Typer<'_> {
    /// The cell of one value; what is wrong with it is reported.
    pub(super) fn value(&mut self, slot: Slot, wanted: Wanted<'_>, value: &Item<'_>) -> Cell {
        let Wanted { ty, limits, .. } = wanted;
        let cell = match (ty, &value.datum) {
            (Type::String | Type::Ref(_), Datum::String(text)) => self.text(text, value),
            (Type::Enum(values), Datum::String(text)) => self.enum_value(values, text, value),
            (Type::Ref(_), v @ Datum::Integer(_)) => match range::as_key(v) {
                Some(n) => self.text(&n.to_string(), value),
                None => Cell::Invalid,
            },
            (Type::Bool, Datum::Boolean(b)) => Cell::Bool(*b),
            (Type::Integer, v @ Datum::Integer(_)) => v.as_integer().map_or(Cell::Invalid, Cell::Int),
            (Type::Decimal, v @ (Datum::Integer(_) | Datum::Float(_))) => {
                v.as_decimal().map_or(Cell::Invalid, Cell::Decimal)
            }
            (Type::Date, v) => v.as_date().map_or(Cell::Invalid, Cell::Date),
            (Type::Time, Datum::Datetime(d)) => time(d).map_or(Cell::Invalid, Cell::Time),
            (Type::Period, v) => period(v).map_or(Cell::Invalid, Cell::Period),
            (Type::List(of), Datum::Array(items)) => self.list(slot, Wanted { ty: of, ..wanted }, items, value.span),
            (Type::Table(fields), Datum::Table(table)) => self.nested_table(slot, fields, table, value.span),
            _ => Cell::Invalid,
        };
        let silent = matches!(
            (ty, &value.datum),
            (Type::Enum(_), Datum::String(_)) | (Type::List(_), Datum::Array(_)) | (Type::Table(_), Datum::Table(_))
        );
        if cell == Cell::Invalid && !silent && !self.out.full {
            match range::beyond(ty, &value.datum) {
                Some((rule, message, help)) => _ = self.report(rule, value.span, message, Some(help)),
                None => self.wrong_type(value, &want(ty), meant::help(ty, &value.datum)),
            }
        }
        let outside = self.outside(limits, &cell, value).or_else(|| self.unlike(limits, &cell, value));
        match outside.map(|text| about(wanted.label, &text)) {
            Some(message) => {
                let help = say!(
                    "核对这个值；范围和格式写在规则包的 kinds.toml 里",
                    "check the value; the limits stand in kinds.toml of the pack"
                );
                self.report(&host::LIMITS, value.span, message, Some(help));
                Cell::Invalid
            }
            None => cell,
        }
    }

    fn text(&mut self, text: &str, value: &Item<'_>) -> Cell {
        match self.intern(text) {
            Some(id) => Cell::Str(id),
            None => self.no_room(value.span),
        }
    }

    fn intern(&mut self, text: &str) -> Option<StrId> {
        let (room, out) = (&self.room, &mut self.out);
        out.strings.number(text, |at| {
            let id = room.string(at)?;
            out.weight += bounds::STRING + text.len();
            Some(id)
        })
    }

    fn enum_value(&mut self, values: &[EnumValue], text: &str, value: &Item<'_>) -> Cell {
        if let Some(known) = self.known_value(values, text) {
            return self.text(&known.name, value);
        }
        if self.is_full() {
            self.untold += 1;
            return Cell::Invalid;
        }
        let words = || values.iter().flat_map(|v| [v.name.as_str(), v.label.get(Lang::Zh)]);
        let help = nearest(text, words()).map_or_else(
            || {
                // Cells are filled in with labels.
                let in_cell = self.row.is_some();
                let label = |value: &EnumValue| value.label.get(Lang::Zh).to_owned();
                let shown = |value| if in_cell { label(value) } else { show_enum(value) };
                let list = listed(values.iter().map(shown), "、");
                say!("可用的值：{list}", "values: {list}")
            },
            did_you_mean,
        );
        let message = say!("“{text}”不是可用的值", "`{text}` is not one of the values");
        self.report(&host::TYPE, value.span, message, Some(help));
        Cell::Invalid
    }

    /// The value of an enum that a text means. Many are looked up.
    fn known_value<'v>(&mut self, values: &'v [EnumValue], text: &str) -> Option<&'v EnumValue> {
        if values.len() <= FEW {
            return values.iter().find(|v| v.name == text || v.label.get(Lang::Zh) == text);
        }
        let places = self.values.entry(values.as_ptr().addr()).or_insert_with(|| {
            let words = |(at, value): (usize, &EnumValue)| {
                [value.name.clone(), value.label.get(Lang::Zh).to_owned()].map(|word| (word, at))
            };
            // What is there twice is the first, as above.
            values.iter().enumerate().rev().flat_map(words).collect()
        });
        places.get(text).and_then(|at| values.get(*at))
    }

    fn list(&mut self, slot: Slot, of: Wanted<'_>, items: &[Item<'_>], span: Span) -> Cell {
        let free = Limits { min: None, max: None, ..of.limits.clone() };
        let of = Wanted { limits: &free, ..of };
        let cells: Vec<(Cell, Span)> = items.iter().map(|i| (self.value(slot, of, i), i.span)).collect();
        let broken = cells.iter().any(|(c, _)| *c == Cell::Invalid);
        let cell = self.push_nested(slot, cells, span);
        if broken { Cell::Invalid } else { cell }
    }

    fn nested_table(&mut self, slot: Slot, fields: &[Field], table: &Entries<'_>, span: Span) -> Cell {
        let mut cells: Vec<(Cell, Span)> = fields.iter().map(|_| (Cell::Absent, Span::default())).collect();
        let (mut broken, mut meant) = (false, Vec::new());
        for Entry { key, at: place, item: value } in &table.list {
            let (name, place) = (&**key, *place);
            let at = fields.iter().position(|f| f.name == name || f.label.get(Lang::Zh) == name);
            let Some(at) = at else {
                let known = fields.iter().flat_map(|f| [f.name.as_str(), f.label.get(Lang::Zh)]);
                meant.extend(self.unknown_key(name, place, ("这个表", "the table"), known));
                continue;
            };
            if cells[at].1 != Span::default() {
                self.twice(name, place, cells[at].1);
                broken = true;
                continue;
            }
            let cell = self.value(slot, Wanted::by(&fields[at]), value);
            broken |= cell == Cell::Invalid;
            cells[at] = (cell, value.span);
        }
        for (field, (cell, _)) in fields.iter().zip(&cells) {
            if *cell == Cell::Absent && !field.optional {
                broken = true;
                self.missing(field, span, &meant);
            }
        }
        let cell = self.push_nested(slot, cells, span);
        if broken { Cell::Invalid } else { cell }
    }

    fn push_nested(&mut self, slot: Slot, cells: Vec<(Cell, Span)>, span: Span) -> Cell {
        if !self.weigh(cells.len() * bounds::NESTED, span) {
            return Cell::Invalid;
        }
        let nested = &mut self.out.bodies[slot.body].nested;
        let Some(elements) = self.room.elements(nested.len(), cells.len()) else { return self.no_room(span) };
        nested.extend(cells.into_iter().map(|(cell, span)| Nested {
            cell,
            span,
            owner: slot.owner,
            column: slot.column,
        }));
        Cell::Nested(elements)
    }

    /// What is wrong with a value's size, if anything.
    fn outside(&self, limits: &Limits, cell: &Cell, value: &Item<'_>) -> Option<Text> {
        if limits.min.is_none() && limits.max.is_none() {
            return None;
        }
        let size = match cell {
            Cell::Int(n) => Bound::Number((*n).into()),
            Cell::Decimal(d) => Bound::Number(*d),
            Cell::Date(d) => Bound::Day(*d),
            Cell::Period(p) => Bound::Day(p.first()),
            Cell::Str(id) => Bound::Number(self.out.strings.get(*id).chars().count().into()),
            Cell::Nested(elements) if matches!(value.datum, Datum::Array(_)) => Bound::Number(elements.len().into()),
            _ => return None,
        };
        let less = |a: Bound, b: Bound| match (a, b) {
            (Bound::Number(a), Bound::Number(b)) => a < b,
            (Bound::Day(a), Bound::Day(b)) => a < b,
            _ => false,
        };
        if let Some(min) = limits.min.filter(|min| less(size, *min)) {
            let (min, size) = (show_bound(min), show_bound(size));
            return Some(match cell {
                Cell::Str(_) => say!("有{size}个字，至少{min}个字", "has {size} characters, fewer than {min}"),
                Cell::Nested(_) => say!("有{size}项，至少{min}项", "has {size} items, fewer than {min}"),
                Cell::Date(_) | Cell::Period(_) => say!("是{size}，不得早于{min}", "is {size}, before {min}"),
                _ => say!("是{size}，不得小于{min}", "is {size}, less than {min}"),
            });
        }
        if let Some(max) = limits.max.filter(|max| less(*max, size)) {
            let (max, size) = (show_bound(max), show_bound(size));
            return Some(match cell {
                Cell::Str(_) => say!("有{size}个字，至多{max}个字", "has {size} characters, more than {max}"),
                Cell::Nested(_) => say!("有{size}项，至多{max}项", "has {size} items, more than {max}"),
                Cell::Date(_) | Cell::Period(_) => say!("是{size}，不得晚于{max}", "is {size}, after {max}"),
                _ => say!("是{size}，不得大于{max}", "is {size}, greater than {max}"),
            });
        }
        None
    }

    /// Says of a value that it is unlike its pattern, if it is. What takes too long to tell is told as such.
    fn unlike(&mut self, limits: &Limits, cell: &Cell, value: &Item<'_>) -> Option<Text> {
        let (Cell::Str(id), Some(pattern)) = (cell, &limits.pattern) else { return None };
        let text = self.out.strings.get(*id);
        let trodden = self.trodden.entry(pattern.shared()).or_insert_with(|| pattern.trodden());
        let shown = pattern.as_str();
        match pattern.matches(text, trodden, &mut self.steps) {
            Some(true) => None,
            Some(false) => Some(say!("“{text}”不合格式 {shown}", "`{text}` does not match {shown}")),
            None => {
                self.exhausted = true;
                let message = say!(
                    "这个值太长、格式（pattern）太复杂，没有核对是否相合",
                    "the value is too long for so intricate a pattern; whether it matches was not checked"
                );
                let help = say!(
                    "把 pattern 写得简单些，或限定字数（max）",
                    "write a simpler pattern, or bound the length with `max`"
                );
                self.report(&host::TOO_MUCH, value.span, message, Some(help));
                None
            }
        }
    }
}

/// A sentence about a field.
fn about(label: &Text, text: &Text) -> Text {
    say!("{label}{text}", "{label} {text}"; label, text)
}

fn show_enum(value: &EnumValue) -> String {
    let label = value.label.get(Lang::Zh);
    if label == value.name { value.name.clone() } else { format!("{}（{label}）", value.name) }
}

fn time(value: &toml::value::Datetime) -> Option<Time> {
    let toml::value::Datetime { date: None, time: Some(time), offset: None } = value else { return None };
    let part = |n: u8| i8::try_from(n).ok();
    let nanosecond = i32::try_from(time.nanosecond.unwrap_or(0)).ok()?;
    Time::new(part(time.hour)?, part(time.minute)?, part(time.second.unwrap_or(0))?, nanosecond).ok()
}

fn period(value: &Datum<'_>) -> Option<Period> {
    match value {
        Datum::String(text) => Period::parse(text).filter(|own| (YEARS.0..=YEARS.1).contains(&own.first().year())),
        Datum::Integer(_) => {
            let year = i16::try_from(value.as_integer()?).ok()?;
            (YEARS.0..=YEARS.1).contains(&year).then_some(Period::Year(year))
        }
        _ => value.as_date().map(Period::Day),
    }
}

fn want(ty: &Type) -> Text {
    let (zh, en) = match ty {
        Type::String => ("文字", "a string"),
        Type::Integer => ("整数", "an integer"),
        Type::Decimal => ("数字", "a number"),
        Type::Bool => ("是非值（true 或 false）", "true or false"),
        Type::Date => ("日期（如 2026-03-01）", "a date such as 2026-03-01"),
        Type::Time => ("时刻（如 09:30）", "a time such as 09:30"),
        Type::Period => (
            "日期、月份（\"2026-03\"）、季度（\"2026-Q1\"）或年份",
            "a date, a month \"2026-03\", a quarter \"2026-Q1\" or a year",
        ),
        Type::Enum(_) => ("文字（列出的值之一）", "a string, one of the values listed"),
        Type::Ref(_) => ("文字（被引用记录的编号）", "a string, the key of a record"),
        Type::List(_) => ("列表 […]", "a list […]"),
        Type::Table(_) => ("表 { … }", "a table { … }"),
    };
    Text::new(zh, en)
}
