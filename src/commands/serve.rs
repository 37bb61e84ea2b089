//! `yize serve`: checks again at every change, and shows it in the browser.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::board::Shown;
use crate::board::history::{Reload, When};
use crate::commands::watch::{Day, MINUTE};
use crate::commands::{FAILED, Terminal, reason};
use crate::report::View;
use crate::report::live::News;
use crate::serve::{Address, Hub, Server, Settings};
use crate::watch::{Event, Options, Watcher};
use yize_core::check::Request;
use yize_core::check::live::{Round, Session};
use yize_core::files::Disk;
use yize_core::say;

/// Arguments of the command.
#[derive(Debug)]
pub struct Args {
    /// What to check.
    pub request: Request,
    /// The as-of date of a round.
    pub day: Day,
    /// Where the page is.
    pub addr: Address,
    /// What readers must show.
    pub token: Option<String>,
    /// Compare contents that often, in place of the system's notices.
    pub poll: Option<Duration>,
}

/// Stack of the thread of checks, as large as that of a program's first.
const STACK: usize = 16 << 20;

/// Serves until it is interrupted, and gives the exit status.
#[must_use]
pub fn run(args: &Args, terminal: Terminal) -> u8 {
    let settings = Settings {
        addr: args.addr,
        token: args.token.clone(),
        lang: terminal.lang,
        request: args.request.clone(),
        birth: now(),
    };
    let server = match Server::bind(settings, Box::new(Disk)) {
        Ok(server) => server,
        Err(error) => {
            let (addr, why) = (args.addr, reason(&error));
            terminal.complain(&say!(
                "不能在 {addr} 打开网页：{why}。可用 --addr 换一个。",
                "cannot serve at {addr}: {why}. --addr takes another."; why));
            return FAILED;
        }
    };
    let hub = server.hub();
    let watcher = match watcher(args, hub.clone()) {
        Ok(watcher) => watcher,
        Err(error) => {
            terminal.complain(&say!("无法监视文件：{error}", "cannot watch files: {error}"));
            return FAILED;
        }
    };
    let addr = server.addr();
    let told = say!("网页：http://{addr}/  （按 Ctrl-C 结束）", "page: http://{addr}/  (Ctrl-C ends it)");
    // Whoever reads no output can still open the page.
    let _ = terminal.print(false, |out| writeln!(out, "{}", told.get(terminal.lang)));
    let mut checks = Checks {
        session: Session::new(args.request.clone()),
        watcher,
        day: args.day,
        before: None,
        shown: 0,
        reloads: Vec::new(),
        terminal,
        hub,
    };
    let spawned = std::thread::Builder::new().name("checks".into()).stack_size(STACK).spawn(move || checks.run());
    let ended = match spawned {
        Ok(_) => server.run(),
        Err(error) => Err(error),
    };
    terminal.printed(ended, 0)
}

/// A watcher that an interrupt stops, and the server with it.
fn watcher(args: &Args, hub: Arc<Hub>) -> io::Result<Watcher> {
    let (watcher, stopper) = Watcher::new(Options { poll: args.poll, ..Options::default() })?;
    ctrlc::set_handler(move || {
        stopper.stop();
        hub.stop();
    })
    .map_err(io::Error::other)?;
    Ok(watcher)
}

/// The thread of checks: a round at each change, handed over to the server.
struct Checks {
    session: Session,
    watcher: Watcher,
    day: Day,
    /// The round before.
    before: Option<Round>,
    /// How many rounds were shown.
    shown: u64,
    /// The last reloads, latest first.
    reloads: Vec<Arc<Reload>>,
    hub: Arc<Hub>,
    terminal: Terminal,
}

impl Checks {
    fn run(&mut self) {
        let mut hints = Vec::new();
        while !self.hub.is_stopped() {
            let day = self.day.day();
            let started = start();
            let round = self.session.round(&Disk, day, &());
            self.watcher.follow(&round.asked);
            self.hand_over(&round, &hints, started.elapsed());
            self.before = Some(round);
            hints = loop {
                if let Some(note) = self.watcher.note() {
                    self.terminal.print_aside(|err| writeln!(err, "{}", note.get(self.terminal.lang)));
                }
                match self.watcher.wait(Some(start() + MINUTE)) {
                    Event::Changed { paths, .. } => break paths,
                    Event::Timeout if self.day.day() != day => break Vec::new(),
                    Event::Timeout => {}
                    Event::Stopped => return,
                }
            };
        }
    }

    /// Shows a round, unless it only makes sure of what the one before it said.
    fn hand_over(&mut self, round: &Round, hints: &[PathBuf], elapsed: Duration) {
        let view = View::new(self.terminal.lang, 0);
        let news = News::new(round, self.before.as_ref(), hints, elapsed, view);
        if !news.worth_telling {
            return;
        }
        let elapsed = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        // Readers count what they are shown.
        self.shown += 1;
        let round = Round { number: self.shown, ..round.clone() };
        let shown = Shown::new(round, &When { at: now(), elapsed, cause: news.cause }, &self.reloads);
        self.reloads.clone_from(&shown.reloads);
        self.hub.publish(shown);
    }
}

#[expect(clippy::disallowed_methods, reason = "tells the page how long a reload took; decides nothing")]
fn start() -> Instant {
    Instant::now()
}

/// Milliseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "tells the page when a reload was; decides nothing")]
fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
