//! From Rhai's tree of an item to ours. Rhai's tree says what belongs to what; the tokens say where it stands.
//!
//! Both are walked side by side: each node takes the tokens that it is written with, so that its end is where the next
//! token to take stands. What Rhai writes out in full (closures, `in`, chains, `&&` of three) is taken back to what was
//! written. Brackets that only group are in no node of Rhai's; whether one encloses all of a node or only its first
//! operand is told by a token that is certainly not in its first operand (`anchor`).

mod chains;
mod anchors;
mod closures;
mod expressions;
mod statements;
mod switches;
mod items;

use std::collections::HashMap;

use rhai::{AST, FnPtr, Position, ScriptFuncDef, Shared, Token as Kind};

use self::anchors::Places;
use super::items::Item;
use super::lex::Token;
use super::slips::Slip;
use super::tree::{self, Name, NodeId, What};
use crate::source::Span;

pub(crate) use self::items::item;

/// The number of a token at which tree and tokens part: a fault of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lost(pub usize);

/// What a walk gives.
type Grown<T> = Result<T, Lost>;

/// A walk over an item.
struct Grower<'a> {
    text: &'a str,
    tokens: &'a [Token],
    partners: &'a [usize],
    places: Places,
    /// Functions and closures by the name that Rhai gives them.
    functions: HashMap<&'a str, &'a Shared<ScriptFuncDef>>,
    /// The next token to take.
    at: usize,
    /// The number of the next expression.
    node: u32,
    /// What Rhai takes and scripts of ours do not.
    slips: Vec<Slip>,
}

impl<'a> Grower<'a> {
    fn new(text: &'a str, item: &'a Item, ast: &'a AST, node: u32) -> Self {
        let functions = ast.shared_lib().iter_script_fn_info();
        Self {
            text,
            tokens: &item.tokens,
            partners: &item.partners,
            places: Places::new(&item.tokens),
            functions: functions.map(|(_, _, _, _, definition)| (definition.name.as_str(), definition)).collect(),
            at: 0,
            node,
            slips: Vec::new(),
        }
    }

    fn lost<T>(&self) -> Grown<T> {
        Err(Lost(self.at))
    }

    /// The next token.
    fn kind(&self) -> Option<&'a Kind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn is(&self, kind: &Kind) -> bool {
        self.kind() == Some(kind)
    }

    /// Takes the next token if it is of that kind.
    fn take(&mut self, kind: &Kind) -> bool {
        let is = self.is(kind);
        self.at += usize::from(is);
        is
    }

    /// Takes the next token, which must be of that kind.
    fn expect(&mut self, kind: &Kind) -> Grown<()> {
        if self.take(kind) { Ok(()) } else { self.lost() }
    }

    /// Takes the next token, which must be one of several.
    fn expect_any(&mut self, kinds: &[Kind]) -> Grown<()> {
        let known = self.kind().is_some_and(|kind| kinds.contains(kind));
        self.at += usize::from(known);
        if known { Ok(()) } else { self.lost() }
    }

    /// Where the next token stands.
    fn here(&self) -> Grown<Span> {
        self.tokens.get(self.at).map(|token| token.span).ok_or(Lost(self.at))
    }

    /// Takes the next token and tells where it stands.
    fn place(&mut self) -> Grown<Span> {
        let span = self.here()?;
        self.at += 1;
        Ok(span)
    }

    /// Where the last token ends; without length.
    fn behind(&self) -> Span {
        let end = self.at.checked_sub(1).map_or(self.tokens[0].span.start, |last| self.tokens[last].span.end);
        Span { start: end, end }
    }

    /// From a token to the last one taken; behind that where none was.
    fn since(&self, first: usize) -> Span {
        let behind = self.behind();
        if self.at > first { Span { start: self.tokens[first].span.start, ..behind } } else { behind }
    }

    fn slice(&self, span: Span) -> &'a str {
        &self.text[span.range()]
    }

    /// Takes a word as a name.
    fn name(&mut self) -> Grown<Name> {
        if !matches!(self.kind(), Some(Kind::Identifier(_) | Kind::Reserved(_))) {
            return self.lost();
        }
        let span = self.place()?;
        Ok(Name { text: self.slice(span).into(), span })
    }

    /// A new expression, from a token to the last one taken.
    fn grown(&mut self, first: usize, what: What) -> tree::Expr {
        let span = self.since(first);
        self.grown_at(span, what)
    }

    fn grown_at(&mut self, span: Span, what: What) -> tree::Expr {
        let id = NodeId(self.node);
        self.node += 1;
        tree::Expr { id, span, what }
    }

    /// The bracket that goes with a token.
    fn partner(&self, token: usize) -> Grown<usize> {
        self.partners.get(token).copied().filter(|partner| *partner != usize::MAX).ok_or(Lost(token))
    }

    /// The token that Rhai's parser names by its place.
    fn token(&self, at: Position) -> Grown<usize> {
        self.places.find(at).ok_or(Lost(self.at))
    }
}

/// The name of the closure that a constant is.
fn closure_name(value: &rhai::Dynamic) -> Option<String> {
    value.read_lock::<FnPtr>().map(|pointer| pointer.fn_name().to_owned())
}
