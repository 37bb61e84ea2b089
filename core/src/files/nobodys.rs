//! Files that programs make for themselves, and in which nobody keeps data or rules.

use std::path::Path;

/// Folders of version control.
const VERSIONS: &[&str] = &[".git", ".hg", ".svn", ".jj"];
/// Names of files that version control and desktops make, and in which nobody keeps data.
const NOBODYS: &[&str] = &[
    ".gitignore",
    ".gitattributes",
    ".gitkeep",
    ".keep",
    ".gitmodules",
    ".editorconfig",
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
];
/// Whether something below a folder was made by a program for itself: by version control, a desktop, or an editor for as long as
/// a file is open.
pub(crate) fn is_nobodys(root: &Path, path: &Path) -> bool {
    let inside = path.strip_prefix(root).unwrap_or(path);
    // Further in, a folder may be called so and hold data.
    let data = path.extension().is_some_and(|ending| ending == "toml");
    inside.components().enumerate().any(|(depth, part)| {
        let name = part.as_os_str().to_string_lossy();
        let swap = || name.rsplit_once('.').is_some_and(|(_, end)| end.len() == 3 && end.starts_with("sw"));
        let written = || name.strip_suffix(".tmp").is_some_and(|name| name.ends_with(|c: char| c.is_ascii_digit()));
        NOBODYS.contains(&&*name)
            || (VERSIONS.contains(&&*name) && (depth == 0 || !data))
            || name.starts_with(".#")
            || name.starts_with("~$")
            || name.starts_with(".~")
            || (name.starts_with('.') && (swap() || written()))
    })
}
