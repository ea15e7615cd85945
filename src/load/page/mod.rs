//! Web pages: a bounded HTML tree, what its head says, and the words and markup of its parts.
//!
//! Loaders of a site's own pages find comments in the tree by the site's classes and ids; what is
//! common to all pages stands here. [`sniffed`] is for recognising one without parsing it.

pub(super) mod article;
mod bounded;
pub(super) mod comment;
pub(super) mod entries;
mod facts;
#[cfg(test)]
pub(super) mod outline;
mod parts;
pub(super) mod posts;
mod printed;
mod recognise;
mod select;
pub(super) mod times;

use std::borrow::Cow;
use std::ops::Deref;

use bounded::Bounded;
use dom_query::{Document, NodeData};
pub(super) use dom_query::{NodeId, NodeRef};
pub(super) use parts::{Parts, around, says};
pub(super) use printed::{Times, absolute, dated, number, origin, say, votes};
pub(super) use recognise::tagged;
pub(super) use select::{all, first, json_ld, metas};

use super::charset::whole_text;
use super::{Input, LoadError, Sink, Stream};
use crate::limits::MIB;
use crate::text::clean_line;

/// How much of an input is looked at to recognise it.
const MAX_SNIFFED: usize = 8 << 20;
/// How long a line of words is read, in bytes.
const MAX_LINE: usize = 4096;

/// A page.
pub(super) struct Page {
    /// All of it.
    pub(super) tree: Document,
    /// The address that the reader gave, if any.
    url: Option<String>,
    /// Whether tags were left out, since they nest too deep.
    is_cut: bool,
}

impl Page {
    /// Reads all of `stream`; says what was damaged or too long.
    ///
    /// # Errors
    /// [`LoadError::Failed`] when it cannot be had.
    pub(super) fn read(
        input: &Input<'_>,
        stream: Stream<'_>,
        sink: &mut dyn Sink,
    ) -> Result<Page, LoadError> {
        let segment = whole_text(input, stream, sink)?;
        let limit = input.limits.page;
        // Of what is UTF-8 this is several times as fast as to look for what is not.
        let text = match std::str::from_utf8(&segment.bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(&segment.bytes),
        };
        let (page, length) = Page::within(&text, limit);
        if length > limit {
            sink.warning(left_out("the page", limit, length));
        }
        if page.is_cut {
            sink.warning(
                "the page nests too deep in places: what is there may stand in the wrong place, or \
                 be missing"
                    .into(),
            );
        }
        Ok(Page { url: input.url.map(clean_line), ..page })
    }

    /// Of markup that is there.
    pub(super) fn of(html: &str) -> Page {
        Page::within(html, usize::MAX).0
    }

    /// Of so many bytes of the markup that is there, what is not read of it left out; and how many
    /// there are.
    fn within(html: &str, limit: usize) -> (Page, usize) {
        let Bounded { page, is_too_deep } = bounded::bounded(html);
        let end = page.floor_char_boundary(limit);
        let tree = Document::from(page.get(..end).unwrap_or(&page));
        let tree = without_frames(&tree).unwrap_or(tree);
        (Page { tree, url: None, is_cut: is_too_deep }, page.len())
    }

    /// The first element that this CSS selector names.
    pub(super) fn first(&self, selector: &str) -> Option<NodeRef<'_>> {
        first(&self.tree.root(), selector)
    }

    /// All of them, in the order of the page.
    pub(super) fn all(&self, selector: &str) -> Vec<NodeRef<'_>> {
        all(&self.tree.root(), selector)
    }
}

/// Says that `what` was read as far as the limit only, and how much more there is, in bytes.
pub(super) fn left_out(what: &str, limit: usize, length: usize) -> String {
    let rest = length.saturating_sub(limit);
    format!("only the first {} MiB of {what} were read; {rest} bytes are left out", limit / MIB)
}

/// A page of frames as those see it that show none: its head, and what it says to them.
fn without_frames(tree: &Document) -> Option<Document> {
    let mut parts = tree.html_root().element_children().into_iter();
    parts.find(|part| part.has_name("frameset"))?;
    let said: String =
        all(&tree.root(), "noframes").iter().map(|part| part.text().to_string()).collect();
    let head = first(&tree.root(), "head").map(|head| head.html().to_string()).unwrap_or_default();
    let page = format!("{head}{said}");
    Some(Document::from(bounded::bounded(&page).page.as_ref()))
}

