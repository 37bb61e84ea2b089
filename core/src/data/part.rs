//! A part of the data, for a shard: all files are looked at, and those read and typed that its bodies need.
//!
//! First a survey: whose records each file holds, as a glance at its bytes tells. What it does not tell of is read at once, by every
//! shard alike, so that all of them know the same bodies. Then the bodies are dealt out, and each shard reads its own.
//! Names written in sheets may be those of records anywhere: where there are workbooks, everything is read.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::bounds;
use crate::data::confine::known;
use crate::data::gather::{Beyond, Gathered, Left, With, joined};
use crate::data::glance::{self, Bodies, Size};
use crate::data::governance::Known;
use crate::data::read::{DATA_FILE_LIMIT, Given, Typed};
use crate::data::stray::Whose;
use crate::data::typing::FileBody;
use crate::data::{Room, Store, Table};
use crate::files::{Entry, FileKind, Files, read_within};
use crate::finding::Finding;
use crate::parallel;
use crate::project::Input;
use crate::source::{SourceId, Sources};

/// The files of a project, looked at.
pub(crate) struct Survey {
    /// All of them, in their order.
    pub files: Vec<Surveyed>,
    /// The bodies that they name.
    known: Vec<Known>,
    /// Those that every shard reads, each with its number.
    early: Vec<(usize, Arc<Typed>)>,
    /// How much more may be taken of all files.
    left: Left,
    /// Whether everything is read by everyone.
    whole: bool,
    /// What was read of each file last.
    sums: Sums,
}

/// A file, looked at.
pub(crate) struct Surveyed {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: usize,
    /// The bodies whose records it holds, and how much of it is of each.
    pub sizes: BTreeMap<Arc<str>, Size>,
    /// Whether every shard reads it.
    pub common: bool,
    /// Of one that was handed in, the number of its bytes.
    sum: Option<u64>,
}

/// What a shard needs to know of what it has read and left unread.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    /// All files of the project.
    pub files: usize,
    /// Whether there are records, or files that were not read.
    pub filled: bool,
    /// The names of all files and numbers made of their bytes.
    pub sums: Vec<(String, u64)>,
    /// The texts that are data.
    pub texts: FxHashSet<SourceId>,
    /// The bounds that hold for all shards together: how much of each there is here, and how much there may be.
    pub bounds: [[u64; 2]; 3],
}

/// Looks at all files, with their records `counted` if that is wanted, and reads those that every shard reads.
pub(crate) fn survey(with: With<'_>, counted: bool, sources: &mut Sources) -> Survey {
    let With { files, given, governance, jobs, .. } = with;
    let sums = Sums::default();
    let seen = Summed { files, sums: &sums };
    let is_book = |input: &Input| given.workbooks.is_some_and(|workbooks| workbooks.reads(input.path()));
    let whole = given.inputs.iter().any(is_book);
    let looked = parallel::map(jobs, given.inputs, || (), |(), input| look(&seen, input, (whole, counted)));
    let left = Left::of(looked.iter().map(|(bytes, ..)| bytes).sum());
    let mut survey = Survey { files: Vec::new(), known: Vec::new(), early: Vec::new(), left, whole, sums };
    for (input, (bytes, sum, bodies)) in given.inputs.iter().zip(looked) {
        let of = known(bodies.as_ref(), governance);
        let common = of.is_none();
        survey.known.extend(of.into_iter().flatten());
        let sizes = bodies.into_iter().flatten().filter(|_| !common);
        let sizes = sizes.map(|(id, size)| (Arc::from(id), size)).collect();
        survey.files.push(Surveyed { name: input.name(), bytes, sizes, common, sum });
    }
    let seen = Summed { files, sums: &survey.sums };
    let numbers: Vec<usize> = (0..survey.files.len()).filter(|at| survey.files[*at].common).collect();
    let common: Vec<&Input> = numbers.iter().map(|at| &given.inputs[*at]).collect();
    let early = With { files: &seen, ..with }.all(&common, sources, &mut survey.left);
    survey.early = early.into_iter().map(|(at, typed)| (numbers[at], typed)).collect();
    for (at, typed) in &survey.early {
        let file = &mut survey.files[*at];
        let all: usize = typed.records.bodies.iter().map(FileBody::size).sum();
        for body in &typed.records.bodies {
            let records = body.size();
            let bytes = sources.get(typed.source).bytes() * records / all.max(1);
            let size = Size { bytes, records };
            *file.sizes.entry(Arc::from(body.id.as_str())).or_default() += size;
        }
    }
    survey
}

