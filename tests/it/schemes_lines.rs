//! What lines and metadata of schemes can say, each on a small ledger whose cards are worked out by hand.

use serde_json::Value;

use crate::support::Workdir;

const KINDS: &str = r#"
[unit]
label = "单位"
en = "unit"
key = "id"
yearly = false
[unit.fields]
id = { type = "string", label = "编号", en = "id" }
name = { type = "string", label = "名称", en = "name" }
committee = { type = "string", label = "专委会", en = "committee", optional = true }
role = { type = "enum", label = "身份", en = "role", values = { member = "委员", chair = "常委" } }
tags = { type = "list", of = "string", label = "标签", en = "tags", optional = true }
[unit.links]
tasks = { kind = "task", field = "unit", label = "任务", en = "tasks" }
deeds = { kind = "deed", field = "unit", label = "事迹", en = "deeds" }
faults = { kind = "fault", field = "unit", label = "处分", en = "faults" }

[task]
label = "任务"
en = "task"
[task.fields]
unit = { type = "ref", to = "unit", label = "单位", en = "unit" }
done = { type = "bool", label = "办结", en = "done" }
due = { type = "date", label = "应办结日期", en = "due" }
closed = { type = "date", label = "办结日期", en = "closed", optional = true }

[deed]
label = "事迹"
en = "deed"
[deed.fields]
unit = { type = "ref", to = "unit", label = "单位", en = "unit" }
date = { type = "date", label = "日期", en = "date" }
level = { type = "enum", label = "级别", en = "level", values = { city = "市级", province = "省级" }, optional = true }
reached = { type = "list", of = "enum", label = "采用", en = "reached", values = { city = "市", province = "省" }, optional = true }
when = { type = "period", label = "时段", en = "when", optional = true }

[fault]
label = "处分"
en = "fault"
[fault.fields]
unit = { type = "ref", to = "unit", label = "单位", en = "unit" }
date = { type = "date", label = "日期", en = "date" }
"#;

const DATA: &str = r#"
body = "shili"
year = 2026
unit = [
    { id = "U1", name = "甲", committee = "经济委", role = "member" },
    { id = "U2", name = "乙", committee = "经济委", role = "member" },
    { id = "U3", name = "丙", committee = "经济委", role = "chair" },
    { id = "U4", name = "丁", committee = "教育委", role = "member" },
    { id = "U5", name = "戊", role = "member" },
]
deed = [
    { unit = "U1", date = 2026-01-10, level = "province" },
    { unit = "U1", date = 2026-02-10, level = "city" },
    { unit = "U1", date = 2026-03-10 },
    { unit = "U1", date = 2026-05-10 },
    { unit = "U2", date = 2026-04-10 },
    { unit = "U2", date = 2026-05-10 },
    { unit = "U3", date = 2026-06-10 },
    { unit = "U3", date = 2026-07-10 },
    { unit = "U4", date = 2026-08-10 },
]
task = [
    { unit = "U1", done = true, due = 2026-03-06, closed = 2026-03-11 },
    { unit = "U1", done = true, due = 2026-03-06, closed = 2026-03-06 },
    { unit = "U1", done = false, due = 2026-03-06 },
    { unit = "U2", done = true, due = 2026-03-06, closed = 2026-03-05 },
    { unit = "U3", done = false, due = 2026-03-06 },
]
fault = [{ unit = "U2", date = 2026-09-01 }]
"#;

/// A project with one scheme: its metadata beyond the usual, and its lines.
pub(crate) fn project(meta: &str, lines: &str) -> Workdir {
    Workdir::bare()
        .with("it/yize.toml", "rules = [\"rules\"]\ndata = [\"data/*.toml\"]\n")
        .with("it/data/a.toml", DATA)
        .with("it/rules/p/pack.toml", "id = \"p\"\ntitle = \"试\"\nversion = \"1.0.0\"\nbodies = [\"shili\"]\n")
        .with("it/rules/p/kinds.toml", KINDS)
        .with(
            "it/rules/p/score.rhai",
            format!(
                "//! 试。\nscore(\"duty\", #{{\n    title: \"试\", basis: \"试\", since: \"2026-01-01\", on: \"unit\", \
                 explain: \"试\",\n    {meta}\n}}, |s| {{\n    {lines}\n}});\n"
            ),
        )
}

