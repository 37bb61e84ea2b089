//! `GET /events`: a server-sent event for each reload, and a heartbeat, so that a page notices when nobody is there. Each
//! tells how old the verdict is, and whether a check does not end or broke.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use tokio::sync::watch;

use crate::serve::Shared;
use crate::serve::answer::{Refusal, language};
use crate::serve::crowd::Seat;
use crate::serve::guard::Stream;
use crate::serve::hub::{Hub, Snapshot};
use yize_core::say;

/// How often a page hears how things stand.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// After how long a page that has lost the server tries again.
const RETRY: Duration = Duration::from_secs(1);

/// The stream: where things stand now, then an event for each reload.
pub(super) async fn events(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap) -> Response {
    let Some(seat) = shared.crowd.seat() else {
        let lang = language(uri.query(), &headers, shared.settings.lang);
        let message = say!("打开的网页太多，请稍后再试", "too many pages are open; try again later");
        let refusal = Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "streams", message, lang);
        return refusal.with(header::RETRY_AFTER, "5").into_response();
    };
    let state = Reader { bell: shared.hub.bell(), hub: shared.hub.clone(), greeted: false, done: false, _seat: seat };
    let stream = unfold(state, |mut reader| async move {
        let event = reader.next().await?;
        Some((Ok::<_, Infallible>(event), reader))
    });
    let mut response = Sse::new(stream).into_response();
    response.extensions_mut().insert(Stream);
    response
}

struct Reader {
    bell: watch::Receiver<Option<Arc<Snapshot>>>,
    hub: Arc<Hub>,
    greeted: bool,
    done: bool,
    _seat: Seat,
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
            () = tokio::time::sleep(HEARTBEAT) => Some(self.told("beat")),
            () = self.hub.stopped() => {
                self.done = true;
                Some(Event::default().event("bye").data(""))
            }
        }
    }

    fn now(&mut self) -> Event {
        let round = self.bell.borrow_and_update().as_ref().map(|snapshot| snapshot.shown.round.number);
        match round {
            None => self.told("wait"),
            Some(round) => self.told("round").id(round.to_string()),
        }
    }

    /// An event with how far what is shown can be trusted.
    fn told(&self, name: &str) -> Event {
        let told = serde_json::to_string(&self.hub.told()).unwrap_or_default();
        Event::default().event(name).data(told)
    }
}
