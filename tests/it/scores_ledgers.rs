//! Scores on ledgers as they are: broken, unplaced, reviewed, of several years and of a part of one.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::Workdir;

fn project(name: &str) -> Workdir {
    Workdir::bare().copy(&format!("tests/scores/{name}"), "it")
}

fn table<'d>(document: &'d Value, scheme: &str) -> &'d Value {
    let tables = document["scores"].as_array().expect("tables");
    tables.iter().find(|table| table["scheme"] == scheme).unwrap_or_else(|| panic!("no {scheme}"))
}

/// What cards say: points, grade and rank; `None` where one is incomplete.
fn said(table: &Value) -> BTreeMap<String, Option<String>> {
    let cards = table["cards"].as_array().expect("cards");
    let one = |card: &Value| {
        let key = card["record"]["key"].as_str().expect("a key").to_owned();
        let told = format!("{} {} {}", card["points"], card["grade"], card["rank"]).replace('"', "");
        (key, (card["incomplete"] == false).then_some(told))
    };
    cards.iter().map(one).collect()
}

fn scored(dir: &Workdir, scheme: &str, line: &str) -> BTreeMap<String, Option<String>> {
    let document = dir.yize(&format!("scores it --lang zh --format json {line}")).json();
    said(table(&document, scheme))
}

fn incomplete(cards: &BTreeMap<String, Option<String>>) -> Vec<&str> {
    cards.iter().filter(|(_, said)| said.is_none()).map(|(key, _)| key.as_str()).collect()
}

const DAY: &str = "--as-of 2026-12-31";

#[test]
fn what_is_broken_concerns_those_whom_it_may_concern_and_no_others() {
    let scheme = "tongcheng/duty";
    let dir = project("tongcheng");
    let sound = scored(&dir, scheme, DAY);
    // 会议 50-2=48，提案 25，活动 2+2+5+2=11，上限 10，社情 10+10+5=25，上限 15
    assert_eq!(sound["TC-001"].as_deref(), Some("98 合格 1"));
    assert_eq!((sound["TC-002"].as_deref(), sound["TC-007"].as_deref()), (Some("49.25 不合格 6"), Some("0 不合格 8")));
    let text = dir.read("it/data/2019.toml");
    let first = |from: &str, to: &str| text.replacen(from, to, 1);
    let twice = text.replacen("[[plenary]]\nmember = \"TC-003\"", "[[plenary]]\nmember = \"TC-002\"", 1);
    let slips = [
        // Each of the others has its one record of the plenary.
        ("one reference", first("member = \"TC-001\"\nstatus", "member = \"TC-01\"\nstatus"), &["TC-001"][..]),
        // Records of an unknown kind say whose they are.
        ("a kind", text.replace("[[opinion]]", "[[opinions]]"), &["TC-001", "TC-003", "TC-004"]),
        // Of two records with one key nobody knows which is right; who has none now may be meant by one of them.
        ("a key twice", twice, &["TC-002"]),
        ("a field", first("adopted = true", "adoptted = true"), &["TC-001"]),
        ("a type", first("filed = true", "filed = \"是\""), &["TC-001"]),
        ("a year", first("[[activity]]", "[[activity]]\nyear = \"去年\""), &["TC-001"]),
    ];
    for (what, broken, whom) in slips {
        assert_ne!(broken, text, "{what}");
        let cards = scored(&project("tongcheng").with("it/data/2019.toml", broken), scheme, DAY);
        assert_eq!(incomplete(&cards), whom, "{what}");
        let bare = |said: &Option<String>| {
            said.as_ref().and_then(|said| said.rsplit_once(' ')).map(|(said, _)| said.to_owned())
        };
        for (key, now) in
            cards.iter().filter(|(key, now)| now.is_some() && !(what == "a key twice" && *key == "TC-003"))
        {
            assert_eq!(bare(now), bare(&sound[key]), "{what}: {key}");
        }
    }
}

#[test]
fn a_card_that_rests_on_records_entered_twice_says_where() {
    let text = project("tongcheng").read("it/data/2019.toml");
    let twice = text.replacen("[[plenary]]\nmember = \"TC-003\"", "[[plenary]]\nmember = \"TC-002\"", 1);
    let review = project("review").read("it/data/a.toml");
    let again = review.replacen(
        "  { member = \"S-3\", item",
        "  { member = \"S-3\", item = \"履职\", title = \"讲座\", date = 2026-05-02, own = 4 },\n  { member = \"S-3\", item",
        1,
    );
    for (name, file, text, line) in
        [("tongcheng", "2019.toml", twice, "TC-002"), ("review", "a.toml", again, "data/a.toml:17")]
    {
        let dir = project(name).with(&format!("it/data/{file}"), text);
        let shown = dir.yize(&format!("scores it {DAY} --lang zh")).exits(3).stdout;
        assert!(shown.contains(line), "{shown}");
    }
}

