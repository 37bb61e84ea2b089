//! A file read: its tree, what is wrong with its syntax, its comments.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use rhai::{Stmt, Token as Kind};

use super::grow;
use super::items::{self, Item};
use super::lex::{Comment, CommentKind};
use super::mend;
use super::parse::Parser;
use super::slips::{self, Slip};
use super::tree::{File, Name};
use crate::finding::Finding;
use crate::language::say;
use crate::source::{SourceId, Span};

/// A file that has been read.
#[derive(Debug)]
pub(crate) struct Reading {
    /// What it says, as far as it can be made sense of.
    pub file: Arc<File>,
    /// What is wrong with its syntax, in the order of the places.
    pub findings: Vec<Finding>,
    /// Its comments, in the order written.
    #[allow(dead_code, reason = "for editors, coverage and documents")]
    pub comments: Vec<Comment>,
    /// Items that are not in the tree since they are broken.
    pub broken: Vec<Broken>,
}

/// An item that could not be made sense of.
#[derive(Clone, Debug)]
pub(crate) struct Broken {
    /// All of it.
    #[allow(dead_code, reason = "for editors, coverage and documents")]
    pub span: Span,
    /// What it would declare, as far as that can be told: the name of a function or constant, the alias of an import,
    /// the word `rule` or `score`.
    pub name: Option<Name>,
}

impl Reading {
    /// Whether there is nothing in it, not even something that is wrong.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        let File { imports, constants, functions, declarations, strays, .. } = &*self.file;
        let none = imports.is_empty() && constants.is_empty() && functions.is_empty();
        none && declarations.is_empty() && strays.is_empty() && self.findings.is_empty() && self.broken.is_empty()
    }

    /// Whether it declares something of that name which could not be read.
    #[must_use]
    pub(crate) fn lacks(&self, name: &str) -> bool {
        self.broken.iter().any(|item| item.name.as_ref().is_some_and(|own| *own.text == *name))
    }
}

/// Reads a file.
#[must_use]
pub(crate) fn read(parser: &Parser, source: SourceId, text: &str) -> Reading {
    let cut = items::cut(text);
    let mut file = File {
        source,
        imports: Vec::new(),
        constants: Vec::new(),
        functions: Vec::new(),
        declarations: Vec::new(),
        strays: Vec::new(),
        nodes: 0,
    };
    let (mut slips, mut broken) = (cut.slips, Vec::new());
    for mut item in cut.items {
        let mut wrong = std::mem::take(&mut item.slips);
        let mut whole = wrong.is_empty();
        if whole {
            (whole, wrong) = parse(parser, &mut file, text, &item, &cut.comments);
        }
        if !whole {
            broken.push(Broken { span: item.span(), name: name(text, &item) });
        }
        slips.append(&mut wrong);
    }
    slips.extend(twice(&file));
    slips.sort_by_key(|slip| slip.span);
    let findings = slips.into_iter().map(|slip| slip.finding(source)).collect();
    Reading { file: Arc::new(file), findings, comments: cut.comments, broken }
}

/// Parses an item and adds it to the file; gives whether it is there, and what is wrong with it.
fn parse(parser: &Parser, file: &mut File, text: &str, item: &Item, comments: &[Comment]) -> (bool, Vec<Slip>) {
    let ast = match parser.parse(text, item) {
        Ok(ast) => ast,
        Err(error) => return (false, mend::all(parser, text, item, error)),
    };
    let start = item.span().start;
    let from = comments_before(text, comments, start).first().map_or(start, |comment| comment.span.start);
    let mut slips = match grow::item(file, text, item, from, &ast) {
        Ok(slips) => slips,
        Err(grow::Lost(token)) => {
            let span = item.tokens.get(token).map_or_else(|| item.span(), |token| token.span);
            let message = say!("程序读不懂这里的写法", "yize cannot make sense of this");
            let help = say!(
                "这是程序的缺陷，请报告；换一种写法可以绕过",
                "this is a fault of yize: please report it, and write it in another way"
            );
            return (false, vec![Slip::new(span, message).help(help)]);
        }
    };
    // Where the parser sees the whole file it asks for the `;` that tells two items apart.
    let ended = items::is_function(&item.tokens) || ast.statements().last().is_none_or(Stmt::is_self_terminated);
    if item.open_ended && !ended {
        slips.push(Slip::missing(item.span().end as usize, ";"));
    }
    (true, slips)
}

/// Functions that a file has twice, with as many parameters: Rhai's parser sees no two items at once.
fn twice(file: &File) -> Vec<Slip> {
    let mut known = HashMap::new();
    let mut slips = Vec::new();
    for function in &file.functions {
        let name = &function.name;
        match known.entry((&*name.text, function.parameters.len())) {
            Entry::Vacant(entry) => {
                entry.insert(name.span);
            }
            Entry::Occupied(first) => {
                let slip = slips::twice_defined(&name.text, name.span);
                slips.push(slip.see(*first.get(), say!("第一次写在这里", "where it stands first")));
            }
        }
    }
    slips
}

/// The comments right before a byte: alone in their lines, with no empty line between, and none that is of the file.
#[must_use]
pub(crate) fn comments_before<'a>(text: &str, comments: &'a [Comment], start: u32) -> &'a [Comment] {
    let end = comments.partition_point(|comment| comment.span.start < start);
    let (mut first, mut from) = (end, start as usize);
    for comment in comments[..end].iter().rev() {
        let Span { start, end } = comment.span;
        let gap = text.get(end as usize..from).unwrap_or("code");
        let line = text[..start as usize].rfind('\n').map_or(0, |end| end + 1);
        let alone = text[line..start as usize].chars().all(|c| c.is_whitespace() || c == '\u{feff}');
        let joined = gap.chars().all(char::is_whitespace) && gap.matches('\n').count() <= 1;
        if comment.kind == CommentKind::File || !alone || !joined {
            break;
        }
        (first, from) = (first - 1, start as usize);
    }
    &comments[first..end]
}

/// What an item declares that is broken.
fn name(text: &str, item: &Item) -> Option<Name> {
    let word = |token: usize| {
        let token = item.tokens.get(token).filter(|token| matches!(token.kind, Kind::Identifier(_)))?;
        Some(Name { text: Arc::from(&text[token.span.range()]), span: token.span })
    };
    match item.tokens.first()?.kind {
        Kind::Fn | Kind::Const | Kind::Let => word(1),
        Kind::Private => word(2),
        Kind::Import => {
            let alias = item.tokens.iter().position(|token| token.kind == Kind::As)?;
            word(alias + 1)
        }
        _ => word(0),
    }
}