pub(crate) fn scores(dir: &Workdir) -> Value {
    dir.yize("scores it --as-of 2027-01-01 --lang zh --format json").exits(0).json()
}

/// The card of a record in the one table of a document.
pub(crate) fn card<'v>(document: &'v Value, key: &str) -> &'v Value {
    let cards = document["scores"][0]["cards"].as_array().expect("cards");
    cards.iter().find(|card| card["record"]["key"] == key).unwrap_or_else(|| panic!("{key} has no card"))
}

/// A value of each card, by key.
pub(crate) fn each(document: &Value, what: &str) -> Vec<String> {
    ["U1", "U2", "U3", "U4", "U5"].map(|key| card(document, key)[what].to_string().replace('"', "")).to_vec()
}

fn remarks(card: &Value) -> String {
    card["remarks"]
        .as_array()
        .expect("remarks")
        .iter()
        .map(|r| r.as_str().expect("text"))
        .collect::<Vec<_>>()
        .join("；")
}

/// What is refused when a pack is loaded, with what is said.
#[track_caller]
fn refused(cases: &[(&str, &str, &str)]) {
    for (meta, lines, message) in cases {
        let run = project(meta, lines).yize("check it --lang zh --format short --as-of 2026-12-31").exits(2);
        assert!(run.stdout.contains(message), "{meta} {lines}\n{}", run.stdout);
        assert!(run.stdout.contains("score.rhai:"), "{}", run.stdout);
    }
}

/// The lines of a card in order: parts and items with their points.
pub(crate) fn lines(card: &Value) -> Vec<String> {
    let mut all = Vec::new();
    for part in card["parts"].as_array().expect("parts") {
        all.extend(part["part"].as_str().map(|name| format!("[{name}] {}", part["points"])));
        let items = part["items"].as_array().expect("items");
        all.extend(items.iter().map(|item| format!("{} {}", item["item"].as_str().expect("name"), item["points"])));
    }
    all
}

const DEEDS: &str = "s.item(\"事迹\", #{ each: 1 }, |m, ctx| m.deeds);";

