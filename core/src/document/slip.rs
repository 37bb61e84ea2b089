//! A slip of the pen in a TOML text: what is wrong, where, and what to write instead.

use std::ops::Range;

use crate::finding::Finding;
use crate::host::HostRule;
use crate::language::{Text, say};
use crate::source::{Place, SourceId, Span};

/// Something wrong with the syntax of a text.
#[derive(Debug)]
pub(super) struct Slip {
    /// Where; without length where something is missing.
    pub span: Range<usize>,
    /// What.
    message: Text,
    /// What to do.
    help: Option<Text>,
    /// Another place that matters, with what stands there.
    see: Option<(Range<usize>, Text)>,
    /// Whether it is a sign written otherwise than TOML has it, and nothing follows from it.
    pub local: bool,
}

impl Slip {
    /// Something wrong at a place.
    pub(super) fn new(span: Range<usize>, message: Text) -> Self {
        Self { span, message, help: None, see: None, local: false }
    }

    /// Signs that belong right before that byte.
    pub(super) fn missing(at: usize, signs: &str) -> Self {
        Self::new(at..at, say!("缺少“{signs}”", "`{signs}` is missing"))
            .help(say!("在这里补上“{signs}”", "write `{signs}` here"))
    }

    /// The same with a next step.
    pub(super) fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    /// The same with another place.
    pub(super) fn see(mut self, span: Range<usize>, text: Text) -> Self {
        self.see = Some((span, text));
        self
    }

    /// The same, as one from which nothing follows.
    pub(super) fn local(mut self) -> Self {
        self.local = true;
        self
    }

    /// The same, so much further down.
    pub(super) fn shifted(mut self, by: usize) -> Self {
        let shift = |span: Range<usize>| span.start + by..span.end + by;
        self.span = shift(self.span);
        self.see = self.see.map(|(span, text)| (shift(span), text));
        self
    }

    /// As a finding of a text.
    pub(super) fn finding(self, rule: &HostRule, source: SourceId) -> Finding {
        let place = |span: Range<usize>| Place { source, span: Span::from(span) };
        let mut finding = rule.finding(self.message).at(place(self.span));
        finding.help = self.help;
        match self.see {
            Some((span, text)) => finding.see(place(span), text),
            None => finding,
        }
    }
}
