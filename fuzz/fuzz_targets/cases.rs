//! Files of cases.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yize_fuzz::packs::cases(bytes));
