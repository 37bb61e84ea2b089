//! Every finding of the host points at the value or key that it speaks of, whatever stands around it: records are
//! laid out in many ways with known mistakes in them, and the text at each place is compared with the mistake.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::Value;

use crate::support::Workdir;

/// A value or key that is wrong, and what the host calls it.
#[derive(Clone, Debug)]
struct Slip {
    /// `key = value`, or a key alone with its good value.
    key: String,
    value: String,
    rule: &'static str,
    /// Whether the key is what is wrong.
    at_key: bool,
}

/// Chinese, wide, combining and four-byte characters: what a column counts is a character of each.
const WORDS: &[&str] = &["委员", "甲e\u{301}", "𠮷田", "ＡＢ", "a b", "", "é", "引\\\"号", "👩‍👧", "制\\t表"];

fn word() -> impl Strategy<Value = String> {
    proptest::sample::select(WORDS).prop_map(str::to_owned)
}

fn slip() -> impl Strategy<Value = Slip> {
    let of = |key: &str, value: String, rule| Slip { key: key.to_owned(), value, rule, at_key: false };
    prop_oneof![
        (1_i64..99).prop_map(move |n| of("name", n.to_string(), "host/type")),
        Just(of("\"姓名\"", "[ \"甲\", 1 ]".to_owned(), "host/type")),
        word().prop_map(move |w| of("points", format!("\"{w}\""), "host/type")),
        word().prop_map(move |w| of("joined", format!("'''\n{}'''", w.replace('\\', "")), "host/type")),
        word().prop_map(move |w| of("status", format!("\"在{w}\""), "host/type")),
        Just(of("term", "\"2026-13\"".to_owned(), "host/limits")),
        (101_i64..999).prop_map(move |n| of("points", format!("{n}.5"), "host/limits")),
        (0_i64..18).prop_map(move |n| of("age", n.to_string(), "host/limits")),
        Just(of("\"任职日期\"", "1999-12-31".to_owned(), "host/limits")),
        Just(of("tags", "[\"一\", \"二\",\n  \"三\", # 注\n  \"四\"]".to_owned(), "host/limits")),
        word().prop_map(move |w| of("committee", format!("\"没有{w}\""), "host/reference")),
        word().prop_map(move |w| Slip {
            key: format!("\"多{w}\""),
            value: "1".to_owned(),
            rule: "host/unknown-key",
            at_key: true
        }),
        Just(Slip { key: "nmae".to_owned(), value: "{ a = [1] }".to_owned(), rule: "host/unknown-key", at_key: true }),
    ]
}

/// One record: its slips (each of another field), whether it stands in an inline table, and what stands around it.
#[derive(Clone, Debug)]
struct Layout {
    slips: Vec<Slip>,
    before: String,
    gap: &'static str,
    repeated: bool,
}

fn layout() -> impl Strategy<Value = Layout> {
    let parts = (proptest::collection::vec(slip(), 0..4), word(), proptest::sample::select(vec![" ", "\t", "   "]));
    (parts, any::<bool>()).prop_map(|((slips, before, gap), repeated)| {
        let mut seen = BTreeMap::new();
        let field = |s: &Slip| s.key.replace("\"姓名\"", "name").replace("\"任职日期\"", "joined");
        for slip in slips {
            seen.entry(field(&slip)).or_insert(slip);
        }
        Layout { slips: seen.into_values().collect(), before: before.replace(['\\', '\t'], ""), gap, repeated }
    })
}

