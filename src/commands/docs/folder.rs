//! A folder of the reference: it is new, empty, or one that was written before; nothing else in it is written over.

use std::collections::BTreeSet;
use std::path::Path;

use crate::outputs::{Kind, Outputs};
use crate::report::text::clean_line;
use crate::terminal::{FAILED, Terminal, USAGE, reason};
use yize_core::files::{Asked, Disk, Files as _, make_folder, write_beside};
use yize_core::language::{Text, count};
use yize_core::{say, show_path};

/// The file that lists what was written.
const LIST: &str = "yize-docs.txt";
/// What it begins with.
const MARK: &str = "# 由 yize docs 写成；再次运行时改写以下文件 · made by yize docs, which writes these files anew\n";
/// No list is larger, in bytes.
const LARGEST: u64 = 4 << 20;

/// Writes files into a folder, and says how many.
pub(super) fn write(folder: &Path, files: &[(String, Vec<u8>)], read: Asked, terminal: Terminal, code: u8) -> u8 {
    let before = match earlier(folder) {
        Ok(before) => before,
        Err(why) => {
            terminal.complain(&why);
            return USAGE;
        }
    };
    if let Some(why) = in_the_way(folder, files, &before) {
        terminal.complain(&why);
        return USAGE;
    }
    let now: BTreeSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    // What is no longer written stays in the list, so that it is known whose it is.
    let list: BTreeSet<&str> = now.iter().copied().chain(before.iter().map(String::as_str)).collect();
    let list = format!("{MARK}{}\n", list.into_iter().collect::<Vec<_>>().join("\n"));
    let mut outputs = Outputs::beside(read);
    // The list comes first: whatever is written after it is known as ours, should the rest fail.
    let all =
        std::iter::once((LIST, list.as_bytes())).chain(files.iter().map(|(name, bytes)| (name.as_str(), &**bytes)));
    for (name, bytes) in all {
        let path = folder.join(name);
        let written = outputs.claim(Kind::Report, &path, None).and_then(|()| {
            let made = path.parent().map_or(Ok(()), make_folder);
            made.and_then(|()| write_beside(&path, bytes)).map_err(|error| {
                let (name, why) = (clean_line(&show_path(&path)), reason(&error));
                say!("无法写入 {name}：{why}", "cannot write {name}: {why}"; why)
            })
        });
        if let Err(why) = written {
            terminal.complain(&why);
            return FAILED;
        }
    }
    let (n, name) = (files.len(), clean_line(&show_path(folder)));
    let en = count(n, "file", "files");
    let mut text = say!("已写 {n} 个文件，在 {name}", "{en} written into {name}");
    let gone: Vec<&str> = before.iter().map(String::as_str).filter(|own| !now.contains(own)).collect();
    if !gone.is_empty() {
        let (zh, en) = (gone.join("、"), gone.join(", "));
        let also = say!("以前写成、这次没有写的，可以删去：{zh}", "written before and not now, may be removed: {en}");
        text = say!("{text}\n{also}", "{text}\n{also}"; text, also);
    }
    terminal.printed(terminal.print(false, |out| writeln!(out, "{}", text.get(terminal.lang))), code)
}

/// What was written into the folder before. It is an error where there is something else and no list.
fn earlier(folder: &Path) -> Result<BTreeSet<String>, Text> {
    if Disk.kind(folder).is_err() {
        return Ok(BTreeSet::new());
    }
    let name = clean_line(&show_path(folder));
    let text = Disk.read(&folder.join(LIST), LARGEST).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match text.as_deref().and_then(|text| text.strip_prefix(MARK)) {
        Some(list) => Ok(list.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()),
        None if Disk.walk(folder).is_empty() => Ok(BTreeSet::new()),
        None => Err(say!(
            "{name} 里已有别的文件，不是 yize docs 写成的，没有写任何文件。换一个新的或空的文件夹",
            "{name} holds other files, which `yize docs` did not write; nothing was written. Choose a new or an empty folder"
        )),
    }
}

/// Says which files are there already that were not written by us.
fn in_the_way(folder: &Path, files: &[(String, Vec<u8>)], before: &BTreeSet<String>) -> Option<Text> {
    let others = files.iter().map(|(name, _)| name).filter(|name| !before.contains(*name));
    let there: Vec<String> = others
        .map(|name| folder.join(name))
        .filter(|path| Disk.kind(path).is_ok())
        .map(|path| clean_line(&show_path(&path)))
        .collect();
    if there.is_empty() {
        return None;
    }
    let (zh, en) = (there.join("、"), there.join(", "));
    Some(say!(
        "已经有 {zh}，不是 yize docs 写成的，没有写任何文件",
        "there already and not written by `yize docs`: {en}. Nothing was written"
    ))
}
