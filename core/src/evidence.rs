//! What a check asked of the files, and the digest of what it was answered: two checks of one request that were answered the
//! same come to the same, so that what the first came to may be kept under that digest.
//!
//! Nothing is looked for by its name, its size or its time: whoever asks again reads every byte again, and spares what is made
//! of them. What is no file takes part too, as a folder's list and a path that is not there.
//!
//! ```
//! use yize_core::check::check;
//! use yize_core::evidence::{Questions, Witness};
//! # use yize_core::example::{DATA, project, request};
//!
//! # let (files, request) = (project(), request());
//! let witness = Witness::new(&files);
//! let outcome = check(&witness, &request, &());
//! let (questions, answers): (Questions, [u8; 32]) = witness.evidence().expect("no file changed meanwhile");
//! assert_eq!(questions.ask(&files, 1), Some(answers), "the check would find the same");
//!
//! // Whatever is changed, added or removed is seen.
//! let edited = files.clone().with("club/data/members.toml", DATA.replace("visits = 0", "visits = 1"));
//! let more = files.clone().with("club/data/more.toml", "");
//! assert!([edited, more].iter().all(|files| questions.ask(files, 1) != Some(answers)));
//! // A request for something else has another digest.
//! let other = yize_core::Request { only: vec!["ledger/*".to_owned()], ..request.clone() };
//! assert_ne!(other.digest(), request.digest());
//! # assert_eq!(outcome.findings.len(), 1);
//! ```

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::files::{Entry, FileKind, Files, Identity};
use crate::memo::{Digest, Digester};
use crate::parallel;

/// Files that note what they are asked, and the digest of what they answer.
pub struct Witness<'f> {
    files: &'f dyn Files,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    answers: BTreeMap<Question, Answer>,
    /// Whether a question was answered in two ways: a file was changed meanwhile.
    torn: bool,
}

/// Something asked of files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Question {
    /// The bytes of a file, so many at most.
    Read(PathBuf, u64),
    /// What a path is.
    Kind(PathBuf),
    /// Which file it leads to.
    Identity(PathBuf),
    /// Where it leads.
    Real(PathBuf),
    /// What is in a folder.
    Walk(PathBuf),
    /// The same, with the folders beyond links of which it was asked whether they may be entered, and whether they might.
    Within(PathBuf, Vec<(PathBuf, bool)>),
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    /// By its digest.
    Told(Digest),
    /// A file, which is compared with others only.
    Same(Option<Identity>),
}

/// What a check asked of files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questions(Vec<Question>);

impl<'f> Witness<'f> {
    /// One that has seen nothing yet.
    #[must_use]
    pub fn new(files: &'f dyn Files) -> Self {
        Self { files, seen: Mutex::default() }
    }

    /// What was asked, and the digest of it and of the answers; nothing where one question was answered in two ways, so that no
    /// state of the files was seen as a whole.
    #[must_use]
    pub fn evidence(self) -> Option<(Questions, [u8; 32])> {
        let Seen { answers, torn } = self.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        let digest = digest(answers.iter().map(|(question, answer)| (question, answer.clone())));
        (!torn).then(|| (Questions(answers.into_keys().collect()), digest))
    }

    fn note(&self, question: Question, answer: Answer) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let same = seen.answers.get(&question).is_none_or(|earlier| *earlier == answer);
        seen.torn |= !same;
        seen.answers.insert(question, answer);
    }
}

impl Files for Witness<'_> {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let bytes = self.files.read(path, limit);
        self.note(Question::Read(path.to_owned(), limit), Answer::Told(of_bytes(&bytes)));
        bytes
    }

    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        let kind = self.files.kind(path);
        self.note(Question::Kind(path.to_owned()), Answer::Told(of_kind(&kind)));
        kind
    }

    fn identity(&self, path: &Path) -> Option<Identity> {
        let identity = self.files.identity(path);
        self.note(Question::Identity(path.to_owned()), Answer::Same(identity.clone()));
        identity
    }

    fn walk(&self, folder: &Path) -> Vec<Entry> {
        let entries = self.files.walk(folder);
        self.note(Question::Walk(folder.to_owned()), Answer::Told(of_entries(&entries)));
        entries
    }

    fn walk_within(&self, folder: &Path, enter: &dyn Fn(&Path) -> bool) -> Vec<Entry> {
        let doors: Mutex<BTreeMap<PathBuf, bool>> = Mutex::default();
        let noted = |path: &Path| {
            let may = enter(path);
            doors.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), may);
            may
        };
        let entries = self.files.walk_within(folder, &noted);
        let doors = doors.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect();
        self.note(Question::Within(folder.to_owned(), doors), Answer::Told(of_entries(&entries)));
        entries
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        let real = self.files.real(path);
        self.note(Question::Real(path.to_owned()), Answer::Told(of_real(&real)));
        real
    }
}

