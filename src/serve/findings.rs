//! `GET /findings`, findings in full; `GET /rows`, rows of them in groups; `GET /findings.csv`, the same for spreadsheets;
//! `GET /paper`, all of them as they are printed; `GET /actor`, one person or unit.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::board::asked::{self, Due, Order};
use crate::board::findings::{MOST, page};
use crate::board::paper::paper;
use crate::board::person::actor;
use crate::board::rows::{By, Fold, listed, sheet};
use crate::report::{View, spreadsheet};
use crate::serve::Shared;
use crate::serve::answer::{Refusal, bad, failed, json, language};
use crate::serve::hub::Snapshot;
use crate::serve::query::{self, Pairs, Words};
use crate::serve::ready::{blocking, number, ready};
use yize_core::check::FailOn;
use yize_core::escape::json_vec;
use yize_core::language::Lang;
use yize_core::say;

/// Words of the query.
const KEYS: [&str; 19] = [
    "body", "area", "status", "rule", "who", "due", "q", "id", "new", "order", "group", "fold", "open", "shut", "only",
    "offset", "limit", "lang", "row",
];

/// Words of the query of one person or unit.
const OF_ACTOR: [&str; 3] = ["body", "who", "lang"];

/// What is asked of the last round.
type Asked = (Arc<Snapshot>, asked::Query, Fold);

/// A page of findings.
pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    query: Result<Query<Pairs>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let lang = language(uri.query(), &headers, shared.settings.lang);
    let (snapshot, asked, _) = match read(&shared, query, lang) {
        Ok(all) => all,
        Err(refusal) => return refusal.into_response(),
    };
    match blocking(move || json_vec(&page(&snapshot.shown, &asked, lang))).await {
        Some(page) => json(StatusCode::OK, page.into()),
        None => failed(lang).into_response(),
    }
}

/// Rows of findings, in groups.
pub(super) async fn rows(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    query: Result<Query<Pairs>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let lang = language(uri.query(), &headers, shared.settings.lang);
    let (snapshot, asked, fold) = match read(&shared, query, lang) {
        Ok(all) => all,
        Err(refusal) => return refusal.into_response(),
    };
    match blocking(move || json_vec(&sheet(&snapshot.shown, &asked, &fold, lang))).await {
        Some(sheet) => json(StatusCode::OK, sheet.into()),
        None => failed(lang).into_response(),
    }
}

/// All findings that are asked for, as a table for spreadsheets.
pub(super) async fn table(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    query: Result<Query<Pairs>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let lang = language(uri.query(), &headers, shared.settings.lang);
    let (snapshot, asked, fold) = match read(&shared, query, lang) {
        Ok(all) => all,
        Err(refusal) => return refusal.into_response(),
    };
    let made = blocking(move || {
        let (shown, mut out) = (&snapshot.shown, Vec::new());
        let numbers = listed(shown, &asked, &fold, lang);
        let view = View::new(lang, shown.outcome().exit_code(FailOn::Error));
        spreadsheet(shown.outcome(), &numbers, view, &mut out).map(|()| out)
    });
    let Some(Ok(table)) = made.await else { return failed(lang).into_response() };
    let mut response = json(StatusCode::OK, table.into());
    let own = response.headers_mut();
    own.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    own.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"findings.csv\""));
    response
}

/// All findings that are asked for, as they are printed.
pub(super) async fn printed(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    query: Result<Query<Pairs>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let lang = language(uri.query(), &headers, shared.settings.lang);
    let (snapshot, asked, _) = match read(&shared, query, lang) {
        Ok(all) => all,
        Err(refusal) => return refusal.into_response(),
    };
    match blocking(move || json_vec(&paper(&snapshot.shown, &asked, lang))).await {
        Some(paper) => json(StatusCode::OK, paper.into()),
        None => failed(lang).into_response(),
    }
}

/// One person or unit.
pub(super) async fn one(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    query: Result<Query<Pairs>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let lang = language(uri.query(), &headers, shared.settings.lang);
    let words = query::words(query, &OF_ACTOR, lang);
    let (snapshot, words) = match ready(&shared, lang).and_then(|snapshot| Ok((snapshot, words?))) {
        Ok(both) => both,
        Err(refusal) => return refusal.into_response(),
    };
    let text = |key: &str| words.get(key).cloned().unwrap_or_default();
    let (body, who) = (text("body"), text("who"));
    let asked = who.clone();
    match blocking(move || actor(&snapshot.shown, &body, &asked, lang).map(|actor| json_vec(&actor))).await {
        Some(Some(actor)) => json(StatusCode::OK, actor.into()),
        Some(None) => {
            let message = say!("没有“{who}”这个人或单位", "there is no person or unit `{who}`");
            Refusal::new(StatusCode::NOT_FOUND, "actor", message, lang).into_response()
        }
        None => failed(lang).into_response(),
    }
}

/// The last round, and what is asked of it.
fn read(shared: &Shared, query: Result<Query<Pairs>, QueryRejection>, lang: Lang) -> Result<Asked, Box<Refusal>> {
    let asked = query::words(query, &KEYS, lang).and_then(|words| Ok((asked(&words, lang)?, fold(&words, lang)?)));
    let (snapshot, (asked, fold)) = (ready(shared, lang)?, asked?);
    Ok((snapshot, asked, fold))
}

fn asked(words: &Words, lang: Lang) -> Result<asked::Query, Box<Refusal>> {
    let text = |key: &str| words.get(key).cloned().unwrap_or_default();
    Ok(asked::Query {
        body: text("body"),
        area: text("area"),
        status: text("status"),
        rule: text("rule"),
        who: text("who"),
        due: word(words, "due", Due::parse, lang)?,
        words: text("q"),
        id: text("id"),
        fresh: words.contains_key("new"),
        order: word(words, "order", Order::parse, lang)?,
        offset: number(words, "offset", 0, lang)?,
        limit: number(words, "limit", 100, lang)?.min(MOST),
    })
}

fn fold(words: &Words, lang: Lang) -> Result<Fold, Box<Refusal>> {
    let list = |key: &str| {
        let text = words.get(key).map(String::as_str).unwrap_or_default();
        text.split('.').filter(|id| !id.is_empty()).map(str::to_owned).collect()
    };
    let open = |word: &str| match word {
        "all" => Some(false),
        "none" => Some(true),
        _ => None,
    };
    Ok(Fold {
        by: word(words, "group", By::parse, lang)?,
        open: word(words, "fold", open, lang)?,
        opened: list("open"),
        closed: list("shut"),
        rows: list("row"),
        only: words.get("only").cloned().unwrap_or_default(),
    })
}

/// A word of the query that is one of some; an empty one does not matter.
fn word<T>(words: &Words, key: &str, read: impl Fn(&str) -> Option<T>, lang: Lang) -> Result<Option<T>, Box<Refusal>> {
    let Some(text) = words.get(key).filter(|text| !text.is_empty()) else { return Ok(None) };
    let wrong = || bad(say!("{key} 不能是“{text}”", "{key} cannot be `{text}`"), lang);
    read(text).map(Some).ok_or_else(wrong)
}
