//! A file cut into its items. An item ends with its `;`, a function with its `}`; whatever its brackets say, the next
//! begins where a line begins with a word that only items begin with. So a slip in one leaves the others whole.

mod keywords;
mod texts;
mod wide;

use std::borrow::Cow;

use rhai::{LexError, Token as Kind};

use self::keywords::{Keyword, keyword};
use super::brackets::{Brackets, Sign};
use super::lex::{Comment, CommentKind, Lexer, Token};
use super::slips::{self, Slip};
use crate::language::say;
use crate::source::Span;

/// How many full-width signs of one item are named.
const MOST_SIGNS: usize = 20;

/// An item: what stands at the top level of a file.
#[derive(Debug)]
pub(crate) struct Item {
    /// Its tokens; never none.
    pub tokens: Vec<Token>,
    /// For each token that is a bracket, the one that it goes with; complete where there are no slips.
    pub partners: Vec<usize>,
    /// What the parser reads: from the end of the item before up to its own, and a blank that follows.
    pub text: Span,
    /// How many characters are counted before that in its line.
    pub column: usize,
    /// Where comments begin that are written for a function, and stand before none.
    pub strange: Vec<u32>,
    /// Whether another item follows that only the line it stands in tells from it.
    pub open_ended: bool,
    /// What is wrong with it; then it is not parsed.
    pub slips: Vec<Slip>,
}

/// A file as items.
#[derive(Debug, Default)]
pub(crate) struct Cut {
    /// Its items, in the order written.
    pub items: Vec<Item>,
    /// Every comment.
    pub comments: Vec<Comment>,
    /// What is wrong outside of them.
    pub slips: Vec<Slip>,
}

impl Item {
    /// From its first token to the end of its last.
    #[must_use]
    pub(crate) fn span(&self) -> Span {
        let (first, last) = (self.tokens.first(), self.tokens.last());
        let start = first.map_or(self.text.start, |token| token.span.start);
        Span { start, end: last.map_or(start, |token| token.span.end) }
    }

    /// What the parser reads: with plain comments where others are out of place, all at the same places.
    #[must_use]
    pub(crate) fn source<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut source = Cow::Borrowed(&text[self.text.range()]);
        for start in &self.strange {
            let sign = (start - self.text.start) as usize + 2;
            source.to_mut().replace_range(sign..=sign, " ");
        }
        source
    }
}

/// Cuts a text into items.
#[must_use]
pub(crate) fn cut(text: &str) -> Cut {
    let mut all = Cut::default();
    let mut at = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    let (mut column, mut spent) = (0, 0);
    loop {
        let strict = spent > 4 * text.len();
        let mut reading = Reading::best(text, at, 0, strict, &mut spent);
        let passed = &text[at..reading.end()];
        if column > 0 && (passed.contains("\\\n") || passed.contains("\\\r\n")) {
            // Only where a text goes on in the next line does it matter how far its first line is indented.
            reading = Reading::best(text, at, column, strict, &mut spent);
        }
        let end = reading.end();
        let (item, comments, slips) = reading.finish();
        all.comments.extend(comments);
        all.slips.extend(slips);
        let Some(item) = item else { return all };
        all.items.push(item);
        let passed = &text[at..end];
        column = match passed.rfind('\n') {
            Some(line) => passed[line + 1..].chars().count(),
            None => column + passed.chars().count(),
        };
        at = end;
    }
}

/// An item being read.
struct Reading<'a> {
    text: &'a str,
    start: usize,
    column: usize,
    lexer: Lexer<'a>,
    tokens: Vec<Token>,
    brackets: Brackets,
    slips: Vec<Slip>,
    open_ended: bool,
    /// Whether so much of the text was read again and again that nothing is guessed any more: no word of an item is taken
    /// for anything else, and a text that does not end goes on to the end.
    strict: bool,
    /// Whether the end of a text is guessed, so that brackets tell little.
    guessed: bool,
    /// Where a line begins that looks like an item and stands in a text that may lack its end, or in open brackets.
    suspect: Option<usize>,
    /// Where a template begins that is known not to end.
    open: Option<usize>,
    /// Where a template begins whose end is more likely the beginning of another.
    doubtful: Option<usize>,
    /// Where the first `const` or `import` stands that may be one of the top level, though it stands in brackets.
    constant: Option<usize>,
}