impl Questions {
    /// Asks the same of files as they are now, on so many threads: the digest of questions and answers. Nothing where the system
    /// gives no thread.
    #[must_use]
    pub fn ask(&self, files: &dyn Files, jobs: usize) -> Option<[u8; 32]> {
        let ask = || parallel::map(jobs, &self.0, || (), |(), question| question.ask(files));
        let answers = parallel::or_say(ask).ok()?;
        Some(digest(self.0.iter().zip(answers)))
    }
}

impl Question {
    fn ask(&self, files: &dyn Files) -> Answer {
        Answer::Told(match self {
            Self::Read(path, limit) => of_bytes(&files.read(path, *limit)),
            Self::Kind(path) => of_kind(&files.kind(path)),
            Self::Identity(path) => return Answer::Same(files.identity(path)),
            Self::Real(path) => of_real(&files.real(path)),
            Self::Walk(folder) => of_entries(&files.walk(folder)),
            Self::Within(folder, doors) => {
                let unknown = Mutex::new(false);
                let enter = |path: &Path| match doors.binary_search_by(|(door, _)| door.as_path().cmp(path)) {
                    Ok(at) => doors[at].1,
                    Err(_) => {
                        *unknown.lock().unwrap_or_else(PoisonError::into_inner) = true;
                        false
                    }
                };
                let entries = of_entries(&files.walk_within(folder, &enter));
                let unknown = unknown.into_inner().unwrap_or_else(PoisonError::into_inner);
                if unknown { Digester::new("another door").with(entries).done() } else { entries }
            }
        })
    }

    /// Its number among the sorts of questions, and the path.
    fn asked(&self) -> (i64, &Path) {
        match self {
            Self::Read(path, _) => (0, path),
            Self::Kind(path) => (1, path),
            Self::Identity(path) => (2, path),
            Self::Real(path) => (3, path),
            Self::Walk(path) => (4, path),
            Self::Within(path, _) => (5, path),
        }
    }
}

/// The digest of what was asked, and of what was answered.
fn digest<'q>(all: impl Iterator<Item = (&'q Question, Answer)>) -> [u8; 32] {
    let mut files: HashMap<Identity, usize> = HashMap::new();
    let mut digest = Digester::new("evidence");
    for (question, answer) in all {
        let (sort, path) = question.asked();
        digest = digest.number(sort).bytes(path.as_os_str().as_encoded_bytes());
        if let Question::Read(_, limit) = question {
            digest = digest.bytes(&limit.to_le_bytes());
        }
        if let Question::Within(_, doors) = question {
            digest = doors.iter().fold(digest.count(doors.len()), |digest, (door, may)| {
                digest.bytes(door.as_os_str().as_encoded_bytes()).number(*may)
            });
        }
        digest = match answer {
            Answer::Told(answer) => digest.with(answer),
            // Numbers of files differ from machine to machine: which paths lead to one file does not.
            Answer::Same(None) => digest.number(-1),
            Answer::Same(Some(identity)) => {
                let next = files.len();
                digest.count(*files.entry(identity).or_insert(next))
            }
        };
    }
    digest.done().bytes()
}

fn of_bytes(bytes: &io::Result<Vec<u8>>) -> Digest {
    match bytes {
        Ok(bytes) => Digester::new("bytes").bytes(bytes).done(),
        Err(error) => of_error(error),
    }
}

fn of_kind(kind: &io::Result<FileKind>) -> Digest {
    match kind {
        Ok(kind) => Digester::new("kind").text(kind_word(*kind)).done(),
        Err(error) => of_error(error),
    }
}

fn of_real(real: &io::Result<PathBuf>) -> Digest {
    match real {
        Ok(path) => Digester::new("real").bytes(path.as_os_str().as_encoded_bytes()).done(),
        Err(error) => of_error(error),
    }
}

