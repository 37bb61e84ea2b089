//! `yize pack install`: a pack that was handed over comes into a project's folder of packs, as the file that it is.

use std::cmp::Ordering;
use std::io::{self, BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};

use super::{Stop, sound, told};
use crate::packs::comes_with_it;
use crate::report::text::clean_line;
use crate::terminal::{Terminal, USAGE};
use yize_core::check::{Receiver, Request};
use yize_core::files::{Disk, FileKind, Files as _, write_beside};
use yize_core::language::Text;
use yize_core::pack::{Parcel, signature_of};
use yize_core::{say, show_path};

/// Most names of files that are shown.
const SHOWN: usize = 40;

/// Arguments.
#[derive(Debug)]
pub(super) struct Args {
    /// Packs and the project.
    pub request: Request,
    /// The file.
    pub file: PathBuf,
    /// The project's folder.
    pub root: PathBuf,
    /// The public key that must have signed it.
    pub key: Option<String>,
    /// Whether an older version is replaced without a question.
    pub yes: bool,
}

/// Puts it there.
pub(super) fn run(args: &Args, terminal: Terminal) -> Result<u8, Stop> {
    let Args { request, file, root, key, yes } = args;
    let parcel = told::open(file)?;
    let Some(project) = told::project(root, terminal)? else {
        let name = clean_line(&show_path(root));
        let told = say!(
            "“{name}”不在项目里：没有 yize.toml。用 yize new project 新建，或写出项目的文件夹",
            "`{name}` is in no project: there is no yize.toml. Begin one with yize new project, or name a project's folder"
        );
        return Err((USAGE, told));
    };
    let key = key.as_deref().map(told::key).transpose()?;
    let signed = told::signed((file, &parcel), key.as_ref(), project.keys.as_deref())?;
    let target = target(&project, &parcel)?;
    let there = there(&target, &parcel)?;
    sound::require(request, file, terminal)?;
    let code = told::print(&told::told(file, &parcel, signed.as_ref()), terminal);
    let signature = told::signature(file);
    if let Some(there) = &there {
        if there.digest == parcel.digest && (signature.is_none() || signature == told::signature(&target)) {
            let name = clean_line(&show_path(&target));
            let text = say!("已经装在 {name}，没有变动", "it is installed as {name} already; nothing changed");
            return Ok(told::print(&text, terminal).max(code));
        }
        newer(there, &parcel)?;
        if signature.is_none() && told::signature(&target).is_some() {
            let told = say!(
                "已装的版本有签名，新的没有，没有更新。向发布者索取 .minisig 文件",
                "the installed version is signed and this one is not; it was not updated. Ask who published it for the .minisig file"
            );
            return Err((USAGE, told));
        }
        told::print(&changes(there, &parcel), terminal);
        if there.digest != parcel.digest && !yes && !agreed(terminal)? {
            return Ok(told::print(&say!("没有更新", "not updated"), terminal));
        }
    }
    write_beside(&target, parcel.bytes()).map_err(|error| told::unwritten(&target, &error))?;
    if let Some(text) = signature {
        let beside = signature_of(&target);
        write_beside(&beside, text.as_bytes()).map_err(|error| told::unwritten(&beside, &error))?;
    }
    Ok(told::print(&next(&project, &target, &parcel), terminal).max(code))
}

/// Where it goes: into the first folder of packs that the project names.
fn target(project: &Receiver, parcel: &Parcel) -> Result<PathBuf, Stop> {
    let is_folder = |path: &&PathBuf| matches!(Disk.kind(path), Ok(FileKind::Folder));
    let Some(folder) = project.rules.iter().find(is_folder) else {
        let name = clean_line(&show_path(&project.root.join("yize.toml")));
        let told = say!(
            "{name} 没有写规则包的文件夹。在其中写 rules = \"rules\"，并建文件夹 rules",
            "{name} names no folder of packs. Write rules = \"rules\" in it, and make the folder"
        );
        return Err((USAGE, told));
    };
    let id = &parcel.id;
    let target = folder.join(format!("{id}.yize"));
    let other = Disk.walk(folder).into_iter().map(|entry| entry.path).find(|path| {
        let same = || told::open(path).is_ok_and(|other| other.id == *id);
        let file = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("yize"));
        (path.ends_with(Path::new(id).join("pack.toml"))) || (file && *path != target && same())
    });
    other.map_or(Ok(target), |other| {
        let name = clean_line(&show_path(&other));
        let told = say!(
            "规则包“{id}”已在 {name}，没有装入。要换成这个文件，先移走它",
            "the pack `{id}` is there already: {name}. Nothing was installed; move it away first to have this file in its place"
        );
        Err((USAGE, told))
    })
}

/// What is installed: nothing, or another version of the same pack.
fn there(target: &Path, parcel: &Parcel) -> Result<Option<Parcel>, Stop> {
    if Disk.kind(target).is_err() {
        return Ok(None);
    }
    match told::open(target) {
        Ok(there) if there.id == parcel.id => Ok(Some(there)),
        _ => {
            let (name, id) = (clean_line(&show_path(target)), &parcel.id);
            let told = say!(
                "{name} 已有别的内容，不是完好的规则包“{id}”，没有改写。确认不需要的，先移走它",
                "{name} is there and is not the pack `{id}`, whole; it was left as it is. Move it away first if it is not needed"
            );
            Err((USAGE, told))
        }
    }
}