/// The bytes of a file, the number made of them where it has no path, and what a glance tells.
fn look(files: &dyn Files, input: &Input, (whole, counted): (bool, bool)) -> (usize, Option<u64>, Bodies) {
    let glance = |bytes: &[u8]| if whole { None } else { glance::glance(bytes, counted) };
    match input {
        Input::File(path) => match read_within(files, path, DATA_FILE_LIMIT) {
            Ok(bytes) => (bytes.len(), None, glance(&bytes)),
            Err(_) => (0, None, None),
        },
        Input::Given(_, bytes) if bytes.len() as u64 > DATA_FILE_LIMIT => (bytes.len(), Some(glance::sum(bytes)), None),
        Input::Given(_, bytes) => (bytes.len(), Some(glance::sum(bytes)), glance(bytes)),
    }
}

impl Survey {
    /// The bytes of all files.
    pub(crate) fn bytes(&self) -> usize {
        self.files.iter().map(|file| file.bytes).sum()
    }

    /// The bodies that files name, with the packs that govern them.
    pub(crate) fn known(&self) -> impl Iterator<Item = (&str, &Arc<[String]>)> {
        let met = self.early.iter().flat_map(|(_, typed)| &typed.records.bodies);
        let whose = self.early.iter().flat_map(|(_, typed)| typed.whose.iter());
        let others = whose.chain(&self.known).map(|body| (&*body.id, &body.packs));
        met.map(|body| (body.id.as_str(), &body.packs)).chain(others)
    }

    /// Whether a shard reads a file, `foreign` being the bodies of others.
    pub(crate) fn reads(&self, at: usize, foreign: &dyn Fn(&str) -> bool) -> bool {
        let file = &self.files[at];
        self.whole || file.common || file.sizes.keys().any(|body| !foreign(body))
    }

    /// Reads what a shard needs and joins it: everything, or what belongs to others than `foreign`. `owns` tells which findings
    /// it reports.
    pub(crate) fn gather(
        mut self,
        with: With<'_>,
        sources: &mut Sources,
        foreign: &dyn Fn(&str) -> bool,
        (owns, first): (&dyn Fn(&Finding) -> bool, bool),
        everything: bool,
    ) -> (Gathered, Part) {
        let With { files, given, jobs, .. } = with;
        let seen = Summed { files, sums: &self.sums };
        let reads = |at: &usize| !self.files[*at].common && (everything || self.reads(*at, foreign));
        let numbers: Vec<usize> = (0..self.files.len()).filter(reads).collect();
        let own: Vec<&Input> = numbers.iter().map(|at| &given.inputs[*at]).collect();
        let own = With { files: &seen, ..with }.all(&own, sources, &mut self.left);
        let mut all = std::mem::take(&mut self.early);
        all.extend(own.into_iter().map(|(at, typed)| (numbers[at], typed)));
        all.sort_by_key(|(at, _)| *at);
        let mine = |at: usize| match self.files[at].sizes.keys().next() {
            Some(body) if !self.files[at].common => !foreign(body),
            _ => first,
        };
        let weight: usize = all.iter().filter(|(at, _)| mine(*at)).map(|(_, typed)| typed.records.weight).sum();
        let mut part = Part { files: self.files.len(), ..Part::default() };
        part.texts = all.iter().map(|(_, typed)| typed.source).collect();
        let read: FxHashSet<usize> =
            numbers.into_iter().chain((0..self.files.len()).filter(|at| self.files[*at].common)).collect();
        let holds = |typed: &Typed| typed.records.bodies.iter().any(|body| body.size() > 0);
        part.filled = read.len() < self.files.len() || all.iter().any(|(_, typed)| holds(typed));
        // What is left out below is known all the same.
        let mut known = std::mem::take(&mut self.known);
        for body in all.iter().flat_map(|(_, typed)| &typed.records.bodies) {
            let (id, packs, schema) = (Arc::from(body.id.as_str()), body.packs.clone(), body.schema.clone());
            known.push(Known { id, packs, schema });
        }
        let mut results: Vec<Arc<Typed>> = all.into_iter().map(|(_, typed)| typed).collect();
        if !(everything || self.whole) {
            for typed in &mut results {
                leave(Arc::make_mut(typed), foreign);
            }
        }
        let bytes = self.bytes();
        let unread =
            (0..self.files.len()).filter(|at| !read.contains(at)).map(|at| self.files[at].bytes).sum::<usize>();
        let here: usize = results.iter().map(|typed| sources.get(typed.source).bytes()).sum();
        let beyond = Beyond { bytes: here + unread, known };
        let mut gathered = joined(&results, (&Room::default(), jobs), beyond, sources);
        gathered.files = read.len();
        let own = gathered.findings.iter().filter(|finding| owns(finding)).count();
        let cells = cells(&gathered.store, foreign);
        part.bounds = bounded(bytes, (own, gathered.findings.len()), weight, cells);
        part.sums = self.summed(given);
        (gathered, part)
    }

