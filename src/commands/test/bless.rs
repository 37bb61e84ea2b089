//! `--bless`: the expectations of cases are written anew, and what that changes is shown.

use std::io::{self, Write};
use std::path::Path;

use similar::{ChangeTag, TextDiff};

use crate::report::text::clean_line;
use crate::terminal::{FAILED, Terminal};
use yize_core::cases::{Report, Tested, blessed};
use yize_core::files::{Disk, Reserved, write_beside};
use yize_core::language::count;
use yize_core::say;

/// Writes the expectations of cases that did not pass or say too little anew, and shows what that changes.
pub(super) fn write(report: &Report, read: &Reserved, terminal: Terminal) -> u8 {
    let failed: Vec<&Tested> = report.tested.iter().filter(|tested| tested.is_unfinished()).collect();
    let mut files: Vec<&str> = failed.iter().map(|t| t.sources.get(t.case.place.source).name.as_str()).collect();
    files.dedup();
    for name in files {
        let cases: Vec<&Tested> =
            failed.iter().copied().filter(|t| t.sources.get(t.case.place.source).name == name).collect();
        let (path, shown) = (Path::new(name), clean_line(name));
        if read.holds_but_for(path, path) {
            terminal.complain(&say!(
                "没有改写 {shown}：这个文件还以别的名字读过",
                "did not rewrite {shown}: it was read under another name too"
            ));
            return FAILED;
        }
        match rewrite(path, &cases) {
            Ok((was, new)) => {
                let (number, en) = (cases.len(), count(cases.len(), "case", "cases"));
                let text = say!("已改写 {shown} 的 {number} 个用例", "rewrote {en} of {shown}");
                terminal.print_aside(|err| {
                    writeln!(err, "{}", text.get(terminal.lang))?;
                    difference(&was, &new, err)
                });
            }
            Err(error) => {
                terminal.complain(&say!("没有改写 {shown}：{error}", "did not rewrite {shown}: {error}"));
                return FAILED;
            }
        }
    }
    0
}

/// Writes a file of cases anew, and gives its text as it was and as it is.
fn rewrite(path: &Path, cases: &[&Tested]) -> io::Result<(String, String)> {
    let Some(first) = cases.first() else { return Ok(<_>::default()) };
    let text = first.sources.get(first.case.place.source).text();
    let new = blessed(text, cases).map_err(io::Error::other)?;
    // A pack that comes with the binary has no file to write.
    let now = Disk.read_text(path)?;
    if now.strip_prefix('\u{feff}').unwrap_or(&now) != text {
        return Err(io::Error::other("the file has changed"));
    }
    // What is written anew ends its lines as the rest of the file does.
    let new = if text.contains("\r\n") { new.replace("\r\n", "\n").replace('\n', "\r\n") } else { new };
    write_beside(path, new.as_bytes())?;
    Ok((text.to_string(), new))
}

/// Shows the lines that differ, by their numbers in the new text, with a line around them.
fn difference(was: &str, new: &str, out: &mut dyn Write) -> io::Result<()> {
    let diff = TextDiff::from_lines(was, new);
    for (at, group) in diff.grouped_ops(1).iter().enumerate() {
        if at > 0 {
            writeln!(out, "       ⋮")?;
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ('-', anstyle::AnsiColor::Red.on_default()),
                ChangeTag::Insert => ('+', anstyle::AnsiColor::Green.on_default()),
                ChangeTag::Equal => (' ', anstyle::Style::new()),
            };
            let number = change.new_index().map_or(String::new(), |at| (at + 1).to_string());
            let line = clean_line(change.value().trim_end_matches(['\n', '\r']));
            writeln!(out, "{number:>5}  {style}{sign} {line}{style:#}")?;
        }
    }
    Ok(())
}
