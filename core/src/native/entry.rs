//! What scripts may call: one entry a function, method or property. It types calls, runs them, and is what the reference says.

use crate::native::items::{Items, Pick, Test};
use crate::native::shape::{Form, Gives, Parameter, Shape};
use crate::native::state::State;
use crate::native::stop::Answer;
use crate::native::value::Value;

/// One function, method or property.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    /// Receiver of a method or property.
    pub on: Option<Shape>,
    /// How it is written.
    pub form: Form,
    /// Its name.
    pub name: &'static str,
    /// Its parameters, without the receiver.
    pub parameters: &'static [Parameter],
    /// What it gives.
    pub gives: Gives,
    /// What it does, in one line of Chinese.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
    /// A condition that holds, as a script would write it: an example, and a test.
    pub example: &'static str,
    /// How it is done. A receiver is the first value.
    pub run: Run,
}

/// How a function is done.
#[derive(Clone, Copy)]
pub(crate) enum Run {
    /// With one value.
    One(fn(&mut State<'_>, Value) -> Answer),
    /// With two values.
    Two(fn(&mut State<'_>, Value, Value) -> Answer),
    /// With three values.
    Three(fn(&mut State<'_>, Value, Value, Value) -> Answer),
    /// With four values.
    Four(fn(&mut State<'_>, Value, Value, Value, Value) -> Answer),
    /// Element by element, whether they are kept or not.
    Each(fn(&mut State<'_>, &dyn Items) -> Answer),
    /// The same, with a closure that answers yes or no.
    EachTest(fn(&mut State<'_>, &dyn Items, Test<'_>) -> Answer),
    /// The same, with a closure, or a field's name, that gives something of an element.
    EachPick(fn(&mut State<'_>, &dyn Items, Pick<'_>) -> Answer),
    /// With a whole collection and a closure that answers yes or no.
    WholeTest(fn(&mut State<'_>, Value, Test<'_>) -> Answer),
    /// With a whole collection and a closure, or a field's name, that gives something of an element.
    WholePick(fn(&mut State<'_>, Value, Pick<'_>) -> Answer),
    /// By the machine itself, or when a pack is loaded.
    Built,
}

impl Entry {
    const fn new(on: Option<Shape>, form: Form, name: &'static str, gives: Gives) -> Self {
        Self { on, form, name, parameters: &[], gives, zh: "", en: "", example: "", run: Run::Built }
    }

    /// `name(…)`
    #[must_use]
    pub(crate) const fn function(name: &'static str, parameters: &'static [Parameter], gives: Gives) -> Self {
        Self { parameters, ..Self::new(None, Form::Function, name, gives) }
    }

    /// `value.name(…)`
    #[must_use]
    pub(crate) const fn method(on: Shape, name: &'static str, parameters: &'static [Parameter], gives: Gives) -> Self {
        Self { parameters, ..Self::new(Some(on), Form::Method, name, gives) }
    }

    /// `value.name`
    #[must_use]
    pub(crate) const fn property(on: Shape, name: &'static str, gives: Gives) -> Self {
        Self::new(Some(on), Form::Property, name, gives)
    }

    /// With what it does, in both languages.
    #[must_use]
    pub(crate) const fn says(self, zh: &'static str, en: &'static str) -> Self {
        Self { zh, en, ..self }
    }

    /// With an example.
    #[must_use]
    pub(crate) const fn shows(self, example: &'static str) -> Self {
        Self { example, ..self }
    }

    /// With the way in which it is done.
    #[must_use]
    pub(crate) const fn does(self, run: Run) -> Self {
        Self { run, ..self }
    }

    /// Whether the result is computed, so that a finding cannot point at it.
    #[must_use]
    pub(crate) fn is_computed(&self) -> bool {
        let fixed = match self.gives {
            Gives::Is(shape) => !matches!(shape, Shape::Any | Shape::Place | Shape::Record | Shape::Params),
            Gives::Texts | Gives::Picks | Gives::Groups | Gives::MapValues => true,
            _ => false,
        };
        fixed && (self.form != Form::Property || matches!(self.on, Some(Shape::Ctx)))
    }

    /// How it is written, for messages and completion: `where(field, value)`.
    #[must_use]
    pub(crate) fn usage(&self) -> String {
        if self.form == Form::Property {
            return self.name.to_owned();
        }
        let names: Vec<&str> = self.parameters.iter().map(|p| p.name).collect();
        format!("{}({})", self.name, names.join(", "))
    }
}
