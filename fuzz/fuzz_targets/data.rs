//! Data files.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yize_fuzz::ledgers::data(bytes));
