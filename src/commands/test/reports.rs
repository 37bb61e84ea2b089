//! Where the report of cases goes: `--format` on stdout, `--output` into files.

use std::path::PathBuf;

use crate::args::{Given, format};
use crate::outputs::{Kind, Outputs, save};
use crate::report::View;
use crate::report::cases::{FORMATS, Format};
use crate::terminal::{FAILED, Terminal};
use yize_core::cases::Report;
use yize_core::files::Asked;
use yize_core::language::Text;

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
        let words: Vec<&str> = FORMATS.iter().map(|format| format.word).collect();
        let outputs = format::outputs(given, Format::find, &words, &Text::new("junit=cases.xml", "junit=cases.xml"))?;
        let format = given.one("format").and_then(Format::find).unwrap_or(FORMATS[0]);
        Ok(Self { format, outputs })
    }

    /// Whether one of them tells of what the cases reach.
    pub(super) fn want_coverage(&self) -> bool {
        self.format.is_coverage || self.outputs.iter().any(|(format, _)| format.is_coverage)
    }

    /// Writes all of them, over nothing that was read, and gives the exit status.
    pub(super) fn write(&self, report: &Report, code: u8, asked: Asked, terminal: Terminal) -> u8 {
        let mut view = View::new(terminal.lang, code);
        let granted = Outputs::beside(asked).grant(Kind::Cases, &self.outputs, terminal);
        if granted.len() < self.outputs.len() {
            view.code = FAILED;
        }
        for (format, path) in granted {
            if !save(path, format.is_coloured, terminal, &|out| format.write(report, view, out)) {
                view.code = FAILED;
            }
        }
        let printed = terminal.print(self.format.is_coloured, |out| self.format.write(report, view, out));
        terminal.printed(printed, view.code)
    }
}
