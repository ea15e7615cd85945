//! The discussion pane: where the reader is in the tree, what is folded, in which order it stands.
//!
//! The cursor is always on a comment that the window shows a row of. The place under the eye is
//! the cursor's header, or, where that is above the window, the text in the top row; folding,
//! sorting and resizing put it back to the row on which it was.

mod marks;

use std::collections::HashMap;
use std::ops::Range;

use super::cache::RowCache;
use super::filter::Filtered;
use super::folds::Folds;
use super::listing::{Listing, RowKey, Shown, fold};
use super::read_marks::ReadMarks;
use super::search::Search;
use super::viewport::{Items, Viewport, VisibleRow, first_text, row_of};
use crate::layout::{CommentRows, Indents, Row, Spot, Typography, comment_rows, head_bytes};
use crate::model::{Arrangement, Comment, CommentId, Order, Thread};
use crate::text::Language;

/// How many bytes of comments a search goes through before the screen is drawn again, about.
pub(super) const AT_ONCE: usize = 24 << 20;

/// The state of the discussion pane.
#[derive(Clone, Debug, Default)]
pub struct Discussion {
    view: Viewport<CommentId>,
    arrangement: Arrangement,
    cursor: Option<CommentId>,
    folds: Folds<CommentId>,
    filter: Option<Filtered>,
    read: ReadMarks,
    quotes_folded: bool,
    cache: RowCache<RowKey>,
    columns: usize,
    typography: Typography,
    /// The language that the comments are taken to be in.
    language: Option<Language>,
    now: i64,
    /// Whether the reader has moved here: until then, the first comment is the place.
    pub moved: bool,
    /// The search in the comments.
    pub search: Option<Search<CommentId>>,
    /// Where the window was when the last match was shown: there, the next one is counted from it.
    match_top: Option<(CommentId, usize)>,
    /// What was put back after the last change of size: until something moves, a series of sizes
    /// does not let the place drift.
    kept: Option<Eye>,
    visible: Vec<VisibleRow<CommentId>>,
}

/// What is under the eye: how far down, which comment, what of it.
type Eye = (usize, CommentId, Spot);

impl Discussion {
    /// The rows in the window.
    #[must_use]
    pub fn visible(&self) -> &[VisibleRow<CommentId>] {
        &self.visible
    }

    /// All rows of the comment `id`, as if it were not folded.
    #[must_use]
    pub fn rows_of(&self, thread: &Thread, id: CommentId) -> Vec<Row> {
        let how = CommentRows {
            thread,
            arrangement: &self.arrangement,
            indents: Indents::new(self.columns),
            typography: self.typography,
            language: self.language,
            now: self.now,
            folded: false,
            spaced: false,
            read: false,
            quotes_folded: false,
            alone: true,
        };
        comment_rows(id, how)
    }

    /// The comment that the reader is at.
    #[must_use]
    pub fn cursor(&self) -> Option<CommentId> {
        self.cursor
    }

    /// The order of the comments.
    #[must_use]
    pub fn arrangement(&self) -> &Arrangement {
        &self.arrangement
    }

    /// Whether `comment` is folded.
    #[must_use]
    pub fn is_folded(&self, comment: Comment<'_>) -> bool {
        self.folds.has(fold(comment))
    }

    /// The comments shown, from the first to the last; those in folds and those filtered out are
    /// left out. O(comments).
    pub fn shown<'a>(&'a self, thread: &'a Thread) -> impl Iterator<Item = CommentId> + 'a {
        let shown = self.listed(thread);
        std::iter::successors(shown.at_or_after(0), move |&id| shown.next(id))
    }

    fn listed<'a>(&'a self, thread: &'a Thread) -> Shown<'a> {
        Shown {
            thread,
            arrangement: &self.arrangement,
            folds: &self.folds,
            filter: self.filter.as_ref(),
        }
    }

    /// Takes a new size, in cells.
    pub fn resize(&mut self, thread: &Thread, columns: usize, rows: usize) {
        if (self.columns, self.view.height) == (columns, rows) {
            return;
        }
        self.lay_out_again(thread, |discussion| {
            discussion.view.height = rows;
            if discussion.columns != columns {
                discussion.columns = columns;
                discussion.cache.clear();
            }
        });
    }

