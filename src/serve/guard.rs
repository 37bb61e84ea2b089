//! Who may ask: readers of this machine, or those who show the token.
//!
//! A page of another site could have its own name point to this machine (DNS rebinding) and then read everything as if it were
//! ours; so without a token a request must be addressed to this machine by one of its own names.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::serve::Shared;
use crate::serve::answer::{Refusal, language};
use yize_core::say;

/// Lets a request pass, or refuses it; then adds what keeps browsers from doing what nobody wants.
pub(super) async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let mut response = match admit(&shared, &request) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
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
    response
}

fn admit(shared: &Shared, request: &Request) -> Result<(), Box<Refusal>> {
    let headers = request.headers();
    let lang = language(request.uri().query(), headers, shared.settings.lang);
    let refuse = |status, code, message| Err(Box::new(Refusal::new(status, code, message, lang)));
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
    // The page itself holds nothing; it asks for the token and shows it with everything that it fetches.
    let Some(token) = shared.settings.token.as_deref().filter(|_| request.uri().path() != "/") else { return Ok(()) };
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    if shown.is_some_and(|shown| same(shown, token.as_bytes())) {
        return Ok(());
    }
    let message = match shown {
        None => say!("需要口令（Authorization: Bearer …）", "a token is needed (Authorization: Bearer …)"),
        Some(_) => say!("口令不对", "wrong token"),
    };
    let refusal = Refusal::new(StatusCode::UNAUTHORIZED, "token", message, lang);
    Err(Box::new(refusal.with(header::WWW_AUTHENTICATE, "Bearer")))
}

fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::HOST)?.to_str().ok()
}

/// Whether a `Host` is a name of this machine that nobody else can give out.
fn is_own(host: Option<&str>, port: u16) -> bool {
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
