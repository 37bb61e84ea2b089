//! Errors of scripts, as the interpreter passes them on.

use rhai::{Dynamic, EvalAltResult, Position};

use crate::calendar::Unknown;
use crate::engine::shared::{Blocked, Complaint, Error};
use crate::language::Text;

/// The error of a script's mistake.
#[must_use]
pub(crate) fn complaint(text: Text) -> Error {
    Box::new(EvalAltResult::ErrorRuntime(Dynamic::from(Complaint(text)), Position::NONE))
}

/// The error of asking for a working day that is not known.
#[must_use]
pub(crate) fn unknown_day(day: Unknown) -> Error {
    Box::new(EvalAltResult::ErrorRuntime(Dynamic::from(day), Position::NONE))
}

/// The error of reading what is known to be broken.
#[must_use]
pub(crate) fn blocked() -> Error {
    Box::new(EvalAltResult::ErrorRuntime(Dynamic::from(Blocked), Position::NONE))
}
