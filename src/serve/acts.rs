//! What a reader may do besides reading: `POST /excuse` writes a waiver into the file that the project keeps them in, after
//! showing the lines; `GET /acts` says what may be done, and how places are opened in an editor.
//!
//! Both only where a token is asked for and the server is at an address of this machine alone, addressed by its own name. A page
//! of another site cannot show the token, nor send JSON without being asked whether it may.

use std::path::Path;
use std::sync::{Arc, PoisonError};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::board::Shown;
use crate::report::text::clean_line;
use crate::serve::answer::{Refusal, bad, failed, json, language};
use crate::serve::guard::{host, is_own};
use crate::serve::ready::{blocking, ready};
use crate::serve::{Shared, is_loopback};
use yize_core::check::{Excuse, Terms, excuse, fingerprint};
use yize_core::escape::json_vec;
use yize_core::files::{Disk, Files as _, reason, write_beside};
use yize_core::finding::{Finding, Status};
use yize_core::language::{Lang, Text};
use yize_core::say;

/// Most bytes of what is sent.
const LARGEST: usize = 64 << 10;
/// Most bytes of a file of waivers.
const FILE: u64 = 16 << 20;
/// So often what others write meanwhile is taken up before we give up.
const TRIES: usize = 3;

/// What may be done.
#[derive(Serialize)]
struct Acts<'a> {
    excuse: bool,
    /// An address with `{path}`, `{line}` and `{column}`.
    editor: Option<&'a str>,
    /// The folder that relative paths are in.
    root: Option<&'a str>,
}

/// What is to be excused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// The finding, by fingerprint.
    id: String,
    reason: String,
    approved_by: String,
    until: String,
    /// The lines that were shown; without them nothing is written.
    lines: Option<Vec<String>>,
}

/// What is, or was, written.
#[derive(Serialize)]
struct Told {
    file: String,
    lines: Vec<String>,
    written: bool,
}

/// What may be done here.
pub(super) async fn acts(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let may = may_act(&shared, &headers);
    let own = |word: &'_ Option<String>| word.clone().filter(|_| may);
    let (editor, root) = (own(&shared.settings.editor), own(&shared.settings.root));
    let acts = Acts { excuse: may, editor: editor.as_deref(), root: root.as_deref() };
    json(StatusCode::OK, json_vec(&acts).into())
}

/// What a proxy adds for those who ask from elsewhere.
const FORWARDED: [&str; 4] = ["forwarded", "via", "x-forwarded-for", "x-real-ip"];

/// Whether whoever asks may change anything.
fn may_act(shared: &Shared, headers: &HeaderMap) -> bool {
    let near = !FORWARDED.iter().any(|name| headers.contains_key(*name));
    near && shared.settings.token.is_some() && is_loopback(&shared.addr) && is_own(host(headers), shared.addr.port())
}

