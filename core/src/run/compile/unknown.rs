//! What packs speak of and is not there: scores, levels and areas of the page whose rules nobody declares.

use crate::finding::Finding;
use crate::host;
use crate::language::{did_you_mean, say};
use crate::pack::{InForce, Packs};
use crate::patterns::{self, Reading};
use crate::run::compile::Compiled;
use crate::schema::Schema;
use crate::score::scheme::Scheme;
use crate::script::check::AskedScore;
use crate::source::Place;
use crate::spelling::{another_rule, nearest_name, nearest_rule};

/// Reports scores that are asked for and that no scheme gives. What only an extending pack can know is left to it.
pub(super) fn check_scores(compiled: &mut Compiled, packs: &Packs, schema: &Schema, asked: &[&AskedScore]) {
    let InForce { pack, chain, .. } = &compiled.in_force;
    let schemes = || compiled.schemes.iter().map(|own| &own.scheme);
    // A scheme that is wrong is told of; whom it scores is then not known.
    let governs = !compiled.is_broken() && packs.get(pack).is_some_and(|pack| !pack.manifest.bodies.is_empty());
    let mut findings = Vec::new();
    for AskedScore { place, scheme, kind } in asked {
        let kind = kind.map(|kind| schema.get(kind).name.as_str());
        let scored = |own: &Scheme| kind.is_none_or(|kind| own.on == kind);
        let Some((name, at)) = scheme else {
            if governs && !schemes().any(|own| scored(own)) {
                findings.push(not_scored(*place, kind.unwrap_or_default(), schemes().map(|own| own.on.as_str())));
            }
            continue;
        };
        match schemes().find(|own| *own.name == **name) {
            Some(own) if scored(own) => {}
            Some(own) => {
                let (kind, on) = (kind.unwrap_or_default(), &own.on);
                let message = say!("“{name}”给“{on}”计分，不给“{kind}”计分", "`{name}` scores `{on}`, not `{kind}`");
                let help = say!("写一条“{on}”记录", "write a record of the kind `{on}`");
                findings.push(host::PACK.finding(message).at(*place).help(help));
            }
            None => {
                let elsewhere = name
                    .split_once('/')
                    .is_some_and(|(of, _)| !chain.iter().any(|own| *own == *of) && packs.get(of).is_some());
                if !elsewhere {
                    findings.push(no_scheme(*at, name, schemes().map(|own| &*own.name)));
                }
            }
        }
    }
    compiled.findings.extend(findings);
}

fn not_scored<'s>(place: Place, kind: &str, scored: impl Iterator<Item = &'s str>) -> Finding {
    let mut kinds: Vec<&str> = scored.collect();
    kinds.dedup();
    let list = kinds.join("、");
    let help = if kinds.is_empty() {
        say!("计分办法用 score(…) 写", "schemes are declared with score(…)")
    } else {
        say!("有计分办法的：{list}", "schemes score: {list}")
    };
    let message = say!("没有给“{kind}”记录计分的办法", "no scheme scores `{kind}` records");
    host::PACK.finding(message).at(place).help(help)
}

fn no_scheme<'s>(place: Place, name: &str, schemes: impl Iterator<Item = &'s str>) -> Finding {
    let names: Vec<&str> = schemes.collect();
    let list = names.join("、");
    let help = match nearest_name(name, names.iter().copied()) {
        Some(near) => did_you_mean(near),
        None if names.is_empty() => say!("计分办法用 score(…) 写", "schemes are declared with score(…)"),
        None => say!("计分办法有：{list}", "the schemes are: {list}"),
    };
    host::PACK.finding(say!("没有计分办法“{name}”", "there is no scheme `{name}`")).at(place).help(help)
}

/// The full names of rules and schemes, with their titles.
fn names(compiled: &Compiled) -> Vec<(&str, &str)> {
    let rules = compiled.rules.iter().map(|r| (&*r.info.name, r.info.title.as_str()));
    rules.chain(compiled.schemes.iter().map(|s| (&*s.scheme.name, s.scheme.title.as_str()))).collect()
}

/// Reports levels that name no inherited rule.
pub(super) fn check_levels(compiled: &mut Compiled) {
    if compiled.is_broken() {
        return;
    }
    let names = names(compiled);
    let mut findings = Vec::new();
    for level in compiled.in_force.levels.values().filter(|level| !names.iter().any(|(name, _)| *name == level.rule)) {
        let rule = &level.rule;
        let finding = host::PACK.finding(say!("没有规则“{rule}”", "no rule `{rule}`")).at(level.place);
        findings.push(finding.help(another_rule(nearest_rule(rule, names.iter().copied()).as_deref())));
    }
    compiled.findings.extend(findings);
}

/// Reports areas of the page whose patterns no rule matches.
pub(super) fn check_areas(compiled: &mut Compiled) {
    if compiled.is_broken() {
        return;
    }
    let names = names(compiled);
    let mut findings = Vec::new();
    for word in compiled.in_force.views.areas.iter().flat_map(|area| &area.rules) {
        let glob = patterns::glob(&word.text, Reading::Rule).ok();
        if glob.is_none_or(|glob| names.iter().any(|(name, _)| glob.is_match(name))) {
            continue;
        }
        let pattern = &word.text;
        let finding = host::PACK.finding(say!("没有规则合于“{pattern}”", "no rule matches `{pattern}`")).at(word.place);
        findings.push(finding.help(another_rule(nearest_rule(pattern, names.iter().copied()).as_deref())));
    }
    compiled.findings.extend(findings);
}
