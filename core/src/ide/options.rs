//! The options of rules, of schemes and of what writes their lines, where one may stand.

use super::{Offer, Open, keys};
use crate::language::Text;
use crate::source::Span;

/// What `rule` and `score` say of what they declare, where a key of it may stand.
pub(super) fn offers(open: Open<'_>, at: usize, over: Span) -> Vec<Offer> {
    let begin = open.text[..at].rfind("\nrule(").into_iter().chain(open.text[..at].rfind("\nscore(")).max();
    let begin = begin.map_or(0, |begin| begin + 1);
    let own = &open.text[begin..at];
    let scheme = own.starts_with("score(");
    let line = own.rsplit('\n').next().unwrap_or_default();
    if scheme && let Some((verb, written)) = line_of_scheme(own) {
        return offered(keys::of_line(verb), written, over);
    }
    if !(scheme || own.starts_with("rule(")) || !own.contains("#{") || own.contains("}, |") || line.contains(':') {
        return Vec::new();
    }
    offered(keys::of_script(scheme), own, over)
}

/// Options that are not written yet.
fn offered(known: Vec<keys::Key>, written: &str, over: Span) -> Vec<Offer> {
    let fresh = known.into_iter().filter(|(name, ..)| !written.contains(&format!("{name}:")));
    let offer = |(name, zh, en): keys::Key| {
        let insert = format!("{name}: ");
        Offer { label: name.to_owned(), detail: Text::new(zh, en), text: Text::same(""), insert, over }
    };
    fresh.map(offer).collect()
}

/// Where a text ends in the options of a line of a scheme, before the name of another: what writes the line, and what is written of
/// its options.
fn line_of_scheme(text: &str) -> Option<(&str, &str)> {
    let open = unclosed(text, '{', '}').filter(|at| text[..*at].ends_with('#'))?;
    let written = &text[open + 1..];
    let named = written.rsplit([',', '{']).next().is_some_and(|last| last.contains(':'));
    let before = &text[..unclosed(&text[..open], '(', ')')?];
    let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
    let verb = &before[start..];
    (!named && !keys::of_line(verb).is_empty()).then_some((verb, written))
}

/// Where the last bracket that is not closed stands.
fn unclosed(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, sign) in text.char_indices().rev() {
        if sign == close {
            depth += 1;
        } else if sign == open {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        }
    }
    None
}
