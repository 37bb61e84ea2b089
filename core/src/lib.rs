//! The core of yize 议则: rule packs and data in, findings out. Modules stand in the order in which the data flows; each
//! imports only modules above it.
#![doc = include_str!("../README.md")]
#![deny(missing_docs, unreachable_pub)]

pub mod language;
mod bounds;
mod wire;
mod spelling;
pub mod escape;
mod alike;
pub mod source;
pub mod sheet;
pub mod finding;
pub mod host;
pub mod files;
mod texts;
mod patterns;
mod parallel;
mod memo;
pub mod keep;
pub mod progress;
mod keys;
mod document;
pub mod value;
mod calendar;
pub mod function;
pub mod schema;
pub mod pack;
mod project;
mod data;
pub mod score;
mod native;
pub mod reference;
mod script;
pub mod format;
mod machine;
mod run;
pub mod check;
pub mod evidence;
pub mod compare;
pub mod session;
pub mod changed;
pub mod trace;
pub mod cases;
pub mod catalogue;
pub mod lint;
pub mod lock;
pub mod records;
pub mod ranking;
pub mod json;
pub mod ide;
mod embed;
#[doc(hidden)]
pub mod example;

pub use check::{FailOn, Outcome, Request, Summary};
pub use embed::{Check, Folder};
#[cfg(feature = "archive")]
pub use files::unzip;
pub use files::{Disk, Files, Memory};
pub use finding::{Finding, Severity, Status};
pub use function::{Function, Plain, PlainType};
pub use jiff::civil::{Date, Time};
pub use language::{Lang, Text};
pub use pack::PackSource;
pub use rust_decimal::Decimal;
pub use session::{Round, Session};
pub use spelling::{nearest, nearest_rule};
pub use texts::show_path;
