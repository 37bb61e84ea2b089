//! Requests to the page's server.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yize_fuzz::requests::requests(bytes));
