//! Consequences, told with their cause: what many findings go by is one slip, and who misses something because a reference to
//! it is broken is no finding of its own. What is left out here weighs in what is told instead.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::check::request::Scope;
use crate::finding::{Common, Doubt, Finding, Identity, Related, Severity, Status};
use crate::host as own;
use crate::language::{count, say};
use crate::source::Place;

/// What is told of the findings of rules, once severities and waivers are settled: what is excused stays apart, for nothing may
/// hide behind it. Findings that are to be compared with those of an earlier state are not joined before they are, or one more
/// would go unseen among the others.
pub(crate) fn tell(host: &mut [Finding], rules: Vec<Finding>, scope: &Scope) -> Vec<Finding> {
    let (mut excused, open): (Vec<Finding>, Vec<Finding>) = rules.into_iter().partition(|f| f.suppressed.is_some());
    let open = if matches!(scope, Scope::Touched(_)) { open } else { join(open) };
    excused.extend(fold(host, open));
    excused
}

/// By what findings are joined: the rule, none where any may be, the value, what it should be, and the body.
type Key = (Option<Arc<str>>, Place, Option<i16>, Option<Arc<str>>);

/// So many findings that go by one value are told each for itself; and so many consequences are told in full.
const FEW: usize = 3;

/// Tells findings once that go by one value, where there are many: that value is wrong, sooner than all of them.
fn join(rules: Vec<Finding>) -> Vec<Finding> {
    let mut counts: FxHashMap<Key, (usize, usize)> = FxHashMap::default();
    for finding in &rules {
        if let Some(common) = &finding.common {
            let (count, least) = counts.entry(key(finding, common)).or_default();
            (*count, *least) = (*count + 1, common.least);
        }
    }
    counts.retain(|_, (count, least)| *count > FEW && *count >= *least);
    if counts.is_empty() {
        return rules;
    }
    let mut kept: Vec<Finding> = Vec::with_capacity(rules.len());
    let mut first: FxHashMap<Key, usize> = FxHashMap::default();
    let mut joined: FxHashMap<usize, Vec<String>> = FxHashMap::default();
    for finding in rules {
        let key = finding.common.as_ref().map(|common| key(&finding, common));
        let Some(key) = key.filter(|key| counts.contains_key(key)) else {
            kept.push(finding);
            continue;
        };
        let Some(at) = first.get(&key).copied() else {
            first.insert(key.clone(), kept.len());
            joined.insert(kept.len(), vec![known(&finding)]);
            kept.push(at_common(finding, counts[&key].0 - 1));
            continue;
        };
        joined.entry(at).or_default().push(known(&finding));
        take_weight(&mut kept[at], &finding);
        if kept[at].related.len() < FEW {
            let related = finding.place.map(|place| Related { place, message: finding.message });
            kept[at].related.extend(related);
        }
    }
    // One for many is known by all of them: with another among them it is another.
    for (at, mut all) in joined {
        all.sort_unstable();
        kept[at].identity = Identity { values: Some(all.join("\u{1d}")), ..Identity::default() };
    }
    kept
}

/// By what a finding is known that is told with others.
fn known(finding: &Finding) -> String {
    let Finding { rule, record, field, identity, .. } = finding;
    let record = record.as_ref().map(|record| (&record.kind, identity.content.as_ref().unwrap_or(&record.key)));
    let values = identity.values.clone().unwrap_or_else(|| format!("{:?}", finding.message.values()));
    format!("{rule} {} {record:?} {field:?} {values}", identity.year)
}

/// Whatever rules speak of it, the year of a file is one slip of each body; a term of office is one for each rule.
fn key(finding: &Finding, common: &Common) -> Key {
    let rule = common.record.as_ref().map(|_| finding.rule.clone());
    (rule, common.place, common.meant, finding.body.clone())
}

