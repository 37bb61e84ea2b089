//! Everything that the parser has to say of an item, which it leaves at the first word it cannot make sense of: what is
//! wrong there is mended for its eyes, or left out, and it reads on.

use rhai::{ParseError, Token as Kind};

use super::errors;
use super::items::{self, Item};
use super::parse::Parser;
use super::slips::Slip;
use crate::source::Span;

/// How many slips of an item are told, and how often it is mended.
const MOST: usize = 10;

/// An item as it would have to be written, as far as that is known.
struct Mended {
    text: String,
    /// What was put where: the place now, and how many bytes stood there before.
    changes: Vec<(Span, usize)>,
}

/// All slips of an item, of which the first is known.
#[must_use]
pub(crate) fn all(parser: &Parser, text: &str, item: &Item, first: ParseError) -> Vec<Slip> {
    let mut mended = Mended { text: item.source(text).into_owned(), changes: Vec::new() };
    let (mut told, mut error, mut reached, mut stuck) = (Vec::new(), first, None, false);
    for _ in 0..MOST {
        let Some(now) = items::whole(&mended.text, item.column) else { break };
        let slip = errors::syntactic(&error, &mended.text, &now);
        let span = slip.span;
        let at = mended.before(span.start) + item.text.start as usize;
        let change = if reached.is_none_or(|reached| at > reached) {
            (reached, stuck) = (Some(at), false);
            let change = slip.mend.or_else(|| left_out(&now, span));
            tell(&mut told, mended.told(slip, item), text);
            change
        } else if stuck {
            None
        } else {
            // What was put there did not help.
            stuck = true;
            left_out(&now, span)
        };
        let Some((place, put)) = change else { break };
        mended.change(place, put);
        let Some(now) = items::whole(&mended.text, item.column) else { break };
        match parser.parse(&mended.text, &now) {
            Ok(_) => break,
            Err(next) => error = next,
        }
    }
    told
}

/// Adds a slip, unless its line has one already: what follows in the same line is as a rule its consequence.
fn tell(told: &mut Vec<Slip>, slip: Slip, text: &str) {
    let same_line = told.last().is_some_and(|last| {
        let (from, to) = (last.span.start.min(slip.span.start), last.span.start.max(slip.span.start));
        !text[from as usize..to as usize].contains('\n')
    });
    if !same_line {
        told.push(slip);
    }
}

impl Mended {
    /// Puts a text in the place of another.
    fn change(&mut self, place: Span, put: &str) {
        let at = place.start as usize;
        self.text.replace_range(place.range(), put);
        self.changes.push((Span::new(at, at + put.len()), place.range().len()));
    }

    /// Where a byte stood before all changes.
    fn before(&self, at: u32) -> usize {
        self.changes.iter().rev().fold(at as usize, |at, (place, length)| {
            let (start, end) = (place.start as usize, place.end as usize);
            if at < start || (at == start && place.start == place.end) {
                at
            } else if at < end {
                start
            } else {
                at - end + start + length
            }
        })
    }

    /// A slip with its places in the file.
    fn told(&self, slip: Slip, item: &Item) -> Slip {
        let back = |span: Span| {
            let start = self.before(span.start) + item.text.start as usize;
            Span::new(start, (self.before(span.end) + item.text.start as usize).max(start))
        };
        let see = slip.see.into_iter().map(|(span, text)| (back(span), text)).collect();
        Slip { span: back(slip.span), see, mend: None, ..slip }
    }
}

/// The least around a place without which an item may still make sense, and what stands for it: a statement of a block,
/// an entry of a table, an argument.
fn left_out(item: &Item, span: Span) -> Option<(Span, &'static str)> {
    let (tokens, partners) = (&item.tokens, &item.partners);
    let at = tokens.partition_point(|token| token.span.start < span.start || token.span.end <= span.start);
    let mut open = at;
    loop {
        open = open.checked_sub(1)?;
        match partners[open] {
            usize::MAX => {}
            partner if partner > open => break,
            partner => open = partner,
        }
    }
    let close = partners[open];
    let (sign, put) = match tokens[open].kind {
        Kind::LeftBrace => (Kind::SemiColon, ""),
        Kind::MapStart => (Kind::Comma, ""),
        _ => (Kind::Comma, " x "),
    };
    // The signs between which it stands.
    let (mut from, mut to, mut next) = (open, close, open + 1);
    while next < close {
        if tokens[next].kind == sign {
            if next >= at {
                to = next;
                break;
            }
            from = next;
        }
        let partner = partners[next];
        next = if partner != usize::MAX && partner > next { partner + 1 } else { next + 1 };
    }
    let end =
        if sign == Kind::Comma && put.is_empty() && to < close { tokens[to].span.end } else { tokens[to].span.start };
    let place = Span { start: tokens[from].span.end, end };
    (place.start < place.end || !put.is_empty()).then_some((place, put))
}
