//! What is declared and could not be read.

/// What is declared and could not be read, so that nothing is to be said of those who speak of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unread {
    /// Fields and links of any name.
    pub any: bool,
    /// The key.
    pub key: bool,
    /// Fields and links, by name and by Chinese label.
    pub names: Vec<String>,
}

impl Unread {
    /// Whether anything could not be read.
    #[must_use]
    pub(crate) fn is_some(&self) -> bool {
        self.any || self.key || !self.names.is_empty()
    }

    /// Adds what could not be read elsewhere.
    pub(crate) fn extend(&mut self, other: &Self) {
        self.any |= other.any;
        self.key |= other.key;
        self.names.extend(other.names.iter().cloned());
    }
}
