//! `yize serve`: checks again at every change, and shows it in the browser.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::args::{Builder, Command, Given, Paths, action, repeated};
use crate::board::Shown;
use crate::board::history::{Reload, When};
use crate::report::View;
use crate::report::news::News;
use crate::report::text::clean_line;
use crate::rounds::{Latest, Repeated, Rounds, late};
use crate::serve::{Address, Hub, Server, Settings, address, is_loopback};
use crate::terminal::{FAILED, Terminal, reason};
use yize_core::files::Disk;
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
    let token = say!("口令；本机以外的地址必须有", "What readers must show; an address beyond this machine needs it");
    command
        .after_help(b.text(&after))
        .arg(Paths::Data.argument(b))
        .arg(b.value("addr", &say!("地址:端口", "ADDR"), &addr))
        .arg(b.value("token", &say!("口令", "TOKEN"), &token))
        .arg(repeated::poll(b))
}

/// Where the page is without `--addr`.
const ADDR: &str = "127.0.0.1:7420";
/// Fewest characters of a token that guessing does not find.
const TOKEN: usize = 8;

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    /// What to check again and again.
    repeated: Repeated,
    /// Where the page is.
    addr: Address,
    /// What readers must show.
    token: Option<String>,
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
    let token = given.one("token").map(str::to_owned);
    match &token {
        None if !is_loopback(&addr) => Err(say!(
            "{addr} 是别的机器也能打开的地址，所以要用 --token 设口令。",
            "{addr} can be reached from other machines, so it needs a --token."
        )),
        Some(token) if token.chars().count() < TOKEN || !token.bytes().all(|b| b.is_ascii_graphic()) => Err(say!(
            "--token 的口令至少 {TOKEN} 个字符，只能用半角字母、数字和符号。",
            "the token of --token has at least {TOKEN} characters, all of them visible ASCII."
        )),
        _ => Ok(Args { repeated, addr, token }),
    }
}

/// Stack of the thread of checks, as large as that of a program's first.
const STACK: usize = 16 << 20;

/// Serves until it is interrupted, and gives the exit status.
fn run(args: &Args, terminal: Terminal) -> u8 {
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
            terminal.complain(&say!(
                "不能在 {addr} 打开网页：{why}。可用 --addr 换一个。",
                "cannot serve at {addr}: {why}. --addr takes another."; why));
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
    let (stop, failed) = (showing.hub.clone(), Arc::new(AtomicBool::new(false)));
    let broken = failed.clone();
    let checks = move || {
        let ended = catch_unwind(AssertUnwindSafe(|| showing.run(rounds)));
        // A page whose checks have ended for good must not go on to show the last of them.
        broken.store(ended.is_err(), Ordering::Relaxed);
        stop.stop();
    };
    let spawned = std::thread::Builder::new().name("checks".into()).stack_size(STACK).spawn(checks);
    let ended = match spawned {
        Ok(_) => server.run(),
        Err(error) => Err(error),
    };
    let failed = failed.load(Ordering::Relaxed);
    if failed {
        terminal.complain(&say!(
            "yize 内部出错，不能再检查，网页因此关闭",
            "yize itself failed and can check no more, so that the page is closed"
        ));
    }
    terminal.printed(ended, if failed { FAILED } else { 0 })
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
        let aside = self.terminal;
        let tell = |after| aside.print_aside(|err| writeln!(err, "{}", late(after).get(aside.lang)));
        while let Some(latest) = rounds.next(|| (), tell) {
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
