//! What is folded: a rule for everything, and the exceptions from it.
//!
//! So folding a million comments costs nothing, and a fold is kept by key through every change of
//! what it folds.

use std::collections::HashSet;
use std::hash::Hash;

/// Folds of things that have a key and a depth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Folds<K: Eq + Hash> {
    /// Everything this deep or deeper is folded.
    from: Option<u32>,
    /// What is the other way round.
    exceptions: HashSet<K>,
}

impl<K: Eq + Hash> Default for Folds<K> {
    fn default() -> Folds<K> {
        Folds { from: None, exceptions: HashSet::new() }
    }
}

impl<K: Copy + Eq + Hash> Folds<K> {
    /// Whether the thing with this key and depth is folded.
    #[must_use]
    pub(super) fn has(&self, key: K, depth: u32) -> bool {
        self.from.is_some_and(|from| depth >= from) != self.exceptions.contains(&key)
    }

    /// Whether nothing at all is folded.
    #[must_use]
    pub(super) fn is_open(&self) -> bool {
        self.from.is_none() && self.exceptions.is_empty()
    }

    /// Folds or unfolds one thing; says whether that was a change.
    pub(super) fn set(&mut self, key: K, depth: u32, folded: bool) -> bool {
        let changed = self.has(key, depth) != folded;
        if changed && !self.exceptions.remove(&key) {
            self.exceptions.insert(key);
        }
        changed
    }

    /// Folds everything this deep or deeper, and nothing else; `None` unfolds everything.
    pub(super) fn set_all(&mut self, from: Option<u32>) {
        self.from = from;
        self.exceptions.clear();
    }
}
