//! Checkstyle's XML, which many tools read that show findings beside code: files with their errors.

use std::collections::BTreeMap;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use crate::report::escape::xml_line;
use crate::report::row::{Row, Rows};
use crate::report::{Hosting, View};
use yize_core::check::{Outcome, fingerprint};
use yize_core::finding::{Finding, Severity, Status};
use yize_core::language::Lang;

/// The version of Checkstyle whose shape this is; readers ask for one.
const VERSION: &str = "4.3";

/// Writes the files, by name. What is excused is left out: the shape has no place for it.
///
/// # Errors
/// As the writer reports them.
pub(super) fn write(outcome: &Outcome, view: View, hosting: &Hosting, out: &mut dyn io::Write) -> io::Result<()> {
    let mut files: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in outcome.findings.iter().filter(|finding| finding.suppressed.is_none()) {
        // What concerns no file is shown at the root.
        let file =
            fingerprint::file(finding, &outcome.sources).map_or_else(|| ".".to_owned(), |file| hosting.path(file));
        files.entry(file).or_default().push(finding);
    }
    let mut rows = Rows::new(outcome, view);
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("checkstyle").with_attribute(("version", VERSION)).write_inner_content(|xml| {
        files.iter().try_for_each(|(name, findings)| {
            let file = xml.create_element("file").with_attribute(("name", &*xml_line(name)));
            let mut write = |xml: &mut _| findings.iter().try_for_each(|own| error(&rows.of(own), view.lang, xml));
            file.write_inner_content(&mut write).map(drop)
        })
    })?;
    writeln!(xml.into_inner())
}

fn error(row: &Row<'_>, lang: Lang, xml: &mut Writer<&mut dyn io::Write>) -> io::Result<()> {
    let severity = match (row.finding.status, row.finding.severity) {
        (Status::Pending, _) => "info",
        (Status::Violation, Severity::Warning) => "warning",
        _ => "error",
    };
    let mut error = xml.create_element("error");
    if let Some((start, _)) = row.range {
        let [line, column] = [start.line, start.column].map(|number| number.to_string());
        error = error.with_attributes([("line", line.as_str()), ("column", column.as_str())]);
    }
    let message = format!("{}{}", xml_line(row.message), xml_line(&row.aside(lang)));
    let rule = xml_line(&row.finding.rule);
    let said = [("severity", severity), ("message", message.as_str()), ("source", rule.as_str())];
    error.with_attributes(said).write_empty().map(drop)
}
