//! Joining: the records of files, one file after the other, appended to those of their bodies; and linked when all are there.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::bounds;
use crate::data::broken::Broken;
use crate::data::footprint::Footprint;
use crate::data::governance::{Governed, Known, Met};
use crate::data::incomplete::mark_incomplete;
use crate::data::link;
use crate::data::read::{Typed, WithoutRecords};
use crate::data::told::Told;
use crate::data::typing::{FileBody, FileRecords};
use crate::data::{Body, Head, Room, Store, Table, append};
use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::sheet::{Change, Reading};
use crate::source::{Place, SourceId, Span};
use crate::value::StrId;

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

/// Takes files in their order and joins what they hold.
pub(super) struct Joiner<'r> {
    room: &'r Room,
    store: Store,
    bodies: BTreeMap<String, Body>,
    broken: Vec<Broken>,
    /// The bodies that files name whose records may be elsewhere.
    known: Vec<Known>,
    told: Told,
    /// Bodies of which it was said that nothing governs them: it is said where each is met first.
    nobody: FxHashSet<Arc<str>>,
    met: Vec<Arc<Governed>>,
    without: WithoutRecords,
    readings: Vec<Reading>,
    empty: Vec<SourceId>,
    files: usize,
}

impl<'r> Joiner<'r> {
    /// Joins files of so many bytes in all, with others that are not here counted, which name those bodies.
    pub(super) fn new(bytes: usize, known: Vec<Known>, room: &'r Room) -> Self {
        Self {
            room,
            store: Store::default(),
            bodies: BTreeMap::new(),
            broken: Vec::new(),
            known,
            told: Told::new(bounds::findings_of_data(bytes)),
            nobody: FxHashSet::default(),
            met: Vec::new(),
            without: WithoutRecords::default(),
            readings: Vec::new(),
            empty: Vec::new(),
            files: 0,
        }
    }

    /// Takes the next file.
    pub(super) fn take(&mut self, file: &Typed) {
        let Typed { source, records, findings, untold, broken, .. } = file;
        self.files += 1;
        self.empty.extend(file.empty.then_some(*source));
        self.readings.extend(file.reading.clone());
        self.without.see(file);
        for governed in &file.met {
            if !self.met.iter().rev().take(MET).any(|known| Arc::ptr_eq(known, governed)) {
                self.met.push(governed.clone());
            }
        }
        self.store.strays.extend(records.strays.iter().cloned());
        self.broken.extend(records.more_strays.then(|| Broken::of(&file.whose)));
        self.known.extend(file.whose.iter().cloned());
        let nobody = &mut self.nobody;
        self.told.extend(
            findings
                .iter()
                .chain(&records.findings)
                .filter(|finding| {
                    let once = *finding.rule == *host::NO_PACK.name;
                    finding.body.as_ref().is_none_or(|body| !once || nobody.insert(body.clone()))
                })
                .cloned(),
        );
        self.told.leave(*untold);
        self.broken.extend(broken.clone());
        let headless = records.headless.iter();
        self.broken.extend(headless.map(|((body, like), kinds)| Broken::headless(body.clone(), *like, kinds)));
        note_year(&mut self.store, *source, records);
        let lost = self.join(*source, records);
        self.broken.extend(lost);
    }

    /// Links what was taken, on so many threads.
    pub(super) fn done(self, jobs: usize) -> Gathered {
        let Self { room, mut store, bodies, broken, known, mut told, met, without, mut readings, empty, files, .. } =
            self;
        store.bodies = bodies.into_values().collect();
        store.bodies.iter_mut().for_each(Body::shrink);
        store.know(known);
        mark_incomplete(&mut store, broken);
        link_sheets(&mut store, &mut readings, (room, jobs), &mut told);
        let mut findings = told.done();
        findings.extend(without.finding());
        let cells = store.number();
        if cells > room.cells {
            let most = room.cells;
            let message = say!(
                "记录的值共{cells}个，多于{most}个，规则指不出其中一些的位置",
                "there are {cells} values, more than {most}: rules cannot tell where some of them stand"
            );
            findings.push(host::TOO_MANY.finding(message));
        }
        Gathered {
            store: Arc::new(store),
            footprint: Arc::default(),
            findings,
            met: Met::of(&met),
            files,
            empty,
            readings,
        }
    }

    /// Appends one file's records to those of their bodies. Where there is no room for all of them none is taken, which is
    /// reported, and the bodies are told to which they would have belonged.
    fn join(&mut self, source: SourceId, records: &FileRecords) -> Option<Broken> {
        let FileRecords { bodies: of_file, strings, .. } = records;
        let Self { room, store, bodies, told, .. } = self;
        let renumber: Option<Vec<StrId>> = strings.iter().map(|s| store.intern(room, s)).collect();
        let Some(renumber) = renumber.filter(|_| has_room(bodies, of_file, room)) else {
            let message = say!(
                "单位、记录或值多得无法一一编号，这个文件的记录没有检查",
                "there are more bodies, records or values than can be numbered; the records of this file were not checked"
            );
            told.push(host::TOO_MANY.finding(message).at(Place { source, span: Span::default() }));
            let bodies = of_file.iter().map(|body| body.id.clone()).collect();
            return Some(Broken { bodies: Some(bodies), ..Broken::default() });
        };
        for FileBody { id, packs, schema, tables, nested } in of_file {
            let body = bodies.entry(id.clone()).or_insert_with_key(|id| Body {
                id: Arc::from(id.as_str()),
                packs: packs.to_vec(),
                tables: schema.kinds.iter().map(|_| Table::default()).collect(),
                incomplete: vec![false; schema.kinds.len()],
                nested: Vec::new(),
                years: Vec::new(),
                schema_number: 0,
                bases: Vec::new(),
                schema: schema.clone(),
            });
            append((&mut body.tables, &mut body.nested), (tables, nested), &renumber);
        }
        None
    }
}

/// Notes the year that a file gives for its records, and how many these are.
fn note_year(store: &mut Store, source: SourceId, records: &FileRecords) {
    let Some((year, span)) = records.year else { return };
    store.heads.insert(source, Head { year, span });
    for body in &records.bodies {
        store.under_head.insert((source, Arc::from(body.id.as_str())), body.size());
    }
}

/// What governs bodies is shared: so many of those met last are looked at.
const MET: usize = 16;

/// Links the records; where a sheet names a record and gives no key, that is noted.
fn link_sheets(store: &mut Store, readings: &mut [Reading], (room, jobs): (&Room, usize), told: &mut Told) {
    store.sheets = readings.iter().filter_map(|reading| reading.source).collect();
    link::link(store, room, jobs, told);
    for (source, field) in std::mem::take(&mut store.named) {
        if let Some(reading) = readings.iter_mut().find(|reading| reading.source == Some(source)) {
            reading.note(&field, Change::Name);
        }
    }
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
