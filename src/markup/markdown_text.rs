//! Running text to Markdown.
//!
//! Words matter more than marks here. Where Markdown could take a sign for something else (stars
//! between letters, marks that end where others start), the mark is left out, so that what is
//! written reads as the same words to every parser. What Markdown has no sign for is left out too.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

use crate::model::{Mark, MarkKind, RichText};

/// Where a text is to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// On lines of its own.
    Paragraph,
    /// On one line.
    Line,
    /// In a cell of a table.
    Cell,
}

/// Writes running text. `notes` are the labels of the footnotes that will be there.
pub(super) fn write_text(out: &mut String, rich: &RichText, place: Place, notes: &HashSet<&str>) {
    Writer { out, place, notes: Some(notes), text: rich.text(), line_start: true, last: None }
        .rich(rich);
}

/// Writes words without marks, for a line of their own.
pub(super) fn write_line(out: &mut String, text: &str) {
    let place = Place::Line;
    Writer { out, place, notes: None, text, line_start: true, last: None }.words(0..text.len());
}

/// Writes an address between round brackets, with a title if that is not empty.
pub(super) fn write_address(out: &mut String, address: &str, title: &str, place: Place) {
    out.push('(');
    for c in address.chars() {
        match c {
            ' ' => out.push_str("%20"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '(' | ')' | '\\' | '`' | '&' => out.extend(['\\', c]),
            '|' if place == Place::Cell => out.push_str("\\|"),
            c => out.push(c),
        }
    }
    if !title.is_empty() {
        out.push_str(" \"");
        for c in title.chars() {
            match c {
                '\n' => out.push(' '),
                '"' | '\\' | '`' | '&' | '<' | '!' => out.extend(['\\', c]),
                c => out.push(c),
            }
        }
        out.push('"');
    }
    out.push(')');
}

struct Writer<'a> {
    out: &'a mut String,
    place: Place,
    notes: Option<&'a HashSet<&'a str>>,
    text: &'a str,
    /// Whether nothing stands on the line before what comes next.
    line_start: bool,
    /// What was written last, if it is the end of words and stands there as it is.
    last: Option<char>,
}

/// A range that is marked; it lies inside the one before it, or behind.
struct Span<'a> {
    range: Range<usize>,
    kind: &'a MarkKind,
}

