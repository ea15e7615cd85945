//! The markup of what is left.

use super::map::Map;
use super::tags::Tag;

/// Attributes that say how something looks or what a script does with it.
fn is_kept(name: &str) -> bool {
    !(name.starts_with("on") || matches!(name, "style" | "width" | "height" | "srcset" | "sizes"))
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
            (_, Some(node)) => {
                let name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
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
                if !matches!(name.as_str(), "br" | "img" | "hr" | "input" | "embed" | "wbr" | "source" | "track" | "col" | "area" | "param" | "base") {
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
