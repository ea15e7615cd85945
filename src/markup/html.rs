//! HTML to blocks.
//!
//! [`super::bound`] makes the source harmless, a conforming parser makes it a tree, and one walk
//! over the tree, node by node, tells a [`Reader`] which elements are entered and left. The reader
//! keeps a stack of what it has to do at the end of each. Tables are in [`super::html_table`].

use dom_query::{Document, Element, NodeData, NodeRef};

use super::bound::pieces;
use super::build::{Builder, Entered};
use super::elements::{Role, is_spoiler_class, language_of_class, role};
use super::html_table::{OpenTable, is_layout};
use super::links::{clean_label, is_safe_link};
use super::normal::{code, heading, paragraphs};
use super::run::Run;
use crate::model::{Block, Container, ContainerKind, Content, MarkKind, RichText};

/// What the address of a footnote reference and the id of a footnote start with.
pub(super) const FOOTNOTE: &str = "fn-";

/// Reads a fragment or a whole page of HTML.
///
/// Scripts, styles, forms and the like are nothing; unknown elements are their words. White space
/// is as a browser shows it.
#[must_use]
pub fn from_html(text: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    reader.read(text);
    reader.builder.finish()
}

/// Takes the elements and words of a tree, in order.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) builder: Builder,
    pub(super) table: Option<OpenTable>,
    frames: Vec<Frame>,
    /// How many headings, cells and captions are open. In them blocks are only lines.
    pub(super) flat: usize,
    code: Option<OpenCode>,
    /// How many cells were made for cells that span columns.
    pub(super) spanned: usize,
}

#[derive(Default)]
struct OpenCode {
    language: Option<String>,
    text: String,
}

/// What is to be done when an element is left.
pub(super) enum Frame {
    Nothing,
    Block,
    /// A block where blocks are only lines.
    Line,
    CodeLine,
    Code,
    Spoiler,
    Mark(MarkKind),
    Heading(u8),
    Container(Entered),
    List {
        list: u32,
        number: Option<u64>,
        last: Option<Container>,
        entered: Option<Entered>,
    },
    Term,
    Table,
    Row,
    Cell,
    TableCaption,
    Figure {
        first: usize,
        caption: Option<RichText>,
    },
    FigureCaption,
    Details {
        hidden: bool,
    },
    Summary {
        hidden: bool,
    },
    Said,
}

impl Reader {
    /// Reads more HTML.
    pub(super) fn read(&mut self, html: &str) {
        pieces(html, &mut |piece, is_cut| {
            self.walk(&Document::fragment(piece));
            if is_cut {
                self.builder.drop_empty_item();
            }
        });
    }

    fn walk(&mut self, document: &Document) {
        let bottom = self.frames.len();
        let mut next = document.root().first_child();
        while let Some(node) = next {
            if let Some(child) = self.enter(&node).then(|| node.first_child()).flatten() {
                next = Some(child);
                continue;
            }
            let mut done = node;
            next = loop {
                if done.is_element() && self.frames.len() > bottom {
                    self.leave();
                }
                if let Some(sibling) = done.next_sibling() {
                    break Some(sibling);
                }
                match done.parent() {
                    Some(parent) => done = parent,
                    None => break None,
                }
            };
        }
    }

