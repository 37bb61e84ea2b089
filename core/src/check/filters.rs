//! Filters of a request: which rules and bodies it selects, and which of its patterns select nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use globset::GlobSet;

use crate::check::Request;
use crate::data::Store;
use crate::finding::{Finding, Severity};
use crate::host;
use crate::language::{did_you_mean, say};
use crate::pack::Patterns;
use crate::patterns::{self, Reading, variants};
use crate::run::compile::{Compiled, Rule};
use crate::source::Place;
use crate::spelling::{another_rule, nearest, nearest_rule};
use crate::value::BodyId;

/// What a check has met, over all projects.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Full names of rules in force.
    pub rules: Vec<Arc<str>>,
    /// The titles of those of packs, where filters name any.
    pub titles: BTreeMap<Arc<str>, String>,
    /// Bodies that files name.
    pub bodies: Vec<Arc<str>>,
    /// Calls of rules.
    pub calls: usize,
    /// Whether of some project only files that were named are checked.
    pub partial: bool,
}

impl Seen {
    /// Adds what is in force in a project, and the bodies that its files name.
    pub(crate) fn add(&mut self, request: &Request, sound: &[&Compiled], store: &Store) {
        self.rules.extend(sound.iter().flat_map(|c| &c.rules).map(|r| r.info.name.clone()));
        self.rules.extend(sound.iter().flat_map(|c| &c.schemes).map(|s| s.scheme.name.clone()));
        if !(request.only.is_empty() && request.skip.is_empty()) {
            let rules = sound.iter().flat_map(|c| &c.rules).map(|r| (r.info.name.clone(), r.info.title.clone()));
            self.titles.extend(rules);
            let schemes = sound.iter().flat_map(|c| &c.schemes);
            self.titles.extend(schemes.map(|s| (s.scheme.name.clone(), s.scheme.title.clone())));
        }
        self.bodies.extend(store.known.iter().map(|body| body.id.clone()));
    }
}

/// Whether a pattern (a name, or a glob whose `*` crosses `/`) matches a rule's full name.
#[must_use]
pub(crate) fn rule_matches(pattern: &str, rule: &str) -> bool {
    RuleGlob::new(pattern).matches(rule)
}

/// A pattern of rules made ready once, to be held against many.
pub(crate) struct RuleGlob<'p>(&'p str, Option<GlobSet>);

impl<'p> RuleGlob<'p> {
    /// Makes a pattern ready.
    #[must_use]
    pub(crate) fn new(pattern: &'p str) -> Self {
        let glob = patterns::is_glob(pattern).then(|| patterns::glob(pattern, Reading::Rule));
        Self(pattern, glob.and_then(Result::ok))
    }

    /// Whether it matches a rule's full name, as a name or by the pattern.
    #[must_use]
    pub(crate) fn matches(&self, rule: &str) -> bool {
        self.0 == rule || self.1.as_ref().is_some_and(|glob| glob.is_match(rule))
    }
}

/// Whether a pattern matches one of several rules.
#[must_use]
pub(crate) fn matches_any<'r>(pattern: &str, rules: impl IntoIterator<Item = &'r str>) -> bool {
    let glob = RuleGlob::new(pattern);
    rules.into_iter().any(|rule| glob.matches(rule))
}

/// The first alternative of a pattern that matches none of the rules.
#[must_use]
pub(crate) fn idle<'r, I: Iterator<Item = &'r str>>(pattern: &str, rules: impl Fn() -> I) -> Option<String> {
    variants(pattern).into_iter().map(|(_, own)| own).find(|own| !matches_any(own, rules()))
}

/// Whether a request selects everything.
#[must_use]
pub fn unfiltered(request: &Request) -> bool {
    request.only.is_empty() && request.skip.is_empty() && request.bodies.is_empty() && !request.scores_only
}

/// Whether a request selects a body.
#[must_use]
pub fn selects(request: &Request, body: &str) -> bool {
    Bodies::by(&request.bodies).has(body)
}

/// Which rules a request selects, made ready once.
pub(crate) struct Selected<'p> {
    only: Vec<RuleGlob<'p>>,
    skip: Vec<RuleGlob<'p>>,
}

impl<'p> Selected<'p> {
    /// The patterns of a request.
    #[must_use]
    pub(crate) fn by(request: &'p Request) -> Self {
        let all = |patterns: &'p [String]| patterns.iter().map(|pattern| RuleGlob::new(pattern)).collect();
        Self { only: all(&request.only), skip: all(&request.skip) }
    }

    /// Whether it selects a rule.
    #[must_use]
    pub(crate) fn has(&self, rule: &str) -> bool {
        let any = |patterns: &[RuleGlob<'_>]| patterns.iter().any(|pattern| pattern.matches(rule));
        (self.only.is_empty() || any(&self.only)) && !any(&self.skip)
    }
}

/// Which bodies patterns select, made ready once: all, where there is none.
pub(crate) struct Bodies(Option<Patterns>);

impl Bodies {
    /// The bodies of patterns.
    #[must_use]
    pub(crate) fn by(patterns: &[String]) -> Self {
        Self((!patterns.is_empty()).then(|| Patterns::new(patterns.iter().map(String::as_str))))
    }

