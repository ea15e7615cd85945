//! Chapters to HTML of one text: XHTML is read as XML and written as HTML of pages.
//!
//! Where the table of contents has a line a heading is put, unless the text has one that says the
//! same; all other headings are put below it. Notes become footnotes, numbered through the book.
//! Links from one part to another are words: they lead to files that the reader does not have.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::archive::resolve;
use super::package::Line;
use crate::load::posts::escape;
use crate::load::xml::text::{be_lenient, unescape};
use crate::text::clean_line;

/// How far out an end tag is looked for among what is open.
const MAX_UNCLOSED: usize = 32;
/// How many bytes of a heading are compared with the table of contents.
const MAX_HEADING: usize = 2000;
/// How many bytes of tags may stand between the place of a chapter and its heading.
const MAX_BETWEEN: usize = 4096;

/// Elements that have no end in HTML.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// A book's text as it is put together.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// The HTML.
    pub(super) html: String,
    /// The depth of the last line of the contents, 0 before the first.
    depth: usize,
    notes: Notes,
}

/// The numbers of the notes, by their file and place.
#[derive(Debug, Default)]
struct Notes {
    numbers: HashMap<(String, String), usize>,
}

impl Notes {
    fn number(&mut self, at: (String, String)) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(at).or_insert(next)
    }
}

/// An element that is open.
struct Open {
    name: String,
    /// What is written at its end.
    closes: String,
    /// Whether nothing of what is in it is written.
    is_skipped: bool,
    /// The level of a heading.
    heading: Option<usize>,
}

/// A heading that the contents asked for: where it stands, and where what it says ends.
struct Mark {
    start: usize,
    end: usize,
    /// The letters of it that no heading below it has said.
    label: String,
    depth: usize,
}

/// A file being written.
struct Chapter<'a> {
    text: &'a mut Text,
    file: &'a str,
    /// Lines of the contents for this file that have not come, by their place in it; its
    /// beginning has no name.
    lines: HashMap<&'a str, Vec<&'a Line>>,
    /// Where in the text the file begins.
    start: usize,
    open: Vec<Open>,
    /// How many of the open elements are skipped.
    skipped: usize,
    in_body: bool,
    mark: Option<Mark>,
    /// Where a heading that is being read begins, and its words.
    heading: Option<(usize, String)>,
    /// The highest level of heading in this file.
    highest: usize,
}

impl Text {
    /// Adds a file of XHTML, in which these lines of the contents begin.
    pub(super) fn add(&mut self, xhtml: &str, file: &str, lines: &[&Line]) {
        let mut by_place: HashMap<&str, Vec<&Line>> = HashMap::new();
        for line in lines {
            by_place.entry(line.place.as_deref().unwrap_or_default()).or_default().push(line);
        }
        let highest = (1..=6).find(|level| xhtml.contains(&format!("<h{level}")));
        let has_body = xhtml.contains("<body");
        let mut chapter = Chapter {
            start: self.html.len(),
            text: self,
            file,
            lines: by_place,
            open: Vec::new(),
            skipped: 0,
            in_body: !has_body,
            mark: None,
            heading: None,
            highest: highest.unwrap_or(1),
        };
        chapter.lines_at("");
        chapter.read(xhtml);
        chapter.finish();
    }

    fn put(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Adds a picture that is a part of its own.
    pub(super) fn add_picture(&mut self, file: &str, lines: &[&Line]) {
        let name = file.rsplit('/').next().unwrap_or(file);
        for line in lines {
            self.depth = line.depth;
            self.html += &written(line);
        }
        let (file, name) = (escape(file), escape(name));
        self.put(&format!("<figure><img src=\"{file}\" alt=\"{name}\"></figure>\n"));
    }
}

impl Chapter<'_> {
    fn read(&mut self, xhtml: &str) {
        let mut xml = Reader::from_str(xhtml);
        be_lenient(xml.config_mut());
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        loop {
            let start = place(xml.buffer_position());
            let event = xml.read_event();
            let end = place(xml.buffer_position());
            match event {
                Ok(Event::Eof) => return,
                Ok(Event::Start(tag)) => self.enter(&tag),
                Ok(Event::Empty(tag)) => {
                    self.enter(&tag);
                    if !is_void(local(tag.name().as_ref())) {
                        self.leave(local(tag.name().as_ref()));
                    }
                }
                Ok(Event::End(tag)) => self.leave(local(tag.name().as_ref())),
                Ok(Event::Text(_) | Event::GeneralRef(_)) => {
                    self.words(xhtml.get(start..end).unwrap_or_default());
                }
                Ok(Event::CData(section)) => self.words(&escape(&section)),
                Ok(_) => {}
                // A parser of HTML makes the best of what is no XML.
                Err(_) => {
                    self.words(xhtml.get(start..).unwrap_or_default());
                    return;
                }
            }
        }
    }

