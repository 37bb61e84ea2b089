//! The packs that may speak of what a pack has.

use crate::check::ruleset::Ruleset;
use crate::pack::Pack;

/// A pack and those that extend it, in the order of their ids.
pub(super) fn packs<'r>(rules: &'r Ruleset, id: &str) -> Vec<&'r Pack> {
    let has = |pack: &&Pack| rules.packs.in_force(&pack.manifest.id).chain.iter().any(|own| own == id);
    rules.packs.iter().filter(has).collect()
}

/// All packs of the chains of some packs, each once.
pub(super) fn chains<'r>(rules: &'r Ruleset, packs: &[&Pack]) -> Vec<&'r Pack> {
    let mut ids: Vec<String> = packs.iter().flat_map(|pack| rules.packs.in_force(&pack.manifest.id).chain).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.iter().filter_map(|id| rules.packs.get(id)).collect()
}
