//! Twins: what is found in a workbook is what is found in the TOML that says the same, on each day and with each slip.

use std::io::{Cursor, Read, Write};

use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::support::{Workdir, read, root, tree};

/// A project of which a file is also kept as a workbook.
struct Twin {
    name: &'static str,
    /// The file of TOML, and the workbook.
    file: &'static str,
    book: &'static str,
    /// Texts that stand both in the TOML and in the workbook, each with what is put in their place: slips.
    slips: &'static [(&'static str, &'static str)],
    /// The same in another file, which both have.
    beside: &'static [(&'static str, &'static str, &'static str)],
}

const TWINS: [Twin; 2] = [
    Twin {
        name: "langfang",
        file: "data/micro.toml",
        book: "台账/小微协商.xlsx",
        slips: &[
            ("WJ-004", "WJ-999"),
            ("设施蔬菜品牌建设", "西瓜节 会筹办"),
            ("XW-03", "XW-02"),
            ("安次区落垡镇", "安次区落筏镇"),
        ],
        beside: &[
            ("data/micro.toml", "sessions        = 59", "sessions        = 60"),
            ("data/platforms.toml", "[[county]]\nname = \"安次区\"\n", ""),
        ],
    },
    Twin {
        name: "baoding",
        file: "data/members/2-jingji.toml",
        book: "台账/经济委委员.xlsx",
        slips: &[
            ("BD-0069", "BD-0070"),
            ("经济界别群众", "经济界别群从"),
            ("经济委第二小组", "经济委第九小组"),
            ("莲池区", "莲花区"),
        ],
        beside: &[("data/organization.toml", "members = 597", "members = 596")],
    },
];

/// What a check says, without where it stands and how the file is called.
fn findings(dir: &Workdir, project: &str, day: &str) -> Vec<String> {
    let run = dir.yize(&format!("check {project} --as-of {day} --lang zh --format json"));
    let keys = ["rule", "status", "severity", "message", "body", "record", "help", "due", "who", "suppressed"];
    let plain = |finding: &Value| keys.map(|key| finding[key].to_string()).join(" ");
    let mut found: Vec<String> = run.findings().iter().map(plain).collect();
    found.sort();
    found
}

/// The two projects beside one another.
fn both(twin: &Twin) -> Workdir {
    let of = |folder: &str| format!("{folder}/{}", twin.name);
    Workdir::bare().copy(&of("examples"), "toml").copy(&of("examples/twins"), "book")
}

/// Puts a text in the place of another in the parts of a workbook that hold texts.
fn edited(book: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut parts = ZipArchive::new(Cursor::new(book)).expect("a workbook");
    let (mut made, mut times) = (ZipWriter::new(Cursor::new(Vec::new())), 0);
    for at in 0..parts.len() {
        let mut part = parts.by_index(at).expect("a part");
        let (name, mut bytes) = (part.name().expect("a name").into_owned(), Vec::new());
        part.read_to_end(&mut bytes).expect("its bytes");
        if name == "xl/sharedStrings.xml" || name.starts_with("xl/worksheets/") {
            let text = String::from_utf8(bytes).expect("XML");
            times += text.matches(from).count();
            bytes = text.replace(from, to).into_bytes();
        }
        made.start_file(name, SimpleFileOptions::default()).expect("a part");
        made.write_all(&bytes).expect("written");
    }
    assert!(times > 0, "no cell has {from}");
    made.finish().expect("a workbook").into_inner()
}

#[test]
fn a_workbook_and_its_twin_give_the_same_findings_on_each_day() {
    for twin in &TWINS {
        let dir = both(twin);
        for (day, some) in [("2026-01-01", true), ("2026-06-30", true), ("2027-01-31", true)] {
            let (toml, book) = (findings(&dir, "toml", day), findings(&dir, "book", day));
            assert_eq!(book, toml, "{} {day}", twin.name);
            assert_eq!(!toml.is_empty(), some, "{} {day}", twin.name);
        }
    }
}

#[test]
fn the_same_slip_gives_the_same_findings_in_both() {
    for twin in &TWINS {
        let clean = findings(&both(twin), "toml", "2027-01-31");
        for (from, to) in twin.slips {
            let dir = both(twin);
            let text = dir.read(&format!("toml/{}", twin.file));
            assert!(text.contains(from), "{} has {from}", twin.file);
            let book = format!("book/{}", twin.book);
            let bytes = edited(&std::fs::read(dir.path(&book)).expect("there"), from, to);
            let dir = dir.with(&format!("toml/{}", twin.file), text.replace(from, to)).with(&book, bytes);
            let (toml, book) = (findings(&dir, "toml", "2027-01-31"), findings(&dir, "book", "2027-01-31"));
            assert_ne!(toml, clean, "{} {from}: something is found", twin.name);
            assert_eq!(book, toml, "{} {from} → {to}", twin.name);
        }
        for (file, from, to) in twin.beside {
            let dir = both(twin);
            let changed = ["toml", "book"].iter().fold(dir, |dir, project| {
                let path = format!("{project}/{file}");
                let text = dir.read(&path);
                // The rest of a twin is written by a script, which sets no columns.
                let (from, to) = if text.contains(from) {
                    ((*from).to_owned(), (*to).to_owned())
                } else {
                    (squeezed(from), squeezed(to))
                };
                assert!(text.contains(&from), "{path} has {from}");
                dir.with(&path, text.replacen(&from, &to, 1))
            });
            let (toml, book) = (findings(&changed, "toml", "2027-01-31"), findings(&changed, "book", "2027-01-31"));
            assert_ne!(toml, clean, "{} {from}: something is found", twin.name);
            assert_eq!(book, toml, "{} {from} → {to}", twin.name);
        }
    }
}

/// A text with one blank for each run of them.
fn squeezed(text: &str) -> String {
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn all_else_of_a_twin_is_what_its_example_has() {
    for twin in &TWINS {
        let (own, of) = (format!("examples/twins/{}", twin.name), format!("examples/{}", twin.name));
        for file in tree(&root().join(&of)).iter().filter(|file| *file != "yize.toml" && *file != twin.file) {
            let same = read(format!("{own}/{file}")) == read(format!("{of}/{file}"));
            assert!(same, "{own}/{file} differs: run examples/twins/make.py");
        }
        let more = |file: &&String| !root().join(&of).join(file).exists() && *file != twin.book;
        assert_eq!(tree(&root().join(&own)).iter().find(more), None, "{own} has a file that nothing makes");
    }
}