    fn words(&mut self, words: &str) {
        if !self.in_body || self.skipped > 0 {
            return;
        }
        self.text.html += words;
        if let Some((_, heading)) = &mut self.heading
            && heading.len() < MAX_HEADING
        {
            *heading += words;
        }
    }

    fn enter(&mut self, tag: &BytesStart<'_>) {
        let name = tag.name();
        let name = local(name.as_ref());
        if name == "body" {
            self.in_body = true;
            if let Some(id) = attribute(tag, "id") {
                self.lines_at(&id);
            }
            return;
        }
        if !self.in_body {
            return;
        }
        let id = attribute(tag, "id").or_else(|| attribute(tag, "name"));
        if let Some(id) = id.as_deref().filter(|_| self.skipped == 0) {
            self.lines_at(id);
        }
        let mut open =
            Open { name: name.to_owned(), closes: String::new(), is_skipped: false, heading: None };
        if self.skipped == 0 {
            self.start(tag, name, id, &mut open);
        }
        if !is_void(name) {
            self.skipped += usize::from(open.is_skipped);
            self.open.push(open);
        }
    }

    /// Writes a start tag.
    fn start(&mut self, tag: &BytesStart<'_>, name: &str, id: Option<String>, open: &mut Open) {
        let kind = attribute(tag, "type").unwrap_or_default();
        let kind = format!(" {kind} {} ", attribute(tag, "role").unwrap_or_default());
        let is = |words: &[&str]| {
            words.iter().any(|word| {
                kind.contains(&format!(" {word} ")) || kind.contains(&format!(" doc-{word} "))
            })
        };
        if let Some(level) = heading_level(name) {
            open.heading = Some(level);
            self.heading = Some((self.text.html.len(), String::new()));
            self.text.put(&format!("<h{}>", self.level(level)));
            return;
        }
        if name == "a" {
            open.is_skipped = is(&["noteref", "backlink"]);
            let address = attribute(tag, "href").unwrap_or_default();
            if is(&["noteref"]) {
                self.reference(&address);
            } else if address.contains(':') {
                self.text.put(&format!("<a href=\"{}\">", escape(&address)));
                "</a>".clone_into(&mut open.closes);
            }
            return;
        }
        if name == "img" {
            let source = attribute(tag, "src").unwrap_or_default();
            let source = if source.contains(':') { source } else { resolve(self.file, &source).0 };
            let alt = attribute(tag, "alt").unwrap_or_default();
            let (source, alt) = (escape(&source), escape(&alt));
            // A title that is drawn is the words for it.
            if let Some((_, heading)) = &mut self.heading {
                *heading += &alt;
            }
            self.text.put(&format!("<img src=\"{source}\" alt=\"{alt}\">"));
            return;
        }
        let Some(id) = id.filter(|_| is(&["footnote", "endnote", "rearnote"])) else {
            self.text.put(&format!("<{name}{}>", tag.attributes_raw()));
            open.closes = format!("</{name}>");
            return;
        };
        // Notes that are items of a list have numbers of their own.
        let number = self.text.notes.number((self.file.to_owned(), id));
        let (before, behind) = match name {
            "li" | "aside" => (String::new(), String::new()),
            _ => (format!("<{name}>"), format!("</{name}>")),
        };
        self.text.put(&format!("{before}<aside role=\"doc-footnote\" id=\"fn-{number}\">"));
        open.closes = format!("</aside>{behind}");
    }

    /// Writes what points to a note.
    fn reference(&mut self, address: &str) {
        let (file, place) = resolve(self.file, address);
        let number = self.text.notes.number((file, place.unwrap_or_default()));
        let link = format!("<a role=\"doc-noteref\" href=\"#fn-{number}\">{number}</a>");
        self.text.html += &link;
    }

