//! The machine: from typed trees to code that runs, and from code to drafts of findings.
//!
//! Code is a tree of closures, each chosen by the types of what it works on when a pack is loaded. It is shared by all threads;
//! what a call changes is in the worker's [`State`](crate::native::state::State).

pub(crate) mod constant;
pub(crate) mod code;
mod dynamic;
mod places;
pub(crate) mod program;
pub(crate) mod compile;
