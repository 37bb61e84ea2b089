//! Scripts: from text to tree. Rhai's lexer and parser are behind this door alone.
//!
//! A file is cut into items by Rhai's own lexer, each item is read by Rhai's parser, and what comes out is a tree of our own,
//! every part with its place: first byte and end. A slip in one item leaves the others readable.

pub(crate) mod tree;
mod signs;
pub(crate) mod lex;
mod slips;
mod brackets;
mod items;
pub(crate) mod parse;
mod errors;
mod mend;
mod grow;
pub(crate) mod reading;
pub(crate) mod library;

#[cfg(test)]
mod tests;
