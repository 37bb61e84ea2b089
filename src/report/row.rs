//! A finding with all that a report says of it looked up: its texts, positions and weight. Rows are made one at a time: what
//! a report has in memory does not grow with what it tells.

use crate::report::{View, subject, word};
use yize_core::check::{Outcome, fingerprint};
use yize_core::finding::{self, Finding, Severity, Status};
use yize_core::host;
use yize_core::host::lints::{self, Level};
use yize_core::language::Lang;
use yize_core::say;
use yize_core::source::Locator;
use yize_core::source::{Place, Position, Sources};

/// A finding, ready to be shown.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// What it is, for people: 违规, 警告, 待办, 故障.
    pub word: String,
    /// Title of its rule; empty where the rule is not known.
    pub title: &'a str,
    /// What it says.
    pub message: &'a str,
    /// The file that it speaks of.
    pub file: Option<&'a str>,
    /// First and one-past-last position in the file.
    pub range: Option<(Position, Position)>,
    /// Sheet and cell, where the file is a workbook.
    pub cell: Option<(&'a str, String)>,
    /// Further places: those that the rule named, then the rule's own line.
    pub seconds: Vec<Second<'a>>,
    /// A next step.
    pub help: Option<&'a str>,
    /// The document that it rests on.
    pub basis: Option<&'a str>,
    /// Whether it fails the check.
    pub fails: bool,
    /// Why it is excused.
    pub suppression: Option<Suppression>,
}

/// A further place of a finding.
#[derive(Debug)]
pub(crate) struct Second<'a> {
    /// Its file.
    pub file: &'a str,
    /// First and one-past-last position.
    pub range: (Position, Position),
    /// The place itself.
    pub place: Place,
    /// What it has to do with the finding.
    pub message: String,
}

/// Why a finding is excused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Suppression {
    /// The reason, for people.
    pub reason: String,
}

impl Row<'_> {
    /// Line on which it starts.
    #[must_use]
    pub(crate) fn line(&self) -> Option<usize> {
        self.range.map(|(start, _)| start.line)
    }

    /// `file:line:column`, as much of it as is known.
    #[must_use]
    pub(crate) fn place(&self) -> String {
        match (self.file, self.range) {
            (Some(file), Some(_)) if let Some((sheet, cell)) = &self.cell => format!("{file} [{sheet}!{cell}]"),
            (Some(file), Some((start, _))) => format!("{file}:{}:{}", start.line, start.column),
            (file, _) => file.unwrap_or_default().to_owned(),
        }
    }

    /// What a message is followed by where there is room for nothing else: basis, who must act, term.
    #[must_use]
    pub(crate) fn aside(&self, lang: Lang) -> String {
        let label = |zh, en| if lang == Lang::Zh { zh } else { en };
        let basis = self.basis.map(str::to_owned);
        let who = subject::is_another(self.finding).then(|| subject::who(self.finding, lang));
        let who = who.map(|who| format!("{} {who}", label("责任", "who")));
        let due = self.finding.due.map(|due| format!("{} {due}", label("期限", "due")));
        let parts: Vec<String> = [basis, who, due].into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!("（{}）", parts.join("；")) }
    }

    /// The message and what follows from it, a line each: body, record, field, who must act, term, basis, next step.
    #[must_use]
    pub(crate) fn details(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let label = |zh, en| if lang == Lang::Zh { zh } else { en };
        let finding = self.finding;
        let due = finding.due.map(|day| day.to_string()).unwrap_or_default();
        let who = if subject::is_another(finding) { subject::who(finding, lang) } else { String::new() };
        let all = [
            (label("单位", "body"), subject::body(finding, lang)),
            (label("记录", "record"), subject::record(finding, lang)),
            (label("字段", "field"), subject::field(finding, lang).to_owned()),
            (label("责任", "who"), who),
            (label("期限", "due"), due),
            (label("依据", "basis"), self.basis.unwrap_or_default().trim_end().to_owned()),
            (label("帮助", "help"), self.help.unwrap_or_default().trim_end().to_owned()),
        ];
        all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
    }
}

/// The findings of an outcome, each made a row when it is asked for.
pub(crate) struct Rows<'a> {
    outcome: &'a Outcome,
    view: View,
    locator: Locator<'a>,
    aside: Locator<'a>,
}

impl<'a> Rows<'a> {
    /// Of an outcome, to be shown so.
    pub(crate) fn new(outcome: &'a Outcome, view: View) -> Self {
        let sources = &outcome.sources;
        Self { outcome, view, locator: Locator::new(sources), aside: Locator::new(sources) }
    }