impl<'a> Reading<'a> {
    /// Reads an item; where it is wrong, once more with a guess at what ends where.
    fn best(text: &'a str, at: usize, column: usize, strict: bool, spent: &mut usize) -> Self {
        let (mut open, mut end) = (None, text.len());
        loop {
            let mut reading = Self { strict, open, ..Self::begin(text, at, column, end) };
            reading.read();
            *spent += reading.lexer.reached - at;
            let again = reading.is_wrong() && !strict;
            match (reading.doubtful.filter(|_| open.is_none()), reading.suspect.filter(|_| end == text.len())) {
                (Some(template), _) if again => open = Some(template),
                (_, Some(line)) if again => end = line,
                _ => return reading,
            }
        }
    }

    fn begin(text: &'a str, at: usize, column: usize, end: usize) -> Self {
        Self {
            text: &text[..end],
            start: at,
            column,
            lexer: Lexer::new(&text[..end], at, column),
            tokens: Vec::new(),
            brackets: Brackets::default(),
            slips: Vec::new(),
            open_ended: false,
            strict: false,
            guessed: false,
            suspect: None,
            open: None,
            doubtful: None,
            constant: None,
        }
    }

    /// Reads up to the end of the item.
    fn read(&mut self) {
        let (mut line, mut seen) = (self.start, self.start);
        while let Some(token) = self.lexer.next() {
            let start = token.span.start as usize;
            if let Some(end) = self.text[seen..start].rfind('\n') {
                line = seen + end + 1;
            }
            seen = start;
            if line == start && self.begins_another(start) {
                self.open_ended = true;
                break;
            }
            let before = self.end();
            self.brackets.take(self.tokens.len(), &token, line, before, self.text);
            let sign = Sign::of(&token.kind);
            self.tokens.push(token);
            self.look_at_text();
            self.mend();
            if self.is_over(sign) {
                return;
            }
        }
        if self.brackets.depth() > 0 {
            self.suspect = self.constant.into_iter().chain(self.suspect).min();
        }
        self.brackets.finish(self.end());
    }

    /// Whether the token at the beginning of a line begins another item.
    fn begins_another(&mut self, start: usize) -> bool {
        if self.tokens.is_empty() {
            return false;
        }
        match keyword(&self.text[start..]) {
            None => false,
            Some(Keyword::Const | Keyword::Import)
                if !self.strict && self.brackets.depth() > 0 && self.brackets.in_block() =>
            {
                let before = self.tokens.last().map(|token| &token.kind);
                if matches!(before, Some(Kind::SemiColon | Kind::RightBrace)) {
                    self.constant.get_or_insert(start);
                }
                false
            }
            Some(_) => true,
        }
    }

    /// Whether the item is complete with the token last taken.
    fn is_over(&self, sign: Sign) -> bool {
        if self.brackets.depth() > 0 || self.brackets.is_lost() {
            return false;
        }
        sign == Sign::End || (self.is_function() && matches!(sign, Sign::Close(_)) && self.has_body())
    }

    fn is_function(&self) -> bool {
        is_function(&self.tokens)
    }

    fn has_body(&self) -> bool {
        self.tokens.last().is_some_and(|token| token.kind == Kind::RightBrace)
    }

    fn is_wrong(&self) -> bool {
        !self.slips.is_empty() || !self.brackets.slips.is_empty()
    }

    /// Where the last token ends.
    fn end(&self) -> usize {
        self.tokens.last().map_or(self.start, |token| token.span.end as usize)
    }

