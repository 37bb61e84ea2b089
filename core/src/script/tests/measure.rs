//! How deep, how long: what reading costs.

use std::fmt::Write;
use std::thread;

use super::show::{check, findings, read};
use crate::script::items;

/// What makes trouble when it is written again and again.
const OPEN: [&str; 36] = [
    "(",
    "{",
    "[",
    "#{",
    "`",
    "`${",
    "\"",
    "/*",
    "“",
    "（",
    "「",
    "];",
    "'",
    "\\",
    "[;",
    "\n}",
    "```\n",
    "#\"\n",
    "#\"a;\n",
    "`${a}\n",
    "const A = {\n",
    "const A = {;\n",
    "const A = #\"a;\n",
    "import \"a\"; {;\n",
    "rule(`\n",
    "rule(\"\n",
    "rule(`a\n, `b\n",
    "fn f() {\n",
    "fn f() { let x = 1 let y = 2 }\n",
    "const A=1;fn f(){}",
    "a b;\n",
    "x++;\n",
    "\"\\q\n",
    "`a\n`b\n",
    "a\u{200b}",
    "１ ",
];

/// Runs on a stack of 2 MiB, as threads of a pool have.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(2 << 20).spawn(work).expect("a thread");
    thread.join().expect("deep enough");
}

/// `inner`, so many times within.
fn nested(open: &str, inner: &str, close: &str, depth: usize) -> String {
    format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
}

/// Everything that can stand within itself.
fn forms(depth: usize) -> Vec<String> {
    let form = |open: &str, inner: &str, close: &str| nested(open, inner, close, depth);
    vec![
        form("(", "a", ")"),
        form("[", "a", "]"),
        form("#{ a: ", "1", " }"),
        form("f(", "a", ")"),
        form("!", "a", ""),
        form("- ", "a", ""),
        form("a.b(", "c", ")"),
        form("a[", "0", "]"),
        form("`${", "a", "}`"),
        form("|x| ", "x", ""),
        form("xs.map(|x| ", "x", ")"),
        form("{ ", "a", " }"),
        form("if a { ", "b", " }"),
        form("if a { b } else ", "{ c }", ""),
        form("switch a { _ => ", "b", " }"),
        form("loop { ", "break;", " }"),
        form("for x in xs { ", "y;", " }"),
        form("try { ", "a;", " } catch { b; }"),
        form("a + (", "b", ")"),
        form("a ** ", "b", ""),
        form("a && b || c == (", "d", ")"),
        form("a.b", "", ""),
        form("a + ", "b", ""),
    ]
}

#[test]
fn the_deepest_script_is_read_on_a_small_stack() {
    on_a_small_stack(|| {
        let mut deepest = [0; 23];
        for depth in 1..80 {
            for (number, form) in forms(depth).iter().enumerate() {
                let text = format!("fn f(a) {{ {form} }}\n");
                let reading = read(&text);
                if reading.findings.is_empty() {
                    check(&reading, &text);
                    deepest[number] = depth;
                }
            }
        }
        assert!(deepest.iter().all(|depth| (6..79).contains(depth)), "{deepest:?}");
    });
}

#[test]
fn what_is_nested_without_end_is_refused() {
    on_a_small_stack(|| {
        for form in forms(10_000) {
            let text = format!("fn f(a) {{ {form} }}\nfn g() {{ 1 }}\n");
            let said = findings(&text);
            assert!(!said.is_empty() && said.len() < 4, "{}: {}", &form[..20], said.len());
            assert_eq!(read(&text).file.functions.len(), 1, "{}", &form[..20]);
        }
        for open in [
            "(",
            "{",
            "[",
            "#{",
            "`",
            "`${",
            "\"",
            "/*",
            "“",
            "（",
            "const A = {\n",
            "rule(`\n",
            "fn f() {\n",
            "\n}",
            "];",
            "'",
            "\\",
            "```\n",
            "rule(\"\n",
        ] {
            let text = open.repeat(19_999);
            assert!(!read(&text).findings.is_empty(), "{open}");
        }
    });
}

/// How many bytes the lexer goes through for each byte of a text.
fn passes(text: &str) -> f64 {
    let passed = items::passed(text);
    #[expect(clippy::cast_precision_loss, reason = "a rough share")]
    let share = passed as f64 / text.len() as f64;
    share
}

#[test]
fn a_text_is_gone_through_a_few_times_at_most() {
    let mut rules = String::new();
    for number in 0..2000 {
        let _ = writeln!(
            rules,
            "rule(\"r{number}\", #{{ title: `甲\n乙` }}, |m| {{\n    if m.x > {number} {{ fail(m, `${{m.y}}`); }}\n}});\n"
        );
    }
    assert!(passes(&rules) < 1.01);
    for (what, with) in [
        ("}\n});", "\n});"),
        ("`甲", "甲"),
        ("乙`", "乙"),
        ("});\n", "\n"),
        ("\"r", "r"),
        ("rule(", "const A = {\nrule("),
    ] {
        let broken = rules.replace(what, with);
        assert!(passes(&broken) < 9.0, "{what}: {}", passes(&broken));
        assert!(!read(&broken[..broken.len().min(20_000)]).findings.is_empty());
    }
    for part in OPEN {
        // The work grows as the text does.
        for length in [5_001, 10_001, 20_001] {
            let share = passes(&part.repeat(length));
            assert!(share < 9.0, "{part}: {share} times {length}");
        }
    }
}

/// Run by hand: `cargo test --release … measure -- --ignored --nocapture`.
#[test]
#[ignore = "measures"]
#[expect(clippy::disallowed_methods, reason = "a measurement needs a clock")]
fn how_long_reading_takes() {
    let scripts = super::house::scripts();
    let parser = super::super::parse::Parser::new();
    let packs: Vec<&String> =
        scripts.iter().filter(|(path, _)| path.to_string_lossy().contains("/rules/")).map(|(_, text)| text).collect();
    let bytes: usize = packs.iter().map(|text| text.len()).sum();
    let time = |what: &str, work: &dyn Fn()| {
        let best = (0..20).map(|_| {
            let start = std::time::Instant::now();
            work();
            start.elapsed()
        });
        println!("{what}: {:?} for {} files, {bytes} bytes", best.min(), packs.len());
    };
    time("parser", &|| drop(super::super::parse::Parser::new()));
    time("cut", &|| packs.iter().for_each(|text| drop(items::cut(text))));
    time("whole files by Rhai alone", &|| packs.iter().for_each(|text| drop(parser.whole(text))));
    let cut: Vec<_> = packs.iter().map(|text| (*text, items::cut(text).items)).collect();
    let parse = |text: &str, item: &items::Item| drop(parser.parse(text, item));
    time("items by Rhai", &|| cut.iter().for_each(|(text, items)| items.iter().for_each(|item| parse(text, item))));
    let source = crate::source::SourceId(0);
    time("read", &|| packs.iter().for_each(|text| drop(super::super::reading::read(&parser, source, text))));
}
