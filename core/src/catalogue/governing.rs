//! What governs data: the rules and schemes in force for the bodies whose records stand at some paths.

use crate::catalogue::{Listed, Listing, schema};
use crate::check::filters::{no_rule, rule_matches};
use crate::check::memos::Memos;
use crate::check::prepare::{self, Context, Ready, as_read};
use crate::check::project::no_records;
use crate::check::request::Request;
use crate::data::Body;
use crate::files::Files;
use crate::finding::{Effect, Finding, Severity};
use crate::pack::Days;
use crate::pack::rule::RuleInfo;
use crate::project::Project;
use crate::run;
use crate::run::compile::{Compiled, Rule};
use crate::run::schemes::SchemeInForce;
use crate::source::Sources;

/// Lists what governs the bodies of the data that a request names, for the years of their records: with the bodies that are there,
/// and the levels that their projects give. What is switched off is no part of it. The findings tell what could not be read.
#[must_use]
pub fn governing(files: &dyn Files, request: &Request) -> Listing {
    let (mut sources, memos) = (Sources::default(), Memos::default());
    let context = Context { files, request, memos: &memos, progress: &() };
    let (projects, mut findings) = prepare::find(files, request, &mut sources);
    let mut listed = Listed::default();
    for project in &projects {
        findings.extend(project.findings.iter().cloned());
        if !project.is_sound() {
            continue;
        }
        let mut ready = Ready::of(context, project, &mut sources, &mut as_read);
        let compiled = ready.compile(ready.governing.iter().map(String::as_str).collect(), context, &sources);
        for compiled in &compiled {
            list(&mut listed, compiled, &ready, project, request);
        }
        findings.append(&mut ready.gathered.findings);
        findings.append(&mut ready.conflicts);
        findings.extend(ready.rules.findings.iter().chain(compiled.iter().flat_map(|own| &own.findings)).cloned());
        let broken = compiled.iter().any(|compiled| compiled.is_broken());
        let governed = |id: &str| listed.rules.values().any(|rule| rule.bodies.iter().any(|body| body == id));
        let idle = ready.gathered.store.bodies.iter().filter(|body| !broken && !governed(&body.id));
        findings.extend(idle.map(|body| no_rule(&body.id, None)));
        if ready.gathered.store.bodies.is_empty() && findings.iter().all(is_aside) && !request.allow_empty {
            findings.push(no_records(project));
        }
    }
    findings.retain(|finding| !is_aside(finding));
    for bodies in listed.rules.values_mut().map(|rule| &mut rule.bodies) {
        bodies.sort_unstable();
        bodies.dedup();
    }
    for bodies in listed.schemes.values_mut().map(|scheme| &mut scheme.bodies) {
        bodies.sort_unstable();
        bodies.dedup();
    }
    listed.listing(findings, sources)
}

/// Whether a finding keeps nothing from being listed: data that are wrong are governed all the same.
fn is_aside(finding: &Finding) -> bool {
    matches!(finding.effect, Effect::Violation | Effect::None)
}

/// Lists what holds where one pack governs.
fn list(listed: &mut Listed, compiled: &Compiled, ready: &Ready, project: &Project, request: &Request) {
    let (spans, governing) = (&compiled.in_force.spans, &compiled.in_force.pack);
    let of_years = |own: Days, pack: &str, body: &Body, only: &dyn Fn(i16) -> bool| {
        let years = if body.years.is_empty() { vec![request.as_of.year()] } else { body.years.clone() };
        years.into_iter().any(|year| only(year) && run::holds_in(spans, (governing, pack), own, (year, request.as_of)))
    };
    let governed = || ready.gathered.store.bodies.iter().filter(|body| body.packs.contains(governing));
    for rule in compiled.rules.iter().filter(|rule| rule.off.is_none()) {
        let own = (Some(rule.info.since), rule.info.until);
        let bodies = governed().filter(|body| of_years(own, &rule.info.pack, body, &|_| true));
        let bodies: Vec<String> = bodies.map(|body| body.id.to_string()).collect();
        if !bodies.is_empty() {
            listed.rule(RuleInfo { bodies, severity: level(rule, project), ..rule.info.clone() });
        }
    }
    let schema = schema(&ready.rules, compiled);
    for own in compiled.schemes.iter().filter(|own| own.off.is_none()) {
        let SchemeInForce { scheme, years, .. } = own;
        let dates = (Some(scheme.since), scheme.until);
        let bodies = governed().filter(|body| of_years(dates, &scheme.pack, body, &|year| years.contains(&year)));
        let bodies: Vec<String> = bodies.map(|body| body.id.to_string()).collect();
        if !bodies.is_empty() {
            listed.scheme(own, &schema, bodies.into_iter());
        }
    }
}

/// The level of a rule in a project: the last of its settings that names the rule, else that of its packs.
fn level(rule: &Rule, project: &Project) -> Severity {
    let named = project.severities.iter().rev().find(|(pattern, ..)| rule_matches(pattern, &rule.info.name));
    named.map_or(rule.severity, |(_, severity, _)| *severity)
}
