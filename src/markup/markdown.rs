//! Markdown to blocks: [CommonMark] with tables, strikethrough, footnotes and task lists as GitHub
//! has them, `>!spoilers!<` as Reddit has them and blocks of them as Lemmy has them.
//!
//! Line ends are white space and quotation marks stay as they are typed. Blocks of raw HTML are
//! read as HTML; of raw tags in a line, those that mark words or break the line are understood and
//! the others left out.
//!
//! [CommonMark]: https://spec.commonmark.org/0.31.2/

use std::borrow::Cow;
use std::collections::HashMap;

use pulldown_cmark::{
    Alignment, BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser,
    Tag, TagEnd, TextMergeStream,
};

use super::build::Entered;
use super::elements::{Role, role};
use super::html::Reader;
use super::markdown_source::{HIDE, SHOW, bounded, unsigned, with_spoilers, without_front_matter};
use super::markdown_spoilers::{Piece, in_parts, pieces};
use super::normal::{code, heading, sound_table};
use crate::model::{Align, Block, ContainerKind, Content, MarkKind, RichText, Table};

/// Reads Markdown. A block of YAML at the very start (front matter) is left out.
#[must_use]
pub fn from_markdown(text: &str) -> Vec<Block> {
    let text = bounded(without_front_matter(text));
    let spoilers = with_spoilers(&text);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH;
    let hides = matches!(spoilers, Cow::Owned(_));
    let mut reader = Markdown { hides, ..Markdown::default() };
    let pieces = in_parts(pieces(&spoilers), MAX_PART);
    let mut definitions = Definitions::of(&pieces, options);
    for piece in &pieces {
        reader.title_line(piece.title, piece.title_hidden);
        reader.hidden = piece.hidden;
        let elsewhere = |link: BrokenLink<'_>| definitions.get(&link.reference);
        let parser = Parser::new_with_broken_link_callback(piece.text, options, Some(elsewhere));
        for event in TextMergeStream::new(parser) {
            reader.event(event);
        }
    }
    reader.reader.builder.finish()
}

/// How many bytes are parsed at once, if there is a place to cut.
const MAX_PART: usize = 8 << 20;

/// The addresses that a text gives for its links by name, where it is cut into pieces: the
/// parser knows those of its own piece only.
struct Definitions {
    /// Address and title by the name in small letters.
    links: HashMap<String, (CowStr<'static>, CowStr<'static>)>,
    /// How many bytes of addresses may still be handed out, so that a long one that is named often
    /// does not make a short text a long one. The parser has the same bound for its own.
    left: usize,
}

/// Bytes of addresses that even the shortest text may name.
const MIN_EXPANSION: usize = 100_000;

impl Definitions {
    fn of(pieces: &[Piece<'_>], options: Options) -> Definitions {
        let bytes: usize = pieces.iter().map(|piece| piece.text.len()).sum();
        let mut links = HashMap::new();
        for piece in pieces.iter().filter(|_| pieces.len() > 1) {
            for (name, link) in Parser::new_ext(piece.text, options).reference_definitions().iter()
            {
                let title = link.title.clone().unwrap_or(CowStr::Borrowed(""));
                let link = (link.dest.clone().into_static(), title.into_static());
                links.entry(name.to_lowercase()).or_insert(link);
            }
        }
        Definitions { links, left: bytes.max(MIN_EXPANSION) }
    }

    fn get(&mut self, name: &str) -> Option<(CowStr<'static>, CowStr<'static>)> {
        if self.links.is_empty() {
            return None;
        }
        let (address, title) = self.links.get(&name.to_lowercase())?;
        self.left = self.left.checked_sub(address.len() + title.len())?;
        Some((address.clone(), title.clone()))
    }
}

/// Takes the parser's events.
#[derive(Default)]
struct Markdown<'a> {
    /// Whether [`HIDE`] and [`SHOW`] are signs.
    hides: bool,
    /// Whether all of this piece is a spoiler, and whether the text at hand is marked so already.
    hidden: bool,
    veiled: bool,
    reader: Reader,
    containers: Vec<Entered>,
    /// The lists that are open, with the number of the next item.
    lists: Vec<(u32, Option<u64>)>,
    /// The links that are open; `None` for one that is not to be followed.
    links: Vec<Option<MarkKind>>,
    image: Option<OpenImage<'a>>,
    /// What stands under the last image, if it stands alone.
    title: Option<CowStr<'a>>,
    code: Option<(Option<CowStr<'a>>, String)>,
    html: Option<String>,
    table: Table,
    row: Vec<RichText>,
    /// Marks that raw tags have opened.
    tags: Vec<MarkKind>,
}

/// An image whose description is being read, and how many images stand in that.
struct OpenImage<'a> {
    address: CowStr<'a>,
    title: CowStr<'a>,
    alt: String,
    depth: usize,
}

