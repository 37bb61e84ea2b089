//! `POST /check`: a TOML document is checked alone against the packs in use, and answered with the JSON report.
//!
//! Nothing is stored. Size, time, and how many are checked at once are limited; what is wrong with the document itself is a
//! finding of the report, not an error of the request.

mod asked;

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::report::text::clean_line;
use crate::serve::Shared;
use crate::serve::answer::{Refusal, bad, failed, json, language};
use crate::serve::query::{self, Words};
use yize_core::language::Lang;
use yize_core::say;

use asked::{Answer, Asked, MOST};

/// Most bytes of a document.
pub(super) const LARGEST: usize = 8 << 20;
/// How many documents are checked at once.
pub(super) const AT_ONCE: usize = 2;
/// How long a document may take to arrive, to wait for its turn, and to be checked.
const ARRIVAL: Duration = Duration::from_secs(20);
const TURN: Duration = Duration::from_secs(5);
const CHECK: Duration = Duration::from_mins(1);
/// The header with the exit status that `yize check` would have.
const EXIT: HeaderName = HeaderName::from_static("yize-exit-code");

/// Types that a document may be sent as. None of them can be sent by a form of another site.
const TYPES: [&str; 3] = ["application/toml", "text/toml", "text/x-toml"];

/// The handler.
pub(super) async fn check(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    query: Result<Query<Words>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let lang = language(uri.query(), &headers, shared.settings.lang);
    let answered = answer(&shared, query, &headers, body, lang).await;
    answered.unwrap_or_else(|refusal| refusal.into_response())
}

async fn answer(
    shared: &Arc<Shared>,
    query: Result<Query<Words>, QueryRejection>,
    headers: &HeaderMap,
    body: Body,
    lang: Lang,
) -> Result<Response, Box<Refusal>> {
    let refuse = |status, code, message| Box::new(Refusal::new(status, code, message, lang));
    let words = query::words(query, &["body", "pack", "lang"], lang)?;
    check_type(headers, lang)?;
    let asked = Asked::new(shared, &words, lang)?;
    let bytes = read(headers, body, lang).await?;
    let turn = tokio::time::timeout(TURN, shared.turns.clone().acquire_owned()).await;
    let Ok(Ok(turn)) = turn else {
        let message = say!("正在检查别的文件，请稍后再试", "other documents are being checked; try again later");
        return Err(Box::new(
            Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "busy", message, lang).with(header::RETRY_AFTER, "5"),
        ));
    };
    let files = shared.clone();
    let checked = tokio::task::spawn_blocking(move || {
        let done = asked.check(&*files.files, &bytes);
        // A check that takes too long keeps its turn until it ends, so that the limit holds.
        drop(turn);
        done
    });
    match tokio::time::timeout(CHECK, checked).await {
        Ok(Ok(Some(Answer::Foreign(body)))) => {
            let body = clean_line(&body);
            let message = say!("所写的规则包不管辖单位“{body}”", "that pack does not govern the body `{body}`");
            Err(refuse(StatusCode::UNPROCESSABLE_ENTITY, "pack", message))
        }
        Ok(Ok(Some(Answer::TooMany(found)))) => {
            let message = say!(
                "有 {found} 项问题，超过 {MOST} 项，不作答复；请用 yize check 检查",
                "{found} findings are more than the {MOST} that are answered; use yize check"
            );
            Err(refuse(StatusCode::UNPROCESSABLE_ENTITY, "findings", message))
        }
        Ok(Ok(Some(Answer::Report(code, report)))) => {
            let mut response = json(StatusCode::OK, report.into());
            response.headers_mut().insert(EXIT, HeaderValue::from(u16::from(code)));
            Ok(response)
        }
        Ok(_) => Err(Box::new(failed(lang))),
        Err(_) => {
            let message = say!("检查超过了时限", "the check took too long");
            Err(refuse(StatusCode::GATEWAY_TIMEOUT, "time", message))
        }
    }
}

fn check_type(headers: &HeaderMap, lang: Lang) -> Result<(), Box<Refusal>> {
    let sent = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let sent = sent.split(';').next().unwrap_or_default().trim();
    if TYPES.iter().any(|known| known.eq_ignore_ascii_case(sent)) {
        return Ok(());
    }
    let message = say!("请求的类型应为 application/toml", "the request's type should be application/toml");
    Err(Box::new(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "type", message, lang)))
}

/// The document, as long as it is not too large.
async fn read(headers: &HeaderMap, body: Body, lang: Lang) -> Result<Bytes, Box<Refusal>> {
    let large = || {
        let most = LARGEST >> 20;
        let message = say!("文件超过 {most} MiB", "the document is larger than {most} MiB");
        Box::new(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "size", message, lang))
    };
    let told = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if told.is_some_and(|told| told > LARGEST) {
        return Err(large());
    }
    match tokio::time::timeout(ARRIVAL, to_bytes(body, LARGEST)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => {
            use std::error::Error as _;
            let limit = error.source().is_some_and(|source| source.to_string().contains("length limit"));
            let broken = say!("文件没有传完", "the document did not arrive whole");
            Err(if limit { large() } else { bad(broken, lang) })
        }
        Err(_) => {
            let message = say!("文件传得太慢", "the document arrives too slowly");
            Err(Box::new(Refusal::new(StatusCode::REQUEST_TIMEOUT, "slow", message, lang)))
        }
    }
}
