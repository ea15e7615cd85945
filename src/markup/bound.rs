//! Stands before the HTML parser and keeps from it what would cost it more than its length.
//!
//! A conforming parser looks through its stack of open elements at almost every tag, compares each
//! attribute of a tag with all before it, and opens formatting elements again in every paragraph:
//! 100,000 nested `<div>`s, 100,000 attributes or 10,000 unclosed `<b>` take minutes. So the source
//! is tokenised here, in one pass, and written out again with the known elements and attributes
//! alone, in pieces in which no more than [`MAX_OPEN`] elements can be open. Each piece is parsed
//! by itself. An honest text is one piece; in others, nesting is lost where it is cut, never words.
//!
//! What a tag is follows [the HTML standard, §13.2.5], down to comments that end oddly. Where the
//! standard loses the rest of a text (a tag that never ends), it is words here.
//!
//! Nothing here knows which element may stand in which: that is the parser's.
//!
//! [the HTML standard, §13.2.5]: https://html.spec.whatwg.org/multipage/parsing.html#tokenization

use super::elements::{Role, is_formatting, is_void, language_of_class, role};
use crate::model::MAX_NESTING;

/// How many elements may be open in a piece.
///
/// The parser's work for a tag grows with this; no text that means something nests so deep.
pub(super) const MAX_OPEN: usize = 512;

/// A piece this long ends as soon as nothing is open in it, so that no tree becomes large.
const ENOUGH: usize = 1 << 20;

/// A piece this long ends wherever it is.
const MAX_PIECE: usize = 16 * ENOUGH;

/// How often a tag that never ends is looked for to the end of the source.
const MAX_UNENDING: usize = 16;

/// Attributes that mean something to a reader of text.
const ATTRIBUTES: [&str; 19] = [
    "align",
    "alt",
    "class",
    "colspan",
    "data-lang",
    "data-language",
    "data-src",
    "data-lazy-src",
    "data-original",
    "href",
    "id",
    "lang",
    "name",
    "open",
    "role",
    "src",
    "start",
    "style",
    "value",
];

/// Hands the pieces of `html` to `visit`, in order, and whether elements are open at the end.
pub(super) fn pieces(html: &str, visit: &mut dyn FnMut(String, bool)) {
    let mut bounder = Bounder { rest: html, ..Bounder::default() };
    bounder.out.reserve(html.len().min(2 * ENOUGH));
    while bounder.step() {
        let open = bounder.open.len() + bounder.doubt;
        let length = bounder.out.len();
        if open >= MAX_OPEN || (open == 0 && length >= ENOUGH) || length >= MAX_PIECE {
            visit(bounder.cut(), open > 0);
        }
    }
    if !bounder.out.is_empty() {
        visit(bounder.out, false);
    }
}

#[derive(Default)]
struct Bounder<'a> {
    rest: &'a str,
    out: String,
    /// The elements that the parser can have open. It may have closed some on its own.
    open: Vec<&'a str>,
    /// How many elements may be open still although they were taken from `open`.
    doubt: usize,
    unending: usize,
}

/// A tag as it stands in the source.
struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
    is_end: bool,
    is_empty: bool,
}

impl<'a> Bounder<'a> {
    /// Copies text up to a tag, and handles that. False at the end.
    fn step(&mut self) -> bool {
        let Some(at) = self.rest.find('<') else {
            self.out.push_str(self.rest);
            self.rest = "";
            return false;
        };
        let (text, markup) = self.rest.split_at(at);
        self.out.push_str(text);
        self.rest = markup;
        if let Some(length) = comment(markup) {
            // In a table, blanks behind a comment are not of the text before it.
            if self.open.contains(&"table") && !markup.starts_with("</>") {
                self.out.push_str("<!---->");
            }
            self.rest = markup.get(length..).unwrap_or_default();
        } else if let Some((tag, length)) = self.tag(markup) {
            self.rest = markup.get(length..).unwrap_or_default();
            let name = tag.name.to_ascii_lowercase();
            if tag.is_end { self.end(&name) } else { self.start(&name, &tag) }
        } else {
            self.out.push_str("&lt;");
            self.rest = markup.get(1..).unwrap_or_default();
        }
        true
    }

