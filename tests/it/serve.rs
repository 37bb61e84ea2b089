//! `yize serve` over HTTP: what it answers, whom it refuses, and that reloads reach those who listen.

use std::io::Read as _;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::server::{Server, read_until};
use crate::support::{AS_OF, SOUND, Workdir};

/// A document with a member whose points are too few, for which there is a rule.
const POOR: &str = "body = \"demo\"\nyear = 2026\n\n[[member]]\nid = \"M-9\"\nname = \"委员丙\"\nstatus = \"active\"\n\
                    joined = 2022-01-18\npoints = 59.5\n";

fn server() -> Server {
    Server::new(Workdir::sound(), &[])
}

#[test]
fn the_page_is_one_file_and_may_do_nothing_else() {
    let server = server();
    let page = server.get("/");
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    let text = page.text();
    let policy = page.header("content-security-policy").to_owned();
    for part in ["default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(policy.contains(part), "{policy}");
    }
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
    assert_eq!(text.matches(&format!("nonce=\"{nonce}\"")).count(), 2, "style and script carry it");
    assert_ne!(server.get("/").header("content-security-policy"), policy, "drawn anew for each");
    assert!(!text.contains("{{") && !text.contains("innerHTML") && !text.contains("eval("));
    // Names of the formats of pictures are the only addresses in it; nothing is loaded from anywhere.
    let addresses: Vec<&str> =
        text.split("http").skip(1).filter(|rest| rest.starts_with("://") || rest.starts_with("s://")).collect();
    assert!(addresses.iter().all(|rest| rest.starts_with("://www.w3.org/2000/svg")), "{addresses:?}");
    for outside in [" src=", "@import", "url(", "<link rel=\"stylesheet\""] {
        assert!(!text.contains(outside), "{outside}");
    }
    assert_eq!(page.header("x-content-type-options"), "nosniff");
}

#[test]
fn the_board_and_pages_of_findings_say_what_the_report_says() {
    let server = Server::new(Workdir::new().with("data/a.toml", POOR), &[]);
    let board = server.board();
    assert_eq!((&board["round"], &board["exit"], &board["as_of"]), (&1.into(), &1.into(), &AS_OF.into()));
    assert_eq!(board["summary"]["violations"], 1);
    assert_eq!(board["bodies"][0]["id"], "demo");
    assert_eq!(board["fresh"], 0, "in the first round nothing is new");

    let page = server.get("/findings?lang=en").json();
    let finding = &page["findings"][0];
    let report = server.dir.check("data").exits(1).json();
    for (key, value) in report["findings"][0].as_object().expect("a finding") {
        assert_eq!(finding[key], *value, "{key}");
    }
    assert_eq!(page["total"], 1);
    let line = &finding["lines"][0];
    assert_eq!([&line["before"], &line["marked"], &line["after"]], ["points = ", "59.5", ""]);
    assert_eq!((&finding["sort"], &finding["new"]), (&"violation".into(), &false.into()));
    assert!(finding["title"].as_str().is_some_and(|title| !title.is_empty()));

    let total = |query: &str| server.get(&format!("/findings?{query}")).json()["total"].clone();
    assert_eq!(total("q=59.5+member&status=violation&body=demo&rule=demo/member/points"), 1);
    for none in [
        "status=pending",
        "body=other",
        "q=nothing-like-it",
        "rule=demo/member/status",
        "new=1",
        "area=calendar",
        "id=x",
    ] {
        assert_eq!(total(none), 0, "{none}");
    }
    let beyond = server.get("/findings?offset=5&limit=3").json();
    assert_eq!((&beyond["total"], beyond["findings"].as_array().map(Vec::len)), (&1.into(), Some(0)));
}

#[test]
fn a_board_that_is_known_is_not_sent_again() {
    let server = server();
    server.board();
    let first = server.get("/board?lang=zh");
    let known = first.header("etag").to_owned();
    let again = server.raw("GET /board?lang=zh", &[("If-None-Match", &known)], b"");
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(server.raw("GET /board?lang=en", &[("If-None-Match", &known)], b"").status, 200);
    server.edit("data/a.toml", "2022-01-18\n\n", "2022-01-19\n\n");
    server.until(|board| board["round"].as_u64() >= Some(2));
    assert_eq!(server.raw("GET /board?lang=zh", &[("If-None-Match", &known)], b"").status, 200);
}