    /// Handles a node; says whether to look into it. An element gets a frame in any case.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        node.query_or(false, |tree_node| match &tree_node.data {
            NodeData::Element(element) => {
                let (frame, look) = self.element(element, node);
                self.frames.push(frame);
                look
            }
            NodeData::Text { contents } => {
                self.text(contents);
                false
            }
            NodeData::Document | NodeData::Fragment => true,
            _ => false,
        })
    }

    fn text(&mut self, text: &str) {
        match &mut self.code {
            Some(_) if self.flat > 0 => self.builder.run.lines(text),
            Some(code) => code.text.push_str(text),
            None => self.builder.run.words(text),
        }
    }

    fn element(&mut self, element: &Element, node: &NodeRef<'_>) -> (Frame, bool) {
        let Some(role) = role(&element.name.local) else { return (Frame::Nothing, true) };
        if matches!(role, Role::Nothing | Role::Raw) {
            return (Frame::Nothing, false);
        }
        let frame = if self.code.is_some() {
            self.in_code(&role, element)
        } else if let Some(frame) = self.inline(&role, element) {
            frame
        } else if self.flat > 0 {
            self.line(&role)
        } else {
            self.builder.end_paragraph();
            self.block(&role, element, node)
        };
        (frame, true)
    }

    /// Inside `<pre>` only lines count.
    fn in_code(&mut self, role: &Role, element: &Element) -> Frame {
        let Some(code) = &mut self.code else { return Frame::Nothing };
        let class = attribute(element, "class");
        if let Some(language) = class.and_then(language_of_class) {
            code.language.get_or_insert_with(|| language.to_owned());
        }
        match role {
            Role::Break if self.flat > 0 => self.builder.run.line_break(),
            Role::Break => code.text.push('\n'),
            Role::Mark(_) | Role::Link | Role::Inline | Role::Image | Role::Said => {}
            _ => {
                self.code_line();
                return Frame::CodeLine;
            }
        }
        Frame::Nothing
    }

    fn code_line(&mut self) {
        match &mut self.code {
            Some(_) if self.flat > 0 => self.builder.run.line_break(),
            Some(code) if !code.text.is_empty() && !code.text.ends_with('\n') => {
                code.text.push('\n');
            }
            _ => {}
        }
    }

    /// Elements of running text, which mean the same everywhere.
    fn inline(&mut self, role: &Role, element: &Element) -> Option<Frame> {
        let run = &mut self.builder.run;
        let mark = match role {
            Role::Mark(kind) => kind.clone(),
            Role::Link => match link(element) {
                Some(kind) => kind,
                None => return Some(Frame::Nothing),
            },
            Role::Inline if is_spoiler(element) => MarkKind::Spoiler,
            Role::Inline => return Some(Frame::Nothing),
            Role::Said => {
                run.words("“");
                return Some(Frame::Said);
            }
            Role::Break => {
                run.line_break();
                return Some(Frame::Nothing);
            }
            Role::Image => {
                let (address, alt) = image(element);
                run.image(address, alt);
                return Some(Frame::Nothing);
            }
            _ => return None,
        };
        run.open(mark.clone());
        Some(Frame::Mark(mark))
    }

    /// A block where there can be none.
    fn line(&mut self, role: &Role) -> Frame {
        match role {
            Role::Cell { .. } => self.builder.run.words(" "),
            Role::Pre => {
                self.builder.run.line_break();
                self.builder.run.open(MarkKind::Code);
                self.code = Some(OpenCode::default());
                return Frame::Code;
            }
            _ => {
                self.builder.run.line_break();
                return Frame::Line;
            }
        }
        Frame::Nothing
    }

    fn block(&mut self, role: &Role, element: &Element, node: &NodeRef<'_>) -> Frame {
        match role {
            Role::Heading(level) => {
                self.flat += 1;
                Frame::Heading(*level)
            }
            Role::Quote => Frame::Container(self.builder.enter(ContainerKind::Quote)),
            Role::Aside => match footnote(element) {
                Some(label) => Frame::Container(self.builder.enter(ContainerKind::Footnote(label))),
                None => Frame::Block,
            },
            Role::List { ordered } => self.list(*ordered, element),
            Role::Item => self.item(element),
            Role::Term => {
                self.builder.run.open(MarkKind::Strong);
                Frame::Term
            }
            Role::Pre => {
                let class = attribute(element, "class").and_then(language_of_class);
                let language = class.or_else(|| attribute(element, "lang")).map(str::to_owned);
                self.code = Some(OpenCode { language, text: String::new() });
                Frame::Code
            }
            Role::Table if is_layout(node, attribute(element, "role")) => Frame::Block,
            Role::Table => {
                self.table = Some(OpenTable::default());
                Frame::Table
            }
            Role::Rows { .. } | Role::Row | Role::Cell { .. } => self.table_part(role, element),
            Role::TableCaption => {
                self.flat += 1;
                Frame::TableCaption
            }
            Role::Figure => Frame::Figure { first: self.builder.len(), caption: None },
            Role::FigureCaption => {
                self.flat += 1;
                Frame::FigureCaption
            }
            Role::Details => {
                let hidden = attribute(element, "open").is_none();
                if hidden {
                    self.builder.run.open(MarkKind::Spoiler);
                }
                Frame::Details { hidden }
            }
            Role::Summary => self.summary(),
            Role::Rule => {
                self.builder.push(Content::Rule);
                Frame::Nothing
            }
            _ if is_spoiler(element) => {
                self.builder.run.open(MarkKind::Spoiler);
                Frame::Spoiler
            }
            _ => Frame::Block,
        }
    }

    /// The list that an element would belong to here: none across a quote or another item.
    fn open_list(&mut self) -> Option<&mut Frame> {
        let is_border =
            |frame: &&mut Frame| matches!(frame, Frame::List { .. } | Frame::Container(_));
        let frame = self.frames.iter_mut().rev().find(is_border);
        frame.filter(|frame| matches!(frame, Frame::List { .. }))
    }

    /// A list in a list belongs to the item before it; to put it there is a common mistake.
    fn list(&mut self, ordered: bool, element: &Element) -> Frame {
        let last = match self.open_list() {
            Some(Frame::List { last, .. }) => last.clone(),
            _ => None,
        };
        let entered = last.map(|item| self.builder.enter_again(item));
        let number = ordered.then(|| number(element, "start").unwrap_or(1));
        Frame::List { list: self.builder.next_id(), number, last: None, entered }
    }

    fn item(&mut self, element: &Element) -> Frame {
        let (list, number) = match self.open_list() {
            Some(Frame::List { list, number: next, .. }) => {
                let number = next.map(|next| number(element, "value").unwrap_or(next));
                *next = number.map(|number| number.saturating_add(1));
                (*list, number)
            }
            _ => match self.builder.last_list() {
                Some((list, None)) => (list, None),
                _ => (self.builder.next_id(), None),
            },
        };
        let entered = self.builder.enter(ContainerKind::Item { list, number });
        let item = self.builder.innermost().filter(|_| entered.kept()).cloned();
        if let Some(Frame::List { last, .. }) = self.open_list() {
            *last = item;
        }
        Frame::Container(entered)
    }

    fn summary(&mut self) -> Frame {
        let hidden = self.frames.iter().rev().find_map(|frame| match frame {
            Frame::Details { hidden } => Some(*hidden),
            _ => None,
        });
        let hidden = hidden.unwrap_or(false);
        if hidden {
            self.builder.run.close(&MarkKind::Spoiler);
        }
        Frame::Summary { hidden }
    }

    /// Does what the end of the innermost element asks for.
    fn leave(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        match frame {
            Frame::Nothing => {}
            Frame::Line => self.builder.run.line_break(),
            Frame::CodeLine => self.code_line(),
            Frame::Mark(kind) => self.builder.run.close(&kind),
            Frame::Said => self.builder.run.words("”"),
            Frame::Code => self.end_code(),
            Frame::Heading(level) => {
                self.flat -= 1;
                if let Some(content) = heading(level, self.builder.run.take()) {
                    self.builder.push(content);
                }
            }
            Frame::Row => self.end_row(),
            Frame::Cell => self.end_cell(),
            Frame::TableCaption => {
                self.flat -= 1;
                self.builder.end_paragraph();
            }
            Frame::FigureCaption => self.end_caption(),
            block => {
                self.builder.end_paragraph();
                self.end_block(block);
            }
        }
    }

    fn end_block(&mut self, frame: Frame) {
        match frame {
            Frame::Container(entered) | Frame::List { entered: Some(entered), .. } => {
                self.builder.leave(&entered);
            }
            Frame::Term => self.builder.run.close(&MarkKind::Strong),
            Frame::Spoiler | Frame::Details { hidden: true } => {
                self.builder.run.close(&MarkKind::Spoiler);
            }
            Frame::Summary { hidden: true } => self.builder.run.open(MarkKind::Spoiler),
            Frame::Table => self.end_table(),
            Frame::Figure { first, caption: Some(caption) } => self.caption(first, &caption),
            _ => {}
        }
    }

    fn end_code(&mut self) {
        let Some(open) = self.code.take() else { return };
        if self.flat > 0 {
            self.builder.run.close(&MarkKind::Code);
            self.builder.run.line_break();
        } else if let Some(content) = code(open.language.as_deref(), &open.text) {
            self.builder.push(content);
        }
    }

    fn end_caption(&mut self) {
        self.flat -= 1;
        let text = self.builder.run.take().into_text();
        let figure = self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Figure { first, caption } => Some((*first, caption)),
            _ => None,
        });
        match figure {
            // The picture may come after its words.
            Some((first, caption)) if self.builder.len() == first && caption.is_none() => {
                *caption = Some(text);
            }
            Some((first, _)) => self.caption(first, &text),
            None => self.caption(usize::MAX, &text),
        }
    }

    /// Puts `text` under the last picture since there were `first` blocks, or into a paragraph.
    fn caption(&mut self, first: usize, text: &RichText) {
        let has_blocks = self.builder.len() > first;
        if let Some(Block { content: Content::Figure { caption, .. }, .. }) =
            self.builder.last_mut().filter(|_| has_blocks)
            && caption.is_empty()
        {
            caption.clone_from(text);
            return;
        }
        for content in paragraphs(Run::of(text)) {
            self.builder.push(content);
        }
    }
}

