//! Requests and connections that mean no good.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::serving::Server;
use crate::support::{SOUND, Workdir};

/// A rule that takes long for each member of that name.
const SLOW: &str = "let n = 0;\nif member.name == \"慢\" { while n < 5000000 { n += 1; } }";

/// A server within a gigabyte of addresses and so many files.
fn within(dir: Workdir, files: usize, words: &[&str]) -> Server {
    let mut command = Command::new("sh");
    let limits = format!("ulimit -n {files}; ulimit -v 1500000; exec \"$0\" \"$@\"");
    command.args(["-c", &limits, env!("CARGO_BIN_EXE_yize")]);
    Server::start(dir, command, &[&["data", "--rules", "rules"], words].concat())
}

fn server() -> Server {
    within(Workdir::sound(), 1024, &[])
}

/// A document with so many members for which the rule takes long, and with so many bytes.
fn slow(members: usize, bytes: usize) -> String {
    let member =
        |n| format!("\n[[member]]\nid = \"M-{n}00\"\nname = \"慢\"\nstatus = \"active\"\njoined = 2022-01-18\n");
    let text = format!("{SOUND}{}", (0..members).map(member).collect::<String>());
    format!("{text}# {}\n", "x".repeat(bytes.saturating_sub(text.len())))
}

/// A request that checks a document.
fn post(server: &Server, document: &str) -> Vec<u8> {
    let head = format!(
        "POST /check HTTP/1.1\r\nHost: {}\r\nContent-Type: application/toml\r\nContent-Length: {}\r\n\r\n",
        server.addr,
        document.len()
    );
    [head.as_bytes(), document.as_bytes()].concat()
}

/// Processes that check documents.
fn workers(server: &Server) -> Vec<String> {
    let listed = Command::new("ps").args(["-o", "pid=", "--ppid", &server.pid().to_string()]).output().expect("ps");
    String::from_utf8_lossy(&listed.stdout).split_whitespace().map(str::to_owned).collect()
}

