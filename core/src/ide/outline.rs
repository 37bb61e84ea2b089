//! What is in a file, and what of it may be folded.

use super::{Open, line};
use crate::format::Sort;
use crate::script::parse::Parser;
use crate::script::reading;
use crate::script::tree::What;
use crate::source::{SourceId, Span};

/// Something that a file declares or holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What it is called.
    pub name: String,
    /// What it is: `rule`, `score`, `fn`, `const`, or the header's name.
    pub sort: String,
    /// All of it.
    pub span: Span,
    /// Its name.
    pub at: Span,
}

pub(super) fn symbols(open: Open<'_>) -> Vec<Symbol> {
    match open.sort() {
        Some(Sort::Script) => script(open.text),
        Some(Sort::Data) => data(open.text),
        None => Vec::new(),
    }
}

fn script(text: &str) -> Vec<Symbol> {
    let file = reading::read(&Parser::new(), SourceId::NONE, text).file;
    let mut symbols = Vec::new();
    for own in &file.declarations {
        let Some(first) = own.arguments.first() else { continue };
        if let What::Text(id) = &first.what {
            let sort = own.verb.text.to_string();
            symbols.push(Symbol { name: id.to_string(), sort, span: own.span, at: first.span });
        }
    }
    for own in &file.functions {
        symbols.push(Symbol { name: own.name.text.to_string(), sort: "fn".into(), span: own.span, at: own.name.span });
    }
    for own in &file.constants {
        let span = Span { start: own.name.span.start, end: own.value.span.end };
        symbols.push(Symbol { name: own.name.text.to_string(), sort: "const".into(), span, at: own.name.span });
    }
    symbols.sort_by_key(|symbol| symbol.span);
    symbols
}

/// Records and tables, each from its header to the next; called by the first of their keys that names them.
fn data(text: &str) -> Vec<Symbol> {
    let mut symbols: Vec<Symbol> = Vec::new();
    let (mut at, mut filled) = (0, 0);
    let mut named = true;
    for own in text.split_inclusive('\n') {
        let trimmed = own.trim();
        if let Some(name) = line::header(own) {
            if let Some(last) = symbols.last_mut() {
                last.span.end = Span::new(0, filled.max(last.span.start as usize)).end;
            }
            let start = at + own.len() - own.trim_start().len();
            let span = Span::new(start, at + own.trim_end().len());
            symbols.push(Symbol { name: name.to_owned(), sort: name.to_owned(), span, at: span });
            named = false;
        } else if let Some((key, _)) = line::key(own).filter(|_| !named)
            && matches!(key, "id" | "name" | "title" | "key" | "rule" | "label")
            && let Some(last) = symbols.last_mut()
        {
            let value = own.split_once('=').map_or("", |(_, value)| value).trim();
            last.name = format!("{} {}", last.sort, value.trim_matches('"'));
            named = true;
        }
        if !trimmed.is_empty() && !trimmed.starts_with('#') {
            filled = at + own.trim_end().len();
        }
        at += own.len();
    }
    if let Some(last) = symbols.last_mut() {
        last.span.end = Span::new(0, filled.max(last.span.start as usize)).end;
    }
    symbols
}

pub(super) fn folds(open: Open<'_>) -> Vec<(usize, usize)> {
    let starts: Vec<usize> = std::iter::once(0).chain(open.text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let line = |at: u32| starts.partition_point(|start| *start <= at as usize);
    let spans = symbols(open).into_iter().map(|symbol| (line(symbol.span.start) - 1, line(symbol.span.end) - 1));
    spans.filter(|(first, last)| first < last).collect()
}
