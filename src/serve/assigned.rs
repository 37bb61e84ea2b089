//! `GET /assigned`: the names behind a number of an assignment, asked for when somebody looks.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use crate::board::assignment::{self, listed};
use crate::serve::Shared;
use crate::serve::answer::{Refusal, bad, failed, json, language};
use crate::serve::query::{self, Pairs, Words};
use crate::serve::ready::{blocking, number, ready};
use yize_core::escape::json_vec;
use yize_core::language::Lang;
use yize_core::say;

/// Words of the query.
const KEYS: [&str; 7] = ["id", "body", "year", "place", "mix", "part", "lang"];

/// The names.
pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    query: Result<Query<Pairs>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let lang = language(uri.query(), &headers, shared.settings.lang);
    let asked = query::words(query, &KEYS, lang).and_then(|words| asked(&words, lang));
    let (snapshot, asked) = match ready(&shared, lang).and_then(|snapshot| Ok((snapshot, asked?))) {
        Ok(both) => both,
        Err(refusal) => return refusal.into_response(),
    };
    match blocking(move || listed(&snapshot.shown, &asked, lang).map(|names| json_vec(&names))).await {
        Some(Some(names)) => json(StatusCode::OK, names.into()),
        Some(None) => {
            let message = say!("没有这一栏", "there is no such bar");
            Refusal::new(StatusCode::NOT_FOUND, "assigned", message, lang).into_response()
        }
        None => failed(lang).into_response(),
    }
}

fn asked(words: &Words, lang: Lang) -> Result<assignment::Query, Box<Refusal>> {
    let text = |key: &str| words.get(key).cloned().unwrap_or_default();
    let year = match words.get("year").filter(|word| !word.is_empty()) {
        None => None,
        Some(word) => Some(word.parse().map_err(|_| bad(say!("“{word}”不是年份", "`{word}` is no year"), lang))?),
    };
    let part = if words.contains_key("part") {
        Some((number(words, "mix", 0, lang)?, number(words, "part", 0, lang)?))
    } else {
        None
    };
    Ok(assignment::Query { id: text("id"), body: text("body"), year, place: number(words, "place", 0, lang)?, part })
}
