//! What is said of texts that are no TOML, and what numbers are read as.

use super::*;
use crate::language::Lang;

/// The lines and Chinese words of what is wrong with a text.
fn told(text: &str) -> Vec<(usize, String)> {
    let (_, findings) = parse(text, SourceId(0), &crate::host::SYNTAX);
    for finding in &findings {
        let span = finding.place.unwrap().span.range();
        assert!(text.get(span).is_some(), "{text:?} {finding:?}");
        assert_ne!(finding.message.get(Lang::En), finding.message.get(Lang::Zh), "{finding:?}");
    }
    let line = |f: &Finding| text[..f.place.unwrap().span.start as usize].matches('\n').count() + 1;
    findings.iter().map(|f| (line(f), f.message.get(Lang::Zh).to_owned())).collect()
}

#[test]
fn one_run_tells_every_error_in_the_order_of_the_text() {
    let text = "a = \n甲 = 1\nb = 01\nc = [1,,2]\nd = \"x\nb = 2\n[e]\ng = 2026-13-01\nok = 7\n[f\n";
    let told = told(text);
    let lines: Vec<usize> = told.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [1, 2, 3, 4, 5, 6, 8, 10], "{told:?}");
    assert_eq!(told[0].1, "等号后面缺少值");
    // What can be read is there all the same.
    let (table, _) = parse(text, SourceId(0), &crate::host::SYNTAX);
    let e = table["e"].get_ref().as_table().unwrap();
    assert_eq!(as_integer(e["ok"].get_ref()), Some(7));
}

#[test]
fn a_bracket_that_does_not_end_is_told_once() {
    for (text, times) in [
        ("a = [1, 2\nb = 3\n[c]\nd = 4\n[[e]]\nf = 5\n", 1),
        ("a = { x = [1, 2\nb = 3\n[c]\nd = 4\n", 1),
        ("a = [\n  [\"x\", 1],\n  [\"y\", 2,\n]\nb = 3\n", 1),
        ("[[e]]\na = { b = 1\n[[e]]\na = { b = 1 }\n", 1),
        ("a = { c = [1 }\nb = { d = [1, 2 }\n", 2),
        ("[a\nb = 1\n[[c]\nd = 2\n", 2),
    ] {
        let told = told(text);
        assert_eq!(told.len(), times, "{text:?} {told:?}");
        assert!(told.iter().all(|(_, words)| words.starts_with("缺少“")), "{text:?} {told:?}");
    }
    // What goes over several lines on purpose is left alone.
    let sound = "a = [\n  [\"x\", 1],\n  [\"y\", 2],\n]\nb = {\n  c = 1,\n  d = 2\n}\ne = \"\"\"\nf = \"1\n\"\"\"\n";
    assert_eq!(told(sound), []);
}

#[test]
fn whatever_is_spoilt_is_told_in_words() {
    let sound = "# 说明\nbody = \"a\"\n[[k]]\nd = 2026-03-01\nl = [\"x\", { y = 1.5 }]\n[t.u]\nw = '''\nv\n'''\n";
    assert_eq!(told(sound), []);
    let signs = [
        "", "\"", "'", "[", "]", "{", "}", "=", ",", "#", "“", "”", "＝", "，", "　", "：", "甲", "\\", "\n", "0", ".",
    ];
    let places: Vec<usize> = sound.char_indices().map(|(at, _)| at).collect();
    for (at, sign) in places.iter().flat_map(|at| signs.map(|sign| (*at, sign))) {
        for skip in [0, sound[at..].chars().next().map_or(0, char::len_utf8)] {
            let text = format!("{}{sign}{}", &sound[..at], &sound[at + skip..]);
            let parses = toml::de::DeTable::parse(&text).is_ok();
            let told = told(&text);
            assert_eq!(told.is_empty(), parses, "{text}\n{told:?}");
            assert!(told.len() <= 4, "{text}\n{told:?}");
        }
    }
}

/// A ledger with what people write: tables in braces over one line and over several, lists, texts of several lines.
const LEDGER: &str = r#"body = "baoding"
year = 2026
[plan]
scheme = { plenary = 1, joint = 1 }
list = [
  { form = "全会", month = 1, topic = "听取和审议" },
  { form = "双月协商", month = 3, by = ["a", "b"] },
  { form = "双月协商", month = 5 },
]
[[member]]
id = "BD-0001"
joined = 2022-01-10
roles = ["a", "b"]
post = { title = "主任",
  unit = "经济委" }
note = '''
多行
'''
[[member]]
id = "BD-0002"
"#;

#[test]
fn one_slip_is_one_finding() {
    let signs = ["", "\"", "'", "[", "]", "{", "}", "=", ",", "，", "“", "\n", "甲"];
    let mut tried = 0;
    for (at, old) in LEDGER.char_indices() {
        for sign in signs {
            // A sign more, and a sign less where it is one of TOML's own.
            let skip = usize::from(sign.is_empty() && "\"'[]{}=,".contains(old));
            let text = format!("{}{sign}{}", &LEDGER[..at], &LEDGER[at + skip..]);
            if DeTable::parse(&text).is_err() {
                tried += 1;
                let told = told(&text);
                assert_eq!(told.len(), 1, "{text}\n{told:?}");
            }
        }
    }
    assert!(tried > 2_000, "{tried}");
}

#[test]
fn slips_in_several_lines_of_a_list_are_told_each() {
    let text = "a = [\n  { b = 1, c = \"x },\n  { b = 2, c = \"y\" },\n  { b = 03, c = \"z\" },\n]\nd = 1x\n";
    let lines: Vec<usize> = told(text).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [2, 4, 6]);
}

#[test]
fn a_sound_statement_is_never_cut() {
    let sound = "a = [\n  [[\"x\"]],\n  [true],\n  [\"y\"]\n]\nb = { c = 1,\n  d = [\n    10:30:00, # e = 1\n  ]\n}\n\"f=g\".h = 1\n        i = \"\"\"\n[[j]]\nk = 1\n\"\"\"\"\n[l . \"m,n\"]\n[[\"o\"]] # p = 1\nq = '''r'''\n";
    DeTable::parse(sound).expect("it is sound");
    let broken = format!("{sound}s = 01\n");
    let (look, findings) = super::broken(&broken, SourceId(0), &crate::host::SYNTAX);
    let unsound: Vec<&str> = look
        .pieces
        .iter()
        .zip(&look.sound)
        .filter(|(_, sound)| !**sound)
        .map(|(p, _)| &broken[p.span.clone()])
        .collect();
    assert_eq!((unsound, findings.len()), (vec!["s = 01"], 1));
}

#[test]
fn numbers_are_exact_or_refused() {
    let (table, findings) = parse(
        "a = 89.5\nb = 1e3\nc = 0xff\nd = 1_000\ne = 9223372036854775808\nf = nan\ng = 0.1000000000000000000000000000001\nh = +1.50",
        SourceId(0),
        &crate::host::SYNTAX,
    );
    assert!(findings.is_empty(), "{findings:?}");
    let decimal = |key: &str| as_decimal(table[key].get_ref()).map(|d| d.to_string());
    let read: Vec<Option<String>> = ["a", "b", "c", "d", "e", "f", "g", "h"].map(decimal).into();
    let want = [Some("89.5"), Some("1000"), Some("255"), Some("1000"), None, None, None, Some("1.50")];
    assert_eq!(read, want.map(|w| w.map(str::to_owned)));
}
