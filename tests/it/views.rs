//! Views that packs declare: the same pictures for records of any kind, and mistakes found when the pack is loaded.

use crate::server::Server;
use crate::support::{Workdir, at};

const KINDS: &str = r#"
[choir]
label = "合唱团"
en = "choir"
key = "code"
yearly = false
[choir.fields]
code = { type = "string", label = "代码", en = "code" }
called = { type = "string", label = "团名", en = "called" }

[voice]
label = "声部"
en = "voice"
key = "part"
yearly = false
[voice.fields]
part = { type = "string", label = "声部名", en = "part" }
solo = { type = "bool", label = "独唱", en = "solo", optional = true }

[singer]
label = "歌手"
en = "singer"
key = "no"
yearly = false
[singer.fields]
no = { type = "integer", label = "号", en = "no" }
sings = { type = "list", of = "ref", to = "voice", label = "所属声部", en = "sings", optional = true }
level = { type = "enum", label = "级别", en = "level", values = { pro = "专业", amateur = "业余" } }
since = { type = "date", label = "入团", en = "since", optional = true }

[concert]
label = "演出"
en = "concert"
[concert.fields]
genre = { type = "enum", label = "类型", en = "genre", values = { mass = "弥撒", folk = "民歌", opera = "歌剧" } }
slot = { type = "period", label = "档期", en = "slot" }
done = { type = "bool", label = "已演", en = "done", optional = true }
piece = { type = "string", label = "曲目", en = "piece" }

[season]
label = "演出季"
en = "season"
key = "year"
[season.fields]
promised = { type = "list", of = "table", label = "承诺", en = "promised", fields = { kinds = { type = "list", of = "enum", label = "类型", en = "kinds", values = ["mass", "folk", "opera"] }, times = { type = "integer", label = "次数", en = "times" } } }
"#;

const PACK: &str = r#"
id = "choirs"
title = "合唱团规则包"
version = "1.0.0"
bodies = ["choir-*"]

[parameters.programme]
label = "各类演出次数"
value = { mass = 2, folk = 1 }

[parameters.fewest]
label = "声部人数下限"
value = 2

[parameters.pros]
label = "专业歌手比例上限（%）"
value = 50
"#;

const VIEWS: &str = r#"
[body]
kind = "choir"
name = "called"

[area.music]
title = "演出"
en = "Music"
rules = ["choirs/concert/*"]
kinds = ["concert"]

[calendar.concerts]
title = "演出日历"
en = "Concerts"
kind = "concert"
when = "slot"
held = "done"
form = "genre"
name = "piece"
expected = { parameter = "programme" }
declared = { kind = "season", field = "promised", forms = "kinds", count = "times" }

[assignment.voices]
title = "声部"
en = "Voices"
kind = "singer"
to = "sings"
mix = ["level"]
entered = "since"
limits = [
  { min = "fewest" },
  { who = { level = "pro" }, at = { solo = false }, max = "pros", share = true },
]
"#;

const RULE: &str = r#"
rule("concert/piece", #{
    title: "写明曲目", basis: "合唱团章程", since: "2020-01-01", on: "concert", explain: `每场演出写明曲目。`,
}, |concert, ctx| {
    if concert.piece == "" { fail(concert, "没有曲目"); }
});
"#;

const DATA: &str = r#"
body = "choir-a"
year = 2026

[[choir]]
code = "choir-a"
called = "第一合唱团"

[[voice]]
part = "女高音"
solo = false
[[voice]]
part = "男低音"

[[singer]]
no = 1
sings = ["女高音"]
level = "pro"
[[singer]]
no = 2
sings = ["女高音", "男低音"]
level = "pro"
[[singer]]
no = 3
level = "amateur"
[[singer]]
no = 4
sings = ["男低音"]
level = "amateur"
since = 2027-01-01

[[season]]
promised = [{ kinds = ["opera"], times = 1 }, { kinds = ["mass"], times = 9 }]

[[concert]]
genre = "mass"
slot = 2026-03-01
done = true
piece = "庄严弥撒"
[[concert]]
genre = "folk"
slot = 2026-03-01
piece = "茉莉花"
[[concert]]
genre = "folk"
slot = "2026-11"
piece = ""
"#;

fn workdir() -> Workdir {
    let dir = Workdir::bare().with("rules/choirs/pack.toml", PACK).with("rules/choirs/kinds.toml", KINDS);
    dir.with("rules/choirs/views.toml", VIEWS).with("rules/choirs/concert.rhai", RULE).with("data/a.toml", DATA)
}

