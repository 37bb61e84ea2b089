//! `POST /check`: a TOML document is checked alone against the packs in use, and answered with the JSON report.
//!
//! Nothing is stored. Size, time, and how many arrive and are checked at once are limited, large ones apart from small ones, so
//! that they never keep each other waiting. Each is checked by a process of its own, which ends with its request whatever it
//! is doing. What is wrong with the document itself is a finding of the report, not an error of the request.

mod asked;
mod worker;
mod child;

use std::ffi::OsString;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::report::text::clean_line;
use crate::serve::Shared;
use crate::serve::answer::{Refusal, bad, failed, json, language};
use crate::serve::query::{self, Pairs};
use yize_core::language::Lang;
use yize_core::say;

pub(crate) use worker::examine;
use worker::{Answer, MOST};

/// Most bytes of a document, and of a small one.
const LARGEST: usize = 8 << 20;
const SMALL: usize = 256 << 10;
/// How many documents are checked at once: small ones, and large ones.
const CHECKED: [usize; 2] = [2, 1];
/// How many may be arriving at once.
const ARRIVING: [usize; 2] = [64, 2];
/// How many threads talk to their processes.
pub(super) const THREADS: usize = 2 * (CHECKED[0] + CHECKED[1]);
/// How long a document may take to arrive, to wait for its turn, and to be checked.
const ARRIVAL: Duration = Duration::from_secs(20);
const TURN: Duration = Duration::from_secs(5);
const CHECK: Duration = Duration::from_mins(1);
/// The header with the exit status that `yize check` would have.
const EXIT: HeaderName = HeaderName::from_static("yize-exit-code");

/// Types that a document may be sent as. None of them can be sent by a form of another site.
const TYPES: [&str; 3] = ["application/toml", "text/toml", "text/x-toml"];

/// Places for documents: of small ones, and of large ones.
#[derive(Debug)]
pub(super) struct Lanes {
    arriving: [Arc<Semaphore>; 2],
    checked: [Arc<Semaphore>; 2],
}

impl Lanes {
    pub(super) fn new() -> Self {
        let places = |counts: [usize; 2]| counts.map(|count| Arc::new(Semaphore::new(count)));
        Self { arriving: places(ARRIVING), checked: places(CHECKED) }
    }
}

/// The handler.
pub(super) async fn check(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    query: Result<Query<Pairs>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let lang = language(uri.query(), &headers, shared.settings.lang);
    let answered = answer(&shared, query, &headers, body, lang).await;
    answered.unwrap_or_else(|refusal| refusal.into_response())
}

async fn answer(
    shared: &Arc<Shared>,
    query: Result<Query<Pairs>, QueryRejection>,
    headers: &HeaderMap,
    body: Body,
    lang: Lang,
) -> Result<Response, Box<Refusal>> {
    let words = query::words(query, &["body", "pack", "lang"], lang)?;
    check_type(headers, lang)?;
    let words = asked::words(shared, &words, lang)?;
    let told = told(headers, lang)?;
    let arriving = turn(&shared.lanes.arriving, told.unwrap_or(LARGEST), lang).await?;
    let bytes = read(body, lang).await?;
    let _turn = turn(&shared.lanes.checked, bytes.len(), lang).await?;
    drop(arriving);
    match tokio::time::timeout(CHECK, examined(words, bytes)).await {
        Ok(Ok((answer, report))) => respond(answer, report, lang),
        Ok(Err(error)) => {
            shared.log.document_broke(&error);
            Err(Box::new(failed(lang)))
        }
        Err(_) => {
            let message = say!("检查超过了时限", "the check took too long");
            Err(Box::new(Refusal::new(StatusCode::GATEWAY_TIMEOUT, "time", message, lang)))
        }
    }
}

/// Has a document checked by a process that ends with this future.
async fn examined(words: Vec<OsString>, document: Bytes) -> io::Result<(Answer, Vec<u8>)> {
    let (leash, talk) = tokio::task::spawn_blocking(move || child::start(&words)).await??;
    let held = tokio::task::spawn_blocking(move || talk.hold(&document)).await;
    drop(leash);
    held?
}

fn respond(answer: Answer, report: Vec<u8>, lang: Lang) -> Result<Response, Box<Refusal>> {
    let refuse = |code, message| Box::new(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, code, message, lang));
    match answer {
        Answer::Foreign(body) => {
            let body = clean_line(&body);
            let message = say!("所写的规则包不管辖单位“{body}”", "that pack does not govern the body `{body}`");
            Err(refuse("pack", message))
        }
        Answer::Many(found) => {
            let message = say!(
                "有 {found} 项问题，超过 {MOST} 项，不作答复；请用 yize check 检查",
                "{found} findings are more than the {MOST} that are answered; use yize check"
            );
            Err(refuse("findings", message))
        }
        Answer::Report(code, _) => {
            let mut response = json(StatusCode::OK, report.into());
            response.headers_mut().insert(EXIT, HeaderValue::from(u16::from(code)));
            Ok(response)
        }
    }
}

/// Waits for a place among documents of that size.
async fn turn(lanes: &[Arc<Semaphore>; 2], size: usize, lang: Lang) -> Result<OwnedSemaphorePermit, Box<Refusal>> {
    let turns = lanes[usize::from(size > SMALL)].clone();
    match tokio::time::timeout(TURN, turns.acquire_owned()).await {
        Ok(Ok(turn)) => Ok(turn),
        _ => {
            let message = say!("正在检查别的文件，请稍后再试", "other documents are being checked; try again later");
            let refusal = Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "busy", message, lang);
            Err(Box::new(refusal.with(header::RETRY_AFTER, "5")))
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

/// How many bytes are told beforehand, as long as it is not too many.
fn told(headers: &HeaderMap, lang: Lang) -> Result<Option<usize>, Box<Refusal>> {
    let told = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if told.is_some_and(|told| told > LARGEST) { Err(large(lang)) } else { Ok(told) }
}

fn large(lang: Lang) -> Box<Refusal> {
    let most = LARGEST >> 20;
    let message = say!("文件超过 {most} MiB", "the document is larger than {most} MiB");
    Box::new(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "size", message, lang))
}

/// The document, as long as it is not too large.
async fn read(body: Body, lang: Lang) -> Result<Bytes, Box<Refusal>> {
    match tokio::time::timeout(ARRIVAL, to_bytes(body, LARGEST)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => {
            use std::error::Error as _;
            let limit = error.source().is_some_and(|source| source.to_string().contains("length limit"));
            let broken = say!("文件没有传完", "the document did not arrive whole");
            Err(if limit { large(lang) } else { bad(broken, lang) })
        }
        Err(_) => {
            let message = say!("文件传得太慢", "the document arrives too slowly");
            Err(Box::new(Refusal::new(StatusCode::REQUEST_TIMEOUT, "slow", message, lang)))
        }
    }
}
