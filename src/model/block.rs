//! Blocks: paragraphs, headings, code, tables and figures, in reading order.
//!
//! A text is a flat list of leaves. What a leaf stands in (a quote, a list item, a footnote) is
//! written on the leaf, outermost first, and two leaves stand in the same item when they name the
//! same container. So a list of a million items is laid out a leaf at a time, a place in a text is
//! (leaf, offset), and nothing recurses.

use std::borrow::Cow;

use super::RichText;

pub use crate::limits::MAX_NESTING;

/// A leaf of a text, and what it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The containers around it, outermost first; at most [`MAX_NESTING`].
    pub within: Vec<Container>,
    /// What it is.
    pub content: Content,
}

/// A quote, list item or footnote around blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// Tells this container from every other of the same text.
    pub id: u32,
    /// What it is.
    pub kind: ContainerKind,
}

/// What a container is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContainerKind {
    /// Words of somebody else.
    Quote,
    /// An item of the list `list` (an id among those of the containers); its number if the list
    /// is ordered.
    Item {
        /// Which list: items of the same list name the same one.
        list: u32,
        /// The number shown before the item.
        number: Option<u64>,
    },
    /// The text of the footnote with this label.
    Footnote(String),
}

/// What a leaf is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A heading; the level is 1 to 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its words.
        text: RichText,
    },
    /// A paragraph; empty only as an empty list item.
    Paragraph(RichText),
    /// Code, or other text whose spaces matter.
    Code {
        /// The language's name, if the source gives it.
        language: Option<String>,
        /// The lines, cleaned, without a line end after the last.
        text: String,
    },
    /// A table.
    Table(Table),
    /// A picture.
    Figure {
        /// Its address.
        image: String,
        /// What it shows, for those who do not see it.
        alt: String,
        /// The line under it.
        caption: RichText,
    },
    /// A break between parts.
    Rule,
}

/// A table. Rows may be shorter than the header; missing cells are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The header row; empty if the table has none.
    pub header: Vec<RichText>,
    /// The other rows.
    pub rows: Vec<Vec<RichText>>,
    /// One for each column; missing ones are [`Align::Left`].
    pub align: Vec<Align>,
}

/// Where a column's text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

impl Block {
    /// A paragraph that stands in nothing.
    #[must_use]
    pub fn paragraph(text: &str) -> Block {
        Block { within: Vec::new(), content: Content::Paragraph(RichText::plain(text).finish()) }
    }

    /// The words of this leaf without decoration: what is searched and copied.
    ///
    /// A table's cells are parted by tabs and its rows by line ends; a figure is its caption, or
    /// what it shows.
    #[must_use]
    pub fn plain(&self) -> Cow<'_, str> {
        match &self.content {
            Content::Heading { text, .. } | Content::Paragraph(text) => text.text().into(),
            Content::Code { text, .. } => text.into(),
            Content::Table(table) => table.plain().into(),
            Content::Figure { alt, caption, .. } if caption.is_empty() => alt.into(),
            Content::Figure { caption, .. } => caption.text().into(),
            Content::Rule => "".into(),
        }
    }

    /// Whether this leaf stands in a quote.
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        self.within.iter().any(|container| container.kind == ContainerKind::Quote)
    }
}

impl Table {
    /// All rows, the header first if there is one.
    pub fn all_rows(&self) -> impl Iterator<Item = &Vec<RichText>> {
        Some(&self.header).filter(|header| !header.is_empty()).into_iter().chain(&self.rows)
    }

    /// How many columns the widest row has.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.all_rows().map(Vec::len).max().unwrap_or(0)
    }

    fn plain(&self) -> String {
        let mut plain = String::new();
        for (number, row) in self.all_rows().filter(|row| !row.is_empty()).enumerate() {
            if number > 0 {
                plain.push('\n');
            }
            for (at, cell) in row.iter().enumerate() {
                if at > 0 {
                    plain.push('\t');
                }
                plain.push_str(&cell.text().replace('\n', " "));
            }
        }
        plain
    }
}

/// The words of a whole text: its leaves, parted by blank lines; items of one list by line ends.
#[must_use]
pub fn plain_text(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut before: Option<&Block> = None;
    for block in blocks {
        let words = block.plain();
        if words.is_empty() {
            continue;
        }
        if let Some(before) = before {
            out.push_str(
                if innermost_list(before).is_some_and(|list| Some(list) == innermost_list(block)) {
                    "\n"
                } else {
                    "\n\n"
                },
            );
        }
        out.push_str(&words);
        before = Some(block);
    }
    out
}

/// The list of which `block` is an item, if it stands in no other container inside that.
fn innermost_list(block: &Block) -> Option<u32> {
    match block.within.last()?.kind {
        ContainerKind::Item { list, .. } => Some(list),
        _ => None,
    }
}
