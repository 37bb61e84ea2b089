//! The report of a pack's cases: what is amiss with each that did not pass, then the totals.

mod coverage;
mod mutants;
mod junit;

use std::io;
use std::time::Duration;

pub(crate) use coverage::{Share, Shares};
pub(crate) use mutants::share as noticed;

use serde_json::{Value, json};

use crate::report::text::{clean_line, clean_text};
use crate::report::{View, human};
use yize_core::cases::{Differs, Expected, Report, Tested, Unlike, Verdict};
use yize_core::escape::json_pretty;
use yize_core::finding::{Finding, Status};
use yize_core::language::{Lang, Text, count};
use yize_core::say;
use yize_core::source::Place;

/// A format of the report.
#[derive(Clone, Copy)]
pub(crate) struct Format {
    /// Its word on the command line.
    pub word: &'static str,
    /// Whether it is for a terminal, with colours.
    pub is_coloured: bool,
    /// Whether it tells of nothing but what the cases reach.
    pub is_coverage: bool,
    write: fn(&Report, View, &mut dyn io::Write) -> io::Result<()>,
}

/// Every format, the usual one first.
pub(crate) const FORMATS: &[Format] = &[
    Format { word: "human", is_coloured: true, is_coverage: false, write: human },
    Format {
        word: "json",
        is_coloured: false,
        is_coverage: false,
        write: |report, view, out| json(report, view.lang, out),
    },
    Format { word: "junit", is_coloured: false, is_coverage: false, write: junit::write },
    Format { word: "lcov", is_coloured: false, is_coverage: true, write: |report, _, out| coverage::lcov(report, out) },
    Format {
        word: "cobertura",
        is_coloured: false,
        is_coverage: true,
        write: |report, _, out| coverage::cobertura(report, out),
    },
];

impl Format {
    /// The format of that word.
    pub(crate) fn find(word: &str) -> Option<Self> {
        FORMATS.iter().copied().find(|format| format.word == word)
    }

    /// Writes a report.
    ///
    /// # Errors
    /// As the writer's.
    pub(crate) fn write(self, report: &Report, view: View, out: &mut dyn io::Write) -> io::Result<()> {
        (self.write)(report, view, out)
    }
}

/// How many cases came to what. A case counts once, under the first of missing, wrong, noisy that it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    /// Cases as expected.
    pub passed: usize,
    /// Cases of which an expected finding or card did not come.
    pub missing: usize,
    /// Cases of which a finding or a card came otherwise than expected.
    pub wrong: usize,
    /// Cases of which a finding came that nothing expected.
    pub noisy: usize,
}

impl Totals {
    /// Counts the cases of a report.
    #[must_use]
    pub(crate) fn of(report: &Report) -> Self {
        let mut totals = Self::default();
        for tested in &report.tested {
            *match outcome(tested) {
                "missing" => &mut totals.missing,
                "wrong" => &mut totals.wrong,
                "noisy" => &mut totals.noisy,
                _ => &mut totals.passed,
            } += 1;
        }
        totals
    }

    /// Whether all cases passed.
    #[must_use]
    pub(crate) fn all_passed(self) -> bool {
        self.missing + self.wrong + self.noisy == 0
    }
}

/// The name of a case's outcome.
fn outcome(tested: &Tested) -> &'static str {
    let has = |test: fn(&Verdict) -> bool| tested.verdicts.iter().any(test);
    match () {
        () if has(|v| matches!(v, Verdict::Missing(_) | Verdict::NoCard(_))) => "missing",
        () if has(|v| matches!(v, Verdict::Wrong(..) | Verdict::Unlike(_))) => "wrong",
        () if has(|v| matches!(v, Verdict::Noisy(_))) => "noisy",
        () => "passed",
    }
}

