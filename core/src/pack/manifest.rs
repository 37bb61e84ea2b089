//! `pack.toml`: who a pack is, what it extends, whom it governs, and its parameters.

mod literal;
mod parameter;
mod lint;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::document::{self, Reader, Table, Value};
use crate::finding::{Finding, Severity};
use crate::host;
use crate::host::lints::{self, Lint};
use crate::keys;
use crate::language::{did_you_mean, say};
use crate::patterns::bad_glob;
use crate::source::{Place, SourceId};

pub(crate) use lint::levels as lint_levels;
pub use literal::Literal;
pub(crate) use literal::literal;
pub(crate) use parameter::{Parameter, Valued};

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
    /// Other levels for lints.
    pub lints: Vec<(&'static Lint, lints::Level)>,
    /// What is written and could not be read.
    pub unread: Unread,
    /// The `id` line.
    pub place: Place,
}

/// What a `pack.toml` says and could not be read, so that nothing is to be said of those who speak of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unread {
    /// Packs that it extends.
    pub extends: bool,
    /// Bodies that it governs.
    pub bodies: bool,
    /// Parameters of any name.
    pub any_parameter: bool,
    /// Parameters, by name.
    pub parameters: Vec<String>,
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
    reader.only(&table, keys::PACK);
    let id_value = reader.required(&table, "id", 0..0)?;
    let id = reader.string(id_value)?;
    if !is_id(&id) {
        wrong_id(&mut reader, &id, folder, id_value.span());
        return None;
    }
    if id != folder {
        other_folder(&mut reader, &id, folder, id_value.span());
    }
    let title = reader.required(&table, "title", 0..0).and_then(|v| reader.string(v)).unwrap_or_else(|| id.clone());
    let mut list = |key: &str| match table.get(key) {
        Some(value) => {
            let strings = reader.strings(value);
            let written = value.get_ref().as_array().map_or(1, |items| items.len());
            let unread = strings.len() != written;
            (strings, unread)
        }
        None => (Vec::new(), reader.misspells(&table, key)),
    };
    let ((extends, no_extends), (bodies, no_bodies)) = (list("extends"), list("bodies"));
    let mut manifest = Manifest {
        place: reader.place(id_value.span()),
        title,
        version: table.get("version").and_then(|v| reader.string(v)).unwrap_or_default(),
        language: match table.get("yize") {
            Some(value) => language(&mut reader, value),
            None => reader.misspells(&table, "yize"),
        },
        extends,
        bodies,
        since: table.get("since").and_then(|v| reader.date(v)),
        until: table.get("until").and_then(|v| reader.date(v)),
        parameters: BTreeMap::new(),
        levels: Vec::new(),
        lints: lint_levels(&mut reader, &table),
        unread: Unread { extends: no_extends, bodies: no_bodies, ..Unread::default() },
        id,
    };
    check_bodies_and_days(&mut reader, &table, &mut manifest);
    read_parameters(&mut reader, &table, &mut manifest);
    read_levels(&mut reader, &table, &mut manifest);
    Some(manifest)
}

/// Reports patterns of bodies that are none, and an end before the beginning.
fn check_bodies_and_days(reader: &mut Reader<'_>, table: &Table<'_>, manifest: &mut Manifest) {
    for (pattern, place) in &manifest.bodies {
        if let Some((message, help)) = bad_glob(pattern) {
            reader.wrong(place.span.range(), message).help = Some(help);
            manifest.unread.bodies = true;
        }
    }
    if let (Some(since), Some(until), Some(value)) = (manifest.since, manifest.until, table.get("until"))
        && until < since
    {
        let message = say!("截止日期 {until} 早于起始日期 {since}", "it ends on {until}, before it begins on {since}");
        reader.wrong(value.span(), message).help = Some(say!("核对 since 和 until", "look at `since` and `until`"));
    }
}

/// Reports an id that may name no pack.
fn wrong_id(reader: &mut Reader<'_>, id: &str, folder: &str, span: std::ops::Range<usize>) {
    let message = if id == "host" {
        say!("“host”是保留的名称", "`host` is reserved")
    } else {
        say!("包名只能用小写字母、数字和“-”", "a pack's id has only a-z, 0-9 and `-`")
    };
    let help = if is_id(folder) {
        say!("写成文件夹的名称：id = \"{folder}\"", "write the folder's name: id = \"{folder}\"")
    } else {
        say!("例如 id = \"shili\"，文件夹也用这个名称", "such as id = \"club\", which the folder is called too")
    };
    reader.wrong(span, message).help = Some(help);
}

