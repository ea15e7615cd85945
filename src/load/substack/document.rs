//! The form of a note or comment, as an editor keeps it ([ProseMirror]), to HTML.
//!
//! [ProseMirror]: https://prosemirror.net/docs/guide/#doc

use crate::load::json::{Notes, Value};

/// What is to be done next.
enum Step<'t> {
    Open(Value<'t>),
    Close(&'static str),
}

/// The HTML of a document, where its words are those of the `plain` text, or there is none: links may
/// be called otherwise there, and nodes that nobody knows may say something. Its depth is no matter.
pub(super) fn html(document: Value<'_>, plain: &str, notes: &mut Notes) -> Option<String> {
    let mut html = String::new();
    let mut words = String::new();
    let mut waiting = vec![Step::Open(document)];
    while let Some(step) = waiting.pop() {
        let node = match step {
            Step::Open(node) => node,
            Step::Close(tag) => {
                html.push_str(tag);
                continue;
            }
        };
        let kind = notes.text(node, "type").unwrap_or_default();
        let (open, close) = match kind.as_ref() {
            "text" => {
                let text = notes.text(node, "text").unwrap_or_default();
                words.extend(text.chars().filter(|c| c.is_alphanumeric()));
                marked(&mut html, node, &text, notes);
                continue;
            }
            "hardBreak" | "hard_break" => {
                html.push_str("<br>");
                continue;
            }
            "paragraph" => ("<p>", "</p>"),
            "heading" => ("<h3>", "</h3>"),
            "blockquote" => ("<blockquote>", "</blockquote>"),
            "bulletList" | "bullet_list" => ("<ul>", "</ul>"),
            "orderedList" | "ordered_list" => ("<ol>", "</ol>"),
            "listItem" | "list_item" => ("<li>", "</li>"),
            "codeBlock" | "code_block" => ("<pre><code>", "</code></pre>"),
            _ => ("", ""),
        };
        let content: Vec<_> = notes.list(node, "content").collect();
        if content.is_empty() {
            // A mention, for example, says what it is called.
            let attrs = notes.object(node, "attrs");
            let label = attrs.and_then(|attrs| notes.text(attrs, "label")).unwrap_or_default();
            words.extend(label.chars().filter(|c| c.is_alphanumeric()));
            html.push_str(&escaped(&label));
            continue;
        }
        html.push_str(open);
        waiting.push(Step::Close(close));
        waiting.extend(content.into_iter().rev().map(Step::Open));
    }
    let plain = plain.chars().filter(|c| c.is_alphanumeric());
    let is_same = words.chars().eq(plain.clone());
    (!words.is_empty() && (is_same || plain.count() == 0)).then_some(html)
}

/// A text with what marks it.
fn marked(html: &mut String, node: Value<'_>, text: &str, notes: &mut Notes) {
    /// More marks than there are kinds of them say nothing.
    const MOST: usize = 8;
    let mut ends = Vec::new();
    for mark in notes.list(node, "marks").take(MOST) {
        let kind = notes.text(mark, "type").unwrap_or_default();
        let (open, close) = match kind.as_ref() {
            "bold" | "strong" => ("<strong>", "</strong>"),
            "italic" | "em" => ("<em>", "</em>"),
            "code" => ("<code>", "</code>"),
            "strike" | "strikethrough" => ("<s>", "</s>"),
            "link" => {
                let attrs = notes.object(mark, "attrs");
                let Some(to) = attrs.and_then(|attrs| notes.text(attrs, "href")) else { continue };
                html.extend(["<a href=\"", &escaped(&to), "\">"]);
                ends.push("</a>");
                continue;
            }
            _ => continue,
        };
        html.push_str(open);
        ends.push(close);
    }
    html.push_str(&escaped(text));
    html.extend(ends.into_iter().rev());
}

/// What hangs on a note: an image, or a link to a post or page.
pub(super) fn attachment(of: Value<'_>, notes: &mut Notes) -> Option<String> {
    if let Some(image) = notes.line(of, "imageUrl") {
        return Some(format!("<p><img src=\"{}\"></p>", escaped(&image)));
    }
    for (what, address) in [("post", "canonical_url"), ("linkMetadata", "url")] {
        let Some(what) = notes.object(of, what) else { continue };
        let Some(url) = notes.line(what, address) else { continue };
        let title = notes.line(what, "title").unwrap_or_else(|| url.clone());
        return Some(format!("<p><a href=\"{}\">{}</a></p>", escaped(&url), escaped(&title)));
    }
    None
}

/// Plain text as paragraphs.
pub(super) fn paragraphs(text: &str) -> String {
    let mut html = String::new();
    for lines in text.split("\n\n").map(str::trim).filter(|lines| !lines.is_empty()) {
        html.extend(["<p>", &escaped(lines).replace('\n', "<br>"), "</p>"]);
    }
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
