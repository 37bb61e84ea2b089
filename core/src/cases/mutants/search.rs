//! A case that would notice a mutant that survives: one that there is, with one small change of its data.

use std::collections::BTreeSet;
use std::sync::Arc;

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

use super::edits::{Edit, edits};
use super::{Base, Killer, Lab, Ran, Trying, said};
use crate::cases::run::{Came, Rounds};
use crate::cases::{Case, Expected, Tested, bless, judge};
use crate::check::memos::Memos;
use crate::escape;
use crate::finding::{Finding, Status};
use crate::language::Lang;

/// How many cases are varied for a mutant, and how many bytes of data are read for each.
const CASES: usize = 5;
const BYTES: usize = 2 << 20;

impl Lab<'_> {
    /// Looks for one. `reaching` are the cases that reach the mutant; the smallest are tried first.
    pub(super) fn search(&self, mutant: &Trying<'_>, reaching: &[usize]) -> Option<Killer> {
        let mut cases: Vec<&Ran<'_>> = reaching.iter().map(|at| &self.ran[*at]).collect();
        let bytes = |ran: &Ran<'_>| ran.tested.case.data.iter().map(|(_, text)| text.len()).sum::<usize>();
        cases.sort_by_key(|ran| (bytes(ran), ran.tested.case.place));
        let cases = cases.into_iter().filter(|ran| ran.tested.case.cards.is_empty()).take(CASES);
        cases.into_iter().find_map(|ran| self.vary(mutant, ran, BYTES / bytes(ran).max(1)))
    }

    /// The first change of a case's data with which the mutant is noticed.
    fn vary(&self, mutant: &Trying<'_>, ran: &Ran<'_>, most: usize) -> Option<Killer> {
        let case = &ran.tested.case;
        let laid = ran.trial.lay(case, &case.data, &mut Rounds::anew(ran.trial.sources));
        let sound = laid.compile(ran.trial.rules, ran.trial.otherwise(case), self.memos);
        let base = Base::of(ran, &laid, &sound, mutant.only(ran));
        let changed = self.made(mutant, ran, &laid, &base)?;
        // A case that says all of what comes may notice what one that says a part of it does not.
        let result = base.check(ran, &laid, &base.compiled);
        if is_noticed(&result, &base.check(ran, &laid, &changed)) {
            let text = written(ran, None, laid.check(&sound, &case.only, &Memos::default()))?;
            return Some(Killer { like: case.name.clone(), changed: false, text });
        }
        let as_it_is = host_says(&ran.tested.findings);
        let mut left = most;
        for (file, (_, text)) in case.data.iter().enumerate() {
            for edit in edits(text) {
                left = left.checked_sub(1)?;
                let mut data = case.data.clone();
                data[file].1 = edited(text, &edit).into();
                let laid = ran.trial.lay(case, &data, &mut Rounds::anew(ran.trial.sources));
                let result = base.check(ran, &laid, &base.compiled);
                // What is wrong with the data is no case of a rule.
                if host_says(&result.findings) != as_it_is
                    || result.findings.iter().any(|own| own.status == Status::Fault)
                {
                    continue;
                }
                if !is_noticed(&result, &base.check(ran, &laid, &changed)) {
                    continue;
                }
                let whole = laid.check(&sound, &case.only, &Memos::default());
                if let Some(text) = written(ran, Some((file, &edit)), whole) {
                    return Some(Killer { like: case.name.clone(), changed: true, text });
                }
            }
        }
        None
    }
}

/// Whether a case that expects all of what comes fails with what comes of the change: a message that only says more passes.
fn is_noticed(result: &Came, changed: &Came) -> bool {
    let expect: Vec<Expected> = result.findings.iter().map(expected).collect();
    !judge::judge(&expect, &changed.findings).is_empty()
}

fn edited(text: &str, (cut, put): &Edit) -> String {
    format!("{}{put}{}", &text[..cut.start], &text[cut.end..])
}

fn host_says(findings: &[Finding]) -> BTreeSet<String> {
    findings.iter().filter(|finding| finding.rule.starts_with("host/")).map(said).collect()
}

