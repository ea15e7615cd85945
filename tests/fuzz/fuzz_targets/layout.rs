//! The layout of articles and comments, under libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| sidenote_fuzz::layout(data));
