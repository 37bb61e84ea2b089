//! What is reported, and where: `--format` on stdout, `--output` into files.

use std::io;
use std::path::PathBuf;

use clap::Arg;

use crate::args::{Builder, Given, format};
use crate::outputs::{Kind, Outputs, save};
use crate::report::shape::Shape;
use crate::report::{FORMATS, Format, Hosting, MARGIN, View};
use crate::terminal::{FAILED, Terminal, columns, lines};
use yize_core::language::Text;
use yize_core::say;

/// The options.
pub(super) fn options(b: Builder) -> [Arg; 3] {
    let output = say!(
        "另写一份报告到文件，如 json=报告.json；可重复",
        "Write a further report, such as json=report.json; repeatable"
    );
    let suppressed = say!(
        "SARIF 报告也列出豁免的和在基线中的（GitHub 会当作问题）",
        "List what is waived or in the baseline in SARIF too (GitHub opens alerts for it)"
    );
    [
        format::one_of(b, &say!("报告格式", "Report format"), FORMATS.iter().map(|format| format.word)),
        b.many("output", &say!("格式=文件", "FORMAT=FILE"), &output),
        b.flag("sarif-suppressed", &suppressed),
    ]
}

/// The format that has a shape.
const HUMAN: &str = "human";

/// Reports of one check.
#[derive(Debug)]
pub(super) struct Reports {
    /// Format on stdout.
    pub format: Format,
    /// Further reports, each into a file.
    pub outputs: Vec<(Format, PathBuf)>,
    /// Whether SARIF lists what is excused.
    pub sarif_suppressed: bool,
}

impl Reports {
    /// Whether any of them shows scores.
    pub(super) fn are_scored(&self) -> bool {
        self.format.is_scored || self.outputs.iter().any(|(format, _)| format.is_scored)
    }

    /// Whether any of them is for people at a terminal.
    pub(super) fn are_for_people(&self) -> bool {
        self.format.word == HUMAN || self.outputs.iter().any(|(format, _)| format.word == HUMAN)
    }

    /// What was given.
    pub(super) fn read(given: Given<'_>) -> Result<Self, Text> {
        let words: Vec<&str> = FORMATS.iter().map(|format| format.word).collect();
        let example = say!("json=报告.json", "json=report.json");
        let outputs = format::outputs(given, Format::find, &words, &example)?;
        let format = given.one("format").and_then(Format::find).unwrap_or_default();
        let sarif_suppressed = given.flag("sarif-suppressed");
        if sarif_suppressed && outputs.iter().all(|(format, _)| format.word != "sarif") && format.word != "sarif" {
            return Err(say!(
                "--sarif-suppressed 要与 SARIF 报告同用。",
                "--sarif-suppressed goes with a report in SARIF."
            ));
        }
        Ok(Self { format, outputs, sarif_suppressed })
    }

    /// All of them, each as it is to be shown.
    pub(super) fn views(&self, view: View) -> impl Iterator<Item = (Format, View)> {
        let files = self.outputs.iter().map(move |(format, _)| (*format, view));
        files.chain([(self.format, shown(view))])
    }

    /// Writes all of them and gives the exit status, which was the view's.
    ///
    /// A report that could not be written is exit 4. Where the reader of stdout has left early, the status is the
    /// check's own, except that it is never 0: nobody has seen the whole report then.
    pub(super) fn write(&self, mut view: View, outputs: &mut Outputs, terminal: Terminal, write: Writer<'_>) -> u8 {
        let hosting = &Hosting::here(self.sarif_suppressed);
        let granted = outputs.grant(Kind::Report, &self.outputs, terminal);
        if granted.len() < self.outputs.len() {
            // Each report tells the exit status.
            view.code = FAILED;
        }
        for (format, path) in granted {
            if !save(path, format.is_coloured, terminal, &|out| write(format, view, hosting, out)) {
                view.code = FAILED;
            }
        }
        if outputs.stdout_is_read() {
            terminal.complain(&say!(
                "标准输出正写入被检查的文件，没有输出报告",
                "stdout goes into a file that was checked; the report was not printed"
            ));
            return FAILED;
        }
        let printed = terminal.print(self.format.is_coloured, |out| write(self.format, shown(view), hosting, out));
        let left = printed.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
        match terminal.printed(printed, view.code) {
            0 if left => FAILED,
            code => code,
        }
    }
}

/// Writes one of them.
pub(super) type Writer<'w> = &'w dyn Fn(Format, View, &Hosting, &mut dyn io::Write) -> io::Result<()>;

/// How it is shown on stdout: on a screen as much as there is room for.
fn shown(view: View) -> View {
    let width = columns().map_or(view.width, |columns| columns.saturating_sub(MARGIN).clamp(20, 100));
    View { width, shape: Shape { rows: lines(), ..view.shape }, ..view }
}
