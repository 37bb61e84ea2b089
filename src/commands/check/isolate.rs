//! `--isolate`: the rules of each pack run by a process of their own, with limits that the system keeps.

use std::io::{self, Read as _, Write as _};
use std::process::{Child, Command, ExitStatus, Stdio};

use clap::Arg;

use super::limits;
use crate::args::{Builder, Given};
use crate::report::text::clean_line;
use yize_core::check::{Apart, Part, Request};
use yize_core::language::Text;
use yize_core::say;

/// How many kilobytes of addresses the allocator sets aside at a time. What it does unasked may leave no room for a thread.
#[cfg(unix)]
const RESERVE: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "16384");

/// By what the process of a part is told which it is, and as of which day.
const PART: &str = "YIZE_ISOLATED";
/// By what it is told that its limits hold already.
const BOUND: &str = "YIZE_ISOLATED_BOUND";
/// Megabytes of addresses that it may have, unless it is said otherwise.
const MEMORY: u64 = 4096;
/// Most bytes that are taken of an answer.
const ANSWER: u64 = 1 << 30;

/// The options.
pub(super) fn options(b: Builder) -> [Arg; 2] {
    let isolate = say!(
        "每个规则包的规则在单独的进程中运行，由系统限制内存、时间和文件",
        "Run each pack's rules in a process of its own, with limits on memory, time and files"
    );
    let memory = say!(
        "与 --isolate 同用：每个进程的内存上限，单位 MB（默认 4096）",
        "With --isolate: memory of each process, in MB (default: 4096)"
    );
    [b.flag("isolate", &isolate).conflicts_with("changed-since"), b.value("isolate-memory", &say!("数", "N"), &memory)]
}

/// What was given.
#[derive(Clone, Debug)]
pub(super) struct Isolate {
    /// Megabytes of each process.
    memory: u64,
    /// The part that this process runs, if it is the process of one, and its as-of date.
    part: Option<(Part, String)>,
}

impl Isolate {
    /// What was given; nothing where all is run in one process.
    pub(super) fn read(given: Given<'_>) -> Result<Option<Self>, Text> {
        let memory = match given.one("isolate-memory") {
            None => MEMORY,
            Some(word) => word.parse().ok().filter(|memory| (64..=1 << 20).contains(memory)).ok_or_else(|| {
                let word = clean_line(word);
                say!(
                    "--isolate-memory 的值“{word}”应为 64 至 1048576 的整数。",
                    "`{word}` of --isolate-memory should be a whole number from 64 to 1048576."
                )
            })?,
        };
        if !given.flag("isolate") {
            return match given.one("isolate-memory") {
                Some(_) => Err(say!("--isolate-memory 要与 --isolate 同用。", "--isolate-memory goes with --isolate.")),
                None => Ok(None),
            };
        }
        Ok(Some(Self { memory, part: part() }))
    }

    /// Binds the process of a part, before anything is read. Limits of memory hold from the first byte on only where they are set
    /// before the program begins, so that it begins anew.
    pub(super) fn bind(&self) -> Result<(), Text> {
        if self.part.is_none() {
            return Ok(());
        }
        #[cfg(unix)]
        if !is_bound() {
            limits::bind(self.memory);
            let error = std::env::current_exe().map_or_else(
                |error| error,
                |exe| {
                    let mut same = Command::new(exe);
                    let same = same.args(std::env::args_os().skip(1)).env(BOUND, "1").env(RESERVE.0, RESERVE.1);
                    std::os::unix::process::CommandExt::exec(same)
                },
            );
            let why = crate::terminal::reason(&error);
            return Err(say!("不能另起进程（{why}）", "it cannot be started ({why})"; why));
        }
        #[cfg(not(unix))]
        limits::bind(self.memory);
        limits::only_read();
        Ok(())
    }

    /// Lets the rules of each pack be run elsewhere; or, in the process of one, binds it, and lets it run that one.
    pub(super) fn ask(&self, request: &mut Request) -> Result<(), Text> {
        let Some((part, day)) = &self.part else {
            let (as_of, given) =
                (request.as_of, request.given.iter().map(|(_, bytes)| bytes.clone()).collect::<Vec<_>>());
            request.apart = Some(Apart::asking(move |part| answer(&format!("{as_of} {part}"), &given)));
            return Ok(());
        };
        request.as_of = day.parse().map_err(|_| say!("日期不对", "no such day"))?;
        let give = |bytes: &[u8]| {
            let mut out = io::stdout().lock();
            let written = out.write_all(bytes).and_then(|()| out.flush());
            std::process::exit(i32::from(written.is_err()));
        };
        request.apart = Some(Apart::answering(part.clone(), limits::close_files, give));
        Ok(())
    }

    /// Whether this is the process of a part, which has nothing to say but its answer.
    pub(super) fn is_part(&self) -> bool {
        self.part.is_some()
    }
}

/// The part that this process is told to run.
#[expect(clippy::disallowed_methods, reason = "set by the process that started this one")]
fn part() -> Option<(Part, String)> {
    let text = std::env::var(PART).ok()?;
    let (day, part) = text.split_once(' ')?;
    Some((Part::parse(part)?, day.to_owned()))
}

#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "set by this process before it began anew")]
fn is_bound() -> bool {
    std::env::var_os(BOUND).is_some()
}

/// What the process of a part answers.
fn answer(part: &str, given: &[Vec<u8>]) -> Result<Vec<u8>, Text> {
    let failed = |error: &io::Error| {
        let why = crate::terminal::reason(error);
        say!("不能另起进程（{why}）", "it cannot be started ({why})"; why)
    };
    let mut child = start(part, !given.is_empty()).map_err(|error| failed(&error))?;
    let mut bytes = Vec::new();
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let read = std::thread::scope(|scope| {
        if let Some(mut stdin) = stdin {
            // Who has ended reads nothing more; that is told by how it has ended.
            scope.spawn(move || given.iter().try_for_each(|bytes| stdin.write_all(bytes)));
        }
        let read = stdout.map_or(Ok(0), |stdout| stdout.take(ANSWER).read_to_end(&mut bytes));
        if bytes.len() as u64 >= ANSWER {
            let _ = child.kill();
        }
        read
    });
    let status = child.wait().map_err(|error| failed(&error))?;
    match read {
        Ok(_) if status.success() && !bytes.is_empty() => Ok(bytes),
        Ok(_) => Err(ended(status)),
        Err(error) => Err(failed(&error)),
    }
}

fn start(part: &str, reads: bool) -> io::Result<Child> {
    Command::new(std::env::current_exe()?)
        .args(std::env::args_os().skip(1))
        .env(PART, part)
        .env_remove(BOUND)
        .stdin(if reads { Stdio::piped() } else { Stdio::null() })
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

/// How a process has ended without an answer.
fn ended(status: ExitStatus) -> Text {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return say!("被系统终止，信号 {signal}", "it was ended by signal {signal}");
    }
    let code = status.code().unwrap_or(-1);
    say!("退出码 {code}", "exit status {code}")
}
