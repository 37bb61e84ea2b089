//! Typing: the records of one file, checked against the declared kinds.

mod bodies;
mod heads;
mod meant;
mod range;
mod values;
mod fields;
pub(super) mod sheet;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use toml::de::{DeTable, DeValue};

use crate::bounds;
use crate::data::governance::{ByBody, Governed};
use crate::data::stray::{self, Stray, Whose};
use crate::data::told::untold;
use crate::data::{Nested, Room, RowHead, Table};
use crate::document::{Value, content, type_name};
use crate::finding::{Finding, RecordName};
use crate::host::{self, HostRule};
use crate::language::{Text, say};
use crate::patterns::Trodden;
use crate::schema::Schema;
use crate::source::{Place, SourceId, Span};
use crate::value::{Cell, KindId, Row, StrId};
use heads::{Heads, is_head};

/// The records of one file, by body, with the file's own numbering of strings.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileRecords {
    /// Bodies in the order met.
    pub bodies: Vec<FileBody>,
    /// Strings by number.
    pub strings: Vec<Arc<str>>,
    names: FxHashMap<Arc<str>, StrId>,
    /// The year that it gives for its records, and where.
    pub year: Option<(i16, Span)>,
    /// Whether there is more in the file than can be numbered, so that records or values are missing.
    pub full: bool,
    /// Records that could not be placed.
    pub strays: Vec<Stray>,
    /// Whether there are more of them than are kept.
    pub more_strays: bool,
    /// The kinds of records that could not be placed because of what the top of the file says, or lacks, by the body that
    /// it gives, and whether nobody governs that.
    pub headless: BTreeMap<(Option<String>, bool), BTreeSet<String>>,
    /// Host findings.
    pub findings: Vec<Finding>,
    /// About how much memory the records take, in bytes.
    pub weight: usize,
    /// Steps that patterns which need many might still have taken.
    pub steps: u64,
}

/// The records of one body in one file.
#[derive(Clone, Debug)]
pub(crate) struct FileBody {
    /// The body.
    pub id: String,
    /// The packs that govern it.
    pub packs: Arc<[String]>,
    /// The kinds known to them.
    pub schema: Arc<Schema>,
    /// A table a kind.
    pub tables: Vec<Table>,
    /// Elements of lists and fields of tables.
    pub nested: Vec<Nested>,
}

/// The bodies whose records a file holds, as often as it has records.
pub(crate) fn bodies<'t>(table: &'t DeTable<'_>) -> impl Iterator<Item = &'t str> {
    let top = table.get("body");
    let entries = table.iter().filter(|(name, _)| !is_head(name.get_ref()));
    let records = entries.filter_map(|(_, value)| records(value)).flatten().filter_map(|r| r.get_ref().as_table());
    records.filter_map(move |record| record.get("body").or(top)?.get_ref().as_str())
}

/// Whether a file holds nothing besides its heads.
pub(crate) fn is_empty(table: &DeTable<'_>) -> bool {
    table.keys().all(|name| is_head(name.get_ref()))
}

/// The records, each a table, that stand under one name at the top of a file; `None` when something else does.
fn records<'v, 't>(value: &'v Value<'t>) -> Option<&'v [Value<'t>]> {
    match value.get_ref() {
        DeValue::Table(_) => Some(std::slice::from_ref(value)),
        DeValue::Array(items) if !items.is_empty() && items.iter().all(|i| i.get_ref().is_table()) => Some(items),
        _ => None,
    }
}

/// Types one file's records.
pub(crate) struct Typer<'g> {
    source: SourceId,
    governed: &'g ByBody,
    out: FileRecords,
    heads: Heads,
    /// Body of what is being typed, where it is known.
    current: Option<Arc<str>>,
    /// The bodies met, each with its place among those of the file; without one its records cannot be typed.
    places: FxHashMap<String, Option<usize>>,
    /// Kinds already complained of, and where.
    unknown: FxHashSet<(String, Option<Arc<str>>)>,
    /// What patterns keep from one value to the next, by the pattern.
    trodden: FxHashMap<Arc<str>, Trodden>,
    /// Steps that patterns may still take where they need many.
    steps: u64,
    /// The values of enums with many, each with its place, by where they are declared.
    values: FxHashMap<usize, FxHashMap<String, usize>>,
    /// So many findings are told, and so many are not.
    most: usize,
    untold: usize,
    /// The last that is not.
    aside: Finding,
    /// How much memory the records may take.
    heaviest: usize,
    room: Room,
    /// The row that is being typed, where the file is a sheet.
    row: Option<sheet::RowState>,
}

