//! What is fuzzed (`tests/fuzz`), given what it begins with and every finding that was kept.

use crate::fuzz::{Target, regressions, seeds, targets};

/// Runs every target on inputs; says how many there were, and on which it fails.
fn replay(of: impl Fn(&Target) -> Vec<(String, Vec<u8>)>) -> Vec<(String, usize)> {
    let mut failures = Vec::new();
    let mut counts = Vec::new();
    for target in targets() {
        let inputs = of(&target);
        counts.push((target.name(), inputs.len()));
        for (name, data) in inputs {
            if std::panic::catch_unwind(|| target.run(&data)).is_err() {
                failures.push(format!("{} on {name}", target.name()));
            }
        }
    }
    assert!(failures.is_empty(), "see above for each:\n{}", failures.join("\n"));
    counts
}

#[test]
fn no_finding_comes_back() {
    replay(regressions);
}

/// What is no loader gets a share of the fixtures here, as a debug build is slow; all of them when
/// it is fuzzed.
const SHARE: usize = 12;

#[test]
fn every_target_passes_what_it_begins_with() {
    let some = |target: &Target| {
        let step = if target.loader().is_some() { 1 } else { SHARE };
        seeds(target).into_iter().step_by(step).collect()
    };
    for (target, count) in replay(some) {
        assert!(count > 0, "{target} has no seeds");
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
