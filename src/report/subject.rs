//! What a finding speaks of and who must act, in the reader's words.

use yize_core::finding::{Finding, RecordName};
use yize_core::language::Lang;
use yize_core::say;

/// The record: its kind's label, what it is called, and its key (`委员 张三（YH-010）`). Empty where there is none.
#[must_use]
pub(crate) fn record(finding: &Finding, lang: Lang) -> String {
    let Some(RecordName { key, .. }) = &finding.record else { return String::new() };
    let kind = kind(finding, lang);
    let called = match (finding.address.name.as_deref(), key.as_str()) {
        (None, key) => key.to_owned(),
        (Some(name), "") => name.to_owned(),
        (Some(name), key) => with(name, key, lang),
    };
    format!("{kind} {called}").trim_end().to_owned()
}

/// The kind of the record by its label; empty where there is none.
#[must_use]
pub(crate) fn kind(finding: &Finding, lang: Lang) -> &str {
    let label = finding.address.kind.as_ref().map(|label| label.get(lang));
    label.or(finding.record.as_ref().map(|record| record.kind.as_str())).unwrap_or_default()
}

/// The body: what it is called, and its id. Empty where there is none.
#[must_use]
pub(crate) fn body(finding: &Finding, lang: Lang) -> String {
    match (finding.body.as_deref(), finding.address.body.as_deref()) {
        (Some(id), Some(name)) => with(name, id, lang),
        (id, _) => id.unwrap_or_default().to_owned(),
    }
}

/// The field by its label; empty where there is none.
#[must_use]
pub(crate) fn field(finding: &Finding, lang: Lang) -> &str {
    let label = finding.address.field.as_ref().map(|label| label.get(lang));
    label.or(finding.field.as_deref()).unwrap_or_default()
}

/// Who must act; empty where nobody is known.
#[must_use]
pub(crate) fn who(finding: &Finding, lang: Lang) -> String {
    let names: Vec<&str> = finding.address.who.iter().map(|who| who.name.as_str()).collect();
    let all = names.join(if lang == Lang::Zh { "、" } else { ", " });
    let more = finding.address.more;
    if more == 0 {
        return all;
    }
    say!("{all}，另有 {more} 个", "{all}, {more} more").get(lang).to_owned()
}

/// Whether who must act is not said already by the record and the body.
#[must_use]
pub(crate) fn is_another(finding: &Finding) -> bool {
    let known = |key: &str, name: &str| {
        finding.record.as_ref().is_some_and(|record| record.key == key)
            || finding.body.as_deref() == Some(key)
            || finding.address.name.as_deref() == Some(name)
    };
    finding.address.who.iter().any(|who| !known(&who.key, &who.name))
}

fn with(name: &str, key: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{name}（{key}）"),
        Lang::En => format!("{name} ({key})"),
    }
}
