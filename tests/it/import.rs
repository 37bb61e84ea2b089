//! What is imported: records of workbooks as TOML. That what is exported comes back as it was is tried beside the command.

use crate::support::{Workdir, tree};

const DAY: &str = "--as-of 2026-06-30 --lang zh";

fn first_excel() -> Workdir {
    Workdir::bare().copy("examples/first-excel", "p")
}

#[test]
fn each_sheet_is_a_file_and_what_could_not_be_read_is_kept_as_a_comment() {
    let dir = first_excel();
    let run = dir.yize(&format!("import p/委员履职台账.xlsx --out o {DAY}")).exits(1);
    assert_eq!(tree(&dir.path("o")), ["委员履职台账-委员.toml", "委员履职台账-履职活动.toml"]);
    assert!(run.stdout.contains("已写 2 个文件，共 32 条记录"), "{}", run.stdout);
    let members = dir.read("o/委员履职台账-委员.toml");
    let top = "# 由“委员履职台账.xlsx”工作表“委员”导入\nbody = \"shili\"\n\n# 第5行\n[[member]]\nid = \"SL-001\"\n";
    assert!(members.starts_with(top), "{members}");
    // What two rows claim is there twice, as it is in the sheet.
    assert_eq!(members.matches("id = \"SL-007\"").count(), 2, "{members}");
    assert!(members.contains("committees = [\"教科卫体委\", \"文化文史委\"]"), "{members}");
    let activities = dir.read("o/委员履职台账-履职活动.toml");
    assert!(activities.contains("year = 2026\n") && activities.contains("date = 2026-03-05\n"), "{activities}");
    assert!(activities.contains("# 日期 = \"2026年2月30日\"：没有读\n"), "{activities}");
    assert!(activities.contains("# 委员 = \"何　鱼\"：没有读\n"), "{activities}");
    for said in ["第26行是合计，不作记录", "没有读的列：序号、备注", "2026年2月30日", "委员“SL-007”重复", "何 鱼"]
    {
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
    // The same gives the same, and what is there stays unless it is said otherwise.
    dir.yize(&format!("import p/委员履职台账.xlsx --out again {DAY}")).exits(1);
    for file in tree(&dir.path("o")) {
        assert_eq!(dir.read(&format!("o/{file}")), dir.read(&format!("again/{file}")));
    }
}

#[test]
fn an_imported_twin_is_the_toml_that_it_was_made_of() {
    let dir = Workdir::bare().copy("examples/langfang", "toml").copy("examples/twins/langfang", "book");
    let run = dir.yize(&format!("import book/台账/小微协商.xlsx --out o {DAY}")).exits(0);
    assert!(run.stderr.contains("没有读的列：序号"), "{}", run.stderr);
    let text = dir.read("o/小微协商.toml");
    assert!(text.starts_with("# 由“小微协商.xlsx”工作表“小微协商”导入\nbody = \"langfang\"\n"), "{text}");
    let ledger = "[[ledger]]\nfile  = \"台账/*.xlsx\"\nfixed = { body = \"langfang\", year = 2026 }\n";
    let dir = dir.copy("examples/twins/langfang", "new").with("new/data/imported.toml", &text);
    let dir = dir.edit("new/yize.toml", ledger, "");
    std::fs::remove_dir_all(dir.path("new/台账")).expect("there");
    let records =
        |project: &str| dir.yize(&format!("export micro_session {project} --format csv {DAY}")).exits(0).stdout;
    assert!(records("toml").lines().count() > 50);
    assert_eq!(records("new"), records("toml"));
    let findings = |project: &str| {
        let keys = ["rule", "status", "severity", "message", "body", "record", "help", "due", "who", "suppressed"];
        let run = dir.yize(&format!("check {project} --format json --as-of 2027-01-31 --lang zh"));
        let plain = |finding: &serde_json::Value| keys.map(|key| finding[key].to_string()).join(" ");
        let mut found: Vec<String> = run.findings().iter().map(plain).collect();
        found.sort();
        found
    };
    assert!(!findings("toml").is_empty());
    assert_eq!(findings("new"), findings("toml"));
}

#[test]
fn nothing_is_written_over_what_is_there_unless_it_is_asked() {
    let dir = first_excel().with("p/data/委员履职台账-委员.toml", "body = \"shili\"\n");
    let line = format!("import p/委员履职台账.xlsx --out p/data {DAY}");
    let run = dir.yize(&line).exits(2);
    assert!(run.stderr.contains("已经有了；要覆盖，加 --force"), "{}", run.stderr);
    assert_eq!(dir.read("p/data/委员履职台账-委员.toml"), "body = \"shili\"\n");
    assert!(!dir.path("p/data/委员履职台账-履职活动.toml").exists());
    dir.yize(&format!("{line} --force")).exits(1);
    let first = dir.read("p/data/委员履职台账-委员.toml");
    assert!(first.contains("SL-010"));
    // What an earlier import wrote has no say in the next: the same comes of it.
    dir.yize(&format!("{line} --force")).exits(1);
    assert_eq!(dir.read("p/data/委员履职台账-委员.toml"), first);
}

#[test]
fn without_a_project_body_and_year_are_given_by_hand() {
    let csv = "编号,姓名,所在专委会,状态,任职日期\nM-1,委员甲,,在任,2022年1月18日\nM-2,委员乙,,在任,2022/1/18\n";
    let dir = Workdir::new().with("member.csv", csv);
    let line = format!("import member.csv --out o --rules rules {DAY}");
    let run = dir.yize(&line);
    assert!(run.code != Some(0) && run.stderr.contains("单位"), "{}", run.stderr);
    assert!(!dir.path("o").exists());
    let run = dir.yize(&format!("{line} --body demo --year 2026")).exits(0);
    let text = dir.read("o/member.toml");
    assert!(text.contains("body = \"demo\"\nyear = 2026\n\n# 第2行\n[[member]]\nid = \"M-1\"\n"), "{text}");
    assert_eq!(text.matches("joined = 2022-01-18").count(), 2, "{text}\n{}", run.stderr);
    dir.yize(&format!("check o --rules rules {DAY}")).exits(0);
}

#[test]
fn what_is_asked_amiss_is_told() {
    let dir = first_excel().with("a.toml", "").with("broken.xlsx", "no workbook");
    for (line, code, said) in [
        ("import a.toml --out o", 2, "a.toml 不是台账"),
        ("import --out o", 2, "台账"),
        ("import p/委员履职台账.xlsx", 2, "--out"),
        ("import nowhere.xlsx --out o", 2, "nowhere.xlsx"),
        ("import broken.xlsx --out o", 2, "broken.xlsx"),
        ("import p/委员履职台账.xlsx --out o --year x", 2, "x"),
    ] {
        let run = dir.yize(&format!("{line} {DAY}")).exits(code);
        assert!(run.stderr.contains(said), "{line}: {}", run.stderr);
    }
    assert!(!dir.path("o").exists());
}
