//! A row: what stands on one line of a pane, as pieces with roles.

use std::rc::Rc;

use super::picture::Strip;

/// What stands in each column of a text that is hidden.
const COVER: &str = "▒";

/// What a piece of text is to the reader. The theme says what that looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    #[default]
    Text,
    /// The article's title.
    Title,
    /// A heading in a text.
    Heading,
    /// Who wrote a comment.
    Author,
    /// A sign that something is new.
    New,
    /// Who wrote a comment that was read.
    Read,
    /// What that author is here.
    Badge,
    /// Votes.
    Score,
    /// Secondary facts: dates, counts, notices.
    Meta,
    /// The lines that show who answers whom.
    Guide,
    /// The sign before a comment or heading that can be folded.
    Marker,
    /// Words of somebody else.
    Quote,
    /// Code.
    Code,
    /// A word that a programming language has a meaning for.
    Keyword,
    /// Text between quotes in code.
    Literal,
    /// What code says to whoever reads it.
    Comment,
    /// A number or other constant in code.
    Number,
    /// The name of a function in code.
    Function,
    /// The name of a type in code.
    Type,
    /// A line that a patch adds.
    Added,
    /// A line that a patch takes away.
    Removed,
    /// A link.
    Link,
    /// The line under a picture.
    Caption,
    /// What the program is not sure of, or could not read.
    Unsure,
    /// A part that its author hid.
    Spoiler,
}

/// A role, and the stress that the text itself has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Face {
    /// What it is.
    pub role: Role,
    /// Important.
    pub strong: bool,
    /// Stressed.
    pub emphasis: bool,
    /// Struck out.
    pub strike: bool,
}

impl From<Role> for Face {
    fn from(role: Role) -> Face {
        Face { role, ..Face::default() }
    }
}

/// Text of one face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text; no line end or other control in it.
    pub text: String,
    /// What it is.
    pub face: Face,
    /// The byte of the item's own text at which it starts; `None` for what layout added.
    pub source: Option<usize>,
    /// The address that it links to, if that may be opened.
    pub link: Option<Rc<str>>,
}

impl Piece {
    /// A piece that layout adds: a guide, a marker, a label.
    #[must_use]
    pub fn added(text: impl Into<String>, role: Role) -> Piece {
        Piece { text: text.into(), face: role.into(), source: None, link: None }
    }
}

/// Which part of its item a row shows: what finds the place again at another width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// The empty row before it.
    #[default]
    Space,
    /// Its first row: a comment's header.
    Head,
    /// Its text from this byte on.
    Text(usize),
}

/// One line of a pane.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Which part of the item this is.
    pub spot: Spot,
    /// What stands in it, from the left.
    pub pieces: Vec<Piece>,
    /// Whether it may be wider than the pane, which then scrolls it sideways.
    pub wide: bool,
    /// The part of a picture that stands behind the pieces.
    pub picture: Option<Strip>,
}

impl Row {
    /// A row of this spot without pieces.
    #[must_use]
    pub fn new(spot: Spot) -> Row {
        Row { spot, ..Row::default() }
    }

    /// Covers what its author hid; the rest stays where it is.
    pub(super) fn cover(&mut self) {
        for piece in self.pieces.iter_mut().filter(|piece| piece.face.role == Role::Spoiler) {
            piece.text = COVER.repeat(crate::text::width(&piece.text));
            (piece.source, piece.link) = (None, None);
        }
    }

    /// Its width in columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.pieces.iter().map(|piece| crate::text::width(&piece.text)).sum()
    }

    /// The piece at `column`, counted from 0.
    #[must_use]
    pub fn piece_at(&self, column: usize) -> Option<&Piece> {
        let mut end = 0;
        self.pieces.iter().find(|piece| {
            end += crate::text::width(&piece.text);
            column < end
        })
    }

    /// The address that the text at `column` links to.
    #[must_use]
    pub fn link_at(&self, column: usize) -> Option<&str> {
        self.piece_at(column)?.link.as_deref()
    }

    /// Its text, without faces.
    #[must_use]
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }
}
