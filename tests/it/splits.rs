//! What a shard reads: what its bodies need and no more, and whatever the data look like, joined it is the whole report.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{AS_OF, Workdir};

/// Numbers that look like random ones and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// One of the bodies.
fn body(dice: &mut Dice) -> String {
    format!("demo/b{}", dice.roll(9))
}

/// Records, sound or not, each perhaps with a line of its own behind its header.
fn records(dice: &mut Dice, own: &dyn Fn(&mut Dice) -> String) -> String {
    let mut text = String::new();
    for _ in 0..=dice.roll(5) {
        let (number, points) = (dice.roll(30), 40 + dice.roll(50));
        let line = own(dice);
        let _ = match dice.roll(9) {
            0 => write!(text, "[[committee]]\n{line}name = \"提案委\"\n\n"),
            1 => write!(text, "[[note]]\n{line}text = \"nobody\"\n\n"),
            2 => write!(text, "[[member]]\n{line}id = \"M-{number}\"\nname = \"甲\"\ncommittee = \"提案\"\n\n"),
            3 => write!(text, "[[mebmer]]\n{line}id = \"M-{number}\"\n\n"),
            4 => write!(text, "[[member]]\n{line}id = \"M-{number}\"\nnaem = \"甲\"\nage = \"x\"\n\n"),
            5 => write!(text, "[[member]]\n{line}id = \"M-{number}\"\nname = \"甲\"\njoined = 2022-02-30\n\n"),
            _ => write!(text, "[[member]]\n{line}id = \"M-{number}\"\nname = \"甲\"\npoints = {points}\n\n"),
        };
    }
    text
}

/// A file of any sort.
fn file(dice: &mut Dice) -> Vec<u8> {
    let (id, nothing) = (body(dice), |_: &mut Dice| String::new());
    let head = format!("body = \"{id}\"\nyear = 2026\n\n");
    let own = |dice: &mut Dice| format!("body = \"{}\"\n", body(dice));
    let text = match dice.roll(16) {
        0..=5 => format!("{head}{}", records(dice, &nothing)),
        6 | 7 => format!("year = 2026\n{}", records(dice, &own)),
        8 => format!("{head}{}", records(dice, &own)),
        9 => format!("{head}member = [\n    {{ id = \"M-1\", name = \"乙\", points = 50 }},\n]\n"),
        // Broken, in the head, in a record, and where nothing is certain any more.
        10 => format!("body = \n{}", records(dice, &nothing)),
        11 => format!("{head}{}[[member]]\nid = \n{}", records(dice, &nothing), records(dice, &nothing)),
        12 => format!("{head}{}name = \"\"\"\n{}", records(dice, &nothing), records(dice, &own)),
        13 => return [head.as_bytes(), b"[[member]]\nid = \"M-1\"\nname = \"\xce\xaf\"\n"].concat(),
        // Of nobody, of a body that is perhaps misspelt, and without a year.
        14 => format!("body = \"dema/b{}\"\nyear = 2026\n{}", dice.roll(9), records(dice, &nothing)),
        _ => format!("body = \"{id}\"\n{}", records(dice, &nothing)),
    };
    text.into_bytes()
}

/// A project of such files, with waivers that excuse something, name what is not there, or are spelt wrong.
fn project(seed: u64) -> Workdir {
    let dice = &mut Dice(seed);
    let mut settings = "rules = [\"rules\"]\n".to_owned();
    for _ in 0..dice.roll(4) {
        let about = match dice.roll(4) {
            0 => "at = \"member/M-1\"\n",
            1 => "at = \"member/M-99\"\n",
            2 => "at = \"mebmer/M-1\"\n",
            _ => "",
        };
        let body = match dice.roll(3) {
            0 => format!("body = \"{}\"\n", body(dice)),
            1 => "body = \"demo/bb\"\n".to_owned(),
            _ => String::new(),
        };
        let _ = write!(
            settings,
            "\n[[waiver]]\nrule = \"demo/member/points\"\n{about}{body}reason = \"病假\"\napproved_by = \"主席会议\"\n\
             until = 2027-06-30\n"
        );
    }
    let dir = Workdir::new().with("yize.toml", settings);
    (0..4 + dice.roll(14)).fold(dir, |dir, n| dir.with(&format!("data/{n:02}.toml"), file(dice)))
}

fn line(options: &str) -> String {
    format!("check . --as-of {AS_OF} --format json {options}")
}

