//! Packs: a folder of rules and declarations for one or more bodies, and what holds for a body when packs
//! extend one another.

pub(crate) mod manifest;
pub(crate) mod kinds;
pub(crate) mod holidays;
pub(crate) mod rule;
pub mod views;
pub(crate) mod signature;
#[cfg(feature = "archive")]
mod parcel;
pub(crate) mod load;
pub(crate) mod schemas;

pub use load::PackSource;
pub use manifest::Literal;
#[cfg(feature = "archive")]
pub use parcel::Parcel;
pub use rule::{On, ParameterInfo, RuleInfo};
pub use signature::{Key, Refusal, Signed, signature_of};

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use globset::GlobSet;
use jiff::civil::Date;
use rustc_hash::FxHashSet;

use crate::bounds;
use crate::calendar::Calendar;
use crate::finding::Finding;
use crate::host;
use crate::language::{did_you_mean, say};
use crate::patterns::{self, Reading};
use crate::source::{Place, SourceId};
use crate::spelling::nearest;

use kinds::KindDeclaration;
use manifest::{Level, Manifest, Parameter, Unread, Valued};
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
    /// Whether its `kinds.toml` could not be read.
    pub unread_kinds: bool,
}

/// All packs of a run, by id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Packs {
    packs: BTreeMap<String, Pack>,
    /// Folders of packs that could not be read, and what is wrong with them.
    unread: BTreeMap<String, Vec<Finding>>,
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
    /// What packs of the chain declare and could not be read.
    pub unread: Unread,
}

impl InForce {
    /// The years for whose data the parameters have the same values, as periods that are all years.
    #[must_use]
    pub(crate) fn periods(&self) -> Vec<RangeInclusive<i16>> {
        let values = self.parameters.values().flat_map(Parameter::values);
        let first: BTreeSet<i16> = values.map(Valued::first_year).chain([i16::MIN]).collect();
        let last = first.iter().skip(1).map(|year| year - 1).chain([i16::MAX]);
        first.iter().zip(last).map(|(first, last)| *first..=last).collect()
    }
}

impl Pack {
    /// Whether it may declare kinds and fields that are not known.
    #[must_use]
    pub(crate) fn hides_kinds(&self) -> bool {
        self.unread_kinds || self.manifest.unread.extends
    }
}

/// What is met on the way from a pack to all that it extends.
#[derive(Default)]
struct Walk<'p> {
    /// The packs on the way, each extending the next.
    path: Vec<&'p str>,
    /// Those that are in the chain.
    done: FxHashSet<&'p str>,
    /// Ancestors first.
    chain: Vec<String>,
    /// Unknown parents and loops.
    findings: Vec<Finding>,
    /// Whether there are more than are followed.
    full: bool,
}

impl Packs {
    /// Adds a pack, in the place of one with the same id.
    pub(crate) fn insert(&mut self, pack: Pack) {
        self.packs.insert(pack.manifest.id.clone(), pack);
    }

    /// Notes a folder with a pack that could not be read.
    pub(crate) fn miss(&mut self, folder: String, wrong: Vec<Finding>) {
        self.unread.insert(folder, wrong);
    }

    /// Whether it is known of every pack which bodies it governs.
    #[must_use]
    pub(crate) fn know_bodies(&self) -> bool {
        self.unread.is_empty() && !self.iter().any(|pack| pack.manifest.unread.bodies)
    }

