//! Why a call of the oracle's goes no further.

use rhai::{Dynamic, EvalAltResult, Position};

/// Why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It read what is broken.
    Blocked,
    /// It failed.
    Fault(String),
    /// The oracle does not know.
    Unsure,
}

/// What the oracle's functions give.
pub type Answer<T = Dynamic> = Result<T, Stop>;

impl Stop {
    pub fn fault(why: impl Into<String>) -> Self {
        Self::Fault(why.into())
    }
}

impl From<Stop> for Box<EvalAltResult> {
    fn from(stop: Stop) -> Self {
        Box::new(EvalAltResult::ErrorRuntime(Dynamic::from(stop), Position::NONE))
    }
}

impl From<Box<EvalAltResult>> for Stop {
    fn from(error: Box<EvalAltResult>) -> Self {
        match *error {
            EvalAltResult::ErrorInFunctionCall(_, _, inner, _) | EvalAltResult::ErrorInModule(_, inner, _) => {
                inner.into()
            }
            // Where a limit is hit, a rule is stopped; the limits are not the same.
            EvalAltResult::ErrorTooManyOperations(_)
            | EvalAltResult::ErrorDataTooLarge(..)
            | EvalAltResult::ErrorStackOverflow(_) => Self::Unsure,
            EvalAltResult::ErrorRuntime(why, _) => match why.try_cast::<Self>() {
                Some(stop) => stop,
                None => Self::fault("thrown"),
            },
            other => Self::Fault(other.to_string()),
        }
    }
}
