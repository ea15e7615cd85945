//! Notations of running text: HTML, Markdown and plain fragments, to blocks and back.
//!
//! What comes out is bounded in nesting, and cleaned by [`crate::model::RichText`].

mod bound;
mod build;
mod elements;
#[cfg(test)]
mod generate;
mod html;
mod html_table;
mod links;
mod markdown;
mod markdown_bound;
mod markdown_text;
mod normal;
mod plain;
mod run;
mod write_html;
mod write_markdown;

use crate::model::{Block, Body, BodyKind};

pub use html::from_html;
pub use links::is_safe_link;
pub use markdown::from_markdown;
pub use plain::from_plain;
pub use write_html::to_html;
pub use write_markdown::{escape_markdown, to_markdown};

/// The blocks of a comment's body, from its own notation.
#[must_use]
pub fn from_body(body: Body<&str>) -> Vec<Block> {
    match body.kind {
        BodyKind::Plain => from_plain(body.text),
        BodyKind::Html => from_html(body.text),
        BodyKind::Markdown => from_markdown(body.text),
    }
}
