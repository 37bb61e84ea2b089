//! Trees as text, for tests: every expression with its number and the text of its span, and checks that hold for any tree.

use crate::script::parse::Parser;
use crate::script::reading::{self, Reading};
use crate::script::tree::{Block, Expr, File, Statement, Step, What};
use crate::source::{SourceId, Span};

/// Reads a text.
pub(super) fn read(text: &str) -> Reading {
    reading::read(&Parser::new(), SourceId(7), text)
}

/// The findings of a text: place, message and help, in English.
pub(super) fn findings(text: &str) -> Vec<String> {
    findings_in(text, crate::Lang::En)
}

/// The findings of a text in a language.
pub(super) fn findings_in(text: &str, lang: crate::Lang) -> Vec<String> {
    let shown = |finding: &crate::Finding| {
        let span = finding.place.expect("a place").span;
        let help = finding.help.as_ref().map_or("", |help| help.get(lang));
        format!("{}-{} `{}` {} | {help}", span.start, span.end, &text[span.range()], finding.message.get(lang))
    };
    read(text).findings.iter().map(shown).collect()
}

/// A part of a tree, with its parts.
pub(super) struct Node {
    pub kind: &'static str,
    pub span: Span,
    pub id: Option<u32>,
    pub parts: Vec<Node>,
}

/// All of a file.
pub(super) fn nodes(file: &File) -> Vec<Node> {
    let mut all: Vec<Node> = Vec::new();
    all.extend(file.constants.iter().map(|constant| expr(&constant.value)));
    all.extend(file.functions.iter().map(|function| Node {
        kind: "fn",
        span: function.span,
        id: None,
        parts: vec![block(&function.body)],
    }));
    all.extend(file.declarations.iter().map(|declaration| Node {
        kind: "declaration",
        span: declaration.span,
        id: None,
        parts: declaration.arguments.iter().map(expr).collect(),
    }));
    all.sort_by_key(|node| node.span.start);
    all
}

fn block(block: &Block) -> Node {
    Node { kind: "block", span: block.span, id: None, parts: block.statements.iter().map(statement).collect() }
}

fn statement(statement: &Statement) -> Node {
    let (kind, parts) = match &statement.step {
        Step::Expr(e) => ("expr", vec![expr(e)]),
        Step::Let { value, .. } => ("let", vec![expr(value)]),
        Step::Assign { target, value, .. } => ("assign", vec![expr(target), expr(value)]),
        Step::While { condition, body } => ("while", condition.iter().map(expr).chain([block(body)]).collect()),
        Step::Do { body, condition } => ("do", vec![block(body), expr(condition)]),
        Step::For { items, body, .. } => ("for", vec![expr(items), block(body)]),
        Step::Return(value) => ("return", value.iter().map(expr).collect()),
        Step::Break(value) => ("break", value.iter().map(expr).collect()),
        Step::Continue => ("continue", vec![]),
        Step::Banned(_, statements) => ("banned", statements.iter().map(self::statement).collect()),
    };
    Node { kind, span: statement.span, id: None, parts }
}

fn expr(e: &Expr) -> Node {
    let all = |parts: &[Expr]| parts.iter().map(expr).collect::<Vec<_>>();
    let (kind, parts) = match &e.what {
        What::Unit => ("unit", vec![]),
        What::Bool(_) => ("bool", vec![]),
        What::Int(_) => ("int", vec![]),
        What::Decimal(_) => ("decimal", vec![]),
        What::Text(_) => ("text", vec![]),
        What::Char(_) => ("char", vec![]),
        What::Template(parts) => ("template", all(parts)),
        What::Array(items) => ("array", all(items)),
        What::Map(entries) => ("map", entries.iter().map(|(_, value)| expr(value)).collect()),
        What::Name(_) => ("name", vec![]),
        What::LibraryName { .. } => ("library-name", vec![]),
        What::Property { of, safe, .. } => (if *safe { "property?" } else { "property" }, vec![expr(of)]),
        What::Index { of, index, safe } => (if *safe { "index?" } else { "index" }, vec![expr(of), expr(index)]),
        What::Call { arguments, .. } => ("call", all(arguments)),
        What::LibraryCall { arguments, .. } => ("library-call", all(arguments)),
        What::Method { of, arguments, .. } => ("method", [vec![expr(of)], all(arguments)].concat_nodes()),
        What::Unary { op, of, .. } => (op.sign(), vec![expr(of)]),
        What::Binary { op, left, right, .. } => (op.sign(), vec![expr(left), expr(right)]),
        What::Logic { parts, .. } => ("logic", all(parts)),
        What::Closure(closure) => ("closure", vec![block(&closure.body)]),
        What::If { condition, then, otherwise } => {
            ("if", [vec![expr(condition), block(then)], otherwise.iter().map(block).collect()].concat_nodes())
        }
        What::Switch { subject, cases, .. } => {
            let mut parts = vec![expr(subject)];
            for case in cases {
                parts.extend(case.condition.iter().map(expr));
                parts.push(expr(&case.then));
            }
            ("switch", parts)
        }
        What::Block(inner) => ("block-expr", vec![block(inner)]),
        What::This => ("this", vec![]),
    };
    Node { kind, span: e.span, id: Some(e.id.0), parts }
}

trait Concat {
    fn concat_nodes(self) -> Vec<Node>;
}

impl Concat for [Vec<Node>; 2] {
    fn concat_nodes(self) -> Vec<Node> {
        self.into_iter().flatten().collect()
    }
}

/// `kind‹text›(parts)`, expressions and statements alike.
pub(super) fn show(node: &Node, text: &str) -> String {
    let parts: Vec<String> = node.parts.iter().map(|part| show(part, text)).collect();
    let inner = if parts.is_empty() { String::new() } else { format!("({})", parts.join(" ")) };
    format!("{}‹{}›{inner}", node.kind, &text[node.span.range()])
}

