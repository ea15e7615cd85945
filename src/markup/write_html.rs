//! Blocks to the clean subset of HTML.
//!
//! What is written is brought into the normal form first ([`super::normal`]), and
//! [`super::from_html`] reads exactly that back. So JSON, which holds this, loses nothing.

use std::collections::HashSet;

use super::html::FOOTNOTE;
use super::links::openable;
use super::normal::normal;
use crate::model::{Align, Block, Container, ContainerKind, Content, MarkKind, RichText, Table};

/// What the name of the place begins with where a footnote is referred to.
const REFERENCE: &str = "fnref-";

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
    write(&normal(blocks), None)
}

/// Writes blocks as a part of a page that people open in a browser: [`to_html`], and what that has
/// no place for.
///
/// A heading that stands in nothing begins a `section` with a name of its own; a footnote says its
/// label and leads back; a picture is what it shows, as a link to it, and loads nothing (its address
/// is the `data-src` of an empty `img`). Only addresses that may be opened from anywhere
/// ([`super::openable`]) are links. `ids` goes into the names of sections and footnotes, so that
/// several texts may stand on one page.
#[must_use]
pub fn to_page(blocks: &[Block], ids: &str) -> String {
    write(&normal(blocks), Some(Page { ids, sections: 0, referred: HashSet::new() }))
}

fn write(blocks: &[Block], page: Option<Page<'_>>) -> String {
    let mut writer = Writer { out: String::new(), within: &[], page };
    for (at, block) in blocks.iter().enumerate() {
        writer.block(block, blocks.get(at + 1));
    }
    writer.close_to(0, None);
    writer.end_section();
    writer.out
}

struct Writer<'a> {
    out: String,
    within: &'a [Container],
    /// What is known of the page that this is for, if it is one.
    page: Option<Page<'a>>,
}

struct Page<'a> {
    /// What all names on it begin with, behind the word for what they name.
    ids: &'a str,
    /// How many sections have begun.
    sections: usize,
    /// The labels of the footnotes that have been referred to: a name stands on a page once.
    referred: HashSet<String>,
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
        if matches!(block.content, Content::Heading { .. }) && block.within.is_empty() {
            self.begin_section();
        }
        for (at, container) in block.within.iter().enumerate().skip(same) {
            self.open(container, at == same && list.is_some());
        }
        self.within = &block.within;
        self.content(&block.content, is_first && stands_bare(block, next));
    }

    fn begin_section(&mut self) {
        self.end_section();
        let Some(page) = &mut self.page else { return };
        page.sections += 1;
        let name = format!("s-{}{}", page.ids, page.sections);
        self.out.push_str("<section");
        self.attribute("id", &name);
        self.out.push_str(">\n");
    }

    fn end_section(&mut self) {
        if self.page.as_ref().is_some_and(|page| page.sections > 0) {
            let ended = self.out.ends_with('\n');
            self.out.push_str(if ended { "</section>\n" } else { "\n</section>\n" });
        }
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
                let name = self.note(FOOTNOTE, label);
                self.out.push_str("<aside");
                self.attribute("id", &name);
                self.attribute("role", "doc-footnote");
                self.out.push('>');
                if self.page.is_some() {
                    let back = format!("#{}", self.note(REFERENCE, label));
                    self.out.push_str("<a");
                    self.attribute("href", &back);
                    self.attribute("role", "doc-backlink");
                    self.out.push('>');
                    escape(&mut self.out, label);
                    self.out.push_str("</a> ");
                }
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

    /// The name of a footnote, or of where it is referred to.
    fn note(&self, what: &str, label: &str) -> String {
        format!("{what}{}{label}", self.page.as_ref().map_or("", |page| page.ids))
    }

    fn content(&mut self, content: &Content, bare: bool) {
        match content {
            Content::Paragraph(text) if bare => self.rich(text),
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
                self.image(image, alt, false);
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
        self.rich(text);
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
            self.rich(cell);
            self.push(&["</", name, ">"]);
        }
        self.out.push_str("</tr>\n");
    }

    /// Writes text with its marks as elements. Marks that overlap are closed and opened again.
    fn rich(&mut self, rich: &RichText) {
        let text = rich.text();
        let mut marks = rich
            .marks()
            .iter()
            .filter(|mark| self.page.is_none() || is_shown(&mark.kind))
            .collect::<Vec<_>>()
            .into_iter()
            .peekable();
        let mut open: Vec<(usize, &MarkKind)> = Vec::new();
        let mut image = None;
        let mut at = 0;
        while at < text.len() {
            while let Some(mark) = marks.next_if(|mark| mark.range.start <= at) {
                if let MarkKind::Image(address) = &mark.kind {
                    image = Some((address, mark.range.clone()));
                } else {
                    self.start_tag(&mark.kind);
                    open.push((mark.range.end, &mark.kind));
                }
            }
            if let Some((address, range)) = image.take() {
                at = range.end;
                let is_linked = open.iter().any(|(_, kind)| tag(kind) == "a");
                self.image(address, text.get(range).unwrap_or_default(), is_linked);
            }
            let next = marks.peek().map_or(text.len(), |mark| mark.range.start);
            let end = open.iter().map(|&(end, _)| end).fold(next, usize::min).max(at);
            for (line, words) in text.get(at..end).unwrap_or_default().split('\n').enumerate() {
                if line > 0 {
                    self.out.push_str("<br>");
                }
                escape(&mut self.out, words);
            }
            at = end;
            let Some(lowest) = open.iter().position(|&(end, _)| end <= at) else { continue };
            let again = open.split_off(lowest);
            for (_, kind) in again.iter().rev() {
                end_tag(&mut self.out, kind);
            }
            for (end, kind) in again.into_iter().filter(|&(end, _)| end > at) {
                self.start_tag(kind);
                open.push((end, kind));
            }
        }
    }

    fn start_tag(&mut self, kind: &MarkKind) {
        self.push(&["<", tag(kind)]);
        match kind {
            MarkKind::Link(address) => self.attribute("href", address),
            MarkKind::FootnoteRef(label) => {
                let name = self.note(REFERENCE, label);
                if self.page.as_mut().is_some_and(|page| page.referred.insert(label.clone())) {
                    self.attribute("id", &name);
                }
                let target = format!("#{}", self.note(FOOTNOTE, label));
                self.attribute("href", &target);
                self.attribute("role", "doc-noteref");
            }
            MarkKind::Spoiler => self.attribute("class", "spoiler"),
            _ => {}
        }
        self.out.push('>');
    }

    fn image(&mut self, address: &str, alt: &str, is_linked: bool) {
        let is_page = self.page.is_some();
        let target = openable(address).filter(|_| is_page && !is_linked);
        if let Some(target) = target {
            self.out.push_str("<a");
            self.attribute("href", target);
            self.out.push('>');
        }
        self.out.push_str("<img");
        if is_page {
            self.attribute("src", "");
        }
        self.attribute(if is_page { "data-src" } else { "src" }, address);
        self.attribute("alt", alt);
        self.out.push('>');
        self.out.push_str(if target.is_some() { "</a>" } else { "" });
    }
}

