//! The rule of green: **an answer is green only if every call in its scope ended by itself.**
//!
//! What is broken is told once, by the host, so that a rule which meets it falls silent. That silence counts. What caused it
//! stays in the report, or counts for the exit status where another shard reports it, whatever the run leaves out: other
//! bodies, other shards, what is not new. Where nothing that counts is found to have caused it, it is told for itself.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::{Effect, Finding, Severity, Status};
use crate::host;
use crate::language::say;
use crate::run::gaps::Unseen;
use crate::spelling::Words;

/// Marks what has kept calls from seeing all that they asked for, among the host's findings and the faults of rules; and adds
/// a finding where there is none.
pub(crate) fn count(host: &mut Vec<Finding>, rules: &mut [Finding], gaps: &BTreeSet<Unseen>) {
    let nothing = host.is_empty() && rules.iter().all(|finding| finding.status != Status::Fault);
    if gaps.is_empty() || nothing && gaps.iter().all(|gap| gap.perhaps) {
        return;
    }
    // A card may rest on records that a rule has told of, such as two that stand for the same.
    let violated: FxHashSet<Arc<str>> =
        rules.iter().filter(|own| counts(own)).filter_map(|own| own.body.clone()).collect();
    let causes = Causes::of(host, rules, gaps);
    let mut untold: BTreeSet<&Arc<str>> = BTreeSet::new();
    let mut found: Vec<usize> = Vec::new();
    // Many gaps may have to be laid to all that is said of a body, which is then done once.
    let mut whole: BTreeSet<&Arc<str>> = BTreeSet::new();
    for gap in gaps {
        let exact = causes.exactly(gap);
        if !exact.is_empty() || gap.perhaps {
            found.extend(exact);
        } else if !(gap.is_card() && violated.contains(&gap.body)) && whole.insert(&gap.body) {
            let any = causes.of_body(&gap.body);
            if any.is_empty() {
                untold.insert(&gap.body);
            }
            found.extend(any);
        }
    }
    let of_host = host.len();
    for at in found {
        match at.checked_sub(of_host) {
            None => host[at].silences = true,
            Some(at) => rules[at].silences = true,
        }
    }
    host.extend(untold.into_iter().map(told));
}

/// Marks what is said of records whose body nobody governs, where it is near one of these: they may be its records.
pub(crate) fn count_misspelt<'b>(host: &mut [Finding], bodies: impl Iterator<Item = &'b str>) {
    let words = LazyCell::new(|| Words::new(bodies));
    for finding in host.iter_mut().filter(|finding| *finding.rule == *host::NO_PACK.name) {
        finding.silences |= finding.body.as_ref().is_some_and(|body| words.nearest(body).is_some());
    }
}

/// What is said of a silence that nothing explains.
fn told(body: &Arc<str>) -> Finding {
    let message = say!(
        "单位“{body}”的数据有错或者不完整，有规则因此没有得出结论",
        "the data of `{body}` are broken or incomplete, so that a rule came to no answer"
    );
    let mut finding = host::UNDECIDED.finding(message);
    finding.help = Some(say!("先改正数据；再检查全部单位", "mend the data first, then check all bodies"));
    (finding.body, finding.silences) = (Some(body.clone()), true);
    finding
}

/// Body, kind, key and field.
type Cell<'f> = (&'f str, &'f str, &'f str, &'f str);

