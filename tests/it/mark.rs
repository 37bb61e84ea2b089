//! `check --mark`: what is found in a workbook is marked in a copy of it, in which all else is as it was.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Reader as _, Xlsx};

use crate::support::{Run, Workdir, members};

const LEDGER: &str = "委员履职台账.xlsx";

fn workdir() -> Workdir {
    Workdir::bare().copy("examples/first-excel", "first")
}

fn bytes(dir: &Workdir, file: &str) -> Vec<u8> {
    std::fs::read(dir.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    std::io::read_to_string(archive.by_name(name).expect(name)).expect("text")
}

/// The cells of all sheets, by the names of these, as they are shown.
fn cells(bytes: &[u8]) -> BTreeMap<String, Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let names = book.sheet_names();
    let of = |name: String| {
        let range = book.worksheet_range(&name).expect("a sheet");
        let cells = range.used_cells().map(|(row, column, cell)| format!("{row} {column} {cell}"));
        (name, cells.collect())
    };
    names.into_iter().map(of).collect()
}

/// The notes of a sheet's part, by their cells.
fn notes(bytes: &[u8], name: &str) -> BTreeMap<String, String> {
    let text = part(bytes, name);
    let of = |comment: &str| {
        let (cell, rest) = comment.split_once("ref=\"")?.1.split_once('"')?;
        let said = rest.split("<t").skip(1).filter_map(|own| Some(own.split_once('>')?.1.split_once("</t>")?.0));
        Some((cell.to_owned(), said.collect::<String>()))
    };
    text.split("<comment ").skip(1).filter_map(of).collect()
}

fn check(dir: &Workdir, line: &str) -> Run {
    dir.yize(&format!("check --as-of 2026-11-22 {line}"))
}

#[test]
fn the_copy_has_colours_and_notes_and_all_else_is_as_it_was() {
    for (lang, word, help) in [("zh", "违规：", "帮助："), ("en", "violation: ", "help: ")] {
        let dir = workdir();
        let before = bytes(&dir, &format!("first/{LEDGER}"));
        let run = check(&dir, &format!("first --lang {lang} --format json --mark copy.xlsx")).exits(1);
        let after = bytes(&dir, "copy.xlsx");
        assert_eq!(bytes(&dir, &format!("first/{LEDGER}")), before, "the original");
        assert_eq!(cells(&after), cells(&before));
        let found = run.findings();
        let open: Vec<_> = found.iter().filter(|own| own["sheet"].is_string()).collect();
        assert!(open.iter().any(|own| own["status"] == "violation") && open.len() == 3, "{found:#?}");
        let all: Vec<(String, String)> =
            [1, 2].iter().flat_map(|n| notes(&after, &format!("xl/comments{n}.xml"))).collect();
        for own in &open {
            let cell = own["cell"].as_str().expect("a cell").split(':').next().expect("its first");
            let message = own["message"].as_str().expect("a message").replace('&', "&amp;").replace('>', "&gt;");
            let told = all.iter().any(|(at, note)| at == cell && note.contains(&message));
            assert!(told, "{cell} {message}\n{all:#?}");
        }
        assert!(all.iter().all(|(_, note)| note.starts_with(word) && note.contains(help)), "{all:#?}");
        let styles = part(&after, "xl/styles.xml");
        assert!(styles.contains("FFC7CE"), "{styles}");
        // The same gives the same, over the copy of before.
        check(&dir, &format!("first --lang {lang} --format json --mark copy.xlsx")).exits(1);
        assert_eq!(bytes(&dir, "copy.xlsx"), after);
    }
}

#[test]
fn a_row_is_marked_at_its_first_cell_and_a_value_at_its_own() {
    let settings = crate::support::ledgers(&[("data/*.xlsx", "body = \"demo\", year = 2026")]);
    let dir = Workdir::new().rule("if member.id == \"M-2\" { fail(member, \"整行\"); }").with("yize.toml", settings);
    let dir = dir.with("data/a.xlsx", members(&[(1, 10, ""), (2, 90, "")]));
    let run = check(&dir, ". --lang zh --format json --mark copy.xlsx").exits(1);
    let cells: Vec<String> =
        run.findings().iter().map(|own| own["cell"].as_str().expect("a cell").to_owned()).collect();
    assert_eq!(cells, ["E2", "A3:E3"]);
    let cells = notes(&bytes(&dir, "copy.xlsx"), "xl/comments1.xml").into_keys();
    assert_eq!(cells.collect::<Vec<String>>(), ["A3", "E2"]);
}

#[test]
fn what_is_excused_gets_no_mark() {
    let dir = workdir();
    let run = check(&dir, "first --lang zh --format json --baseline none.json --mark copy.xlsx");
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    let dir = workdir();
    check(&dir, "first --lang zh --format json --write-baseline base.json --mark copy.xlsx");
    let said = notes(&bytes(&dir, "copy.xlsx"), "xl/comments1.xml");
    assert!(said.values().all(|note| note.starts_with("违规：")), "duties are in the baseline: {said:#?}");
}

