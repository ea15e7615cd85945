//! Every target, under libFuzzer: the variable `TARGET` names the one to run.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sidenote_fuzz::{Target, target, targets};

static CHOSEN: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("TARGET").unwrap_or_default();
    target(&name).unwrap_or_else(|| {
        let names: Vec<String> = targets().iter().map(Target::name).collect();
        panic!("TARGET is {name:?}; it must be one of: {}", names.join(" "))
    })
});

fuzz_target!(|data: &[u8]| CHOSEN.run(data));
