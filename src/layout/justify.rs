//! Lines as wide as the others: their gaps stretched.
//!
//! Works on the pieces of a row. What is put in are pieces of their own that stand for no bytes,
//! so matches and links find theirs as before.

use super::row::{Piece, Role, Row};

/// The columns that the gaps of a line have on average, at most; a line that needs more stays
/// ragged.
const WIDEST_GAP: usize = 3;

/// Stretches the gaps of `row` by `missing` columns, if it has enough gaps for that.
///
/// What cannot be shared out evenly makes gaps wider at the left or at the right: whoever changes
/// that from line to line gets no rivers of white.
pub(super) fn stretch(row: &mut Row, missing: usize, from_left: bool) {
    let Gaps { ends, columns } = Gaps::of(row);
    let count = ends.len();
    if missing == 0 || columns + missing > WIDEST_GAP * count {
        return;
    }
    let upto = |gaps: usize| {
        if from_left { (gaps * missing).div_ceil(count) } else { gaps * missing / count }
    };
    let mut gaps = (0..).zip(ends).map(|(gap, end)| (end, upto(gap + 1) - upto(gap))).peekable();
    let mut pieces = Vec::with_capacity(row.pieces.len() + 2 * count);
    for (at, piece) in std::mem::take(&mut row.pieces).into_iter().enumerate() {
        let mut start = 0;
        while let Some(((_, offset), columns)) = gaps.next_if(|((of, _), _)| *of == at) {
            push_part(&mut pieces, &piece, start..offset);
            if columns > 0 {
                pieces.push(Piece { text: " ".repeat(columns), source: None, ..piece.clone() });
            }
            start = offset;
        }
        push_part(&mut pieces, &piece, start..piece.text.len());
    }
    row.pieces = pieces;
}

fn push_part(pieces: &mut Vec<Piece>, piece: &Piece, part: std::ops::Range<usize>) {
    let text = piece.text.get(part.clone()).unwrap_or_default();
    if !text.is_empty() {
        let source = piece.source.map(|source| source + part.start);
        pieces.push(Piece { text: text.to_owned(), source, ..piece.clone() });
    }
}

/// The runs of spaces between words, those in code left out.
struct Gaps {
    /// The piece in which each run ends, and the byte of its text behind it.
    ends: Vec<(usize, usize)>,
    /// Columns of all runs together.
    columns: usize,
}

impl Gaps {
    fn of(row: &Row) -> Gaps {
        let mut gaps = Gaps { ends: Vec::new(), columns: 0 };
        // The run that is read: where it ends so far, and its columns.
        let mut run: Option<((usize, usize), usize)> = None;
        let mut behind_word = false;
        for (at, piece) in row.pieces.iter().enumerate() {
            let is_fixed = piece.source.is_none() || piece.face.role == Role::Code;
            for (offset, c) in piece.text.char_indices() {
                if is_of_unspaced_script(c) {
                    return Gaps { ends: Vec::new(), columns: 0 };
                }
                if c == ' ' && !is_fixed {
                    let columns = run.map_or(0, |(_, columns)| columns);
                    run = Some(((at, offset + 1), columns + 1)).filter(|_| behind_word);
                } else if c != ' ' {
                    if let Some((end, columns)) = run.take() {
                        gaps.ends.push(end);
                        gaps.columns += columns;
                    }
                    behind_word |= piece.source.is_some();
                }
            }
        }
        gaps
    }
}

/// Whether `c` is a letter of a script that puts no spaces between words: a gap in such a line is
/// none between words, and stretched it would look like a mistake.
fn is_of_unspaced_script(c: char) -> bool {
    matches!(c,
        '\u{E00}'..='\u{EFF}'       // Thai, Lao
        | '\u{1000}'..='\u{109F}'   // Burmese
        | '\u{1780}'..='\u{17FF}'   // Khmer
        | '\u{3001}'..='\u{30FF}'   // kana and their punctuation
        | '\u{3400}'..='\u{9FFF}'   // Han
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Face, Spot};

    /// A row of pieces parted by `|`: one that begins with `#` is code, one with `+` is added.
    fn row(notation: &str) -> Row {
        let mut row = Row::new(Spot::Text(0));
        let mut at = 0;
        for part in notation.split('|') {
            let role = if part.starts_with('#') { Role::Code } else { Role::Text };
            let source = Some(at).filter(|_| !part.starts_with('+'));
            let text = part.trim_start_matches(['#', '+']).to_owned();
            at += source.map_or(0, |_| text.len());
            row.pieces.push(Piece { text, face: Face::from(role), source, link: None });
        }
        row
    }

    #[test]
    fn gaps_take_what_is_missing() {
        #[rustfmt::skip]
        let cases = [
            ("one gap",                    "ab cd",           2, true,  "ab   cd"),
            ("as many as there are",       "a b c",           2, true,  "a  b  c"),
            ("the rest at the left",       "a b c d",         1, true,  "a  b c d"),
            ("the rest at the right",      "a b c d",         1, false, "a b c  d"),
            ("shared out evenly",          "a b c d e",       2, true,  "a  b c  d e"),
            ("and from the right",         "a b c d e",       2, false, "a b  c d  e"),
            ("too wide a gap",             "ab cd",           3, true,  "ab cd"),
            ("wide on average",            "a b c",           5, true,  "a b c"),
            ("a wide gap counts",          "a  b",            2, true,  "a  b"),
            ("no gap",                     "abc",             2, true,  "abc"),
            ("nothing missing",            "a b",             0, true,  "a b"),
            ("nothing at all",             "",                3, true,  ""),
            ("over pieces",                "a |b",            1, true,  "a  b"),
            ("a gap in two pieces",        "a | b",           1, true,  "a   b"),
            ("no gap in code",             "a |#b c| d",      1, true,  "a  b c d"),
            ("no gap before the words",    "+▎ |a b",         2, true,  "▎ a   b"),
            ("nor in their indentation",   "  a b",           1, true,  "  a  b"),
            ("no script without spaces",   "漢字 漢字",        1, true,  "漢字 漢字"),
            ("no-break spaces stay",       "a\u{A0}b c",      1, true,  "a\u{A0}b  c"),
        ];
        for (why, notation, missing, from_left, then) in cases {
            let mut row = row(notation);
            stretch(&mut row, missing, from_left);
            assert_eq!(row.text(), then, "{why}");
        }
    }

    #[test]
    fn what_has_bytes_keeps_them() {
        let text = "ab cd ef gh";
        let mut row = row(text);
        stretch(&mut row, 3, true);
        let mut words = String::new();
        for piece in &row.pieces {
            let Some(source) = piece.source else {
                assert_eq!(piece.text.trim(), "");
                continue;
            };
            assert_eq!(text.get(source..source + piece.text.len()), Some(piece.text.as_str()));
            words += &piece.text;
        }
        assert_eq!(words, text);
    }
}
