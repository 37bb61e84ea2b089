//! From a save to the verdict: `yize watch` runs, a file is saved, and its report of the round is waited for.

use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Instant;

use serde::Deserialize;

use crate::Result;
use crate::gauge::{Cost, Spread};
use crate::written::Written;

/// Saves of a file of activities; each changes what is found.
const SAVES: usize = 7;
/// The file, and what takes turns in it: a form that is known, and one that is not.
const FILE: &str = "data/2-activities-06.toml";
const FORMS: [&str; 2] = ["form = \"survey\"", "form = \"surveys\""];

/// An event of `yize watch`.
#[derive(Deserialize)]
struct Event {
    event: String,
}

/// The program, ended however this ends.
struct Watch {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Watch {
    /// Reads until a round has been told in full.
    fn report(&mut self) -> Result<()> {
        for line in &mut self.lines {
            if serde_json::from_str::<Event>(&line?)?.event == "report" {
                return Ok(());
            }
        }
        Err("yize watch has ended".into())
    }
}

/// The seconds from a save until the report of its round has been read.
pub fn saves(yize: &Path, set: &Written) -> Result<Spread> {
    let mut child = Command::new(yize)
        .args(["watch", "--format", "jsonl", "--rules"])
        .args([set.path("rules"), set.path("data")])
        .env("YIZE_CACHE", "off")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let stdout = child.stdout.take().ok_or("a pipe")?;
    let mut watch = Watch { child, lines: BufReader::new(stdout).lines() };
    watch.report()?;
    let path = set.path(FILE);
    let text = std::fs::read_to_string(&path)?;
    let mut costs = Vec::new();
    for turn in 0..SAVES {
        let other = text.replacen(FORMS[0], FORMS[(turn + 1) % 2], 1);
        let beside = path.with_extension("new");
        std::fs::write(&beside, other)?;
        let started = Instant::now();
        std::fs::rename(&beside, &path)?;
        watch.report()?;
        costs.push(Cost { wall: started.elapsed().as_secs_f64(), cpu: 0.0, memory: None });
    }
    std::fs::write(&path, text)?;
    Spread::of(&costs).ok_or_else(|| "no save".into())
}
