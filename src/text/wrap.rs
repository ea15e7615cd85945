//! Widths in terminal columns, and lines of plain text.

use std::ops::Range;

use super::lines::{Filling, lines};
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
    let (mut at, mut end) = (0, 0);
    std::iter::from_fn(move || {
        let start = at;
        if start >= end {
            let rest = text.get(start..)?;
            let mut chars = rest.chars();
            let first = chars.next()?;
            if is_plain(first) && chars.next().is_none_or(is_plain) {
                at += first.len_utf8();
                return Some((start, text.get(start..at)?, 1));
            }
            end = start + rest.graphemes(true).next()?.len();
        }
        let rest = text.get(start..end)?;
        let piece = rest.get(..rest.floor_char_boundary(MAX_GRAPHEME))?;
        at += piece.len();
        Some((start, piece, piece.width()))
    })
}

/// Whether `char` is a grapheme of one column wherever another such follows: most of what is written
/// in alphabets, and what the program itself draws with.
#[must_use]
pub fn is_plain(char: char) -> bool {
    matches!(
        char,
        ' '..='~'
            // Latin, but for the soft hyphen; Greek and Cyrillic, but for marks that combine.
            | '\u{a1}'..='\u{ac}'
            | '\u{ae}'..='\u{2ff}'
            | '\u{370}'..='\u{482}'
            | '\u{48a}'..='\u{52f}'
            // Dashes, quotation marks, bullets; lines, blocks and most geometric shapes.
            | '\u{2010}'..='\u{2027}'
            | '\u{2500}'..='\u{25fc}'
    )
}

/// The longest beginning of `text` that fits in `columns`; never cuts a grapheme.
#[must_use]
pub fn clip(text: &str, columns: usize) -> &str {
    // Plain letters as far as it goes, and the one behind: what follows a letter may belong to it.
    let plain = text.as_bytes().get(..=columns).unwrap_or(text.as_bytes());
    if plain.is_ascii() {
        return text.get(..columns).unwrap_or(text);
    }
    let mut used = 0;
    for (at, _, width) in graphemes(text) {
        used += width;
        if used > columns {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// The lines that `text` takes at `measure` columns, greedily filled: [`lines`] at its plainest.
pub fn line_breaks(text: &str, measure: usize) -> impl Iterator<Item = Range<usize>> {
    lines(text, Filling::plain(measure)).map(|line| line.range)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn broken(text: &str, measure: usize) -> Vec<&str> {
        line_breaks(text, measure).map(|range| text.get(range).unwrap()).collect()
    }

    #[test]
    fn plain_characters_are_graphemes_of_one_column() {
        for char in ('\0'..=char::MAX).filter(|&char| is_plain(char)) {
            for other in ['a', 'é', '“', '│', '▸', char] {
                let text = format!("{other}{char}{other}");
                assert_eq!(text.graphemes(true).count(), 3, "{char:?} beside {other:?}");
                assert_eq!(text.width(), 3, "{char:?} beside {other:?}");
            }
        }
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
            assert_eq!(&broken(text, *measure), expected, "{why}");
        }
    }

    #[test]
    fn clipping_keeps_graphemes() {
        assert_eq!(clip("漢字", 3), "漢");
        assert_eq!(clip("abc", 3), "abc");
        assert_eq!(clip("e\u{301}x", 1), "e\u{301}");
    }

    proptest! {
        /// Plain characters make no difference to what is beside them.
        #[test]
        fn graphemes_are_those_of_unicode(
            text in "([a-cé“│ ]|[\u{301}\u{200d}\u{fe0f}\u{1f1e6}\u{1f1e7}\u{1f469}日\r\n\u{ad}한क्ष]){0,30}"
        ) {
            let found: Vec<_> = graphemes(&text).collect();
            let slowly: Vec<_> = text
                .grapheme_indices(true)
                .map(|(at, grapheme)| (at, grapheme, grapheme.width()))
                .collect();
            prop_assert_eq!(found, slowly);
        }

        #[test]
        fn no_line_is_too_wide_and_no_letter_is_lost(text in "[a-z 漢é👩\u{200D}\n\u{301}-]{0,80}", measure in 2_usize..30) {
            let lines = broken(&text, measure);
            for line in &lines {
                prop_assert!(width(line) <= measure || graphemes(line).count() == 1, "{line:?} at {measure}");
            }
            let kept: String = lines.concat().split_whitespace().collect();
            let given: String = text.split_whitespace().collect();
            prop_assert_eq!(kept, given);
        }
    }
}
