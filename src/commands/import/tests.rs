//! What is exported and imported again is what it was: for every kind of every pack that comes with the program, with records
//! made at random from what the kinds declare.
//!
//! What a sheet cannot keep is not made: blanks at the ends, signs that nobody sees, and empty texts (an empty cell is no
//! value); in keys, full-width signs, which are read half-width, and ends of lines.

mod random;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::same::{differing, reads_back};
use super::sheets::{Own, sheets};
use super::{reading, written};
use crate::ledger::Ledgers;
use crate::packs::built_in;
use crate::report::records::{Form, table};
use crate::report::spreadsheet::csv;
use crate::workbook::{Table, Workbook, workbook};
use random::Random;
use yize_core::catalogue::{KindInfo, kinds};
use yize_core::check::{Outcome, Request, check};
use yize_core::language::Lang;
use yize_core::records::Value;
use yize_core::{Date, Memory, PackSource};

/// A body of each pack, and of each set of packs that govern one together.
const BODIES: [&str; 8] =
    ["baoding", "baoding/lianchi", "handan", "hengshui", "langfang", "tangshan", "tangshan/luannan", "own"];

/// A pack that takes in one which governs nobody by itself.
const OWN: &str = "id = \"own\"\ntitle = \"自有\"\nversion = \"1\"\nextends = [\"duty\"]\nbodies = [\"own\"]\n";

fn request() -> Request {
    let own = PackSource::from(Memory::default().with("own/pack.toml", OWN));
    let (packs, as_of) = (vec![built_in(), own], Date::constant(2026, 6, 30));
    Request { packs, workbooks: Some(Arc::new(Ledgers)), ..Request::new(vec!["p".into()], as_of) }
}

/// The records of a kind of the only body, in the order read.
fn records<'o>(outcome: &'o Outcome, kind: &str) -> Vec<Own<'o>> {
    let body = outcome.bodies().next().expect("a body");
    let kind = body.kind(kind).expect("a kind");
    let of = |year: i16| {
        let own = move |record| Own { body, kind, year: kind.is_yearly().then_some(year), record };
        kind.records(year).map(own)
    };
    kind.years().into_iter().flat_map(of).collect()
}

/// A check of TOML by all packs, without their rules.
fn of_toml(text: String) -> Outcome {
    let files = Memory::default().with("p/yize.toml", "").with("p/data/all.toml", text);
    check(&files, &Request { scores_only: true, scores: false, ..request() }, &())
}

/// The table of each kind that has records, with the name of its file.
fn tables(outcome: &Outcome, kinds: &[KindInfo]) -> Vec<(String, Table)> {
    let body = outcome.bodies().next().expect("a body");
    let own = kinds.iter().filter(|kind| !records(outcome, &kind.name).is_empty());
    let made = own.map(|info| {
        let form = Form::of(std::slice::from_ref(info)).expect("a form");
        (info.name.clone(), table(&[(body, body.kind(&info.name).expect("a kind"))], &form, None, Lang::Zh))
    });
    made.collect()
}

/// A project of the files that were exported, and what it is asked.
fn exported(tables: &[(String, Table)], form: &str) -> (Memory, Vec<PathBuf>) {
    let (mut files, mut names) = (Memory::default().with("p/yize.toml", "[[ledger]]\nfile = \"*\"\n"), Vec::new());
    for (name, table) in tables {
        let bytes = match form {
            "xlsx" => workbook(&Workbook { tables: std::slice::from_ref(table), lang: Lang::Zh }).expect("a workbook"),
            _ => {
                let mut bytes = Vec::new();
                csv(table, &mut bytes).expect("written");
                bytes
            }
        };
        let path = PathBuf::from(format!("p/{name}.{form}"));
        files = files.with(path.clone(), bytes);
        names.push(path);
    }
    (files, names)
}

/// Exports, imports and compares the records of a body in one form.
fn there_and_back(body: &str, seed: u64, form: &str) -> Result<usize, String> {
    let kinds = kinds(&Memory::default(), &request(), body);
    assert!(kinds.len() > 5, "{body}");
    let (text, made) = Random::new(seed).records(body, &kinds);
    let before = of_toml(text.clone());
    assert_eq!(before.summary.records, made, "{body} {seed}: {:?}\n{text}", before.findings.first());
    for kind in &kinds {
        assert!(!records(&before, &kind.name).is_empty(), "{body} {seed}: no record of {}", kind.name);
        for own in records(&before, &kind.name) {
            let broken = kind.fields.iter().find(|field| own.record.get(&field.name) == Some(Value::Broken));
            assert!(broken.is_none(), "{body} {seed}: {:?} {broken:?} {:?}", own.record, before.findings.first());
        }
    }
    let (files, names) = exported(&tables(&before, &kinds), form);
    let asked =
        Request { laid: reading(Request { paths: names.clone(), ..request() }, (None, None)).laid, ..request() };
    let asked = Request { scores_only: true, scores: false, allow_empty: true, ..asked };
    let after = check(&files, &asked, &());
    let found = sheets(&after, &names);
    let failed = |what: String| Err(format!("{body} seed {seed} {form}: {what}"));
    for sheet in &found {
        let (kind, _) = sheet.reading.kind.as_ref().expect("a kind");
        let (wanted, have): (Vec<_>, Vec<_>) = (records(&before, kind), sheet.records().collect());
        if wanted.len() != have.len() || sheet.rows.len() != have.len() {
            return failed(format!("{kind}: {} of {} records: {:?}", have.len(), wanted.len(), sheet.reading));
        }
        for (own, (row, other)) in wanted.iter().zip(&have) {
            if let Some(field) = differing(own, other) {
                let (own, other) = (own.record.get(&field), other.record.get(&field));
                return failed(format!("{kind} row {row} {field}: {own:?} reads as {other:?}"));
            }
        }
    }
    if found.len() != names.len() {
        return failed(format!("{} of {} sheets: {:?}", found.len(), names.len(), after.findings.first()));
    }
    let unread = written::Unread::of(&after);
    let written: Vec<_> = found.iter().map(|sheet| written::text(sheet, (&after.sources, &unread), Lang::Zh)).collect();
    if let Err(why) = reads_back(&files, &asked, &found, &written, Path::new("out")) {
        return failed(why.get(Lang::En).to_owned());
    }
    assert!(written.iter().all(|own| !own.lost));
    Ok(made)
}

#[test]
fn what_is_exported_and_imported_again_is_what_it_was() {
    let mut wrong: Vec<String> = Vec::new();
    for body in BODIES {
        for seed in 0..2 {
            for form in ["xlsx", "csv"] {
                match there_and_back(body, seed, form) {
                    Ok(made) => assert!(made > 20, "{body} {made}"),
                    Err(why) => wrong.push(why),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