/// Writes the report for people.
///
/// # Errors
/// As the writer's.
pub(crate) fn human(report: &Report, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    for tested in report.tested.iter().filter(|t| !t.verdicts.is_empty()) {
        case(tested, view, out)?;
    }
    if let Some(first) = report.tested.first() {
        human::findings(&report.findings, &report.sources, first.case.as_of, view, out)?;
    } else {
        human::findings(&report.findings, &report.sources, jiff::civil::Date::ZERO, view, out)?;
    }
    let Totals { passed, missing, wrong, noisy } = Totals::of(report);
    let all = report.tested.len();
    let en = count(all, "case", "cases");
    let line = say!(
        "用例 {all} 个：通过 {passed}，缺失 {missing}，不符 {wrong}，多余 {noisy}",
        "{en}: {passed} passed, {missing} missing, {wrong} wrong, {noisy} noisy"
    );
    coverage::human(report, view.lang, out)?;
    mutants::human(report, view.lang, out)?;
    slow(report, view.lang, out)?;
    writeln!(out, "{}", line.get(view.lang))
}

/// Cases that take longer than this are told of, the slowest first.
const SLOW: Duration = Duration::from_millis(500);

/// Tells which cases are slow: whoever waits for them wants to know.
fn slow(report: &Report, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let mut slow: Vec<&Tested> = report.tested.iter().filter(|tested| tested.took >= SLOW).collect();
    slow.sort_by_key(|tested| std::cmp::Reverse(tested.took));
    for tested in slow.into_iter().take(10) {
        let (name, pack, tenths) =
            (clean_line(&tested.case.name), clean_line(&tested.pack), tested.took.as_millis() / 100);
        let seconds = format!("{}.{}", tenths / 10, tenths % 10);
        let line = say!("慢：{name} [{pack}]，{seconds}秒", "slow: {name} [{pack}], {seconds} s");
        writeln!(out, "{}", line.get(lang))?;
    }
    Ok(())
}

fn case(tested: &Tested, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    let source = tested.sources.get(tested.case.place.source);
    let line = source.position(tested.case.place.span.start).line;
    let word = match outcome(tested) {
        "missing" => say!("缺失", "missing"),
        "wrong" => say!("不符", "wrong"),
        _ => say!("多余", "noisy"),
    };
    let style = anstyle::AnsiColor::Red.on_default().bold();
    let (word, name) = (word.get(view.lang), clean_line(&tested.case.name));
    writeln!(
        out,
        "{style}{word}{style:#}: {} [{}] {}:{line}",
        name,
        clean_line(&tested.pack),
        clean_line(&source.name)
    )?;
    for verdict in &tested.verdicts {
        let text = match verdict {
            Verdict::Missing(expected) => {
                let wanted = show_expected(expected);
                say!("  应有而没有：{wanted}", "  expected, did not come: {wanted}")
            }
            Verdict::Noisy(_) => say!("  没有预期：", "  not expected:"),
            Verdict::Wrong(expected, finding) => difference(expected, finding),
            Verdict::NoCard(_) => say!("  期望的积分卡对不上：", "  expected of a card, not there:"),
            Verdict::Unlike(unlike) => unlike_card(unlike, tested),
        };
        writeln!(out, "{}", clean_text(text.get(view.lang)))?;
        if let Verdict::Noisy(finding) | Verdict::Wrong(_, finding) | Verdict::NoCard(finding) = verdict {
            human::findings(std::slice::from_ref(finding), &tested.sources, tested.case.as_of, view, out)?;
        }
    }
    writeln!(out)
}

fn show_expected(expected: &Expected) -> String {
    let mut parts = vec![expected.rule.clone()];
    parts.extend(expected.record.clone());
    parts.extend(expected.field.clone());
    parts.extend(expected.message.as_ref().map(|m| format!("“{m}”")));
    if expected.status != Status::Violation {
        parts.push(expected.status.word().to_owned());
    }
    parts.join(" ")
}

/// What of a finding differs from what was expected of it.
fn difference(expected: &Expected, finding: &Finding) -> Text {
    let mut parts = Vec::new();
    if let Some(want) = expected.field.as_ref().filter(|f| finding.field.as_ref() != Some(f)) {
        let have = finding.field.as_deref().unwrap_or("-");
        parts.push(say!("字段应为 {want}，实为 {have}", "field: expected {want}, was {have}"));
    }
    if let Some(want) = expected.message.as_ref().filter(|m| !finding.message.get(Lang::Zh).contains(m.as_str())) {
        parts.push(say!("说明中应有“{want}”", "message: expected to contain `{want}`"));
    }
    if expected.status != finding.status {
        let (want, have) = (expected.status.word(), finding.status.word());
        parts.push(say!("状态应为 {want}，实为 {have}", "status: expected {want}, was {have}"));
    }
    let join = |lang: Lang, between: &str| parts.iter().map(|p| p.get(lang)).collect::<Vec<_>>().join(between);
    let rule = &expected.rule;
    let (zh, en) = (join(Lang::Zh, "；"), join(Lang::En, "; "));
    say!("  {rule}：{zh}", "  {rule}: {en}")
}

