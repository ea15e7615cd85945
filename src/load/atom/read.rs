//! Entries of a feed to comments of a thread.

use std::borrow::Cow;

use super::super::gone::gone;
use super::super::{Input, Intake, Sink};
use super::feed::{Entry, Feed, Kind};

use crate::load::xml::text::{
    ESCAPED_HTML, ESCAPED_TEXT, XHTML, beginning, named_parent, unescape,
};
use crate::markup::{from_html, from_plain};
use crate::model::{
    Article, Body, BodyKind, Confidence, Created, NewComment, Parent, Permalink, Segment, Span,
    State, Text, plain_text,
};
use crate::text::clean_line;

/// What WordPress puts before the title of an article in the title of its feed of comments.
const TITLE_PREFIXES: [&str; 8] = [
    "Comments on",
    "Comments for",
    "Kommentare zu",
    "Commentaires sur",
    "Comentarios en",
    "Commenti su",
    "Reacties op",
    "Комментарии на",
];

/// What stands before the number of a comment in its address.
const ANCHOR: &str = "#comment-";

/// How many bytes of a comment may name its parent; and how sure that is, in percent.
const LEAD: usize = 1024;
const NAMED: u8 = 90;

/// Takes entries into a thread.
pub(super) struct Reader<'a> {
    pub(super) sink: &'a mut dyn Sink,
    pub(super) intake: Intake,
    input: Input<'a>,
    has_article: bool,
    article_id: String,
    /// What stands before the number in the ids of this feed, if they are addresses.
    ids: Option<String>,
    /// How many entries had nothing in them.
    empty: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(sink: &'a mut dyn Sink, input: Input<'a>) -> Reader<'a> {
        Reader {
            sink,
            intake: Intake::by_id(),
            input,
            has_article: false,
            article_id: String::new(),
            ids: None,
            empty: 0,
        }
    }

    /// Takes an entry whose places are in `segment`.
    pub(super) fn entry(&mut self, entry: &Entry, feed: &Entry, segment: &Segment) {
        if self.is_article(entry, feed) {
            entry.id.clone_into(&mut self.article_id);
            self.has_article = true;
            let content = entry
                .content
                .as_ref()
                .and_then(|(range, kind)| Some((segment.bytes.get(range.clone())?, *kind)));
            let article = Article { language: line(&feed.language), ..article(entry, content) };
            self.sink.article(article);
            if let Ok(comments) = entry.count.trim().parse() {
                self.sink.declared(comments);
            }
            return;
        }
        if self.is_empty() {
            self.sink.article(self.article_of_feed(feed));
        }
        if entry.content.is_none() && entry.id.is_empty() && entry.title.is_empty() {
            self.empty += 1;
            return;
        }
        self.comment(entry, feed, segment);
    }

    /// Whether an entry is what the others talk about: it answers nothing, and its address is the
    /// one that the feed is about.
    fn is_article(&self, entry: &Entry, feed: &Entry) -> bool {
        let is_here = !entry.link.contains('#') && bare(&entry.link) == bare(&feed.link);
        !self.has_article && entry.reply.is_none() && !entry.link.is_empty() && is_here
    }

    fn article_of_feed(&self, feed: &Entry) -> Article {
        let title = title(&feed.title);
        let stripped = TITLE_PREFIXES.iter().find_map(|prefix| {
            let rest = title.strip_prefix(prefix)?;
            Some(rest.trim_start_matches([' ', '\u{A0}', ':']))
        });
        let address = feed.link.split('#').next().unwrap_or_default();
        Article {
            title: line(stripped.unwrap_or(&title)),
            url: line(address).or_else(|| self.input.url.map(clean_line)),
            language: line(&feed.language),
            ..Article::default()
        }
    }

    fn comment(&mut self, entry: &Entry, feed: &Entry, segment: &Segment) {
        self.learn_ids(entry);
        let name = if entry.id.is_empty() { &entry.link } else { &entry.id };
        let id = self.short(name);
        let has_anchor = self.ids.as_ref().is_some_and(|before| {
            entry.link.strip_prefix(before.as_str()) == Some(id) && !id.is_empty()
        });
        let permalink = match entry.link.as_str() {
            "" => Permalink::Unknown,
            _ if has_anchor => Permalink::ById,
            link => Permalink::Given(link.into()),
        };
        let (body, state) = self.body(entry, segment);
        let html = self.lead(entry, segment);
        let parent = self.parent(entry, feed, &html);
        let guessed = entry.reply.is_none() && parent != Parent::Root;
        let comment = NewComment {
            id_at: id_at(entry, id, segment),
            id: Some(id.into()).filter(|_| !id.is_empty()),
            parent,
            confidence: if guessed { Confidence::percent(NAMED) } else { Confidence::CERTAIN },
            author: author(&entry.author).into(),
            created: created(entry),
            edited: is_edited(entry),
            state,
            permalink,
            body,
            ..NewComment::default()
        };
        self.intake.push(comment, self.sink);
    }

    /// Of ids that are addresses of comments only the numbers are kept.
    fn learn_ids(&mut self, entry: &Entry) {
        if self.ids.is_some() {
            return;
        }
        let Some((page, number)) = entry.id.split_once(ANCHOR) else { return };
        if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) {
            let before = format!("{page}{ANCHOR}");
            self.intake.builder.set_permalinks(&before, "");
            self.ids = Some(before);
        }
    }

    fn short<'i>(&self, id: &'i str) -> &'i str {
        let before = self.ids.as_deref().unwrap_or(ANCHOR);
        id.strip_prefix(before).filter(|id| !id.is_empty()).unwrap_or(id)
    }

    /// The beginning of the text, where nothing better can tell what it answers: in RSS.
    fn lead<'s>(&self, entry: &Entry, segment: &'s Segment) -> Cow<'s, str> {
        match (&entry.content, &entry.reply, &self.ids) {
            (Some((range, Kind::Html)), None, Some(_)) => {
                let bytes = segment.bytes.get(range.clone()).unwrap_or_default();
                beginning(bytes.get(..LEAD).unwrap_or(bytes))
            }
            _ => Cow::default(),
        }
    }

    fn parent<'e>(&self, entry: &'e Entry, feed: &Entry, html: &'e str) -> Parent<'e> {
        let Some([id, address]) = &entry.reply else {
            let named = named_parent(html).zip(self.ids.as_deref());
            let id = named.and_then(|(address, before)| address.strip_prefix(before));
            return id.map_or(Parent::Root, |id| Parent::Id(id.into()));
        };
        let is_page =
            |link: &str| !link.is_empty() && !link.contains('#') && bare(link) == bare(&feed.link);
        let is_root = id.is_empty() || *id == self.article_id || is_page(id) || is_page(address);
        if is_root { Parent::Root } else { Parent::Id(self.short(id).into()) }
    }

    fn body(&self, entry: &Entry, segment: &Segment) -> (Body<Text<'static>>, State) {
        let Some((range, kind)) = &entry.content else { return (Body::default(), State::Live) };
        let bytes = segment.bytes.get(range.clone()).unwrap_or_default();
        if bytes.len() < 100
            && let Some(state) = gone(unescape(bytes).trim().as_bytes())
        {
            return (Body::default(), state);
        }
        let (kind, notation) = match kind {
            Kind::Text => (BodyKind::Plain, &ESCAPED_TEXT),
            Kind::Html => (BodyKind::Html, &ESCAPED_HTML),
            Kind::Xhtml => (BodyKind::Html, &XHTML),
        };
        if let Some(heading) = self.heading(entry) {
            let text = (notation.decode)(bytes);
            let text = match kind {
                BodyKind::Html => {
                    let heading = heading.replace('&', "&amp;").replace('<', "&lt;");
                    format!("<h3>{heading}</h3>{text}")
                }
                _ => format!("{heading}\n\n{text}"),
            };
            return (Body { kind, text: text.into() }, State::Live);
        }
        let at = segment.at + range.start as u64;
        let text = Text::Kept(Span { at, length: bytes.len() }, notation);
        (Body { kind, text }, State::Live)
    }

    /// The title of an entry, where it says more than whose comment it is.
    fn heading(&self, entry: &Entry) -> Option<String> {
        let author = author(&entry.author);
        let is_comment = entry.reply.is_some() || self.ids.is_some();
        // Reddit names an account even when it is gone.
        let names =
            (!author.is_empty() && entry.title.contains(author)) || entry.title.starts_with("/u/");
        line(&title(&entry.title)).filter(|_| !is_comment && !names)
    }

    /// Whether neither article nor comment has come.
    pub(super) fn is_empty(&self) -> bool {
        self.intake.builder.is_empty() && !self.has_article
    }

    /// Hands over the thread, then the warnings.
    pub(super) fn finish(self, feed: &Feed) {
        if self.is_empty() {
            self.sink.article(self.article_of_feed(&feed.own));
        }
        let Reader { sink, intake, empty, .. } = self;
        intake.finish(sink);
        match empty {
            0 => {}
            1 => sink.warning("1 entry of this feed could not be read".into()),
            many => sink.warning(format!("{many} entries of this feed could not be read")),
        }
        if feed.damage > 0 {
            sink.warning("the feed is not well-formed; it is read as far as it can be".into());
        }
    }
}

