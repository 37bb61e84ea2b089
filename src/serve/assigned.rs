//! `GET /assigned`: the names behind a number of an assignment, asked for when somebody looks.

use axum::response::Response;

use crate::board::Shown;
use crate::board::assignment::{self, listed};
use crate::serve::answer::Refusal;
use crate::serve::query::Words;
use crate::serve::ready::{Question, missing, number, year};
use yize_core::escape::json_vec;
use yize_core::language::Lang;
use yize_core::say;

/// Words of the query.
const KEYS: [&str; 7] = ["id", "body", "year", "place", "mix", "part", "lang"];

/// The names.
pub(super) async fn list(question: Question) -> Response {
    let made = |shown: &Shown, asked: assignment::Query, lang| {
        let none = || missing("assigned", say!("没有这一栏", "there is no such bar"), lang);
        listed(shown, &asked, lang).map(|names| json_vec(&names)).ok_or_else(none)
    };
    question.answer(&KEYS, asked, made).await
}

fn asked(words: &Words, lang: Lang) -> Result<assignment::Query, Box<Refusal>> {
    let text = |key: &str| words.get(key).cloned().unwrap_or_default();
    let year = year(words, lang)?;
    let part = if words.contains_key("part") {
        Some((number(words, "mix", 0, lang)?, number(words, "part", 0, lang)?))
    } else {
        None
    };
    Ok(assignment::Query { id: text("id"), body: text("body"), year, place: number(words, "place", 0, lang)?, part })
}
