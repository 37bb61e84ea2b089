//! `switch`. Rhai's tree keeps the labels of its cases as hashes only, so that they are read from the tokens.

use rhai::{Expr, SwitchCasesCollection, Token as Kind};

use super::expressions::within_quotes;
use super::{Grower, Grown};
use crate::script::lex::Token;
use crate::script::tree::{Case, Label, LabelWhat, What};

impl Grower<'_> {
    pub(super) fn switch(&mut self, subject: &Expr, cases: &SwitchCasesCollection) -> Grown<What> {
        let word = self.here()?;
        self.expect(&Kind::Switch)?;
        let subject = Box::new(self.expr(subject)?);
        self.expect(&Kind::LeftBrace)?;
        // How many labels each case has in Rhai's tree.
        let mut counts = vec![0; cases.expressions.len()];
        for case in cases.cases.values().flat_map(|list| &list.blocks) {
            match counts.get_mut(*case) {
                Some(count) => *count += 1,
                None => return self.lost(),
            }
        }
        let mut grown = Vec::with_capacity(cases.expressions.len());
        for (case, count) in cases.expressions.iter().zip(counts) {
            let first = self.at;
            let labels = if self.take(&Kind::Underscore) { Vec::new() } else { self.labels()? };
            if labels.len() != count {
                return self.lost();
            }
            let condition = if self.take(&Kind::If) { Some(self.expr(&case.lhs)?) } else { None };
            self.expect(&Kind::DoubleArrow)?;
            let Expr::Stmt(body) = &case.rhs else { return self.lost() };
            let then = self.standing(body.statements())?;
            grown.push(Case { labels, condition, then, span: self.since(first) });
            self.take(&Kind::Comma);
        }
        self.expect(&Kind::RightBrace)?;
        Ok(What::Switch { word, subject, cases: grown })
    }

    /// The labels of a case, up to `if` or `=>`.
    fn labels(&mut self) -> Grown<Vec<Label>> {
        let mut labels = Vec::new();
        loop {
            let first = self.at;
            while !matches!(self.kind(), None | Some(Kind::Pipe | Kind::If | Kind::DoubleArrow)) {
                let bracket =
                    matches!(self.kind(), Some(Kind::LeftParen | Kind::LeftBracket | Kind::LeftBrace | Kind::MapStart));
                self.at = if bracket { self.partner(self.at)? + 1 } else { self.at + 1 };
            }
            if self.at == first {
                return self.lost();
            }
            let what = self.label(first, self.at);
            let span = self.since(first);
            let quoted = self.at == first + 1 && matches!(what, LabelWhat::Text(_));
            let span = if quoted { within_quotes(self.slice(span), span) } else { span };
            labels.push(Label { what, span });
            if !self.take(&Kind::Pipe) {
                return Ok(labels);
            }
        }
    }

    /// What tokens say that are a label.
    fn label(&self, mut first: usize, mut end: usize) -> LabelWhat {
        while self.tokens[first].kind == Kind::LeftParen && self.partners[first] == end - 1 {
            (first, end) = (first + 1, end - 1);
        }
        let tokens = &self.tokens[first..end];
        if let [token] = tokens
            && let Some(what) = constant(&token.kind)
        {
            return what;
        }
        if let Some(number) = whole(tokens) {
            return LabelWhat::Int(number);
        }
        let Some(sign) = tokens.iter().position(|t| matches!(t.kind, Kind::ExclusiveRange | Kind::InclusiveRange))
        else {
            return LabelWhat::Other;
        };
        let inclusive = tokens[sign].kind == Kind::InclusiveRange;
        let (from, to) = (&tokens[..sign], &tokens[sign + 1..]);
        let from = if from.is_empty() { Some(0) } else { whole(from) };
        let to = if to.is_empty() { Some(i64::MAX) } else { whole(to) };
        match (from, to) {
            (Some(from), Some(to)) => LabelWhat::Range(from, to, inclusive),
            _ => LabelWhat::Other,
        }
    }
}

/// What a single token says as a label.
fn constant(kind: &Kind) -> Option<LabelWhat> {
    Some(match kind {
        Kind::StringConstant(text) => LabelWhat::Text(text.as_str().into()),
        Kind::CharConstant(letter) => LabelWhat::Char(*letter),
        Kind::DecimalConstant(number) => LabelWhat::Decimal(number.0),
        Kind::True => LabelWhat::Bool(true),
        Kind::False => LabelWhat::Bool(false),
        Kind::Unit => LabelWhat::Unit,
        _ => return None,
    })
}

/// The whole number that tokens are, signs and brackets included.
fn whole(tokens: &[Token]) -> Option<i64> {
    match tokens {
        [Token { kind: Kind::IntegerConstant(number), .. }] => Some(*number),
        [Token { kind: Kind::Minus | Kind::UnaryMinus, .. }, rest @ ..] => whole(rest)?.checked_neg(),
        [Token { kind: Kind::Plus | Kind::UnaryPlus, .. }, rest @ ..]
        | [Token { kind: Kind::LeftParen, .. }, rest @ .., Token { kind: Kind::RightParen, .. }] => whole(rest),
        _ => None,
    }
}
