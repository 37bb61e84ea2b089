//! yize 议则, the program: what shows, repeats and serves what `yize_core` finds. Modules stand in the order in which the
//! data flows; each imports only modules above it. What is public serves `main.rs`, the tests and the benchmarks.

#![deny(unreachable_pub)]

pub mod packs;
pub mod ledger;
mod git;
mod watch;
mod rounds;
mod workbook;
pub mod report;
mod schemas;
mod templates;
mod reference;
mod board;
mod planner;
mod history;
mod serve;
mod terminal;
mod outputs;
mod cache;
mod args;
mod commands;
pub mod cli;
