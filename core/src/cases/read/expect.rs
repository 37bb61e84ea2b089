//! What a case expects: each expectation, and whether it can come at all.

use toml::de::DeValue;

use super::{File, Only};
use crate::cases::Expected;
use crate::check::filters::rule_matches;
use crate::document::{Reader, Table, Value};
use crate::finding::Status;
use crate::keys;
use crate::language::{Lang, did_you_mean, say};
use crate::schema::Kind;
use crate::spelling::nearest;

impl File<'_> {
    /// The expectations of a case, of which those rules run.
    pub(super) fn expectations(&self, reader: &mut Reader<'_>, value: &Value<'_>, only: &Only) -> Vec<Expected> {
        let DeValue::Array(entries) = value.get_ref() else {
            let message = say!("expect 应当是列表", "`expect` is a list");
            let help =
                say!("写成 [{{ rule = \"…\" }}]；不应有问题的写 []", "write [{{ rule = \"…\" }}], or [] for none");
            reader.wrong(value.span(), message).help = Some(help);
            return Vec::new();
        };
        entries.iter().filter_map(|entry| self.expectation(reader, entry, only)).collect()
    }

    fn expectation(&self, reader: &mut Reader<'_>, entry: &Value<'_>, only: &Only) -> Option<Expected> {
        let Some(table) = entry.get_ref().as_table() else {
            let message = say!("期望的问题要写成表", "an expected finding is a table");
            let rule = entry.get_ref().as_str().unwrap_or("…");
            reader.wrong(entry.span(), message).help =
                Some(say!("写成 {{ rule = \"{rule}\" }}", "write {{ rule = \"{rule}\" }}"));
            return None;
        };
        reader.only(table, keys::EXPECTED_FINDING);
        let value = reader.required(table, "rule", entry.span())?;
        let written = reader.string(value)?;
        let rule = self.full(&written);
        self.known_rule(reader, (&written, &rule), value, only);
        let status = table.get("status").and_then(|v| status(reader, v));
        let mut text = |key: &str| table.get(key).and_then(|v| reader.string(v));
        let (record, field, message) = (text("record"), text("field"), text("message"));
        self.known_record(reader, table, &rule, (record.as_deref(), field.as_deref()));
        Some(Expected { rule, record, field, message, status: status.unwrap_or(Status::Violation) })
    }

    /// Reports a rule that there is not, or that the case does not run.
    fn known_rule(&self, reader: &mut Reader<'_>, (written, rule): (&str, &str), value: &Value<'_>, only: &Only) {
        let runs = !only.sound || only.patterns.iter().any(|pattern| rule_matches(pattern, rule));
        if !self.packed.known.rules.iter().any(|known| known == rule) {
            let message = say!("没有规则“{rule}”", "no rule `{rule}`");
            reader.wrong(value.span(), message).help = Some(self.another_rule(written, rule));
        } else if !rule.starts_with("host/") && !runs {
            let message = say!("这个用例不运行规则“{rule}”", "the case does not run the rule `{rule}`");
            let help = say!("把它加进 only，或删去这一项", "add it to `only`, or delete this entry");
            reader.wrong(value.span(), message).help = Some(help);
        }
    }

    /// Reports a record that is not written as kind and key, a kind that there is not, and a field that it does not have.
    fn known_record(
        &self,
        reader: &mut Reader<'_>,
        table: &Table<'_>,
        rule: &str,
        (record, field): (Option<&str>, Option<&str>),
    ) {
        let (Some(record), Some(at)) = (record, table.get("record")) else { return };
        let schema = &self.packed.known.schema;
        let Some((name, _)) = record.split_once('/') else {
            let message = say!("记录要写成“类别/编号”", "a record is written kind/key");
            reader.wrong(at.span(), message).help =
                Some(say!("例如 record = \"member/{record}\"", "such as record = \"member/{record}\""));
            return;
        };
        let Some(kind) = schema.kinds.iter().find(|kind| kind.name == name) else {
            let labelled = schema.kinds.iter().find(|kind| kind.label.get(Lang::Zh) == name).map(|k| k.name.as_str());
            let near = labelled.or_else(|| nearest(name, schema.kinds.iter().map(|k| k.name.as_str())));
            let message = say!("没有记录类别“{name}”", "there is no kind `{name}`");
            reader.wrong(at.span(), message).help = Some(match near {
                Some(near) => did_you_mean(near),
                None => say!("写 kinds.toml 中声明的类别", "write a kind that kinds.toml declares"),
            });
            return;
        };
        if let (Some(field), Some(at), false) = (field, table.get("field"), rule.starts_with("host/")) {
            known_field(reader, kind, field, at);
        }
    }
}

fn known_field(reader: &mut Reader<'_>, kind: &Kind, field: &str, at: &Value<'_>) {
    let names = || kind.fields.iter().map(|f| f.name.as_str()).chain(kind.links.iter().map(|l| l.name.as_str()));
    if matches!(field, "body" | "year") || names().any(|known| known == field) {
        return;
    }
    let name = &kind.name;
    let labelled = kind.field(field).map(|field| field.name.as_str());
    let near = labelled.or_else(|| nearest(field, names()));
    let message = say!("{name} 没有字段“{field}”", "{name} has no field `{field}`");
    reader.wrong(at.span(), message).help = Some(match near {
        Some(near) => did_you_mean(near),
        None => {
            let all = names().collect::<Vec<_>>().join(" ");
            say!("可用的字段：{all}", "its fields: {all}")
        }
    });
}

fn status(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Status> {
    let word = reader.string(value)?;
    let named = [
        ("violation", Status::Violation, "违规"),
        ("pending", Status::Pending, "待办"),
        ("fault", Status::Fault, "故障"),
    ];
    if let Some((_, status, _)) = named.iter().find(|(name, ..)| *name == word) {
        return Some(*status);
    }
    let labelled = named.iter().find(|(.., label)| *label == word).map(|(name, ..)| *name);
    let near = labelled.or_else(|| nearest(&word, named.iter().map(|(name, ..)| *name)));
    let message = say!("没有“{word}”这种状态", "there is no status `{word}`").and_ask(near.map(did_you_mean));
    let help = say!("写 violation（违规）、pending（待办）或 fault（故障）", "write violation, pending or fault");
    reader.wrong(value.span(), message).help = Some(help);
    None
}
