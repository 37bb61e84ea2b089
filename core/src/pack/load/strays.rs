//! What lies in a folder of packs and looks like a rule or a setting, but is read by none: it would do nothing, and nobody would
//! notice.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::is_text;
use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::spelling::nearest;
use crate::texts::show_path;

/// The settings that a pack may have beside its manifest.
const SETTINGS: &[&str] = &["kinds.toml", "views.toml", "holidays.toml"];

/// Says of what is called like a script or a setting that it is no file.
pub(super) fn no_file(path: &Path) -> Finding {
    let name = show_path(path);
    let message = say!("“{name}”不是普通文件，没有读取", "`{name}` is no plain file, and was not read");
    let help = say!("换成文件，或移出规则包的文件夹", "put a file in its place, or take it out of the folder of packs");
    host::PACK.finding(message).path(name).help(help)
}

/// Says of files that belong to no pack, and of those in packs whose names are almost right. `roots` are the folders of packs.
pub(super) fn tell(paths: &[PathBuf], roots: &BTreeSet<PathBuf>) -> Vec<Finding> {
    let mut told: BTreeSet<PathBuf> = BTreeSet::new();
    let mut findings = Vec::new();
    for path in paths {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let home = path.parent().unwrap_or(Path::new(""));
        let in_pack = path.ancestors().skip(1).any(|above| roots.contains(above));
        let finding = match () {
            () if is_text(path) && in_pack => None,
            () if name == "pack.toml" => Some(misnamed(path)),
            () if name.ends_with(".rhai") || SETTINGS.contains(&&*name) => {
                (!told.contains(home)).then(|| no_pack(home))
            }
            () => meant(&name, in_pack).map(|meant| unread(path, meant)),
        };
        if let Some(finding) = finding {
            findings.push(finding);
            told.insert(home.to_owned());
        }
    }
    findings
}

/// The ending that a file's name was perhaps meant to have.
fn meant(name: &str, in_pack: bool) -> Option<&'static str> {
    let hides = |ending: &str| {
        name.match_indices(ending).any(|(at, _)| {
            let rest = &name[at + ending.len()..];
            !rest.is_empty() && !rest.starts_with(|c: char| c.is_alphanumeric())
        })
    };
    match name.rsplit_once('.') {
        _ if hides(".rhai") => Some(".rhai"),
        _ if in_pack && hides(".toml") => Some(".toml"),
        Some((_, ending)) if in_pack => match nearest(ending, ["rhai", "toml"]) {
            Some("rhai") => Some(".rhai"),
            Some(_) => Some(".toml"),
            None => None,
        },
        _ => None,
    }
}

fn misnamed(path: &Path) -> Finding {
    let shown = show_path(path);
    let message = say!(
        "“{shown}”不会读取，规则包的设置文件叫 pack.toml",
        "`{shown}` is not read: a pack's settings are pack.toml"
    );
    let help = say!("改名为 pack.toml，全用小写字母", "rename it to pack.toml, in small letters");
    host::PACK.finding(message).path(shown).help(help)
}

fn no_pack(home: &Path) -> Finding {
    let shown = show_path(home);
    let message = say!(
        "文件夹“{shown}”里有规则，但没有 pack.toml，不起作用",
        "the folder `{shown}` has rules and no pack.toml: it does nothing"
    );
    host::PACK.finding(message).path(shown).help(say!("在其中写一个 pack.toml", "write a pack.toml in it"))
}

fn unread(path: &Path, meant: &str) -> Finding {
    let shown = show_path(path);
    let message = say!(
        "“{shown}”的名称不以 {meant} 结尾，不会读取，其中的内容不起作用",
        "`{shown}` does not end in {meant}: it is not read, and what is in it does nothing"
    );
    let help = say!("改名，或移出规则包的文件夹", "rename it, or take it out of the folder of packs");
    host::PACK.finding(message).path(shown).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_almost_right_are_known() {
        for (name, ending) in [
            ("a.rhai.txt", Some(".rhai")),
            ("a.rhai~", Some(".rhai")),
            ("a.rhai.bak", Some(".rhai")),
            ("kinds.toml.txt", Some(".toml")),
            ("a.rhia", Some(".rhai")),
            ("kinds.tmol", Some(".toml")),
            ("readme.md", None),
            ("a.txt", None),
            ("a.rhaigh.md", None),
            ("license", None),
            ("diagram.svg", None),
        ] {
            assert_eq!(meant(name, true), ending, "{name}");
        }
        assert_eq!((meant("a.rhai.txt", false), meant("cargo.toml.bak", false)), (Some(".rhai"), None));
    }
}
