//! Packs and scripts that are none, and packs that take what is another's.