/// The text that a node is, if it is one; none of it is copied.
pub(super) fn text_in(node: &NodeRef<'_>) -> Option<impl Deref<Target = str> + use<>> {
    let text = node.query(|node| match &node.data {
        NodeData::Text { contents } => Some(contents.clone()),
        _ => None,
    });
    text.flatten()
}

/// The words in an element in one clean line, what it does not show left out.
pub(super) fn words(node: &NodeRef<'_>) -> String {
    let mut line = String::new();
    let mut next = Some(*node);
    let mut is_first = true;
    while let Some(here) = next {
        let mut look = true;
        if let Some(text) = text_in(&here) {
            line.extend(text.chars().take(MAX_LINE));
        } else if let Some(name) = here.node_name() {
            look = !matches!(name.as_ref(), "script" | "style" | "template" | "noscript");
            // Inline elements do not part words.
            if !is_inline(&name) {
                line.push(' ');
            }
        }
        if line.len() > MAX_LINE {
            break;
        }
        let down = if look { here.first_child() } else { None };
        next = down.or_else(|| {
            // The start itself has siblings that are none of ours.
            let mut up = (!is_first).then_some(here);
            loop {
                let node_up = up?;
                if node_up.id == node.id {
                    return None;
                }
                if let Some(sibling) = node_up.next_sibling() {
                    return Some(sibling);
                }
                up = node_up.parent();
            }
        });
        is_first = false;
    }
    clean_line(&line)
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}

/// The value of an attribute in one clean line; nothing if it has none or an empty one.
pub(super) fn attribute(node: &NodeRef<'_>, name: &str) -> Option<String> {
    let value = clean_line(&node.attr(name)?);
    Some(value).filter(|value| !value.is_empty())
}

/// The markup in an element, as a comment's body.
pub(super) fn markup(node: &NodeRef<'_>) -> String {
    node.try_inner_html().map(|html| html.to_string()).unwrap_or_default()
}

/// What of `input` is looked at to recognise a page, if it begins as one does; markup is ASCII in
/// UTF-16 too, but for every other byte.
pub(super) fn sniffed<'a>(input: &Input<'a>) -> Option<Cow<'a, [u8]>> {
    let bytes = input.bytes.get(..MAX_SNIFFED).unwrap_or(input.bytes);
    let mut bytes = bytes;
    // What was saved twice may have two marks.
    while let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        bytes = rest;
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let ascii: Vec<u8> = bytes.iter().copied().filter(|&b| b != 0 && b < 0x80).collect();
        return ascii.starts_with(b"<").then_some(Cow::Owned(ascii));
    }
    let start = bytes.trim_ascii_start();
    start.starts_with(b"<").then_some(Cow::Borrowed(start))
}

/// Whether `bytes` hold `words` somewhere.
pub(super) fn holds(bytes: &[u8], words: &str) -> bool {
    memchr::memmem::find(bytes, words.as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_that_are_shown() {
        let page = Page::of(
            "<div id=a>One<p>two <b>th</b>ree<script id=b>x</script><br>four</div><p>five",
        );
        assert_eq!(words(&page.first("#a").unwrap()), "One two three four");
        assert_eq!(words(&page.first("b").unwrap()), "th");
        assert_eq!(
            markup(&page.first("#a p").unwrap()),
            "two <b>th</b>ree<script id=\"b\">x</script><br>four"
        );
        assert_eq!(attribute(&page.first("div").unwrap(), "id").as_deref(), Some("a"));
        assert!(page.first(".none").is_none());
    }

    #[test]
    fn a_page_of_frames_says_what_it_says_to_those_without() {
        let page = Page::of(
            "<title>The quay</title><frameset><frame src=/a.html><noframes><body><h1>Tides</h1>\
             <p>04:12</noframes></frameset>",
        );
        assert_eq!(words(&page.first("title").unwrap()), "The quay");
        assert_eq!(words(&page.first("body").unwrap()), "Tides 04:12");
    }

    #[test]
    fn a_page_begins_with_markup() {
        let of = |bytes: &[u8]| sniffed(&Input { bytes, ..Input::default() }).map(Cow::into_owned);
        assert_eq!(of(b"\xEF\xBB\xBF\n <p>").as_deref(), Some(&b"<p>"[..]));
        let utf16: Vec<u8> = "\u{FEFF}<p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(of(&utf16).as_deref(), Some(&b"<p>"[..]));
        assert_eq!(of(b"{}"), None);
    }

    #[test]
    fn depth_is_no_danger() {
        let page = Page::of(&"<div><b><i class=x>a".repeat(100_000));
        let words = words(&page.first("div").unwrap());
        assert!((MAX_LINE..=2 * MAX_LINE).contains(&words.len()));
    }
}
