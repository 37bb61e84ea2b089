//! The core as a program embeds it: limits hold under any allocator, functions of the host are checked when a
//! pack is loaded and charged when they are called, and the answers are those of the program.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use yize_core::cases::{Selection, test};
use yize_core::check::{Progress, Stage};
use yize_core::files::{Entry, FileKind};
use yize_core::{Check, Date, FailOn, Files, Folder, Function, Lang, Memory, Outcome, Plain, PlainType, say};

use crate::support::{AS_OF, SOUND, Workdir};

fn check() -> Check {
    Check::as_of(AS_OF.parse().expect("a day"))
}

/// The tests' own pack with a rule on members of that body.
fn pack(code: &str) -> Memory {
    let desk = Workdir::new().rule(code);
    let file = |name: &str| desk.read(&format!("rules/demo/{name}"));
    let names = ["pack.toml", "kinds.toml", "probe.rhai"];
    names.iter().fold(Memory::default(), |files, name| files.with(format!("demo/{name}"), file(name)))
}

#[track_caller]
fn only(outcome: &Outcome, rule: &str, code: u8, word: &str) {
    let told: Vec<String> =
        outcome.findings.iter().map(|f| format!("{}: {}", f.rule, f.message.get(Lang::En))).collect();
    assert!(told.iter().any(|t| t.starts_with(rule) && t.contains(word)), "{told:#?}");
    assert_eq!(outcome.exit_code(FailOn::Error), code, "{told:#?}");
}

#[test]
fn the_limit_of_memory_holds_under_any_allocator() {
    // These tests have the system's allocator, the program another.
    let hungry = "let long = \"x\"; for n in 0..19 { long += long; } let all = []; loop { all.push(long + \"y\"); }";
    let outcome = check().pack(pack(hungry)).data("a.toml", SOUND).run();
    only(&outcome, "demo/probe/it", 3, "used too much memory");
    Workdir::sound().rule(hungry).check("data").exits(3).says("demo/probe/it", "");
}

fn lookup() -> Function {
    let text = say!("积分的两倍", "twice the points");
    Function::new("twice", &[("points", PlainType::Decimal)], PlainType::Decimal, text, |arguments| match arguments {
        [Plain::Decimal(points)] if points.is_sign_negative() => Err(say!("积分为负", "negative points")),
        [Plain::Decimal(points)] => Ok(Plain::Decimal(*points + *points)),
        _ => Err(say!("要写积分", "points are wanted")),
    })
}

#[test]
fn a_function_of_the_host_is_called_with_whole_numbers_too_and_its_complaint_is_a_fault() {
    let run = |code: &str, function: Function| check().pack(pack(code)).data("a.toml", SOUND).function(function).run();
    let doubled = run(
        "if twice(3) != 6 || twice(member.get(\"points\", 1.5)) != member.get(\"points\", 1.5) * 2 { fail(member, \"\"); }",
        lookup(),
    );
    assert_eq!(doubled.exit_code(FailOn::Error), 0, "{:?}", doubled.findings);
    only(&run("if twice(0 - 3) > 1 { fail(member, \"\"); }", lookup()), "demo/probe/it", 3, "negative points");
    let dear = lookup().cost(1_000_000_000);
    only(&run("if twice(3) > 7 { fail(member, \"\"); }", dear), "demo/probe/it", 3, "too many operations");
    let liar = Function::new("twice", &[("x", PlainType::Decimal)], PlainType::Bool, say!("谎", "a lie"), |_| {
        Ok(Plain::Integer(1))
    });
    only(&run("if twice(3) { fail(member, \"\"); }", liar), "demo/probe/it", 3, "a value of a wrong type");
    let panics = Function::new("twice", &[("x", PlainType::Decimal)], PlainType::Decimal, say!("炸", "boom"), |_| {
        panic!("boom")
    });
    only(
        &run("if twice(3) > 1 { fail(member, \"\"); }", panics),
        "demo/probe/it",
        3,
        "the host's function `twice`: it panicked",
    );
}

#[test]
fn a_call_of_a_function_of_the_host_is_checked_when_the_pack_is_loaded() {
    let run = |code: &str| check().pack(pack(code)).data("a.toml", SOUND).function(lookup()).run();
    only(&run("if twice() > 1 { fail(member, \"\"); }"), "host/pack", 2, "takes 1 argument");
    only(&run("if twice(\"3\") > 1 { fail(member, \"\"); }"), "host/pack", 2, "wants number for points");
    only(&run("if twise(3) > 1 { fail(member, \"\"); }"), "host/pack", 2, "did you mean \"twice\"");
    only(&run("if twice(3) == \"6\" { fail(member, \"\"); }"), "host/pack", 2, "");
    for name in ["fail", "两倍", "a b", "let", "rule", "if", ""] {
        let function =
            Function::new(name, &[], PlainType::Bool, say!("坏名", "a bad name"), |_| Ok(Plain::Bool(true)));
        let outcome = check().pack(pack("")).data("a.toml", SOUND).function(function).run();
        assert_eq!(outcome.exit_code(FailOn::Error), 2, "{name}: {:?}", outcome.findings);
    }
}

