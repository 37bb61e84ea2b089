//! Who may ask: readers of this machine, or those who show the token; and what is no request that can be read in one way.
//!
//! A page of another site could have its own name point to this machine (DNS rebinding) and then read everything as if it were
//! ours; so without a token a request must be addressed to this machine by one of its own names.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::serve::Shared;
use crate::serve::answer::{Refusal, bad, language};
use crate::serve::crowd::Connection;
use crate::serve::heads::Fault;
use yize_core::language::{Lang, Text};
use yize_core::say;

/// Lets a request pass, or refuses it; then adds what keeps browsers from doing what nobody wants.
pub(super) async fn guard(
    State(shared): State<Arc<Shared>>,
    Extension(connection): Extension<Arc<Connection>>,
    request: Request,
    next: Next,
) -> Response {
    shared.crowd.busy(&connection, true);
    let entry = shared.log.begin(&connection, &request);
    let headers = request.headers();
    // What has a body is a connection's last request: nothing that follows can be taken for another.
    let mut last = headers.contains_key(header::CONTENT_LENGTH) || headers.contains_key(header::TRANSFER_ENCODING);
    let mut response = match admit(&shared, &connection, &request) {
        Ok(()) => next.run(request).await,
        Err(refusal) => {
            last = true;
            tokio::time::sleep(refusal.delay()).await;
            refusal.into_response()
        }
    };
    let own = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in own {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    if last {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    shared.log.end(entry, &response);
    // A stream goes on for as long as its connection does.
    shared.crowd.busy(&connection, response.extensions().get::<Stream>().is_some());
    response
}

/// Marks answers that go on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stream;

fn admit(shared: &Shared, connection: &Connection, request: &Request) -> Result<(), Box<Refusal>> {
    let headers = request.headers();
    let lang = language(request.uri().query(), headers, shared.settings.lang);
    let refuse = |status, code, message| Err(Box::new(Refusal::new(status, code, message, lang)));
    if let Some(message) = ambiguous(connection, request) {
        return Err(bad(message, lang));
    }
    if shared.settings.token.is_none() && !is_own(host(headers), shared.addr.port()) {
        let message = say!(
            "这个地址不是本机的名称；请用 127.0.0.1 或 localhost 打开",
            "this machine is not addressed by its own name; use 127.0.0.1 or localhost"
        );
        return refuse(StatusCode::FORBIDDEN, "host", message);
    }
    if let Some(origin) = headers.get(header::ORIGIN)
        && origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, site)| site) != host(headers)
    {
        let message = say!("请求来自别的网站", "the request comes from another site");
        return refuse(StatusCode::FORBIDDEN, "origin", message);
    }
    // The page itself holds nothing; it asks for the token and shows it with everything that it fetches. Health says nothing
    // of what was found.
    let open = ["/", "/health"].contains(&request.uri().path());
    match shared.settings.token.as_deref().filter(|_| !open) {
        Some(token) => authorize(shared, connection, headers, token, lang),
        None => Ok(()),
    }
}

/// What of a request another server could read otherwise.
fn ambiguous(connection: &Connection, request: &Request) -> Option<Text> {
    let hosts = request.headers().get_all(header::HOST).iter().count();
    let named = request.uri().authority().map(axum::http::uri::Authority::as_str);
    match connection.fault() {
        Some(Fault::BareLineFeed) => {
            Some(say!("请求的行没有以 CRLF 结束", "a line of the request does not end with CRLF"))
        }
        Some(Fault::Framing) => Some(say!(
            "请求的长度写了两次，或与 Transfer-Encoding 同时出现",
            "the request's length is told twice, or beside a Transfer-Encoding"
        )),
        None if hosts > 1 || hosts == 0 && request.version() == Version::HTTP_11 => {
            Some(say!("请求应有且只有一个 Host", "the request should have one Host"))
        }
        None if named.is_some_and(|named| Some(named) != host(request.headers())) => {
            Some(say!("请求的地址与 Host 不一致", "the request's address and its Host differ"))
        }
        None => None,
    }
}

fn authorize(
    shared: &Shared,
    connection: &Connection,
    headers: &HeaderMap,
    token: &str,
    lang: Lang,
) -> Result<(), Box<Refusal>> {
    let refusal = |message| Refusal::new(StatusCode::UNAUTHORIZED, "token", message, lang);
    let peer = connection.peer.ip();
    let shown = headers.get_all(header::AUTHORIZATION).iter().collect::<Vec<_>>();
    let [shown] = shown.as_slice() else {
        let message = say!("需要口令（Authorization: Bearer …）", "a token is needed (Authorization: Bearer …)");
        return Err(Box::new(refusal(message).with(header::WWW_AUTHENTICATE, "Bearer")));
    };
    if let Some(wait) = shared.guesses.deaf(peer) {
        let message = say!(
            "从这个地址来的错误口令太多，请稍后再试",
            "too many wrong tokens came from this address; try again later"
        );
        let refusal = Refusal::new(StatusCode::TOO_MANY_REQUESTS, "guesses", message, lang);
        return Err(Box::new(refusal.after(wait)));
    }
    if shown.as_bytes().strip_prefix(b"Bearer ").is_some_and(|shown| same(shown, token.as_bytes())) {
        return Ok(());
    }
    let delay = shared.guesses.wrong(peer);
    let message = say!("口令不对", "wrong token");
    Err(Box::new(refusal(message).with(header::WWW_AUTHENTICATE, "Bearer").late(delay)))
}

pub(super) fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::HOST)?.to_str().ok()
}

/// Whether a `Host` is a name of this machine that nobody else can give out.
pub(super) fn is_own(host: Option<&str>, port: u16) -> bool {
    let Some(host) = host else { return false };
    let name = match host.rsplit_once(':') {
        Some((name, digits)) if !digits.contains(']') => {
            if digits.parse() != Ok(port) {
                return false;
            }
            name
        }
        _ if port == 80 => host,
        _ => return false,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|ip| ip.is_loopback())
}

/// Whether two texts are the same, in a time that does not tell how much of them is.
fn same(a: &[u8], b: &[u8]) -> bool {
    let longest = a.len().max(b.len());
    let at = |text: &[u8], n: usize| text.get(n).copied().unwrap_or_default();
    let differ = (0..longest).fold(0, |differ, n| std::hint::black_box(differ | (at(a, n) ^ at(b, n))));
    differ == 0 && a.len() == b.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_s_own_names_are_taken() {
        for host in ["127.0.0.1:7420", "localhost:7420", "LOCALHOST:7420", "[::1]:7420", "127.3.2.1:7420"] {
            assert!(is_own(Some(host), 7420), "{host}");
        }
        for host in
            ["evil.example:7420", "127.0.0.1", "127.0.0.1:80", "localhost.evil.example:7420", "", "10.0.0.1:7420"]
        {
            assert!(!is_own(Some(host), 7420), "{host}");
        }
        assert!(!is_own(None, 7420) && is_own(Some("localhost"), 80));
    }

    #[test]
    fn tokens_are_the_same_or_not() {
        assert!(same(b"abc", b"abc"));
        for other in ["", "ab", "abd", "abc\0", "abcd"] {
            assert!(!same(other.as_bytes(), b"abc"), "{other}");
        }
    }
}
