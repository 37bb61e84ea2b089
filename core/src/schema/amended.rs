//! What a pack changes in a field that it inherits, and why.

use crate::schema::EnumValue;
use crate::source::Place;

/// A change to an inherited field.
#[derive(Clone, Debug)]
pub(crate) struct Amendment {
    /// The field.
    pub field: String,
    /// Values that an enum has besides, and where each is written.
    pub add: Vec<(EnumValue, Place)>,
    /// Whether it may be absent from now on.
    pub optional: Option<bool>,
    /// Why.
    pub reason: String,
    /// Where the field is named.
    pub place: Place,
}

/// A change that holds, and the pack that makes it.
#[derive(Clone, Debug)]
pub(crate) struct Amended {
    /// The pack.
    pub pack: String,
    /// What it changes.
    pub change: Amendment,
}
