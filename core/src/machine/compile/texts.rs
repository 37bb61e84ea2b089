//! Texts, and what they speak of.

use std::sync::Arc;

use crate::machine::code::Run;
use crate::machine::compile::{Compiler, speech};
use crate::native::functions::words;
use crate::native::speech::{Key, Piece};
use crate::native::stop::Stop;
use crate::script::tree::{Expr, What};
use crate::script::types::Ty;

impl<'c> Compiler<'c> {
    /// A text that is the words of a message.
    pub(super) fn words(&mut self, text: &Arc<str>, expr: &Expr) -> Run {
        let (text, words) = (text.clone(), self.named_words(expr));
        Box::new(move |state| state.new_words(&*text, vec![words]))
    }

    fn named_words(&self, expr: &Expr) -> Piece {
        Piece::words(self.body.words.get(&expr.id).copied().unwrap_or_default())
    }

    /// Whether an expression is the day of the check, of which no finding speaks: it is another tomorrow.
    fn is_today(&self, expr: &Expr) -> bool {
        matches!(&expr.what, What::Property { of, name, .. } if &*name.text == "today" && *self.ty(of) == Ty::Ctx)
    }

    /// A text with `${…}`, which knows what it speaks of.
    pub(super) fn template(&mut self, parts: &'c [Expr], expr: &Expr) -> Run {
        enum Part {
            Text(Arc<str>),
            Value(Run, crate::source::Place, Option<Key>),
        }
        let words = self.named_words(expr);
        let parts: Vec<Part> = parts
            .iter()
            .map(|part| match &part.what {
                What::Text(text) => Part::Text(text.clone()),
                _ => {
                    let key = (!self.is_today(part)).then(|| speech::key(part));
                    Part::Value(self.value(part), self.place(part.span), key)
                }
            })
            .collect();
        Box::new(move |state| {
            let (mut text, mut pieces) = (String::new(), vec![words]);
            for part in &parts {
                match part {
                    Part::Text(own) => text.push_str(own),
                    Part::Value(run, place, key) => {
                        let value = run(state)?;
                        match key {
                            Some(key) => words::said(state, &value, *key, &mut text, &mut pieces),
                            None => words::shown(state, &value, &mut text),
                        }
                        .map_err(|stop| stop.at(*place))?;
                    }
                }
                if text.len() > crate::native::budget::TEXT {
                    return Err(Stop::too_large());
                }
            }
            state.new_words(text, pieces)
        })
    }
}
