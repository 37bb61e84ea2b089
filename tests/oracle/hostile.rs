//! Hostile programs: each ends as a fault, or is refused when it is loaded. None brings down the program that runs it, on a
//! thread with a common stack and under the system's allocator, and none takes much more memory than a call may hold.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use yize_core::{Check, FailOn, Finding, Memory, Status};

use crate::data;
use crate::judge::TODAY;
use crate::memory;
use crate::programs;
use crate::schema;

/// Longest time that a program may take to end, in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// Most memory that a program may make this process hold, in MiB: a call may hold 256, what it makes longer it holds twice, and
/// other tests run beside it.
const MOST: usize = 700;

static ALONE: Mutex<()> = Mutex::new(());

/// What became of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Refused,
    Fault,
    Clean,
}

/// Runs a file of a pack on a thread with a stack of 2 MiB.
fn end(name: &str, script: String) -> End {
    let mut case = programs::case(1, "");
    // One body and one year, so that there is one call.
    let (body, year) = (case.data[0].body.clone(), case.data[0].year);
    case.data.retain(|file| file.body == body && file.year == year);
    let pack = Memory::default()
        .with("probe/pack.toml", schema::manifest(&case.schema))
        .with("probe/kinds.toml", schema::kinds(&case.schema))
        .with("probe/holidays.toml", schema::holidays())
        .with("probe/it.rhai", script);
    let check = Check::as_of(TODAY).pack(pack);
    let check = case.data.iter().fold(check, |check, file| check.data(&file.name, data::text(file)));
    // One at a time, so that what each holds can be told.
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let (started, held) = (Instant::now(), memory::begin());
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let end = thread.spawn(move || {
        let outcome = check.run();
        let failed = |f: &Finding| f.status == Status::Fault && f.rule.starts_with("probe/");
        match outcome.exit_code(FailOn::Never) {
            0 | 1 => End::Clean,
            _ if outcome.findings.iter().any(failed) => End::Fault,
            _ => End::Refused,
        }
    });
    let end = end.expect("a thread").join().unwrap_or_else(|_| panic!("{name} panics"));
    let took = started.elapsed();
    let more = memory::most().saturating_sub(held) >> 20;
    assert!(took < PATIENCE, "{name} takes {took:?}");
    assert!(more < MOST, "{name} holds {more} MiB");
    if std::env::var("ORACLE_WHY").is_ok() {
        eprintln!("{name}: {end:?}, {took:?}, {more} MiB");
    }
    end
}

/// A file with functions and one rule on the body.
fn script(functions: &str, body: &str) -> String {
    format!(
        "{functions}\nrule(\"it\", #{{ title: \"探\", basis: \"探\", since: \"2000-01-01\", on: \"body\", explain: \"探\" }}, \
         |ctx| {{\n{body}\n}});\n"
    )
}

