//! `yize pack build`: a pack becomes one file.

use std::path::{Path, PathBuf};

use super::signing::Signer;
use super::{Stop, found, sound, told};
use crate::report::text::clean_line;
use crate::terminal::{FAILED, Terminal, USAGE};
use yize_core::check::Request;
use yize_core::files::{Disk, Files as _, write_beside};
use yize_core::pack::{Key, Parcel, signature_of};
use yize_core::{say, show_path};

/// Arguments.
#[derive(Debug)]
pub(super) struct Args {
    /// Packs and projects.
    pub request: Request,
    /// Id or folder of the pack.
    pub what: Option<String>,
    /// The file to write.
    pub output: Option<PathBuf>,
    /// The file of the key to sign with.
    pub key: Option<String>,
    /// Its password.
    pub password: Option<String>,
}

/// Writes the file, and its signature where there is a key.
pub(super) fn run(args: &Args, terminal: Terminal) -> Result<u8, Stop> {
    let found = found::find(&args.request, args.what.as_deref()).map_err(|why| (USAGE, why))?;
    if let found::Found::Folder(folder) = &found {
        sound::require(&args.request, folder, terminal)?;
    }
    let parcel = found.parcel().map_err(|refusal| (USAGE, refusal.told()))?;
    let output = args.output.clone().unwrap_or_else(|| PathBuf::from(named(&parcel)));
    let name = clean_line(&show_path(&output));
    if output.extension().is_none_or(|ending| ending != "yize") {
        return Err((USAGE, say!("{name} 应以 .yize 结尾", "{name} should end in .yize")));
    }
    let before = replaces(&output, &parcel)?;
    // The key opens before anything is written.
    let signer = args.key.as_deref().map(|key| Signer::read(Path::new(key), args.password.as_deref(), terminal));
    let signer = signer.transpose()?;
    let mut by = None;
    let mut signature = None;
    if let Some(signer) = &signer {
        let text = signer.sign(&parcel)?;
        let key = Key::parse(&signer.public).and_then(|key| parcel.signed(Some(&text), &[key]));
        by = Some(key.map_err(|refusal| (FAILED, refusal.told()))?);
        signature = Some(text);
    }
    write_beside(&output, parcel.bytes()).map_err(|error| told::unwritten(&output, &error))?;
    let beside = signature_of(&output);
    if let Some(text) = signature {
        write_beside(&beside, text.as_bytes()).map_err(|error| told::unwritten(&beside, &error))?;
    } else if Disk.kind(&beside).is_ok() && before.as_deref() != Some(parcel.bytes()) {
        let beside = clean_line(&show_path(&beside));
        let note = say!(
            "{beside} 是原来那个文件的签名，已经不符。加 --key 重新签名",
            "{beside} signs the file as it was, and no longer fits. Sign it again with --key"
        );
        terminal.print_aside(|err| writeln!(err, "{}", note.get(terminal.lang)));
    }
    Ok(told::print(&told::told(&output, &parcel, by.as_ref()), terminal))
}

/// What a pack's file is called. Versions are free text, and names of files are not.
fn named(parcel: &Parcel) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' };
    let version: String = parcel.version.trim().chars().map(plain).collect();
    format!("{}-{version}.yize", parcel.id)
}

/// What is there already, which is nothing or the same pack.
fn replaces(output: &Path, parcel: &Parcel) -> Result<Option<Vec<u8>>, Stop> {
    if Disk.kind(output).is_err() {
        return Ok(None);
    }
    match told::open(output) {
        Ok(there) if there.id == parcel.id => Ok(Some(there.bytes().to_vec())),
        _ => {
            let (name, id) = (clean_line(&show_path(output)), &parcel.id);
            let told = say!(
                "{name} 已有别的内容，不是规则包“{id}”，没有改写。换一个名称：--output",
                "{name} is there and is not the pack `{id}`; it was left as it is. Choose another name with --output"
            );
            Err((FAILED, told))
        }
    }
}
