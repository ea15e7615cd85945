//! Between a passage and the comments that quote it.

use super::anchors::Anchors;
use super::jumps::Place;
use super::sheet::{About, Sheet, SheetLine};
use super::{App, Before, Mode, Pane};
use crate::layout::{ArticleLayout, Spot};
use crate::model::CommentId;

impl App {
    fn anchors(&mut self) -> &Anchors {
        self.anchors
            .get_or_insert_with(|| Anchors::new(&self.document.article, &self.document.thread))
    }

    /// The first block in the window that comments quote, and those comments.
    fn quoted_here(&mut self) -> Option<(usize, Vec<CommentId>)> {
        let blocks: Vec<usize> =
            self.reader.visible().iter().filter_map(|line| line.item.checked_sub(1)).collect();
        let led_to = self.passage.filter(|passage| blocks.contains(passage));
        let anchors = self.anchors();
        let block = led_to.into_iter().chain(blocks).find(|&at| !anchors.on(at).is_empty())?;
        Some((block, anchors.on(block).to_vec()))
    }

    /// From a comment to what it quotes, or from a passage to the comments that quote it.
    pub(super) fn across(&mut self) {
        let left = self.place();
        match self.focus {
            Pane::Thread => {
                let Some(cursor) = self.thread.cursor() else { return };
                let Some((block, offset)) = self.anchors().of(cursor) else {
                    return self.tell("it quotes nothing of the article");
                };
                self.passage = Some(block);
                self.focus = Pane::Article;
                self.arrange_panes();
                self.reader.show(&self.document.article, block + 1, Spot::Text(offset), 0);
            }
            Pane::Article => {
                let Some((_, comments)) = self.quoted_here() else {
                    return self.tell("no comment quotes what is here; . goes to what is quoted");
                };
                self.focus = Pane::Thread;
                self.thread.moved = true;
                if let [only] = comments.as_slice() {
                    self.thread.go(&self.document.thread, *only);
                } else {
                    let title = format!("{} comments quote this", comments.len());
                    self.before = left.map(Before::Place);
                    self.mode = Mode::Sheet(self.choose_comment_sheet(title, &comments));
                    self.preview();
                    return;
                }
            }
        }
        if let Some(left) = left {
            self.jumps.leave(left);
        }
    }

    /// What Enter does in the article: folds at a heading, goes from a footnote to where it is
    /// referred to, goes to the comments that quote the paragraph at the top, or shows the links on
    /// the screen. None is opened unasked.
    pub(super) fn follow(&mut self) {
        let (item, _) = self.reader.place();
        if ArticleLayout::heading(&self.document.article, item).is_some() {
            self.reader.fold(&self.document.article, None);
            return;
        }
        if self.leave_note() {
            return;
        }
        let quoted = self.quoted_here().map(|(block, _)| block);
        if quoted.is_some() && (quoted == item.checked_sub(1) || quoted == self.passage) {
            return self.across();
        }
        match self.links() {
            links if links.is_empty() => {
                let in_sight = quoted.is_some();
                self.tell(if in_sight {
                    "no comment quotes this line, and no link is here; c goes to what is in sight"
                } else {
                    "no comment quotes this, and no link is here"
                });
            }
            links => self.mode = Mode::Sheet(self.link_sheet(links)),
        }
    }

    /// Goes to the next passage that comments quote, or the one before.
    pub(super) fn step_passage(&mut self, forward: bool, times: usize) {
        let shown =
            |passage: &usize| self.reader.visible().iter().any(|line| line.item == *passage + 1);
        let mut from = self.passage.filter(shown).or(self.reader.place().0.checked_sub(1));
        for _ in 0..times.min(self.document.article.blocks.len()) {
            let next = self.anchors().next(from, forward);
            if next.is_none() {
                let edge = if forward { "below" } else { "above" };
                return self.tell(format!("no quoted passage {edge}"));
            }
            from = next;
        }
        let Some(block) = from else { return };
        let left = self.place();
        self.passage = Some(block);
        self.reader.show(&self.document.article, block + 1, Spot::Head, 0);
        if let Some(left) = left.filter(|left| matches!(left, Place::Article(..))) {
            self.jumps.leave(left);
        }
        let quoting = self.anchors().on(block).len();
        let s = if quoting == 1 { " quotes" } else { "s quote" };
        self.tell(format!("{quoting} comment{s} this; c goes there, P shows"));
    }

    /// The comments that quote the passage at hand, whole, and the footnotes of what is in sight.
    pub(super) fn quoting_sheet(&mut self) -> Option<Sheet> {
        let mut notes = self.note_lines();
        let Some((_, comments)) = self.quoted_here() else {
            return (!notes.is_empty()).then(|| Sheet::new(About::Peek, "Notes", notes));
        };
        let title = match comments.len() {
            1 => "1 comment quotes this".to_owned(),
            n => format!("{n} comments quote this"),
        };
        let mut lines = self.comment_lines(&comments);
        if !notes.is_empty() {
            lines.push(SheetLine::default());
            lines.append(&mut notes);
        }
        Some(Sheet::new(About::Peek, title, lines))
    }
}
