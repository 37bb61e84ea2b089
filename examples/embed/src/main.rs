//! A registry of members' proposals: it is handed documents, a request a line, and answers each with what their rules find.
//!
//! It shows what an embedder needs: packs that are exchanged while it runs, and one function of its own.

mod register;
mod service;

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use service::Service;

fn main() -> ExitCode {
    match serve(&mut Service::new(), io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(service: &mut Service, requests: impl BufRead, mut answers: impl Write) -> io::Result<()> {
    for line in requests.lines() {
        serde_json::to_writer(&mut answers, &service.answer(&line?))?;
        answers.write_all(b"\n")?;
        answers.flush()?;
    }
    Ok(())
}
