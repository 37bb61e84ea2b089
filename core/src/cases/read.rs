//! Reading a pack's case files (`tests/*.toml`).

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::de::DeValue;

use crate::cases::{Case, Expected};
use crate::document::{self, Reader, Table, Value};
use crate::finding::{Finding, Status};
use crate::host;
use crate::language::say;
use crate::pack::manifest::literal;
use crate::pack::{Pack, Packs};
use crate::source::{Source, SourceId, Sources};

/// What the cases of a file start from.
#[derive(Default)]
struct Start {
    data: Vec<(String, String)>,
    as_of: Option<Date>,
    only: Vec<String>,
}

/// The cases of a pack, by file. What is wrong with the files is added to `findings`.
pub(crate) fn cases(packs: &Packs, pack: &Pack, sources: &Sources, findings: &mut Vec<Finding>) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    // Files in folders below tests/ are data.
    for (_, source) in pack.cases.iter().filter(|(path, _)| path.matches('/').count() == 1) {
        let text = sources.get(*source).text.clone();
        let (table, errors) = document::parse(&text, *source, &host::PACK);
        if !errors.is_empty() {
            findings.extend(errors);
            continue;
        }
        let mut reader = Reader::new(*source, &host::PACK, findings);
        reader.only(&table, &["data", "case"]);
        let file = File { packs, pack, sources, source: *source };
        let start = file.start(&mut reader, &table);
        let Some(DeValue::Array(entries)) = table.get("case").map(toml::Spanned::get_ref) else {
            reader.wrong(0..0, say!("文件里没有 [[case]]", "no [[case]] in this file"));
            continue;
        };
        for (index, entry) in entries.iter().enumerate() {
            if let Some(case) = file.case(&mut reader, entry, &start, index) {
                if cases.iter().any(|c| c.place.source == *source && c.name == case.name) {
                    let name = &case.name;
                    reader.wrong(entry.span(), say!("用例“{name}”重名", "case `{name}` is there twice"));
                }
                cases.push(case);
            }
        }
    }
    cases
}

struct File<'a> {
    packs: &'a Packs,
    pack: &'a Pack,
    sources: &'a Sources,
    source: SourceId,
}

