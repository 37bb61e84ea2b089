//! The engine: rule scripts compiled, checked and run over the records. Rhai is behind this door alone.

pub mod signatures;
pub mod lint;
pub mod memory;
pub mod lent;
pub mod limits;
pub mod reads;
pub mod kept;
pub mod scores;
pub mod shared;
pub mod api;
pub mod library;
mod faults;
mod worker;
pub mod compile;
pub mod run;

#[cfg(test)]
mod tests;
