//! Stands before the HTML parser and takes from a page what would cost it more than its length.
//!
//! A conforming parser looks through its stack of open elements at almost every tag, compares each
//! attribute of a tag with all before it, and opens formatting elements again in every paragraph. So
//! tags that nest too deep are left out here, and their words stay. Styles and programs are left out
//! too, and what is very long and never shown; else an honest page comes out as it is. What is open is
//! reckoned as [the HTML standard, §13.2.6] does, in few words: where the reckoning is off, it takes
//! more to be open than is.
//!
//! [the HTML standard, §13.2.6]: https://html.spec.whatwg.org/multipage/parsing.html#tree-construction

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, Tokenizer};

use crate::limits::{MAX_OPEN, MAX_UNSEEN};

/// How many formatting elements may be open: each paragraph opens all of them again.
const MAX_FORMATTING: usize = 8;
/// How many attributes a tag may have.
const MAX_ATTRIBUTES: usize = 100;

/// The type of a script that is a program, where it says one.
const PROGRAM: &[u8] = b"text/javascript";

/// An element's name in a number; what is longer than this is told apart by its beginning.
type Name = u128;

const fn name(letters: &[u8]) -> Name {
    let mut packed = 0;
    let mut at = 0;
    let mut rest = letters;
    while let [first, behind @ ..] = rest {
        if at == 16 {
            break;
        }
        packed = packed << 8 | *first as u128;
        rest = behind;
        at += 1;
    }
    packed
}

macro_rules! names {
    ($($letters:literal)*) => { [$(name($letters)),*] };
}

/// Elements that cannot hold any.
const VOID: [Name; 19] = names!(
    b"area" b"base" b"br" b"col" b"embed" b"hr" b"img" b"input" b"keygen" b"link" b"meta" b"param"
    b"source" b"track" b"wbr" b"frame" b"basefont" b"bgsound" b"image"
);
/// Elements whose content is no markup.
const RAW: [Name; 9] = names!(
    b"script" b"style" b"textarea" b"title" b"iframe" b"xmp" b"noembed" b"noframes" b"plaintext"
);
/// The one of each page that a second tag opens no more.
const ONCE: [Name; 4] = names!(b"html" b"head" b"body" b"frameset");
const FORMATTING: [Name; 14] = names!(
    b"a" b"b" b"big" b"code" b"em" b"font" b"i" b"nobr" b"s" b"small" b"strike" b"strong" b"tt" b"u"
);
/// Beyond these an end tag closes nothing.
const BARRIERS: [Name; 10] = names!(
    b"table" b"td" b"th" b"caption" b"template" b"button" b"object" b"applet" b"marquee" b"svg"
);
/// What an end tag of an unknown element does not reach over, besides barriers; and before which an
/// open paragraph ends.
const BLOCKS: [Name; 47] = names!(
    b"address" b"article" b"aside" b"blockquote" b"center" b"dd" b"details" b"dialog" b"dir" b"div"
    b"dl" b"dt" b"fieldset" b"figcaption" b"figure" b"footer" b"form" b"h1" b"h2" b"h3" b"h4" b"h5"
    b"h6" b"header" b"hgroup" b"li" b"listing" b"main" b"menu" b"nav" b"noscript" b"ol" b"p" b"pre"
    b"search" b"section" b"select" b"summary" b"tbody" b"tfoot" b"thead" b"tr" b"ul" b"plaintext"
    b"xmp" b"hr" b"math"
);
const HEADINGS: [Name; 6] = names!(b"h1" b"h2" b"h3" b"h4" b"h5" b"h6");
/// Before these all that is open of a drawing or a formula ends.
const NEVER_FOREIGN: [Name; 37] = names!(
    b"b" b"big" b"blockquote" b"center" b"code" b"dd" b"div" b"dl" b"dt" b"em" b"h1" b"h2" b"h3"
    b"h4" b"h5" b"h6" b"i" b"li" b"listing" b"menu" b"nobr" b"ol" b"p" b"pre" b"ruby" b"s" b"small"
    b"span" b"strong" b"strike" b"sub" b"sup" b"table" b"tt" b"u" b"ul" b"var"
);
/// What in a drawing or a formula holds HTML again.
const INTEGRATION_POINTS: [Name; 9] = names!(
    b"foreignobject" b"desc" b"title" b"mi" b"mo" b"mn" b"ms" b"mtext" b"annotation-xml"
);
const PARTS_OF_TABLES: [Name; 7] = names!(b"caption" b"tbody" b"thead" b"tfoot" b"tr" b"td" b"th");

