//! One comment, as a loader hands it over, and the small types that describe it.

use std::borrow::Cow;

use super::store::{Notation, Span};
use crate::text::{clean_line, cleaned_line};

/// Where a comment stands in its [`super::Thread`]: its index in pre-order.
///
/// Good until the thread is extended; what must live longer is a [`CommentKey`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommentId(pub u32);

impl CommentId {
    /// As an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A comment's name for good: the same after a sort, an extension, a reload.
///
/// Made of the source's own id, or of author and words where it has none, by FNV-1a
/// ([Fowler, Noll, Vo](http://www.isthe.com/chongo/tech/comp/fnv/)); a second comment of the same
/// id gets another key, in the order of arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommentKey(pub u64);

/// How sure a parent is, from 0 to 100 (certain: the source says so).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Confidence(u8);

impl Confidence {
    /// The source says so.
    pub const CERTAIN: Confidence = Confidence(100);

    /// Below this a reader is shown that the place is a guess.
    const SURE: u8 = 75;

    /// From percent; more than 100 is 100.
    #[must_use]
    pub const fn percent(percent: u8) -> Confidence {
        Confidence(if percent < 100 { percent } else { 100 })
    }

    /// From a share between 0 and 1, rounded to a hundredth.
    #[must_use]
    pub fn share(share: f64) -> Confidence {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        Confidence((share * 100.0).round().clamp(0.0, 100.0) as u8)
    }

    /// In percent.
    #[must_use]
    pub fn as_percent(self) -> u8 {
        self.0
    }

    /// Whether the source says so.
    #[must_use]
    pub fn is_certain(self) -> bool {
        self == Self::CERTAIN
    }

    /// Whether to show it without a question mark.
    #[must_use]
    pub fn is_sure(self) -> bool {
        self.0 >= Self::SURE
    }
}

/// When a comment was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Created<T> {
    /// The source does not say.
    #[default]
    Unknown,
    /// UTC seconds.
    At(i64),
    /// An age as printed ("8 months ago"), which is all that the source has.
    Ago {
        /// As printed.
        text: T,
        /// About how many seconds that is, if it could be read; for sorting only.
        seconds: Option<u32>,
    },
}

/// What became of a comment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// It stands.
    #[default]
    Live,
    /// Its author took it away.
    Deleted,
    /// A moderator took it away.
    Removed,
    /// The source has it and this document does not.
    NotLoaded,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BodyKind {
    /// As it shall be read.
    #[default]
    Plain,
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
}

/// What a comment says, in the source's own notation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Body<T> {
    /// How it is written.
    pub kind: BodyKind,
    /// The source text; cleaned where it is plain.
    pub text: T,
}

/// Votes; `None` is unknown, not 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    /// The sum that the source shows.
    pub score: Option<i32>,
    /// Votes for it.
    pub up: Option<i32>,
    /// Votes against it.
    pub down: Option<i32>,
}

/// A text on its way into a thread: handed over, or kept where its source has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text<'a> {
    /// As it is.
    Given(Cow<'a, str>),
    /// Bytes of a segment that the thread keeps; they become text when they are first shown.
    Kept(Span, &'static Notation),
    /// The same of bytes that are still to be kept.
    Raw(Cow<'a, [u8]>, &'static Notation),
}

/// A name or an id on its way into a thread, where it is cleaned; what is no UTF-8 in it is replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line<'a>(Cow<'a, [u8]>);

impl Line<'_> {
    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As text.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.0)
    }

    /// As it stands in a thread.
    ///
    /// Nearly all are plain letters, and so clean already: a look at their bytes tells.
    pub(super) fn cleaned(&self) -> Cow<'_, [u8]> {
        let is_letter = |byte: &u8| matches!(byte, b'!'..=b'~');
        if self.0.iter().all(is_letter) {
            return Cow::Borrowed(&self.0);
        }
        match str::from_utf8(&self.0).map(cleaned_line) {
            Ok(Cow::Borrowed(text)) => Cow::Borrowed(text.as_bytes()),
            Ok(Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
            Err(_) => Cow::Owned(clean_line(&self.text()).into_bytes()),
        }
    }
}

impl<'a> From<&'a [u8]> for Line<'a> {
    fn from(bytes: &'a [u8]) -> Line<'a> {
        Line(Cow::Borrowed(bytes))
    }
}

impl<'a> From<&'a str> for Line<'a> {
    fn from(text: &'a str) -> Line<'a> {
        Line(Cow::Borrowed(text.as_bytes()))
    }
}

impl From<String> for Line<'_> {
    fn from(text: String) -> Self {
        Line(Cow::Owned(text.into_bytes()))
    }
}

impl<'a> From<Cow<'a, str>> for Line<'a> {
    fn from(text: Cow<'a, str>) -> Line<'a> {
        match text {
            Cow::Borrowed(text) => text.into(),
            Cow::Owned(text) => text.into(),
        }
    }
}

/// Which comment this one answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Parent<'a> {
    /// None: it starts a thread.
    #[default]
    Root,
    /// The comment with this id; it may still be to come.
    Id(Cow<'a, str>),
    /// The comment at this place in the thread that is being made.
    At(CommentId),
}

/// Where a comment can be found on its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Permalink<'a> {
    /// Nobody says.
    #[default]
    Unknown,
    /// Here.
    Given(Cow<'a, str>),
    /// Where all of this thread are: the thread knows what stands before and behind the id.
    ById,
}

/// A comment on its way from a loader into a [`super::Thread`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewComment<'a> {
    /// The source's id; `None` lets the thread make one.
    pub id: Option<Line<'a>>,
    /// Where those very bytes lie in a segment that the thread keeps, if they do: then they are not
    /// written down again.
    pub id_at: Option<u64>,
    /// Which comment it answers.
    pub parent: Parent<'a>,
    /// How sure that is.
    pub confidence: Confidence,
    /// Who wrote it; empty if unknown.
    pub author: Line<'a>,
    /// What it is about, as mail has it; empty if that is not said, or the same as with its parent.
    pub subject: Cow<'a, str>,
    /// When.
    pub created: Created<Cow<'a, str>>,
    /// What readers thought of it.
    pub votes: Votes,
    /// Whether it was changed later.
    pub edited: bool,
    /// What became of it.
    pub state: State,
    /// What the author is here: `author`, `op`, `moderator`, `staff` or the site's own word.
    pub roles: Vec<String>,
    /// Its address.
    pub permalink: Permalink<'a>,
    /// How many replies the source has and this document does not.
    pub more: u32,
    /// What it says.
    pub body: Body<Text<'a>>,
}

impl Default for Text<'_> {
    fn default() -> Self {
        Text::Given(Cow::Borrowed(""))
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Text::Given(Cow::Owned(text))
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Text::Given(Cow::Borrowed(text))
    }
}

impl<'a> From<Cow<'a, str>> for Text<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Text::Given(text)
    }
}

impl<'a> From<Option<Cow<'a, str>>> for Permalink<'a> {
    fn from(link: Option<Cow<'a, str>>) -> Self {
        link.map_or(Permalink::Unknown, Permalink::Given)
    }
}

impl Default for Confidence {
    fn default() -> Confidence {
        Confidence::CERTAIN
    }
}
