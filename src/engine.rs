//! Rhai behind one door: what scripts may call, and what is checked of them when they are loaded.

pub mod signatures;
pub mod lint;
