//! The markup of what is left.

use std::collections::HashSet;
use std::fmt::Write;

use super::map::Map;
use super::math::{self, Formula};
use super::tags::Tag;
use crate::load::brought::{inline_name, is_copy};
use crate::load::page::{NodeRef, text_in};
use crate::markup::tex;

/// The longest abbreviation that is explained, in characters.
const MAX_NAME: usize = 12;
/// The longest explanation, in bytes: a name, not a sentence.
const MAX_EXPLANATION: usize = 80;

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
    let mut words = Words::default();
    let mut at = part;
    while at < map.end(part) {
        words.close(at, out);
        while open.last().is_some_and(|(end, _)| *end <= at) {
            close(&mut open, out);
        }
        if map.is_gone(at) {
            at = map.end(at);
            continue;
        }
        match (map.tag(at), map.node(at)) {
            (Tag::Text, Some(node)) => {
                if let Some(text) = text_in(&node) {
                    escape(&text, out);
                }
            }
            (Tag::Run, _) => {
                out.push_str("<p>");
                open.push((map.end(at), "p".into()));
            }
            (Tag::Img, Some(node)) => match math::picture(&node) {
                Some(formula) => words.formula(&formula, out),
                None => image(map, at, &node, out),
            },
            (_, Some(node)) => {
                let name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
                let name = if is_never_text(&name) { "div".to_owned() } else { name };
                // KaTeX draws a second time what its `MathML` says.
                let said = match name.as_str() {
                    "math" => Some(math::mathml(&node)),
                    "script" => math::script(&node),
                    _ => None,
                };
                if let Some(formula) = &said {
                    words.formula(formula, out);
                }
                if said.is_some() || node.has_class("katex-html") || math::is_drawing(&node) {
                    at = map.end(at);
                    continue;
                }
                if name == "abbr" && words.explain(&node, map.end(at)) {
                    at += 1;
                    continue;
                }
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
    words.close(usize::MAX, out);
    while !open.is_empty() {
        close(&mut open, out);
    }
    out.push('\n');
}

/// What is said beside the words of the page.
#[derive(Default)]
struct Words {
    /// Where the last formula ends in what is written, and what it says.
    formula: Option<(usize, String)>,
    /// The abbreviations that were explained.
    explained: HashSet<String>,
    /// An explanation, and the part behind which it is to stand.
    pending: Option<(usize, String)>,
}

impl Words {
    /// Writes a formula; not once more where a picture follows that stands for the same.
    fn formula(&mut self, formula: &Formula, out: &mut String) {
        let (Formula::Tex(text) | Formula::Source(text) | Formula::Words(text)) = formula;
        let said = tex(text).unwrap_or_else(|| text.clone());
        let again = self.formula.as_ref().is_some_and(|(end, before)| {
            *before == said && out.get(*end..).is_some_and(holds_no_words)
        });
        if again {
            return;
        }
        let (before, behind) = match formula {
            Formula::Tex(_) => ("\\(", "\\)"),
            Formula::Source(_) => ("<code>", "</code>"),
            Formula::Words(_) => ("", ""),
        };
        out.push_str(before);
        escape(text, out);
        out.push_str(behind);
        self.formula = Some((out.len(), said));
    }

    /// Has what an abbreviation stands for said behind it, the first time. Says whether that is so.
    fn explain(&mut self, node: &NodeRef<'_>, end: usize) -> bool {
        let (Some(title), name) = (node.attr("title"), node.text()) else { return false };
        let (title, name) = (title.trim(), name.trim());
        let is_name = (2..=MAX_NAME).contains(&name.chars().count())
            && name.chars().next().is_some_and(char::is_uppercase);
        // Dates and addresses stand there as well.
        let explains = title.len() > name.len()
            && title.len() <= MAX_EXPLANATION
            && title.chars().all(|c| c.is_alphabetic() || " -,.’'&".contains(c));
        if self.pending.is_none() && is_name && explains && self.explained.insert(name.to_owned()) {
            self.pending = Some((end, format!(" ({title})")));
            return true;
        }
        false
    }

    /// Writes what is to stand behind the part that ends before `at`.
    fn close(&mut self, at: usize, out: &mut String) {
        if let Some((_, explanation)) = self.pending.take_if(|(end, _)| *end <= at) {
            escape(&explanation, out);
        }
    }
}

/// Whether markup has tags and blanks alone.
fn holds_no_words(markup: &str) -> bool {
    let mut in_tag = false;
    markup.chars().all(|c| {
        let is_silent = in_tag || c == '<' || c.is_whitespace();
        in_tag = c == '<' || in_tag && c != '>';
        is_silent
    })
}

/// Writes an image with the address that it is really at, as a figure where it stands alone; none
/// where a script would have brought it. One that the page brings along goes before one that is to
/// be loaded from somewhere, and that before one that is in the page, which may be a stand-in for it.
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
    let brought = || node.attr("src").map(|src| src.trim().to_owned());
    let address = brought()
        .filter(|src| is_copy(src))
        .or_else(|| addresses.find(is_real))
        .or_else(|| inline_name(&brought()?));
    let Some(address) = address else { return };
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
