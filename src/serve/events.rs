//! `GET /events`: a server-sent event for each reload, and a heartbeat, so that a page notices when nobody is there.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::watch;

use crate::serve::Shared;
use crate::serve::hub::{Hub, Snapshot};

/// How often a page hears that all is well.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// After how long a page that has lost the server tries again.
const RETRY: Duration = Duration::from_secs(1);

/// The stream: where things stand now, then an event for each reload.
pub(super) async fn events(State(shared): State<Arc<Shared>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let state = Reader { bell: shared.hub.bell(), hub: shared.hub.clone(), greeted: false, done: false };
    Sse::new(unfold(state, |mut reader| async move {
        let event = reader.next().await?;
        Some((Ok(event), reader))
    }))
}

struct Reader {
    bell: watch::Receiver<Option<Arc<Snapshot>>>,
    hub: Arc<Hub>,
    greeted: bool,
    done: bool,
}

impl Reader {
    async fn next(&mut self) -> Option<Event> {
        if self.done {
            return None;
        }
        if !self.greeted {
            self.greeted = true;
            return Some(self.now().retry(RETRY));
        }
        tokio::select! {
            rung = self.bell.changed() => match rung {
                Ok(()) => Some(self.now()),
                Err(_) => None,
            },
            () = tokio::time::sleep(HEARTBEAT) => Some(Event::default().event("beat").data("")),
            () = self.hub.stopped() => {
                self.done = true;
                Some(Event::default().event("bye").data(""))
            }
        }
    }

    fn now(&mut self) -> Event {
        match &*self.bell.borrow_and_update() {
            None => Event::default().event("wait").data(""),
            Some(snapshot) => {
                let round = snapshot.shown.round.number;
                Event::default().event("round").id(round.to_string()).data(format!("{{\"round\":{round}}}"))
            }
        }
    }
}
