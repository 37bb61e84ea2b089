//! What was found on each day, kept beside the project in `.yize-history.jsonl`: a small file that may be deleted, written by
//! `serve` and `watch` and never by `check`. The day is the as-of date.
//!
//! It takes part in nothing but the page's picture of the last weeks: a line that cannot be read is left out, and a file
//! that cannot be written is left alone.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;

use crate::board::history::Noted;
use yize_core::check::{Outcome, Request, unfiltered};
use yize_core::files::{Disk, FileKind, Files as _, write_beside};

/// Its name.
pub(crate) const NAME: &str = ".yize-history.jsonl";
/// Most days that are kept: about three years.
const DAYS: usize = 1000;
/// Most bytes that are read.
const LARGEST: u64 = 1 << 20;

/// The days of a project.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// The file; none where there is no one project that is checked as a whole.
    file: Option<PathBuf>,
    /// What was written last.
    last: Option<Noted>,
}

impl History {
    /// That of the project that is checked, where one is.
    #[must_use]
    pub(crate) fn of(request: &Request) -> Self {
        let file = match request.paths.as_slice() {
            [root] if unfiltered(request) && matches!(Disk.kind(&root.join("yize.toml")), Ok(FileKind::File)) => {
                Some(root.join(NAME))
            }
            _ => None,
        };
        Self { file, last: None }
    }

    /// Notes what a check came to, and gives the days up to its own, the first first.
    pub(crate) fn note(&mut self, outcome: &Outcome) -> Vec<Noted> {
        let own = Noted::of(outcome);
        let Some(file) = &self.file else { return vec![own] };
        // Another may have written meanwhile.
        let mut days = Disk.read(file, LARGEST).map(|bytes| read(&bytes)).unwrap_or_default();
        if self.last.as_ref() != Some(&own) || !days.contains_key(&outcome.as_of) {
            days.insert(outcome.as_of, own.clone());
            while days.len() > DAYS {
                days.pop_first();
            }
            let lines = days.values().filter_map(|day| serde_json::to_string(day).ok());
            let text: String = lines.flat_map(|line| [line, "\n".to_owned()]).collect();
            // A project that may not be written to has no history.
            let _ = write_beside(file, text.as_bytes());
            self.last = Some(own.clone());
        }
        days.insert(outcome.as_of, own);
        days.into_iter().filter(|(day, _)| *day <= outcome.as_of).map(|(_, day)| day).collect()
    }
}

/// The days of a file; of a day told twice the last.
fn read(bytes: &[u8]) -> BTreeMap<Date, Noted> {
    let lines = bytes.split(|byte| *byte == b'\n');
    let days = lines.filter_map(|line| serde_json::from_slice::<Noted>(line).ok());
    days.filter_map(|day| Some((day.day.parse().ok()?, day))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_left_out_and_a_day_is_told_once() {
        let line = |day: &str, pending: usize| {
            format!(
                "{{\"day\":\"{day}\",\"violations\":0,\"warnings\":0,\"pending\":{pending},\"faults\":0,\"waived\":0}}\n"
            )
        };
        let text =
            [line("2026-11-22", 1), "rubbish\n{}\n".into(), line("x", 9), line("2026-11-21", 2), line("2026-11-22", 3)];
        let days = read(text.concat().as_bytes());
        let told: Vec<(String, usize)> = days.into_values().map(|day| (day.day, day.pending)).collect();
        assert_eq!(told, [("2026-11-21".to_owned(), 2), ("2026-11-22".to_owned(), 3)]);
    }
}