/// A page as the parser shall have it.
#[derive(Debug)]
pub(super) struct Bounded<'a> {
    /// What is left of it.
    pub(super) page: Cow<'a, str>,
    /// Whether tags were left out, since they nest too deep.
    pub(super) is_too_deep: bool,
}

/// The page as the parser shall have it.
pub(super) fn bounded(page: &str) -> Bounded<'_> {
    let state = RefCell::new(Bounder::default());
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        state.borrow_mut().take(&event, span.start..span.end);
        None::<()>
    });
    emitter.naively_switch_states(true);
    for nothing in Tokenizer::new_with_emitter(page.as_bytes(), PlacesOnly(emitter)) {
        let Ok(()) = nothing;
    }
    let Bounder { cut, is_too_deep, .. } = state.into_inner();
    if cut.is_empty() {
        return Bounded { page: Cow::Borrowed(page), is_too_deep };
    }
    let mut out = String::with_capacity(page.len());
    let mut from = 0;
    for range in cut {
        out.push_str(page.get(from..range.start).unwrap_or_default());
        from = range.end;
    }
    out.push_str(page.get(from..).unwrap_or_default());
    Bounded { page: Cow::Owned(out), is_too_deep }
}

/// Keeps the tokenizer from copying what only its place is wanted of, and from looking at each letter
/// whether it is an error: half of what it costs.
struct PlacesOnly<F: Callback<(), usize>>(CallbackEmitter<F, (), usize>);

impl<F: Callback<(), usize>> ForwardingEmitter for PlacesOnly<F> {
    type Token = ();

    fn inner(&mut self) -> &mut impl Emitter<Token = ()> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    // A first byte says that there is something.
    fn emit_string(&mut self, text: &[u8]) {
        self.0.emit_string(text.get(..1).unwrap_or_default());
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        self.0.push_attribute_value(value.get(..PROGRAM.len()).unwrap_or(value));
    }

    fn push_comment(&mut self, _: &[u8]) {}
}

#[derive(Default)]
struct Bounder {
    open: Vec<Name>,
    formatting: usize,
    /// Elements that were left out and not ended yet.
    left_out: Vec<Name>,
    /// The start tag that is being read.
    tag: (Name, usize),
    attributes: usize,
    /// Whether the last of them is its type, and whether they may be those of a script that is data.
    is_type: bool,
    may_be_data: bool,
    /// The attributes of those tags that a page has one of.
    of_page: usize,
    /// Where the first of the attributes stands that are too many.
    surplus: Option<usize>,
    is_too_deep: bool,
    /// What is left out of the page.
    cut: Vec<Range<usize>>,
}

