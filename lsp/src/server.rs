//! The loop: messages of the editor and what the worker has found, one after another.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crossbeam_channel::{never, select, unbounded};
use lsp_server::{Connection, ErrorCode, Message, Notification, Response};
use serde_json::{Value, json};
use yize_core::files::Overlay;
use yize_core::format::Sort;
use yize_core::ide::{Kept, Open};
use yize_core::{Lang, Outcome, Request, show_path};

use crate::address;
use crate::handlers::{Desk, answer};
use crate::shapes;
use crate::text::{Units, changed};
use crate::worker::{Checked, Worker};

/// What the server knows.
struct Server {
    connection: Connection,
    units: Units,
    lang: Lang,
    open: Overlay,
    /// Number of the state of the texts.
    state: u64,
    /// The last outcomes, one for each folder.
    outcomes: Vec<Arc<Outcome>>,
    /// Files for which something is shown.
    shown: BTreeSet<PathBuf>,
    /// Those of which the text alone was found wrong.
    hasty: BTreeSet<PathBuf>,
    /// What was found of the records of each open file.
    kept: BTreeMap<PathBuf, Kept>,
}

/// Serves an editor over stdin and stdout until it says that it has finished.
///
/// # Errors
/// When the editor breaks off, or breaks the protocol.
pub fn serve(request: Request, lang: Lang) -> io::Result<()> {
    let (connection, threads) = Connection::stdio();
    over(connection, request, lang)?;
    threads.join()
}

/// The same over any connection.
///
/// # Errors
/// As [`serve`].
pub fn over(connection: Connection, request: Request, lang: Lang) -> io::Result<()> {
    let broken = |error: lsp_server::ProtocolError| io::Error::new(io::ErrorKind::InvalidData, error.to_string());
    let (id, params) = connection.initialize_start().map_err(broken)?;
    let units = units(&params);
    connection.initialize_finish(id, capabilities(units)).map_err(broken)?;
    let (checked, mut heard) = unbounded();
    let worker = Worker::new(&request, &roots(&params), move |done| drop(checked.send(done)));
    let lang = language(&params).unwrap_or(lang);
    let mut server = Server {
        connection,
        units,
        lang,
        open: Overlay::default(),
        state: 0,
        outcomes: Vec::new(),
        shown: BTreeSet::new(),
        hasty: BTreeSet::new(),
        kept: BTreeMap::new(),
    };
    worker.ask(0, Overlay::default());
    loop {
        let message = select! {
            recv(heard) -> done => {
                match done {
                    Ok(done) => server.show(done)?,
                    // The worker has broken off: what the files alone show is still told.
                    Err(_) => heard = never(),
                }
                continue;
            }
            recv(server.connection.receiver) -> message => message,
        };
        let Ok(message) = message else { return Ok(()) };
        match message {
            Message::Request(request) => {
                if server.connection.handle_shutdown(&request).map_err(broken)? {
                    return Ok(());
                }
                server.request(request)?;
            }
            Message::Notification(notification) if server.take(&notification)? => {
                server.state += 1;
                worker.ask(server.state, server.open.clone());
            }
            Message::Notification(_) | Message::Response(_) => {}
        }
    }
}

/// In what the client counts columns: bytes where it can.
fn units(params: &Value) -> Units {
    let offered = params["capabilities"]["general"]["positionEncodings"].as_array();
    let bytes = offered.is_some_and(|words| words.iter().any(|word| word == "utf-8"));
    if bytes { Units::Utf8 } else { Units::Utf16 }
}

/// The language that the client asks for: by its option, else by its locale.
fn language(params: &Value) -> Option<Lang> {
    let word = params["initializationOptions"]["lang"].as_str().or_else(|| params["locale"].as_str())?;
    Some(if word.to_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En })
}

/// The folders that are open.
fn roots(params: &Value) -> Vec<PathBuf> {
    let folders = params["workspaceFolders"].as_array().into_iter().flatten().map(|folder| &folder["uri"]);
    let mut roots: Vec<PathBuf> = folders.filter_map(Value::as_str).filter_map(address::path).collect();
    if roots.is_empty() {
        roots.extend(params["rootUri"].as_str().and_then(address::path));
    }
    roots
}

fn capabilities(units: Units) -> Value {
    let tokens = json!({ "legend": { "tokenTypes": shapes::SHADES, "tokenModifiers": [] }, "full": true });
    json!({
        "capabilities": {
            "positionEncoding": units.word(),
            "textDocumentSync": { "openClose": true, "change": 2, "save": true },
            "completionProvider": { "triggerCharacters": [".", "\"", "[", "="] },
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "renameProvider": true,
            "documentSymbolProvider": true,
            "foldingRangeProvider": true,
            "inlayHintProvider": true,
            "codeActionProvider": { "codeActionKinds": ["quickfix"] },
            "semanticTokensProvider": tokens,
            "documentFormattingProvider": true,
        },
        "serverInfo": { "name": "yize", "version": env!("CARGO_PKG_VERSION") },
    })
}