impl Writer<'_> {
    fn rich(&mut self, rich: &RichText) {
        let mut open: Vec<Span<'_>> = Vec::new();
        let mut at = 0;
        for span in self.spans(rich) {
            at = self.close(&mut open, at, span.range.start);
            self.words(at..span.range.start);
            at = span.range.start;
            if self.leaf(&span) {
                at = span.range.end;
            } else {
                self.start(span.kind);
                open.push(span);
            }
        }
        at = self.close(&mut open, at, self.text.len());
        self.words(at..self.text.len());
    }

    /// Ends the spans that end until `until`, and the words in them; says where the next ones are.
    fn close(&mut self, open: &mut Vec<Span<'_>>, mut at: usize, until: usize) -> usize {
        while let Some(span) = open.pop_if(|span| span.range.end <= until) {
            self.words(at..span.range.end);
            at = span.range.end;
            self.end(span.kind);
        }
        at
    }

    /// The marks that can be written, one inside the other.
    fn spans<'a>(&self, rich: &'a RichText) -> Vec<Span<'a>> {
        let parts = |mark: &'a Mark| {
            let parts = self.parts(mark.range.clone(), &mark.kind).into_iter();
            parts.map(|part| Span { range: self.trimmed(part), kind: &mark.kind })
        };
        let mut wanted: Vec<Span<'a>> = rich.marks().iter().flat_map(parts).collect();
        wanted.sort_by_key(|span| (span.range.start, Reverse(span.range.end)));
        let mut spans: Vec<Span<'a>> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for Span { range, kind } in wanted {
            while open
                .pop_if(|at| spans.get(*at).is_some_and(|span| span.range.end <= range.start))
                .is_some()
            {}
            let around = open.last().and_then(|&at| spans.get(at));
            let end = around.map_or(range.end, |around| range.end.min(around.range.end));
            let range = self.trimmed(range.start..end);
            let fits = !around.is_some_and(|around| self.is_leaf(around))
                && !range.is_empty()
                && self.can_stand(&range, kind, around);
            if fits {
                open.push(spans.len());
                spans.push(Span { range, kind });
            }
        }
        spans
    }

    /// What a mark covers; of a spoiler, which cannot go over a line end, the lines.
    fn parts(&self, range: Range<usize>, kind: &MarkKind) -> Vec<Range<usize>> {
        if *kind != MarkKind::Spoiler {
            return vec![range];
        }
        let lines = self.text.get(range.clone()).unwrap_or_default().split('\n');
        let mut start = range.start;
        let part = |line: &str| {
            let from = start;
            start += line.len() + 1;
            from..from + line.len()
        };
        lines.map(part).collect()
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let part = self.text.get(range.clone()).unwrap_or_default();
        let start = range.end - part.trim_start().len();
        start..(range.start + part.trim_end().len()).max(start)
    }

    /// Whether signs around `range` can only be taken for what they are: a sign that starts has
    /// white space before it and none behind, or punctuation before and a letter behind ([the
    /// rules](https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run) allow more).
    fn can_stand(&self, range: &Range<usize>, kind: &MarkKind, around: Option<&Span<'_>>) -> bool {
        if *kind == MarkKind::Code {
            // Inside code these cannot be escaped.
            let text = self.text.get(range.clone()).unwrap_or_default();
            return !text.contains(">!") && !text.contains("!<");
        }
        if delimiter(kind).is_none() {
            return !matches!(kind, MarkKind::Superscript | MarkKind::Subscript | MarkKind::Small);
        }
        let outer = self.text.get(..range.start).and_then(|text| text.chars().next_back());
        let inner = self.text.get(range.start..).and_then(|text| text.chars().next());
        let around_at = |at: fn(&Range<usize>) -> usize| {
            around.is_some_and(|around| at(&around.range) == at(range))
        };
        let starts = is_border(outer, inner, around_at(|range| range.start));
        let outer = self.text.get(range.end..).and_then(|text| text.chars().next());
        let inner = self.text.get(..range.end).and_then(|text| text.chars().next_back());
        starts && is_border(outer, inner, around_at(|range| range.end))
    }

    fn is_leaf(&self, span: &Span<'_>) -> bool {
        match span.kind {
            MarkKind::Code | MarkKind::Image(_) | MarkKind::FootnoteRef(_) => true,
            MarkKind::Link(address) => {
                self.text.get(span.range.clone()) == Some(address) && is_plain_address(address)
            }
            _ => false,
        }
    }

    /// Writes what holds no marks. False if it may hold some.
    fn leaf(&mut self, span: &Span<'_>) -> bool {
        let text = self.text.get(span.range.clone()).unwrap_or_default();
        match span.kind {
            MarkKind::Code => self.code(text),
            MarkKind::Image(address) => {
                self.escape_last('>');
                if self.out.ends_with('>') && !self.out.ends_with("\\>") {
                    // The end of an address, and what would look like the start of a spoiler.
                    self.out.push(' ');
                }
                self.out.push_str("![");
                self.line_start = false;
                self.words(span.range.clone());
                self.out.push(']');
                write_address(self.out, address, "", self.place);
            }
            MarkKind::FootnoteRef(label) => {
                if text == label && self.notes.is_some_and(|notes| notes.contains(text)) {
                    self.before_bracket();
                    self.out.extend(["[^", text, "]"]);
                } else {
                    self.start(span.kind);
                    self.words(span.range.clone());
                    self.end(span.kind);
                }
            }
            MarkKind::Link(_) if self.is_leaf(span) => {
                self.out.extend(["<", text, ">"]);
            }
            _ => return false,
        }
        self.line_start = false;
        self.last = None;
        true
    }

    fn start(&mut self, kind: &MarkKind) {
        match kind {
            MarkKind::Link(_) | MarkKind::FootnoteRef(_) => {
                self.before_bracket();
                self.out.push('[');
            }
            MarkKind::Spoiler => self.out.push_str(">!"),
            kind => self.out.push_str(delimiter(kind).unwrap_or_default()),
        }
        self.last = None;
        self.line_start = false;
    }

    fn end(&mut self, kind: &MarkKind) {
        self.last = None;
        match kind {
            MarkKind::Link(address) => {
                self.out.push(']');
                write_address(self.out, address, "", self.place);
            }
            MarkKind::FootnoteRef(label) => {
                self.out.push(']');
                write_address(self.out, &format!("#fn-{label}"), "", self.place);
            }
            MarkKind::Spoiler => self.out.push_str("!<"),
            kind => self.out.push_str(delimiter(kind).unwrap_or_default()),
        }
    }

    /// A `!` before a bracket would make an image of it.
    fn before_bracket(&mut self) {
        self.escape_last('!');
    }

    /// Escapes what was written last, if it is `sign`, and what follows makes it one.
    fn escape_last(&mut self, sign: char) {
        if self.last.take() == Some(sign) && self.out.pop().is_some() {
            self.out.extend(['\\', sign]);
        }
    }

    /// Writes code between more backticks than stand in it.
    fn code(&mut self, text: &str) {
        let fence = "`".repeat(longest_run(text, '`') + 1);
        let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        self.out.extend([fence.as_str(), pad]);
        for c in text.chars() {
            match c {
                '\n' => self.out.push(' '),
                '|' if self.place == Place::Cell => self.out.push_str("\\|"),
                c => self.out.push(c),
            }
        }
        self.out.extend([pad, fence.as_str()]);
    }

    /// Writes words so that nothing in them is a sign.
    fn words(&mut self, range: Range<usize>) {
        let mut before = self.text.get(..range.start).and_then(|text| text.chars().next_back());
        let behind = self.text.get(range.end..).and_then(|text| text.chars().next());
        let words = self.text.get(range).unwrap_or_default();
        let mut chars = words.char_indices().peekable();
        let mut number_end = None;
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|&(_, c)| c).or(behind);
            if c == '\n' {
                let paragraph = self.place == Place::Paragraph;
                self.out.push_str(if paragraph { "\\\n" } else { " " });
                self.line_start = paragraph;
                self.last = None;
            } else {
                if self.line_start {
                    number_end = number(words.get(at..).unwrap_or_default()).map(|end| at + end);
                }
                let is_sign = self.is_sign(c, before, next) || number_end == Some(at);
                if is_sign {
                    self.out.push('\\');
                }
                self.out.push(c);
                self.last = Some(c).filter(|_| !is_sign);
                self.line_start = false;
            }
            before = Some(c);
        }
    }

    fn is_sign(&self, c: char, before: Option<char>, next: Option<char>) -> bool {
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            '_' => !(is_word(before) && is_word(next)),
            '&' => is_word(next) || next == Some('#'),
            '!' => self.out.ends_with('>'),
            '|' => self.place == Place::Cell || self.line_start,
            '#' if self.place == Place::Line => !is_word(before),
            '(' => self.out.ends_with(']'),
            ':' => self.line_start || self.out.ends_with(']'),
            '#' | '>' | '-' | '+' | '=' => self.line_start,
            _ => false,
        }
    }
}

