//! The verb in the middle: data and packs in, findings out.
//!
//! ```
//! use std::path::Path;
//! use yize_core::check::{Examined, Outcome, Request, Summary, check, selects, sort, unfiltered};
//! use yize_core::finding::{Effect, Finding, Status};
//! use yize_core::{Date, FailOn, PackSource, say};
//!
//! # let files = yize_core::example::project();
//! // A project in the folder `club`, by some of its rules only. `files` may be the disk.
//! let request = Request {
//!     only: vec!["ledger/*".to_owned()],
//!     ..Request::new(vec!["club".into()], Date::constant(2026, 12, 31))
//! };
//! let outcome: Outcome = check(&files, &request, &());
//! let Summary { violations, records, rules, .. } = outcome.summary;
//! assert_eq!((violations, records, rules), (1, 1, 1));
//! assert!(FailOn::Error.fails(&outcome.findings[0]) && !FailOn::Never.fails(&outcome.findings[0]));
//! let Examined { root, .. } = &outcome.projects[0];
//! assert_eq!(root, Path::new("club"));
//!
//! // A host that leaves some findings out counts the rest anew.
//! let mut summary = Summary::default();
//! summary.count(&outcome.findings);
//! assert_eq!((summary.violations, summary.warnings), (1, 0));
//!
//! // The project names its packs itself.
//! assert!(matches!(&request.all_packs(&files)[..], [PackSource::Folder(at)] if at == Path::new("club/rules")));
//! // Not everything was asked for, so that nothing can be said of what is not needed any more.
//! assert!(!unfiltered(&request) && selects(&request, "shili"));
//!
//! // A finding of the host's own finds its place among the others: those without a file come first.
//! let closed = say!("登记处没有开门", "the registry is closed");
//! let own = Finding::new("registry/closed", Status::Fault, Effect::NotChecked, closed);
//! let all = sort([outcome.findings, vec![own]].concat(), &outcome.sources);
//! assert_eq!(&*all[0].rule, "registry/closed");
//! ```

pub(crate) mod apart;
mod laid;
mod receiver;
pub(crate) mod request;
pub(crate) mod filters;
pub(crate) mod sink;
pub mod fingerprint;
pub(crate) mod memos;
pub(crate) mod ruleset;
pub(crate) mod outcome;
pub(crate) mod waivers;
pub mod baseline;
pub(crate) mod cut;
pub(crate) mod prepare;
pub(crate) mod shards;
pub(crate) mod locked;
pub(crate) mod fold;
pub(crate) mod undecided;
pub(crate) mod tally;
pub(crate) mod elsewhere;
mod frugal;
pub(crate) mod address;
pub(crate) mod project;

use crate::files::Files;
use crate::host;
use crate::language::say;
use crate::parallel;
use crate::source::Sources;

pub use crate::progress::{Progress, Stage, Work};
pub use crate::project::Terms;
pub use apart::{Apart, Part};
pub use filters::{selects, unfiltered};
pub use laid::{Laid, project_around};
pub use outcome::{Examined, FailOn, Judgement, Outcome, Sharded, Since, Summary, Verdict, Within, excuse_nothing};
pub use receiver::{Receiver, receiver};
pub use request::{Honour, Request, Scope, Shard, time_zones};
pub use shards::{Plan, Planned, plan};
pub use sink::sort;
pub use waivers::add::{Excuse, excuse};
pub use waivers::fix::{Fix, fixes};
pub use waivers::written;

use cut::Cut;
use memos::Memos;
use prepare::{Context, Ready, Settle, as_read};
use tally::Tally;

/// Checks what the request names. Everything that goes wrong is a finding.
#[must_use]
pub fn check(files: &dyn Files, request: &Request, progress: &dyn Progress) -> Outcome {
    let once = |request: &Request| check_again(files, request, &mut Memos::default(), &mut as_read, progress);
    let mut outcome = once(request);
    let same = !request.frugal || parallel::or_say(|| frugal::recall(&mut outcome, files, request.jobs)) == Ok(true);
    if same {
        return outcome;
    }
    // What has changed meanwhile is checked as it is now.
    drop(outcome);
    once(&Request { frugal: false, ..request.clone() })
}

/// The same with what is kept from earlier checks of the same request, and a say in which versions of packs hold.
#[must_use]
pub(crate) fn check_again(
    files: &dyn Files,
    request: &Request,
    memos: &mut Memos,
    settle: &mut Settle<'_>,
    progress: &dyn Progress,
) -> Outcome {
    let mut sources = std::mem::take(&mut memos.sources);
    sources.begin();
    let context = Context { files, request, memos, progress };
    let outcome = parallel::or_say(|| check_all(context, settle, &mut sources)).unwrap_or_else(|sentence| {
        let mut tally = Tally::new(request.as_of, request.time_zone.clone(), Cut::default());
        tally.add(vec![host::RESOURCES.finding(sentence)]);
        tally.outcome(files, request, &mut sources)
    });
    Outcome { sources, ..outcome }
}

fn check_all(context: Context<'_>, settle: &mut Settle<'_>, sources: &mut Sources) -> Outcome {
    let Context { files, request, .. } = context;
    let (projects, findings) = prepare::find(files, request, sources);
    // Bodies are dealt out over all projects, whose files have to be looked at before the first of them is run.
    let (cut, ready) = shards::ready(context, &projects, sources, settle);
    let mut tally = Tally::new(request.as_of, request.time_zone.clone(), cut);
    tally.add(findings);
    tally.nest(&projects);
    for (project, ready) in projects.iter().zip(ready) {
        let ready = if project.is_sound() {
            Some(ready.unwrap_or_else(|| Ready::of(context, project, sources, settle)))
        } else {
            None
        };
        project::check(context, project, ready, sources, &mut tally);
    }
    tally.miss(request);
    if tally.is_empty() && !request.allow_empty {
        tally.add(vec![host::NO_DATA.finding(say!("没有要检查的数据", "nothing to check"))]);
    }
    tally.outcome(files, request, sources)
}
