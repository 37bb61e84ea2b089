//! Gathering: files read side by side, their records joined by body in the order of the files.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::data::footprint::Footprint;
use crate::data::link;
use crate::data::read::{self, Broken, Typed};
use crate::data::typing::{FileBody, FileRecords};
use crate::data::{Body, Nested, Store, Table};
use crate::files::Files;
use crate::finding::Finding;
use crate::memo::{Digest, Digester, Memo};
use crate::pack::{Packs, schemas};
use crate::parallel;
use crate::progress::{Progress, Stage};
use crate::project::Input;
use crate::schema::Schema;
use crate::source::Sources;
use crate::value::{Cell, StrId};

pub use crate::data::typing::Governed;

/// Which packs govern a body and which kinds they know; each set of packs is merged once.
pub struct Governance<'p> {
    packs: &'p Packs,
    /// Packs whose chain is broken, with what is wrong.
    broken: &'p BTreeMap<String, Vec<Finding>>,
    /// Broken packs that govern a body met in the data.
    hit: Mutex<Vec<String>>,
    schemas: Mutex<FxHashMap<Vec<String>, Arc<Schema>>>,
    /// Where packs that govern one body together declare things that do not agree.
    conflicts: Mutex<Vec<Finding>>,
    /// The packs that govern each body met, for matching patterns takes its time.
    governing: Mutex<FxHashMap<String, Vec<String>>>,
    /// Digest of all that settles what governs which body, and the kinds.
    shape: Digest,
}

impl<'p> Governance<'p> {
    /// The governance of packs, those named being broken.
    #[must_use]
    pub fn new(packs: &'p Packs, broken: &'p BTreeMap<String, Vec<Finding>>) -> Self {
        let shape = shape(packs, broken);
        Self {
            packs,
            broken,
            shape,
            hit: Mutex::default(),
            schemas: Mutex::default(),
            governing: Mutex::default(),
            conflicts: Mutex::default(),
        }
    }

