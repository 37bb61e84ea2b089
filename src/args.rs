//! What commands have in common on the command line: what a command is, and the arguments that several take, each with what
//! it means.

mod builder;
mod day;
mod given;
pub(crate) mod jobs;
pub(crate) mod common;
mod paths;
pub(crate) mod format;
pub(crate) mod fail_on;
pub(crate) mod filters;
pub(crate) mod excuses;
pub(crate) mod shard;
pub(crate) mod repeated;
pub(crate) mod token;
pub(crate) mod password;
pub(crate) mod browser;
pub(crate) mod cache;
mod command;

pub(crate) use builder::Builder;
pub(crate) use command::{Answer, Command, action};
pub(crate) use given::Given;
pub(crate) use paths::Paths;

#[cfg(test)]
pub(crate) mod tests;
