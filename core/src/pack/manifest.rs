//! `pack.toml`: who a pack is, what it extends, whom it governs, and its parameters.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use toml::de::DeValue;

use crate::document::{self, Reader, Table, Value};
use crate::finding::{Finding, Severity};
use crate::host;
use crate::language::say;
use crate::source::{Place, SourceId};

/// A valid `pack.toml`.
#[derive(Clone, Debug)]
pub(crate) struct Manifest {
    /// The pack's id: the first part of its rules' names.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Version, free text.
    pub version: String,
    /// Whether its scripts are written for the language in which `/` is exact (`yize = "0.2"`).
    pub language: bool,
    /// Packs whose kinds, functions, parameters and rules it inherits.
    pub extends: Vec<(String, Place)>,
    /// Bodies that it governs: ids or globs.
    pub bodies: Vec<(String, Place)>,
    /// First day on which its rules hold.
    pub since: Option<Date>,
    /// Last day on which its rules hold.
    pub until: Option<Date>,
    /// Its parameters, and other values for inherited ones.
    pub parameters: BTreeMap<String, Parameter>,
    /// Other levels for inherited rules.
    pub levels: Vec<Level>,
    /// The `id` line.
    pub place: Place,
}

/// A parameter, or another value for an inherited one (then only the value is sure to be given).
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    /// What people call it.
    pub label: Option<String>,
    /// Its value.
    pub value: Literal,
    /// Where the value comes from.
    pub basis: Option<String>,
    /// Whether it is a plain default of the pack, not the source's rule.
    pub local: bool,
    /// A remark.
    pub note: Option<String>,
    /// Its declaration.
    pub place: Place,
}

/// A value written in a pack's settings.
///
/// ```
/// use yize_core::pack::Literal;
///
/// # let outcome = yize_core::example::scored();
/// let body = outcome.bodies().next().expect("a body");
/// assert_eq!(body.parameter(0, "deeds"), Some(&Literal::Integer(1)));
/// assert_eq!(body.parameter(0, "sessions"), Some(&Literal::Table(vec![("plenary".to_owned(), Literal::Integer(1))])));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// true or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Decimal(Decimal),
    /// A text.
    String(String),
    /// A calendar day.
    Date(Date),
    /// Values.
    List(Vec<Literal>),
    /// Named values, in the order written.
    Table(Vec<(String, Literal)>),
}

/// Another level for an inherited rule, or none.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    /// Full name of the rule.
    pub rule: String,
    /// Its new severity; `None` leaves it.
    pub severity: Option<Severity>,
    /// Switched off, with this reason.
    pub off: Option<String>,
    /// The entry.
    pub place: Place,
}

/// Reads a `pack.toml`. `None` when it has no usable id.
pub(crate) fn read(text: &str, source: SourceId, folder: &str, findings: &mut Vec<Finding>) -> Option<Manifest> {
    let (table, errors) = document::parse(text, source, &host::PACK);
    let broken = !errors.is_empty();
    findings.extend(errors);
    if broken {
        return None;
    }
    let mut reader = Reader::new(source, &host::PACK, findings);
    reader.only(
        &table,
        &["id", "title", "version", "yize", "extends", "bodies", "since", "until", "parameters", "rules"],
    );
    let id_value = reader.required(&table, "id", 0..0)?;
    let id = reader.string(id_value)?;
    if !is_id(&id) {
        reader.wrong(id_value.span(), say!("包名只能用小写字母、数字和“-”", "a pack's id has only a-z, 0-9 and `-`"));
        return None;
    }
    if id != folder {
        reader
            .wrong(
                id_value.span(),
                say!("包名“{id}”与文件夹名“{folder}”不同", "id `{id}` differs from the folder's name `{folder}`"),
            )
            .help = Some(if folder.is_empty() {
            say!(
                "文件要放在以包名命名的文件夹里：{id}/pack.toml",
                "the files go into a folder of that name: {id}/pack.toml"
            )
        } else {
            say!("两者须一致", "make them the same")
        });
    }
    let title = reader.required(&table, "title", 0..0).and_then(|v| reader.string(v)).unwrap_or_else(|| id.clone());
    let mut manifest = Manifest {
        place: reader.place(id_value.span()),
        title,
        version: table.get("version").and_then(|v| reader.string(v)).unwrap_or_default(),
        language: table.get("yize").is_some_and(|v| language(&mut reader, v)),
        extends: table.get("extends").map(|v| reader.strings(v)).unwrap_or_default(),
        bodies: table.get("bodies").map(|v| reader.strings(v)).unwrap_or_default(),
        since: table.get("since").and_then(|v| reader.date(v)),
        until: table.get("until").and_then(|v| reader.date(v)),
        parameters: BTreeMap::new(),
        levels: Vec::new(),
        id,
    };
    for (pattern, place) in &manifest.bodies {
        if let Err(error) = globset::Glob::new(pattern) {
            let span = place.span.range();
            reader.wrong(span, say!("式样不合规：{}", "bad pattern: {}", error.kind()));
        }
    }
    read_parameters(&mut reader, &table, &mut manifest);
    read_levels(&mut reader, &table, &mut manifest);
    Some(manifest)
}

