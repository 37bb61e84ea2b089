//! Whether a pack can be used: what cannot be loaded is not handed over, and not taken.

use std::path::Path;

use super::Stop;
use crate::report::{View, human};
use crate::terminal::{Terminal, USAGE};
use yize_core::catalogue::{Listing, rules};
use yize_core::check::Request;
use yize_core::files::{Disk, Files as _};
use yize_core::finding::{Finding, Severity};
use yize_core::source::Sources;
use yize_core::{PackSource, say, show_path};

/// Says what is wrong with the pack in a folder or a file, among the packs of the request.
pub(super) fn require(request: &Request, at: &Path, terminal: Terminal) -> Result<(), Stop> {
    // The name of a folder is to be its id.
    let at = if at.file_name().is_none() { Disk.real(at).unwrap_or_else(|_| at.to_owned()) } else { at.to_owned() };
    let packs = [request.packs.clone(), vec![PackSource::Folder(at.clone())]].concat();
    let Listing { findings, sources, .. } = rules(&Disk, &Request { packs, ..request.clone() });
    let name = show_path(&at);
    let of_it: Vec<Finding> = findings
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error && speaks_of(finding, &sources, &name))
        .collect();
    if of_it.is_empty() {
        return Ok(());
    }
    let view = View::new(terminal.lang, USAGE);
    let printed = terminal.print(true, |out| human::findings(&of_it, &sources, request.as_of, view, out));
    let code = terminal.printed(printed, USAGE);
    Err((code, say!("规则包“{name}”有误，改正以后再来", "the pack in `{name}` is broken; mend it first")))
}

/// Whether a finding is about what lies there.
fn speaks_of(finding: &Finding, sources: &Sources, name: &str) -> bool {
    let below = |path: &str| path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let place = finding.place.map(|place| sources.get(place.source).name.clone());
    place.is_some_and(|path| below(&path)) || finding.path.as_deref().is_some_and(below)
}
