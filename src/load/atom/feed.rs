//! From XML to entries: what is in the elements that a comment needs, and where it stands.
//!
//! An entry ends where its element does, counted by its name, so that badly nested content cannot
//! hide the end. Nothing is kept of the rest, and nothing here recurses.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::errors::{Error, SyntaxError};
use quick_xml::events::{BytesStart, Event};

use crate::load::xml::text::{be_lenient, unescape};

/// How often reading starts again behind what never ends: each time costs all of the rest.
const MAX_COSTLY: u32 = 64;
/// By so many bytes `<!` can be told to be nothing: `<![CDATA[`.
const LONGEST_OPENING: usize = 9;
/// How many files of an entry are named.
const MAX_ENCLOSURES: usize = 50;

/// What an element of an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Id,
    Title,
    Link,
    Author,
    Published,
    Updated,
    Content,
    Summary,
    Count,
    Language,
}

/// How content is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// As text, escaped once.
    Text,
    /// As HTML, escaped once more.
    Html,
    /// As elements.
    Xhtml,
}

/// An entry of Atom, an item of RSS.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) id: String,
    /// Where the id stands.
    pub(super) id_at: Range<usize>,
    pub(super) title: String,
    pub(super) link: String,
    pub(super) author: String,
    pub(super) published: String,
    pub(super) updated: String,
    /// What it says: where that stands.
    pub(super) content: Option<(Range<usize>, Kind)>,
    /// What it answers: an id, and an address.
    pub(super) reply: Option<[String; 2]>,
    /// How many comments the source says that it has.
    pub(super) count: String,
    /// Files that come with it: sounds, films, documents.
    pub(super) enclosures: Vec<Enclosure>,
    /// The language of a whole feed.
    pub(super) language: String,
}

/// A file that comes with an entry.
#[derive(Clone, Debug, Default)]
pub(super) struct Enclosure {
    pub(super) address: String,
    /// Its media type.
    pub(super) kind: String,
    /// Its size in bytes, as written.
    pub(super) length: String,
    pub(super) title: String,
}

/// What is open.
#[derive(Debug)]
struct Open {
    name: String,
    /// How many elements of this name are open, this one included.
    same: u32,
    start: usize,
}

impl Open {
    fn new(name: &str, start: usize) -> Open {
        Open { name: name.to_owned(), same: 1, start }
    }

    fn enter(&mut self, name: &str) {
        self.same += u32::from(self.name == name);
    }

    /// Whether this end tag is its own.
    fn leave(&mut self, name: &str) -> bool {
        self.same -= u32::from(self.same > 0 && self.name == name);
        self.same == 0
    }
}

/// What is known in the middle of a feed.
#[derive(Debug, Default)]
pub(super) struct Feed {
    /// Title, address and the like of the feed itself.
    pub(super) own: Entry,
    /// What stands before the names of Atom's elements, `atom:` for example; usually nothing.
    prefix: String,
    entry: Option<(Open, Entry)>,
    /// How deep in the entry the reading is.
    depth: u32,
    field: Option<(Open, Field, Kind, u32)>,
    in_author: bool,
    /// How often something could not be read, and how often that took long to find out.
    pub(super) damage: u32,
    costly: u32,
}

/// A piece of a feed being read.
struct Piece<'t, 'f> {
    text: &'t str,
    each: &'f mut dyn FnMut(Entry, &Entry) -> bool,
}

impl Feed {
    /// Reads on in `text`, hands over each entry that ends in it, with what is known of the feed, and
    /// says how far it came: what is behind that is to be read again, with more behind it, unless
    /// this is the `last`. Stops when told.
    pub(super) fn read(
        &mut self,
        text: &str,
        last: bool,
        each: &mut dyn FnMut(Entry, &Entry) -> bool,
    ) -> usize {
        let mut piece = Piece { text, each };
        let mut from = 0;
        let mut safe = 0;
        while let Err((at, is_cheap)) = self.events(from, &mut safe, &mut piece) {
            let is_real = last || (is_cheap && at + LONGEST_OPENING < text.len());
            if !is_real || (!is_cheap && self.costly >= MAX_COSTLY) {
                break;
            }
            self.damage += 1;
            self.costly += u32::from(!is_cheap);
            // Past the first letter of what cannot be read, which is `<`.
            from = at + 1;
        }
        if !last {
            // What is open is read again from its beginning.
            self.entry = None;
            self.field = None;
        }
        safe
    }

