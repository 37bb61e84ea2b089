//! The live page's server: the board of the last round, an event for each reload, and checks of documents handed in.
//!
//! Sockets live here and nowhere else. The checks run on a thread of their own and hand over finished rounds; however many
//! pages are open or slow, that costs them nothing.

mod answer;
mod query;
mod guard;
mod hub;
mod page;
mod events;
mod document;
mod routes;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use yize_core::check::Request;
use yize_core::files::Files;
use yize_core::language::Lang;

pub(crate) use hub::Hub;

/// An address to listen at.
pub(crate) type Address = SocketAddr;

/// How long streams and answers may take to end when the server is told to stop.
const FAREWELL: Duration = Duration::from_secs(2);
/// Stack of threads that check documents: as deep as data may be nested.
const STACK: usize = 16 << 20;

/// Where to listen, and for whom.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Address; port 0 takes any that is free.
    pub addr: Address,
    /// What readers must show, if anything.
    pub token: Option<String>,
    /// Language of errors where a reader asks for none.
    pub lang: Lang,
    /// How documents that are handed in are checked: packs, day and threads of the project that is shown.
    pub request: Request,
    /// A number that no earlier server had, so that no browser takes its old answers for ours.
    pub birth: u64,
}

/// A server that has its port and waits to be run.
pub(crate) struct Server {
    listener: TcpListener,
    shared: Arc<Shared>,
}

/// What all answers need.
struct Shared {
    settings: Settings,
    hub: Arc<Hub>,
    files: Box<dyn Files + Send>,
    /// The address in use.
    addr: SocketAddr,
    turns: Arc<tokio::sync::Semaphore>,
}

impl Server {
    /// Takes the port.
    ///
    /// # Errors
    /// As the system reports them, such as [`io::ErrorKind::AddrInUse`].
    pub(crate) fn bind(settings: Settings, files: Box<dyn Files + Send>) -> io::Result<Self> {
        let listener = TcpListener::bind(settings.addr)?;
        listener.set_nonblocking(true)?;
        let addr = listener.local_addr()?;
        let turns = Arc::new(tokio::sync::Semaphore::new(document::AT_ONCE));
        let hub = Arc::new(Hub::new(settings.birth));
        Ok(Self { listener, shared: Arc::new(Shared { settings, hub, files, addr, turns }) })
    }

    /// The address in use.
    #[must_use]
    pub(crate) fn addr(&self) -> SocketAddr {
        self.shared.addr
    }

    /// Where rounds are handed over, and where the server is stopped.
    #[must_use]
    pub(crate) fn hub(&self) -> Arc<Hub> {
        self.shared.hub.clone()
    }

    /// Answers until the hub is told to stop. Streams that are still read then are cut.
    ///
    /// # Errors
    /// As the system reports them.
    pub(crate) fn run(self) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .thread_stack_size(STACK)
            .max_blocking_threads(document::AT_ONCE + 2)
            .build()?;
        let hub = self.shared.hub.clone();
        let ended = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            let stopped = hub.stopped();
            let server = axum::serve(listener, routes::router(self.shared)).with_graceful_shutdown(stopped);
            tokio::select! {
                ended = server.into_future() => ended,
                // A reader that never takes the last bytes must not keep the program alive.
                () = async { hub.stopped().await; tokio::time::sleep(FAREWELL).await } => Ok(()),
            }
        });
        runtime.shutdown_background();
        ended
    }
}

/// Whether only this machine can reach an address.
#[must_use]
pub(crate) fn is_loopback(addr: &SocketAddr) -> bool {
    addr.ip().to_canonical().is_loopback()
}

/// Reads an address: `127.0.0.1:7420`, `[::1]:7420`, `localhost:7420`.
#[must_use]
pub(crate) fn address(word: &str) -> Option<Address> {
    word.parse().ok().or_else(|| format!("127.0.0.1:{}", word.strip_prefix("localhost:")?).parse().ok())
}
