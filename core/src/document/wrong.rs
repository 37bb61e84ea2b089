//! What is wrong with a text that does not parse, statement by statement: one slip is told once, whatever the parser stumbles
//! over behind it.

use std::ops::Range;

use toml::de::DeTable;

use super::large::{Sound, does_not_end, sound};
use super::pieces::{Piece, Sort, cut};
use super::scan::scan;
use super::slip::Slip;
use super::syntax;
use super::twice::Twice;
use crate::bounds;
use crate::source::within;

/// Texts longer than this are not looked through for all keys that are there twice.
const VAST: usize = 1 << 20;

/// A text that does not parse.
#[derive(Debug)]
pub(crate) struct Broken {
    /// Its statements.
    pub pieces: Vec<Piece>,
    /// For each of them whether it is sound by itself.
    pub sound: Vec<bool>,
    /// What is not, and what stands under a header that is not.
    blank: Vec<Range<usize>>,
    /// Where three quotes stand in a row.
    triples: Vec<usize>,
    /// The keys of those that are not, each with what stands for its value.
    keys: Vec<Range<usize>>,
    /// Sections in which brackets do not match: what their keys belong to is not known.
    loose: Vec<Range<usize>>,
    /// What is wrong, in the order of the text.
    pub(super) told: Vec<Slip>,
}

/// Looks at a text that does not parse.
pub(super) fn look(text: &str) -> Broken {
    let pieces = cut(text);
    let mut broken = Broken {
        sound: vec![true; pieces.len()],
        pieces,
        blank: Vec::new(),
        triples: triples(text),
        keys: Vec::new(),
        loose: Vec::new(),
        told: Vec::new(),
    };
    let mut from = 0;
    while from < broken.pieces.len() {
        let next = broken.pieces[from + 1..].iter().position(|piece| piece.sort == Sort::Header);
        let to = next.map_or(broken.pieces.len(), |next| from + 1 + next);
        if !broken.section(text, from..to) || broken.told.len() > bounds::SYNTAX {
            broken.blank.extend(broken.pieces[to..].first().map(|piece| piece.span.start..text.len()));
            broken.sound[to..].fill(false);
            break;
        }
        from = to;
    }
    broken.cross(text);
    broken.told.sort_by_key(|slip| (slip.span.start, slip.span.end));
    broken
}

impl Broken {
    /// Looks at the statements under one header. Returns whether it is certain where the next begins.
    fn section(&mut self, text: &str, own: Range<usize>) -> bool {
        let mut certain = true;
        let all = self.pieces[own.start].span.start..self.pieces[own.end - 1].span.end;
        if parses(&text[all.clone()]) {
            return true;
        }
        for at in own.clone() {
            let piece = self.pieces[at].clone();
            if parses(&text[piece.span.clone()]) {
                continue;
            }
            self.sound[at] = false;
            // A line that is no statement, behind one that is broken, mostly belongs to it.
            let follows = piece.sort == Sort::Other && at > own.start && !self.sound[at - 1];
            let slips = slips(text, &piece);
            // Where texts of several lines begin and end is not known behind a slip.
            let written = &text[piece.span.clone()];
            let pairs = written.contains("\"\"") || written.contains("''");
            let within = self.triples.partition_point(|at| *at < piece.span.start);
            let next = self.triples.get(within).copied();
            if next.is_some_and(|at| at < all.end || pairs) {
                self.told.extend(slips.into_iter().take(1));
                self.sound[at..own.end].fill(false);
                certain = false;
                break;
            }
            if piece.sort != Sort::Pair || written.contains('\n') || !is_closed(written) {
                self.loose.push(all.clone());
            }
            self.told.extend(slips.into_iter().filter(|slip| !follows || slip.local));
        }
        let keys = own.clone().filter(|at| certain && !self.sound[*at]).filter_map(|at| key(text, &self.pieces[at]));
        self.keys.extend(keys);
        let adrift = self.pieces[own.start].sort == Sort::Header && !self.sound[own.start];
        for at in own.filter(|at| adrift || !self.sound[*at]) {
            self.blank.push(self.pieces[at].span.clone());
        }
        if adrift {
            while self.keys.last().is_some_and(|key| key.start >= all.start) {
                self.keys.pop();
            }
        }
        certain
    }