    /// The names of all files, with what was read of each last.
    fn summed(&self, given: Given<'_>) -> Vec<(String, u64)> {
        let sums = self.sums.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sum = |(file, input): (&Surveyed, &Input)| {
            let sum = match input {
                Input::File(path) => sums.get(path.as_os_str()).copied(),
                Input::Given(..) => file.sum,
            };
            (file.name.clone(), sum.unwrap_or_default())
        };
        self.files.iter().zip(given.inputs).map(sum).collect()
    }
}

/// The bounds that hold for all shards of so many bytes, with what there is of each in this one.
fn bounded(bytes: usize, (own, all): (usize, usize), weight: usize, cells: u64) -> [[u64; 2]; 3] {
    let most = bounds::findings_of_data(bytes);
    // Where it was too much for one, it is for all.
    let told = if all > most { most + 1 } else { own };
    [[told as u64, most as u64], [weight as u64, bounds::records_of_run(bytes) as u64], [cells, Room::default().cells]]
}

/// How many values there are of the bodies that are not others'.
fn cells(store: &Store, foreign: &dyn Fn(&str) -> bool) -> u64 {
    let own = store.bodies.iter().filter(|body| !foreign(&body.id));
    own.map(|body| body.tables.iter().map(Table::cell_count).sum::<u64>() + body.nested.len() as u64).sum()
}

/// Leaves what belongs to others out of a file that is read for one of its bodies.
fn leave(typed: &mut Typed, foreign: &dyn Fn(&str) -> bool) {
    let records = &mut typed.records;
    records.bodies.retain(|body| !foreign(&body.id));
    records.strays.retain(|stray| !matches!(&stray.body, Whose::Of(id) if foreign(id)));
    records.headless.retain(|(body, like), _| *like || body.as_ref().is_none_or(|id| !foreign(id)));
    records.findings.retain(|finding| finding.body.as_ref().is_none_or(|id| !foreign(id)));
}

/// The sums of the bytes that were read, by path.
#[derive(Default)]
struct Sums(Mutex<FxHashMap<OsString, u64>>);

/// Files whose bytes are summed as they are read: what is read again and reads otherwise has another sum.
struct Summed<'s> {
    files: &'s dyn Files,
    sums: &'s Sums,
}

impl Files for Summed<'_> {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let bytes = self.files.read(path, limit)?;
        let sum = glance::sum(&bytes);
        self.sums.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.as_os_str().to_owned(), sum);
        Ok(bytes)
    }

    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        self.files.kind(path)
    }

    fn walk(&self, folder: &Path) -> Vec<Entry> {
        self.files.walk(folder)
    }
}
