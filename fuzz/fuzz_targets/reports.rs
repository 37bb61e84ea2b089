//! Texts of all kinds in every report.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yize_fuzz::reports::escapers(bytes));
