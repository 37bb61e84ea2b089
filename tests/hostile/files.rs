//! Files of other types, empty ones, links, and folders within folders.

use std::os::unix::fs::symlink;
use std::process::Command;

use crate::support::Workdir;
use crate::tries::{Try, attempt, make};

/// One member of that number.
fn member(number: u8) -> String {
    format!(
        "body = \"demo\"\nyear = 2026\n[[member]]\nid = \"M-{number}\"\nname = \"委员丙\"\nstatus = \"active\"\n\
         joined = 2022-01-18\n"
    )
}

/// One whose points are too few.
fn poor() -> String {
    member(9) + "points = 59.5\n"
}

fn link(dir: Workdir, target: &str, at: &str) -> Workdir {
    symlink(target, dir.path(at)).expect("a link");
    dir
}

fn pipe(dir: Workdir, at: &str) -> Workdir {
    assert!(Command::new("mkfifo").arg(dir.path(at)).status().expect("mkfifo").success());
    dir
}

/// A check of the whole folder as a project.
fn project(name: &'static str, dir: Workdir, exits: i32) -> Try {
    attempt(name, dir, exits).line("check . --as-of 2026-12-31 --lang en --format short")
}

const SETTINGS: &str = "rules = [\"rules\"]\n";

#[test]
fn what_lies_among_data_is_read_or_told() {
    let other = |name: &str| Workdir::sound().with(&format!("data/{name}"), "x");
    let mut tries: Vec<Try> =
        ["b.pdf", "b.docx", "b.json", "b.toml.bak", "b.toml~", "b.jsonl", "b", "b.七", ".b.toml", ".h/b.toml"]
            .into_iter()
            .map(|name| attempt("another type", other(name), 2).says(name).says("host/unread-type"))
            .collect();
    let many = |ending: &str| (0..3_000).fold(Workdir::sound(), |dir, n| dir.with(&format!("data/{n}.{ending}"), "x"));
    tries.extend([
        attempt("three thousand of another type are one finding", many("json"), 2)
            .says("3000 files")
            .says("2950 more")
            .says("1 fault;"),
        attempt("three thousand ledgers of no kind are one finding", many("csv"), 2)
            .says("3000 files")
            .says("host/unread-sheet")
            .says("1 fault;"),
        attempt("what version control and editors leave", other(".gitkeep").with("data/.a.toml.swp", "x"), 0),
        project(
            "a pattern without a folder",
            other("b.docx").with("yize.toml", "rules = [\"rules\"]\ndata = [\"**/*.toml\"]\n"),
            2,
        )
        .says("data/b.docx"),
        project(
            "what the settings say is none",
            other("b.md").with("yize.toml", format!("{SETTINGS}ignore = [\"**/*.md\"]\n")),
            0,
        ),
        project("a readme beside the settings", Workdir::sound().with("README.md", "x").with("yize.toml", SETTINGS), 0),
        attempt("an empty file", other("b.toml").with("data/b.toml", ""), 2).says("`data/b.toml` holds no record"),
        attempt("a file of comments", other("b.toml").with("data/b.toml", "# x\n"), 2).says("holds no record"),
        attempt("a lone mark of order", other("b.toml").with("data/b.toml", "\u{feff}"), 2).says("holds no record"),
        attempt("a head without records", other("b.toml").with("data/b.toml", "body = \"zz\"\n"), 2)
            .says("holds no record"),
        attempt("empty, and meant", other("b.toml").with("data/b.toml", ""), 0).and("--allow-empty"),
    ]);
    make(tries);
}

