//! What all that answers from the last round begins with.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::board::Shown;
use crate::serve::Shared;
use crate::serve::answer::{Refusal, bad, failed, json, language};
use crate::serve::hub::Snapshot;
use crate::serve::query::{Pairs, Words, words};
use yize_core::language::{Lang, Text};
use yize_core::say;

/// What is asked of the last round: in which language, and by which query.
pub(super) struct Question {
    shared: Arc<Shared>,
    /// The language of the answer.
    lang: Lang,
    query: Result<Query<Pairs>, QueryRejection>,
}

impl FromRequestParts<Arc<Shared>> for Question {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Infallible> {
        let lang = language(parts.uri.query(), &parts.headers, shared.settings.lang);
        let query = Query::from_request_parts(parts, shared).await;
        Ok(Self { shared: shared.clone(), lang, query })
    }
}

impl Question {
    /// Answers with what is made, as JSON, of the last round and of what is read in the query, whose words are these.
    pub(super) async fn answer<A: Send + 'static>(
        self,
        known: &[&str],
        read: impl FnOnce(&Words, Lang) -> Result<A, Box<Refusal>>,
        make: impl FnOnce(&Shown, A, Lang) -> Result<Vec<u8>, Box<Refusal>> + Send + 'static,
    ) -> Response {
        let Self { shared, lang, query } = self;
        let asked = words(query, known, lang).and_then(|words| read(&words, lang));
        let (snapshot, asked) = match ready(&shared, lang).and_then(|snapshot| Ok((snapshot, asked?))) {
            Ok(both) => both,
            Err(refusal) => return refusal.into_response(),
        };
        match blocking(move || make(&snapshot.shown, asked, lang)).await {
            Some(Ok(answer)) => json(StatusCode::OK, answer.into()),
            Some(Err(refusal)) => refusal.into_response(),
            None => failed(lang).into_response(),
        }
    }
}

/// The refusal where there is no such thing.
pub(super) fn missing(code: &'static str, message: Text, lang: Lang) -> Box<Refusal> {
    Box::new(Refusal::new(StatusCode::NOT_FOUND, code, message, lang))
}

/// The last round; refused while the first check is under way.
pub(super) fn ready(shared: &Shared, lang: Lang) -> Result<Arc<Snapshot>, Box<Refusal>> {
    shared.hub.last().ok_or_else(|| {
        let message = say!("第一次检查还没有完成", "the first check is not done yet");
        Box::new(
            Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "starting", message, lang).with(header::RETRY_AFTER, "1"),
        )
    })
}

/// Work that takes a while is done beside the streams, not before them.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}

/// A whole number of the query.
pub(super) fn number(words: &Words, key: &str, usual: usize, lang: Lang) -> Result<usize, Box<Refusal>> {
    let wrong = |word: &String| bad(say!("{key} 的值“{word}”不是整数", "`{word}` of {key} is no whole number"), lang);
    words.get(key).map_or(Ok(usual), |word| word.parse().map_err(|_| wrong(word)))
}

/// A year of the query, where one is given.
pub(super) fn year(words: &Words, lang: Lang) -> Result<Option<i16>, Box<Refusal>> {
    let wrong = |word: &String| bad(say!("“{word}”不是年份", "`{word}` is no year"), lang);
    let word = words.get("year").filter(|word| !word.is_empty());
    word.map(|word| word.parse().map_err(|_| wrong(word))).transpose()
}
