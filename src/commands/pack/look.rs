//! `yize pack check`: whether a file is a pack, whole, usable, and signed by whom.

use std::path::{Path, PathBuf};

use super::{Stop, sound, told};
use crate::terminal::Terminal;
use yize_core::check::Request;

/// Arguments.
#[derive(Debug)]
pub(super) struct Args {
    /// Packs and projects.
    pub request: Request,
    /// The file.
    pub file: PathBuf,
    /// The public key that must have signed it.
    pub key: Option<String>,
}

/// Tells what it is.
pub(super) fn run(args: &Args, terminal: Terminal) -> Result<u8, Stop> {
    let Args { request, file, key } = args;
    let parcel = told::open(file)?;
    let project = told::project(Path::new("."), terminal)?;
    let key = key.as_deref().map(told::key).transpose()?;
    let demanded = project.as_ref().and_then(|project| project.keys.as_deref());
    let signed = told::signed((file, &parcel), key.as_ref(), demanded)?;
    sound::require(request, file, terminal)?;
    Ok(told::print(&told::told(file, &parcel, signed.as_ref()), terminal))
}
