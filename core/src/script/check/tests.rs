//! What the checker says, and what it says nothing about.

mod bans;
mod faults;
mod files;
mod sound;
mod exact;
mod kept;
mod packs;
mod switches;
mod uses;

use std::collections::BTreeMap;

use super::{Parameter, Typed, World, check};
use crate::finding::Finding;
use crate::language::{Lang, Text};
use crate::native::lent::Lent;
use crate::pack::manifest;
use crate::schema::{EnumValue, Field, Kind, Limits, Link, Schema, Type};
use crate::script::parse::Parser;
use crate::script::reading;
use crate::script::types::Ty;
use crate::source::{Place, SourceId, Sources, Span};

const NOWHERE: Place = Place { source: SourceId(0), span: Span { start: 0, end: 0 } };

fn field(name: &str, label: &str, ty: Type) -> Field {
    let (name, label) = (name.trim_end_matches('?').to_owned(), Text::new(label, name));
    Field { name, label, ty, optional: false, limits: Limits::default(), place: NOWHERE }
}

fn choice(values: &[(&str, &str)]) -> Type {
    let value = |(name, label): &(&str, &str)| EnumValue { name: (*name).to_owned(), label: Text::new(*label, *name) };
    Type::Enum(values.iter().map(value).collect())
}

fn kind(name: &str, label: &str, fields: Vec<Field>, links: &[(&str, &str, &str, &str)]) -> Kind {
    let mut kind = Kind::new(name.to_owned(), Text::new(label, name), vec!["id".to_owned()], true, NOWHERE);
    for field in fields {
        assert!(kind.add(field).is_none());
    }
    for (name, label, of, field) in links {
        let (name, label) = ((*name).to_owned(), Text::new(*label, *name));
        kind.links.push(Link { name, label, kind: (*of).to_owned(), field: (*field).to_owned(), place: NOWHERE });
    }
    kind
}

fn all(kinds: impl IntoIterator<Item = Kind>) -> Schema {
    let mut schema = Schema::default();
    for kind in kinds {
        assert!(schema.add(kind).is_ok());
    }
    schema
}

/// Sectors, members with activities, plans with sessions.
fn schema() -> Schema {
    let to = |kind: &str| Type::Ref(kind.to_owned());
    let phone = vec![field("phone", "电话", Type::String)];
    let kinds = [
        kind(
            "sector",
            "界别",
            vec![field("id", "编号", Type::String), field("name", "名称", Type::String)],
            &[("members", "委员", "member", "sector")],
        ),
        kind(
            "member",
            "委员",
            vec![
                field("id", "编号", Type::String),
                field("name", "姓名", Type::String),
                field("age", "年龄", Type::Integer),
                field("points", "得分", Type::Decimal),
                field("sector", "界别", to("sector")),
                field("cpc", "党员", Type::Bool),
                field("joined", "加入日期", Type::Date),
                field("status", "状态", choice(&[("active", "在任"), ("left", "离任")])),
                field("sectors", "兼任界别", Type::List(Box::new(to("sector")))),
                field("contact", "联系", Type::Table(phone)),
            ],
            &[("activities", "活动", "activity", "member")],
        ),
        kind(
            "activity",
            "活动",
            vec![
                field("member", "参加委员", to("member")),
                field("date", "日期", Type::Date),
                field("hours", "时数", Type::Integer),
            ],
            &[],
        ),
        kind(
            "plan",
            "计划",
            vec![field("id", "编号", Type::String), field("scheme", "体系", Type::String)],
            &[("sessions", "会议", "session", "plan")],
        ),
        kind(
            "session",
            "会议",
            vec![
                field("plan", "计划", to("plan")),
                field(
                    "form",
                    "形式",
                    choice(&[("plenary", "全会"), ("joint", "联席会议"), ("bimonthly", "双月协商会")]),
                ),
                field("held", "时间", Type::Period),
                field("start", "开始", Type::Time),
                field("topic", "议题", Type::String),
            ],
            &[],
        ),
    ];
    all(kinds)
}

