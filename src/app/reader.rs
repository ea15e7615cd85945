//! The article pane: where the reader is in the text, which sections are folded.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::cache::RowCache;
use super::folds::{Fold, Folds};
use super::search::Search;
use super::viewport::{Items, Viewport, VisibleRow, first_text, row_of};
use crate::layout::{ArticleLayout, Easel, Pixels, Row, Spot, Typography};
use crate::model::{Article, Block};

/// The state of the article pane.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    view: Viewport<usize>,
    layout: Option<ArticleLayout>,
    columns: usize,
    typography: Typography,
    words: usize,
    /// Where each block ends, by length from the top of the article ([`length`]).
    ends: Vec<usize>,
    /// The sizes of the pictures that can be had, by their addresses.
    pictures: HashMap<String, Pixels>,
    /// The size of a cell, if pictures are shown.
    cell: Option<Pixels>,
    folds: Folds<usize>,
    cache: RowCache<(usize, bool)>,
    /// The search in the article.
    pub search: Option<Search<usize>>,
    /// How many columns wide rows are moved to the left.
    pub shift: usize,
    /// Where the window was after the last change of layout, and what was put back there: as long
    /// as it has not moved, a series of sizes does not let the place drift to the start of its row.
    kept: Option<Kept>,
    /// Where the window was when the last match was shown: there, the next one is counted from it.
    match_top: Option<(usize, usize)>,
    visible: Vec<VisibleRow<usize>>,
}

/// The top of the window, and what was put back: how far down, which item, what of it.
type Kept = (Option<(usize, usize)>, (usize, usize, Spot));

/// The article's items as they are shown.
struct Listing<'a> {
    article: &'a Article,
    layout: ArticleLayout,
    pictures: &'a HashMap<String, Pixels>,
    folds: &'a Folds<usize>,
    cache: &'a mut RowCache<(usize, bool)>,
}

/// How long a block is, in bytes of its text; a line more, since what has no text is seen too.
fn length(block: &Block) -> usize {
    const LINE: usize = 60;
    block.plain().len() + LINE
}

/// A heading as something that can be folded. Where its section ends is not asked for here: no way
/// is opened but heading by heading.
fn section(heading: usize, level: u8) -> Fold<usize> {
    Fold { key: heading, depth: u32::from(level), end: heading }
}

impl Listing<'_> {
    fn folded(&self, item: usize) -> bool {
        ArticleLayout::heading(self.article, item)
            .is_some_and(|level| self.folds.has(section(item, level)))
    }

    /// The item behind the section that the heading `item` starts.
    fn section_end(&self, item: usize, level: u8) -> usize {
        let tail = ArticleLayout::items(self.article) - 1;
        let ends = |&next: &usize| {
            ArticleLayout::heading(self.article, next).is_some_and(|other| other <= level)
        };
        (item + 1..tail).find(ends).unwrap_or(tail)
    }

    /// The heading whose fold hides `item`: the outermost, if several do.
    fn hidden_by(&self, item: usize) -> Option<usize> {
        if self.folds.is_open() {
            return None;
        }
        let mut hides = None;
        let mut level = u8::MAX;
        for heading in (0..item).rev() {
            let Some(this) = ArticleLayout::heading(self.article, heading) else { continue };
            if this < level {
                level = this;
                if self.folded(heading) && self.section_end(heading, this) > item {
                    hides = Some(heading);
                }
            }
        }
        hides
    }
}

impl Items for Listing<'_> {
    type Id = usize;

    fn first(&self) -> Option<usize> {
        Some(0)
    }

    fn last(&self) -> Option<usize> {
        Some(ArticleLayout::items(self.article) - 1)
    }

    fn next(&self, id: usize) -> Option<usize> {
        let next = match ArticleLayout::heading(self.article, id) {
            Some(level) if self.folded(id) => self.section_end(id, level),
            _ => id + 1,
        };
        (next < ArticleLayout::items(self.article)).then_some(next)
    }

    fn previous(&self, id: usize) -> Option<usize> {
        let previous = id.checked_sub(1)?;
        Some(self.hidden_by(previous).unwrap_or(previous))
    }

    fn rows(&mut self, id: usize) -> Rc<[Row]> {
        let folded = self.folded(id);
        let hidden = ArticleLayout::heading(self.article, id)
            .filter(|_| folded)
            .map(|level| self.section_end(id, level) - id - 1);
        let (article, layout, pictures) = (self.article, self.layout, self.pictures);
        self.cache.get((id, folded), || {
            let address = ArticleLayout::picture(article, id);
            let picture = address.and_then(|address| pictures.get(address)).copied();
            layout.rows_with(article, id, hidden, picture)
        })
    }
}

