//! The reference of what scripts call, from the entries by which it is checked and run.
//!
//! ```
//! use yize_core::{Lang, reference};
//!
//! let tables = reference::functions(Lang::En);
//! assert!(tables.contains("### Views and arrays\n"));
//! let row = r#"| `items.count(f)` | integer | how many match | `member.activities.count(\|a\| a.form == "visit") == 2` |"#;
//! assert!(tables.contains(row));
//! ```

use std::fmt::Write as _;

use crate::language::{Lang, Text};
use crate::native::entry::Entry;
use crate::native::functions::{TOPICS, Topic};
use crate::native::shape::{Form, Shape};

/// Every function, method and property as Markdown: for each topic its title and a table of how each is written, what it
/// gives, what it does, and an example that holds.
#[must_use]
pub fn functions(lang: Lang) -> String {
    let head = match lang {
        Lang::Zh => "| 写法 | 给出 | 作用 | 例子 |\n|---|---|---|---|\n",
        Lang::En => "| written | gives | does | example |\n|---|---|---|---|\n",
    };
    let mut text = String::new();
    let mut last = "";
    for topic in TOPICS {
        let title = pick(lang, topic.title);
        if title != last {
            let blank = if last.is_empty() { "" } else { "\n" };
            let _ = write!(text, "{blank}### {title}\n\n{head}");
            last = title;
        }
        for entry in topic.entries {
            text.push_str(&row(lang, entry));
        }
    }
    text
}

fn pick<T>(lang: Lang, (zh, en): (T, T)) -> T {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

fn row(lang: Lang, entry: &Entry) -> String {
    let does = cell(pick(lang, (entry.zh, entry.en)));
    let (written, gives) = (code(&written(entry)), cell(&pick(lang, entry.gives.name())));
    format!("| {written} | {gives} | {does} | {} |\n", code(entry.example))
}

/// A function, method or property of the host.
///
/// ```
/// use yize_core::reference::{FunctionInfo, all};
///
/// let all = all();
/// let FunctionInfo { name, written, gives, does, example, topic } = all.iter().rfind(|own| own.name == "count").expect("one");
/// assert_eq!((*name, written.as_str(), gives.get(yize_core::Lang::En)), ("count", "items.count(f)", "integer"));
/// assert!(!does.get(yize_core::Lang::Zh).is_empty() && example.contains(".count(") && topic.get(yize_core::Lang::Zh) == "一组记录和列表");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionInfo {
    /// Its name.
    pub name: &'static str,
    /// As it stands in a script.
    pub written: String,
    /// What it gives.
    pub gives: Text,
    /// What it does, in one line.
    pub does: Text,
    /// A condition that holds.
    pub example: &'static str,
    /// The title of the table of the reference in which it stands.
    pub topic: Text,
}

/// Every function, method and property, in the order of the reference.
#[must_use]
pub fn all() -> Vec<FunctionInfo> {
    let entries = TOPICS.iter().flat_map(|topic| topic.entries.iter().map(move |entry| (topic, entry)));
    let info = |(topic, entry): (&Topic, &Entry)| {
        let (zh, en) = entry.gives.name();
        FunctionInfo {
            name: entry.name,
            written: written(entry),
            gives: Text::new(zh, en),
            does: Text::new(entry.zh, entry.en),
            example: entry.example,
            topic: Text::new(topic.title.0, topic.title.1),
        }
    };
    entries.map(info).collect()
}

/// An entry as it stands in a script.
fn written(entry: &Entry) -> String {
    match (entry.form, entry.on) {
        (Form::Function, _) | (_, None) => entry.usage(),
        (_, Some(on)) => format!("{}.{}", receiver(on), entry.usage()),
    }
}

/// What a value of that shape is called in usages.
fn receiver(on: Shape) -> &'static str {
    match on {
        Shape::Ctx => "ctx",
        Shape::Record => "r",
        Shape::Map => "m",
        Shape::View => "view",
        Shape::Array => "array",
        Shape::Group => "g",
        Shape::Range => "range",
        Shape::Finding => "finding",
        Shape::Scheme => "s",
        Shape::Card => "card",
        Shape::Date => "d",
        Shape::Time => "t",
        Shape::Period => "p",
        Shape::Text => "text",
        _ => "items",
    }
}

/// Words of a table's cell, in which a bar would end it.
fn cell(words: &str) -> String {
    words.replace('|', "\\|")
}

/// Code in a table's cell.
fn code(text: &str) -> String {
    let text = cell(text);
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}
