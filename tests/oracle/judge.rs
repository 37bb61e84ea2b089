//! Judging: a program on some data by our machine and by the oracle, and what they say differently.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::civil::{Date, date};
use yize_core::{Check, Function, Lang, Memory, Outcome, Plain, PlainType, Severity, Status, Text, say};

use crate::data::{self, Data};
use crate::host::{Called, Ending, Oracle};
use crate::print;
use crate::schema::{self, Schema};
use crate::tree::Program;

/// The day as of which is checked.
pub const TODAY: Date = date(2026, 6, 30);

/// A finding, as far as both know it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    pub rule: String,
    pub place: String,
    pub record: Option<(String, String)>,
    pub field: Option<String>,
    pub body: Option<String>,
    pub status: &'static str,
    pub message: String,
    pub help: Option<String>,
    pub see: Vec<(String, String)>,
    pub due: Option<String>,
    pub warning: bool,
}

/// A case: what is judged.
#[derive(Clone)]
pub struct Case {
    pub schema: Schema,
    pub program: Program,
    pub data: Data,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Why it was refused when loaded, if it was.
    pub refused: Option<String>,
    pub calls: usize,
    pub findings: usize,
    pub faults: usize,
    pub blocked: usize,
    /// Calls of which the oracle cannot say anything.
    pub unsure: usize,
    /// Calls that ended in both, in one of them silently.
    pub mixed: usize,
    /// Why calls failed, as the oracle says.
    pub reasons: Vec<String>,
    /// What differs.
    pub difference: Option<String>,
}

/// The pack of a case.
pub fn pack(case: &Case) -> Memory {
    let mut pack = Memory::default()
        .with("probe/pack.toml", schema::manifest(&case.schema))
        .with("probe/kinds.toml", schema::kinds(&case.schema))
        .with("probe/holidays.toml", schema::holidays());
    for (name, text) in print::pack(&case.program) {
        pack = pack.with(format!("probe/{name}"), text);
    }
    pack
}

/// Functions that the tests lend to scripts.
fn lent() -> [Function; 3] {
    let words = || say!("探", "a probe");
    [
        Function::new("tripled", &[("n", PlainType::Integer)], PlainType::Integer, words(), |given| match given {
            [Plain::Integer(n)] => n.checked_mul(3).map(Plain::Integer).ok_or_else(|| say!("太大", "too large")),
            _ => Err(words_of_wrong()),
        }),
        Function::new(
            "marked",
            &[("text", PlainType::Text), ("twice", PlainType::Bool)],
            PlainType::Text,
            words(),
            |given| match given {
                [Plain::Text(text), Plain::Bool(twice)] => {
                    Ok(Plain::Text(format!("{text}{}", if *twice { "**" } else { "*" })))
                }
                _ => Err(words_of_wrong()),
            },
        ),
        Function::new("is_first", &[("day", PlainType::Date)], PlainType::Bool, words(), |given| match given {
            [Plain::Date(day)] => Ok(Plain::Bool(day.day() == 1)),
            _ => Err(words_of_wrong()),
        }),
    ]
}

fn words_of_wrong() -> Text {
    say!("不对", "wrong")
}

/// The check of a case.
pub fn check(case: &Case) -> Check {
    let check = lent().into_iter().fold(Check::as_of(TODAY), Check::function).pack(pack(case));
    case.data.iter().fold(check, |check, file| check.data(&file.name, data::text(file)))
}

/// The findings of the pack's rules; why the pack was refused, if it was.
pub fn rows(outcome: &Outcome) -> Result<Vec<Row>, String> {
    let wrong = outcome.findings.iter().find(|f| {
        f.place.is_some_and(|place| {
            let name = &outcome.sources.get(place.source).name;
            name.starts_with("probe/") && !f.rule.starts_with("probe/")
        })
    });
    if let Some(finding) = wrong.filter(|f| f.status == Status::Fault && &*f.rule != yize_core::host::CALENDAR.name) {
        let place = finding.place.map(|place| outcome.sources.show(place)).unwrap_or_default();
        return Err(format!("{place}: {}", finding.message.get(Lang::En)));
    }
    let own = outcome.findings.iter().filter(|f| f.rule.starts_with("probe/"));
    let place = |place: yize_core::source::Place| {
        format!("{}:{:?}", outcome.sources.get(place.source).name, place.span.range())
    };
    Ok(own
        .map(|f| Row {
            rule: f.rule.trim_start_matches("probe/").to_owned(),
            body: f.body.as_ref().map(ToString::to_string),
            status: f.status.word(),
            record: f.record.as_ref().map(|record| (record.kind.clone(), record.key.clone())),
            field: f.field.clone(),
            place: f.place.map(place).unwrap_or_default(),
            message: f.message.get(Lang::Zh).to_owned(),
            help: f.help.as_ref().map(|help| help.get(Lang::Zh).to_owned()),
            see: f.related.iter().map(|other| (place(other.place), other.message.get(Lang::Zh).to_owned())).collect(),
            due: f.due.map(|day| day.to_string()),
            warning: f.severity == Severity::Warning,
        })
        .collect())
}

/// What is told as a consequence of something else, and not for itself; and how much more is only counted.
pub fn folded(outcome: &Outcome) -> (BTreeSet<String>, usize) {
    let (mut told, mut more) = (BTreeSet::new(), 0);
    for finding in &outcome.findings {
        let notes = finding.related.iter().filter_map(|note| note.message.get(Lang::Zh).strip_prefix("可能由此引起："));
        let notes: Vec<&str> = notes.collect();
        let all = finding.message.get(Lang::Zh).rsplit_once("；可能由此引起的问题有");
        let all = all.and_then(|(_, all)| all.trim_end_matches('个').parse().ok()).unwrap_or(notes.len());
        more += all - notes.len();
        told.extend(notes.into_iter().map(str::to_owned));
    }
    (told, more)
}

