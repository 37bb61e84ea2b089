//! A line a finding that counts: `file:line:column: 违规 rule: message; help`, then the summary.

use std::io;

use crate::report::place::exact;
use crate::report::text::clean_line;
use crate::report::{View, summary, word};
use yize_core::check::Outcome;
use yize_core::finding::Finding;
use yize_core::say;
use yize_core::source::Locator;
use yize_core::source::Sources;

/// Writes the report.
///
/// # Errors
/// As the writer reports them.
pub(super) fn write(outcome: &Outcome, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    let mut locator = Locator::new(&outcome.sources);
    for finding in outcome.findings.iter().filter(|f| f.suppressed.is_none()) {
        write!(out, "{}", line(finding, &outcome.sources, &mut locator, view))?;
        match &finding.help {
            Some(help) => {
                let help = clean_line(help.get(view.lang));
                writeln!(out, "{}", say!("；帮助：{help}", "; help: {help}").get(view.lang))?;
            }
            None => writeln!(out)?,
        }
    }
    writeln!(out, "{}", summary::line(outcome, view))
}

/// A finding in a line.
pub(super) fn line(finding: &Finding, sources: &Sources, locator: &mut Locator<'_>, view: View) -> String {
    let place = match (finding.place, &finding.path) {
        (Some(place), _) => {
            format!("{}: ", clean_line(&exact(sources, locator, place)))
        }
        (None, Some(path)) => format!("{}: ", clean_line(path)),
        (None, None) => String::new(),
    };
    let (word, message) = (word(finding), clean_line(finding.message.get(view.lang)));
    format!("{place}{} {}: {message}", word.get(view.lang), clean_line(&finding.rule))
}
