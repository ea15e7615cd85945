//! Documents, printed.
//!
//! An exporter is one file that writes a [`Document`] to text; one line in [`EXPORTERS`] adds it.

mod facts;
mod html;
mod json;
mod markdown;
mod mbox;
mod name;
mod text;

use std::fmt;

pub use name::file_name;

use crate::model::{Document, Order};

/// Every exporter, the default first.
pub const EXPORTERS: &[Exporter] =
    &[text::EXPORTER, markdown::EXPORTER, html::EXPORTER, json::EXPORTER, mbox::EXPORTER];

/// One output format.
#[derive(Debug)]
pub struct Exporter {
    /// Its name, for `--output`.
    pub name: &'static str,
    /// How files end that have it, without the dot.
    pub ending: &'static str,
    /// What it writes, in a line.
    pub about: &'static str,
    /// Writes the document. An error is the writer's.
    pub write: fn(&Document, &Options, &mut dyn fmt::Write) -> fmt::Result,
}

/// Which parts of a document to print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Both.
    #[default]
    All,
    /// The article alone.
    Article,
    /// The thread alone.
    Thread,
}

/// How to print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which parts.
    pub only: Part,
    /// The comments' order; JSON and mail keep the arena's, as order is no part of them.
    pub order: Order,
    /// The columns to wrap text at; `None` leaves a paragraph on one line.
    pub width: Option<usize>,
    /// Whether text may hold colours (ANSI SGR sequences).
    pub color: bool,
    /// Whether text numbers its links and has their addresses at its end.
    pub links: bool,
}

impl Options {
    /// Whether the article is wanted.
    #[must_use]
    pub fn article(&self) -> bool {
        self.only != Part::Thread
    }

    /// Whether the thread is wanted.
    #[must_use]
    pub fn thread(&self) -> bool {
        self.only != Part::Article
    }
}
