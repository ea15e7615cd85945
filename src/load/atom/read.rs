//! Entries of a feed to comments of a thread.

use std::borrow::Cow;

use super::super::gone::gone;
use super::super::{Input, Intake, Sink};
use super::feed::{Entry, Feed, Kind};

use crate::load::posts::enclosed;
use crate::load::xml::text::{
    ESCAPED_HTML, ESCAPED_TEXT, XHTML, beginning, named_parent, unescape,
};
use crate::markup::{from_html, from_plain, to_html};
use crate::model::{
    Article, Body, BodyKind, Comment, Confidence, Created, NewComment, Notation, Parent, Permalink,
    Segment, Span, State, Text, plain_text,
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

/// How many entries are held back until it is known whether the first is the only article.
const MAX_HELD: usize = 1000;

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
    /// An article and what came behind it, as long as there is no other: then it is what the feed is
    /// about.
    held: Vec<(Entry, Segment)>,
    /// The articles of a feed of many, with how many comments each says that it has.
    counted: Vec<(String, u32)>,
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
            held: Vec::new(),
            counted: Vec::new(),
        }
    }

    /// Takes an entry whose places are in `segment`.
    pub(super) fn entry(&mut self, entry: Entry, feed: &Entry, segment: &Segment) {
        if self.held.is_empty() && self.is_article(&entry, feed) {
            self.article(&entry, feed, segment);
            return;
        }
        let is_another = self.is_item(&entry, feed);
        if self.is_empty() && is_another || !self.held.is_empty() {
            let is_known = is_another || self.held.len() >= MAX_HELD;
            if self.held.is_empty() || !is_known {
                self.held.push((entry, segment.clone()));
                return;
            }
            for (held, segment) in std::mem::take(&mut self.held) {
                self.member(&held, feed, &segment);
            }
        }
        self.member(&entry, feed, segment);
    }

    /// Takes the entry that all the others are about.
    fn article(&mut self, entry: &Entry, feed: &Entry, segment: &Segment) {
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
    }

    /// Takes one of many.
    fn member(&mut self, entry: &Entry, feed: &Entry, segment: &Segment) {
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

    /// Whether an entry is an article in a feed of articles: its title says what it is about, and the
    /// feed does not say that it is one of comments.
    fn is_item(&self, entry: &Entry, feed: &Entry) -> bool {
        let of_comments = TITLE_PREFIXES.iter().any(|prefix| feed.title.starts_with(prefix));
        let says_more = entry.title.trim() != feed.title.trim();
        let is_place = entry.link.contains('#');
        !self.has_article && !of_comments && says_more && !is_place && self.heading(entry).is_some()
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
        let is_item = self.is_item(entry, feed);
        let (body, state) = self.body(entry, segment, is_item);
        let subject = self.heading(entry).filter(|_| is_item).unwrap_or_default();
        if let Ok(count) = entry.count.trim().parse()
            && is_item
        {
            self.counted.push((id.to_owned(), count));
        }
        let html = self.lead(entry, segment);
        let parent = self.parent(entry, feed, &html);
        let guessed = entry.reply.is_none() && parent != Parent::Root;
        // An article without a name is by whom the whole feed is (RFC 4287, §4.2.1).
        let by_feed = is_item && entry.author.is_empty();
        let comment = NewComment {
            id_at: id_at(entry, id, segment),
            id: Some(id.into()).filter(|_| !id.is_empty()),
            parent,
            confidence: if guessed { Confidence::percent(NAMED) } else { Confidence::CERTAIN },
            author: author(if by_feed { &feed.author } else { &entry.author }).into(),
            subject: subject.into(),
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

    /// What an entry says. Of an article in a feed of many the title is apart.
    fn body(
        &self,
        entry: &Entry,
        segment: &Segment,
        is_item: bool,
    ) -> (Body<Text<'static>>, State) {
        let Some((range, kind)) = &entry.content else {
            let text = enclosures(entry);
            let kind = if text.is_empty() { BodyKind::Plain } else { BodyKind::Html };
            return (Body { kind, text: text.into() }, State::Live);
        };
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
        if is_item && !entry.enclosures.is_empty() {
            let text = html_of(bytes, kind, notation) + &enclosures(entry);
            return (Body { kind: BodyKind::Html, text: text.into() }, State::Live);
        }
        if let Some(heading) = self.heading(entry).filter(|_| !is_item) {
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
        self.intake.builder.is_empty() && !self.has_article && self.held.is_empty()
    }

    /// Hands over the thread, then the warnings.
    pub(super) fn finish(mut self, feed: &Feed) {
        let mut held = std::mem::take(&mut self.held).into_iter();
        if let Some((entry, segment)) = held.next() {
            self.article(&entry, &feed.own, &segment);
        }
        for (entry, segment) in held {
            self.member(&entry, &feed.own, &segment);
        }
        if self.is_empty() {
            self.sink.article(self.article_of_feed(&feed.own));
        }
        let Reader { sink, mut intake, empty, counted, .. } = self;
        intake.builder.settle();
        for (id, count) in counted {
            let Some(at) = intake.builder.find(&id) else { continue };
            let here = intake.builder.thread().get(at).map_or(0, Comment::descendants);
            if count > here {
                intake.builder.add_missing(Some(at), count - here);
            }
        }
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

/// The files that come with an entry, as links.
fn enclosures(entry: &Entry) -> String {
    let links = entry.enclosures.iter().map(|file| {
        enclosed(&file.address, &file.kind, &file.title, file.length.trim().parse().ok())
    });
    links.collect()
}

/// What an entry says as HTML.
fn html_of(bytes: &[u8], kind: BodyKind, notation: &Notation) -> String {
    let text = (notation.decode)(bytes);
    match kind {
        BodyKind::Html => text.into_owned(),
        _ => to_html(&from_plain(&text)),
    }
}

/// The article that an entry is.
fn article(entry: &Entry, content: Option<(&[u8], Kind)>) -> Article {
    let html = match content {
        Some((bytes, Kind::Text)) => html_of(bytes, BodyKind::Plain, &ESCAPED_TEXT),
        Some((bytes, Kind::Html)) => html_of(bytes, BodyKind::Html, &ESCAPED_HTML),
        Some((bytes, Kind::Xhtml)) => html_of(bytes, BodyKind::Html, &XHTML),
        None => String::new(),
    };
    let blocks = from_html(&(html + &enclosures(entry)));
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

/// Reddit writes `/u/` before names; RSS has `mail@address (name)`.
fn author(name: &str) -> &str {
    let named = name.split_once('@').and_then(|(_, rest)| rest.split_once(" ("));
    if let Some((_, name)) = named {
        return name.trim_end().trim_end_matches(')');
    }
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
