//! Settings, keymaps and themes, under libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| sidenote_fuzz::settings(data));
