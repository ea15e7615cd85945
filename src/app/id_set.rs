//! A set of comments of one thread: a bit each.
//!
//! So a branch of a million is marked in a moment, and the next one that is not marked is found as
//! fast as memory is read.

use crate::model::CommentId;

/// A set of comments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct IdSet {
    words: Vec<u64>,
    count: usize,
}

impl IdSet {
    /// Whether it has `id`.
    pub(super) fn has(&self, id: CommentId) -> bool {
        self.words.get(id.index() / 64).is_some_and(|word| word >> (id.index() % 64) & 1 == 1)
    }

    /// How many it has.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Whether it is empty.
    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Takes `id` in or out; says whether that was a change.
    pub(super) fn set(&mut self, id: CommentId, has: bool) -> bool {
        let (word, bit) = (id.index() / 64, 1 << (id.index() % 64));
        if self.has(id) == has {
            return false;
        }
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        if let Some(word) = self.words.get_mut(word) {
            *word ^= bit;
        }
        if has {
            self.count += 1;
        } else {
            self.count -= 1;
        }
        true
    }

    /// All that it has, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = CommentId> {
        (0_u32..).zip(&self.words).flat_map(|(at, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = left.checked_ilog2().map(|_| left.trailing_zeros())?;
                left &= left - 1;
                Some(CommentId(at * 64 + bit))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn it_is_a_set(steps in prop::collection::vec((0_u32..300, any::<bool>()), 0..200)) {
            let (mut ids, mut slowly) = (IdSet::default(), BTreeSet::new());
            for (id, has) in steps {
                let changed = if has { slowly.insert(id) } else { slowly.remove(&id) };
                prop_assert_eq!(ids.set(CommentId(id), has), changed);
                prop_assert_eq!(ids.len(), slowly.len());
                prop_assert_eq!(ids.is_empty(), slowly.is_empty());
            }
            let all: Vec<u32> = ids.iter().map(|id| id.0).collect();
            prop_assert_eq!(all, slowly.into_iter().collect::<Vec<_>>());
        }
    }
}
