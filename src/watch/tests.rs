//! Tests of the watcher on a real file system. `round` stands for a check: it reads what it is told to.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use notify::event::{EventKind, Flag};

use super::*;
use yize_core::files::Recorder;
use yize_core::files::{Disk, Files};

/// No test waits longer, however busy the machine is.
const LONG: Duration = Duration::from_secs(30);

struct Watched {
    folder: tempfile::TempDir,
    watcher: Watcher,
    stopper: Stopper,
}

impl Watched {
    fn new(poll: Option<Duration>) -> Self {
        let options = Options { poll, settle: Duration::from_millis(20) };
        let (watcher, stopper) = Watcher::new(options).unwrap();
        Self { folder: tempfile::tempdir().unwrap(), watcher, stopper }
    }

    fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    /// Reads all files of a folder, and follows them.
    fn round(&mut self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        self.round_with(folder, || ())
    }

    /// The same, and something happens when they have been read.
    fn round_with(&mut self, folder: &str, between: impl FnOnce()) -> BTreeMap<PathBuf, Vec<u8>> {
        let recorder = Recorder::new(&Disk);
        let mut read = BTreeMap::new();
        for entry in recorder.walk(&self.folder.path().join(folder)) {
            if let Ok(bytes) = recorder.read(&entry.path, 1 << 20) {
                read.insert(entry.path, bytes);
            }
        }
        between();
        self.watcher.follow(&recorder.asked());
        read
    }

    fn wait(&mut self, time: Duration) -> Event {
        self.watcher.wait(Some(Instant::now() + time))
    }

    /// Rounds until nothing more happens.
    fn rest(&mut self, folder: &str) {
        while matches!(self.wait(Duration::from_millis(300)), Event::Changed { .. }) {
            self.round(folder);
        }
    }

    /// Rounds until one reads just that.
    #[track_caller]
    fn reads(&mut self, folder: &str, expected: &[(&str, &str)]) {
        let expected: BTreeMap<_, _> =
            expected.iter().map(|(name, text)| (self.path(folder).join(name), text.as_bytes().to_vec())).collect();
        loop {
            assert!(matches!(self.wait(LONG), Event::Changed { .. }), "nobody tells of {expected:?}");
            if self.round(folder) == expected {
                return;
            }
        }
    }
}

fn write(path: impl AsRef<Path>, text: &str) {
    fs::write(path, text).unwrap();
}

#[test]
fn the_first_round_is_followed_by_one_more_and_then_there_is_quiet() {
    for poll in [None, Some(Duration::from_millis(50))] {
        let mut watched = Watched::new(poll);
        write(watched.path("a"), "1");
        watched.round("");
        assert_eq!(watched.wait(LONG), Event::Changed { paths: Vec::new(), rescan: false });
        watched.round("");
        assert_eq!(watched.wait(Duration::from_millis(400)), Event::Timeout);
    }
}

#[test]
fn a_change_is_told_by_the_path_that_was_asked_for() {
    for poll in [None, Some(Duration::from_millis(50))] {
        let mut watched = Watched::new(poll);
        write(watched.path("a"), "1");
        watched.round("");
        watched.rest("");
        write(watched.path("a"), "2");
        assert_eq!(watched.wait(LONG), Event::Changed { paths: vec![watched.path("a")], rescan: false });
    }
}

#[test]
fn whoever_only_reads_wakes_nobody() {
    let mut watched = Watched::new(None);
    write(watched.path("a"), "1");
    watched.round("");
    watched.rest("");
    for _ in 0..50 {
        fs::read(watched.path("a")).unwrap();
        fs::read_dir(watched.path("")).unwrap().for_each(drop);
    }
    assert_eq!(watched.wait(Duration::from_millis(300)), Event::Timeout);
}

