//! A list of feeds in [OPML 2.0](https://opml.org/spec2.opml): an article of links.
//!
//! Readers of news hand their subscriptions on in it, in folders. Each is a line with a link to its
//! page and one to its feed; what some readers run as a command is no address, and is words here.

use quick_xml::events::Event;

use super::json::start_of;
use super::posts::{escape, link};
use super::xml::{Element, Xml};
use super::{Input, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::markup::{from_html, is_safe_link};
use crate::model::Article;
use crate::text::clean_line;

pub(super) const LOADER: Loader = Loader {
    name: "opml",
    about: "a list of feeds or links in OPML",
    extensions: &["opml"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// How far into a list its first element must be.
const HEAD: usize = 4 * 1024;
/// How deep folders are told apart; deeper ones are shown at this level.
const MAX_DEPTH: usize = 12;

fn sniff(input: &Input<'_>) -> Likelihood {
    let start = start_of(input.bytes);
    let head = start.get(..HEAD).unwrap_or(start);
    if !head.starts_with(b"<") {
        return Likelihood::No;
    }
    let head = String::from_utf8_lossy(head);
    let mut xml = quick_xml::Reader::from_str(&head);
    loop {
        match xml.read_event() {
            Ok(Event::Start(tag)) if tag.name().as_ref() == "opml" => return Likelihood::Certain,
            Ok(Event::Start(_) | Event::Empty(_) | Event::Eof) | Err(_) => return Likelihood::No,
            Ok(_) => {}
        }
    }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let xml = Xml::read(input, stream, sink)?;
    let root = xml.root().filter(|root| root.is("opml"));
    let Some(root) = root else {
        let cause = "it has no list of outlines".into();
        return Err(LoadError::Broken { name: input.name.to_owned(), format: LOADER.name, cause });
    };
    let head = root.get("head");
    sink.article(Article {
        title: head.and_then(|head| head.line("title")),
        byline: head.and_then(|head| head.line("ownerName")),
        blocks: from_html(&list(root)),
        ..Article::default()
    });
    Ok(())
}

/// The outlines as lists in lists.
fn list(root: Element<'_>) -> String {
    let mut html = String::from("<ul>");
    // The ends of those around, and whether a list is open in each.
    let mut open: Vec<(u32, bool)> = Vec::new();
    for outline in root.descendants().filter(|element| element.is("outline")) {
        while let Some((_, has_list)) = open.pop_if(|(end, _)| *end <= outline.place()) {
            html += if has_list { "</ul></li>" } else { "</li>" };
        }
        html += "<li>";
        html += &line(outline);
        let has_list = outline.get("outline").is_some() && open.len() < MAX_DEPTH;
        html += if has_list { "<ul>" } else { "" };
        open.push((outline.end(), has_list));
    }
    html
}

/// What an outline says and where it leads.
fn line(outline: Element<'_>) -> String {
    let of = |name| outline.attribute(name).filter(|value| !value.is_empty());
    let feed = of("xmlUrl");
    let page = of("htmlUrl").or_else(|| of("url"));
    let name = of("text").or_else(|| of("title"));
    let name = name.or_else(|| page.clone()).or_else(|| feed.clone()).unwrap_or_default();
    let safe = |address: Option<String>| address.filter(|address| is_safe_link(address));
    let (page, feed) = (safe(page), safe(feed));
    let mut line = match page.as_ref().or(feed.as_ref()) {
        Some(address) => link(address, &name),
        None => escape(&name).into_owned(),
    };
    // Where it leads is what such a list is for, so it is said.
    if let Some(address) = feed.or(page).filter(|address| *address != name) {
        line.extend([" (", &link(&address, &address), ")"]);
    }
    if let Some(about) = of("description").map(|about| clean_line(&about)) {
        line.extend([": ", &escape(&about)]);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Collector;
    use crate::markup::to_html;

    fn read(body: &str) -> String {
        let text =
            format!("<opml version='2.0'><head><title>x</title></head><body>{body}</body></opml>");
        let mut sink = Collector::default();
        let stream = Stream::new(text.into_bytes(), None);
        load(&Input { name: "feeds.opml", ..Input::default() }, stream, &mut sink).unwrap();
        let article = sink.finish().article;
        assert_eq!(article.title.as_deref(), Some("x"));
        to_html(&article.blocks).replace('\n', "")
    }

    #[test]
    fn outlines_are_lines_with_links() {
        #[rustfmt::skip]
        let cases = [
            ("a feed",         "<outline text='Quay' xmlUrl='https://q.example/feed'/>",
                               "<ul><li><a href=\"https://q.example/feed\">Quay</a> (<a href=\"https://q.example/feed\">https://q.example/feed</a>)</li></ul>"),
            ("with its page",  "<outline title='Quay' xmlUrl='https://q.example/feed' htmlUrl='https://q.example/' description='a &lt; b'/>",
                               "<ul><li><a href=\"https://q.example/\">Quay</a> (<a href=\"https://q.example/feed\">https://q.example/feed</a>): a &lt; b</li></ul>"),
            ("a folder",       "<outline text='a'><outline text='b' url='https://b.example'/><outline text='c'/></outline><outline text='d'/>",
                               "<ul><li>a<ul><li><a href=\"https://b.example\">b</a> (<a href=\"https://b.example\">https://b.example</a>)</li><li>c</li></ul></li><li>d</li></ul>"),
            ("a command",      "<outline text='|x' xmlUrl='exec:x'/>", "<ul><li>|x</li></ul>"),
            ("no name",        "<outline xmlUrl='https://q.example/feed'/>",
                               "<ul><li><a href=\"https://q.example/feed\">https://q.example/feed</a></li></ul>"),
            ("never closed",   "<outline text='a'><outline text='b'>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
            ("nothing",        "", ""),
        ];
        for (why, body, expected) in cases {
            assert_eq!(read(body), expected, "{why}");
        }
        assert!(read(&"<outline text='a'>".repeat(50_000)).matches('a').count() >= 50_000);
    }

    #[test]
    fn only_a_list_is_one() {
        let sniffed = |bytes: &[u8]| sniff(&Input { bytes, ..Input::default() });
        assert_eq!(
            sniffed(b"\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- x --><opml version='1.0'>"),
            Likelihood::Certain
        );
        assert_eq!(sniffed(b"<html><opml>"), Likelihood::No);
        assert_eq!(sniffed(b"an <opml>"), Likelihood::No);
    }
}
