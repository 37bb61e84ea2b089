//! Scores: the public schemes against cards worked out by hand, and what a scheme is refused for.

use serde_json::Value;

use crate::support::{Run, Workdir, read, root, tree};

/// The projects under `examples/schemes`.
fn projects() -> Vec<String> {
    let files = tree(&root().join("examples/schemes"));
    files.iter().filter_map(|f| f.strip_suffix("/yize.toml")).map(str::to_owned).collect()
}

fn scores(dir: &Workdir, line: &str) -> Run {
    dir.yize(&format!("scores it --as-of 2026-12-31 --lang zh --format json {line}"))
}

/// The card of a member in the one table of a document.
fn card<'v>(document: &'v Value, member: &str) -> &'v Value {
    let cards = document["scores"][0]["cards"].as_array().expect("cards");
    cards.iter().find(|card| card["record"]["key"] == member).unwrap_or_else(|| panic!("{member} has no card"))
}

/// Parts or items of a card, by name.
pub fn named<'v>(card: &'v Value, name: &str) -> &'v Value {
    let parts = card["parts"].as_array().expect("parts");
    let items = parts.iter().flat_map(|part| part["items"].as_array().expect("items"));
    let found = parts.iter().find(|p| p["part"] == name).or_else(|| items.into_iter().find(|i| i["item"] == name));
    found.unwrap_or_else(|| panic!("no {name} in {card}"))
}

/// A table of points by name.
pub fn points(table: Option<&toml::Value>) -> Vec<(&str, &str)> {
    let table = table.and_then(toml::Value::as_table).into_iter().flatten();
    table.map(|(name, value)| (name.as_str(), value.as_str().expect("points as text"))).collect()
}

#[test]
fn the_public_schemes_give_the_cards_that_were_worked_out_by_hand() {
    let projects = projects();
    assert!(projects.len() >= 11, "{projects:?}");
    for project in projects {
        let dir = Workdir::bare().copy(&format!("examples/schemes/{project}"), "it");
        let document = scores(&dir, "").exits(0).json();
        if !root().join(format!("examples/schemes/{project}/cards.toml")).is_file() {
            expected_by_cases(&project, &document);
            continue;
        }
        let expected: toml::Table = dir.read("it/cards.toml").parse().expect("cards.toml is TOML");
        let cards = expected["card"].as_array().expect("[[card]]");
        assert_eq!(document["scores"][0]["cards"].as_array().map(Vec::len), Some(cards.len()), "{project}");
        for expected in cards {
            let member = expected["member"].as_str().expect("member");
            let card = card(&document, member);
            let at = format!("{project}, {member}: {card:#}");
            assert_eq!(card["points"].to_string(), expected["points"].as_str().expect("points"), "{at}");
            assert_eq!(card["grade"].as_str(), expected.get("grade").and_then(toml::Value::as_str), "{at}");
            assert_eq!(card["rank"].as_i64(), expected.get("rank").and_then(toml::Value::as_integer), "{at}");
            for key in ["items", "parts"] {
                for (name, points) in points(expected.get(key)) {
                    assert_eq!(named(card, name)["points"].to_string(), points, "{name}: {at}");
                }
            }
            for (name, over) in points(expected.get("over")) {
                assert_eq!(named(card, name)["over"].to_string(), over, "{name}: {at}");
            }
            for key in ["held", "whole"] {
                if let Some(value) = expected.get(key).and_then(toml::Value::as_str) {
                    let key = if key == "whole" { "whole_year" } else { key };
                    assert_eq!(card[key].to_string().trim_matches('"'), value, "{at}");
                }
            }
            if let Some(short) = expected.get("short").and_then(toml::Value::as_array) {
                let missed = card["minimums"].as_array().expect("minimums").iter();
                let missed = missed.filter(|m| m["have"].as_f64() < m["need"].as_f64()).map(|m| m["minimum"].as_str());
                assert_eq!(
                    missed.collect::<Vec<_>>(),
                    short.iter().map(toml::Value::as_str).collect::<Vec<_>>(),
                    "{at}"
                );
            }
        }
    }
}

/// The cases of the project's pack expect every card, of the same data; that they pass is tested with all of them.
fn expected_by_cases(project: &str, document: &Value) {
    let folder = format!("examples/schemes/{project}");
    let tests = format!("{folder}/rules/{project}/tests");
    assert_eq!(read(format!("{tests}/data/ledger.toml")), read(format!("{folder}/data/ledger.toml")), "{project}");
    let cases: toml::Table = read(format!("{tests}/cards.toml")).parse().expect("cards.toml is TOML");
    let cards =
        cases["case"].as_array().expect("cases").iter().flat_map(|case| case["cards"].as_array().expect("cards"));
    let expected: Vec<&str> = cards.map(|card| card["record"].as_str().expect("a record")).collect();
    for card in document["scores"][0]["cards"].as_array().expect("cards") {
        let member = card["record"]["key"].as_str().expect("a key");
        assert!(expected.contains(&member), "{project}: no case expects the card of {member}");
    }
}

