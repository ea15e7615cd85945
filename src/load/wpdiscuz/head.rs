//! What stands before the comments: the article, and what the page says of it.
//!
//! The text is what is in the obvious container: `itemprop=articleBody`, the classes that themes use
//! for it, `<article>`, `<main>`, in this order; of several the longest. Facts: [Open Graph] and its
//! `article:` names as WordPress plugins write them, then what is to be seen.
//!
//! [Open Graph]: https://ogp.me/

use std::ops::Range;

use super::tag::{Name, Tag, words};
use crate::markup::from_html;
use crate::model::Article;
use crate::text::clean_line;

/// Classes of the element that holds an article's text, in widespread themes.
const TEXT_CLASSES: [&[u8]; 9] = [
    b"entry-content",
    b"td-post-content",
    b"post-content",
    b"post-body",
    b"article-content",
    b"article-body",
    b"article__body",
    b"story-body",
    b"single-content",
];

/// What the plugin puts into the text of an article, for readers to comment on passages.
const FOREIGN: [&[u8]; 3] =
    [b"wpd-inline-icon-wrapper", b"wpd-inline-form-wrapper", b"wpd-last-inline-comments-wrapper"];

/// How many containers may be open in each other.
const MAX_CONTAINERS: usize = 16;
/// How many are remembered.
const MAX_CLOSED: usize = 1000;

/// Whose words are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// `<h1>`.
    Heading,
    /// `<title>`.
    Title,
    /// The site's name.
    Site,
    /// Who wrote it.
    Byline,
}

/// An element that is waited for the end of.
#[derive(Debug)]
struct Open {
    rank: u8,
    name: Vec<u8>,
    /// How many elements of this name are open in it, itself included.
    depth: u32,
    start: usize,
}

impl Open {
    fn new(tag: &Tag, rank: u8, start: usize) -> Open {
        Open { rank, name: tag.name.clone(), depth: 1, start }
    }

    fn enter(&mut self, name: &[u8]) {
        self.depth += u32::from(self.name == name);
    }

    /// Whether this end tag is its own.
    fn leave(&mut self, name: &[u8]) -> bool {
        self.depth -= u32::from(self.name == name && self.depth > 0);
        self.depth == 0
    }
}

/// What is known of the article.
#[derive(Debug, Default)]
pub(super) struct Head {
    article: Article,
    /// The title that the page wants to be shared by.
    shared_title: String,
    heading: String,
    page_title: String,
    site: String,
    open: Vec<Open>,
    /// Containers that have ended: their rank, and what is in them.
    closed: Vec<(u8, Range<usize>)>,
    foreign: Option<Open>,
    /// What is not the article's in its container.
    cut: Vec<Range<usize>>,
}

impl Head {
    /// Takes a start tag, which ends at `end`; says whose words begin there.
    pub(super) fn enter(&mut self, tag: &Tag, end: usize) -> Option<Line> {
        for open in self.open.iter_mut().chain(&mut self.foreign) {
            open.enter(&tag.name);
        }
        match tag.name.as_slice() {
            b"meta" => self.meta(tag),
            b"link" if words(tag.get(Name::Rel)).any(|rel| rel == b"canonical") => {
                self.article.url = line(&tag.text(Name::Href));
            }
            b"html" => self.article.language = line(&tag.text(Name::Lang)),
            b"time" if self.article.published.is_none() => {
                self.published(&tag.text(Name::Datetime));
            }
            _ => {}
        }
        if tag.is_void() {
            return None;
        }
        if self.foreign.is_none() && tag.classes().any(|class| FOREIGN.contains(&class)) {
            self.foreign = Some(Open::new(tag, 0, tag.start));
        } else if let Some(rank) = rank(tag)
            && self.open.len() < MAX_CONTAINERS
        {
            self.open.push(Open::new(tag, rank, end));
        }
        self.line(tag)
    }

    fn line(&self, tag: &Tag) -> Option<Line> {
        let is_author = || {
            words(tag.get(Name::Rel)).any(|rel| rel == b"author")
                || (tag.name == b"span" && tag.is(b"author"))
        };
        match tag.name.as_slice() {
            b"title" if self.page_title.is_empty() => Some(Line::Title),
            _ if self.site.is_empty() && tag.is(b"site-title") => Some(Line::Site),
            b"h1" if self.heading.is_empty() => Some(Line::Heading),
            b"a" | b"span" if self.article.byline.is_none() && is_author() => Some(Line::Byline),
            _ => None,
        }
    }

