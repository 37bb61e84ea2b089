//! Why a call goes no further.

use jiff::civil::Date;

use crate::calendar::Unknown;
use crate::language::{Text, say};
use crate::native::allowance::Limit;
use crate::native::value::Value;
use crate::source::Place;

/// What a part of a script gives.
pub(crate) type Answer<T = Value> = Result<T, Stop>;

/// Why a part of a script gives nothing.
#[derive(Debug)]
pub(crate) enum Stop {
    /// It failed.
    Fault(Box<Fault>),
    /// `return`; the value is with the machine.
    Return,
    /// `break`
    Break,
    /// `continue`
    Continue,
}

/// What went wrong, and where.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    /// What.
    pub why: Why,
    /// The part of the script; set by the innermost part that knows its place.
    pub place: Option<Place>,
}

/// What went wrong.
#[derive(Clone, Debug)]
pub(crate) enum Why {
    /// It read what the host has already reported as broken; nothing more to say. The state keeps what that
    /// was, for a rule that falls silent counts.
    Blocked,
    /// It asked for a working day that is not known.
    Calendar(Date),
    /// It hit a limit.
    Limit(Limit),
    /// It failed, as the sentence says.
    Failed(Text),
}

impl Stop {
    /// A fault whose place is not known yet.
    #[cold]
    #[must_use]
    pub(crate) fn new(why: Why) -> Self {
        Self::Fault(Box::new(Fault { why, place: None }))
    }

    /// A failure, in words.
    #[cold]
    #[must_use]
    pub(crate) fn failed(text: Text) -> Self {
        Self::new(Why::Failed(text))
    }

    /// A text, an array or a map is too large.
    #[cold]
    #[must_use]
    pub(crate) fn too_large() -> Self {
        Self::new(Why::Limit(Limit::Size))
    }

    /// The same with its place, if it has none yet.
    #[cold]
    #[must_use]
    pub(crate) fn at(mut self, place: Place) -> Self {
        if let Self::Fault(fault) = &mut self {
            fault.place.get_or_insert(place);
        }
        self
    }
}

/// The fault of a function that is given a value of a type which it does not take.
#[cold]
#[must_use]
pub(crate) fn mismatch() -> Stop {
    Stop::failed(say!("参数的类型不对", "an argument is of a wrong type"))
}

impl From<Limit> for Stop {
    #[cold]
    fn from(limit: Limit) -> Self {
        Self::new(Why::Limit(limit))
    }
}

impl From<Unknown> for Stop {
    #[cold]
    fn from(Unknown(day): Unknown) -> Self {
        Self::new(Why::Calendar(day))
    }
}

impl Why {
    /// What went wrong, in words; nothing for what has been said elsewhere.
    #[must_use]
    pub(crate) fn message(&self) -> Option<Text> {
        match self {
            Self::Blocked => None,
            Self::Calendar(day) => {
                let year = day.year();
                Some(say!(
                    "工作日历里没有{year}年，当年哪些天是工作日不得而知",
                    "the calendar has no {year}: which days were working days is not known"
                ))
            }
            Self::Limit(limit) => Some(limit.message()),
            Self::Failed(text) => Some(text.clone()),
        }
    }
}