#[test]
fn quotas_are_several_from_the_bottom_within_groups_and_by_a_further_line() {
    let bands = "min: 0, bands: [[\"优秀\", 1], [\"良好\", 0.5], [\"称职\", 0.2], [\"末等\", 0]],";
    let meta = format!(
        "{bands} quota: [#{{ grade: \"优秀\", count: 1 }}, #{{ grade: \"良好\", count: 2, ties: \"in\" }}, \
         #{{ grade: \"末等\", count: 1, from: \"bottom\" }}],"
    );
    let document = scores(&project(&meta, DEEDS));
    assert_eq!(each(&document, "grade"), ["优秀", "良好", "良好", "称职", "末等"]);
    assert_eq!(each(&document, "held"), ["null", "quota", "quota", "quota", "null"], "the last has that grade anyway");

    let meta = format!("{bands} quota: #{{ grade: \"优秀\", count: 1, within: \"committee\" }},");
    let document = scores(&project(&meta, DEEDS));
    assert_eq!(each(&document, "grade"), ["优秀", "良好", "良好", "优秀", "末等"]);

    // U2 and U3 are level at the second place; the rate tells them apart.
    let lines = format!("{DEEDS} s.rate(\"办复率\", #{{}}, |m, ctx| m.tasks.where(\"done\", true), |m, ctx| m.tasks);");
    for (ties, second) in [("by: \"办复率\"", "优秀"), ("ties: \"out\"", "良好"), ("ties: \"decide\"", "良好")]
    {
        let meta = format!("{bands} quota: #{{ grade: \"优秀\", count: 2, {ties} }},");
        let document = scores(&project(&meta, &lines));
        assert_eq!(card(&document, "U2")["grade"], second, "{ties}");
        assert_eq!(card(&document, "U3")["grade"], "良好");
        assert_eq!(card(&document, "U3")["held"], if ties.ends_with("\"decide\"") { "tie" } else { "quota" });
    }
    refused(&[
        (
            "min: 0, bands: [[\"甲\", 0]], quota: [#{ grade: \"甲\", count: 1, tie: \"in\" }],",
            DEEDS,
            "quota 没有“tie”这一项，您是不是想写“ties”？",
        ),
        (
            "min: 0, bands: [[\"甲\", 0]], quota: #{ grade: \"甲\", count: 1, ties: \"all\" },",
            DEEDS,
            "（ties）的写法不对",
        ),
        (
            "min: 0, bands: [[\"甲\", 0]], quota: #{ grade: \"甲\", count: 1, by: \"事绩\" },",
            DEEDS,
            "没有可用的行“事绩”，您是不是想写“事迹”？",
        ),
        (
            "min: 0, bands: [[\"甲\", 0]], quota: #{ grade: \"甲\", count: 1, within: \"comittee\" },",
            DEEDS,
            "没有字段“comittee”",
        ),
        ("min: 0, bands: [[\"甲\", 0]], quota: #{ grade: \"甲\", count: 1, within: \"tags\" },", DEEDS, "不能用来区分"),
        ("min: 0, bands: [[\"甲\", 0]], quota: #{ grade: \"甲\", count: 1, from: \"last\" },", DEEDS, "名额的写法不对"),
    ]);
}

#[test]
fn groups_are_ranked_by_themselves_and_their_first_are_marked() {
    let document = scores(&project("groups: [\"committee\", \"role\"], top: #{ count: 1, ties: \"in\" },", DEEDS));
    assert_eq!(each(&document, "rank"), ["1", "2", "2", "4", "5"]);
    assert_eq!(each(&document, "group_rank"), ["1", "2", "1", "1", "1"]);
    assert_eq!(each(&document, "top"), ["in", "null", "in", "in", "in"]);
    assert_eq!(card(&document, "U3")["group"], serde_json::json!(["经济委", "常委"]));
    assert_eq!(card(&document, "U5")["group"], serde_json::json!(["未填专委会", "委员"]));
    assert_eq!(remarks(card(&document, "U1")), "经济委·委员第 1 名；列入前 1 名");
    let dir = project("groups: \"committee\", top: 2,", DEEDS);
    let document = scores(&dir);
    assert_eq!(each(&document, "top"), ["in", "tie", "tie", "in", "in"]);
    assert!(remarks(card(&document, "U2")).contains("前 2 名的末位 2 人同分，须由人定"));
    let broken = dir.edit("it/data/a.toml", "committee = \"教育委\"", "committee = 3");
    let document = broken.yize("scores it --as-of 2027-01-01 --lang zh --format json").exits(3).json();
    assert_eq!(card(&document, "U4")["incomplete"], true, "to which group it belongs is not known");
    assert_eq!(card(&document, "U1")["incomplete"], false);
    refused(&[
        ("groups: [\"tags\"],", DEEDS, "不能用来区分"),
        ("groups: [\"rolle\"],", DEEDS, "没有字段“rolle”"),
        ("top: 5,", DEEDS, "没有写怎样分组"),
        ("groups: [\"role\"], top: \"5\",", DEEDS, "top 的写法不对"),
        ("groups: [\"role\"], top: #{ count: 5, tie: \"in\" },", DEEDS, "top 没有“tie”这一项"),
    ]);
}

