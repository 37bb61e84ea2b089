//! What scripts declare while they are loaded.

use rhai::{FnPtr, Position};

/// A rule as its script declared it.
#[derive(Clone)]
pub(crate) struct Declared {
    /// Its id.
    pub id: String,
    /// Its metadata.
    pub meta: rhai::Map,
    /// Its closure.
    pub call: FnPtr,
    /// Where `rule(` stands.
    pub position: Position,
}

/// A scheme as its script declared it.
#[derive(Clone)]
pub(crate) struct DeclaredScheme {
    /// Its id.
    pub id: String,
    /// Its metadata.
    pub meta: rhai::Map,
    /// The closure that writes its lines.
    pub build: FnPtr,
    /// Its lines, once they are written.
    pub lines: Vec<DeclaredLine>,
    /// Where `score(` stands.
    pub position: Position,
}

/// A line of a scheme as its script wrote it.
#[derive(Clone)]
pub(crate) struct DeclaredLine {
    /// The function that wrote it: `part`, `item`, ….
    pub verb: &'static str,
    /// What the table calls it.
    pub name: String,
    /// Its options.
    pub options: rhai::Map,
    /// Its closures.
    pub closures: Vec<FnPtr>,
    /// Where it stands.
    pub position: Position,
}