    /// Reads to the end, moving `safe` to the last place where nothing was open. The error is where
    /// something cannot be read, and whether finding that out was cheap.
    fn events(
        &mut self,
        from: usize,
        safe: &mut usize,
        piece: &mut Piece<'_, '_>,
    ) -> Result<(), (usize, bool)> {
        let rest = piece.text.get(from..).unwrap_or_default();
        let mut xml = Reader::from_str(rest);
        be_lenient(xml.config_mut());
        let place = |at: u64| from + usize::try_from(at).unwrap_or(usize::MAX);
        loop {
            let start = place(xml.buffer_position());
            let event = xml.read_event();
            let end = place(xml.buffer_position());
            let goes_on = match event {
                Ok(Event::Eof) => return Ok(()),
                Ok(Event::Start(tag)) => {
                    self.enter(&tag, end);
                    true
                }
                Ok(Event::Empty(tag)) => {
                    self.enter(&tag, end);
                    self.leave(tag.name().as_ref(), end, piece)
                }
                Ok(Event::End(tag)) => self.leave(tag.name().as_ref(), start, piece),
                // Only its syntax is beyond reading; the rest of it can be passed over.
                Err(Error::Syntax(what)) => {
                    let is_cheap = what == SyntaxError::InvalidBangMarkup;
                    return Err((place(xml.error_position()), is_cheap));
                }
                Err(_) if end == start => return Err((start, true)),
                _ => true,
            };
            if self.entry.is_none() && self.field.is_none() {
                *safe = end;
            }
            if !goes_on {
                return Ok(());
            }
        }
    }

    fn enter(&mut self, tag: &BytesStart<'_>, end: usize) {
        let name = tag.name();
        let name: &str = name.as_ref();
        if let Some((open, ..)) = &mut self.field {
            open.enter(name);
            return;
        }
        let bare = name.strip_prefix(self.prefix.as_str()).unwrap_or(name);
        if let Some((open, _)) = &mut self.entry {
            open.enter(name);
            self.depth += 1;
        } else if matches!(bare, "entry" | "item") {
            self.entry = Some((Open::new(name, end), Entry::default()));
            self.depth = 0;
            self.in_author = false;
            return;
        } else if let Some(prefix) = name.strip_suffix("feed") {
            prefix.clone_into(&mut self.prefix);
            self.own.language = attribute(tag, "xml:lang").unwrap_or_default();
            return;
        }
        let is_inner = matches!(bare, "name" | "media:description");
        let is_near = self.entry.is_none() || self.depth <= 1 + u32::from(is_inner);
        let is_item = self.entry.as_ref().is_some_and(|(open, _)| open.name == "item");
        let target = self.entry.as_mut().map_or(&mut self.own, |(_, entry)| entry);
        self.in_author |= bare == "author";
        if bare == "content" && attribute(tag, "src").is_some() {
            return;
        }
        target.look_at(tag, bare);
        let field = if is_item && bare == "author" {
            Some(Field::Author)
        } else {
            field(bare, self.in_author)
        };
        let Some(field) = field else { return };
        if is_near && target.lacks(field) {
            let kind = match attribute(tag, "type").as_deref() {
                Some("xhtml") => Kind::Xhtml,
                Some("html" | "text/html") => Kind::Html,
                // RSS has HTML where Atom has text.
                None if matches!(bare, "description" | "content:encoded") => Kind::Html,
                Some("plain") if bare == "media:description" => Kind::Text,
                _ => Kind::Text,
            };
            self.field = Some((Open::new(name, end), field, kind, self.depth));
        }
    }

    /// Takes an end tag that begins at `at`; says whether to go on.
    fn leave(&mut self, name: &str, at: usize, piece: &mut Piece<'_, '_>) -> bool {
        let ends = self.field.as_mut().map(|(open, ..)| open.leave(name));
        if ends == Some(false) && !self.ends_entry(name) {
            return true;
        }
        if let Some((open, field, kind, depth)) = self.field.take() {
            let range = open.start..at.max(open.start);
            let target = self.entry.as_mut().map_or(&mut self.own, |(_, entry)| entry);
            target.take(field, kind, range, piece.text);
            self.depth = depth;
        }
        self.in_author &= name.strip_prefix(self.prefix.as_str()) != Some("author");
        let Some((open, _)) = &mut self.entry else { return true };
        self.depth = self.depth.saturating_sub(1);
        if !open.leave(name) {
            return true;
        }
        match self.entry.take() {
            Some((_, entry)) => (piece.each)(entry, &self.own),
            None => true,
        }
    }

