//! Which comments were read: a rule for all, and the exceptions from it.
//!
//! So catching up with a million comments costs nothing. Kept by key, like folds.

use std::collections::HashSet;

use crate::model::CommentKey;

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ReadMarks {
    /// Whether all is read, but for the exceptions; else none is, but for them.
    all: bool,
    exceptions: HashSet<CommentKey>,
    /// What was read before everything was marked so, to take that back.
    before: Option<Box<ReadMarks>>,
}

impl ReadMarks {
    /// Whether the comment with this key was read.
    #[must_use]
    pub(super) fn has(&self, key: CommentKey) -> bool {
        self.all != self.exceptions.contains(&key)
    }

    /// Marks a comment as read or unread; says whether that was a change.
    pub(super) fn set(&mut self, key: CommentKey, read: bool) -> bool {
        let changed = self.has(key) != read;
        if changed && !self.exceptions.remove(&key) {
            self.exceptions.insert(key);
        }
        changed
    }

    /// Marks everything as read; done again at once, takes that back. Says whether all is read now.
    pub(super) fn toggle_all(&mut self) -> bool {
        if self.all
            && self.exceptions.is_empty()
            && let Some(before) = self.before.take()
        {
            *self = *before;
            return false;
        }
        let before = std::mem::take(self);
        *self = ReadMarks { all: true, before: Some(Box::new(before)), ..ReadMarks::default() };
        true
    }

    /// How many of `comments` are unread, if each has a key of its own.
    #[must_use]
    pub(super) fn unread(&self, comments: usize) -> usize {
        if self.all {
            self.exceptions.len()
        } else {
            comments.saturating_sub(self.exceptions.len())
        }
    }
}
