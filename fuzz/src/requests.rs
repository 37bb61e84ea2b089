//! The page's server.

use std::ffi::OsString;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::OnceLock;
use std::time::Duration;

use crate::ledger::{DATA, KINDS, MANIFEST, RULES};

/// The address of a server that runs in this process, so that the fuzzer sees what it goes through.
static SERVER: OnceLock<SocketAddr> = OnceLock::new();

/// Whatever comes over a connection, the answer is one of HTTP, and never that the server failed; what can be read in two
/// ways is never answered with what was asked for.
pub fn requests(bytes: &[u8]) {
    // A document is checked by a process of its own, which would be this one again.
    if bytes.windows(4).any(|word| word.eq_ignore_ascii_case(b"POST")) {
        return;
    }
    let addr = SERVER.get_or_init(start);
    let mut stream = TcpStream::connect(addr).expect("the server is there");
    let patience = Some(Duration::from_millis(500));
    stream.set_read_timeout(patience).and_then(|()| stream.set_write_timeout(patience)).expect("limits");
    // The server may close before all is sent.
    _ = stream.write_all(bytes);
    _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    _ = stream.take(1 << 20).read_to_end(&mut answer);
    if answer.is_empty() {
        return;
    }
    let text = String::from_utf8_lossy(&answer);
    let status: u16 = text
        .strip_prefix("HTTP/1.")
        .and_then(|rest| rest.get(2..5)?.parse().ok())
        .unwrap_or_else(|| panic!("no answer of HTTP: {text:.200}"));
    assert_ne!(status, 500, "the server failed: {text:.500}");
    let end = bytes.windows(4).position(|end| end == b"\r\n\r\n").unwrap_or(bytes.len());
    let bare = bytes[..end].iter().enumerate().any(|(at, byte)| *byte == b'\n' && (at == 0 || bytes[at - 1] != b'\r'));
    assert!(!bare || status >= 400, "a head with a bare line feed is answered with {status}");
}

/// Serves a small project at a free port.
fn start() -> SocketAddr {
    let root = std::env::temp_dir().join(format!("yize-fuzz-{}", std::process::id()));
    for (path, text) in [
        ("rules/ledger/pack.toml", MANIFEST),
        ("rules/ledger/kinds.toml", KINDS),
        ("rules/ledger/duty.rhai", RULES),
        ("data/a.toml", DATA),
    ] {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }
    let addr = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port");
    let port = addr.to_string();
    let mut words: Vec<OsString> =
        ["yize", "serve", "--as-of", "2026-06-30", "--addr", &port, "--rules"].map(Into::into).into();
    words.extend([root.join("rules").into_os_string(), root.join("data").into_os_string()]);
    std::thread::Builder::new().stack_size(16 << 20).spawn(move || yize::cli::called(&words)).expect("a thread");
    for _ in 0..200 {
        if TcpStream::connect(addr).is_ok() {
            return addr;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the server does not begin");
}
