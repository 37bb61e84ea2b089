//! Waivers at work: which findings they excuse, and which of them have ended, are about to, or excuse nothing.

pub(crate) mod fix;
pub(crate) mod add;
mod missed;

use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use globset::GlobSet;
use jiff::civil::Date;

use crate::check::filters;
use crate::check::outcome::{Judgement, Verdict, excuse_nothing};
use crate::check::request::{Honour, Request, Scope};
use crate::check::waivers::missed::Lookup;
use crate::data::Store;
use crate::files::Files;
use crate::finding::{Finding, Severity, Status, Suppression, key_in_brackets};
use crate::host;
use crate::language::{Lang, Text, count, did_you_mean, say};
use crate::patterns::{self, Reading};
use crate::project::Project;
use crate::project::waivers::{Terms, Waiver};
use crate::source::{Sources, Span};
use crate::spelling::Words;

/// Days before its end from which a waiver is warned of.
const SOON: i32 = 30;

/// The waivers of the projects that are asked for, each with its project's folder. One that is not whole is none.
#[must_use]
pub fn written(files: &dyn Files, request: &Request) -> Vec<(PathBuf, Terms)> {
    let of = |project: Project| project.waivers.into_iter().map(move |w| (project.root.clone(), w.terms));
    request.projects(files).into_iter().flat_map(of).collect()
}

/// The waivers of all projects of a check, with what became of them.
#[derive(Debug, Default)]
pub(crate) struct Register<'p> {
    entries: Vec<Entry<'p>>,
}

#[derive(Debug)]
struct Entry<'p> {
    waiver: &'p Waiver,
    /// Whether it excuses a finding, or would if it counted.
    met: bool,
    /// Whether it can be said that it excuses nothing.
    judged: bool,
    /// Whether it counts at all.
    known: bool,
    /// What of it is not there, where it excuses nothing.
    missed: Option<Text>,
    /// The one body that it may be of, if there is no other.
    one: Option<Arc<str>>,
}

impl<'p> Register<'p> {
    /// Marks the findings of a project that its waivers excuse.
    ///
    /// Only what rules of packs say can be excused, due or not. That a waiver excuses nothing is known only when the
    /// whole project was checked by all rules, and no error of the data (`host`) kept any from speaking.
    pub(crate) fn apply(
        &mut self,
        request: &Request,
        project: &'p Project,
        findings: &mut [Finding],
        host: &[Finding],
        store: Option<&Store>,
    ) {
        if matches!(request.waivers, Honour::Nothing) {
            return;
        }
        let whole = project.whole && filters::unfiltered(request) && !matches!(request.scope, Scope::Touched(_));
        let judged = whole && complete(findings) && complete(host);
        let index = Index::of(findings);
        let mut lookup = None;
        for waiver in &project.waivers {
            let terms = &waiver.terms;
            let known = request.waivers.counts(&project.root, terms);
            let matcher = Matcher::new(terms);
            let mut met = false;
            for at in matcher.candidates(&index, findings) {
                let finding = &mut findings[at];
                // What another excuses already need not be looked at once this one is known to cover something.
                if met && finding.suppressed.is_some() || !matcher.covers(finding) {
                    continue;
                }
                met = true;
                if known && terms.until >= request.as_of && finding.suppressed.is_none() {
                    finding.suppressed = Some(Suppression::Waiver {
                        reason: terms.reason.clone(),
                        approved_by: terms.approved_by.clone(),
                        until: terms.until,
                        place: waiver.header,
                    });
                }
            }
            let judged = judged && waiver.own;
            let (mut missed, mut one) = (None, None);
            if let Some(store) = store.filter(|_| !met) {
                let lookup = lookup.get_or_insert_with(|| Lookup::new(store));
                one = lookup.one_of(terms);
                let could = || one.as_ref().and_then(|_| could_be(&matcher, &index, findings));
                missed = if judged { lookup.missed(terms, one.as_deref()).or_else(could) } else { None };
            }
            self.entries.push(Entry { waiver, met, judged, known, missed, one });
        }
    }

    /// What is to be said of each waiver. `rules` are the names of those in force.
    #[must_use]
    pub(crate) fn verdicts(&self, as_of: Date, rules: &[Arc<str>], sources: &Sources) -> Vec<Verdict> {
        let mut groups: HashMap<(&str, Span), usize> = HashMap::new();
        let words = LazyCell::new(|| Words::new(rules.iter().map(|rule| &**rule)));
        let verdict = |(at, entry): (usize, &Entry<'_>)| {
            let header = entry.waiver.header;
            let mut unused: Vec<Finding> = age(entry, true, as_of).into_iter().collect();
            unused.push(unneeded(entry, rules, &words));
            Verdict {
                judgement: Judgement {
                    group: *groups.entry((&sources.get(header.source).name, header.span)).or_insert(at),
                    met: entry.met,
                    judged: entry.judged,
                },
                used: age(entry, false, as_of).into_iter().collect(),
                unused,
                speaker: entry.one.clone(),
            }
        };
        self.entries.iter().enumerate().map(verdict).collect()
    }
}

