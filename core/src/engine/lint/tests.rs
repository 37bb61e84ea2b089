//! What the checker says, and what it says nothing about.

mod bans;
mod faults;
mod files;
mod sound;
mod switches;
mod uses;

use std::collections::BTreeMap;

use super::types::Ty;
use super::{Script, World, lint_all};
use crate::engine::lent::Lent;
use crate::finding::Finding;
use crate::language::{Lang, Text};
use crate::pack::manifest;
use crate::schema::{EnumValue, Field, Kind, Limits, Link, Schema, Type};
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

fn parameters() -> BTreeMap<String, Ty> {
    let pack = "id = \"x\"\n[parameters]\nnotice_days = { label = \"\", value = 5 }\n\
                first_day = { label = \"\", value = 2026-01-01 }\nforms = { label = \"\", value = [\"plenary\"] }\n\
                rate = { label = \"\", value = 0.5 }\nname = { label = \"\", value = \"x\" }\n\
                scheme = { label = \"\", value = { plenary = 1, joint = 1, bimonthly = 6 } }";
    let manifest = manifest::read(pack, SourceId(0), "x", &mut Vec::new()).unwrap();
    manifest.parameters.iter().map(|(name, p)| (name.clone(), Ty::of_literal(&p.value))).collect()
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

/// The findings for one file of rules, with the texts that they point into.
fn findings(script: &str) -> (Vec<Finding>, Sources) {
    findings_of(script, false)
}

/// The findings for one file, of rules or a library.
fn findings_of(script: &str, library_file: bool) -> (Vec<Finding>, Sources) {
    let mut engine = rhai::Engine::new_raw();
    engine.set_optimization_level(rhai::OptimizationLevel::None).set_strict_variables(true).set_max_expr_depths(64, 32);
    let mut sources = Sources::default();
    let mut add = |name: &str, text: &str| {
        let source = sources.add(name, text).expect("room");
        (engine.compile(text).unwrap_or_else(|e| panic!("{e}\n{text}")), source)
    };
    let (library, file) = (add("lib/plan.rhai", LIBRARY), add("rules.rhai", script));
    let (schema, parameters) = (schema(), parameters());
    let of =
        |(ast, source): &'static (rhai::AST, SourceId), text, library| Script { ast, source: *source, text, library };
    let library: &'static _ = Box::leak(Box::new(library));
    let file: &'static _ = Box::leak(Box::new(file));
    let texts: &'static Sources = Box::leak(Box::new(sources.clone()));
    let library = of(library, texts.get(library.1), true);
    let world = World {
        schema: &schema,
        parameters: &parameters,
        imports: &|path| (path == "lib/plan").then_some(library),
        libraries: &["lib/plan".to_owned()],
        lent: &Lent::default(),
    };
    let found = lint_all(&[of(file, texts.get(file.1), library_file)], &world);
    (found, sources)
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

fn shown((findings, sources): &(Vec<Finding>, Sources)) -> Vec<String> {
    let show = |f: &Finding| format!("{} → {}", sources.slice(f.place.unwrap()), f.message.get(Lang::Zh));
    findings.iter().map(show).collect()
}

#[track_caller]
fn expect(on: &str, body: &str, wanted: &[&str]) {
    assert_eq!(told(&rule(on, body)), wanted, "{body}");
}
