//! Which comments were read: a rule for all, and the exceptions from it.
//!
//! So catching up with a million comments costs nothing. What was read stays so when comments move
//! to other places ([`ReadMarks::rename`]), like folds.

use super::id_set::IdSet;
use crate::model::CommentId;

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ReadMarks {
    /// Whether all is read, but for the exceptions; else none is, but for them.
    all: bool,
    exceptions: IdSet,
    /// What was read before everything was marked so, to take that back.
    before: Option<Box<ReadMarks>>,
}

impl ReadMarks {
    /// Whether the comment was read.
    #[must_use]
    pub(super) fn has(&self, id: CommentId) -> bool {
        self.all != self.exceptions.has(id)
    }

    /// Marks a comment as read or unread; says whether that was a change.
    pub(super) fn set(&mut self, id: CommentId, read: bool) -> bool {
        self.exceptions.set(id, self.all != read)
    }

    /// Follows the comments to their new places; one that has none is forgotten.
    pub(super) fn rename(&mut self, place: &impl Fn(CommentId) -> Option<CommentId>) {
        let before = std::mem::take(&mut self.exceptions);
        for id in before.iter().filter_map(place) {
            self.exceptions.set(id, true);
        }
        if let Some(before) = &mut self.before {
            before.rename(place);
        }
    }

    /// Whether it has nothing that [`ReadMarks::rename`] would change.
    #[must_use]
    pub(super) fn is_fresh(&self) -> bool {
        self.exceptions.is_empty() && self.before.as_ref().is_none_or(|before| before.is_fresh())
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

    /// How many of `comments` are unread, of which there are so many.
    #[must_use]
    pub(super) fn unread(&self, comments: usize) -> usize {
        if self.all {
            self.exceptions.len()
        } else {
            comments.saturating_sub(self.exceptions.len())
        }
    }
}