/// The names of the reports of so many shards, which are written.
fn shards(dir: Workdir, of: usize, options: &str) -> (Workdir, Vec<String>) {
    (1..=of).fold((dir, Vec::new()), |(dir, mut names), index| {
        let report = dir.yize(&line(&format!("--shard {index}/{of} {options}"))).stdout;
        names.push(format!("reports/{of}-{index}.json"));
        (dir.with(&names[index - 1], report), names)
    })
}

#[test]
fn whatever_the_data_look_like_shards_are_joined_to_the_whole() {
    for seed in std::env::var("SEED").map_or(0, |s| s.parse().unwrap())
        ..std::env::var("SEEDS").map_or(14, |s| s.parse().unwrap())
    {
        let mut dir = project(seed);
        let options = ["--lang zh", "--lang en", "--lang en --body demo/b3", "--lang en --only demo/member/points"];
        let options = options[usize::try_from(seed % 4).expect("it is small")];
        let whole = dir.yize(&line(options));
        for of in [1, 2, 3, 8, 20] {
            let (with, names) = shards(dir, of, options);
            dir = with;
            assert_eq!(dir.yize(&format!("merge {}", names.join(" "))), whole, "{seed} {options} {of}");
        }
    }
}

/// Six bodies with a file each, a file of two of them, and one that is said to be nobody's.
fn even() -> Workdir {
    let dir = Workdir::new().with("yize.toml", "rules = [\"rules\"]\n");
    let member = |id: usize| format!("[[member]]\nid = \"M-{id}\"\nname = \"甲\"\npoints = 70\n\n");
    let dir = (1..=6).fold(dir, |dir, n| {
        let records: String = (0..20).map(member).collect();
        dir.with(&format!("data/{n}.toml"), format!("body = \"demo/b{n}\"\nyear = 2026\n\n{records}"))
    });
    let two: String = [1, 2].map(|n| member(50 + n).replace("id =", &format!("body = \"demo/b{n}\"\nid ="))).concat();
    dir.with("data/two.toml", format!("year = 2026\n{two}"))
}

#[test]
fn a_shard_reads_the_files_of_its_bodies_and_the_plan_says_so() {
    let dir = even();
    let plan = dir.yize("plan --shards 3 --format json .").exits(0).json();
    assert_eq!((&plan["bodies"], &plan["files"], &plan["records"]), (&6.into(), &7.into(), &122.into()));
    let mut all: Vec<Value> = Vec::new();
    for (index, planned) in (1..).zip(plan["shards"].as_array().expect("shards")) {
        let report = dir.yize(&line(&format!("--shard {index}/3"))).exits(0).json();
        let (own, read) = (&planned["bodies"], &planned["reads"]["files"]);
        let own = own.as_array().expect("a list");
        assert_eq!((&report["summary"]["files"], &report["summary"]["bodies"]), (read, &own.len().into()));
        assert_eq!(report["summary"]["records"], planned["records"]);
        all.extend(own.clone());
    }
    let read: u64 = (0..3).filter_map(|at| plan["shards"][at]["reads"]["files"].as_u64()).sum();
    assert!(read <= 8, "a file of two bodies is read twice at most, the others once: {read}");
    all.sort_by_key(ToString::to_string);
    assert_eq!(Value::from(all), serde_json::json!(["demo/b1", "demo/b2", "demo/b3", "demo/b4", "demo/b5", "demo/b6"]));

    let text = dir.yize("plan --shards 3 --lang en .").exits(0).stdout;
    assert!(text.starts_with("3 shard(s): 6 bodies, 7 files, "), "{text}");
    assert!(text.contains("1/3  2 bodies, ") && text.contains("the largest shard has 1."), "{text}");
    assert!(!text.contains("every shard") && !text.contains("network"), "{text}");
    // What cannot be told at a glance, and rules on the network.
    let dir = dir.with("data/none.toml", "[[member]]\nid = \"M-1\"\n").with(
        "rules/demo/net.rhai",
        "rule(\"net/all\", #{ title: \"网\", basis: \"网\", since: \"2022-01-01\", on: \"network\", explain: \"网\" }, |ctx| {});\n",
    );
    let text = dir.yize("plan --shards 3 --lang zh .").exits(0).stdout;
    assert!(text.contains("各片都读的文件 1 个、22 B（看不出是哪个单位的）：data/none.toml\n"), "{text}");
    assert!(text.contains("第 1 片因此读全部文件：demo/net/all\n"), "{text}");
    assert!(text.contains("\n1/3  单位 2 个") && text.contains("读文件 8 个"), "{text}");
    let first = dir.yize(&line("--shard 1/3")).json();
    assert_eq!(first["summary"]["files"], 8);
}

