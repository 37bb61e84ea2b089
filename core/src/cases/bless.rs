//! `--bless`: writes what came into the `expect` of each case that did not pass, and keeps the rest of the file as it is.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Value};

use crate::cases::Tested;
use crate::cases::judge::record_of;
use crate::escape;
use crate::finding::{Finding, Status};
use crate::language::Lang;

/// The text of a case file with the expectations of these cases (all of that file) written anew.
///
/// # Errors
/// When the text cannot be read as it was when the cases were; then nothing may be written.
pub fn blessed(text: &str, cases: &[&Tested]) -> Result<String, toml_edit::TomlError> {
    let mut document: DocumentMut = text.parse()?;
    let Some(entries) = document.get_mut("case").and_then(Item::as_array_of_tables_mut) else {
        return Ok(text.to_owned());
    };
    for tested in cases {
        if let Some(entry) = entries.get_mut(tested.case.index) {
            entry["expect"] = Item::Value(Value::Array(expectations(tested)));
        }
    }
    Ok(document.to_string())
}

fn expectations(tested: &Tested) -> Array {
    let mut array: Array = tested.findings.iter().map(|f| Value::InlineTable(expectation(f, &tested.pack))).collect();
    if array.len() > 1 {
        for value in array.iter_mut() {
            value.decor_mut().set_prefix("\n  ");
        }
        array.set_trailing("\n");
        array.set_trailing_comma(true);
    }
    array
}

fn expectation(finding: &Finding, pack: &str) -> InlineTable {
    let mut table = InlineTable::new();
    let rule = finding.rule.strip_prefix(pack).and_then(|r| r.strip_prefix('/')).unwrap_or(&finding.rule);
    table.insert("rule", text(rule));
    if let Some(record) = record_of(finding) {
        table.insert("record", text(&record));
    }
    if let Some(field) = &finding.field {
        table.insert("field", text(field));
    }
    table.insert("message", text(finding.message.get(Lang::Zh)));
    if finding.status != Status::Violation {
        table.insert("status", finding.status.word().into());
    }
    table
}

/// A text as a value, with what is hidden in it escaped.
fn text(text: &str) -> Value {
    escape::toml(text).parse().unwrap_or_else(|_| text.into())
}
