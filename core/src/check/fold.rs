//! Consequences, told with their cause: who misses something because a reference to it is broken is no finding of its own.

use rustc_hash::FxHashMap;

use crate::finding::{Doubt, Finding, Related};
use crate::host as own;
use crate::language::say;

/// Takes out the findings of rules that may all follow from broken references, and adds them to what is said of these. Where
/// a rule has found more than so many references could have caused, all of it stays: some of it has other causes.
pub(super) fn fold(host: &mut [Finding], rules: Vec<Finding>) -> Vec<Finding> {
    let mut counts: FxHashMap<(String, Doubt), usize> = FxHashMap::default();
    for finding in &rules {
        if let Some(doubt) = &finding.doubt {
            *counts.entry((finding.rule.to_string(), doubt.clone())).or_default() += 1;
        }
    }
    if counts.is_empty() {
        return rules;
    }
    let mut kept = Vec::with_capacity(rules.len());
    for finding in rules {
        let doubt = finding.doubt.as_ref();
        let few = doubt.filter(|doubt| counts[&(finding.rule.to_string(), (*doubt).clone())] <= doubt.broken);
        match few.and_then(|doubt| cause(host, doubt)).zip(finding.place) {
            Some((cause, place)) => {
                let what = &finding.message;
                let message = say!("可能由此引起：{what}", "perhaps because of it: {what}"; what);
                cause.related.push(Related { place, message });
            }
            None => kept.push(finding),
        }
    }
    kept
}

/// What is said of the broken references: at one of them, or, where their name was told of elsewhere, in the same body.
fn cause<'h>(host: &'h mut [Finding], doubt: &Doubt) -> Option<&'h mut Finding> {
    let of_body = |finding: &Finding| finding.body.as_ref() == Some(&doubt.body) && finding.place.is_some();
    let at = |finding: &Finding| {
        let kind = finding.record.as_ref().is_some_and(|record| record.kind == doubt.kind);
        kind && finding.field.as_ref() == Some(&doubt.field)
    };
    let exact = host.iter().position(|finding| of_body(finding) && at(finding));
    let told = || host.iter().position(|finding| of_body(finding) && *finding.rule == *own::REFERENCE.name);
    exact.or_else(told).map(|at| &mut host[at])
}
