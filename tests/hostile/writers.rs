//! Outputs that would replace what was read.
