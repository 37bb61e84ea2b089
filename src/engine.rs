//! The engine: rule scripts compiled, checked and run over the records.

pub mod api;
pub mod compile;
mod faults;
pub mod library;
pub mod limits;
pub mod memory;
pub mod run;
pub mod shared;
mod worker;
