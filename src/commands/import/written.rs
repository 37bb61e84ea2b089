//! A sheet as TOML: what is at its top once, and a table a row; what could not be read as a comment.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use super::sheets::{Own, Sheet};
use crate::report::records::toml as inline;
use crate::report::text::clean_line;
use yize_core::check::Outcome;
use yize_core::escape::{toml, toml_basic, toml_key};
use yize_core::language::{Lang, Text};
use yize_core::records::Value;
use yize_core::say;
use yize_core::schema::Type;
use yize_core::sheet::{Inside, cell_name};
use yize_core::source::{Place, SourceId, Sources};

/// What is written.
#[derive(Debug)]
pub(super) struct Written {
    /// The file's text.
    pub text: String,
    /// Whether something is in it as a comment only.
    pub lost: bool,
}

/// Where cells stand that could not be read, by source, row and field.
#[derive(Debug, Default)]
pub(super) struct Unread(HashMap<(SourceId, usize, String), Place>);

impl Unread {
    /// Those of which findings of the host tell.
    pub(super) fn of(outcome: &Outcome) -> Self {
        let host = outcome.findings.iter().filter(|finding| finding.rule.starts_with("host/"));
        let cells = host.filter_map(|finding| {
            let (place, field) = (finding.place?, finding.field.clone()?);
            Some(((place.source, outcome.sources.positions(place).0.line, field), place))
        });
        Self(cells.collect())
    }

    fn place(&self, source: SourceId, row: usize, field: &str) -> Option<Place> {
        self.0.get(&(source, row, field.to_owned())).copied()
    }
}

/// The text of a sheet.
pub(super) fn text(sheet: &Sheet<'_>, (sources, unread): (&Sources, &Unread), lang: Lang) -> Written {
    let file = Path::new(&sheet.reading.file).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (file, name) = (clean_line(&file), clean_line(&sheet.reading.sheet));
    let from = say!("由“{file}”工作表“{name}”导入", "imported from the sheet `{name}` of `{file}`");
    let mut making = Making { text: format!("# {}\n", from.get(lang)), lost: false, sources, unread, lang };
    let body = same(sheet.records().map(|(_, own)| Some(own.body.id())));
    let year = same(sheet.records().map(|(_, own)| own.year));
    if let Some(body) = body {
        making.line(&format!("body = {}", toml(body)));
    }
    if let Some(year) = year {
        making.line(&format!("year = {year}"));
    }
    for (row, own) in &sheet.rows {
        making.text.push('\n');
        match own {
            Some(own) => {
                let own_body = body.is_none().then(|| own.body.id());
                making.record(*row, own, (own_body, own.year.filter(|_| year.is_none())));
            }
            None => making.row(*row, sheet.source),
        }
    }
    Written { text: making.text, lost: making.lost }
}

/// What all have.
fn same<T: PartialEq>(mut all: impl Iterator<Item = Option<T>>) -> Option<T> {
    let first = all.next()??;
    all.all(|other| other.as_ref() == Some(&first)).then_some(first)
}

/// A text in the making.
struct Making<'s> {
    text: String,
    lost: bool,
    sources: &'s Sources,
    unread: &'s Unread,
    lang: Lang,
}

impl Making<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn comment(&mut self, comment: &Text) {
        let line = format!("# {}", comment.get(self.lang));
        self.line(&line);
    }

    /// A record, with its body and year where they are not those of all.
    fn record(&mut self, row: usize, own: &Own<'_>, (body, year): (Option<&str>, Option<i16>)) {
        self.comment(&say!("第{row}行", "row {row}"));
        self.line(&format!("[[{}]]", toml_key(own.record.kind().name())));
        if let Some(body) = body {
            self.line(&format!("body = {}", toml(body)));
        }
        if let Some(year) = year {
            self.line(&format!("year = {year}"));
        }
        let mut whole = false;
        for info in own.kind.info().fields {
            let Some(field) = own.kind.field(&info.name) else { continue };
            let given = own.record.value(field);
            if given == Value::Broken {
                let header = own.record.place();
                let place = Some(own.record.place_of(field)).filter(|place| *place != header);
                match place.or_else(|| self.unread.place(header.source, row, &info.name)) {
                    Some(place) => self.cell(info.label.get(self.lang), place),
                    // Which cell it is was not told.
                    None => whole = true,
                }
            } else if let Some(value) = top(&given, field.ty()) {
                self.line(&format!("{} = {value}", toml_key(&info.name)));
            }
        }
        if whole {
            self.row(row, own.record.place().source);
        }
    }

    /// A cell that could not be read, as it is written.
    fn cell(&mut self, label: &str, place: Place) {
        let written = self.sources.slice(place);
        if written.trim().is_empty() {
            return;
        }
        self.lost = true;
        let (label, written) = (clean_line(label), quoted(written));
        self.comment(&say!("{label} = {written}：没有读", "{label} = {written}: not read"));
    }

    /// A row that could not be read, or not all of it.
    fn row(&mut self, row: usize, source: SourceId) {
        self.lost = true;
        let source = self.sources.get(source);
        let line = &source.text()[source.line_range(row)];
        let at = u32::try_from(row.saturating_sub(1)).unwrap_or(u32::MAX);
        let cells = (0..).zip(line.split('\t')).filter(|(_, cell)| !cell.is_empty());
        let mut all = String::new();
        for (column, cell) in cells {
            // Writing to a string does not fail.
            let _ = write!(all, "; {} = {}", cell_name(at, column), quoted(Inside::of(cell).shown()));
        }
        let all = all.trim_start_matches("; ").to_owned();
        self.comment(&say!("第{row}行没有读全：{all}", "row {row} was not read as a whole: {all}"));
    }
}

/// What stands in a cell, in quotes on one line.
fn quoted(written: &str) -> String {
    toml_basic(&written.replace('\u{b}', "\n"))
}

/// The value of a field; nothing where there is none.
fn top(given: &Value<'_>, ty: &Type) -> Option<String> {
    match given {
        Value::Absent | Value::Broken => None,
        Value::Text(text) => Some(toml(text)),
        other => Some(inline(other, ty, toml_basic)),
    }
}
