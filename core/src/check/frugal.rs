//! Words of data files that were let go, read again where something points into them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::check::outcome::Outcome;
use crate::data::read::DATA_FILE_LIMIT;
use crate::files::{Files, read_within};
use crate::finding::Finding;
use crate::parallel;
use crate::source::SourceId;
use crate::texts::decode;

/// Reads again what an outcome points into, and tells whether it is what was checked.
pub(super) fn recall(outcome: &mut Outcome, files: &dyn Files, jobs: usize) -> bool {
    let places = outcome.findings.iter().flat_map(Finding::places);
    let mut wanted: BTreeSet<SourceId> = places.map(|place| place.source).collect();
    // Cards tell of any record where it stands.
    if !outcome.scores.is_empty() {
        wanted.extend(outcome.sources.iter().map(|(source, _)| source));
    }
    let gone = |source: SourceId| Some((source, outcome.sources.get(source).gone()?.to_owned()));
    let gone: Vec<_> = wanted.into_iter().filter_map(gone).collect();
    let (mut same, sources) = (true, &mut outcome.sources);
    let read = |(source, path): &(SourceId, PathBuf)| (*source, words(files, path));
    parallel::in_order((jobs, 1), &gone, read, |(source, text)| {
        same &= text.is_some_and(|text| sources.take_back(source, text));
    });
    same
}

fn words(files: &dyn Files, path: &Path) -> Option<Arc<str>> {
    Some(decode(&read_within(files, path, DATA_FILE_LIMIT).ok()?).text)
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::Path;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use crate::check::{Outcome, Request, check};
    use crate::example;
    use crate::files::{Entry, FileKind, Files, Memory};

    const DATA: &str = "club/data/members.toml";

    /// Files of which one is written anew when it has been read so many times.
    struct Written {
        earlier: Memory,
        later: Memory,
        reads: AtomicUsize,
        left: usize,
    }

    impl Files for Written {
        fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
            let read = if path == Path::new(DATA) { self.reads.fetch_add(1, Ordering::SeqCst) } else { 0 };
            if read < self.left { &self.earlier } else { &self.later }.read(path, limit)
        }

        fn kind(&self, path: &Path) -> io::Result<FileKind> {
            self.earlier.kind(path)
        }

        fn walk(&self, folder: &Path) -> Vec<Entry> {
            self.earlier.walk(folder)
        }
    }

    /// The findings, each with the words that it speaks of, and how many files are held.
    fn told(outcome: &Outcome) -> (Vec<(&str, &str)>, usize) {
        let own = |finding: &crate::finding::Finding| finding.place.map(|place| outcome.sources.slice(place));
        let findings = outcome.findings.iter().filter_map(|finding| Some((&*finding.rule, own(finding)?)));
        (findings.collect(), outcome.sources.iter().filter(|(_, source)| source.gone().is_none()).count())
    }

    fn frugal() -> Request {
        Request { frugal: true, ..example::request() }
    }

    #[test]
    fn what_findings_point_into_is_there_and_nothing_else() {
        let sound = example::DATA.replace("visits = 0", "visits = 1");
        let files = example::project().with("club/data/others.toml", sound.replace("\"A\"", "\"B\""));
        let (found, held) = (check(&files, &frugal(), &()), check(&files, &example::request(), &()));
        assert_eq!(told(&found).0, told(&held).0);
        assert_eq!(told(&found).0, [("ledger/visits", "0")]);
        assert_eq!(told(&held).1 - told(&found).1, 1, "the other file's words are let go");
    }

    #[test]
    fn a_file_that_changes_meanwhile_is_checked_as_it_is_now() {
        let later = example::project().with(DATA, format!("# 新的一行\n{}", example::DATA));
        let read =
            |left| Written { earlier: example::project(), later: later.clone(), reads: AtomicUsize::new(0), left };
        let files = read(1);
        let outcome = check(&files, &frugal(), &());
        assert_eq!(told(&outcome).0, [("ledger/visits", "0")]);
        let place = outcome.findings[0].place.expect("a place");
        assert_eq!(outcome.sources.positions(place).0.line, 6, "the line of what is there now");
        assert_eq!(files.reads.load(Ordering::SeqCst), 3, "it was read, read again, and checked anew");
        // It is gone, or cannot be read, when it is looked at again: what is said of that is what holds now.
        let files = Written { later: Memory::default(), ..read(1) };
        let outcome = check(&files, &frugal(), &());
        assert_eq!(outcome.exit_code(crate::FailOn::Error), 2);
    }
}
