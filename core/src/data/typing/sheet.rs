//! Typing of sheets: a row is a record, a column a field by its header. A row becomes what a table of a text of data is, and is
//! typed as that.

mod words;
mod days;
mod draft;
mod grid;
mod header;
mod rows;
mod cells;
mod plan;

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{FileRecords, Typer};
use crate::data::Room;
use crate::data::broken::Broken;
use crate::data::governance::{Governance, Governed, distinct};
use crate::document::{Entries, Entry};
use crate::finding::{Finding, Severity};
use crate::host;
use crate::language::say;
use crate::project::ledgers::Declared;
use crate::schema::{Kind, Schema, Type};
use crate::sheet::{Area, Change, Inside, Reading, Skip};
use crate::source::{Place, SourceId, Span, column_name};
use crate::value::Period;
use cells::{Wanted, Wrong, take};
use draft::Draft;
use grid::{At, Grid};
use header::{Holds, Words};
use plan::Plan;
use rows::Sums;

/// A sheet, and what settings say of it.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    /// The number of its text.
    pub source: SourceId,
    /// Its text.
    pub text: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its merged cells.
    pub merged: &'a [Area],
    /// Whether its cells tell numbers and days from texts.
    pub typed: bool,
    /// What settings say of it.
    pub declared: Option<&'a Declared>,
    /// What settings say of other sheets of the workbook, where they say nothing of this one.
    pub beside: &'a [Arc<Declared>],
}

/// What a sheet gave.
pub(crate) struct Sheeted {
    /// Its records, and findings about them.
    pub records: FileRecords,
    /// How it was read.
    pub reading: Reading,
    /// What governs its bodies.
    pub met: Vec<Arc<Governed>>,
    /// Whose records and of which kinds could not be read.
    pub broken: Option<Broken>,
}

impl Sheeted {
    /// What a sheet gives that settings say is not to be read.
    pub(crate) fn aside() -> Self {
        let reading = Reading { aside: true, ..Reading::default() };
        Self { records: FileRecords::default(), reading, met: Vec::new(), broken: None }
    }

    /// What a sheet gives that is left alone, of which is told elsewhere.
    pub(crate) fn left() -> Self {
        let reading = Reading { failed: true, ..Reading::default() };
        Self { records: FileRecords::default(), reading, met: Vec::new(), broken: Some(Broken::default()) }
    }
}

/// What is known of the row that is being typed.
#[derive(Default)]
pub(super) struct RowState {
    /// The fields whose cells could not be read, of which is told here.
    told: Vec<(usize, Finding)>,
    /// Fields whose columns are missing, of which was told.
    lacking: Vec<usize>,
    /// Where the cells of fields stand.
    cells: Vec<(usize, Span)>,
}

impl RowState {
    /// Whether a field of the row is not known, and that was told.
    pub(super) fn is_unread(&self, field: usize) -> bool {
        self.lacking.contains(&field) || self.told.iter().any(|(own, _)| *own == field)
    }

    /// Where the cell of a field stands.
    pub(super) fn cell(&self, field: usize) -> Option<Span> {
        self.cells.iter().find(|(own, _)| *own == field).map(|(_, span)| *span)
    }

    /// What is to be told of its cells, each with the name of its field.
    pub(super) fn take_told(&mut self, kind: &Kind) -> Vec<(String, Finding)> {
        let told = std::mem::take(&mut self.told);
        self.lacking.extend(told.iter().map(|(field, _)| *field));
        told.into_iter().map(|(field, finding)| (kind.fields[field].name.clone(), finding)).collect()
    }
}

/// Types a sheet, if it holds records.
pub(crate) fn sheet(given: Given<'_>, governance: &Governance<'_>, room: Room) -> Sheeted {
    let grid = Grid::new(given.text, given.merged);
    let fixed = given.declared.and_then(|declared| declared.body.as_deref());
    // A column of its own goes before what is fixed, row by row.
    let mut bodies: Vec<&str> = fixed.into_iter().collect();
    bodies.extend(header::bodies(&grid, given.declared).into_iter().filter(|body| Some(*body) != fixed));
    let governed = governance.of(bodies.iter().copied());
    let schemas: Vec<Arc<Schema>> = bodies.iter().filter_map(|body| by(governed.get(*body)?)).collect();
    let typer = Typer::new(given.source, governed.clone(), room, given.text.len());
    let kind = plan::kind(&given, &schemas);
    let mut of = Of { given, grid, reading: Reading::default(), sums: Sums::default(), plans: FxHashMap::default() };
    let mut broken = None;
    let records = match kind {
        Ok(Some((schema, kind))) => {
            of.reading.kind = Some((schema.get(kind).name.clone(), schema.get(kind).label.clone()));
            let read = of.read(typer, &schema.get(kind).name, &schema);
            if of.reading.header.is_none() || read.full {
                broken = Some(Broken::default());
            }
            read
        }
        Ok(None) if schemas.is_empty() && plan::is_meant(&given, governance) => {
            broken = Some(Broken::default());
            of.reading.failed = true;
            of.without_body(typer, bodies.first().copied())
        }
        Ok(None) => {
            let mut records = FileRecords::default();
            of.reading.blank = of.grid.is_empty();
            records.findings.extend(plan::looks_like(&of, &schemas, governance));
            records
        }
        Err(finding) => {
            (broken, of.reading.failed) = (Some(Broken::default()), true);
            FileRecords { findings: vec![*finding], ..FileRecords::default() }
        }
    };
    Sheeted { records, reading: of.reading, met: distinct(&governed), broken }
}