/// The value of an attribute.
pub(super) fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    let found = element.attrs.iter().find(|attribute| &*attribute.name.local == name);
    found.map(|attribute| &*attribute.value)
}

fn number(element: &Element, name: &str) -> Option<u64> {
    attribute(element, name)?.trim().parse().ok()
}

fn is_spoiler(element: &Element) -> bool {
    attribute(element, "class").is_some_and(is_spoiler_class)
}

fn link(element: &Element) -> Option<MarkKind> {
    let address = attribute(element, "href")?;
    let label = address.strip_prefix('#').and_then(|id| id.strip_prefix(FOOTNOTE));
    match label.filter(|_| attribute(element, "role") == Some("doc-noteref")) {
        Some(label) => Some(MarkKind::FootnoteRef(label.to_owned())),
        None => is_safe_link(address).then(|| MarkKind::Link(address.to_owned())),
    }
}

fn footnote(element: &Element) -> Option<String> {
    let label = attribute(element, "id")?.strip_prefix(FOOTNOTE)?;
    (attribute(element, "role") == Some("doc-footnote")).then(|| clean_label(label))
}

/// The address of an image and its description. What is to be loaded later is the real one.
fn image(element: &Element) -> (&str, &str) {
    let names = ["data-src", "data-lazy-src", "data-original", "src"];
    let address = names.iter().find_map(|name| attribute(element, name));
    (address.unwrap_or_default(), attribute(element, "alt").unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::{bound, to_html};
    use super::*;
    use crate::model::{MAX_NESTING, plain_text};
    use crate::text::clean;
    use proptest::prelude::*;

    #[test]
    fn elements_become_what_they_mean() {
        #[rustfmt::skip]
        let cases = [
            // why                              html                                        the clean subset
            ("words alone",                     "a  b\n c",                                 "<p>a b c</p>"),
            ("paragraphs end each other",       "<p>a<p>b</p>c",                            "<p>a</p>\n<p>b</p>\n<p>c</p>"),
            ("blocks are paragraphs",           "a<div>b<section>c</section></div>d",       "<p>a</p>\n<p>b</p>\n<p>c</p>\n<p>d</p>"),
            ("empty ones vanish",               "<p></p><p>&nbsp;</p><div> <p>a</p></div>", "<p>a</p>"),
            ("two breaks part paragraphs",      "a<br>b<br><br>c<br>",                      "<p>a<br>b</p>\n<p>c</p>"),
            ("headings",                        "<h1>a<br>b</h1><h6><p>c</p></h6>",         "<h1>a<br>b</h1>\n<h6>c</h6>"),
            ("quotes in quotes",                "<blockquote>a<blockquote>b</blockquote></blockquote>", "<blockquote><p>a</p>\n<blockquote><p>b</p></blockquote></blockquote>"),
            ("two quotes are two",              "<blockquote>a</blockquote><blockquote>b</blockquote>", "<blockquote><p>a</p></blockquote>\n<blockquote><p>b</p></blockquote>"),
            ("a list",                          "<ul><li>a<li><p>b</p></ul>",               "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
            ("a numbered one",                  "<ol start=3><li>a<li>b</ol>",              "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"),
            ("one that jumps",                  "<ol><li>a<li value=7>b</ol>",              "<ol>\n<li>a</li>\n</ol>\n<ol start=\"7\">\n<li>b</li>\n</ol>"),
            ("two paragraphs in an item",       "<ul><li><p>a</p><p>b</p></ul>",            "<ul>\n<li><p>a</p>\n<p>b</p></li>\n</ul>"),
            ("an empty item stays",             "<ul><li><li>a</ul>",                       "<ul>\n<li></li>\n<li>a</li>\n</ul>"),
            ("a list in an item",               "<ul><li>a<ol><li>b</ol></ul>",             "<ul>\n<li>a\n<ol>\n<li>b</li>\n</ol>\n</li>\n</ul>"),
            ("a list in a list",                "<ul><li>a</li><ul><li>b</ul><li>c</ul>",   "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>"),
            ("a list after an empty item",      "<ul><li></li><ul><li>b</ul></ul>",         "<ul>\n<li><ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
            ("items without a list",            "<li>a<li>b",                               "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
            ("terms",                           "<dl><dt>a<dd>b</dl>",                      "<p><strong>a</strong></p>\n<p>b</p>"),
            ("spaces in code matter",           "<pre>\n a\n  b\n</pre>",                   "<pre><code> a\n  b</code></pre>"),
            ("its language",                    "<pre><code class='x language-c++'>a</code></pre>", "<pre><code class=\"language-c++\">a</code></pre>"),
            ("its language, elsewhere",         "<pre class=lang-c><code>a<br>b</code></pre>",     "<pre><code class=\"language-c\">a\nb</code></pre>"),
            ("lines of code that are blocks",   "<pre><div>a</div><div>b</div></pre>",      "<pre><code>a\nb</code></pre>"),
            ("marks",                           "<em>a</em><b>b</b><code>c</code><del>d</del><sup>e</sup><sub>f</sub>", "<p><em>a</em><strong>b</strong><code>c</code><s>d</s><sup>e</sup><sub>f</sub></p>"),
            ("marks that overlap",              "<b>a<i>b</b>c</i>",                        "<p><strong>a<em>b</em></strong><em>c</em></p>"),
            ("marks across paragraphs",         "<b><p>a</p><p>b</p></b>",                  "<p><strong>a</strong></p>\n<p><strong>b</strong></p>"),
            ("spoilers",                        "<span class='md-spoiler-text'>a</span> <spoiler>b</spoiler>", "<p><span class=\"spoiler\">a</span> <span class=\"spoiler\">b</span></p>"),
            ("details",                         "<details><summary>a</summary>b</details>", "<p>a</p>\n<p><span class=\"spoiler\">b</span></p>"),
            ("open details",                    "<details open><summary>a</summary>b</details>", "<p>a</p>\n<p>b</p>"),
            ("said",                            "<q>a</q>",                                 "<p>“a”</p>"),
            ("a link",                          "<a href='/a?b&amp;c'>a</a>",               "<p><a href=\"/a?b&amp;c\">a</a></p>"),
            ("links that are none",             "<a href='javascript:x'>a</a> <a href='data:x'>b</a> <a>c</a>", "<p>a b c</p>"),
            ("a bare address",                  "see http://a.b.",                          "<p>see <a href=\"http://a.b\">http://a.b</a>.</p>"),
            ("a footnote",                      "a<a href='#fn-1' role=doc-noteref>1</a><aside id=fn-1 role=doc-footnote>b</aside>", "<p>a<a href=\"#fn-1\" role=\"doc-noteref\">1</a></p>\n<aside id=\"fn-1\" role=\"doc-footnote\"><p>b</p></aside>"),
            ("an aside that is none",           "<aside>b</aside>",                         "<p>b</p>"),
            ("an image in a sentence",          "a <img src=/i alt='b c'> d",               "<p>a <img src=\"/i\" alt=\"b c\"> d</p>"),
            ("an image alone",                  "<p><a href=/><img src=/i alt=b></a></p>",  "<figure><img src=\"/i\" alt=\"b\"></figure>"),
            ("an image to be loaded later",     "<img src=data:x data-src=/i>",             "<figure><img src=\"/i\" alt=\"\"></figure>"),
            ("an image that cannot be",         "<img src=data:x alt=b>",                   "<p>b</p>"),
            ("a figure",                        "<figure><img src=/i><figcaption>a <b>b</b></figcaption></figure>", "<figure><img src=\"/i\" alt=\"\"><figcaption>a <strong>b</strong></figcaption></figure>"),
            ("a figure, words first",           "<figure><figcaption>a</figcaption><p><img src=/i></p></figure>", "<figure><img src=\"/i\" alt=\"\"><figcaption>a</figcaption></figure>"),
            ("a figure of two",                 "<figure><img src=/i><img src=/j><figcaption>a</figcaption></figure>", "<figure><img src=\"/i\" alt=\"\"></figure>\n<figure><img src=\"/j\" alt=\"\"><figcaption>a</figcaption></figure>"),
            ("a figure of words",               "<figure><figcaption>a</figcaption><pre>b</pre></figure>", "<pre><code>b</code></pre>\n<p>a</p>"),
            ("a break between parts",           "a<hr>b",                                   "<p>a</p>\n<hr>\n<p>b</p>"),
            ("a table",                         "<table><caption>t<tr><th>a<th align=right>b<tr><td>c<td><p>d<p>e</table>", "<p>t</p>\n<table>\n<thead>\n<tr><th>a</th><th align=\"right\">b</th></tr>\n</thead>\n<tbody>\n<tr><td>c</td><td align=\"right\">d<br>e</td></tr>\n</tbody>\n</table>"),
            ("a cell over two columns",         "<table><tr><td colspan=2>a<td style='text-align: center'>b</table>", "<table>\n<tbody>\n<tr><td>a</td><td></td><td align=\"center\">b</td></tr>\n</tbody>\n</table>"),
            ("a table in a table",              "<table><tr><td>a<table><tr><td>b<td>c<tr><td>d</table><td>e</table>", "<table>\n<tbody>\n<tr><td>a<br>b c<br>d</td><td>e</td></tr>\n</tbody>\n</table>"),
            ("code in a cell",                  "<table><tr><td>a<td><pre>b\n\nc</pre></table>", "<table>\n<tbody>\n<tr><td>a</td><td><code>b<br>c</code></td></tr>\n</tbody>\n</table>"),
            ("a table that is a page",          "<table><tr><td><h2>a</h2><p>b</table>",    "<h2>a</h2>\n<p>b</p>"),
            ("words lost in a table",           "<table>a<tr><td>b<td>c</table>",           "<p>a</p>\n<table>\n<tbody>\n<tr><td>b</td><td>c</td></tr>\n</tbody>\n</table>"),
            ("an empty table",                  "<table><tr><td><td></table>a",             "<p>a</p>"),
            ("nothing to read",                 "a<script>b<p>c</script><style>d</style><template>e</template><noscript><img src=/i></noscript><svg><title>f</title><text>g</text></svg><iframe>h</iframe><button>i</button><select><option>j</select><textarea>k</textarea><!-- l --><?m?><![CDATA[n]]></ o>z", "<p>az</p>"),
            ("an empty svg",                    "<svg class='x'/>a<svg><title/></svg>b",      "<p>ab</p>"),
            ("a whole page",                    "<!doctype html><html><head><title>t</title><meta charset=utf-8></head><body class=x>a</body></html>", "<p>a</p>"),
            ("unknown elements",                "<x-a>b<font color=red>c</font></x-a>",     "<p>bc</p>"),
            ("signs that are no tags",          "a < b, a<3, <>, 1 <b",                     "<p>a &lt; b, a&lt;3, &lt;&gt;, 1 &lt;b</p>"),
            ("entities",                        "&lt;b&gt; &eacute;&#x41; &amp;lt;",        "<p>&lt;b&gt; éA &amp;lt;</p>"),
            ("nothing",                         "",                                         ""),
        ];
        for (why, html, expected) in cases {
            let read = from_html(html);
            assert_eq!(to_html(&read), expected, "{why}");
            assert_eq!(from_html(expected), read, "{why}");
        }
    }

    #[test]
    fn what_is_nested_too_deep_stays_at_the_last_level() {
        for element in ["blockquote", "ul><li"] {
            let blocks = from_html(&format!("{}a<p>b", format!("<{element}>").repeat(100_000)));
            assert_eq!(blocks.len(), 2, "{element}");
            assert!(blocks.iter().all(|block| block.within.len() == MAX_NESTING), "{element}");
        }
    }

    #[test]
    fn no_word_is_lost_where_the_source_is_cut() {
        #[rustfmt::skip]
        let shapes = [
            "<div>", "<b>", "<b id=1>", "<p><b>", "<table><tr><td>", "<table>", "<a href=/>", "<i><p>", "<ul><li>",
            "<p></span>", "<font><p>", "<svg>", "</p>", "<b></i>", "<h1>", "<span><div></span>", "<nobr><p></b>",
            "<blockquote>", "<details>", "<figure><figcaption>", "<pre>", "<table><b>", "<code class=lang-x><p>",
        ];
        for shape in shapes.into_iter().filter(|shape| *shape != "<svg>") {
            let words = plain_text(&from_html(&format!("{shape}w ").repeat(3_000)));
            assert_eq!(words.matches('w').count(), 3_000, "{shape}");
        }
    }

    /// Tags, words and white space in any order; every tag ends.
    fn soup() -> impl Strategy<Value = String> {
        let names = "(p|div|b|i|a|span|ul|ol|li|blockquote|table|tr|td|th|thead|pre|code|h2|figure|figcaption|details|summary|dl|dt|dd|aside|q|sup|button|svg|section)";
        let attributes = "( (class|id|role|href|align|open|start|colspan)=(\"(spoiler|language-c|fn-1|/a|right)\"|'doc-footnote'|2))";
        let start = format!("<{names}{attributes}{{0,2}}/?>");
        let piece = prop_oneof![
            4 => proptest::string::string_regex(&start).unwrap(),
            3 => proptest::string::string_regex(&format!("</{names}>")).unwrap(),
            1 => "<(br|hr|img src=/i( alt=x)?)>",
            4 => "[ab \n&]{1,3}|< |&nbsp;|&lt;|http://a[.]b|<!--x-->|</>|\u{A0}",
        ];
        proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        /// The clean subset holds all that was understood.
        #[test]
        fn written_and_read_again_it_is_the_same(html in soup()) {
            let blocks = from_html(&html);
            let written = to_html(&blocks);
            prop_assert_eq!(&from_html(&written), &blocks, "{}", written);
            prop_assert_eq!(plain_text(&from_html(&written)), plain_text(&blocks));
        }

        /// What stands before the parser changes nothing of what a bounded text says.
        #[test]
        fn the_parser_alone_would_say_the_same(html in soup()) {
            let mut alone = Reader::default();
            alone.walk(&Document::fragment(html.as_str()));
            prop_assert_eq!(from_html(&html), alone.builder.finish());
        }

        #[test]
        fn nothing_but_clean_text_comes_out(html in "[<>/a-c \n\u{1B}\u{9B}\u{202E}\0&#x;1\"'=-]{0,60}|\\PC{0,60}") {
            for block in from_html(&html) {
                let text = block.plain();
                prop_assert_eq!(clean(&text), text.as_str());
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 50, ..ProptestConfig::default() })]

        /// However elements are nested, few are open in any piece.
        #[test]
        fn the_parser_never_goes_deep(html in soup(), times in 1_usize..200) {
            let html = html.repeat(times);
            let mut deepest = 0;
            bound::pieces(&html, &mut |piece, _| {
                let document = Document::fragment(piece);
                let mut level = vec![document.root()];
                let mut depth = 0;
                while !level.is_empty() {
                    deepest = deepest.max(depth);
                    depth += 1;
                    level = level.iter().flat_map(|node| node.children_it(false)).collect();
                }
            });
            prop_assert!(deepest <= 2 * bound::MAX_OPEN, "{deepest}");
        }
    }
}
