//! Keys of records: what they are, which are there twice, and which look alike.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::alike;
use crate::data::told::Told;
use crate::data::{Body, Room, Store, Table, copies};
use crate::finding::{Finding, RecordName, Related};
use crate::host;
use crate::language::{Lang, say};
use crate::schema::{Kind, Type};
use crate::source::{Place, Span};
use crate::value::{Cell, Row, StrId};

/// Numbers the keys of a body's records, and gives the kinds for some of whose keys there was no number.
pub(super) fn number(store: &mut Store, room: &Room, body: &mut Body) -> Vec<usize> {
    let (schema, mut without) = (body.schema.clone(), Vec::new());
    for (index, kind) in schema.kinds.iter().enumerate() {
        if kind.key.is_empty() {
            continue;
        }
        let columns: Vec<(&str, Option<usize>)> = kind.key.iter().map(|k| (k.as_str(), kind.column(k))).collect();
        let mut full = false;
        let keys = (0..body.tables[index].rows.len()).map(|row| {
            // Most keys are one text, which has its number already.
            if let [(_, Some(column))] = *columns
                && let Cell::Str(id) = body.tables[index].columns[column].cell(row)
            {
                return Some(id);
            }
            let key = store.intern(room, &key_of(store, body, (index, row), &columns)?);
            full |= key.is_none();
            key
        });
        body.tables[index].keys = keys.collect();
        without.extend(full.then_some(index));
    }
    without
}

/// Finds the records of a body by their keys, which kinds `without` have not all got. Those that are there twice, and those that
/// look alike, are told.
pub(super) fn find(store: &Store, body: &mut Body, without: &[usize], findings: &mut Told) {
    let schema = body.schema.clone();
    for (index, kind) in schema.kinds.iter().enumerate().filter(|(_, kind)| !kind.key.is_empty()) {
        if without.contains(&index) {
            findings.push(too_many(body));
            body.incomplete[index] = true;
        }
        let doubles = doubles(&mut body.tables[index]);
        let alike = if is_watched(kind) { Vec::new() } else { look_alike(store, &body.tables[index]) };
        let of = (index, kind.key.iter().find_map(|key| kind.column(key)));
        let own = &*body;
        tell(findings, &doubles, |pair| double(store, own, of, pair));
        tell(findings, &alike, |pair| alike_keys(store, own, of, pair));
        copies::leave_out(body, index, &doubles);
    }
}

/// Enters records by their keys; those whose key an earlier one of their year has, with it.
fn doubles(table: &mut Table) -> Vec<(Row, Row)> {
    let mut doubles = Vec::new();
    for (row, key) in Row::all(table.keys.len()).zip(&table.keys) {
        let Some(key) = *key else { continue };
        let year = table.rows[row.at()].year;
        let Some(earlier) = table.by_key.insert((year, key), row) else { continue };
        // The first record keeps the key; the later one is the duplicate.
        table.by_key.insert((year, key), earlier);
        doubles.push((earlier, row));
    }
    doubles
}

/// Tells of pairs of records, as many as are told.
fn tell(findings: &mut Told, pairs: &[(Row, Row)], finding: impl Fn((Row, Row)) -> Finding) {
    for (at, pair) in pairs.iter().enumerate() {
        if findings.is_full() {
            return findings.leave(pairs.len() - at);
        }
        findings.push(finding(*pair));
    }
}

/// Whether constraints tell of each text of the key what looks alike.
fn is_watched(kind: &Kind) -> bool {
    let mut fields = kind.key.iter().filter_map(|name| kind.column(name)).map(|column| &kind.fields[column]);
    fields.all(|field| !matches!(field.ty, Type::String) || kind.watched.contains(&field.name))
}
/// Keys that differ from an earlier one only in what the eye does not see: the earlier row and the later, each key once.
fn look_alike(store: &Store, table: &Table) -> Vec<(Row, Row)> {
    let keys = &table.keys;
    let text = |key: &StrId| store.string(*key);
    if keys.iter().flatten().all(|key| alike::is_plain(text(key))) {
        return Vec::new();
    }
    let mut known: FxHashMap<(i16, String), (StrId, Row)> = FxHashMap::default();
    let mut pairs = Vec::new();
    let mut told: FxHashSet<(i16, StrId)> = FxHashSet::default();
    for (row, key) in Row::all(keys.len()).zip(keys) {
        let Some(key) = *key else { continue };
        let year = table.rows[row.at()].year;
        let (first, earlier) = *known.entry((year, alike::plain(text(&key)))).or_insert((key, row));
        if first != key && told.insert((year, key)) {
            pairs.push((earlier, row));
        }
    }
    pairs
}

