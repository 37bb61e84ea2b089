//! The process of a document, held by whoever asked: it ends when nobody waits for it any more.

use std::ffi::OsString;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use axum::body::Bytes;

use crate::serve::TOKEN;
use crate::serve::document::worker::Answer;

/// The program itself, also after another was put in its place.
const OWN: &str = "/proc/self/exe";
/// Longest line before a report.
const LINE: u64 = 64 << 10;

/// A process that is ended with this.
pub(super) struct Leash(Child);

/// What is said to a process, and what it says.
pub(super) struct Talk {
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

/// Starts one.
pub(super) fn start(words: &[OsString]) -> io::Result<(Leash, Talk)> {
    let own = Path::new(OWN);
    let program = if own.exists() { PathBuf::from(own) } else { std::env::current_exe()? };
    let mut command = Command::new(program);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::arg0(&mut command, "yize");
    command.args(words).env_remove(TOKEN).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut leash = Leash(command.spawn()?);
    let (stdin, stdout) = (leash.0.stdin.take(), leash.0.stdout.take());
    let (Some(stdin), Some(stdout)) = (stdin, stdout) else { return Err(io::ErrorKind::BrokenPipe.into()) };
    Ok((leash, Talk { stdin, stdout: BufReader::new(stdout) }))
}

impl Talk {
    /// Hands the document over and takes the answer, whole or not at all.
    pub(super) fn hold(mut self, document: &Bytes) -> io::Result<(Answer, Vec<u8>)> {
        writeln!(self.stdin, "{}", document.len())?;
        self.stdin.write_all(document)?;
        self.stdin.flush()?;
        let mut line = String::new();
        self.stdout.by_ref().take(LINE).read_line(&mut line)?;
        let answer: Answer = serde_json::from_str(&line)?;
        let mut report = Vec::new();
        if let Answer::Report(_, length) = &answer {
            report.resize(*length, 0);
            self.stdout.read_exact(&mut report)?;
        }
        Ok((answer, report))
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
