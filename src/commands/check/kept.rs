//! The whole answer of a check, kept in the cache: which files it asked for, its exit statuses, and its reports.
//!
//! An outcome holds the data and the code of packs, so that what is kept is what is made of it in the end: each report, by format,
//! language and width. A check that is made again asks the same of the files, byte for byte, and where it is answered the same
//! its reports are those that are kept; nothing is parsed, typed, linked or run. Where one report is missing all are made anew.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::Path;

use crate::cache::{Cache, Sort, digest};
use crate::commands::check::reports::Reports;
use crate::outputs::Outputs;
use crate::report::{Format, Hosting, View};
use crate::terminal::Terminal;
use yize_core::check::{FailOn, Outcome, Request, check};
use yize_core::evidence::{Questions, Witness};
use yize_core::files::{Files, Recorder, place};
use yize_core::finding::Effect;

/// A report of more bytes is not kept: to write it takes longer than to find it out.
const LARGEST: usize = 64 << 20;

/// A check whose answer may be kept.
pub(super) struct Whole<'a> {
    cache: &'a Cache,
    request: &'a Request,
    /// What is read: nothing of the cache itself.
    files: &'a dyn Files,
    /// The digest of program, request and working directory, in which its questions are found.
    asked: [u8; 32],
}

/// A check whose answer is known: the digest of all that it was made of, and its exit statuses by the level that fails.
pub(super) struct Known {
    made_of: [u8; 32],
    statuses: [u8; 3],
}

impl<'a> Whole<'a> {
    /// That of a request.
    pub(super) fn of(cache: &'a Cache, request: &'a Request, files: &'a dyn Files) -> Self {
        let here = place(Path::new(".")).unwrap_or_default();
        let asked = digest(&[&request.digest(), here.as_os_str().as_encoded_bytes()]);
        Self { cache, request, files, asked }
    }

    /// Asks the files what was asked before, where the answer to that is known.
    fn known(&self, files: &dyn Files) -> Option<Known> {
        let questions: Questions = postcard::from_bytes(&self.cache.get(Sort::Questions, self.asked)?).ok()?;
        let made_of = digest(&[&self.asked, &questions.ask(files, self.request.jobs)?]);
        let statuses = self.cache.get(Sort::Statuses, made_of)?.try_into().ok()?;
        Some(Known { made_of, statuses })
    }

    /// Keeps what was asked and answered, where the check came to its end: what a limit has cut short or could not be read may be
    /// otherwise next time.
    pub(super) fn keep(&self, witness: Witness<'_>, outcome: &Outcome) -> Option<Known> {
        let elsewhere = outcome.shard.iter().flat_map(|shard| &shard.elsewhere);
        let open = |effect| matches!(effect, Effect::Incomplete | Effect::NotChecked);
        if outcome.findings.iter().chain(elsewhere).any(|finding| open(finding.effect)) {
            return None;
        }
        let (questions, answers) = witness.evidence()?;
        let questions = postcard::to_stdvec(&questions).ok()?;
        let known = Known {
            made_of: digest(&[&self.asked, &answers]),
            statuses: [FailOn::Error, FailOn::Warning, FailOn::Never].map(|level| outcome.exit_code(level)),
        };
        self.cache.put(Sort::Questions, self.asked, &questions);
        self.cache.put(Sort::Statuses, known.made_of, &known.statuses);
        Some(known)
    }

    /// Gives the answer, where all of it is known, and its exit status.
    pub(super) fn answer(&self, reports: &Reports, view: View, terminal: Terminal) -> Option<u8> {
        let files = Recorder::new(self.files);
        let known = self.known(&files)?;
        let view = View { code: known.statuses[view.fail_on as usize], ..view };
        let mut kept = HashMap::new();
        for (format, view) in reports.views(view) {
            let name = known.report(format, view, reports);
            kept.insert(name, self.report(name, reports)?);
        }
        // Where a report cannot be written the others tell another exit status, which none has told before.
        let anew = OnceCell::new();
        let write = |format: Format, view: View, hosting: &Hosting, out: &mut dyn Write| {
            if let Some(bytes) = kept.get(&known.report(format, view, reports)) {
                return out.write_all(bytes);
            }
            format.write(anew.get_or_init(|| check(self.files, self.request, &())), view, hosting, out)
        };
        Some(reports.write(view, &mut Outputs::beside(files.asked()), terminal, &write))
    }

    /// A report, where it is kept and files are still called as they are in it.
    fn report(&self, name: [u8; 32], reports: &Reports) -> Option<Vec<u8>> {
        let mut holds = self.cache.get(Sort::Report, name)?;
        let (named, rest): (Vec<(String, String)>, &[u8]) = postcard::take_from_bytes(&holds).ok()?;
        if !named.is_empty() {
            let hosting = Hosting::here(reports.sarif_suppressed);
            if named.iter().any(|(file, shown)| hosting.path(file) != *shown) {
                return None;
            }
        }
        let head = holds.len() - rest.len();
        Some(holds.split_off(head))
    }

    /// Writes a report of an outcome, and keeps it.
    pub(super) fn write(
        &self,
        known: &Known,
        outcome: &Outcome,
        (format, view, reports): (Format, View, &Reports),
        hosting: &Hosting,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let hosting = hosting.unasked();
        let mut both = Both { out, kept: Some(Vec::new()) };
        format.write(outcome, view, &hosting, &mut both)?;
        if let Some((kept, named)) = both.kept.zip(postcard::to_stdvec(&hosting.named()).ok()) {
            self.cache.put(Sort::Report, known.report(format, view, reports), &[named, kept].concat());
        }
        Ok(())
    }
}

impl Known {
    /// By what a report is known.
    fn report(&self, format: Format, view: View, reports: &Reports) -> [u8; 32] {
        digest(&[
            &self.made_of,
            format.word.as_bytes(),
            format!("{view:?}").as_bytes(),
            &[u8::from(reports.sarif_suppressed)],
        ])
    }
}

/// Writes into a stream, and into memory while there is not too much.
struct Both<'o> {
    out: &'o mut dyn Write,
    kept: Option<Vec<u8>>,
}

impl Write for Both<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        if let Some(kept) = &mut self.kept {
            kept.extend_from_slice(&bytes[..written]);
            if kept.len() > LARGEST {
                self.kept = None;
            }
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
