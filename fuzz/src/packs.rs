//! Packs: manifests and kinds, scripts, cases.

use std::panic::panic_any;

use yize_core::cases::{Report, Selection, Tested, blessed, test};
use yize_core::{Check, Memory};

use crate::dice::Dice;
use crate::grow::{self, Bent};
use crate::host::Oracle;
use crate::judge::{Case, judge, show};
use crate::ledger::{CASES, DATA, DAY, KINDS, MANIFEST, RULES, pack, parts};
use crate::{data, schema, sound};

/// Manifest, kinds, holidays and views, as far as the input goes; what it does not say is as it should be.
pub fn manifests(bytes: &[u8]) {
    let mut pack = pack();
    let names = ["pack.toml", "kinds.toml", "views.toml", "holidays.toml"];
    for (name, part) in names.into_iter().zip(parts(bytes)) {
        pack = pack.with(format!("ledger/{name}"), part);
    }
    sound::outcome(&Check::as_of(DAY).pack(pack).data("data.toml", DATA).run());
}

/// A script.
pub fn scripts(bytes: &[u8]) {
    let pack = pack().with("ledger/duty.rhai", bytes);
    let outcome = Check::as_of(DAY).pack(pack).data("data.toml", DATA).run();
    let code = sound::outcome(&outcome);
    if std::str::from_utf8(bytes).is_err() {
        assert_eq!(code, 2, "no UTF-8 was read");
    }
}

/// A script that has types, and the data that it asks for, grown by the bytes: our machine and Rhai's evaluator say the same.
pub fn programs(bytes: &[u8]) {
    thread_local!(static ORACLE: Oracle = Oracle::new());
    let mut dice = Dice::of(bytes);
    let schema = schema::schema(&mut dice, "");
    let program = grow::program(&mut dice, schema.clone(), Bent::default());
    let data = data::data(&mut dice, &schema, false);
    let case = Case { schema, program, data };
    let verdict = ORACLE.with(|oracle| judge(oracle, &case));
    if let Some(difference) = verdict.difference {
        panic_any(format!("{difference}\n{}", show(&case)));
    }
}

/// A file of cases. What is blessed passes.
pub fn cases(bytes: &[u8]) {
    let run = |text: &[u8]| -> (Memory, Report) {
        let pack = pack().with("ledger/tests/duty.toml", text);
        let check = Check::as_of(DAY).pack(pack);
        let selection = Selection::default();
        (Memory::default(), test(&Memory::default(), check.request(), &selection, &()))
    };
    let (_, report) = run(bytes);
    let failed: Vec<&Tested> = report.tested.iter().filter(|tested| !tested.verdicts.is_empty()).collect();
    let (Some(first), true) = (failed.first(), report.findings.is_empty()) else { return };
    let text = first.sources.get(first.case.place.source).text();
    let Ok(new) = blessed(text, &failed) else { return };
    let (_, again) = run(new.as_bytes());
    assert!(again.findings.is_empty(), "what was blessed is read: {:?}\n{new}", again.findings);
    let wrong = again.tested.iter().find(|tested| !tested.verdicts.is_empty());
    assert!(wrong.is_none(), "what was blessed passes: {:?}\n{new}", wrong.map(|tested| &tested.verdicts));
}

/// What the seeds are made of.
pub fn seeds() -> [(&'static str, &'static str); 4] {
    [("manifest", MANIFEST), ("kinds", KINDS), ("rules", RULES), ("cases", CASES)]
}