impl<'a> Markdown<'a> {
    fn event(&mut self, event: Event<'a>) {
        match event {
            Event::Start(Tag::Image { dest_url, title, .. }) => self.start_image(dest_url, title),
            Event::End(TagEnd::Image) => self.end_image(),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.inline(&MarkKind::Code, &unsigned(self.hides, &text)),
            // Formulas stay as they are written; in a line, layout says what they mean.
            Event::InlineMath(text) => self.text(&format!("${text}$")),
            Event::DisplayMath(text) => self.text(&format!("$${text}$$")),
            Event::Html(text) => match &mut self.html {
                Some(html) => html.push_str(&unsigned(self.hides, &text)),
                None => self.tag(&text),
            },
            Event::InlineHtml(tag) => self.tag(&tag),
            Event::FootnoteReference(label) => {
                self.inline(&MarkKind::FootnoteRef(label.to_string()), &label);
            }
            Event::SoftBreak => self.text(" "),
            Event::HardBreak if self.image.is_some() => self.text(" "),
            Event::HardBreak => self.reader.builder.run.line_break(),
            Event::Rule => {
                self.end_paragraph();
                self.reader.builder.push(Content::Rule);
            }
            Event::TaskListMarker(done) => self.text(if done { "☑ " } else { "☐ " }),
        }
    }

    /// A line that says what the spoiler that follows is about.
    fn title_line(&mut self, title: Option<&str>, hidden: bool) {
        let Some(title) = title else { return };
        self.hidden = hidden;
        self.veil();
        self.reader.builder.run.words(&unsigned(self.hides, title));
        self.end_paragraph();
    }

