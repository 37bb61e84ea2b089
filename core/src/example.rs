//! The checks on which the examples of the documentation run: a small one of one member by one rule, alone and as a project,
//! and a committee with scores and pictures.

use std::path::Path;

use jiff::civil::{Date, date};

use crate::check::{Outcome, Request};
use crate::embed::Check;
use crate::files::Memory;

/// The day as of which the examples check: the end of the year.
pub const DAY: Date = date(2026, 12, 31);

/// The pack: a kind of record, and a rule that wants a visit a year.
#[must_use]
pub fn pack() -> Memory {
    Memory::default()
        .with("ledger/pack.toml", "id = \"ledger\"\ntitle = \"台账\"\nversion = \"1\"\nbodies = [\"shili\"]\n")
        .with(
            "ledger/kinds.toml",
            "[member]\nlabel = \"委员\"\nkey = [\"id\"]\n[member.fields]\n\
             id = { type = \"string\", label = \"编号\" }\nvisits = { type = \"integer\", label = \"走访次数\" }\n",
        )
        .with(
            "ledger/visits.rhai",
            "rule(\"visits\", #{ title: \"每年走访\", basis: \"示例办法\", since: \"2026-01-01\", on: \"member\",\n\
             explain: `每年至少走访1次。` }, |member, ctx| {\n\
             if member.visits < 1 { fail(member.visits, \"没有走访\").help(\"安排走访\"); }\n});\n",
        )
}

/// The data: a member without a visit.
pub const DATA: &str = "body = \"shili\"\nyear = 2026\n[[member]]\nid = \"A\"\nvisits = 0\n";

/// The check of both, as of the end of the year.
#[must_use]
pub fn check() -> Check {
    Check::as_of(DAY).pack(pack()).data("members.toml", DATA)
}

/// What it comes to: a violation.
#[must_use]
pub fn outcome() -> Outcome {
    check().run()
}

/// The same as a project in the folder `club`, which names its packs itself.
#[must_use]
pub fn project() -> Memory {
    let packs = pack().0.into_iter().map(|(path, bytes)| (Path::new("club/rules").join(path), bytes));
    let project = Memory(packs.collect()).with("club/data/members.toml", DATA);
    project.with("club/yize.toml", "rules = [\"rules\"]\n")
}

/// The same with a waiver, in force until the middle of next year.
#[must_use]
pub fn waived(member: &str) -> Memory {
    let waiver = format!(
        "rules = [\"rules\"]\n[[waiver]]\nrule = \"ledger/visits\"\nat = \"member/{member}\"\n\
         reason = \"新任\"\napproved_by = \"秘书长\"\nuntil = 2027-06-30\n"
    );
    project().with("club/yize.toml", waiver)
}

/// The check of that project.
#[must_use]
pub fn request() -> Request {
    Request::new(vec!["club".into()], DAY)
}

/// A pack of a committee: members and what they did, a rule with a parameter, a scheme of scores, and pictures.
#[must_use]
pub fn committee() -> Memory {
    Memory::default()
        .with("committee/pack.toml", PACK)
        .with("committee/kinds.toml", KINDS)
        .with("committee/views.toml", VIEWS)
        .with("committee/duty.rhai", DUTY)
}

/// The outcome of a check of three members by it. The last of them did nothing.
#[must_use]
pub fn scored() -> Outcome {
    scored_with("")
}

/// The same with more records.
#[must_use]
pub fn scored_with(more: &str) -> Outcome {
    let check = Check::as_of(DAY).pack(committee()).data("committee.toml", format!("{COMMITTEE}{more}"));
    check.run()
}

const PACK: &str = r#"id = "committee"
title = "委员会"
version = "1"
bodies = ["shili"]
[parameters.deeds]
label = "活动次数"
value = 1
basis = "示例办法"
[parameters.group]
label = "每组人数"
value = 2
[parameters.sessions]
label = "会议次数"
value = { plenary = 1 }
"#;

const KINDS: &str = r#"[organization]
label = "单位"
key = "id"
yearly = false
[organization.fields]
id = { type = "string", label = "编号" }
name = { type = "string", label = "名称" }

[member]
label = "委员"
en = "member"
counter = "人"
actor = "person"
key = "id"
[member.fields]
id = { type = "string", label = "编号" }
name = { type = "string", label = "姓名" }
group = { type = "enum", label = "小组", values = { a = "甲组", b = "乙组" } }
contact = { type = "table", label = "联系", optional = true, fields = { phone = { type = "string", label = "电话", pattern = "[0-9]+" }, age = { type = "integer", label = "年龄", min = 18, optional = true } } }
[member.links]
deeds = { kind = "deed", field = "member", label = "活动" }

[deed]
label = "活动"
key = "id"
[deed.fields]
id = { type = "string", label = "编号" }
member = { type = "ref", to = "member", label = "委员" }

[session]
label = "会议"
key = "id"
[session.fields]
id = { type = "string", label = "编号" }
form = { type = "enum", label = "形式", values = { plenary = "全体会议" } }
date = { type = "date", label = "日期" }
"#;

const VIEWS: &str = r#"[body]
kind = "organization"
name = "name"
[area.duty]
title = "履职"
en = "Duty"
rules = ["committee/*"]
kinds = ["deed"]
[calendar.sessions]
title = "会议"
en = "Sessions"
kind = "session"
when = "date"
form = "form"
expected = { parameter = "sessions" }
[assignment.groups]
title = "小组"
en = "Groups"
kind = "member"
to = "group"
limits = [{ max = "group" }]
"#;

const DUTY: &str = r#"rule("deeds", #{ title: "参加活动", basis: "示例办法", since: "2026-01-01", on: "member", severity: "warning",
    explain: `每年至少参加1次活动。` }, |member, ctx| {
    if member.deeds.count() < ctx.params.deeds { fail(member, "没有参加活动"); }
});
score("duty", #{ title: "履职计分", basis: "示例办法", since: "2026-01-01", on: "member", base: 2, min: 0, max: 10,
    bands: [["优秀", 8], ["合格", 2], ["不合格", 0]], explain: `都有2分；参加活动每次4分，最多10分；一次也没有的不合格。` }, |s| {
    s.part("活动", #{ max: 10 });
    s.item("参加活动", #{ each: 4, unit: "次" }, |m, ctx| m.deeds);
    s.minimum("至少1次", 1, #{ at_best: "不合格", due: "11-30" }, |m, ctx| m.deeds);
});
"#;

const COMMITTEE: &str = r#"body = "shili"
year = 2026
[[organization]]
id = "shili"
name = "示例单位"
[[member]]
id = "A"
name = "委员甲"
group = "a"
contact = { phone = "100" }
[[member]]
id = "B"
name = "委员乙"
group = "a"
[[member]]
id = "C"
name = "委员丙"
group = "b"
[[deed]]
id = "1"
member = "A"
[[deed]]
id = "2"
member = "A"
[[deed]]
id = "3"
member = "A"
[[deed]]
id = "4"
member = "B"
[[session]]
id = "1"
form = "plenary"
date = 2026-03-01
"#;
