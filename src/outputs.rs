//! What commands write into files: never over what was read, never over what bears a meaning of its own, and never two
//! things into one file.

use std::cell::OnceCell;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anstream::adapter::StripBytes;

use crate::report::text::{clean_line, clean_text};
use crate::terminal::{FAILED, Terminal, reason};
use yize_core::check::Fix;
use yize_core::files::{Asked, Disk, FileKind, Files as _, Identity, Reserved, place, stream_beside, write_beside};
use yize_core::language::Text;
use yize_core::say;

/// Whether a file is there for something else, though it was not read this time: as a lock is, a pack's case, or data.
fn is_meant_otherwise(kind: Kind, path: &Path) -> bool {
    [Some(path.to_owned()), place(path).ok()].into_iter().flatten().any(|path| {
        let own = path.file_name().is_some_and(|name| OWN.iter().any(|own| name == *own));
        let text = path.extension().is_some_and(|ending| ending == "toml" || ending == "rhai");
        own || (matches!(kind, Kind::Report | Kind::Cases | Kind::Marked) && text && Disk.kind(&path).is_ok())
    })
}

/// Names that bear a meaning of their own.
const OWN: [&str; 3] = ["yize.toml", "yize.lock", "pack.toml"];

/// What is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A report.
    Report,
    /// A report of cases.
    Cases,
    /// A baseline.
    Baseline,
    /// Data.
    Data,
    /// A copy of a workbook with what is found marked in it.
    Marked,
}

impl Kind {
    fn word(self) -> Text {
        match self {
            Self::Report | Self::Cases => say!("报告", "report"),
            Self::Baseline => say!("基线", "baseline"),
            Self::Data => say!("导入的数据", "file of imported data"),
            Self::Marked => say!("标注副本", "marked copy"),
        }
    }

    /// What is said where a file of that name was read, so that it cannot be written over.
    fn was_read(self, name: &str) -> Text {
        if self == Self::Cases {
            return say!("没有写 {name}：它是读过的文件", "did not write {name}: it is a file that was read");
        }
        let word = self.word();
        say!("{name} 是被检查的文件，不能写成{word}", "{name} was checked; a {word} cannot take its place"; word)
    }
}

/// Whether nothing else is lost where a file of a sort is written: there is none, or one of its sort of so many bytes at most.
pub(crate) fn replaces_only(path: &Path, largest: u64, is_one: fn(&[u8]) -> bool) -> bool {
    !matches!(Disk.kind(path), Ok(FileKind::File)) || Disk.read(path, largest).is_ok_and(|bytes| is_one(&bytes))
}

/// The files that one command writes.
#[derive(Debug)]
pub(crate) struct Outputs {
    asked: Asked,
    /// What was read, once it is wanted.
    read: OnceCell<Reserved>,
    written: Reserved,
}

impl Outputs {
    /// Beside what was read.
    pub(crate) fn beside(asked: Asked) -> Self {
        Self { asked, read: OnceCell::new(), written: Reserved::default() }
    }

    fn read(&self) -> &Reserved {
        self.read.get_or_init(|| Reserved::new(&self.asked.paths))
    }

    /// Reserves a file for what is to be written there; where that cannot be, says why. Of `own`, if anything, a newer version
    /// may be written.
    pub(crate) fn claim(&mut self, kind: Kind, path: &Path, own: Option<&Path>) -> Result<(), Text> {
        let (name, word) = (clean_line(&path.to_string_lossy()), kind.word());
        if own.map_or_else(|| self.read().holds(path), |own| self.read().holds_but_for(own, path)) {
            return Err(kind.was_read(&name));
        }
        if is_meant_otherwise(kind, path) {
            return Err(say!(
                "{name} 是设置、规则或数据，不能写成{word}",
                "{name} is for settings, rules or data; a {word} cannot take its place"; word
            ));
        }
        if self.written.holds(path) {
            return Err(say!("{name} 已用于另一份输出", "{name} takes another output already"));
        }
        if self.written.is_stdout(path) {
            return Err(say!("{name} 正接收标准输出", "{name} takes stdout already"));
        }
        self.written.add(path);
        Ok(())
    }

