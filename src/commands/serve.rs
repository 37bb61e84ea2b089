//! `yize serve`: checks again at every change, and shows it in the browser.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::board::Shown;
use crate::board::history::{Reload, When};
use crate::report::View;
use crate::report::live::News;
use crate::rounds::{Latest, Repeated, Rounds};
use crate::serve::{Address, Hub, Server, Settings};
use crate::terminal::{FAILED, Terminal, reason};
use yize_core::check::live::Round;
use yize_core::files::Disk;
use yize_core::language::Lang;
use yize_core::say;

/// Arguments of the command.
#[derive(Debug)]
pub struct Args {
    /// What to check again and again.
    pub repeated: Repeated,
    /// Where the page is.
    pub addr: Address,
    /// What readers must show.
    pub token: Option<String>,
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
        request: args.repeated.request.clone(),
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
    let stopped = hub.clone();
    let rounds = match Rounds::new(&args.repeated, move || stopped.stop()) {
        Ok(rounds) => rounds,
        Err(error) => {
            terminal.complain(&say!("无法监视文件：{error}", "cannot watch files: {error}"));
            return FAILED;
        }
    };
    let addr = server.addr();
    let told = say!("网页：http://{addr}/  （按 Ctrl-C 结束）", "page: http://{addr}/  (Ctrl-C ends it)");
    // Whoever reads no output can still open the page.
    let _ = terminal.print(false, |out| writeln!(out, "{}", told.get(terminal.lang)));
    let showing = Showing { hub, shown: 0, reloads: Vec::new(), terminal };
    let spawned = std::thread::Builder::new().name("checks".into()).stack_size(STACK).spawn(|| showing.run(rounds));
    let ended = match spawned {
        Ok(_) => server.run(),
        Err(error) => Err(error),
    };
    terminal.printed(ended, 0)
}

/// The thread of checks: hands round after round over to the server.
struct Showing {
    hub: Arc<Hub>,
    /// How many rounds were shown.
    shown: u64,
    /// The last reloads, latest first.
    reloads: Vec<Arc<Reload>>,
    terminal: Terminal,
}

impl Showing {
    fn run(mut self, mut rounds: Rounds) {
        while let Some(latest) = rounds.next(&()) {
            self.hand_over(&latest);
            if let Some(note) = rounds.note() {
                self.terminal.print_aside(|err| writeln!(err, "{}", note.get(self.terminal.lang)));
            }
        }
    }

    /// Shows a round, unless it only makes sure of what the one before it said.
    fn hand_over(&mut self, latest: &Latest<'_>) {
        let news = News::new(latest, View::new(self.terminal.lang, 0));
        if !news.worth_telling {
            return;
        }
        let elapsed = u64::try_from(latest.elapsed.as_millis()).unwrap_or(u64::MAX);
        // Readers count what they are shown.
        self.shown += 1;
        let round = Round { number: self.shown, ..latest.round.clone() };
        let shown = Shown::new(round, &When { at: now(), elapsed, cause: news.cause }, &self.reloads);
        self.reloads.clone_from(&shown.reloads);
        self.hub.publish(shown);
    }
}

/// Milliseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "tells the page when a reload was; decides nothing")]
fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
