//! Gathering: files read side by side, their records joined by body in the order of the files.

use std::sync::Arc;

use crate::bounds;
use crate::data::Room;
use crate::data::broken::Broken;
use crate::data::footprint::Footprint;
use crate::data::governance::Governance;
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
    let mut texts: Vec<read::Text> = Vec::with_capacity(given.inputs.len());
    let fetch = |input: &Input| read::fetch(files, given, input);
    parallel::in_order(jobs, given.inputs, fetch, |file| texts.extend(file.add(sources)));
    progress.stage(Stage::Read, texts.len());
    let read = &*sources;
    let bytes = texts.iter().map(|text| read.get(text.source).text.len()).sum();
    let (mut left, mut joiner) = (Left::of(bytes), Joiner::new(bytes, &room));
    let shelf = given.kept.map(|kept| Shelf::new(kept, governance, read));
    let work = |text: &read::Text| {
        let begun = progress.clock();
        let typed = typed(text, read, governance, (kept, shelf.as_ref()));
        progress.took(Work::File(&read.get(text.source).name), progress.clock().saturating_sub(begun));
        progress.step(1);
        typed
    };
    // What is beyond a bound is dropped before there is too much of it.
    parallel::in_order(jobs, &texts, work, |mut file| {
        left.cut(&mut file);
        joiner.take(&file);
    });
    let mut gathered = joiner.done();
    for reading in &gathered.readings {
        if let Some(source) = reading.source {
            let line = reading.header.map(|row| row as usize);
            sources.head(source, line.map(|line| Header { line, titles: reading.titles.clone() }));
        }
    }
    gathered.files = given.inputs.len();
    if kept.keeps() {
        gathered.footprint = Arc::new(Footprint::of(&gathered.store, governance.shape()));
    }
    gathered
}

/// What the files hold, joined by body and linked.
#[cfg(test)]
pub(super) fn joined(results: &[Arc<Typed>], room: &Room) -> Gathered {
    let mut joiner = Joiner::new(0, room);
    for result in results {
        joiner.take(result);
    }
    joiner.done()
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
        let typed = Arc::new(match shelf {
            Some(shelf) => shelf.typed(text, anew),
            None => anew(),
        });
        if text.is_plain() {
            kept.put(digest, &typed);
        }
        typed
    })
}

/// How much more of all files, in their order, is taken.
struct Left {
    findings: usize,
    records: usize,
}

impl Left {
    /// What is taken of so many bytes.
    fn of(bytes: usize) -> Self {
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