#[test]
fn a_folder_may_come_late_and_go_and_come_back() {
    let mut watched = Watched::new(None);
    assert!(watched.round("x/y").is_empty());
    watched.rest("x/y");
    fs::create_dir_all(watched.path("x/y/z")).unwrap();
    write(watched.path("x/y/z/a"), "1");
    watched.reads("x/y", &[("z/a", "1")]);
    watched.rest("x/y");
    fs::rename(watched.path("x"), watched.path("w")).unwrap();
    watched.reads("x/y", &[]);
    watched.rest("x/y");
    fs::rename(watched.path("w"), watched.path("x")).unwrap();
    watched.reads("x/y", &[("z/a", "1")]);
    write(watched.path("x/y/z/a"), "2");
    watched.reads("x/y", &[("z/a", "2")]);
    watched.rest("x/y");
    // Away and back at once: the library has forgotten its watches, and the folders look the same.
    fs::rename(watched.path("x"), watched.path("w")).unwrap();
    fs::rename(watched.path("w"), watched.path("x")).unwrap();
    watched.rest("x/y");
    write(watched.path("x/y/z/a"), "3");
    let start = Instant::now();
    watched.reads("x/y", &[("z/a", "3")]);
    assert!(start.elapsed() < SWEEP || watched.watcher.notices.is_none(), "only the sweep has seen it");
}

#[cfg(unix)]
#[test]
fn a_link_may_be_pointed_elsewhere() {
    use std::os::unix::fs::symlink;
    for poll in [None, Some(Duration::from_millis(50))] {
        let mut watched = Watched::new(poll);
        for version in ["1", "2"] {
            fs::create_dir(watched.path(version)).unwrap();
            write(watched.path(version).join("a"), version);
        }
        symlink("1", watched.path("now")).unwrap();
        watched.round("now");
        watched.rest("now");
        symlink("2", watched.path("next")).unwrap();
        fs::rename(watched.path("next"), watched.path("now")).unwrap();
        watched.reads("now", &[("a", "2")]);
        watched.rest("now");
        write(watched.path("2/a"), "3");
        watched.reads("now", &[("a", "3")]);
    }
}

#[test]
fn lost_notices_are_a_reason_to_read_everything_again_but_not_over_and_over() {
    let mut watched = Watched::new(None);
    write(watched.path("a"), "1");
    watched.round("");
    watched.rest("");
    let overflow = || Ok(notify::Event::new(EventKind::Other).set_flag(Flag::Rescan));
    watched.watcher.shared.hear(overflow());
    assert_eq!(watched.wait(LONG), Event::Changed { paths: Vec::new(), rescan: true });
    watched.round("");
    watched.rest("");
    // As when reading itself is too much for the queue.
    watched.watcher.shared.hear(overflow());
    assert_eq!(watched.wait(Duration::from_millis(300)), Event::Timeout);
    // A change that can be seen is told at once all the same, though its notice is lost.
    watched.watcher.notices = None;
    write(watched.path("a"), "22");
    assert!(matches!(watched.wait(RESCANS), Event::Changed { paths, .. } if paths == [watched.path("a")]));
}

#[test]
fn without_notices_the_watcher_looks_by_itself_and_says_so() {
    let mut watched = Watched::new(None);
    write(watched.path("a"), "1");
    watched.round("");
    watched.rest("");
    assert!(watched.watcher.note().is_none());
    watched.watcher.shared.hear(Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch)));
    watched.rest("");
    assert!(watched.watcher.notices.is_none());
    assert!(watched.watcher.note().unwrap().get(yize_core::language::Lang::Zh).contains("每 1 秒"));
    assert!(watched.watcher.note().is_none());
    write(watched.path("a"), "2");
    watched.reads("", &[("a", "2")]);
}

#[test]
fn a_storm_of_changes_is_a_few_rounds() {
    let mut watched = Watched::new(None);
    watched.round("");
    watched.rest("");
    let folder = watched.path("");
    let storm = std::thread::spawn(move || {
        for n in 0..20_000 {
            write(folder.join(format!("{}", n % 50)), &format!("{n}"));
        }
    });
    let mut rounds = 0;
    while !storm.is_finished() {
        if matches!(watched.wait(LONG), Event::Changed { .. }) {
            watched.round("");
            rounds += 1;
        }
    }
    storm.join().unwrap();
    watched.rest("");
    let read = watched.round("");
    assert_eq!(read.len(), 50);
    assert!(read.iter().all(|(path, text)| *text == format!("{}", 19_950 + number(path)).as_bytes()), "{read:?}");
    assert!(rounds < 200, "{rounds}");
}