impl Server {
    fn send(&self, message: Message) -> io::Result<()> {
        self.connection.sender.send(message).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn request(&self, request: lsp_server::Request) -> io::Result<()> {
        let path = request.params["textDocument"]["uri"].as_str().and_then(address::path);
        let open = path.as_ref().and_then(|path| Some((path, self.open.0.get(path)?)));
        let response = match open {
            None => Response::new_ok(request.id, Value::Null),
            Some((path, text)) => {
                let name = show_path(path);
                let outcome = self.outcome(&name);
                let desk = Desk { outcome: &outcome, name: &name, text, units: self.units, lang: self.lang };
                match answer(&request.method, &request.params, &desk) {
                    Ok(value) => Response::new_ok(request.id, value),
                    Err(why) => Response::new_err(request.id, ErrorCode::RequestFailed as i32, why),
                }
            }
        };
        self.send(Message::Response(response))
    }

    /// Takes what the editor tells; gives whether the texts are others now.
    fn take(&mut self, told: &Notification) -> io::Result<bool> {
        let document = &told.params["textDocument"];
        let path = document["uri"].as_str().and_then(address::path);
        match (told.method.as_str(), path) {
            ("textDocument/didOpen", Some(path)) => {
                self.open.0.insert(path.clone(), document["text"].as_str().unwrap_or_default().into());
                self.hasty(&path)?;
            }
            ("textDocument/didChange", Some(path)) => {
                let Some(text) = self.open.0.get(&path) else { return Ok(false) };
                let changes = told.params["contentChanges"].as_array().cloned().unwrap_or_default();
                let new = changes.iter().fold(text.to_string(), |text, change| changed(&text, change, self.units));
                self.open.0.insert(path.clone(), new.into());
                self.hasty(&path)?;
            }
            ("textDocument/didClose", Some(path)) => {
                self.open.0.remove(&path);
                self.kept.remove(&path);
            }
            ("textDocument/didSave" | "workspace/didChangeWatchedFiles", _) => {}
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The outcome that knows a file.
    fn outcome(&self, name: &str) -> Arc<Outcome> {
        let knows = |outcome: &&Arc<Outcome>| outcome.sources.current().any(|source| source.name == name);
        self.outcomes.iter().find(knows).or(self.outcomes.first()).cloned().unwrap_or_default()
    }

    /// Tells what the file alone shows to be wrong, before anything is checked. Where nothing is, what was found before stands
    /// until the check has ended.
    fn hasty(&mut self, path: &PathBuf) -> io::Result<()> {
        let (name, Some(text)) = (show_path(path), self.open.0.get(path)) else { return Ok(()) };
        let outcome = self.outcome(&name);
        let (findings, sources) =
            Open::new(&outcome, &name, text).quick_again(self.kept.entry(path.clone()).or_default());
        let was = self.hasty.contains(path);
        if findings.is_empty() && !was {
            return Ok(());
        }
        let all: Vec<Value> =
            findings.iter().map(|own| shapes::diagnostic(own, &sources, self.units, self.lang)).collect();
        if all.is_empty() {
            self.hasty.remove(path)
        } else {
            self.hasty.insert(path.clone())
        };
        self.shown.insert(path.clone());
        self.publish(path, all)
    }

    fn publish(&self, path: &std::path::Path, diagnostics: Vec<Value>) -> io::Result<()> {
        let params = json!({ "uri": address::of(path), "diagnostics": diagnostics });
        self.send(Message::Notification(Notification::new("textDocument/publishDiagnostics".to_owned(), params)))
    }

    /// Shows what was found, unless the texts are others by now: then another check is on its way.
    fn show(&mut self, done: Checked) -> io::Result<()> {
        self.outcomes = done.outcomes;
        if done.state != self.state {
            return Ok(());
        }
        let mut files: BTreeMap<PathBuf, Vec<Value>> =
            self.shown.iter().map(|path| (path.clone(), Vec::new())).collect();
        files.extend(self.open.0.keys().map(|path| (path.clone(), Vec::new())));
        for (outcome, held) in self.outcomes.iter().zip(&done.held) {
            for finding in outcome.findings.iter().chain(held) {
                let place = finding.place.map(|place| outcome.sources.get(place.source));
                let Some(name) = place.map(|source| &source.name).or(finding.path.as_ref()) else { continue };
                let path = PathBuf::from(name);
                if path.is_absolute() {
                    let own = shapes::diagnostic(finding, &outcome.sources, self.units, self.lang);
                    let all = files.entry(path).or_default();
                    if !all.contains(&own) {
                        all.push(own);
                    }
                }
            }
        }
        self.shown = files.iter().filter(|(_, all)| !all.is_empty()).map(|(path, _)| path.clone()).collect();
        files.into_iter().try_for_each(|(path, all)| self.publish(&path, all))?;
        self.look_ahead();
        Ok(())
    }

    /// Looks at the open files of data as the next keystroke will: by packs that were just read, each record is looked at anew,
    /// and nobody waits for that now.
    fn look_ahead(&mut self) {
        let mut kept = std::mem::take(&mut self.kept);
        for (path, text) in self.open.0.iter().filter(|(path, _)| Sort::of(path) == Some(Sort::Data)) {
            let name = show_path(path);
            let of_file = kept.entry(path.clone()).or_default();
            let _ = Open::new(&self.outcome(&name), &name, text).quick_again(of_file);
        }
        self.kept = kept;
    }
}