/// Reports an id that is not what the pack's folder is called.
fn other_folder(reader: &mut Reader<'_>, id: &str, folder: &str, span: std::ops::Range<usize>) {
    let message = say!("包名“{id}”与文件夹名“{folder}”不同", "id `{id}` differs from the folder's name `{folder}`");
    let help = match folder {
        "" => say!(
            "文件要放在以包名命名的文件夹里：{id}/pack.toml",
            "the files go into a folder of that name: {id}/pack.toml"
        ),
        folder if is_id(folder) => say!(
            "写成 id = \"{folder}\"，或把文件夹改名为“{id}”",
            "write id = \"{folder}\", or rename the folder to {id}"
        ),
        _ => say!("把文件夹改名为“{id}”", "rename the folder to {id}"),
    };
    reader.wrong(span, message).help = Some(help);
}

/// The language that this program knows: the versions of yize that changed it.
const LANGUAGE: (u32, u32) = (0, 2);

/// Whether the language that a pack is written for is the one in which `/` is exact, or cannot be told. A newer one than this
/// program knows is refused: it might mean something else by the same words.
fn language(reader: &mut Reader<'_>, value: &Value<'_>) -> bool {
    let Some(text) = reader.string(value) else { return true };
    let parts: Option<Vec<u32>> = text.split('.').map(|part| part.parse().ok()).collect();
    let Some([major, minor, ..]) = parts.as_deref() else {
        let message = say!("“yize”应当是版本号", "`yize` is a version");
        reader.wrong(value.span(), message).help = Some(say!("写成 yize = \"0.2\"", "write yize = \"0.2\""));
        return true;
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
    manifest.unread.any_parameter = reader.resembles(table, "parameters");
    let Some(value) = table.get("parameters") else { return };
    let Some(parameters) = reader.table(value) else {
        manifest.unread.any_parameter = true;
        return;
    };
    for (name, entry) in parameters {
        match parameter::read(reader, name, entry) {
            Some(parameter) => _ = manifest.parameters.insert(name.get_ref().to_string(), parameter),
            None => manifest.unread.parameters.push(name.get_ref().to_string()),
        }
    }
}

fn read_levels(reader: &mut Reader<'_>, table: &Table<'_>, manifest: &mut Manifest) {
    let Some(rules) = table.get("rules").and_then(|v| reader.table(v)) else { return };
    for (name, entry) in rules {
        let Some(fields) = reader.table(entry) else { continue };
        reader.only(fields, keys::LEVEL);
        let severity = fields.get("severity").and_then(|v| severity(reader, v));
        let off = fields.get("off").and_then(|v| reader.bool(v)).unwrap_or(false);
        let reason = fields.get("reason").and_then(|v| reader.string(v)).filter(|r| !r.trim().is_empty());
        if off && reason.is_none() && !reader.misspells(fields, "reason") {
            let message = say!("停用规则没有写明理由", "the rule is switched off without a reason");
            reader.wrong(name.span(), message).help = Some(say!("写上 reason = \"……\"", "write reason = \"…\""));
        }
        if fields.keys().all(|key| key.get_ref() == "reason") {
            let message = say!("没有写明对这条规则怎样处理", "nothing is said of what becomes of this rule");
            let help = say!(
                "停用写 off = true 和 reason；改级别写 severity = \"warning\"",
                "to switch it off write off = true and a reason; for another level severity = \"warning\""
            );
            reader.wrong(name.span(), message).help = Some(help);
        }
        manifest.levels.push(Level {
            rule: name.get_ref().to_string(),
            severity,
            off: if off { Some(reason.unwrap_or_default()) } else { None },
            place: reader.place(name.span()),
        });
    }
}

/// The level that a text names.
pub(crate) fn severity(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Severity> {
    let word = reader.string(value)?;
    let severity = Severity::parse(&word);
    if severity.is_none() {
        let message = say!("没有“{word}”这个级别", "there is no level `{word}`");
        let near = Severity::meant(&word);
        let help = match word.as_str() {
            "off" | "none" | "ignore" | "停用" => say!(
                "停用规则在规则包的 pack.toml 中写：off = true 和 reason",
                "a rule is switched off in a pack's pack.toml: off = true, with a reason"
            ),
            _ => say!("写 \"error\"（错误）或 \"warning\"（警告）", "write \"error\" or \"warning\""),
        };
        reader.wrong(value.span(), message.and_ask(near.map(|near| did_you_mean(near.word())))).help = Some(help);
    }
    severity
}

impl Unread {
    /// Adds what could not be read elsewhere.
    pub(crate) fn extend(&mut self, other: &Self) {
        self.extends |= other.extends;
        self.bodies |= other.bodies;
        self.any_parameter |= other.any_parameter;
        self.parameters.extend(other.parameters.iter().cloned());
    }
}
