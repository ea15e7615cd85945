//! Blocks to the clean subset of HTML.
//!
//! What is written is brought into the normal form first ([`super::normal`]), and
//! [`super::from_html`] reads exactly that back. So JSON, which holds this, loses nothing.

use super::html::FOOTNOTE;
use super::normal::normal;
use crate::model::{Align, Block, Container, ContainerKind, Content, MarkKind, RichText, Table};

/// Writes blocks as HTML, a line end between them.
///
/// It has these elements and no others: `p`, `h1` to `h6`, `blockquote`, `ul`, `ol` (`start`),
/// `li`, `pre` with `code` (`class="language-…"`), `table`, `thead`, `tbody`, `tr`, `th` and `td`
/// (`align`), `figure` with `img` (`src`, `alt`) and `figcaption`, `hr`, `br`, `em`, `strong`,
/// `code`, `s`, `small`, `sup`, `sub`, `a` (`href`), `img`, `span class="spoiler"`; a footnote is
/// `<aside id="fn-…" role="doc-footnote">`, a reference to it `<a href="#fn-…"
/// role="doc-noteref">`. Addresses that may not be followed ([`super::is_safe_link`]) are left out.
#[must_use]
pub fn to_html(blocks: &[Block]) -> String {
    let blocks = normal(blocks);
    let mut writer = Writer::default();
    for (at, block) in blocks.iter().enumerate() {
        writer.block(block, blocks.get(at + 1));
    }
    writer.close_to(0, None);
    writer.out
}

#[derive(Default)]
struct Writer<'a> {
    out: String,
    within: &'a [Container],
}

impl<'a> Writer<'a> {
    fn block(&mut self, block: &'a Block, next: Option<&Block>) {
        let same = self.within.iter().zip(&block.within).take_while(|(a, b)| a == b).count();
        let list = block.within.get(same).and_then(list_of);
        let is_first = same < block.within.len();
        self.close_to(same, list);
        let list = list.filter(|_| self.within.get(same).and_then(list_of) == list);
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        for (at, container) in block.within.iter().enumerate().skip(same) {
            self.open(container, at == same && list.is_some());
        }
        self.within = &block.within;
        self.content(&block.content, is_first && stands_bare(block, next));
    }

    /// Closes containers until `depth` are open, and the list that the outermost of them stands
    /// in, unless that is `list`.
    fn close_to(&mut self, depth: usize, list: Option<u32>) {
        for (at, container) in self.within.iter().enumerate().skip(depth).rev() {
            match &container.kind {
                ContainerKind::Quote => self.out.push_str("</blockquote>"),
                ContainerKind::Footnote(_) => self.out.push_str("</aside>"),
                ContainerKind::Item { list: own, number } => {
                    if self.out.ends_with("</ul>") || self.out.ends_with("</ol>") {
                        self.out.push('\n');
                    }
                    self.out.push_str("</li>");
                    if at > depth || Some(*own) != list {
                        self.out.push_str(if number.is_some() { "\n</ol>" } else { "\n</ul>" });
                    }
                }
            }
        }
    }

    fn open(&mut self, container: &Container, list_goes_on: bool) {
        match &container.kind {
            ContainerKind::Quote => self.out.push_str("<blockquote>"),
            ContainerKind::Footnote(label) => {
                self.out.push_str("<aside id=\"");
                self.out.push_str(FOOTNOTE);
                escape(&mut self.out, label);
                self.out.push_str("\" role=\"doc-footnote\">");
            }
            ContainerKind::Item { number, .. } => {
                if !list_goes_on {
                    match number {
                        None => self.out.push_str("<ul>\n"),
                        Some(1) => self.out.push_str("<ol>\n"),
                        Some(start) => {
                            self.push(&["<ol start=\"", &start.to_string(), "\">\n"]);
                        }
                    }
                }
                self.out.push_str("<li>");
            }
        }
    }

    fn content(&mut self, content: &Content, bare: bool) {
        match content {
            Content::Paragraph(text) if bare => rich(&mut self.out, text),
            Content::Paragraph(text) => self.element("p", text),
            Content::Heading { level, text } => self.element(&format!("h{level}"), text),
            Content::Code { language, text } => {
                self.out.push_str("<pre><code");
                if let Some(language) = language {
                    self.attribute("class", &format!("language-{language}"));
                }
                self.out.push('>');
                escape(&mut self.out, text);
                self.out.push_str("</code></pre>");
            }
            Content::Table(table) => self.table(table),
            Content::Figure { image, alt, caption } => {
                self.out.push_str("<figure>");
                write_image(&mut self.out, image, alt);
                if !caption.is_empty() {
                    self.element("figcaption", caption);
                }
                self.out.push_str("</figure>");
            }
            Content::Rule => self.out.push_str("<hr>"),
        }
    }

    fn element(&mut self, name: &str, text: &RichText) {
        self.push(&["<", name, ">"]);
        rich(&mut self.out, text);
        self.push(&["</", name, ">"]);
    }

    fn push(&mut self, parts: &[&str]) {
        self.out.extend(parts.iter().copied());
    }

    fn attribute(&mut self, name: &str, value: &str) {
        attribute(&mut self.out, name, value);
    }

    fn table(&mut self, table: &Table) {
        self.out.push_str("<table>\n");
        if !table.header.is_empty() {
            self.out.push_str("<thead>\n");
            self.row(&table.header, "th", &table.align);
            self.out.push_str("</thead>\n");
        }
        if !table.rows.is_empty() {
            self.out.push_str("<tbody>\n");
            for row in &table.rows {
                self.row(row, "td", &table.align);
            }
            self.out.push_str("</tbody>\n");
        }
        self.out.push_str("</table>");
    }