#[test]
fn what_cannot_be_answered_is_refused_in_the_reader_s_language() {
    let server = server();
    server.board();
    assert!(server.get("/nowhere?lang=zh").refuses(404, "path").contains("没有"));
    let english = server.raw("GET /nowhere", &[("Accept-Language", "de, en;q=0.5")], b"");
    assert!(english.refuses(404, "path").contains("there is no"));
    let posted = server.raw("POST /board", &[], b"");
    posted.refuses(405, "method");
    assert_eq!(posted.header("allow"), "GET, HEAD");
    assert_eq!(server.get("/check").header("allow"), "POST");
    server.get("/findings?offset=many").refuses(400, "request");
    assert!(server.get("/findings?staus=pending").refuses(400, "request").contains("status"));
    assert_eq!(server.raw("GARBAGE", &[], b"").status, 400);
    let long = format!("GET /findings?q={}", "x".repeat(1 << 20));
    assert!(server.raw(&long, &[], b"").status >= 400);
    assert_eq!(server.raw("HEAD /board", &[], b"").status, 200);
}

#[test]
fn pages_of_other_sites_are_refused() {
    let server = server();
    server.board();
    let port = server.addr.port();
    let host = |host: &str| server.raw("GET /board", &[("Host", host)], b"");
    for own in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        assert_eq!(host(&own).status, 200, "{own}");
    }
    for other in [format!("evil.example:{port}"), "127.0.0.1:1".to_owned(), format!("127.0.0.1.evil.example:{port}")] {
        host(&other).refuses(403, "host");
        server.raw("GET /", &[("Host", &other)], b"").refuses(403, "host");
    }
    let origin = |origin: &str| server.raw("GET /board", &[("Origin", origin)], b"").status;
    assert_eq!(origin(&format!("http://{}", server.addr)), 200);
    assert_eq!([origin("http://evil.example"), origin("null")], [403, 403]);
}

#[test]
fn a_token_is_asked_for_everywhere_but_on_the_page_itself() {
    let server = Server::new(Workdir::sound(), &["--addr", "0.0.0.0:0", "--token", "correct-horse"]);
    let with = |first: &str, token: &str| server.raw(first, &[("Authorization", &format!("Bearer {token}"))], b"");
    assert_eq!(server.get("/").status, 200);
    for path in ["GET /board", "GET /findings", "GET /events", "POST /check", "GET /nowhere"] {
        let answer = server.raw(path, &[], b"");
        answer.refuses(401, "token");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
        for wrong in ["", "correct-hors", "correct-horse-", "Correct-horse"] {
            with(path, wrong).refuses(401, "token");
        }
        assert_eq!(server.raw(&format!("{path}?token=correct-horse"), &[], b"").status, 401, "never in the address");
    }
    let started = Instant::now();
    while with("GET /board", "correct-horse").status == 503 {
        assert!(started.elapsed() < Duration::from_secs(30));
    }
    assert_eq!(with("GET /board", "correct-horse").status, 200);
    // Whoever has the token may call the machine by any name.
    let named = [("Authorization", "Bearer correct-horse"), ("Host", "committee.example:80")];
    assert_eq!(server.raw("GET /board", &named, b"").status, 200);
}

#[test]
fn addresses_that_cannot_be_are_said_before_anything_is_served() {
    let dir = Workdir::sound();
    let serve = |words: &str| dir.yize(&format!("serve data --rules rules --lang en {words}"));
    assert!(serve("--addr 0.0.0.0:0").exits(2).stderr.contains("--token"));
    assert!(serve("--addr 0.0.0.0:0 --token short").exits(2).stderr.contains("at least 8"));
    assert!(serve("--addr nowhere").exits(2).stderr.contains("ADDRESS:PORT"));
    assert!(serve("-").exits(2).stderr.contains("stdin"));
    let taken = server();
    assert!(serve(&format!("--addr {}", taken.addr)).exits(4).stderr.contains("the port is in use"));
}

#[test]
fn a_document_gets_the_report_that_the_command_gives() {
    let server = server();
    server.board();
    let documents: [&[u8]; 5] = [
        SOUND.as_bytes(),
        POOR.as_bytes(),
        b"body = \"demo\"\n[[member]\nid = ",
        b"\xff\xfe[",
        b"[[nothing]]\nx = 1\n",
    ];
    for document in documents {
        let words = ["check", "-", "--rules", "rules", "--as-of", AS_OF, "--lang", "en", "--format", "json"];
        let run = server.dir.run(&words, document);
        let answer = server.check("?lang=en", document);
        assert_eq!((answer.status, answer.text()), (200, run.stdout));
        assert_eq!(answer.header("yize-exit-code").parse().ok(), run.code);
        assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    }
    assert_eq!(server.board()["round"], 1, "nothing is stored");

    let of = |query: &str| server.check(query, POOR.as_bytes());
    assert_eq!(of("?pack=demo&lang=en").json()["summary"]["violations"], 1);
    assert!(of("?pack=dmeo&lang=en").refuses(400, "request").contains("`demo`"));
    // A pack that does not govern the body has nothing to say, which is no pass.
    assert!(of("?pack=langfang&lang=en").refuses(422, "pack").contains("does not govern the body `demo`"));
    assert_eq!(of("?body=demo").header("yize-exit-code"), "1");
    assert_eq!(of("?body=elsewhere").header("yize-exit-code"), "2", "a body of which there is nothing");
    of("?bdy=demo").refuses(400, "request");
}