/// The article that an entry is.
fn article(entry: &Entry, content: Option<(&[u8], Kind)>) -> Article {
    let blocks = match content {
        Some((bytes, Kind::Text)) => from_plain(&unescape(bytes)),
        Some((bytes, Kind::Html)) => from_html(&unescape(bytes)),
        Some((bytes, Kind::Xhtml)) => from_html(&String::from_utf8_lossy(bytes)),
        None => Vec::new(),
    };
    let published = instant(&entry.published);
    Article {
        title: line(&title(&entry.title)),
        byline: line(author(&entry.author)),
        published,
        published_text: line(&entry.published).filter(|_| published.is_none()),
        updated: instant(&entry.updated),
        url: line(&entry.link),
        blocks,
        ..Article::default()
    }
}

/// Where these letters, the end of its id, stand in the segment.
fn id_at(entry: &Entry, id: &str, segment: &Segment) -> Option<u64> {
    let range = entry.id_at.clone();
    let written = segment.bytes.get(range.clone())?.trim_ascii_end();
    let at = range.start + written.len().checked_sub(id.len())?;
    let is_there = !id.is_empty() && written.ends_with(id.as_bytes());
    is_there.then_some(segment.at + at as u64)
}

/// An address without what leads to a place in the page.
fn bare(link: &str) -> &str {
    link.split('#').next().unwrap_or_default().trim_end_matches('/')
}

