//! What falls silent, and what is not checked.
