//! What `yize scores`, `rules` and `explain` show of schemes to those who read them.

use serde_json::Value;

use crate::support::{Run, Workdir};

/// The model scheme with that many more members, each with one proposal and all of one score.
fn crowd(more: usize) -> Workdir {
    let dir = Workdir::bare().copy("examples/schemes/model", "it");
    let member = |n: usize| {
        format!(
            "  {{ id = \"SF-1{n:03}\", name = \"张某{n}\", sector = \"工商联\", committees = [\"经济委\"], cpc = false }},\n"
        )
    };
    let proposal =
        |n: usize| format!("  {{ member = \"SF-1{n:03}\", title = \"提案{n}\", date = 2026-03-01, filed = true }},\n");
    let members: String = (0..more).map(member).collect();
    let proposals: String = (0..more).map(proposal).collect();
    dir.edit("it/data/ledger.toml", "member = [\n", &format!("member = [\n{members}"))
        .edit("it/data/ledger.toml", "proposal = [\n", &format!("proposal = [\n{proposals}"))
        .edit(
            "it/data/ledger.toml",
            "sector = [",
            "committee = [{ name = \"经济委\", nature = \"committee\" }]\nsector = [",
        )
}

fn shown(dir: &Workdir, line: &str) -> Run {
    dir.yize(&format!("scores it --lang zh {line}"))
}

/// A project that scores records of a kind of its own, whose declaration has more in its head, by one line of a scheme.
fn units(head: &str, line: &str) -> Workdir {
    let kinds = format!(
        "[office]\nlabel = \"承办单位\"\nkey = \"id\"\nyearly = false\n{head}\n[office.fields]\n\
         id = {{ type = \"string\", label = \"编号\" }}\nname = {{ type = \"string\", label = \"名称\" }}\n"
    );
    let score = format!(
        "//! 试。\nscore(\"matter\", #{{ title: \"办理考核\", basis: \"试\", since: \"2026-01-01\", on: \"office\", \
         explain: \"试\" }}, |s| {{\n    {line}\n}});\n"
    );
    Workdir::bare()
        .with("it/yize.toml", "rules = [\"rules\"]\ndata = [\"data/*.toml\"]\n")
        .with("it/rules/units/pack.toml", "id = \"units\"\ntitle = \"试\"\nversion = \"1\"\nyize = \"0.2\"\nbodies = [\"city\"]\n")
        .with("it/rules/units/kinds.toml", kinds)
        .with("it/rules/units/score.rhai", score)
        .with(
            "it/data/a.toml",
            "body = \"city\"\nyear = 2026\noffice = [{ id = \"1\", name = \"教育局\" }, { id = \"2\", name = \"水务局\" }]\n",
        )
}

const THIRD: &str = "s.item(\"办理\", #{ each: 100 }, |u, ctx| if u.id == \"1\" { 1 / 3 } else { 1 });";

#[test]
fn ties_are_one_line_with_the_unit_of_everyone_and_full_lists_them() {
    let dir = crowd(113);
    let folded = shown(&dir, "--as-of 2026-12-31").exits(0).stdout;
    assert!(folded.lines().count() < 15, "{folded}");
    assert!(folded.contains("张某0") && folded.contains("等 113 人") && folded.contains("52"), "{folded}");
    assert!(folded.contains("界别") && folded.contains("专委会") && folded.contains("工商联"), "{folded}");
    let full = shown(&dir, "--as-of 2026-12-31 --full").exits(0).stdout;
    assert!(full.lines().count() > 120 && full.contains("张某112") && full.contains("经济委"), "{full}");
    let few = shown(&crowd(4), "--as-of 2026-12-31").exits(0).stdout;
    assert!(few.contains("张某3") && !few.contains(" 等 "), "{few}");
}