/// The document, and `(rule, text at its place)` for each slip.
fn document(layouts: &[Layout]) -> (String, Vec<(String, String)>) {
    let mut text = "# 编排\nbody = \"demo\"\nyear = 2026\n".to_owned();
    // Where no record of a kind is there, references to it are one slip.
    text += "[[committee]]\nname = \"提案委\"\n";
    let mut wrong = Vec::new();
    for (n, layout) in layouts.iter().enumerate() {
        let _ = writeln!(text, "\n# {}\n[[member]]", layout.before);
        let id = if layout.repeated && n > 0 { "M-0".to_owned() } else { format!("M-{n}") };
        let taken = layout.repeated && n > 0;
        let _ = writeln!(text, "id{0}={0}\"{id}\" # {1}", layout.gap, layout.before);
        if taken {
            wrong.push(("host/duplicate-key".to_owned(), format!("\"{id}\"")));
        }
        if !layout.slips.iter().any(|s| s.key == "name" || s.key == "\"姓名\"") {
            text += "\"姓名\" = \"委员甲\"\n";
        }
        for Slip { key, value, rule, at_key } in &layout.slips {
            let _ = writeln!(text, "{}{key}{0}={0}{value}{0}# {1}", layout.gap, layout.before);
            wrong.push(((*rule).to_owned(), if *at_key { key } else { value }.clone()));
        }
    }
    (text, wrong)
}

/// The text from a line and column to another, as an editor would find it.
fn between(text: &str, start: &Value, end: &Value) -> String {
    let offset = |at: &Value| {
        let (line, column) = (at["line"].as_u64().expect("a line"), at["column"].as_u64().expect("a column"));
        let (line, column) = (usize::try_from(line).expect("small"), usize::try_from(column).expect("small"));
        let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let rest = &text[start..];
        start + rest.char_indices().nth(column - 1).map_or(rest.len(), |(i, _)| i)
    };
    text[offset(start)..offset(end)].to_owned()
}

/// Checks a document, and compares what the findings point at with what is wrong.
fn compare(bom: bool, crlf: bool, layouts: &[Layout]) {
    let (text, wrong) = document(layouts);
    let ends = |text: String| if crlf { text.replace('\n', "\r\n") } else { text };
    let text = ends(text);
    let mut want: Vec<(String, String)> = wrong.into_iter().map(|(rule, at)| (rule, ends(at))).collect();
    let bytes = if bom { format!("\u{feff}{text}") } else { text.clone() };
    let run = Workdir::new().with("a.toml", bytes).check("a.toml --skip demo/member/*");
    let mut have: Vec<(String, String)> = run
        .findings()
        .iter()
        .filter(|f| f["status"] == "violation")
        .map(|f| (f["rule"].as_str().expect("a rule").to_owned(), between(&text, &f["start"], &f["end"])))
        .collect();
    want.sort();
    // One name that refers to nothing is told of once.
    want.dedup_by(|a, b| a == b && a.0 == "host/reference");
    have.sort();
    assert_eq!(have, want, "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_place_is_the_text_of_what_is_wrong(
        bom in any::<bool>(),
        crlf in any::<bool>(),
        layouts in proptest::collection::vec(layout(), 1..6),
    ) {
        compare(bom, crlf, &layouts);
    }
}

#[test]
fn values_in_inline_and_dotted_tables_have_their_own_places() {
    let text = "body = \"demo\"\nyear = 2026\nmember = [\n  { id = \"M-1\", \"姓名\" = \"甲\", contact = { \"电话\" = \"一二\" } },\n  { id = \"M-2\", name = 7, contact.phone = \"x\" }, # 注\n]\n";
    let run = Workdir::new().with("a.toml", text).check("a.toml --skip demo/*");
    let placed = run.findings().into_iter().filter(|f| !f["start"].is_null());
    let at: Vec<String> = placed.map(|f| between(text, &f["start"], &f["end"])).collect();
    assert!(["\"一二\"", "7", "\"x\""].iter().all(|v| at.contains(&(*v).to_owned())), "{at:?}");
}

#[test]
fn a_missing_field_points_at_the_header_of_its_record() {
    let text = "body = \"demo\"\nyear = 2026\n\n  [[member]] # 一\nid = \"M-1\"\n\n[[\"委员\"]]\n\"姓名\" = \"乙\"\n";
    let run = Workdir::new().with("a.toml", text).check("a.toml --skip demo/*");
    let missing: Vec<(String, String)> = run
        .findings()
        .iter()
        .filter(|f| f["rule"] == "host/missing-field")
        .map(|f| (f["field"].as_str().expect("a field").to_owned(), between(text, &f["start"], &f["end"])))
        .collect();
    assert_eq!(missing, [("name".into(), "[[member]]".into()), ("id".into(), "[[\"委员\"]]".into())]);
}
