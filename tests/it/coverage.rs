//! `yize test` tells what the cases reach, in each of its formats; and what a case gives of parameters holds for that case.

use crate::support::{Run, Workdir};

/// The first example: a project with a pack of its own.
fn project() -> Workdir {
    Workdir::bare().copy("examples/first", "it")
}

fn test(dir: &Workdir, words: &str) -> Run {
    dir.yize_in("it", &format!("test {words} --lang en"))
}

/// The project, with a rule that a case reaches in part, and a function that nobody calls.
fn half() -> Workdir {
    let rule = "\
fn unused(m) { m.name.len() }
rule(\"half\", #{ title: \"半\", basis: \"测试\", since: \"2026-01-01\", on: \"member\", explain: \"半\" }, |member, ctx| {
    if member.name == \"委员乙\" { fail(member.name, \"乙\"); }
    if member.name == \"委员无\" { fail(member.name, \"无\"); }
});
";
    let case = "[data]\nfile = \"../../../data/study.toml\"\nas_of = 2026-12-31\nonly = [\"half\"]\n\n\
                [[case]]\nname = \"半\"\nexpect = [{ rule = \"half\", message = \"乙\" }]\n";
    project().with("it/rules/first/half.rhai", rule).with("it/rules/first/tests/half.toml", case)
}

#[test]
fn what_the_cases_do_not_reach_is_told_line_by_line() {
    let run = test(&half(), "--case 半 --coverage").exits(0);
    for line in [
        // The one case reports it, and no case leaves it silent.
        "rules/first/half.rhai:2:1",
        "is silent in no case",
        "first/half  半",
        "rules/first/half.rhai:1:16",
        "never ran",
        "m.name.len()",
        "rules/first/half.rhai:4:8",
        "never yes",
        "member.name == \"委员无\"",
        "rules/first/half.rhai:4:31",
        "fail(member.name, \"无\")",
    ] {
        assert!(run.stdout.contains(line), "{line}: {run:?}");
    }
    assert!(!run.stdout.contains("half.rhai:3:"), "that condition was yes and no: {run:?}");
    let json = test(&half(), "--case 半 --coverage --format json").exits(0).json();
    let rules = json["coverage"]["rules"].as_array().expect("rules");
    let half = rules.iter().find(|rule| rule["rule"] == "first/half").expect("the rule");
    assert_eq!((half["fires"].as_str(), half["silent"].as_str()), (Some("半"), None));
    assert!(json["coverage"]["summary"]["expressions"]["reached"].as_u64() > Some(0));
    assert!(test(&project(), "--format json").exits(0).json().get("coverage").is_none());
}

#[test]
fn too_little_is_exit_1() {
    let run = test(&half(), "--case 半 --threshold rules=100").exits(1);
    assert!(run.stderr.contains("less than 100 % of rules is covered"), "{run:?}");
    test(&half(), "--threshold expressions=10 --threshold branches=10").exits(0);
    for wrong in ["rule=100", "101", "rules=", "x"] {
        test(&half(), &format!("--threshold {wrong}")).exits(2);
    }
}

#[test]
fn files_for_other_tools_are_written_beside_the_report() {
    let dir = half();
    test(&dir, "--output lcov=c.info --output cobertura=c.xml --output junit=j.xml").exits(0);
    let lcov = dir.read("it/c.info");
    assert!(
        lcov.contains("SF:rules/first/half.rhai\n") && lcov.contains("DA:1,0\n") && lcov.contains("DA:3,1\n"),
        "{lcov}"
    );
    assert!(lcov.contains("BRDA:4,0,0,0\nBRDA:4,0,1,1\n"), "never yes, once no: {lcov}");
    for (file, root) in [("it/c.xml", "coverage"), ("it/j.xml", "testsuites")] {
        let text = dir.read(file);
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut names = Vec::new();
        loop {
            match reader.read_event().expect("XML") {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(tag) => {
                    names.push(tag.name().as_ref().to_owned());
                }
                _ => {}
            }
        }
        assert_eq!(names.first().map(String::as_str), Some(root), "{text}");
    }
    assert!(dir.read("it/c.xml").contains("filename=\"rules/first/half.rhai\""));
    let failing = half().with(
        "it/rules/first/tests/half.toml",
        dir.read("it/rules/first/tests/half.toml").replace("\"乙\" }]", "\"丙\" }]"),
    );
    test(&failing, "--output junit=j.xml").exits(1);
    let junit = failing.read("it/j.xml");
    assert!(junit.contains("failures=\"1\"") && junit.contains("wrong"), "{junit}");
    // What was read is not written over.
    let run = test(&dir, "--output junit=rules/first/half.rhai").exits(4);
    assert!(
        run.stderr.contains("was read") && dir.read("it/rules/first/half.rhai").starts_with("fn unused"),
        "{run:?}"
    );
    test(&dir, "--output lcov").exits(2);
}

#[test]
fn a_pack_of_a_network_passes_alone_as_it_does_among_others() {
    // Its cases give a parameter that another pack has under the same name, and of another type.
    let dir = Workdir::bare();
    let run = dir.yize("test tangshan-network --format json").exits(0);
    let cases = run.json()["cases"].as_array().map_or(0, Vec::len);
    assert!(cases >= 7 && run.json()["summary"]["passed"] == cases, "{}", run.stdout);
}
