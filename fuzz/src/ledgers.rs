//! Data.

use toml::de::DeTable;
use yize_core::{FailOn, Outcome};

use crate::ledger::{DATA, check};
use crate::sound;

/// A data file. What the parser refuses is never a pass; ends of lines change nothing.
pub fn data(bytes: &[u8]) {
    let outcome = check().data("data.toml", bytes).run();
    let code = sound::outcome(&outcome);
    let Ok(whole) = std::str::from_utf8(bytes) else {
        assert_ne!(code, 0, "no UTF-8 was read");
        return;
    };
    let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
    match DeTable::parse(text) {
        Err(_) => assert_ne!(code, 0, "no TOML was read"),
        Ok(table) if code == 0 => {
            let arrays = table.get_ref().values().filter_map(|value| value.get_ref().as_array());
            let records: usize = arrays.map(|array| array.len()).sum();
            assert_eq!(outcome.summary.records, records, "a pass has read every record");
        }
        Ok(_) => {}
    }
    if !text.contains(['\r']) && !text.contains("\"\"\"") && !text.contains("'''") {
        let other = check().data("data.toml", whole.replace('\n', "\r\n")).run();
        assert_eq!(told(&outcome), told(&other), "ends of lines change what is found");
    }
    if code < 2 {
        // Beside a second file that is whole, on two threads.
        let first = check().data("a.toml", DATA).data("data.toml", bytes);
        assert_eq!(told(&first.run()), told(&first.clone().jobs(2).run()), "threads change what is found");
    }
}

fn told(outcome: &Outcome) -> (u8, Vec<(String, String)>) {
    let said =
        |finding: &yize_core::Finding| (finding.rule.to_string(), finding.message.get(yize_core::Lang::Zh).to_owned());
    (outcome.exit_code(FailOn::Error), outcome.findings.iter().map(said).collect())
}