    /// Reserves the files of some reports. All that cannot be written is known before the first is: it is said, and left out.
    pub(crate) fn grant<'r, F: Copy>(
        &mut self,
        kind: Kind,
        reports: &'r [(F, PathBuf)],
        terminal: Terminal,
    ) -> Vec<(F, &'r Path)> {
        let claimed = reports.iter().filter_map(|(format, path)| match self.claim(kind, path, None) {
            Ok(()) => Some((*format, &**path)),
            Err(why) => {
                terminal.complain(&why);
                None
            }
        });
        claimed.collect()
    }

    /// Whether stdout goes into what was read.
    pub(crate) fn stdout_is_read(&self) -> bool {
        Identity::of_stdout().is_some() && self.read().holds_stdout()
    }
}

/// What writes something into a stream, in colours that are stripped where they are not wanted.
pub(crate) type Writing<'w> = &'w dyn Fn(&mut dyn io::Write) -> io::Result<()>;

/// Writes a report into a file, whole or not at all; one that has colours, without them. Says so and gives `false` when that fails.
pub(crate) fn save(path: &Path, is_coloured: bool, terminal: Terminal, write: Writing<'_>) -> bool {
    let written = stream_beside(path, |out| {
        if !is_coloured {
            return write(out);
        }
        let mut plain = io::BufWriter::new(Plain { out, strip: StripBytes::new() });
        write(&mut plain)?;
        plain.flush()
    });
    if let Err(error) = &written {
        let (path, why) = (clean_line(&path.to_string_lossy()), reason(error));
        terminal.complain(&say!("无法写入报告 {path}：{why}", "cannot write the report {path}: {why}"; why));
    }
    written.is_ok()
}

/// Passes on what it is given, without colours.
struct Plain<'o> {
    out: &'o mut dyn io::Write,
    strip: StripBytes,
}

impl io::Write for Plain<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for plain in self.strip.strip_next(bytes) {
            self.out.write_all(plain)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes what a command shows into a file where one is named, whole or not at all, else to stdout; and gives the exit status,
/// which was `code`.
pub(crate) fn deliver(file: Option<&Path>, asked: Asked, code: u8, terminal: Terminal, write: Writing<'_>) -> u8 {
    let Some(file) = file else { return terminal.printed(terminal.print(true, write), code) };
    let mut plain = anstream::StripStream::new(Vec::new());
    match write(&mut plain) {
        Ok(()) => put(file, asked, code, terminal, &plain.into_inner()),
        Err(error) => unwritten(file, &error, terminal),
    }
}

/// Writes a file of a command, whole or not at all; and gives the exit status, which was `code`.
pub(crate) fn put(file: &Path, asked: Asked, code: u8, terminal: Terminal, bytes: &[u8]) -> u8 {
    if let Err(why) = Outputs::beside(asked).claim(Kind::Report, file, None) {
        terminal.complain(&why);
        return FAILED;
    }
    match write_beside(file, bytes) {
        Ok(()) => code,
        Err(error) => unwritten(file, &error, terminal),
    }
}

fn unwritten(file: &Path, error: &io::Error, terminal: Terminal) -> u8 {
    let (file, why) = (clean_line(&file.to_string_lossy()), reason(error));
    terminal.complain(&say!("无法写入 {file}：{why}", "cannot write {file}: {why}"; why));
    FAILED
}

/// Takes out of a file what a fix says, or shows what that would be; `what` says how many of what. `false` where it could not be
/// written.
pub(crate) fn take_out(fix: &Fix, what: &Text, dry_run: bool, terminal: Terminal) -> bool {
    let name = clean_text(&fix.name);
    if !dry_run && let Err(error) = rewrite(fix) {
        terminal.complain(&say!("没有改写 {name}：{error}", "did not rewrite {name}: {error}"));
        return false;
    }
    let text = if dry_run {
        say!("{name} 中有 {what}可以删去：", "{what} of {name} could be removed:"; what)
    } else {
        say!("从 {name} 删去了 {what}：", "removed {what} from {name}:"; what)
    };
    terminal.print_aside(|err| {
        writeln!(err, "{}", text.get(terminal.lang))?;
        let lines = fix.removed.iter().flat_map(|own| own.lines());
        lines.map(clean_text).try_for_each(|line| writeln!(err, "- {line}"))
    });
    true
}

/// Writes a file anew, if it is still as it was read.
fn rewrite(fix: &Fix) -> io::Result<()> {
    let path = Path::new(&fix.name);
    let now = Disk.read_text(path)?;
    let mark = if now.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    if now[mark.len()..] != *fix.old {
        return Err(io::Error::other("the file has changed"));
    }
    write_beside(path, format!("{mark}{}", fix.new).as_bytes())
}