#[test]
fn a_rate_earns_nothing_ranks_and_has_a_floor_and_nothing_to_do_stands_apart() {
    let rate = "s.rate(\"办复率\", #{ floor: 0.7, at_best: \"合格\" }, |m, ctx| m.tasks.where(\"done\", true), |m, ctx| m.tasks);";
    let meta = "rank_by: \"办复率\", base: 60, min: 0, bands: [[\"优秀\", 60], [\"合格\", 0]],";
    let dir = project(meta, rate);
    let document = scores(&dir);
    assert_eq!(each(&document, "points"), ["60"; 5]);
    assert_eq!(each(&document, "rank"), ["2", "1", "3", "null", "null"]);
    assert_eq!(each(&document, "grade"), ["合格", "优秀", "合格", "优秀", "优秀"]);
    let first = card(&document, "U1");
    let of = &first["rates"][0];
    assert_eq!((of["figure"].to_string(), &of["done"], &of["total"]), ("0.6667".to_owned(), &2.into(), &3.into()));
    assert_eq!((of["records"].as_array().map(Vec::len), of["open"].as_array().map(Vec::len)), (Some(2), Some(1)));
    assert!(remarks(first).contains("缺“办复率”（66.67%/70%）"), "{}", remarks(first));
    assert!(remarks(first).starts_with("办复率：66.67%（2/3）"), "what ranks is said: {}", remarks(first));
    let idle = card(&document, "U4");
    assert_eq!((&idle["rates"][0]["figure"], idle["minimums"].as_array().map(Vec::len)), (&Value::Null, Some(0)));
    assert_eq!(remarks(idle), "没有应办的，不参加排名");
    let shown = dir.yize("scores it --as-of 2027-01-01 --lang zh --member U1").exits(0).stdout;
    assert!(shown.contains("办复率：66.67%（2/3）") && shown.contains("应办而未办"), "{shown}");
    refused(&[
        ("", "s.rate(\"甲\", #{ floor: 95 }, |m, ctx| 1, |m, ctx| 2);", "floor 是比例，在0和1之间"),
        ("", "s.rate(\"甲\", #{ at_best: \"乙\" }, |m, ctx| 1, |m, ctx| 2);", "没有 floor，at_best 没有用处"),
        ("rank_by: \"事迹\",", DEEDS, "没有可用的行“事迹”"),
    ]);
}

#[test]
fn a_minimum_of_some_is_not_asked_of_others_nor_one_in_a_part_that_does_not_apply() {
    let some = "s.minimum(\"常委两件\", #{ need: 3 }, |m, ctx| m.deeds, |m, ctx| m.role == \"chair\");";
    let part = "s.part(\"常委\", #{}, |m, ctx| m.role == \"chair\"); s.minimum(\"常委两件\", 3, |m, ctx| m.deeds); \
                s.rate(\"办复率\", #{ floor: 0.9 }, |m, ctx| 0, |m, ctx| 1); s.clear(\"清零\", #{}, |m, ctx| m.faults);";
    for lines in [format!("{DEEDS} {some}"), format!("{DEEDS} {part}")] {
        let document = scores(&project("", &lines));
        for key in ["U1", "U2", "U4", "U5"] {
            let card = card(&document, key);
            let asked = card["minimums"].as_array().map(Vec::len);
            assert_eq!((asked, remarks(card)), (Some(0), String::new()), "{lines}");
        }
        let chair = card(&document, "U3");
        assert!(remarks(chair).contains("缺“常委两件”（2/3）"), "{}", remarks(chair));
    }
    // What others' records hold is not even looked at.
    let fragile = "s.minimum(\"甲\", #{ need: 1 }, |m, ctx| if m.role == \"chair\" { m.deeds.len() } else { m.committee.len() }, |m, ctx| m.role == \"chair\");";
    assert_eq!(card(&scores(&project("", fragile)), "U5")["incomplete"], false);
    refused(&[
        ("", "s.minimum(\"甲\", #{ need: 1 }, |m, ctx| m.deeds, |m, ctx| m.deeds);", "应当得出“是”或“否”"),
        ("", "s.minimum(\"甲\", 1, #{ need: 2 }, |m, ctx| m.deeds);", "“need”写了两次"),
    ]);
}

