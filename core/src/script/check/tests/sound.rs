//! Scripts without mistakes: nothing may be said.

use super::*;

#[track_caller]
fn sound(on: &str, body: &str) {
    expect(on, body, &[]);
}

#[test]
fn the_sample_of_the_design() {
    let script = r#"//! 年度协商计划的“1126+N”体系。

rule("plan/scheme", #{
    title:    "年度协商计划符合“1126+N”体系",
    basis:    "保定市政协年度协商计划制度",
    since:    "2022-01-01",
    severity: "error",
    on:       "plan",
    explain:  `每年1次全会、1次联席会议、2次专题常委会、6次双月协商……`,
}, |plan, ctx| {
    for form in ctx.params.scheme.keys() {
        let want = ctx.params.scheme[form];
        let have = plan.sessions.count(|s| s.form == form);
        if have < want {
            fail(plan.at("scheme"), `${label(form)}计划${have}次，应为${want}次`)
                .help("补列会议，或按程序调整计划");
        }
    }
});
"#;
    assert_eq!(told(script), Vec::<String>::new());
}

#[test]
fn records() {
    sound("member", r#"let n = r.age + 1; if r.界别.名称 == "x" && r.has("contact") { fail(r.contact, r.name); }"#);
    sound("member", r#"fail(r.contact.phone, `${r} ${r.key} ${r.kind}`).see(r.sector, "见").help("改");"#);
    sound(
        "member",
        r#"if r.get("age", 0) > 界限 || r.contact.has("phone") { fail(r, r.contact.get("phone", "无")); }"#,
    );
    sound("member", r"for s in r.sectors { if s == r.sector { fail(s, s.name); } }");
    sound("member", r#"if r.sectors[0].members.count() > 3 { fail(r.at("界别"), "x"); }"#);
    sound(
        "member",
        r#"let all = [r.sectors, r.sectors]; if all[0][1].name == r.sectors[r.sectors.len() - 1].name { fail(r, "x"); }"#,
    );
    sound("member", r#"if r.kind == "session" { fail(r.form, "x"); } else { fail(r.age, "x"); }"#);
    sound("member", r#"let 值 = if r.cpc { r.age } else { r.points }; if 值 > 3.5 { fail(值, "x"); }"#);
}

#[test]
fn collections() {
    sound(
        "member",
        r#"let n = r.activities.filter(|a| a.hours > 界限).sum("hours"); if n < ctx.params.notice_days { fail(r, `${n}`); }"#,
    );
    sound(
        "member",
        r#"for g in r.activities.group_by(|a| a.date.month) { if g.items.len() > g.key { fail(g.items.first(), "多"); } }"#,
    );
    sound(
        "member",
        r#"for g in r.activities.group_by("member") { if g.key == r { fail(g.items.last().date, "x"); } }"#,
    );
    sound("body", r#"let m = ctx.all("member").sort_by("joined").first(); fail(m, m.name);"#);
    sound("body", r#"let m = ctx.find("member", "BD-1"); if m == () { return; } fail(m, m.name);"#);
    sound("body", r#"let m = ctx.all("委员").find(|m| m.age > 3); if m != () && m.cpc { fail(m, "x"); }"#);
    sound(
        "body",
        r#"let names = ctx.all("member").map(|m| m.name).distinct(); if "x" in names && names.join("、").len() > 3 { return; }"#,
    );
    sound(
        "body",
        r#"let ages = ctx.all("member").map("age"); if ages.sum() > ages.max() && ages.contains(3) { return; }"#,
    );
    sound(
        "body",
        r#"let 最大 = max(ctx.all("member").max("age"), 3); if 最大 == 3 && abs(最大) > round(2.5) { return; }"#,
    );
    sound(
        "body",
        r#"let m = ctx.all("member").where("status", "active").where("sector", ctx.find("sector", "x")).none(|m| m.cpc);"#,
    );
    sound(
        "body",
        r#"let s = ctx.all("session").any(|s| s.form in ["plenary", "joint"] && s.form !in ctx.params.forms);"#,
    );
    sound(
        "body",
        r#"let s = ctx.all("session").filter(|s| { if s.topic.is_empty() { return false; } s.held.first.month > 3 });"#,
    );
}

#[test]
fn dates_periods_and_texts() {
    sound("activity", r#"if r.date > ctx.params.first_day + 30 || r.date - ctx.today > 5 { fail(r.date, "x"); }"#);
    sound(
        "activity",
        r#"if r.date >= date("2026-03-01") && period("2026-Q1").contains(r.date) && r.date in month(2026, 3) { return; }"#,
    );
    sound("session", r#"due(r.held.last - 5, r.topic.len() > 3, r.at("topic"), "应有议题" + r.topic);"#);
    sound(
        "session",
        r#"if r.held == r.held && r.held.unit == "month" && r.held.quarter == r.held.first.quarter { return; }"#,
    );
    sound(
        "session",
        r#"switch r.form { "plenary" | "joint" => fail(r, "a"), "bimonthly" if r.topic == "" => { fail(r, "b"); } _ => () }"#,
    );
    sound("session", r#"let t = ""; for s in r.plan.sessions { if s.form == t { fail(s, "重"); } t = s.form; }"#);
}

#[test]
fn variables_that_change() {
    sound(
        "body",
        r#"let best = (); for m in ctx.all("member") { if best == () || m.age > best.age { best = m; } } if best != () { fail(best, "x"); }"#,
    );
    sound("body", r#"let n = 0; for m in ctx.all("member") { n += m.points; } if n > 1.5 { return; }"#);
    sound(
        "body",
        r#"let m = #{}; for x in ctx.all("member") { m[x.name] = x.age; m.last = x.name; } if m.keys().len() > m.len() { let y = m.other + 1; }"#,
    );
    sound(
        "body",
        r#"let t = #{ plenary: 1, joint: 2 }; for s in ctx.all("session") { if s.form in t && t[s.form] > t.joint { fail(s, "x"); } }"#,
    );
    sound(
        "body",
        r"let i = 0; while i < 3 { i += 1; } loop { if i > 5 { break; } i += 1; } do { i -= 1; } while i > 0;",
    );
    sound(
        "body",
        r#"let x = 1; x = "a"; if x == "b" { return; } for i in 0..3 { let y = [1, "a", ()]; if y[i] == "z" { return; } }"#,
    );
    sound("body", r#"let a = ctx.find("member", "x")?.name ?? "无"; if a == "无" { return; }"#);
}

#[test]
fn functions_and_libraries() {
    sound("plan", r#"if plan::sessions(r, "joint").count() != plan::double(1) { fail(r, "x" + plan::double("a")); }"#);
    sound(
        "body",
        r#"let m = ctx.find("member", "x"); let n = plan::name_or_none(m) + plan::name_or_none(()); if plan::depth(plan::上限) > 2 { return; }"#,
    );
    sound("member", "if plan::by_kind(r) > 3 && plan::name_or_none(r) == \"x\" { return; }");
    let own = "fn old(m) { m.age > global::限 }\nconst 限 = 3;\nfn wrap(m, least) { m.activities.filter(|a| a.hours > least) }\n";
    let body = r#"if ctx.all("member").any(old) || old(r) { fail(r, "x"); } let n = wrap(r, 3).count();"#;
    assert_eq!(told(&format!("{own}{}", rule("member", body))), Vec::<String>::new());
}