const PACK: &str = "id = \"x\"
[parameters]
notice_days = { label = \"\", value = 5 }
first_day = { label = \"\", value = 2026-01-01 }
forms = { label = \"\", value = [\"plenary\"] }
rate = { label = \"\", value = 0.5 }
name = { label = \"\", value = \"x\" }
scheme = { label = \"\", value = { plenary = 1, joint = 1, bimonthly = 6 } }
";

fn parameters(source: SourceId) -> BTreeMap<String, Parameter> {
    let manifest = manifest::read(PACK, source, "x", &mut Vec::new()).unwrap();
    let typed = Parameter::of;
    manifest.parameters.iter().map(|(name, p)| (name.clone(), typed(p))).collect()
}

const LIBRARY: &str = "//! Helpers.
const 上限 = 3;
fn sessions(plan, form) { plan.sessions.where(\"form\", form) }
fn double(n) { n + n }
fn old(member) { member.age > 60 }
fn name_or_none(member) { if member == () { \"无\" } else { member.name } }
fn depth(n) { if n == 0 { return 0; } depth(n - 1) + 1 }
fn pages(r) { r.pages }
fn by_kind(r) { if r.kind == \"member\" { r.age } else { r.topic } }
";

/// What is found, and the texts that the findings point into.
type Found = (Vec<Finding>, Sources);

/// The findings for one file of rules.
fn findings(script: &str) -> Found {
    let (typed, sources) = checked(script, false, true);
    (typed.findings, sources)
}

/// Reads and checks one file, of rules or a library, of a pack that says which language it is written in or does not.
fn checked(script: &str, library: bool, language: bool) -> (Typed, Sources) {
    let mut sources = Sources::default();
    let pack = sources.add("pack.toml", PACK).expect("room");
    let parser = Parser::new();
    let mut slips = Vec::new();
    let mut add = |name: &str, text: &str| {
        let source = sources.add(name, text).expect("room");
        let reading = reading::read(&parser, source, text);
        slips.extend(reading.findings);
        (reading.file, reading.broken)
    };
    let (helpers, file) = (add("lib/plan.rhai", LIBRARY), add("rules.rhai", script));
    let (schema, parameters) = (schema(), parameters(pack));
    let world = World {
        pack: "p",
        schema: &schema,
        parameters: &parameters,
        imports: &|_, path| (path == "lib/plan").then(|| helpers.0.clone()),
        broken: &|source, name| {
            source == file.0.source
                && file.1.iter().any(|broken| broken.name.as_ref().is_some_and(|n| *n.text == *name))
        },
        libraries: &["lib/plan".to_owned()],
        partial: false,
        lent: &Lent::default(),
        language,
    };
    let mut typed = check(&[(file.0.clone(), library)], &world);
    typed.findings.extend(slips);
    typed.findings.sort_by_key(|finding| finding.place);
    (typed, sources)
}

/// Wraps statements into a rule for each member.
fn rule(on: &str, body: &str) -> String {
    let parameters = if matches!(on, "body" | "network") { "ctx" } else { "r, ctx" };
    format!(
        "import \"lib/plan\" as plan;\nconst 界限 = 60;\n\
         rule(\"a/b\", #{{ title: \"题\", basis: \"据\", since: \"2022-01-01\", on: \"{on}\", explain: `说明` }}, |{parameters}| {{\n{body}\n}});"
    )
}

/// Each finding as `text it points at → message`.
fn told(script: &str) -> Vec<String> {
    shown(&findings(script))
}

fn shown((findings, sources): &Found) -> Vec<String> {
    let show = |f: &Finding| format!("{} → {}", sources.slice(f.place.unwrap()), f.message.get(Lang::Zh));
    findings.iter().map(show).collect()
}

#[track_caller]
fn expect(on: &str, body: &str, wanted: &[&str]) {
    assert_eq!(told(&rule(on, body)), wanted, "{body}");
}
