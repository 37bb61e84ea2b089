//! The thread that checks: round after round of a session for each folder, always of the newest texts.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

use yize_core::files::Overlay;
use yize_core::{Finding, Outcome, Request, Session};

/// What is to be checked next. A newer state takes the place of one that no check has begun with.
#[derive(Debug, Default)]
struct Wanted {
    texts: Option<(u64, Overlay)>,
    ends: bool,
}

/// The worker, as the main thread knows it.
pub(crate) struct Worker {
    wanted: Arc<(Mutex<Wanted>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

/// What a round came to: the number of the state that it was of, and the outcome of each folder.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    pub(crate) state: u64,
    pub(crate) outcomes: Vec<Arc<Outcome>>,
    /// For each folder, what is wrong with packs, of which the last good version stands in the outcome.
    pub(crate) held: Vec<Vec<Finding>>,
}

impl Worker {
    /// Begins to work for these folders.
    pub(crate) fn new(request: &Request, roots: &[PathBuf], done: impl Fn(Checked) + Send + 'static) -> Self {
        let wanted: Arc<(Mutex<Wanted>, Condvar)> = Arc::default();
        let of = |root: &PathBuf| Request { paths: vec![root.clone()], allow_empty: true, ..request.clone() };
        let mut sessions: Vec<Session> = roots.iter().map(|root| Session::new(of(root))).collect();
        let (own, day) = (wanted.clone(), request.as_of);
        let thread = std::thread::spawn(move || {
            while let Some((state, texts)) = next(&own) {
                let round = |session: &mut Session| {
                    let round = session.round(&texts, day, &());
                    (round.outcome, round.held.into_iter().flat_map(|held| held.findings).collect())
                };
                let (outcomes, held) = sessions.iter_mut().map(round).unzip();
                done(Checked { state, outcomes, held });
            }
        });
        Self { wanted, thread: Some(thread) }
    }

    /// Asks for a check of these texts.
    pub(crate) fn ask(&self, state: u64, texts: Overlay) {
        let (wanted, bell) = &*self.wanted;
        wanted.lock().unwrap_or_else(PoisonError::into_inner).texts = Some((state, texts));
        bell.notify_one();
    }
}

/// The newest texts that wait; nothing when there will be none any more.
fn next((wanted, bell): &(Mutex<Wanted>, Condvar)) -> Option<(u64, Overlay)> {
    let mut own = wanted.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        if own.ends {
            return None;
        }
        if let Some(texts) = own.texts.take() {
            return Some(texts);
        }
        own = bell.wait(own).unwrap_or_else(PoisonError::into_inner);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let (wanted, bell) = &*self.wanted;
        wanted.lock().unwrap_or_else(PoisonError::into_inner).ends = true;
        bell.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
