//! `GET /scores`, a page of a ranking; `GET /card`, one card with the records that earned its points.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use crate::board::ranking::{self, card, page};
use crate::serve::Shared;
use crate::serve::answer::{Refusal, bad, failed, json, language};
use crate::serve::hub::Snapshot;
use crate::serve::query::{self, Pairs, Words};
use crate::serve::ready::{blocking, number, ready};
use yize_core::escape::json_vec;
use yize_core::language::Lang;
use yize_core::say;

/// Words of the query.
const KEYS: [&str; 12] =
    ["scheme", "body", "year", "q", "grade", "group", "value", "only", "key", "offset", "limit", "lang"];

/// A page of a ranking.
pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    query: Result<Query<Pairs>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let lang = language(uri.query(), &headers, shared.settings.lang);
    let (snapshot, asked) = match read(&shared, query, lang) {
        Ok(both) => both,
        Err(refusal) => return refusal.into_response(),
    };
    match blocking(move || json_vec(&page(&snapshot.shown, &asked, lang))).await {
        Some(page) => json(StatusCode::OK, page.into()),
        None => failed(lang).into_response(),
    }
}

/// One card.
pub(super) async fn one(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    query: Result<Query<Pairs>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let lang = language(uri.query(), &headers, shared.settings.lang);
    let (snapshot, asked) = match read(&shared, query, lang) {
        Ok(both) => both,
        Err(refusal) => return refusal.into_response(),
    };
    let key = asked.key.clone();
    match blocking(move || card(&snapshot.shown, &asked, lang).map(|card| json_vec(&card))).await {
        Some(Some(card)) => json(StatusCode::OK, card.into()),
        Some(None) => {
            let message = say!("没有“{key}”的积分卡", "there is no card of `{key}`");
            Refusal::new(StatusCode::NOT_FOUND, "card", message, lang).into_response()
        }
        None => failed(lang).into_response(),
    }
}

/// The last round, and what is asked of it.
fn read(
    shared: &Shared,
    query: Result<Query<Pairs>, QueryRejection>,
    lang: Lang,
) -> Result<(Arc<Snapshot>, ranking::Query), Box<Refusal>> {
    let asked = query::words(query, &KEYS, lang).and_then(|words| asked(&words, lang));
    Ok((ready(shared, lang)?, asked?))
}

fn asked(words: &Words, lang: Lang) -> Result<ranking::Query, Box<Refusal>> {
    let text = |key: &str| words.get(key).cloned().unwrap_or_default();
    let year = match words.get("year").filter(|word| !word.is_empty()) {
        None => None,
        Some(word) => Some(word.parse().map_err(|_| bad(say!("“{word}”不是年份", "`{word}` is no year"), lang))?),
    };
    Ok(ranking::Query {
        scheme: text("scheme"),
        body: text("body"),
        year,
        words: text("q"),
        grade: text("grade"),
        group: (text("group"), text("value")),
        only: text("only"),
        key: text("key"),
        offset: number(words, "offset", 0, lang)?,
        limit: number(words, "limit", 100, lang)?,
    })
}
