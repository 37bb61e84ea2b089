//! The rules and schemes in force, without any data being checked.
//!
//! ```
//! use yize_core::catalogue::{Listing, rules};
//!
//! # let (files, request) = (yize_core::example::project(), yize_core::example::request());
//! let Listing { rules, findings, .. } = rules(&files, &request);
//! assert_eq!((rules[0].title.as_str(), &*rules[0].basis, findings.len()), ("每年走访", "示例办法", 0));
//!
//! // Those that govern the data at some paths, with the bodies that are there.
//! use yize_core::catalogue::governing;
//! assert_eq!(governing(&files, &request).rules[0].bodies, ["shili"]);
//!
//! // Fields, and what packs have changed in those that they inherit.
//! # use yize_core::Lang;
//! use yize_core::catalogue::{ChangeInfo, FieldInfo, ValueInfo, fields};
//! let pack = "id = \"county\"\ntitle = \"县\"\nversion = \"1\"\nextends = [\"committee\"]\nbodies = [\"xian\"]\n";
//! let kinds = "[member.fields]\ngroup = { add = { c = \"丙组\" }, optional = true, reason = \"本县另有一组\" }\n";
//! let county = yize_core::example::committee().with("county/pack.toml", pack).with("county/kinds.toml", kinds);
//! let request = yize_core::check::Request { packs: vec![county.into()], ..request };
//! let (found, _) = fields(&files, &request, "委员.小组").map_err(|near| near.unwrap_or_default())?;
//! let [before, FieldInfo { values, changes, packs, .. }] = &found[..] else { panic!("before and after") };
//! assert!(!before.field.optional && before.values.len() == 2 && *packs == ["county"]);
//! let ValueInfo { name, label, pack } = &values[2];
//! assert_eq!((&**name, label.get(Lang::Zh), pack.as_deref()), ("c", "丙组", Some("county")));
//! let ChangeInfo { optional, reason, .. } = &changes[0];
//! assert_eq!((*optional, &**reason), (Some(true), "本县另有一组"));
//!
//! // Kinds as a body's packs have them, also of one without records.
//! use yize_core::catalogue::{self, KindInfo};
//! let of_county = catalogue::kinds(&yize_core::Memory::default(), &request, "xian");
//! let KindInfo { name, key, yearly, fields, .. } = &of_county[1];
//! assert_eq!((name.as_str(), &key[..], *yearly, fields.len()), ("member", &["id".to_owned()][..], true, 4));
//! // The same of several bodies: a kind once for each way in which they have it.
//! assert_eq!(catalogue::kinds_of(&yize_core::Memory::default(), &request, &["xian", "nobody"]), of_county);
//! # Ok::<(), String>(())
//! ```

mod places;
mod clauses;
mod fields;
mod kinds;
mod governing;
mod library;
mod inventory;
mod packs;

pub use fields::{ChangeInfo, FieldInfo, ValueInfo, fields};
pub use governing::governing;
pub use inventory::{Held, Inventory, KindEntry, LinkInfo, ParameterEntry, inventory};
pub use kinds::{KindInfo, kinds, kinds_of};
pub use library::LibraryFunction;
pub use packs::{PackInfo, PackList, packs};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::memos::Memos;
use crate::check::prepare::{self, Context, as_read};
use crate::check::ruleset::Ruleset;
use crate::check::{Request, sink};
use crate::files::Files;
use crate::finding::Finding;
use crate::host;
use crate::pack::rule::RuleInfo;
use crate::pack::schemas;
use crate::project::Project;
use crate::run::compile::Compiled;
use crate::run::schemes::SchemeInForce;
use crate::schema::Schema;
use crate::source::Sources;

pub use clauses::{Clause, SchemeInfo};

/// The rules and schemes in force, and what is wrong with their packs.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Rules by full name.
    pub rules: Vec<RuleInfo>,
    /// Schemes by full name, as they hold for the data of the year of the check.
    pub schemes: Vec<SchemeInfo>,
    /// Errors of packs and filters.
    pub findings: Vec<Finding>,
    /// The texts that the findings point into.
    pub sources: Sources,
}

/// Lists the rules and schemes of all packs in force (embedded, and of the request's rule folders and projects).
#[must_use]
pub fn rules(files: &dyn Files, request: &Request) -> Listing {
    let (mut sources, memos) = (Sources::default(), Memos::default());
    let request = &Request { allow_empty: true, ..request.clone() };
    let (ruleset, findings) = load(Context { files, request, memos: &memos, progress: &() }, &mut sources);
    compiled(&ruleset, findings, request, (sources, &memos))
}

