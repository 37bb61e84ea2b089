//! Manifests, kinds, views and holidays.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yize_fuzz::packs::manifests(bytes));