/// Bodies that never end, or want more than there is.
const BODIES: [(&str, &str); 45] = [
    ("a loop", "loop {}"),
    ("a loop with a condition", "let n = 0; while n < 1 { n += 0; }"),
    ("do and while", "do { let a = 1; } while true"),
    ("a large range", "for n in 0..9223372036854775807 { let a = n; }"),
    ("a range of everything", "for n in -9223372036854775807..9223372036854775807 {}"),
    ("a range with its end", "for n in 0..=9223372036854775807 {}"),
    ("ranges in ranges", "for a in 0..100000 { for b in 0..100000 { for c in 0..100000 {} } }"),
    ("an array in itself", "let a = []; loop { a = [a]; }"),
    ("an array twice in itself", "let a = [1]; loop { a = [a, a]; }"),
    ("an array doubled", "let a = [1]; loop { a += a; }"),
    ("an array added", "let a = [1]; loop { a = a + a; }"),
    ("an array pushed into itself", "let a = [1]; loop { a.push(a); }"),
    ("an array that grows", "let a = []; loop { a.push(1); }"),
    ("an array of texts", "let a = []; loop { a.push(`${a.len()}${ctx.body}`); }"),
    ("an array changed deep inside", "let a = [[[[1]]]]; loop { a[0][0][0].push(a); }"),
    (
        "comparing what is shared",
        "let a = [1]; for n in 0..60 { a = [a, a]; } let b = [1]; for n in 0..60 { b = [b, b]; } if a == b {}",
    ),
    (
        "looking for what is shared",
        "let a = [1]; for n in 0..50 { a = [a, a]; } let b = [1]; for n in 0..50 { b = [b, b]; } loop { if [b, a].contains(a) {} }",
    ),
    ("a map in itself", "let m = #{ a: 1 }; loop { m.a = m; }"),
    ("a map that grows", "let m = #{ a: 1 }; let n = 0; loop { m[`${n}`] = n; n += 1; }"),
    ("a map of maps", "let m = #{ a: 1 }; let n = 0; loop { m[`${n}`] = m; n += 1; }"),
    ("a text doubled", "let s = \"x\"; loop { s += s; }"),
    ("a text doubled in a template", "let s = \"x\"; loop { s = `${s}${s}`; }"),
    ("a text replaced", "let s = \"xxxxxxxx\"; loop { s = s.replace(\"x\", \"xx\"); }"),
    ("a text replaced everywhere", "let s = \"xx\"; loop { s = s.replace(\"\", s); }"),
    ("a text split", "let s = \"x\"; for n in 0..19 { s += s; } let a = []; loop { a.push(s.split(\"\")); }"),
    ("a text joined", "let s = \"x\"; for n in 0..18 { s += s; } loop { let t = [s, s, s].join(s); }"),
    ("texts joined", "let s = \"x\"; for n in 0..12 { s += s; } let a = []; loop { a.push(s); let t = a.join(\"\"); }"),
    ("a text in upper case", "let s = \"ß\"; loop { s = s.to_upper() + s; }"),
    ("a long text looked at", "let s = \"x\"; for n in 0..19 { s += s; } loop { if s.contains(s) && s.len() > 3 {} }"),
    ("texts kept", "let s = \"x\"; for n in 0..16 { s += s; } let a = []; loop { a.push(`${s}${a.len()}`); }"),
    ("views kept", "let a = []; loop { a.push(ctx.all(\"member\").filter(|m| true)); }"),
    ("groups kept", "let a = []; loop { a.push(ctx.all(\"member\").group_by(\"id\")); }"),
    ("sorted on and on", "let a = []; for n in 0..90000 { a.push(90000 - n); } loop { a = a.sort_by(|x| -x); }"),
    (
        "sorted by what has no order",
        "let a = []; for n in 0..90000 { a.push(n); } loop { let b = a.sort_by(|x| if x == 70000 { \"x\" } else { x }); }",
    ),
    ("mapped to arrays", "let a = [1]; loop { a = a.map(|x| [x, x]) + a; }"),
    (
        "closures in closures",
        "let a = [1,2,3,4,5,6,7,8,9,10]; let n = a.map(|a1| a.map(|a2| a.map(|a3| a.map(|a4| a.map(|a5| a.map(|a6| a.map(|a7| a.map(|a8| a1 + a8))))))));",
    ),
    ("findings without end", "loop { fail(ctx.all(\"committee\").first(), \"x\"); }"),
    (
        "findings with long texts",
        "let s = \"x\"; for n in 0..15 { s += s; } loop { fail(ctx.all(\"committee\").first(), s); }",
    ),
    (
        "a finding helped",
        "let s = \"x\"; for n in 0..15 { s += s; } let f = fail(ctx.all(\"committee\").first(), s); loop { f.help(s); }",
    ),
    (
        "a finding that sees",
        "let s = \"x\"; for n in 0..15 { s += s; } let f = fail(ctx.all(\"committee\").first(), s); loop { f.see(ctx.all(\"committee\").first(), s); }",
    ),
    ("powers", "let n = 1.5; loop { n = n ** 2; }"),
    ("fractions", "let n = 1; let d = 3; loop { d += 1; n = n + 1 / d; }"),
    ("working days", "let d = date(2026, 1, 5); loop { d = ctx.add_workdays(d, 3); d = ctx.add_workdays(d, -3); }"),
    ("every day", "let d = date(2026, 1, 5); loop { d += 1; }"),
    ("a whole number", "let n = 1; loop { n *= 3; }"),
];

#[test]
fn bodies_that_never_end_do() {
    for (name, body) in BODIES {
        assert_ne!(end(name, script("", body)), End::Clean, "{name}");
    }
}

