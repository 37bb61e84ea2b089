//! `yize serve`: checks again at every change, and shows it in the browser.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::json;

use crate::args::token::{self, Token};
use crate::args::{Builder, Command, Given, Paths, action, browser, repeated};
use crate::board::Shown;
use crate::board::history::{Reload, When};
use crate::history::History;
use crate::report::View;
use crate::report::news::News;
use crate::report::text::clean_line;
use crate::rounds::{Latest, Repeated, Rounds, late};
use crate::serve::{Address, Hub, Log, Server, Settings, TOKEN, address, is_loopback};
use crate::terminal::{FAILED, Terminal, reason};
use yize_core::check::FailOn;
use yize_core::files::{Disk, Files as _};
use yize_core::language::Text;
use yize_core::say;
use yize_core::session::Round;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "serve",
    about: (
        "在浏览器里看检查结果，数据或规则一改就更新",
        "Show findings in the browser, renewed at every change of data or rules",
    ),
    usage: ("yize serve [选项] [路径]...", "yize serve [OPTIONS] [PATH]..."),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let after = say!(
        "网页之外，POST /check 检查一份 TOML 文件，返回 JSON 报告，不作保存：\n  curl --data-binary @计划.toml -H 'Content-Type: application/toml' http://127.0.0.1:7420/check\n按 Ctrl-C 结束。",
        "Besides the page, POST /check takes a TOML document and answers with the JSON report; nothing is stored:\n  curl --data-binary @plan.toml -H 'Content-Type: application/toml' http://127.0.0.1:7420/check\nCtrl-C ends it."
    );
    let addr = say!(
        "地址和端口（默认 127.0.0.1:7420，只有本机能看；端口 0 为任一空闲端口）",
        "Address and port (default: 127.0.0.1:7420, for this machine only; port 0 is any that is free)"
    );
    let log = say!(
        "在标准错误上每行输出一个事件（json），供运维使用",
        "Tell operators of requests and rounds on stderr, an event a line (json)"
    );
    command
        .after_help(b.text(&after))
        .arg(Paths::Data.argument(b))
        .arg(b.value("addr", &say!("地址:端口", "ADDR"), &addr))
        .args(token::options(b))
        .args(browser::options(b))
        .arg(b.choice("log", &say!("格式", "FORMAT"), &log, ["json"]))
        .arg(repeated::poll(b))
}

/// Where the page is without `--addr`.
const ADDR: &str = "127.0.0.1:7420";

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// What to check again and again.
    repeated: Repeated,
    /// Where the page is.
    addr: Address,
    /// What readers must show.
    token: Option<Token>,
    /// How the page opens places in an editor.
    editor: Option<String>,
    /// Whether the page is opened in the browser.
    open: bool,
    /// Whether operators are told of what happens.
    log: bool,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    let repeated = repeated::read(given)?;
    let word = given.one("addr").unwrap_or(ADDR);
    let Some(addr) = address(word) else {
        let word = clean_line(word);
        return Err(say!(
            "--addr 的值“{word}”应写成 地址:端口，如 {ADDR}。",
            "`{word}` of --addr should be ADDRESS:PORT, such as {ADDR}."
        ));
    };
    let (token, log) = (token::read(given)?, given.one("log").is_some());
    if token.is_none() && !is_loopback(&addr) {
        return Err(say!(
            "{addr} 是别的机器也能打开的地址，所以要用 --token-file 或环境变量 {TOKEN} 设口令。",
            "{addr} can be reached from other machines, so it needs a --token-file, or a token in {TOKEN}."
        ));
    }
    let (editor, open) = (browser::editor(given)?, given.flag("open"));
    Ok(Args { repeated, addr, token, editor, open, log })
}

/// Stack of the thread of checks, as large as that of a program's first.
const STACK: usize = 16 << 20;

/// How long to wait after a check broke, which may break again at once.
const PAUSE: Duration = Duration::from_secs(2);

/// Serves until it is interrupted, and gives the exit status.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let log = if args.log { Log::json() } else { Ok(Log::default()) };
    let log = match log {
        Ok(log) => log,
        Err(error) => return terminal.printed(Err(error), 0),
    };
    let settings = Settings {
        addr: args.addr,
        token: args.token.as_ref().map(|token| token.word.clone()),
        lang: terminal.lang,
        request: args.repeated.request.clone(),
        editor: args.editor.clone(),
        root: Disk.real(Path::new("")).ok().map(|root| shown(&root)),
        birth: now(),
        log: log.clone(),
    };
    let server = match Server::bind(settings) {
        Ok(server) => server,
        Err(error) => {
            let (addr, why) = (args.addr, reason(&error));
            terminal.complain(&say!(
                "不能在 {addr} 打开网页：{why}。可用 --addr 换一个。",
                "cannot serve at {addr}: {why}. --addr takes another."; why));
            return FAILED;
        }
    };
    let (hub, addr) = (server.hub(), server.addr());
    let stopped = hub.clone();
    let mut rounds = match Rounds::new(&args.repeated, move || stopped.stop()) {
        Ok(rounds) => rounds,
        Err(error) => {
            terminal.complain(&say!("无法监视文件：{error}", "cannot watch files: {error}"));
            return FAILED;
        }
    };
    let idle = hub.clone();
    rounds.while_idle(move || idle.sure());
    greet(args, addr, &log, terminal);
    if args.open && opener::open(format!("http://{addr}/")).is_err() {
        let told =
            say!("浏览器没有打开；请自己打开上面的地址", "the browser did not open; open the address above yourself");
        aside(&log, &told, terminal);
    }
    let history = History::of(&args.repeated.request);
    let showing = Showing { hub, shown: 0, history, reloads: Vec::new(), log: log.clone(), terminal };
    let spawned = std::thread::Builder::new().name("checks".into()).stack_size(STACK).spawn(|| showing.run(rounds));
    let ended = match spawned {
        Ok(_) => server.run(),
        Err(error) => Err(error),
    };
    log.tell("stop", json!({}));
    log.close();
    terminal.printed(ended, 0)
}

