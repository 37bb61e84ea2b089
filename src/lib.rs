//! yize 议则, the program: what shows, repeats and serves what `yize_core` finds. Modules stand in the order in which the
//! data flows; each imports only modules above it.

pub mod memory;
pub mod packs;
pub mod git;
pub mod watch;
pub mod rounds;
pub mod report;
pub mod board;
pub mod serve;
pub mod terminal;
pub mod args;
pub mod commands;
pub mod cli;