#[test]
fn who_embeds_the_core_gets_the_report_of_the_program() {
    let desk = Workdir::new().with("a.toml", format!("{SOUND}points = 59.5\n"));
    let program = desk.yize(&format!("check a.toml --rules rules --as-of {AS_OF} --lang zh --format json"));
    let packs = Folder::at(desk.path("rules"));
    let outcome = check().pack(packs).data("a.toml", desk.read("a.toml")).run();
    let embedded = String::from_utf8(outcome.json(Lang::Zh)).expect("text");
    // The folder of the packs is the only thing that is named otherwise.
    let folder = format!("{}/", desk.path("").display().to_string().trim_end_matches('/'));
    assert_eq!(embedded.replace(&folder, ""), program.exits(1).stdout);
    assert_eq!(outcome.exit_code(FailOn::Error), 1);
}

#[test]
fn a_session_of_the_core_tells_what_is_new() {
    let files = |points: &str| {
        pack("if member.get(\"points\", 60) < 60 { fail(member, \"少\"); }")
            .with("a.toml", format!("{SOUND}points = {points}\n"))
    };
    let mut session = check().path("a.toml").pack(files("61")).session();
    let day: Date = AS_OF.parse().expect("a day");
    let first = session.round(&files("61"), day, &());
    let second = session.round(&files("59"), day, &());
    assert_eq!((first.added.len(), second.added.len(), second.removed.len()), (0, 1, 0));
    assert_eq!(second.outcome.findings[second.added[0]].message.get(Lang::Zh), "少");
}

#[test]
fn a_host_that_goes_too_far_is_held_to_the_limits() {
    let run = |function: Function| {
        let rule = pack("if twice(1) > 1 { fail(member, \"\"); }");
        check().pack(rule).data("a.toml", SOUND).function(function).run()
    };
    let number = &[("x", PlainType::Decimal)];
    let talks = Function::new("twice", number, PlainType::Decimal, say!("话多", "talks"), |_| {
        Err(yize_core::Text::same("y".repeat(1 << 20)))
    });
    let outcome = run(talks);
    only(&outcome, "demo/probe/it", 3, "the host's function `twice`: yyy");
    assert!(outcome.findings[0].message.get(Lang::Zh).len() < 2000, "what it says is cut");
    only(&run(lookup().cost(usize::MAX)), "demo/probe/it", 3, "too many operations");
    let many: Vec<(&str, PlainType)> = vec![("x", PlainType::Bool); 17];
    let wide = Function::new("twice", &many, PlainType::Bool, say!("宽", "wide"), |_| Ok(Plain::Bool(true)));
    only(&run(wide), "host/pack", 2, "more than 16 parameters");
}

/// Files that forget the limit.
struct Endless;

impl Files for Endless {
    fn read(&self, _: &Path, limit: u64) -> io::Result<Vec<u8>> {
        Ok(vec![b' '; usize::try_from(limit).expect("small") + 1])
    }

    // There are settings in every folder, and another above each.
    fn kind(&self, _: &Path) -> io::Result<FileKind> {
        Ok(FileKind::File)
    }

    fn walk(&self, _: &Path) -> Vec<Entry> {
        Vec::new()
    }
}

#[test]
fn files_that_forget_the_limit_are_told_and_not_read() {
    let outcome = check().files(Endless).path("a.toml").pack(pack("")).run();
    only(&outcome, "host/too-large", 2, "`a.toml` is too large and was not read");
    only(&outcome, "host/too-much", 2, "more than 16 deep");
}

#[test]
fn a_round_is_not_green_while_a_pack_is_held() {
    let good = pack("if false { fail(member, \"\"); }").with("a.toml", SOUND);
    let files = |script: &str| good.clone().with("demo/probe.rhai", script.to_owned());
    let sound = Workdir::new().rule("if false { fail(member, \"\"); }").read("rules/demo/probe.rhai");
    let check = check().path("a.toml").pack(Folder::at("demo"));
    let mut session = check.session();
    let day: Date = AS_OF.parse().expect("a day");
    let codes = [sound.as_str(), "rule(", sound.as_str()]
        .map(|script| session.round(&files(script), day, &()).exit_code(FailOn::Error));
    assert_eq!(codes, [0, 2, 0]);
}

/// Counts the cases that are run.
#[derive(Default)]
struct Heard(AtomicUsize, AtomicUsize);

impl Progress for Heard {
    fn stage(&self, stage: Stage, steps: usize) {
        self.0.fetch_add(if stage == Stage::Test { steps } else { 0 }, Ordering::Relaxed);
    }
    fn step(&self, steps: usize) {
        self.1.fetch_add(steps, Ordering::Relaxed);
    }
}

#[test]
fn whoever_waits_for_cases_hears_of_each() {
    let case = "[[case]]\nname = \"甲\"\nas_of = 2026-06-30\ndata = \"body = 'demo'\"\nexpect = []\n";
    let cases = [case, &case.replace('甲', "乙")].concat();
    let check = check().pack(pack("").with("demo/tests/two.toml", cases));
    let (heard, all) = (Heard::default(), Selection::default());
    let report = test(&Memory::default(), check.request(), &all, &heard);
    assert_eq!((heard.0.into_inner(), heard.1.into_inner(), report.tested.len()), (2, 2, 2), "{:?}", report.findings);
}
