//! Where the parser stopped: the token, what stands around it.

use rhai::{Position, Token as Kind};

use crate::language::say;
use crate::script::items::Item;
use crate::script::lex::Token;
use crate::script::slips::Slip;
use crate::source::Span;

/// Where the parser stopped.
pub(super) struct Spot<'a> {
    pub text: &'a str,
    pub item: &'a Item,
    /// The number of the token; that of tokens where it is the end.
    at: usize,
}

impl<'a> Spot<'a> {
    pub(super) fn new(text: &'a str, item: &'a Item, at: Position) -> Self {
        let found = item.tokens.iter().position(|token| !at.is_none() && token.at == at);
        Self { text, item, at: found.unwrap_or(item.tokens.len()) }
    }

    pub(super) fn number(&self) -> usize {
        self.at
    }

    pub(super) fn token(&self) -> Option<&'a Token> {
        self.item.tokens.get(self.at)
    }

    /// The token before.
    pub(super) fn before(&self) -> Option<&'a Token> {
        self.item.tokens.get(self.at.checked_sub(1)?)
    }

    /// Right behind the token before.
    pub(super) fn behind(&self) -> Span {
        let end = self.before().map_or(self.item.span().start, |token| token.span.end);
        Span { start: end, end }
    }

    /// The token; the end where there is none.
    pub(super) fn here(&self) -> Span {
        self.token().map_or_else(|| self.behind(), |token| token.span)
    }

    /// From the token to the bracket that closes it.
    pub(super) fn whole(&self) -> Span {
        let here = self.here();
        let end = self.item.partners.get(self.at).and_then(|partner| self.item.tokens.get(*partner));
        end.filter(|end| end.span.end > here.end).map_or(here, |end| Span { end: end.span.end, ..here })
    }

    /// The token as written; empty at the end.
    pub(super) fn written(&self) -> &'a str {
        self.token().map_or("", |token| &self.text[token.span.range()])
    }

    pub(super) fn written_before(&self) -> &'a str {
        self.before().map_or("", |token| &self.text[token.span.range()])
    }

    /// Whether `let` or `const` and a name stand right before.
    pub(super) fn declares(&self) -> bool {
        let word = self.at.checked_sub(2).and_then(|at| self.item.tokens.get(at));
        matches!(word.map(|token| &token.kind), Some(Kind::Let | Kind::Const))
    }

    /// Whether the token is a word, be it one of the language.
    pub(super) fn is_word(&self) -> bool {
        self.written().starts_with(char::is_alphabetic)
    }

    /// Something else than a name where one belongs.
    pub(super) fn name(&self) -> Slip {
        let written = self.written();
        if self.is_word() {
            return Slip::new(
                self.here(),
                say!(
                    "“{written}”是语言里的词，不能作名称",
                    "`{written}` is a word of the language: it cannot be a name"
                ),
            )
            .help(say!("换一个名称", "choose another name"))
            .mend(self.here(), "x");
        }
        Slip::new(self.here(), say!("这里应当是一个名称", "a name belongs here")).help(say!(
            "名称由字母、汉字、数字和“_”组成，不以数字开头",
            "a name has letters, digits and `_`, and begins with no digit"
        ))
    }

    /// A sign that belongs behind the token before.
    pub(super) fn missing(&self, sign: &'static str) -> Slip {
        let slip = Slip::missing(self.behind().end as usize, sign);
        // Brackets are in pairs already; where one is missing, something else is wrong.
        if sign.contains(['(', ')', '[', ']', '{', '}']) { slip } else { slip.mend(self.behind(), sign) }
    }
}
