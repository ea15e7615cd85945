//! Documents as rows of a given width.
//!
//! Pure: a block or a comment and a width go in, rows of pieces come out. Pieces carry roles, not
//! colours; `ui` gives them those. Nothing here knows what is folded or where the reader is, and
//! nothing lays out more than it is asked for: a row of the millionth comment costs that comment.

mod article;
mod blocks;
mod code;
mod direction;
mod facts;
mod justify;
mod panes;
mod picture;
mod row;
mod scripts;
mod syntax;
mod table;
mod thread;
mod typography;

pub use article::ArticleLayout;
pub use blocks::linked_note;
pub use facts::fact_rows;
pub use panes::{Area, Panes, SIDE_BY_SIDE, SheetPlace, Split, panes, sheet_areas};
pub use picture::{Easel, Hung, MOST as MOST_CELLS, Pixels, Print, Strip};
pub use row::{Face, Piece, Role, Row, Spot};
pub use thread::{CommentRows, Indents, comment_rows, comment_text, head_bytes};
pub use typography::{Breaking, Typography};