#[test]
fn what_came_is_written_into_the_cards_that_cases_list() {
    let head = "# 手算\n[data]\nas_of = 2026-12-31\ntext = \"\"\"\nbody = \"p\"\nyear = 2026\nmember = [{ id = \"A\" }, { id = \"C\" }]\n\
        proposal = [{ member = \"A\", filed = true }, { member = \"A\", filed = false }]\n\"\"\"\n\n[[case]]\nname = \"甲\"\n";
    let written = "cards = [\n  # 待填\n  { record = \"A\", scheme = \"duty\" },\n\
        \x20 { record = \"A\", scheme = \"duty\", rank = 2, line = { \"立案率\" = 9, \"提交提案\" = 20 } },   # 注\n\
        \x20 { record = \"C\", scheme = \"duty\" },\n]\n";
    let blessed = "cards = [\n  # 待填\n  { record = \"A\", scheme = \"duty\", points = \"25\", grade = \"合格\", rank = 1 },\n\
        \x20 { record = \"A\", scheme = \"duty\", rank = 1, line = { \"立案率\" = \"5\", \"提交提案\" = \"20\" } },   # 注\n\
        \x20 { record = \"C\", scheme = \"duty\", points = \"0\", grade = \"不合格\", rank = 2, short = [\"至少一件\"] },\n]\n";
    let file = "rules/p/tests/cards.toml";
    let dir = Workdir::bare().copy("tests/cases/test-cards-zh/in", ".").with(file, format!("{head}{written}"));
    dir.yize("test --rules rules --lang zh --bless").exits(0);
    assert_eq!(dir.read(file), format!("{head}{blessed}"));
    dir.yize("test --rules rules --lang zh").exits(0);
    // What passes and says something stays as it is written.
    dir.yize("test --rules rules --lang zh --bless").exits(0);
    assert_eq!(dir.read(file), format!("{head}{blessed}"));
}

#[test]
fn the_packs_of_the_examples_pass_their_own_cases() {
    for project in projects() {
        let folder = format!("examples/schemes/{project}/rules");
        if tree(&root().join(&folder)).iter().any(|f| f.contains("/tests/")) {
            Workdir::bare().copy(&folder, "rules").yize("test --rules rules --lang zh").exits(0);
        }
    }
}

#[test]
fn every_point_names_a_record_or_the_base_and_the_card_adds_up() {
    let exact = |value: &Value| value.to_string().parse::<rust_decimal::Decimal>().expect("a decimal");
    let near = |a: rust_decimal::Decimal, b: rust_decimal::Decimal| (a - b).abs() < "0.001".parse().expect("a decimal");
    for project in projects() {
        let dir = Workdir::bare().copy(&format!("examples/schemes/{project}"), "it");
        for table in scores(&dir, "").json()["scores"].as_array().expect("tables") {
            for card in table["cards"].as_array().expect("cards") {
                let taken = exact(&card["over"]) + exact(&card["cleared"]);
                let mut sum = exact(&card["base"]) - taken + exact(&card["rounding"]);
                for part in card["parts"].as_array().expect("parts") {
                    sum += exact(&part["points"]);
                    for item in part["items"].as_array().expect("items") {
                        let records = item["records"].as_array().expect("records");
                        let earned: rust_decimal::Decimal = records.iter().map(|r| exact(&r["points"])).sum();
                        assert!(near(earned, exact(&item["points"]) + exact(&item["over"])), "{project}: {item:#}");
                        assert!(records.iter().all(|r| r["line"].as_u64() > Some(0) && r["file"].is_string()));
                        assert!(item["points"].as_f64() == Some(0.0) || !records.is_empty(), "{project}: {item:#}");
                    }
                }
                assert!(near(sum, exact(&card["points"])), "{project}: {card:#}");
            }
        }
    }
}

#[test]
fn the_order_of_the_records_does_not_matter() {
    for project in projects() {
        let dir = Workdir::bare().copy(&format!("examples/schemes/{project}"), "it");
        let straight = scores(&dir, "").json();
        let text = dir.read("it/data/ledger.toml");
        let turned = turn(&text);
        assert_ne!(text, turned);
        let dir = dir.with("it/data/ledger.toml", turned);
        let turned = scores(&dir, "").json();
        let brief = |document: &Value| {
            let cards = document["scores"][0]["cards"].as_array().expect("cards").clone();
            cards
                .iter()
                .map(|c| format!("{} {} {} {}", c["record"]["key"], c["points"], c["grade"], c["rank"]))
                .collect::<Vec<_>>()
        };
        assert_eq!(brief(&straight), brief(&turned), "{project}");
    }
}