    /// Keeps so many rows that were laid out.
    pub(super) fn set_cache(&mut self, rows: usize) {
        self.cache.set_limit(rows);
    }

    /// Sets the text in another way; what was under the eye stays there.
    pub fn set_typography(&mut self, thread: &Thread, typography: Typography) {
        if self.typography != typography {
            self.lay_out_again(thread, |discussion| {
                discussion.typography = typography;
                discussion.cache.clear();
            });
        }
    }

    /// Takes the language of the comments, by which words are parted.
    pub fn set_language(&mut self, thread: &Thread, language: Option<Language>) {
        if self.language != language {
            self.lay_out_again(thread, |discussion| {
                discussion.language = language;
                discussion.cache.clear();
            });
        }
    }

    /// Changes what rows depend on, and puts what was under the eye back to its row.
    fn lay_out_again(&mut self, thread: &Thread, change: impl FnOnce(&mut Discussion)) {
        let eye = self.kept.or_else(|| self.eye());
        change(self);
        let last = self.view.height.saturating_sub(1);
        let inside = |(at, id, spot): Eye| (at.min(last), id, spot);
        self.put_back(thread, eye.map(inside));
        let text = |eye: &Eye| matches!(eye.2, Spot::Text(_));
        self.kept = eye.filter(text);
    }

    /// Takes a new time, from which ages are counted, in UTC seconds.
    pub fn set_now(&mut self, thread: &Thread, now: i64) {
        self.now = now;
        self.cache.clear();
        self.refresh(thread);
    }

    /// Reads the rows of the window again; the place is the same.
    fn refresh(&mut self, thread: &Thread) {
        let kept = self.kept;
        self.with(thread, |_, _| ());
        self.kept = kept;
    }

    /// Takes `new` in the place of `thread`; cursor, folds and place stay with the comments that had
    /// them. O(comments).
    pub fn replace(&mut self, thread: &mut Thread, new: Thread) {
        let eye = self.eye().filter(|_| self.moved);
        let grown = new.has_grown_from(thread) && !thread.is_empty();
        let again = |id: CommentId| {
            if grown { Some(id) } else { new.find(thread.get(id)?.key()) }
        };
        let cursor = self.cursor.filter(|_| self.moved).and_then(again);
        let eye = eye.and_then(|(at, id, spot)| Some((at, again(id)?, spot)));
        let same_places =
            grown && self.arrangement.order() == Order::Given && self.filter.is_none();
        let search = self.search.take();
        if !grown {
            self.follow(thread, &new);
        }
        *thread = new;
        self.cache.clear();
        self.arrangement = Arrangement::new(thread, self.arrangement.order());
        // `App::filter_again` puts it over all of them.
        self.filter = None;
        self.cursor = cursor.or_else(|| self.arrangement.at(0));
        self.view.top = None;
        self.put_back(thread, eye);
        match search {
            Some(mut search) if same_places => {
                search.complete = false;
                self.search = Some(search);
                self.search_on(thread, AT_ONCE);
            }
            Some(search) => self.find(thread, &search.pattern),
            None => {}
        }
    }

    /// Folds and marks follow the comments of `thread` to their places in `new`. O(comments) where
    /// there are any.
    fn follow(&mut self, thread: &Thread, new: &Thread) {
        if self.read.is_fresh() && self.folds == Folds::default() {
            return;
        }
        let places: HashMap<_, _> =
            new.comments().map(|comment| (comment.key(), comment.id())).collect();
        let place = |id: CommentId| places.get(&thread.get(id)?.key()).copied();
        let near = |id| std::iter::once(id).chain(thread.ancestors(id)).find_map(place);
        self.folds.rename(place, near);
        self.read.rename(&place);
    }