#[test]
fn whoever_is_incomplete_is_so_in_every_format() {
    let text = project("tongcheng").read("it/data/2019.toml");
    let dir = project("tongcheng")
        .with("it/data/2019.toml", text.replacen("member = \"TC-001\"\nstatus", "member = \"TC-01\"\nstatus", 1));
    for format in ["human", "csv", "markdown", "html"] {
        let run = dir.yize(&format!("scores it {DAY} --lang zh --format {format}")).exits(3);
        let line = run.stdout.lines().find(|line| line.contains("TC-001")).unwrap_or_default().to_owned();
        assert!(line.contains("不完整") || line.contains("未能计算"), "{format}: {}", run.stdout);
    }
    let json = dir.yize(&format!("scores it {DAY} --format json")).exits(3).json();
    assert!(json["scores"][0]["cards"][7]["points"].is_null() && json["scores"][0]["cards"][7]["rank"].is_null());
}

#[test]
fn scores_are_built_from_scores() {
    let dir = project("offices");
    let offices = scored(&dir, "cb/office", DAY);
    // (20 + 45 + 30) + (0 + 40 + 20) 取平均；20 + 50 + 25.5
    assert_eq!(offices["市教育局"].as_deref(), Some("77.5 null 2"));
    assert_eq!(offices["市水务局"].as_deref(), Some("95.5 null 1"));
    // A matter that is incomplete makes its office so, and no other.
    let text = dir.read("it/data/a.toml").replacen("quality = 45", "quality = \"四十五\"", 1);
    let offices = scored(&project("offices").with("it/data/a.toml", text), "cb/office", DAY);
    assert_eq!(incomplete(&offices), ["市教育局"]);
}

#[test]
fn schemes_that_ask_for_each_other_are_refused_with_their_path() {
    let dir = project("offices");
    let script = dir.read("it/rules/cb/score.rhai");
    let circle =
        script.replacen("|c, ctx| c.get(\"quality\", 0)", "|c, ctx| ctx.score(\"cb/office\", c.office).points", 1);
    let run =
        project("offices").with("it/rules/cb/score.rhai", circle).yize(&format!("scores it {DAY} --lang zh")).exits(2);
    assert!(run.stderr.contains("cb/single → cb/office → cb/single"), "{}", run.stderr);
    let unnamed = script.replacen("ctx.score(\"cb/single\", c)", "ctx.score(c)", 1);
    let run =
        project("offices").with("it/rules/cb/score.rhai", unnamed).yize(&format!("scores it {DAY} --lang zh")).exits(2);
    assert!(run.stderr.contains("没有写明是哪一个计分办法"), "{}", run.stderr);
}

#[test]
fn what_is_still_to_come_does_not_count() {
    let dir = project("party");
    // 二月的信息；十月的、次年的还没有到
    assert_eq!(scored(&dir, "party/duty", "--as-of 2026-03-31")["M1"].as_deref(), Some("3 null 1"));
    assert_eq!(scored(&dir, "party/duty", DAY)["M1"].as_deref(), Some("6 null 1"));
    assert_eq!(scored(&dir, "party/duty", "--as-of 2027-12-31")["M1"].as_deref(), Some("9 null 1"));
}

#[test]
fn a_part_of_the_year_has_a_ranking_of_its_own() {
    let dir = project("party");
    for (period, points) in [("2026-Q1", "3"), ("2026-Q2", "0"), ("2026-H2", "3"), ("2026-10", "3"), ("2026-02", "3")] {
        let cards = scored(&dir, "party/duty", &format!("{DAY} --period {period}"));
        assert_eq!(cards["M1"], Some(format!("{points} null 1")), "{period}");
    }
    let human = dir.yize(&format!("scores it {DAY} --period 2026-Q1 --lang zh")).exits(0);
    assert!(human.stdout.contains("2026-01-01至2026-03-31"), "{}", human.stdout);
    for wrong in ["2026-Q5", "2026", "Q1", "2026-13", "--year 2025 --period 2026-Q1"] {
        let line = if wrong.starts_with("--") { wrong.to_owned() } else { format!("--period {wrong}") };
        dir.yize(&format!("scores it {DAY} {line}")).exits(2);
    }
}

