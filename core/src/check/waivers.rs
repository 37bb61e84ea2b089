//! Waivers at work: which findings they excuse, and which of them have ended, are about to, or excuse nothing.

pub mod fix;

use std::cell::LazyCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::GlobMatcher;
use jiff::civil::Date;

use crate::check::part::Scope;
use crate::check::{Request, filters};
use crate::files::Files;
use crate::finding::{Finding, Severity, Status, Suppression};
use crate::host;
use crate::language::{count, did_you_mean};
use crate::project::waivers::{Terms, Waiver};
use crate::project::{self, Project};
use crate::say;
use crate::source::{Place, Sources};
use crate::spelling::Words;

/// Days before its end from which a waiver is warned of.
const SOON: i32 = 30;

/// Which waivers of a project count.
#[derive(Clone, Debug, Default)]
pub enum Honour {
    /// All that are in force.
    #[default]
    All,
    /// None; nothing is said of them either.
    Nothing,
    /// Only those that were there before the change under review, as [`written`] gives them. Others are warned of and
    /// excuse nothing.
    Known(Vec<(PathBuf, Terms)>),
}

impl Honour {
    fn counts(&self, root: &Path, terms: &Terms) -> bool {
        match self {
            Self::All => true,
            Self::Nothing => false,
            Self::Known(known) => known.iter().any(|(own, known)| own == root && known == terms),
        }
    }
}

/// The waivers of the projects that these paths name, each with its project's folder. One that is not whole is none.
#[must_use]
pub fn written(files: &dyn Files, paths: &[PathBuf]) -> Vec<(PathBuf, Terms)> {
    let (projects, _) = project::find(files, paths, true, &mut Sources::default());
    let of = |project: Project| project.waivers.into_iter().map(move |w| (project.root.clone(), w.terms));
    projects.into_iter().flat_map(of).collect()
}

/// The waivers of all projects of a check, with what became of them.
#[derive(Debug, Default)]
pub struct Register<'p> {
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
}

impl<'p> Register<'p> {
    /// Marks the findings of a project that its waivers excuse.
    ///
    /// Only what rules of packs say can be excused, due or not. That a waiver excuses nothing is known only when the
    /// whole project was checked by all rules, and no error of the data (`host`) kept any from speaking.
    pub fn apply(&mut self, request: &Request, project: &'p Project, findings: &mut [Finding], host: &[Finding]) {
        if matches!(request.waivers, Honour::Nothing) {
            return;
        }
        let whole = project.whole && filters::unfiltered(request) && !matches!(request.scope, Scope::Touched(_));
        let judged = whole && complete(findings) && complete(host);
        for waiver in &project.waivers {
            let terms = &waiver.terms;
            let known = request.waivers.counts(&project.root, terms);
            let matcher = Matcher::new(terms);
            let mut met = false;
            for finding in findings.iter_mut().filter(|f| matcher.covers(f)) {
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
            self.entries.push(Entry { waiver, met, judged: judged && waiver.own, known });
        }
    }

    /// What is to be said of each waiver. `rules` are the names of those in force.
    #[must_use]
    pub fn verdicts(&self, as_of: Date, rules: &[Arc<str>], sources: &Sources) -> Vec<Verdict> {
        let words = LazyCell::new(|| Words::new(rules.iter().map(|rule| &**rule)));
        let verdict = |(at, entry): (usize, &Entry<'_>)| {
            let same = |other: &Entry<'_>| same_text(entry.waiver.header, other.waiver.header, sources);
            let mut unused: Vec<Finding> = age(entry, true, as_of).into_iter().collect();
            unused.push(unneeded(entry.waiver, rules, &words));
            Verdict {
                group: self.entries.iter().position(same).unwrap_or(at),
                met: entry.met,
                judged: entry.judged,
                used: age(entry, false, as_of).into_iter().collect(),
                unused,
            }
        };
        self.entries.iter().enumerate().map(verdict).collect()
    }
}

/// What is to be said of a waiver, according to whether it excuses anything.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The first verdict on the same text: one file may serve several projects, and what one of them needs is needed.
    pub group: usize,
    /// Whether it excuses a finding here.
    pub met: bool,
    /// Whether it can be said that it excuses nothing here.
    pub judged: bool,
    /// What is said when it excuses something, or when that is not known.
    pub used: Vec<Finding>,
    /// What is said when it excuses nothing.
    pub unused: Vec<Finding>,
}

