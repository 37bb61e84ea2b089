//! All connections that there are. When they are too many, whoever waits longest without asking anything has to leave, so that
//! connections that are only held keep nobody out.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tokio::sync::Notify;

use crate::serve::heads::Fault;

/// Most connections, where the system lets a program have that many files.
const MOST: usize = 512;
/// Files that the checks need besides.
const SPARE: usize = 64;

/// A connection.
#[derive(Debug)]
pub(super) struct Connection {
    /// Who is at the other end.
    pub peer: SocketAddr,
    /// Its number.
    id: u64,
    /// Told when it has to leave.
    leave: Notify,
    /// Whether it is being answered.
    busy: AtomicBool,
    /// When it last fell idle, in the crowd's own count.
    idle: AtomicU64,
    fault: OnceLock<Fault>,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Crowd {
    all: Mutex<BTreeMap<u64, Arc<Connection>>>,
    next: AtomicU64,
    most: usize,
    streams: AtomicUsize,
}

/// A place among the streams of events.
#[derive(Debug)]
pub(super) struct Seat(Arc<Crowd>);

impl Connection {
    /// What came over it can be read in two ways.
    pub(super) fn accuse(&self, fault: Fault) {
        let _ = self.fault.set(fault);
    }

    /// What is wrong with what came over it.
    pub(super) fn fault(&self) -> Option<Fault> {
        self.fault.get().copied()
    }

    /// Ends when it has to leave.
    pub(super) async fn told_to_leave(&self) {
        self.leave.notified().await;
    }
}

impl Crowd {
    pub(super) fn new() -> Self {
        let most = files().map_or(MOST, |files| MOST.min(files.saturating_sub(SPARE) / 2).max(8));
        Self { all: Mutex::default(), next: AtomicU64::new(0), most, streams: AtomicUsize::new(0) }
    }

    /// Takes a connection in, and has another leave if need be. `None` where all are being answered.
    pub(super) fn enter(&self, peer: SocketAddr) -> Option<Arc<Connection>> {
        if self.lock().len() >= self.most && !self.make_room() {
            return None;
        }
        let id = self.count();
        let connection = Arc::new(Connection {
            peer,
            id,
            leave: Notify::new(),
            busy: AtomicBool::new(false),
            idle: AtomicU64::new(id),
            fault: OnceLock::new(),
        });
        self.lock().insert(id, connection.clone());
        Some(connection)
    }

    /// Has the connection leave that has waited longest without asking anything.
    pub(super) fn make_room(&self) -> bool {
        let mut all = self.lock();
        let idle = all.values().filter(|one| !one.busy.load(Ordering::Relaxed));
        let Some(longest) = idle.min_by_key(|one| one.idle.load(Ordering::Relaxed)).map(|one| one.id) else {
            return false;
        };
        if let Some(left) = all.remove(&longest) {
            left.leave.notify_one();
        }
        true
    }

    /// It is gone.
    pub(super) fn left(&self, connection: &Connection) {
        self.lock().remove(&connection.id);
    }

    /// It is being answered from now on, or not any more.
    pub(super) fn busy(&self, connection: &Connection, busy: bool) {
        connection.idle.store(self.count(), Ordering::Relaxed);
        connection.busy.store(busy, Ordering::Relaxed);
    }

    /// A place for a stream of events; a quarter of all connections are kept for what ends by itself.
    pub(super) fn seat(self: &Arc<Self>) -> Option<Seat> {
        let most = self.most - self.most / 4;
        let taken = |seats: usize| (seats < most).then_some(seats + 1);
        self.streams.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken).ok()?;
        Some(Seat(self.clone()))
    }

    fn count(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Connection>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.streams.fetch_sub(1, Ordering::Relaxed);
    }
}

/// How many files the system lets this program have open, where it says so.
fn files() -> Option<usize> {
    #[cfg(unix)]
    {
        let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
        limit.current.and_then(|files| usize::try_from(files).ok())
    }
    #[cfg(not(unix))]
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_longest_without_asking_has_to_leave() {
        let crowd = Arc::new(Crowd { most: 3, ..Crowd::new() });
        let peer = SocketAddr::from(([127, 0, 0, 1], 1));
        let enter = || crowd.enter(peer);
        let [first, second, third] = [enter(), enter(), enter()].map(|one| one.expect("room"));
        crowd.busy(&first, true);
        let fourth = enter().expect("room");
        let stays = |one: &Connection| crowd.lock().contains_key(&one.id);
        assert_eq!([&first, &second, &third, &fourth].map(|one| stays(one)), [true, false, true, true]);
        crowd.busy(&first, false);
        let fifth = enter().expect("room");
        assert_eq!([&first, &third, &fourth, &fifth].map(|one| stays(one)), [true, false, true, true]);
        for one in [&first, &fourth, &fifth] {
            crowd.busy(one, true);
        }
        assert!(enter().is_none());
        crowd.left(&fifth);
        assert!(enter().is_some());
    }

    #[test]
    fn streams_leave_a_quarter_of_the_places() {
        let crowd = Arc::new(Crowd { most: 4, ..Crowd::new() });
        let seats: Vec<Seat> = (0..3).map_while(|_| crowd.seat()).collect();
        assert!(seats.len() == 3 && crowd.seat().is_none());
        drop(seats);
        assert!(crowd.seat().is_some());
    }
}
