//! What a program found, in the one shape in which all are compared: a JSON object a line, as in yize's own report.

use std::borrow::Cow;
use std::io::Write;

use serde::{Deserialize, Serialize};

use crate::Result;

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub struct Finding<'a> {
    /// The rule.
    #[serde(borrow)]
    pub rule: Cow<'a, str>,
    /// `violation`, or `pending` before its day.
    #[serde(borrow)]
    pub status: Cow<'a, str>,
    /// The record that it speaks of.
    #[serde(borrow)]
    pub record: Option<Record<'a>>,
    /// What it says.
    #[serde(borrow)]
    pub message: Cow<'a, str>,
}

/// A record, as findings name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub struct Record<'a> {
    /// Its kind.
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    /// Its key.
    #[serde(borrow)]
    pub key: Cow<'a, str>,
}

impl<'a> Finding<'a> {
    /// A violation of a rule by a record.
    pub fn violation(rule: &'a str, (kind, key): (&'a str, &'a str), message: String) -> Self {
        Self::new(rule, Record { kind: kind.into(), key: key.into() }, message)
    }

    /// A violation of a rule by the activity of a number: it has no key of its own.
    pub fn activity(rule: &'a str, number: usize, message: String) -> Self {
        Self::new(rule, Record { kind: "activity".into(), key: format!("#{number}").into() }, message)
    }

    fn new(rule: &'a str, record: Record<'a>, message: String) -> Self {
        Self { rule: rule.into(), status: "violation".into(), record: Some(record), message: message.into() }
    }
}

/// Prints findings.
pub fn print(findings: &[impl Serialize]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    for finding in findings {
        serde_json::to_writer(&mut out, finding)?;
        writeln!(out)?;
    }
    Ok(())
}

/// How two lists of findings differ, in a few lines; nothing where they hold the same. Both are in order.
pub fn difference(expected: &[Finding<'_>], found: &[Finding<'_>]) -> Option<String> {
    /// Most that are shown of either side.
    const SHOWN: usize = 5;
    let beyond = |these: &[Finding<'_>], those: &[Finding<'_>], what: &str| {
        let mut those = those.iter().peekable();
        let rest = these.iter().filter(|this| {
            while those.next_if(|that| that < this).is_some() {}
            those.next_if(|that| that == this).is_none()
        });
        let rest: Vec<String> = rest.map(|finding| format!("  {what}: {finding:?}")).collect();
        (rest.len(), rest.into_iter().take(SHOWN).collect::<Vec<_>>().join("\n"))
    };
    let (missing, some_missing) = beyond(expected, found, "missing");
    let (added, some_added) = beyond(found, expected, "too much");
    (missing + added > 0).then(|| format!("{missing} missing, {added} too much\n{some_missing}\n{some_added}"))
}