impl Verdict {
    /// What is said in any case.
    pub fn certain(&self) -> impl Iterator<Item = &Finding> {
        self.used.iter().filter(|finding| self.unused.contains(finding))
    }
}

/// What is said of the waivers of a whole check.
#[must_use]
pub fn findings(verdicts: &[Verdict]) -> Vec<Finding> {
    let met = |group: usize| verdicts.iter().any(|other| other.group == group && other.met);
    let said = verdicts.iter().flat_map(|v| if v.judged && !met(v.group) { &v.unused } else { &v.used });
    said.cloned().collect()
}

/// Whether every rule could speak: no fault, and no error of the data.
#[must_use]
pub fn complete(findings: &[Finding]) -> bool {
    let policy = [host::WAIVER.name, host::UNUSED_WAIVER.name, host::BASELINE_GONE.name];
    findings.iter().all(|f| f.status != Status::Fault && (!f.rule.starts_with("host/") || policy.contains(&&*f.rule)))
}

fn same_text(a: Place, b: Place, sources: &Sources) -> bool {
    a == b || (a.span == b.span && sources.get(a.source).name == sources.get(b.source).name)
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
        );
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
            say!("对“{rule}”的豁免还有{days}天到期（至 {until}）", "the waiver of `{rule}` ends in {en} ({until})");
        host::WAIVER.finding(message).at(entry.waiver.until).help(prolong)
    } else {
        return None;
    };
    finding.severity = Severity::Warning;
    Some(finding)
}

/// What is said of a waiver that excuses nothing; `words` are the rules again, to find a near one.
fn unneeded<'r>(waiver: &Waiver, rules: &'r [Arc<str>], words: &Words<'r>) -> Finding {
    let rule = &waiver.terms.rule;
    let matches = filters::matches_any(rule, rules.iter().map(|r| &**r));
    let near = if matches { None } else { words.nearest(rule) };
    let message = say!("对“{rule}”的豁免没有豁免任何问题", "the waiver of `{rule}` waives nothing");
    let mut finding = host::UNUSED_WAIVER.finding(message).at(waiver.header).help(match near {
        Some(near) => did_you_mean(near),
        None => {
            say!("核对规则、记录和单位；不再需要的，用 --fix 删去", "check rule, record and body; --fix removes it")
        }
    });
    finding.severity = Severity::Warning;
    finding
}

/// A waiver's patterns, compiled.
struct Matcher<'w> {
    terms: &'w Terms,
    rule: Option<GlobMatcher>,
    body: Option<GlobMatcher>,
}

impl<'w> Matcher<'w> {
    fn new(terms: &'w Terms) -> Self {
        let glob = |pattern: &str, literal: bool| {
            let glob = globset::GlobBuilder::new(pattern).literal_separator(literal).build();
            glob.ok().map(|g| g.compile_matcher())
        };
        Self { terms, rule: glob(&terms.rule, false), body: terms.body.as_ref().and_then(|body| glob(body, true)) }
    }

    fn covers(&self, finding: &Finding) -> bool {
        let Terms { rule, at, body, field, .. } = self.terms;
        let globs = |pattern: &str, glob: &Option<GlobMatcher>, word: &str| {
            pattern == word || glob.as_ref().is_some_and(|g| g.is_match(word))
        };
        finding.can_be_suppressed()
            && field.as_ref().is_none_or(|field| finding.field.as_ref() == Some(field))
            && at.as_ref().is_none_or(|at| finding.record.as_ref().is_some_and(|record| record.is_called(at)))
            && body.as_ref().is_none_or(|body| finding.body.as_ref().is_some_and(|b| globs(body, &self.body, b)))
            && globs(rule, &self.rule, &finding.rule)
    }
}