/// What may have kept calls from seeing something: numbers of the host's findings, and after these of the rules' own.
#[derive(Default)]
struct Causes<'f> {
    cells: FxHashMap<Cell<'f>, Vec<usize>>,
    /// By body, kind and key.
    records: FxHashMap<(&'f str, &'f str, &'f str), Vec<usize>>,
    /// References to nothing, by body, kind and field of the records that refer.
    links: FxHashMap<(&'f str, &'f str, &'f str), Vec<usize>>,
    /// References to nothing: each slip is told once, perhaps at another record.
    references: FxHashMap<&'f str, Vec<usize>>,
    /// Of whole records, or files, that could not be read; those of no body may be of any.
    missing: FxHashMap<Option<&'f str>, Vec<usize>>,
    /// Of files whose bodies are known: what is lost of one is lost to the network.
    files: Vec<usize>,
    all: FxHashMap<Option<&'f str>, Vec<usize>>,
}

impl<'f> Causes<'f> {
    fn of(host: &'f [Finding], rules: &'f [Finding], gaps: &'f BTreeSet<Unseen>) -> Self {
        let mut causes = Self::default();
        let bodies = LazyCell::new(|| Words::new(gaps.iter().filter(|gap| gap.records).map(|gap| &*gap.body)));
        let rules = rules.iter().zip(host.len()..).filter(|(finding, _)| finding.status == Status::Fault);
        for (finding, at) in host.iter().zip(0..).chain(rules).filter(|(finding, _)| counts(finding)) {
            let body = finding.body.as_deref();
            // What is wrong with a file may concern each body that it is of.
            let mut whose: Vec<Option<&str>> = finding.whose.iter().map(|body| Some(&**body)).collect();
            if body.is_some() || whose.is_empty() {
                whose = vec![body];
            }
            if !finding.whose.is_empty() && is_of_whole_records(finding) {
                causes.files.push(at);
            }
            for body in whose {
                causes.all.entry(body).or_default().push(at);
                if is_of_whole_records(finding) {
                    causes.missing.entry(body).or_default().push(at);
                }
            }
            // A body that nobody governs may be another, misspelt.
            if *finding.rule == *host::NO_PACK.name
                && let Some(meant) = body.and_then(|body| bodies.nearest(body))
            {
                causes.missing.entry(Some(meant)).or_default().push(at);
            }
            let Some(body) = body else { continue };
            let is_reference = *finding.rule == *host::REFERENCE.name;
            if is_reference {
                causes.references.entry(body).or_default().push(at);
            }
            let Some(record) = &finding.record else { continue };
            causes.records.entry((body, &record.kind, &record.key)).or_default().push(at);
            let Some(field) = &finding.field else { continue };
            causes.cells.entry((body, &record.kind, &record.key, field)).or_default().push(at);
            causes.links.entry((body, &record.kind, field)).or_default().push(at);
        }
        causes
    }

    /// What is known to have made a gap.
    fn exactly(&self, gap: &Unseen) -> Vec<usize> {
        let body = &*gap.body;
        let missing = || [self.missing.get(&Some(body)), self.missing.get(&None)].into_iter().flatten().flatten();
        let references = || self.references.get(body).into_iter().flatten();
        let own = match (&gap.kind, &gap.key, &gap.field) {
            (Some(kind), Some(key), Some(field)) => {
                self.cells.get(&(body, kind.as_str(), key.as_str(), field.as_str()))
            }
            (Some(kind), None, Some(field)) => self.links.get(&(body, kind.as_str(), field.as_str())),
            (Some(kind), Some(key), None) => self.records.get(&(body, kind.as_str(), key.as_str())),
            _ => None,
        };
        match own {
            Some(own) => own.clone(),
            None if gap.records => missing().chain(self.files.iter().filter(|_| gap.network)).copied().collect(),
            None if gap.perhaps => Vec::new(),
            None if gap.field.is_some() => references().copied().collect(),
            None => Vec::new(),
        }
    }

    /// All that is said of a body, and of none.
    fn of_body(&self, body: &str) -> Vec<usize> {
        let both = [self.all.get(&Some(body)), self.all.get(&None)];
        both.into_iter().flatten().flatten().copied().collect()
    }
}

/// Whether a finding keeps an answer from being green.
fn counts(finding: &Finding) -> bool {
    finding.effect != Effect::None && finding.severity == Severity::Error
}

/// Whether it says that records, or files, were not read.
fn is_of_whole_records(finding: &Finding) -> bool {
    finding.unread
        || matches!(finding.effect, Effect::NotChecked | Effect::Incomplete)
        || [host::SYNTAX.name, host::ENCODING.name].contains(&&*finding.rule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::RecordName;
    use crate::host::HostRule;
    use crate::language::Text;

    fn said(rule: &HostRule, body: Option<&str>, record: Option<(&str, &str)>) -> Finding {
        let mut finding = rule.finding(Text::same("坏"));
        finding.body = body.map(Arc::from);
        finding.record = record.map(|(key, _)| RecordName { kind: "member".to_owned(), key: key.to_owned() });
        finding.field = record.map(|(_, field)| field.to_owned());
        finding
    }

    fn gap(body: &str, key: Option<&str>, field: Option<&str>, records: bool) -> Unseen {
        let own = |word: Option<&str>| word.map(str::to_owned);
        let (kind, perhaps) = (own(Some("member")), false);
        Unseen { body: body.into(), kind, key: own(key), field: own(field), records, perhaps, network: false }
    }

    #[test]
    fn each_silence_is_laid_to_what_caused_it_or_told_for_itself() {
        let host = || {
            vec![
                said(&host::TYPE, Some("a"), Some(("1", "n"))),
                said(&host::TYPE, Some("a"), Some(("2", "n"))),
                said(&host::REFERENCE, Some("a"), Some(("3", "leader"))),
                said(&host::SYNTAX, None, None),
                said(&host::TYPE, Some("b"), Some(("1", "n"))),
            ]
        };
        let marked = |gap: Unseen| {
            let mut host = host();
            count(&mut host, &mut [], &BTreeSet::from([gap]));
            (0..host.len()).filter(|at| host[*at].silences).collect::<Vec<_>>()
        };
        assert_eq!(marked(gap("a", Some("2"), Some("n"), false)), [1]);
        assert_eq!(marked(gap("a", None, Some("leader"), false)), [2]);
        // A slip that is told at another record; records that were not read; a value that nothing is said of.
        assert_eq!(marked(gap("a", Some("9"), Some("leader"), false)), [2]);
        assert_eq!(marked(gap("b", None, None, true)), [3]);
        assert_eq!(marked(gap("b", Some("7"), Some("n"), false)), [3, 4]);
        let mut host = vec![said(&host::TYPE, Some("b"), None)];
        count(&mut host, &mut [], &BTreeSet::from([gap("a", Some("1"), Some("n"), false)]));
        assert_eq!((&*host[1].rule, host[1].effect, host[0].silences), ("host/undecided", Effect::Incomplete, false));
    }

    #[test]
    fn the_fault_of_a_scheme_is_the_cause_of_who_asks_for_its_card() {
        let mut fault = Finding::new("p/score", Status::Fault, Effect::Incomplete, Text::same("坏"));
        fault.body = Some("a".into());
        fault.record = Some(RecordName { kind: "member".to_owned(), key: "1".to_owned() });
        let (mut host, mut rules) = (Vec::new(), [fault]);
        count(&mut host, &mut rules, &BTreeSet::from([gap("a", Some("1"), None, false)]));
        assert!(rules[0].silences && host.is_empty());
    }
}