/// Functions that call without end, or deeply.
fn calls() -> Vec<(&'static str, String)> {
    let deep = |inside: &str| format!("fn f(n) {{ {inside} }}");
    let sums = format!("{}f(n + 1){}", "(1 + ".repeat(40), ")".repeat(40));
    let blocks = format!("{}f(n + 1){}", "{ let a = 1; ".repeat(20), "}".repeat(20));
    let ifs = format!("{}f(n + 1){}", "if n > 0 { ".repeat(14), "}".repeat(14));
    let closures: String = (0..9).map(|n| format!("[n].map(|x{n}| ")).collect();
    let closures = format!("{closures}f(n + 1){}", ")".repeat(9));
    let loops: String = (0..9).map(|n| format!("for x{n} in 0..2 {{ ")).collect();
    let loops = format!("{loops}f(n + 1);{}", "}".repeat(9));
    let lists = format!("{}f(n + 1){}", "[".repeat(30), "]".repeat(30));
    let doubled: String =
        (1..60).map(|n| format!("fn f{n}(x) {{ f{m}(x) + f{m}(x) }}\n", m = n - 1)).collect::<String>();
    let typed: String =
        (1..40).map(|n| format!("fn t{n}(x) {{ t{m}([x]); t{m}(#{{ a: x }}); }}\n", m = n - 1)).collect();
    vec![
        ("a call of itself", script(&deep("f(n + 1)"), "f(1);")),
        ("in a circle", script("fn f(n) { g(n) } fn g(n) { f(n) }", "f(1);")),
        (
            "with many arguments",
            script("fn f(a, b, c, d, e, g, h, i) { f(b, c, d, e, g, h, i, a) }", "f(1,2,3,4,5,6,7,8);"),
        ),
        ("deep sums", script(&deep(&sums), "f(1);")),
        ("deep blocks", script(&deep(&blocks), "f(1);")),
        ("deep conditions", script(&deep(&ifs), "f(1);")),
        ("deep closures", script(&deep(&closures), "f(1);")),
        ("deep loops", script(&deep(&loops), "f(1);")),
        ("deep lists", script(&deep(&lists), "f(1);")),
        ("through a closure", script(&deep("[1, 2].map(|x| f(x))"), "f(1);")),
        ("by name", script("fn f(n) { [n].map(f) }", "f(1);")),
        ("twice each", script(&format!("fn f0(x) {{ x }}\n{doubled}"), "f59(1);")),
        ("of ever new types", script(&format!("fn t0(x) {{ let a = x; loop {{}} }}\n{typed}"), "t39(1);")),
        ("in a sort", script(&deep("[3, 2, 1].sort_by(|x| f(x))"), "f(1);")),
        ("in a template", script(&deep("`${f(n)}${f(n)}`"), "f(1);")),
        ("in a switch", script(&deep("switch n { 1 => f(2), 2 => f(1), _ => f(1), }"), "f(1);")),
    ]
}

#[test]
fn calls_without_end_do() {
    for (name, script) in calls() {
        assert_ne!(end(name, script), End::Clean, "{name}");
    }
}

