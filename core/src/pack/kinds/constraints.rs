//! Constraints as `kinds.toml` writes them.

use crate::document::{Key, Reader, Table, Value};
use crate::finding::Severity;
use crate::keys;
use crate::language::{did_you_mean, say};
use crate::schema::constraint::{Check, Constraint, Named, When, YearDay};
use crate::spelling::nearest;

/// Reads the constraints of a kind. What is wrong with one is reported; the others are read.
pub(super) fn read(reader: &mut Reader<'_>, table: &Table<'_>) -> Vec<Constraint> {
    let each = table.iter();
    each.filter_map(|(name, value)| reader.table(value).and_then(|spec| read_one(reader, name, spec))).collect()
}

fn read_one(reader: &mut Reader<'_>, name: &Key<'_>, spec: &Table<'_>) -> Option<Constraint> {
    let word = name.get_ref();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if word.is_empty() || !word.chars().all(plain) {
        let message = say!("约束的名称“{word}”不合格式", "`{word}` is no name of a constraint");
        let help = say!("由小写字母、数字和 - 组成，如 issued-in-year", "a-z, 0-9 and -, such as issued-in-year");
        reader.wrong(name.span(), message).help = Some(help);
        return None;
    }
    let check = read_check(reader, name, spec);
    let fields = spec.get("fields").map(|value| reader.strings(value)).unwrap_or_default();
    let mut text = |key: &str| reader.required(spec, key, name.span()).and_then(|value| reader.string(value));
    let (title, basis) = (text("title"), text("basis"));
    let since = reader.required(spec, "since", name.span()).and_then(|value| reader.date(value));
    let until = spec.get("until").and_then(|value| reader.date(value));
    if let (Some(since), Some(until), Some(value)) = (since, until, spec.get("until"))
        && until < since
    {
        let help = say!("核对 since 和 until", "look at `since` and `until`");
        reader.wrong(value.span(), say!("截止日期早于起始日期", "`until` is before `since`")).help = Some(help);
    }
    let severity = spec.get("severity").map_or(Some(Severity::Error), |value| severity(reader, value));
    let [explain, local] = ["explain", "local"].map(|key| spec.get(key).and_then(|value| reader.string(value)));
    let check = check?;
    let least = check.least();
    if fields.len() < least {
        if reader.misspells(spec, "fields") {
            return None;
        }
        let message = say!("fields 至少要写{least}个字段", "`fields` names at least {least} field(s)");
        let span = spec.get("fields").map_or(name.span(), Value::span);
        let help = say!("写成 fields = [\"字段\"]", "write fields = [\"field\"]");
        reader.wrong(span, message).help = Some(help);
        return None;
    }
    let place = reader.place(name.span());
    let name = word.to_string();
    let (title, basis, since, severity) = (title?, basis?, since?, severity?);
    Some(Constraint { name, title, basis, since, until, severity, explain, local, check, fields, place })
}

fn severity(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Severity> {
    let text = reader.string(value)?;
    let severity = Severity::parse(&text);
    if severity.is_none() {
        let help = say!("写 error（错误）或 warning（警告）", "write error or warning");
        reader.wrong(value.span(), say!("没有“{text}”这个级别", "there is no severity `{text}`")).help = Some(help);
    }
    severity
}

fn read_check(reader: &mut Reader<'_>, name: &Key<'_>, spec: &Table<'_>) -> Option<Check> {
    let value = reader.required(spec, "check", name.span())?;
    let word = reader.string(value)?;
    if Check::WORDS.contains(&word.as_str()) {
        reader.only(spec, &[keys::CONSTRAINT, keys::of_check(&word)].concat());
    }
    let mut named = |key: &str| -> Option<Named> {
        let value = reader.required(spec, key, name.span())?;
        Some((reader.string(value)?, reader.place(value.span())))
    };
    Some(match word.as_str() {
        "present" => {
            let of = spec.get("of").map(|value| reader.strings(value)).unwrap_or_default();
            let by = edge(reader, spec, "by").ok()?;
            Check::Present { of: of.into_iter().map(|(pattern, _)| pattern).collect(), by }
        }
        "unique" => Check::Unique,
        "no_repeat" => Check::NoRepeat,
        "not_blank" => Check::NotBlank,
        "look_alike" => Check::LookAlike,
        "in_year" => {
            let (from, to) = (edge(reader, spec, "from"), edge(reader, spec, "to"));
            Check::InYear { from: from.ok()?, to: to.ok()? }
        }
        "not_future" => Check::NotFuture,
        "order" => Check::Order,
        "workday" if spec.contains_key("unless") => Check::Workday(Some(named("unless")?)),
        "workday" => Check::Workday(None),
        "in_term" => Check::InTerm(named("of")?),
        "in_office" if spec.contains_key("on") => Check::InOffice(Some(named("on")?)),
        "in_office" => Check::InOffice(None),
        "any" => Check::Any,
        "together" => Check::Together(when(reader, spec)?),
        "excludes" => Check::Excludes(when(reader, spec)?),
        "not_self" => Check::NotSelf,
        _ => {
            let near = nearest(&word, Check::WORDS.iter().copied());
            let message = say!("没有“{word}”这种约束", "there is no check `{word}`");
            let list = Check::WORDS.join(" ");
            let all = say!("可用的：{list}", "there are: {list}");
            reader.wrong(value.span(), message.and_ask(near.map(did_you_mean))).help = Some(all);
            return None;
        }
    })
}

/// An end of a window of days. `Err` where it is there and wrong, which is reported.
fn edge(reader: &mut Reader<'_>, spec: &Table<'_>, key: &str) -> Result<Option<YearDay>, ()> {
    let Some(value) = spec.get(key) else { return Ok(None) };
    let text = reader.string(value).ok_or(())?;
    YearDay::parse(&text).map(Some).ok_or_else(|| {
        let message = say!("“{key}”应当是月和日", "`{key}` is a month and a day");
        let help = say!(
            "写成 \"03-31\"；上一年的写成 \"last-11-01\"，下一年的写成 \"next-01-31\"",
            "write \"03-31\", \"last-11-01\" for the year before, \"next-01-31\" for the year after"
        );
        reader.wrong(value.span(), message).help = Some(help);
    })
}

/// `when = { field = "…", is = ["…"] }`; `None` where it is there and wrong, which is reported.
#[expect(clippy::option_option, reason = "there may be none, and it may be wrong")]
fn when(reader: &mut Reader<'_>, spec: &Table<'_>) -> Option<Option<When>> {
    let Some(value) = spec.get("when") else { return Some(None) };
    let table = reader.table(value)?;
    reader.only(table, keys::WHEN);
    let field = reader.required(table, "field", value.span())?;
    let field = (reader.string(field)?, reader.place(field.span()));
    let is = reader.required(table, "is", value.span())?;
    Some(Some(When { field, is: reader.strings(is) }))
}
