//! HTML to blocks.
//!
//! [`super::bound`] makes the source harmless, a conforming parser makes it a tree, and one walk
//! over the tree, node by node, tells a [`Reader`] which elements are entered and left. The reader
//! keeps a stack of what it has to do at the end of each. Tables are in [`super::html_table`].

use dom_query::{Document, Element, NodeData, NodeRef};

use super::bound::pieces;
use super::build::{Builder, Entered};
use super::elements::{Role, is_emoji_class, is_spoiler_class, language_of_class, role};
use super::html_table::{OpenTable, is_layout};
use super::links::is_safe_link;
use super::notes;
use super::paired::Paired;
use crate::model::{Block, Container, ContainerKind, Content, MarkKind, RichText};

/// What the address of a footnote reference and the id of a footnote start with.
pub(super) const FOOTNOTE: &str = "fn-";

/// How many elements around a block of code may name its language.
const WRAPPERS: usize = 2;

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
    pub(super) frames: Vec<Frame>,
    /// How many headings, cells and captions are open. In them blocks are only lines.
    pub(super) flat: usize,
    /// The block of code that is being read.
    pub(super) code: Option<OpenCode>,
    /// How many cells were made for cells that span columns.
    pub(super) spanned: usize,
    /// The footnotes of the piece that is being read which no name tells.
    paired: Paired,
}

/// A block of code that is being read.
#[derive(Default)]
pub(super) struct OpenCode {
    pub(super) language: Option<String>,
    pub(super) text: String,
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
            let has_pairs = Paired::may_be_in(&piece);
            let document = Document::fragment(piece);
            self.paired = if has_pairs { Paired::of(&document) } else { Paired::default() };
            self.walk(&document);
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

    /// Whether a footnote is being read.
    fn in_note(&self) -> bool {
        self.builder.stands_in(|kind| matches!(kind, ContainerKind::Footnote(_)))
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
        let leads_back = || notes::leads_back(element) || self.paired.leads_back(element);
        if matches!(role, Role::Nothing | Role::Raw) || self.in_note() && leads_back() {
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
        if let Some(language) = language(element) {
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

    pub(super) fn code_line(&mut self) {
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
        let link = if matches!(role, Role::Link) { self.link(element) } else { None };
        let run = &mut self.builder.run;
        let mark = match role {
            Role::Mark(kind) => kind.clone(),
            Role::Link => match link {
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
                // A sign that is drawn as a picture is the word for it.
                let is_sign = attribute(element, "class").is_some_and(is_emoji_class);
                run.image(if is_sign && !alt.is_empty() { "" } else { address }, alt);
                return Some(Frame::Nothing);
            }
            _ => return None,
        };
        run.open(mark.clone());
        Some(Frame::Mark(mark))
    }

    fn link(&self, element: &Element) -> Option<MarkKind> {
        match self.paired.reference(element) {
            Some(label) => Some(MarkKind::FootnoteRef(label)),
            None => link(element),
        }
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
            Role::Aside | Role::Block | Role::Paragraph | Role::Item | Role::Description
                if notes::definition(element).is_some_and(|(_, ours)| ours || !self.in_note()) =>
            {
                let label = notes::definition(element).map(|(label, _)| label).unwrap_or_default();
                Frame::Container(self.builder.enter(ContainerKind::Footnote(label)))
            }
            Role::Aside | Role::Block | Role::Paragraph | Role::Item | Role::Description
                if !self.in_note() && self.paired.definition(element).is_some() =>
            {
                let label = self.paired.definition(element).unwrap_or_default();
                Frame::Container(self.builder.enter(ContainerKind::Footnote(label)))
            }
            Role::Paragraph | Role::Item | Role::Description
                if !self.in_note() && notes::definition_by_first(node).is_some() =>
            {
                let label = notes::definition_by_first(node).unwrap_or_default();
                Frame::Container(self.builder.enter(ContainerKind::Footnote(label)))
            }
            Role::List { ordered } => self.list(*ordered, element),
            Role::Item => self.item(element),
            Role::Term => {
                self.builder.run.open(MarkKind::Strong);
                Frame::Term
            }
            Role::Pre => {
                let own = language(element).or_else(|| attribute(element, "lang"));
                let language = own.map(str::to_owned).or_else(|| language_around(node));
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
}

/// The value of an attribute.
pub(super) fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    let found = element.attrs.iter().find(|attribute| &*attribute.name.local == name);
    found.map(|attribute| &*attribute.value)
}

/// The programming language that an element names, by class or attribute.
fn language(element: &Element) -> Option<&str> {
    let class = attribute(element, "class").and_then(language_of_class);
    class
        .or_else(|| attribute(element, "data-lang").or_else(|| attribute(element, "data-language")))
}

/// The language that highlighters write on what they wrap code in: `highlight-python` (Sphinx),
/// `highlight-source-rust` (GitHub).
fn language_around(node: &NodeRef<'_>) -> Option<String> {
    let around = std::iter::successors(node.parent(), NodeRef::parent).take(WRAPPERS);
    around.filter_map(|node| node.attr("class")).find_map(|classes| {
        let named = |class: &str| {
            let name = class.strip_prefix("highlight-")?;
            let name = name.strip_prefix("source-").unwrap_or(name);
            (!matches!(name, "default" | "text" | "none")).then(|| name.to_owned())
        };
        let language = language_of_class(&classes).map(str::to_owned);
        language.or_else(|| classes.split_ascii_whitespace().find_map(named))
    })
}

fn is_spoiler(element: &Element) -> bool {
    attribute(element, "class").is_some_and(is_spoiler_class)
}

fn link(element: &Element) -> Option<MarkKind> {
    let address = attribute(element, "href")?;
    match notes::reference(element) {
        Some(label) => Some(MarkKind::FootnoteRef(label)),
        None => is_safe_link(address).then(|| MarkKind::Link(address.to_owned())),
    }
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

    #[test]
    fn a_line_end_behind_a_comment_in_code_is_no_first_one() {
        for (html, code) in [("<pre><!--x-->\na</pre>", "\na"), ("<pre>\na</pre>", "a")] {
            assert_eq!(plain_text(&from_html(html)), code, "{html}");
        }
    }

    /// Tags, words and white space in any order; every tag ends. No language of code and no ids of
    /// what only looks, because in misnested tags those are found in another place by the parser alone.
    fn soup() -> impl Strategy<Value = String> {
        let names = "(p|div|a|span|ul|ol|li|blockquote|table|tr|td|th|thead|pre|h2|figure|figcaption|details|summary|dl|dt|dd|aside|q|sup|button|svg|section)";
        let attributes = "( (class|id|role|href|align|open|start|colspan)=(\"(spoiler|x|fn-1|/a|right)\"|'doc-footnote'|2))";
        let start = format!("<{names}{attributes}{{0,2}}/?>");
        let piece = prop_oneof![
            4 => proptest::string::string_regex(&start).unwrap(),
            1 => "<(b|i|code)( class=x)?/?>",
            1 => "</(b|i|code)>",
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
                prop_assert_eq!(clean(&text), text.as_ref());
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
