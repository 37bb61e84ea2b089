//! Gathering: files read side by side, their records joined by body in the order of the files.

use std::sync::Arc;

use crate::bounds;
use crate::data::Room;
use crate::data::broken::Broken;
use crate::data::confine::confine;
use crate::data::footprint::Footprint;
use crate::data::governance::{Governance, Known};
use crate::data::join::Joiner;
use crate::data::kept::Shelf;
use crate::data::read::{self, Given, Typed};
use crate::files::Files;
use crate::host;
use crate::language::say;
use crate::memo::{Digester, Memo};
use crate::parallel;
use crate::progress::{Progress, Stage, Work};
use crate::project::Input;
use crate::sheet;
use crate::source::{Header, Place, Sources, Span};

pub(crate) use crate::data::join::Gathered;

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
    let mut joiner = None;
    let with = Reading { files, given, governance, jobs, kept, progress };
    with.each(&inputs, sources, &mut left, |bytes, _, file| {
        joiner.get_or_insert_with(|| Joiner::new(bytes, Vec::new(), &room)).take(file);
    });
    let mut gathered = joiner.unwrap_or_else(|| Joiner::new(0, Vec::new(), &room)).done();
    note_headers(&gathered.readings, sources);
    gathered.files = given.inputs.len();
    if kept.keeps() {
        gathered.footprint = Arc::new(Footprint::of(&gathered.store, governance.shape()));
    }
    gathered
}

/// Notes which rows of sheets are headers.
fn note_headers(readings: &[sheet::Reading], sources: &mut Sources) {
    for reading in readings {
        if let Some(source) = reading.source {
            let line = reading.header.map(|row| row as usize);
            sources.head(source, line.map(|line| Header { line, titles: reading.titles.clone() }));
        }
    }
}

/// What there is beside the files that are joined.
#[derive(Default)]
pub(super) struct Beyond {
    /// The bytes of all files, those not read here counted.
    pub bytes: usize,
    /// The bodies that files name which are not read here.
    pub known: Vec<Known>,
}

/// What the files hold, joined by body and linked.
pub(super) fn joined(results: &[Arc<Typed>], room: &Room, beyond: Beyond, sources: &mut Sources) -> Gathered {
    let mut joiner = Joiner::new(beyond.bytes, beyond.known, room);
    for result in results {
        joiner.take(result);
    }
    let gathered = joiner.done();
    note_headers(&gathered.readings, sources);
    gathered
}

/// With what files are read.
#[derive(Clone, Copy)]
pub(super) struct Reading<'r> {
    /// Where they come from.
    pub files: &'r dyn Files,
    /// How they are read.
    pub given: Given<'r>,
    /// What governs which body.
    pub governance: &'r Governance<'r>,
    /// Threads.
    pub jobs: usize,
    /// What was typed before.
    pub kept: &'r TypedFiles,
    /// Who hears how far it is.
    pub progress: &'r dyn Progress,
}

impl Reading<'_> {
    /// Reads files, types each unless that was done before, and gives them in their order: the bytes of all of them, the number
    /// of each, and what became of it. How much is `left` of what may be taken is settled by their bytes, where it is not yet.
    pub(super) fn each(
        self,
        inputs: &[&Input],
        sources: &mut Sources,
        left: &mut Option<Left>,
        mut take: impl FnMut(usize, usize, &Arc<Typed>),
    ) {
        let Self { files, given, governance, jobs, kept, progress } = self;
        let (mut texts, mut numbers): (Vec<read::Text>, Vec<usize>) = (Vec::with_capacity(inputs.len()), Vec::new());
        let mut number = 0;
        parallel::in_order(
            (jobs, 1),
            inputs,
            |input| read::fetch(files, given, input),
            |file| {
                texts.extend(file.add(sources));
                numbers.resize(texts.len(), number);
                number += 1;
            },
        );
        progress.stage(Stage::Read, texts.len());
        let sources = &*sources;
        let bytes = texts.iter().map(|text| sources.get(text.source).text.len()).sum();
        let left = left.get_or_insert_with(|| Left::of(bytes));
        let outlasting = given.kept.map(|kept| Shelf::new(kept, governance, sources));
        let work = |text: &read::Text| {
            let begun = progress.clock();
            let typed = typed(text, sources, governance, (kept, outlasting.as_ref()));
            progress.took(Work::File(&sources.get(text.source).name), progress.clock().saturating_sub(begun));
            progress.step(1);
            typed
        };
        let mut numbers = numbers.into_iter();
        // What is beyond a bound is dropped before there is too much of it.
        parallel::in_order((jobs, AHEAD), &texts, work, |mut file| {
            left.cut(&mut file);
            take(bytes, numbers.next().unwrap_or_default(), &file);
        });
    }

    /// The same, all of them held.
    pub(super) fn all(
        self,
        inputs: &[&Input],
        sources: &mut Sources,
        left: &mut Option<Left>,
    ) -> Vec<(usize, Arc<Typed>)> {
        let mut all = Vec::with_capacity(inputs.len());
        self.each(inputs, sources, left, |_, at, file| all.push((at, file.clone())));
        all
    }
}

/// A file typed, unless that was done before.
fn typed(
    text: &read::Text,
    sources: &Sources,
    governance: &Governance<'_>,
    (kept, shelf): (&TypedFiles, Option<&Shelf<'_>>),
) -> Arc<Typed> {
    let digest = Digester::new("file").number(text.source.0).with(governance.shape());
    let digest = text.digest().map_or(digest.clone(), |own| digest.with(own)).done();
    let known = || kept.get(digest).filter(|_| text.is_plain());
    known().unwrap_or_else(|| {
        let anew = || text.typed(sources, governance, Room::default());
        let mut typed = match shelf {
            Some(shelf) => shelf.typed(text, anew),
            None => anew(),
        };
        confine(&mut typed, &sources.get(text.source).text, text.is_plain(), governance);
        let typed = Arc::new(typed);
        if text.is_plain() {
            kept.put(digest, &typed);
        }
        typed
    })
}

/// So many files for each thread are typed before the next is joined: they differ in size.
const AHEAD: usize = 4;

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
