//! Consequences, told with their cause: who misses something because a reference to it is broken is no finding of its own.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::finding::{Common, Doubt, Finding, Related};
use crate::host as own;
use crate::language::{count, say};
use crate::source::Place;

/// By what findings are joined: the rule, none where any may be, and the value.
type Key = (Option<Arc<str>>, Place);

/// So many findings that go by one value are told each for itself.
const FEW: usize = 3;

/// Tells findings once that go by one value, where there are many: that value is wrong, sooner than all of them.
pub(super) fn join(rules: Vec<Finding>) -> Vec<Finding> {
    // Whatever rules speak of it, the year of a file is one slip.
    let key = |rule: &Arc<str>, common: &Common| (common.record.as_ref().map(|_| rule.clone()), common.place);
    let mut counts: FxHashMap<Key, (usize, usize)> = FxHashMap::default();
    for finding in &rules {
        if let Some(common) = &finding.common {
            let (count, least) = counts.entry(key(&finding.rule, common)).or_default();
            (*count, *least) = (*count + 1, common.least);
        }
    }
    counts.retain(|_, (count, least)| *count > FEW && *count >= *least);
    if counts.is_empty() {
        return rules;
    }
    let mut kept: Vec<Finding> = Vec::with_capacity(rules.len());
    let mut first: FxHashMap<Key, usize> = FxHashMap::default();
    let mut years: FxHashMap<(Option<Arc<str>>, i16), usize> = FxHashMap::default();
    for finding in rules {
        let key = finding.common.as_ref().map(|common| key(&finding.rule, common));
        let Some(key) = key.filter(|key| counts.contains_key(key)) else {
            kept.push(finding);
            continue;
        };
        match first.get(&key) {
            None => {
                let more = counts[&key].0 - 1;
                let year = finding.common.as_ref().and_then(|common| common.year);
                years.extend(year.map(|year| ((finding.body.clone(), year), kept.len())));
                first.insert(key, kept.len());
                kept.push(at_common(finding, more));
            }
            Some(at) if kept[*at].related.len() < FEW => {
                let own = finding.place.map(|place| Related { place, message: finding.message });
                kept[*at].related.extend(own);
            }
            Some(_) => {}
        }
    }
    if years.is_empty() { kept } else { of_years(kept, &years) }
}

/// Leaves out what was found for a year that is a slip: all of it follows from that.
fn of_years(kept: Vec<Finding>, years: &FxHashMap<(Option<Arc<str>>, i16), usize>) -> Vec<Finding> {
    let cause = |at: usize, finding: &Finding| {
        let cause = years.get(&(finding.body.clone(), finding.year?)).copied()?;
        (cause != at).then_some(cause)
    };
    kept.iter().enumerate().filter(|(at, finding)| cause(*at, finding).is_none()).map(|(_, f)| f.clone()).collect()
}

/// A finding moved to the value by which it and so many others go.
fn at_common(mut finding: Finding, more: usize) -> Finding {
    let Some(common) = finding.common.take() else { return finding };
    let own = finding.place.map(|place| Related { place, message: finding.message.clone() });
    let (what, records) = (&finding.message, count(more, "more record", "more records"));
    finding.message = say!("{what}；另有{more}条记录也是这样", "{what}; so are {records}"; what);
    finding.help = Some(match &common.record {
        Some(_) => say!("先核对这个日期，再逐条核对", "look at this day first, then at each record"),
        None => say!("先核对文件开头的年度，再逐条核对", "look at the year at the top first, then at each record"),
    });
    finding.related = own.into_iter().collect();
    (finding.place, finding.record, finding.field) = (Some(common.place), common.record, Some(common.field));
    finding
}

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