/// Says that a record has a key that looks like that of an earlier one.
fn alike_keys(store: &Store, body: &Body, of: (usize, Option<usize>), pair: (Row, Row)) -> Finding {
    let table = &body.tables[of.0];
    let text = |row: Row| table.keys[row.at()].map_or("", |key| store.string(key));
    let (own, other) = (text(pair.1), text(pair.0));
    let label = &body.schema.kinds[of.0].label;
    let mut finding = double(store, body, of, pair);
    let told = host::LOOK_ALIKE.finding(say!(
        "{label}“{own}”与“{other}”只差空白、全角半角或看不见的字符",
        "{label} `{own}` differs from `{other}` only in blanks, width or signs that are not seen"; label
    ));
    (finding.rule, finding.message) = (told.rule, told.message);
    finding.help = Some(say!(
        "是同一个的，写成一样；不是同一个的，改得分明",
        "write the same alike, and different ones differently"
    ));
    finding.related = finding
        .related
        .into_iter()
        .map(|related| Related { message: say!("另一个在这里", "the other is here"), ..related })
        .collect();
    finding
}

/// Says that a record has the key of an earlier one.
fn double(store: &Store, body: &Body, (kind, column): (usize, Option<usize>), (earlier, row): (Row, Row)) -> Finding {
    let (table, declared) = (&body.tables[kind], &body.schema.kinds[kind]);
    let place = |row: Row| {
        let head = table.rows[row.at()];
        let span = column.map(|c| table.span(c, row.at())).filter(|s| *s != Span::default());
        Place { source: head.source, span: span.unwrap_or(head.header) }
    };
    let (name, label) = (&declared.name, declared.label.get(Lang::Zh));
    let text = table.keys[row.at()].map_or("", |key| store.string(key));
    let mut finding = host::DUPLICATE_KEY
        .finding(say!("{label}“{text}”重复", "{name} `{text}` is given twice"))
        .at(place(row))
        .help(say!(
            "改正其中一个编号，或删去重复的一条",
            "correct one of the keys, or delete the record that is there twice"
        ))
        .see(place(earlier), say!("先在这里", "first given here"));
    finding.body = Some(body.id.clone());
    finding.record = Some(RecordName { kind: name.clone(), key: text.to_owned() });
    finding.field = column.map(|column| declared.fields[column].name.clone());
    finding
}

/// Says that records have no number left: one without its key can neither be referred to nor told from another.
fn too_many(body: &Body) -> Finding {
    let message = say!("记录多得无法一一编号，没有核对编号", "too many records to number; their keys were not checked");
    Finding { body: Some(body.id.clone()), ..host::TOO_MANY.finding(message) }
}

/// A record's key, as text.
fn key_of(store: &Store, body: &Body, (kind, row): (usize, usize), of: &[(&str, Option<usize>)]) -> Option<String> {
    let parts: Option<Vec<String>> =
        of.iter().map(|(name, column)| key_part(store, body, kind, row, name, *column)).collect();
    // A slash within a part is doubled, or two different keys might read alike.
    parts.map(|parts| match parts.as_slice() {
        [one] => one.clone(),
        parts => parts.iter().map(|p| p.replace('/', "//")).collect::<Vec<_>>().join("/"),
    })
}

/// One part of a record's key, as text.
fn key_part(store: &Store, body: &Body, kind: usize, row: usize, name: &str, column: Option<usize>) -> Option<String> {
    let table = &body.tables[kind];
    let Some(column) = column else {
        return Some(if name == "year" { table.rows[row].year.to_string() } else { body.id.to_string() });
    };
    table.columns[column].cell(row).key_text(|id| store.string(id))
}