    /// Puts the comments into another order.
    pub fn arrange(&mut self, thread: &Thread, order: Order) {
        let eye = self.eye();
        let before = self.search.take();
        let at_match = self.match_top == self.view.top;
        self.arrangement = Arrangement::new(thread, order);
        if let Some(filtered) = &mut self.filter {
            filtered.arrange(thread, &self.arrangement);
        }
        self.cache.clear();
        self.put_back(thread, eye);
        if let Some(before) = before {
            self.find(thread, &before.pattern);
            if let (Some(search), Some(found)) = (&mut self.search, before.current()) {
                search.resume(found);
            }
        }
        if at_match {
            self.match_top = self.view.top;
        }
    }

    /// Scrolls by rows; the cursor goes along when its comment leaves. Says whether it moved.
    pub fn scroll(&mut self, thread: &Thread, rows: isize) -> bool {
        let moved = self.with(thread, |view, items| view.scroll(items, rows));
        self.catch_cursor(rows > 0);
        moved
    }

    /// Turns a page; the cursor goes to the first comment that begins on it. Says whether anything
    /// moved.
    pub fn turn(&mut self, thread: &Thread, rows: isize) -> bool {
        let before = (self.view.top, self.cursor);
        let moved = self.with(thread, |view, items| view.scroll(items, rows));
        let mut heads = self.visible.iter().filter(|line| is_head(line)).map(|line| line.item);
        if moved {
            self.cursor = heads.next().or(self.cursor);
            self.catch_cursor(true);
        } else if rows > 0 {
            self.cursor = heads.next_back().or(self.cursor);
        } else {
            self.cursor = self.listed(thread).at_or_after(0);
        }
        (self.view.top, self.cursor) != before
    }

    /// How many rows a page has: two stay in sight.
    #[must_use]
    pub fn page(&self) -> usize {
        self.view.height.saturating_sub(2).max(1)
    }

    /// Goes to the next comment shown or the one before; one that goes past the edge of the window
    /// scrolls by half of it first. Says whether anything moved.
    pub fn step(&mut self, thread: &Thread, forward: bool) -> bool {
        let Some(cursor) = self.cursor else { return false };
        let half = isize::try_from((self.view.height / 2).max(1)).unwrap_or(1);
        let edge = if forward { self.visible.last() } else { self.visible.first() };
        let beyond = edge.filter(|line| line.item == cursor).is_some_and(|line| {
            let head = line.rows.iter().position(|row| row.spot == Spot::Head).unwrap_or(0);
            if forward { line.index + 1 < line.rows.len() } else { line.index > head }
        });
        if beyond {
            return self.scroll(thread, if forward { half } else { -half });
        }
        let next =
            self.with(
                thread,
                |_, items| {
                    if forward { items.next(cursor) } else { items.previous(cursor) }
                },
            );
        next.is_some_and(|next| self.go(thread, next))
    }

    /// Goes to `id`, opening the folds that hide it and ending a filter that does. Says whether
    /// that is another comment.
    pub fn go(&mut self, thread: &Thread, id: CommentId) -> bool {
        if self.listed(thread).is_out(id) {
            self.set_filter(thread, None);
        }
        self.open(thread, id, false);
        let moved = self.cursor != Some(id);
        self.cursor = Some(id);
        self.reveal(thread, id);
        moved
    }

    /// Goes to `id`, whose header comes to the first row, as far as there is something below.
    pub fn go_to_start(&mut self, thread: &Thread, id: CommentId) {
        self.go(thread, id);
        self.with(thread, |view, items| {
            let head = items.rows(id).iter().position(|row| row.spot != Spot::Space).unwrap_or(0);
            view.place(items, id, head, 0);
            view.fill_up(items);
        });
    }

    /// Goes to the comment at `position` in the order.
    pub fn go_to_position(&mut self, thread: &Thread, position: usize) {
        let position = position.min(self.arrangement.len().saturating_sub(1));
        let shown = self.listed(thread);
        if let Some(id) = shown.at_or_after(position).or_else(|| shown.at_or_before(position)) {
            self.go(thread, id);
        }
    }

