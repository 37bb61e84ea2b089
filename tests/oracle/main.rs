//! The machine and an oracle: programs and data at random are run by ours and by Rhai's own evaluator, and both must say the
//! same. `ORACLE_PROGRAMS` says how many, `ORACLE_SEED` which come first.
#![expect(clippy::disallowed_methods, reason = "tests read the repository, the clock and their settings")]
#![expect(clippy::format_collect, reason = "texts are short, and what they are is seen at once")]
#![expect(clippy::needless_for_each, reason = "a chain that ends in what is done reads well")]
#![expect(clippy::match_same_arms, reason = "arms stand by the numbers that are rolled")]

mod data;
mod dice;
mod grow;
mod host;
mod judge;
mod memory;
mod print;
mod schema;
mod shrink;
mod tree;

mod programs;
mod differences;
mod found;
mod examples;
mod hostile;
mod meta;
