//! Where rounds are handed over: the last one, kept for whoever asks, and a bell for those who wait.

use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use tokio::sync::watch;

use crate::board::{Shown, board};
use crate::serve::pulse::{Pulse, Told};
use yize_core::escape::json_vec;
use yize_core::language::Lang;

/// The last round, and whether the server is to stop.
#[derive(Debug)]
pub(crate) struct Hub {
    last: watch::Sender<Option<Arc<Snapshot>>>,
    stop: watch::Sender<bool>,
    birth: u64,
    pulse: Pulse,
}

/// A round with its board as text, made once for each language when it is first asked for.
#[derive(Debug)]
pub(super) struct Snapshot {
    /// The round.
    pub shown: Shown,
    boards: [OnceLock<Bytes>; 2],
}

impl Hub {
    pub(super) fn new(birth: u64) -> Self {
        Self { last: watch::Sender::new(None), stop: watch::Sender::new(false), birth, pulse: Pulse::default() }
    }

    /// A round begins.
    pub(crate) fn begin(&self) {
        self.pulse.begin();
    }

    /// Hands over a round. Never waits for a reader.
    pub(crate) fn publish(&self, shown: Shown) {
        self.pulse.done();
        self.last.send_replace(Some(Arc::new(Snapshot { shown, boards: [OnceLock::new(), OnceLock::new()] })));
    }

    /// A round said what the one before it had said.
    pub(crate) fn confirm(&self) {
        self.pulse.done();
    }

    /// Nothing has changed since the last round.
    pub(crate) fn sure(&self) {
        self.pulse.sure();
    }

    /// A round broke: what is shown is no verdict on what is there now. Readers are told at once.
    pub(crate) fn broke(&self) {
        self.pulse.broke();
        self.last.send_modify(|_| ());
    }

    /// How far what is shown can be trusted.
    pub(super) fn told(&self) -> Told {
        let shown = self.last();
        self.pulse.told(shown.map(|snapshot| (snapshot.shown.round.number, snapshot.shown.exit())))
    }

    /// Ends the server and its streams.
    pub(crate) fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Ends when it is told to stop.
    pub(super) fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stop = self.stop.subscribe();
        async move {
            // An error means that the hub is gone, which is a stop too.
            let _ = stop.wait_for(|stop| *stop).await;
        }
    }

    /// The last round, where there is one yet.
    pub(super) fn last(&self) -> Option<Arc<Snapshot>> {
        self.last.borrow().clone()
    }

    /// Rings at each round. A reader that is slow meets the last one and skips those between.
    pub(super) fn bell(&self) -> watch::Receiver<Option<Arc<Snapshot>>> {
        self.last.subscribe()
    }

    /// A name for what a round looks like in a language.
    pub(super) fn etag(&self, round: u64, lang: Lang) -> String {
        format!("\"{:x}-{round}-{}\"", self.birth, if lang == Lang::Zh { "zh" } else { "en" })
    }
}

impl Snapshot {
    /// The board as JSON.
    pub(super) fn board(&self, lang: Lang) -> Bytes {
        let made = self.boards[usize::from(lang == Lang::En)].get_or_init(|| {
            let text = json_vec(&board(&self.shown, lang));
            Bytes::from(text)
        });
        made.clone()
    }
}
