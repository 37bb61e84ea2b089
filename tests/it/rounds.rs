//! Edits at random: a check that is repeated gives in each round what a fresh check gives.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use yize::report::{View, json};
use yize_core::catalogue::rules;
use yize_core::check::{FailOn, Outcome, Request, check};
use yize_core::files::Memory;
use yize_core::language::Lang;
use yize_core::session::{Round, Session};

use crate::support::{SOUND, root, tree};

fn folder(files: &mut Memory, from: &str, to: &str) {
    for file in tree(&root().join(from)) {
        let bytes = std::fs::read(root().join(from).join(&file)).expect("readable");
        files.0.insert(Path::new(to).join(file), bytes);
    }
}

/// A pack that extends the tests' own: a function to import, a rule on the network, another parameter.
const MORE: [(&str, &str); 4] = [
    (
        "pack.toml",
        "id = \"more\"\ntitle = \"另一个\"\nversion = \"1.0.0\"\nextends = [\"demo\"]\nbodies = [\"more/*\"]\n\n\
         [parameters.least]\nvalue = 50\n\n[parameters.most]\nlabel = \"上限\"\nvalue = 3\n",
    ),
    (
        "kinds.toml",
        "[item]\nlabel = \"事项\"\nen = \"item\"\nkey = \"id\"\nshared = true\n\n[item.fields]\n\
         id = { type = \"string\", label = \"编号\", en = \"id\" }\n\
         days = { type = \"integer\", label = \"天数\", en = \"days\", optional = true }\n",
    ),
    ("lib/days.rhai", "fn allowed(most) {\n    most * 2\n}\n"),
    (
        "items.rhai",
        "import \"lib/days\" as days;\n\n\
         rule(\"item/days\", #{\n    title: \"天数\",\n    basis: \"第四条\",\n    since: \"2022-01-01\",\n    on: \"item\",\n    \
         explain: \"不超过上限的两倍。\",\n}, |item, ctx| {\n    if item.get(\"days\", 0) > days::allowed(ctx.params.most) {\n        \
         fail(item.days, `${item.id}的天数太多`);\n    }\n});\n\n\
         rule(\"item/once\", #{\n    title: \"各单位不重复\",\n    basis: \"第五条\",\n    since: \"2022-01-01\",\n    on: \"network\",\n    \
         explain: \"同一编号只有一个单位有。\",\n}, |ctx| {\n    let all = ctx.all(\"item\");\n    for item in all {\n        \
         if all.count(|other| other.id == item.id) > 1 {\n            fail(item, `${item.id}重复`);\n        }\n    }\n});\n",
    ),
];

/// Two projects: one with two packs, the other with a scheme and a rule that asks for cards.
fn project() -> Memory {
    let mut files = Memory::default();
    folder(&mut files, "tests/packs", "a/rules");
    for (name, text) in MORE {
        files.0.insert(Path::new("a/rules/more").join(name), text.into());
    }
    let waiver = "[[waiver]]\nrule = \"demo/member/points\"\nat = \"M-1\"\nreason = \"病假\"\napproved_by = \"主席会议\"\nuntil = 2026-12-31\n";
    files = files
        .with(
            "a/yize.toml",
            format!("rules = [\"rules\"]\n\n[severities]\n\"demo/member/status\" = \"error\"\n\n{waiver}"),
        )
        .with("a/data/demo.toml", SOUND.replace("status = \"active\"", "status = \"active\"\npoints = 61"))
        .with("a/data/other.toml", SOUND.replace("\"demo\"", "\"demo/other\""))
        .with(
            "a/data/more.toml",
            format!(
                "{}\n[[member]]\nid = \"M-7\"\nname = \"委员庚\"\npoints = 55\n",
                SOUND.replace("\"demo\"", "\"demo/other\"").replace("M-", "M-1").replace("提案委", "经济委")
            ),
        );
    for (body, id, days) in [("more/a", "I-1", 4), ("more/a", "I-2", 6), ("more/b", "I-3", 5)] {
        let name = format!("a/data/{}-{id}.toml", body.replace('/', "-"));
        files = files.with(name, format!("body = \"{body}\"\nyear = 2026\n\n[[item]]\nid = \"{id}\"\ndays = {days}\n"));
    }
    folder(&mut files, "examples/schemes/model", "b");
    files
}

fn request() -> Request {
    Request { packs: vec![yize::packs::built_in()], ..Request::new(vec!["a".into(), "b".into()], date(2026, 6, 30)) }
}

