//! Waived and baselined findings: every format shows them as excused or leaves them out, and none as a failure.

use serde_json::Value;

use super::{tool, valid};
use crate::support::{AS_OF, Workdir, read};

/// A reason with all that a format could trip over, as TOML, and its first words.
const REASON: &str = "病假 # ]]> <b>|`x`</b> @a %0A::error::\\n第二行\\nok 9 - x";

/// A project with a waived violation, a baselined one and, where asked for, one that counts; reports of all formats are
/// in files named by format.
fn workdir(lang: &str, open: bool) -> Workdir {
    let member = |n: u32, points: u32| {
        format!(
            "[[member]]\nid = \"M-{n}\"\nname = \"M-{n}氏\"\nstatus = \"active\"\njoined = 2022-01-18\npoints = {points}\n\n"
        )
    };
    let members = |all: &[String]| format!("body = \"demo\"\nyear = 2026\n\n{}", all.concat());
    let waiver = format!(
        "rules = [\"rules\"]\n\n[[waiver]]\nrule = \"demo/member/points\"\nat = \"M-1\"\nreason = \"{REASON}\"\n\
         approved_by = \"主席会议\"\nuntil = 2027-06-30\n"
    );
    let dir = Workdir::new()
        .with("yize.toml", waiver)
        .with("data/a.toml", members(&[member(1, 10), member(2, 20), member(3, 90)]));
    dir.yize(&format!("check . --as-of {AS_OF} --write-baseline base.toml")).exits(0);
    let dir = if open { dir.edit("data/a.toml", "points = 90", "points = 30") } else { dir };
    let formats = yize::report::FORMATS.iter().map(|format| format.word);
    let outputs: Vec<String> = formats.map(|name| format!("--output {name}=out.{name}")).collect();
    let line =
        format!("check . --as-of {AS_OF} --baseline base.toml --lang {lang} --sarif-suppressed {}", outputs.join(" "));
    dir.yize(&line).exits(i32::from(open));
    dir
}

fn json(dir: &Workdir, file: &str) -> Value {
    serde_json::from_str(&dir.read(file)).expect("JSON")
}

/// `(record, why it is excused)` of each finding, by record.
const KINDS: [(&str, Option<&str>); 3] = [("M-1", Some("waiver")), ("M-2", Some("baseline")), ("M-3", None)];

#[test]
fn json_and_lines_of_json_tell_why_and_hold_to_the_schema() {
    let dir = workdir("zh", true);
    let report = json(&dir, "out.json");
    valid(&read("src/report/report.schema.json"), &report);
    let lines = dir.read("out.jsonl");
    let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    for ((record, kind), line) in KINDS.into_iter().zip(lines) {
        let findings = report["findings"].as_array().expect("a list");
        let finding = findings.iter().find(|f| f["record"]["key"] == record).expect("there");
        assert_eq!(finding["suppressed"]["kind"].as_str(), kind);
        assert_eq!(*finding, line);
    }
    assert_eq!(report["findings"][0]["suppressed"]["approved_by"], "主席会议");
    assert_eq!(
        [1, 1, 1],
        ["violations", "waived", "baselined"].map(|key| report["summary"][key].as_u64().unwrap_or(9))
    );
}

#[test]
fn sarif_results_are_suppressed_with_their_justification_and_all_tell_so() {
    for lang in ["zh", "en"] {
        let log = json(&workdir(lang, true), "out.sarif");
        valid(&read("tests/schemas/sarif-2.1.0.json"), &log);
        let results = log["runs"][0]["results"].as_array().expect("results");
        let waived = &results[0]["suppressions"][0];
        assert_eq!((&waived["kind"], &waived["status"]), (&"external".into(), &"accepted".into()));
        let why = waived["justification"].as_str().expect("a text");
        assert!(why.contains("2027-06-30") && why.contains("主席会议") && why.contains("<b>|`x`</b>"), "{why}");
        let why = if lang == "zh" { "在基线中" } else { "in the baseline" };
        assert_eq!(results[1]["suppressions"][0]["justification"], why);
        assert_eq!(results[2]["suppressions"], Value::Array(Vec::new()));
    }
    // Where nothing is excused, none tells.
    let log = Workdir::sound().rule("fail(member, \"x\");").yize("check data --rules rules --format sarif").json();
    assert!(log["runs"][0]["results"].as_array().expect("results").iter().all(|r| r["suppressions"].is_null()));
}

#[test]
fn junit_skips_them() {
    let dir = workdir("zh", true);
    let text = dir.read("out.junit");
    assert!(text.contains("failures=\"1\" errors=\"0\"") && text.matches("<failure").count() == 1, "{text}");
    assert_eq!(text.matches("<skipped").count(), 2, "{text}");
    assert!(
        text.contains("<skipped message=\"豁免至 2027-06-30（主席会议）：病假 # ]]&gt; &lt;b&gt;|`x`&lt;/b&gt;"),
        "{text}"
    );
    assert!(text.contains("<skipped message=\"在基线中: "), "{text}");
    tool(&dir, "xmllint", &["--noout", "--nonet", "out.junit"]);
}

