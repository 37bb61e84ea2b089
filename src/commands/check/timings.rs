//! `--timings`: where the time of a check went.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use clap::Arg;

use crate::args::Builder;
use crate::report::text::{clean_line, pad, width};
use crate::terminal::{Bar, Terminal};
use yize_core::check::{Progress, Stage, Work};
use yize_core::language::{Lang, Text};
use yize_core::say;

/// How many rules, schemes and files are named.
const NAMED: usize = 10;

/// The option.
pub(super) fn option(b: Builder) -> Arg {
    let timings = say!(
        "在标准错误列出时间用在哪里：各阶段、最慢的规则和计分办法、最慢的文件",
        "Tell on stderr where the time went: stages, slowest rules and schemes, slowest files"
    );
    b.flag("timings", &timings)
}

/// A bar that notes how long things take.
pub(super) struct Timings {
    bar: Bar,
    noted: Mutex<Noted>,
}

#[derive(Default)]
struct Noted {
    /// The stage under way, and when it began.
    open: Option<(Stage, Duration)>,
    stages: Vec<(Stage, Duration)>,
    rules: BTreeMap<String, Duration>,
    files: BTreeMap<String, Duration>,
}

impl Noted {
    /// Ends the stage under way.
    fn end(&mut self, now: Duration) {
        let Some((stage, begun)) = self.open.take() else { return };
        let time = now.saturating_sub(begun);
        match self.stages.iter_mut().find(|(own, _)| *own == stage) {
            Some((_, own)) => *own += time,
            None => self.stages.push((stage, time)),
        }
    }
}

impl Timings {
    /// One that has noted nothing.
    pub(super) fn new(lang: Lang) -> Self {
        Self { bar: Bar::new(lang), noted: Mutex::default() }
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Prints what was noted, beside the report.
    pub(super) fn print(self, terminal: Terminal) {
        let whole = self.bar.clock();
        let Self { bar, noted } = self;
        drop(bar);
        let mut noted = noted.into_inner().unwrap_or_else(PoisonError::into_inner);
        noted.end(whole);
        terminal.print_aside(|err| write(&noted, whole, terminal.lang, err));
    }
}

impl Progress for Timings {
    fn stage(&self, stage: Stage, steps: usize) {
        let now = self.bar.clock();
        let mut noted = self.noted();
        noted.end(now);
        noted.open = Some((stage, now));
        drop(noted);
        self.bar.stage(stage, steps);
    }

    fn step(&self, steps: usize) {
        self.bar.step(steps);
    }

    fn clock(&self) -> Duration {
        self.bar.clock()
    }

    fn took(&self, work: Work<'_>, time: Duration) {
        let mut noted = self.noted();
        let (all, name) = match work {
            Work::File(name) => (&mut noted.files, name),
            Work::Rule(name) | Work::Scheme(name) => (&mut noted.rules, name),
        };
        match all.get_mut(name) {
            Some(own) => *own += time,
            None => _ = all.insert(name.to_owned(), time),
        }
    }
}

fn write(noted: &Noted, whole: Duration, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let mut rows: Vec<(String, Duration)> =
        noted.stages.iter().map(|(own, time)| (stage(*own).get(lang).to_owned(), *time)).collect();
    let staged: Duration = rows.iter().map(|(_, time)| *time).sum();
    rows.push((
        say!("其余（找文件、读规则包）", "the rest (files found, packs read)").get(lang).to_owned(),
        whole.saturating_sub(staged),
    ));
    rows.push((say!("合计", "in all").get(lang).to_owned(), whole));
    table(&say!("耗时（秒）", "time in seconds"), &rows, lang, out)?;
    table(
        &say!("最慢的规则和计分办法（各线程合计）", "slowest rules and schemes (all threads together)"),
        &slowest(&noted.rules),
        lang,
        out,
    )?;
    table(&say!("最慢的文件", "slowest files"), &slowest(&noted.files), lang, out)
}

fn stage(stage: Stage) -> Text {
    match stage {
        Stage::Read => say!("读取和核对数据", "reading and looking at data"),
        Stage::Score => say!("计算积分", "working out scores"),
        Stage::Run => say!("运行规则", "running rules"),
        Stage::Test => say!("运行用例", "running cases"),
    }
}

fn slowest(all: &BTreeMap<String, Duration>) -> Vec<(String, Duration)> {
    let mut rows: Vec<(String, Duration)> = all.iter().map(|(name, time)| (clean_line(name), *time)).collect();
    rows.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
    rows.truncate(NAMED);
    rows
}

fn table(head: &Text, rows: &[(String, Duration)], lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", head.get(lang))?;
    let columns = rows.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    for (name, time) in rows {
        let ms = time.as_micros();
        writeln!(out, "  {}  {:>4}.{:04}", pad(name, columns), ms / 1_000_000, ms % 1_000_000 / 100)?;
    }
    Ok(())
}
