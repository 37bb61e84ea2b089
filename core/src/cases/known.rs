//! What cases may speak of: the rules, kinds and parameters of the packs at hand.

use std::collections::BTreeMap;

use crate::check::ruleset::Ruleset;
use crate::host;
use crate::pack::manifest::Parameter;
use crate::pack::{Pack, schemas};
use crate::schema::Schema;
use crate::script::tree::{Expr, What};

/// What the cases of a pack may speak of.
pub(crate) struct Known {
    /// Full names of rules and schemes of all packs, and of the host's.
    pub rules: Vec<String>,
    /// The rules' full names by their titles.
    pub titles: BTreeMap<String, String>,
    /// The kinds of all packs.
    pub schema: Schema,
    /// Parameters of all packs, in the pack's own version where it has one.
    pub parameters: BTreeMap<String, Parameter>,
}

impl Known {
    /// What the cases of that pack may speak of.
    pub(crate) fn of(rules: &Ruleset, pack: &Pack) -> Self {
        let (mut names, mut titles) = (Vec::new(), BTreeMap::new());
        for pack in rules.packs.iter() {
            for kind in &pack.kinds {
                for constraint in &kind.constraints {
                    let name = format!("{}/{}", pack.manifest.id, constraint.id(&kind.name));
                    titles.insert(constraint.title.clone(), name.clone());
                    names.push(name);
                }
            }
            let files = pack.scripts.values().filter_map(|source| rules.library.get(*source));
            for declaration in files.flat_map(|reading| &reading.file.declarations) {
                let Some(id) = text(declaration.arguments.first()) else { continue };
                let name = format!("{}/{id}", pack.manifest.id);
                titles.extend(title(&declaration.arguments).map(|title| (title.to_owned(), name.clone())));
                names.push(name);
            }
        }
        names.extend(host::ALL.iter().map(|rule| rule.name.to_owned()));
        let ids = || rules.packs.iter().map(|pack| pack.manifest.id.as_str());
        let chains: Vec<String> = ids().flat_map(|id| rules.packs.in_force(id).chain).collect();
        let (schema, _) = schemas::merge(&rules.packs, chains.iter().map(String::as_str), false);
        let mut parameters = BTreeMap::new();
        for id in ids().chain([pack.manifest.id.as_str()]) {
            parameters.extend(rules.packs.in_force(id).parameters);
        }
        Self { rules: names, titles, schema, parameters }
    }
}

/// A literal text.
fn text(written: Option<&Expr>) -> Option<&str> {
    match &written?.what {
        What::Text(text) => Some(text),
        _ => None,
    }
}

/// The title among what a declaration says of itself.
fn title(arguments: &[Expr]) -> Option<&str> {
    let What::Map(entries) = &arguments.get(1)?.what else { return None };
    text(entries.iter().find(|(key, _)| &*key.text == "title").map(|(_, title)| title))
}
