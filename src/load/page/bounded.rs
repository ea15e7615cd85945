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

mod names;
mod tokens;

use std::borrow::Cow;
use std::ops::Range;

use names::{
    BARS, FORMATS, HOLDS_PARTS, INTEGRATES, IS_BLOCK, IS_FOREIGN, IS_HEADING, IS_NEVER_FOREIGN,
    IS_ONCE, IS_PART, IS_RAW, IS_VOID, Name, Tag, name, names,
};

use crate::limits::{MAX_OPEN, MAX_UNSEEN};

/// How many formatting elements may be open: each paragraph opens all of them again.
const MAX_FORMATTING: usize = 8;
/// How many attributes a tag may have.
const MAX_ATTRIBUTES: usize = 100;

/// The type of a script that is a program, where it says one.
const PROGRAM: &[u8] = b"text/javascript";

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
    let Bounder { cut, is_too_deep, .. } = tokens::read(page);
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

/// Hears of each tag and text of a page, in order.
#[derive(Default)]
struct Bounder {
    open: Vec<Tag>,
    formatting: usize,
    /// Elements that were left out and not ended yet.
    left_out: Vec<Name>,
    /// The start tag that is being read.
    tag: (Tag, usize),
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
    /// Hears that a start tag begins.
    fn open_tag(&mut self, name: Name, start: usize) {
        self.tag = (Tag::of(name), start);
        self.attributes = 0;
        self.surplus = None;
        self.may_be_data = false;
    }

    /// Hears that the tag has an attribute.
    fn attribute(&mut self, name: Name, start: usize) {
        let [kind] = names!(b"type");
        self.attributes += 1;
        self.is_type = name == kind;
        self.may_be_data |= !self.is_type;
        if self.attributes > MAX_ATTRIBUTES && self.surplus.is_none() {
            self.surplus = Some(start);
        }
    }

    /// Hears the value of the attribute, each piece of it as far as it is as long as [`PROGRAM`], if the
    /// attribute is the type; an empty one is not told of.
    ///
    /// A picture written out in the page is not read, nor are styles and programs, which are half of
    /// many a page.
    fn value(&mut self, value: &[u8], span: Range<usize>) {
        self.may_be_data |= self.is_type && !value.eq_ignore_ascii_case(PROGRAM);
        if span.len() > MAX_UNSEEN && self.surplus.is_none() {
            self.cut.push(span);
        }
    }

    /// Hears of a text.
    fn text(&mut self, span: Range<usize>) {
        if self.is_unseen(span.len()) {
            self.cut.push(span);
        }
    }