    /// The tag at the start of `markup`, and its length.
    fn tag(&mut self, markup: &'a str) -> Option<(Tag<'a>, usize)> {
        let inner = markup.get(1..)?;
        let is_end = inner.starts_with('/');
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) || self.unending >= MAX_UNENDING {
            return None;
        }
        let name_end = inner.find(|c: char| is_space(c) || matches!(c, '/' | '>'));
        let (name, after) = inner.split_at(name_end.unwrap_or(inner.len()));
        let Some((length, is_empty)) = tag_end(after) else {
            self.unending += 1;
            return None;
        };
        let attributes = after.get(..length).unwrap_or_default();
        let used = markup.len() - after.len() + length + 1;
        Some((Tag { name, attributes, is_end, is_empty }, used))
    }

    fn start(&mut self, name: &str, tag: &Tag<'a>) {
        let Some(role) = role(name) else { return };
        if role == Role::Raw {
            let in_svg = self.open.iter().any(|open| open.eq_ignore_ascii_case("svg"));
            if !(tag.is_empty && in_svg) {
                self.skip_raw(name);
            }
            return;
        }
        while self.open.last().is_some_and(|open| ends_before(open, name, &role)) {
            self.open.pop();
        }
        let attributes = Attributes::of(tag.attributes);
        if is_formatting(name) {
            // The language of code goes into an element of its own, as it may not stand here.
            let mut classes = attributes.filter(|(name, _)| name.eq_ignore_ascii_case("class"));
            let language = classes.next().and_then(|(_, classes)| language_of_class(classes));
            if let Some(language) = language.filter(|_| name == "code") {
                self.out.push_str("<span class=\"language-");
                self.out.push_str(&language.replace('"', "&quot;"));
                self.out.push_str("\"></span>");
            }
            self.write_start(name, Attributes::of(""));
        } else {
            self.write_start(name, attributes);
        }
        if role == Role::Pre && !self.rest.starts_with(['\n', '\r']) {
            // The parser drops a line end right behind the tag. What stands between the tag and
            // one further on is dropped here, so that one would come to stand there.
            self.out.push('\n');
        }
        let closes_itself = tag.is_empty && matches!(name, "svg" | "annotation" | "annotation-xml");
        if closes_itself {
            self.write_end(name);
        } else if !is_void(&role) {
            self.open.push(tag.name);
        }
    }

    fn write_start(&mut self, name: &str, attributes: Attributes<'a>) {
        self.out.push('<');
        self.out.push_str(name);
        let mut seen = [false; ATTRIBUTES.len()];
        for (name, value) in attributes {
            let Some(at) = ATTRIBUTES.iter().position(|known| name.eq_ignore_ascii_case(known))
            else {
                continue;
            };
            if seen.get_mut(at).is_some_and(|seen| !std::mem::replace(seen, true)) {
                self.out.push(' ');
                self.out.push_str(ATTRIBUTES.get(at).unwrap_or(&""));
                self.out.push_str("=\"");
                self.out.push_str(&value.replace('"', "&quot;"));
                self.out.push('"');
            }
        }
        self.out.push('>');
    }

    /// Writes an end tag. The parser closes for certain what is innermost; if something lies in
    /// between, it may leave that open.
    fn end(&mut self, name: &str) {
        if role(name).is_none_or(|role| role == Role::Raw) {
            return;
        }
        self.write_end(name);
        if let Some(at) = self.open.iter().rposition(|open| open.eq_ignore_ascii_case(name)) {
            let above = self.open.len() - at - 1;
            self.doubt += if above > 0 { above + 1 } else { 0 };
            self.open.truncate(at);
        }
    }

    fn write_end(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// Leaves out the content of an element that holds no markup, up to its end tag.
    fn skip_raw(&mut self, name: &str) {
        let mut from = 0;
        while let Some(found) = self.rest.get(from..).and_then(|rest| rest.find("</")) {
            let at = from + found + 2;
            let end = at + name.len();
            let named = self.rest.get(at..end).is_some_and(|n| n.eq_ignore_ascii_case(name));
            let after = self.rest.get(end..).unwrap_or_default();
            let ends = |c: char| is_space(c) || matches!(c, '/' | '>');
            if named && after.starts_with(ends) {
                let skipped = tag_end(after).map_or(after.len(), |(length, _)| length + 1);
                self.rest = after.get(skipped..).unwrap_or_default();
                return;
            }
            from = at;
        }
        self.rest = "";
    }

    /// The piece so far. The next one starts in the same quotes, lists and code, as far as they
    /// count at all.
    fn cut(&mut self) -> String {
        let piece = std::mem::take(&mut self.out);
        let outer = ["blockquote", "ol", "ul", "li", "pre"];
        self.open.retain(|name| outer.iter().any(|outer| name.eq_ignore_ascii_case(outer)));
        self.open.truncate(2 * MAX_NESTING);
        self.doubt = 0;
        for name in &self.open {
            self.out.push('<');
            self.out.push_str(name);
            self.out.push('>');
        }
        piece
    }
}