/// What is told for others weighs as the gravest of them: a violation never passes for a warning, or for what is not yet due.
fn take_weight(told: &mut Finding, left: &Finding) {
    if told.status == Status::Pending && left.status == Status::Violation {
        (told.status, told.effect, told.due) = (left.status, left.effect, left.due);
    }
    if left.severity == Severity::Error && left.status != Status::Pending {
        (told.severity, told.weakened) = (Severity::Error, false);
    }
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
fn fold(host: &mut [Finding], rules: Vec<Finding>) -> Vec<Finding> {
    let mut counts: FxHashMap<(Arc<str>, Box<Doubt>), usize> = FxHashMap::default();
    for finding in &rules {
        if let Some(doubt) = &finding.doubt {
            *counts.entry((finding.rule.clone(), doubt.clone())).or_default() += 1;
        }
    }
    if counts.is_empty() {
        return rules;
    }
    let causes = Causes::of(host);
    let mut kept = Vec::with_capacity(rules.len());
    let mut more: FxHashMap<usize, usize> = FxHashMap::default();
    for mut finding in rules {
        let doubt = finding.doubt.take();
        let few = doubt.filter(|doubt| counts[&(finding.rule.clone(), doubt.clone())] <= doubt.broken);
        let Some((at, place)) = few.and_then(|doubt| causes.of_doubt(&doubt)).zip(finding.place) else {
            kept.push(finding);
            continue;
        };
        let told = more.entry(at).or_default();
        *told += 1;
        if *told <= FEW {
            let what = &finding.message;
            let message = say!("可能由此引起：{what}", "perhaps because of it: {what}"; what);
            host[at].related.push(Related { place, message });
        }
    }
    for (at, told) in more {
        host[at].stands_for(told);
        if told <= FEW {
            continue;
        }
        let (what, all) = (&host[at].message, count(told, "finding may follow", "findings may follow"));
        host[at].message = say!("{what}；可能由此引起的问题有{told}个", "{what}; {all} from it"; what).aside("told");
    }
    kept
}

/// What is said of broken references, found by whose they are.
struct Causes {
    /// By body, kind and field of the record that refers.
    exact: FxHashMap<(Arc<str>, String, String), usize>,
    /// The first of a body: its name may have been told of elsewhere.
    first: FxHashMap<Arc<str>, usize>,
}

impl Causes {
    fn of(host: &[Finding]) -> Self {
        let mut causes = Self { exact: FxHashMap::default(), first: FxHashMap::default() };
        for (at, finding) in host.iter().enumerate() {
            let (Some(body), Some(_)) = (&finding.body, finding.place) else { continue };
            if let Some((record, field)) = finding.record.as_ref().zip(finding.field.as_ref()) {
                causes.exact.entry((body.clone(), record.kind.clone(), field.clone())).or_insert(at);
            }
            if *finding.rule == *own::REFERENCE.name {
                causes.first.entry(body.clone()).or_insert(at);
            }
        }
        causes
    }

    fn of_doubt(&self, doubt: &Doubt) -> Option<usize> {
        let exact = self.exact.get(&(doubt.body.clone(), doubt.kind.clone(), doubt.field.clone()));
        exact.or_else(|| self.first.get(&doubt.body)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Effect;
    use crate::language::Text;
    use crate::source::{SourceId, Span};

    fn place(at: u32) -> Place {
        Place { source: SourceId(1), span: Span { start: at, end: at + 1 } }
    }

    /// A finding for 2025 that goes by the year of its file.
    fn finding(at: u32, severity: Severity) -> Finding {
        let mut finding = Finding::new("p/year", Status::Violation, Effect::Violation, Text::same("不在年度内"));
        let common = Common { record: None, field: "year".to_owned(), place: place(0), meant: Some(2025), least: 2 };
        (finding.severity, finding.place, finding.common) = (severity, Some(place(at)), Some(Box::new(common)));
        finding.body = Some("shi".into());
        finding
    }

    #[test]
    fn what_broken_references_explain_is_told_with_them_and_more_is_told_in_full() {
        let mut reference = own::REFERENCE.finding(Text::same("没有委员“乙”")).at(place(0));
        reference.body = Some("shi".into());
        let missed = |at: u32| {
            let mut finding = Finding::new("p/visited", Status::Violation, Effect::Violation, Text::same("没有走访"));
            let doubt = Doubt { body: "shi".into(), kind: "visit".to_owned(), field: "member".to_owned(), broken: 1 };
            (finding.place, finding.doubt) = (Some(place(at)), Some(Box::new(doubt)));
            finding
        };
        let mut host = [reference.clone()];
        assert!(fold(&mut host, vec![missed(1)]).is_empty());
        assert_eq!(host[0].related[0].message.get(crate::Lang::Zh), "可能由此引起：没有走访");
        let mut host = [reference];
        assert_eq!(fold(&mut host, vec![missed(1), missed(2)]).len(), 2);
        assert!(host[0].related.is_empty());
        // Without a finding that it could be told with, it stays.
        assert_eq!(fold(&mut [], vec![missed(1)]).len(), 1);
    }

    #[test]
    fn what_is_told_for_others_weighs_as_the_gravest_of_them() {
        let warnings = || (1..5).map(|at| finding(at, Severity::Warning));
        let joined = join(warnings().collect());
        assert_eq!((joined.len(), joined[0].severity, joined[0].place), (1, Severity::Warning, Some(place(0))));
        // An error of the same cause.
        let joined = join(warnings().chain([finding(9, Severity::Error)]).collect());
        assert_eq!((joined.len(), joined[0].severity), (1, Severity::Error));
        // What is few stays, and so does what goes by nothing else.
        let other = Finding { common: None, rule: "p/plan".into(), ..finding(9, Severity::Error) };
        assert_eq!(join(warnings().take(3).chain([other]).collect()).len(), 4);
    }
}
