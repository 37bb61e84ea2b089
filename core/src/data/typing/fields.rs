//! The fields of a record: given, missing, twice, unknown.

use super::heads::is_head;
use super::values::Wanted;
use super::{Slot, Typer};
use crate::bounds;
use crate::document::{Datum, Entries, Entry, Item};
use crate::finding::{Finding, Related};
use crate::host;
use crate::language::{Lang, did_you_mean, say};
use crate::schema::{Field, Kind, Type};
use crate::source::{Place, Span};
use crate::spelling::nearest;
use crate::texts::listed;
use crate::value::{Cell, KindId, Row};

/// A value that was perhaps meant for a field leaves it unknown whether that is given.
fn leave_unknown(kind: &Kind, cells: &mut [(Cell, Span)], unplaced: Vec<(Option<usize>, &Item<'_>)>) {
    for (near, value) in unplaced {
        let meant = |at: usize| cells[at].0 == Cell::Absent && kind.fields[at].optional;
        let columns: Vec<usize> = match near.filter(|at| meant(*at)) {
            Some(at) => vec![at],
            None => (0..cells.len()).filter(|at| meant(*at) && may_be(&kind.fields[*at].ty, value)).collect(),
        };
        for at in columns {
            cells[at].0 = Cell::Invalid;
        }
    }
}

/// Whether a value may have been meant for a field of a type, by its form.
fn may_be(ty: &Type, value: &Item<'_>) -> bool {
    match (ty, &value.datum) {
        (Type::Enum(values), Datum::String(text)) => {
            values.iter().any(|own| own.name == **text || own.label.get(Lang::Zh) == &**text)
        }
        (Type::String | Type::Ref(_) | Type::Period, Datum::String(_))
        | (Type::Integer | Type::Decimal | Type::Ref(_), Datum::Integer(_))
        | (Type::Decimal, Datum::Float(_))
        | (Type::Bool, Datum::Boolean(_))
        | (Type::Table(_), Datum::Table(_)) => true,
        (Type::Date | Type::Period, Datum::Datetime(moment)) => moment.date.is_some(),
        (Type::Time, Datum::Datetime(moment)) => moment.date.is_none(),
        (Type::List(of), Datum::Array(items)) => items.iter().all(|item| may_be(of, item)),
        _ => false,
    }
}

impl Typer<'_> {
    /// The cells of a record, a column each.
    pub(super) fn fields(
        &mut self,
        at: usize,
        kind: &Kind,
        owner: (KindId, Row),
        (record, columns): (&Entries<'_>, &[Option<usize>]),
        header: Span,
    ) -> Vec<(Cell, Span)> {
        let mut cells = std::mem::take(&mut self.scratch);
        cells.extend(kind.fields.iter().map(|_| (Cell::Absent, Span::default())));
        let mut meant = Vec::new();
        let mut unplaced = Vec::new();
        for (number, Entry { key, at: place, item: value }) in record.list.iter().enumerate() {
            let (name, place) = (&**key, *place);
            let Some(column) = columns.get(number).copied().unwrap_or_else(|| kind.column(name)) else {
                if !is_head(name) {
                    let known = kind.fields.iter().flat_map(|f| [f.name.as_str(), f.label.get(Lang::Zh)]);
                    let owner = (kind.label.get(Lang::Zh), kind.name.as_str());
                    let near = self.unknown_key(name, place, owner, known);
                    unplaced.push((near.as_ref().and_then(|near| kind.column(near)), value));
                    meant.extend(near);
                }
                continue;
            };
            let field = &kind.fields[column];
            if cells[column].0 != Cell::Absent {
                let name = &field.name;
                self.twice(name, place, cells[column].1);
                // Which of the two is meant is not known.
                cells[column].0 = Cell::Invalid;
                continue;
            }
            let first = self.out.findings.len();
            let slot = Slot { body: at, owner, column };
            let mut cell = self.value(slot, Wanted::by(field), value);
            if let Cell::Str(id) = cell
                && self.out.strings.get(id).len() > bounds::KEY
                && kind.key.contains(&field.name)
            {
                self.too_long(value.span);
                cell = Cell::Invalid;
            }
            for finding in &mut self.out.findings[first..] {
                finding.field = Some(field.name.clone());
            }
            cells[column] = (cell, value.span);
        }
        leave_unknown(kind, &mut cells, unplaced);
        for (at, (field, (cell, _))) in kind.fields.iter().zip(&mut cells).enumerate() {
            let unread = self.row.as_ref().is_some_and(|row| row.is_unread(at));
            if *cell == Cell::Absent && (unread || !field.optional) {
                *cell = Cell::Invalid;
                let place = self.row.as_ref().and_then(|row| row.cell(at)).unwrap_or(header);
                if !unread {
                    self.missing(field, place, &meant);
                }
            }
        }
        cells
    }

    /// Tells of the cells of a row that could not be read.
    pub(super) fn tell_cells(&mut self, kind: &Kind) {
        let told: Vec<(String, Finding)> = self.row.iter_mut().flat_map(|row| row.take_told(kind)).collect();
        for (field, finding) in told {
            let body = self.current.clone();
            let finding = self.tell(finding);
            (finding.body, finding.field) = (body, Some(field));
        }
    }

    /// Says that a key or the name of a body is too long: every finding about it repeats it.
    pub(super) fn too_long(&mut self, span: Span) {
        let most = bounds::KEY;
        let message = say!("编号太长，最多{most}个字节", "a key has {most} bytes at most");
        self.report(&host::LIMITS, span, message, Some(say!("核对这个值", "check the value")));
    }

    /// Says that a field is missing, unless another key was perhaps meant to be it.
    pub(super) fn missing(&mut self, field: &Field, header: Span, meant: &[String]) {
        let Field { name, label, .. } = field;
        if meant.iter().any(|meant| meant == name || meant == label.get(Lang::Zh)) {
            return;
        }
        let message = say!("缺少“{label}”（{name}）", "`{name}` ({label}) is missing"; label);
        let help = match self.row {
            Some(_) => say!("在这个单元格里填写", "write it in this cell"),
            None => say!("补上 {name} = …", "add {name} = …"),
        };
        self.report(&host::MISSING_FIELD, header, message, Some(help)).field = Some(name.clone());
    }

    pub(super) fn twice(&mut self, name: &str, key: Span, first: Span) {
        let source = self.source;
        let message = say!("字段“{name}”写了两次", "field `{name}` is given twice");
        let help = say!("只留一处", "keep one of them");
        let finding = self.report(&host::DUPLICATE_FIELD, key, message, Some(help));
        finding.field = Some(name.to_owned());
        finding
            .related
            .push(Related { place: Place { source, span: first }, message: say!("先在这里", "first here") });
    }

    pub(super) fn unknown_key<'a>(
        &mut self,
        name: &str,
        span: Span,
        owner: (&str, &str),
        known: impl Iterator<Item = &'a str> + Clone,
    ) -> Option<String> {
        if self.is_full() {
            self.untold += 1;
            return None;
        }
        let near = nearest(name, known.clone());
        let help = match near {
            Some(near) => did_you_mean(near),
            None => {
                let list = listed(known.step_by(2), " ");
                say!("可用的字段：{list}", "fields: {list}")
            }
        };
        self.report(
            &host::UNKNOWN_KEY,
            span,
            say!("“{owner}”没有字段“{name}”", "`{owner}` has no field `{name}`"; owner),
            Some(help),
        )
        .field = Some(name.to_owned());
        near.map(str::to_owned)
    }
}
