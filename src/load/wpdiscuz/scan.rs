//! One pass over the page: where the article ends, then comment after comment.
//!
//! A tokenizer says where tags are; what is open is known by counting the elements of one name, so
//! that each tag costs the same however deep the page is nested. What is wanted of a comment is in
//! leaves that are known by their class ([`Mark`]); nothing is looked for inside of one that is open.
//! Replies lie in the element of the comment that they answer, or beside it; either way the head of
//! one ends what was open in the other.

use std::ops::Range;

use html5gum::Span;
use html5gum::emitters::callback::CallbackEvent;

use super::mark::{Mark, Own, mark, own_id};
use super::tag::{Name, Tag};

/// How much of a name, a date, a label is read, in bytes.
const MAX_WORDS: usize = 1024;

/// What the plugin puts into the text of an article, for readers to comment on passages.
const FOREIGN: [&[u8]; 3] =
    [b"wpd-inline-icon-wrapper", b"wpd-inline-form-wrapper", b"wpd-last-inline-comments-wrapper"];

/// A comment as it stands in the page.
#[derive(Debug, Default)]
pub(super) struct Raw {
    /// The number in the page; empty if it has none that can be read.
    pub(super) id: String,
    /// Where it stands.
    pub(super) id_at: usize,
    /// The number of the comment that it answers; `0` is none.
    pub(super) parent: String,
    pub(super) own: Own,
    pub(super) author: String,
    pub(super) label: String,
    /// The date as the title of its element says it, and as it is printed.
    pub(super) date: [String; 2],
    pub(super) score: Option<String>,
    pub(super) up: Option<String>,
    pub(super) down: Option<String>,
    /// What it says: where that is in the page.
    pub(super) body: Option<(usize, usize)>,
    /// Whether the page has only the beginning of that.
    pub(super) is_cut: bool,
    pub(super) is_edited: bool,
    pub(super) folded: String,
    pub(super) link: String,
    /// Where the page was read to when all this was known.
    pub(super) end: usize,
}

/// What is found, in order.
#[derive(Debug)]
pub(super) enum Found {
    /// Here the comments begin.
    Head(Head),
    /// A comment.
    Comment(Box<Raw>),
}

/// The article's part of the page.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Where it ends, if that is known.
    end: Option<usize>,
    /// What in it is the plugin's, and what is open of that: its name, how many elements of it, where
    /// it began. It stands in the middle of paragraphs, which a parser would part there.
    foreign: Vec<Range<usize>>,
    open: Option<(Vec<u8>, u32, usize)>,
}

impl Head {
    fn enter(&mut self, tag: &Tag) {
        match &mut self.open {
            Some((name, depth, _)) => *depth += u32::from(*name == tag.name),
            None if tag.classes().any(|class| FOREIGN.contains(&class)) => {
                self.open = Some((tag.name.clone(), 1, tag.start));
            }
            None => {}
        }
    }

    fn leave(&mut self, name: &[u8], end: usize) {
        let Some((open, depth, start)) = &mut self.open else { return };
        *depth -= u32::from(open == name);
        if *depth == 0 {
            self.foreign.push(*start..end);
            self.open = None;
        }
    }

    /// How much of a page of so many bytes is the article's part.
    pub(super) fn length(&self, page: usize) -> usize {
        self.end.unwrap_or(page)
    }

    /// The markup of the article's part of `page`, at most so many bytes of it.
    pub(super) fn markup(&self, page: &[u8], limit: usize) -> String {
        let end = self.length(page.len()).min(limit);
        let mut html = String::new();
        let mut at = 0;
        for foreign in self.foreign.iter().filter(|foreign| foreign.end <= end) {
            html += &String::from_utf8_lossy(page.get(at..foreign.start).unwrap_or_default());
            at = foreign.end;
        }
        html + &String::from_utf8_lossy(page.get(at..end).unwrap_or_default())
    }
}

/// A leaf that is open.
#[derive(Debug)]
struct Leaf {
    part: Mark,
    name: Vec<u8>,
    /// How many elements of its name are open in it, itself included.
    depth: u32,
    /// Where its content begins.
    start: usize,
    /// What its tag says itself.
    said: Option<String>,
    words: Vec<u8>,
}