    fn leave(&mut self, name: &str) {
        let near = self.open.iter().rev().take(MAX_UNCLOSED);
        let Some(above) = near.map(|open| open.name.as_str()).position(|open| open == name) else {
            return;
        };
        for _ in 0..=above {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.skipped -= usize::from(open.is_skipped);
        if self.skipped > 0 || open.is_skipped {
            return;
        }
        if let Some(level) = open.heading {
            self.text.put(&format!("</h{}>\n", self.level(level)));
            self.compare_heading(level);
            return;
        }
        self.text.html += &open.closes;
    }

    /// The level of a heading below the line of the contents that it stands under.
    fn level(&self, level: usize) -> usize {
        (self.text.depth + 1 + level.saturating_sub(self.highest)).clamp(1, 6)
    }

    /// A heading that says what the contents have said is not said again.
    fn compare_heading(&mut self, level: usize) {
        let Some((start, words)) = self.heading.take() else { return };
        let html = &mut self.text.html;
        let Some(mark) = self.mark.as_mut().filter(|mark| start >= mark.end) else { return };
        let between = html.get(mark.end..start).unwrap_or_default();
        let said = letters(&words);
        if between.len() > MAX_BETWEEN || !holds_no_words(between) || said.is_empty() {
            self.mark = None;
            return;
        }
        if let Some(rest) = mark.label.strip_prefix(&said) {
            // A number may stand above the name.
            mark.label = rest.to_owned();
            html.truncate(start);
        } else if mark.label.ends_with(&said) {
            mark.label.clear();
            html.truncate(start);
        } else if said.contains(&mark.label) {
            let words = unescape(words.as_bytes());
            let words = format!("<h{0}>{1}</h{0}>\n", mark.depth, escape(words.trim()));
            html.truncate(start);
            html.replace_range(mark.start..mark.end, &words);
            mark.label.clear();
        } else {
            self.mark = None;
            return;
        }
        if mark.label.is_empty() {
            self.mark = None;
        }
        // What comes below this one comes right below the line of the contents.
        self.highest = self.highest.max(level + 1);
    }

    /// Puts the headings here that the contents have for this place of the file, or its beginning.
    fn lines_at(&mut self, place: &str) {
        for line in self.lines.remove(place).unwrap_or_default() {
            self.text.depth = line.depth;
            let heading = written(line);
            let html = &mut self.text.html;
            let start = self.heading.as_ref().map_or(html.len(), |(start, _)| *start);
            html.insert_str(start, &heading);
            // A place in a heading is that heading's.
            if let Some((at, _)) = &mut self.heading {
                *at += heading.len();
            }
            let (label, depth) = (letters(&line.label), line.depth);
            self.mark = Some(Mark { start, end: start + heading.len(), label, depth });
        }
    }

    /// Closes what is open. What the contents have for places that are not there is at the beginning.
    fn finish(mut self) {
        while !self.open.is_empty() {
            self.close();
        }
        let mut left: Vec<&Line> = self.lines.into_values().flatten().collect();
        left.sort_by_key(|line| line.number);
        let headings: String = left.into_iter().map(written).collect();
        self.text.html.insert_str(self.start, &headings);
        self.text.html.push('\n');
    }
}

/// The heading that a line of the contents asks for.
fn written(line: &Line) -> String {
    format!("<h{0}>{1}</h{0}>\n", line.depth, escape(&line.label))
}

/// The name of an element without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

fn heading_level(name: &str) -> Option<usize> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// The value of an attribute, whatever its prefix.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let found = attributes.with_checks(false).flatten().find(|attribute| {
        let key: &str = attribute.key.as_ref();
        local(key) == name
    })?;
    Some(clean_line(&unescape(found.value.as_bytes())))
}

/// What of a title is compared: its letters and digits, in small letters.
fn letters(text: &str) -> String {
    let text = unescape(text.as_bytes());
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether there are only tags in a piece of HTML, and none of a picture.
fn holds_no_words(html: &str) -> bool {
    let mut in_tag = false;
    let is_word = |c: char| {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ => return !in_tag && !c.is_whitespace(),
        }
        false
    };
    !html.chars().any(is_word) && !html.contains("<img")
}
