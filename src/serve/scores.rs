//! `GET /scores`, a page of a ranking; `GET /card`, one card with the records that earned its points.

use axum::response::Response;

use crate::board::Shown;
use crate::board::ranking::{self, card, page};
use crate::serve::answer::Refusal;
use crate::serve::query::Words;
use crate::serve::ready::{Question, missing, number, year};
use yize_core::escape::json_vec;
use yize_core::language::Lang;
use yize_core::say;

/// Words of the query.
const KEYS: [&str; 12] =
    ["scheme", "body", "year", "q", "grade", "group", "value", "only", "key", "offset", "limit", "lang"];

/// A page of a ranking.
pub(super) async fn list(question: Question) -> Response {
    question.answer(&KEYS, asked, |shown, asked, lang| Ok(json_vec(&page(shown, &asked, lang)))).await
}

/// One card.
pub(super) async fn one(question: Question) -> Response {
    let made = |shown: &Shown, asked: ranking::Query, lang| {
        let key = &asked.key;
        let none = || missing("card", say!("没有“{key}”的积分卡", "there is no card of `{key}`"), lang);
        card(shown, &asked, lang).map(|card| json_vec(&card)).ok_or_else(none)
    };
    question.answer(&KEYS, asked, made).await
}

fn asked(words: &Words, lang: Lang) -> Result<ranking::Query, Box<Refusal>> {
    let text = |key: &str| words.get(key).cloned().unwrap_or_default();
    Ok(ranking::Query {
        scheme: text("scheme"),
        body: text("body"),
        year: year(words, lang)?,
        words: text("q"),
        grade: text("grade"),
        group: (text("group"), text("value")),
        only: text("only"),
        key: text("key"),
        offset: number(words, "offset", 0, lang)?,
        limit: number(words, "limit", 100, lang)?,
    })
}