/// The language that this program knows: the versions of yize that changed it.
const LANGUAGE: (u32, u32) = (0, 2);

/// Whether the language that a pack is written for is the one in which `/` is exact. A newer one than this program knows is
/// refused: it might mean something else by the same words.
fn language(reader: &mut Reader<'_>, value: &Value<'_>) -> bool {
    let Some(text) = reader.string(value) else { return false };
    let parts: Option<Vec<u32>> = text.split('.').map(|part| part.parse().ok()).collect();
    let Some([major, minor, ..]) = parts.as_deref() else {
        reader.wrong(value.span(), say!("“yize”写版本号，如 \"0.2\"", "`yize` is a version such as \"0.2\""));
        return false;
    };
    let written = (*major, *minor);
    if written > LANGUAGE {
        let (major, minor) = LANGUAGE;
        let message = say!(
            "这个规则包是为更新的 yize {text} 写的，本程序只懂到 {major}.{minor}",
            "the pack is written for yize {text}, which is newer than {major}.{minor}, the newest that this program knows"
        );
        reader.wrong(value.span(), message).help = Some(say!("请更新 yize", "update yize"));
    }
    written >= (0, 2)
}

/// Whether a word may name a pack.
#[must_use]
pub(crate) fn is_id(word: &str) -> bool {
    !word.is_empty()
        && word != "host"
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn read_parameters(reader: &mut Reader<'_>, table: &Table<'_>, manifest: &mut Manifest) {
    let Some(parameters) = table.get("parameters").and_then(|v| reader.table(v)) else { return };
    for (name, entry) in parameters {
        let Some(fields) = reader.table(entry) else { continue };
        reader.only(fields, &["label", "value", "basis", "local", "note"]);
        let Some(value) = reader.required(fields, "value", name.span()) else { continue };
        let Some(value) = literal(reader, value) else { continue };
        let parameter = Parameter {
            label: fields.get("label").and_then(|v| reader.string(v)),
            value,
            basis: fields.get("basis").and_then(|v| reader.string(v)),
            local: fields.get("local").and_then(|v| reader.bool(v)).unwrap_or(false),
            note: fields.get("note").and_then(|v| reader.string(v)),
            place: reader.place(name.span()),
        };
        manifest.parameters.insert(name.get_ref().to_string(), parameter);
    }
}

fn read_levels(reader: &mut Reader<'_>, table: &Table<'_>, manifest: &mut Manifest) {
    let Some(rules) = table.get("rules").and_then(|v| reader.table(v)) else { return };
    for (name, entry) in rules {
        let Some(fields) = reader.table(entry) else { continue };
        reader.only(fields, &["severity", "off", "reason"]);
        let severity = fields.get("severity").and_then(|v| {
            let word = reader.string(v)?;
            let severity = Severity::parse(&word);
            if severity.is_none() {
                reader.wrong(v.span(), say!("级别只有 error 和 warning", "a severity is `error` or `warning`"));
            }
            severity
        });
        let off = fields.get("off").and_then(|v| reader.bool(v)).unwrap_or(false);
        let reason = fields.get("reason").and_then(|v| reader.string(v)).filter(|r| !r.trim().is_empty());
        if off && reason.is_none() {
            reader.wrong(name.span(), say!("停用规则须写明理由（reason）", "a rule is switched off with a `reason`"));
        }
        manifest.levels.push(Level {
            rule: name.get_ref().to_string(),
            severity,
            off: if off { Some(reason.unwrap_or_default()) } else { None },
            place: reader.place(name.span()),
        });
    }
}

/// A value of a parameter.
pub(crate) fn literal(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Literal> {
    Some(match value.get_ref() {
        DeValue::Boolean(b) => Literal::Bool(*b),
        DeValue::String(s) => Literal::String(s.to_string()),
        DeValue::Array(items) => Literal::List(items.iter().filter_map(|v| literal(reader, v)).collect()),
        DeValue::Table(table) => Literal::Table(
            table.iter().filter_map(|(k, v)| Some((k.get_ref().to_string(), literal(reader, v)?))).collect(),
        ),
        other => {
            let read = document::as_integer(other)
                .map(Literal::Integer)
                .or_else(|| document::as_decimal(other).map(Literal::Decimal))
                .or_else(|| document::as_date(other).map(Literal::Date));
            if read.is_none() {
                reader.wrong(value.span(), say!("参数不能用这样的值", "not a value for a parameter"));
            }
            return read;
        }
    })
}

impl std::fmt::Display for Literal {
    /// As TOML.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bool(b) => write!(f, "{b}"),
            Self::Integer(n) => write!(f, "{n}"),
            Self::Decimal(d) => write!(f, "{d}"),
            Self::String(s) => write!(f, "{s:?}"),
            Self::Date(d) => write!(f, "{d}"),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Self::Table(items) => {
                let items: Vec<String> = items.iter().map(|(k, v)| format!("{k} = {v}")).collect();
                write!(f, "{{ {} }}", items.join(", "))
            }
        }
    }
}
