//! What is folded: a rule for everything, and the exceptions from it.
//!
//! So folding a million comments costs nothing, and a fold is kept through every change of what it
//! folds: things that move to other places are followed ([`Folds::rename`]).

use std::collections::BTreeSet;

/// Folds of things that have a place and a depth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Folds<K: Ord> {
    /// Everything this deep or deeper is folded.
    from: Option<u32>,
    /// What is the other way round.
    exceptions: BTreeSet<K>,
}

impl<K: Ord> Default for Folds<K> {
    fn default() -> Folds<K> {
        Folds { from: None, exceptions: BTreeSet::new() }
    }
}

impl<K: Copy + Ord> Folds<K> {
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

    /// The depth from which on everything is folded, but for the exceptions.
    #[must_use]
    pub(super) fn from(&self) -> Option<u32> {
        self.from
    }

    /// What is the other way round and stands before `key`, in order.
    pub(super) fn exceptions_before(&self, key: K) -> impl Iterator<Item = K> {
        self.exceptions.range(..key).copied()
    }

    /// Follows things to their new places; one that has none is forgotten.
    pub(super) fn rename(&mut self, place: impl Fn(K) -> Option<K>) {
        self.exceptions = self.exceptions.iter().copied().filter_map(place).collect();
    }

    /// Folds everything this deep or deeper, and nothing else; `None` unfolds everything.
    pub(super) fn set_all(&mut self, from: Option<u32>) {
        self.from = from;
        self.exceptions.clear();
    }
}
