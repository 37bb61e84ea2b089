//! `POST /check`: a TOML document is checked alone against the packs in use, and answered with the JSON report.
//!
//! Nothing is stored. Size, time, and how many are checked at once are limited; what is wrong with the document itself is a
//! finding of the report, not an error of the request.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::report::text::clean_line;
use crate::report::{Format, View, write};
use crate::serve::Shared;
use crate::serve::answer::{Refusal, json, language};
use crate::serve::hub::Sheet;
use crate::serve::routes::{Words, bad, failed, query_words};
use yize_core::check::part::Scope;
use yize_core::check::{FailOn, Outcome, Request, check as check_all};
use yize_core::files::Files;
use yize_core::language::{Lang, did_you_mean};
use yize_core::say;
use yize_core::spelling::nearest;

/// Most bytes of a document.
pub const LARGEST: usize = 8 << 20;
/// Most findings that are answered.
const MOST: usize = 20_000;
/// How many documents are checked at once.
pub const AT_ONCE: usize = 2;
/// How long a document may take to arrive, to wait for its turn, and to be checked.
const ARRIVAL: Duration = Duration::from_secs(20);
const TURN: Duration = Duration::from_secs(5);
const CHECK: Duration = Duration::from_mins(1);
/// The header with the exit status that `yize check` would have.
const EXIT: HeaderName = HeaderName::from_static("yize-exit-code");

/// Types that a document may be sent as. None of them can be sent by a form of another site.
const TYPES: [&str; 3] = ["application/toml", "text/toml", "text/x-toml"];

/// The handler.
pub async fn check(
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
    let words = query_words(query, &["body", "pack", "lang"], lang)?;
    check_type(headers, lang)?;
    let request = request(shared, &words, lang)?;
    let bytes = read(headers, body, lang).await?;
    let turn = tokio::time::timeout(TURN, shared.turns.clone().acquire_owned()).await;
    let Ok(Ok(turn)) = turn else {
        let message = say!("正在检查别的文件，请稍后再试", "other documents are being checked; try again later");
        return Err(Box::new(
            Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "busy", message, lang).with(header::RETRY_AFTER, "5"),
        ));
    };
    let (files, pack) = (shared.clone(), words.get("pack").cloned());
    let checked = tokio::task::spawn_blocking(move || {
        let done = report(&*files.files, request, pack.as_deref(), bytes, lang);
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

/// The check of one document: with the packs of the project that is shown, of no other data.
fn request(shared: &Shared, words: &Words, lang: Lang) -> Result<Request, Box<Refusal>> {
    let last = shared.hub.last();
    let mut request = Request {
        as_of: last.as_ref().map_or(shared.settings.request.as_of, |sheet| sheet.shown.outcome().as_of),
        only: Vec::new(),
        skip: Vec::new(),
        bodies: words.get("body").cloned().into_iter().collect(),
        baseline: None,
        locked: false,
        allow_empty: false,
        scope: Scope::All,
        ..shared.settings.request.clone()
    };
    if let Some(pack) = words.get("pack") {
        request.only = only(last.as_deref(), pack).map_err(|near| {
            let pack = clean_line(pack);
            let message = say!("没有规则包“{pack}”", "no pack `{pack}`");
            bad(message.and_ask(near.as_deref().map(did_you_mean)), lang)
        })?;
    }
    Ok(request)
}

/// Patterns for the rules of a pack and of those that it extends; or the name that is near.
fn only(last: Option<&Sheet>, pack: &str) -> Result<Vec<String>, Option<String>> {
    let projects = last.map(|sheet| sheet.shown.outcome().projects.as_slice()).unwrap_or_default();
    let mut known = Vec::new();
    for packs in projects.iter().map(|project| &project.rules.packs) {
        if packs.get(pack).is_some() {
            return Ok(packs.in_force(pack).chain.iter().map(|member| format!("{member}/*")).collect());
        }
        known.extend(packs.iter().map(|pack| pack.manifest.id.as_str()));
    }
    Err(nearest(pack, known).map(str::to_owned))
}

/// What comes of a document.
enum Answer {
    /// Exit status and report.
    Report(u8, Vec<u8>),
    /// A body that the pack asked for does not govern.
    Foreign(String),
    /// More findings than are answered.
    TooMany(usize),
}

/// The first body of a check for which no rule of a pack is in force.
fn foreign(outcome: &Outcome, pack: &str) -> Option<String> {
    let mut bodies = outcome.projects.iter().flat_map(|project| {
        let chain = |id: &String| project.rules.packs.in_force(id).chain;
        project.store.bodies.iter().map(move |body| (body, body.packs.iter().flat_map(chain).collect::<Vec<_>>()))
    });
    bodies.find(|(_, chain)| !chain.iter().any(|id| id == pack)).map(|(body, _)| body.id.to_string())
}

/// Checks a document and writes its report; `None` where that cannot be written.
fn report(files: &dyn Files, request: Request, pack: Option<&str>, bytes: Bytes, lang: Lang) -> Option<Answer> {
    let mut sources = yize_core::source::Sources::default();
    let (projects, _) = yize_core::project::find(files, &request.paths, true, &mut sources);
    let mut folders: Vec<std::path::PathBuf> = projects.into_iter().flat_map(|project| project.rules).collect();
    folders.dedup();
    let packs = request.packs_with(&folders);
    let given = vec![("stdin".to_owned(), bytes.to_vec())];
    let request = Request { paths: Vec::new(), given, packs, ..request };
    let outcome = check_all(files, &request, &());
    if let Some(body) = pack.and_then(|pack| foreign(&outcome, pack)) {
        return Some(Answer::Foreign(body));
    }
    if outcome.findings.len() > MOST {
        return Some(Answer::TooMany(outcome.findings.len()));
    }
    let code = outcome.exit_code(FailOn::Error);
    let mut report = Vec::new();
    write(Format::Json, &outcome, View::new(lang, code), &mut report).ok()?;
    Some(Answer::Report(code, report))
}
