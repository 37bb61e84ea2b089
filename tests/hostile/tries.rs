//! What a try is: what is laid out, what is run within which bounds, and how it must end.

use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::Workdir;

/// How long a try may take before it counts as one that never ends, in a debug build on a busy machine. Nothing is measured.
#[derive(Clone, Copy, Debug)]
pub enum Time {
    /// What ends at once.
    Short,
    /// What has a limit of its own to run into, such as the time of a call.
    Long,
}

impl Time {
    fn limit(self) -> Duration {
        match self {
            Self::Short => Duration::from_secs(30),
            Self::Long => Duration::from_secs(100),
        }
    }
}

/// One try.
pub struct Try {
    name: &'static str,
    dir: Workdir,
    line: String,
    megabytes: usize,
    time: Time,
    exits: i32,
    says: Vec<String>,
    never: Vec<String>,
    keeps: Vec<(&'static str, Vec<u8>)>,
}

/// A try of a check, in English and short, of what is in `data/` with the packs in `rules/`: within a gigabyte of addresses, and
/// at once. It must end with that status.
pub fn attempt(name: &'static str, dir: Workdir, exits: i32) -> Try {
    let line = "check data --rules rules --as-of 2026-12-31 --lang en --format short".to_owned();
    Try {
        name,
        dir,
        line,
        megabytes: 1_000,
        time: Time::Short,
        exits,
        says: Vec::new(),
        never: Vec::new(),
        keeps: Vec::new(),
    }
}

impl Try {
    /// Another command than the usual check.
    pub fn line(mut self, line: &str) -> Self {
        line.clone_into(&mut self.line);
        self
    }

    /// More words of the command.
    pub fn and(mut self, words: &str) -> Self {
        let _ = write!(self.line, " {words}");
        self
    }

    /// So much address space, of which a run without any data takes about 300 MB.
    pub fn within(mut self, megabytes: usize) -> Self {
        self.megabytes = megabytes;
        self
    }

    /// It has a limit of its own to run into.
    pub fn long(mut self) -> Self {
        self.time = Time::Long;
        self
    }

    /// What it must say, on either stream.
    pub fn says(mut self, what: &str) -> Self {
        self.says.push(what.to_owned());
        self
    }

    /// What it must never say.
    pub fn never(mut self, what: &str) -> Self {
        self.never.push(what.to_owned());
        self
    }

    /// A file that must be as it is now.
    pub fn keeps(mut self, path: &'static str) -> Self {
        self.keeps.push((path, self.dir.read(path).into_bytes()));
        self
    }

    /// What is wrong with how it ends.
    fn wrong(&self) -> Option<String> {
        let started = Instant::now();
        let limits = format!(
            "ulimit -v {}; exec timeout -s KILL {} \"$0\" \"$@\"",
            self.megabytes * 1024,
            self.time.limit().as_secs()
        );
        let mut command = Command::new("sh");
        command.args(["-c", &limits, env!("CARGO_BIN_EXE_yize")]).args(self.line.split_whitespace());
        let run = self.dir.finish(&mut command, b"");
        let (all, mut wrong) = (format!("{}{}", run.stdout, run.stderr), String::new());
        if run.code != Some(self.exits) {
            let _ = write!(
                wrong,
                " ended with {:?} and not {} after {:?} ({:?});",
                run.code,
                self.exits,
                started.elapsed(),
                self.time
            );
        }
        for what in self.says.iter().filter(|what| !all.contains(what.as_str())) {
            let _ = write!(wrong, " does not say {what:?};");
        }
        for what in self.never.iter().filter(|what| all.contains(what.as_str())) {
            let _ = write!(wrong, " says {what:?};");
        }
        for (path, _) in self.keeps.iter().filter(|(path, was)| self.dir.read(path).as_bytes() != was) {
            let _ = write!(wrong, " changes {path};");
        }
        let shown: String = all.chars().take(2_000).collect();
        (!wrong.is_empty()).then(|| format!("{}:{wrong}\n{shown}\n", self.name))
    }
}

/// Makes the tries, two at a time, and tells all that end otherwise.
pub fn make(tries: Vec<Try>) {
    assert!(!tries.is_empty());
    let (odd, even): (Vec<_>, Vec<_>) = tries.into_iter().enumerate().partition(|(at, _)| at % 2 == 1);
    let wrong = |tries: Vec<(usize, Try)>| tries.iter().filter_map(|(_, own)| own.wrong()).collect::<String>();
    let wrong = std::thread::scope(|scope| {
        let odd = scope.spawn(move || wrong(odd));
        wrong(even) + odd.join().expect("no panic").as_str()
    });
    assert!(wrong.is_empty(), "{wrong}");
}
