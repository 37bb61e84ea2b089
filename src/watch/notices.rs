//! Notices of the system that something has happened in a folder.
//!
//! What the library and the kernel do has been tried, and is the reason for what stands here:
//! - Watching a file ends when an editor renames another over it; watching its folder does not. So only folders are watched.
//! - A recursive watch looks for folders by itself and may come too late; so each folder is watched by itself, and
//!   [`Watcher::follow`](super::Watcher::follow) decides which.
//! - Two watches of one folder under two names share one descriptor, and to end one ends both. So folders go by their
//!   names without links, and watches are ended before others begin.
//! - When a watched folder is moved or removed, the library forgets its watch and those below it. A folder of that name
//!   which comes back must be watched anew: see [`State::stale`].
//! - Reading gives notices too. They are dropped here, or checking would lead to checking.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::watch::names::{Happening, Names};
use crate::watch::pending::Pending;

/// What the watcher, the thread of the notices and whoever stops it share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    state: Mutex<State>,
    pub bell: Condvar,
}

/// What is known of the world outside.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Which names matter.
    pub names: Names,
    /// Folders that are watched.
    pub watched: BTreeSet<PathBuf>,
    /// Watched folders whose watches, and those below, may have ended.
    pub stale: BTreeSet<PathBuf>,
    /// What has happened.
    pub pending: Pending,
    /// Whether to stop.
    pub stopped: bool,
    /// Whether notices can no longer be had, and why.
    pub trouble: Option<Trouble>,
}

/// Why there are no notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The system allows no more watches.
    Limit,
    /// Something else.
    Other,
}

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A notice, or what went wrong with one.
    pub(super) fn hear(&self, notice: notify::Result<notify::Event>) {
        let now = Instant::now();
        let mut state = self.lock();
        match notice {
            Ok(event) if event.need_rescan() => state.lost(now),
            Ok(event) => {
                let Some(what) = happening(event.kind) else { return };
                event.paths.iter().for_each(|path| state.happened(path, what, now));
            }
            Err(error) => match trouble(&error) {
                Some(trouble) => state.trouble = Some(trouble),
                None => state.lost(now),
            },
        }
        drop(state);
        self.bell.notify_all();
    }
}

impl State {
    /// Something has happened to a name.
    fn happened(&mut self, name: &Path, what: Happening, now: Instant) {
        if what == Happening::ComesOrGoes && self.watched.contains(name) {
            self.stale.insert(name.to_owned());
            self.pending.touch(now);
        }
        if let Some(path) = self.names.meant(name, what) {
            self.pending.add(path, now);
        }
    }

    /// Notices were lost: anything may have changed, watches may have ended.
    fn lost(&mut self, now: Instant) {
        self.pending.touch(now);
        self.pending.rescan = true;
        self.doubt();
    }

    /// Watches may have ended.
    pub(super) fn doubt(&mut self) {
        self.stale = self.watched.clone();
    }
}

/// What a notice says; `None` where someone only reads.
fn happening(kind: EventKind) -> Option<Happening> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) | EventKind::Modify(ModifyKind::Data(_)) => {
            Some(Happening::Contents)
        }
        EventKind::Access(_) => None,
        EventKind::Modify(ModifyKind::Metadata(_)) => Some(Happening::Permissions),
        _ => Some(Happening::ComesOrGoes),
    }
}

fn trouble(error: &notify::Error) -> Option<Trouble> {
    match &error.kind {
        ErrorKind::MaxFilesWatch => Some(Trouble::Limit),
        // No more file descriptors in the process or the system, no more instances of inotify for the user.
        ErrorKind::Io(error) if matches!(error.raw_os_error(), Some(23 | 24 | 28)) => Some(Trouble::Limit),
        ErrorKind::Io(error) if error.kind() == io::ErrorKind::Unsupported => Some(Trouble::Other),
        _ => None,
    }
}

/// The system's notices of what happens in folders.
pub(super) struct Notices {
    watcher: RecommendedWatcher,
}

impl Notices {
    /// Begins to listen; no folder is watched yet.
    pub(super) fn new(shared: &Arc<Shared>) -> Result<Self, Trouble> {
        let shared = Arc::clone(shared);
        let watcher = notify::recommended_watcher(move |notice| shared.hear(notice));
        watcher.map(|watcher| Self { watcher }).map_err(|error| trouble(&error).unwrap_or(Trouble::Other))
    }

    /// Watches the folders on which the names depend, and no others. Says whether any is watched that was not before.
    ///
    /// The lock is never held while the library is called: it waits for its thread, which may be waiting for the lock.
    pub(super) fn watch(&mut self, shared: &Shared, names: Names) -> Result<bool, Trouble> {
        let wanted: BTreeSet<PathBuf> = names.folders().into_iter().collect();
        let (over, new) = {
            let mut state = shared.lock();
            state.names = names;
            let doubtful = std::mem::take(&mut state.stale);
            let may_have_ended = |folder: &Path| folder.ancestors().any(|above| doubtful.contains(above));
            let over: Vec<PathBuf> =
                state.watched.iter().filter(|f| !wanted.contains(*f) || may_have_ended(f)).cloned().collect();
            state.watched.retain(|folder| !over.contains(folder));
            let new: Vec<PathBuf> = wanted.difference(&state.watched).cloned().collect();
            // They count as watched from now on, or what happens to one right after its watch began would be missed.
            state.watched.extend(new.iter().cloned());
            (over, new)
        };
        for folder in &over {
            // It may have ended by itself.
            let _ = self.watcher.unwatch(folder);
        }
        let mut any = false;
        for folder in &new {
            match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => any = true,
                Err(error) => {
                    shared.lock().watched.remove(folder);
                    if let Some(trouble) = trouble(&error) {
                        return Err(trouble);
                    }
                    // Gone since it was looked up, which the folder above it tells, or not ours to read, which
                    // leaves the sweep.
                }
            }
        }
        Ok(any)
    }
}
