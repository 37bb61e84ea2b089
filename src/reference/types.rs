//! What the JSON Schemas of files say of a key: of which type its value is, and whether it must be there.

use serde_json::Value;

use crate::schemas::FIXED;
use yize_core::language::{Lang, Text};
use yize_core::say;

/// The schema of a file, by the file's name.
fn schema(file: &str) -> Option<Value> {
    let word = match file {
        "yize.toml" => "settings",
        "pack.toml" => "pack",
        "kinds.toml" => "kinds",
        "views.toml" => "views",
        "tests/*.toml" => "cases",
        _ => return None,
    };
    let (_, text) = FIXED.iter().find(|(own, _)| *own == word)?;
    serde_json::from_str(text).ok()
}

/// What is known of a key.
pub(super) struct Known {
    pub ty: Text,
    pub required: bool,
}

/// The tables of a file.
pub(super) struct Tables(Option<Value>);

impl Tables {
    pub(super) fn of(file: &str) -> Self {
        Self(schema(file))
    }

    /// What is known of a key below a header such as `[[parameters.NAME.values]]`.
    pub(super) fn known(&self, header: &str, key: &str) -> Option<Known> {
        let root = self.0.as_ref()?;
        let path = header.split(']').next()?.trim_matches('[').replace(".\"NAME\"", ".NAME");
        let mut all = vec![root];
        for part in path.split('.').filter(|part| !part.is_empty()) {
            all = all.into_iter().flat_map(|own| below(root, own, part)).collect();
        }
        let owner = all.iter().copied().find(|own| own["properties"].get(key).is_some())?;
        let required = owner["required"].as_array().is_some_and(|all| all.iter().any(|own| own == key));
        let words = |lang| said(root, &owner["properties"][key], lang).unwrap_or_default();
        Some(Known { ty: Text::new(words(Lang::Zh), words(Lang::En)), required })
    }
}

/// The schemas that a value may be of: references followed, alternatives and items of lists taken apart.
fn meant<'v>(root: &'v Value, own: &'v Value) -> Vec<&'v Value> {
    if let Some(to) = own["$ref"].as_str().and_then(|to| root.pointer(to.trim_start_matches('#'))) {
        return meant(root, to);
    }
    let of = ["anyOf", "oneOf", "allOf"].iter().filter_map(|word| own[*word].as_array()).flatten();
    let mut all: Vec<&Value> = of.filter(|own| own.get("if").is_none()).flat_map(|own| meant(root, own)).collect();
    if own.get("items").is_some_and(Value::is_object) {
        all.extend(meant(root, &own["items"]));
    }
    all.push(own);
    all
}

/// What stands below a schema under a name, `NAME` standing for any.
fn below<'v>(root: &'v Value, own: &'v Value, part: &str) -> Vec<&'v Value> {
    let one = |own: &'v Value| match part {
        "NAME" | "YEAR" => own.get("additionalProperties").filter(|own| own.is_object()),
        part => own["properties"].get(part),
    };
    meant(root, own).into_iter().filter_map(one).flat_map(|own| meant(root, own)).collect()
}

/// A type in words.
fn said(root: &Value, own: &Value, lang: Lang) -> Option<String> {
    if let Some(to) = own["$ref"].as_str().and_then(|to| root.pointer(to.trim_start_matches('#'))) {
        return said(root, to, lang);
    }
    if let Some(values) = own["enum"].as_array() {
        let values: Vec<String> = values.iter().map(|value| format!("`{}`", plain(value))).collect();
        return Some(values.join(if lang == Lang::Zh { "、" } else { ", " }));
    }
    if let Some(value) = own.get("const") {
        return Some(format!("`{}`", plain(value)));
    }
    let word = match &own["type"] {
        Value::String(word) if word == "array" => {
            let of = own.get("items").and_then(|items| said(root, items, lang));
            let list = say!("列表", "list");
            return Some(match of {
                Some(of) if lang == Lang::Zh => format!("{of}的列表"),
                Some(of) => format!("list of {of}"),
                None => list.get(lang).to_owned(),
            });
        }
        Value::String(word) => typed(word, own["format"] == "date")?,
        Value::Array(words) => {
            let words = words.iter().filter_map(Value::as_str).filter_map(|word| typed(word, false));
            return joined(words.map(|word| word.get(lang).to_owned()), lang);
        }
        _ => {
            let of = ["anyOf", "oneOf", "allOf"].iter().filter_map(|word| own[*word].as_array()).flatten();
            return joined(of.filter_map(|own| said(root, own, lang)), lang);
        }
    };
    Some(word.get(lang).to_owned())
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn typed(word: &str, day: bool) -> Option<Text> {
    Some(match word {
        "string" if day => say!("日期", "day"),
        "string" => say!("文字", "text"),
        "integer" => say!("整数", "whole number"),
        "number" => say!("数", "number"),
        "boolean" => say!("是非", "true or false"),
        "array" => say!("列表", "list"),
        "object" => say!("表", "table"),
        _ => return None,
    })
}

/// Alternatives, each once.
fn joined(words: impl Iterator<Item = String>, lang: Lang) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    for word in words {
        if !all.contains(&word) {
            all.push(word);
        }
    }
    (!all.is_empty()).then(|| all.join(if lang == Lang::Zh { "或" } else { " or " }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_of_the_schemas() {
        let of = |file: &str, header: &str, key: &str| {
            let known = Tables::of(file).known(header, key).unwrap_or_else(|| panic!("{file} {header} {key}"));
            (known.ty.get(Lang::En).to_owned(), known.required)
        };
        assert_eq!(of("yize.toml", "", "data"), ("text or list of text".to_owned(), false));
        assert_eq!(of("yize.toml", "[[waiver]]", "reason").0, "text");
        assert_eq!(of("pack.toml", "", "id"), ("text".to_owned(), true));
        assert!(of("pack.toml", "[[parameters.NAME.values]]", "since").1);
        assert_eq!(of("kinds.toml", "[NAME.constraints.NAME]", "basis"), ("text".to_owned(), true));
        assert!(of("tests/*.toml", "[[case.expect]]", "rule").1);
    }
}
