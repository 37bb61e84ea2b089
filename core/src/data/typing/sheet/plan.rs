//! What the columns of a sheet hold, and which kind its records are of.

use std::sync::Arc;

use super::header::{Column, Header, Holds, Words, find};
use super::rows;
use super::words::header;
use super::{Given, Of, Typer};
use crate::data::governance::Governance;
use crate::finding::Finding;
use crate::host;
use crate::language::{Lang, did_you_mean, say};
use crate::project::ledgers::Declared;
use crate::schema::{Kind, Schema};
use crate::source::{Place, Span};
use crate::spelling::nearest;
use crate::texts::listed;
use crate::value::KindId;

/// The header of the column in which rows are numbered: it is no field, whatever it looks like.
const SERIAL: &str = "序号";

/// What the columns of a sheet hold, under one set of kinds.
pub(super) struct Plan {
    /// The columns of fields.
    pub fields: Vec<FieldColumn>,
    /// Fields of which it is not known whether they are given, for their columns are not known.
    pub lacking: Vec<usize>,
}

/// A column of a field.
pub(super) struct FieldColumn {
    /// Its place, from 0.
    pub at: u32,
    /// Its header.
    pub title: String,
    /// The field, by its place in the kind.
    pub field: usize,
    /// Whether it tells records apart.
    pub key: bool,
    /// Whether it is what people call a record.
    pub name: bool,
}

/// The kind of a sheet's records: that of the settings, else the one that the sheet is called by.
pub(super) fn kind(given: &Given<'_>, schemas: &[Arc<Schema>]) -> Result<Option<(Arc<Schema>, KindId)>, Box<Finding>> {
    let by = |word: &str| schemas.iter().find_map(|schema| Some((schema.clone(), index(schema, word)?)));
    let Some((word, place)) = given.declared.and_then(|declared| declared.kind.as_ref()) else {
        let found = by(given.name.trim());
        let named = given.declared.filter(|declared| declared.sheets.iter().any(|own| own == given.name));
        return match (found, named) {
            (None, Some(declared)) if !schemas.is_empty() => Err(Box::new(no_kind(given.name, declared.place))),
            (found, _) => Ok(found),
        };
    };
    match by(word) {
        None if !schemas.is_empty() => {
            let words = || schemas[0].kinds.iter().flat_map(|kind| [kind.name.as_str(), kind.label.get(Lang::Zh)]);
            let help = nearest(word, words()).map_or_else(
                || say!("规则包的 kinds.toml 中没有声明这类记录", "no kinds.toml of its packs declares it"),
                did_you_mean,
            );
            let message = say!("没有“{word}”这类记录", "unknown kind of record `{word}`");
            Err(Box::new(host::UNKNOWN_KIND.finding(message).at(*place).help(help)))
        }
        found => Ok(found),
    }
}

/// The kind that goes by a word: its name, or its label in either language.
fn index(schema: &Schema, word: &str) -> Option<KindId> {
    let english = || schema.iter().find(|(_, kind)| kind.label.get(Lang::En).eq_ignore_ascii_case(word));
    schema.index(word).or_else(|| english().map(|(number, _)| number))
}

fn no_kind(sheet: &str, place: Place) -> Finding {
    let message = say!(
        "工作表“{sheet}”是哪类记录，没有写明",
        "it is not said of which kind the records of the sheet `{sheet}` are"
    );
    let help = say!("在这个 [[ledger]] 里写 kind = \"…\"", "write kind = \"…\" under this [[ledger]]");
    host::UNREAD_SHEET.finding(message).at(place).help(help)
}

/// Whether a sheet is meant to hold records, although it is not known whose.
pub(super) fn is_meant(given: &Given<'_>, governance: &Governance<'_>) -> bool {
    given.declared.is_some_and(|declared| declared.kind.is_some() || !declared.sheets.is_empty())
        || governance.knows_kind(given.name.trim())
}

/// The kind whose header has the most known columns, so many at least, and that header. Each is looked for in the words that
/// settings have beside its own.
fn likeliest<'k>(
    of: &Of<'_>,
    kinds: impl Iterator<Item = (&'k Kind, Option<&'k Declared>)>,
    least: usize,
) -> Option<(&'k Kind, Header)> {
    let found = kinds.filter_map(|(kind, said)| Some((kind, find(&of.grid, &Words::of(kind, said))?)));
    found.filter(|(_, header)| header.known >= least).max_by_key(|(_, header)| header.known)
}

