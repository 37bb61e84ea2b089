//! What is told of a pack that is one file: what it is, its digest, who has signed it; and what else its file says of keys.

use std::path::Path;

use super::Stop;
use crate::report::text::clean_line;
use crate::report::{View, human};
use crate::terminal::{FAILED, Terminal, USAGE, reason};
use yize_core::check::{Receiver, receiver};
use yize_core::files::{Disk, Files as _};
use yize_core::language::{Text, count};
use yize_core::pack::{Key, Parcel, Refusal, Signed, signature_of};
use yize_core::{Lang, say, show_path};

/// No pack file is larger, in bytes; the core says so of one that is.
const LARGEST: u64 = (16 << 20) + 1;
/// No key or signature is larger, in bytes.
const SMALL: u64 = 8 << 10;

/// Reads a pack that is one file.
pub(super) fn open(file: &Path) -> Result<Parcel, Stop> {
    let name = clean_line(&show_path(file));
    let bytes = Disk.read(file, LARGEST).map_err(|error| {
        let why = yize_core::files::reason(&error);
        (USAGE, say!("不能读取 {name}：{why}", "cannot read {name}: {why}"; why))
    })?;
    Parcel::open(bytes).map_err(|refusal| refused(&name, &refusal))
}

/// That a file was refused.
pub(super) fn refused(name: &str, refusal: &Refusal) -> Stop {
    let told = refusal.told();
    (USAGE, say!("{name}：{told}", "{name}: {told}"; told))
}

/// The text of the signature beside a file, where there is one.
pub(super) fn signature(file: &Path) -> Option<String> {
    let bytes = Disk.read(&signature_of(file), SMALL).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The key that an option names: a file with it, or the key itself.
pub(super) fn key(word: &str) -> Result<Key, Stop> {
    if let Ok(key) = Key::parse(word) {
        return Ok(key);
    }
    let name = clean_line(word);
    let bytes = Disk.read(Path::new(word), SMALL).map_err(|error| {
        let why = yize_core::files::reason(&error);
        let told = say!(
            "--key {name}：不是公钥，作为文件又不能读取：{why}",
            "--key {name}: it is no public key, and as a file cannot be read: {why}"; why
        );
        (USAGE, told)
    })?;
    Key::parse(&String::from_utf8_lossy(&bytes)).map_err(|refusal| refused(&format!("--key {name}"), &refusal))
}

/// The project in which a folder lies; what is wrong with its settings ends the command.
pub(super) fn project(folder: &Path, terminal: Terminal) -> Result<Option<Receiver>, Stop> {
    let Some(receiver) = receiver(&Disk, folder) else { return Ok(None) };
    if receiver.findings.is_empty() {
        return Ok(Some(receiver));
    }
    let Receiver { findings, sources, root, .. } = &receiver;
    let view = View::new(terminal.lang, USAGE);
    let day = yize_core::Date::default();
    let printed = terminal.print(true, |out| human::findings(findings, sources, day, view, out));
    let name = clean_line(&show_path(&root.join("yize.toml")));
    Err((terminal.printed(printed, USAGE), say!("{name} 有误，改正以后再来", "{name} is broken; mend it first")))
}

/// Who has signed, where anybody must: those of the project, and the one that is named.
pub(super) fn signed(
    (file, parcel): (&Path, &Parcel),
    named: Option<&Key>,
    demanded: Option<&[Key]>,
) -> Result<Option<Signed>, Stop> {
    let (name, text) = (clean_line(&show_path(file)), signature(file));
    let mut signed = None;
    for keys in [demanded, named.map(std::slice::from_ref)].into_iter().flatten() {
        let one = parcel.signed(text.as_deref(), keys).map_err(|refusal| refused(&name, &refusal))?;
        signed = Some(one);
    }
    Ok(signed)
}

/// What a pack is, in lines.
pub(super) fn told(file: &Path, parcel: &Parcel, signed: Option<&Signed>) -> Text {
    let Parcel { id, version, digest, files, .. } = parcel;
    let (name, title, version) = (clean_line(&show_path(file)), clean_line(&parcel.title), clean_line(version));
    let (n, bytes) = (files.0.len(), parcel.bytes().len());
    let en = count(n, "file", "files");
    let by = match signed {
        Some(Signed { key, comment }) => {
            let (word, comment) = (key.word(), clean_line(comment));
            Text::same(format!("{word} ({comment})"))
        }
        None if signature(file).is_some() => {
            say!("有，没有核对（用 --key 指定公钥）", "there is one, not verified (--key names the public key)")
        }
        None => say!("没有", "none"),
    };
    let (by_zh, by_en) = (by.get(Lang::Zh), by.get(Lang::En));
    Text::new(
        format!(
            "{name}\n  规则包  {id}（{title}）\n  版本    {version}\n  内容    {n} 个文件，{bytes} 字节\n  摘要    blake3 {digest}\n  签名    {by_zh}"
        ),
        format!(
            "{name}\n  pack       {id} ({title})\n  version    {version}\n  contents   {en}, {bytes} bytes\n  digest     blake3 {digest}\n  signature  {by_en}"
        ),
    )
}

/// That a file could not be written.
pub(super) fn unwritten(path: &Path, error: &std::io::Error) -> Stop {
    let (name, why) = (clean_line(&show_path(path)), reason(error));
    (FAILED, say!("无法写入 {name}：{why}", "cannot write {name}: {why}"; why))
}

/// Prints a text.
pub(super) fn print(text: &Text, terminal: Terminal) -> u8 {
    terminal.printed(terminal.print(false, |out| writeln!(out, "{}", text.get(terminal.lang))), 0)
}