/// Says where the page is. Whoever reads no output can still open it.
fn greet(args: &Args, addr: Address, log: &Log, terminal: Terminal) {
    let told = say!("网页：http://{addr}/  （按 Ctrl-C 结束）", "page: http://{addr}/  (Ctrl-C ends it)");
    let _ = terminal.print(false, |out| writeln!(out, "{}", told.get(terminal.lang)));
    log.tell("start", json!({ "version": env!("CARGO_PKG_VERSION"), "addr": addr.to_string() }));
    if args.token.as_ref().is_some_and(|token| token.shown) {
        let told = say!(
            "同一机器上的用户能看到命令行里的口令；请改用 --token-file，或环境变量 {TOKEN}",
            "other users of the machine can see a token on the command line; better use --token-file, or {TOKEN}"
        );
        aside(log, &told, terminal);
    }
}

/// Tells whoever runs the server, in the way that was asked for.
fn aside(log: &Log, told: &Text, terminal: Terminal) {
    if log.is_on() {
        log.tell("note", json!({ "message": told.get(terminal.lang) }));
    } else {
        terminal.print_aside(|err| writeln!(err, "{}", told.get(terminal.lang)));
    }
}

/// The thread of checks: hands round after round over to the server.
struct Showing {
    hub: Arc<Hub>,
    /// How many rounds were shown.
    shown: u64,
    /// The last reloads, latest first.
    reloads: Vec<Arc<Reload>>,
    /// What was found day by day.
    history: History,
    log: Log,
    terminal: Terminal,
}

impl Showing {
    /// Makes rounds until it is told to stop. What breaks here, and was not caught further in, is told on the page: a page
    /// that goes on showing an old verdict as if it held is worse than none.
    fn run(mut self, mut rounds: Rounds) {
        loop {
            match catch_unwind(AssertUnwindSafe(|| self.round(&mut rounds))) {
                Ok(true) => {}
                Ok(false) => return,
                Err(_) => {
                    self.hub.broke();
                    rounds.begin_anew();
                    let told = say!(
                        "检查时 yize 内部出错，没有得出结论；文件再有改动时重新检查",
                        "yize itself failed in a check and gave no verdict; the next change of a file begins another"
                    );
                    self.log.tell("round-broke", json!({}));
                    aside(&self.log, &told, self.terminal);
                    std::thread::sleep(PAUSE);
                }
            }
        }
    }

    /// Makes a round and shows it; false at the end.
    fn round(&mut self, rounds: &mut Rounds) -> bool {
        let (hub, log, terminal) = (self.hub.clone(), self.log.clone(), self.terminal);
        let late = |after| aside(&log, &late(after), terminal);
        let Some(latest) = rounds.next(|| hub.begin(), late) else { return false };
        self.hand_over(&latest);
        if let Some(note) = rounds.note() {
            aside(&self.log, &note, self.terminal);
        }
        true
    }

    /// Shows a round, unless it only makes sure of what the one before it said.
    fn hand_over(&mut self, latest: &Latest<'_>) {
        let news = News::new(latest, View::new(self.terminal.lang, 0));
        self.tell(latest, news.worth_telling);
        let days = self.history.note(&latest.round.outcome);
        if !news.worth_telling {
            self.hub.confirm();
            return;
        }
        let elapsed = u64::try_from(latest.elapsed.as_millis()).unwrap_or(u64::MAX);
        // Readers count what they are shown.
        self.shown += 1;
        let round = Round { number: self.shown, ..latest.round.clone() };
        let mut shown = Shown::new(round, &When { at: now(), elapsed, cause: news.cause }, &self.reloads);
        self.reloads.clone_from(&shown.reloads);
        shown.days = days;
        self.hub.publish(shown);
    }

    /// Tells operators what a round came to.
    fn tell(&self, latest: &Latest<'_>, news: bool) {
        let Latest { round, elapsed, .. } = *latest;
        let summary = &round.outcome.summary;
        self.log.tell(
            "round",
            json!({
                "round": self.shown + u64::from(news),
                "news": news,
                "exit": round.exit_code(FailOn::Error),
                "elapsed_ms": u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
                "violations": summary.violations,
                "warnings": summary.warnings,
                "pending": summary.pending,
                "faults": summary.faults,
                "held": round.held.iter().map(|held| &held.pack).collect::<Vec<_>>(),
            }),
        );
    }
}

/// A folder as an editor's address has it: with strokes, and without the mark by which Windows names long paths.
fn shown(folder: &Path) -> String {
    let name = folder.to_string_lossy().replace('\\', "/");
    name.strip_prefix("//?/").map(str::to_owned).unwrap_or(name)
}

/// Milliseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "tells the page when a reload was; decides nothing")]
fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
