//! Fingerprints, baselines and earlier states.
