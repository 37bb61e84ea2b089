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
    /// Looks out for changes of what a round has read.
    pub fn follow(&mut self, asked: &Asked) {
        self.asked = asked.clone();
        self.seen = self.look();
    }

    /// Waits for a change, at most about so long.
    pub fn wait(&mut self, patience: Duration) -> Event {
        std::thread::sleep(patience);
        let now = self.look();
        if now == self.seen {
            return Event::Timeout;
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