/// Shows the lines of a waiver, or writes those that were shown.
pub(super) async fn waive(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let lang = language(uri.query(), &headers, shared.settings.lang);
    if !may_act(&shared, &headers) {
        let message = say!(
            "豁免只能在本机上、设了口令（--token-file）的网页里写",
            "waivers are written only on this machine, at a page with a token (--token-file)"
        );
        return Refusal::new(StatusCode::FORBIDDEN, "act", message, lang).into_response();
    }
    let asked = match read(&headers, request.into_body(), lang).await {
        Ok(asked) => asked,
        Err(refusal) => return refusal.into_response(),
    };
    let snapshot = match ready(&shared, lang) {
        Ok(snapshot) => snapshot,
        Err(refusal) => return refusal.into_response(),
    };
    let own = shared.clone();
    let Some(done) = blocking(move || done(&own, &snapshot.shown, &asked, lang)).await else {
        return failed(lang).into_response();
    };
    match done {
        Ok(told) => {
            if told.written {
                shared.log.tell("excuse", serde_json::json!({ "file": told.file, "lines": told.lines }));
            }
            json(StatusCode::OK, json_vec(&told).into())
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// What is sent, as JSON that says so: a form of another site can send none.
async fn read(headers: &HeaderMap, body: Body, lang: Lang) -> Result<Asked, Box<Refusal>> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.split(';').next().map(str::trim) != Some("application/json") {
        let message = say!("要的是 application/json", "application/json is wanted");
        return Err(Box::new(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "type", message, lang)));
    }
    let bytes = to_bytes(body, LARGEST).await;
    let asked = bytes.ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    asked.ok_or_else(|| bad(say!("请求的内容不合规", "what was sent cannot be understood"), lang))
}

fn done(shared: &Shared, shown: &Shown, asked: &Asked, lang: Lang) -> Result<Told, Box<Refusal>> {
    let refuse = |status, message: Text| Box::new(Refusal::new(status, "excuse", message, lang));
    let not = |message: Text| refuse(StatusCode::UNPROCESSABLE_ENTITY, message);
    let Some(finding) = shown.find(&asked.id) else {
        return Err(refuse(StatusCode::CONFLICT, say!("这个问题已经没有了", "this finding is gone")));
    };
    let outcome = shown.outcome();
    let terms = terms(finding, asked).map_err(not)?;
    let file = fingerprint::file(finding, &outcome.sources);
    let made = || excuse(&Disk, &shared.settings.request, file, &terms, outcome.as_of).map_err(not);
    let Some(shown) = &asked.lines else { return Ok(told(made()?, false)) };
    // One writes at a time.
    let _one = shared.writing.lock().unwrap_or_else(PoisonError::into_inner);
    for _ in 0..TRIES {
        let own = made()?;
        if own.lines != *shown {
            return Err(refuse(
                StatusCode::CONFLICT,
                say!("要写入的行与看到的不同，请再看一遍", "the lines differ from those that were shown; look again"),
            ));
        }
        // What others have written since it was read is taken up, not lost.
        if Disk.read(&own.path, FILE).is_ok_and(|now| now != own.old) {
            continue;
        }
        return match write_beside(&own.path, &own.new) {
            Ok(()) => Ok(told(own, true)),
            Err(error) => {
                let name = name(&own.path);
                let why = reason(&error);
                Err(refuse(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    say!("{name} 写不进去：{why}", "{name} could not be written: {why}"; why),
                ))
            }
        };
    }
    Err(refuse(StatusCode::CONFLICT, say!("文件正在被改动，请稍后再试", "the file is being changed; try again")))
}

fn told(own: Excuse, written: bool) -> Told {
    Told { file: name(&own.path), lines: own.lines, written }
}

fn name(path: &Path) -> String {
    clean_line(&path.to_string_lossy())
}

/// The waiver of a finding; why it can have none.
fn terms(finding: &Finding, asked: &Asked) -> Result<Terms, Text> {
    if finding.status == Status::Fault {
        return Err(say!("故障不能豁免", "a fault cannot be waived"));
    }
    if finding.suppressed.is_some() {
        return Err(say!("这个问题已经豁免了", "this finding is waived already"));
    }
    let until: Date = asked
        .until
        .trim()
        .parse()
        .map_err(|_| say!("截止日要写成 2026-12-31 这样的日期", "the last day is a date such as 2026-12-31"))?;
    let at = finding.record.as_ref().filter(|record| !record.key.is_empty());
    // Its number among the others is nobody's name: with a record more or less it would be another's.
    if at.is_some_and(|record| record.key.strip_prefix('#').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))) {
        return Err(say!(
            "这条记录没有编号，豁免会指到别的记录；给它写上编号，或在项目的设置里按规则和单位写豁免",
            "this record has no key, so that a waiver would mean another one; give it a key, or write a waiver by rule and body in the project's settings"
        ));
    }
    Ok(Terms {
        rule: finding.rule.to_string(),
        at: at.map(|record| format!("{}/{}", record.kind, record.key)),
        body: finding.body.as_deref().map(str::to_owned),
        field: finding.field.clone(),
        reason: asked.reason.trim().to_owned(),
        approved_by: asked.approved_by.trim().to_owned(),
        until,
    })
}