#[test]
fn a_result_says_as_of_when_it_is_and_whether_it_is_final() {
    let dir = Workdir::bare().copy("examples/schemes/model", "it");
    let early = shown(&dir, "--as-of 2026-11-30").exits(0);
    assert!(
        early.stdout.contains("截至 2026-11-30，不是最终结果：2026 年还没有结束；2 人的最低要求还没有到期"),
        "{}",
        early.stdout
    );
    assert!(shown(&dir, "--as-of 2027-01-31").exits(0).stdout.contains("截至 2027-01-31，最终结果"));
    let json = shown(&dir, "--as-of 2026-11-30 --format json").json();
    assert_eq!(json["scores"][0]["open"].as_array().map(Vec::len), Some(2));
    let broken = dir.edit("it/data/ledger.toml", "days = 6.5", "days = \"六天半\"");
    let run = shown(&broken, "--as-of 2027-01-31").exits(3);
    let (who, ranking) = run.stdout.split_once("名次").expect("two blocks");
    assert!(who.contains("不是最终结果：1 人没有算完；数据有 1 处问题没有改正"), "{who}");
    assert!(who.contains("SF-0001 委员甲  未能计算：调研") && who.contains("ledger.toml:34 "), "{who}");
    assert!(!ranking.contains("SF-0001"), "{ranking}");
    let json = shown(&broken, "--as-of 2027-01-31 --format json").json();
    let cards = json["scores"][0]["cards"].as_array().expect("cards");
    let causes: Vec<&Value> = cards.iter().flat_map(|card| card["causes"].as_array().expect("causes")).collect();
    assert_eq!((causes.len(), &causes[0]["line"], &causes[0]["rule"]), (1, &34.into(), &"host/type".into()));
}

#[test]
fn units_are_counted_with_their_own_word() {
    for (head, word) in [("", "共 2 个"), ("counter = \"家\"", "共 2 家")] {
        let run = shown(&units(head, THIRD), "--as-of 2026-12-31").exits(0);
        assert!(run.stdout.contains(word) && !run.stdout.contains(" 人"), "{}", run.stdout);
    }
    let people = Workdir::bare().copy("examples/schemes/model", "it");
    assert!(shown(&people, "--as-of 2026-12-31").stdout.contains("共 7 人"));
}

#[test]
fn points_without_end_are_short_with_a_sign_and_nothing_is_lost() {
    let dir = units("", THIRD);
    let human = shown(&dir, "--as-of 2026-12-31").exits(0).stdout;
    assert!(human.contains("≈33.33") && !human.contains("33.333"), "{human}");
    let card = shown(&dir, "--as-of 2026-12-31 --member 教育局").exits(0).stdout;
    assert!(card.contains("≈33.33") && card.contains("准确得分 33 1/3"), "{card}");
    let csv = shown(&dir, "--as-of 2026-12-31 --format csv").exits(0).stdout;
    assert!(csv.contains("教育局,33.33,33 1/3,") && csv.contains("水务局,100,,"), "{csv}");
    let json = shown(&dir, "--as-of 2026-12-31 --format json").exits(0).json();
    assert_eq!(json["scores"][0]["cards"][1]["points"].to_string(), "33.3333");
}

#[test]
fn a_spreadsheet_has_parts_and_groups_and_a_card_has_its_records() {
    let dir = crowd(1);
    let csv = shown(&dir, "--as-of 2026-12-31 --format csv").exits(0).stdout;
    let mut lines = csv.trim_start_matches('\u{feff}').lines();
    let head: Vec<&str> = lines.next().expect("a head").split(',').collect();
    assert_eq!(
        head,
        [
            "计分办法",
            "单位",
            "年度",
            "名次",
            "编号",
            "名称",
            "界别",
            "专委会",
            "得分",
            "准确得分",
            "等次",
            "会议",
            "提案",
            "调研视察",
            "表彰加分",
            "说明"
        ]
    );
    let row: Vec<&str> = lines.find(|line| line.contains("SF-1000")).expect("a row").split(',').collect();
    assert_eq!((row[6], row[7], row[8], row[11], row[12]), ("工商联", "经济委", "52", "40", "12"));
    let card = shown(&dir, "--as-of 2026-12-31 --format csv --member SF-1000").exits(0).stdout;
    assert!(card.contains("编号,名称,项目,类别,记录,日期,题目,位置,得分,说明"), "{card}");
    assert!(card.contains("立案提案,提案,#1,2026-03-01,提案0,it/data/ledger.toml:"), "{card}");
    assert_eq!(card.lines().filter(|line| line.contains(",提案0,")).count(), 1, "{card}");
}

