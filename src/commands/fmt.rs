//! `yize fmt`: lays scripts and TOML files out alike.

use std::path::{Path, PathBuf};

use crate::args::{Builder, Command, Given, action};
use crate::terminal::{FAILED, Terminal, USAGE, reason};
use clap::{ArgAction, value_parser};
use yize_core::files::{self, Disk, FileKind, Files as _, write_beside};
use yize_core::format::{Left, Sort, format};
use yize_core::language::{Text, count};
use yize_core::{say, show_path};

/// The command.
pub(super) const COMMAND: Command = Command {
    word: "fmt",
    about: ("统一规则和数据文件的排版", "Lay scripts and TOML files out alike"),
    usage: ("yize fmt [选项] [路径]...", "yize fmt [OPTIONS] [PATH]..."),
    arguments,
    prepare: |given| Ok(action(read(given), run)),
};

fn arguments(command: clap::Command, b: Builder) -> clap::Command {
    let paths = say!(
        "文件，或文件夹（其中的 .rhai 和 .toml）；默认当前文件夹",
        "Files, or folders (the .rhai and .toml in them); the current folder by default"
    );
    let check = say!("只核对，不写；有排版不同的，退出码为1", "Write nothing; exit status 1 where any differs");
    let path = b.positional("path", &say!("路径", "PATH"), &paths).value_parser(value_parser!(PathBuf));
    command.arg(path.action(ArgAction::Append).num_args(0..)).arg(b.flag("check", &check))
}

/// Arguments of the command.
#[derive(Debug)]
struct Args {
    paths: Vec<PathBuf>,
    check: bool,
}

fn read(given: Given<'_>) -> Args {
    Args { paths: given.paths("path").unwrap_or_else(|| vec![PathBuf::from(".")]), check: given.flag("check") }
}

/// Largest file that is laid out, in bytes.
const LARGEST: u64 = 64 << 20;

/// 0 when all is laid out, 1 when `--check` finds what is not, 2 when something could not be read.
fn run(args: &Args, terminal: Terminal) -> u8 {
    let (mut code, mut changed, mut seen) = (0, 0, 0);
    for path in args.paths.iter().flat_map(|path| below(path, terminal, &mut code)).collect::<Vec<_>>() {
        seen += 1;
        let laid = match laid(&path) {
            Ok(laid) => laid,
            Err(sentence) => {
                terminal.complain(&sentence);
                code = USAGE;
                continue;
            }
        };
        let Some(laid) = laid else { continue };
        let name = show_path(&path);
        changed += 1;
        let sentence = if args.check {
            say!("排版不同：{name}", "not laid out: {name}")
        } else if let Err(error) = write_beside(&path, laid.as_bytes()) {
            let why = reason(&error);
            terminal.complain(&say!("无法写入 {name}：{why}", "cannot write {name}: {why}"; why));
            return FAILED;
        } else {
            say!("已排版：{name}", "laid out: {name}")
        };
        let printed = terminal.print(false, |out| writeln!(out, "{}", sentence.get(terminal.lang)));
        code = terminal.printed(printed, code);
    }
    if seen == 0 && code == 0 {
        terminal.complain(&say!("没有 .rhai 或 .toml 文件", "there is no .rhai or .toml file"));
        return USAGE;
    }
    if changed == 0 && code == 0 {
        let en = count(seen, "file", "files");
        let all = say!("{seen} 个文件的排版都相同", "{en}: all laid out");
        let printed = terminal.print(false, |out| writeln!(out, "{}", all.get(terminal.lang)));
        return terminal.printed(printed, code);
    }
    if args.check && changed > 0 { code.max(1) } else { code }
}

/// The files that a path names.
fn below(path: &Path, terminal: Terminal, code: &mut u8) -> Vec<PathBuf> {
    let sentence = match Disk.kind(path) {
        Ok(FileKind::Folder) => {
            let hidden = |own: &Path| {
                let own = own.strip_prefix(path).unwrap_or(own);
                own.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
            };
            // What links lead to is laid out where it lies.
            let entries = Disk.walk_within(path, &|_| false).into_iter();
            let files = entries.filter(|entry| matches!(entry.kind, Ok(FileKind::File)) && !entry.linked);
            return files.map(|entry| entry.path).filter(|own| Sort::of(own).is_some() && !hidden(own)).collect();
        }
        Ok(FileKind::File) if Sort::of(path).is_some() => return vec![path.to_owned()],
        Ok(_) => {
            let name = show_path(path);
            say!("{name} 不是 .rhai 或 .toml 文件", "{name} is neither a .rhai nor a .toml file")
        }
        Err(error) => {
            let (name, why) = (show_path(path), files::reason(&error));
            say!("无法读取 {name}：{why}", "cannot read {name}: {why}"; why)
        }
    };
    terminal.complain(&sentence);
    *code = USAGE;
    Vec::new()
}

/// A file laid out; nothing where it is so already.
fn laid(path: &Path) -> Result<Option<String>, Text> {
    let name = show_path(path);
    let wrong = |why: Text| say!("无法读取 {name}：{why}", "cannot read {name}: {why}"; why);
    let bytes = Disk.read(path, LARGEST).map_err(|error| wrong(files::reason(&error)))?;
    let text = String::from_utf8(bytes).map_err(|_| wrong(say!("不是 UTF-8 编码的文字", "it is no text in UTF-8")))?;
    let Some(sort) = Sort::of(path) else { return Ok(None) };
    match format(sort, &text) {
        Ok(laid) if laid == text => Ok(None),
        Ok(laid) => Ok(Some(laid)),
        Err(Left { at, message }) => {
            let line = text[..at.min(text.len())].matches('\n').count() + 1;
            Err(say!("{name}:{line} 没有排版：{message}", "{name}:{line} was left as it is: {message}"; message))
        }
    }
}