fn by(governed: &Arc<Governed>) -> Option<Arc<Schema>> {
    match &**governed {
        Governed::By { schema, .. } => Some(schema.clone()),
        _ => None,
    }
}

/// A sheet that is being typed.
struct Of<'a> {
    given: Given<'a>,
    grid: Grid<'a>,
    reading: Reading,
    sums: Sums,
    /// What its columns hold, for each set of kinds.
    plans: FxHashMap<*const Schema, Plan>,
}

impl Of<'_> {
    fn place(&self, span: Span) -> Place {
        Place { source: self.given.source, span }
    }

    /// The records of a kind.
    fn read(&mut self, mut typer: Typer<'_>, kind: &str, first: &Arc<Schema>) -> FileRecords {
        let declared = self.given.declared;
        let name = first.kind(kind).map(|kind| Words::of(kind, declared));
        let Some(found) = name.and_then(|words| header::find(&self.grid, &words)) else {
            let finding =
                plan::other_header(self, first, kind).unwrap_or_else(|| plan::no_header(self, first.kind(kind)));
            typer.tell(finding);
            return typer.out;
        };
        self.reading.header = Some(found.last + 1);
        for column in &found.columns {
            self.reading.titles.resize(column.at as usize, String::new());
            self.reading.titles.push(column.title.clone());
        }
        let head = self.grid.span(found.last);
        if let Some(declared) = declared {
            typer.heads.body = declared.body.as_deref().map(|body| (body.into(), head));
            typer.heads.year = declared.year;
        }
        for row in found.last + 1..self.grid.len() {
            if self.grid.is_blank(row) {
                continue;
            }
            let cells = self.grid.cells(row);
            match rows::skipped(row, &cells, &found, self.given.merged) {
                Some(why) => {
                    self.reading.skip(row + 1, why);
                    if why == Skip::Total {
                        self.total(&mut typer, &found, &cells);
                    }
                }
                None => {
                    self.note_untitled(&found, &cells);
                    self.record(&mut typer, kind, &found, (row, &cells), first);
                }
            }
        }
        typer.tell_of_heads();
        typer.tell_untold();
        typer.out
    }

    /// Notes which columns without header hold something.
    fn note_untitled(&mut self, found: &header::Header, cells: &[At<'_>]) {
        for (at, cell) in (0..).zip(cells) {
            if !cell.merged && !cell.is_blank() && !found.columns.iter().any(|column| column.at == at) {
                let name = column_name(at);
                if !self.reading.untitled.contains(&name) {
                    self.reading.untitled.push(name);
                }
            }
        }
    }

    /// Types the record of a row.
    fn record(
        &mut self,
        typer: &mut Typer<'_>,
        kind: &str,
        found: &header::Header,
        (row, cells): (u32, &[At<'_>]),
        first: &Arc<Schema>,
    ) {
        let column = |holds: Holds| found.columns.iter().find(move |column| column.holds == Some(holds));
        let cell = |holds: Holds| column(holds).and_then(|column| cells.get(column.at as usize));
        let own = cell(Holds::Body).map(|cell| (words::trimmed(cell.inside.shown()), cell.span));
        let own = own.filter(|(body, _)| !body.is_empty());
        let body = own.map(|(body, _)| body).or(self.given.declared.and_then(|declared| declared.body.as_deref()));
        let schema = body.and_then(|body| by(typer.governed.get(body)?)).unwrap_or_else(|| first.clone());
        let key = Arc::as_ptr(&schema);
        if !self.plans.contains_key(&key) {
            let plan = Plan::of(self, typer, found, &schema, kind);
            self.plans.insert(key, plan);
        }
        let year = cell(Holds::Year).and_then(|cell| year_of(*cell));
        let known = year.as_ref().map_or(typer.heads.year, |(_, _, year)| *year);
        let (fields, state) = self.cells(&schema, kind, (row, cells), known);
        let mut drafts: Vec<(&str, Span, Draft<'_>)> = Vec::with_capacity(fields.len() + 2);
        drafts.extend(own.map(|(body, span)| ("body", span, Draft::Text(Cow::Borrowed(body)))));
        drafts.extend(year.map(|(draft, span, _)| ("year", span, draft)));
        let declared = schema.kind(kind).map(|kind| kind.fields.as_slice()).unwrap_or_default();
        drafts.extend(fields.into_iter().map(|(field, span, draft)| (declared[field].name.as_str(), span, draft)));
        let mut record = Entries::default();
        for (key, at, draft) in &drafts {
            let item = draft.item(*at);
            match record.list.iter_mut().find(|entry| entry.key == *key) {
                Some(entry) => entry.item = item,
                None => record.list.push(Entry { key: Cow::Borrowed(key), at: *at, item }),
            }
        }
        let head = self.grid.span(row);
        typer.row = Some(state);
        typer.record(kind, head, head, &record);
        if let Some(state) = typer.row.take() {
            // What could not be placed is told of all the same.
            state.told.into_iter().for_each(|(_, finding)| _ = typer.tell(finding));
        }
        self.reading.records += 1;
    }

    /// What was read of the cells of a row, and what is known of them.
    fn cells<'t>(
        &mut self,
        schema: &Arc<Schema>,
        kind: &str,
        (row, cells): (u32, &[At<'t>]),
        year: Option<i16>,
    ) -> (Vec<(usize, Span, Draft<'t>)>, RowState) {
        let (mut drafts, mut changes) = (Vec::new(), Vec::new());
        let end = self.grid.span(row).end;
        let plan = &self.plans[&Arc::as_ptr(schema)];
        let mut state = RowState { lacking: plan.lacking.clone(), ..RowState::default() };
        let Some(declared) = schema.kind(kind) else { return (drafts, state) };
        for column in &plan.fields {
            let field = &declared.fields[column.field];
            let nothing = At { span: Span { start: end, end }, inside: Inside::Empty, merged: false };
            let at = cells.get(column.at as usize).copied().unwrap_or(nothing);
            state.cells.push((column.field, at.span));
            let wanted = Wanted {
                ty: &field.ty,
                limits: &field.limits,
                key: column.key,
                name: column.name,
                year,
                typed: self.given.typed,
            };
            let took = take(wanted, at, &mut changes);
            changes.extend((at.merged && matches!(took, Ok(Some(_)))).then_some(Change::Merged));
            if took.is_err() {
                changes.clear();
            }
            changes.drain(..).for_each(|change| self.reading.note(&column.title, change));
            match &took {
                Ok(Some(Draft::Figure(digits))) if field.ty != Type::Period => {
                    self.sums.add(column.at, digits.parse().ok());
                }
                Err(_) => self.sums.add(column.at, None),
                _ => {}
            }
            match took {
                Ok(draft) => drafts.extend(draft.map(|draft| (column.field, at.span, draft))),
                Err(wrong) => state.told.push((column.field, told(wrong, self.place(at.span)))),
            }
        }
        (drafts, state)
    }

    /// Compares a row of totals with what stands above it.
    fn total(&mut self, typer: &mut Typer<'_>, found: &header::Header, cells: &[At<'_>]) {
        let part = rows::is_of_part(cells);
        for column in found.columns.iter().filter(|column| matches!(column.holds, Some(Holds::Field(_)))) {
            let Some(At { inside: Inside::Number(have), span, .. }) = cells.get(column.at as usize) else { continue };
            let Some((due, have)) = self.sums.due(column.at, part).zip(have.parse::<rust_decimal::Decimal>().ok())
            else {
                continue;
            };
            if due == have {
                continue;
            }
            let (title, due, have) = (&column.title, due.normalize(), have.normalize());
            let message = say!(
                "“{title}”的合计是 {have}，各行相加是 {due}",
                "the total of `{title}` is {have}; its rows come to {due}"
            );
            let help = say!("核对公式的范围和各行的数", "look at the range of the formula and at the rows");
            let mut finding = host::TOTAL.finding(message).at(self.place(*span)).help(help);
            finding.severity = Severity::Warning;
            typer.tell(finding);
        }
        if part {
            self.sums.next_part();
        }
    }

    /// Says that nobody knows whose the records are; of a body that no pack governs, that.
    fn without_body(&mut self, mut typer: Typer<'_>, body: Option<&str>) -> FileRecords {
        match body {
            Some(body) => _ = typer.body_index(body, Span::default()),
            None => {
                let sheet = self.given.name;
                let message = say!(
                    "工作表“{sheet}”没有写明单位（body），其中的记录没有检查",
                    "the sheet `{sheet}` does not say of which body its records are; they were not checked"
                );
                let finding = host::MISSING_FIELD.finding(message).at(self.place(Span::default()));
                typer.tell(finding.help(say!(
                    "在 yize.toml 的 [[ledger]] 里写 fixed = {{ body = \"单位编号\", year = 2026 }}，或加“单位”“年度”两列",
                    "write fixed = {{ body = \"…\", year = 2026 }} under [[ledger]] in yize.toml, or add columns `body` and `year`"
                )));
            }
        }
        typer.out
    }
}

/// The finding for a cell.
fn told(wrong: Wrong, place: Place) -> Finding {
    let mut finding = wrong.rule.finding(wrong.message).at(place);
    finding.help = wrong.help;
    finding
}

/// The year in a cell: what the record has for it, where it stands, and the year itself, where it is one.
fn year_of(at: At<'_>) -> Option<(Draft<'_>, Span, Option<i16>)> {
    let shown = words::trimmed(at.inside.shown());
    if shown.is_empty() {
        return None;
    }
    Some(match days::period(shown, None) {
        days::Said::Certain(Period::Year(year)) => (Draft::Figure(Cow::Owned(year.to_string())), at.span, Some(year)),
        _ => (Draft::Text(Cow::Borrowed(shown)), at.span, None),
    })
}
