//! An export in XML, whole: its elements, to be asked for by name.
//!
//! The elements lie in one list in pre-order, and know where their own end; contents stay in the
//! bytes, escaped as they are. Nothing recurses and no entity is expanded. What is badly nested ends
//! where something around it does; what cannot be read is passed over, and counted.

pub(super) mod text;

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::charset::whole_text;
use super::{Input, LoadError, Sink, Stream};
use crate::model::{Notation, Segment, Span, Text};
use text::{be_lenient, unescape};

/// How often reading starts again behind what cannot be read: each time may cost all of the rest.
const MAX_RESTARTS: u32 = 64;
/// How far out an end tag is looked for among what is open.
const MAX_UNCLOSED: usize = 32;

const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Node {
    /// The tag that opens it, without its brackets, and how long its name is.
    tag: (usize, u32),
    name: u32,
    /// What is in it.
    content: (usize, usize),
    /// The place behind its last descendant.
    end: u32,
}

/// All elements of an export.
#[derive(Debug)]
pub(super) struct Xml {
    segment: Segment,
    nodes: Vec<Node>,
    /// How often something could not be read.
    damage: u32,
}

impl Xml {
    /// Reads all of `stream`; says what was damaged or could not be read.
    ///
    /// # Errors
    /// [`LoadError::Failed`] when it cannot be had.
    pub(super) fn read(
        input: &Input<'_>,
        stream: Stream<'_>,
        sink: &mut dyn Sink,
    ) -> Result<Xml, LoadError> {
        let xml = Xml::of(whole_text(input, stream, sink)?);
        if let Some(warning) = xml.warning() {
            sink.warning(warning);
        }
        Ok(xml)
    }

    /// Of a source in UTF-8; what is not in it is replaced.
    pub(super) fn of(segment: Segment) -> Xml {
        let mut xml = Xml { segment, nodes: Vec::new(), damage: 0 };
        let bytes = xml.segment.bytes.clone();
        let text = String::from_utf8_lossy(&bytes);
        if matches!(text, Cow::Borrowed(_)) {
            xml.fill(&text);
        } else {
            // Places would not be those of the bytes.
            xml.segment.bytes = std::sync::Arc::new(text.clone().into_owned().into_bytes());
            xml.fill(&text);
        }
        xml
    }

    fn fill(&mut self, text: &str) {
        let mut open: Vec<u32> = Vec::new();
        // A reader passes over a byte order mark, and does not count it.
        let mut from = text.len() - text.trim_start_matches('\u{FEFF}').len();
        for _ in 0..=MAX_RESTARTS {
            match self.events(text, from, &mut open) {
                None => break,
                Some(at) => {
                    self.damage += 1;
                    // Past the first letter of what cannot be read, which is `<`.
                    from = at.max(from) + 1;
                }
            }
        }
        self.damage += u32::from(!open.is_empty());
        while let Some(at) = open.pop() {
            self.close(at, text.len());
        }
    }

    /// Reads to the end, or to a place where something cannot be read, which is told.
    fn events(&mut self, text: &str, from: usize, open: &mut Vec<u32>) -> Option<usize> {
        let mut xml = Reader::from_str(text.get(from..)?);
        be_lenient(xml.config_mut());
        let place = |at: u64| from.saturating_add(usize::try_from(at).unwrap_or(usize::MAX));
        loop {
            let start = place(xml.buffer_position());
            let event = xml.read_event();
            let end = place(xml.buffer_position());
            match event {
                Ok(Event::Eof) => return None,
                Ok(Event::Start(tag)) => {
                    let at = self.enter(&tag, start, end);
                    open.push(at);
                }
                Ok(Event::Empty(tag)) => {
                    let at = self.enter(&tag, start, end);
                    self.close(at, end);
                }
                Ok(Event::End(tag)) => self.leave(tag.name().as_ref(), start, open),
                Err(quick_xml::errors::Error::Syntax(_)) => {
                    return Some(place(xml.error_position()));
                }
                Err(_) if end == start => return Some(start),
                _ => {}
            }
        }
    }

