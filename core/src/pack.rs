//! Packs: a folder of rules and declarations for one or more bodies, and what holds for a body when packs
//! extend one another.

pub(crate) mod manifest;
pub(crate) mod kinds;
pub(crate) mod holidays;
pub(crate) mod rule;
pub mod views;
pub(crate) mod load;
pub(crate) mod schemas;

pub use load::PackSource;
pub use manifest::Literal;
pub use rule::{On, ParameterInfo, RuleInfo};

use std::collections::BTreeMap;
use std::sync::Arc;

use globset::GlobMatcher;
use jiff::civil::Date;
use rustc_hash::FxHashSet;

use crate::calendar::Calendar;
use crate::finding::Finding;
use crate::host;
use crate::language::{did_you_mean, say};
use crate::source::SourceId;
use crate::spelling::nearest;

use kinds::KindDeclaration;
use manifest::{Level, Manifest, Parameter};
use views::Views;

/// One pack as it was read.
#[derive(Clone, Debug)]
pub(crate) struct Pack {
    /// Its `pack.toml`.
    pub manifest: Manifest,
    /// The kinds that it declares or adds to.
    pub kinds: Vec<KindDeclaration>,
    /// The working days that it knows.
    pub calendar: Calendar,
    /// The pictures that it asks for.
    pub views: Views,
    /// Its files of rules, by name (`plan.rhai`).
    pub scripts: BTreeMap<String, SourceId>,
    /// Its files to import, by path without ending (`lib/plan`).
    pub libraries: BTreeMap<String, SourceId>,
    /// Its cases, by path (`tests/plan.toml`).
    pub cases: BTreeMap<String, SourceId>,
    /// All its texts, by path.
    pub texts: BTreeMap<String, SourceId>,
    /// Whether it comes with the binary.
    pub embedded: bool,
    /// What is wrong with its settings.
    pub findings: Vec<Finding>,
}

/// All packs of a run, by id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Packs {
    packs: BTreeMap<String, Pack>,
}

/// First and last day on which something holds, where there are any.
pub(crate) type Days = (Option<Date>, Option<Date>);

/// What holds where one pack governs: itself and what it extends.
#[derive(Clone, Debug)]
pub(crate) struct InForce {
    /// The governing pack.
    pub pack: String,
    /// Packs whose rules and kinds hold, those extended first, the governing pack last.
    pub chain: Vec<String>,
    /// Parameters with the values in force.
    pub parameters: BTreeMap<String, Parameter>,
    /// Levels of rules, by full name, those of the governing pack foremost.
    pub levels: BTreeMap<String, Level>,
    /// First and last day of each pack of the chain.
    pub spans: Vec<(String, Days)>,
    /// The working days that are known.
    pub calendar: Arc<Calendar>,
    /// The pictures that are asked for.
    pub views: Arc<Views>,
    /// What is wrong with any pack of the chain.
    pub findings: Vec<Finding>,
}

impl Packs {
    /// Adds a pack, in the place of one with the same id.
    pub(crate) fn insert(&mut self, pack: Pack) {
        self.packs.insert(pack.manifest.id.clone(), pack);
    }

    /// The pack with that id.
    #[must_use]
    pub(crate) fn get(&self, id: &str) -> Option<&Pack> {
        self.packs.get(id)
    }