#[track_caller]
fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_secs(60), "{what} does not come about");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn what_can_be_read_in_two_ways_is_refused() {
    let server = server();
    server.board();
    let host = format!("Host: {}\r\n", server.addr);
    let toml = "Content-Type: application/toml\r\n";
    let many = "X: y\r\n".repeat(10_000);
    let long = format!("X: {}\r\n", "y".repeat(1 << 20));
    let tries: Vec<(&str, String, u16)> = vec![
        ("sound", format!("GET /health HTTP/1.1\r\n{host}Connection: close\r\n\r\n"), 200),
        ("a word of the query twice", format!("GET /findings?body=a&body=b HTTP/1.1\r\n{host}Connection: close\r\n\r\n"), 400),
        ("bare line feeds", format!("GET /health HTTP/1.1\n{}\n", host.replace('\r', "")), 400),
        ("one bare line feed", format!("GET /health HTTP/1.1\r\n{host}X: y\nY: z\r\n\r\n"), 400),
        ("a head that ends with a bare line feed", format!("GET /health HTTP/1.1\r\n{host}\n"), 400),
        ("two hosts", format!("GET /health HTTP/1.1\r\n{host}Host: elsewhere\r\n\r\n"), 400),
        ("the same host twice", format!("GET /health HTTP/1.1\r\n{host}{host}\r\n"), 400),
        ("no host", "GET /health HTTP/1.1\r\n\r\n".to_owned(), 400),
        ("another host in the address", format!("GET http://elsewhere/health HTTP/1.1\r\n{host}\r\n"), 400),
        (
            "a length beside chunks",
            format!(
                "POST /check HTTP/1.1\r\n{host}{toml}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            ),
            400,
        ),
        (
            "chunks beside a length",
            format!(
                "POST /check HTTP/1.1\r\n{host}{toml}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"
            ),
            400,
        ),
        (
            "a length twice",
            format!("POST /check HTTP/1.1\r\n{host}{toml}Content-Length: 1\r\nContent-Length: 1\r\n\r\n#"),
            400,
        ),
        ("a length that is none", format!("POST /check HTTP/1.1\r\n{host}{toml}Content-Length: +1\r\n\r\n#"), 400),
        ("another encoding", format!("POST /check HTTP/1.1\r\n{host}{toml}Transfer-Encoding: gzip\r\n\r\n#"), 400),
        (
            "chunks that are none",
            format!("POST /check HTTP/1.1\r\n{host}{toml}Transfer-Encoding: chunked\r\n\r\nxyz\r\n"),
            400,
        ),
        ("a folded line", format!("GET /health HTTP/1.1\r\n{host}X: y\r\n z\r\n\r\n"), 400),
        ("a blank before the colon", format!("GET /health HTTP/1.1\r\n{host}X : y\r\n\r\n"), 400),
        ("many lines", format!("GET /health HTTP/1.1\r\n{host}{many}\r\n"), 431),
        ("a long line", format!("GET /health HTTP/1.1\r\n{host}{long}\r\n"), 431),
        ("a query with NUL", format!("POST /check?body=%00 HTTP/1.1\r\n{host}{toml}Content-Length: 1\r\n\r\n#"), 400),
    ];
    let wrong = tries.iter().filter_map(|(name, request, status)| {
        let back = server.bytes(request.as_bytes());
        (!back.starts_with(&format!("HTTP/1.1 {status} "))).then(|| format!("{name}: {back}\n"))
    });
    let wrong: String = wrong.collect();
    assert!(wrong.is_empty(), "{wrong}");
    // What follows a body is never taken for a request of its own.
    let two = [post(&server, "# nothing\n"), format!("GET /health HTTP/1.1\r\n{host}\r\n").into_bytes()].concat();
    assert_eq!(server.bytes(&two).matches("HTTP/1.1 ").count(), 1);
}

#[test]
fn connections_that_ask_nothing_keep_nobody_out_and_are_closed() {
    let server = server();
    server.board();
    let mut held: Vec<TcpStream> = Vec::new();
    for n in 0..1_200 {
        let mut stream = server.connect();
        // Some say nothing at all.
        let _ = if n % 3 == 0 { Ok(0) } else { stream.write(b"GET / HTTP/1.1\r\nHost: x") };
        held.push(stream);
        if n % 100 == 0 {
            assert_eq!(server.get("/health").status, 200, "with {n} connections held");
        }
    }
    let started = Instant::now();
    assert_eq!(server.get("/health").status, 200);
    assert!(started.elapsed() < Duration::from_secs(5));
    // The last of them, to which a byte comes now and then, is closed when its time is up.
    let mut last = held.pop().expect("some");
    last.set_read_timeout(Some(Duration::from_secs(1))).expect("a limit");
    wait_for("the end of a head that drips", || {
        let _ = last.write(b"x");
        matches!(last.read(&mut [0; 512]), Ok(0)) || last.write(b"x").is_err()
    });
    // One that has asked once and keeps the connection is closed as well.
    let mut idle = server.connect();
    write!(idle, "GET /health HTTP/1.1\r\nHost: {}\r\n\r\n", server.addr).expect("written");
    let mut all = String::new();
    idle.read_to_string(&mut all).expect("the end");
    assert!(all.starts_with("HTTP/1.1 200"), "{all}");
}

#[test]
fn more_pages_than_there_is_room_for_are_refused_and_the_rest_goes_on() {
    let server = server();
    server.board();
    let ask = || {
        let mut stream = server.connect();
        write!(stream, "GET /events HTTP/1.1\r\nHost: {}\r\n\r\n", server.addr).expect("written");
        let mut start = [0; 64];
        let read = stream.read(&mut start).expect("an answer");
        (stream, String::from_utf8_lossy(&start[..read]).contains(" 200 "))
    };
    let streams: Vec<(TcpStream, bool)> = (0..420).map(|_| ask()).collect();
    let taken = streams.iter().filter(|(_, taken)| *taken).count();
    assert!((300..400).contains(&taken), "{taken}");
    server.get("/events").refuses(503, "streams");
    assert_eq!(server.get("/health").status, 200);
    drop(streams);
    wait_for("room for a page", || ask().1);
}

#[test]
fn what_a_document_costs_ends_with_its_request() {
    let server = within(Workdir::sound().rule(SLOW), 1024, &[]);
    server.board();
    let mut asked = server.connect();
    asked.write_all(&post(&server, &slow(1_000, 0))).expect("written");
    wait_for("a worker", || !workers(&server).is_empty());
    drop(asked);
    wait_for("the end of the worker", || workers(&server).is_empty());
    assert_eq!(server.check("", SOUND.as_bytes()).status, 200);

    // One that dies takes nobody with it, and is no pass.
    let mut asked = server.connect();
    asked.write_all(&post(&server, &slow(1_000, 0))).expect("written");
    wait_for("a worker", || !workers(&server).is_empty());
    for worker in workers(&server) {
        assert!(Command::new("sh").args(["-c", &format!("kill -9 {worker}")]).status().expect("a shell").success());
    }
    let mut back = String::new();
    let _ = asked.read_to_string(&mut back);
    assert!(back.starts_with("HTTP/1.1 500 ") && back.contains("\"failed\""), "{back}");
    assert_eq!(server.check("", SOUND.as_bytes()).status, 200);
}

#[test]
fn large_documents_do_not_stop_small_ones() {
    let server = within(Workdir::sound().rule(SLOW), 1024, &[]);
    server.board();
    let large = slow(1_000, 300 << 10);
    let busy: Vec<TcpStream> = (0..4)
        .map(|_| {
            let mut stream = server.connect();
            // Only two of them are let in; the others wait for that, and what they send with them.
            stream.set_write_timeout(Some(Duration::from_millis(200))).expect("a limit");
            let _ = stream.write_all(&post(&server, &large));
            stream
        })
        .collect();
    wait_for("a worker", || !workers(&server).is_empty());
    for _ in 0..5 {
        let started = Instant::now();
        assert_eq!(server.check("", SOUND.as_bytes()).status, 200);
        assert!(started.elapsed() < Duration::from_secs(20));
    }
    assert_eq!(workers(&server).len(), 1, "one large one at a time");
    drop(busy);
    wait_for("the end of the workers", || workers(&server).is_empty());
}

#[test]
fn bodies_that_never_arrive_leave_the_page_and_other_documents_alone() {
    let server = server();
    server.board();
    let head = |length: usize| {
        let mut stream = server.connect();
        let told = format!("Content-Type: application/toml\r\nContent-Length: {length}");
        write!(stream, "POST /check HTTP/1.1\r\nHost: {}\r\n{told}\r\n\r\n#", server.addr).expect("written");
        stream
    };
    let held: Vec<TcpStream> = (0..60).map(|n| head(if n % 3 == 0 { 8 << 20 } else { 1_000 })).collect();
    assert_eq!(server.get("/health").status, 200);
    assert_eq!(server.check("", SOUND.as_bytes()).status, 200);
    let mut last = held.into_iter().next_back().expect("some");
    let mut back = String::new();
    let _ = last.read_to_string(&mut back);
    assert!(back.starts_with("HTTP/1.1 408 ") && back.contains("\"slow\""), "{back}");
}

#[test]
fn tokens_are_not_found_by_trying() {
    let server = within(Workdir::sound(), 1024, &["--token", "correct-horse"]);
    let with = |token: &str| server.raw("GET /board", &[("Authorization", &format!("Bearer {token}"))], b"").status;
    let started = Instant::now();
    let guess = |thread: usize| {
        let seen = (0..25).map(|n| with(&format!("wrong-horse-{thread}-{n}")));
        seen.collect::<Vec<u16>>()
    };
    let seen: Vec<u16> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|thread| scope.spawn(move || guess(thread))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
    });
    let looked_at = seen.iter().filter(|status| **status == 401).count();
    let most = 40 + usize::try_from(started.elapsed().as_secs()).expect("few") / 2;
    assert!(seen.len() == 200 && looked_at <= most, "{looked_at} of 200 guesses were looked at");
    assert!(seen.contains(&429));
    // Nobody learns whether one that was not looked at is right. Health needs none.
    assert_eq!((with("correct-horse"), server.get("/health").status), (429, 200));
    wait_for("the right token", || with("correct-horse") == 200);
}

#[test]
fn a_log_that_nobody_reads_stops_nothing() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yize"));
    command.stderr(std::process::Stdio::piped());
    let server = Server::start(Workdir::sound(), command, &["data", "--rules", "rules", "--log", "json"]);
    server.board();
    let ask = format!("GET /nowhere HTTP/1.1\r\nHost: {}\r\n\r\n", server.addr);
    let mut stream = server.connect();
    let mut reader = stream.try_clone().expect("a second hand");
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for _ in 1..3_000 {
                stream.write_all(ask.as_bytes()).expect("written");
            }
            let last = ask.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            stream.write_all(last.as_bytes()).expect("written");
        });
        let mut all = String::new();
        reader.read_to_string(&mut all).expect("answers");
        assert_eq!(all.matches("HTTP/1.1 404").count(), 3_000);
    });
    assert_eq!(server.get("/health").status, 200);
}
