//! What is folded: a rule for everything, ways that are open all the same, and exceptions from both.
//!
//! So folding a million comments costs nothing, nor does opening all that hides one of them, however
//! deep it is. A fold is kept through every change of what it folds: things that move to other places
//! are followed ([`Folds::rename`]).

use std::collections::BTreeSet;
use std::ops::Range;

/// Folds of things that have a place and a depth, and hide what follows them up to an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Folds<K: Ord> {
    /// Everything this deep or deeper is folded.
    from: Option<u32>,
    /// But not what stands above one of these.
    ways: BTreeSet<K>,
    /// What is the other way round.
    exceptions: BTreeSet<K>,
}

/// A thing that can be folded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fold<K> {
    /// Its place.
    pub(super) key: K,
    /// How deep it is.
    pub(super) depth: u32,
    /// The place behind the last thing that it hides.
    pub(super) end: K,
}

impl<K: Ord> Default for Folds<K> {
    fn default() -> Folds<K> {
        Folds { from: None, ways: BTreeSet::new(), exceptions: BTreeSet::new() }
    }
}

impl<K: Copy + Ord> Folds<K> {
    /// Whether a thing is folded.
    #[must_use]
    pub(super) fn has(&self, fold: Fold<K>) -> bool {
        let by_rule = || self.from.is_some_and(|from| fold.depth >= from) && !self.is_on_way(fold);
        by_rule() != self.exceptions.contains(&fold.key)
    }

    fn is_on_way(&self, Fold { key, end, .. }: Fold<K>) -> bool {
        !self.ways.is_empty() && self.ways.range(key..end.max(key)).any(|&way| way != key)
    }

    /// Whether nothing at all is folded.
    #[must_use]
    pub(super) fn is_open(&self) -> bool {
        self.from.is_none() && self.exceptions.is_empty()
    }

    /// Folds or unfolds one thing; says whether that was a change.
    pub(super) fn set(&mut self, fold: Fold<K>, folded: bool) -> bool {
        let changed = self.has(fold) != folded;
        if changed && !self.exceptions.remove(&fold.key) {
            self.exceptions.insert(fold.key);
        }
        changed
    }

    /// Unfolds everything above `key`, of which `top` is the first; `is_above` tells what is.
    /// O(exceptions between them).
    pub(super) fn open_way(&mut self, top: K, key: K, is_above: impl Fn(K) -> bool) {
        let on_way: Vec<K> = self.exceptions_in(top..key).filter(|&at| is_above(at)).collect();
        for at in on_way {
            self.exceptions.remove(&at);
        }
        if self.from.is_some() {
            self.ways.insert(key);
        }
    }

    /// The ends of the open ways that are nearest to `key`, before it (or there) and behind it.
    pub(super) fn ways_near(&self, key: K) -> impl Iterator<Item = K> {
        let before = self.ways.range(..=key).next_back();
        before.into_iter().chain(self.ways.range(key..).next()).copied()
    }

    /// The depth from which on everything is folded, but for the exceptions.
    #[must_use]
    pub(super) fn from(&self) -> Option<u32> {
        self.from
    }

    /// What is the other way round in a range of places, in order.
    pub(super) fn exceptions_in(&self, Range { start, end }: Range<K>) -> impl Iterator<Item = K> {
        self.exceptions.range(start..end.max(start)).copied()
    }

    /// Follows things to their new places; one that has none is forgotten. A way ends at the last
    /// place on it that is left, which is what `near` says.
    pub(super) fn rename(&mut self, place: impl Fn(K) -> Option<K>, near: impl Fn(K) -> Option<K>) {
        self.exceptions = self.exceptions.iter().copied().filter_map(place).collect();
        self.ways = self.ways.iter().copied().filter_map(near).collect();
    }

    /// Folds everything this deep or deeper, and nothing else; `None` unfolds everything.
    pub(super) fn set_all(&mut self, from: Option<u32>) {
        self.from = from;
        self.ways.clear();
        self.exceptions.clear();
    }
}