#[test]
fn limits_hold_for_each_part_of_the_year_and_the_card_says_what_each_cut_off() {
    let item = "s.item(\"事迹\", #{ each: 2, max: 4, per: \"quarter\", date: \"date\" }, |m, ctx| m.deeds);";
    let dir = project("", item);
    let document = scores(&dir);
    assert_eq!(each(&document, "points"), ["6", "4", "4", "2", "0"]);
    let item = &card(&document, "U1")["parts"][0]["items"][0];
    assert_eq!(
        item["periods"],
        serde_json::json!([
            { "period": "2026-Q1", "points": 4, "over": 2 },
            { "period": "2026-Q2", "points": 2, "over": 0 },
        ])
    );
    let shown = dir.yize("scores it --as-of 2027-01-01 --lang zh --member U1").exits(0).stdout;
    assert!(shown.contains("2026年第1季度计 4 分，超出上限 2"), "{shown}");
    let number = "s.item(\"数\", #{ each: 2, max: 4, per: \"month\", date: \"date\" }, |m, ctx| m.deeds.len());";
    let run = project("", number).yize("check it --lang zh --format short --as-of 2026-12-31").exits(3);
    assert!(run.stdout.contains("不知道这条记录属于哪一期"), "{}", run.stdout);
    let long = project("", "s.item(\"时\", #{ each: 2, max: 4, per: \"quarter\", date: \"when\" }, |m, ctx| m.deeds);");
    let long = long.edit("it/data/a.toml", "date = 2026-08-10", "date = 2026-08-10, when = \"2026\"");
    let run = long.yize("check it --lang zh --format short --as-of 2026-12-31").exits(3);
    assert!(run.stdout.contains("不能跨期"), "{}", run.stdout);
    refused(&[
        ("", "s.item(\"甲\", #{ each: 1, max: 2, per: \"quarter\" }, |m, ctx| m.deeds);", "没有写按哪个日期"),
        ("", "s.item(\"甲\", #{ each: 1, per: \"quarter\", date: \"date\" }, |m, ctx| m.deeds);", "per 没有用处"),
        (
            "",
            "s.item(\"甲\", #{ each: 1, max: 2, per: \"week\", date: \"date\" }, |m, ctx| m.deeds);",
            "没有“week”这种分期",
        ),
    ]);
}

#[test]
fn discipline_clears_points_and_the_card_shows_how_many() {
    let lines = |part: &str| {
        format!("s.part(\"奖励\", #{{ max: 1 }}); {DEEDS} s.clear(\"处分\", #{{ {part} }}, |m, ctx| m.faults);")
    };
    let dir = project("base: 60,", &lines("part: \"奖励\""));
    let document = scores(&dir);
    assert_eq!(each(&document, "points"), ["61", "60", "61", "61", "60"]);
    let cleared = card(&document, "U2");
    assert_eq!((&cleared["parts"][0]["cleared"], &cleared["parts"][0]["over"]), (&1.into(), &1.into()));
    assert_eq!(cleared["clears"][0]["records"].as_array().map(Vec::len), Some(1));
    assert_eq!(remarks(cleared), "“奖励”清零，减 1 分：处分");
    let document = scores(&project("base: 60,", &lines("")));
    let cleared = card(&document, "U2");
    assert_eq!((&cleared["points"], &cleared["cleared"], &cleared["base"]), (&0.into(), &61.into(), &60.into()));
    assert_eq!(card(&document, "U1")["cleared"], 0);
    let shown = dir.yize("scores it --as-of 2027-01-01 --lang zh --member U2").exits(0).stdout;
    assert!(shown.contains("清零，减 1") && shown.contains("处分（清零）"), "{shown}");
    refused(&[(
        "",
        "s.part(\"奖励\", #{}); s.clear(\"甲\", #{ part: \"奖历\" }, |m, ctx| m.faults);",
        "没有“奖历”这一部分，您是不是想写“奖励”？",
    )]);
}

