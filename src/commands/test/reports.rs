//! Where the report of cases goes: `--format` on stdout, `--output` into files.

use std::io;
use std::path::{Path, PathBuf};

use crate::args::Given;
use crate::report::View;
use crate::report::cases::{FORMATS, Format};
use crate::report::text::clean_line;
use crate::terminal::{FAILED, Terminal};
use yize_core::cases::Report;
use yize_core::files::{Reserved, reason, write_beside};
use yize_core::language::Text;
use yize_core::say;

/// Where the report goes.
pub(super) struct Reports {
    format: Format,
    outputs: Vec<(Format, PathBuf)>,
}

impl std::fmt::Debug for Reports {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let outputs = self.outputs.iter().map(|(format, path)| (format.word, path));
        f.debug_list().entry(&self.format.word).entries(outputs).finish()
    }
}

impl Reports {
    /// What was given.
    pub(super) fn read(given: Given<'_>) -> Result<Self, Text> {
        let mut outputs = Vec::new();
        for word in given.words("output") {
            let output = word.split_once('=').filter(|(_, file)| !file.is_empty());
            let output = output.and_then(|(format, file)| Some((Format::find(format)?, PathBuf::from(file))));
            outputs.push(output.ok_or_else(|| malformed(&word))?);
        }
        let format = given.one("format").and_then(Format::find).unwrap_or(FORMATS[0]);
        Ok(Self { format, outputs })
    }

    /// Whether one of them tells of what the cases reach.
    pub(super) fn want_coverage(&self) -> bool {
        self.format.is_coverage || self.outputs.iter().any(|(format, _)| format.is_coverage)
    }

    /// Writes all of them, over nothing that was read, and gives the exit status.
    pub(super) fn write(&self, report: &Report, code: u8, read: &Reserved, terminal: Terminal) -> u8 {
        let mut view = View::new(terminal.lang, code);
        for (format, path) in &self.outputs {
            if !save(*format, path, report, view, read, terminal) {
                view.code = FAILED;
            }
        }
        let printed = terminal.print(self.format.is_coloured, |out| self.format.write(report, view, out));
        terminal.printed(printed, view.code)
    }
}

fn malformed(word: &str) -> Text {
    let word = clean_line(word);
    let formats: Vec<&str> = FORMATS.iter().map(|format| format.word).collect();
    let (zh, en) = (formats.join("、"), formats.join(", "));
    say!(
        "--output 的值“{word}”应写成 格式=文件，如 junit=cases.xml；格式有 {zh}。",
        "`{word}` of --output should be FORMAT=FILE, such as junit=cases.xml; formats are {en}."
    )
}

/// Writes a report into a file, without colours. Says so and gives `false` when that fails.
fn save(format: Format, path: &Path, report: &Report, view: View, read: &Reserved, terminal: Terminal) -> bool {
    let shown = clean_line(&path.to_string_lossy());
    if read.holds(path) {
        terminal.complain(&say!("没有写 {shown}：它是读过的文件", "did not write {shown}: it is a file that was read"));
        return false;
    }
    let mut stripped = anstream::StripStream::new(Vec::new());
    let written = if format.is_coloured {
        format.write(report, view, &mut stripped).map(|()| stripped.into_inner())
    } else {
        let mut bytes = Vec::new();
        format.write(report, view, &mut bytes).map(|()| bytes)
    };
    let written: io::Result<()> = written.and_then(|bytes| write_beside(path, &bytes));
    if let Err(error) = &written {
        let why = reason(error);
        terminal.complain(&say!("无法写入报告 {shown}：{why}", "cannot write the report {shown}: {why}"; why));
    }
    written.is_ok()
}