fn number(path: &Path) -> usize {
    path.file_name().unwrap().to_str().unwrap().parse().unwrap()
}

#[test]
fn to_stop_wakes_whoever_waits() {
    fn goes_between_threads<T: Send>(_: &T) {}
    let mut watched = Watched::new(None);
    goes_between_threads(&watched.watcher);
    let stopper = watched.stopper.clone();
    let other = std::thread::spawn(move || stopper.stop());
    assert_eq!(watched.watcher.wait(None), Event::Stopped);
    other.join().unwrap();
    assert!(watched.stopper.is_stopped());
    assert_eq!(watched.watcher.wait(None), Event::Stopped);
}

#[test]
fn what_changes_after_it_was_read_and_before_it_is_followed_is_told() {
    for notices in [true, false] {
        let mut watched = Watched::new(None);
        if !notices {
            watched.watcher.notices = None;
        }
        // No sweep is to save the day.
        let soon = |watched: &mut Watched| {
            watched.watcher.next = Instant::now() + LONG;
            assert!(matches!(watched.wait(LONG / 2), Event::Changed { .. }));
        };
        fs::create_dir(watched.path("data")).unwrap();
        let file = watched.path("data/a");
        write(&file, "1");
        // Followed for the first time.
        watched.round_with("data", || write(&file, "2"));
        soon(&mut watched);
        // Followed already.
        watched.round_with("data", || write(&file, "33"));
        soon(&mut watched);
        watched.round_with("data", || fs::create_dir(file.with_file_name("new")).unwrap());
        soon(&mut watched);
        // A folder that has come since, and is not watched yet.
        watched.round_with("data", || write(file.with_file_name("new/b"), "1"));
        soon(&mut watched);
        watched.round_with("data", || write(file.with_file_name("new/b"), "22"));
        soon(&mut watched);
        assert_eq!(watched.round("data").len(), 2);
    }
}

/// Edits of all kinds at random times, during rounds and between them: what the last round has read is what is there.
#[test]
fn no_edit_is_missed_whenever_it_comes() {
    for (seed, poll) in [(1, None), (2, None), (3, Some(Duration::from_millis(30)))] {
        let mut watched = Watched::new(poll);
        fs::create_dir(watched.path("data")).unwrap();
        watched.round("data");
        let root = watched.path("data");
        let editor = std::thread::spawn(move || {
            let mut random = Random(seed);
            for n in 0..200 {
                edit(&root, n, &mut random);
                std::thread::sleep(Duration::from_micros(random.below(8000)));
            }
        });
        let mut last = BTreeMap::new();
        loop {
            let over = editor.is_finished();
            match watched.wait(if over { Duration::from_millis(400) } else { LONG }) {
                Event::Changed { .. } => last = watched.round("data"),
                _ if over => break,
                other => panic!("{other:?}"),
            }
        }
        editor.join().unwrap();
        let there = watched.round("data");
        assert_eq!(last, there, "seed {seed}");
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// One edit; what it needs may not be there, and then it does nothing.
fn edit(root: &Path, n: u64, random: &mut Random) {
    let folder = root.join(format!("f{}", random.below(3)));
    let file = folder.join(format!("{}", random.below(4)));
    let _ = match random.below(8) {
        0 => fs::remove_file(&file),
        1 => fs::rename(&folder, root.join(format!("f{}", random.below(3)))),
        2 => fs::remove_dir_all(&folder),
        3 => fs::write(folder.join("new"), format!("{n}")).and_then(|()| fs::rename(folder.join("new"), &file)),
        _ => fs::create_dir_all(&folder).and_then(|()| fs::write(&file, format!("{n}"))),
    };
}
