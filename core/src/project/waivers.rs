//! Waivers as a project writes them: which finding is excused, why, by whom, and until when.

use std::path::Path;

use jiff::civil::Date;
use toml::de::DeValue;

use crate::alike;
use crate::document::{self, Reader, Table, Value};
use crate::files::fence::Fence;
use crate::files::{Files, read_within, reason};
use crate::finding::Finding;
use crate::host;
use crate::keys;
use crate::language::say;
use crate::pack::load::PACK_FILE_LIMIT;
use crate::patterns::bad_glob;
use crate::source::{Place, Sources};
use crate::texts::{decode, show_path};

/// What a waiver says, apart from where it stands. Two waivers with the same terms are the same decision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Terms {
    /// Rules: a full name or a glob.
    pub rule: String,
    /// The record: `kind/key`, or the key alone; any when absent.
    pub at: Option<String>,
    /// Bodies: an id or a glob; any when absent.
    pub body: Option<String>,
    /// The field; any when absent.
    pub field: Option<String>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub approved_by: String,
    /// The last day on which it holds.
    pub until: Date,
}

/// A waiver and its places.
#[derive(Clone, Debug)]
pub(crate) struct Waiver {
    /// What it says.
    pub terms: Terms,
    /// Its `[[waiver]]` line.
    pub header: Place,
    /// Its last day.
    pub until: Place,
    /// Whether its file lies in the project, so that no other project reads it.
    pub own: bool,
}

/// Reads the `[[waiver]]` tables of settings or of a file of waivers. One that is not whole is reported and left out.
pub(crate) fn read(reader: &mut Reader<'_>, table: &Table<'_>, own: bool, text: &str) -> Vec<Waiver> {
    let Some((key, value)) = table.get_key_value("waiver") else { return Vec::new() };
    let DeValue::Array(items) = value.get_ref() else {
        brackets(reader, key.span());
        return Vec::new();
    };
    let mut waivers = Vec::new();
    for item in items {
        // `--fix` takes out whole tables, so there is one way to write them.
        if !text.get(item.span()).is_some_and(|t| t.starts_with("[[")) {
            brackets(reader, item.span());
        } else if let Some(table) = reader.table(item) {
            waivers.extend(waiver(reader, table, item, own));
        }
    }
    waivers
}

fn brackets(reader: &mut Reader<'_>, span: std::ops::Range<usize>) {
    let message = say!("豁免写成 [[waiver]] 表", "write waivers as [[waiver]] tables");
    let help = say!(
        "每条豁免以一行 [[waiver]] 开头，下面写 rule、at、reason、approved_by、until",
        "each begins with a line [[waiver]], then rule, at, reason, approved_by, until"
    );
    reader.wrong(span, message).help = Some(help);
}

/// Reads a file that holds nothing but waivers. `named` is where the settings name it.
pub(crate) fn read_file(
    files: &dyn Files,
    (root, fence): (&Path, &Fence),
    file: &str,
    named: Place,
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
) -> Vec<Waiver> {
    let path = root.join(file);
    let name = show_path(&path);
    if fence.leaves(files, &path) {
        let message = say!(
            "豁免文件“{name}”在项目之外，没有读取",
            "the file of waivers `{name}` lies outside the project, and was not read"
        );
        let help = say!(
            "把它放进项目；确实要读外面的，写 follow = true",
            "put it into the project; where that is meant, write follow = true"
        );
        findings.push(host::PROJECT.finding(message).at(named).help(help));
        return Vec::new();
    }
    let bytes = match read_within(files, &path, PACK_FILE_LIMIT) {
        Ok(bytes) => bytes,
        Err(error) => {
            let why = reason(&error);
            let message =
                say!("豁免文件“{name}”不能读取：{why}", "the file of waivers `{name}` cannot be read: {why}"; why);
            let help = say!(
                "核对文件名；豁免直接写在 yize.toml 里的，用 [[waiver]]",
                "check the name of the file; waivers within yize.toml are [[waiver]] tables"
            );
            findings.push(host::PROJECT.finding(message).at(named).help(help));
            return Vec::new();
        }
    };
    let (id, not_utf8) = decode(&bytes).add(&name, &host::PROJECT, sources);
    let text = sources.get(id).shared();
    let (table, errors) = document::parse(&text, id, &host::PROJECT);
    let broken = not_utf8.is_some() || !errors.is_empty();
    findings.extend(not_utf8);
    findings.extend(errors);
    if broken {
        return Vec::new();
    }
    let mut reader = Reader::new(id, &host::PROJECT, findings);
    reader.only(&table, keys::WAIVERS);
    let own = Path::new(file).components().all(|c| matches!(c, std::path::Component::Normal(_)));
    read(&mut reader, &table, own, &text)
}

fn waiver(reader: &mut Reader<'_>, table: &Table<'_>, item: &Value<'_>, own: bool) -> Option<Waiver> {
    let header = item.span();
    reader.only(table, keys::WAIVER);
    let rule = needed(reader, table, "rule", header.clone());
    let reason = needed(reader, table, "reason", header.clone());
    let approved_by = needed(reader, table, "approved_by", header.clone());
    let until = reader.required(table, "until", header.clone());
    let until = until.and_then(|value| Some((reader.date(value)?, reader.place(value.span()))));
    let mut optional = |key: &str| table.get(key).and_then(|value| filled(reader, value));
    let (at, body, field) = (optional("at"), optional("body"), optional("field"));
    if let Some(rule) = &rule {
        pattern(reader, table, "rule", rule);
        if rule.starts_with("host/") {
            let message = say!("数据本身的错误和故障不能豁免", "broken data and faults cannot be waived");
            reader.wrong(header.clone(), message).help =
                Some(say!("改正数据；能豁免的是规则包的规则", "mend the data; rules of packs can be waived"));
        }
    }
    if let Some(body) = &body {
        pattern(reader, table, "body", body);
    }
    if !table.contains_key("at") && !table.contains_key("body") {
        let message = say!("缺少“at”（记录）或“body”（单位）", "`at` (a record) or `body` is missing");
        reader.wrong(header.clone(), message).help =
            Some(say!("例如 at = \"member/BD-0001\"", "such as at = \"member/BD-0001\""));
    }
    let (until, place) = until?;
    let terms = Terms { rule: rule?, at, body, field, reason: reason?, approved_by: approved_by?, until };
    Some(Waiver { terms, header: reader.place(header), until: place, own })
}

/// A text that must be there and say something.
fn needed(reader: &mut Reader<'_>, table: &Table<'_>, key: &str, header: std::ops::Range<usize>) -> Option<String> {
    let value = reader.required(table, key, header)?;
    filled(reader, value)
}

/// A text that is not blank.
fn filled(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<String> {
    let text = reader.string(value)?;
    // What nobody sees names nobody.
    if alike::plain(&text).is_empty() {
        let message = say!("不能为空", "must not be empty");
        reader.wrong(value.span(), message).help = Some(say!("写明内容", "say something"));
        return None;
    }
    Some(text)
}

fn pattern(reader: &mut Reader<'_>, table: &Table<'_>, key: &str, pattern: &str) {
    if let (Some((message, help)), Some(value)) = (bad_glob(pattern), table.get(key)) {
        reader.wrong(value.span(), message).help = Some(help);
    }
}