/// What of a card differs from what was expected of it, and where that is written.
fn unlike_card(unlike: &Unlike, tested: &Tested) -> Text {
    let Unlike { record, scheme, place, differs } = unlike;
    let source = tested.sources.get(place.source);
    let (file, line) = (clean_line(&source.name), source.position(place.span.start).line);
    let each = |lang: Lang, between: &str| {
        let told = differs.iter().map(|Differs { what, expected, came, .. }| {
            say!("{what}应为{expected}，实为{came}", "{what}: expected {expected}, was {came}"; what, expected, came)
        });
        told.map(|text| text.get(lang).to_owned()).collect::<Vec<_>>().join(between)
    };
    let (zh, en) = (each(Lang::Zh, "；"), each(Lang::En, "; "));
    say!("  {record} 的积分卡（{scheme}，{file}:{line}）：{zh}", "  card of {record} ({scheme}, {file}:{line}): {en}")
}

/// Writes the report for programs.
///
/// # Errors
/// As the writer's.
pub(crate) fn json(report: &Report, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let short = |f: &Finding| {
        json!({ "rule": *f.rule, "record": f.record.as_ref().map(|r| format!("{}/{}", r.kind, r.key)),
                "field": f.field, "message": f.message.get(lang), "status": f.status.word() })
    };
    let wanted = |e: &Expected| json!({ "rule": e.rule, "record": e.record, "field": e.field, "message": e.message, "status": e.status.word() });
    let differs = |d: &Differs| json!({ "key": d.key, "what": d.what.get(lang), "expected": d.expected.get(lang), "came": d.came.get(lang) });
    let line = |t: &Tested, at: Place| t.sources.get(at.source).position(at.span.start).line;
    let verdict = |t: &Tested, v: &Verdict| match v {
        Verdict::Missing(e) => json!({ "outcome": "missing", "expected": wanted(e) }),
        Verdict::Noisy(f) => json!({ "outcome": "noisy", "finding": short(f) }),
        Verdict::Wrong(e, f) => json!({ "outcome": "wrong", "expected": wanted(e), "finding": short(f) }),
        Verdict::NoCard(f) => {
            json!({ "outcome": "missing", "finding": short(f), "line": f.place.map(|at| line(t, at)) })
        }
        Verdict::Unlike(unlike) => json!({ "outcome": "wrong", "card": unlike.record, "scheme": unlike.scheme,
            "line": line(t, unlike.place), "differs": unlike.differs.iter().map(differs).collect::<Vec<_>>() }),
    };
    let cases: Vec<Value> = report
        .tested
        .iter()
        .map(|t| {
            json!({ "pack": t.pack, "file": t.sources.get(t.case.place.source).name, "case": t.case.name,
                    "covers": t.case.covers, "outcome": outcome(t),
                    "verdicts": t.verdicts.iter().map(|v| verdict(t, v)).collect::<Vec<_>>() })
        })
        .collect();
    let Totals { passed, missing, wrong, noisy } = Totals::of(report);
    let mut all = json!({ "version": 1, "cases": cases,
        "problems": report.findings.iter().map(short).collect::<Vec<_>>(),
        "summary": { "cases": report.tested.len(), "passed": passed, "missing": missing, "wrong": wrong, "noisy": noisy } });
    if let (Some(coverage), Some(entries)) = (coverage::json(report), all.as_object_mut()) {
        entries.insert("coverage".to_owned(), coverage);
    }
    if let (Some(mutants), Some(entries)) = (mutants::json(report), all.as_object_mut()) {
        entries.insert("mutants".to_owned(), mutants);
    }
    json_pretty(&all, out)?;
    writeln!(out)
}
