//! An editor as small as can be: it starts the server, sends messages and waits for answers.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// The server, and what it has said.
pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    heard: Receiver<Value>,
    next: i64,
    version: i64,
    pub(crate) root: PathBuf,
    /// The last diagnostics of each file, by address.
    pub(crate) shown: BTreeMap<String, Vec<Value>>,
    /// Answer to `initialize`.
    pub(crate) hello: Value,
}

impl Client {
    /// Starts a server for a folder.
    pub(crate) fn new(root: &Path, options: &Value) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_yize"))
            .args(["lsp", "--as-of", "2026-12-31", "--lang", "zh"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program starts");
        let (input, output) = (child.stdin.take(), child.stdout.take().expect("piped"));
        let (told, heard) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            loop {
                let (mut length, mut line) = (0, String::new());
                while output.read_line(&mut line).is_ok_and(|read| read > 0) && line != "\r\n" {
                    if let Some(own) = line.strip_prefix("Content-Length: ") {
                        length = own.trim().parse().expect("a number");
                    }
                    line.clear();
                }
                let mut bytes = vec![0; length];
                if length == 0 || output.read_exact(&mut bytes).is_err() {
                    return;
                }
                let _ = told.send(serde_json::from_slice(&bytes).expect("JSON"));
            }
        });
        let mut client = Self {
            child,
            input,
            heard,
            next: 0,
            version: 1,
            root: root.to_owned(),
            shown: BTreeMap::new(),
            hello: Value::Null,
        };
        let folder = json!([{ "uri": client.uri(""), "name": "it" }]);
        let mut params = json!({ "processId": null, "capabilities": {}, "workspaceFolders": folder });
        for (key, value) in options.as_object().expect("a table") {
            params[key] = value.clone();
        }
        client.hello = client.ask("initialize", params);
        client.tell("initialized", json!({}));
        client
    }

    pub(crate) fn uri(&self, file: &str) -> String {
        let path = self.root.join(file);
        format!("file://{}", path.to_str().expect("plain").trim_end_matches('/'))
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let input = self.input.as_mut().expect("open");
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).and_then(|()| input.flush()).expect("it listens");
    }

    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn hear(&mut self) -> Value {
        let message = self.heard.recv_timeout(Duration::from_mins(2)).expect("it answers");
        if message["method"] == "textDocument/publishDiagnostics" {
            let all = message["params"]["diagnostics"].as_array().expect("a list").clone();
            self.shown.insert(message["params"]["uri"].as_str().expect("an address").to_owned(), all);
        }
        message
    }

    /// The answer to a request: all of it, `result` or `error`.
    pub(crate) fn asked(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.hear();
            if message["id"] == id {
                return message;
            }
        }
    }

    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.asked(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// A request about a place in a file: a line and a column, from 0.
    pub(crate) fn at(&mut self, method: &str, file: &str, (line, character): (usize, usize), more: Value) -> Value {
        let mut params = json!({
            "textDocument": { "uri": self.uri(file) }, "position": { "line": line, "character": character },
        });
        for (key, value) in more.as_object().expect("a table") {
            params[key] = value.clone();
        }
        self.ask(method, params)
    }

    pub(crate) fn open(&mut self, file: &str, text: &str) {
        let document = json!({ "uri": self.uri(file), "languageId": "x", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub(crate) fn change(&mut self, file: &str, changes: Value) {
        self.version += 1;
        let document = json!({ "uri": self.uri(file), "version": self.version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Waits until what is shown of a file is as it should be.
    pub(crate) fn until(&mut self, file: &str, good: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let uri = self.uri(file);
        loop {
            if let Some(all) = self.shown.get(&uri).filter(|all| good(all)) {
                return all.clone();
            }
            self.hear();
        }
    }

    /// Ends the server as editors do.
    pub(crate) fn end(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        self.input = None;
        assert!(self.child.wait().expect("it ends").success());
    }
}
