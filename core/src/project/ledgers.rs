//! `[[ledger]]` of settings: which files are ledgers, what their sheets and columns hold, and whose they are.

use std::path::Path;

use globset::GlobSet;
use toml::de::DeValue;

use crate::bounds;
use crate::document::{self, Reader, Table};
use crate::keys;
use crate::language::say;
use crate::patterns::{Reading, glob};
use crate::source::{Place, SourceId, Span};
use crate::texts::show_path;
use crate::value::YEARS;

/// What settings say of some ledgers.
#[derive(Clone, Debug)]
pub(crate) struct Declared {
    /// The pattern of their files.
    pub file: String,
    matcher: GlobSet,
    /// The names of the sheets that are meant; where there are none, those that are called as kinds are, or are alone.
    pub sheets: Vec<String>,
    /// The kind of their records, by name or label, and where that is written.
    pub kind: Option<(String, Place)>,
    /// Whether the sheets are no matter of ours: `kind = false`.
    pub aside: bool,
    /// What columns hold, by their headers: the name or label of a field, `body` or `year`; nothing where they are left alone.
    pub columns: Vec<(String, Option<String>)>,
    /// The body of all records.
    pub body: Option<String>,
    /// The year of all records.
    pub year: Option<i16>,
    /// Where its file is written.
    pub place: Place,
}

impl Declared {
    /// Whether a file of the project in that folder is meant.
    #[must_use]
    pub(crate) fn names(&self, root: &Path, path: &Path) -> bool {
        self.matcher.is_match(show_path(path.strip_prefix(root).unwrap_or(path)))
    }

    /// What is said of one file of the project in that folder: whose its records are, unless others say it.
    pub(crate) fn only(root: &Path, path: &Path, (body, year): (Option<String>, Option<i16>)) -> Option<Self> {
        let file = globset::escape(&show_path(path.strip_prefix(root).unwrap_or(path)));
        let matcher = glob(&file, Reading::Path).ok()?;
        let place = Place { source: SourceId::NONE, span: Span::default() };
        Some(Self {
            file,
            matcher,
            sheets: Vec::new(),
            kind: None,
            aside: false,
            columns: Vec::new(),
            body,
            year,
            place,
        })
    }
}

/// Reads the ledgers of settings.
pub(super) fn read(reader: &mut Reader<'_>, table: &Table<'_>) -> Vec<Declared> {
    let Some(value) = table.get("ledger") else { return Vec::new() };
    let items = match value.get_ref() {
        DeValue::Array(items) if items.iter().all(|item| item.get_ref().is_table()) => items.iter().collect(),
        DeValue::Table(_) => vec![value],
        _ => {
            let help = say!("写成 [[ledger]]，下面写 file = \"…\"", "write [[ledger]], and below it file = \"…\"");
            reader.wrong(value.span(), say!("ledger 应当是表", "`ledger` is a table")).help = Some(help);
            return Vec::new();
        }
    };
    if items.len() > bounds::SETTINGS {
        reader.too_long(value.span(), bounds::SETTINGS);
    }
    let one = |item: &document::Value<'_>| one(reader, item.get_ref().as_table()?, item.span());
    items.into_iter().take(bounds::SETTINGS).filter_map(one).collect()
}

fn one(reader: &mut Reader<'_>, table: &Table<'_>, header: std::ops::Range<usize>) -> Option<Declared> {
    reader.only(table, keys::LEDGER);
    let value = reader.required(table, "file", header)?;
    let (file, place) = (reader.string(value)?, reader.place(value.span()));
    let matcher = match glob(&file, Reading::Path) {
        Ok(matcher) => matcher,
        Err((message, help)) => {
            reader.wrong(value.span(), message).help = Some(help);
            return None;
        }
    };
    let sheets = table.get("sheet").map(|value| reader.strings(value)).unwrap_or_default();
    // `false`: as for a column.
    let aside = table.get("kind").is_some_and(|value| matches!(value.get_ref(), DeValue::Boolean(false)));
    let kind = table.get("kind").filter(|_| !aside);
    let kind = kind.and_then(|value| Some((reader.string(value)?, reader.place(value.span()))));
    let mut columns = Vec::new();
    if let Some(named) = table.get("columns").and_then(|value| reader.table(value)) {
        for (header, field) in named {
            // `false`: the column is no matter of ours, and need not be told of.
            let field = match field.get_ref() {
                DeValue::Boolean(false) => None,
                _ => Some(reader.string(field)?),
            };
            columns.push((header.get_ref().to_string(), field));
        }
    }
    let (mut body, mut year) = (None, None);
    if let Some(value) = table.get("fixed")
        && let Some(fixed) = reader.table(value)
    {
        reader.only(fixed, keys::FIXED);
        body = fixed.get("body").and_then(|value| reader.string(value));
        year = fixed.get("year").and_then(|value| {
            let year = document::as_integer(value.get_ref()).and_then(|year| i16::try_from(year).ok());
            let year = year.filter(|year| (YEARS.0..=YEARS.1).contains(year));
            if year.is_none() {
                let help = say!("写四位的年份，如 year = 2026", "write the year with four digits, as year = 2026");
                reader.wrong(value.span(), say!("这里应当是年份", "expected a year")).help = Some(help);
            }
            year
        });
    }
    let sheets = sheets.into_iter().map(|(name, _)| name).collect();
    Some(Declared { file, matcher, sheets, kind, aside, columns, body, year, place })
}
