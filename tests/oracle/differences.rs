//! The differences from Rhai that are meant, each shown by what ours and Rhai's own evaluator make of the same words.

use rhai::{Dynamic, Engine};
use yize_core::{Check, Memory};

use crate::judge::{TODAY, rows};

/// What ours makes of statements whose last gives a value: its text, `refused` when they are read, or `fault`.
fn ours(code: &str) -> String {
    let rule = format!(
        "rule(\"it\", #{{ title: \"探\", basis: \"探\", since: \"2000-01-01\", on: \"item\", explain: \"探\" }}, \
         |item, ctx| {{ fail(item, to_string({{ {code} }})); }});"
    );
    let pack = Memory::default()
        .with(
            "probe/pack.toml",
            "id = \"probe\"\ntitle = \"探\"\nversion = \"1\"\nyize = \"0.2\"\nbodies = [\"alpha\"]\n",
        )
        .with(
            "probe/kinds.toml",
            "[item]\nlabel = \"项\"\n[item.fields]\nname = { type = \"string\", label = \"名\" }\n",
        )
        .with("probe/it.rhai", rule);
    let check =
        Check::as_of(TODAY).pack(pack).data("a.toml", "body = \"alpha\"\nyear = 2026\n[[item]]\nname = \"a\"\n");
    match rows(&check.run()) {
        Err(_) => "refused".into(),
        Ok(rows) if rows.iter().any(|row| row.status == "fault") => "fault".into(),
        Ok(rows) => rows.first().map_or("nothing".into(), |row| row.message.clone()),
    }
}

/// What Rhai makes of them, with all functions of its own.
fn rhai(code: &str) -> String {
    match Engine::new().eval::<Dynamic>(&format!("{{ {code} }}")) {
        Ok(value) => value.to_string(),
        Err(error) if matches!(*error, rhai::EvalAltResult::ErrorParsing(..)) => "refused".into(),
        Err(_) => "fault".into(),
    }
}

/// What is written, what ours makes of it, and what Rhai does.
const DIFFERENT: [(&str, &str, &str); 24] = [
    // Numbers are exact.
    ("7 / 2", "3.5", "3"),
    ("1.0 / 3.0 * 3.0 == 1.0", "true", "false"),
    ("2 ** -1", "0.5", "fault"),
    ("let n = -9223372036854775807 - 1; n % -1", "0", "fault"),
    // Nothing compares silently.
    ("1 == \"1\"", "refused", "false"),
    ("() == 1", "refused", "false"),
    ("[1, \"a\"].contains(2)", "fault", "false"),
    ("2 in [1, \"a\"]", "refused", "false"),
    ("if 1 { 2 } else { 3 }", "refused", "refused"),
    // A text is joined with texts only, and has no characters.
    ("\"a\" + 1", "refused", "a1"),
    ("\"abc\"[0]", "refused", "a"),
    // What is not there is a fault.
    ("#{ a: 1 }.b", "refused", ""),
    ("let m = #{ a: 1 }; let name = [\"b\", \"c\"][0]; m[name]", "fault", ""),
    // Functions give new values; `push` and assignments alone change a variable.
    ("let s = \" a \"; s.trim(); s", " a ", "a"),
    ("let s = \"a\"; s.replace(\"a\", \"b\"); s", "a", "b"),
    ("let a = [1, 2]; a.reverse(); a[0]", "1", "2"),
    // Closures read what is around them, also what they are called on.
    ("let a = [1, 2]; a.filter(|x| a.len() > x).len()", "1", "fault"),
    // What stands before is worked out before: a receiver before what it is given, and so with `in`.
    ("let n = 0; [{ n += 1; n }].contains({ n += 1; n - 1 })", "true", "false"),
    ("let n = 0; let a = { n += 1; n } in [{ n += 1; n - 1 }]; a", "true", "false"),
    // `continue` goes on with the condition.
    ("let n = 0; do { n += 1; if n < 3 { continue; } } while n < 0; n", "1", "3"),
    // A switch says what becomes of all other values.
    ("switch 3 { 1 => 2 }", "refused", ""),
    // What Rhai has besides.
    ("5 & 3", "refused", "1"),
    ("let x = 0; try { x = 1 / 0; } catch { x = 2; } x", "refused", "2"),
    ("let f = |x| x + 1; f.call(1)", "refused", "2"),
];

#[test]
fn what_differs_from_rhai_differs_as_is_said() {
    for (code, own, other) in DIFFERENT {
        assert_eq!((ours(code).as_str(), rhai(code).as_str()), (own, other), "{code}");
    }
}

/// What is the same although one might think otherwise.
const SAME: [(&str, &str); 16] = [
    ("let a = [1, 2]; let b = a; b.push(3); a.len()", "2"),
    ("let a = [1, 2]; a[-1]", "2"),
    ("let a = [1, 2]; a[2]", "fault"),
    ("9223372036854775807 + 1", "fault"),
    ("let n = 0; for x in 0..5 { if x == 3 { break; } n += x; } n", "3"),
    ("let n = 0; for (x, i) in [5, 6] { n += x * i; } n", "6"),
    ("let x = 1; { let x = 2; } x", "1"),
    ("switch 4 { 1 | 2 => \"a\", 3..=5 => \"b\", _ => \"c\" }", "b"),
    ("let n = 0; let a = [1, 2].map(|x| { n += x; n }); n", "3"),
    ("if false { 1 }", ""),
    ("() ?? 3", "3"),
    ("7 % -2", "1"),
    ("-2 ** 2", "4"),
    ("1 + 2 * 3 - 4 % 3", "6"),
    ("`a${1 + 1}b`", "a2b"),
    ("let n = 3; while n > 0 { n -= 1; } n", "0"),
];

#[test]
fn what_does_not_differ_is_the_same() {
    for (code, both) in SAME {
        assert_eq!((ours(code).as_str(), rhai(code).as_str()), (both, both), "{code}");
    }
}
