//! Gathering: files read side by side, their records joined by body in the order of the files.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::bounds;
use crate::data::broken::Broken;
use crate::data::confine::confine;
use crate::data::footprint::Footprint;
use crate::data::governance::{Governance, Known, Met};
use crate::data::incomplete::mark_incomplete;
use crate::data::link;
use crate::data::read::{self, Given, Typed};
use crate::data::told::Told;
use crate::data::typing::{FileBody, FileRecords};
use crate::data::{Body, Head, Nested, Room, Store, Table};
use crate::files::Files;
use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::memo::{Digester, Memo};
use crate::parallel;
use crate::progress::{Progress, Stage, Work};
use crate::project::Input;
use crate::sheet::{Change, Reading};
use crate::source::{Header, Place, SourceId, Sources, Span};
use crate::value::{Cell, KindId, Row, StrId};

/// The records of all files, and what was wrong with them.
#[derive(Clone)]
pub(crate) struct Gathered {
    /// The records.
    pub store: Arc<Store>,
    /// What its records were made of, where results are kept.
    pub footprint: Arc<Footprint>,
    /// Host findings, in the order of the files.
    pub findings: Vec<Finding>,
    /// What is wrong with the packs that govern the bodies met.
    pub met: Met,
    /// How many files were read.
    pub files: usize,
    /// Those that hold no record, and nothing else that would be told of.
    pub empty: Vec<SourceId>,
    /// How sheets of workbooks were read.
    pub readings: Vec<Reading>,
}

/// What typing a file gave, kept while a check is repeated.
pub(crate) type TypedFiles = Memo<Arc<Typed>>;

/// Reads, types, joins and links the data files.
pub(crate) fn gather(
    files: &dyn Files,
    given: Given<'_>,
    governance: &Governance<'_>,
    jobs: usize,
    sources: &mut Sources,
    kept: &TypedFiles,
    progress: &dyn Progress,
) -> Gathered {
    let room = Room::default();
    let (inputs, mut left) = (given.inputs.iter().collect::<Vec<_>>(), None);
    let results = typed((files, given, &inputs), governance, jobs, sources, kept, progress, &mut left);
    let results: Vec<Arc<Typed>> = results.into_iter().map(|(_, typed)| typed).collect();
    note_headers(&results, sources);
    let mut gathered = joined(results, &room, Beyond::default());
    gathered.files = given.inputs.len();
    if kept.keeps() {
        gathered.footprint = Arc::new(Footprint::of(&gathered.store, governance.shape()));
    }
    gathered
}

/// Notes which rows of sheets are headers.
pub(super) fn note_headers(results: &[Arc<Typed>], sources: &mut Sources) {
    for reading in results.iter().filter_map(|result| result.reading.as_ref()) {
        if let Some(source) = reading.source {
            let line = reading.header.map(|row| row as usize);
            sources.head(source, line.map(|line| Header { line, titles: reading.titles.clone() }));
        }
    }
}

/// What there is beside the files that are joined.
#[derive(Default)]
pub(super) struct Beyond {
    /// The bytes of files that are not read here.
    pub bytes: usize,
    /// The bodies that they name.
    pub known: Vec<Known>,
}

/// What the files hold, joined by body and linked.
pub(super) fn joined(results: Vec<Arc<Typed>>, room: &Room, beyond: Beyond) -> Gathered {
    let mut store = Store::default();
    let mut gathered = Gathered {
        store: Arc::default(),
        footprint: Arc::default(),
        findings: Vec::new(),
        met: Met::of(results.iter().flat_map(|result| &result.met)),
        files: results.len(),
        empty: results.iter().filter(|result| result.empty).map(|result| result.source).collect(),
        readings: results.iter().filter_map(|result| result.reading.clone()).collect(),
    };
    let unread = read::without_records(results.iter().map(|result| &**result));
    let strings = results.iter().map(|result| result.records.strings.len()).sum();
    store.strings.reserve(strings);
    store.names.reserve(strings);
    let mut bodies = BTreeMap::new();
    let mut broken = Vec::new();
    let bytes = results.iter().map(|result| result.bytes).sum::<usize>() + beyond.bytes;
    let mut told = Told::new(bounds::findings_of_data(bytes));
    let mut known = beyond.known;
    // That nothing governs a body is said where it is met first.
    let mut nobody: FxHashSet<Arc<str>> = FxHashSet::default();
    for result in results {
        // What is kept is copied, what is not is taken.
        let Typed { source, mut records, findings, untold, broken: doubt, whose, .. } = Arc::unwrap_or_clone(result);
        let own = std::mem::take(&mut records.findings);
        store.strays.append(&mut records.strays);
        broken.extend(records.more_strays.then(|| Broken::of(&whose)));
        known.extend(whose.iter().cloned());
        told.extend(findings.into_iter().chain(own).filter(|finding| {
            let once = *finding.rule == *host::NO_PACK.name;
            finding.body.as_ref().is_none_or(|body| !once || nobody.insert(body.clone()))
        }));
        told.leave(untold);
        broken.extend(doubt);
        let headless = std::mem::take(&mut records.headless);
        broken.extend(headless.into_iter().map(|((body, like), kinds)| Broken::headless(body, like, &kinds)));
        note_year(&mut store, source, &records);
        broken.extend(join(&mut store, &mut told, &mut bodies, source, records, room));
    }
    store.bodies = bodies.into_values().collect();
    store.know(known);
    mark_incomplete(&mut store, broken);
    link_sheets(&mut store, &mut gathered.readings, room, &mut told);
    gathered.findings = told.done();
    gathered.findings.extend(unread);
    let cells = store.number();
    if cells > room.cells {
        let most = room.cells;
        let message = say!(
            "记录的值共{cells}个，多于{most}个，规则指不出其中一些的位置",
            "there are {cells} values, more than {most}: rules cannot tell where some of them stand"
        );
        gathered.findings.push(host::TOO_MANY.finding(message));
    }
    gathered.store = Arc::new(store);
    gathered
}