/// Says of a sheet that is not read that it looks like records of a kind.
pub(super) fn looks_like(of: &Of<'_>, schemas: &[Arc<Schema>], governance: &Governance<'_>) -> Option<Finding> {
    if of.given.declared.is_some_and(|declared| !declared.sheets.is_empty()) {
        return None;
    }
    // Columns may be called as in other sheets of the workbook, and its records be those of the same bodies.
    let governed = governance.of(of.given.beside.iter().filter_map(|beside| beside.body.as_deref()));
    let others: Vec<Arc<Schema>> = governed.values().filter_map(super::by).collect();
    let said = [of.given.declared].into_iter().chain(of.given.beside.iter().map(|beside| Some(&**beside)));
    let kinds = || schemas.iter().chain(&others).flat_map(|schema| &schema.kinds);
    let (kind, header) = likeliest(of, said.flat_map(|said| kinds().map(move |kind| (kind, said))), 3)?;
    let rows = (header.last + 1..of.grid.len()).any(|row| {
        !of.grid.is_blank(row) && rows::skipped(row, &of.grid.cells(row), &header, of.given.merged).is_none()
    });
    if !rows {
        return None;
    }
    let (sheet, label) = (of.given.name, &kind.label);
    let message = say!(
        "工作表“{sheet}”像是“{label}”的记录，没有读",
        "the sheet `{sheet}` looks like records of {label}, and was not read"; label
    );
    let place = of.place(of.grid.span(header.last));
    Some(host::UNREAD_SHEET.finding(message).at(place).help(say!(
        "把工作表改名为“{label}”，或在 yize.toml 的 [[ledger]] 里写 sheet 和 kind；不要读的，写 kind = false",
        "call the sheet `{label}`, or write sheet and kind under [[ledger]] in yize.toml; kind = false leaves it aside"; label
    )))
}

/// Says that a sheet, which is called as a kind is, has the header of another.
pub(super) fn other_header(of: &Of<'_>, schema: &Schema, kind: &str) -> Option<Finding> {
    let others = schema.kinds.iter().filter(|other| other.name != kind);
    let (other, header) = likeliest(of, others.map(|other| (other, of.given.declared)), 2)?;
    let (sheet, row) = (of.given.name, header.last + 1);
    let (own, other) = (&schema.kind(kind)?.label, &other.label);
    let message = say!(
        "工作表“{sheet}”算作“{own}”，表头（第{row}行）却像“{other}”的，其中的记录没有检查",
        "the sheet `{sheet}` is taken for {own}, but its header, in row {row}, looks like that of {other}; its records were not checked"; own, other
    );
    let place = of.place(of.grid.span(header.last));
    Some(host::UNREAD_SHEET.finding(message).at(place).help(say!(
        "在 yize.toml 的 [[ledger]] 里写 sheet = \"{sheet}\"、kind = \"{other}\"",
        "write sheet = \"{sheet}\" and kind = \"{other}\" under [[ledger]] in yize.toml"; other
    )))
}

/// Says that a sheet has no header that is known.
pub(super) fn no_header(of: &Of<'_>, kind: Option<&Kind>) -> Finding {
    let sheet = of.given.name;
    if of.grid.is_empty() {
        let message = say!("工作表“{sheet}”是空的", "the sheet `{sheet}` is empty");
        let help = say!("写上表头和记录", "write a header and records");
        return host::UNREAD_SHEET.finding(message).at(of.place(Span::default())).help(help);
    }
    let message = say!(
        "工作表“{sheet}”里没有找到表头，其中的记录没有检查",
        "no header was found in the sheet `{sheet}`; its records were not checked"
    );
    let list = |lang| {
        let fields = kind.map(|kind| kind.fields.as_slice()).unwrap_or_default();
        listed(fields.iter().map(|field| field.label.get(lang)), if lang == Lang::Zh { "、" } else { ", " })
    };
    let (zh, en) = (list(Lang::Zh), list(Lang::En));
    host::UNREAD_SHEET.finding(message).at(of.place(Span::default())).help(say!(
        "表头写字段的名称：{zh}；叫法不同的，在 yize.toml 的 [[ledger]] 里写 columns",
        "the header names the fields: {en}; where they are called otherwise, write columns under [[ledger]] in yize.toml"
    ))
}

impl FieldColumn {
    fn of(column: &Column, field: usize, kind: &Kind) -> Self {
        let own = &kind.fields[field].name;
        let key = kind.key.contains(own);
        let name = kind.called.as_ref().map_or(own == "name", |called| called == own);
        Self { at: column.at, title: column.title.clone(), field, key, name }
    }
}

