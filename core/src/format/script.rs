//! Scripts laid out: on their signs ([`crate::script::atoms`]).

use super::lines::{Line, Slot, joined};
use crate::script::atoms::{Atom, Sort, atoms, said};

/// What stands in brackets over several lines, or goes on in the next line, is indented by so much more.
const STEP: usize = 4;

/// Whether two scripts say the same, comments included.
pub(super) fn says_the_same(one: &str, other: &str) -> bool {
    said(one) == said(other)
}

/// Lays a script out; nothing where its brackets do not go together.
pub(super) fn lay(text: &str) -> Option<String> {
    let end =
        if text.lines().next().is_some_and(|first| text[first.len()..].starts_with("\r\n")) { "\r\n" } else { "\n" };
    let atoms = atoms(text)?;
    let mut layer =
        Layer { text, lines: Vec::new(), line: Line::default(), open: Vec::new(), before: None, closure: false };
    for (at, atom) in atoms.iter().enumerate() {
        layer.take(*atom, atoms.get(at + 1));
    }
    layer.finish();
    Some(joined(&layer.lines, end))
}

/// A bracket that is open.
#[derive(Clone, Copy)]
struct Open {
    /// Whether it is that of a map.
    map: bool,
    /// How far its line is indented.
    indent: usize,
}

struct Layer<'t> {
    text: &'t str,
    lines: Vec<Line>,
    line: Line,
    open: Vec<Open>,
    /// The sign before, and whether it was one before which an operand is wanted.
    before: Option<(Atom, bool)>,
    /// Whether the parameters of a closure are read.
    closure: bool,
}

/// Whether an operand follows.
fn wants(sort: Sort, own: &str) -> bool {
    match sort {
        Sort::Open | Sort::Prefix => true,
        Sort::Keyword => !matches!(own, "this" | "true" | "false"),
        Sort::Sign => !matches!(own, "." | "?." | "::"),
        _ => false,
    }
}