impl Bounder {
    fn take(&mut self, event: &CallbackEvent<'_>, span: Range<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name: letters } => {
                self.tag = (name(letters), span.start);
                self.attributes = 0;
                self.surplus = None;
                self.may_be_data = false;
            }
            CallbackEvent::AttributeName { name } => {
                self.attributes += 1;
                self.is_type = *name == b"type";
                self.may_be_data |= !self.is_type;
                if self.attributes > MAX_ATTRIBUTES && self.surplus.is_none() {
                    self.surplus = Some(span.start);
                }
            }
            // A picture written out in the page is not read, nor are styles and programs, which are
            // half of many a page.
            CallbackEvent::AttributeValue { value } => {
                self.may_be_data |= self.is_type && !value.eq_ignore_ascii_case(PROGRAM);
                if span.len() > MAX_UNSEEN && self.surplus.is_none() {
                    self.cut.push(span);
                }
            }
            CallbackEvent::String { .. } if self.is_unseen(span.len()) => self.cut.push(span),
            CallbackEvent::CloseStartTag { self_closing } => self.start(*self_closing, span.end),
            CallbackEvent::EndTag { name: letters } => {
                self.tag.0 = 0;
                self.end(name(letters), span);
            }
            _ => {}
        }
    }

    fn start(&mut self, self_closing: bool, end: usize) {
        let (tag, start) = self.tag;
        if ONCE.contains(&tag) {
            // A second tag adds its attributes to the first, which is looked through for each.
            self.of_page += self.attributes;
            if self.of_page > 2 * MAX_ATTRIBUTES {
                self.leave_out(start..end);
                return;
            }
        }
        if VOID.contains(&tag) || RAW.contains(&tag) || ONCE.contains(&tag) {
            self.shorten(end);
            return;
        }
        let [form] = names!(b"form");
        if tag == form && self.open.contains(&form) {
            // The parser opens no form in a form.
            self.shorten(end);
            return;
        }
        self.close_before(tag);
        if self_closing && (names!(b"svg" b"math").contains(&tag) || self.is_foreign()) {
            self.shorten(end);
            return;
        }
        let formats = FORMATTING.contains(&tag);
        if self.open.len() >= MAX_OPEN || formats && self.formatting >= MAX_FORMATTING {
            self.left_out.push(tag);
            self.is_too_deep = true;
            self.leave_out(start..end);
            return;
        }
        self.open.push(tag);
        self.formatting += usize::from(formats);
        self.shorten(end);
    }

    /// Leaves out a tag, with what was left out of it already.
    fn leave_out(&mut self, tag: Range<usize>) {
        while self.cut.last().is_some_and(|inner| inner.start >= tag.start) {
            self.cut.pop();
        }
        self.cut.push(tag);
    }

    /// Whether a text of this length here is a style or a program, or data that are too long. (What a
    /// drawing has of them is markup to the parser.)
    fn is_unseen(&self, length: usize) -> bool {
        let [script, style] = names!(b"script" b"style");
        let is_read = self.tag.0 == script && self.may_be_data || self.is_foreign();
        (self.tag.0 == script || self.tag.0 == style) && (!is_read || length > MAX_UNSEEN)
    }

    /// Whether a drawing or a formula is open.
    fn is_foreign(&self) -> bool {
        self.open.iter().any(|open| names!(b"svg" b"math").contains(open))
    }

    /// Leaves out the attributes that are too many, up to the end of their tag.
    fn shorten(&mut self, end: usize) {
        if let Some(from) = self.surplus.take() {
            self.cut.push(from..end.saturating_sub(1));
        }
    }

    /// Ends what the parser ends by itself before such an element.
    fn close_before(&mut self, tag: Name) {
        let [li, dd, dt, tr, td, th, a, p, option, button] =
            names!(b"li" b"dd" b"dt" b"tr" b"td" b"th" b"a" b"p" b"option" b"button");
        if NEVER_FOREIGN.contains(&tag) {
            self.close_foreign();
        }
        if tag == li {
            self.close_item(&[li]);
        } else if tag == dd || tag == dt {
            self.close_item(&[dd, dt]);
        } else if tag == td || tag == th {
            self.close_to(&names!(b"tr" b"tbody" b"thead" b"tfoot" b"table" b"template"));
        } else if tag == tr {
            self.close_to(&names!(b"tbody" b"thead" b"tfoot" b"table" b"template"));
        } else if PARTS_OF_TABLES.contains(&tag) {
            self.close_to(&names!(b"table" b"template"));
        } else if tag == a {
            self.close_formatting(a);
        } else if tag == option && self.open.last() == Some(&option) {
            self.open.pop();
        } else if tag == button {
            self.close_to_its_like(button);
        }
        if BLOCKS.contains(&tag) && self.open.last() == Some(&p) {
            self.open.pop();
        }
        if HEADINGS.contains(&tag) && self.open.last().is_some_and(|open| HEADINGS.contains(open)) {
            self.open.pop();
        }
    }

    /// Ends the drawing or formula that is open, as far as it holds no HTML.
    fn close_foreign(&mut self) {
        let is_html =
            |open: &Name| NEVER_FOREIGN.contains(open) || INTEGRATION_POINTS.contains(open);
        let mut outermost = None;
        for (at, open) in self.open.iter().enumerate().rev().take_while(|(_, open)| !is_html(open))
        {
            if names!(b"svg" b"math").contains(open) {
                outermost = Some(at);
            }
        }
        if let Some(at) = outermost {
            self.truncate(at);
        }
    }

    /// Ends the innermost of these, if nothing bars that.
    fn close_to_its_like(&mut self, tag: Name) {
        let found = self.open.iter().rposition(|open| *open == tag || BARRIERS.contains(open));
        if let Some(at) = found.filter(|&at| self.open.get(at) == Some(&tag)) {
            self.truncate(at);
        }
    }

    /// Ends the innermost of these if no block lies between.
    fn close_item(&mut self, items: &[Name]) {
        let passable = names!(b"address" b"div" b"p");
        let barrier = |open: &Name| {
            (BLOCKS.contains(open) || BARRIERS.contains(open)) && !passable.contains(open)
        };
        let found = self.open.iter().rposition(|open| items.contains(open) || barrier(open));
        if let Some(at) = found.filter(|&at| self.open.get(at).is_some_and(|n| items.contains(n))) {
            self.truncate(at);
        }
    }

    /// Ends all down to the innermost of these.
    fn close_to(&mut self, outer: &[Name]) {
        if let Some(at) = self.open.iter().rposition(|open| outer.contains(open)) {
            self.truncate(at + 1);
        }
    }

    fn close_formatting(&mut self, tag: Name) {
        let found = self.open.iter().rposition(|open| *open == tag || BARRIERS.contains(open));
        if let Some(at) = found.filter(|&at| self.open.get(at) == Some(&tag)) {
            self.open.remove(at);
            self.formatting = self.formatting.saturating_sub(1);
        }
    }

    fn end(&mut self, tag: Name, span: Range<usize>) {
        if self.left_out.last() == Some(&tag) {
            self.left_out.pop();
            self.cut.push(span);
            return;
        }
        if FORMATTING.contains(&tag) {
            self.close_formatting(tag);
            return;
        }
        let tables = names!(b"table" b"template");
        let barriers: &[Name] = match tag {
            _ if tables.contains(&tag) || PARTS_OF_TABLES.contains(&tag) => &tables,
            _ => &BARRIERS,
        };
        let is_known = BLOCKS.contains(&tag) || BARRIERS.contains(&tag) || tables.contains(&tag);
        let stops = |open: &Name| barriers.contains(open) || !is_known && BLOCKS.contains(open);
        let found = self.open.iter().rposition(|open| *open == tag || stops(open));
        if let Some(at) = found.filter(|&at| self.open.get(at) == Some(&tag)) {
            self.truncate(at);
        }
    }

    fn truncate(&mut self, length: usize) {
        let closed = self.open.drain(length.min(self.open.len())..);
        let formatting = closed.filter(|name| FORMATTING.contains(name)).count();
        self.formatting = self.formatting.saturating_sub(formatting);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_honest_page_stays_as_it_is() {
        let item = "<li class=c><div><p>one<p>two <b>three</b><br><a href=x>y</a></div>";
        let row = "<tr><td>a<td><span>b</span><table><tr><td>c</table>";
        let svg =
            "<svg viewBox='0 0 1 1'><path d=''/><g/></svg><input><script id=a>'<div>'</script>";
        let page = [
            "<!DOCTYPE html><html><head><title>t</title><meta charset=utf-8><body>".to_owned(),
            format!("<ul>{}</ul>", item.repeat(5_000)),
            format!("<table>{}</table>", row.repeat(5_000)),
            svg.repeat(5_000),
            "<x-y><div></div></x-y><p>a<div>b</div>".repeat(5_000),
        ];
        let page = page.concat();
        assert_eq!(bounded(&page).page, page);
    }

    #[test]
    fn what_is_long_and_not_seen_is_left_out() {
        let long = "A".repeat(MAX_UNSEEN + 1);
        #[rustfmt::skip]
        let cases = [
            ("a picture",  format!("<p>a</p><img src='{long}' alt=b><p>c"),          "<p>a</p><img src='' alt=b><p>c"),
            ("long data",  format!("<script id=a>{long}</script>c"),                 "<script id=a></script>c"),
            ("a program",  "<script>a<b></script>c".to_owned(),                      "<script></script>c"),
            ("one that says so", "<script type='Text/JavaScript'>a</script>c".to_owned(), "<script type='Text/JavaScript'></script>c"),
            ("a style",    "<style media=all>a</style>c".to_owned(),                 "<style media=all></style>c"),
            ("a tag that is left out too", format!("{}<p title='{long}'>c", "<div>".repeat(MAX_OPEN)), &("<div>".repeat(MAX_OPEN) + "c")),
        ];
        for (why, page, expected) in cases {
            assert_eq!(bounded(&page).page, expected, "{why}");
        }
        let seen = [
            format!("<script></script>{long}<p>{long}</p><textarea>{long}</textarea>"),
            "<script type=application/ld+json>{}</script><script type=math/tex>a</script>"
                .to_owned(),
            "<svg><style><p>words</style></svg>".to_owned(),
        ];
        for page in seen {
            assert_eq!(bounded(&page).page, page);
        }
    }

    #[test]
    fn what_would_cost_too_much_is_left_out() {
        let words = |page: &str| page.chars().filter(char::is_ascii_uppercase).count();
        let many = 50_000;
        let cases = [
            ("nested", "<div>A".repeat(many)),
            ("nested and closed", format!("{}{}", "<div>A".repeat(many), "</div>".repeat(many))),
            ("unknown elements", "<x-y>A".repeat(many)),
            (
                "the page again",
                (0..many).fold(String::new(), |page, n| page + &format!("<body a{n}=b>A")),
            ),
            ("forms", "<form>A".repeat(many)),
            ("headings", "<h1>A<h2>".repeat(many)),
            ("buttons", "<button>A".repeat(many)),
            ("drawings", "<svg><g>A".repeat(many)),
            ("drawings with words in them", "<svg><g>A<p>A".repeat(many)),
            ("HTML in drawings", "<svg><foreignobject><div>A".repeat(many)),
            ("formulas", "<math><mi><mrow>A<p>".repeat(many)),
            ("barred from closing", "<div><table><td></div>A".repeat(many)),
            ("formatting", "<b>A<p>".repeat(many)),
            ("formatting of many kinds", "<font a=1>A<i><em><p>".repeat(many)),
            (
                "attributes",
                format!(
                    "<p {}>A",
                    (0..many).map(|n| format!("a{n}=b")).collect::<Vec<_>>().join(" ")
                ),
            ),
        ];
        for (why, page) in cases {
            let bounded = bounded(&page).page;
            assert_eq!(words(&bounded), words(&page), "{why}");
            let tree = dom_query::Document::from(bounded.as_ref());
            let (mut nodes, mut depth, mut deepest) = (0, 0_usize, 0);
            let mut next = tree.root().first_child();
            while let Some(node) = next {
                nodes += 1 + node.attrs().len();
                deepest = deepest.max(depth);
                next = node.first_child().inspect(|_| depth += 1);
                let mut up = node;
                while next.is_none() {
                    next = up.next_sibling();
                    let Some(parent) = up.parent().filter(|_| next.is_none()) else { break };
                    depth = depth.saturating_sub(1);
                    up = parent;
                }
            }
            // The parser puts in rows that a table lacks.
            assert!(deepest <= 2 * MAX_OPEN, "{why}: {deepest} deep");
            assert!(nodes < (MAX_FORMATTING + 4) * page.len() / 4, "{why}: {nodes} nodes");
        }
    }
}
