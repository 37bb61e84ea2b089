//! Every reader and writer of yize, each as a function of bytes that panics where something is not as it is promised. The
//! targets in `fuzz_targets/` hand them what the fuzzer comes upon.

mod dice;
mod ledger;
#[allow(warnings, clippy::all, clippy::pedantic)]
#[path = "../../tests/oracle"]
mod oracle {
    //! The typed generator of scripts and its judge are the oracle's; only where the dice come from is ours.
    pub mod data;
    pub mod grow;
    pub mod host;
    pub mod judge;
    pub mod print;
    pub mod schema;
    pub mod tree;
}
mod sound;

use oracle::{data, grow, host, judge, print, schema, tree};

pub mod ledgers;
pub mod packs;
pub mod projects;
pub mod reports;
pub mod requests;
pub mod workbooks;