/// What the page says of all of its comments.
#[derive(Debug, Default)]
pub(super) struct Totals {
    /// How many there are.
    pub(super) declared: Option<u64>,
    /// Whether there are more than are in the page.
    pub(super) has_more: bool,
    /// Whether the page ends in the middle of a comment.
    pub(super) is_torn: bool,
}

/// What is known in the middle of a page.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    tag: Tag,
    leaf: Option<Leaf>,
    /// The article's part, until the comments begin.
    head: Option<Head>,
    comment: Option<Box<Raw>>,
    /// How many elements of the name of the comment's own are open in it, itself included; behind
    /// its end nothing is said of it.
    depth: u32,
    own_name: Vec<u8>,
    pub(super) totals: Totals,
}

impl Scanner {
    pub(super) fn new() -> Scanner {
        Scanner { head: Some(Head::default()), ..Scanner::default() }
    }

    /// Takes what the tokenizer says.
    pub(super) fn take(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) -> Option<Found> {
        match event {
            CallbackEvent::OpenStartTag { name } => self.tag.open(name, span.start),
            CallbackEvent::AttributeName { name } => self.tag.attribute(name),
            CallbackEvent::AttributeValue { value } => self.tag.value(value),
            CallbackEvent::CloseStartTag { .. } => return self.enter(span.end),
            CallbackEvent::EndTag { name } => self.leave(name, span),
            CallbackEvent::String { value } => {
                if let Some(leaf) = &mut self.leaf
                    && leaf.part != Mark::Body
                    && leaf.words.len() < MAX_WORDS
                {
                    leaf.words.extend(value.iter().take(MAX_WORDS));
                }
            }
            _ => {}
        }
        None
    }

    fn enter(&mut self, end: usize) -> Option<Found> {
        if let Some(own) = Own::of(&self.tag) {
            return self.begin(own, end);
        }
        self.total();
        self.depth += u32::from(self.depth > 0 && self.tag.name == self.own_name);
        let mark = if self.depth > 0 { mark(&self.tag) } else { None };
        if let Some(leaf) = &mut self.leaf {
            leaf.depth += u32::from(leaf.name == self.tag.name);
            match mark {
                // The rest of the comment is not in the page, or comes with a click.
                Some(Mark::ReadMore) => self.shorten(),
                Some(Mark::Frame | Mark::Edited) => self.close(self.tag.start),
                _ => {}
            }
        }
        if let Some(head) = &mut self.head {
            head.enter(&self.tag);
        }
        if let (Some(mark), None) = (mark, &self.leaf) {
            self.part(mark, end);
        }
        None
    }

    /// What an element in a comment says.
    fn part(&mut self, mark: Mark, end: usize) {
        let Some(comment) = &mut self.comment else { return };
        let missing = match mark {
            Mark::Role => {
                comment.own.add_role(&self.tag);
                false
            }
            Mark::Edited => {
                comment.is_edited = true;
                false
            }
            Mark::Link => {
                let names = [Name::Address, Name::Value].into_iter();
                let link = names.map(|name| self.tag.text(name)).find(|link| !link.is_empty());
                if comment.link.is_empty() {
                    comment.link = link.unwrap_or_default().into_owned();
                }
                false
            }
            Mark::Frame | Mark::ReadMore => false,
            Mark::Author => comment.author.is_empty(),
            Mark::Label => comment.label.is_empty(),
            Mark::Date => comment.date.iter().all(String::is_empty),
            Mark::Score => comment.score.is_none(),
            Mark::Up => comment.up.is_none(),
            Mark::Down => comment.down.is_none(),
            Mark::Folded => comment.folded.is_empty(),
            Mark::Body => comment.body.is_none(),
        };
        if missing {
            let said = match mark {
                Mark::Label => self.tag.text(Name::Tooltip),
                _ => self.tag.text(Name::Title),
            };
            let said = Some(said.into_owned()).filter(|said| !said.is_empty());
            self.open(mark, end, said);
        }
    }