#[test]
fn a_plan_of_nothing_is_none() {
    let dir = even();
    for (wrong, says) in [("--shards 0 .", "1 to 1000000"), (".", "--shards"), ("--shards 2 nowhere", "nowhere")] {
        let run = dir.yize(&format!("plan --lang en {wrong}")).exits(2);
        assert!(run.stderr.contains(says), "{wrong}: {}", run.stderr);
    }
}

#[test]
fn shards_of_data_that_changed_between_them_are_refused_whoever_read_what() {
    let (dir, names) = shards(even(), 3, "--lang en");
    // As many bytes as before, in a file that this shard does not read.
    let plan = dir.yize("plan --shards 3 --format json .").json();
    let foreign = plan["shards"][0]["bodies"][0].as_str().expect("a body").trim_start_matches("demo/b").to_owned();
    let name = format!("data/{foreign}.toml");
    let text = dir.read(&name).replacen("points = 70", "points = 71", 1);
    let dir = dir.with(&name, text);
    let third = dir.yize(&line("--shard 3/3 --lang en")).stdout;
    let dir = dir.with("third.json", third);
    let run = dir.yize(&format!("merge --lang en {} {} third.json", names[0], names[1])).exits(2);
    assert!(run.stderr.contains("not shards of one check"), "{}", run.stderr);
}

#[test]
fn what_is_wrong_in_the_file_of_a_body_is_its_shards_to_tell() {
    let dir = even();
    let plan = dir.yize("plan --shards 3 --format json .").json();
    let last = plan["shards"][2]["bodies"][0].as_str().expect("a body").trim_start_matches("demo/b").to_owned();
    let name = format!("data/{last}-torn.toml");
    let dir = dir.with(&name, format!("body = \"demo/b{last}\"\nyear = 2026\n[[member]]\nid = \n"));
    let told: Vec<(Option<i32>, usize)> = (1..=3)
        .map(|index| {
            let run = dir.yize(&line(&format!("--shard {index}/3")));
            (run.code, run.findings().iter().filter(|finding| finding["rule"] == "host/syntax").count())
        })
        .collect();
    assert_eq!(told.iter().filter(|(code, _)| *code == Some(1)).count(), 1, "{told:?}");
    assert_eq!(told.iter().map(|(_, findings)| findings).sum::<usize>(), 1, "{told:?}");
}

#[test]
fn that_no_rule_applies_is_known_from_all_shards_together() {
    let notes = "year = 2026\n[[note]]\ntext = \"甲\"\n";
    let dir = Workdir::new().with("yize.toml", "rules = [\"rules\"]\n");
    let dir = (1..=3).fold(dir, |dir, n| dir.with(&format!("data/{n}.toml"), format!("body = \"demo/b{n}\"\n{notes}")));
    let options = "--lang en --only demo/member/points";
    let whole = dir.yize(&line(options)).exits(2);
    let (dir, names) = shards(dir, 3, options);
    assert_eq!(dir.yize(&format!("merge {}", names.join(" "))), whole);
    // In one of the bodies it does, and then it is right that it does not in others.
    let dir = dir
        .with("data/4.toml", "body = \"demo/b2\"\nyear = 2026\n[[member]]\nid = \"M-1\"\nname = \"甲\"\npoints = 70\n");
    let whole = dir.yize(&line(options)).exits(0);
    let (dir, names) = shards(dir, 3, options);
    assert_eq!(dir.yize(&format!("merge {}", names.join(" "))), whole);
}

#[test]
fn shards_that_have_more_to_tell_than_one_report_holds_are_not_joined() {
    let mut lines = String::new();
    for n in 0..1_200 {
        let _ = writeln!(lines, "x{n} = 1");
    }
    let dir = Workdir::new().with("yize.toml", "rules = [\"rules\"]\n");
    let dir = (0..24).fold(dir, |dir, n| {
        let text =
            format!("body = \"demo/b{}\"\nyear = 2026\n[[member]]\nid = \"M-{n}\"\nname = \"甲\"\n{lines}", n % 2);
        dir.with(&format!("data/{n}.toml"), text)
    });
    let (dir, names) = shards(dir, 2, "--lang en");
    let run = dir.yize(&format!("merge --lang en {}", names.join(" "))).exits(2);
    assert!(run.stderr.contains("more mistakes or records than one report can hold"), "{}", run.stderr);
    assert!(run.stdout.is_empty());
}
