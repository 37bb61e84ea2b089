//! Fingerprints: names for findings that survive edits elsewhere, for baselines and for tools that follow findings over time.
//!
//! ```
//! use yize_core::check::fingerprint;
//!
//! # let outcome = yize_core::example::outcome();
//! let prints = fingerprint::all(&outcome.findings, &outcome.sources);
//! assert_eq!((prints.len(), prints[0].len()), (1, 16));
//! assert!(fingerprint::each(&outcome.findings, &outcome.sources).eq(prints));
//! assert_eq!(fingerprint::file(&outcome.findings[0], &outcome.sources), Some("members.toml"));
//! // Stems stand in the reports of shards, where the number among equal findings is not known yet.
//! let stem = "0".repeat(64);
//! assert_ne!(fingerprint::of_stem(&stem, 0), fingerprint::of_stem(&stem, 1));
//! ```

use rustc_hash::FxHashMap;

use crate::finding::{Finding, Status};
use crate::source::Sources;

/// Fingerprints of findings, in their order: 16 hexadecimal digits each.
///
/// Made of rule, body and year, record, field and the values that the message speaks of: never of its wording, of lines,
/// columns or places in tables, nor of a figure that the rule has marked as a measure. A record without key is known by
/// its content. One of the host's about no record (a syntax error) takes its file in place of it, and all of the host's,
/// which no baseline holds, the sentence too: one rule of the host has many. Equal ones are told apart by their order.
#[must_use]
pub fn all(findings: &[Finding], sources: &Sources) -> Vec<String> {
    each(findings, sources).collect()
}

/// The same one by one, for who writes each down and has no need of all.
pub fn each<'a>(findings: &'a [Finding], sources: &'a Sources) -> impl Iterator<Item = String> + 'a {
    let mut seen: FxHashMap<[u8; 16], u32> = FxHashMap::default();
    findings.iter().map(move |finding| {
        let base = base(finding, sources);
        // Half of the digest tells findings apart as well.
        let half = base.as_bytes().first_chunk().copied().unwrap_or_default();
        let ordinal = seen.entry(half).or_default();
        *ordinal += 1;
        nth(base.as_bytes(), u64::from(*ordinal - 1))
    })
}

fn nth(base: &[u8], ordinal: u64) -> String {
    let hash = blake3::Hasher::new().update(base).update(&ordinal.to_le_bytes()).finalize();
    hash.to_hex()[..16].to_owned()
}

/// What the fingerprints of equal findings have in common, in hexadecimal digits.
#[must_use]
pub(crate) fn stem(finding: &Finding, sources: &Sources) -> String {
    base(finding, sources).to_hex().to_string()
}

/// The fingerprint of the finding with that stem that comes after so many equal ones; `None` for what is no stem.
#[must_use]
pub fn of_stem(stem: &str, ordinal: u64) -> Option<String> {
    Some(nth(blake3::Hash::from_hex(stem).ok()?.as_bytes(), ordinal))
}

fn base(finding: &Finding, sources: &Sources) -> blake3::Hash {
    let host = finding.rule.starts_with("host/");
    let year = (finding.identity.year != 0).then(|| finding.identity.year.to_string());
    let subject = match &finding.record {
        Some(record) => {
            // Where there is no key, what stands in its place is a place in a table.
            let key = finding.identity.content.as_deref().unwrap_or(&record.key);
            [Some(record.kind.as_str()), Some(key), None]
        }
        None if host => [None, None, file(finding, sources)],
        None => [None; 3],
    };
    let sentence = finding.message.template().filter(|_| host || finding.status == Status::Fault);
    let parts = [Some(&*finding.rule), finding.body.as_deref(), year.as_deref()]
        .into_iter()
        .chain(subject)
        .chain([finding.field.as_deref(), sentence]);
    let mut hasher = blake3::Hasher::new();
    parts.for_each(|part| put(&mut hasher, part));
    match &finding.identity.values {
        Some(digest) => put(&mut hasher, Some(digest)),
        None => {
            for (name, value) in finding.message.values() {
                put(&mut hasher, Some(name));
                put(&mut hasher, Some(value));
            }
        }
    }
    hasher.finalize()
}

/// Lengths keep neighbours apart; nothing is not the same as an empty text.
fn put(hasher: &mut blake3::Hasher, part: Option<&str>) {
    let length = part.map_or(u64::MAX, |p| p.len() as u64);
    hasher.update(&length.to_le_bytes()).update(part.unwrap_or_default().as_bytes());
}

/// The file that a finding speaks of.
#[must_use]
pub fn file<'a>(finding: &'a Finding, sources: &'a Sources) -> Option<&'a str> {
    finding.place.map(|place| &*sources.get(place.source).name).or(finding.path.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Effect, RecordName};
    use crate::host;
    use crate::language::say;
    use crate::source::{Place, Span};

    #[test]
    fn a_fingerprint_is_of_what_is_said_and_not_of_how_or_where() {
        let mut sources = Sources::default();
        let source = sources.add("data/plan.toml", "[plan]\nscheme = \"1126\"\n").unwrap();
        let message = |month: i8| say!("缺少{month}月的记录", "no record of month {month}");
        let place = Place { source, span: Span::new(16, 22) };
        let mut finding =
            Finding::new("baoding/plan/scheme", Status::Violation, Effect::Violation, message(4)).at(place);
        finding.body = Some("baoding".into());
        finding.record = Some(RecordName { kind: "plan".into(), key: "2026".into() });
        finding.field = Some("scheme".into());
        let print = |finding: &Finding| all(std::slice::from_ref(finding), &sources).remove(0);
        let before = print(&finding);
        assert_eq!(before.len(), 16);

        let mut moved = finding.clone().at(Place { source, span: Span::new(0, 1) });
        let month = 4;
        moved.message = say!("{month}月没有记录", "month {month} lacks");
        assert_eq!(print(&moved), before);

        for change in [
            (|f: &mut Finding| f.record.as_mut().unwrap().key.push('7')) as fn(&mut Finding),
            |f| f.body = Some("tangshan".into()),
            |f| f.rule = "baoding/plan/other".into(),
            |f| f.field = None,
            |f| f.identity.year = 2026,
            |f| f.identity.content = Some("0".into()),
            |f| {
                let month = 3;
                f.message = say!("缺少{month}月的记录", "no record of month {month}");
            },
        ] {
            let mut changed = finding.clone();
            change(&mut changed);
            assert_ne!(print(&changed), before);
        }
        // Records without key are told by what they say, and not by their place.
        finding.identity.content = Some("0".into());
        let mut moved = finding.clone();
        moved.record.as_mut().unwrap().key = "#7".into();
        assert_eq!(print(&moved), print(&finding));
    }

    #[test]
    fn equal_findings_are_told_apart_and_files_stand_in_for_records() {
        let mut sources = Sources::default();
        let mut syntax = |name: &str| {
            let source = sources.add(name, "x").unwrap();
            host::SYNTAX
                .finding(say!("缺少等号", "expected ="))
                .at(crate::source::Place { source, span: crate::source::Span::default() })
        };
        let (a, b) = (syntax("a.toml"), syntax("b.toml"));
        let both = all(&[a.clone(), a.clone(), b.clone()], &sources);
        assert!(both[0] != both[1] && both[1] != both[2] && both[0] != both[2]);
        assert_eq!(all(&[b], &sources)[0], both[2], "mending a.toml must not rename what is wrong in b.toml");
    }
}
