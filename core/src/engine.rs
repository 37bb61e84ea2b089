//! The engine: rule scripts compiled, checked and run over the records. Rhai is behind this door alone.
//!
//! Its border is what stands first below: what is lent to it, what it compiles, what it runs, what it keeps. All else is its
//! own, and the compiler sees that nobody else calls it.

pub(crate) mod memory;
pub(crate) mod lent;
pub(crate) mod library;
pub(crate) mod compile;
pub(crate) mod run;
pub(crate) mod recall;

pub(crate) mod signatures;
mod lint;
mod limits;
mod reads;
mod scores;
mod shared;
mod api;
mod faults;
mod worker;

#[cfg(test)]
mod tests;
