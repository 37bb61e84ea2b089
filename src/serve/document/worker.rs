//! The process that checks one document. It can be ended at any time, whatever it is doing, and takes nobody with it.

use std::io::{self, BufRead, BufReader, Read, Write};

use serde::{Deserialize, Serialize};

use crate::report::{View, json};
use crate::serve::document::SMALL;
use yize_core::check::{FailOn, Outcome, Request, check};
use yize_core::files::Disk;
use yize_core::language::Lang;

/// Most findings that are answered.
pub(super) const MOST: usize = 20_000;
/// Address space of the process, where the system can bound it.
#[cfg(unix)]
const ADDRESSES: u64 = 4 << 30;

/// What comes of a document. It stands in one line before the report.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Answer {
    /// Exit status, and bytes of the report, which follow.
    Report(u8, usize),
    /// A body that the pack asked for does not govern.
    Foreign(String),
    /// More findings than are answered.
    Many(usize),
}

/// Reads the document from stdin, of as many bytes as its first line says, checks it, and writes what comes of it to stdout.
/// The process ends with whoever holds the other end of stdin.
pub(crate) fn examine(request: &Request, pack: Option<&str>, lang: Lang) -> io::Result<()> {
    let mut stdin = BufReader::new(io::stdin());
    let mut first = String::new();
    stdin.read_line(&mut first)?;
    let length: usize = first.trim_end().parse().map_err(io::Error::other)?;
    let mut document = vec![0; length];
    stdin.read_exact(&mut document)?;
    bound(length);
    std::thread::Builder::new().name("leash".into()).spawn(move || {
        let _ = stdin.read(&mut [0]);
        std::process::exit(1);
    })?;
    let (answer, report) = answer(request, document, pack, lang)?;
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{}", serde_json::to_string(&answer)?)?;
    stdout.write_all(&report)?;
    stdout.flush()
}

fn answer(request: &Request, document: Vec<u8>, pack: Option<&str>, lang: Lang) -> io::Result<(Answer, Vec<u8>)> {
    let packs = request.all_packs(&Disk);
    let given = vec![("stdin".to_owned(), document)];
    let outcome = check(&Disk, &Request { paths: Vec::new(), given, packs, ..request.clone() }, &());
    if let Some(body) = pack.and_then(|pack| foreign(&outcome, pack)) {
        return Ok((Answer::Foreign(body), Vec::new()));
    }
    if outcome.findings.len() > MOST {
        return Ok((Answer::Many(outcome.findings.len()), Vec::new()));
    }
    let code = outcome.exit_code(FailOn::Error);
    let mut report = Vec::new();
    json::write(&outcome, View::new(lang, code), &mut report)?;
    Ok((Answer::Report(code, report.len()), report))
}

/// The first body of a check in which a pack is not in force: neither governs it, nor is extended by one that does.
fn foreign(outcome: &Outcome, pack: &str) -> Option<String> {
    outcome.bodies().find(|body| !body.has_in_force(pack)).map(|body| body.id().to_owned())
}

/// Bounds the process as far as the system can: the server and its rounds come first, and small documents before large ones.
fn bound(length: usize) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, nice, setrlimit};
        let _ = nice(if length > SMALL { 10 } else { 5 });
        let known = getrlimit(Resource::As);
        let least = |limit: Option<u64>| Some(limit.map_or(ADDRESSES, |limit| limit.min(ADDRESSES)));
        let limit = Rlimit { current: least(known.current), maximum: least(known.maximum) };
        // What the system does not bound is still ended in time.
        let _ = setrlimit(Resource::As, limit);
    }
    #[cfg(not(unix))]
    let _ = (length, SMALL);
}