fn of_entries(entries: &[Entry]) -> Digest {
    let digest = Digester::new("entries").count(entries.len());
    let with = |digest: Digester, entry: &Entry| {
        let digest = digest.bytes(entry.path.as_os_str().as_encoded_bytes()).number(entry.linked);
        match &entry.kind {
            Ok(kind) => digest.text(kind_word(*kind)),
            Err(error) => digest.with(of_error(error)),
        }
    };
    entries.iter().fold(digest, with).done()
}

/// An error by all that reports may tell of it.
fn of_error(error: &io::Error) -> Digest {
    Digester::new("error").text(&format!("{:?}", error.kind())).text(&error.to_string()).done()
}

fn kind_word(kind: FileKind) -> &'static str {
    match kind {
        FileKind::File => "file",
        FileKind::Folder => "folder",
        FileKind::Other => "other",
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::files::{Disk, Memory, write_beside};

    /// What a few questions at a folder are answered.
    fn asked(folder: &Path, enter: bool) -> (Questions, [u8; 32]) {
        let witness = Witness::new(&Disk);
        let _ = witness.read(&folder.join("a"), 100);
        let _ = witness.read(&folder.join("none"), 100);
        let _ = witness.kind(&folder.join("b"));
        let _ = witness.real(&folder.join("b"));
        let _ = (witness.identity(&folder.join("a")), witness.identity(&folder.join("b")));
        let _ = witness.walk_within(folder, &|_| enter);
        witness.evidence().expect("nothing changed meanwhile")
    }

    #[test]
    fn every_sort_of_change_is_seen_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let (at, outside) = (|name: &str| folder.path().join(name), tempfile::tempdir().unwrap());
        write_beside(&at("a"), b"one").unwrap();
        write_beside(&at("b"), b"one").unwrap();
        write_beside(&outside.path().join("x"), b"").unwrap();
        symlink(outside.path(), at("door")).unwrap();
        let (questions, first) = asked(folder.path(), true);
        let now = || questions.ask(&Disk, 2).unwrap();
        assert_eq!(now(), first);

        let mut seen = vec![first];
        let mut changed = |how: &str, change: &dyn Fn()| {
            change();
            let answers = now();
            assert!(!seen.contains(&answers), "{how}");
            seen.push(answers);
        };
        changed("a file's text", &|| write_beside(&at("a"), b"two").unwrap());
        changed("a file that was not there", &|| write_beside(&at("none"), b"").unwrap());
        changed("what is beyond a door", &|| write_beside(&outside.path().join("y"), b"").unwrap());
        changed("a file becomes a link to another", &|| {
            std::fs::remove_file(at("b")).unwrap();
            symlink("a", at("b")).unwrap();
        });
        changed("a link leads elsewhere", &|| {
            std::fs::remove_file(at("b")).unwrap();
            symlink("none", at("b")).unwrap();
        });
        changed("and a file becomes a folder", &|| {
            std::fs::remove_file(at("b")).unwrap();
            std::fs::create_dir(at("b")).unwrap();
        });
        changed("another door, of which nobody was asked", &|| {
            let other = folder.path().join("b/other");
            symlink(outside.path().parent().unwrap(), other).unwrap();
        });
        std::fs::remove_dir_all(at("b")).unwrap();
        std::fs::remove_file(at("none")).unwrap();
        std::fs::remove_file(outside.path().join("y")).unwrap();
        write_beside(&at("a"), b"one").unwrap();
        write_beside(&at("b"), b"one").unwrap();
        // Other files by their numbers, and of another time: the same.
        assert_eq!(now(), first);
        assert_ne!(asked(folder.path(), false).1, first, "whether a door may be entered takes part");
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_no_evidence() {
        let mut witness = Witness::new(&Disk);
        let (one, two) = (Memory::default().with("a", "one"), Memory::default().with("a", "two"));
        for (files, whole) in [(&one, true), (&one, true), (&two, false)] {
            witness.files = files;
            let _ = witness.read(Path::new("a"), 10);
            let seen = witness.seen.lock().unwrap();
            assert_eq!(!seen.torn, whole);
        }
        assert!(witness.evidence().is_none());
    }
}
