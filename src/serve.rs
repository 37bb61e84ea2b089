//! The live page's server: the board of the last round, an event for each reload, and checks of documents handed in.
//!
//! Sockets live here and nowhere else. The checks run on a thread of their own and hand over finished rounds; however many
//! pages are open or slow, that costs them nothing.

mod heads;
mod crowd;
mod wire;
mod guesses;
mod log;
mod answer;
mod query;
mod pulse;
mod hub;
mod guard;
mod page;
mod events;
mod document;
mod ready;
mod scores;
mod assigned;
mod acts;
mod findings;
mod routes;
mod listen;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use yize_core::check::Request;
use yize_core::language::Lang;

pub(crate) use document::examine;
pub(crate) use hub::Hub;
pub(crate) use log::Log;

/// An address to listen at.
pub(crate) type Address = SocketAddr;

/// The variable of the environment that may hold the token.
pub(crate) const TOKEN: &str = "YIZE_TOKEN";
/// How many boards and pages of findings are worked out at once.
const BOARDS: usize = 2;

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
    /// How a place is opened in an editor: an address with `{path}`, `{line}` and `{column}`.
    pub editor: Option<String>,
    /// The folder that relative paths are in, where it can be told.
    pub root: Option<String>,
    /// A number that no earlier server had, so that no browser takes its old answers for ours.
    pub birth: u64,
    /// What operators are told.
    pub log: Log,
}

/// A server that has its port and waits to be run.
pub(crate) struct Server {
    listener: TcpListener,
    shared: Arc<Shared>,
}

/// What all answers need.
struct Shared {
    settings: Settings,
    log: Log,
    hub: Arc<Hub>,
    /// The address in use.
    addr: SocketAddr,
    crowd: Arc<crowd::Crowd>,
    guesses: guesses::Guesses,
    lanes: document::Lanes,
    /// Held by who writes a file.
    writing: Mutex<()>,
}

impl Server {
    /// Takes the port.
    ///
    /// # Errors
    /// As the system reports them, such as [`io::ErrorKind::AddrInUse`].
    pub(crate) fn bind(settings: Settings) -> io::Result<Self> {
        let listener = TcpListener::bind(settings.addr)?;
        listener.set_nonblocking(true)?;
        let shared = Shared {
            addr: listener.local_addr()?,
            hub: Arc::new(Hub::new(settings.birth)),
            log: settings.log.clone(),
            crowd: Arc::new(crowd::Crowd::new()),
            guesses: guesses::Guesses::default(),
            lanes: document::Lanes::new(),
            writing: Mutex::new(()),
            settings,
        };
        Ok(Self { listener, shared: Arc::new(shared) })
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
            .max_blocking_threads(document::THREADS + BOARDS)
            .build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            let router = routes::router(self.shared.clone());
            listen::listen(listener, self.shared, router).await;
            Ok::<(), io::Error>(())
        })?;
        runtime.shutdown_background();
        Ok(())
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