    fn row(&mut self, row: &[RichText], name: &str, align: &[Align]) {
        self.out.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            self.push(&["<", name]);
            match align.get(column) {
                Some(Align::Center) => self.attribute("align", "center"),
                Some(Align::Right) => self.attribute("align", "right"),
                Some(Align::Left) | None => {}
            }
            self.out.push('>');
            rich(&mut self.out, cell);
            self.push(&["</", name, ">"]);
        }
        self.out.push_str("</tr>\n");
    }
}

fn list_of(container: &Container) -> Option<u32> {
    match container.kind {
        ContainerKind::Item { list, .. } => Some(list),
        _ => None,
    }
}

/// Whether the first paragraph of an item may do without `<p>`: no other follows it there.
fn stands_bare(block: &Block, next: Option<&Block>) -> bool {
    let in_item = block.within.last().is_some_and(|container| list_of(container).is_some());
    let followed = next.is_some_and(|next| {
        next.within == block.within && matches!(next.content, Content::Paragraph(_))
    });
    in_item && !followed
}

/// Writes text with its marks as elements. Marks that overlap are closed and opened again.
fn rich(out: &mut String, rich: &RichText) {
    let text = rich.text();
    let mut marks = rich.marks().iter().peekable();
    let mut open: Vec<(usize, &MarkKind)> = Vec::new();
    let mut image = None;
    let mut at = 0;
    while at < text.len() {
        while let Some(mark) = marks.next_if(|mark| mark.range.start <= at) {
            if let MarkKind::Image(address) = &mark.kind {
                image = Some((address, mark.range.clone()));
            } else {
                start_tag(out, &mark.kind);
                open.push((mark.range.end, &mark.kind));
            }
        }
        if let Some((address, range)) = image.take() {
            at = range.end;
            write_image(out, address, text.get(range).unwrap_or_default());
        }
        let next = marks.peek().map_or(text.len(), |mark| mark.range.start);
        let end = open.iter().map(|&(end, _)| end).fold(next, usize::min).max(at);
        for (line, words) in text.get(at..end).unwrap_or_default().split('\n').enumerate() {
            if line > 0 {
                out.push_str("<br>");
            }
            escape(out, words);
        }
        at = end;
        let Some(lowest) = open.iter().position(|&(end, _)| end <= at) else { continue };
        let again = open.split_off(lowest);
        for (_, kind) in again.iter().rev() {
            end_tag(out, kind);
        }
        for (end, kind) in again.into_iter().filter(|&(end, _)| end > at) {
            start_tag(out, kind);
            open.push((end, kind));
        }
    }
}

fn tag(kind: &MarkKind) -> &'static str {
    match kind {
        MarkKind::Link(_) | MarkKind::FootnoteRef(_) => "a",
        MarkKind::Image(_) => "img",
        MarkKind::Emphasis => "em",
        MarkKind::Strong => "strong",
        MarkKind::Strike => "s",
        MarkKind::Superscript => "sup",
        MarkKind::Subscript => "sub",
        MarkKind::Spoiler => "span",
        MarkKind::Code => "code",
        MarkKind::Small => "small",
    }
}

fn start_tag(out: &mut String, kind: &MarkKind) {
    out.push('<');
    out.push_str(tag(kind));
    match kind {
        MarkKind::Link(address) => attribute(out, "href", address),
        MarkKind::FootnoteRef(label) => {
            attribute(out, "href", &format!("#{FOOTNOTE}{label}"));
            attribute(out, "role", "doc-noteref");
        }
        MarkKind::Spoiler => attribute(out, "class", "spoiler"),
        _ => {}
    }
    out.push('>');
}

fn end_tag(out: &mut String, kind: &MarkKind) {
    out.push_str("</");
    out.push_str(tag(kind));
    out.push('>');
}

fn write_image(out: &mut String, address: &str, alt: &str) {
    out.push_str("<img");
    attribute(out, "src", address);
    attribute(out, "alt", alt);
    out.push('>');
}

fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value);
    out.push('"');
}

/// Writes text in which nothing is markup, inside attributes too.
fn escape(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        let (clean, special) = rest.split_at(at);
        out.push_str(clean);
        out.push_str(match special.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            _ => "&quot;",
        });
        rest = special.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::super::{from_html, generate, normal::normal};
    use super::*;
    use crate::model::plain_text;
    use proptest::prelude::*;

    #[test]
    fn the_sample_is_written_as_it_stands() {
        let sample = include_str!("../../data/sample.json");
        let sample: serde_json::Value = serde_json::from_str(sample).unwrap();
        let article = sample["article"]["html"].as_str().unwrap();
        assert_eq!(to_html(&from_html(article)), article);
        for comment in sample["comments"].as_array().unwrap() {
            let html = comment["html"].as_str().unwrap_or_default();
            assert_eq!(to_html(&from_html(html)), html);
        }
    }

    fn words(text: &str) -> String {
        text.split(|c: char| c.is_whitespace()).collect()
    }

    proptest! {
        /// What is written is read again as it is, and written again as it was.
        #[test]
        fn nothing_is_lost(blocks in generate::blocks()) {
            let html = to_html(&blocks);
            let read = from_html(&html);
            prop_assert_eq!(&read, &normal(&blocks), "{}", html);
            prop_assert_eq!(&to_html(&read), &html);
        }
    }

    proptest! {
        #[test]
        fn writing_keeps_the_words(blocks in generate::blocks()) {
            let written = plain_text(&from_html(&to_html(&blocks)));
            let alone = |block: &Block| normal(std::slice::from_ref(block));
            let each: String = blocks.iter().map(|block| plain_text(&alone(block))).collect();
            prop_assert_eq!(words(&written), words(&each));
        }
    }
}