/// Judges a case.
pub fn judge(oracle: &Oracle, case: &Case) -> Verdict {
    judge_as(oracle, case, &print::oracle(&case.program))
}

/// The same with what Rhai is to run.
pub fn judge_as(oracle: &Oracle, case: &Case, text: &str) -> Verdict {
    let outcome = check(case).run();
    let mut verdict = Verdict::default();
    let ours = match rows(&outcome) {
        Ok(rows) => rows,
        Err(why) => {
            verdict.refused = Some(why);
            return verdict;
        }
    };
    let calls = match oracle.calls(text, &case.program, &case.schema, &case.data, TODAY) {
        Ok(calls) => calls,
        Err(why) => {
            verdict.difference = Some(format!("Rhai cannot parse it: {why}"));
            return verdict;
        }
    };
    let broken = outcome.findings.iter().any(|finding| finding.rule.starts_with("host/"));
    compare(&ours, folded(&outcome), &calls, broken, &mut verdict);
    verdict
}

fn compare(
    ours: &[Row],
    (folded, mut more): (BTreeSet<String>, usize),
    calls: &[Called],
    broken: bool,
    verdict: &mut Verdict,
) {
    let count = |ending: fn(&Ending) -> bool| calls.iter().filter(|call| ending(&call.ending)).count();
    verdict.calls = calls.len();
    verdict.faults = count(|ending| matches!(ending, Ending::Fault(_)));
    verdict.reasons = calls
        .iter()
        .filter_map(|call| match &call.ending {
            Ending::Fault(why) => Some(why.clone()),
            _ => None,
        })
        .collect();
    verdict.blocked = count(|ending| *ending == Ending::Blocked);
    verdict.unsure = count(|ending| *ending == Ending::Unsure);
    let mut theirs: Vec<Row> = calls.iter().flat_map(|call| call.rows.clone()).collect();
    verdict.findings = theirs.len();
    if verdict.unsure > 0 {
        return;
    }
    // As the report does: of what is said twice at one place the gravest stays, and of those the first.
    theirs.sort_by(|a, b| (said(a), a.warning).cmp(&(said(b), b.warning)));
    theirs.dedup_by(|a, b| said(a) == said(b));
    let mut mine: Vec<Row> = ours.iter().filter(|row| row.status != "fault").cloned().collect();
    mine.sort();
    theirs.sort();
    // What may follow from a broken reference is told with it, and of much of it the number.
    theirs.retain(|row| {
        let own = mine.contains(row) || !folded.contains(&row.message) && more == 0;
        more -= usize::from(!own && !folded.contains(&row.message));
        own
    });
    let mut text = String::new();
    let only = |a: &[Row], b: &[Row], sign: &str, text: &mut String| {
        for row in a.iter().filter(|row| !b.contains(row)).take(4) {
            let _ = writeln!(text, "{sign} {:.600}", format!("{row:?}"));
        }
    };
    only(&mine, &theirs, "ours only:", &mut text);
    only(&theirs, &mine, "theirs only:", &mut text);
    faults(ours, calls, broken, verdict, &mut text);
    if !text.is_empty() || mine.len() != theirs.len() {
        verdict.difference = Some(text);
    }
}

type Said<'r> = (&'r String, &'r String, &'r String, &'r Option<String>, &'r Option<(String, String)>);

fn said(row: &Row) -> Said<'_> {
    (&row.place, &row.rule, &row.message, &row.body, &row.record)
}

/// Compares which calls came to no end.
fn faults(ours: &[Row], calls: &[Called], broken: bool, verdict: &mut Verdict, text: &mut String) {
    let mine: BTreeSet<(String, String)> = ours
        .iter()
        .filter(|row| row.status == "fault")
        .map(|row| (row.rule.clone(), row.record.as_ref().map(|_| row.place.clone()).unwrap_or_default()))
        .collect();
    let place = |call: &Called| (call.rule.clone(), call.record.as_ref().map(|r| r.2.clone()).unwrap_or_default());
    let of = |ending: fn(&Ending) -> bool| -> BTreeSet<(String, String)> {
        calls.iter().filter(|call| ending(&call.ending)).map(place).collect()
    };
    let theirs = of(|ending| matches!(ending, Ending::Fault(_)));
    let blocked = of(|ending| *ending == Ending::Blocked);
    for fault in mine.difference(&theirs) {
        if blocked.contains(fault) {
            verdict.mixed += 1;
            continue;
        }
        let row = ours.iter().find(|row| row.status == "fault" && row.rule == fault.0 && fault.1.contains(&row.place));
        let _ = writeln!(text, "only ours faults: {fault:?} {:?}", row.map(|row| &row.message));
    }
    for fault in theirs.difference(&mine) {
        // What is filtered or mapped goes on element by element in ours: it may meet what is broken before what fails.
        if broken {
            verdict.mixed += 1;
            continue;
        }
        let why = calls.iter().find(|call| place(call) == *fault && matches!(call.ending, Ending::Fault(_)));
        let _ = writeln!(text, "only theirs faults: {fault:?} {:?}", why.map(|call| &call.ending));
    }
}

/// All of a case as text.
pub fn show(case: &Case) -> String {
    let mut text = String::new();
    for (name, script) in print::pack(&case.program) {
        let _ = writeln!(text, "--- {name}\n{script}");
    }
    let _ = writeln!(text, "--- for Rhai\n{}", print::oracle(&case.program));
    for file in &case.data {
        let _ = writeln!(text, "--- {}\n{}", file.name, data::text(file));
    }
    text
}
