//! Puts blocks together while a source is read from its start to its end.
//!
//! Readers say what they meet: words, marks that open and close, containers that are entered and
//! left, the end of a paragraph. The result is in the normal form ([`super::normal`]).

use super::normal::{paragraphs, settle};
use super::run::Run;
use crate::model::{Block, Container, ContainerKind, Content, MAX_NESTING, RichText};

/// Blocks under construction.
#[derive(Debug, Default)]
pub(super) struct Builder {
    /// The running text of the paragraph, heading or cell that is being read.
    pub(super) run: Run,
    blocks: Vec<Block>,
    within: Vec<Container>,
    ids: u32,
}

/// A container that was entered, to be given back to [`Builder::leave`].
#[derive(Debug)]
#[must_use]
pub(super) struct Entered {
    /// How many containers stood around it.
    depth: usize,
    /// How many blocks there were before it, if it is a new one.
    blocks: usize,
    /// Whether it is one of those that are kept.
    kept: bool,
}

impl Entered {
    /// Whether blocks know of it.
    pub(super) fn kept(&self) -> bool {
        self.kept
    }
}

impl Builder {
    /// A number for a list or a container.
    pub(super) fn next_id(&mut self) -> u32 {
        self.ids = self.ids.saturating_add(1);
        self.ids
    }

    /// Adds a leaf that is in the normal form.
    pub(super) fn push(&mut self, content: Content) {
        self.blocks.push(Block { within: self.within.clone(), content });
    }

    /// Ends the paragraph that is being read, if there is one.
    pub(super) fn end_paragraph(&mut self) {
        for content in paragraphs(self.run.take()) {
            self.push(content);
        }
    }

    /// Enters a container; one that is too deep is not kept.
    pub(super) fn enter(&mut self, kind: ContainerKind) -> Entered {
        let id = self.next_id();
        let blocks = self.blocks.len();
        Entered { blocks, ..self.enter_again(Container { id, kind }) }
    }

    /// Enters a container that was left, to say more in it.
    pub(super) fn enter_again(&mut self, container: Container) -> Entered {
        let (depth, kept) = (self.within.len(), self.within.len() < MAX_NESTING);
        if kept {
            self.within.push(container);
        }
        Entered { depth, blocks: usize::MAX, kept }
    }

    /// Leaves a container. An item that nothing stands in gets an empty paragraph.
    pub(super) fn leave(&mut self, entered: &Entered) {
        let is_item = |container: &Container| matches!(container.kind, ContainerKind::Item { .. });
        if entered.kept
            && self.blocks.len() == entered.blocks
            && self.within.last().is_some_and(is_item)
        {
            self.push(Content::Paragraph(RichText::default()));
        }
        self.within.truncate(entered.depth);
    }

    /// Takes back the empty paragraph of an item that ended only because the source was cut.
    pub(super) fn drop_empty_item(&mut self) {
        self.blocks
            .pop_if(|last| matches!(&last.content, Content::Paragraph(text) if text.is_empty()));
    }

    /// The innermost container.
    pub(super) fn innermost(&self) -> Option<&Container> {
        self.within.last()
    }

    /// Whether one of the containers around is of this kind.
    pub(super) fn stands_in(&self, is: impl Fn(&ContainerKind) -> bool) -> bool {
        self.within.iter().any(|container| is(&container.kind))
    }

    /// How many blocks there are.
    pub(super) fn len(&self) -> usize {
        self.blocks.len()
    }

    /// The last block.
    pub(super) fn last_mut(&mut self) -> Option<&mut Block> {
        self.blocks.last_mut()
    }

    /// The list of the item that the last block stands in, if that stands where we are now.
    pub(super) fn last_list(&self) -> Option<(u32, Option<u64>)> {
        let last = &self.blocks.last()?.within;
        match last.get(self.within.len())?.kind {
            ContainerKind::Item { list, number } if last.starts_with(&self.within) => {
                Some((list, number))
            }
            _ => None,
        }
    }

    /// The blocks, when everything is read.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.end_paragraph();
        settle(&mut self.blocks);
        self.blocks
    }
}
