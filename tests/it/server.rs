//! A running `yize serve`, and the little of HTTP that the tests need to talk to it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{AS_OF, SOUND, Workdir};

/// Longer than anything may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// So many rules, each of which takes as long as it may where there are members of the name 慢.
const RULES: usize = 20;

/// The tests' own pack with rules that can take long.
pub fn slowly(dir: Workdir) -> Workdir {
    let rule = |n| {
        format!(
            "rule(\"probe/slow{n}\", #{{ title: \"探\", basis: \"探\", since: \"2022-01-01\", on: \"member\", \
             explain: \"探\" }}, |member, ctx| {{\n\
             let n = 0;\nif member.name == \"慢\" {{ while n < 4000000 {{ n += 1; }} }}\n}});\n"
        )
    };
    dir.with("rules/demo/probe.rhai", (0..RULES).map(rule).collect::<String>())
}

/// So many members that these rules take them long before all that a check may use is used up.
pub fn slow() -> String {
    let member =
        |n| format!("\n[[member]]\nid = \"M-{n}00\"\nname = \"慢\"\nstatus = \"active\"\njoined = 2022-01-18\n");
    format!("{SOUND}{}", (0..20_000).map(member).collect::<String>())
}

/// A server that ends with the test.
pub struct Server {
    pub dir: Workdir,
    pub addr: SocketAddr,
    child: Child,
}

/// What it answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Server {
    /// Serves `data` with the packs in `rules`, at any free port of this machine, with further words.
    pub fn new(dir: Workdir, more: &[&str]) -> Self {
        let rules = ["data", "--rules", "rules"];
        Self::at(dir, &[&rules, more].concat())
    }

    /// The same with all words given.
    pub fn at(dir: Workdir, words: &[&str]) -> Self {
        Self::start(dir, Command::new(env!("CARGO_BIN_EXE_yize")), words)
    }

    /// The same by a command that runs yize with the words that are added.
    pub fn start(dir: Workdir, mut command: Command, words: &[&str]) -> Self {
        command.args(["serve", "--as-of", AS_OF, "--lang", "en"]).args(words).current_dir(dir.path(""));
        if !words.contains(&"--addr") {
            command.args(["--addr", "127.0.0.1:0"]);
        }
        let mut child = command.stdout(Stdio::piped()).spawn().expect("yize");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        let addr = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()?.parse().ok());
        Self { dir, addr: addr.unwrap_or_else(|| panic!("no address in {line:?}")), child }
    }

    /// Changes a file: `from` occurs once in it.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.dir.read(path);
        assert_eq!(text.matches(from).count(), 1, "{path} has {from:?} once");
        std::fs::write(self.dir.path(path), text.replacen(from, to, 1)).expect("written");
    }

    /// An answer to a request that is written out, but for the headers that every request has.
    pub fn raw(&self, first: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = self.connect();
        let mut lines = vec![format!("{first} HTTP/1.1"), "Connection: close".to_owned()];
        let has = |name: &str| headers.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
        if !has("Host") {
            lines.push(format!("Host: {}", self.addr));
        }
        if !body.is_empty() && !has("Content-Length") && !has("Transfer-Encoding") {
            lines.push(format!("Content-Length: {}", body.len()));
        }
        let given = headers.iter().filter(|(_, value)| !value.is_empty());
        lines.extend(given.map(|(name, value)| format!("{name}: {value}")));
        stream.write_all((lines.join("\r\n") + "\r\n\r\n").as_bytes()).expect("written");
        // A server that refuses may close before it has read all.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Answer::read(&bytes)
    }

    /// Whatever comes back for these bytes until the server closes the connection.
    pub fn bytes(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // A server that refuses may close before it has read all.
        let _ = stream.write_all(bytes);
        let mut back = Vec::new();
        let _ = stream.read_to_end(&mut back);
        String::from_utf8_lossy(&back).into_owned()
    }

    /// The answer to a plain request.
    pub fn get(&self, path: &str) -> Answer {
        self.raw(&format!("GET {path}"), &[], b"")
    }

    /// The answer to a document.
    pub fn check(&self, query: &str, document: &[u8]) -> Answer {
        self.raw(&format!("POST /check{query}"), &[("Content-Type", "application/toml")], document)
    }

    /// The board, once the first check is done.
    pub fn board(&self) -> Value {
        let started = Instant::now();
        loop {
            let answer = self.get("/board?lang=en");
            if answer.status != 503 {
                assert_eq!(answer.status, 200, "{answer:?}");
                return answer.json();
            }
            assert!(started.elapsed() < PATIENCE, "the first check does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits for a board that is as wanted.
    pub fn until(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        let started = Instant::now();
        loop {
            let board = self.board();
            if wanted(&board) {
                return board;
            }
            assert!(started.elapsed() < PATIENCE, "the board does not become what is wanted: {board:#}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// A stream of events that has begun.
    pub fn events(&self) -> BufReader<TcpStream> {
        let mut stream = self.connect();
        write!(stream, "GET /events HTTP/1.1\r\nHost: {}\r\n\r\n", self.addr).expect("written");
        let mut reader = BufReader::new(stream);
        read_until(&mut reader, "\r\n\r\n");
        reader
    }

    /// The number of the process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// A connection over which nothing has been said.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.addr).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        stream
    }

    /// Asks it to end, as a service manager does, and gives the exit status.
    pub fn terminate(&mut self) -> Option<i32> {
        let pid = self.child.id();
        assert!(Command::new("sh").args(["-c", &format!("kill -TERM {pid}")]).status().expect("a shell").success());
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.code();
            }
            assert!(started.elapsed() < Duration::from_secs(20), "it does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads on until something has come.
pub fn read_until(reader: &mut impl std::io::Read, wanted: &str) -> String {
    let mut text = Vec::new();
    let mut byte = [0];
    while !String::from_utf8_lossy(&text).ends_with(wanted) {
        assert_eq!(
            reader.read(&mut byte).expect("readable"),
            1,
            "the stream ended: {}",
            String::from_utf8_lossy(&text)
        );
        text.push(byte[0]);
    }
    String::from_utf8_lossy(&text).into_owned()
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no answer: {:?}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        Self { status, headers, body: bytes[end + 4..].to_vec() }
    }

    /// A header.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Asserts that it refuses, with that status and word.
    #[track_caller]
    pub fn refuses(&self, status: u16, code: &str) -> String {
        assert_eq!((self.status, self.json()["error"]["code"].as_str()), (status, Some(code)), "{}", self.text());
        self.json()["error"]["message"].as_str().expect("a message").to_owned()
    }
}
