//! `GET /`: the page, one file that needs nothing from elsewhere. It holds no data; scripts fetch them.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

const HTML: &str = include_str!("page/page.html");
const STYLE: &[&str] = &[
    include_str!("page/base.css"),
    include_str!("page/panels.css"),
    include_str!("page/rows.css"),
    include_str!("page/pictures.css"),
    include_str!("page/actions.css"),
    include_str!("page/print.css"),
];
/// In the order in which they build on one another.
const SCRIPTS: &[&str] = &[
    include_str!("page/words.js"),
    include_str!("page/phrases.js"),
    include_str!("page/base.js"),
    include_str!("page/net.js"),
    include_str!("page/overview.js"),
    include_str!("page/actions.js"),
    include_str!("page/rows.js"),
    include_str!("page/findings.js"),
    include_str!("page/person.js"),
    include_str!("page/calendar.js"),
    include_str!("page/assignment.js"),
    include_str!("page/scores.js"),
    include_str!("page/card.js"),
    include_str!("page/reloads.js"),
    include_str!("page/print.js"),
    include_str!("page/app.js"),
];

/// The page, with a policy that lets it do what it needs and nothing else.
pub(super) async fn page() -> Response {
    let nonce = nonce();
    let text = HTML
        .replace("{{style}}", &STYLE.concat())
        .replace("{{script}}", &SCRIPTS.concat())
        .replace("{{nonce}}", &nonce);
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; \
         img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let mut response = Html(text).into_response();
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A word that nobody can guess, of the keys that the standard library draws for its hashers.
fn nonce() -> String {
    let draw = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", draw(), draw())
}
