//! What was read: one article, one thread, and where they came from.
//!
//! Pure data, used by everything above. No input or output, no terminal, no site: what a fact
//! looks like on some page is known in `load`, how it looks on a screen in `layout` and `ui`.
//!
//! Every string here has been through `text::clean` ([`RichText`] and [`Thread::extend`] see to it).

mod arrange;
mod article;
mod block;
mod builder;
mod census;
mod comment;
mod entries;
pub mod mail;
mod merge;
mod names;
mod rich;
mod store;
mod thread;

pub use arrange::{Arrangement, Order};
pub use article::{Article, Document, Provenance};
pub use block::{Align, Block, Container, ContainerKind, Content, MAX_NESTING, Table, plain_text};
pub use builder::ThreadBuilder;
pub use census::Census;
pub use comment::{
    Body, BodyKind, CommentId, CommentKey, Confidence, Created, Line, NewComment, Parent,
    Permalink, State, Text, Votes,
};
pub use entries::Entries;
pub use merge::merge;
pub use rich::{Mark, MarkKind, RichText};
pub use store::{Notation, Segment, Span};
pub use thread::{Comment, RECORD_BYTES, Thread, content_id};
