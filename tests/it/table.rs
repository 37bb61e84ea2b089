//! The table of `docs/ci.md` and `docs/ci.zh-CN.md`: what never passes. A row a run, with its exit status and what is said.

use std::process::{Command, Stdio};

use crate::support::{AS_OF, Run, SOUND, Workdir, read};

/// A row: what goes wrong, exit status, what is said.
type Row = (String, i32, String);

/// The rows of the one table of a page that has this heading.
fn rows(page: &str, heading: &str) -> Vec<Row> {
    let text = read(page);
    let table = text.split(heading).nth(1).expect("the heading").split("\n\n").nth(2).expect("a table");
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [what, code, said] = cells.as_slice() else { panic!("{line}") };
        ((*what).to_owned(), code.parse().expect("an exit status"), (*said).to_owned())
    };
    table.lines().skip(2).map(row).collect()
}

/// What goes wrong, as the English page names it, and a run of it in a language.
type Case = (&'static str, fn(&str) -> Run);

/// `yize check --rules rules`, for people.
fn check(dir: &Workdir, lang: &str, line: &str) -> Run {
    dir.yize(&format!("check --rules rules --as-of {AS_OF} --lang {lang} --format short {line}"))
}

fn git(dir: &Workdir, line: &str) {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
    dir.finish(Command::new("git").args(identity).args(line.split(' ')), b"").exits(0);
}

fn repository(dir: Workdir) -> Workdir {
    git(&dir, "init -q");
    dir
}

/// What is new since a commit of another branch, in a clone of that sort.
fn clone(lang: &str, how: &str) -> Run {
    let dir = repository(Workdir::sound());
    git(&dir, "config uploadpack.allowFilter true");
    git(&dir, "add -A");
    git(&dir, "commit -q -m one");
    git(&dir, "checkout -q -b other");
    let dir = dir.with("data/b.toml", "body = \"demo\"\nyear = 2026\n");
    git(&dir, "add -A");
    git(&dir, "commit -q -m two");
    git(&dir, "checkout -q -");
    let dir = dir.with("data/c.toml", "body = \"demo\"\nyear = 2026\n");
    git(&dir, "add -A");
    git(&dir, "commit -q -m three");
    let from = format!("file://{}", dir.path("").display());
    git(&dir, &format!("clone -q --no-single-branch {how} {from} clone"));
    let reference = if how.contains("depth") { "origin/other" } else { "HEAD~1" };
    let line = format!(
        "cd clone && exec \"$0\" check data --rules rules --as-of {AS_OF} --lang {lang} --changed-since {reference}"
    );
    dir.finish(Command::new("sh").args(["-c", &line, env!("CARGO_BIN_EXE_yize")]), b"")
}

/// Two shards' reports of two.
fn shards() -> Workdir {
    let dir = Workdir::sound();
    let report = |n| dir.check(&format!("data --shard {n}/2")).exits(0).stdout;
    let (one, two) = (report(1), report(2));
    dir.with("1.json", one).with("2.json", two).with("bad.json", "{")
}

fn data() -> Vec<Case> {
    vec![
        ("a named path does not exist", |lang| check(&Workdir::sound(), lang, "data data/b.toml")),
        ("a file is not TOML", |lang| check(&Workdir::sound().with("data/b.toml", "body =\n"), lang, "data")),
        ("a file is not UTF-8", |lang| check(&Workdir::sound().with("data/b.toml", b"# \xb1\xa3"), lang, "data")),
        ("a file begins with two byte order marks", |lang| {
            check(&Workdir::sound().with("data/b.toml", "\u{feff}\u{feff}body = \"demo\"\n"), lang, "data")
        }),
        ("a value is beyond what can be held", |lang| {
            let large = SOUND.replacen("joined = 2022-01-18", "joined = 2022-01-18\nage = 9223372036854775808", 1);
            check(&Workdir::new().with("data/a.toml", large), lang, "data")
        }),
        ("a day does not exist", |lang| {
            let none = SOUND.replacen("joined = 2022-01-18", "joined = 2026-02-30", 1);
            check(&Workdir::new().with("data/a.toml", none), lang, "data")
        }),
        ("two keys look alike", |lang| {
            let alike = format!("{SOUND}[[committee]]\nname = \"提案委\u{200b}\"\n");
            check(&Workdir::new().with("data/a.toml", alike), lang, "data")
        }),
        ("a file of another type stands among the data", |lang| {
            check(&Workdir::sound().with("data/b.json", "{}\n"), lang, "data")
        }),
        ("a file or folder cannot be read", |lang| check(&Workdir::sound().folder("data/b.toml"), lang, "data")),
        ("a file is over 256 MiB", |lang| {
            let dir = Workdir::sound();
            let file = std::fs::File::create(dir.path("data/b.toml")).expect("created");
            file.set_len((256 << 20) + 1).expect("a file with a hole");
            check(&dir, lang, "data")
        }),
        ("a file packs more brackets, signs or values into its bytes than is read", |lang| {
            check(&Workdir::sound().with("data/b.toml", format!("x = [{}", ",".repeat(1 << 20))), lang, "data")
        }),
        ("a file has more findings than are listed", |lang| {
            let kinds = (0..2_000).map(|at| format!("[[k{at}]]\n")).collect::<Vec<_>>().concat();
            check(&Workdir::sound().with("data/b.toml", format!("body = \"demo\"\nyear = 2026\n{kinds}")), lang, "data")
        }),
        ("a value is too long for so intricate a pattern", |lang| {
            let field = "[member.fields]\nnote = { type = \"string\", label = \"注\", optional = true, pattern = '[ab]*a[ab]{9000}' }\n";
            let long = SOUND.replacen("joined", &format!("note = \"{}\"\njoined", "aabab".repeat(40_000)), 1);
            let dir = Workdir::sound().with("data/a.toml", long);
            check(
                &dir.with(
                    "rules/demo/kinds.toml",
                    Workdir::new().read("rules/demo/kinds.toml").replacen("[member.fields]\n", field, 1),
                ),
                lang,
                "data",
            )
        }),
        ("a folder is empty", |lang| check(&Workdir::sound().folder("empty"), lang, "data empty")),
        ("a `data` pattern of `yize.toml` matches nothing", |lang| {
            check(&Workdir::sound().with("yize.toml", "data = [\"data/*.toml\", \"date/*.toml\"]\n"), lang, ".")
        }),
        ("an alternative of a `data` pattern matches nothing", |lang| {
            check(&Workdir::sound().with("yize.toml", "data = [\"data/{a,b}.toml\"]\n"), lang, ".")
        }),
        ("a file holds no record", |lang| check(&Workdir::sound().with("data/b.toml", "# x\n"), lang, "data")),
        ("a hidden file stands among the data", |lang| {
            check(&Workdir::sound().with("data/.b.toml", "x = 1\n"), lang, "data")
        }),
        ("a pack stands among the data", |lang| {
            check(&Workdir::sound().with("data/sub/pack.toml", "").with("data/sub/b.toml", "x = 1\n"), lang, "data")
        }),
        ("a link leads out of the project", |lang| {
            let dir = Workdir::sound();
            std::os::unix::fs::symlink("/etc/passwd", dir.path("data/b.toml")).expect("a link");
            check(&dir, lang, "data")
        }),
        ("a project within another lowers its rules", |lang| {
            let inner = "data = [\"*.toml\"]\nrules = [\"../../rules\"]\n[severities]\n\"*\" = \"warning\"\n";
            let poor = SOUND.replacen("joined", "points = 1\njoined", 1);
            let dir = Workdir::new().with("yize.toml", "rules = [\"rules\"]\n").with("data/sub/b.toml", poor);
            check(&dir.with("data/sub/yize.toml", inner), lang, ".")
        }),
        ("`yize.toml` is malformed", |lang| {
            check(&Workdir::sound().with("yize.toml", "date = [\"data/*.toml\"]\n"), lang, ".")
        }),
        ("a body is not governed by any pack", |lang| {
            check(&Workdir::sound().with("data/b.toml", SOUND.replace("\"demo\"", "\"nobody\"")), lang, "data")
        }),
        ("a kind is misspelt", |lang| {
            let text = "body = \"demo\"\nyear = 2026\n[[mebmer]]\nid = \"M-3\"\n";
            check(&Workdir::sound().with("data/b.toml", text), lang, "data")
        }),
    ]
}

fn rules() -> Vec<Case> {
    vec![
        ("a folder of packs is missing", |lang| check(&Workdir::sound(), lang, "data --rules none")),
        ("a pack is malformed, whether or not it governs the data", |lang| {
            check(&Workdir::sound().with("rules/other/pack.toml", "id = \n"), lang, "data")
        }),
        ("a pack declares or extends more than is loaded", |lang| {
            let values = (0..10_001).map(|at| format!("\"v{at}\",")).collect::<Vec<_>>().concat();
            let kinds = format!(
                "[k]\nlabel = \"类\"\n[k.fields]\ne = {{ type = \"enum\", label = \"值\", values = [{values}] }}\n"
            );
            let pack = "id = \"other\"\ntitle = \"另\"\nversion = \"1\"\n";
            let dir = Workdir::sound().with("rules/other/pack.toml", pack).with("rules/other/kinds.toml", kinds);
            check(&dir, lang, "data")
        }),
        ("a script is no plain file", |lang| check(&Workdir::sound().folder("rules/demo/x.rhai"), lang, "data")),
        ("a script is named almost right", |lang| {
            check(&Workdir::sound().with("rules/demo/x.rhai.txt", ""), lang, "data")
        }),
        ("a folder of rules has no `pack.toml`", |lang| {
            check(&Workdir::sound().with("rules/x/x.rhai", ""), lang, "data")
        }),
        ("two packs declare a kind, and not alike", |lang| {
            let pack = "id = \"x\"\ntitle = \"t\"\nbodies = [\"demo\"]\n";
            let kinds = "[committee]\nlabel = \"专委会\"\nkey = \"name\"\nyearly = false\nshared = true\n\
                         [committee.fields]\nname = { type = \"string\", label = \"名称\" }\n";
            check(&Workdir::sound().with("rules/x/pack.toml", pack).with("rules/x/kinds.toml", kinds), lang, "data")
        }),
        ("a rule is misspelt in `--only` or `--skip`", |lang| {
            check(&Workdir::sound(), lang, "data --skip demo/member/pionts")
        }),
        ("a body is misspelt in `--body`", |lang| check(&Workdir::sound(), lang, "data --body deom")),
        ("no rule was applied to a body", |lang| {
            check(&Workdir::sound().edit("data/a.toml", "year = 2026", "year = 2021"), lang, "data")
        }),
        ("a rule faults", |lang| check(&Workdir::sound().rule("quotient(1, member.name.len() * 0);"), lang, "data")),
        ("a rule hits a limit", |lang| check(&Workdir::sound().rule("loop { }"), lang, "data")),
        ("a rule reports without end", |lang| {
            check(&Workdir::sound().rule("loop { fail(member, \"x\"); }"), lang, "data")
        }),
        ("all rules together report without end", |lang| {
            let rule = |n| {
                format!(
                    "rule(\"many/{n:02}\", #{{ title: \"探\", basis: \"探\", since: \"2022-01-01\", on: \"member\", \
                     explain: \"探\" }}, |member, ctx| {{ for i in 0..10000 {{ fail(member, `${{i}}`); }} }});\n"
                )
            };
            let rules: String = (0..12).map(rule).collect();
            check(&Workdir::sound().with("rules/demo/many.rhai", rules), lang, "data")
        }),
        ("the process of a pack ends under `--isolate`", |lang| {
            let code = "let s = \"aaaaaaaaaaaaaaaa\"; for i in 0..15 { s += s; } let a = [s]; \
                        for i in 0..200 { a.push(s + to_string(i)); }";
            check(&Workdir::sound().rule(code), lang, "data --jobs 1 --isolate --isolate-memory 190")
        }),
        ("a waiver has ended", |lang| {
            let waiver = "rules = [\"rules\"]\n[[waiver]]\nrule = \"demo/member/points\"\nat = \"M-1\"\nreason = \"病假\"\n\
                          approved_by = \"主席会议\"\nuntil = 2026-06-28\n";
            let poor = SOUND.replacen("joined", "points = 1\njoined", 1);
            check(&Workdir::new().with("data/a.toml", poor).with("yize.toml", waiver), lang, ".")
        }),
        ("the baseline is missing or malformed", |lang| check(&Workdir::sound(), lang, "data --baseline none.toml")),
        ("the baseline is of the old kind", |lang| {
            check(&Workdir::sound().with("base.toml", "version = 1\n"), lang, "data --baseline base.toml")
        }),
        ("a finding is worse than the baseline has it, under `--baseline-strict`", |lang| {
            let dir = Workdir::new().with("data/a.toml", SOUND.replacen("joined", "points = 2\njoined", 1));
            check(&dir, lang, "data --write-baseline base.toml");
            check(
                &dir.edit("data/a.toml", "points = 2", "points = 1"),
                lang,
                "data --baseline base.toml --baseline-strict",
            )
        }),
        ("the time zone of the project or of `TZ` is not known", |lang| {
            let dir = Workdir::sound().with("yize.toml", "time_zone = \"Asia/Bejing\"\n");
            dir.yize(&format!("check . --rules rules --lang {lang}"))
        }),
        ("packs differ from `yize.lock` under `--locked`", |lang| {
            let dir = Workdir::sound().with("yize.toml", "rules = [\"rules\"]\n");
            dir.yize("lock .").exits(0);
            check(&dir.edit("rules/demo/pack.toml", "value = 60", "value = 61"), lang, ". --locked")
        }),
    ]
}

fn reports() -> Vec<Case> {
    vec![
        ("a report cannot be written", |lang| check(&Workdir::sound(), lang, "data --output json=none/r.json")),
        ("a report would replace what was read", |lang| {
            check(&Workdir::sound(), lang, "data --output json=data/a.toml")
        }),
        ("a baseline would replace what was read", |lang| {
            check(&Workdir::sound(), lang, "data --write-baseline data/a.toml")
        }),
        ("a baseline would replace what is none", |lang| {
            check(&Workdir::sound().with("notes.txt", "x"), lang, "data --write-baseline notes.txt")
        }),
        ("two reports go into one file", |lang| {
            check(&Workdir::sound().folder("there"), lang, "data --output json=r --output csv=there/../r")
        }),
        ("standard output is full", |lang| {
            let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
            let dir = Workdir::sound();
            let mut command = Command::new(env!("CARGO_BIN_EXE_yize"));
            command.args(["check", "data", "--rules", "rules", "--as-of", AS_OF, "--lang", lang]);
            let output = command.current_dir(dir.path("")).stdout(full).stderr(Stdio::piped()).output().expect("run");
            let stderr = String::from_utf8(output.stderr).expect("UTF-8");
            Run { code: output.status.code(), stdout: String::new(), stderr }
        }),
        ("an option is misspelt", |lang| check(&Workdir::sound(), lang, "data --optoin")),
    ]
}

/// Two bodies, and a rule over both that reads a value which is broken in the second.
fn network() -> Workdir {
    let kinds = "[joint]\nlabel = \"联合\"\nen = \"joint\"\nkey = \"id\"\nshared = true\nyearly = false\n[joint.fields]\n\
                 id = { type = \"string\", label = \"编号\", en = \"id\" }\nn = { type = \"integer\", label = \"数\", en = \"n\" }\n";
    let rule = "rule(\"sum\", #{ title: \"合计\", basis: \"合计\", since: \"2022-01-01\", on: \"network\", explain: \"合计\" }, |ctx| {\n\
                if ctx.all(\"joint\").sum(\"n\") > 5 { fail(ctx.all(\"joint\").first(), \"过多\"); }\n});\n";
    let record = |body: &str, n: &str| format!("body = \"{body}\"\nyear = 2026\n[[joint]]\nid = \"1\"\nn = {n}\n");
    let pack = "id = \"net\"\ntitle = \"联合\"\nversion = \"1\"\nbodies = [\"one\", \"two\"]\n";
    Workdir::bare()
        .with("rules/net/pack.toml", pack)
        .with("rules/net/kinds.toml", kinds)
        .with("rules/net/sum.rhai", rule)
        .with("data/1.toml", record("one", "1"))
        .with("data/2.toml", record("two", "\"多\""))
}

fn parts() -> Vec<Case> {
    vec![
        ("`--body`, `--shard`: what is left out has silenced a rule that was run", |lang| {
            check(&network(), lang, "data --body one")
        }),
        ("`--changed-since`: what was broken before has silenced a rule", |lang| {
            let dir = repository(network());
            for line in ["add -A", "-c user.name=t -c user.email=t@example.org commit -q -m one"] {
                dir.finish(Command::new("git").args(line.split_whitespace()), b"").exits(0);
            }
            check(&dir.edit("data/1.toml", "n = 1", "n = 9"), lang, "data --changed-since HEAD")
        }),
        ("`merge`: the shards differ in an option", |lang| {
            let dir = shards();
            let other = dir.check("data --shard 2/2 --fail-on never").exits(0).stdout;
            dir.with("2.json", other).yize(&format!("merge 1.json 2.json --lang {lang}"))
        }),
        ("`test`: a case has no record and does not say that it means so", |lang| {
            let case = "[[case]]\nname = \"空\"\nas_of = 2026-12-31\ndata = \"body = 'one'\"\nexpect = []\n";
            network().with("rules/net/tests/sum.toml", case).yize(&format!("test --rules rules --lang {lang}"))
        }),
        ("`merge`: a report is missing", |lang| shards().yize(&format!("merge 1.json none.json --lang {lang}"))),
        ("`merge`: a report is malformed", |lang| shards().yize(&format!("merge 1.json bad.json --lang {lang}"))),
        ("`merge`: a shard is missing", |lang| shards().yize(&format!("merge 1.json --lang {lang}"))),
        ("`merge`: a shard is there twice", |lang| shards().yize(&format!("merge 1.json 1.json 2.json --lang {lang}"))),
        ("`diff`: one of the two cannot be checked", |lang| {
            Workdir::sound().yize(&format!("--rules rules diff --data data none --as-of {AS_OF} --lang {lang}"))
        }),
        ("`diff`: one of the two is incomplete", |lang| {
            let dir = Workdir::sound().rule("if member.id == \"M-1\" { quotient(1, member.name.len() * 0); }");
            dir.yize(&format!("--rules rules diff --data data data --as-of {AS_OF} --lang {lang}"))
        }),
        ("`--changed-since`: nothing is named, as where a variable is not set", |lang| {
            check(&repository(Workdir::sound()), lang, "data --changed-since=")
        }),
        ("`--changed-since`: there is no such commit", |lang| {
            check(&repository(Workdir::sound()), lang, "data --changed-since nowhere")
        }),
        ("`--changed-since`: the clone ends before the commit in common", |lang| clone(lang, "--depth 1")),
        ("`--changed-since`: files are left with the origin", |lang| clone(lang, "--filter=tree:0")),
        ("`--changed-since`: references are kept as reftable", |lang| {
            let dir = Workdir::sound();
            git(&dir, "init -q --ref-format=reftable");
            check(&dir, lang, "data --changed-since HEAD")
        }),
        ("`--changed-since`: there is no repository", |lang| {
            check(&Workdir::sound(), lang, "data --changed-since HEAD")
        }),
        ("`--shard auto`: no scheduler tells the number", |lang| {
            let dir = Workdir::sound();
            let mut command = Command::new(env!("CARGO_BIN_EXE_yize"));
            for name in crate::recipes::NUMBERS {
                command.env_remove(name);
            }
            dir.finish(command.args(["check", "data", "--shard", "auto", "--lang", lang]), b"")
        }),
    ]
}

#[test]
fn what_never_passes_has_the_exit_status_and_says_what_the_pages_promise() {
    let english = rows("docs/ci.md", "## What never passes");
    let chinese = rows("docs/ci.zh-CN.md", "## 什么情况一定不通过");
    let cases: Vec<Case> = [data(), rules(), reports(), parts()].concat();
    let names: Vec<&str> = cases.iter().map(|(name, _)| *name).collect();
    assert_eq!(english.iter().map(|row| row.0.as_str()).collect::<Vec<_>>(), names);
    assert_eq!(english.len(), chinese.len());
    let mut wrong = Vec::new();
    for ((en, zh), (name, run)) in english.iter().zip(&chinese).zip(&cases) {
        assert_eq!(en.1, zh.1, "{name} and {}", zh.0);
        for ((_, code, said), lang) in [(en, "en"), (zh, "zh")] {
            let run = run(lang);
            // What stands for a name or a reason is left open.
            let all = format!("{}{}", run.stdout, run.stderr);
            let told = said.split('…').all(|part| all.contains(part.trim()));
            if run.code != Some(*code) || !told {
                wrong.push(format!("{name} ({lang}): {code} {said}\n{:?}\n{all}", run.code));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
