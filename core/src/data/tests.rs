//! More than there is room for: each list that is full is reported, and no rule may take what is there for all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::gather::{Beyond, Gathered, joined};
use super::governance::Governance;
use super::read::{Given, fetch};
use super::told::untold;
use super::{Room, Store};
use crate::files::Memory;
use crate::files::fence::Fence;
use crate::finding::Effect;
use crate::host;
use crate::pack::load::{self, PackSource};
use crate::project::Input;
use crate::source::Sources;

const KINDS: &str = "[thing]\nlabel = \"物\"\nkey = [\"body\", \"id\"]\nyearly = false\n[thing.fields]\n\
    id = { type = \"string\", label = \"号\" }\n\
    tags = { type = \"list\", of = \"integer\", label = \"签\", optional = true }\n\
    [note]\nlabel = \"记\"\nyearly = false\n[note.fields]\nthing = { type = \"ref\", to = \"thing\", label = \"物\" }\n";

/// The records of two files, gathered where there is only so much room.
fn gathered(room: Room) -> Gathered {
    let first = "body = \"a\"\n[[thing]]\nid = \"1\"\ntags = [1, 2]\n[[thing]]\nid = \"2\"\n";
    let second = "[[thing]]\nbody = \"a\"\nid = \"3\"\ntags = [3]\n[[thing]]\nbody = \"b\"\nid = \"1\"\n";
    gathered_of(first, second, room)
}

fn gathered_of(first: &str, second: &str, room: Room) -> Gathered {
    gathered_by(2, first, second, room)
}

fn gathered_by(jobs: usize, first: &str, second: &str, room: Room) -> Gathered {
    let pack = "id = \"p\"\ntitle = \"包\"\nversion = \"1\"\nbodies = [\"*\"]\n";
    let files = Memory::default()
        .with("rules/p/pack.toml", pack)
        .with("rules/p/kinds.toml", KINDS)
        .with("1.toml", first)
        .with("2.toml", second);
    let mut sources = Sources::default();
    let shelf = load::read(&files, &[PackSource::Folder(PathBuf::from("rules"))], &Fence::default(), &mut sources);
    let (packs, wrong) = load::load(&shelf, &sources);
    assert!(wrong.is_empty(), "{wrong:?}");
    let broken = BTreeMap::new();
    let governance = Governance::new(&packs, &broken);
    let fetched =
        ["1.toml", "2.toml"].map(|name| fetch(&files, Given::texts(&[]), &Input::File(Path::new(name).to_owned())));
    let texts = fetched.map(|file| file.add(&mut sources).remove(0));
    let typed = texts.map(|text| Arc::new(text.typed(&governance, room, 1)));
    joined(&typed, (&room, jobs), Beyond::default(), &mut sources)
}

/// For each body, how many records it has and whether some are missing.
fn bodies(store: &Store) -> Vec<(&str, usize, bool)> {
    store.bodies.iter().map(|body| (&*body.id, body.size(), body.incomplete[0])).collect()
}

#[track_caller]
fn reported(gathered: &Gathered) {
    let full: Vec<_> = gathered.findings.iter().filter(|f| *f.rule == *host::TOO_MANY.name).collect();
    assert!(!full.is_empty() && full.iter().all(|f| f.effect == Effect::NotChecked), "{:?}", gathered.findings);
}

#[test]
fn with_room_for_all_there_is_nothing_to_say() {
    let exact = Room { bodies: 2, rows: 3, nested: 3, strings: 7, cells: 11 };
    for room in [Room::default(), exact] {
        let gathered = gathered(room);
        assert!(gathered.findings.is_empty(), "{:?}", gathered.findings);
        assert_eq!(bodies(&gathered.store), [("a", 3, false), ("b", 1, false)]);
    }
}

#[test]
fn a_file_that_finds_no_room_is_left_out_and_said_to_be() {
    let all = Room::default();
    for room in [Room { bodies: 1, ..all }, Room { rows: 2, ..all }, Room { nested: 2, ..all }] {
        let gathered = gathered(room);
        reported(&gathered);
        assert_eq!(bodies(&gathered.store), [("a", 2, true)], "{room:?}");
    }
}

#[test]
fn what_a_single_file_has_too_many_of_is_reported() {
    let all = Room::default();
    for room in [Room { rows: 1, ..all }, Room { nested: 1, ..all }, Room { strings: 1, ..all }] {
        let gathered = gathered(room);
        reported(&gathered);
        assert!(bodies(&gathered.store).iter().all(|(_, _, missing)| *missing), "{room:?}");
    }
}

#[test]
fn keys_that_find_no_room_are_reported() {
    // Three texts in the files, and one key of two parts for each of four records.
    let gathered = gathered(Room { strings: 6, ..Room::default() });
    reported(&gathered);
    assert_eq!(bodies(&gathered.store), [("a", 3, false), ("b", 1, true)]);
}

#[test]
fn values_that_cannot_find_their_way_back_are_reported() {
    reported(&gathered(Room { cells: 10, ..Room::default() }));
}

#[test]
fn records_that_lack_a_body_since_the_top_gives_none_leave_their_kind_incomplete() {
    let missing = |second: &'static str| {
        let gathered = gathered_of("body = \"a\"\n[[thing]]\nid = \"1\"\n", second, Room::default());
        bodies(&gathered.store).into_iter().map(|(_, _, missing)| missing).collect::<Vec<_>>()
    };
    assert_eq!(missing("[[thing]]\nid = \"2\"\n"), [true]);
    assert_eq!(missing("body = 1\n[[thing]]\nid = \"2\"\n"), [true]);
    // One that says itself whose it is, wrongly, is one record.
    assert_eq!(missing("body = \"a\"\n[[thing]]\nbody = 1\nid = \"2\"\n"), [false]);
    assert_eq!(missing("body = \"a\"\n[[thing]]\nid = \"2\"\n"), [false]);
}

#[test]
fn bodies_are_linked_alike_by_any_threads_also_where_too_much_is_told_of_them() {
    use std::fmt::Write as _;
    // Two of a key in each body, and references to nothing, some of them again and again: more than are told.
    let mut data = String::new();
    for body in 0..40 {
        let _ = write!(
            data,
            "[[thing]]\nbody = \"b{body}\"\nid = \"1\"\n[[thing]]\nbody = \"b{body}\"\nid = \"1\"\ntags = [1]\n"
        );
        for note in 0..650 {
            let _ = write!(data, "[[note]]\nbody = \"b{body}\"\nthing = \"{}\"\n", 1 + note % 600);
        }
    }
    let told = |jobs| {
        let Gathered { store, findings, .. } = gathered_by(jobs, &data, "", Room::default());
        let keys = store.bodies.iter().map(|body| body.tables[0].keys.clone()).collect::<Vec<_>>();
        (findings, keys)
    };
    let one = told(1);
    let (all, said) = (40 * (1 + 650), &one.0.last().expect("findings").message);
    let listed: usize = one.0.iter().filter(|f| *f.rule != *host::TOO_MUCH.name).map(|f| 1 + f.stands_for_more()).sum();
    assert_eq!(*said, untold(all - listed).0);
    for jobs in [2, 5] {
        assert_eq!(told(jobs), one, "{jobs} threads");
    }
}
