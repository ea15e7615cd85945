//! Markup: whatever the notation, blocks are clean, and are the same after a way out and back.

use sidenote::markup::{
    escape_markdown, from_body, from_html, from_markdown, is_safe_link, openable, patch_lines,
    to_html, to_markdown,
};
use sidenote::model::{Body, BodyKind, plain_text};
use sidenote::text::clean;

use super::choices::Choices;
use super::sound;

/// A fragment in some notation: HTML if it begins so, else any.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let kinds = [BodyKind::Markdown, BodyKind::Markdown, BodyKind::Html, BodyKind::Plain];
    let kind = match data.first() {
        Some(b'<') => BodyKind::Html,
        _ => *Choices::of(data).one(&kinds),
    };
    // What enters the model plain has been cleaned.
    let text = if kind == BodyKind::Plain { clean(&text) } else { text };
    let blocks = from_body(Body { kind, text: text.as_ref() });
    sound::blocks(&blocks);
    let html = to_html(&blocks);
    sound::printed("HTML", &html);
    assert_eq!(from_html(&html), blocks, "as HTML and back");
    let markdown = to_markdown(&blocks);
    sound::printed("Markdown", &markdown);
    sound::blocks(&from_markdown(&markdown));
    sound::printed("plain text", &plain_text(&blocks));
    address(text.lines().next().unwrap_or_default());
    let lines: Vec<&str> = text.lines().collect();
    assert!(patch_lines(&lines) <= lines.len(), "a patch longer than the text");
}

/// An address: what may be opened may be linked to, and carries no control.
fn address(line: &str) {
    if let Some(openable) = openable(line) {
        assert!(is_safe_link(openable), "{openable:?} is opened and not safe");
        assert!(!openable.chars().any(char::is_control), "{openable:?} has a control");
        let scheme = openable.split(':').next().unwrap_or_default().to_ascii_lowercase();
        assert!(["http", "https", "mailto"].contains(&scheme.as_str()), "{openable:?} is opened");
    }
    let _ = escape_markdown(line);
}
