//! `GET /findings`, findings in full; `GET /rows`, rows of them in groups; `GET /findings.csv` and `GET /findings.xlsx`, the
//! same for spreadsheets; `GET /paper`, all of them as they are printed; `GET /actor`, one person or unit.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::board::Shown;
use crate::board::asked::{self, Due, Order};
use crate::board::findings::{MOST, page};
use crate::board::paper::paper;
use crate::board::person::actor;
use crate::board::rows::{By, Fold, listed, sheet};
use crate::report::spreadsheet::csv;
use crate::report::{View, some_findings};
use crate::serve::answer::{Refusal, bad, failed};
use crate::serve::query::Words;
use crate::serve::ready::{Question, missing, number};
use crate::workbook::{Table, Workbook, workbook};
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

/// A page of findings.
pub(super) async fn list(question: Question) -> Response {
    question.answer(&KEYS, read, |shown, (asked, _), lang| Ok(json_vec(&page(shown, &asked, lang)))).await
}

/// Rows of findings, in groups.
pub(super) async fn rows(question: Question) -> Response {
    question.answer(&KEYS, read, |shown, (asked, fold), lang| Ok(json_vec(&sheet(shown, &asked, &fold, lang)))).await
}

/// All findings that are asked for, as CSV.
pub(super) async fn table(question: Question) -> Response {
    let response = question.answer(&KEYS, read, |shown, asked, lang| {
        let mut out = Vec::new();
        csv(&rows_of(shown, &asked, lang), &mut out).map(|()| out).map_err(|_| Box::new(failed(lang)))
    });
    file(response.await, "text/csv; charset=utf-8", "attachment; filename=\"findings.csv\"")
}

/// All findings that are asked for, as a workbook.
pub(super) async fn book(question: Question) -> Response {
    let response = question.answer(&KEYS, read, |shown, asked, lang| {
        let made = workbook(&Workbook { tables: &[rows_of(shown, &asked, lang)], lang });
        made.map_err(|why| bad(why, lang))
    });
    let ty = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    file(response.await, ty, "attachment; filename=\"findings.xlsx\"")
}

/// The table of the findings that are asked for, in their order on the page.
fn rows_of(shown: &Shown, (asked, fold): &Asked, lang: Lang) -> Table {
    let outcome = shown.outcome();
    some_findings(outcome, &listed(shown, asked, fold, lang), View::new(lang, outcome.exit_code(FailOn::Error)))
}

/// An answer as a file of a type and a name.
fn file(mut response: Response, ty: &'static str, name: &'static str) -> Response {
    if response.status() == StatusCode::OK {
        let own = response.headers_mut();
        own.insert(header::CONTENT_TYPE, HeaderValue::from_static(ty));
        own.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(name));
    }
    response
}

/// All findings that are asked for, as they are printed.
pub(super) async fn printed(question: Question) -> Response {
    question.answer(&KEYS, read, |shown, (asked, _), lang| Ok(json_vec(&paper(shown, &asked, lang)))).await
}

/// One person or unit.
pub(super) async fn one(question: Question) -> Response {
    let read = |words: &Words, _| {
        let text = |key: &str| words.get(key).cloned().unwrap_or_default();
        Ok((text("body"), text("who")))
    };
    let made = |shown: &Shown, (body, who): (String, String), lang| {
        let none = || missing("actor", say!("没有“{who}”这个人或单位", "there is no person or unit `{who}`"), lang);
        actor(shown, &body, &who, lang).map(|actor| json_vec(&actor)).ok_or_else(none)
    };
    question.answer(&OF_ACTOR, read, made).await
}

/// What is asked of the findings.
type Asked = (asked::Query, Fold);

fn read(words: &Words, lang: Lang) -> Result<Asked, Box<Refusal>> {
    Ok((asked(words, lang)?, fold(words, lang)?))
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
