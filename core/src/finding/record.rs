//! What a record is called, in reports and by those who speak of them.

use crate::finding::Address;
use crate::language::Lang;

/// The record that a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct RecordName {
    /// Kind, as declared (`member`).
    pub kind: String,
    /// Value of the kind's key; several key fields are joined by `/`.
    pub key: String,
}

impl RecordName {
    /// Whether a text names this record: its key alone, `kind/key`, or as reports show it, `委员 张三（YH-010）`, with or without
    /// the name.
    #[must_use]
    pub(crate) fn is_called(&self, name: &str, address: &Address) -> bool {
        let labels = address.kind.iter().flat_map(|label| [label.get(Lang::Zh), label.get(Lang::En)]);
        let after = |kind: &str| Some(name.strip_prefix(kind)?.strip_prefix(['/', ' '])?.trim_start());
        let is_key = |rest: &str| {
            let called = address.name.as_deref().filter(|called| rest.starts_with(called));
            rest == self.key || called.is_some_and(|called| key_in_brackets(&rest[called.len()..]) == Some(&self.key))
        };
        self.key == name || labels.chain([self.kind.as_str()]).filter_map(after).any(is_key)
    }
}

/// The key at the end of a text that shows a record: `（YH-010）`, ` (YH-010)`.
#[must_use]
pub(crate) fn key_in_brackets(text: &str) -> Option<&str> {
    let text = text.trim();
    let inside = |open: char, close: char| {
        let rest = text.strip_suffix(close)?;
        Some(&rest[rest.rfind(open)? + open.len_utf8()..])
    };
    inside('（', '）').or_else(|| inside('(', ')'))
}
