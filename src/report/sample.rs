//! The outcome on which all formats are tested.

use jiff::civil::date;

use yize_core::check::{Outcome, Summary};
use yize_core::finding::{Effect, Finding, RecordName, Status};
use yize_core::language::Text;
use yize_core::source::{Place, SourceId, Sources, Span};
use yize_core::{host, say};

/// The place of a word in a text.
pub(crate) fn place(sources: &Sources, source: SourceId, word: &str) -> Place {
    let start = sources.get(source).text().find(word).expect("the word is in the text");
    Place { source, span: Span::new(start, start + word.len()) }
}

/// A violation with all there can be, a pending duty, and a path that does not exist.
pub(crate) fn outcome() -> Outcome {
    let mut sources = Sources::default();
    let data = "body = \"baoding\"\n[plan]\n体系 = \"1126＋N\" # 年度计划\nyear = 2026\n";
    let data = sources.add("data/计划.toml", data).expect("room");
    let rules = "//! 计划。\n\nrule(\"plan/scheme\", #{\n});\n";
    let rules = sources.add("rules/baoding/plan.rhai", rules).expect("room");

    let mut scheme = Finding::new(
        "baoding/plan/scheme",
        Status::Violation,
        Effect::Violation,
        say!("双月协商计划3次，应为6次", "3 bimonthly consultations planned, 6 are due"),
    )
    .at(place(&sources, data, "\"1126＋N\""))
    .see(place(&sources, data, "body"), say!("单位在此", "the body"))
    .help(Text::same("补列会议，或按程序调整计划"));
    scheme.body = Some("baoding".into());
    scheme.basis = Some("保定市政协年度协商计划制度".into());
    scheme.record = Some(RecordName { kind: "plan".into(), key: "2026".into() });
    scheme.field = Some("scheme".into());
    scheme.rule_place = Some(place(&sources, rules, "rule(\"plan/scheme\", #{\n})"));

    let mut duty =
        Finding::new("baoding/plan/report", Status::Pending, Effect::None, say!("年度报告未报送", "report not sent"))
            .at(place(&sources, data, "2026"));
    duty.due = Some(date(2026, 12, 31));

    let missing = host::TYPE.finding(say!("路径不存在", "no such path")).path("缺失.toml");
    let findings = vec![scheme, duty, missing];
    let mut summary = Summary { bodies: 1, files: 3, records: 812, rules: 41, ..Summary::default() };
    summary.count(&findings);
    Outcome { as_of: date(2026, 11, 22), findings, sources, summary, ..Outcome::default() }
}