/// Texts that are long, or deep, when they are read.
fn texts() -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut add = |name: &str, count: usize, body: String| all.push((format!("{name} × {count}"), script("", &body)));
    for count in [60, 2_000, 100_000] {
        let of = |before: &str, inside: &str, after: &str| {
            format!("let a = [1]; let b = {}{inside}{};", before.repeat(count), after.repeat(count))
        };
        add("brackets", count, of("(", "1", ")"));
        add("lists", count, of("[", "1", "]"));
        add("maps", count, of("#{a:", "1", "}"));
        add("blocks", count, of("{", "1", "}"));
        add("minus", count, of("-", "1", ""));
        add("not", count, of("!", "true", ""));
        add("a sum", count, of("1+", "1", ""));
        add("a sum in brackets", count, of("(1+", "1", ")"));
        add("powers", count, of("1**", "1", ""));
        add("conditions", count, of("true && ", "true", ""));
        add("defaults", count, of("() ?? ", "1", ""));
        add("comparisons", count, of("1 == ", "1", ""));
        add("properties", count, of("", "ctx", ".x"));
        add("safe properties", count, of("", "ctx.find(\"note\", \"x\")", "?.x"));
        add("indices", count, of("", "a", "[0]"));
        add("methods", count, of("", "a", ".reverse()"));
        add("closures", count, of("a.map(|x| ", "1", ")"));
        add("ifs", count, of("if true {", "1", "}"));
        add("else ifs", count, format!("if ctx.year == 1 {{}} {}", "else if ctx.year == 2 {} ".repeat(count)));
        add("switches", count, of("switch 1 { _ => ", "1", "}"));
        add(
            "cases",
            count,
            format!("switch ctx.year {{ {} _ => 1 }}", (0..count).map(|n| format!("{n} => 1,")).collect::<String>()),
        );
        add(
            "labels",
            count,
            format!(
                "switch ctx.year {{ {} 1 => 1, _ => 1 }}",
                (0..count).map(|n| format!("{} |", n + 2)).collect::<String>()
            ),
        );
        add("templates", count, of("`${", "1", "}`"));
        add("pieces", count, format!("let b = `{}`;", "${1}x".repeat(count)));
        add("comments", count, of("/*", "", "*/ "));
        add("loops", count, of("{ for x in a {", "", "}}"));
        add("items", count, format!("let b = [{}];", "1,".repeat(count)));
        add(
            "entries",
            count,
            format!("let b = #{{ {} }};", (0..count).map(|n| format!("a{n}: 1,")).collect::<String>()),
        );
        add("variables", count, (0..count).map(|n| format!("let v{n} = {n};\n")).collect());
        add("statements", count, "ctx.year;\n".repeat(count));
        add("letters", count, format!("let b = \"{}\";", "x".repeat(count)));
        add("quotes", count, "\"".repeat(count));
        add("semicolons", count, ";".repeat(count));
        add("opened", count, "(".repeat(count));
        add("closed", count, ")".repeat(count));
        add("opened and closed otherwise", count, format!("{}{}", "[(".repeat(count), ")]".repeat(count)));
        add("pipes", count, "|".repeat(count));
        add("dots", count, format!("a{}", ".".repeat(count)));
        add("arguments", count, format!("fail({});", "1,".repeat(count)));
    }
    all
}

#[test]
fn long_and_deep_texts_are_read_or_refused() {
    for (name, script) in texts() {
        end(&name, script);
    }
}

/// Scripts with a piece that is missing, stands twice, or is another.
#[test]
fn torn_scripts_are_read_or_refused() {
    let pieces = [
        "(", ")", "{", "}", "[", "]", "|", "\"", "`", "${", "..", "?.", "=>", "let ", "fn ", "if ", "'", "\\", "，",
        "_", "0", "a",
    ];
    for seed in 1..120 {
        let case = programs::case(seed, "");
        let text = crate::print::pack(&case.program).swap_remove(0).1;
        if ["more::", "tripled(", "marked(", "is_first("].iter().any(|word| text.contains(word)) {
            continue;
        }
        let mut dice = crate::dice::Dice::new(seed);
        for _ in 0..6 {
            let mut letters: Vec<String> = text.chars().map(String::from).collect();
            for _ in 0..=dice.roll(2) {
                let at = dice.roll(letters.len());
                match dice.roll(4) {
                    0 => drop(letters.drain(at..(at + dice.roll(8)).min(letters.len()))),
                    1 => {
                        let end = (at + dice.roll(60)).min(letters.len());
                        letters.splice(at..at, letters[at..end].to_vec());
                    }
                    2 => letters[at] = (*dice.pick(&pieces)).to_owned(),
                    _ => letters.insert(at, (*dice.pick(&pieces)).to_owned()),
                }
            }
            end(&format!("seed {seed}"), letters.concat());
        }
    }
}

#[test]
fn many_functions_are_read_or_refused() {
    for count in [100, 3_000] {
        let functions: String = (0..count).map(|n| format!("fn f{n}(a, b) {{ a + b + {n} }}\n")).collect();
        let calls: String = (0..count).map(|n| format!("n += f{n}(n, 1);\n")).collect();
        end(&format!("functions × {count}"), script(&functions, &format!("let n = 0;\n{calls}")));
        let chain: String =
            (1..count).map(|n| format!("fn f{n}(a) {{ f{}(a) }}\n", n - 1)).collect::<String>() + "fn f0(a) { a }\n";
        end(&format!("a chain of functions × {count}"), script(&chain, &format!("f{}(1);", count - 1)));
        let constants: String = (0..count).map(|n| format!("const C{n} = {n};\n")).collect();
        end(&format!("constants × {count}"), script(&constants, "loop {}"));
        let rule = |n: usize| script("", "let a = ctx.year;").replace("\"it\"", &format!("\"it-{n}\""));
        end(&format!("rules × {count}"), (0..count).map(rule).collect());
    }
}