/// Whether the parser closes the innermost element `open` before it starts `name`.
fn ends_before(open: &str, name: &str, role: &Role) -> bool {
    match open.to_ascii_lowercase().as_str() {
        "p" => {
            matches!(
                role,
                Role::Block
                    | Role::Paragraph
                    | Role::Heading(_)
                    | Role::Quote
                    | Role::List { .. }
                    | Role::Item
                    | Role::Term
                    | Role::Description
                    | Role::Pre
                    | Role::Figure
                    | Role::FigureCaption
                    | Role::Aside
                    | Role::Details
                    | Role::Summary
                    | Role::Rule
            ) && !matches!(name, "legend" | "form" | "search")
        }
        "li" => name == "li",
        "dt" | "dd" => matches!(name, "dt" | "dd"),
        "td" | "th" => matches!(role, Role::Cell { .. } | Role::Row | Role::Rows { .. }),
        "tr" => matches!(role, Role::Row | Role::Rows { .. }),
        "tbody" | "thead" | "tfoot" => matches!(role, Role::Rows { .. }),
        _ => false,
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}')
}

/// The length of what starts with `<` here and is neither tag nor text.
fn comment(markup: &str) -> Option<usize> {
    let length_to = |end: Option<usize>| end.map_or(markup.len(), |end| end + 1);
    if let Some(inner) = markup.strip_prefix("<!--") {
        if let Some(at) = [">", "->"].iter().position(|end| inner.starts_with(end)) {
            return Some(5 + at);
        }
        let mut from = 4;
        while let Some(found) = markup.get(from..).and_then(|rest| rest.find("--")) {
            from += found + 1;
            let after = markup.get(from + 1..).unwrap_or_default();
            if after.starts_with('>') || after.starts_with("!>") {
                return Some(length_to(markup.get(from..)?.find('>').map(|end| from + end)));
            }
        }
        return Some(markup.len());
    }
    let bogus = markup.starts_with("<!") || markup.starts_with("<?");
    let odd_end = markup
        .strip_prefix("</")
        .is_some_and(|inner| inner.starts_with(|c: char| !c.is_ascii_alphabetic()));
    (bogus || odd_end).then(|| length_to(markup.find('>')))
}

/// Where in the part of a tag behind its name the tag's `>` stands, and whether a `/` is before it.
fn tag_end(after_name: &str) -> Option<(usize, bool)> {
    let mut attributes = Attributes::of(after_name);
    while attributes.next().is_some() {}
    let length = after_name.len() - attributes.rest.len();
    attributes.rest.starts_with('>').then_some((length, attributes.slash))
}

/// The attributes of a tag, with their values as they stand. Stops at the tag's `>`, or at the end
/// of the source.
struct Attributes<'a> {
    rest: &'a str,
    /// Whether a `/` stands before what is to come.
    slash: bool,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let before = self.rest;
        self.rest = before.trim_start_matches(|c| is_space(c) || c == '/');
        let skipped = before.len() - self.rest.len();
        self.slash = before.get(..skipped).is_some_and(|skipped| skipped.ends_with('/'));
        if self.rest.is_empty() || self.rest.starts_with('>') {
            return None;
        }
        // An equals sign at the start is part of the name.
        let end = self.rest.char_indices().skip(1);
        let mut end = end.skip_while(|&(_, c)| !is_space(c) && !matches!(c, '/' | '>' | '='));
        let name = self.take(end.next().map(|(at, _)| at));
        let Some(value) = self.rest.trim_start_matches(is_space).strip_prefix('=') else {
            return Some((name, ""));
        };
        self.rest = value.trim_start_matches(is_space);
        for quote in ['"', '\''] {
            if let Some(quoted) = self.rest.strip_prefix(quote) {
                self.rest = quoted;
                let value = self.take(quoted.find(quote));
                self.rest = self.rest.strip_prefix(quote)?;
                return Some((name, value));
            }
        }
        let value = self.take(self.rest.find(|c| is_space(c) || c == '>'));
        Some((name, value))
    }
}