/// What is said of the waivers of a whole check.
#[must_use]
pub(crate) fn findings(verdicts: &[Verdict]) -> Vec<Finding> {
    let nothing = excuse_nothing(&[verdicts.iter().map(|verdict| verdict.judgement).collect()]);
    let said = verdicts.iter().zip(nothing).flat_map(|(v, nothing)| if nothing { &v.unused } else { &v.used });
    said.cloned().collect()
}

/// Whether every rule could speak: no fault, and no error of the data.
#[must_use]
pub(crate) fn complete(findings: &[Finding]) -> bool {
    let policy = [host::WAIVER.name, host::UNUSED_WAIVER.name, host::BASELINE_GONE.name, host::BASELINE_WORSE.name];
    findings.iter().all(|f| f.status != Status::Fault && (!f.rule.starts_with("host/") || policy.contains(&&*f.rule)))
}

/// A rule and a body, where a finding is of one.
type Of = (Arc<str>, Option<Arc<str>>);

/// Findings by the key of their record, and by rule and body: there may be many waivers, and many findings.
struct Index {
    by_key: HashMap<String, Vec<usize>>,
    by_rule: BTreeMap<Of, Vec<usize>>,
}

impl Index {
    fn of(findings: &[Finding]) -> Self {
        let (mut by_key, mut by_rule) = (HashMap::<String, Vec<usize>>::new(), BTreeMap::<Of, Vec<usize>>::new());
        for (at, finding) in findings.iter().enumerate() {
            if let Some(record) = &finding.record {
                by_key.entry(record.key.clone()).or_default().push(at);
            }
            by_rule.entry((finding.rule.clone(), finding.body.clone())).or_default().push(at);
        }
        Self { by_key, by_rule }
    }
}

/// A waiver that has ended, is about to, or is too new to count.
fn age(entry: &Entry<'_>, unused: bool, as_of: Date) -> Option<Finding> {
    let terms = &entry.waiver.terms;
    let (until, rule) = (terms.until, &terms.rule);
    let days = (until - as_of).get_days();
    let prolong =
        say!("改正问题，或者重新报批后改 until", "mend the data, or have `until` prolonged by who approved it");
    let mut finding = if days < 0 {
        let (late, en) = (-days, count(-days, "day", "days"));
        let message = say!(
            "对“{rule}”的豁免已过期{late}天（至 {until}），不再有效",
            "the waiver of `{rule}` ended {en} ago ({until}) and holds no longer"
        )
        .aside("late");
        return Some(host::WAIVER.finding(message).at(entry.waiver.until).help(prolong));
    } else if !entry.known {
        let message = say!(
            "对“{rule}”的豁免是本次修改新增或改动的，合并之后才有效",
            "the waiver of `{rule}` is new in this change and does not count until it is merged"
        );
        host::WAIVER.finding(message).at(entry.waiver.header)
    } else if days <= SOON && !unused {
        let en = count(days, "day", "days");
        let message =
            say!("对“{rule}”的豁免还有{days}天到期（至 {until}）", "the waiver of `{rule}` ends in {en} ({until})")
                .aside("days");
        host::WAIVER.finding(message).at(entry.waiver.until).help(prolong)
    } else {
        return None;
    };
    finding.severity = Severity::Warning;
    Some(finding)
}

/// What is said of a waiver that excuses nothing; `words` are the rules again, to find a near one.
fn unneeded<'r>(entry: &Entry<'_>, rules: &'r [Arc<str>], words: &Words<'r>) -> Finding {
    let rule = &entry.waiver.terms.rule;
    let matches = filters::matches_any(rule, rules.iter().map(|r| &**r));
    let near = || {
        let ends = |name: &&str| name.strip_suffix(rule.as_str()).is_some_and(|before| before.ends_with('/'));
        let whole = rules.iter().map(|name| &**name).find(ends);
        whole.or_else(|| words.nearest(rule))
    };
    let message = say!("对“{rule}”的豁免没有豁免任何问题", "the waiver of `{rule}` waives nothing");
    let help = if matches { entry.missed.clone() } else { near().map(did_you_mean) };
    let help = help.unwrap_or_else(|| {
        say!("核对规则、记录和单位；不再需要的，用 --fix 删去", "check rule, record and body; --fix removes it")
    });
    let mut finding = host::UNUSED_WAIVER.finding(message).at(entry.waiver.header).help(help);
    finding.severity = Severity::Warning;
    finding
}

