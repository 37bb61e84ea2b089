//! What inputs at random are put into: a pack with every type and most constraints, and a ledger without fault.

use jiff::civil::{Date, date};
use yize_core::{Check, Memory};

/// The day as of which is checked.
pub const DAY: Date = date(2026, 12, 31);
/// What parts one file from the next in an input that stands for several.
pub const CUT: &str = "%%%%\n";

/// The manifest.
pub const MANIFEST: &str = include_str!("../pack/pack.toml");
/// The kinds.
pub const KINDS: &str = include_str!("../pack/kinds.toml");
/// The rules.
pub const RULES: &str = include_str!("../pack/duty.rhai");
/// The cases.
pub const CASES: &str = include_str!("../pack/tests/duty.toml");
/// The settings of a project with the pack.
pub const SETTINGS: &str = "rules = [\"rules\"]\n";
/// A ledger: without fault but for the second meeting, of which there is a violation.
pub const DATA: &str = include_str!("../pack/ledger.toml");

/// The pack without its cases.
pub fn pack() -> Memory {
    Memory::default()
        .with("ledger/pack.toml", MANIFEST)
        .with("ledger/kinds.toml", KINDS)
        .with("ledger/duty.rhai", RULES)
}

/// A check by the pack.
pub fn check() -> Check {
    Check::as_of(DAY).pack(pack())
}

/// A project with the pack and the ledger.
pub fn project() -> Memory {
    Memory::default()
        .with("club/rules/ledger/pack.toml", MANIFEST)
        .with("club/rules/ledger/kinds.toml", KINDS)
        .with("club/rules/ledger/duty.rhai", RULES)
        .with("club/data/ledger.toml", DATA)
        .with("club/yize.toml", SETTINGS)
}

/// The parts of an input that stands for several files.
pub fn parts(bytes: &[u8]) -> Vec<Vec<u8>> {
    let (mut parts, mut rest) = (Vec::new(), bytes);
    while let Some(at) = rest.windows(CUT.len()).position(|window| window == CUT.as_bytes()) {
        parts.push(rest[..at].to_vec());
        rest = &rest[at + CUT.len()..];
    }
    parts.push(rest.to_vec());
    parts
}
