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

use crate::language::Lang;
use crate::native::entry::Entry;
use crate::native::functions::TOPICS;
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