#[test]
fn points_show_the_stages_of_their_review_and_what_was_adjusted_and_decided() {
    let dir = project("review");
    let document = dir.yize(&format!("scores it {DAY} --lang zh --format json")).exits(0).json();
    let cards = said(table(&document, "shi/duty"));
    // 4 + 8 = 12，上限 10，核定 −2；8 分同分，主席会议定乙；丙 3 + 1.5，等次由主席会议定
    assert_eq!(cards["S-1"].as_deref(), Some("8 合格 1"));
    assert_eq!(cards["S-2"].as_deref(), Some("8 优秀 1"));
    assert_eq!(cards["S-3"].as_deref(), Some("4.5 不合格 3"));
    let held: Vec<&Value> =
        table(&document, "shi/duty")["cards"].as_array().expect("cards").iter().map(|c| &c["held"]).collect();
    assert_eq!(held, ["decided", "decided", "decided"]);
    let card = dir.yize(&format!("scores it {DAY} --lang zh --member S-1")).exits(0).stdout;
    for text in ["自评6 → 核实5 → 评审4 → 审定4", "超出上限 2", "重复申报 秘书长", "2 条记录还没有审定"]
    {
        assert!(card.contains(text), "{text}: {card}");
    }
    // Without the decision the two are level, and nobody has the place.
    let text = dir.read("it/data/a.toml");
    let level = text.replace("seat = true, ", "grade = \"优秀\", ").replace("seat = false, ", "grade = \"合格\", ");
    let cards = scored(&project("review").with("it/data/a.toml", level), "shi/duty", DAY);
    assert_eq!(cards["S-2"].as_deref(), Some("8 优秀 1"));
    let start = text.find("decision = [").expect("decisions");
    let end = start + text[start..].find("\n]\n").expect("their end") + 3;
    let cards =
        scored(&project("review").with("it/data/a.toml", text[..start].to_owned() + &text[end..]), "shi/duty", DAY);
    assert_eq!((cards["S-1"].as_deref(), cards["S-2"].as_deref()), (Some("8 合格 1"), Some("8 合格 1")));
    // What names no line is told, and the card is none.
    let wrong = text.replace("line = \"履职事项\"", "line = \"履职事\"");
    let cards = scored(&project("review").with("it/data/a.toml", wrong), "shi/duty", DAY);
    assert_eq!(incomplete(&cards), ["S-1"]);
}

#[test]
fn a_published_result_is_compared_with_what_is_worked_out_now() {
    let run = project("review").yize(&format!("check it {DAY} --lang zh --format json"));
    let changed: Vec<String> = run
        .findings()
        .iter()
        .filter(|finding| finding["rule"] == "shi/result/changed")
        .map(|finding| finding["message"].as_str().expect("a message").to_owned())
        .collect();
    assert_eq!(changed, ["委员乙公布9分，现在算出8分"]);
}

#[test]
fn cards_of_earlier_years_are_known() {
    let script = r#"
score("duty", #{ title: "计分", basis: "试", since: "2020-01-01", on: "member", explain: "每件一分。" }, |s| {
    s.item("事项", #{ each: 1 }, |m, ctx| m.deeds);
});
score("both", #{ title: "两年合计", basis: "试", since: "2020-01-01", on: "member", explain: "本年度和上一年度合计。" }, |s| {
    s.item("本年度", #{ each: 1 }, |m, ctx| ctx.score("two/duty", m).points);
    s.item("上一年度", #{ each: 1 }, |m, ctx| { let c = ctx.score("two/duty", m, ctx.year - 1); if c == () { 0 } else { c.points } });
});
rule("running", #{ title: "连续两年不足两分", basis: "试", since: "2020-01-01", on: "member", explain: "连续两年。" }, |m, ctx| {
    let before = ctx.score("two/duty", m, ctx.year - 1);
    if before != () && before.points < 2 && ctx.score("two/duty", m).points < 2 { fail(m, `${m.name}连续两年不足2分`); }
});
"#;
    let deeds = |year: i16, numbers: [usize; 2]| {
        let mut all = format!("body = \"two\"\nyear = {year}\n");
        for (who, n) in ["Y-1", "Y-2"].into_iter().zip(numbers) {
            for day in 1..=n {
                let title = format!("title = \"第{day}件\"\ndate = {year}-05-0{day}");
                all = format!("{all}[[deed]]\nmember = \"{who}\"\nnature = \"other\"\n{title}\n");
            }
        }
        all
    };
    let members = "body = \"two\"\n[[sector]]\nname = \"经济\"\n[[member]]\nid = \"Y-1\"\nname = \"甲\"\nsector = \"经济\"\ncpc = false\n[[member]]\nid = \"Y-2\"\nname = \"乙\"\nsector = \"经济\"\ncpc = false\n";
    let dir = Workdir::bare()
        .with("it/yize.toml", "rules = [\"rules\"]\ndata = [\"data/*.toml\"]\n")
        .with("it/rules/two/pack.toml", "id = \"two\"\ntitle = \"两年\"\nversion = \"1\"\nyize = \"0.2\"\nextends = [\"duty\"]\nbodies = [\"two\"]\n")
        .with("it/rules/two/score.rhai", script)
        .with("it/data/members.toml", members)
        .with("it/data/2025.toml", deeds(2025, [1, 3]))
        .with("it/data/2026.toml", deeds(2026, [1, 1]));
    let both = scored(&dir, "two/both", DAY);
    assert_eq!((both["Y-1"].as_deref(), both["Y-2"].as_deref()), (Some("2 null 2"), Some("4 null 1")));
    let run = dir.yize(&format!("check it {DAY} --lang zh --format json --only two/running"));
    let told: Vec<Value> = run.findings().iter().map(|finding| finding["message"].clone()).collect();
    assert_eq!(told, ["甲连续两年不足2分"]);
    // A scheme may not ask for its own year, or a later one.
    let circle =
        script.replace("ctx.score(\"two/duty\", m, ctx.year - 1); if c", "ctx.score(\"two/duty\", m, ctx.year); if c");
    let run = dir.with("it/rules/two/score.rhai", circle).yize(&format!("scores it {DAY} --lang zh")).exits(3);
    assert!(run.stderr.contains("只能取以前年度的积分卡"), "{}", run.stderr);
}
