//! Data that are costly to read.