    /// Looks for what is wrong between statements that are sound by themselves: keys that are there twice.
    fn cross(&mut self, text: &str) {
        // What is written twice is so whether its value is sound or not.
        let mut keyed = blanked(text.to_owned(), self.blank.iter().cloned()).into_bytes();
        for key in &self.keys {
            keyed[key.clone()].copy_from_slice(&text.as_bytes()[key.clone()]);
            keyed[key.end - 1] = b'0';
            // It stands on a line of its own again.
            let before = text[..key.start].rfind('\n');
            let behind = text[key.end..].find('\n').map(|at| key.end + at);
            before.into_iter().chain(behind).for_each(|end| keyed[end] = b'\n');
        }
        let keyed = String::from_utf8(keyed).unwrap_or_default();
        let (table, errors) = match sound(&keyed) {
            Sound::Table(_) | Sound::TooMuch => (DeTable::default(), Vec::new()),
            Sound::Broken if keyed.len() <= VAST => {
                let (table, errors) = DeTable::parse_recoverable(&keyed);
                (table.into_inner(), errors)
            }
            Sound::Broken => (DeTable::default(), DeTable::parse(&keyed).err().into_iter().collect()),
        };
        let mut errors: Vec<(Range<usize>, String)> =
            errors.iter().map(|e| (within(text, e.span().unwrap_or(0..0)), e.message().to_owned())).collect();
        errors.sort_by_key(|(span, _)| (span.start, span.end));
        let mut twice = Twice::new(&table, text);
        let mut last = None;
        for (span, message) in errors {
            let line = text[..span.start].rfind('\n');
            let loose = self.loose.partition_point(|section| section.end <= span.start);
            let loose = self.loose.get(loose).is_some_and(|section| section.contains(&span.start));
            if last.replace(line) == Some(line) || loose {
                continue;
            }
            self.told.extend(match message.as_str() {
                "duplicate key" => twice.told(span),
                _ => Some(syntax::told(text, &message, span)),
            });
        }
        if self.told.is_empty() {
            let span = 0..0;
            let first = DeTable::parse(text).err();
            let (span, message) = first.map_or((span.clone(), String::new()), |first| {
                (first.span().unwrap_or(span.clone()), first.message().to_owned())
            });
            self.told.push(syntax::told(text, &message, span));
        }
    }
}

/// The key of a pair whose value is broken, up to the first byte of the value.
fn key(text: &str, piece: &Piece) -> Option<Range<usize>> {
    let own = &text[piece.span.clone()];
    let behind = own.find('=')? + 1;
    let value = behind + own[behind..].find(|sign: char| sign.is_ascii_graphic())?;
    let blank = own[behind..value].bytes().all(|byte| byte == b' ');
    let sound = piece.sort == Sort::Pair && blank && parses(&format!("{} 0", &own[..behind]));
    sound.then(|| piece.span.start..piece.span.start + value + 1)
}

/// Where three quotes stand in a row.
fn triples(text: &str) -> Vec<usize> {
    let mut all: Vec<usize> =
        ["\"\"\"", "'''"].iter().flat_map(|quotes| text.match_indices(quotes)).map(|(at, _)| at).collect();
    all.sort_unstable();
    all
}

/// Whether a text is sound.
pub(crate) fn parses(text: &str) -> bool {
    (text.len() <= bounds::PIECE || !does_not_end(text)) && DeTable::parse(text).is_ok()
}

