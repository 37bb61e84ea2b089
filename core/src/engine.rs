//! The engine: rule scripts compiled, checked and run over the records. Rhai is behind this door alone.

pub(crate) mod signatures;
pub(crate) mod lint;
pub(crate) mod memory;
pub(crate) mod lent;
pub(crate) mod limits;
pub(crate) mod reads;
pub(crate) mod kept;
pub(crate) mod scores;
pub(crate) mod shared;
pub(crate) mod api;
pub(crate) mod library;
mod faults;
mod worker;
pub(crate) mod compile;
pub(crate) mod run;

#[cfg(test)]
mod tests;
