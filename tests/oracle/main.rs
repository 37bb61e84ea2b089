//! The machine and an oracle: programs and data at random are run by ours and by Rhai's own evaluator, and both must say the
//! same. `ORACLE_PROGRAMS` says how many, `ORACLE_SEED` which come first.

mod data;
mod dice;
mod grow;
mod host;
mod judge;
mod print;
mod schema;
mod shrink;
mod tree;

mod programs;
mod found;
mod hostile;