/// The rows of each list in the opposite order; members stay, for keys of equals are shown in order.
fn turn(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut start = None;
    for at in 0..lines.len() {
        match lines[at] {
            line if line.ends_with(" = [") => start = Some(at + 1),
            "]" => {
                if let Some(from) = start.take() {
                    lines[from..at].reverse();
                }
            }
            _ => {}
        }
    }
    lines.join("\n") + "\n"
}

/// A project with one scheme: its metadata beyond the usual, and its lines.
fn scheme(meta: &str, lines: &str) -> Workdir {
    Workdir::bare().copy("examples/schemes/model", "it").with(
        "it/rules/model/score.rhai",
        format!(
            "//! 试。\nscore(\"duty\", #{{\n    title: \"试\", basis: \"试\", since: \"2026-01-01\", on: \"member\", \
             explain: \"试\",\n    {meta}\n}}, |s| {{\n    {lines}\n}});\n"
        ),
    )
}

const LINE: &str = "s.item(\"提案\", #{ each: 1 }, |m, ctx| m.proposals);";

#[test]
fn bands_with_a_gap_or_an_overlap_are_refused_with_the_scores_that_fall_between() {
    let published = "min: 0, max: 100, bands: [#{ grade: \"优秀\", min: 90 }, #{ grade: \"良好\", min: 80, max: 89 }, #{ grade: \"其他\", min: 0, max: 79 }],";
    let run = scheme(published, LINE).yize("check it --lang zh --format short --as-of 2026-12-31").exits(2);
    assert!(run.stdout.contains("score.rhai:4:30") && run.stdout.contains("如 79.5"), "{}", run.stdout);
    scheme(&format!("round: 0, {published}"), LINE).yize("scores it --as-of 2026-12-31").exits(0);
    let overlap = "min: 0, bands: [#{ grade: \"甲\", min: 90 }, #{ grade: \"乙\", min: 0, max: 92 }],";
    let run = scheme(overlap, LINE).yize("check it --lang zh --format short --as-of 2026-12-31").exits(2);
    assert!(run.stdout.contains("90—92 分既是“乙”又是“甲”"), "{}", run.stdout);
}

#[test]
fn slips_of_a_scheme_are_found_when_the_pack_is_loaded() {
    for (meta, lines, message) in [
        ("quata: 1,", LINE, "计分办法没有“quata”一项，您是不是想写“quota”？"),
        ("", "s.item(\"甲\", #{ eech: 1 }, |m, ctx| m.proposals);", "item 没有“eech”这一项，您是不是想写“each”？"),
        ("", "s.itme(\"甲\", #{ each: 1 }, |m, ctx| m.proposals);", "计分办法没有函数“itme”，您是不是想写“item”？"),
        ("", "s.item(\"甲\", #{ each: 1 }, |m, ctx| m.propsals);", "没有字段“propsals”"),
        ("", "s.item(\"甲\", #{ each: 1 }, |m| m.proposals);", "这里的函数应有2个参数，写了1个"),
        ("", "s.item(\"甲\", #{ each: 1 }, |m, ctx| m.name);", "应当得出一组记录、award 的列表或一个数，这里得出文字"),
        (
            "",
            "s.item(\"甲\", #{ each: 1, date: \"dates\", since: \"2026-02-01\" }, |m, ctx| m.proposals);",
            "没有字段“dates”",
        ),
        ("", "s.item(\"甲\", #{ each: 1, date: \"title\" }, |m, ctx| m.proposals);", "这里要的是日期字段"),
        (
            "",
            "s.item(\"甲\", #{ each: #{ city: 1 }, by: \"level\" }, |m, ctx| m.deeds);",
            "分数表没有写“level”为 prefecture、province、national 的计几分",
        ),
        ("", "s.item(\"甲\", #{ each: 1, share: \"half\" }, |m, ctx| m.proposals);", "几人分摊，没有写是哪几人"),
        (
            "",
            "s.item(\"甲\", #{ each: 1, since: \"2026-01-01\" }, |m, ctx| m.proposals);",
            "有时间范围，没有写按哪个日期",
        ),
        ("", "s.item(\"甲\", #{ }, |m, ctx| m.proposals);", "缺少 each"),
        ("", "s.part(\"甲\", #{ max: 1 }, |m, ctx| m.name);", "应当得出“是”或“否”，这里得出文字"),
        ("", "s.item(\"甲\", #{ each: 1 }, |m, ctx| 1); s.item(\"甲\", #{ each: 1 }, |m, ctx| 1);", "“甲”一行重复"),
        ("", "s.veto(\"甲\", \"差\", |m, ctx| m.disciplines);", "没有等次“差”"),
        ("", "let x = 1; s.item(\"甲\", #{ each: 1 }, |m, ctx| 1);", "计分办法里只能逐行写"),
        ("min: 0, bands: [[\"甲\", 0]], quota: #{ grade: \"乙\", share: 0.1 },", LINE, "没有等次“乙”"),
        ("prorata: [\"joined\", \"left_on\"],", LINE, "没有字段“joined”"),
        ("bands: [[\"甲\", 60]],", LINE, "低于 60 分（“甲”）的分数没有等次"),
    ] {
        let run = scheme(meta, lines).yize("check it --lang zh --format short --as-of 2026-12-31").exits(2);
        assert!(run.stdout.contains(message), "{meta} {lines}\n{}", run.stdout);
    }
}