/// Whether a mark is one on a page.
fn is_shown(kind: &MarkKind) -> bool {
    !matches!(kind, MarkKind::Link(address) if openable(address).is_none())
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

fn end_tag(out: &mut String, kind: &MarkKind) {
    out.push_str("</");
    out.push_str(tag(kind));
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

    #[test]
    fn pages_have_what_people_need() {
        #[rustfmt::skip]
        let cases = [
            ("sections",        "a<h2>b</h2>c<h3>d</h3>",     "<p>a</p>\n<section id=\"s-x1\">\n<h2>b</h2>\n<p>c</p>\n</section>\n<section id=\"s-x2\">\n<h3>d</h3>\n</section>\n"),
            ("a quoted heading", "<blockquote><h2>a</h2></blockquote>", "<blockquote><h2>a</h2></blockquote>"),
            ("a picture",       "<figure><img src=https://q.example/i alt=b></figure>", "<figure><a href=\"https://q.example/i\"><img src=\"\" data-src=\"https://q.example/i\" alt=\"b\"></a></figure>"),
            ("one in a link",   "<a href=https://q.example/a>b <img src=https://q.example/i alt=c></a>", "<p><a href=\"https://q.example/a\">b <img src=\"\" data-src=\"https://q.example/i\" alt=\"c\"></a></p>"),
            ("one from nowhere", "<figure><img src=/i alt=b></figure>", "<figure><img src=\"\" data-src=\"/i\" alt=\"b\"></figure>"),
            ("links",           "<a href=/a>a</a> <a href=//b.example>b</a> <a href=mailto:c@d.example>c</a>", "<p>a b <a href=\"mailto:c@d.example\">c</a></p>"),
            ("footnotes",       "a<a role=doc-noteref href=#fn-1>1</a><aside role=doc-footnote id=fn-1><p>b</aside>", "<p>a<a id=\"fnref-x1\" href=\"#fn-x1\" role=\"doc-noteref\">1</a></p>\n<aside id=\"fn-x1\" role=\"doc-footnote\"><a href=\"#fnref-x1\" role=\"doc-backlink\">1</a> <p>b</p></aside>"),
            ("a second reference", "<a role=doc-noteref href=#fn-1>1</a> <a role=doc-noteref href=#fn-1>1</a>", "<p><a id=\"fnref-x1\" href=\"#fn-x1\" role=\"doc-noteref\">1</a> <a href=\"#fn-x1\" role=\"doc-noteref\">1</a></p>"),
        ];
        for (why, html, expected) in cases {
            assert_eq!(to_page(&from_html(html), "x"), expected, "{why}");
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
        /// A page says the same words as the subset does, and is clean.
        #[test]
        fn a_page_is_read_back(blocks in generate::blocks()) {
            let page = to_page(&blocks, "");
            let (read, kept) = (from_html(&page), normal(&blocks));
            prop_assert_eq!(words(&plain_text(&read)), words(&plain_text(&kept)), "{}", page);
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