impl Reader {
    /// The rows in the window.
    #[must_use]
    pub fn visible(&self) -> &[VisibleRow<usize>] {
        &self.visible
    }

    /// How the text stands in the pane.
    #[must_use]
    pub fn layout(&self) -> Option<ArticleLayout> {
        self.layout
    }

    /// The place: the first item in the window with text, and what of it.
    #[must_use]
    pub fn place(&self) -> (usize, Spot) {
        first_text(&self.visible).map_or((0, Spot::Space), |(_, item, spot)| (item, spot))
    }

    /// How much of the article lies above the bottom of the window, in percent of its length.
    #[must_use]
    pub fn percent(&self) -> usize {
        let seen = self.visible.last().map_or(0, |line| {
            let (start, end) = self.stretch(line.item);
            start + (end - start) * (line.index + 1).min(line.rows.len()) / line.rows.len().max(1)
        });
        (seen * 100).checked_div(self.length()).unwrap_or(100)
    }

    /// How long the article is, in the unit of [`length`].
    fn length(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Where an item begins and ends; the head and the tail have no length.
    fn stretch(&self, item: usize) -> (usize, usize) {
        let end_of = |block: Option<usize>| {
            block.map_or(0, |at| *self.ends.get(at).unwrap_or(&self.length()))
        };
        (end_of(item.checked_sub(2)), end_of(item.checked_sub(1)))
    }

    /// By how many columns the widest row in the window that may be moved is wider than the text.
    #[must_use]
    pub fn overhang(&self) -> usize {
        let measure = self.layout.map_or(0, |layout| layout.measure);
        let wide = self.visible.iter().filter_map(VisibleRow::row).filter(|row| row.wide);
        wide.map(|row| row.width().saturating_sub(measure)).max().unwrap_or(0)
    }

    /// Takes a new size, in cells; what was at the top stays there.
    pub fn resize(&mut self, article: &Article, columns: usize, rows: usize) {
        self.columns = columns;
        let layout = ArticleLayout {
            easel: self.cell.map(|cell| Easel { cell, rows: (rows * 2 / 3).max(1) }),
            ..ArticleLayout::new(columns, self.words, self.typography)
        };
        let height_changed = self.view.height != rows;
        self.view.height = rows;
        if self.layout != Some(layout) {
            let kept = self.kept.filter(|(top, _)| *top == self.view.top).map(|(_, eye)| eye);
            let eye = kept.or_else(|| first_text(&self.visible));
            self.layout = Some(layout);
            self.cache.clear();
            self.put_back(article, eye);
            self.kept = eye.map(|eye| (self.view.top, eye));
        } else if height_changed {
            self.refresh(article);
        }
    }

    /// Keeps so many rows that were laid out.
    pub(super) fn set_cache(&mut self, rows: usize) {
        self.cache.set_limit(rows);
    }

    /// Sets the text in another way; what was at the top stays there.
    pub fn set_typography(&mut self, article: &Article, typography: Typography) {
        self.typography = typography;
        if self.layout.is_some() {
            self.resize(article, self.columns, self.view.height);
        }
    }

    /// Whether the article has pictures that can be had.
    #[must_use]
    pub(super) fn has_pictures(&self) -> bool {
        !self.pictures.is_empty()
    }

    /// More pictures can be had.
    pub(super) fn add_pictures(&mut self, article: &Article, pictures: Vec<(String, Pixels)>) {
        self.pictures.extend(pictures);
        self.relay(article);
    }

    /// A picture cannot be had after all. Says whether that is new.
    pub(super) fn lose_picture(&mut self, article: &Article, address: &str) -> bool {
        let lost = self.pictures.remove(address).is_some();
        self.relay(article);
        lost
    }

    /// Shows pictures in cells of this size, or none; what was at the top stays there.
    pub(super) fn set_cell(&mut self, article: &Article, cell: Option<Pixels>) {
        self.cell = cell.filter(|_| self.has_pictures());
        if self.layout.is_some() {
            self.resize(article, self.columns, self.view.height);
        }
    }

    /// Lays everything out anew; what was at the top stays there.
    fn relay(&mut self, article: &Article) {
        self.cache.clear();
        if self.layout.is_some() {
            self.put_back(article, first_text(&self.visible));
        }
    }

    /// Reads the rows of the window again.
    pub fn refresh(&mut self, article: &Article) {
        self.with(article, |_, _| ());
    }

    /// The article has come, or has changed; it has this many words.
    pub fn reset(&mut self, article: &Article, words: usize) {
        self.words = words;
        let mut end = 0;
        let ends = article.blocks.iter().map(|block| {
            end += length(block);
            end
        });
        self.ends = ends.collect();
        if let Some(layout) = &mut self.layout {
            layout.words = self.words;
        }
        self.cache.clear();
        self.refresh(article);
    }

    /// Scrolls by rows. Says whether it moved.
    pub fn scroll(&mut self, article: &Article, rows: isize) -> bool {
        self.with(article, |view, items| view.scroll(items, rows))
    }

    /// How many rows a page has: two stay in sight.
    #[must_use]
    pub fn page(&self) -> usize {
        self.view.height.saturating_sub(2).max(1)
    }

    /// Goes to the top.
    pub fn go_to_top(&mut self, article: &Article) {
        self.with(article, |view, items| view.show_first(items));
    }

    /// Goes to the bottom.
    pub fn go_to_end(&mut self, article: &Article) {
        self.with(article, |view, items| view.show_last(items));
    }

    /// Goes to the row `row`, counted from the top. O(rows).
    pub fn go_to_row(&mut self, article: &Article, row: usize) {
        self.go_to_top(article);
        self.scroll(article, isize::try_from(row).unwrap_or(isize::MAX));
    }

    /// Goes `percent` of the way through the text.
    pub fn go_to_percent(&mut self, article: &Article, percent: usize) {
        match percent {
            0 => self.go_to_top(article),
            1..100 => {
                let target = self.length() * percent / 100;
                let item = 1 + self.ends.partition_point(|&end| end <= target);
                let within = target - self.stretch(item).0.min(target);
                self.show(article, item, Spot::Text(within), 0);
            }
            _ => self.go_to_end(article),
        }
    }

    /// Goes to the next item that `wanted` likes, or the one before. Says whether there is one.
    pub fn step(
        &mut self,
        article: &Article,
        forward: bool,
        wanted: impl Fn(usize) -> bool,
    ) -> bool {
        let (here, spot) = self.place();
        // Going back from within an item leads to its own beginning first.
        let within = matches!(spot, Spot::Text(1..));
        let target = self.with(article, |_, items| {
            let mut at = here;
            if !forward && within && wanted(here) {
                return Some(here);
            }
            loop {
                at = if forward { items.next(at)? } else { items.previous(at)? };
                if wanted(at) && !items.rows(at).is_empty() {
                    return Some(at);
                }
            }
        });
        let Some(target) = target else { return false };
        let before = self.view.top;
        self.show(article, target, Spot::Head, 0);
        self.view.top != before
    }

    /// Shows `spot` of `item` at row `at` of the window, opening what hides it.
    pub fn show(&mut self, article: &Article, item: usize, spot: Spot, at: usize) {
        while let Some(heading) = self.with(article, |_, items| items.hidden_by(item)) {
            let level = ArticleLayout::heading(article, heading).unwrap_or(1);
            self.folds.set(section(heading, level), false);
        }
        self.with(article, |view, items| {
            let rows = items.rows(item);
            let spot = if spot == Spot::Head {
                rows.iter().map(|row| row.spot).find(|&spot| spot != Spot::Space).unwrap_or(spot)
            } else {
                spot
            };
            view.place(items, item, row_of(&rows, spot), at);
            view.fill_up(items);
        });
    }

    /// The heading of the section that the reader is in, or the first one in sight.
    #[must_use]
    pub fn section(&self, article: &Article) -> Option<usize> {
        let (here, _) = self.place();
        let heading = |item: &usize| ArticleLayout::heading(article, *item).is_some();
        let above = (0..=here).rev().find(heading);
        above.or_else(|| self.visible.iter().map(|line| line.item).find(heading))
    }

    /// Folds or unfolds the section that the reader is in; `None` does the other. Says whether
    /// that was a change.
    pub fn fold(&mut self, article: &Article, folded: Option<bool>) -> bool {
        let Some(heading) = self.section(article) else { return false };
        let section = section(heading, ArticleLayout::heading(article, heading).unwrap_or(1));
        let folded = folded.unwrap_or(!self.folds.has(section));
        let eye = first_text(&self.visible);
        let changed = self.folds.set(section, folded);
        if changed {
            self.put_back(article, eye);
        }
        changed
    }

    /// Folds every heading of this level or deeper, and no other; `None` unfolds everything.
    pub fn fold_all(&mut self, article: &Article, from: Option<u32>) {
        let eye = first_text(&self.visible);
        self.folds.set_all(from);
        self.put_back(article, eye);
    }

    /// Puts what was under the eye back to its row; where it is folded away now, the heading that
    /// hides it.
    fn put_back(&mut self, article: &Article, eye: Option<(usize, usize, Spot)>) {
        if let Some((at, item, spot)) = eye {
            self.with(article, |view, items| {
                let (item, spot) = match items.hidden_by(item) {
                    Some(heading) => (heading, Spot::Text(0)),
                    None => (item, spot),
                };
                let row = row_of(&items.rows(item), spot);
                view.place(items, item, row, at);
            });
        } else {
            self.refresh(article);
        }
    }

    /// Whether there is anything to fold.
    #[must_use]
    pub fn has_headings(&self, article: &Article) -> bool {
        (0..ArticleLayout::items(article))
            .any(|item| ArticleLayout::heading(article, item).is_some())
    }

    /// Searches the article; an empty pattern ends the search.
    pub fn find(&mut self, article: &Article, pattern: &str) {
        let items =
            (0..ArticleLayout::items(article)).map(|at| (at, ArticleLayout::text(article, at)));
        self.search = Search::new(pattern, items);
        self.match_top = None;
    }

    /// Goes to the next match or the one before. Says whether there is one.
    pub fn step_match(&mut self, article: &Article, forward: bool) -> bool {
        let (here, spot) = self.place();
        let at_match = self.match_top.is_some() && self.match_top == self.view.top;
        let behind = |item: usize, range: &Range<usize>| {
            item > here || item == here && Spot::Text(range.start) >= spot
        };
        let Some(search) = &mut self.search else { return false };
        let Some((item, range)) = search.step(forward, at_match, behind) else {
            return false;
        };
        self.reveal(article, item, &range);
        self.match_top = self.view.top;
        true
    }

    /// Brings a match into the window, if it is not there.
    fn reveal(&mut self, article: &Article, item: usize, range: &Range<usize>) {
        let spot = Spot::Text(range.start);
        let rows = self.with(article, |_, items| items.rows(item));
        let row = row_of(&rows, spot);
        let shown = self.visible.iter().any(|line| line.item == item && line.index == row);
        if !shown {
            self.show(article, item, spot, self.view.height / 3);
        }
    }

    fn with<R>(
        &mut self,
        article: &Article,
        work: impl FnOnce(&mut Viewport<usize>, &mut Listing<'_>) -> R,
    ) -> R {
        let layout = self.layout.unwrap_or_else(|| ArticleLayout::new(1, 0, self.typography));
        let mut items = Listing {
            article,
            layout,
            pictures: &self.pictures,
            folds: &self.folds,
            cache: &mut self.cache,
        };
        self.view.begin(&items);
        let result = work(&mut self.view, &mut items);
        self.visible = self.view.visible(&mut items);
        result
    }
}
