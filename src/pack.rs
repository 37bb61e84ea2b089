//! Packs: a folder of rules and declarations for one or more bodies.
pub mod rule;
