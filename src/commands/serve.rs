//! `yize serve`: checks again at every change, and shows it in the browser.

mod poll;

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use jiff::civil::Date;

use crate::board::Shown;
use crate::board::history::{Reload, When};
use crate::check::Request;
use crate::check::live::{Round, Session};
use crate::commands::{FAILED, Terminal, reason};
use crate::files::Disk;
use crate::language::Lang;
use crate::pack::load::show_path;
use crate::say;
use crate::serve::{Address, Hub, Server, Settings};

use poll::{Event, Poll};

/// Arguments of the command.
#[derive(Debug)]
pub struct Args {
    /// What to check.
    pub request: Request,
    /// Where the day comes from; `None` where the user has set it.
    pub clock: Option<fn() -> Date>,
    /// Where the page is.
    pub addr: Address,
    /// What readers must show.
    pub token: Option<String>,
    /// Whether files are looked at in intervals.
    pub poll: bool,
}

/// How often it is looked whether the server is stopped and whether a new day has begun.
const PATIENCE: Duration = Duration::from_millis(250);
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
            let (zh, en) = (why.get(Lang::Zh), why.get(Lang::En));
            terminal.complain(&say!(
                "不能在 {addr} 打开网页：{zh}。可用 --addr 换一个。",
                "cannot serve at {addr}: {en}. --addr takes another."
            ));
            return FAILED;
        }
    };
    let hub = server.hub();
    let stop = hub.clone();
    if let Err(error) = ctrlc::set_handler(move || stop.stop()) {
        terminal.complain(&say!("不能接收中断信号：{error}", "cannot listen for interrupts: {error}"));
        return FAILED;
    }
    let addr = server.addr();
    let told = say!("网页：http://{addr}/  （按 Ctrl-C 结束）", "page: http://{addr}/  (Ctrl-C ends it)");
    // Whoever reads no output can still open the page.
    let _ = terminal.print(false, |out| writeln!(out, "{}", told.get(terminal.lang)));
    let mut checks = Checks {
        session: Session::new(args.request.clone()),
        poll: Poll::default(),
        request_day: args.request.as_of,
        clock: args.clock,
        reloads: Vec::new(),
        hub,
    };
    let spawned = std::thread::Builder::new().name("checks".into()).stack_size(STACK).spawn(move || checks.run());
    let ended = match spawned {
        Ok(_) => server.run(),
        Err(error) => Err(error),
    };
    terminal.printed(ended, 0)
}

/// The thread of checks: a round at each change, handed over to the server.
struct Checks {
    session: Session,
    poll: Poll,
    request_day: Date,
    clock: Option<fn() -> Date>,
    /// The last reloads, latest first.
    reloads: Vec<Arc<Reload>>,
    hub: Arc<Hub>,
}

impl Checks {
    fn run(&mut self) {
        let mut cause = Vec::new();
        while !self.hub.is_stopped() {
            self.round(&cause);
            cause = loop {
                match self.poll.wait(PATIENCE) {
                    Event::Changed { paths } => break paths.iter().map(|path| show_path(path)).collect(),
                    Event::Timeout if self.hub.is_stopped() => return,
                    Event::Timeout if self.today() != self.request_day => break Vec::new(),
                    Event::Timeout => {}
                }
            };
        }
    }

    fn today(&self) -> Date {
        self.clock.map_or(self.request_day, |clock| clock())
    }

    /// Checks once, follows what was read, and hands over what came of it.
    fn round(&mut self, cause: &[String]) {
        self.request_day = self.today();
        let started = start();
        let round = self.session.round(&Disk, self.request_day, &());
        self.poll.follow(&round.asked);
        let elapsed = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.hand_over(round, elapsed, cause);
    }

    fn hand_over(&mut self, round: Round, elapsed: u64, cause: &[String]) {
        let when = When { at: now(), elapsed, cause: cause.to_vec() };
        let shown = Shown::new(round, &when, &self.reloads);
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