/// Whether a finding is at the field of that name or label.
fn is_field(finding: &Finding, field: &str) -> bool {
    let label = finding.address.field.as_ref();
    finding.field.as_deref() == Some(field) || label.is_some_and(|label| label.get(Lang::Zh) == field)
}

/// So many records are named that a waiver could be of.
const COULD: usize = 3;

/// What a waiver could be of that excuses nothing: the records at which its rule finds something.
fn could_be(matcher: &Matcher<'_>, index: &Index, findings: &[Finding]) -> Option<Text> {
    matcher.terms.at.as_ref()?;
    let record = |at: &usize| findings[*at].record.as_ref().filter(|_| findings[*at].can_be_suppressed());
    // The first few of a rule and body are as many as are named of all.
    let first = |places: &[usize]| {
        let mut names: Vec<(usize, String)> = Vec::new();
        for (at, record) in places.iter().filter_map(|at| Some((*at, record(at)?))) {
            let name = format!("{}/{}", record.kind, record.key);
            if names.len() > COULD {
                break;
            }
            if names.iter().all(|(_, known)| *known != name) {
                names.push((at, name));
            }
        }
        names
    };
    let of = index.by_rule.iter().filter(|((rule, body), _)| matcher.is_of(rule, body.as_deref()));
    let mut all: Vec<(usize, String)> = of.flat_map(|(_, places)| first(places)).collect();
    all.sort_unstable();
    let mut names: Vec<String> = Vec::new();
    for (_, name) in all {
        if !names.contains(&name) {
            names.push(name);
        }
        if names.len() > COULD {
            break;
        }
    }
    let etc = names.len() > COULD;
    names.truncate(COULD);
    let (zh, en) = (names.join("、"), names.join(", "));
    match (names.is_empty(), etc) {
        (true, _) => None,
        (false, false) => Some(say!("at 可以写 {zh}", "`at` could be {en}")),
        (false, true) => Some(say!("at 可以写 {zh} 等", "`at` could be {en}, among others")),
    }
}

/// A waiver's patterns, compiled.
struct Matcher<'w> {
    terms: &'w Terms,
    rule: Option<GlobSet>,
    body: Option<GlobSet>,
}

impl<'w> Matcher<'w> {
    fn new(terms: &'w Terms) -> Self {
        let glob = |pattern: &str, reading| patterns::glob(pattern, reading).ok();
        let body = terms.body.as_ref().and_then(|body| glob(body, Reading::Body));
        Self { terms, rule: glob(&terms.rule, Reading::Rule), body }
    }

    /// The findings that it may cover, by their places: those on the record that it names, or of the rules and bodies.
    fn candidates(&self, index: &Index, findings: &[Finding]) -> Vec<usize> {
        let Some(name) = &self.terms.at else {
            let of = index.by_rule.iter().filter(|((rule, body), _)| self.is_of(rule, body.as_deref()));
            return of.flat_map(|(_, places)| places.iter().copied()).collect();
        };
        // A record is called by its key, or by its kind and its key, and there may be more slashes and blanks in either.
        let tails = name.match_indices(['/', ' ']).map(|(cut, _)| name[cut + 1..].trim_start());
        let mut keys: Vec<&str> = std::iter::once(name.as_str()).chain(tails).chain(key_in_brackets(name)).collect();
        keys.sort_unstable();
        keys.dedup();
        let keys = keys.into_iter();
        let on_it = keys.filter_map(|key| index.by_key.get(key)).flatten().copied();
        on_it.filter(|at| self.is_of(&findings[*at].rule, findings[*at].body.as_deref())).collect()
    }

    /// Whether a candidate is covered.
    fn covers(&self, finding: &Finding) -> bool {
        let Terms { at, field, .. } = self.terms;
        finding.can_be_suppressed()
            && field.as_ref().is_none_or(|field| is_field(finding, field))
            && at
                .as_ref()
                .is_none_or(|at| finding.record.as_ref().is_some_and(|record| record.is_called(at, &finding.address)))
    }

    /// Whether it is of that rule and body.
    fn is_of(&self, rule: &str, body: Option<&str>) -> bool {
        let globs = |pattern: &str, glob: &Option<GlobSet>, word: &str| {
            pattern == word || glob.as_ref().is_some_and(|g| g.is_match(word))
        };
        self.terms.body.as_ref().is_none_or(|own| body.is_some_and(|body| globs(own, &self.body, body)))
            && globs(&self.terms.rule, &self.rule, rule)
    }
}
