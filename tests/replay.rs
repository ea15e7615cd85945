//! What is fuzzed (`tests/fuzz`), given what it begins with and every finding that was kept.

use crate::fuzz::{Target, regressions, seeds, targets};

/// Runs a target on inputs, and says which one it fails on.
fn replay(target: &Target, inputs: Vec<(String, Vec<u8>)>) -> usize {
    let count = inputs.len();
    for (name, data) in inputs {
        let outcome = std::panic::catch_unwind(|| target.run(&data));
        assert!(outcome.is_ok(), "{} on {name}: see above", target.name());
    }
    count
}

#[test]
fn no_finding_comes_back() {
    for target in targets() {
        replay(&target, regressions(&target));
    }
}

#[test]
fn every_fixture_passes_every_target() {
    for target in targets() {
        let count = replay(&target, seeds(&target));
        assert!(count > 0, "{} has no seeds", target.name());
    }
}

#[test]
fn every_finding_is_one_of_a_target() {
    let folder = crate::fuzz::folder().join("regressions");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(crate::fuzz::target(&name).is_some(), "{name} is no target");
    }
}

#[test]
fn every_target_has_a_dictionary() {
    for target in targets() {
        let words = std::fs::read_to_string(target.dictionary()).unwrap();
        assert!(words.lines().any(|line| line.starts_with('"')), "{}", target.name());
    }
}