impl Plan {
    /// What the columns hold. What a header lacks, has twice or misspells is told.
    pub(super) fn of(of: &mut Of<'_>, typer: &mut Typer<'_>, found: &Header, schema: &Schema, kind: &str) -> Self {
        let mut plan = Self { fields: Vec::new(), lacking: Vec::new() };
        let Some(kind) = schema.kind(kind) else { return plan };
        let words = Words::of(kind, of.given.declared);
        let first = of.plans.is_empty();
        let (mut ignored, mut seen) = (Vec::new(), Vec::new());
        for column in &found.columns {
            match words.holds(&column.title) {
                Some(Holds::Field(field)) => {
                    if let Some((_, span)) = seen.iter().find(|(own, _)| *own == field) {
                        typer.twice(&column.title, column.span, *span);
                        plan.lacking.push(field);
                        plan.fields.retain(|own: &FieldColumn| own.field != field);
                        continue;
                    }
                    seen.push((field, column.span));
                    plan.fields.push(FieldColumn::of(column, field, kind));
                }
                Some(_) => {}
                None => ignored.push(column),
            }
        }
        let missing: Vec<usize> = (0..kind.fields.len()).filter(|at| !seen.iter().any(|(own, _)| own == at)).collect();
        let labels =
            || missing.iter().flat_map(|at| [kind.fields[*at].label.get(Lang::Zh), kind.fields[*at].name.as_str()]);
        for column in ignored {
            let title = header(&column.title);
            let near = nearest(&column.title, labels()).filter(|_| title != SERIAL);
            let ending = || labels().find(|label| label.chars().count() > 1 && title.ends_with(&header(label)));
            let near = near.or_else(ending).and_then(|near| kind.column(near));
            let Some(field) = near.filter(|field| !plan.lacking.contains(field)) else {
                if first {
                    of.reading.ignored.push(column.title.clone());
                }
                continue;
            };
            let (title, label) = (&column.title, kind.fields[field].label.get(Lang::Zh));
            let message = say!("表头“{title}”不是字段", "the header `{title}` is no field");
            typer.report(&host::UNKNOWN_KEY, column.span, message, Some(did_you_mean(label)));
            plan.lacking.push(field);
        }
        plan.tell_settings(of, typer, found, (schema, kind));
        plan.tell_missing(typer, of.grid.span(found.last), kind, &missing);
        plan
    }

    /// Tells once of each field that every row lacks.
    fn tell_missing(&mut self, typer: &mut Typer<'_>, place: Span, kind: &Kind, missing: &[usize]) {
        for at in missing.iter().copied() {
            let field = &kind.fields[at];
            if field.optional || self.lacking.contains(&at) {
                continue;
            }
            let (name, label) = (&field.name, &field.label);
            let message = say!(
                "表头里没有“{label}”（{name}）一列，各行都缺少它",
                "the header has no column `{label}` ({name}), which every row lacks"; label
            );
            let help = say!(
                "加上这一列；叫法不同的，在 yize.toml 的 [[ledger]] 里写 columns",
                "add the column; where it is called otherwise, write columns under [[ledger]] in yize.toml"
            );
            let finding = typer.report(&host::MISSING_FIELD, place, message, Some(help));
            finding.field = Some(name.clone());
            finding.unread = false;
            self.lacking.push(at);
        }
    }

    /// Tells of columns that the settings name, and that are not in the header, or are of no field.
    fn tell_settings(&mut self, of: &Of<'_>, typer: &mut Typer<'_>, found: &Header, (schema, kind): (&Schema, &Kind)) {
        let Some(declared) = of.given.declared else { return };
        for (title, field) in &declared.columns {
            let Some(name) = field.as_deref().filter(|name| !matches!(*name, "body" | "year")) else { continue };
            let Some(field) = kind.column(name) else {
                // Other sheets of the ledger may be of another kind.
                if declared.kind.is_some() || schema.kinds.iter().all(|other| other.column(name).is_none()) {
                    let fields = kind.fields.iter().flat_map(|f| [f.name.as_str(), f.label.get(Lang::Zh)]);
                    let (label, help) = (&kind.label, nearest(name, fields).map(did_you_mean));
                    let message = say!(
                        "columns 里的“{name}”不是“{label}”的字段",
                        "`{name}` under `columns` is no field of {label}"; label
                    );
                    let mut finding = host::UNKNOWN_KEY.finding(message).at(declared.place);
                    finding.help = help;
                    typer.tell(finding);
                }
                continue;
            };
            let given = self.fields.iter().any(|own| own.field == field) || self.lacking.contains(&field);
            let named = found.columns.iter().any(|column| header(&column.title) == header(title));
            if given || named {
                continue;
            }
            let titles = found.columns.iter().filter(|column| column.holds.is_none());
            let near = nearest(title, titles.map(|column| column.title.as_str()));
            let message = say!(
                "表头里没有“{title}”，yize.toml 的 columns 里写了它",
                "the header has no `{title}`, which `columns` in yize.toml names"
            );
            let place = of.grid.span(found.last);
            typer.report(&host::UNKNOWN_KEY, place, message, near.map(did_you_mean));
            self.lacking.push(field);
        }
    }
}
