//! Changes of files, found by looking at them again and again.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::path::PathBuf;
use std::time::Duration;

use crate::files::recorder::Asked;
use crate::files::{Disk, Files as _};

/// Files larger than this are not looked into.
const LARGEST: u64 = 1 << 30;

/// How often it is looked again while changes go on.
const SETTLE: usize = 20;

/// What was waited for.
#[derive(Debug)]
pub enum Event {
    /// Something is not as it was.
    Changed {
        /// What.
        paths: Vec<PathBuf>,
    },
    /// Nothing, so far.
    Timeout,
}

/// What a round has read, and how that looked.
#[derive(Debug, Default)]
pub struct Poll {
    asked: Asked,
    seen: BTreeMap<PathBuf, u64>,
}

impl Poll {
    /// Looks out for changes of what a round has read. What was looked at before the round stays as it looked then: it may
    /// have changed while the round was under way.
    pub fn follow(&mut self, asked: &Asked) {
        self.asked = asked.clone();
        let now = self.look();
        let before = std::mem::replace(&mut self.seen, now);
        for (path, look) in &mut self.seen {
            *look = before.get(path).copied().unwrap_or(*look);
        }
    }

    /// Waits for a change, at most about so long.
    pub fn wait(&mut self, patience: Duration) -> Event {
        std::thread::sleep(patience);
        let mut now = self.look();
        if now == self.seen {
            return Event::Timeout;
        }
        // Many files are often written one after the other, and one in parts.
        for _ in 0..SETTLE {
            std::thread::sleep(patience / 2);
            let later = self.look();
            if later == now {
                break;
            }
            now = later;
        }
        let differs = |(path, look): (&PathBuf, &u64)| (self.seen.get(path) != Some(look)).then(|| path.clone());
        let gone = self.seen.keys().filter(|path| !now.contains_key(*path)).cloned();
        let paths = now.iter().filter_map(differs).chain(gone).collect();
        self.seen = now;
        Event::Changed { paths }
    }

    /// A number for each path that is different when its contents are.
    fn look(&self) -> BTreeMap<PathBuf, u64> {
        let mut seen = BTreeMap::new();
        for folder in &self.asked.folders {
            for entry in Disk.walk(folder) {
                seen.insert(entry.path, u64::from(entry.kind.is_ok()));
            }
        }
        for path in &self.asked.paths {
            let mut hasher = DefaultHasher::new();
            match Disk.read(path, LARGEST) {
                Ok(bytes) => bytes.hash(&mut hasher),
                Err(error) => error.kind().hash(&mut hasher),
            }
            seen.insert(path.clone(), hasher.finish());
        }
        seen
    }
}