/// Checks what holds for any tree of a text: parts lie within and in order, spans are balanced and begin and end on tokens,
/// numbers are unique.
pub(super) fn check(reading: &Reading, text: &str) {
    let tokens = crate::script::items::cut(text).items;
    let tokens: Vec<_> = tokens.iter().flat_map(|item| &item.tokens).collect();
    let mut seen = vec![false; reading.file.nodes as usize];
    for node in nodes(&reading.file) {
        check_node(&node, text, &tokens, &mut seen, false);
    }
    if reading.findings.is_empty()
        && reading.file.strays.is_empty()
        && reading.file.imports.is_empty()
        && reading.file.declarations.is_empty()
    {
        assert!(seen.iter().all(|seen| *seen), "a number is missing: {text}");
    }
}

fn check_node(node: &Node, text: &str, tokens: &[&crate::script::lex::Token], seen: &mut [bool], within: bool) {
    let written = &text[node.span.range()];
    if let Some(id) = node.id {
        assert!(!std::mem::replace(&mut seen[id as usize], true), "{id} twice");
    }
    let part = within && node.kind == "text";
    if !part && !written.is_empty() {
        let first = tokens.binary_search_by_key(&node.span.start, |token| token.span.start);
        assert!(first.is_ok(), "`{written}` does not begin with a token");
        let last = tokens.binary_search_by_key(&node.span.end, |token| token.span.end);
        assert!(last.is_ok(), "`{written}` does not end with a token");
        let mut depth = 0_i32;
        for token in &tokens[first.unwrap_or(0)..=last.unwrap_or(0)] {
            match crate::script::brackets::Sign::of(&token.kind) {
                crate::script::brackets::Sign::Open(_) => depth += 1,
                crate::script::brackets::Sign::Close(_) => depth -= 1,
                _ => {}
            }
            assert!(depth >= 0, "`{written}` is not balanced");
        }
        assert_eq!(depth, 0, "`{written}` is not balanced");
    }
    let mut end = node.span.start;
    for inner in &node.parts {
        assert!(inner.span.start >= end, "parts of `{written}` overlap");
        assert!(inner.span.end <= node.span.end, "a part reaches out of `{written}`");
        end = inner.span.end;
        check_node(inner, text, tokens, seen, node.kind == "template");
    }
}

/// Every name, label and operator of a file, in the order of the text.
pub(super) fn names(file: &File) -> Vec<(&'static str, Span)> {
    let mut all = Vec::new();
    for import in &file.imports {
        all.push(("path", import.path.span));
        all.extend(import.alias.iter().map(|alias| ("alias", alias.span)));
    }
    for constant in &file.constants {
        all.push(("const", constant.name.span));
        names_of(&constant.value, &mut all);
    }
    for function in &file.functions {
        all.push(("fn", function.name.span));
        all.extend(function.parameters.iter().map(|name| ("parameter", name.span)));
        names_in(&function.body, &mut all);
    }
    for declaration in &file.declarations {
        all.push(("verb", declaration.verb.span));
        declaration.arguments.iter().for_each(|argument| names_of(argument, &mut all));
    }
    all.sort_by_key(|(_, span)| span.start);
    all
}

fn names_in(block: &Block, all: &mut Vec<(&'static str, Span)>) {
    for statement in &block.statements {
        match &statement.step {
            Step::Let { name, .. } => all.push(("name", name.span)),
            Step::For { name, counter, .. } => {
                all.push(("name", name.span));
                all.extend(counter.iter().map(|name| ("name", name.span)));
            }
            Step::Assign { operator, .. } => all.push(("operator", *operator)),
            Step::Banned(word, _) => all.push(("banned", word.span)),
            _ => {}
        }
        parts(statement, all);
    }
}

fn parts(statement: &Statement, all: &mut Vec<(&'static str, Span)>) {
    match &statement.step {
        Step::Expr(e) | Step::Let { value: e, .. } => names_of(e, all),
        Step::Assign { target, value, .. } => [target, value].into_iter().for_each(|e| names_of(e, all)),
        Step::For { items, body, .. } => {
            names_of(items, all);
            names_in(body, all);
        }
        Step::Banned(_, statements) => statements.iter().for_each(|statement| parts(statement, all)),
        _ => {}
    }
}

fn names_of(e: &Expr, all: &mut Vec<(&'static str, Span)>) {
    match &e.what {
        What::Map(entries) => entries.iter().for_each(|(key, value)| {
            all.push(("key", key.span));
            names_of(value, all);
        }),
        What::LibraryName { library, name } | What::LibraryCall { library, name, .. } => {
            all.extend([("library", library.span), ("name", name.span)]);
        }
        What::Property { of, name, .. } | What::Method { of, name, .. } => {
            names_of(of, all);
            all.push(("name", name.span));
        }
        What::Unary { operator, of, .. } => {
            all.push(("operator", *operator));
            names_of(of, all);
        }
        What::Binary { operator, left, right, .. } => {
            names_of(left, all);
            all.push(("operator", *operator));
            names_of(right, all);
        }
        What::Closure(closure) => {
            all.extend(closure.parameters.iter().map(|name| ("parameter", name.span)));
            names_in(&closure.body, all);
        }
        What::Switch { word, cases, .. } => {
            all.push(("word", *word));
            for case in cases {
                all.extend(case.labels.iter().map(|label| ("label", label.span)));
                case.condition.iter().for_each(|condition| names_of(condition, all));
                names_of(&case.then, all);
            }
        }
        _ => {}
    }
}