fn json(outcome: &Outcome) -> String {
    let mut bytes = Vec::new();
    let view = View::new(Lang::Zh, outcome.exit_code(FailOn::Error));
    json::write(outcome, view, &mut bytes).expect("memory");
    String::from_utf8(bytes).expect("UTF-8")
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % sides
    }
}

/// What somebody does to a file; gives what they did.
fn edit(dice: &mut Dice, files: &mut Memory, first: &Memory) -> String {
    let all: Vec<&PathBuf> = first.0.keys().chain(files.0.keys()).collect();
    let path = all[dice.roll(all.len())].clone();
    let Some(bytes) = files.0.get(&path).cloned().filter(|_| dice.roll(10) > 3) else {
        match first.0.get(&path) {
            Some(bytes) => files.0.insert(path.clone(), bytes.clone()),
            None => files.0.remove(&path),
        };
        return format!("{} as it was", path.display());
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let at = dice.roll(lines.len().max(1));
    let what = dice.roll(12);
    match what {
        0 if !lines.is_empty() => _ = lines.remove(at),
        1 if !lines.is_empty() => lines.insert(at, lines[at]),
        2 => lines.insert(0, "\n"),
        3 => lines.truncate(at),
        4 if lines.len() > 1 => lines.swap(at, 0),
        _ => {}
    }
    let joined = lines.concat();
    let digits: Vec<usize> = joined.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let now = match what {
        5..=8 if !digits.is_empty() => {
            let (at, digit) = (digits[dice.roll(digits.len())], dice.roll(10).to_string());
            format!("{}{digit}{}", &joined[..at], &joined[at + 1..]).into_bytes()
        }
        9 => [joined.as_bytes(), b"# \xff\n"].concat(),
        10 => {
            files.0.remove(&path);
            files.0.insert(path.with_file_name(format!("moved-{}.toml", dice.roll(3))), joined.into_bytes());
            return format!("{} renamed", path.display());
        }
        11 => {
            files.0.remove(&path);
            return format!("{} removed", path.display());
        }
        _ => joined.into_bytes(),
    };
    files.0.insert(path.clone(), now);
    format!("{} edited in way {what}", path.display())
}

/// The packs of the project, as they were when they were last right.
type Snapshots = BTreeMap<String, BTreeMap<PathBuf, Vec<u8>>>;

fn below(files: &Memory, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let inside = files.0.iter().filter(|(path, _)| path.starts_with(folder));
    inside.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}

fn is_used(round: &Round, folder: &str) -> bool {
    let manifest = format!("{folder}/pack.toml");
    let sources = &round.outcome.sources;
    round.outcome.packs().any(|pack| sources.get(pack.place().source).name == manifest)
}

/// The files with the packs that are held in the versions in force.
fn in_force(files: &Memory, round: &Round, right: &mut Snapshots) -> Memory {
    let mut shadow = files.clone();
    for folder in ["a/rules/demo", "a/rules/more", "b/rules/model"] {
        match round.held.iter().find(|held| held.folder == folder) {
            // A pack that no project uses just now says nothing of itself.
            None if is_used(round, folder) => _ = right.insert(folder.to_owned(), below(files, folder)),
            Some(held) if held.earlier => {
                shadow.0.retain(|path, _| !path.starts_with(folder));
                shadow.0.extend(right[folder].clone());
            }
            _ => {}
        }
    }
    shadow
}

/// Edits at random, so many times; after each edit the round says what a fresh check says.
fn edits(seed: u64, steps: usize) {
    let (first, mut dice) = (project(), Dice(seed));
    let (mut files, mut session, mut right) = (first.clone(), Session::new(request()), Snapshots::new());
    let days: [Date; 3] = [date(2026, 6, 30), date(2026, 12, 31), date(2027, 2, 1)];
    let (mut as_of, mut done, mut held) = (days[0], Vec::new(), 0);
    let mut before = String::new();
    for step in 0..steps {
        let round = session.round(&files, as_of, &());
        let shadow = in_force(&files, &round, &mut right);
        let fresh = check(&shadow, &Request { as_of, ..request() }, &());
        let (is, should) = (json(&round.outcome), json(&fresh));
        let last = &done[done.len().saturating_sub(3)..];
        assert!(is == should, "seed {seed}, step {step}, after {last:?}\n{}", difference(&is, &should));
        let is_wrong = || !rules(&files, &request()).findings.is_empty();
        assert!(round.failed.is_empty() || is_wrong(), "seed {seed}, step {step}, after {last:?}: {:?}", round.held);
        // Nothing is new or gone unless the report reads otherwise, and the other way round.
        let told = !round.added.is_empty() || !round.removed.is_empty();
        assert!(!told || is != before, "seed {seed}, step {step}, after {last:?}: nothing has changed");
        before = is;
        held += round.held.iter().filter(|held| held.earlier).count();
        let many = if dice.roll(8) == 0 { 3 } else { 1 };
        done.extend((0..many).map(|_| edit(&mut dice, &mut files, &first)));
        if dice.roll(20) == 0 {
            as_of = days[dice.roll(days.len())];
        }
    }
    assert!(held > steps / 50, "packs were held in {held} of {steps} steps");
}

/// The lines in which two reports differ.
fn difference(is: &str, should: &str) -> String {
    let lines = |a: &str, b: &str, sign: &str| {
        let only = a.lines().filter(|line| !b.contains(line)).take(12);
        only.map(|line| format!("{sign} {line:.160}")).collect::<Vec<_>>().join("\n")
    };
    format!("{}\n{}", lines(is, should, "is"), lines(should, is, "should be"))
}

#[test]
fn random_edits_of_the_first_kind_give_what_a_fresh_check_gives() {
    edits(1, 300);
}

#[test]
fn random_edits_of_the_second_kind_give_what_a_fresh_check_gives() {
    edits(2, 300);
}

#[test]
fn random_edits_of_the_third_kind_give_what_a_fresh_check_gives() {
    edits(3, 300);
}

#[test]
fn random_edits_of_the_fourth_kind_give_what_a_fresh_check_gives() {
    edits(4, 300);
}

/// A round after some files were changed.
fn after(session: &mut Session, files: &mut Memory, edits: &[(&str, Option<&str>)]) -> Round {
    for (path, text) in edits {
        match text {
            Some(text) => files.0.insert(PathBuf::from(path), (*text).into()),
            None => files.0.remove(Path::new(path)),
        };
    }
    session.round(files, date(2026, 6, 30), &())
}

fn held(round: &Round) -> Vec<(&str, bool)> {
    round.held.iter().map(|held| (held.pack.as_str(), held.earlier)).collect()
}

#[test]
fn a_pack_that_has_never_been_right_holds_back_no_other() {
    let (mut files, mut session) = (project(), Session::new(request()));
    session.round(&files, date(2026, 6, 30), &());
    let round = after(&mut session, &mut files, &[("a/rules/new/pack.toml", Some("id = \""))]);
    assert_eq!(held(&round), [("new", false)]);
    // An edit of another pack takes effect at once.
    let manifest = String::from_utf8(files.0[Path::new("a/rules/demo/pack.toml")].clone()).expect("UTF-8");
    let stricter = manifest.replace("value = 60", "value = 62");
    let round = after(&mut session, &mut files, &[("a/rules/demo/pack.toml", Some(&stricter))]);
    assert_eq!(held(&round), [("new", false)]);
    assert!(round.outcome.findings.iter().any(|f| f.message.get(Lang::Zh).contains("应不低于62")));
    // It goes, and nothing is called right again.
    let round = after(&mut session, &mut files, &[("a/rules/new/pack.toml", None)]);
    assert_eq!((held(&round), &round.restored), (Vec::new(), &Vec::new()));
}

#[test]
fn a_pack_that_is_not_used_for_a_while_is_not_called_right_again() {
    let (mut files, mut session) = (project(), Session::new(request()));
    session.round(&files, date(2026, 6, 30), &());
    let good = String::from_utf8(files.0[Path::new("a/rules/more/items.rhai")].clone()).expect("UTF-8");
    let round = after(&mut session, &mut files, &[("a/rules/more/items.rhai", Some("rule("))]);
    assert_eq!((held(&round), &round.failed), (vec![("more", true)], &vec!["more".to_owned()]));
    let settings = String::from_utf8(files.0[Path::new("a/yize.toml")].clone()).expect("UTF-8");
    let round = after(&mut session, &mut files, &[("a/yize.toml", Some("data = \""))]);
    assert_eq!((held(&round), &round.restored), (Vec::new(), &Vec::new()));
    let round = after(&mut session, &mut files, &[("a/yize.toml", Some(&settings))]);
    assert_eq!((held(&round), &round.failed), (vec![("more", true)], &Vec::new()), "it is wrong as before");
    let round = after(&mut session, &mut files, &[("a/rules/more/items.rhai", Some(&good))]);
    assert_eq!((held(&round), &round.restored), (Vec::new(), &vec!["more".to_owned()]));
}
