//! Reading a `views.toml`: what one pack declares, each word with its place.

use toml::de::DeValue;

use crate::document::{self, Reader, Table, Value};
use crate::finding::Finding;
use crate::host;
use crate::keys;
use crate::language::{Text, say};
use crate::pack::manifest::{self, Literal};
use crate::pack::views::{Area, Assignment, Calendar, Counts, Head, Limit, Names, Views, Word};
use crate::source::SourceId;

/// Reads a `views.toml`.
pub(crate) fn read(text: &str, source: SourceId, findings: &mut Vec<Finding>) -> Views {
    let (table, errors) = document::parse(text, source, &host::PACK);
    let broken = !errors.is_empty();
    findings.extend(errors);
    if broken {
        return Views::default();
    }
    let mut reader = Reader::new(source, &host::PACK, findings);
    reader.only(&table, keys::VIEWS);
    Views {
        body: table.get("body").and_then(|value| names(&mut reader, value)),
        areas: entries(&mut reader, &table, "area", area),
        calendars: entries(&mut reader, &table, "calendar", calendar),
        assignments: entries(&mut reader, &table, "assignment", assignment),
    }
}

fn names(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Names> {
    let entry = reader.table(value)?;
    reader.only(entry, keys::NAMES);
    reader.required(entry, "kind", value.span())?;
    reader.required(entry, "name", value.span())?;
    Some(Names { kind: word(reader, entry, "kind")?, name: word(reader, entry, "name")? })
}

fn entries<T>(
    reader: &mut Reader<'_>,
    table: &Table<'_>,
    key: &str,
    read: impl Fn(&mut Reader<'_>, Head, &Table<'_>) -> T,
) -> Vec<T> {
    let Some(entries) = table.get(key).and_then(|v| reader.table(v)) else { return Vec::new() };
    let mut all = Vec::new();
    for (name, value) in entries {
        let Some(entry) = reader.table(value) else { continue };
        let place = reader.place(name.span());
        let head = Head { id: name.get_ref().to_string(), title: title(reader, entry), place, layers: 1 };
        all.push(read(reader, head, entry));
    }
    all
}

fn title(reader: &mut Reader<'_>, entry: &Table<'_>) -> Option<Text> {
    let title = entry.get("title").and_then(|v| reader.string(v));
    let en = entry.get("en").and_then(|v| reader.string(v));
    title.map(|title| match en {
        Some(en) => Text::new(title, en),
        None => Text::same(title),
    })
}

fn area(reader: &mut Reader<'_>, head: Head, entry: &Table<'_>) -> Area {
    reader.only(entry, keys::AREA);
    Area { head, rules: words(reader, entry, "rules"), kinds: words(reader, entry, "kinds") }
}

fn calendar(reader: &mut Reader<'_>, head: Head, entry: &Table<'_>) -> Calendar {
    reader.only(entry, keys::CALENDAR);
    Calendar {
        head,
        kind: word(reader, entry, "kind"),
        when: word(reader, entry, "when"),
        held: word(reader, entry, "held"),
        form: word(reader, entry, "form"),
        name: word(reader, entry, "name"),
        clashes: entry.get("clashes").and_then(|v| reader.bool(v)),
        expected: entry.get("expected").and_then(|value| counts(reader, value, "parameter")),
        declared: entry.get("declared").and_then(|value| counts(reader, value, "kind")),
    }
}

fn counts(reader: &mut Reader<'_>, value: &Value<'_>, of: &str) -> Option<Counts> {
    let table = reader.table(value)?;
    reader.only(table, if of == "kind" { keys::DECLARED } else { keys::EXPECTED });
    reader.required(table, of, value.span())?;
    if of == "kind" {
        reader.required(table, "field", value.span())?;
    }
    let text = |reader: &mut Reader<'_>, key: &str| {
        table.get(key).and_then(|v| reader.string(v)).unwrap_or_else(|| key.to_owned())
    };
    Some(Counts {
        of: word(reader, table, of)?,
        field: word(reader, table, "field"),
        forms: text(reader, "forms"),
        count: text(reader, "count"),
    })
}

fn assignment(reader: &mut Reader<'_>, head: Head, entry: &Table<'_>) -> Assignment {
    reader.only(entry, keys::ASSIGNMENT);
    let mut limits = Vec::new();
    if let Some(value) = entry.get("limits") {
        match value.get_ref() {
            DeValue::Array(items) => limits.extend(items.iter().filter_map(|item| limit(reader, item))),
            _ => {
                let help = say!("写成 [ {{ … }}, … ]", "write [ {{ … }}, … ]");
                reader.wrong(value.span(), say!("这里应当是列表", "expected a list")).help = Some(help);
            }
        }
    }
    Assignment {
        head,
        kind: word(reader, entry, "kind"),
        to: word(reader, entry, "to"),
        mix: words(reader, entry, "mix"),
        entered: word(reader, entry, "entered"),
        left: word(reader, entry, "left"),
        limits,
    }
}

fn limit(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Limit> {
    let entry = reader.table(value)?;
    reader.only(entry, keys::LIMIT);
    let mut numbers = |key: &str| match entry.get(key) {
        Some(value) if !value.get_ref().is_str() => {
            let message = say!("这里写参数的名称，不写数", "a parameter is named here, not a number");
            let help = say!("在 pack.toml 里声明参数，这里写它的名称", "declare a parameter in pack.toml and name it");
            reader.wrong(value.span(), message).help = Some(help);
            None
        }
        _ => word(reader, entry, key),
    };
    let (min, max, about, within) = (numbers("min"), numbers("max"), numbers("about"), numbers("within"));
    let limit = Limit {
        title: title(reader, entry),
        who: filter(reader, entry, "who"),
        at: filter(reader, entry, "at"),
        count: word(reader, entry, "count"),
        min,
        max,
        about,
        within,
        share: entry.get("share").and_then(|v| reader.bool(v)).unwrap_or(false),
        place: reader.place(value.span()),
    };
    if !["min", "max", "about"].iter().any(|key| entry.contains_key(*key) || reader.misspells(entry, key)) {
        let message = say!("没有写明限制的数", "the limit has no number");
        let help = say!("写上 min、max 或 about，值是参数的名称", "name a parameter as `min`, `max` or `about`");
        reader.wrong(value.span(), message).help = Some(help);
        return None;
    }
    Some(limit)
}

fn filter(reader: &mut Reader<'_>, entry: &Table<'_>, key: &str) -> Vec<(Word, Literal)> {
    let Some(table) = entry.get(key).and_then(|v| reader.table(v)) else { return Vec::new() };
    let mut all = Vec::new();
    for (name, value) in table {
        let word = Word { text: name.get_ref().to_string(), place: reader.place(name.span()) };
        all.extend(manifest::literal(reader, value).map(|literal| (word, literal)));
    }
    all
}

fn word(reader: &mut Reader<'_>, entry: &Table<'_>, key: &str) -> Option<Word> {
    let value = entry.get(key)?;
    let text = reader.string(value)?;
    Some(Word { text, place: reader.place(value.span()) })
}

fn words(reader: &mut Reader<'_>, entry: &Table<'_>, key: &str) -> Vec<Word> {
    let all = entry.get(key).map(|v| reader.strings(v)).unwrap_or_default();
    all.into_iter().map(|(text, place)| Word { text, place }).collect()
}