/// A text with blanks in place of some of its lines. What ends lines within them goes too, and between them: to the parser each
/// end would be another token.
pub(crate) fn blanked(text: String, parts: impl Iterator<Item = Range<usize>>) -> String {
    let (mut bytes, mut parts) = (text.into_bytes(), parts.collect::<Vec<_>>());
    parts.sort_unstable_by_key(|part| (part.start, part.end));
    let mut done = 0;
    for part in parts {
        let between = bytes.get(done..part.start).unwrap_or_default();
        let start = if done > 0 && between.trim_ascii().is_empty() { done } else { part.start };
        done = part.end.max(done);
        if start < done {
            bytes[start..done].fill(b' ');
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// What is wrong with a statement that does not parse.
fn slips(text: &str, piece: &Piece) -> Vec<Slip> {
    let (own, start) = (&text[piece.span.clone()], piece.span.start);
    let told = |message: &str, span: Option<Range<usize>>| {
        let span = span.unwrap_or(own.len()..own.len());
        syntax::told(text, message, within(text, span.start + start..span.end + start))
    };
    let first = || DeTable::parse(own).err().map(|first| told(first.message(), first.span())).into_iter().collect();
    // One so long is not looked through for more than its first slip: it is a table that goes wild.
    if own.len() > bounds::PIECE {
        let open = || scan(own).told.into_iter().take(1).map(|slip| slip.shifted(start)).collect();
        return if does_not_end(own) { open() } else { first() };
    }
    let scanned = scan(own);
    let errors = DeTable::parse_recoverable(&scanned.mended).1;
    let mut slips: Vec<Slip> = scanned.told.into_iter().map(|slip| slip.shifted(start)).collect();
    let mended = errors.is_empty();
    slips.extend(errors.iter().map(|error| told(error.message(), error.span())));
    slips.sort_by_key(|slip| (slip.span.start, slip.span.end));
    if slips.is_empty() {
        return first();
    }
    if mended && slips.iter().all(|slip| slip.local) {
        // A header is one thing, whatever is wrong with both of its ends.
        slips.truncate(if piece.sort == Sort::Header { 1 } else { slips.len() });
        // Who has forgotten to switch the keyboard has done so for the whole line.
        let line = |slip: &Slip| text[..slip.span.start].rfind('\n');
        slips.dedup_by(|later, first| line(later) == line(first));
        return slips;
    }
    by_lines(text, piece, slips)
}

/// Of the slips of a statement those that are mistakes by themselves: the first of each line that would be one wherever it stood,
/// if the statement is sound without these lines; else the first of all.
fn by_lines(text: &str, piece: &Piece, mut slips: Vec<Slip>) -> Vec<Slip> {
    let own = &text[piece.span.clone()];
    let mut start = piece.span.start;
    let mut wrong: Vec<Range<usize>> = Vec::new();
    for line in own.split_inclusive('\n').map(str::len) {
        let span = start..start + line;
        start = span.end;
        let has =
            |slip: &Slip| span.contains(&slip.span.start) || (slip.span.start == text.len() && span.end == text.len());
        // What goes on in the next line is one slip with what stands there.
        if slips.iter().any(has) && !is_element(&text[span.clone()]) {
            match wrong.last_mut().filter(|before| before.end == span.start && goes_on(&text[before.start..before.end]))
            {
                Some(before) => before.end = span.end,
                None => wrong.push(span),
            }
        }
    }
    let inside = |line: &Range<usize>| line.start - piece.span.start..line.end - piece.span.start;
    if piece.sort != Sort::Header && wrong.len() > 1 && parses(&blanked(own.to_owned(), wrong.iter().map(inside))) {
        let firsts = wrong.iter().filter_map(|line| slips.iter().position(|slip| line.contains(&slip.span.start)));
        let firsts: Vec<usize> = firsts.collect();
        let mut at = 0;
        slips.retain(|_| {
            at += 1;
            firsts.contains(&(at - 1))
        });
    } else {
        let first = wrong.first().and_then(|line| slips.iter().position(|slip| line.contains(&slip.span.start)));
        slips.swap(0, first.unwrap_or(0));
        slips.truncate(1);
    }
    slips
}

/// Whether a line has a quote without its match, or a bracket that does not end on it.
fn goes_on(line: &str) -> bool {
    line.matches('"').count() % 2 == 1 || line.matches('\'').count() % 2 == 1 || !is_closed(line)
}

/// Whether as many brackets end as begin.
fn is_closed(line: &str) -> bool {
    line.matches(['[', '{']).count() == line.matches([']', '}']).count()
}

/// Whether a line is, by itself, sound in a list or in a table that goes over several lines.
fn is_element(line: &str) -> bool {
    parses(&format!("x = [\n{line}\n]")) || parses(&format!("x = {{\n{line}\n}}"))
}
