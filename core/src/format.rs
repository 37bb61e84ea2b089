//! Scripts and data laid out alike: indentation, blanks, empty lines. Lines stay as their author has cut them, comments stay,
//! and so does what was written in columns. What is said never changes: both texts are read and compared.
//!
//! ```
//! use yize_core::Lang;
//! use yize_core::format::{Left, Sort, format};
//!
//! assert_eq!(Sort::of("rules/club/visits.rhai".as_ref()), Some(Sort::Script));
//! let script = "fn twice(n){\nn*2 // 两倍\n}\n";
//! assert_eq!(format(Sort::Script, script).as_deref(), Ok("fn twice(n) {\n    n * 2 // 两倍\n}\n"));
//! assert_eq!(format(Sort::Data, "[[member]]\nid=\"A\"\n").as_deref(), Ok("[[member]]\nid = \"A\"\n"));
//!
//! // What cannot be read is left alone.
//! let Err(Left { at, message }) = format(Sort::Data, "id = \n") else { panic!("no TOML") };
//! assert_eq!((at, message.get(Lang::En).is_empty()), (4, false));
//! ```

mod lines;
mod script;
mod data;
#[cfg(test)]
mod tests;

use std::path::Path;

use crate::document;
use crate::host;
use crate::language::{Text, say};
use crate::script::parse::Parser;
use crate::script::reading;
use crate::source::SourceId;

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A script: `.rhai`.
    Script,
    /// Data, settings, cases: `.toml`.
    Data,
}

impl Sort {
    /// How the text of a file is read, by its name; nothing where it is none of ours.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "rhai" => Some(Self::Script),
            "toml" => Some(Self::Data),
            _ => None,
        }
    }
}

/// Why a text was left as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The byte where it is seen.
    pub at: usize,
    /// What is wrong.
    pub message: Text,
}

/// Lays a text out.
///
/// # Errors
/// Where it cannot be read; then nothing is changed.
pub fn format(sort: Sort, text: &str) -> Result<String, Left> {
    let (mark, own) = match text.strip_prefix('\u{feff}') {
        Some(own) => ("\u{feff}", own),
        None => ("", text),
    };
    let wrong = match sort {
        Sort::Script => reading::read(&Parser::new(), SourceId::NONE, own).findings.into_iter().next(),
        Sort::Data => document::parse(own, SourceId::NONE, &host::SYNTAX).1.into_iter().next(),
    };
    if let Some(finding) = wrong {
        let at = finding.place.map_or(0, |place| place.span.start as usize);
        return Err(Left { at, message: finding.message });
    }
    let laid = match sort {
        Sort::Script => script::lay(own),
        Sort::Data => Some(data::lay(own)),
    };
    let same = |laid: &String| match sort {
        Sort::Script => script::says_the_same(own, laid),
        Sort::Data => data::says_the_same(own, laid),
    };
    match laid.filter(same) {
        Some(laid) => Ok(format!("{mark}{laid}")),
        None => {
            let message = say!(
                "程序不能保证排版后的意思不变，没有排版",
                "yize cannot make sure that it would say the same when laid out anew"
            );
            Err(Left { at: 0, message })
        }
    }
}