    /// Hears that the start tag ends.
    fn start(&mut self, self_closing: bool, end: usize) {
        let (tag, start) = self.tag;
        if tag.is(IS_ONCE) {
            // A second tag adds its attributes to the first, which is looked through for each.
            self.of_page += self.attributes;
            if self.of_page > 2 * MAX_ATTRIBUTES {
                self.leave_out(start..end);
                return;
            }
        }
        if tag.is(IS_VOID | IS_RAW | IS_ONCE) {
            self.shorten(end);
            return;
        }
        if tag.is_one_of(&names!(b"form")) && self.open.contains(&tag) {
            // The parser opens no form in a form.
            self.shorten(end);
            return;
        }
        self.close_before(tag);
        if self_closing && (tag.is(IS_FOREIGN) || self.is_foreign()) {
            self.shorten(end);
            return;
        }
        let formats = tag.is(FORMATS);
        if self.open.len() >= MAX_OPEN || formats && self.formatting >= MAX_FORMATTING {
            self.left_out.push(tag.name);
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
        let tag = self.tag.0.name;
        (tag == script || tag == style)
            && (length > MAX_UNSEEN || !(tag == script && self.may_be_data || self.is_foreign()))
    }

    /// Whether a drawing or a formula is open.
    fn is_foreign(&self) -> bool {
        self.open.iter().any(|open| open.is(IS_FOREIGN))
    }

    /// Leaves out the attributes that are too many, up to the end of their tag.
    fn shorten(&mut self, end: usize) {
        if let Some(from) = self.surplus.take() {
            self.cut.push(from..end.saturating_sub(1));
        }
    }

    /// Ends what the parser ends by itself before such an element.
    fn close_before(&mut self, tag: Tag) {
        let [li, dd, dt, tr, td, th, a, p, option, button] =
            names!(b"li" b"dd" b"dt" b"tr" b"td" b"th" b"a" b"p" b"option" b"button");
        if tag.is(IS_NEVER_FOREIGN) {
            self.close_foreign();
        }
        let last = |open: &[Tag]| open.last().copied().unwrap_or_default();
        if tag.name == li {
            self.close_item(&[li]);
        } else if tag.name == dd || tag.name == dt {
            self.close_item(&[dd, dt]);
        } else if tag.name == td || tag.name == th {
            self.close_to(&names!(b"tr" b"tbody" b"thead" b"tfoot" b"table" b"template"));
        } else if tag.name == tr {
            self.close_to(&names!(b"tbody" b"thead" b"tfoot" b"table" b"template"));
        } else if tag.is(IS_PART) {
            self.close_to(&names!(b"table" b"template"));
        } else if tag.name == a {
            self.close_formatting(tag);
        } else if tag.name == option && last(&self.open).name == option {
            self.open.pop();
        } else if tag.name == button {
            self.close_to_its_like(tag);
        }
        if tag.is(IS_BLOCK) && last(&self.open).name == p {
            self.open.pop();
        }
        if tag.is(IS_HEADING) && last(&self.open).is(IS_HEADING) {
            self.open.pop();
        }
    }

    /// Ends the drawing or formula that is open, as far as it holds no HTML.
    fn close_foreign(&mut self) {
        let is_html = |open: &Tag| open.is(IS_NEVER_FOREIGN | INTEGRATES);
        let mut outermost = None;
        for (at, open) in self.open.iter().enumerate().rev().take_while(|(_, open)| !is_html(open))
        {
            if open.is(IS_FOREIGN) {
                outermost = Some(at);
            }
        }
        if let Some(at) = outermost {
            self.truncate(at);
        }
    }

    /// The place of the innermost of these, if nothing bars the way to it.
    fn find(&self, tag: Tag, bars: impl Fn(&Tag) -> bool) -> Option<usize> {
        let found = self.open.iter().rposition(|open| *open == tag || bars(open));
        found.filter(|&at| self.open.get(at) == Some(&tag))
    }

    /// Ends the innermost of these, if nothing bars that.
    fn close_to_its_like(&mut self, tag: Tag) {
        if let Some(at) = self.find(tag, |open| open.is(BARS)) {
            self.truncate(at);
        }
    }

    /// Ends the innermost of these if no block lies between.
    fn close_item(&mut self, items: &[Name]) {
        let passable = names!(b"address" b"div" b"p");
        let barrier = |open: &Tag| open.is(IS_BLOCK | BARS) && !open.is_one_of(&passable);
        let found = self.open.iter().rposition(|open| open.is_one_of(items) || barrier(open));
        if let Some(at) = found.filter(|&at| self.open.get(at).is_some_and(|n| n.is_one_of(items)))
        {
            self.truncate(at);
        }
    }

    /// Ends all down to the innermost of these.
    fn close_to(&mut self, outer: &[Name]) {
        if let Some(at) = self.open.iter().rposition(|open| open.is_one_of(outer)) {
            self.truncate(at + 1);
        }
    }

    fn close_formatting(&mut self, tag: Tag) {
        if let Some(at) = self.find(tag, |open| open.is(BARS)) {
            self.open.remove(at);
            self.formatting = self.formatting.saturating_sub(1);
        }
    }

    /// Hears of an end tag.
    fn end(&mut self, name: Name, span: Range<usize>) {
        self.tag.0 = Tag::default();
        if self.left_out.last() == Some(&name) {
            self.left_out.pop();
            self.cut.push(span);
            return;
        }
        let tag = Tag::of(name);
        if tag.is(FORMATS) {
            self.close_formatting(tag);
            return;
        }
        let mut bars = if tag.is(HOLDS_PARTS | IS_PART) { HOLDS_PARTS } else { BARS };
        if !tag.is(IS_BLOCK | BARS | HOLDS_PARTS) {
            bars |= IS_BLOCK;
        }
        if let Some(at) = self.find(tag, |open| open.is(bars)) {
            self.truncate(at);
        }
    }

    fn truncate(&mut self, length: usize) {
        let closed = self.open.drain(length.min(self.open.len())..);
        let formatting = closed.filter(|tag| tag.is(FORMATS)).count();
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
