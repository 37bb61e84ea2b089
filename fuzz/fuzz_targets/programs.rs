//! Scripts that have types, by our machine and by Rhai's evaluator.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yize_fuzz::packs::programs(bytes));