impl<'g> Typer<'g> {
    /// A typer for one file of so many bytes, given what governs its [`bodies`].
    pub(crate) fn new(source: SourceId, governed: &'g ByBody, room: Room, bytes: usize) -> Self {
        let (least, each) = bounds::PATTERN_STEPS;
        Self {
            source,
            governed,
            out: FileRecords::default(),
            heads: Heads::default(),
            current: None,
            places: FxHashMap::default(),
            unknown: FxHashSet::default(),
            trodden: FxHashMap::default(),
            steps: least + each * bytes as u64,
            values: FxHashMap::default(),
            most: bounds::findings_of_file(bytes),
            untold: 0,
            aside: host::TOO_MUCH.finding(say!("", "")),
            heaviest: bounds::records(bytes),
            room,
            row: None,
        }
    }

    /// Types all records of the file.
    pub(crate) fn file(mut self, table: &DeTable<'_>) -> FileRecords {
        self.read_heads(table);
        for (name, value) in table {
            let kind = name.get_ref().as_ref();
            if is_head(kind) {
                continue;
            }
            self.current = self.heads.body.as_ref().map(|(id, _)| Arc::from(id.as_str()));
            let Some(records) = records(value) else {
                self.no_record(kind, name.span().into(), value);
                self.not_all_records(kind, value);
                continue;
            };
            for item in records {
                if let DeValue::Table(record) = item.get_ref() {
                    self.record(kind, name.span().into(), item.span().into(), record);
                }
            }
        }
        self.tell_of_heads();
        self.tell_untold();
        self.out.steps = self.steps;
        self.out
    }

    /// Says how much more there is to tell.
    fn tell_untold(&mut self) {
        if self.untold > 0 {
            let (message, help) = untold(self.untold);
            let top = Place { source: self.source, span: Span::default() };
            self.out.findings.push(host::TOO_MUCH.finding(message).at(top).help(help));
        }
    }

    /// Whether one more finding would not be told.
    fn is_full(&self) -> bool {
        self.out.findings.len() >= self.most
    }

    /// Tells a finding, if there is room.
    fn tell(&mut self, finding: Finding) -> &mut Finding {
        if self.is_full() {
            self.untold += 1;
            self.aside = finding;
            return &mut self.aside;
        }
        self.out.findings.push(finding);
        let last = self.out.findings.len() - 1;
        &mut self.out.findings[last]
    }

    fn report(&mut self, rule: &HostRule, span: Span, message: Text, help: Option<Text>) -> &mut Finding {
        let mut finding = rule.finding(message).at(Place { source: self.source, span });
        finding.help = help;
        finding.body.clone_from(&self.current);
        self.tell(finding)
    }

    /// Counts what is kept. Gives `false`, and says so once, where it is more than is allowed.
    fn weigh(&mut self, bytes: usize, span: Span) -> bool {
        self.out.weight += bytes;
        if self.out.weight <= self.heaviest {
            return true;
        }
        if !std::mem::replace(&mut self.out.full, true) {
            let message = say!(
                "文件里的单位、记录或值太多，所需的内存超出限度，从这里起没有查完",
                "the file has so many bodies, records or values that they take more memory than is allowed; from here on they were not checked"
            );
            let help =
                say!("把文件分成几个；没有的字段不必声明", "split the file; declare no fields that are never given");
            self.report(&host::TOO_MUCH, span, message, Some(help));
        }
        false
    }

    /// Says once that there is more in the file than can be numbered. What finds no room is as good as broken.
    fn no_room(&mut self, span: Span) -> Cell {
        if !std::mem::replace(&mut self.out.full, true) {
            let message = say!(
                "文件里的记录或值多得无法一一编号，从这里起没有查完",
                "the file has more records or values than can be numbered; from here on they were not checked"
            );
            let help = say!("把文件分成几个", "split the file");
            self.report(&host::TOO_MANY, span, message, Some(help));
        }
        Cell::Invalid
    }

    fn wrong_type(&mut self, value: &Value<'_>, want: &Text, help: Option<Text>) {
        let have = type_name(value.get_ref());
        let message = say!("这里应当是{want}，写的是{have}", "expected {want}, found {have}"; want, have);
        self.report(&host::TYPE, value.span().into(), message, help);
    }

    /// Types one record. `name` is its key in the file, `header` its `[[…]]`.
    fn record(&mut self, name: &str, name_span: Span, header: Span, record: &DeTable<'_>) {
        if !self.place(name, name_span, header, record) {
            self.stray(name, header, record);
        }
    }