    /// All packs by id.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Pack> {
        self.packs.values()
    }

    /// Lets a pack that governs no body govern this one, as its cases need; tells whether it was so.
    pub(crate) fn govern_in_cases(&mut self, id: &str, body: &str) -> bool {
        let Some(pack) = self.packs.get_mut(id).filter(|p| p.manifest.bodies.is_empty()) else { return false };
        pack.manifest.bodies.push((body.to_owned(), pack.manifest.place));
        true
    }

    /// Takes back what [`Self::govern_in_cases`] gave.
    pub(crate) fn govern_nothing(&mut self, id: &str) {
        if let Some(pack) = self.packs.get_mut(id) {
            pack.manifest.bodies.clear();
        }
    }

    /// The patterns of the bodies that each pack governs, by the pack's id.
    #[must_use]
    pub(crate) fn governed(&self) -> Vec<(&str, Patterns)> {
        let patterns = |pack: &Pack| Patterns::new(pack.manifest.bodies.iter().map(|(pattern, _)| pattern.as_str()));
        self.packs.values().map(|pack| (pack.manifest.id.as_str(), patterns(pack))).collect()
    }

    /// What holds where that pack governs.
    #[must_use]
    pub(crate) fn in_force(&self, id: &str) -> InForce {
        let mut findings = Vec::new();
        let mut chain = Vec::new();
        self.extend_chain(id, &mut Vec::new(), &mut chain, &mut findings);
        for member in &chain {
            findings.extend(self.packs[member].findings.iter().cloned());
        }
        let (mut parameters, mut levels, mut calendar) = (BTreeMap::new(), BTreeMap::new(), Calendar::default());
        let mut views = Views::default();
        for member in &chain {
            let manifest = &self.packs[member].manifest;
            calendar.extend(&self.packs[member].calendar);
            views.extend(&self.packs[member].views, &mut findings);
            merge_parameters(&mut parameters, manifest, &mut findings);
            levels.extend(manifest.levels.iter().map(|level| (level.rule.clone(), level.clone())));
        }
        let spans =
            chain.iter().map(|id| &self.packs[id].manifest).map(|m| (m.id.clone(), (m.since, m.until))).collect();
        let (calendar, views) = (Arc::new(calendar), Arc::new(views));
        InForce { pack: id.to_owned(), chain, parameters, levels, calendar, views, spans, findings }
    }

    /// Appends a pack's ancestors and then the pack, each once; reports unknown parents and loops.
    fn extend_chain(&self, id: &str, path: &mut Vec<String>, chain: &mut Vec<String>, findings: &mut Vec<Finding>) {
        if chain.iter().any(|c| c == id) {
            return;
        }
        let Some(pack) = self.packs.get(id) else { return };
        path.push(id.to_owned());
        for (parent, place) in &pack.manifest.extends {
            let wrong = if path.contains(parent) {
                let circle = path.join(" → ");
                Some((
                    say!(
                        "规则包互相继承，成了环：{circle} → {parent}",
                        "packs extend one another in a loop: {circle} → {parent}"
                    ),
                    None,
                ))
            } else if self.packs.contains_key(parent) {
                None
            } else {
                let near = nearest(parent, self.packs.keys().map(String::as_str));
                let help = near.map(did_you_mean);
                Some((say!("没有规则包“{parent}”", "no pack `{parent}`"), help))
            };
            match wrong {
                Some((message, help)) => {
                    let mut finding = host::PACK.finding(message).at(*place);
                    finding.help = help;
                    findings.push(finding);
                }
                None => self.extend_chain(parent, path, chain, findings),
            }
        }
        path.pop();
        chain.push(id.to_owned());
    }
}

/// Whether a body pattern (an id, or a glob whose `*` stays within one part) matches a body.
#[must_use]
pub(crate) fn matches(pattern: &str, body: &str) -> bool {
    pattern == body || glob(pattern).is_some_and(|glob| glob.is_match(body))
}

fn glob(pattern: &str) -> Option<GlobMatcher> {
    let glob = globset::GlobBuilder::new(pattern).literal_separator(true).build();
    glob.ok().map(|glob| glob.compile_matcher())
}

/// Body patterns made ready once, to be held against many bodies.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patterns {
    /// The patterns as written: a body may be called so.
    ids: FxHashSet<String>,
    /// Those that are more than an id.
    globs: Vec<GlobMatcher>,
}

impl Patterns {
    /// Makes patterns ready.
    #[must_use]
    pub(crate) fn new<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Self {
        let ids: FxHashSet<String> = patterns.into_iter().map(str::to_owned).collect();
        let globs = ids.iter().filter(|pattern| pattern.contains(['*', '?', '[', '{', '\\'])).filter_map(|p| glob(p));
        Self { globs: globs.collect(), ids }
    }

    /// Whether one of them matches a body, as [`matches`] does.
    #[must_use]
    pub(crate) fn match_body(&self, body: &str) -> bool {
        self.ids.contains(body) || self.globs.iter().any(|glob| glob.is_match(body))
    }
}

/// Lays a pack's parameters over those inherited: the value is replaced, what people call it stays unless said anew.
fn merge_parameters(into: &mut BTreeMap<String, Parameter>, manifest: &Manifest, findings: &mut Vec<Finding>) {
    for (name, parameter) in &manifest.parameters {
        let mut parameter = parameter.clone();
        if let Some(inherited) = into.get(name) {
            parameter.label = parameter.label.or_else(|| inherited.label.clone());
        } else if parameter.label.is_none() {
            let near = nearest(name, into.keys().map(String::as_str));
            let mut finding = host::PACK
                .finding(say!("没有可以改值的参数“{name}”", "no inherited parameter `{name}`"))
                .at(parameter.place);
            finding.help = Some(match near {
                Some(near) => did_you_mean(near),
                None => say!("新参数要写 label", "a new parameter needs a `label`"),
            });
            findings.push(finding);
        }
        into.insert(name.clone(), parameter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_made_ready_match_as_they_do_one_by_one() {
        let patterns = ["a", "a/*", "b?", "{c,d}", "[e", "f\\*", "**/z", ""];
        for body in ["a", "a/b", "a/b/c", "b", "bb", "c", "{c,d}", "e", "[e", "f*", "f\\*", "z", "y/z", "A", ""] {
            for pattern in patterns {
                assert_eq!(Patterns::new([pattern]).match_body(body), matches(pattern, body), "{pattern} {body}");
            }
            assert_eq!(Patterns::new(patterns).match_body(body), patterns.iter().any(|p| matches(p, body)), "{body}");
        }
    }
}