    /// Goes to the first comment.
    pub fn go_to_top(&mut self, thread: &Thread) {
        self.cursor = self.listed(thread).at_or_after(0);
        self.with(thread, |view, items| view.show_first(items));
    }

    /// Goes to the last comment shown.
    pub fn go_to_end(&mut self, thread: &Thread) {
        self.cursor = self.with(thread, |view, items| {
            view.show_last(items);
            items.last()
        });
    }

    /// The next sibling of the cursor, or the one before.
    #[must_use]
    pub fn sibling(&self, thread: &Thread, forward: bool) -> Option<CommentId> {
        let comment = thread.get(self.cursor?)?;
        if forward {
            let next = self.listed(thread).at_or_after(self.arrangement.end(comment))?;
            return (thread.get(next)?.parent() == comment.parent() || self.arrangement.is_flat())
                .then_some(next);
        }
        // What stands right above is the parent, or in the previous sibling's branch.
        let position = self.arrangement.position(comment.id());
        let above = thread.get(self.listed(thread).at_or_before(position.checked_sub(1)?)?)?;
        let depth = self.arrangement.depth(comment);
        if self.arrangement.is_flat() {
            return Some(above.id());
        }
        thread.ancestor_at(above.id(), depth)
    }

    /// The start of the next thread, or of this one, or of the one before.
    #[must_use]
    pub fn thread_start(&self, thread: &Thread, forward: bool) -> Option<CommentId> {
        let cursor = thread.get(self.cursor?)?;
        let root = self.root(thread)?;
        if forward {
            return self.listed(thread).at_or_after(self.arrangement.end(thread.get(root)?));
        }
        if root != cursor.id() {
            return Some(root);
        }
        let before = self.arrangement.position(root).checked_sub(1)?;
        let above = self.listed(thread).at_or_before(before)?;
        Some(self.root_of(thread, above))
    }

    /// The comment that starts the thread which the cursor is in.
    #[must_use]
    pub fn root(&self, thread: &Thread) -> Option<CommentId> {
        Some(self.root_of(thread, self.cursor?))
    }

    fn root_of(&self, thread: &Thread, id: CommentId) -> CommentId {
        if self.arrangement.is_flat() {
            return id;
        }
        thread.ancestor_at(id, 0).unwrap_or(id)
    }

    /// The comment that the cursor's answers.
    #[must_use]
    pub fn parent(&self, thread: &Thread) -> Option<CommentId> {
        thread.get(self.cursor?)?.parent()
    }

    /// Folds or unfolds the cursor's comment; `None` does the other. Says whether it changed.
    pub fn fold(&mut self, thread: &Thread, folded: Option<bool>) -> bool {
        let Some(comment) = self.cursor.and_then(|id| thread.get(id)) else { return false };
        let folded = folded.unwrap_or(!self.is_folded(comment));
        let eye = self.eye();
        let changed = self.folds.set(fold(comment), folded);
        if changed {
            self.put_back(thread, eye);
        }
        changed
    }