#[test]
fn documents_are_bounded() {
    let server = server();
    server.board();
    let sent = |headers: &[(&str, &str)], body: &[u8]| server.raw("POST /check?lang=en", headers, body);
    sent(&[("Content-Type", "text/plain")], b"a = 1").refuses(415, "type");
    sent(&[], b"a = 1").refuses(415, "type");
    let toml = ("Content-Type", "application/toml; charset=utf-8");
    sent(&[toml, ("Content-Length", "99999999")], b"").refuses(413, "size");
    // A length that nobody told beforehand.
    let chunk =
        [b"800000\r\n".as_slice(), &vec![b'#'; 0x80_0000], b"\r\n10\r\n", &[b'#'; 16], b"\r\n0\r\n\r\n"].concat();
    sent(&[toml, ("Transfer-Encoding", "chunked")], &chunk).refuses(413, "size");
    assert_eq!(sent(&[toml], b"# nothing\n").status, 200);
}

#[test]
fn an_edit_reaches_those_who_listen() {
    let server = server();
    server.board();
    let mut events = server.events();
    let first = read_until(&mut events, "\n\n");
    assert!(first.contains("event: round") && first.contains("id: 1") && first.contains("retry: "), "{first}");
    server.edit("data/a.toml", "name = \"委员甲\"\n", "name = \"委员甲\"\npoints = 3\n");
    let next = read_until(&mut events, "id: 2");
    assert!(next.contains("event: round"), "{next}");
    let board = server.board();
    assert_eq!((&board["fresh"], &board["summary"]["violations"]), (&1.into(), &1.into()));
    let reload = &board["reloads"][0];
    assert_eq!(
        (&reload["added"], &reload["removed"], &reload["cause"][0]),
        (&1.into(), &0.into(), &"data/a.toml".into())
    );
    assert_eq!(server.get("/findings?new=1").json()["findings"][0]["new"], true);

    server.edit("rules/demo/member.rhai", "member.points < ctx.params.least", "member.points < 2");
    let board = server.until(|board| board["exit"] == 0);
    assert_eq!(board["reloads"][0]["removed"], 1);
}

#[test]
fn hundreds_of_idle_pages_do_not_keep_a_reload_waiting() {
    let server = server();
    server.board();
    // They have asked and never read.
    let idle: Vec<TcpStream> = (0..300)
        .map(|_| {
            use std::io::Write as _;
            let mut stream = TcpStream::connect(server.addr).expect("a connection");
            write!(stream, "GET /events HTTP/1.1\r\nHost: {}\r\n\r\n", server.addr).expect("written");
            stream
        })
        .collect();
    for points in 1..=3 {
        let before =
            if points == 1 { "name = \"委员甲\"\n".to_owned() } else { format!("points = {}\n", points - 1) };
        let keep = if points == 1 { before.as_str() } else { "" };
        server.edit("data/a.toml", &before, &format!("{keep}points = {points}\n"));
        server.until(|board| board["round"].as_u64() > Some(points));
    }
    let mut last = &idle[299];
    last.set_read_timeout(Some(Duration::from_secs(10))).expect("a limit");
    let mut start = [0; 2048];
    let read = last.read(&mut start).expect("readable");
    assert!(String::from_utf8_lossy(&start[..read]).contains("200 OK"));
}

#[test]
fn it_ends_when_told_with_readers_connected() {
    let mut server = server();
    server.board();
    let mut readers: Vec<_> = (0..5).map(|_| server.events()).collect();
    let _never_asked = TcpStream::connect(server.addr).expect("a connection");
    assert_eq!(server.terminate(), Some(0));
    let mut rest = String::new();
    let _ = readers[0].read_to_string(&mut rest);
    assert!(rest.contains("event: bye"), "{rest}");
    assert!(TcpStream::connect(server.addr).is_err());
}