#[test]
fn patterns_name_something_in_each_of_their_parts() {
    let with = |data: &str| Workdir::sound().with("yize.toml", format!("{SETTINGS}data = [{data}]\n"));
    make(vec![
        project("every alternative", with("\"data/{a,a}.toml\""), 0),
        project("one of two alternatives", with("\"data/{a,b}.toml\""), 2).says("matches `b` of `data/{a,b}.toml`"),
        project("an alternative in another", with("\"{data/{a,c},data}/{a.toml,*}\""), 2).says("host/no-data"),
        project("a class is no alternative", with("\"data/[{a,]*.toml\""), 0),
        project("a pattern of megabytes", with(&format!("\"{}\"", "{a,b}".repeat(100_000))), 2).within(600).long(),
        project("alternatives without end", with(&format!("\"{}\"", "{a,b}".repeat(700))), 2).says("too long"),
        project("deep alternatives", with(&format!("\"{}{}\"", "{a,".repeat(900), "}".repeat(900))), 2)
            .within(600)
            .long(),
    ]);
}

#[test]
fn a_folder_within_the_data_hides_nothing() {
    let dir = || Workdir::sound().with("yize.toml", SETTINGS).with("data/sub/b.toml", poor());
    let nested = |settings: &str| dir().with("data/sub/yize.toml", settings);
    let own = "rules = [\"../../rules\"]\ndata = [\"*.toml\"]\n";
    let waiver = "[[waiver]]\nrule = \"*\"\nbody = \"demo\"\nreason = \"x\"\napproved_by = \"y\"\nuntil = 2099-01-01\n";
    let severities = "[severities]\n\"*\" = \"warning\"\n";
    let full = |more: &str| {
        nested(&format!("{own}{more}")).with("yize.toml", format!("{SETTINGS}projects = [\"data/sub\"]\n"))
    };
    let points = "violation demo/member/points";
    let folder = ["data"; 18].join("/");
    let above = (1..18).map(|depth| ["data"; 18][..depth].join("/"));
    let deep = above.fold(dir().with(&format!("{folder}/b.toml"), poor()), |dir, folder| {
        dir.with(&format!("{folder}/yize.toml"), "")
    });
    make(vec![
        project("nothing within", dir(), 1).says(points),
        project("an empty manifest of a pack", dir().with("data/sub/pack.toml", ""), 2).says("data/sub/pack.toml"),
        attempt("the same without settings", dir().with("data/sub/pack.toml", ""), 2).says("data/sub/pack.toml"),
        project("a good manifest", dir().with("data/sub/pack.toml", "id = \"sub\"\ntitle = \"t\"\n"), 2)
            .says("data/sub/pack.toml"),
        project("empty settings", nested(""), 2).says(points),
        project("broken settings", nested("data = ["), 2).says(points),
        project("settings that narrow", nested("data = [\"x/*.toml\"]\n"), 2).says(points),
        project("settings that lower", nested(&format!("{own}{severities}")), 1)
            .says(points)
            .says("warning host/nested")
            .says("`severities` has no effect"),
        project("settings that waive", nested(&format!("{own}{waiver}")), 1)
            .says(points)
            .says("`waiver` has no effect"),
        project(
            "packs of their own",
            nested("rules = [\"mine\"]\ndata = [\"*.toml\"]\n").copy("tests/packs", "data/sub/mine").edit(
                "data/sub/mine/demo/pack.toml",
                "value = 60",
                "value = 1",
            ),
            1,
        )
        .says(points),
        project("settings allowed in full", full(severities), 0)
            .says("warning demo/member/points")
            .says("data/sub lies within ."),
        project("a waiver allowed in full", full(waiver), 0).says("waived"),
        project("allowed, and narrowing", full("").with("data/sub/yize.toml", "data = [\"x/*.toml\"]\n"), 2)
            .says(points),
        project(
            "a project within one that is not allowed",
            nested(&format!("{own}projects = [\"s\"]\n")).with("data/sub/s/c.toml", poor().replace("M-9", "M-7")).with(
                "data/sub/s/yize.toml",
                format!("rules = [\"../../../rules\"]\ndata = [\"*.toml\"]\n{severities}"),
            ),
            1,
        )
        .says("data/sub/s/c.toml"),
        attempt("named alone", nested(&format!("{own}{severities}")), 1)
            .line("check data/sub/b.toml --as-of 2026-12-31 --lang en --format short")
            .says(points),
        attempt("its folder named", nested(&format!("{own}{severities}")), 1)
            .line("check data/sub --as-of 2026-12-31 --lang en --format short")
            .says(points),
        attempt("more projects within one another than are looked at", deep, 2)
            .line(&format!("check {folder}/b.toml --as-of 2026-12-31 --lang en --format short"))
            .says("more than 16 deep"),
        project(
            "a project that is not there",
            dir()
                .with("yize.toml", format!("{SETTINGS}projects = [\"data/{{sub,gone}}\"]\n"))
                .with("data/sub/yize.toml", own),
            2,
        )
        .says("there is no project `gone`"),
        project("data in a folder named like one of git", dir().with("data/sub/.git/y.toml", poor()), 2)
            .says("is hidden"),
        project("settings in other letters", dir().with("Yize.toml", SETTINGS), 2).says("settings are yize.toml"),
    ]);
}

