//! Going through a collection, element by element, without making one.

use std::ops::ControlFlow;

use crate::language::{Text, say};
use crate::native::state::State;
use crate::native::stop::Answer;
use crate::native::value::Value;
use crate::native::views::View;

/// What is done with each element; it may say that it has seen enough.
pub(crate) type Each<'e> = dyn FnMut(&mut State<'_>, Value) -> Answer<ControlFlow<()>> + 'e;

/// A closure of a script that answers yes or no about an element.
pub(crate) type Test<'t> = &'t dyn Fn(&mut State<'_>, Value) -> Answer<bool>;

/// A closure of a script, or the reading of a field, that gives something of an element.
#[derive(Clone, Copy)]
pub(crate) struct Pick<'p> {
    run: &'p dyn Fn(&mut State<'_>, Value) -> Answer,
    /// Where the field's name is remembered, if it is no more than the reading of a field.
    pub site: Option<usize>,
}

impl<'p> Pick<'p> {
    /// Something that is done with an element, or the reading of a field whose name is remembered at a site.
    pub(crate) fn new(run: &'p dyn Fn(&mut State<'_>, Value) -> Answer, site: Option<usize>) -> Self {
        Self { run, site }
    }

    /// What it gives of an element.
    ///
    /// # Errors
    /// As the script's closure, or where the field cannot be read.
    #[inline]
    pub(crate) fn of(self, state: &mut State<'_>, element: Value) -> Answer {
        (self.run)(state, element)
    }
}

/// Elements, in their order: of a collection, or of what a script filters and maps without keeping it.
pub(crate) trait Items {
    /// Goes through them until `each` has seen enough. Every turn is paid for here.
    ///
    /// # Errors
    /// As `each`, or where a limit is hit.
    fn each(&self, state: &mut State<'_>, each: &mut Each<'_>) -> Answer<()>;

    /// The view that they are all of, if they are the records of one.
    fn view<'v>(&'v self, _state: &State<'v>) -> Option<View<'v>> {
        None
    }

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
