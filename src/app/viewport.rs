//! A window on a list of items of different heights.
//!
//! The place is an item and a row in it, never a row number: nobody counts the rows above, so a
//! million comments above cost nothing. Each move asks for the rows it passes and no others.

use std::rc::Rc;

use crate::layout::{Row, Spot};

/// A list of items that are laid out when asked for.
pub(super) trait Items {
    /// What names an item.
    type Id: Copy + PartialEq;

    /// The first item shown.
    fn first(&self) -> Option<Self::Id>;
    /// The last item shown.
    fn last(&self) -> Option<Self::Id>;
    /// The item shown after `id`.
    fn next(&self, id: Self::Id) -> Option<Self::Id>;
    /// The item shown before `id`.
    fn previous(&self, id: Self::Id) -> Option<Self::Id>;
    /// The rows of `id`; may be none.
    fn rows(&mut self, id: Self::Id) -> Rc<[Row]>;
}

/// A row of the window: which row of which item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisibleRow<I> {
    /// The item.
    pub item: I,
    /// Its rows.
    pub rows: Rc<[Row]>,
    /// Which of them.
    pub index: usize,
}

impl<I> VisibleRow<I> {
    /// The row itself.
    #[must_use]
    pub fn row(&self) -> Option<&Row> {
        self.rows.get(self.index)
    }
}

/// The window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Viewport<I> {
    /// The item and its row at the top; `None` before anything was shown.
    pub(super) top: Option<(I, usize)>,
    /// How many rows the window has.
    pub(super) height: usize,
}

impl<I> Default for Viewport<I> {
    fn default() -> Viewport<I> {
        Viewport { top: None, height: 0 }
    }
}

impl<I: Copy + PartialEq> Viewport<I> {
    /// The rows in the window, from the top. Fewer than its height at the end of the list.
    pub(super) fn visible(&self, items: &mut impl Items<Id = I>) -> Vec<VisibleRow<I>> {
        let mut visible = Vec::with_capacity(self.height);
        let mut at = self.top.filter(|_| self.height > 0);
        while let Some((item, start)) = at {
            let rows = items.rows(item);
            for index in start..rows.len() {
                if visible.len() >= self.height {
                    return visible;
                }
                visible.push(VisibleRow { item, rows: Rc::clone(&rows), index });
            }
            at = items.next(item).map(|next| (next, 0));
        }
        visible
    }

    /// Begins at the first item where nothing was shown yet.
    pub(super) fn begin(&mut self, items: &impl Items<Id = I>) {
        self.top = self.top.or_else(|| items.first().map(|first| (first, 0)));
    }

    /// Moves down by `count` rows, up if negative; not past the ends. Says whether it moved.
    pub(super) fn scroll(&mut self, items: &mut impl Items<Id = I>, count: isize) -> bool {
        let before = self.top;
        if count < 0 {
            self.up(items, count.unsigned_abs());
        } else {
            let full = self.visible(items).len() >= self.height;
            if full {
                self.down(items, count.unsigned_abs());
                self.fill_up(items);
            }
        }
        self.top != before
    }

    /// Shows the beginning.
    pub(super) fn show_first(&mut self, items: &mut impl Items<Id = I>) {
        self.top = items.first().map(|first| (first, 0));
    }

    /// Shows the end, with the last row at the bottom.
    pub(super) fn show_last(&mut self, items: &mut impl Items<Id = I>) {
        if let Some(last) = items.last() {
            self.top = Some((last, items.rows(last).len()));
            self.up(items, self.height);
        }
    }

    /// Places row `row` of `item` at row `at` of the window, or higher where too little is above.
    pub(super) fn place(&mut self, items: &mut impl Items<Id = I>, item: I, row: usize, at: usize) {
        self.top = Some((item, row));
        self.up(items, at);
    }

    /// Moves up where rows are missing at the end, if there are rows above.
    pub(super) fn fill_up(&mut self, items: &mut impl Items<Id = I>) {
        let missing = self.height - self.visible(items).len();
        self.up(items, missing);
    }

    fn down(&mut self, items: &mut impl Items<Id = I>, mut count: usize) {
        let Some((mut item, mut row)) = self.top else { return };
        loop {
            let rows = items.rows(item).len();
            if row + count < rows {
                row += count;
                break;
            }
            let Some(next) = items.next(item) else {
                row = rows.saturating_sub(1).max(row.min(rows));
                break;
            };
            count -= rows.saturating_sub(row);
            (item, row) = (next, 0);
        }
        self.top = Some((item, row));
    }

    fn up(&mut self, items: &mut impl Items<Id = I>, mut count: usize) {
        let Some((mut item, mut row)) = self.top else { return };
        while count > row {
            count -= row;
            match items.previous(item) {
                Some(previous) => {
                    item = previous;
                    row = items.rows(item).len();
                }
                None => {
                    (row, count) = (0, 0);
                }
            }
        }
        self.top = Some((item, row - count));
    }
}

/// The row of `rows` that shows `spot`: of those that begin at or before it the last, and of
/// several that begin there the first.
#[must_use]
pub(super) fn row_of(rows: &[Row], spot: Spot) -> usize {
    let begins = |row: &&Row| row.spot != Spot::Space && row.spot <= spot;
    let last = rows.iter().rfind(begins).map(|row| row.spot);
    rows.iter().position(|row| Some(row.spot) == last).unwrap_or(0)
}

/// The first row from `visible` on that shows text, for a place that survives another layout: how
/// far down it is, its item, and what of it.
#[must_use]
pub(super) fn first_text<I: Copy>(visible: &[VisibleRow<I>]) -> Option<(usize, I, Spot)> {
    visible.iter().enumerate().find_map(|(at, line)| {
        let spot = line.row().map(|row| row.spot).filter(|&spot| spot != Spot::Space)?;
        Some((at, line.item, spot))
    })
}