    /// Marks the text that follows, up to the end of the paragraph, if it is hidden.
    fn veil(&mut self) {
        if self.hidden && !self.veiled {
            self.reader.builder.run.open(MarkKind::Spoiler);
            self.veiled = true;
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(html) = &mut self.html {
            html.push_str(&unsigned(self.hides, text));
        } else if let Some(image) = &mut self.image {
            image.alt.push_str(&unsigned(self.hides, text));
        } else if let Some((_, code)) = &mut self.code {
            code.push_str(&unsigned(self.hides, text));
        } else {
            self.veil();
            let run = &mut self.reader.builder.run;
            let is_sign = |c: char| self.hides && matches!(c, HIDE | SHOW);
            for piece in text.split_inclusive(is_sign) {
                run.words(piece.trim_end_matches(is_sign));
                if is_sign(piece.chars().next_back().unwrap_or_default()) {
                    if piece.ends_with(HIDE) {
                        run.open(MarkKind::Spoiler);
                    } else {
                        run.close(&MarkKind::Spoiler);
                    }
                }
            }
        }
    }

    fn inline(&mut self, kind: &MarkKind, text: &str) {
        if self.image.is_some() {
            return self.text(text);
        }
        self.veil();
        let run = &mut self.reader.builder.run;
        run.open(kind.clone());
        run.words(text);
        run.close(kind);
    }

    /// A raw tag in running text.
    fn tag(&mut self, tag: &str) {
        let inner = tag.trim_start_matches('<');
        let is_end = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let run = &mut self.reader.builder.run;
        match role(&name.to_ascii_lowercase()) {
            Some(Role::Break) => run.line_break(),
            Some(Role::Mark(kind)) if is_end => {
                if let Some(at) = self.tags.iter().rposition(|open| *open == kind) {
                    self.tags.remove(at);
                    run.close(&kind);
                }
            }
            // More of one kind than a few are one mark anyway.
            Some(Role::Mark(kind)) if self.tags.len() < 64 => {
                run.open(kind.clone());
                self.tags.push(kind);
            }
            _ => {}
        }
    }

    /// Ends running text and the marks that raw tags have opened in it.
    fn end_marks(&mut self) {
        for kind in self.tags.drain(..) {
            self.reader.builder.run.close(&kind);
        }
        // The sign of a spoiler's end may be missing where the parser cut the line.
        self.reader.builder.run.close_all();
        self.veiled = false;
    }

    fn end_paragraph(&mut self) {
        self.end_marks();
        let builder = &mut self.reader.builder;
        let before = builder.len();
        builder.end_paragraph();
        let title = self.title.take();
        if builder.len() == before + 1
            && let Some(title) = title
            && let Some(Content::Figure { caption, .. }) =
                builder.last_mut().map(|block| &mut block.content)
        {
            let mut run = super::run::Run::default();
            run.words(&unsigned(self.hides, &title));
            *caption = run.into_text();
        }
    }

    fn start_image(&mut self, address: CowStr<'a>, title: CowStr<'a>) {
        match &mut self.image {
            Some(image) => image.depth += 1,
            None => {
                self.image = Some(OpenImage { address, title, alt: String::new(), depth: 0 });
            }
        }
    }

    fn end_image(&mut self) {
        match &mut self.image {
            Some(image) if image.depth > 0 => image.depth -= 1,
            _ => {
                if let Some(image) = self.image.take() {
                    self.reader
                        .builder
                        .run
                        .image(&unsigned(self.hides, &image.address), &image.alt);
                    self.title = Some(image.title).filter(|title| !title.is_empty());
                }
            }
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        let run = &mut self.reader.builder.run;
        match tag {
            Tag::Emphasis => return run.open(MarkKind::Emphasis),
            Tag::Strong => return run.open(MarkKind::Strong),
            Tag::Strikethrough => return run.open(MarkKind::Strike),
            Tag::Link { link_type, dest_url, .. } => return self.start_link(link_type, &dest_url),
            _ => self.end_paragraph(),
        }
        match tag {
            Tag::BlockQuote(_) => self.enter(ContainerKind::Quote),
            Tag::FootnoteDefinition(label) => {
                self.enter(ContainerKind::Footnote(super::links::clean_label(&label)));
            }
            Tag::List(number) => {
                let list = self.reader.builder.next_id();
                self.lists.push((list, number));
            }
            Tag::Item => {
                if let Some((list, next)) = self.lists.last_mut() {
                    let item = ContainerKind::Item { list: *list, number: *next };
                    *next = next.map(|number| number.saturating_add(1));
                    self.enter(item);
                }
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => Some(language),
                    CodeBlockKind::Indented => None,
                };
                self.code = Some((language, String::new()));
            }
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::Table(columns) => {
                let align = columns.into_iter().map(align).collect();
                self.table = Table { align, ..Table::default() };
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let run = &mut self.reader.builder.run;
        match tag {
            TagEnd::Emphasis => run.close(&MarkKind::Emphasis),
            TagEnd::Strong => run.close(&MarkKind::Strong),
            TagEnd::Strikethrough => run.close(&MarkKind::Strike),
            TagEnd::Link => {
                if let Some(kind) = self.links.pop().flatten() {
                    run.close(&kind);
                }
            }
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.end_paragraph();
                if let Some(entered) = self.containers.pop() {
                    self.reader.builder.leave(&entered);
                }
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::CodeBlock => {
                if let Some((language, text)) = self.code.take()
                    && let Some(content) = code(language.as_deref(), &text)
                {
                    self.reader.builder.push(content);
                }
            }
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    self.veil();
                    self.reader.read(&html);
                    self.end_paragraph();
                }
            }
            TagEnd::TableCell => {
                self.end_marks();
                self.title = None;
                let cell = self.reader.builder.run.take().into_text();
                self.row.push(cell);
            }
            TagEnd::TableHead => self.table.header = std::mem::take(&mut self.row),
            TagEnd::TableRow => self.table.rows.push(std::mem::take(&mut self.row)),
            TagEnd::Table => {
                for content in sound_table(std::mem::take(&mut self.table)) {
                    self.reader.builder.push(content);
                }
            }
            _ => {}
        }
    }

    fn start_link(&mut self, kind: LinkType, address: &str) {
        let address = unsigned(self.hides, address);
        let address = match kind {
            LinkType::Email => Cow::Owned(format!("mailto:{address}")),
            _ => address,
        };
        let is_link = self.image.is_none() && super::is_safe_link(&address);
        let kind = is_link.then(|| MarkKind::Link(address.into_owned()));
        if let Some(kind) = &kind {
            self.reader.builder.run.open(kind.clone());
        }
        self.links.push(kind);
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        self.end_marks();
        self.title = None;
        let run = self.reader.builder.run.take();
        if let Some(content) = heading(level as u8, run) {
            self.reader.builder.push(content);
        }
    }

    fn enter(&mut self, kind: ContainerKind) {
        let entered = self.reader.builder.enter(kind);
        self.containers.push(entered);
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None | Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{from_html, to_html};
    use super::*;
    use crate::model::{MAX_NESTING, plain_text};
    use crate::text::clean;
    use proptest::prelude::*;

    #[test]
    fn markdown_becomes_what_it_means() {
        #[rustfmt::skip]
        let cases = [
            // why                         Markdown                             the clean subset
            ("paragraphs",                 "a\nb\n\nc",                         "<p>a b</p>\n<p>c</p>"),
            ("hard breaks",                "a  \nb\\\nc",                       "<p>a<br>b<br>c</p>"),
            ("headings",                   "# a\n\nb\n---",                    "<h1>a</h1>\n<h2>b</h2>"),
            ("marks",                      "*a* **b** `c` ~~d~~",               "<p><em>a</em> <strong>b</strong> <code>c</code> <s>d</s></p>"),
            ("marks in marks",             "***a* b**",                         "<p><strong><em>a</em> b</strong></p>"),
            ("escapes and entities",       "\\*a\\* &amp; &copy;",              "<p>*a* &amp; ©</p>"),
            ("quotation marks stay",       "\"a\" -- 'b'...",                   "<p>&quot;a&quot; -- 'b'...</p>"),
            ("quotes",                     "> a\n> > b\n\nc",                   "<blockquote><p>a</p>\n<blockquote><p>b</p></blockquote></blockquote>\n<p>c</p>"),
            ("a list",                     "- a\n- b\n  - c",                   "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>"),
            ("a loose one",                "3. a\n\n   b\n4. c",               "<ol start=\"3\">\n<li><p>a</p>\n<p>b</p></li>\n<li>c</li>\n</ol>"),
            ("an empty item",              "-\n- a",                            "<ul>\n<li></li>\n<li>a</li>\n</ul>"),
            ("tasks",                      "- [x] a\n- [ ] b",                  "<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>"),
            ("code",                       "```rust,x\n*a*\n\n b\n```\n\n    c",  "<pre><code class=\"language-rust\">*a*\n\n b</code></pre>\n<pre><code>c</code></pre>"),
            ("a table",                    "a | b\n--|-:\nc | *d*",          "<table>\n<thead>\n<tr><th>a</th><th align=\"right\">b</th></tr>\n</thead>\n<tbody>\n<tr><td>c</td><td align=\"right\"><em>d</em></td></tr>\n</tbody>\n</table>"),
            ("links",                      "[a *b*](/c \"d\") [e]\n\n[e]: /f",   "<p><a href=\"/c\">a <em>b</em></a> <a href=\"/f\">e</a></p>"),
            ("links that are none",        "[a](javascript:b) <data:c>",        "<p>a data:c</p>"),
            ("addresses",                  "<http://a.b> http://c.d. <e@f.g>",  "<p><a href=\"http://a.b\">http://a.b</a> <a href=\"http://c.d\">http://c.d</a>. <a href=\"mailto:e@f.g\">e@f.g</a></p>"),
            ("an image in a sentence",     "a ![b *c*](/i \"t\") d",            "<p>a <img src=\"/i\" alt=\"b c\"> d</p>"),
            ("an image alone",             "![b](/i)",                          "<figure><img src=\"/i\" alt=\"b\"></figure>"),
            ("its title is its caption",   "![b](/i \"c d\")",                  "<figure><img src=\"/i\" alt=\"b\"><figcaption>c d</figcaption></figure>"),
            ("a linked image",             "[![b](/i)](/j)",                    "<figure><img src=\"/i\" alt=\"b\"></figure>"),
            ("footnotes",                  "a[^1]\n\n[^1]: b\n\n    c",         "<p>a<a href=\"#fn-1\" role=\"doc-noteref\">1</a></p>\n<aside id=\"fn-1\" role=\"doc-footnote\"><p>b</p>\n<p>c</p></aside>"),
            ("a note that is none",        "a[^1]",                             "<p>a[^1]</p>"),
            ("spoilers",                   ">!a *b*!< c >!d!<",                  "<p><span class=\"spoiler\">a <em>b</em></span> c <span class=\"spoiler\">d</span></p>"),
            ("spoilers in code are none",  "`>!a!<`",                           "<p><code>&gt;!a!&lt;</code></p>"),
            ("an escaped one is none",     "\\>!a!<",                            "<p>&gt;!a!&lt;</p>"),
            ("a block of spoilers",        "a\n::: spoiler b\nc *d*\n- e\n\nf\n:::\ng", "<p>a</p>\n<p>b</p>\n<p><span class=\"spoiler\">c <em>d</em></span></p>\n<ul>\n<li><span class=\"spoiler\">e</span></li>\n</ul>\n<p><span class=\"spoiler\">f</span></p>\n<p>g</p>"),
            ("links named outside of one", "[a] ![b][A]\n::: spoiler c\n[a] [d]\n:::\n[A]: http://x/a\n\n[e]: /e", "<p><a href=\"http://x/a\">a</a> <img src=\"http://x/a\" alt=\"b\"></p>\n<p>c</p>\n<p><span class=\"spoiler\"><a href=\"http://x/a\">a</a> [d]</span></p>"),
            ("an open spoiler is a quote", ">!a",                               "<blockquote><p>!a</p></blockquote>"),
            ("a rule",                     "a\n\n***",                          "<p>a</p>\n<hr>"),
            ("raw blocks",                 "<div>a<ul><li>b</ul></div>\n\n*c*",  "<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n<p><em>c</em></p>"),
            ("raw tags",                   "a<br>b<sup>c</sup> <x y=z>d</x>",   "<p>a<br>b<sup>c</sup> d</p>"),
            ("raw tags end with the text", "<b>a\n\nb</b>",                     "<p><strong>a</strong></p>\n<p>b</p>"),
            ("front matter",               "---\ntitle: x\n---\na",             "<p>a</p>"),
            ("a rule at the start",        "---\n\na: b\n\n---",                "<hr>\n<p>a: b</p>\n<hr>"),
            ("nothing",                    "",                                  ""),
        ];
        for (why, markdown, expected) in cases {
            let read = from_markdown(markdown);
            assert_eq!(to_html(&read), expected, "{why}");
            assert_eq!(from_html(expected), read, "{why}");
        }
    }

    #[test]
    fn depth_has_an_end() {
        let text = format!("{}a\n{}", "> ".repeat(100_000), "b\n".repeat(100_000));
        let blocks = from_markdown(&text);
        assert_eq!(blocks.len(), 1);
        assert_eq!(blocks[0].within.len(), MAX_NESTING);
        assert_eq!(plain_text(&blocks).matches('b').count(), 100_000);
    }

    proptest! {
        /// What is read is in the normal form, and clean.
        #[test]
        fn what_is_read_can_be_written(text in "([ab1 \n>#*_`~|<!&.-]|:::|\n::: spoiler a\n|\n:::\n|\\[|\\]|\\(/|\\)|\n\n|<b>|<p>|:-|\\[\\^1\\]:?|!<|\u{1B}|\u{FDD0}|\\\\){0,40}") {
            let blocks = from_markdown(&text);
            prop_assert_eq!(from_html(&to_html(&blocks)), &blocks[..], "{}", to_html(&blocks));
            let plain = plain_text(&blocks);
            prop_assert_eq!(clean(&plain), plain.as_str());
        }
    }
}
