//! Native work without end, in time and in bytes.
