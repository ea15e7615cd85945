//! Bytes in, document out.
//!
//! A loader is one file that answers two questions of its input: is this yours, and what does it
//! say? It streams into a [`Sink`], so that the first screen is up while the rest is read. No file,
//! no network, no clock: `run` brings the bytes.
//!
//! Damage inside a readable source is a warning; a loader refuses only what it cannot read at all.

mod activitypub;
mod age;
mod askbot;
mod atom;
mod blogger;
mod bluesky;
mod brought;
mod charset;
mod copied;
mod digest;
mod discourse;
mod disqus;
mod entities;
mod epub;
mod extract;
#[cfg(test)]
mod facts;
mod forum;
mod github;
mod github_html;
mod gone;
mod hn;
mod hn_algolia;
mod hn_firebase;
mod hn_hnapi;
mod hn_html;
mod hn_search;
mod json;
mod json_guess;
mod jsonfeed;
mod lemmy;
mod lobsters;
mod lobsters_html;
mod marks;
mod mastodon;
mod mbox;
mod misskey;
mod native;
mod opml;
#[cfg(test)]
mod outcome;
mod page;
mod page_text;
mod parents;
mod picture;
mod plain;
mod posts;
mod reddit;
mod reddit_html;
mod registry;
#[cfg(test)]
mod report;
mod sink;
mod stack_exchange;
mod stack_exchange_dump;
mod stack_exchange_html;
mod stream;
mod substack;
mod times;
mod web;
mod wordpress;
mod wordpress_rest;
mod wpdiscuz;
mod wxr;
mod xml;

use std::error::Error;

use crate::limits::Limits;

pub use brought::{inline_data, inline_name, is_inline_name};
pub use registry::{LOADERS, detect, explain, load, load_stream};
pub use sink::{Collector, Intake, Sink};
pub use stream::Stream;

/// What a loader gets to see.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// The source, whole.
    pub bytes: &'a [u8],
    /// What the reader calls it: a path, or `standard input`.
    pub name: &'a str,
    /// Its address, if it has one.
    pub url: Option<&'a str>,
    /// The media type that came with it, if any.
    pub content_type: Option<&'a str>,
    /// How much of it is read.
    pub limits: Limits,
}

impl Input<'_> {
    /// Whether the name ends in `.` and one of `extensions`, in any case.
    #[must_use]
    pub fn has_extension(&self, extensions: &[&str]) -> bool {
        let Some((_, extension)) = self.name.rsplit_once('.') else { return false };
        extensions.iter().any(|known| known.eq_ignore_ascii_case(extension))
    }
}

/// How sure a loader is that an input is its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likelihood {
    /// It cannot read this.
    No,
    /// It can read this, as it can read almost anything.
    Fallback,
    /// The name says so, the content does not speak against it.
    Possible,
    /// The content looks like it.
    Likely,
    /// The content says so.
    Certain,
}

/// One source format.
#[derive(Debug)]
pub struct Loader {
    /// Its name, for `--from`.
    pub name: &'static str,
    /// What it reads, in a line, for `--formats`.
    pub about: &'static str,
    /// The endings of its files' names.
    pub extensions: &'static [&'static str],
    /// Words that its pages have: of each group one. An input without any of a group is not its own,
    /// and it is not asked. None for what is no page, or may be any.
    pub marks: &'static [&'static [&'static str]],
    /// Is this yours? Cheap: looks at structure, and never past what that takes.
    pub sniff: fn(&Input<'_>) -> Likelihood,
    /// What does it say?
    pub load: Reads,
}

/// How a loader reads its input.
#[derive(Clone, Copy, Debug)]
pub enum Reads {
    /// All of it at once.
    Whole(fn(&Input<'_>, &mut dyn Sink) -> Result<(), LoadError>),
    /// As it comes; the input's bytes are its beginning then, by which it is recognised.
    Stream(fn(&Input<'_>, Stream<'_>, &mut dyn Sink) -> Result<(), LoadError>),
}

/// Why a source could not become a document.
///
/// Only refusals live here: damage inside a readable source is a warning on the document.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// No loader takes it.
    #[error("{name} holds nothing that sidenote can read; see --formats")]
    Unrecognised {
        /// The input's name.
        name: String,
    },
    /// There is nothing in it.
    #[error("{name} is empty")]
    Empty {
        /// The input's name.
        name: String,
    },
    /// It is a picture.
    #[error("{name} is {what}; sidenote reads text, JSON, HTML, mail and books")]
    Picture {
        /// The input's name.
        name: String,
        /// Its kind and size.
        what: String,
    },
    /// It is not text.
    #[error("{name} is not text; sidenote reads text, JSON, HTML, mail and books")]
    Binary {
        /// The input's name.
        name: String,
    },
    /// `--from` names no loader.
    #[error("no format is called {format:?}; see --formats")]
    NoSuchFormat {
        /// The name asked for.
        format: String,
    },
    /// Its bytes cannot be had.
    #[error("cannot read {name}")]
    Failed {
        /// The input's name.
        name: String,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// It says that it is in a format and is not.
    #[error("{name} is not readable as {format}")]
    Broken {
        /// The input's name.
        name: String,
        /// The loader's name.
        format: &'static str,
        /// What is wrong, and where.
        #[source]
        cause: Box<dyn Error + Send + Sync>,
    },
}