impl Layer<'_> {
    fn text(&self, atom: Atom) -> &str {
        &self.text[atom.span.range()]
    }

    fn take(&mut self, atom: Atom, next: Option<&Atom>) {
        let own = self.text[atom.span.range()].to_owned();
        let gap = &self.text[self.before.map_or(0, |(before, _)| before.span.end as usize)..atom.span.start as usize];
        let (ends, blanks) = (gap.matches('\n').count(), gap.chars().filter(|c| *c == ' ' || *c == '\t').count());
        let wanted = self.before.is_none_or(|(before, wanted)| wanted && before.sort != Sort::LineComment);
        let pipe = own == "|" && (self.closure || wanted);
        if ends > 0 || self.before.is_none() {
            self.begin(atom, &own, ends, wanted);
        } else {
            self.space(atom, &own, blanks, wanted, next);
        }
        match atom.sort {
            Sort::Open => self.open.push(Open { map: own == "#{", indent: self.line.indent }),
            Sort::Close => _ = self.open.pop(),
            _ => {}
        }
        self.line.text.push_str(match atom.sort {
            Sort::LineComment | Sort::BlockComment => own.trim_end(),
            _ => &own,
        });
        let comment = matches!(atom.sort, Sort::LineComment | Sort::BlockComment);
        let follows = if comment { wanted } else { wants(atom.sort, &own) || pipe };
        if pipe {
            self.closure = !self.closure;
        }
        self.before = Some((atom, follows));
    }

    /// Begins a line.
    fn begin(&mut self, atom: Atom, own: &str, ends: usize, wanted: bool) {
        self.finish();
        let within = self.open.last().copied();
        let closes = atom.sort == Sort::Close;
        let base = within.map_or(0, |open| if closes { open.indent } else { open.indent + STEP });
        let text = self.text;
        let before = self.before.map(|(before, _)| (before, &text[before.span.range()]));
        let comment = matches!(atom.sort, Sort::LineComment | Sort::BlockComment);
        let goes_on = before.is_some_and(|(before, text)| {
            let operator = before.sort == Sort::Sign && !matches!(text, "," | ";" | ":" | "=>" | "|");
            let prefix = before.sort == Sort::Prefix;
            operator || prefix || (text == "=>" && !comment)
        });
        let parameters = wanted && matches!(own, "|" | "||");
        let leads = atom.sort == Sort::Sign && !parameters && !matches!(own, "," | ";" | ":" | "=>");
        self.line.indent = if (goes_on && !closes && wanted) || leads { base + STEP } else { base };
        let opened = before.is_some_and(|(before, _)| before.sort == Sort::Open);
        self.line.apart = ends > 1 && !closes && !opened;
        if atom.first && within.is_none() && matches!(own, "rule" | "score" | "fn" | "private") {
            self.set_apart();
        }
    }

    /// An empty line stands before an item, and before the comments right above it.
    fn set_apart(&mut self) {
        let comments = self.lines.iter().rev().take_while(|line| line.indent == 0 && line.text.starts_with("//"));
        let mut above = 0;
        for line in comments {
            above += 1;
            if line.apart {
                break;
            }
        }
        let attached = above > 0 && !self.line.apart;
        let first = self.lines.len() - above;
        if !attached {
            self.line.apart = !self.lines.is_empty();
        } else if first > 0 {
            self.lines[first].apart = true;
        }
    }

    /// What stands between two signs of a line.
    fn space(&mut self, atom: Atom, own: &str, blanks: usize, wanted: bool, next: Option<&Atom>) {
        let Some((before, _)) = self.before else { return };
        let last = self.text(before).to_owned();
        let lone = self.line.slot.is_none();
        let columns = |this: &mut Self, sort| {
            let at = this.line.text.len();
            this.line.slot = Some(Slot { at, blanks, sort });
        };
        if atom.sort == Sort::LineComment {
            return self.line.text.extend(std::iter::repeat_n(' ', blanks.max(1)));
        }
        if last == ":" && lone && self.is_key() {
            return columns(self, ':');
        }
        let starts = |words: &[&str]| words.iter().any(|word| self.line.text.starts_with(word));
        if own == "=" && lone && starts(&["const ", "let "]) {
            return columns(self, '=');
        }
        if own == "=>" && lone && !self.line.text.contains(" => ") && next.is_some() {
            return columns(self, '>');
        }
        if self.is_apart((before, &last), own, wanted) {
            self.line.text.push(' ');
        }
    }

    /// Whether the line at hand is a key of a map and its colon.
    fn is_key(&self) -> bool {
        let key = self.line.text.strip_suffix(':').unwrap_or_default();
        let quoted =
            key.len() > 1 && key.starts_with('"') && key.ends_with('"') && !key[1..key.len() - 1].contains('"');
        let name = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_');
        self.open.last().is_some_and(|open| open.map) && (quoted || name)
    }

    fn is_apart(&self, (before, last): (Atom, &str), own: &str, wanted: bool) -> bool {
        let tight = matches!(last, "(" | "[" | "?[" | "." | "?." | "::" | ".." | "..=") || before.sort == Sort::Prefix;
        if tight || matches!(own, ")" | "]" | "," | ";" | "." | "?." | "::" | ".." | "..=") {
            return false;
        }
        if own == ":" {
            return false;
        }
        if own == "}" {
            return !matches!(last, "{" | "#{");
        }
        if own == "|" || last == "|" {
            // The parameters begin, or end; behind them, and around the operator, there is a blank.
            return !self.closure;
        }
        let value = !wanted && matches!(before.sort, Sort::Name | Sort::Text | Sort::Template | Sort::Close);
        match own {
            "(" | "()" | "[" | "?[" => !(value && last != "}"),
            _ => true,
        }
    }

    fn finish(&mut self) {
        if !self.line.text.is_empty() {
            self.lines.push(std::mem::take(&mut self.line));
        }
    }
}
