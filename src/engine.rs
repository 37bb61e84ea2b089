//! The engine: rule scripts compiled, checked and run over the records.

pub mod api;
pub mod limits;
pub mod memory;
pub mod shared;