    fn open(&mut self, part: Mark, start: usize, said: Option<String>) {
        let name = self.tag.name.clone();
        self.leaf = Some(Leaf { part, name, depth: 1, start, said, words: Vec::new() });
    }

    fn leave(&mut self, name: &[u8], span: Span<usize>) {
        if let Some(head) = &mut self.head {
            head.leave(name, span.end);
        }
        self.depth -= u32::from(self.depth > 0 && self.own_name == name);
        if let Some(leaf) = &mut self.leaf
            && leaf.name == name
        {
            leaf.depth -= 1;
            if leaf.depth == 0 {
                self.close(span.start);
            }
        }
    }

    /// Ends the leaf that is open, whose content ends at `at`.
    fn close(&mut self, at: usize) {
        let Some(leaf) = self.leaf.take() else { return };
        let words = String::from_utf8_lossy(&leaf.words).into_owned();
        let Some(comment) = &mut self.comment else { return };
        comment.end = at;
        match leaf.part {
            Mark::Author => comment.author = words,
            Mark::Label => {
                comment.label =
                    if words.trim().is_empty() { leaf.said.unwrap_or_default() } else { words }
            }
            Mark::Date => comment.date = [leaf.said.unwrap_or_default(), words],
            Mark::Score => comment.score = Some(leaf.said.unwrap_or(words)),
            Mark::Up => comment.up = Some(leaf.said.unwrap_or(words)),
            Mark::Down => comment.down = Some(leaf.said.unwrap_or(words)),
            Mark::Folded => comment.folded = words,
            Mark::Body => comment.body = Some((leaf.start, at)),
            Mark::Role | Mark::Edited | Mark::Link | Mark::Frame | Mark::ReadMore => {}
        }
    }

    /// The text of the comment ends before this tag, which asks for the rest.
    fn shorten(&mut self) {
        if self.leaf.as_ref().is_some_and(|leaf| leaf.part == Mark::Body) {
            self.close(self.tag.start);
            if let Some(comment) = &mut self.comment {
                comment.is_cut = true;
            }
        }
    }

    /// Begins a comment; hands over what was before it.
    fn begin(&mut self, own: Own, end: usize) -> Option<Found> {
        self.close(self.tag.start);
        let (id, parent) = own_id(self.tag.get(Name::Id)).unwrap_or_default();
        let id_at = self.tag.start;
        let comment = Raw { id, id_at, parent, own, end, ..Raw::default() };
        let before = self.comment.replace(Box::new(comment));
        self.depth = 1;
        self.own_name.clone_from(&self.tag.name);
        self.end_head(self.tag.start).or(before.map(Found::Comment))
    }

    /// Hands over the article's part, which ends at `at` if nothing has told before.
    fn end_head(&mut self, at: usize) -> Option<Found> {
        let head = self.head.take()?;
        Some(Found::Head(Head { end: head.end.or(Some(at)), ..head }))
    }

    /// What the page says of all comments.
    fn total(&mut self) {
        let tag = &self.tag;
        let number = |name| tag.text(name).trim().parse().ok();
        if tag.get(Name::Id) == b"wpdiscuzHasMoreComments" {
            self.totals.has_more |= number(Name::Value).is_some_and(|value: u64| value > 0);
        }
        if self.totals.declared.is_none() {
            self.totals.declared =
                number(Name::Count).or_else(|| number(Name::Title).filter(|_| tag.is(b"wpdtc")));
        }
        let starts = [&b"wpdcom"[..], b"wpcomm", b"comments"].contains(&tag.get(Name::Id));
        let is_part = [&b"div"[..], b"section"].contains(&tag.name.as_slice());
        if starts
            && is_part
            && let Some(head) = &mut self.head
        {
            head.end = head.end.or(Some(self.tag.start));
        }
    }

    /// The last that is found, at the end of the page.
    pub(super) fn finish(&mut self, end: usize) -> [Option<Found>; 2] {
        self.totals.is_torn = matches!(&self.leaf, Some(leaf) if leaf.part == Mark::Body);
        self.close(end);
        [self.end_head(end), self.comment.take().map(Found::Comment)]
    }
}