/// A finding, as a case expects it that was made of what came.
fn expected(finding: &Finding) -> Expected {
    Expected {
        rule: finding.rule.to_string(),
        record: judge::record_of(finding),
        field: finding.field.as_deref().map(str::to_owned),
        message: Some(finding.message.get(Lang::Zh).to_owned()),
        status: finding.status,
    }
}

/// The case with a change, as it may be pasted below the one that it is made from; without, as it may stand in its place.
fn written(ran: &Ran<'_>, change: Option<(usize, &Edit)>, result: Came) -> Option<String> {
    let case = &ran.tested.case;
    let document: DocumentMut = ran.tested.sources.get(case.place.source).text().parse().ok()?;
    let mut entry: Table = document.get("case")?.as_array_of_tables()?.get(case.index)?.clone();
    if let Some(own) = change {
        changed(&mut entry, case, own)?;
    }
    let Came { findings, called, scores, .. } = result;
    let (pack, sources) = (ran.tested.pack.clone(), ran.tested.sources.clone());
    let tested = Tested {
        findings,
        called,
        scores,
        pack,
        sources,
        case: case.clone(),
        verdicts: Vec::new(),
        took: std::time::Duration::ZERO,
    };
    entry.insert("expect", Item::Value(Value::Array(bless::expectations(&tested))));
    entry.decor_mut().clear();
    let mut shown = DocumentMut::new();
    let mut cases = toml_edit::ArrayOfTables::new();
    cases.push(entry);
    shown.insert("case", Item::ArrayOfTables(cases));
    Some(shown.to_string().trim_start().to_owned())
}

/// Writes a change of its data into a case.
fn changed(entry: &mut Table, case: &Case, (file, edit): (usize, &Edit)) -> Option<()> {
    if entry.get("add").is_some() && file + 1 == case.data.len() {
        let text = entry.get("add")?.as_str()?.to_owned();
        // A head may stand before what is written.
        let before = case.data[file].1.len() - text.len();
        let own = (edit.0.start.checked_sub(before)?..edit.0.end.checked_sub(before)?, edit.1.clone());
        entry.insert("add", toml_edit::value(edited(&text, &own)));
    } else {
        let (find, put) = once(case, (file, edit), entry.contains_key("add"))?;
        let mut change = InlineTable::new();
        change.insert("find", literal(&find));
        change.insert("put", literal(&put));
        let changes = entry.entry("change").or_insert(Item::Value(Value::Array(Array::new())));
        changes.as_array_mut()?.push(Value::InlineTable(change));
    }
    entry.insert("name", toml_edit::value(format!("{}，改一处", case.name)));
    Some(())
}

/// The edit as a text that occurs once in the data of the case, and what is put in its place.
fn once(case: &Case, (file, (cut, put)): (usize, &Edit), adds: bool) -> Option<(String, String)> {
    let text: &Arc<str> = &case.data[file].1;
    let others = case.data.len() - usize::from(adds);
    let (mut start, mut end) = (cut.start, cut.end);
    loop {
        let find = &text[start..end];
        let count: usize = case.data[..others].iter().map(|(_, text)| text.matches(find).count()).sum();
        if !find.is_empty() && count == 1 {
            let put = format!("{}{put}{}", &text[start..cut.start], &text[cut.end..end]);
            return Some((find.to_owned(), put));
        }
        // A word more on the left, then on the right.
        let left = text[..start].trim_end_matches(|c: char| !c.is_whitespace()).trim_end().len();
        if left < start && !text[left..start].contains('\n') {
            start = left;
        } else if start > 0 && !text[..start].ends_with('\n') {
            start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        } else if end < text.len() {
            end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        } else {
            return None;
        }
    }
}

/// A text as it is read most easily: between single quotes where it may stand there.
fn literal(text: &str) -> Value {
    let plain = !text.contains(['\'', '\n']) && text.chars().all(|c| !c.is_control());
    let written = if plain { format!("'{text}'") } else { escape::toml(text) };
    written.parse().unwrap_or_else(|_| text.into())
}
