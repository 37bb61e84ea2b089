//! Reports of shards, to be joined.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yize_fuzz::reports::merging(bytes));