/// Whether a sign can start (or end) between these; `shared` if another one stands there as well.
fn is_border(outer: Option<char>, inner: Option<char>, shared: bool) -> bool {
    let Some(inner) = inner else { return false };
    match outer {
        None => !inner.is_whitespace(),
        Some(outer) if outer.is_whitespace() => !inner.is_whitespace(),
        Some(outer) => outer.is_ascii_punctuation() && inner.is_alphanumeric() && !shared,
    }
}

fn delimiter(kind: &MarkKind) -> Option<&'static str> {
    match kind {
        MarkKind::Emphasis => Some("*"),
        MarkKind::Strong => Some("**"),
        MarkKind::Strike => Some("~~"),
        _ => None,
    }
}

/// Whether an address can be written between `<` and `>` as it is.
fn is_plain_address(address: &str) -> bool {
    let is_web = address.starts_with("http://") || address.starts_with("https://");
    is_web && !address.contains(|c: char| c.is_whitespace() || "<>&\\|`".contains(c))
}

/// Where the sign stands that would make `text` an item of a list.
fn number(text: &str) -> Option<usize> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).filter(|&digits| digits > 0)?;
    text.get(digits..)?.starts_with(['.', ')']).then_some(digits)
}

/// The length of the longest run of `sign` in `text`.
pub(super) fn longest_run(text: &str, sign: char) -> usize {
    text.split(|c| c != sign).map(str::len).max().unwrap_or(0)
}
