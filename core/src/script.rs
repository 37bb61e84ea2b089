//! Scripts: from text to tree, and from tree to types. Rhai's lexer and parser are behind this door alone.
//!
//! A file is cut into items by Rhai's own lexer, each item is read by Rhai's parser, and what comes out is a tree of our own,
//! every part with its place: first byte and end. A slip in one item leaves the others readable. The checker goes through
//! the tree with the types of the data, tells what is wrong, and keeps what it learns for the machine that runs the tree.

pub(crate) mod tree;
pub(crate) mod walk;
pub(crate) mod unroll;
mod signs;
pub(crate) mod lex;
mod slips;
mod brackets;
mod items;
pub(crate) mod atoms;
pub(crate) mod parse;
mod errors;
mod mend;
mod grow;
pub(crate) mod reading;
pub(crate) mod library;
pub(crate) mod types;
pub(crate) mod check;
pub(crate) mod uses;
pub(crate) mod mutate;

#[cfg(test)]
mod tests;
