//! Widths in terminal columns, and where lines may end.

use std::ops::Range;

use textwrap::WordSeparator;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The longest grapheme that is kept whole, in bytes: the longest emoji in use have 35.
///
/// Longer ones are handed out in pieces, so that nothing that works by graphemes meets a huge one.
const MAX_GRAPHEME: usize = 96;

/// The width of `text` in terminal columns: the sum of its graphemes, as the screen places them.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { graphemes(text).map(|(_, _, width)| width).sum() }
}

/// The graphemes of `text` with their byte offset and their width in columns.
///
/// One that is over 96 bytes long comes in pieces.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    text.grapheme_indices(true).flat_map(|(at, grapheme)| {
        let mut offset = at;
        let mut rest = grapheme;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let (piece, tail) = rest.split_at(rest.floor_char_boundary(MAX_GRAPHEME));
            let item = (offset, piece, piece.width());
            offset += piece.len();
            rest = tail;
            Some(item)
        })
    })
}

/// The longest beginning of `text` that fits in `columns`; never cuts a grapheme.
#[must_use]
pub fn clip(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, _, width) in graphemes(text) {
        used += width;
        if used > columns {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// The lines that `text` takes at `measure` columns, greedily filled.
///
/// Breaks where [UAX #14] allows it, at every `\n`, and inside a word only when it alone is wider
/// than the measure. A line's range leaves out the white space at its end. At least one line, and
/// at least one grapheme to a line, whatever the measure.
///
/// [UAX #14]: https://www.unicode.org/reports/tr14/
#[must_use]
pub fn line_breaks(text: &str, measure: usize) -> LineBreaks<'_> {
    LineBreaks { text, measure: measure.max(1), paragraph: 0, pending: Vec::new().into_iter() }
}

/// Iterator of [`line_breaks`].
#[derive(Debug)]
pub struct LineBreaks<'a> {
    text: &'a str,
    measure: usize,
    /// Where the part behind the next `\n` starts; past the text when all is handed out.
    paragraph: usize,
    pending: std::vec::IntoIter<Range<usize>>,
}

impl Iterator for LineBreaks<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        if let Some(line) = self.pending.next() {
            return Some(line);
        }
        let rest = self.text.get(self.paragraph..)?;
        let length = rest.find('\n').unwrap_or(rest.len());
        let lines = fill(rest.get(..length).unwrap_or_default(), self.paragraph, self.measure);
        self.paragraph += length + 1;
        self.pending = lines.into_iter();
        self.pending.next()
    }
}

/// Fills lines with the words of one paragraph, which starts at byte `base`.
fn fill(paragraph: &str, base: usize, measure: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut end, mut used, mut at) = (0, 0, 0, 0);
    let mut is_blank = true;
    for word in WordSeparator::UnicodeBreakProperties.find_words(paragraph) {
        let length = word.word.len();
        let columns = width(word.word);
        if used + columns > measure || columns > measure {
            if !is_blank {
                lines.push(base + start..base + end);
            }
            (start, used, is_blank) = (at, 0, true);
        }
        if columns > measure {
            for (offset, _, width) in graphemes(word.word) {
                if used > 0 && used + width > measure {
                    lines.push(base + start..base + at + offset);
                    (start, used) = (at + offset, 0);
                }
                used += width;
            }
        } else {
            used += columns;
        }
        is_blank = is_blank && length == 0;
        end = at + length;
        at += length + word.whitespace.len();
        used += word.whitespace.len();
    }
    lines.push(base + start..base + end);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, measure: usize) -> Vec<&str> {
        line_breaks(text, measure).map(|range| text.get(range).unwrap()).collect()
    }

    #[test]
    fn lines_end_where_a_reader_expects() {
        #[rustfmt::skip]
        let cases: &[(&str, &str, usize, &[&str])] = &[
            ("words stay whole",        "the north mole",      9, &["the north", "mole"]),
            ("spaces do not start one", "ab   cd",             3, &["ab", "cd"]),
            ("a hard break holds",      "a\n\nb",              9, &["a", "", "b"]),
            ("nothing is one line",     "",                    9, &[""]),
            ("a long word is cut",      "a abcdefgh b",        4, &["a", "abcd", "efgh", "b"]),
            ("wide letters count two",  "漢字漢字",             5, &["漢字", "漢字"]),
            ("no room, still progress", "漢字",                 1, &["漢", "字"]),
            ("a family is one letter",  "👩\u{200D}👩\u{200D}👧👩\u{200D}👩\u{200D}👧", 2, &["👩\u{200D}👩\u{200D}👧", "👩\u{200D}👩\u{200D}👧"]),
            ("no break at a no-break",  "8\u{A0}kg of oil",    5, &["8\u{A0}kg", "of", "oil"]),
        ];
        for (why, text, measure, expected) in cases {
            assert_eq!(&lines(text, *measure), expected, "{why}");
        }
    }

    #[test]
    fn clipping_keeps_graphemes() {
        assert_eq!(clip("漢字", 3), "漢");
        assert_eq!(clip("abc", 3), "abc");
        assert_eq!(clip("e\u{301}x", 1), "e\u{301}");
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_letter_is_lost(text in "[a-z 漢é👩\u{200D}\n\u{301}-]{0,80}", measure in 2_usize..30) {
            let lines = lines(&text, measure);
            for line in &lines {
                prop_assert!(width(line) <= measure || graphemes(line).count() == 1, "{line:?} at {measure}");
            }
            let kept: String = lines.concat().split_whitespace().collect();
            let given: String = text.split_whitespace().collect();
            prop_assert_eq!(kept, given);
        }
    }
}
