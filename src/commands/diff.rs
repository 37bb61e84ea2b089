//! `yize diff`: what two versions of rules or data find, compared.

use std::path::PathBuf;

use crate::report::{View, diff, human};
use crate::terminal::Terminal;
use yize_core::check::changed::hides;
use yize_core::check::diff::{Difference, cards, compare};
use yize_core::check::{FailOn, Outcome, Request, check};
use yize_core::files::Disk;
use yize_core::pack::load::PackSource;
use yize_core::score::card::Card;

/// What has two versions.
#[derive(Debug)]
pub enum Versions {
    /// Folders of packs.
    Rules(PathBuf, PathBuf),
    /// Data files, projects or folders.
    Data(PathBuf, PathBuf),
}

/// Arguments of the command.
#[derive(Debug)]
pub struct Args {
    /// What both checks have in common.
    pub request: Request,
    /// What is compared.
    pub versions: Versions,
    /// For programs instead of people.
    pub json: bool,
}

/// Checks both and shows the differences: 0 when there is none, 1 when there are some, 2 or 3 when one of the two could
/// not be checked to the end.
#[must_use]
pub fn run(args: &Args, terminal: Terminal) -> u8 {
    let request = &args.request;
    let with = |path: &PathBuf| match args.versions {
        Versions::Rules(..) => {
            let own = vec![PackSource::Folder(path.clone())];
            Request { packs: [request.packs.clone(), own].concat(), ..request.clone() }
        }
        Versions::Data(..) => Request { paths: vec![path.clone()], ..request.clone() },
    };
    let (Versions::Rules(old, new) | Versions::Data(old, new)) = &args.versions;
    let (before, after) = (check(&Disk, &with(old), &()), check(&Disk, &with(new), &()));
    let roots = matches!(args.versions, Versions::Data(..)).then_some((old.as_path(), new.as_path()));
    let cards = cards::compare(&before, &after);
    let difference = Difference { cards, ..compare(&before, &after, roots) };
    let code = match unchecked(&before).max(unchecked(&after)) {
        None => u8::from(!difference.is_empty()),
        // 2 wins over 3.
        Some(_) if [&before, &after].iter().any(|o| unchecked(o) == Some(2)) => 2,
        Some(code) => code,
    };
    let view = View::new(terminal.lang, code);
    for outcome in [&before, &after].into_iter().filter(|o| unchecked(o).is_some()) {
        let blind: Vec<_> = outcome.findings.iter().filter(|f| hides(f)).cloned().collect();
        terminal.print_aside(|err| human::findings(&blind, &outcome.sources, outcome.as_of, view, err));
    }
    let printed = terminal.print(!args.json, |out| {
        if args.json {
            diff::json(&difference, &before, &after, view, out)
        } else {
            diff::human(&difference, &before, &after, view, out)
        }
    });
    terminal.printed(printed, code)
}

/// The exit status of a check that was not done to its end: where something may hide differences, that there are none is
/// not known.
fn unchecked(outcome: &Outcome) -> Option<u8> {
    let mut cards = outcome.scores.iter().flat_map(|table| table.cards.iter());
    match outcome.exit_code(FailOn::Never) {
        code @ 2.. => Some(code),
        _ if outcome.findings.iter().any(hides) || !cards.all(Card::is_complete) => Some(3),
        _ => None,
    }
}
