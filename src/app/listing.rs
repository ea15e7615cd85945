//! The comments as they are shown: in an order, without those in folds and those filtered out.

use std::rc::Rc;

use super::cache::RowCache;
use super::filter::Filtered;
use super::folds::{Fold, Folds};
use super::read_marks::ReadMarks;
use super::viewport::Items;
use crate::layout::{CommentRows, Indents, Row, Typography, comment_rows};
use crate::model::{Arrangement, Comment, CommentId, Thread};
use crate::text::Language;

/// What the rows of a comment depend on, beside the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct RowKey {
    id: CommentId,
    folded: bool,
    spaced: bool,
    read: bool,
}

/// Which comments are shown.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) thread: &'a Thread,
    pub(super) arrangement: &'a Arrangement,
    pub(super) folds: &'a Folds<CommentId>,
    pub(super) filter: Option<&'a Filtered>,
}

/// A comment as something that can be folded.
pub(super) fn fold(comment: Comment<'_>) -> Fold<CommentId> {
    Fold { key: comment.id(), depth: comment.depth(), end: comment.end() }
}

impl Shown<'_> {
    pub(super) fn folded(&self, comment: Comment<'_>) -> bool {
        self.folds.has(fold(comment))
    }

    /// The first comment that is not filtered out, at `position` or behind. O(log n).
    pub(super) fn at_or_after(&self, position: usize) -> Option<CommentId> {
        let position = match self.filter {
            Some(filter) => filter.at_or_after(position)?,
            None => position,
        };
        self.arrangement.at(position)
    }

    /// The last comment that is not filtered out, at `position` or before. O(log n).
    pub(super) fn at_or_before(&self, position: usize) -> Option<CommentId> {
        let position = match self.filter {
            Some(filter) => filter.at_or_before(position)?,
            None => position,
        };
        self.arrangement.at(position)
    }

    /// Whether `id` is filtered out.
    pub(super) fn is_out(&self, id: CommentId) -> bool {
        let position = self.arrangement.position(id);
        self.filter.is_some_and(|filter| filter.at_or_after(position) != Some(position))
    }

    /// The outermost folded ancestor of `id`, which hides it. O(folds closed or opened by hand in
    /// its thread), however deep `id` is.
    pub(super) fn hidden_by(&self, id: CommentId) -> Option<CommentId> {
        self.hidden_from(id, 0)
    }

    /// The outermost folded ancestor of `id` of those at `depth` or deeper.
    fn hidden_from(&self, id: CommentId, depth: u32) -> Option<CommentId> {
        if self.folds.is_open() || self.arrangement.is_flat() {
            return None;
        }
        let top = self.thread.ancestor_at(id, depth).filter(|&top| top != id)?;
        let is_folded = |&at: &CommentId| self.thread.get(at).is_some_and(|c| self.folded(c));
        if is_folded(&top) {
            return Some(top);
        }
        let by_hand = self
            .folds
            .exceptions_in(top..id)
            .find(|at| is_folded(at) && self.thread.get(*at).is_some_and(|above| above.end() > id));
        // What is nearer than that is not asked for.
        let last = by_hand.unwrap_or(id);
        let by_rule = || {
            let depths = self.first_by_rule(id)?.max(depth)..self.thread.get(last)?.depth();
            depths.filter_map(|depth| self.thread.ancestor_at(id, depth)).find(is_folded)
        };
        by_rule().or(by_hand)
    }

    /// The first depth at which the rule may fold an ancestor of `id`: no open way goes so far with
    /// it. Comments stand in pre-order, so the ways that go with it furthest end near it.
    fn first_by_rule(&self, id: CommentId) -> Option<u32> {
        let open_to = |way: CommentId| {
            let shared = self.thread.get(self.thread.shared_ancestor(id, way)?)?;
            Some(shared.depth() + u32::from(shared.id() != way))
        };
        let from = self.folds.from()?;
        Some(self.folds.ways_near(id).filter_map(open_to).fold(from, u32::max))
    }

    /// What is shown in the place of `id` if that is not: a comment near it, or what folds it away.
    pub(super) fn stand_in(&self, id: CommentId) -> Option<CommentId> {
        let position = self.arrangement.position(id);
        let near = if self.is_out(id) {
            self.at_or_after(position).or_else(|| self.at_or_before(position))?
        } else {
            id
        };
        Some(self.hidden_by(near).unwrap_or(near)).filter(|&shown| shown != id)
    }

    pub(super) fn next(&self, id: CommentId) -> Option<CommentId> {
        let comment = self.thread.get(id)?;
        self.at_or_after(if self.folded(comment) {
            self.arrangement.end(comment)
        } else {
            self.arrangement.position(id) + 1
        })
    }

    pub(super) fn previous(&self, id: CommentId) -> Option<CommentId> {
        let above = self.at_or_before(self.arrangement.position(id).checked_sub(1)?)?;
        // What is above `id` is not folded, since `id` is shown.
        let depth = self.thread.get(id)?.depth();
        Some(self.hidden_from(above, depth).unwrap_or(above))
    }

    pub(super) fn last(&self) -> Option<CommentId> {
        let last = self.at_or_before(self.arrangement.len().checked_sub(1)?)?;
        Some(self.hidden_by(last).unwrap_or(last))
    }
}

/// The comments that are shown, with what lays them out.
pub(super) struct Listing<'a> {
    pub(super) shown: Shown<'a>,
    pub(super) read: &'a ReadMarks,
    pub(super) quotes_folded: bool,
    pub(super) cache: &'a mut RowCache<RowKey>,
    pub(super) indents: Indents,
    pub(super) typography: Typography,
    pub(super) language: Option<Language>,
    pub(super) now: i64,
}

impl Items for Listing<'_> {
    type Id = CommentId;

    fn first(&self) -> Option<CommentId> {
        self.shown.at_or_after(0)
    }

    fn last(&self) -> Option<CommentId> {
        self.shown.last()
    }

    fn next(&self, id: CommentId) -> Option<CommentId> {
        self.shown.next(id)
    }

    fn previous(&self, id: CommentId) -> Option<CommentId> {
        self.shown.previous(id)
    }

    fn rows(&mut self, id: CommentId) -> Rc<[Row]> {
        let Shown { thread, arrangement, .. } = self.shown;
        let Some(comment) = thread.get(id) else { return Rc::new([]) };
        let folded = self.shown.folded(comment);
        let before = self.previous(id);
        // Folded comments that follow each other stand close, as a list.
        let above = before.and_then(|above| thread.get(above));
        let is_list = folded && above.is_none_or(|above| self.shown.folded(above));
        let spaced = !is_list && before.is_some();
        let read = self.read.has(comment.id());
        let how = CommentRows {
            thread,
            arrangement,
            indents: self.indents,
            typography: self.typography,
            language: self.language,
            now: self.now,
            folded,
            spaced,
            read,
            quotes_folded: self.quotes_folded,
            alone: false,
        };
        self.cache.get(RowKey { id, folded, spaced, read }, || comment_rows(id, how))
    }
}
