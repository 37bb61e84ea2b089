//! Answers: JSON, and refusals that say why in the reader's language.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::report::text::clean_line;
use yize_core::escape::json_vec;
use yize_core::language::{Lang, Text};
use yize_core::say;

/// Why there is no answer.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    /// A word for programs.
    code: &'static str,
    message: Text,
    lang: Lang,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// How long it is kept back.
    delay: Duration,
}

#[derive(Serialize)]
struct Told<'a> {
    error: Why<'a>,
}

#[derive(Serialize)]
struct Why<'a> {
    code: &'a str,
    message: String,
}

impl Refusal {
    /// A refusal with that status.
    pub(super) fn new(status: StatusCode, code: &'static str, message: Text, lang: Lang) -> Self {
        Self { status, code, message, lang, headers: Vec::new(), delay: Duration::ZERO }
    }

    /// Adds a header.
    pub(super) fn with(mut self, name: HeaderName, value: &'static str) -> Self {
        self.headers.push((name, HeaderValue::from_static(value)));
        self
    }

    /// Says after how long to try again.
    pub(super) fn after(mut self, wait: Duration) -> Self {
        self.headers.push((header::RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1)));
        self
    }

    /// Is kept back for so long.
    pub(super) fn late(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// How long it is to be kept back.
    pub(super) fn delay(&self) -> Duration {
        self.delay
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let message = clean_line(self.message.get(self.lang));
        let told = Told { error: Why { code: self.code, message } };
        let mut response = json(self.status, json_vec(&told).into());
        response.headers_mut().extend(self.headers);
        response
    }
}

/// A request that cannot be understood.
pub(super) fn bad(message: Text, lang: Lang) -> Box<Refusal> {
    Box::new(Refusal::new(StatusCode::BAD_REQUEST, "request", message, lang))
}

/// Something broke that should not have.
pub(super) fn failed(lang: Lang) -> Refusal {
    let message = say!("yize 内部出错，没有得出结论", "yize itself failed and gave no answer");
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", message, lang)
}

/// A JSON answer that no one keeps.
pub(super) fn json(status: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The language that a reader wants: as the address says, else as the browser does, else the server's own.
pub(super) fn language(query: Option<&str>, headers: &HeaderMap, own: Lang) -> Lang {
    let asked = query.unwrap_or_default().split('&').find_map(|pair| Lang::parse(pair.strip_prefix("lang=")?));
    asked.unwrap_or_else(|| {
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        accepted.split(',').find_map(|range| Lang::parse(range.split(';').next()?.trim())).unwrap_or(own)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_wins_over_the_browser_and_the_browser_over_the_server() {
        let mut headers = HeaderMap::new();
        assert_eq!(language(None, &headers, Lang::En), Lang::En);
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("fr, en-GB;q=0.8, zh;q=0.5"));
        assert_eq!(language(Some("offset=1"), &headers, Lang::Zh), Lang::En);
        assert_eq!(language(Some("offset=1&lang=zh-CN"), &headers, Lang::En), Lang::Zh);
    }
}
