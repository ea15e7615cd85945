//! The discussion pane's marks: what was read, what a filter leaves, whether quotes are shown.

use super::super::filter::{Filtered, Filtering};
use super::Discussion;
use crate::model::{Comment, CommentId, Thread};

/// How many comments at most are read by scrolling past them: a page has fewer.
const MAX_PASSED: usize = 1_000;

impl Discussion {
    /// Whether `comment` was read.
    #[must_use]
    pub fn is_read(&self, comment: Comment<'_>) -> bool {
        self.read.has(comment.id())
    }

    /// How many comments were not read.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.read.unread(self.arrangement().len())
    }

    /// What filters, and what it leaves.
    #[must_use]
    pub fn filter(&self) -> Option<&Filtered> {
        self.filter.as_ref()
    }

    /// Whether `id` is shown for what lies below it, and does not match the filter itself.
    #[must_use]
    pub fn is_dimmed(&self, id: CommentId) -> bool {
        self.filter.as_ref().is_some_and(|filter| !filter.is_match(id))
    }

    /// Marks the comment `id` as read or not. Says whether that was a change.
    pub fn set_read(&mut self, thread: &Thread, id: CommentId, read: bool) -> bool {
        let changed = thread.get(id).is_some() && self.read.set(id, read);
        if changed {
            self.refresh(thread);
        }
        changed
    }

    /// Marks everything as read; done again at once, takes that back. Says whether all is read now.
    pub fn catch_up(&mut self, thread: &Thread) -> bool {
        let all = self.read.toggle_all();
        self.refresh(thread);
        all
    }

    /// The cursor left `from`, which was read so; on the way down, all that it passed as well.
    pub(in crate::app) fn leave(&mut self, thread: &Thread, from: CommentId, passing: bool) {
        let mut changed = thread.get(from).is_some() && self.read.set(from, true);
        let to = self.cursor().map_or(0, |id| self.arrangement().position(id));
        if passing && self.arrangement().position(from) < to {
            let shown = self.listed(thread);
            let passed: Vec<_> = std::iter::successors(shown.next(from), |&id| shown.next(id))
                .take_while(|&id| self.arrangement().position(id) < to)
                .take(MAX_PASSED)
                .collect();
            for id in passed {
                changed |= self.read.set(id, true);
            }
        }
        if changed {
            self.refresh(thread);
        }
    }

    /// Marks the cursor's branch as read and folds it, and goes to what follows it. Says whether
    /// something follows. O(branch).
    pub fn done(&mut self, thread: &Thread) -> bool {
        let Some(comment) = self.cursor().and_then(|id| thread.get(id)) else { return false };
        let next = self.listed(thread).at_or_after(self.arrangement().end(comment));
        let flat = self.arrangement().is_flat();
        let last = if flat { comment.id().0 + 1 } else { comment.end().0 };
        for id in comment.id().0..last {
            self.read.set(CommentId(id), true);
        }
        self.fold(thread, Some(true));
        self.refresh(thread);
        next.is_some_and(|next| self.go(thread, next))
    }

    /// The next comment in the order, or the one before, that `wanted` wants. O(distance).
    fn find_from_cursor(
        &self,
        thread: &Thread,
        forward: bool,
        wanted: impl Fn(Comment<'_>) -> bool,
    ) -> Option<CommentId> {
        let here = self.arrangement().position(self.cursor()?);
        let shown = self.listed(thread);
        let is_wanted = |&position: &usize| {
            let comment = self.arrangement().at(position).and_then(|id| thread.get(id));
            comment.is_some_and(|comment| wanted(comment) && !shown.is_out(comment.id()))
        };
        let position = if forward {
            (here + 1..self.arrangement().len()).find(is_wanted)
        } else {
            (0..here).rev().find(is_wanted)
        };
        self.arrangement().at(position?)
    }

    /// Goes to the next comment by the cursor's author, or the one before. Says whether there is
    /// one.
    pub fn step_author(&mut self, thread: &Thread, forward: bool) -> bool {
        let Some(author) = self.cursor().and_then(|id| thread.get(id)).map(Comment::author_number)
        else {
            return false;
        };
        let found = self.find_from_cursor(thread, forward, |c| c.author_number() == author);
        found.is_some_and(|id| self.go(thread, id))
    }

    /// Goes to the next comment that was not read, or the one before, round the end. Says whether
    /// there is one.
    pub fn step_unread(&mut self, thread: &Thread, forward: bool) -> bool {
        let is_unread = |comment: Comment<'_>| !self.read.has(comment.id());
        let edge = || {
            let mut round = (0..self.arrangement().len())
                .filter_map(|position| thread.get(self.arrangement().at(position)?))
                .filter(|&comment| is_unread(comment) && !self.listed(thread).is_out(comment.id()))
                .map(Comment::id);
            if forward { round.next() } else { round.next_back() }
        };
        let found = self.find_from_cursor(thread, forward, is_unread).or_else(edge);
        found.is_some_and(|id| self.go(thread, id))
    }

    /// Shows what a filter leaves that has gone through all comments, or everything again; nothing
    /// changes where nothing matches. Says how many comments match. O(comments).
    pub(in crate::app) fn set_filter(
        &mut self,
        thread: &Thread,
        filtering: Option<Filtering>,
    ) -> usize {
        let eye = self.eye();
        let filtered = filtering.map(|filtering| filtering.finish(thread, self.arrangement()));
        let matches = filtered.as_ref().map_or(thread.len(), Filtered::matches);
        if matches == 0 && filtered.is_some() {
            return 0;
        }
        let search = self.search.take();
        self.filter = filtered;
        self.view.top = None;
        // The space above a comment depends on its neighbour.
        self.cache.clear();
        self.put_back(thread, eye);
        if let Some(search) = search {
            self.find(thread, &search.pattern);
        }
        matches
    }

    /// Goes on with a filter through the comments for about `budget` bytes of them. Says whether it
    /// is through.
    pub(in crate::app) fn go_on(
        &self,
        thread: &Thread,
        filtering: &mut Filtering,
        budget: usize,
    ) -> bool {
        filtering.go_on(thread, |comment| self.read.has(comment.id()), budget)
    }

    /// Whether quoted text is folded.
    #[must_use]
    pub fn quotes_folded(&self) -> bool {
        self.quotes_folded
    }

    /// Shows quoted text, or folds it to a line. Says whether it is folded now.
    pub fn toggle_quotes(&mut self, thread: &Thread) -> bool {
        let eye = self.eye();
        self.quotes_folded = !self.quotes_folded;
        self.cache.clear();
        self.put_back(thread, eye);
        self.quotes_folded
    }
}
