//! Going through a collection, element by element, without making one.

use std::ops::ControlFlow;

use crate::language::{Text, say};
use crate::native::state::State;
use crate::native::stop::Answer;
use crate::native::value::Value;

/// What is done with each element; it may say that it has seen enough.
pub(crate) type Each<'e> = dyn FnMut(&mut State<'_>, Value) -> Answer<ControlFlow<()>> + 'e;

/// A closure of a script that answers yes or no about an element.
pub(crate) type Test<'t> = &'t dyn Fn(&mut State<'_>, Value) -> Answer<bool>;

/// A closure of a script, or the reading of a field, that gives something of an element.
pub(crate) type Pick<'p> = &'p dyn Fn(&mut State<'_>, Value) -> Answer;

/// Elements, in their order: of a collection, or of what a script filters and maps without keeping it.
pub(crate) trait Items {
    /// Goes through them until `each` has seen enough. Every turn is paid for here.
    ///
    /// # Errors
    /// As `each`, or where a limit is hit.
    fn each(&self, state: &mut State<'_>, each: &mut Each<'_>) -> Answer<()>;

    /// How many there are, where that is known without going through them.
    fn known_len(&self, _state: &State<'_>) -> Option<usize> {
        None
    }

    /// What is said where there is none; `matching` where some may be there, and none of them was wanted.
    fn none(&self, _state: &State<'_>, matching: bool) -> Text {
        if matching {
            say!("没有一个符合条件", "none matches")
        } else {
            say!("一个也没有", "there are none")
        }
    }
}