#[test]
fn nothing_to_show_is_laid_to_what_is_wrong() {
    let dir = || Workdir::bare().copy("examples/schemes/model", "it");
    let later = dir().edit("it/rules/model/score.rhai", "2026-01-01", "2030-01-01");
    let run = shown(&later, "--as-of 2030-12-31").exits(2);
    assert!(run.stderr.contains("自 2030-01-01 起施行，数据是 2026 年的"), "{}", run.stderr);
    let run = shown(&later, "--as-of 2030-12-31 --member SF-0001").exits(2);
    assert!(run.stderr.contains("自 2030-01-01 起施行"), "{}", run.stderr);
    let run = shown(&dir(), "--as-of 2026-12-31 --year 2019").exits(2);
    assert!(run.stderr.contains("自 2026-01-01 起施行，数据是 2019 年的"), "{}", run.stderr);
    let broken = dir().edit("it/rules/model/score.rhai", "s.part(\"会议\"", "s.prat(\"会议\"");
    let run = shown(&broken, "--as-of 2026-12-31").exits(2);
    assert!(run.stderr.contains("先改正上面指出的错误") && !run.stderr.contains("没有适用"), "{}", run.stderr);
    let none = units("", THIRD).edit(
        "it/data/a.toml",
        "office = [{ id = \"1\", name = \"教育局\" }, { id = \"2\", name = \"水务局\" }]\n",
        "",
    );
    let run = none.yize("scores it --as-of 2026-12-31 --lang zh");
    assert!(!run.stderr.contains("没有写计分办法"), "{}", run.stderr);
}

#[test]
fn what_is_wrong_with_one_year_is_not_told_of_another() {
    // A scheme that divides by the records of the year, of which the year before has none.
    let line = "s.item(\"办理\", #{ each: 1 }, |u, ctx| 1 / ctx.all(\"matter\").count());";
    let dir = units("", line);
    let kinds = dir.read("it/rules/units/kinds.toml")
        + "[matter]\nlabel = \"事项\"\nkey = \"id\"\n[matter.fields]\nid = { type = \"string\", label = \"编号\" }\n\
           [note]\nlabel = \"记事\"\nkey = \"id\"\n[note.fields]\nid = { type = \"string\", label = \"编号\" }\n";
    let data = dir.read("it/data/a.toml") + "matter = [{ id = \"m\" }]\nnote = [{ id = \"n\", year = 2025 }]\n";
    let dir = dir.with("it/rules/units/kinds.toml", kinds).with("it/data/a.toml", data);
    let dir = dir.edit("it/rules/units/score.rhai", "2026-01-01", "2020-01-01");
    for line in ["--as-of 2027-01-01 --year 2026", "--as-of 2027-01-01"] {
        let run = shown(&dir, line).exits(0);
        assert!(run.stderr.is_empty() && run.stdout.contains("2026年"), "{} {}", run.stdout, run.stderr);
    }
    let run = shown(&dir, "--as-of 2027-01-01 --year 2025").exits(3);
    assert!(run.stderr.contains("除数是 0") && run.stderr.contains("（2025年）"), "{}", run.stderr);
    // It is the scheme's own fault, told once for all whom it concerns, where the scheme is written.
    assert!(run.stdout.contains("1 教育局、2 水务局  未能计算：办理"), "{}", run.stdout);
    assert!(run.stdout.contains("score.rhai:3 除数是 0") && !run.stdout.contains("数据有错"), "{}", run.stdout);
}

