//! Which packs and cases are run, and what is said where there are none.

use crate::cases::Selection;
use crate::check::ruleset::Ruleset;
use crate::finding::Finding;
use crate::host;
use crate::language::{did_you_mean, say};
use crate::pack::Pack;
use crate::spelling::nearest;
use crate::texts::listed;

/// The packs whose cases are run, in their order.
pub(crate) fn chosen(rules: &Ruleset, selection: &Selection) -> Vec<String> {
    let any_own = rules.packs.iter().any(|pack| !pack.embedded);
    let is_chosen = |pack: &&Pack| match &*selection.packs {
        [] => selection.all || !any_own || !pack.embedded,
        named => named.contains(&pack.manifest.id),
    };
    rules.packs.iter().filter(is_chosen).map(|pack| pack.manifest.id.clone()).collect()
}

/// Says that nothing was run, and what there is.
pub(super) fn none_selected(name: Option<&str>, names: &[String]) -> Finding {
    let Some(name) = name else {
        return host::NO_CASES.finding(say!("没有选中任何用例", "no case is selected"));
    };
    let finding = host::NO_CASES.finding(say!("没有名称含“{name}”的用例", "no case has `{name}` in its name"));
    let help = match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => did_you_mean(near),
        None => {
            let (count, zh, en) = (names.len(), listed(names.iter(), "、"), listed(names.iter(), ", "));
            say!("共有{count}个用例：{zh}", "there are {count} cases: {en}")
        }
    };
    finding.help(help)
}

/// Says of packs that are named and are not there.
pub(crate) fn unknown_packs(rules: &Ruleset, wanted: &[String]) -> Vec<Finding> {
    let unknown = wanted.iter().filter(|id| rules.packs.get(id).is_none());
    unknown
        .map(|id| {
            let near = nearest(id, rules.packs.iter().map(|p| p.manifest.id.as_str()));
            let mut finding = host::FILTER.finding(say!("没有规则包“{id}”", "no pack `{id}`"));
            let all = || rules.packs.iter().map(|p| &p.manifest.id);
            let (zh, en) = (listed(all(), "、"), listed(all(), ", "));
            finding.help = Some(near.map_or_else(|| say!("有：{zh}", "there are: {en}"), did_you_mean));
            finding
        })
        .collect()
}
