//! A running `yize watch`, and what its events add up to.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{AS_OF, Workdir};

/// No event takes longer, in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// A data file with one member, and nothing wrong with it.
pub fn good(number: usize) -> String {
    format!(
        "body = \"demo\"\nyear = 2026\n\n[[member]]\nid = \"M-{number}\"\nname = \"委员{number}\"\nstatus = \"active\"\n\
         joined = 2022-01-18\npoints = 60.5\n"
    )
}

/// The same with too few points, in as many bytes.
pub fn bad(number: usize) -> String {
    good(number).replace("60.5", "59.5")
}

/// The tests' own pack, and two files of data without a finding.
pub fn workdir() -> Workdir {
    Workdir::new().with("data/a.toml", good(1)).with("data/b.toml", good(2))
}

/// A running `yize watch`.
pub struct Watch {
    pub dir: Workdir,
    /// The program and arguments in front of the command.
    program: Vec<String>,
    /// Arguments that `check` takes too.
    line: String,
    child: Child,
    events: Receiver<Value>,
    /// Findings by fingerprint, as the events add up.
    state: BTreeMap<String, Value>,
    summary: Value,
    reports: usize,
    /// The last events.
    log: VecDeque<Value>,
}

impl Watch {
    /// Watches `data` with the packs in `rules`, and waits for the first report.
    pub fn start(dir: Workdir) -> Self {
        Self::with(dir, "data --rules rules", "")
    }

    /// Watches with arguments that `check` takes too, and some that are its own.
    pub fn with(dir: Workdir, line: &str, own: &str) -> Self {
        Self::by(&[env!("CARGO_BIN_EXE_yize")], dir, line, own)
    }

    /// Watches, run by that program.
    pub fn by(program: &[&str], dir: Workdir, line: &str, own: &str) -> Self {
        let line = format!("{line} --as-of {AS_OF} --lang en");
        let mut command = Command::new(program[0]);
        command.args(&program[1..]).args(["watch", "--format", "jsonl"]);
        command.args(line.split_whitespace()).args(own.split_whitespace()).current_dir(dir.path(""));
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a child");
        let (sender, events) = channel();
        let stdout = BufReader::new(child.stdout.take().expect("piped"));
        std::thread::spawn(move || {
            for line in stdout.lines() {
                let line = line.expect("readable");
                let event = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
                if sender.send(event).is_err() {
                    break;
                }
            }
        });
        let program = program.iter().map(|word| (*word).to_owned()).collect();
        let (state, summary, log) = (BTreeMap::new(), Value::Null, VecDeque::new());
        let mut watch = Self { dir, program, line, child, events, state, summary, reports: 0, log };
        let deadline = Instant::now() + PATIENCE;
        while watch.summary.is_null() {
            watch.hear(deadline);
        }
        watch.agrees();
        watch
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What a fresh check reports.
    pub fn fresh(&self) -> (BTreeMap<String, Value>, Value) {
        let mut command = Command::new(&self.program[0]);
        command.args(&self.program[1..]).args(["check", "--format", "json"]).args(self.line.split_whitespace());
        let mut report = self.dir.finish(&mut command, b"").json();
        let Value::Array(findings) = report["findings"].take() else { panic!("{report}") };
        (findings.into_iter().map(by_fingerprint).collect(), report["summary"].take())
    }

    /// Changes something that a check would report otherwise, and waits until the events say the same.
    #[track_caller]
    pub fn changes(&mut self, change: impl FnOnce(&Workdir)) {
        change(&self.dir);
        let (findings, summary) = self.fresh();
        assert!((&findings, &summary) != (&self.state, &self.summary), "the change changes nothing");
        self.agrees();
    }

    /// Changes something in a way that a check reports alike.
    pub fn still(&mut self, change: impl FnOnce(&Workdir)) {
        change(&self.dir);
        self.agrees();
    }

    /// Waits until the events add up to what a fresh check reports.
    #[track_caller]
    pub fn agrees(&mut self) {
        let fresh = self.fresh();
        let deadline = Instant::now() + PATIENCE;
        while (&fresh.0, &fresh.1) != (&self.state, &self.summary) {
            let heard = self.hear(deadline);
            assert!(
                heard,
                "the events come to {:#?}, and a check to {fresh:#?}\n{:#?}",
                (&self.state, &self.summary),
                self.log
            );
        }
    }

    /// Waits for an event of that sort.
    #[track_caller]
    pub fn until(&mut self, event: &str) -> Value {
        let deadline = Instant::now() + PATIENCE;
        while self.hear(deadline) {
            let last = self.log.back().expect("an event");
            if last["event"] == event {
                return last.clone();
            }
        }
        panic!("no {event}: {:#?}", self.log);
    }

    /// Messages of the findings, as the events add up.
    pub fn messages(&self) -> Vec<&str> {
        self.state.values().filter_map(|finding| finding["message"].as_str()).collect()
    }

    /// Takes one event; `false` when none comes.
    #[track_caller]
    fn hear(&mut self, deadline: Instant) -> bool {
        let event = match self.events.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => return false,
            Err(RecvTimeoutError::Disconnected) => {
                let mut said = String::new();
                let _ = self.child.stderr.take().map(|mut err| err.read_to_string(&mut said));
                panic!("yize watch has ended: {said}");
            }
        };
        self.apply(event);
        true
    }

    fn apply(&mut self, event: Value) {
        if event["event"] == "report" {
            let list = |key: &str| event[key].as_array().expect("a list").iter().cloned().map(by_fingerprint);
            for (print, _) in list("removed") {
                assert!(self.state.remove(&print).is_some(), "{print} was not there: {event:#}");
            }
            for (print, finding) in list("added") {
                assert!(self.state.insert(print, finding).is_none(), "there already: {event:#}");
            }
            for (print, finding) in list("moved") {
                assert!(self.state.insert(print, finding).is_some(), "was not there: {event:#}");
            }
            self.summary = event["summary"].clone();
            self.reports += 1;
        }
        self.log.push_back(event);
        if self.log.len() > 6 {
            self.log.pop_front();
        }
    }

    /// How many reports there were.
    pub fn number_of_reports(&self) -> usize {
        self.reports
    }

    /// The last events.
    pub fn log(&self) -> &VecDeque<Value> {
        &self.log
    }

    /// The causes of the last report.
    pub fn cause(&self) -> Vec<&str> {
        let last = self.log.back().expect("an event");
        last["cause"].as_array().expect("a list").iter().filter_map(Value::as_str).collect()
    }

    /// Ends it as a terminal or a service manager does; nothing that it said meanwhile was wrong.
    #[track_caller]
    pub fn ends(mut self) {
        self.agrees();
        let kill = Command::new("kill").args(["-TERM", &self.id().to_string()]).status().expect("kill");
        assert!(kill.success());
        let status = self.child.wait().expect("its end");
        while let Ok(event) = self.events.recv() {
            self.apply(event);
        }
        assert_eq!(status.code(), Some(0));
        let (findings, summary) = self.fresh();
        assert_eq!((&self.state, &self.summary), (&findings, &summary));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Where a test has failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn by_fingerprint(finding: Value) -> (String, Value) {
    (finding["fingerprint"].as_str().expect("a fingerprint").to_owned(), finding)
}
