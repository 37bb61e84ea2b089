//! What commands have in common on the command line: what a command is, and the arguments that several take, each with what
//! it means.

mod builder;
mod given;
pub mod jobs;
pub mod common;
mod paths;
pub mod format;
pub mod fail_on;
pub mod filters;
pub mod excuses;
pub mod shard;
pub mod repeated;
mod command;

pub use builder::Builder;
pub use command::{Answer, Command, action};
pub use given::Given;
pub use paths::Paths;

#[cfg(test)]
pub mod tests;
