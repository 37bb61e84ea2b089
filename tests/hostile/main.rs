//! Packs, ledgers, files and networks that mean no good: each is tried with so much memory and time, and must end as it says.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "tests read the repository and the clock")]

#[expect(dead_code, reason = "shared with the end-to-end tests")]
#[path = "../it/support.rs"]
mod support;
#[expect(dead_code, reason = "shared with the end-to-end tests")]
#[path = "../it/server.rs"]
mod serving;
mod tries;

mod settings;
mod files;
mod packs;
mod load;
mod data;
mod syntax;
mod native;
mod green;
mod identity;
mod formats;
mod writers;
