//! Workbooks that are saved while they are watched: whole, half, with a password, and with what office programs put beside them.

use super::harness::Watch;
use crate::support::{Workdir, ledgers, members, root};

fn workdir() -> Workdir {
    let settings = ledgers(&[("data/*.xlsx", "body = \"demo\", year = 2026")]);
    Workdir::new().with("yize.toml", settings).with("data/a.xlsx", members(&[(1, 60, ""), (2, 70, "")]))
}

fn write(dir: &Workdir, path: &str, bytes: &[u8]) {
    std::fs::write(dir.path(path), bytes).expect("written");
}

/// As Excel does: a note of who has it open, the new file under a name of its own, which then takes the place of the old one.
fn save(dir: &Workdir, bytes: &[u8]) {
    write(dir, "data/~$a.xlsx", b"\x06office");
    write(dir, "data/1F2E3D40", bytes);
    std::fs::rename(dir.path("data/1F2E3D40"), dir.path("data/a.xlsx")).expect("renamed");
    std::fs::remove_file(dir.path("data/~$a.xlsx")).expect("removed");
}

/// Records and faults, as the last report has them.
fn counts(watch: &Watch) -> [u64; 2] {
    let report = watch.log().iter().rev().find(|event| event["event"] == "report").expect("a report");
    ["records", "faults"].map(|key| report["summary"][key].as_u64().expect("a number"))
}

#[test]
fn a_workbook_that_is_saved_by_renaming_is_read_anew() {
    let mut watch = Watch::with(workdir(), ".", "");
    assert_eq!(counts(&watch), [2, 0]);
    watch.changes(|dir| save(dir, &members(&[(1, 60, ""), (2, 10, "")])));
    assert_eq!((counts(&watch), watch.messages().len()), ([2, 0], 1), "{:?}", watch.messages());
    watch.changes(|dir| save(dir, &members(&[(1, 60, ""), (2, 70, "")])));
    assert_eq!(watch.messages(), [""; 0]);
    watch.ends();
}

#[test]
fn of_a_half_written_or_locked_workbook_nothing_is_taken_as_read() {
    let mut watch = Watch::with(workdir(), ".", "");
    let whole = members(&[(1, 60, ""), (2, 70, "")]);
    for bad in [
        (&whole[..whole.len() / 2], "is incomplete or damaged"),
        (&[], "is an empty file"),
        (&std::fs::read(root().join("tests/ledgers/nasty/password/台账.xlsx")).expect("there"), "asks for a password"),
    ] {
        watch.changes(|dir| write(dir, "data/a.xlsx", bad.0));
        assert!(watch.messages().iter().any(|message| message.contains(bad.1)), "{:?}", watch.messages());
        // What was read before is not gone by: that would be green.
        assert_eq!(counts(&watch)[0], 0, "{:?}", watch.log());
        assert_eq!(watch.dir.yize("check . --as-of 2026-06-30 --format json --lang en").code, Some(2));
        watch.changes(|dir| write(dir, "data/a.xlsx", &whole));
        assert_eq!((counts(&watch), watch.messages().len()), ([2, 0], 0), "{:?}", watch.messages());
    }
    watch.ends();
}

#[test]
fn what_office_programs_put_beside_a_workbook_is_no_data() {
    let mut watch = Watch::with(workdir(), ".", "");
    for name in ["~$a.xlsx", ".~lock.a.xlsx#", ".~a.xlsx"] {
        watch.still(|dir| write(dir, &format!("data/{name}"), b"\x06office"));
    }
    assert_eq!((counts(&watch), watch.messages().len()), ([2, 0], 0), "{:?}", watch.messages());
    assert_eq!(watch.dir.yize("check . --as-of 2026-06-30 --format json").exits(0).json()["summary"]["files"], 1);
    watch.ends();
}
