//! Packs that are costly to load.
