//! From the positions of an AST, which are starts only, to places in the text.

use rhai::{Expr, Position as Start, Stmt};

use crate::source::{Position, Source, Span};

/// The byte offset of an AST position.
pub(crate) fn offset(source: &Source, start: Start) -> usize {
    let (Some(line), column) = (start.line(), start.position()) else { return 0 };
    source.offset(Position { line, column: column.unwrap_or(1) })
}

/// The word, number or text literal that starts there; a text literal without its quotes.
pub(crate) fn token(source: &Source, start: Start) -> Span {
    let from = offset(source, start);
    let rest = &source.text[from..];
    let Some(first) = rest.chars().next() else { return Span::new(from, from) };
    if matches!(first, '"' | '`') {
        let len = literal(rest);
        return if len > 2 { Span::new(from + 1, from + len - 1) } else { Span::new(from, from + len) };
    }
    let sign = usize::from(first == '-');
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || (first.is_ascii_digit() && c == '.');
    let len: usize = rest[sign..].chars().take_while(|c| is_word(*c)).map(char::len_utf8).sum();
    Span::new(from, from + (sign + len).max(first.len_utf8()))
}

/// The operator that starts there.
pub(crate) fn operator(source: &Source, start: Start, name: &str) -> Span {
    let from = offset(source, start);
    let rest = &source.text[from..];
    let written = [name, "!in", "in"].into_iter().find(|op| rest.starts_with(op));
    written.map_or_else(|| token(source, start), |op| Span::new(from, from + op.len()))
}

/// The name of the function whose body begins there.
pub(crate) fn function(source: &Source, name: &str, body: Start) -> Span {
    let head = &source.text[..offset(source, body)];
    let names = |at: usize| (head.len() - head[at..].trim_start().len(), head[at..].trim_start());
    let mut written = head.rmatch_indices("fn").map(|(at, word)| names(at + word.len()));
    let from = written.find(|(_, rest)| rest.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('(')));
    from.map_or_else(|| token(source, body), |(from, _)| Span::new(from, from + name.len()))
}

/// The whole expression that starts there: up to the `,`, `;` or bracket that ends it.
/// With `head`, also up to the `{` of a block, as after `if`.
pub(crate) fn expression(source: &Source, expr: &Expr, head: bool) -> Span {
    from(source, first(expr), head)
}

/// The whole expression that starts at a position.
pub(crate) fn from(source: &Source, start: Start, head: bool) -> Span {
    let from = offset(source, start);
    let text = &source.text[from..];
    let mut depth = 0_usize;
    // The parameters of a closure are one word.
    let mut at = text.strip_prefix('|').and_then(|rest| rest.find('|')).map_or(0, |end| end + 2);
    while let Some(c) = text[at..].chars().next() {
        match c {
            '"' | '`' => {
                at += literal(&text[at..]);
                continue;
            }
            '/' if text[at..].starts_with("//") => break,
            '{' if depth == 0 && head && !text[..at].ends_with('#') => break,
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' | ',' | ';' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        at += c.len_utf8();
    }
    Span::new(from, from + text[..at].trim_end().len())
}

/// Where an expression begins; for `a + b` that is `a`.
pub(crate) fn first(expr: &Expr) -> Start {
    match expr {
        Expr::FnCall(call, at) if call.name == "contains" => {
            // `x in xs` is kept as `contains(xs, x)`; the operator stands between them.
            let begin = call.args.last().map_or(*at, first);
            if begin < *at { begin } else { *at }
        }
        Expr::FnCall(call, at) if call.op_token.is_some() => {
            let begin = call.args.first().map_or(*at, first);
            if begin < *at { begin } else { *at }
        }
        Expr::FnCall(call, at) if call.is_qualified() => {
            let namespace = call.namespace.position();
            if namespace.is_none() { *at } else { namespace }
        }
        Expr::Dot(pair, ..) | Expr::Index(pair, ..) => first(&pair.lhs),
        Expr::And(parts, _) | Expr::Or(parts, _) | Expr::Coalesce(parts, _) => first(&parts[0]),
        Expr::InterpolatedString(parts, at) if at.is_none() => parts.first().map_or(*at, first),
        Expr::Stmt(block) => match block.statements() {
            [Stmt::Expr(inner)] => first(inner),
            _ => block.position(),
        },
        other => other.start_position(),
    }
}

/// What a label of a `switch` is, as far as it is written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    /// `"…"`.
    Text(String),
    /// `'x'`.
    Char,
    /// A whole number, or a range of them.
    Int,
    /// A number with a fraction.
    Decimal,
    /// true or false.
    Bool,
    /// `()`.
    Nothing,
}

/// The labels of a case, from right to left, with their places (texts without quotes).
/// The case begins its condition or its body there; `_` is no label, and what is not understood ends the list.
pub(crate) fn case_labels(source: &Source, start: Start, conditional: bool) -> Vec<(Label, Span)> {
    let mut labels = Vec::new();
    let mut head = source.text[..offset(source, start)].trim_end();
    while let Some(inner) = head.strip_suffix(['{', '(']) {
        head = inner.trim_end();
    }
    let Some(mut head) = head.strip_suffix(if conditional { "if" } else { "=>" }) else { return labels };
    while let Some((label, span)) = last_label(head.trim_end()) {
        labels.push((label, span));
        let quote = usize::from(head[..span.start as usize].ends_with('"'));
        match head[..span.start as usize - quote].trim_end().strip_suffix('|') {
            Some(before) => head = before,
            None => break,
        }
    }
    labels
}

/// The label that the text ends with.
fn last_label(head: &str) -> Option<(Label, Span)> {
    if let Some(inner) = head.strip_suffix('"') {
        let from = inner.rfind('"')? + 1;
        let word = &inner[from..];
        return (!word.contains(['\n', '\\'])).then(|| (Label::Text(word.to_owned()), Span::new(from, inner.len())));
    }
    if let Some(inner) = head.strip_suffix('\'') {
        return Some((Label::Char, Span::new(inner.rfind('\'')?, head.len())));
    }
    if head.ends_with("()") {
        return Some((Label::Nothing, Span::new(head.len() - 2, head.len())));
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '=' | '-');
    let word = &head[head.trim_end_matches(is_word).len()..];
    let label = match word {
        "true" | "false" => Label::Bool,
        _ if !word.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit()) => return None,
        _ if word.contains('.') && !word.contains("..") => Label::Decimal,
        _ => Label::Int,
    };
    Some((label, Span::new(head.len() - word.len(), head.len())))
}

/// Length in bytes of the text literal that `text` starts with, quotes included.
fn literal(text: &str) -> usize {
    let quote = text.chars().next().unwrap_or('"');
    let mut escaped = false;
    for (i, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            c if c == quote => return i + 1,
            _ => {}
        }
    }
    text.len()
}