#[test]
fn points_by_a_list_or_by_what_may_be_absent_are_told_at_load() {
    let by = |table: &str, field: &str, of: &str| {
        format!("s.item(\"甲\", #{{ each: #{{ city: 1, province: 2{table} }}, by: \"{field}\" }}, |m, ctx| {of});")
    };
    refused(&[
        ("", &by("", "reached", "m.deeds"), "这个字段是列表"),
        ("", &by("", "level", "m.deeds"), "“level”可以不填，分数表没有写不填的计几分"),
        ("", &by("", "level", "m.deeds.filter(|d| d.has(\"level\") || d.has(\"reached\"))"), "“level”可以不填"),
        ("", "s.item(\"甲\", #{ each: 1, once: \"事\", same: \"reached\" }, |m, ctx| m.deeds);", "不能用来区分"),
    ]);
    let absent = scores(&project("", &by(", \"\": 0.5", "level", "m.deeds")));
    assert_eq!(each(&absent, "points"), ["4", "1", "1", "0.5", "0"]);
    let kept = scores(&project(
        "",
        &by("", "level", "m.deeds.filter(|d| d.has(\"level\") && d.date.month < 9).sort_by(\"date\")"),
    ));
    assert_eq!(each(&kept, "points"), ["3", "0", "0", "0", "0"]);
    let chosen = scores(&project("", &by("", "level", "m.deeds.where(\"level\", \"province\")")));
    assert_eq!(each(&chosen, "points"), ["2", "0", "0", "0", "0"]);
}

#[test]
fn either_of_two_kinds_stays_on_the_card_and_days_late_and_averages_are_exact() {
    let items = "s.item(\"其一\", #{ each: 1, most: 1 }, |m, ctx| either(m.tasks.where(\"done\", true), m.deeds)); \
                 s.item(\"迟交\", #{ each: -0.5, unit: \"天\" }, |m, ctx| m.tasks.filter(|t| t.has(\"closed\") && t.closed > t.due)\
                     .map(|t| award(t, ctx.workdays(t.due, t.closed)))); \
                 s.item(\"平均\", #{ each: 1 }, |m, ctx| [60, 80, 90, 99].trimmed_average() + [1, 1, 2].average());";
    let holidays = "[2026]\nnotice = \"试\"\noff = { \"2026-01-01\" = \"元旦\" }\n";
    let dir = project("", items).with("it/rules/p/holidays.toml", holidays);
    let document = scores(&dir);
    let kinds = |key: &str| {
        let items = &card(&document, key)["parts"][0]["items"];
        items[0]["records"]
            .as_array()
            .expect("records")
            .iter()
            .map(|r| r["kind"].as_str().expect("kind").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!((kinds("U1"), kinds("U3")), (vec!["task".to_owned(); 2], vec!["deed".to_owned(); 2]));
    assert_eq!(kinds("U5"), Vec::<String>::new());
    // Closed on Wednesday what was due on Friday: three working days.
    assert_eq!(lines(card(&document, "U1")), ["其一 1", "迟交 -1.5", "平均 86.3333"]);
    let few = project("", "s.item(\"平均\", #{ each: 1 }, |m, ctx| m.deeds.map(|d| d.date.month).trimmed_average());");
    let run = few.yize("check it --lang zh --format short --as-of 2026-12-31").exits(3);
    assert!(
        run.stdout.contains("只有2个，去掉最高和最低后没有剩下的") && run.stdout.contains("is_empty()"),
        "{}",
        run.stdout
    );
}