impl File<'_> {
    fn start(&self, reader: &mut Reader<'_>, table: &Table<'_>) -> Start {
        let mut start = Start::default();
        let Some(data) = table.get("data").and_then(|v| reader.table(v)) else { return start };
        reader.only(data, &["file", "text", "as_of", "only"]);
        start.as_of = data.get("as_of").and_then(|v| reader.date(v));
        start.only = data.get("only").map(|v| self.rules(reader, v)).unwrap_or_default();
        for (path, place) in data.get("file").map(|v| reader.strings(v)).unwrap_or_default() {
            match self.pack.cases.get(&format!("tests/{path}")) {
                Some(source) => {
                    let source = self.sources.get(*source);
                    start.data.push((source.name.clone(), source.text.to_string()));
                }
                None => {
                    reader.wrong(place.span.range(), say!("tests/ 里没有“{path}”", "no `{path}` in tests/"));
                }
            }
        }
        if let Some(text) = data.get("text").and_then(|v| reader.string(v)) {
            start.data.push((self.own("data"), text));
        }
        start
    }

    /// A name for a text that is written in the case file.
    fn own(&self, what: &str) -> String {
        format!("{}#{what}", self.sources.get(self.source).name)
    }

    /// Patterns of rules; one without a pack's name is of this pack.
    fn rules(&self, reader: &mut Reader<'_>, value: &Value<'_>) -> Vec<String> {
        reader.strings(value).into_iter().map(|(pattern, _)| self.full(&pattern)).collect()
    }

    fn full(&self, rule: &str) -> String {
        let first = rule.split('/').next().unwrap_or_default();
        let id = &self.pack.manifest.id;
        if first == "host" || self.packs.get(first).is_some() { rule.to_owned() } else { format!("{id}/{rule}") }
    }

    fn case(&self, reader: &mut Reader<'_>, entry: &Value<'_>, start: &Start, index: usize) -> Option<Case> {
        let table = reader.table(entry)?;
        reader.only(table, &["name", "covers", "change", "add", "parameters", "as_of", "only", "expect", "data"]);
        let name = reader.required(table, "name", entry.span()).and_then(|v| reader.string(v))?;
        let expect = reader.required(table, "expect", entry.span())?;
        let as_of = match table.get("as_of") {
            Some(value) => reader.date(value),
            None => start.as_of,
        };
        let Some(as_of) = as_of else {
            reader.wrong(entry.span(), say!("用例没有 as_of", "the case has no `as_of`"));
            return None;
        };
        let mut data = match table.get("data").and_then(|v| reader.string(v)) {
            Some(text) => vec![(self.own(&name), text)],
            None => start.data.clone(),
        };
        Self::changes(reader, table, &mut data);
        if let Some(text) = table.get("add").and_then(|v| reader.string(v)) {
            data.push((self.own(&name), with_head(&text, &data)));
        }
        if data.is_empty() {
            reader.wrong(entry.span(), say!("用例没有数据", "the case has no data"));
        }
        let mut parameters = BTreeMap::new();
        for (key, value) in table.get("parameters").and_then(|v| reader.table(v)).into_iter().flatten() {
            parameters.extend(literal(reader, value).map(|v| (key.get_ref().to_string(), v)));
        }
        let only = table.get("only").map_or_else(|| start.only.clone(), |v| self.rules(reader, v));
        Some(Case {
            covers: table
                .get("covers")
                .map(|v| reader.strings(v))
                .unwrap_or_default()
                .into_iter()
                .map(|c| c.0)
                .collect(),
            expect: self.expectations(reader, expect),
            place: reader.place(entry.span()),
            name,
            as_of,
            only,
            data,
            parameters,
            index,
        })
    }

    /// Edits the data's texts as the case says.
    fn changes(reader: &mut Reader<'_>, table: &Table<'_>, data: &mut [(String, String)]) {
        let Some(DeValue::Array(changes)) = table.get("change").map(toml::Spanned::get_ref) else { return };
        for change in changes {
            let Some(edit) = reader.table(change) else { continue };
            reader.only(edit, &["file", "find", "put"]);
            let find = reader.required(edit, "find", change.span()).and_then(|v| reader.string(v));
            let put = reader.required(edit, "put", change.span()).and_then(|v| reader.string(v));
            let file = edit.get("file").and_then(|v| reader.string(v));
            let (Some(find), Some(put)) = (find, put) else { continue };
            let named = |name: &str| file.as_ref().is_none_or(|f| name.ends_with(f.as_str()));
            let count: usize = data.iter().filter(|(n, _)| named(n)).map(|(_, t)| t.matches(&find).count()).sum();
            if count != 1 {
                let message = say!(
                    "find 的文字在数据里出现 {count} 次，应当恰好一次",
                    "`find` occurs {count} times in the data; it must occur once"
                );
                reader.wrong(change.span(), message);
                continue;
            }
            for (_, text) in data.iter_mut().filter(|(n, _)| named(n)) {
                *text = text.replacen(&find, &put, 1);
            }
        }
    }

    fn expectations(&self, reader: &mut Reader<'_>, value: &Value<'_>) -> Vec<Expected> {
        let DeValue::Array(entries) = value.get_ref() else {
            reader.wrong(value.span(), say!("expect 应当是列表 […]", "`expect` is a list […]"));
            return Vec::new();
        };
        let mut expected = Vec::new();
        for entry in entries {
            let Some(table) = reader.table(entry) else { continue };
            reader.only(table, &["rule", "record", "field", "message", "status"]);
            let Some(rule) = reader.required(table, "rule", entry.span()).and_then(|v| reader.string(v)) else {
                continue;
            };
            let status = table.get("status").and_then(|v| {
                let status = match reader.string(v)?.as_str() {
                    "violation" => Some(Status::Violation),
                    "pending" => Some(Status::Pending),
                    "fault" => Some(Status::Fault),
                    _ => None,
                };
                if status.is_none() {
                    let message =
                        say!("status 只有 violation、pending、fault", "`status` is violation, pending or fault");
                    reader.wrong(v.span(), message);
                }
                status
            });
            let mut text = |key: &str| table.get(key).and_then(|v| reader.string(v));
            expected.push(Expected {
                rule: self.full(&rule),
                record: text("record"),
                field: text("field"),
                message: text("message"),
                status: status.unwrap_or(Status::Violation),
            });
        }
        expected
    }
}

/// Gives an added text the body and year of the first data file, unless it has its own.
fn with_head(text: &str, data: &[(String, String)]) -> String {
    let head = |key: &str, text: &str| {
        let source = Source::new("", text);
        let lines = (1..=source.line_count()).map(|n| text[source.line_range(n)].to_owned());
        lines
            .take_while(|line| !line.trim_start().starts_with('['))
            .find(|line| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('=')))
    };
    let first = data.first().map_or("", |(_, text)| text);
    let mut whole = String::new();
    for key in ["body", "year"] {
        if head(key, text).is_none()
            && let Some(line) = head(key, first)
        {
            whole += &line;
            whole.push('\n');
        }
    }
    whole + text
}