    /// Puts one record where it belongs; `false` when that is not known.
    fn place(&mut self, name: &str, name_span: Span, header: Span, record: &DeTable<'_>) -> bool {
        self.current = None;
        let body = self.body_of(record, header);
        self.current = body.as_ref().map(|(id, _)| Arc::from(id.as_str()));
        let Some((body, body_span)) = body else { return false };
        let Some(at) = self.body_index(&body, body_span) else { return false };
        let schema = self.out.bodies[at].schema.clone();
        let Some(index) = schema.index(name) else {
            self.unknown_kind(name, name_span, &schema);
            return false;
        };
        let kind = schema.get(index);
        let mut year = 0;
        if kind.yearly || record.contains_key("year") {
            let Some(own) = self.year_of(record, header, &body) else { return false };
            year = if kind.yearly { own } else { 0 };
        }
        if !self.weigh(bounds::RECORD + kind.fields.len() * bounds::CELL, header) {
            return true;
        }
        let Some(row) = self.room.row(self.out.bodies[at].tables[index.at()].rows.len()) else {
            self.no_room(header);
            return true;
        };
        let first = self.out.findings.len();
        self.tell_cells(kind);
        let cells = self.fields(at, kind, (index, row), record, header);
        let table = &mut self.out.bodies[at].tables[index.at()];
        table.widen(kind.fields.len());
        table.rows.push(RowHead { source: self.source, header, year });
        for (column, (cell, span)) in table.columns.iter_mut().zip(cells) {
            column.cells.push(cell);
            column.spans.push(span);
        }
        self.name_findings(first, at, (index, row), year, &body, record);
        true
    }

    /// Keeps what a record says that could not be placed, and of which the host has told.
    fn stray(&mut self, name: &str, header: Span, record: &DeTable<'_>) {
        let own = record.get("body").map(|value| value.get_ref().as_str().map(str::to_owned));
        let id = own.unwrap_or_else(|| self.heads.body.as_ref().map(|(id, _)| id.clone()));
        let body = match id {
            None => Whose::Any,
            Some(id) if self.places.get(&id).copied().flatten().is_some() => Whose::Of(id),
            Some(id) => match self.governed.get(&id).map(|governed| &**governed) {
                Some(Governed::Nobody { .. }) if id.len() <= bounds::KEY => Whose::Like(id),
                // Of a body whose pack is broken nothing is worked out.
                _ => return,
            },
        };
        let year = record.get("year").map(|year| crate::document::as_integer(year.get_ref()));
        let year = year.map_or(self.heads.year, |year| year.and_then(|year| i16::try_from(year).ok()));
        self.headless(name, record, &body);
        if self.out.strays.len() >= stray::MOST {
            self.out.more_strays = true;
            return;
        }
        let place = Place { source: self.source, span: header };
        let fields = Stray::fields(record);
        self.out.strays.push(Stray { place, body, kind: name.to_owned(), year, fields });
    }

    /// Notes of which kind a record is that could not be placed because of the top of its file: with it all of the kind are lost.
    fn headless(&mut self, name: &str, record: &DeTable<'_>, body: &Whose) {
        let of_body = !record.contains_key("body");
        let key = match body {
            Whose::Any if of_body => (None, false),
            Whose::Like(id) if of_body => (Some(id.clone()), true),
            Whose::Of(id) if !record.contains_key("year") && self.heads.year.is_none() && self.is_kind(id, name) => {
                (Some(id.clone()), false)
            }
            _ => return,
        };
        let kinds = self.out.headless.entry(key).or_default();
        if !kinds.contains(name) {
            kinds.insert(name.to_owned());
        }
    }

    /// Whether a body has such a kind.
    fn is_kind(&self, body: &str, name: &str) -> bool {
        let at = self.places.get(body).copied().flatten();
        at.is_some_and(|at| self.out.bodies[at].schema.index(name).is_some())
    }

    /// Of what stands under the name of a kind and is no list of records some may be records.
    fn not_all_records(&mut self, name: &str, value: &Value<'_>) {
        let DeValue::Array(items) = value.get_ref() else { return };
        let none = DeTable::default();
        for item in items {
            self.stray(name, item.span().into(), item.get_ref().as_table().unwrap_or(&none));
        }
    }

    /// Says which record the findings since `first` speak of.
    fn name_findings(
        &mut self,
        first: usize,
        at: usize,
        (kind, row): (KindId, Row),
        year: i16,
        body: &str,
        record: &DeTable<'_>,
    ) {
        if self.out.findings.len() == first {
            return;
        }
        let table = &self.out.bodies[at].tables[kind.at()];
        let kind = self.out.bodies[at].schema.get(kind);
        let part = |name: &String| match name.as_str() {
            "year" => Some(year.to_string()),
            "body" => Some(body.to_owned()),
            _ => table.columns.get(kind.column(name)?)?.cells[row.at()].key_text(&self.out.strings),
        };
        let body: Option<Arc<str>> = Some(Arc::from(body));
        let key: Option<Vec<String>> = kind.key.iter().map(part).collect();
        let key = key.filter(|k| !k.is_empty()).map(|k| k.join("/"));
        let content = key.is_none().then(|| content(record));
        for finding in &mut self.out.findings[first..] {
            finding.body.clone_from(&body);
            finding.record = Some(RecordName { kind: kind.name.clone(), key: key.clone().unwrap_or_default() });
            finding.identity.year = year;
            finding.identity.content.clone_from(&content);
        }
    }
}

/// Where nested values go.
#[derive(Clone, Copy)]
struct Slot {
    body: usize,
    owner: (KindId, Row),
    column: usize,
}
