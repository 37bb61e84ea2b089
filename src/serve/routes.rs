//! Addresses and what answers at them.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::serve::answer::{Refusal, failed, json, language};
use crate::serve::pulse::Standing;
use crate::serve::ready::{blocking, ready};
use crate::serve::{Shared, acts, assigned, document, events, findings, guard, page as html, scores};
use yize_core::say;

/// All addresses.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(html::page))
        .route("/board", get(board))
        .route("/findings", get(findings::list))
        .route("/paper", get(findings::printed))
        .route("/findings.csv", get(findings::table))
        .route("/findings.xlsx", get(findings::book))
        .route("/rows", get(findings::rows))
        .route("/actor", get(findings::one))
        .route("/scores", get(scores::list))
        .route("/card", get(scores::one))
        .route("/assigned", get(assigned::list))
        .route("/events", get(events::events))
        .route("/health", get(health))
        .route("/acts", get(acts::acts))
        .route("/excuse", post(acts::waive))
        .route("/check", post(document::check))
        .fallback(nothing)
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn_with_state(shared.clone(), guard::guard))
        .with_state(shared)
}

/// What the page shows, but for the findings.
async fn board(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap) -> Response {
    let lang = language(uri.query(), &headers, shared.settings.lang);
    let snapshot = match ready(&shared, lang) {
        Ok(snapshot) => snapshot,
        Err(refusal) => return refusal.into_response(),
    };
    let etag = shared.hub.etag(snapshot.shown.round.number, lang);
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == etag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        match blocking(move || snapshot.board(lang)).await {
            Some(board) => json(StatusCode::OK, board.into()),
            None => return failed(lang).into_response(),
        }
    };
    let own = response.headers_mut();
    own.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        own.insert(header::ETAG, etag);
    }
    response
}

/// Whether what is shown is a whole verdict on the files as they are, for whoever watches over services. It says nothing of
/// what was found.
async fn health(State(shared): State<Arc<Shared>>) -> Response {
    let told = shared.hub.told();
    let status = match told.standing {
        Standing::Fresh => StatusCode::OK,
        Standing::Starting | Standing::Incomplete | Standing::Stale | Standing::Failed => {
            StatusCode::SERVICE_UNAVAILABLE
        }
    };
    json(status, serde_json::to_vec(&told).unwrap_or_default().into())
}

async fn nothing(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap) -> Refusal {
    let (path, lang) = (uri.path(), language(uri.query(), &headers, shared.settings.lang));
    Refusal::new(StatusCode::NOT_FOUND, "path", say!("没有“{path}”", "there is no {path}"), lang)
}

async fn wrong_method(State(shared): State<Arc<Shared>>, method: Method, uri: Uri, headers: HeaderMap) -> Refusal {
    let lang = language(uri.query(), &headers, shared.settings.lang);
    let allowed = if ["/check", "/excuse"].contains(&uri.path()) { "POST" } else { "GET, HEAD" };
    let message = say!("这个地址不用 {method}，用 {allowed}", "this address takes {allowed}, not {method}");
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "method", message, lang).with(header::ALLOW, allowed)
}