#[test]
fn broken_records_make_a_card_incomplete_and_never_a_number() {
    let dir = Workdir::bare().copy("examples/schemes/model", "it");
    let dir = dir.edit("it/data/ledger.toml", "days = 6.5", "days = \"六天半\"");
    let run = scores(&dir, "").exits(3);
    let document = run.json();
    let broken = card(&document, "SF-0001");
    assert_eq!((&broken["points"], &broken["incomplete"], &broken["rank"]), (&Value::Null, &true.into(), &Value::Null));
    assert_eq!(card(&document, "SF-0002")["incomplete"], false);
    let shown = dir.yize("scores it --as-of 2026-12-31 --lang zh").exits(3).stdout;
    assert!(shown.contains("不完整") && shown.contains("未能计算：调研"), "{shown}");
}

#[test]
fn a_fault_of_a_scheme_is_a_fault_at_the_member_and_all_others_are_scored() {
    let dir =
        scheme("", "s.item(\"甲\", #{ each: 1 }, |m, ctx| if m.id == \"SF-0002\" { m.joined_on.year } else { 1 });");
    let run = dir.yize("check it --lang zh --format json --as-of 2026-12-31").exits(3);
    let findings = run.findings();
    let faults: Vec<&Value> = findings.iter().filter(|f| f["status"] == "fault").collect();
    assert_eq!(faults.len(), 1, "{findings:?}");
    assert_eq!((&faults[0]["rule"], &faults[0]["record"]["key"]), (&"model/duty".into(), &"SF-0002".into()));
    let report = run.json();
    assert_eq!(card(&report, "SF-0001")["points"].to_string(), "1");
    assert_eq!(card(&report, "SF-0002")["incomplete"], true);
}

#[test]
fn every_format_shows_ranks_shortfalls_and_the_records_of_a_card() {
    let dir = Workdir::bare().copy("examples/schemes/model", "it");
    for format in ["human", "csv", "json", "markdown", "html"] {
        let table = dir.yize(&format!("scores it --as-of 2026-12-31 --lang zh --format {format}")).exits(0).stdout;
        assert!(table.contains("SF-0005") && table.contains("至少一件提案"), "{format}: {table}");
        let one =
            dir.yize(&format!("scores it --as-of 2026-12-31 --lang zh --format {format} --member SF-0001")).exits(0);
        assert!(!one.stdout.contains("SF-0005"), "{format}: {}", one.stdout);
        if format != "csv" {
            assert!(one.stdout.contains("ledger.toml"), "{format}: {}", one.stdout);
        }
    }
    let html = dir.yize("scores it --as-of 2026-12-31 --lang zh --format html").stdout;
    assert!(html.starts_with("<!DOCTYPE html>") && !html.contains("http") && html.contains("一票否决"), "{html}");
    dir.yize("scores it --as-of 2026-12-31 --member SF-9999").exits(2);
    dir.yize("scores it --as-of 2026-12-31 --year 2019").exits(2);
    dir.yize("scores it --as-of 2026-12-31 --body nobody").exits(2);
}

#[test]
fn levels_at_the_last_place_of_a_quota_are_stated_and_left_to_people() {
    let meta = "min: 0, bands: [[\"优秀\", 1], [\"称职\", 0]], quota: #{ grade: \"优秀\", count: 2 },";
    let lines = "s.item(\"甲\", #{ each: 1 }, |m, ctx| if m.id == \"SF-0001\" { 3 } else if m.id <= \"SF-0003\" { 2 } else { 0 });";
    let document = scores(&scheme(meta, lines), "").exits(0).json();
    assert_eq!(card(&document, "SF-0001")["grade"], "优秀");
    for member in ["SF-0002", "SF-0003"] {
        let card = card(&document, member);
        assert_eq!((&card["rank"], &card["grade"], &card["held"]), (&2.into(), &"称职".into(), &"tie".into()));
    }
}