#[test]
fn a_pack_with_kinds_of_its_own_gets_the_same_pictures() {
    let server = Server::new(workdir(), &[]);
    let board = server.board();
    assert_eq!(board["bodies"][0]["name"], "第一合唱团");
    assert_eq!((&board["areas"][0]["id"], &board["areas"][0]["title"]), (&"music".into(), &"Music".into()));
    let music = &board["bodies"][0]["areas"][0];
    assert_eq!((&music["violations"], &music["passed"], &music["rules"]), (&1.into(), &0.into(), &1.into()));
    assert_eq!(server.get("/findings?area=music").json()["total"], 1);

    let calendar = &board["calendars"][0];
    let facts = [&calendar["total"], &calendar["held"], &calendar["overdue"], &calendar["year"]];
    assert_eq!(facts, [3, 1, 1, 2026], "{calendar:#}");
    let rows: Vec<_> = calendar["rows"].as_array().expect("rows").iter().collect();
    let labels: Vec<_> =
        rows.iter().map(|row| (row["label"].as_str().expect("a label"), row["count"].as_u64())).collect();
    assert_eq!(
        labels,
        [("mass", Some(1)), ("folk", Some(2)), ("opera", Some(0))],
        "a form that is missing has its row"
    );
    assert_eq!(rows[1]["months"], serde_json::json!([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0]));
    let mark = |row: usize, at: usize| &rows[row]["marks"][at];
    assert_eq!([&mark(0, 0)["state"], &mark(1, 0)["state"], &mark(1, 1)["state"]], ["held", "overdue", "planned"]);
    assert_eq!([&mark(1, 1)["unit"], &mark(1, 1)["finding"]], ["month", "violation"]);
    assert_eq!(calendar["clashes"][0]["date"], "2026-03-01");
    let wanted = calendar["wanted"].as_array().expect("a list").iter();
    let wanted: Vec<_> =
        wanted.map(|w| (w["labels"][0].as_str(), w["want"].as_i64(), w["have"].as_i64(), w["by"].as_str())).collect();
    let (mass, folk, opera) = (Some("mass"), Some("folk"), Some("opera"));
    let expected = Some("expected");
    // What the rules ask wins over what a record declares.
    assert_eq!(
        wanted,
        [
            (mass, Some(2), Some(1), expected),
            (folk, Some(1), Some(2), expected),
            (opera, Some(1), Some(0), Some("declared"))
        ]
    );

    let voices = &board["assignments"][0];
    assert_eq!(
        [&voices["total"], &voices["unassigned"], &voices["several"]],
        [3, 1, 1],
        "who joins next year is not counted"
    );
    let places = voices["places"].as_array().expect("places");
    assert_eq!([&places[0]["count"], &places[1]["count"]], [2, 1]);
    assert_eq!(places[0]["mixes"][0][0]["label"], "pro");
    let bounds = |place: usize| {
        places[place]["bounds"]
            .as_array()
            .expect("bounds")
            .iter()
            .map(|b| (b["have"].as_str(), b["holds"].as_bool()))
            .collect::<Vec<_>>()
    };
    assert_eq!(bounds(0), [(Some("2"), Some(true)), (Some("100"), Some(false))]);
    assert_eq!(bounds(1), [(Some("1"), Some(false))], "a bound applies where its pack says");
}

#[test]
fn what_views_name_wrongly_is_found_when_the_pack_is_loaded() {
    for (from, to, place, message) in [
        ("kind = \"concert\"\nwhen", "kind = \"concrt\"\nwhen", "\"concrt\"", "no kind `concrt`"),
        ("when = \"slot\"", "when = \"slto\"", "\"slto\"", "`concert` has no field `slto`"),
        ("when = \"slot\"", "when = \"piece\"", "\"piece\"\nheld", "of type string, which does not do here"),
        ("parameter = \"programme\"", "parameter = \"programe\"", "\"programe\"", "no parameter `programe`"),
        (
            "parameter = \"programme\"",
            "parameter = \"fewest\"",
            "\"fewest\" }\ndeclared",
            "does not say how many of each form",
        ),
        ("count = \"times\"", "count = \"time\"", "\"promised\"", "`promised` has no field `time`"),
        ("level = \"pro\" }", "level = \"prof\" }", "level = \"prof\"", "`prof` is no value of field `level`"),
        ("max = \"pros\"", "max = \"programme\"", "\"programme\", share", "`programme` is no number"),
        ("mix = [\"level\"]", "mix = [\"levle\"]", "\"levle\"", "no field `levle`"),
        ("name = \"called\"", "name = \"caled\"", "\"caled\"", "no field `caled`"),
        ("[area.music]", "[area.music]\ntitel = \"\"", "titel", "unknown key `titel`"),
        ("title = \"演出日历\"\n", "", "concerts]", "no inherited view `concerts` to change"),
        ("{ min = \"fewest\" }", "{ title = \"\" }", "{ title = \"\" }", "the limit has no number"),
    ] {
        let dir = workdir().edit("rules/choirs/views.toml", from, to);
        let run = dir.check("data").exits(2).says("host/pack", message);
        let wanted = at(&dir, "rules/choirs/views.toml", place, "host/pack");
        assert!(run.places().contains(&wanted), "{wanted}\n{:#?}", run.findings());
    }
}

#[test]
fn a_pack_changes_the_views_that_it_inherits_key_by_key() {
    let dir = workdir()
        .edit("rules/choirs/pack.toml", "bodies = [\"choir-*\"]", "bodies = []")
        .with(
            "rules/city/pack.toml",
            "id = \"city\"\ntitle = \"市\"\nversion = \"1\"\nextends = [\"choirs\"]\nbodies = [\"choir-*\"]\n",
        )
        .with(
            "rules/city/views.toml",
            "[calendar.concerts]\nform = \"piece\"\n\n[area.music]\nkinds = [\"singer\"]\n\n\
             [assignment.voices]\ntitle = \"新\"\nkind = \"singer\"\nto = \"level\"\n",
        );
    let board = Server::new(dir, &[]).board();
    let calendar = &board["calendars"][0];
    assert_eq!(calendar["title"], "Concerts", "what is not said anew stays");
    assert_eq!(calendar["rows"][0]["count"], 1);
    let assignment = &board["assignments"][0];
    assert_eq!(
        (&assignment["title"], assignment["mixes"].as_array().map(Vec::len)),
        (&"新".into(), Some(0)),
        "a title begins anew"
    );
    assert_eq!(board["areas"].as_array().map(Vec::len), Some(2));
}
