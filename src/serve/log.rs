//! What operators are told: a line of JSON on stderr for each request and round. Whoever reads it slowly, or not at all, keeps
//! nobody waiting: lines that find no room are counted and left out, and it is said how many.
//!
//! Queries are left out, for one may search for a name; so are tokens.
#![expect(
    clippy::disallowed_methods,
    reason = "lines say when something was and how long it took; no finding depends on it"
)]

use std::io::{self, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::response::Response;
use serde_json::{Value, json};

use crate::report::text::clean_line;
use crate::serve::crowd::Connection;

/// Most lines that wait to be written.
const WAITING: usize = 1024;
/// Most characters of a path or an error.
const LONGEST: usize = 300;
/// How long the last lines may take to be written.
const FAREWELL: Duration = Duration::from_millis(500);

/// Where lines go, if anywhere.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log(Option<Arc<Lines>>);

#[derive(Debug)]
struct Lines {
    lines: SyncSender<Line>,
    lost: Arc<AtomicU64>,
}

#[derive(Debug)]
enum Line {
    Told(String),
    /// All that was told before has been written.
    End(SyncSender<()>),
}

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct Entry {
    begun: Instant,
    told: Value,
}

impl Log {
    /// Lines of JSON on stderr.
    ///
    /// # Errors
    /// Where there is no thread to write them.
    pub(crate) fn json() -> io::Result<Self> {
        let (lines, written) = sync_channel(WAITING);
        let lost = Arc::new(AtomicU64::new(0));
        let own = lost.clone();
        std::thread::Builder::new().name("log".into()).spawn(move || write(&written, &own))?;
        Ok(Self(Some(Arc::new(Lines { lines, lost }))))
    }

    /// Whether lines go anywhere.
    pub(crate) fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// Tells of something that happened.
    pub(crate) fn tell(&self, event: &str, mut told: Value) {
        let Some(own) = &self.0 else { return };
        let mut line = json!({ "at": jiff::Timestamp::now().to_string(), "event": event });
        if let (Some(line), Some(told)) = (line.as_object_mut(), told.as_object_mut()) {
            line.append(told);
        }
        if own.lines.try_send(Line::Told(line.to_string())).is_err() {
            own.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits a moment for the last lines.
    pub(crate) fn close(&self) {
        let Some(own) = &self.0 else { return };
        let (done, all) = sync_channel(1);
        if own.lines.try_send(Line::End(done)).is_ok() {
            let _ = all.recv_timeout(FAREWELL);
        }
    }

    /// A request has come.
    pub(super) fn begin(&self, connection: &Connection, request: &Request) -> Option<Entry> {
        self.0.as_ref()?;
        let told = json!({
            "peer": connection.peer.to_string(),
            "method": short(request.method().as_str()),
            "path": short(request.uri().path()),
        });
        Some(Entry { begun: Instant::now(), told })
    }

    /// It has its answer.
    pub(super) fn end(&self, entry: Option<Entry>, response: &Response) {
        let Some(Entry { begun, mut told }) = entry else { return };
        told["status"] = response.status().as_u16().into();
        told["elapsed_ms"] = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX).into();
        self.tell("request", told);
    }

    /// The process of a document ended without an answer.
    pub(super) fn document_broke(&self, error: &io::Error) {
        self.tell("document-broke", json!({ "error": short(&error.to_string()) }));
    }

    /// A connection found no room.
    pub(super) fn full(&self, peer: std::net::SocketAddr) {
        self.tell("full", json!({ "peer": peer.to_string() }));
    }
}

fn short(text: &str) -> String {
    clean_line(text).chars().take(LONGEST).collect()
}

/// Writes lines until there are none to come. Nothing can be done where that fails.
fn write(lines: &Receiver<Line>, lost: &AtomicU64) {
    while let Ok(line) = lines.recv() {
        let missing = lost.swap(0, Ordering::Relaxed);
        if missing > 0 {
            let _ = writeln!(io::stderr(), "{}", json!({ "event": "lost", "lines": missing }));
        }
        match line {
            Line::Told(line) => {
                let _ = io::stderr().write_all((line + "\n").as_bytes());
            }
            Line::End(done) => {
                let _ = done.send(());
            }
        }
    }
}
