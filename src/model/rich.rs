//! Running text with emphasis, links and the like: a string and the ranges that are marked in it.
//!
//! Flat on purpose: searching, wrapping, quoting and anchoring work on the string and its byte
//! offsets, and no depth of nesting in a source can become a depth of recursion here.

use std::ops::Range;

use crate::text::clean;

/// Text with marks. `\n` in it is a line break that the author wanted.
///
/// The text has been cleaned ([`clean`]). Marks have ranges inside the text that are not empty, lie
/// on character borders, and are sorted: by start, the longer first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RichText {
    text: String,
    marks: Vec<Mark>,
}

/// A range of text that means something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Byte offsets in the text.
    pub range: Range<usize>,
    /// What it means.
    pub kind: MarkKind,
}

/// What a mark means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// A link; the address as the source gives it, cleaned.
    Link(String),
    /// A reference to the footnote of this label.
    FootnoteRef(String),
    /// An image in the running text: its address; the marked text is its description.
    Image(String),
    /// Stressed.
    Emphasis,
    /// Important.
    Strong,
    /// Struck out.
    Strike,
    /// Raised.
    Superscript,
    /// Lowered.
    Subscript,
    /// Hidden until asked for.
    Spoiler,
    /// Small print: what stands aside from what is said.
    Small,
    /// Code.
    Code,
}

impl RichText {
    /// Text without marks, cleaned.
    #[must_use]
    pub fn plain(text: &str) -> RichText {
        RichText { text: clean(text).into_owned(), marks: Vec::new() }
    }

    /// The text without its marks.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The marks, sorted by start, the longer first.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The length of the text in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Appends text, cleaned.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(&clean(text));
    }

    /// Marks what was appended since the text was `start` bytes long; nothing if that is empty.
    ///
    /// Marks may be added in any order.
    pub fn mark_from(&mut self, start: usize, kind: MarkKind) {
        if start < self.text.len() && self.text.is_char_boundary(start) {
            self.marks.push(Mark { range: start..self.text.len(), kind });
        }
    }

    /// Takes white space from both ends, moves the marks along, and sorts them.
    ///
    /// To be called when a text is complete.
    #[must_use]
    pub fn finish(mut self) -> RichText {
        let cut = self.text.len() - self.text.trim_start_matches([' ', '\n', '\t']).len();
        let end = self.text.trim_end_matches([' ', '\n', '\t']).len().max(cut);
        self.text.truncate(end);
        self.text.drain(..cut);
        for mark in &mut self.marks {
            let clamp = |at: usize| at.clamp(cut, end) - cut;
            mark.range = clamp(mark.range.start)..clamp(mark.range.end);
        }
        self.marks.retain(|mark| !mark.range.is_empty());
        self.marks.sort_by(|a, b| {
            (a.range.start, b.range.end, &a.kind).cmp(&(b.range.start, a.range.end, &b.kind))
        });
        self.marks.dedup();
        self
    }

    /// The text cut wherever a mark starts or ends, each piece with the marks that cover it.
    ///
    /// Costs O(marks) for each piece in the worst case, that is when marks overlap everywhere.
    pub fn segments(&self) -> impl Iterator<Item = (Range<usize>, Vec<&MarkKind>)> {
        let mut open: Vec<&Mark> = Vec::new();
        let mut next = 0;
        let mut at = 0;
        std::iter::from_fn(move || {
            if at >= self.text.len() {
                return None;
            }
            open.retain(|mark| mark.range.end > at);
            while let Some(mark) = self.marks.get(next).filter(|mark| mark.range.start <= at) {
                if mark.range.end > at {
                    open.push(mark);
                }
                next += 1;
            }
            let upcoming = self.marks.get(next).map_or(self.text.len(), |mark| mark.range.start);
            let end = open.iter().map(|mark| mark.range.end).fold(upcoming, usize::min);
            let piece = at..end;
            at = end;
            Some((piece, open.iter().map(|mark| &mark.kind).collect()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_cover_the_text_once_with_every_mark() {
        let mut rich = RichText::plain(" ab");
        rich.push("cd");
        rich.mark_from(3, MarkKind::Strong);
        rich.push("ef ");
        rich.mark_from(2, MarkKind::Emphasis);
        let rich = rich.finish();
        assert_eq!(rich.text(), "abcdef");
        let seen: Vec<_> =
            rich.segments().map(|(r, k)| (rich.text().get(r).unwrap(), k.len())).collect();
        assert_eq!(seen, [("a", 0), ("b", 1), ("cd", 2), ("ef", 1)]);
    }

    #[test]
    fn what_is_pushed_is_clean() {
        let mut rich = RichText::plain("a\u{1B}[31m");
        rich.push("\u{202E}b");
        assert_eq!(rich.text(), "ab");
    }
}