    /// Whether they select a body.
    #[must_use]
    pub(crate) fn has(&self, body: &str) -> bool {
        self.0.as_ref().is_none_or(|patterns| patterns.match_body(body))
    }
}

/// A finding for each pattern of the request that selects nothing.
#[must_use]
pub(crate) fn misses(request: &Request, seen: &Seen) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut miss = |option: &str, pattern: &str, near: Option<String>| {
        let message = say!("{option} “{pattern}”没有匹配任何内容", "{option} `{pattern}` matches nothing");
        let mut finding = host::FILTER.finding(message);
        finding.help = Some(match near {
            Some(near) => did_you_mean(&near),
            None => say!("用 yize rules 查看规则的全名", "see `yize rules` for the names of rules"),
        });
        findings.push(finding);
    };
    let rules = || {
        let title = |rule: &Arc<str>| seen.titles.get(rule).map_or("", String::as_str);
        seen.rules.iter().map(move |rule| (&**rule, title(rule)))
    };
    // Of a pattern with braces each alternative is one that may be misspelt.
    let written = |patterns: &[String]| patterns.iter().flat_map(|own| variants(own)).map(|(_, own)| own).collect();
    let (only, skip, bodies): (Vec<_>, Vec<_>, Vec<_>) =
        (written(&request.only), written(&request.skip), written(&request.bodies));
    for (option, patterns) in [("--only", &only), ("--skip", &skip)] {
        for pattern in patterns {
            let glob = RuleGlob::new(pattern);
            if !seen.rules.iter().any(|rule| glob.matches(rule)) {
                miss(option, pattern, nearest_rule(pattern, rules()));
            }
        }
    }
    for pattern in &bodies {
        let own = Patterns::new([pattern.as_str()]);
        if !seen.bodies.iter().any(|body| own.match_body(body)) {
            miss("--body", pattern, nearest(pattern, seen.bodies.iter().map(|body| &**body)).map(str::to_owned));
        }
    }
    findings
}

/// The finding when none of the rules that are selected was called at all.
#[must_use]
pub(crate) fn none_applies(request: &Request, seen: &Seen) -> Option<Finding> {
    let filtered = !(request.only.is_empty() && request.skip.is_empty());
    let message = || say!("选中的规则没有一条适用于这些数据", "none of the selected rules applies to this data");
    (filtered && seen.calls == 0).then(|| host::NO_RULE.finding(message()))
}

/// A finding for each severity of a project that names no rule in force.
#[must_use]
pub(crate) fn unknown_severities(severities: &[(String, Severity, Place)], compiled: &[&Compiled]) -> Vec<Finding> {
    let all: Vec<&Rule> = compiled.iter().flat_map(|c| &c.rules).collect();
    let rules = || all.iter().map(|rule| &*rule.info.name);
    let unknown = severities.iter().filter_map(|(pattern, _, place)| Some((idle(pattern, rules)?, place)));
    unknown
        .map(|(pattern, place)| {
            let pattern = &pattern;
            let message = say!("没有规则“{pattern}”", "no rule `{pattern}`");
            let near = nearest_rule(pattern, all.iter().map(|rule| (&*rule.info.name, rule.info.title.as_str())));
            host::PROJECT.finding(message).at(*place).help(another_rule(near.as_deref()))
        })
        .collect()
}

/// A finding for each body and year with records that no rule was called for, though its packs are sound.
#[must_use]
pub(crate) fn unruled(
    store: &Store,
    calls: &BTreeMap<(BodyId, i16), usize>,
    sound: &[&Compiled],
    bodies: &[String],
) -> Vec<Finding> {
    let (mut findings, selected) = (Vec::new(), Bodies::by(bodies));
    for (index, body) in store.numbered() {
        let governed = body.packs.iter().any(|pack| sound.iter().any(|c| c.in_force.pack == *pack));
        // Of a body of which records could not be read, that is told already.
        let told = body.incomplete.contains(&true);
        if !governed || told || !selected.has(&body.id) {
            continue;
        }
        let called = |year: Option<i16>| {
            let (first, last) = year.map_or((i16::MIN, i16::MAX), |year| (year, year));
            calls.range((index, first)..=(index, last)).any(|(_, calls)| *calls > 0)
        };
        if body.years.is_empty() && !called(None) {
            findings.push(no_rule(&body.id, None));
        }
        let unchecked = body.years.iter().filter(|year| !called(Some(**year)));
        findings.extend(unchecked.map(|year| no_rule(&body.id, Some(*year))));
    }
    findings
}

/// The finding for a body to whose records, of a year if they are of one, no rule applies.
#[must_use]
pub(crate) fn no_rule(id: &Arc<str>, year: Option<i16>) -> Finding {
    let message = match year {
        None => say!("没有规则适用于单位“{id}”的记录", "no rule applies to the records of `{id}`"),
        Some(year) => {
            say!("没有规则适用于单位“{id}”{year}年的记录", "no rule applies to the records of `{id}` of {year}")
        }
    };
    let help = say!(
        "核对记录的类别、年度和规则的起止日期；规则包还没有规则的，先写规则",
        "check kinds, years, and the rules' dates; a pack that has no rules yet needs some first"
    );
    let mut finding = host::NO_RULE.finding(message).help(help);
    finding.body = Some(id.clone());
    finding
}