    /// Takes the words of a line.
    pub(super) fn read(&mut self, what: Line, words: &str) {
        let words = clean_line(words);
        match what {
            Line::Heading => self.heading = words,
            Line::Title => self.page_title = words,
            Line::Site => self.site = words,
            Line::Byline => self.article.byline = Some(words).filter(|words| !words.is_empty()),
        }
    }

    /// Takes an end tag.
    pub(super) fn leave(&mut self, name: &[u8], range: Range<usize>) {
        if self.foreign.as_mut().is_some_and(|foreign| foreign.leave(name))
            && let Some(foreign) = self.foreign.take()
        {
            self.cut.push(foreign.start..range.end);
        }
        let closed = &mut self.closed;
        self.open.retain_mut(|open| {
            let ends = open.leave(name);
            if ends && closed.len() < MAX_CLOSED {
                closed.push((open.rank, open.start..range.start));
            }
            !ends
        });
    }

    /// Ends everything: here the comments begin.
    pub(super) fn end(&mut self, at: usize) {
        self.closed.extend(self.open.drain(..).map(|open| (open.rank, open.start..at)));
    }

    fn meta(&mut self, tag: &Tag) {
        let content = tag.text(Name::Content);
        let article = &mut self.article;
        match tag.get(Name::Property) {
            b"og:title" => self.shared_title = clean_line(&content),
            b"og:site_name" => article.site = line(&content),
            b"og:url" if article.url.is_none() => article.url = line(&content),
            b"og:image" if article.image.is_none() => article.image = line(&content),
            b"article:published_time" => self.published(&content),
            b"article:modified_time" => article.updated = instant(&content),
            b"article:tag" => article.tags.extend(line(&content)),
            b"author" => article.byline = line(&content),
            _ => {}
        }
    }

    fn published(&mut self, date: &str) {
        self.article.published = instant(date);
        if self.article.published.is_none() && self.article.published_text.is_none() {
            self.article.published_text = line(date);
        }
    }

    /// The article, whose text is in `page`.
    pub(super) fn article(&self, page: &[u8]) -> Article {
        let mut article = self.article.clone();
        if article.published.is_some() {
            article.published_text = None;
        }
        article.title = Some(self.title()).filter(|title| !title.is_empty());
        if article.site.is_none() {
            article.site = Some(self.site.clone()).filter(|site| !site.is_empty());
        }
        article.blocks = self.text(page).map(|html| from_html(&html)).unwrap_or_default();
        article
    }

    /// The heading where the other titles say it too, perhaps with the site's name behind it.
    fn title(&self) -> String {
        let shared = [&self.shared_title, &self.page_title].into_iter().find(|t| !t.is_empty());
        match shared {
            Some(shared) if self.heading.is_empty() || !shared.contains(&self.heading) => {
                shared.clone()
            }
            _ => self.heading.clone(),
        }
    }

    fn text(&self, page: &[u8]) -> Option<String> {
        let best = self.closed.iter().map(|(rank, _)| *rank).min()?;
        let container = self.closed.iter().filter(|(rank, _)| *rank == best);
        let (_, range) = container.max_by_key(|(_, range)| range.len())?;
        let mut html = String::new();
        let mut at = range.start;
        for cut in self.cut.iter().filter(|cut| range.contains(&cut.start)) {
            html += &String::from_utf8_lossy(page.get(at..cut.start).unwrap_or_default());
            at = at.max(cut.end);
        }
        html += &String::from_utf8_lossy(page.get(at..range.end).unwrap_or_default());
        Some(html)
    }
}

/// How sure an element is the article's container; lower is surer.
fn rank(tag: &Tag) -> Option<u8> {
    if words(tag.get(Name::Itemprop)).any(|name| name == b"articleBody") {
        return Some(0);
    }
    if tag.classes().any(|class| TEXT_CLASSES.contains(&class)) {
        return Some(1);
    }
    match tag.name.as_slice() {
        b"article" => Some(2),
        b"main" => Some(3),
        b"body" => Some(4),
        _ => None,
    }
}

fn line(text: &str) -> Option<String> {
    Some(clean_line(text)).filter(|line| !line.is_empty())
}

/// The UTC seconds of a time in RFC 3339.
fn instant(text: &str) -> Option<i64> {
    text.trim().parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second)
}