#[test]
fn rules_and_explain_know_schemes_and_their_lines() {
    let dir = Workdir::bare().copy("examples/schemes/hefei", "it");
    let list = dir.yize("rules it --lang zh").exits(0).stdout;
    assert!(list.contains("hefei/duty  ") && list.contains("个计分办法（1 个单位：hefei）；yize explain"), "{list}");
    let json = dir.yize("rules it --format json").exits(0).json();
    let schemes = json["schemes"].as_array().expect("schemes");
    let own = schemes.iter().find(|scheme| scheme["scheme"] == "hefei/duty").expect("the scheme");
    assert_eq!((&json["version"], &own["on"], &own["since"]), (&1.into(), &"member".into(), &"2015-06-01".into()));
    assert_eq!(own["lines"][1]["line"], "出席全体会议");

    let explain = |name: &str| dir.run(&["--rules", "it/rules", "--lang", "zh", "explain", name], b"");
    let text = explain("hefei/duty").exits(0).stdout;
    for part in [
        "合肥市政协委员履职考核办法（2015年6月，公开部分）",
        "2015-06-01 起",
        "基础分（委员）  不超过 85 分",
        "第2件起的立案提案  每件 5 分；从第 2 件起计；不超过 20 分",
        "按规定请假的不扣分",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    for name in ["hefei/duty#出席全体会议", "duty#出席全体会议", "出席全体会议"] {
        let text = explain(name).exits(0).stdout;
        assert!(text.contains("每次 30 分；不超过 30 分") && !text.contains("奖励"), "{text}");
    }
    assert!(explain("hefei/dutty").exits(2).stderr.contains("您是不是想写“hefei/duty”？"));
    assert!(explain("hefei/duty#出席全体会仪").exits(2).stderr.contains("您是不是想写“出席全体会议”？"));
}

#[test]
fn every_option_of_a_line_is_told_in_words() {
    let dir = Workdir::bare().copy("examples/schemes/model", "it").with(
        "it/rules/model/score.rhai",
        "//! 试。\nscore(\"duty\", #{\n    title: \"试\", basis: \"试\", since: \"2026-01-01\", on: \"member\", explain: \"试\", base: 5, min: 0, \
         max: 100, round: 1,\n    bands: [[\"优秀\", 90], [\"合格\", 0]], quota: #{ grade: \"优秀\", share: 0.15 }, prorata: [\"joined_on\", \
         \"left_on\"],\n}, |s| {\n    s.part(\"甲\", #{ start: 3, min: 1, max: 30 });\n    s.item(\"提案\", #{ each: 4, unit: \"件\", most: 3, share: \
         \"half\", sponsors: [\"member\", \"co_sponsors\"], at_most: 3, once: \"提\", date: \"date\", window: [\"12-01\", \"11-30\"], since: \
         \"2026-02-01\" }, |m, ctx| m.proposals);\n    s.item(\"表彰\", #{ each: #{ city: 1, prefecture: 2, province: 4, national: 8 }, by: \
         \"level\" }, |m, ctx| m.deeds.filter(|d| d.has(\"level\")));\n    s.ratio(\"出席\", #{ points: 40 }, |m, ctx| m.attendances, |m, ctx| 4);\n    \
         s.minimum(\"两件\", 2, #{ at_best: \"合格\", every: \"half_year\" }, |m, ctx| m.proposals);\n    s.veto(\"处分\", \"合格\", |m, ctx| \
         m.disciplines);\n    s.unranked(|m, ctx| m.get(\"unranked\", false));\n});\n",
    );
    let text = dir.run(&["--rules", "it/rules", "--lang", "zh", "explain", "model/duty"], b"").exits(0).stdout;
    let flat: String = text.split_whitespace().collect();
    for part in [
        "起始分5分",
        "总分0至100分",
        "四舍五入，保留1位小数",
        "优秀90分起，合格0分起",
        "“优秀”最多占参加考核者的15%",
        "按任职日期、离任日期之间的月数折算",
        "甲起始3分；1至30分",
        "每件4分；最多计3件，取得分最多的；几人联名的，第一人计一半，其余的人分另一半；联名的人依次见委员、联名人；第3人以后的不计",
        "同一记录在标“提”的各项中只计一次",
        "计上一年12月1日至当年11月30日的；2026-02-01起的才计；以“日期”为准",
        "每个按层级计：市1分",
        "省4分",
        "40分×完成÷应完成",
        "至少2个；平分到上下半年；达不到的，等次不高于“合格”",
        "一票否决：有这种记录的，定为“合格”，不排名",
        "不参加排名，不占名额",
    ] {
        assert!(flat.contains(part), "{part}: {text}");
    }
}