    fn enter(&mut self, tag: &BytesStart<'_>, start: usize, end: usize) -> u32 {
        let at = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        let name = tag.name();
        let name: &str = name.as_ref();
        let length = u32::try_from(end.saturating_sub(start + 2)).unwrap_or(0);
        self.nodes.push(Node {
            tag: (start + 1, length),
            name: u32::try_from(name.len()).unwrap_or(0),
            content: (end, end),
            end: at.saturating_add(1),
        });
        at
    }

    /// An end tag closes what it names, and what was left open in that; one that names nothing that
    /// is open is passed over.
    fn leave(&mut self, name: &str, start: usize, open: &mut Vec<u32>) {
        let is_it = |at: &u32| self.name(*at) == name.as_bytes();
        let Some(above) = open.iter().rev().take(MAX_UNCLOSED).position(is_it) else { return };
        for _ in 0..=above {
            if let Some(at) = open.pop() {
                self.close(at, start);
            }
        }
    }

    fn close(&mut self, at: u32, content_end: usize) {
        let end = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        if let Some(node) = self.nodes.get_mut(at as usize) {
            node.end = end;
            node.content.1 = content_end.max(node.content.0);
        }
    }

    fn name(&self, at: u32) -> &[u8] {
        let Some(node) = self.nodes.get(at as usize) else { return b"" };
        self.bytes(node.tag.0, node.tag.0 + node.name as usize)
    }

    fn bytes(&self, start: usize, end: usize) -> &[u8] {
        self.segment.bytes.get(start..end).unwrap_or_default()
    }

    /// What bodies lie in.
    pub(super) fn segment(&self) -> Segment {
        self.segment.clone()
    }

    /// The outermost element.
    pub(super) fn root(&self) -> Option<Element<'_>> {
        (!self.nodes.is_empty()).then_some(Element { xml: self, at: 0 })
    }

    /// A warning, if it is not all well-formed.
    fn warning(&self) -> Option<String> {
        let what = "the file is not well-formed XML; it is read as far as it can be";
        (self.damage > 0).then(|| what.to_owned())
    }
}

/// One element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'x> {
    xml: &'x Xml,
    at: u32,
}