    /// The row of one of its findings.
    pub(crate) fn of(&mut self, finding: &'a Finding) -> Row<'a> {
        let Self { outcome, view, locator, aside } = self;
        let sources = &outcome.sources;
        Row {
            finding,
            word: word(finding).get(view.lang).to_owned(),
            title: about(outcome, &finding.rule, view.lang).map_or("", |about| about.title),
            message: finding.message.get(view.lang),
            file: fingerprint::file(finding, sources),
            range: finding.place.map(|place| locator.positions(place)),
            cell: finding.place.and_then(|place| cell(place, sources)),
            seconds: seconds(finding, outcome, view.lang, aside),
            help: finding.help.as_ref().map(|help| help.get(view.lang)),
            basis: finding.basis.as_deref().filter(|basis| !basis.is_empty()),
            fails: fails(finding, *view),
            suppression: suppression(finding, view.lang),
        }
    }
}

/// All findings of an outcome as rows, in their order.
pub(crate) fn rows(outcome: &Outcome, view: View) -> impl Iterator<Item = Row<'_>> {
    let mut rows = Rows::new(outcome, view);
    outcome.findings.iter().map(move |finding| rows.of(finding))
}

/// All of them, each with its name over time.
pub(crate) fn named(outcome: &Outcome, view: View) -> impl Iterator<Item = (Row<'_>, String)> {
    rows(outcome, view).zip(fingerprint::each(&outcome.findings, &outcome.sources))
}

/// Whether a finding fails the check.
pub(crate) fn fails(finding: &Finding, view: View) -> bool {
    match finding.status {
        _ if finding.suppressed.is_some() => false,
        Status::Violation => view.fail_on.fails(finding),
        Status::Pending => false,
        Status::Fault => true,
    }
}

fn seconds<'a>(finding: &Finding, outcome: &'a Outcome, lang: Lang, locator: &mut Locator<'a>) -> Vec<Second<'a>> {
    let related = finding.related.iter().map(|second| (second.place, second.message.get(lang).to_owned()));
    let rule = finding.rule_place.map(|place| (place, say!("规则在此", "rule is here").get(lang).to_owned()));
    let all = related.chain(rule.filter(|(place, _)| Some(*place) != finding.place));
    all.map(|(place, message)| {
        let file = outcome.sources.get(place.source).name.as_str();
        Second { file, range: locator.positions(place), place, message }
    })
    .collect()
}

/// Sheet and cell of a place in a workbook.
fn cell(place: Place, sources: &Sources) -> Option<(&str, String)> {
    Some((sources.get(place.source).sheet()?, sources.cell(place)?))
}

/// Why a finding is excused: by a waiver, or by the baseline, which gives no reasons.
#[must_use]
pub(crate) fn suppression(finding: &Finding, lang: Lang) -> Option<Suppression> {
    let reason = match finding.suppressed.as_ref()? {
        finding::Suppression::Waiver { reason, approved_by, until, .. } => {
            say!("豁免至 {until}（{approved_by}）：{reason}", "waived until {until} ({approved_by}): {reason}")
        }
        finding::Suppression::Baseline => say!("在基线中", "in the baseline"),
    };
    Some(Suppression { reason: reason.get(lang).to_owned() })
}

/// What a rule says about itself, whoever declares it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About<'a> {
    /// What it asks, in one line.
    pub title: &'a str,
    /// What it asks, at length.
    pub explain: &'a str,
    /// The document it rests on; empty for the host's own.
    pub basis: &'a str,
    /// Weight, before packs and projects change it.
    pub severity: Severity,
}

/// What is known of a rule: of those that were run, and of the host's own.
#[must_use]
pub(crate) fn about<'a>(outcome: &'a Outcome, rule: &str, lang: Lang) -> Option<About<'a>> {
    if let Some(info) = outcome.rules.get(rule) {
        let (title, explain, basis) = (info.title.as_str(), info.explain.trim(), &*info.basis);
        return Some(About { title, explain, basis, severity: info.severity });
    }
    let pick = |(zh, en): (&'static str, &'static str)| if lang == Lang::Zh { zh } else { en };
    if let Some(own) = lints::ALL.iter().find(|own| own.name == rule) {
        let severity = if own.level == Level::Error { Severity::Error } else { Severity::Warning };
        return Some(About { title: pick(own.title), explain: pick(own.explain), basis: "", severity });
    }
    let own = host::ALL.iter().find(|own| own.name == rule)?;
    Some(About { title: pick(own.title), explain: pick(own.explain), basis: "", severity: Severity::Error })
}
