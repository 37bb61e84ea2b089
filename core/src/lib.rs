//! The core of yize 议则: rule packs and data in, findings out. Modules stand in the order in which the data flows; each
//! imports only modules above it.

pub mod language;
pub mod spelling;
pub mod source;
pub mod finding;
pub mod host;
pub mod files;
pub mod parallel;
pub mod memo;
pub mod progress;
pub mod document;
pub mod value;
pub mod calendar;
pub mod schema;
pub mod pack;
pub mod project;
pub mod data;
pub mod score;
pub mod engine;
pub mod check;