    /// The packs with rules that govern nothing, though no other extends them.
    pub(crate) fn idle(&self) -> impl Iterator<Item = &Pack> {
        let extended: FxHashSet<&str> =
            self.iter().flat_map(|pack| &pack.manifest.extends).map(|(id, _)| id.as_str()).collect();
        self.iter().filter(move |pack| {
            let Manifest { id, bodies, .. } = &pack.manifest;
            !pack.embedded && bodies.is_empty() && !pack.scripts.is_empty() && !extended.contains(id.as_str())
        })
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
        let mut walk = Walk::default();
        self.extend_chain(id, &mut walk);
        if walk.full {
            walk.findings.push(self.extends_too_many(id));
            // Nothing of it will run: there may be many such.
            walk.chain = vec![id.to_owned()];
        }
        let Walk { chain, mut findings, .. } = walk;
        let mut unread = Unread { extends: !findings.is_empty(), ..Unread::default() };
        // Those extended tell the rest of theirs themselves.
        let mut most = bounds::INHERITED_FINDINGS;
        for member in &chain {
            let pack = &self.packs[member];
            let told = if member == id { pack.findings.len() } else { most.min(pack.findings.len()) };
            most -= told.min(most);
            findings.extend(pack.findings[..told].iter().cloned());
            unread.extend(&pack.manifest.unread);
        }
        let (mut parameters, mut levels, mut calendar) = (BTreeMap::new(), BTreeMap::new(), Calendar::default());
        let mut views = Views::default();
        for member in &chain {
            let manifest = &self.packs[member].manifest;
            calendar.extend(&self.packs[member].calendar);
            views.extend(&self.packs[member].views, &mut findings);
            merge_parameters(&mut parameters, manifest, &unread, &mut findings);
            levels.extend(manifest.levels.iter().map(|level| (level.rule.clone(), level.clone())));
        }
        let spans =
            chain.iter().map(|id| &self.packs[id].manifest).map(|m| (m.id.clone(), (m.since, m.until))).collect();
        let (calendar, views) = (Arc::new(calendar), Arc::new(views));
        InForce { pack: id.to_owned(), chain, parameters, levels, calendar, views, spans, findings, unread }
    }

    /// Appends a pack's ancestors and then the pack, each once; reports unknown parents and loops.
    fn extend_chain<'p>(&'p self, id: &'p str, walk: &mut Walk<'p>) {
        let Some(pack) = self.packs.get(id) else { return };
        if walk.chain.len() + walk.path.len() >= bounds::CHAIN {
            walk.full = true;
            return;
        }
        walk.path.push(id);
        for (parent, place) in &pack.manifest.extends {
            if walk.full || walk.done.contains(parent.as_str()) || walk.findings.len() >= bounds::INHERITED_FINDINGS {
                continue;
            }
            if let Some(at) = walk.path.iter().position(|id| id == parent) {
                walk.findings.push(self.in_a_loop(&walk.path[at..]));
            } else if let Some(wrong) = self.unread.get(parent) {
                walk.findings.extend(wrong.iter().take(bounds::INHERITED_FINDINGS).cloned());
            } else if self.packs.contains_key(parent) {
                self.extend_chain(parent, walk);
            } else {
                walk.findings.push(self.no_parent(parent, *place));
            }
        }
        walk.path.pop();
        walk.done.insert(id);
        walk.chain.push(id.to_owned());
    }

    /// Says that a pack extends more packs than are followed.
    fn extends_too_many(&self, id: &str) -> Finding {
        let most = bounds::CHAIN - 1;
        let message = say!(
            "规则包“{id}”逐级继承的规则包多于{most}个，没有全部装入",
            "the pack `{id}` extends more than {most} packs, step by step; not all of them were loaded"
        );
        let finding = host::PACK.finding(message).help(say!("减少继承的层级和个数", "extend fewer"));
        let place = self.packs.get(id).and_then(|pack| pack.manifest.extends.first()).map(|(_, place)| *place);
        Finding { place, ..finding }
    }

    /// Says of packs that extend one another in a loop, each the next; said alike wherever it is come upon.
    fn in_a_loop(&self, packs: &[&str]) -> Finding {
        let least = packs.iter().enumerate().min_by_key(|(_, id)| *id).map_or(0, |(at, _)| at);
        let packs: Vec<&str> = packs[least..].iter().chain(&packs[..least]).copied().collect();
        let next = |at: usize| packs[(at + 1) % packs.len()];
        let place = |at: usize| {
            let extends = self.packs.get(packs[at]).map(|pack| pack.manifest.extends.as_slice()).unwrap_or_default();
            extends.iter().find(|(id, _)| id == next(at)).map(|(_, place)| *place)
        };
        let circle = packs.join(" → ");
        let first = packs[0];
        let message = if packs.len() == 1 {
            say!("规则包“{first}”继承了自己", "the pack `{first}` extends itself")
        } else {
            say!("规则包互相继承，成了环：{circle} → {first}", "packs extend one another in a loop: {circle} → {first}")
        };
        let help = say!("删去其中一处 extends", "take one of them out of `extends`");
        let mut finding = host::PACK.finding(message).help(help);
        finding.place = place(0);
        (1..packs.len()).filter_map(|at| Some((at, place(at)?))).fold(finding, |finding, (at, place)| {
            let (pack, parent) = (packs[at], next(at));
            finding.see(place, say!("“{pack}”在这里继承“{parent}”", "`{pack}` extends `{parent}` here"))
        })
    }

    /// Says that a pack which is extended is not there.
    fn no_parent(&self, parent: &str, place: Place) -> Finding {
        let near = nearest(parent, self.packs.keys().map(String::as_str));
        let help = match near {
            Some(near) => did_you_mean(near),
            None => say!(
                "核对包名；规则包的文件夹在 yize.toml 的 rules 中写明",
                "check its id; yize.toml names the folders of packs in `rules`"
            ),
        };
        host::PACK.finding(say!("没有规则包“{parent}”", "no pack `{parent}`")).at(place).help(help)
    }
}

