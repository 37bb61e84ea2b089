//! `yize cache`: what is kept across runs, and how to be rid of it.

use crate::args::{Builder, Command, Given, action, cache};
use crate::cache::{Cache, Held, Sort, Wanted};
use crate::report::text::clean_line;
use crate::terminal::{FAILED, Terminal};
use yize_core::language::{Text, count};
use yize_core::say;

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "cache",
    about: ("查看或清空检查的缓存", "Tell of the cache of checks, or empty it"),
    usage: ("yize cache [选项]", "yize cache [OPTIONS]"),
    arguments,
    prepare: |given| Ok(action(read(given)?, run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let folder = say!("缓存文件夹（默认：用户的缓存文件夹）", "Folder of the cache (default: the user's cache folder)");
    let folder = b.value("cache", &say!("文件夹", "DIR"), &folder);
    let info = say!("列出位置、条数和大小（默认）", "Tell where it is, how much it holds and of what (the default)");
    let clear = say!("清空", "Take everything out of it");
    command
        .arg(folder.value_parser(clap::value_parser!(std::path::PathBuf)))
        .arg(b.flag("info", &info).conflicts_with("clear"))
        .arg(b.flag("clear", &clear))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    wanted: Wanted,
    clear: bool,
}

fn read(given: Given<'_>) -> Result<Args, Text> {
    Ok(Args { wanted: cache::any(given)?, clear: given.flag("clear") })
}

/// Tells of the cache, or empties it.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let Some(cache) = Cache::open(&args.wanted) else {
        return tell(&[say!("没有缓存", "there is no cache")], terminal);
    };
    if !args.clear {
        return tell(&info(&cache, &args.wanted), terminal);
    }
    match cache.clear() {
        Ok(gone) => {
            let (entries, size) = (gone.entries, size(gone.bytes));
            let en = count(entries, "entry", "entries");
            tell(&[say!("已清空：{entries}条，{size}", "removed {en}, {size}")], terminal)
        }
        Err(why) => {
            terminal.complain(&why);
            FAILED
        }
    }
}

/// What is told of a cache, a line each.
fn info(cache: &Cache, wanted: &Wanted) -> Vec<Text> {
    let at = clean_line(&cache.at().to_string_lossy());
    let mut lines = vec![say!("位置：{at}", "folder: {at}")];
    lines.push(match (&wanted.secret, &wanted.key_file) {
        (Some(_), _) => say!("密钥：环境变量 YIZE_CACHE_KEY", "key: the environment variable YIZE_CACHE_KEY"),
        (None, Some(file)) => {
            let file = clean_line(&file.to_string_lossy());
            say!("密钥：{file}", "key: {file}")
        }
        (None, None) => say!("密钥：没有", "key: none"),
    });
    if let Some(why) = cache.why_not() {
        lines.push(say!("不能使用：{why}", "it cannot be used: {why}"; why));
    }
    let (held, left) = cache.held();
    let all = held
        .iter()
        .fold(left, |all, (_, own)| Held { entries: all.entries + own.entries, bytes: all.bytes + own.bytes });
    let line = |what: &Text, own: Held| {
        let (entries, size) = (own.entries, size(own.bytes));
        let en = count(entries, "entry", "entries");
        say!("{what}：{entries}条，{size}", "{what}: {en}, {size}"; what)
    };
    lines.extend(held.into_iter().map(|(sort, own)| line(&word(sort), own)));
    if left.entries > 0 {
        lines.push(line(&say!("没有写完的", "not written to their end"), left));
    }
    let (limit, used) = (size(wanted.limit), size(all.bytes));
    lines.push(say!("合计：{used}，上限 {limit}", "in all: {used} of {limit} at most"));
    lines
}

/// What entries of a sort hold.
fn word(sort: Sort) -> Text {
    match sort {
        Sort::Questions => say!("检查读了哪些文件", "which files checks have read"),
        Sort::Statuses => say!("检查的退出码", "exit statuses of checks"),
        Sort::Report => say!("报告", "reports"),
        Sort::File => say!("读过的数据文件", "data files as they were read"),
    }
}

/// Bytes as people tell them, never less than they are.
fn size(bytes: u64) -> String {
    if bytes < 1 << 20 { format!("{} KB", bytes.div_ceil(1 << 10)) } else { format!("{} MB", bytes.div_ceil(1 << 20)) }
}

fn tell(lines: &[Text], terminal: Terminal) -> u8 {
    let printed =
        terminal.print(false, |out| lines.iter().try_for_each(|line| writeln!(out, "{}", line.get(terminal.lang))));
    terminal.printed(printed, 0)
}
