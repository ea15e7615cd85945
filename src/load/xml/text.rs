//! What stands between the tags of a feed or an export, as text.
//!
//! HTML in a feed is escaped a second time, or lies in `CDATA` sections; both may follow each other.
//! Character references and the five entities of XML are resolved. No other entity is: what a
//! document type declares is not read, so none can grow. In a body HTML's own come to the HTML
//! parser as they are.

use std::borrow::Cow;

use memchr::{memchr, memmem};
use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;
use quick_xml::reader::Config;

use crate::model::Notation;

/// HTML that is written as the text of an element.
pub(in crate::load) static ESCAPED_HTML: Notation =
    Notation { name: "HTML in XML", decode: unescape, plain_letters: |_| true };
/// Plain text.
pub(in crate::load) static ESCAPED_TEXT: Notation =
    Notation { name: "text in XML", decode: unescape, plain_letters: |_| true };
/// Elements of HTML.
pub(in crate::load) static XHTML: Notation =
    Notation { name: "XHTML", decode: String::from_utf8_lossy, plain_letters: |_| true };

/// Badly formed XML is read as far as it can be.
pub(in crate::load) fn be_lenient(config: &mut Config) {
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
}

/// The text that stands for itself in `bytes`, the content of an element. Tags stay tags.
pub(in crate::load) fn unescape(bytes: &[u8]) -> Cow<'_, str> {
    let inner = bytes.trim_ascii();
    if let Some(section) = inner.strip_prefix(b"<![CDATA[").and_then(|b| b.strip_suffix(b"]]>"))
        && memmem::find(section, b"]]>").is_none()
    {
        return String::from_utf8_lossy(section);
    }
    let text = String::from_utf8_lossy(bytes);
    if memchr(b'&', bytes).is_none() && memmem::find(bytes, b"<!").is_none() {
        return text;
    }
    Cow::Owned(resolve(&text))
}

fn resolve(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut xml = Reader::from_str(text);
    be_lenient(xml.config_mut());
    loop {
        let start = xml.buffer_position();
        let event = xml.read_event();
        let end = xml.buffer_position();
        let raw = || slice(text, start, end);
        match event {
            Ok(Event::Eof) => return out,
            Ok(Event::Text(_) | Event::Start(_) | Event::End(_) | Event::Empty(_)) => out += raw(),
            Ok(Event::CData(section)) => out += &section,
            Ok(Event::GeneralRef(name)) => match name.resolve_char_ref() {
                Ok(Some(c)) => out.push(c),
                Err(_) => out.push('\u{FFFD}'),
                Ok(None) => match resolve_xml_entity(&name) {
                    Some(text) => out += text,
                    None => out += raw(),
                },
            },
            Ok(_) => {}
            Err(_) => {
                out += slice(text, start, text.len() as u64);
                return out;
            }
        }
    }
}

/// The beginning of a text, of which `bytes` may be only a part.
pub(in crate::load) fn beginning(bytes: &[u8]) -> Cow<'_, str> {
    match bytes.trim_ascii_start().strip_prefix(b"<![CDATA[") {
        Some(section) => {
            let end = memmem::find(section, b"]]>").unwrap_or(section.len());
            String::from_utf8_lossy(section.get(..end).unwrap_or(section))
        }
        None => unescape(bytes),
    }
}

/// The address that a comment begins with, as WordPress puts it before a reply in a feed: in a line
/// of its own, `In reply to <a href="ADDRESS">NAME</a>.`, in the words of the site's language.
pub(in crate::load) fn named_parent(html: &str) -> Option<&str> {
    /// The most that stands before the link, and behind it, in bytes.
    const MOST: (usize, usize) = (60, 30);
    let text = html.trim_start();
    let text = text.strip_prefix("<p>").unwrap_or(text);
    let (before, rest) = text.split_once("<a href=\"")?;
    let (address, rest) = rest.split_once('"')?;
    let (_, rest) = rest.split_once("</a>")?;
    let after = rest.split(['<', '\n']).next()?;
    let is_alone = before.len() <= MOST.0 && after.len() <= MOST.1 && !before.contains(['<', '\n']);
    let says_more = rest.len() > after.len() + "</p>".len();
    (is_alone && says_more).then_some(address)
}

/// The part of `text` between two places, which a reader of it has named.
fn slice(text: &str, start: u64, end: u64) -> &str {
    let place = |at| usize::try_from(at).unwrap_or(usize::MAX);
    text.get(place(start)..place(end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_taken_back_once() {
        #[rustfmt::skip]
        let cases = [
            ("plain",             "oil",                                  "oil"),
            ("escaped",           "&lt;p&gt;a &amp;amp; b&lt;/p&gt;",     "<p>a &amp; b</p>"),
            ("a section",         " <![CDATA[<p>a &amp; b</p>]]> ",       "<p>a &amp; b</p>"),
            ("two sections",      "<![CDATA[a]]]]><![CDATA[>b]]>",        "a]]>b"),
            ("both",              "a &lt; <![CDATA[b &lt;]]>",            "a < b &lt;"),
            ("numbers",           "&#38;&#x26; &#128738;",                "&& \u{1F6E2}"),
            ("no character",      "a&#0;b&#xD800;c",                      "a\u{FFFD}b\u{FFFD}c"),
            ("HTML's own",        "a&nbsp;b &lol9;",                      "a&nbsp;b &lol9;"),
            ("a bare ampersand",  "oil & lamps & co",                     "oil & lamps & co"),
            ("comments",          "a<!-- b -->c",                         "ac"),
            ("tags",              "a<b>&lt;</b>",                         "a<b><</b>"),
            ("torn",              "a &lt; <![CDATA[b",                    "a < <![CDATA[b"),
        ];
        for (why, xml, text) in cases {
            assert_eq!(unescape(xml.as_bytes()), text, "{why}");
        }
        assert_eq!(unescape(b"a\xFF&amp;"), "a\u{FFFD}&");
    }

    #[test]
    fn only_a_line_of_its_own_names_a_parent() {
        #[rustfmt::skip]
        let cases = [
            ("a reply",      "<p>In reply to <a href=\"u#comment-7\">Ada</a>.</p>\n<p>Yes.</p>",       Some("u#comment-7")),
            ("in German",    "<p>Als Antwort auf <a href=\"u#comment-7\">Ada</a>.</p><p>Ja.</p>",      Some("u#comment-7")),
            ("a link",       "<p><a href=\"u\">This</a> is what the town said of it in spring.</p>",   None),
            ("in a text",    "<p>Yes.</p><p>As <a href=\"u#comment-7\">Ada</a> says.</p>",             None),
            ("nothing else", "<p>See <a href=\"u#comment-7\">there</a>.</p>",                          None),
            ("no link",      "<p>In reply to Ada.</p><p>Yes.</p>",                                     None),
        ];
        for (why, html, address) in cases {
            assert_eq!(named_parent(html), address, "{why}");
        }
    }
}
