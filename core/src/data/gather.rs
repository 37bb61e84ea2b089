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
use crate::source::{Header, Place, Sources, Span, Sum};

pub(crate) use crate::data::join::Gathered;

/// What typing a file gave, kept while a check is repeated.
pub(crate) type TypedFiles = Memo<Arc<Typed>>;

/// With what files are read.
#[derive(Clone, Copy)]
pub(crate) struct With<'w> {
    /// Where they come from.
    pub files: &'w dyn Files,
    /// Which they are, and how they are read.
    pub given: Given<'w>,
    /// What governs which body.
    pub governance: &'w Governance<'w>,
    /// Threads.
    pub jobs: usize,
    /// Whether words are let go into which nothing points.
    pub frugal: bool,
    /// What was typed before.
    pub kept: &'w TypedFiles,
    /// Who hears how far it is.
    pub progress: &'w dyn Progress,
}

/// Reads, types, joins and links the data files.
pub(crate) fn gather(with: With<'_>, sources: &mut Sources) -> Gathered {
    let (room, inputs) = (Room::default(), with.given.inputs.iter().collect::<Vec<_>>());
    let (texts, bytes) = with.read(&inputs, sources);
    let (mut left, mut joiner) = (Left::of(bytes), Joiner::new(bytes, Vec::new(), &room));
    with.each((&inputs, texts), sources, &mut left, |_, file| joiner.take(file));
    let mut gathered = linked(joiner, with.jobs, sources);
    gathered.files = inputs.len();
    if with.kept.keeps() {
        gathered.footprint = Arc::new(Footprint::of(&gathered.store, with.governance.shape()));
    }
    gathered
}

/// Links what was joined, and notes which rows of sheets are headers.
fn linked(joiner: Joiner<'_>, jobs: usize, sources: &mut Sources) -> Gathered {
    let gathered = joiner.done(jobs);
    for reading in &gathered.readings {
        if let Some(source) = reading.source {
            let line = reading.header.map(|row| row as usize);
            sources.head(source, line.map(|line| Header { line, titles: reading.titles.clone() }));
        }
    }
    gathered
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
pub(super) fn joined(
    results: &[Arc<Typed>],
    (room, jobs): (&Room, usize),
    beyond: Beyond,
    sources: &mut Sources,
) -> Gathered {
    let mut joiner = Joiner::new(beyond.bytes, beyond.known, room);
    for result in results {
        joiner.take(result);
    }
    linked(joiner, jobs, sources)
}

impl With<'_> {
    /// Reads files: their texts in order, each with the number of its file, and the bytes of all of them.
    fn read(self, inputs: &[&Input], sources: &mut Sources) -> (Vec<(usize, read::Text)>, usize) {
        let (mut texts, mut numbers) = (Vec::with_capacity(inputs.len()), 0..);
        let fetch = |input: &&Input| read::fetch(self.files, self.given, input);
        parallel::in_order((self.jobs, 1), inputs, fetch, |file| {
            let number = numbers.next().unwrap_or_default();
            texts.extend(file.add(sources).into_iter().map(|text| (number, text)));
        });
        self.progress.stage(Stage::Read, texts.len());
        let bytes = texts.iter().map(|(_, text)| text.own.bytes()).sum();
        (texts, bytes)
    }

    /// Types texts of these files, each unless that was done before, and gives what became of them in their order, with the
    /// numbers of their files.
    fn each(
        self,
        (inputs, texts): (&[&Input], Vec<(usize, read::Text)>),
        sources: &mut Sources,
        left: &mut Left,
        mut take: impl FnMut(usize, &Arc<Typed>),
    ) {
        let Self { given, governance, jobs, kept, progress, .. } = self;
        let outlasting = given.kept.map(|kept| Shelf::new(kept, governance, sources));
        let all: usize = texts.iter().map(|(_, text)| text.own.bytes()).sum();
        let work = |(number, text): (usize, read::Text)| {
            let begun = progress.clock();
            let parts = parts_of(text.own.bytes(), (jobs, all));
            let typed = typed(&text, governance, (kept, outlasting.as_ref()), parts);
            progress.took(Work::File(&text.own.name), progress.clock().saturating_sub(begun));
            progress.step(1);
            (number, self.sum_to_let_go(&text, &typed), typed)
        };
        // What is beyond a bound is dropped before there is too much of it.
        parallel::in_order((jobs, AHEAD), texts, work, |(number, sum, mut file)| {
            left.cut(&mut file);
            if let (Some(sum), Input::File(path)) = (sum, inputs[number]) {
                sources.let_go(file.source, sum, path);
            }
            take(number, &file);
        });
    }

    /// By what the words of a text are known when they are read again, where they may be let go: nothing points into them yet.
    fn sum_to_let_go(self, text: &read::Text, typed: &Typed) -> Option<Sum> {
        let untold = typed.findings.is_empty() && typed.records.findings.is_empty();
        let can = self.frugal && !self.kept.keeps() && text.is_plain() && text.sheet.is_none();
        (can && untold).then(|| Sum::of(text.own.text()))
    }

    /// Reads and types files, and holds all of them, each with its number.
    pub(super) fn all(self, inputs: &[&Input], sources: &mut Sources, left: &mut Left) -> Vec<(usize, Arc<Typed>)> {
        let (texts, _) = self.read(inputs, sources);
        let mut all = Vec::with_capacity(texts.len());
        self.each((inputs, texts), sources, left, |at, file| all.push((at, file.clone())));
        all
    }
}

/// A part of a text that is typed beside others has so many bytes at least.
const PART: usize = 1 << 20;

/// In how many parts a text of so many bytes is typed: its share of the threads, by the bytes of all texts.
fn parts_of(bytes: usize, (jobs, all): (usize, usize)) -> usize {
    (jobs * bytes).div_ceil(all.max(1)).min(bytes / PART).max(1)
}

/// A file typed, in so many parts, unless that was done before.
fn typed(
    text: &read::Text,
    governance: &Governance<'_>,
    (kept, shelf): (&TypedFiles, Option<&Shelf<'_>>),
    parts: usize,
) -> Arc<Typed> {
    let digest = Digester::new("file").number(text.source.0).with(governance.shape());
    let digest = text.digest().map_or(digest.clone(), |own| digest.with(own)).done();
    let known = || kept.get(digest).filter(|_| text.is_plain());
    known().unwrap_or_else(|| {
        let anew = || text.typed(governance, Room::default(), parts);
        let mut typed = match shelf {
            Some(shelf) => shelf.typed(text, anew),
            None => anew(),
        };
        typed.records.strings.settle();
        confine(&mut typed, text.own.text(), text.is_plain(), governance);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_parts_that_are_its_share_of_the_threads() {
        const MIB: usize = 1 << 20;
        for (bytes, jobs, all, parts) in [
            // One file alone is read by all threads, as far as it goes around.
            (50 * MIB, 4, 50 * MIB, 4),
            (3 * MIB, 8, 3 * MIB, 3),
            (MIB / 2, 8, MIB / 2, 1),
            // Of many alike each has one; one that is larger than the others has more.
            (4 * MIB, 2, 60 * MIB, 1),
            (57 * MIB, 2, 60 * MIB, 2),
            (50 * MIB, 1, 50 * MIB, 1),
            (0, 2, 0, 1),
        ] {
            assert_eq!(parts_of(bytes, (jobs, all)), parts, "{bytes} of {all}, {jobs} threads");
        }
    }
}