/// The rules and schemes of packs that were read, and what else is wrong with them.
fn compiled(
    ruleset: &Ruleset,
    mut findings: Vec<Finding>,
    request: &Request,
    (sources, memos): (Sources, &Memos),
) -> Listing {
    let governing = ruleset.packs.iter().filter(|p| !p.manifest.bodies.is_empty() || !p.embedded);
    let wanted = governing.map(|p| p.manifest.id.as_str()).collect();
    let compiled = ruleset.compile(wanted, request.jobs, &sources, memos);
    let mut listed = Listed::default();
    for compiled in &compiled {
        findings.extend(compiled.findings.iter().cloned());
        compiled.rules.iter().for_each(|rule| listed.rule(rule.info.clone()));
        let schema = schema(ruleset, compiled);
        let bodies = ruleset.packs.get(&compiled.in_force.pack).map(|pack| &pack.manifest.bodies);
        for own in of_year(compiled, request.as_of.year()) {
            listed.scheme(own, &schema, bodies.into_iter().flatten().map(|(body, _)| body.clone()));
        }
    }
    listed.listing(findings, sources)
}

/// Rules and schemes by full name, in the making.
#[derive(Default)]
struct Listed {
    rules: BTreeMap<Arc<str>, RuleInfo>,
    schemes: BTreeMap<Arc<str>, SchemeInfo>,
}

impl Listed {
    /// Adds a rule as one pack has it in force.
    fn rule(&mut self, rule: RuleInfo) {
        let RuleInfo { bodies, parameters, .. } = rule.clone();
        let empty = || RuleInfo { bodies: Vec::new(), parameters: BTreeMap::new(), ..rule.clone() };
        let info = self.rules.entry(rule.name.clone()).or_insert_with(empty);
        info.bodies.extend(bodies);
        for (name, values) in parameters {
            info.parameters.entry(name).or_default().extend(values);
        }
    }

    /// Adds a scheme as one pack has it in force.
    fn scheme(&mut self, own: &SchemeInForce, schema: &Schema, bodies: impl Iterator<Item = String>) {
        let told = || SchemeInfo { off: own.off.clone(), ..clauses::told(&own.scheme, schema) };
        self.schemes.entry(own.scheme.name.clone()).or_insert_with(told).bodies.extend(bodies);
    }

    fn listing(self, findings: Vec<Finding>, sources: Sources) -> Listing {
        let findings = sink::sort(findings, &sources);
        let Self { rules, schemes } = self;
        Listing { rules: rules.into_values().collect(), schemes: schemes.into_values().collect(), findings, sources }
    }
}

/// The kinds that are known where a pack governs.
fn schema(ruleset: &Ruleset, compiled: &Compiled) -> Schema {
    schemas::merge(&ruleset.packs, compiled.in_force.chain.iter().map(String::as_str), false).0
}

/// Each scheme as it holds for the data of a year; one that begins later as it begins.
fn of_year(compiled: &Compiled, year: i16) -> Vec<&SchemeInForce> {
    let mut all: Vec<&SchemeInForce> = Vec::new();
    for own in &compiled.schemes {
        match all.iter_mut().find(|known| known.scheme.name == own.scheme.name) {
            Some(known) if *own.years.start() <= year => *known = own,
            Some(_) => {}
            None => all.push(own),
        }
    }
    all
}

/// The packs of the request's rule folders and projects and the embedded ones, and what is wrong with where they are looked for.
fn load(context: Context<'_>, sources: &mut Sources) -> (Arc<Ruleset>, Vec<Finding>) {
    let (projects, missing) = prepare::find(context.files, context.request, sources);
    let mut findings: Vec<Finding> =
        projects.iter().flat_map(|p| &p.findings).filter(|f| &*f.rule == host::PROJECT.name).cloned().collect();
    let all: Vec<&Project> = projects.iter().collect();
    let ruleset = prepare::load(context, &all, &prepare::fence(context, &projects), sources, &mut as_read);
    findings.extend(ruleset.findings.iter().cloned());
    findings.extend(missing.into_iter().filter(|f| *f.rule == *host::NO_SUCH_PATH.name));
    (ruleset, findings)
}