    /// The broken packs that govern a body met in the data.
    #[must_use]
    pub fn hit(&self) -> Vec<String> {
        self.hit.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Where packs that govern one body together do not agree.
    #[must_use]
    pub fn conflicts(&self) -> Vec<Finding> {
        self.conflicts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The packs that govern a body, by id.
    fn governing(&self, body: &str) -> Vec<String> {
        let mut known = self.governing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(packs) = known.get(body) {
            return packs.clone();
        }
        let packs: Vec<String> = self.packs.governing(body).into_iter().map(str::to_owned).collect();
        known.insert(body.to_owned(), packs.clone());
        packs
    }

    /// The packs that govern a body and the kinds that they know together.
    #[must_use]
    pub fn of(&self, body: &str) -> Governed {
        let governing = self.governing(body);
        if governing.is_empty() {
            return Governed::Nobody;
        }
        let broken: Vec<String> = governing.iter().filter(|id| self.broken.contains_key(*id)).cloned().collect();
        if !broken.is_empty() {
            self.hit.lock().unwrap_or_else(PoisonError::into_inner).extend(broken);
            return Governed::Broken;
        }
        let mut schemas = self.schemas.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(schema) = schemas.get(&governing) {
            return Governed::By(schema.clone());
        }
        let chains: Vec<String> = governing.iter().flat_map(|id| self.packs.in_force(id).chain).collect();
        let (schema, wrong) = schemas::merge(self.packs, chains.iter().map(String::as_str));
        if !wrong.is_empty() {
            self.conflicts.lock().unwrap_or_else(PoisonError::into_inner).extend(wrong);
            return Governed::Broken;
        }
        let schema = Arc::new(schema);
        schemas.insert(governing, schema.clone());
        Governed::By(schema)
    }
}

fn shape(packs: &Packs, broken: &BTreeMap<String, Vec<Finding>>) -> Digest {
    let mut digest = Digester::new("shape");
    for pack in packs.iter() {
        let manifest = &pack.manifest;
        digest = digest.text(&manifest.id).number(broken.contains_key(&manifest.id));
        digest = manifest.extends.iter().fold(digest.text("extends"), |digest, (id, _)| digest.text(id));
        digest = manifest.bodies.iter().fold(digest.text("bodies"), |digest, (body, _)| digest.text(body));
        digest = digest.text("kinds").number(pack.texts.get("kinds.toml").map_or(-1, |source| i64::from(source.0)));
    }
    digest.done()
}

/// The records of all files, and what was wrong with them.
pub struct Gathered {
    /// The records.
    pub store: Store,
    /// What its records were made of, where results are kept.
    pub footprint: Arc<Footprint>,
    /// Host findings, in the order of the files.
    pub findings: Vec<Finding>,
    /// How many files were read.
    pub files: usize,
}

/// What typing a file gave, kept while a check is repeated.
pub type Kept = Memo<Arc<Typed>>;

/// Reads, types, joins and links the data files.
pub fn gather(
    files: &dyn Files,
    inputs: &[Input],
    governance: &Governance<'_>,
    jobs: usize,
    sources: &mut Sources,
    kept: &Kept,
    progress: &dyn Progress,
) -> Gathered {
    let results = typed(files, inputs, governance, jobs, sources, kept, progress);
    let mut gathered =
        Gathered { store: Store::default(), footprint: Arc::default(), findings: Vec::new(), files: results.len() };
    let strings = results.iter().map(|result| result.records.strings.len()).sum();
    gathered.store.strings.reserve(strings);
    gathered.store.names.reserve(strings);
    let mut bodies = BTreeMap::new();
    let mut broken = Vec::new();
    for result in results {
        // Typing has asked for them, but perhaps in another round.
        result.records.asked.iter().for_each(|body| _ = governance.of(body));
        // What is kept is copied, what is not is taken.
        let Typed { records, findings, broken: doubt, .. } = Arc::unwrap_or_clone(result);
        gathered.findings.extend(findings);
        broken.extend(doubt);
        join(&mut gathered, &mut bodies, records);
    }
    gathered.store.bodies = bodies.into_values().collect();
    for body in &mut gathered.store.bodies {
        body.packs = governance.governing(&body.id);
    }
    mark_incomplete(&mut gathered.store, &broken);
    link::link(&mut gathered.store, &mut gathered.findings);
    gathered.store.number();
    if kept.keeps() {
        gathered.footprint = Arc::new(Footprint::of(&gathered.store, governance.shape));
    }
    gathered
}

/// The files, each read, and typed unless that was done before.
fn typed(
    files: &dyn Files,
    inputs: &[Input],
    governance: &Governance<'_>,
    jobs: usize,
    sources: &mut Sources,
    kept: &Kept,
    progress: &dyn Progress,
) -> Vec<Arc<Typed>> {
    let fetched = parallel::map(jobs, inputs, || (), |(), input| read::fetch(files, input));
    let texts: Vec<read::Text> = fetched.into_iter().map(|file| file.add(sources)).collect();
    progress.stage(Stage::Read, texts.len());
    let governed = |body: &str| governance.of(body);
    let sources = &*sources;
    parallel::map(
        jobs,
        &texts,
        || (),
        |(), text| {
            let digest = Digester::new("file").number(text.source.0).with(governance.shape).done();
            let known = || kept.get(digest).filter(|_| text.is_plain());
            let typed = known().unwrap_or_else(|| {
                let typed = Arc::new(text.typed(sources, &governed));
                if text.is_plain() {
                    kept.put(digest, &typed);
                }
                typed
            });
            progress.step(1);
            typed
        },
    )
}

/// Appends one file's records to those of their bodies.
fn join(gathered: &mut Gathered, bodies: &mut BTreeMap<String, Body>, records: FileRecords) {
    let FileRecords { bodies: of_file, strings, findings, .. } = records;
    gathered.findings.extend(findings);
    let renumber: Vec<StrId> = strings.iter().map(|s| gathered.store.intern(s)).collect();
    for FileBody { id, schema, tables, nested } in of_file {
        let body = bodies.entry(id).or_insert_with_key(|id| Body {
            id: Arc::from(id.as_str()),
            packs: Vec::new(),
            tables: schema.kinds.iter().map(Table::new).collect(),
            incomplete: vec![false; schema.kinds.len()],
            nested: Vec::new(),
            years: Vec::new(),
            bases: Vec::new(),
            schema,
        });
        let shift = u32::try_from(body.nested.len()).unwrap_or(u32::MAX);
        let rows: Vec<u32> = body.tables.iter().map(|t| u32::try_from(t.rows.len()).unwrap_or(u32::MAX)).collect();
        let adapt = |cell: Cell| match cell {
            Cell::Str(id) => Cell::Str(renumber[id.0 as usize]),
            Cell::Nested { start, len } => Cell::Nested { start: start + shift, len },
            cell => cell,
        };
        body.nested.extend(nested.into_iter().map(|n| Nested {
            cell: adapt(n.cell),
            owner: (n.owner.0, n.owner.1 + rows[n.owner.0 as usize]),
            ..n
        }));
        for (into, from) in body.tables.iter_mut().zip(tables) {
            into.rows.extend(from.rows);
            for (into, from) in into.columns.iter_mut().zip(from.columns) {
                into.cells.extend(from.cells.into_iter().map(adapt));
                into.spans.extend(from.spans);
            }
        }
    }
}

/// Marks the kinds of which a broken file may hold records.
fn mark_incomplete(store: &mut Store, broken: &[Broken]) {
    for doubt in broken {
        let concerned = |body: &Body| doubt.bodies.as_ref().is_none_or(|b| b.iter().any(|id| **id == *body.id));
        for body in store.bodies.iter_mut().filter(|b| concerned(b)) {
            match &doubt.kinds {
                None => body.incomplete.fill(true),
                Some(kinds) => {
                    for kind in kinds.iter().filter_map(|name| body.schema.index(name)) {
                        body.incomplete[kind] = true;
                    }
                }
            }
        }
    }
}