/// Whether a body pattern (an id, or a glob whose `*` stays within one part) matches a body.
#[must_use]
pub(crate) fn matches(pattern: &str, body: &str) -> bool {
    pattern == body || (patterns::is_glob(pattern) && glob(pattern).is_some_and(|glob| glob.is_match(body)))
}

fn glob(pattern: &str) -> Option<GlobSet> {
    patterns::glob(pattern, Reading::Body).ok()
}

/// Body patterns made ready once, to be held against many bodies.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patterns {
    /// The patterns as written: a body may be called so.
    ids: FxHashSet<String>,
    /// Those that are more than an id.
    globs: Vec<GlobSet>,
}

impl Patterns {
    /// Makes patterns ready.
    #[must_use]
    pub(crate) fn new<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Self {
        let ids: FxHashSet<String> = patterns.into_iter().map(str::to_owned).collect();
        let globs = ids.iter().filter(|pattern| patterns::is_glob(pattern)).filter_map(|p| glob(p));
        Self { globs: globs.collect(), ids }
    }

    /// Whether one of them matches a body, as [`matches`] does.
    #[must_use]
    pub(crate) fn match_body(&self, body: &str) -> bool {
        self.ids.contains(body) || self.globs.iter().any(|glob| glob.is_match(body))
    }
}

/// Lays a pack's parameters over those inherited: the value is replaced, what people call it stays unless said anew.
fn merge_parameters(
    into: &mut BTreeMap<String, Parameter>,
    manifest: &Manifest,
    unread: &Unread,
    findings: &mut Vec<Finding>,
) {
    for (name, parameter) in &manifest.parameters {
        let mut parameter = parameter.clone();
        if let Some(inherited) = into.get(name) {
            parameter.label = parameter.label.or_else(|| inherited.label.clone());
            let was = inherited.latest();
            if let Some(unlike) = parameter.values().iter().find(|own| !was.value.is_like(&own.value)) {
                let (message, help) = unlike.value.unlike(&was.value, name);
                let finding = host::PACK.finding(message).at(unlike.place).help(help);
                findings.push(finding.see(was.place, say!("继承的值", "the inherited value")));
                parameter.set_values(inherited);
            }
        } else if parameter.label.is_none() && !unread.extends && !unread.parameters.contains(name) {
            let near = nearest(name, into.keys().map(String::as_str));
            let message = match near {
                Some(_) => say!("没有参数“{name}”可以改值", "there is no parameter `{name}` to change"),
                None => say!("新的参数“{name}”没有写 label", "the new parameter `{name}` has no `label`"),
            };
            let help = match near {
                Some(near) => did_you_mean(near),
                None => say!("写上 label = \"……\"", "write label = \"…\""),
            };
            findings.push(host::PACK.finding(message).at(parameter.place).help(help));
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
