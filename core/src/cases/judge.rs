//! Judging a case: each expectation finds its finding, or does not.

use crate::cases::{Expected, Verdict};
use crate::finding::Finding;
use crate::language::Lang;

/// Compares what came with what was expected.
pub(crate) fn judge(expected: &[Expected], findings: &[Finding]) -> Vec<Verdict> {
    let mut left: Vec<&Finding> = findings.iter().collect();
    let mut unmet = Vec::new();
    for expectation in expected {
        match left.iter().position(|f| meets(expectation, f)) {
            Some(at) => _ = left.remove(at),
            None => unmet.push(expectation),
        }
    }
    let mut verdicts = Vec::new();
    for expectation in unmet {
        // A finding of the same rule at the same record is the one that was meant.
        match left.iter().position(|f| *f.rule == *expectation.rule && same_record(expectation, f)) {
            Some(at) => verdicts.push(Verdict::Wrong(expectation.clone(), left.remove(at).clone())),
            None => verdicts.push(Verdict::Missing(expectation.clone())),
        }
    }
    verdicts.extend(left.into_iter().map(|f| Verdict::Noisy(f.clone())));
    verdicts
}

fn meets(expected: &Expected, finding: &Finding) -> bool {
    let says =
        |part: &String| finding.message.get(Lang::Zh).contains(part) || finding.message.get(Lang::En).contains(part);
    *finding.rule == *expected.rule
        && same_record(expected, finding)
        && expected.field.as_ref().is_none_or(|field| finding.field.as_ref() == Some(field))
        && expected.message.as_ref().is_none_or(says)
        && finding.status == expected.status
}

fn same_record(expected: &Expected, finding: &Finding) -> bool {
    expected.record.as_ref().is_none_or(|wanted| record_of(finding).as_ref() == Some(wanted))
}

/// The record of a finding, as cases name it: `kind/key`.
#[must_use]
pub(crate) fn record_of(finding: &Finding) -> Option<String> {
    finding.record.as_ref().map(|r| format!("{}/{}", r.kind, r.key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Effect, RecordName, Status};
    use crate::language::Text;

    fn finding(rule: &str, key: &str, message: &str) -> Finding {
        let mut finding = Finding::new(rule, Status::Violation, Effect::Violation, Text::same(message));
        finding.record = Some(RecordName { kind: "member".to_owned(), key: key.to_owned() });
        finding
    }

    fn expected(rule: &str, key: &str, message: &str) -> Expected {
        Expected {
            rule: rule.to_owned(),
            record: Some(format!("member/{key}")),
            field: None,
            message: Some(message.to_owned()),
            status: Status::Violation,
        }
    }

    #[test]
    fn each_outcome_has_its_name() {
        let came = [finding("a/x", "1", "少1次"), finding("a/x", "2", "少2次"), finding("a/y", "3", "多1次")];
        let verdicts =
            judge(&[expected("a/x", "1", "1次"), expected("a/x", "2", "3次"), expected("a/z", "9", "")], &came);
        assert!(
            matches!(&verdicts[0], Verdict::Wrong(e, f) if e.record.as_deref() == Some("member/2") && *f == came[1])
        );
        assert!(matches!(&verdicts[1], Verdict::Missing(e) if e.rule == "a/z"));
        assert!(matches!(&verdicts[2], Verdict::Noisy(f) if *f == came[2]));
        assert_eq!(verdicts.len(), 3);
    }

    #[test]
    fn two_alike_need_two_expectations() {
        let came = [finding("a/x", "1", "同"), finding("a/x", "1", "同")];
        assert!(matches!(judge(&[expected("a/x", "1", "同")], &came).as_slice(), [Verdict::Noisy(_)]));
        assert!(judge(&[expected("a/x", "1", "同"), expected("a/x", "1", "同")], &came).is_empty());
    }
}