    /// The item, its comments and what is wrong with these.
    fn finish(mut self) -> (Option<Item>, Vec<Comment>, Vec<Slip>) {
        let end = if self.tokens.is_empty() { self.text.len() } else { self.end() };
        let mut comments = std::mem::take(&mut self.lexer.comments);
        comments.retain(|comment| (comment.span.start as usize) < end);
        let strange = comments.iter().filter(|comment| self.is_strange(comment)).map(|comment| comment.span.start);
        let strange: Vec<u32> = strange.collect();
        let slips = comments.iter().filter_map(|comment| self.comment_slip(comment)).collect();
        if self.tokens.is_empty() {
            return (None, comments, slips);
        }
        if self.lexer.overlong {
            let first = self.tokens[0].span;
            let message = say!(
                "这一项过长：一项不能超过65534行，一行不能超过65534个字",
                "too long: an item may have 65,534 lines, a line 65,534 characters"
            );
            self.slips
                .push(Slip::new(first, message).help(say!("分成几项、几行来写", "split it into items and lines")));
        }
        let mut partners = vec![usize::MAX; self.tokens.len()];
        for (open, close) in std::mem::take(&mut self.brackets.pairs) {
            if close < partners.len() {
                (partners[open], partners[close]) = (close, open);
            }
        }
        if !self.guessed {
            self.slips.append(&mut self.brackets.slips);
        }
        self.slips.sort_by_key(|slip| slip.span.start);
        // What follows the last token may be part of what tells it: `1.` is a number where a blank follows.
        let blank = self.text[end..].starts_with(|c: char| c.is_ascii_whitespace());
        let text = Span::new(self.start, end + usize::from(blank));
        let (tokens, column, open_ended) = (self.tokens, self.column, self.open_ended);
        (Some(Item { tokens, partners, text, column, strange, open_ended, slips: self.slips }), comments, slips)
    }

    /// Whether a comment is written for a function, and stands before none.
    fn is_strange(&self, comment: &Comment) -> bool {
        let before = self.tokens.first().is_some_and(|token| comment.span.end <= token.span.start);
        comment.kind == CommentKind::Doc && !(before && self.is_function())
    }

    /// What is wrong with a comment: that it does not end, or that it explains no function.
    fn comment_slip(&self, comment: &Comment) -> Option<Slip> {
        let start = comment.span.start;
        if comment.kind == CommentKind::Open {
            let message = say!(
                "注释没有结束，后面的内容都成了注释",
                "this comment does not end, and all that follows is part of it"
            );
            let sign = Span { start, end: start + 2 };
            return Some(Slip::new(sign, message).help(say!("在注释末尾写“*/”", "write `*/` where the comment ends")));
        }
        self.is_strange(comment).then(|| slips::strange_comment(Span { start, end: start + 3 }))
    }

    /// Reports a token that no script has, and finds where to read on.
    fn mend(&mut self) {
        let Some(token) = self.tokens.last() else { return };
        let span = token.span;
        let error = match &token.kind {
            Kind::LexError(error) => (**error).clone(),
            Kind::Identifier(word) => return self.name_word(&word.clone(), span),
            Kind::Reserved(sign) if !sign.starts_with(|c: char| c.is_alphabetic()) => {
                return self.push_sign(slips::symbol(sign, span));
            }
            _ => return,
        };
        match error {
            LexError::UnexpectedInput(sign) => self.name_sign(sign.chars().next().unwrap_or_default(), span),
            LexError::UnterminatedString => self.open_text(span, token.at.is_none()),
            error => self.broken_text(&error, span),
        }
    }

    fn push_sign(&mut self, slip: Slip) {
        if self.slips.len() < MOST_SIGNS {
            self.slips.push(slip);
        }
    }
}

/// How many bytes are gone through to cut a text.
#[cfg(test)]
pub(crate) fn passed(text: &str) -> usize {
    let (mut at, mut spent) = (0, 0);
    loop {
        let strict = spent > 4 * text.len();
        let reading = Reading::best(text, at, 0, strict, &mut spent);
        if reading.tokens.is_empty() {
            return spent;
        }
        at = reading.end();
    }
}

/// A text that is one item, whatever stands in it.
#[must_use]
pub(crate) fn whole(text: &str, column: usize) -> Option<Item> {
    let mut reading = Reading::begin(text, 0, column, text.len());
    while let Some(token) = reading.lexer.next() {
        let before = reading.end();
        reading.brackets.take(reading.tokens.len(), &token, 0, before, text);
        reading.tokens.push(token);
    }
    reading.finish().0
}

/// Whether tokens are those of a function.
#[must_use]
pub(crate) fn is_function(tokens: &[Token]) -> bool {
    let mut kinds = tokens.iter().map(|token| &token.kind);
    match kinds.next() {
        Some(Kind::Private) => kinds.next() == Some(&Kind::Fn),
        first => first == Some(&Kind::Fn),
    }
}