#[test]
fn links_lead_nowhere_but_into_the_project() {
    let secret = "root:";
    let outside = || Workdir::sound().with("other/x.toml", member(8));
    let follow = format!("{SETTINGS}follow = true\n");
    make(vec![
        attempt("a file of the system", link(Workdir::sound(), "/etc/passwd", "data/x.toml"), 2)
            .says("host/link")
            .never(secret),
        attempt("the root", link(Workdir::sound(), "/", "data/x"), 2).says("host/link").never(secret),
        attempt("a folder beside", link(outside(), "../other", "data/x"), 2).says("data/x"),
        attempt("a folder beside that is named too", link(outside(), "../other", "data/x"), 0)
            .and("other")
            .never("host/link"),
        project("a folder in the project", link(outside().with("yize.toml", SETTINGS), "../other", "data/x"), 0),
        project(
            "out of the project",
            link(Workdir::sound().with("yize.toml", SETTINGS), "/etc/passwd", "data/x.toml"),
            2,
        )
        .says("host/link")
        .never(secret),
        project(
            "out of the project, and meant",
            link(Workdir::sound().with("yize.toml", &follow), "/etc/hostname", "data/x.toml"),
            1,
        )
        .says("host/syntax"),
        attempt("a link that is named", link(Workdir::sound(), "/etc/passwd", "data/x.toml"), 2)
            .line("check data/x.toml --rules rules --as-of 2026-12-31 --lang en --format human")
            .says("host/link")
            .never(secret),
        project("settings", link(Workdir::sound(), "/etc/passwd", "yize.toml"), 2).never(secret),
        project("waivers", Workdir::sound().with("yize.toml", format!("{SETTINGS}waivers = [\"/etc/passwd\"]\n")), 2)
            .says("outside the project")
            .never(secret),
        project(
            "waivers through a link",
            link(
                Workdir::sound().with("yize.toml", format!("{SETTINGS}waivers = [\"w.toml\"]\n")),
                "/etc/passwd",
                "w.toml",
            ),
            2,
        )
        .never(secret),
        attempt("a script", link(Workdir::sound().folder("rules/demo/lib"), "/etc/passwd", "rules/demo/lib/l.rhai"), 2)
            .says("host/link")
            .never(secret),
        attempt("kinds", link(Workdir::sound(), "/etc/passwd", "rules/demo/views.toml"), 2).never(secret),
        attempt("a folder of scripts", link(Workdir::sound(), "/etc", "rules/demo/lib"), 2)
            .says("host/link")
            .never(secret),
        attempt("a pipe", pipe(Workdir::sound(), "data/x.toml"), 2).says("data/x.toml"),
        attempt("a loop", link(Workdir::sound(), ".", "data/x"), 2).says("data/x"),
        attempt("a link to nowhere", link(Workdir::sound(), "gone", "data/x.toml"), 2).says("data/x.toml"),
    ]);
}