#[test]
fn of_workbooks_of_other_sorts_the_values_go_into_a_new_one() {
    for (from, file) in [("open-document", "台账.ods"), ("csv-gbk", "台账.csv"), ("", "libreoffice.xls")] {
        let dir = Workdir::bare().copy("tests/ledgers/rules", "rules");
        let dir = match from {
            "" => {
                let original = std::fs::read(crate::support::root().join("tests/ledgers").join(file)).expect("there");
                let settings = "[[ledger]]\nfile = \"*.xls\"\nsheet = \"名册\"\nkind = \"member\"\nfixed = { body = \"office\", year = 2026 }\n";
                dir.with(file, original).with("yize.toml", settings)
            }
            from => dir.copy(&format!("tests/ledgers/nasty/{from}"), "."),
        };
        let original = bytes(&dir, file);
        let run = check(&dir, ". --rules rules --lang zh --format json --mark out/copy.xlsx");
        let marked = run.findings().iter().filter(|own| own["sheet"].is_string()).count();
        assert!(marked > 0, "{file} {}", run.stdout);
        let copy = bytes(&dir, "out/copy.xlsx");
        assert_eq!(bytes(&dir, file), original, "{file}");
        let cells = cells(&copy);
        assert!(cells.values().map(Vec::len).sum::<usize>() > 5, "{file} {cells:?}");
        let noted = notes(&copy, "xl/comments1.xml");
        assert!(!noted.is_empty() && noted.len() <= marked, "{file} {noted:#?}");
    }
}

#[test]
fn neither_an_original_nor_anything_else_is_written_over() {
    let dir = workdir();
    let before = bytes(&dir, &format!("first/{LEDGER}"));
    for (mark, code, why) in [
        (format!("first/{LEDGER}"), 4, "was checked; a marked copy cannot take its place"),
        ("first".to_owned(), 4, "was checked; a marked copy cannot take its place"),
        ("first/yize.toml".to_owned(), 2, "ends with .xlsx"),
        ("copy.xls".to_owned(), 2, "ends with .xlsx"),
        ("other.xlsx".to_owned(), 4, "is there and is no marked copy"),
    ] {
        let other = members(&[(1, 1, "")]);
        let dir = workdir().with("other.xlsx", &other);
        let run = check(&dir, &format!("first --lang en --mark {mark}")).exits(code);
        assert!(run.stderr.contains(why), "{mark} {}", run.stderr);
        assert_eq!(bytes(&dir, &format!("first/{LEDGER}")), before);
        assert!(bytes(&dir, "other.xlsx") == other, "{mark}");
    }
    let run = check(&dir, "first/data --lang en --mark copy.xlsx").exits(4);
    assert!(run.stderr.contains("--mark does nothing"), "{}", run.stderr);
}

#[test]
fn several_workbooks_go_into_a_folder() {
    let settings = crate::support::ledgers(&[("data/*.xlsx", "body = \"demo\", year = 2026")]);
    let dir = Workdir::new().with("yize.toml", settings);
    let dir = dir.with("data/a.xlsx", members(&[(1, 10, "")])).with("data/b.xlsx", members(&[(2, 10, "")]));
    let dir = dir.with("data/c.xlsx", members(&[(3, 90, "")]));
    let run = check(&dir, ". --lang en --mark copy.xlsx").exits(4);
    assert!(run.stderr.contains("data/a.xlsx, data/b.xlsx. Give --mark a folder"), "{}", run.stderr);
    assert!(!dir.path("copy.xlsx").exists());
    check(&dir, ". --lang en --mark marked/").exits(1);
    let files = crate::support::tree(&dir.path("marked"));
    assert_eq!(files, ["a.xlsx", "b.xlsx"]);
    // One with something to mark among several: a file does.
    let dir = dir.with("data/b.xlsx", members(&[(2, 90, "")]));
    check(&dir, ". --lang en --mark copy.xlsx").exits(1);
    assert_eq!(notes(&bytes(&dir, "copy.xlsx"), "xl/comments1.xml").len(), 1);
    let dir = dir.with("data/a.xlsx", members(&[(1, 90, "")]));
    let run = check(&dir, ". --lang en --mark other.xlsx").exits(0);
    assert!(run.stderr.contains("nothing to mark") && !dir.path("other.xlsx").exists(), "{}", run.stderr);
}

#[test]
fn a_name_that_is_wrong_twice_is_marked_twice() {
    let settings = "rules = [\"rules\"]\n\n[[ledger]]\nfile = \"*.csv\"\nfixed = { body = \"office\", year = 2026 }\n";
    let dir = Workdir::bare().copy("tests/ledgers/rules", "rules").with("yize.toml", settings);
    let dir = dir.with("委员.csv", "编号,姓名\nM-1,委员甲\n");
    let dir = dir.with("活动.csv", "名称,委员\n甲,王武\n乙,委员甲\n丙,王武\n");
    check(&dir, ". --lang zh --mark out/").exits(1);
    let noted = notes(&bytes(&dir, "out/活动.xlsx"), "xl/comments1.xml");
    let told: Vec<&str> =
        noted.iter().filter(|(_, note)| note.contains("没有委员“王武”")).map(|(cell, _)| cell.as_str()).collect();
    assert_eq!(told, ["B2", "B4"], "{noted:#?}");
    assert!(noted["B2"].contains("也这样写：活动.csv [活动!B4]"), "{noted:#?}");
}