    /// Folds what has replies, else goes to the parent. Says why not, if neither can be.
    pub fn left(&mut self, thread: &Thread) -> Option<&'static str> {
        let comment = thread.get(self.cursor?)?;
        let has_replies = comment.descendants() > 0 && !self.arrangement.is_flat();
        if has_replies && !self.is_folded(comment) {
            self.fold(thread, Some(true));
            return None;
        }
        match comment.parent() {
            Some(parent) => {
                self.go(thread, parent);
                None
            }
            None => Some("it starts this thread"),
        }
    }

    /// Unfolds, else goes to the first reply. Says why not, if neither can be.
    pub fn right(&mut self, thread: &Thread) -> Option<&'static str> {
        let comment = thread.get(self.cursor?)?;
        if self.fold(thread, Some(false)) {
            return None;
        }
        if comment.descendants() == 0 || self.arrangement.is_flat() {
            return Some("no replies");
        }
        let first = self.listed(thread).next(comment.id())?;
        if thread.get(first)?.parent() != Some(comment.id()) {
            return Some("its replies are filtered out");
        }
        self.go(thread, first);
        None
    }

    /// Folds everything this deep or deeper and nothing else; `None` unfolds everything.
    pub fn fold_all(&mut self, thread: &Thread, from: Option<u32>) {
        let eye = self.eye();
        self.folds.set_all(from);
        self.put_back(thread, eye);
    }

    /// Begins to search the comments in their order; an empty pattern ends the search.
    pub fn find(&mut self, thread: &Thread, pattern: &str) {
        self.search = Search::begin(pattern);
        self.search_on(thread, AT_ONCE);
    }

    /// Goes on with the search through about `budget` bytes of the comments. Says whether it is
    /// through.
    pub(super) fn search_on(&mut self, thread: &Thread, budget: usize) -> bool {
        let Some(mut search) = self.search.take_if(|search| !search.is_complete()) else {
            return true;
        };
        if search.searched == 0 {
            search.words.tune(thread);
        }
        let shown = self.listed(thread);
        let mut left = budget;
        while let Some(id) = self.arrangement.at(search.searched) {
            search.searched += 1;
            let Some(comment) = thread.get(id).filter(|_| !shown.is_out(id)) else { continue };
            let (text, cost) = search.words.text_of(thread, comment);
            if let Some(text) = text {
                search.look_into(id, &text);
            }
            match left.checked_sub(cost) {
                Some(rest) => left = rest,
                None => break,
            }
        }
        search.complete = search.searched >= self.arrangement.len();
        let complete = search.complete;
        self.search = Some(search);
        complete
    }

    /// Whether the match that follows the reader's place is known: one was found behind it, or all is
    /// searched.
    pub(super) fn knows_next_match(&self) -> bool {
        let here = self.cursor.map_or(0, |cursor| self.arrangement.position(cursor));
        let Some(search) = &self.search else { return false };
        let last = search.last().map(|(id, _)| self.arrangement.position(*id));
        search.is_complete() || last.is_some_and(|last| last > here)
    }

    /// Goes to the next match or the one before, opening folds. Says whether there is one.
    pub fn step_match(&mut self, thread: &Thread, forward: bool) -> bool {
        let Some(cursor) = self.cursor else { return false };
        let here = self.arrangement.position(cursor);
        let offset = match self.eye() {
            Some((_, id, Spot::Text(offset))) if id == cursor => offset,
            _ => 0,
        };
        let arrangement = &self.arrangement;
        let Some(search) = &mut self.search else { return false };
        let at_match = search.current().is_some_and(|found| found.0 == cursor)
            && self.match_top == self.view.top;
        let behind = |id: CommentId, range: &Range<usize>| {
            let position = arrangement.position(id);
            position > here || position == here && range.start >= offset
        };
        let Some((id, range)) = search.step(forward, at_match, behind) else { return false };
        let in_body = thread.get(id).is_some_and(|comment| range.start > head_bytes(comment));
        self.open(thread, id, in_body);
        self.cursor = Some(id);
        self.reveal_match(thread, id, &range);
        self.match_top = self.view.top;
        true
    }

    /// Opens the folds around `id`, and its own if `itself`.
    fn open(&mut self, thread: &Thread, id: CommentId, itself: bool) {
        if self.folds.is_open() {
            return;
        }
        let is_hidden = self.listed(thread).hidden_by(id).is_some();
        let is_folded = thread.get(id).is_some_and(|comment| self.is_folded(comment));
        if !(is_hidden || itself && is_folded) {
            return;
        }
        let eye = self.eye();
        if let Some(comment) = thread.get(id).filter(|_| itself) {
            self.folds.set(fold(comment), false);
        }
        if is_hidden {
            let is_above = |at| thread.get(at).is_some_and(|above| above.end() > id);
            self.folds.open_way(self.root_of(thread, id), id, is_above);
        }
        self.put_back(thread, eye);
    }

    /// Brings a comment into the window with as little movement as shows it whole, or its head.
    fn reveal(&mut self, thread: &Thread, id: CommentId) {
        let height = self.view.height;
        let shown = self.visible.iter().filter(|line| line.item == id).count();
        let first_row = self.visible.iter().position(|line| line.item == id);
        let behind = self.cursor_is_below(id);
        self.with(thread, |view, items| {
            let rows = items.rows(id);
            let head = rows.iter().position(|row| row.spot != Spot::Space).unwrap_or(0);
            let tall = rows.len() > height;
            if shown == rows.len()
                || (first_row.is_some_and(|at| at == 0) && tall && shown == height)
            {
                return;
            }
            if behind && !tall {
                view.place(items, id, rows.len(), height);
            } else {
                view.place(items, id, head, 0);
            }
            view.fill_up(items);
        });
    }

    /// Whether `id` stands behind the first comment in the window.
    fn cursor_is_below(&self, id: CommentId) -> bool {
        let top = self.visible.first().map(|line| self.arrangement.position(line.item));
        top.is_none_or(|top| self.arrangement.position(id) > top)
    }

    fn reveal_match(&mut self, thread: &Thread, id: CommentId, range: &Range<usize>) {
        let in_head = thread.get(id).is_some_and(|comment| range.start < head_bytes(comment));
        let spot = if in_head { Spot::Head } else { Spot::Text(range.start) };
        let rows = self.with(thread, |_, items| items.rows(id));
        let row = row_of(&rows, spot);
        if !self.visible.iter().any(|line| line.item == id && line.index == row) {
            let at = self.view.height / 3;
            self.with(thread, |view, items| {
                view.place(items, id, row, at);
                view.fill_up(items);
            });
        }
    }

    /// Keeps the cursor on a comment that the window shows: where its own has left, the one at the
    /// edge that it left by.
    fn catch_cursor(&mut self, left_above: bool) {
        let kept = self.visible.iter().any(|line| {
            Some(line.item) == self.cursor && line.row().is_some_and(|row| row.spot != Spot::Space)
        });
        if kept {
            return;
        }
        let mut texts = self
            .visible
            .iter()
            .filter(|line| line.row().is_some_and(|row| row.spot != Spot::Space));
        let edge = if left_above { texts.next() } else { texts.next_back() };
        self.cursor = edge.map(|line| line.item).or(self.cursor);
    }

    /// What is under the eye.
    fn eye(&self) -> Option<Eye> {
        let cursor = self.cursor?;
        let head = self.visible.iter().position(|line| line.item == cursor && is_head(line));
        match head {
            Some(at) => Some((at, cursor, Spot::Head)),
            None => first_text(&self.visible).or(Some((0, cursor, Spot::Head))),
        }
    }

    /// Puts what was under the eye back to its row; where it is folded away now, what hides it.
    fn put_back(&mut self, thread: &Thread, eye: Option<Eye>) {
        let cursor = self.cursor;
        self.cursor = self.with(thread, |view, items| {
            if let Some((at, id, spot)) = eye {
                let (id, spot) =
                    items.shown.stand_in(id).map_or((id, spot), |above| (above, Spot::Head));
                let row = row_of(&items.rows(id), spot);
                view.place(items, id, row, at);
            }
            cursor.map(|cursor| items.shown.stand_in(cursor).unwrap_or(cursor))
        });
        self.catch_cursor(true);
    }

    fn with<R>(
        &mut self,
        thread: &Thread,
        work: impl FnOnce(&mut Viewport<CommentId>, &mut Listing<'_>) -> R,
    ) -> R {
        self.kept = None;
        let shown = Shown {
            thread,
            arrangement: &self.arrangement,
            folds: &self.folds,
            filter: self.filter.as_ref(),
        };
        let mut items = Listing {
            shown,
            read: &self.read,
            quotes_folded: self.quotes_folded,
            cache: &mut self.cache,
            indents: Indents::new(self.columns),
            typography: self.typography,
            language: self.language,
            now: self.now,
        };
        self.view.begin(&items);
        let result = work(&mut self.view, &mut items);
        self.visible = self.view.visible(&mut items);
        result
    }
}

fn is_head(line: &VisibleRow<CommentId>) -> bool {
    line.row().is_some_and(|row| row.spot == Spot::Head)
}
