//! Footnotes: to a note and back, and a look at one from where it is referred to.

use super::sheet::SheetLine;
use super::{App, Pane};
use crate::layout::{ArticleLayout, Spot, linked_note};
use crate::model::{Article, Block, ContainerKind, Content, MarkKind, RichText};

/// The most notes that a peek shows: those of a screen.
const MAX_NOTES: usize = 30;

impl App {
    /// Goes to the footnote of this label.
    pub(super) fn go_to_note(&mut self, label: &str) {
        if self.focus == Pane::Thread {
            return self.tell("the note stands in this comment");
        }
        let note = note_blocks(&self.document.article, label).next();
        match note {
            Some(at) => {
                self.go_to_block(at, 0);
                let back = self.keymap.keys_of(super::Action::JumpBack).first().cloned();
                self.tell(format!("note {label}; {} comes back", back.unwrap_or_default()));
            }
            None => self.tell(format!("note {label} is not on this page")),
        }
    }

    /// From the footnote at the top of the window to where it is first referred to. Says whether
    /// there is one.
    pub(super) fn leave_note(&mut self) -> bool {
        let article = &self.document.article;
        let (item, _) = self.reader.place();
        let block = item.checked_sub(1).and_then(|at| article.blocks.get(at));
        let Some(label) = block.and_then(label_of) else { return false };
        let found = article.blocks.iter().enumerate().find_map(|(at, block)| {
            references(block).find(|(known, _)| *known == label).map(|(_, offset)| (at, offset))
        });
        match found {
            Some((at, offset)) => self.go_to_block(at, offset),
            None => self.tell("nothing refers to this note"),
        }
        true
    }

    /// Shows the byte `offset` of a block, with what stands above it in sight.
    fn go_to_block(&mut self, at: usize, offset: usize) {
        if let Some(left) = self.place() {
            self.jumps.leave(left);
        }
        self.focus = Pane::Article;
        self.reader.show(&self.document.article, at + 1, Spot::Text(offset), 0);
    }

    /// The footnotes that what is on the screen refers to, whole.
    pub(super) fn note_lines(&self) -> Vec<SheetLine> {
        let article = &self.document.article;
        let mut labels: Vec<&str> = Vec::new();
        let links = self.reader.visible().iter().filter_map(super::VisibleRow::row);
        for piece in links.flat_map(|row| &row.pieces) {
            let label = piece.link.as_deref().and_then(linked_note);
            labels.extend(label.filter(|label| !labels.contains(label)));
        }
        let columns = super::sheets::COLUMNS.min(usize::from(self.size.0).saturating_sub(8));
        let layout = ArticleLayout::new(columns, 0, self.typography);
        let blocks = labels.iter().take(MAX_NOTES).flat_map(|label| note_blocks(article, label));
        let rows = blocks.flat_map(|at| layout.rows(article, at + 1, None));
        rows.skip_while(|row| row.spot == Spot::Space)
            .map(|row| SheetLine { row, ..SheetLine::default() })
            .collect()
    }
}

/// The label of the footnote that a block stands in.
fn label_of(block: &Block) -> Option<&str> {
    block.within.iter().find_map(|container| match &container.kind {
        ContainerKind::Footnote(label) => Some(label.as_str()),
        _ => None,
    })
}

/// The blocks of a footnote.
fn note_blocks<'a>(article: &'a Article, label: &'a str) -> impl Iterator<Item = usize> + 'a {
    let blocks = article.blocks.iter().enumerate();
    blocks.filter(move |(_, block)| label_of(block) == Some(label)).map(|(at, _)| at)
}

/// The footnotes that a block refers to, and at which byte of its text.
fn references(block: &Block) -> impl Iterator<Item = (&str, usize)> {
    let texts: Vec<(&RichText, usize)> = match &block.content {
        Content::Heading { text, .. } | Content::Paragraph(text) => vec![(text, 0)],
        Content::Figure { caption, .. } => vec![(caption, 0)],
        Content::Table(table) => {
            let starts = table.all_rows().flatten().scan(0, |at, cell| {
                let start = *at;
                *at += cell.len() + 1;
                Some((cell, start))
            });
            starts.collect()
        }
        Content::Code { .. } | Content::Rule => Vec::new(),
    };
    texts.into_iter().flat_map(|(text, start)| {
        text.marks().iter().filter_map(move |mark| match &mark.kind {
            MarkKind::FootnoteRef(label) => Some((label.as_str(), start + mark.range.start)),
            _ => None,
        })
    })
}
