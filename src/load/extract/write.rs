//! The markup of what is left.

use std::fmt::Write;

use super::map::Map;
use super::tags::Tag;
use crate::load::page::NodeRef;

/// Attributes that say how something looks or what a script does with it.
fn is_kept(name: &str) -> bool {
    !(name.starts_with("on") || matches!(name, "style" | "width" | "height" | "srcset" | "sizes"))
}

/// Whether the words in such an element are left out of a text; those that were kept are part of it.
fn is_never_text(name: &str) -> bool {
    matches!(
        name,
        "audio"
            | "button"
            | "canvas"
            | "datalist"
            | "noscript"
            | "object"
            | "select"
            | "svg"
            | "textarea"
            | "video"
    )
}

/// Writes one part with all that is in it and not gone.
pub(super) fn write(map: &Map<'_>, part: usize, out: &mut String) {
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut at = part;
    while at < map.end(part) {
        while open.last().is_some_and(|(end, _)| *end <= at) {
            close(&mut open, out);
        }
        if map.is_gone(at) {
            at = map.end(at);
            continue;
        }
        match (map.tag(at), map.node(at)) {
            (Tag::Text, Some(node)) => escape(&node.text(), out),
            (Tag::Run, _) => {
                out.push_str("<p>");
                open.push((map.end(at), "p".into()));
            }
            (Tag::Img, Some(node)) => image(map, at, &node, out),
            (_, Some(node)) => {
                let name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
                let name = if is_never_text(&name) { "div".to_owned() } else { name };
                out.push('<');
                out.push_str(&name);
                for attribute in node.attrs() {
                    let key = &*attribute.name.local;
                    if is_kept(key) {
                        out.push(' ');
                        out.push_str(key);
                        out.push_str("=\"");
                        out.push_str(&attribute.value.replace('&', "&amp;").replace('"', "&quot;"));
                        out.push('"');
                    }
                }
                out.push('>');
                if !matches!(
                    name.as_str(),
                    "br" | "img"
                        | "hr"
                        | "input"
                        | "embed"
                        | "wbr"
                        | "source"
                        | "track"
                        | "col"
                        | "area"
                        | "param"
                        | "base"
                ) {
                    open.push((map.end(at), name));
                }
            }
            (_, None) => {}
        }
        at += 1;
    }
    while !open.is_empty() {
        close(&mut open, out);
    }
    out.push('\n');
}

/// Writes an image with the address that it is really at, as a figure where it stands alone; none
/// where a script would have brought it.
fn image(map: &Map<'_>, at: usize, node: &NodeRef<'_>, out: &mut String) {
    let sets = ["data-srcset", "srcset"].into_iter().filter_map(|name| node.attr(name));
    let sets = sets
        .filter_map(|set| Some(set.split_whitespace().next()?.trim_end_matches(',').to_owned()));
    let named = ["data-src", "data-lazy-src", "data-original", "src"].into_iter();
    let mut addresses =
        named.filter_map(|name| Some(node.attr(name)?.trim().to_owned())).chain(sets);
    let is_real = |address: &String| {
        !address.is_empty()
            && !["data:", "blob:", "about:", "{", "["].iter().any(|no| address.starts_with(no))
    };
    let Some(address) = addresses.find(is_real) else { return };
    let block = map.ancestors(at).find(|&above| !map.tag(above).is_inline()).unwrap_or(0);
    let is_alone =
        map.sum(block).length == 0 && !map.has_ancestor(at, |spot| spot.tag == Tag::Figure);
    let quoted = |text: &str| text.replace('&', "&amp;").replace('"', "&quot;");
    let alt = node.attr("alt").map(|alt| quoted(&alt)).unwrap_or_default();
    let class = node.class().map(|class| quoted(&class)).unwrap_or_default();
    let (before, behind) = if is_alone { ("<figure>", "</figure>") } else { ("", "") };
    let _ = write!(
        out,
        "{before}<img src=\"{}\" alt=\"{alt}\" class=\"{class}\">{behind}",
        quoted(&address)
    );
}

fn close(open: &mut Vec<(usize, String)>, out: &mut String) {
    if let Some((_, name)) = open.pop() {
        out.push_str("</");
        out.push_str(&name);
        out.push('>');
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}
