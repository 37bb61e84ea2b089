//! Typing: the records of one file, checked against the declared kinds.

mod bodies;
mod heads;
mod meant;
mod range;
mod values;
mod shapes;
mod strays;
mod fields;
mod parts;
mod stream;
pub(super) mod sheet;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::bounds;
use crate::data::governance::{ByBody, Governance};
use crate::data::stray::Stray;
use crate::data::told::untold;
use crate::data::{Nested, Room, RowHead, Strings, Table};
use crate::document::{Datum, Entries, Entry, Item};
use crate::finding::{Finding, RecordName};
use crate::host::{self, HostRule};
use crate::language::{Text, say};
use crate::patterns::Trodden;
use crate::schema::Schema;
use crate::source::{Place, SourceId, Span};
use crate::value::{Cell, KindId, Row};
use heads::{Heads, is_head};

/// The records of one file, by body, with the file's own numbering of strings.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileRecords {
    /// Bodies in the order met.
    pub bodies: Vec<FileBody>,
    /// Strings by number.
    pub strings: Strings,
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

impl FileBody {
    /// How many records there are.
    #[must_use]
    pub(crate) fn size(&self) -> usize {
        self.tables.iter().map(|table| table.rows.len()).sum()
    }
}

/// The bodies whose records a file holds, as often as it has records.
pub(crate) fn bodies<'t>(whole: &'t Entries<'_>) -> impl Iterator<Item = &'t str> {
    let top = whole.get("body");
    let entries = whole.list.iter().filter(|entry| !is_head(&entry.key));
    let records = entries.filter_map(|entry| records(&entry.item)).flatten().filter_map(table);
    records.filter_map(move |record| record.get("body").or(top)?.datum.as_str())
}

/// Whether a file holds nothing besides its heads.
pub(crate) fn is_empty(whole: &Entries<'_>) -> bool {
    whole.list.iter().all(|entry| is_head(&entry.key))
}

/// The records, each a table, that stand under one name at the top of a file; `None` when something else does.
fn records<'v, 't>(item: &'v Item<'t>) -> Option<&'v [Item<'t>]> {
    match &item.datum {
        Datum::Table(_) => Some(std::slice::from_ref(item)),
        Datum::Array(items) if !items.is_empty() && items.iter().all(|item| table(item).is_some()) => Some(items),
        _ => None,
    }
}

/// The table that an item is.
fn table<'v, 't>(item: &'v Item<'t>) -> Option<&'v Entries<'t>> {
    match &item.datum {
        Datum::Table(entries) => Some(entries),
        _ => None,
    }
}

/// Types one file's records.
pub(crate) struct Typer<'g> {
    source: SourceId,
    /// What governs the bodies met.
    governed: ByBody,
    /// Who tells it of those that are not known before.
    governance: Option<&'g Governance<'g>>,
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
    /// Whether there were too few of them for a value.
    exhausted: bool,
    /// Bytes of the file.
    bytes: usize,
    /// How much memory the records may take.
    heaviest: usize,
    room: Room,
    /// The row that is being typed, where the file is a sheet.
    row: Option<sheet::RowState>,
    /// What the keys of records come to.
    shapes: shapes::Shapes,
    /// Empty cells, ready for the next record.
    scratch: Vec<(Cell, Span)>,
}

impl Typer<'_> {
    /// A typer for one file of so many bytes, given what governs its [`bodies`].
    pub(crate) fn new(source: SourceId, governed: ByBody, room: Room, bytes: usize) -> Self {
        let (least, each) = bounds::PATTERN_STEPS;
        Self {
            source,
            governed,
            governance: None,
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
            exhausted: false,
            bytes,
            heaviest: bounds::records(bytes),
            room,
            row: None,
            shapes: shapes::Shapes::default(),
            scratch: Vec::new(),
        }
    }

    /// Types all records of the file.
    pub(crate) fn file(mut self, whole: &Entries<'_>) -> FileRecords {
        self.read_heads(whole);
        for Entry { key: kind, at: name, item } in &whole.list {
            if is_head(kind) {
                continue;
            }
            self.current = self.heads.body.as_ref().map(|(id, _)| id.clone());
            let Some(records) = records(item) else {
                self.no_record(kind, *name, item);
                self.not_all_records(kind, item);
                continue;
            };
            for item in records {
                if let Datum::Table(record) = &item.datum {
                    self.record(kind, *name, item.span, record);
                }
            }
        }
        self.done()
    }

    /// Ends a file.
    fn done(mut self) -> FileRecords {
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

    fn wrong_type(&mut self, value: &Item<'_>, want: &Text, help: Option<Text>) {
        let have = value.datum.type_name();
        let message = say!("这里应当是{want}，写的是{have}", "expected {want}, found {have}"; want, have);
        self.report(&host::TYPE, value.span, message, help);
    }

    /// Types one record. `name` is its key in the file, `header` its `[[…]]`.
    fn record(&mut self, name: &str, name_span: Span, header: Span, record: &Entries<'_>) {
        if !self.place(name, name_span, header, record) {
            self.stray(name, header, record);
        }
    }

    /// Puts one record where it belongs; `false` when that is not known.
    fn place(&mut self, name: &str, name_span: Span, header: Span, record: &Entries<'_>) -> bool {
        self.current = None;
        let keys = self.keys(record);
        let body = self.body_of(keys.body.map(|at| &record.list[at].item), header);
        self.current = body.as_ref().map(|(id, _)| id.clone());
        let Some((body, body_span)) = body else { return false };
        let Some(at) = self.body_index(&body, body_span) else { return false };
        let schema = self.out.bodies[at].schema.clone();
        let Some(index) = schema.index(name) else {
            self.unknown_kind(name, name_span, &schema);
            return false;
        };
        let kind = schema.get(index);
        let mut year = 0;
        if kind.yearly || keys.year.is_some() {
            let own = keys.year.map(|at| &record.list[at].item);
            let Some(own) = self.year_of(own, header, &body) else { return false };
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
        let columns = self.columns(kind, (&schema, index), record);
        let mut cells = self.fields(at, kind, (index, row), (record, &columns), header);
        let table = &mut self.out.bodies[at].tables[index.at()];
        table.widen(kind.fields.len());
        table.rows.push(RowHead { source: self.source, header, year });
        for (column, (cell, span)) in table.columns.iter_mut().zip(cells.drain(..)) {
            column.cells.push(cell);
            column.spans.push(span, header);
        }
        self.scratch = cells;
        self.name_findings(first, at, (index, row), year, &body, record);
        true
    }

    /// Says which record the findings since `first` speak of.
    fn name_findings(
        &mut self,
        first: usize,
        at: usize,
        (kind, row): (KindId, Row),
        year: i16,
        body: &str,
        record: &Entries<'_>,
    ) {
        if self.out.findings.len() == first {
            return;
        }
        let table = &self.out.bodies[at].tables[kind.at()];
        let kind = self.out.bodies[at].schema.get(kind);
        let part = |name: &String| match name.as_str() {
            "year" => Some(year.to_string()),
            "body" => Some(body.to_owned()),
            _ => table.columns.get(kind.column(name)?)?.cell(row.at()).key_text(|id| self.out.strings.get(id)),
        };
        let body: Option<Arc<str>> = Some(Arc::from(body));
        let key: Option<Vec<String>> = kind.key.iter().map(part).collect();
        let key = key.filter(|k| !k.is_empty()).map(|k| k.join("/"));
        let content = key.is_none().then(|| record.content());
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