impl<'x> Element<'x> {
    fn node(self) -> Option<&'x Node> {
        self.xml.nodes.get(self.at as usize)
    }

    /// What is directly in it.
    pub(super) fn children(self) -> impl Iterator<Item = Element<'x>> {
        let xml = self.xml;
        let end = self.node().map_or(0, |node| node.end);
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let child = Element { xml, at };
            let node = child.node().filter(|_| at < end)?;
            at = node.end.max(at + 1);
            Some(child)
        })
    }

    /// What is in it, at any depth, in the order of the source.
    pub(super) fn descendants(self) -> impl Iterator<Item = Element<'x>> {
        let xml = self.xml;
        (self.at.saturating_add(1)..self.end()).map(move |at| Element { xml, at })
    }

    /// Where it stands among all elements.
    pub(super) fn place(self) -> u32 {
        self.at
    }

    /// The place behind its last descendant.
    pub(super) fn end(self) -> u32 {
        self.node().map_or(0, |node| node.end)
    }

    /// Whether its name is this, whatever its prefix.
    pub(super) fn is_local(self, name: &str) -> bool {
        self.xml.name(self.at).rsplit(|&b| b == b':').next() == Some(name.as_bytes())
    }

    /// Whether its name, prefix and all, is this.
    pub(super) fn is(self, name: &str) -> bool {
        self.xml.name(self.at) == name.as_bytes()
    }

    /// The first child of this name.
    pub(super) fn get(self, name: &str) -> Option<Element<'x>> {
        self.children().find(|child| child.is(name))
    }

    /// Its text, with what is escaped taken back.
    pub(super) fn text(self) -> Cow<'x, str> {
        let Some(node) = self.node() else { return "".into() };
        unescape(self.xml.bytes(node.content.0, node.content.1))
    }

    /// The beginning of its text, of so many bytes as they are written: what is never closed holds
    /// all that follows.
    pub(super) fn lead(self, limit: usize) -> Cow<'x, str> {
        let Some(node) = self.node() else { return "".into() };
        let (start, end) = node.content;
        unescape(self.xml.bytes(start, end.min(start.saturating_add(limit))))
    }

    /// The text of a child in one clean line; `None` where there is none.
    pub(super) fn line(self, name: &str) -> Option<String> {
        let line = crate::text::clean_line(&self.get(name)?.text());
        Some(line).filter(|line| !line.is_empty())
    }

    /// Its text as a body, left where it stands.
    pub(super) fn body(self, notation: &'static Notation) -> Text<'static> {
        let Some(node) = self.node() else { return Text::default() };
        let (start, end) = node.content;
        let at = self.xml.segment.at + start as u64;
        Text::Kept(Span { at, length: end.saturating_sub(start) }, notation)
    }

    /// Where the value of the attribute with this name, whatever its prefix, lies among the bytes.
    fn place_of(self, name: &str) -> Option<(usize, usize)> {
        let node = self.node()?;
        let tag = self.xml.bytes(node.tag.0, node.tag.0 + node.tag.1 as usize);
        let tag = BytesStart::from_content(str::from_utf8(tag).ok()?, node.name as usize);
        let mut attributes = tag.attributes();
        let found = attributes.with_checks(false).flatten().find(|attribute| {
            let key: &str = attribute.key.as_ref();
            key.rsplit(':').next() == Some(name)
        })?;
        let value = found.value.as_bytes();
        let start = value.as_ptr().addr().checked_sub(self.xml.segment.bytes.as_ptr().addr())?;
        (start + value.len() <= self.xml.segment.bytes.len()).then_some((start, value.len()))
    }

    /// The value of the attribute with this name, whatever its prefix, in one clean line.
    pub(super) fn attribute(self, name: &str) -> Option<String> {
        let (start, length) = self.place_of(name)?;
        Some(crate::text::clean_line(&unescape(self.xml.bytes(start, start + length))))
    }

    /// The value of an attribute as a body, left where it stands.
    pub(super) fn attribute_body(self, name: &str, notation: &'static Notation) -> Text<'static> {
        let Some((start, length)) = self.place_of(name) else { return Text::default() };
        Text::Kept(Span { at: self.xml.segment.at + start as u64, length }, notation)
    }

    /// The value of an attribute, with what is escaped taken back.
    pub(super) fn attribute_text(self, name: &str) -> Option<Cow<'x, str>> {
        let (start, length) = self.place_of(name)?;
        Some(unescape(self.xml.bytes(start, start + length)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn xml(text: &str) -> Xml {
        Xml::of(Segment { at: 0, bytes: Arc::new(text.as_bytes().to_vec()) })
    }

    #[test]
    fn elements_are_had_by_name() {
        let xml = xml(
            "<?xml version='1.0'?><a><b d:id=\"7&amp;\"/><c> x &lt; <![CDATA[<p>y</p>]]> </c><c>z</c></a>",
        );
        let root = xml.root().unwrap();
        assert_eq!(root.get("b").unwrap().attribute("id").as_deref(), Some("7&"));
        assert_eq!(root.line("c").as_deref(), Some("x < <p>y</p>"));
        assert_eq!(root.children().filter(|child| child.is("c")).count(), 2);
        assert!(root.get("d").is_none() && root.line("b").is_none() && xml.warning().is_none());
    }

    #[test]
    fn what_is_badly_formed_is_read_as_far_as_it_can_be() {
        #[rustfmt::skip]
        let cases = [
            ("never closed",     "<a><b><c>1</b><d>2</d></a>",  "2", true),
            ("closed twice",     "<a><b>1</b></b><d>2</d></a>", "2", false),
            ("torn",             "<a><d>2",                     "2", true),
            ("no tag",           "<a><! ><d>2</d></a>",         "2", true),
        ];
        for (why, text, expected, damaged) in cases {
            let xml = xml(text);
            let found = xml.root().unwrap().line("d");
            assert_eq!(found.as_deref(), Some(expected), "{why}");
            assert!(!damaged || xml.warning().is_some() || why == "never closed", "{why}");
        }
    }

    #[test]
    fn depth_and_wrong_ends_cost_nothing() {
        let deep = 100_000;
        let xml = xml(&format!("{}{}", "<a>".repeat(deep), "</b>".repeat(deep)));
        assert_eq!(xml.nodes.len(), deep);
        assert!(self::xml("").root().is_none());
    }
}
