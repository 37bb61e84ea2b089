//! Full-width signs and words, each named where it stands.

use super::{Reading, texts};
use crate::script::{signs, slips};
use crate::source::Span;

impl Reading<'_> {
    /// Names a sign that no script has outside texts.
    pub(super) fn name_sign(&mut self, sign: char, span: Span) {
        let start = span.start as usize;
        let rest = &self.text[start..];
        if let Some(length) = texts::quoted(rest) {
            // A text in full-width quotes: what stands between them is not looked at.
            let end = start + length;
            self.push_sign(slips::wide(sign, span));
            if let Some((at, sign)) = rest[..length].char_indices().next_back() {
                self.push_sign(slips::wide(sign, Span::new(start + at, end)));
            }
            return self.pass(end);
        }
        // Several of a kind are one slip.
        let digits = signs::narrow(sign).is_some();
        let same = |c: char| if digits { signs::narrow(c).is_some() || c == '.' } else { c == sign };
        if digits || signs::is_blank(sign) {
            let run = &rest[..rest.find(|c: char| !same(c)).unwrap_or(rest.len())];
            let whole = Span::new(start, start + run.len());
            self.push_sign(if digits {
                slips::wide_word(run, &signs::narrowed(run), whole)
            } else {
                slips::wide(sign, whole)
            });
            return self.pass(start + run.len());
        }
        self.push_sign(slips::wide(sign, span));
    }

    /// Makes the last token reach up to a byte, and reads on there.
    pub(super) fn pass(&mut self, end: usize) {
        self.lexer.skip_to(end);
        if let Some(token) = self.tokens.last_mut() {
            token.span.end = Span::new(end, end).end;
        }
    }

    /// Names a word that is written in full-width letters. One that has other letters too is a name of its own.
    pub(super) fn name_word(&mut self, word: &str, span: Span) {
        let wide = word.chars().any(|c| signs::narrow(c).is_some());
        if wide && word.chars().all(|c| c.is_ascii() || signs::narrow(c).is_some()) {
            self.push_sign(slips::wide_word(word, &signs::narrowed(word), span));
        }
    }
}