#[test]
fn tap_has_them_to_do_and_perl_counts_one_failure() {
    let dir = workdir("zh", true);
    let older = dir.read("out.tap").replacen("TAP version 14", "TAP version 13", 1);
    let script = r#"
        use TAP::Parser; my $p = TAP::Parser->new({ source => "older.tap" });
        while (my $r = $p->next) { print $r->number, " ", $r->is_ok ? "fine" : "failed", " ", $r->directive, "\n" if $r->is_test }
        print scalar($p->parse_errors), " errors\n";
    "#;
    let read = tool(&dir.with("older.tap", older), "perl", &["-e", script]);
    assert!(
        read.starts_with("1 fine TODO\n2 fine TODO\n3 failed \n4 fine \n") && read.ends_with("0 errors\n"),
        "{read}"
    );
}

#[test]
fn github_gitlab_checkstyle_markdown_and_lines_leave_them_out_and_say_how_many() {
    for (lang, sum) in [("zh", "另有 1 项豁免、1 项在基线中"), ("en", "1 more waived, 1 more in the baseline")]
    {
        let dir = workdir(lang, true);
        let (github, short, human) = (dir.read("out.github"), dir.read("out.short"), dir.read("out.human"));
        assert_eq!(github.matches("::error ").count(), 1, "{github}");
        assert_eq!((github.lines().count(), short.lines().count()), (2, 2));
        let markdown = dir.read("out.markdown");
        for text in [&github, &short, &human, &markdown] {
            assert!(
                text.contains(sum) && text.contains("M-3") && !text.contains("M-1") && !text.contains("M-2"),
                "{text}"
            );
        }
        let checkstyle = dir.read("out.checkstyle");
        assert!(
            checkstyle.matches("<error ").count() == 1 && checkstyle.contains("demo/member/points"),
            "{checkstyle}"
        );
        let issues = json(&dir, "out.gitlab");
        assert_eq!(issues.as_array().map(Vec::len), Some(1));
        assert!(issues[0]["description"].as_str().is_some_and(|text| text.contains("30")), "{issues}");
    }
}

#[test]
fn the_page_shows_them_set_apart_and_counts_one() {
    let page = workdir("zh", true).read("out.html");
    assert_eq!(page.matches("<tr class=\"excused\">").count(), 2, "{page}");
    assert_eq!(page.matches("<tr class=\"violation\">").count(), 1);
    assert!(page.contains("<span class=\"dim\">豁免至 2027-06-30（主席会议）：病假 # ]]&gt; &lt;b&gt;|`x`"), "{page}");
    assert!(page.contains("<span class=\"dim\">在基线中</span>"));
    assert_eq!(page.matches("<td class=\"word\">违规，不计</td>").count(), 2);
    assert!(page.contains("<div class=\"violation\"><b>1</b>违规</div>"), "{page}");
}

#[test]
fn the_table_has_their_reason() {
    let text = workdir("en", true).read("out.csv");
    let body = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut table = csv::Reader::from_reader(body.as_bytes());
    let heads = table.headers().expect("heads").clone();
    let column = |name: &str| heads.iter().position(|head| head == name).expect("a column");
    let (status, excused) = (column("status"), column("excused"));
    let rows: Vec<csv::StringRecord> = table.records().map(|row| row.expect("a row")).collect();
    let told: Vec<(&str, bool)> = rows.iter().map(|row| (&row[status], row[excused].is_empty())).collect();
    assert_eq!(told, [("excused", false), ("excused", false), ("fails", true)]);
    assert!(rows[0][excused].starts_with("waived until 2027-06-30 (主席会议): 病假"), "{:?}", rows[0]);
}

#[test]
fn with_nothing_else_every_format_passes() {
    let dir = workdir("zh", false);
    assert!(dir.read("out.junit").contains("failures=\"0\" errors=\"0\""));
    assert!(dir.read("out.tap").lines().all(|line| !line.starts_with("not ok") || line.contains(" # TODO ")));
    assert_eq!(dir.read("out.gitlab"), "[]\n");
    assert_eq!(dir.read("out.github").lines().count(), 1);
    assert!(dir.read("out.markdown").starts_with("### ✅"));
    assert!(dir.read("out.html").contains("verdict passed"));
    assert_eq!(json(&dir, "out.sarif")["runs"][0]["invocations"][0]["exitCode"], 0);
    for name in ["short", "human"] {
        assert!(dir.read(&format!("out.{name}")).starts_with("通过"), "{}", dir.read(&format!("out.{name}")));
    }
}