impl<'a> Attributes<'a> {
    fn of(part: &'a str) -> Attributes<'a> {
        Attributes { rest: part, slash: false }
    }

    fn take(&mut self, end: Option<usize>) -> &'a str {
        let (taken, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(html: &str) -> String {
        let mut out = String::new();
        pieces(html, &mut |piece, _| out.push_str(&piece));
        out
    }

    #[test]
    fn tags_are_written_plainly_and_nothing_else_is_a_tag() {
        #[rustfmt::skip]
        let cases = [
            // why                          source                                     what the parser gets
            ("names in any case",           "<P>a</P >",                               "<p>a</p>"),
            ("unknown names",               "<x-y z>a</x-y>",                          "a"),
            ("attributes that matter",      "<a href=/b onclick='c' ID=\"d\">",        "<a href=\"/b\" id=\"d\">"),
            ("the first of two",            "<a href=/b href=/c>",                     "<a href=\"/b\">"),
            ("none for formatting",         "<b id=c>",                                "<b>"),
            ("a language for code",         "<code class='a language-b'>",             "<span class=\"language-b\"></span><code>"),
            ("quotation marks in values",   "<a href='\"'>",                           "<a href=\"&quot;\">"),
            ("a sign in a value",           "<a href='>'>b",                           "<a href=\">\">b"),
            ("a value without quotes",      "<a href=b/c/>d",                          "<a href=\"b/c/\">d"),
            ("an equals sign for a name",   "<a =b href=c>",                           "<a href=\"c\">"),
            ("slashes between",             "<a/href=b/id=c>",                         "<a href=\"b/id=c\">"),
            ("a value that is missing",     "<a href=>b",                              "<a href=\"\">b"),
            ("comments",                    "a<!-- <b> --!>c<!-->d<!--->e<!--f--->g",   "acdeg"),
            ("what looks like one",         "a<!b>c<?d>e</>f</ g>h",                   "acefh"),
            ("a comment in a table",        "<table>a<!--b--> c</table>",               "<table>a<!----> c</table>"),
            ("an open comment",             "a<!-- b",                                 "a"),
            ("a script",                    "<script>'</scrip>'</SCRIPT x>a",          "a"),
            ("an open script",              "a<style>b",                               "a"),
            ("an empty svg",                "<svg a='b'/>c",                           "<svg></svg>c"),
            ("no tags",                     "1 < 2 <3 <",                              "1 &lt; 2 &lt;3 &lt;"),
            ("a tag that never ends",       "a <b c='d>e</b>",                         "a &lt;b c='d>e</b>"),
        ];
        for (why, html, expected) in cases {
            assert_eq!(whole(html), expected, "{why}");
        }
    }

    #[test]
    fn pieces_end_where_they_must() {
        let lengths = |html: &str| {
            let mut lengths = Vec::new();
            pieces(html, &mut |piece, is_cut| lengths.push((piece.len(), is_cut)));
            lengths
        };
        assert_eq!(lengths(&"<div>".repeat(MAX_OPEN + 1)), [(5 * MAX_OPEN, true), (5, false)]);
        let paragraphs = "<p>a</p>".repeat(ENOUGH / 8 + 1);
        assert_eq!(lengths(&paragraphs), [(ENOUGH, false), (8, false)], "balanced: nothing is cut");
        let line = format!("{}<br>", "a".repeat(1_020));
        let long = lengths(&format!("<div>{}", line.repeat(MAX_PIECE / 1_024 + 1)));
        assert!(long.len() == 2 && long.iter().all(|&(length, _)| length < MAX_PIECE + 1_024));
        let quotes = "<blockquote>".repeat(MAX_OPEN + 1);
        let (again, _) = lengths(&quotes)[1];
        assert_eq!(again, 12 * (2 * MAX_NESTING + 1), "the next piece starts in the same quotes");
    }
}