/// Notes the year that a file gives for its records, and how many these are.
fn note_year(store: &mut Store, source: SourceId, records: &FileRecords) {
    let Some((year, span)) = records.year else { return };
    store.heads.insert(source, Head { year, span });
    for body in &records.bodies {
        let number = body.tables.iter().map(|table| table.rows.len()).sum();
        store.under_head.insert((source, Arc::from(body.id.as_str())), number);
    }
}

/// Links the records; where a sheet names a record and gives no key, that is noted.
fn link_sheets(store: &mut Store, readings: &mut [Reading], room: &Room, told: &mut Told) {
    store.sheets = readings.iter().filter_map(|reading| reading.source).collect();
    link::link(store, room, told);
    for (source, field) in std::mem::take(&mut store.named) {
        if let Some(reading) = readings.iter_mut().find(|reading| reading.source == Some(source)) {
            reading.note(&field, Change::Name);
        }
    }
}

/// The files, those that are chosen each read, and typed unless that was done before: with the number of each among them. How much
/// is `left` of what may be taken is settled by the bytes of these, where it is not yet.
pub(super) fn typed(
    (files, given, chosen): (&dyn Files, Given<'_>, &[&Input]),
    governance: &Governance<'_>,
    jobs: usize,
    sources: &mut Sources,
    kept: &TypedFiles,
    progress: &dyn Progress,
    left: &mut Option<Left>,
) -> Vec<(usize, Arc<Typed>)> {
    let fetched = parallel::map(jobs, chosen, || (), |(), input| read::fetch(files, given, input));
    let numbered = fetched.into_iter().enumerate();
    let texts =
        numbered.flat_map(|(at, file)| file.add(sources).into_iter().map(move |text| (at, text)).collect::<Vec<_>>());
    let (numbers, texts): (Vec<usize>, Vec<read::Text>) = texts.unzip();
    progress.stage(Stage::Read, texts.len());
    let sources = &*sources;
    let bytes = || texts.iter().map(|text| sources.get(text.source).text.len()).sum();
    let left = left.get_or_insert_with(|| Left::of(bytes()));
    let mut typed = Vec::with_capacity(texts.len());
    // So many at a time that what is beyond a bound is dropped before there is too much of it.
    for some in texts.chunks(jobs.max(1) * AT_A_TIME) {
        let from = typed.len();
        typed.extend(typed_each(some, sources, governance, jobs, kept, progress));
        typed[from..].iter_mut().for_each(|file| left.cut(file));
    }
    numbers.into_iter().zip(typed).collect()
}

/// So many files for each thread are typed before bounds are looked at.
const AT_A_TIME: usize = 8;

fn typed_each(
    texts: &[read::Text],
    sources: &Sources,
    governance: &Governance<'_>,
    jobs: usize,
    kept: &TypedFiles,
    progress: &dyn Progress,
) -> Vec<Arc<Typed>> {
    parallel::map(
        jobs,
        texts,
        || (),
        |(), text| {
            let begun = progress.clock();
            let digest = Digester::new("file").number(text.source.0).with(governance.shape());
            let digest = text.digest().map_or(digest.clone(), |own| digest.with(own)).done();
            let known = || kept.get(digest).filter(|_| text.is_plain());
            let typed = known().unwrap_or_else(|| {
                let mut typed = text.typed(sources, governance, Room::default());
                confine(&mut typed, &sources.get(text.source).text, text.is_plain(), governance);
                let typed = Arc::new(typed);
                if text.is_plain() {
                    kept.put(digest, &typed);
                }
                typed
            });
            progress.took(Work::File(&sources.get(text.source).name), progress.clock().saturating_sub(begun));
            progress.step(1);
            typed
        },
    )
}

/// How much more of all files, in their order, is taken.
pub(super) struct Left {
    findings: usize,
    records: usize,
}

impl Left {
    /// What is taken of so many bytes.
    pub(super) fn of(bytes: usize) -> Self {
        Self { findings: bounds::findings_of_data(bytes), records: bounds::records_of_run(bytes) }
    }

    /// Takes a file, or what there is room for.
    fn cut(&mut self, file: &mut Arc<Typed>) {
        let told = file.findings.len() + file.records.findings.len();
        if told > self.findings {
            let own = Arc::make_mut(file);
            own.untold += told - self.findings;
            own.findings.truncate(self.findings);
            own.records.findings.truncate(self.findings - own.findings.len());
        }
        self.findings = self.findings.saturating_sub(told);
        if file.records.weight > self.records {
            let own = Arc::make_mut(file);
            let findings = std::mem::take(&mut own.records).findings;
            own.records.findings = findings;
            own.broken = Some(Broken::default());
            let message = say!(
                "所有文件里的单位、记录和值太多，所需的内存超出限度，这个文件的记录没有检查",
                "all files together have so many bodies, records and values that they take more memory than is allowed; the records of this file were not checked"
            );
            let place = Place { source: own.source, span: Span::default() };
            own.findings.push(host::TOO_MUCH.finding(message).at(place));
        }
        self.records = self.records.saturating_sub(file.records.weight);
    }
}

/// Appends one file's records to those of their bodies. Where there is no room for all of them none is taken, which is
/// reported, and the bodies are told to which they would have belonged.
fn join(
    store: &mut Store,
    told: &mut Told,
    bodies: &mut BTreeMap<String, Body>,
    source: SourceId,
    records: FileRecords,
    room: &Room,
) -> Option<Broken> {
    let FileRecords { bodies: of_file, strings, .. } = records;
    let renumber: Option<Vec<StrId>> = strings.iter().map(|s| store.intern(room, s)).collect();
    let Some(renumber) = renumber.filter(|_| has_room(bodies, &of_file, room)) else {
        let message = say!(
            "单位、记录或值多得无法一一编号，这个文件的记录没有检查",
            "there are more bodies, records or values than can be numbered; the records of this file were not checked"
        );
        told.push(host::TOO_MANY.finding(message).at(Place { source, span: Span::default() }));
        let bodies = of_file.into_iter().map(|body| body.id).collect();
        return Some(Broken { bodies: Some(bodies), ..Broken::default() });
    };
    for FileBody { id, packs, schema, tables, nested } in of_file {
        let body = bodies.entry(id).or_insert_with_key(|id| Body {
            id: Arc::from(id.as_str()),
            packs: packs.to_vec(),
            tables: schema.kinds.iter().map(|_| Table::default()).collect(),
            incomplete: vec![false; schema.kinds.len()],
            nested: Vec::new(),
            years: Vec::new(),
            schema_number: 0,
            bases: Vec::new(),
            schema,
        });
        append(body, tables, nested, &renumber);
    }
    None
}

/// Whether there are numbers for the records of one file beside those that are there.
fn has_room(bodies: &BTreeMap<String, Body>, of_file: &[FileBody], room: &Room) -> bool {
    let mut new = 0;
    let fits = of_file.iter().all(|body| {
        let old = bodies.get(&body.id);
        new += usize::from(old.is_none());
        let rows = |at: usize| old.map_or(0, |old| old.tables[at].rows.len());
        let mut tables = body.tables.iter().enumerate();
        let nested = old.map_or(0, |old| old.nested.len()) + body.nested.len();
        tables.all(|(at, table)| rows(at) + table.rows.len() <= room.rows) && nested <= room.nested
    });
    fits && bodies.len() + new <= room.bodies
}

/// Appends the records of one body, for which there is room. `renumber` gives for each string of theirs its number.
fn append(body: &mut Body, tables: Vec<Table>, nested: Vec<Nested>, renumber: &[StrId]) {
    const ROOM: &str = "there is room, as was seen before";
    let before = body.nested.len();
    let rows: Vec<usize> = body.tables.iter().map(|table| table.rows.len()).collect();
    let adapt = |cell: Cell| match cell {
        Cell::Str(id) => Cell::Str(renumber[id.at()]),
        Cell::Nested(elements) => Cell::Nested(elements.after(before).expect(ROOM)),
        cell => cell,
    };
    let moved = |(kind, row): (KindId, Row)| (kind, Row::new(rows[kind.at()] + row.at()).expect(ROOM));
    body.nested.extend(nested.into_iter().map(|n| Nested { cell: adapt(n.cell), owner: moved(n.owner), ..n }));
    for (into, from) in body.tables.iter_mut().zip(tables) {
        into.widen(from.columns.len());
        into.rows.extend(from.rows);
        for (into, from) in into.columns.iter_mut().zip(from.columns) {
            into.cells.extend(from.cells.into_iter().map(adapt));
            into.spans.extend(from.spans);
        }
    }
}