    /// Whether this is the end of the entry although an element in it was never closed.
    fn ends_entry(&self, name: &str) -> bool {
        self.entry.as_ref().is_some_and(|(open, _)| open.name == name && open.same == 1)
    }

    /// Whether there is anything of a feed in what was read.
    pub(super) fn is_one(&self) -> bool {
        !self.own.title.is_empty() || !self.own.link.is_empty()
    }

    /// The entry that never ends, at the end of the feed.
    pub(super) fn torn(&mut self, text: &str) -> Option<Entry> {
        let (_, mut entry) = self.entry.take()?;
        if let Some((open, field, kind, _)) = self.field.take() {
            entry.take(field, kind, open.start..text.len(), text);
        }
        Some(entry)
    }
}

impl Entry {
    /// Takes what the attributes of an element say.
    fn look_at(&mut self, tag: &BytesStart<'_>, name: &str) {
        match name {
            "link" => match attribute(tag, "rel").as_deref() {
                None | Some("alternate") if self.link.is_empty() => {
                    self.link = attribute(tag, "href").unwrap_or_default();
                }
                Some("replies") if self.count.is_empty() => {
                    self.count = attribute(tag, "thr:count").unwrap_or_default();
                }
                Some("enclosure") => self.enclose(tag, "href"),
                _ => {}
            },
            "enclosure" => self.enclose(tag, "url"),
            "thr:in-reply-to" if self.reply.is_none() => {
                self.reply = Some(["ref", "href"].map(|n| attribute(tag, n).unwrap_or_default()));
            }
            _ => {}
        }
    }

    fn enclose(&mut self, tag: &BytesStart<'_>, address: &str) {
        let of = |name| attribute(tag, name).unwrap_or_default();
        let address = of(address);
        if !address.is_empty() && self.enclosures.len() < MAX_ENCLOSURES {
            let (kind, length, title) = (of("type"), of("length"), of("title"));
            self.enclosures.push(Enclosure { address, kind, length, title });
        }
    }

    fn lacks(&self, field: Field) -> bool {
        match field {
            Field::Id => self.id.is_empty(),
            Field::Title => self.title.is_empty(),
            Field::Link => self.link.is_empty(),
            Field::Author => self.author.is_empty(),
            Field::Published => self.published.is_empty(),
            Field::Updated => self.updated.is_empty(),
            Field::Content => true,
            Field::Count => self.count.is_empty(),
            Field::Language => self.language.is_empty(),
            Field::Summary => self.content.is_none(),
        }
    }

    fn take(&mut self, field: Field, kind: Kind, range: Range<usize>, text: &str) {
        let bytes = text.as_bytes().get(range.clone()).unwrap_or_default();
        let words = || unescape(bytes).trim().to_owned();
        match field {
            Field::Id => {
                self.id = words();
                self.id_at = range;
            }
            Field::Title => self.title = words(),
            Field::Link => self.link = words(),
            Field::Author => self.author = words(),
            Field::Published => self.published = words(),
            Field::Updated => self.updated = words(),
            Field::Count => self.count = words(),
            Field::Language => self.language = words(),
            Field::Content | Field::Summary => self.content = Some((range, kind)),
        }
    }
}

/// What is read of an element by its name, in Atom and RSS.
fn field(name: &str, in_author: bool) -> Option<Field> {
    Some(match name {
        "id" | "guid" => Field::Id,
        "title" => Field::Title,
        "link" => Field::Link,
        "dc:creator" => Field::Author,
        "name" if in_author => Field::Author,
        "published" | "pubDate" | "dc:date" => Field::Published,
        "updated" => Field::Updated,
        "language" | "dc:language" => Field::Language,
        "content" | "content:encoded" => Field::Content,
        "summary" | "description" | "media:description" => Field::Summary,
        "slash:comments" | "thr:total" => Field::Count,
        _ => return None,
    })
}

/// The value of an attribute. The names are not compared with each other, which would cost a square.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let found = attributes.with_checks(false).flatten().find(|attribute| {
        let key: &str = attribute.key.as_ref();
        key == name
    })?;
    Some(unescape(found.value.as_bytes()).into_owned())
}
