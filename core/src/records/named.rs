//! What kinds are called.

use crate::language::Text;
use crate::schema;

/// A kind by its names.
#[derive(Clone, Copy)]
pub struct KindName<'a>(pub(super) &'a schema::Kind);

impl<'a> KindName<'a> {
    /// Its name in TOML and scripts.
    #[must_use]
    pub fn name(self) -> &'a str {
        &self.0.name
    }

    /// What people call it.
    #[must_use]
    pub fn label(self) -> &'a Text {
        &self.0.label
    }
}