/// Reddit writes `/u/` before names.
fn author(name: &str) -> &str {
    name.strip_prefix("/u/").unwrap_or(name)
}

fn line(text: &str) -> Option<String> {
    Some(clean_line(text)).filter(|line| !line.is_empty())
}

/// A title may be HTML, whatever it says of itself.
fn title(text: &str) -> String {
    if text.contains(['<', '&']) { plain_text(&from_html(text)) } else { text.to_owned() }
}

/// The UTC seconds of a date in RFC 3339, as in Atom, or RFC 2822, as in RSS.
fn instant(text: &str) -> Option<i64> {
    let rfc3339 = text.parse::<jiff::Timestamp>().ok();
    let read = || Some(jiff::fmt::rfc2822::parse(text).ok()?.timestamp());
    rfc3339.or_else(read).map(jiff::Timestamp::as_second)
}

fn created(entry: &Entry) -> Created<Cow<'_, str>> {
    let dates = [&entry.published, &entry.updated].into_iter().filter(|date| !date.is_empty());
    let instant = dates.clone().find_map(|date| instant(date));
    let printed = dates.map(String::as_str).next();
    match (instant, printed) {
        (Some(at), _) => Created::At(at),
        (None, Some(text)) => Created::Ago { text: text.into(), seconds: None },
        (None, None) => Created::Unknown,
    }
}

fn is_edited(entry: &Entry) -> bool {
    let (published, updated) = (&entry.published, &entry.updated);
    published != updated
        && matches!((instant(published), instant(updated)), (Some(p), Some(u)) if u > p)
}
