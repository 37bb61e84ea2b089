//! A line a finding that counts: `file:line:column: 错误 rule: message`, then the summary.

use std::io;

use crate::check::Outcome;
use crate::report::place::Locator;
use crate::report::text::clean_line;
use crate::report::{View, summary, word};

/// Writes the report.
///
/// # Errors
/// As the writer reports them.
pub fn write(outcome: &Outcome, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    let mut locator = Locator::new(&outcome.sources);
    for finding in outcome.findings.iter().filter(|f| f.suppressed.is_none()) {
        match (finding.place, &finding.path) {
            (Some(place), _) => {
                let at = locator.positions(place).0;
                let name = clean_line(&outcome.sources.get(place.source).name);
                write!(out, "{name}:{}:{}: ", at.line, at.column)?;
            }
            (None, Some(path)) => write!(out, "{}: ", clean_line(path))?,
            (None, None) => {}
        }
        let (word, message) = (word(finding), clean_line(finding.message.get(view.lang)));
        writeln!(out, "{} {}: {message}", word.get(view.lang), clean_line(&finding.rule))?;
    }
    writeln!(out, "{}", summary::line(outcome, view))
}
