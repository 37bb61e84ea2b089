//! Values that are given twice in fields that are declared unique.

use rustc_hash::FxHashMap;

use crate::data::content::shown;
use crate::data::told::Told;
use crate::data::{Body, Key, Store};
use crate::finding::RecordName;
use crate::host;
use crate::language::{Lang, say};
use crate::source::Place;
use crate::value::{KindId, Row};

/// What a record is called, and its content where it has no key.
pub(super) fn record(store: &Store, body: &Body, kind: usize, row: usize) -> (Option<RecordName>, Option<String>) {
    let of = KindId::new(kind).zip(Row::new(row));
    let content = of.and_then(|(kind, row)| store.content_in(body, kind, row));
    let key = body.tables[kind].keys.get(row).copied().flatten();
    let key = key.map_or_else(|| format!("#{}", row + 1), |id| store.string(id).to_owned());
    let name = RecordName { kind: body.schema.kinds[kind].name.clone(), key };
    (Some(name), content.map(shown))
}

/// Reports values that are repeated in fields declared unique.
pub(super) fn find(store: &Store, body: &Body, findings: &mut Told) {
    for (index, kind) in body.schema.kinds.iter().enumerate() {
        for (column, field) in kind.fields.iter().enumerate().filter(|(_, f)| f.limits.unique) {
            let table = &body.tables[index];
            let mut seen: FxHashMap<(i16, Key), usize> = FxHashMap::default();
            for (row, cell) in table.columns.get(column).iter().flat_map(|column| column.cells.iter()).enumerate() {
                let Some(key) = Key::of(cell).filter(|_| Row::new(row).is_none_or(|row| !table.is_copy(row))) else {
                    continue;
                };
                let head = table.rows[row];
                let Some(first) = seen.get(&(head.year, key.clone())).copied() else {
                    seen.insert((head.year, key), row);
                    continue;
                };
                if findings.is_full() {
                    findings.leave(1);
                    continue;
                }
                let place = |row: usize| Place { source: table.rows[row].source, span: table.span(column, row) };
                let (name, label) = (&field.name, field.label.get(Lang::Zh));
                let mut finding = host::LIMITS
                    .finding(say!("“{label}”不得重复", "`{name}` must be unique"))
                    .at(place(row))
                    .help(say!("改正其中一个值", "correct one of them"))
                    .see(place(first), say!("先在这里", "first given here"));
                finding.body = Some(body.id.clone());
                (finding.record, finding.identity.content) = record(store, body, index, row);
                finding.identity.values = Some(store.value_digest(body, cell));
                finding.field = Some(field.name.clone());
                findings.push(finding);
            }
        }
    }
}
