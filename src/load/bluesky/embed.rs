//! The text of a post with its links, and what hangs on it: images, a page, a quoted post.

use super::super::json::{Notes, Value};
use super::super::posts::{attached, escape, link, quoted};
use super::post;

/// A text as paragraphs: empty lines part them, other line ends are breaks.
pub(super) fn paragraphs(text: &str) -> String {
    linked_ranges(text, Vec::new())
}

/// The same with the links that its facets make of ranges of its bytes
/// ([specification](https://docs.bsky.app/docs/advanced-guides/post-richtext)).
pub(super) fn linked(text: &str, facets: &[Value<'_>], notes: &mut Notes) -> String {
    let mut links = Vec::new();
    for &facet in facets.iter().filter(|facet| facet.is_object()) {
        let Some(index) = notes.object(facet, "index") else { continue };
        let (start, end) = (notes.count(index, "byteStart"), notes.count(index, "byteEnd"));
        let target = notes.list(facet, "features").collect::<Vec<_>>();
        let target = target.into_iter().find_map(|feature| target_of(feature, notes));
        if let (Some(start), Some(end), Some(target)) = (start, end, target) {
            links.push((start as usize, end as usize, target));
        }
    }
    links.sort_unstable();
    linked_ranges(text, links)
}

/// Where a facet leads.
fn target_of(feature: Value<'_>, notes: &mut Notes) -> Option<String> {
    if !feature.is_object() {
        return None;
    }
    let address = notes.line(feature, "uri");
    let person = || Some(format!("https://bsky.app/profile/{}", notes.line(feature, "did")?));
    let address = address.or_else(person);
    address.or_else(|| Some(format!("https://bsky.app/hashtag/{}", notes.line(feature, "tag")?)))
}

/// Ranges that overlap those before, or cut a letter, are left as they are.
fn linked_ranges(text: &str, links: Vec<(usize, usize, String)>) -> String {
    let mut html = String::from("<p>");
    let mut copied = 0;
    for (start, end, target) in links {
        let before = text.get(copied..start);
        let label = text.get(start..end).filter(|label| !label.trim().is_empty());
        let (Some(before), Some(label)) = (before, label) else { continue };
        push_lines(before, &mut html);
        html.push_str(&link(&target, label));
        copied = end;
    }
    push_lines(text.get(copied..).unwrap_or_default(), &mut html);
    html + "</p>"
}

fn push_lines(text: &str, html: &mut String) {
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            html.push_str("<br>");
        }
        html.push_str(&escape(line));
    }
}

/// All that is embedded in a post, as HTML. Known by its keys: its types have changed their names.
pub(super) fn all(embed: Value<'_>, notes: &mut Notes) -> String {
    let mut html = String::new();
    media(embed, &mut html, notes);
    if let Some(inner) = notes.object(embed, "media") {
        media(inner, &mut html, notes);
    }
    if let Some(record) = notes.object(embed, "record") {
        // With media it is nested once more.
        let inner = notes.object(record, "record").filter(|_| record.get("uri").is_none());
        html.push_str(&quote(inner.unwrap_or(record), notes));
    }
    html
}

fn media(embed: Value<'_>, html: &mut String, notes: &mut Notes) {
    for image in notes.list(embed, "images").collect::<Vec<_>>() {
        let address = ["fullsize", "thumb"].iter().find_map(|key| notes.line(image, key));
        let alt = notes.line(image, "alt");
        match address {
            Some(address) => html.push_str(&attached("image", &address, alt.as_deref())),
            None => html.extend(["<p>[image] ", &escape(&alt.unwrap_or_default()), "</p>"]),
        }
    }
    if let Some(page) = notes.object(embed, "external")
        && let Some(address) = notes.line(page, "uri")
    {
        let title = notes.line(page, "title").unwrap_or_else(|| address.clone());
        html.push_str(&attached("link", &address, Some(&title)));
    }
    if let Some(address) = notes.line(embed, "playlist") {
        let alt = notes.line(embed, "alt");
        html.push_str(&attached("video", &address, alt.as_deref()));
    } else if embed.get("video").is_some() {
        let alt = notes.line(embed, "alt").unwrap_or_default();
        html.extend(["<p>[video] ", &escape(&alt), "</p>"]);
    }
}

/// A quoted post, or a list, a feed or a pack that is shown in the same way.
fn quote(record: Value<'_>, notes: &mut Notes) -> String {
    let who = notes.object(record, "author").or_else(|| notes.object(record, "creator"));
    let who = who.and_then(|who| notes.line(who, "handle")).map(|who| format!("@{who}"));
    let said = notes.object(record, "value").or_else(|| notes.object(record, "record"));
    let names = ["displayName", "name"];
    if let Some(text) = said.and_then(|said| notes.text(said, "text")) {
        return quoted(who.as_deref(), &paragraphs(&text));
    }
    if let Some(name) = names.iter().find_map(|key| notes.line(record, key)) {
        return quoted(who.as_deref(), &format!("<p>{}</p>", escape(&name)));
    }
    match notes.line(record, "uri").and_then(|uri| post::page(&uri, None)) {
        Some(address) => attached("quote", &address, Some(&address)),
        None => "<p>(a quote that is not here)</p>".into(),
    }
}