/// Refuses what is no newer version.
fn newer(there: &Parcel, parcel: &Parcel) -> Result<(), Stop> {
    let (old, new) = (clean_line(&there.version), clean_line(&parcel.version));
    match by_version(&there.version, &parcel.version) {
        Ordering::Less => Ok(()),
        // Only its signature is new.
        Ordering::Equal if there.digest == parcel.digest => Ok(()),
        Ordering::Equal => Err((
            USAGE,
            say!(
                "已装同一版本 {old}，内容却不同，没有更新。请发布者换一个版本号",
                "version {old} is installed already, with other contents; it was not updated. Whoever publishes it should give it another version"
            ),
        )),
        Ordering::Greater => Err((
            USAGE,
            say!(
                "已装较新的版本 {old}，这是 {new}，没有更新。确实要退回的，先移走已装的文件",
                "a newer version is installed: {old}, and this is {new}; it was not updated. To go back, move the installed file away first"
            ),
        )),
    }
}

/// The order of versions, which are free text: numbers in them by their value, what stands between by its letters.
fn by_version(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.trim(), b.trim());
    loop {
        let (x, y) = (part(&mut a), part(&mut b));
        let number = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
        let order = if number(x) && number(y) {
            let (x, y) = (x.trim_start_matches('0'), y.trim_start_matches('0'));
            (x.len(), x).cmp(&(y.len(), y))
        } else {
            x.cmp(y)
        };
        if order != Ordering::Equal || (x.is_empty() && y.is_empty()) {
            return order;
        }
    }
}

/// Takes the next part of a version: digits, or what is none.
fn part<'t>(rest: &mut &'t str) -> &'t str {
    let first = rest.starts_with(|c: char| c.is_ascii_digit());
    let end = rest.find(|c: char| c.is_ascii_digit() != first).unwrap_or(rest.len());
    let (part, left) = rest.split_at(end);
    *rest = left;
    part
}

/// What an update changes, file by file.
fn changes(there: &Parcel, parcel: &Parcel) -> Text {
    let (old, new) = (&there.files.0, &parcel.files.0);
    let mut lines: Vec<String> = Vec::new();
    for path in old.keys().chain(new.keys().filter(|path| !old.contains_key(*path))) {
        let sign = match (old.get(path), new.get(path)) {
            (None, _) => '+',
            (_, None) => '-',
            (before, after) if before != after => '~',
            _ => continue,
        };
        lines.push(format!("  {sign} {}", clean_line(&show_path(path))));
    }
    lines.sort_by(|a, b| a[4..].cmp(&b[4..]));
    let n = lines.len();
    if n > SHOWN {
        lines.truncate(SHOWN);
        lines.push("  …".to_owned());
    }
    let (lines, from, to) = (lines.join("\n"), clean_line(&there.version), clean_line(&parcel.version));
    say!(
        "\n从 {from} 更新到 {to}，{n} 个文件有变动（+ 新增，- 删去，~ 改动）：\n{lines}",
        "\nfrom {from} to {to}, {n} files differ (+ new, - gone, ~ changed):\n{lines}"
    )
}

/// Asks whether to update.
fn agreed(terminal: Terminal) -> Result<bool, Stop> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        let told = say!("没有更新。要更新，加 --yes", "it was not updated. Add --yes to update it");
        return Err((USAGE, told));
    }
    let question = say!("更新吗？[y/N] ", "Update? [y/N] ");
    terminal.print_aside(|err| write!(err, "{}", question.get(terminal.lang)));
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line).is_ok();
    Ok(read && matches!(line.trim(), "y" | "Y" | "yes" | "是"))
}

/// What was done, and what comes next.
fn next(project: &Receiver, target: &Path, parcel: &Parcel) -> Text {
    let (name, id) = (clean_line(&show_path(target)), &parcel.id);
    let lock = Disk.kind(&project.root.join("yize.lock")).is_ok();
    let run = if lock { "yize lock && yize check" } else { "yize check" };
    let instead = if comes_with_it(id) {
        say!("，代替自带的规则包“{id}”", ", in the place of the pack `{id}` that comes with yize")
    } else {
        Text::same("")
    };
    say!(
        "\n已装入 {name}{instead}\n接下来：{run}",
        "\ninstalled as {name}{instead}\nNext: {run}"; instead
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_in_the_order_that_people_give_them() {
        for (older, newer) in [
            ("1", "2"),
            ("1.9", "1.10"),
            ("2026-02", "2026-11"),
            ("1.0", "1.0.1"),
            ("", "1"),
            ("1.a", "1.b"),
            ("第9版", "第10版"),
        ] {
            assert_eq!(by_version(older, newer), Ordering::Less, "{older} {newer}");
            assert_eq!(by_version(newer, older), Ordering::Greater, "{older} {newer}");
        }
        for (a, b) in [("1.0", "1.0"), ("1.01", "1.1"), (" 1 ", "1")] {
            assert_eq!(by_version(a, b), Ordering::Equal, "{a} {b}");
        }
    }
}
