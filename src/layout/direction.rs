//! Text that runs from right to left.
//!
//! A row holds its text in the order in which it is read; most terminals that such text is read in
//! put it into the order in which it is seen, as they do for `less` and `mutt`. For those that do
//! not, a reader may have it done here, by [UAX #9]. Either way a paragraph that begins so stands
//! at the right.
//!
//! [UAX #9]: https://www.unicode.org/reports/tr9/

use unicode_bidi::{BidiInfo, Direction, Level, get_base_direction};

use super::row::{Piece, Role, Row};
use crate::text::graphemes;

/// Signs that have a left and a right, and are seen the other way round.
const MIRRORED: &[(&str, &str)] = &[("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), ("«", "»")];

/// Whether a text begins from right to left.
pub(super) fn is_from_right(text: &str) -> bool {
    // Nothing below U+0590 does, and that is nearly everything.
    let may_be = text.bytes().any(|byte| byte >= 0xD6);
    may_be && get_base_direction(text) == Direction::Rtl
}

/// Puts rows of `measure` columns at the right.
pub(super) fn align_right(rows: &mut [Row], measure: usize) {
    for row in rows {
        let free = measure.saturating_sub(row.width());
        if free > 0 {
            row.pieces.insert(0, Piece::added(" ".repeat(free), Role::Text));
        }
    }
}

/// Puts the pieces of the item's own text in rows into the order in which they are seen. What
/// layout added stays where it is.
pub(super) fn reorder(rows: &mut [Row], from_right: bool) {
    for row in rows.iter_mut().filter(|row| row.pieces.iter().any(may_run_left)) {
        let mut pieces = Vec::with_capacity(row.pieces.len());
        let mut run: Vec<Piece> = Vec::new();
        for piece in row.pieces.drain(..) {
            if piece.source.is_some() {
                run.push(piece);
            } else {
                seen(&mut run, from_right, &mut pieces);
                pieces.push(piece);
            }
        }
        seen(&mut run, from_right, &mut pieces);
        row.pieces = pieces;
    }
}

fn may_run_left(piece: &Piece) -> bool {
    piece.text.bytes().any(|byte| byte >= 0xD6)
}

/// Moves the pieces of `run` to `out` in the order in which they are seen.
fn seen(run: &mut Vec<Piece>, from_right: bool, out: &mut Vec<Piece>) {
    let text: String = run.iter().map(|piece| piece.text.as_str()).collect();
    let level = if from_right { Level::rtl() } else { Level::ltr() };
    let info = BidiInfo::new(&text, Some(level));
    let Some(paragraph) = info.paragraphs.first().filter(|_| info.has_rtl()) else {
        out.append(run);
        return;
    };
    let (levels, ranges) = info.visual_runs(paragraph, paragraph.range.clone());
    for range in ranges {
        let from_left = levels.get(range.start).is_none_or(Level::is_ltr);
        let mut parts: Vec<Piece> = Vec::new();
        let mut start = 0;
        for piece in run.iter() {
            let end = start + piece.text.len();
            let (from, to) = (range.start.max(start), range.end.min(end));
            if let Some(text) = piece.text.get(from.saturating_sub(start)..to.saturating_sub(start))
            {
                let source = piece.source.map(|source| source + from.saturating_sub(start));
                let part = Piece { text: text.to_owned(), source, ..piece.clone() };
                if from_left {
                    parts.push(part);
                } else {
                    parts.extend(letters(&part));
                }
            }
            start = end;
        }
        parts.retain(|part| !part.text.is_empty());
        if !from_left {
            parts.reverse();
        }
        out.append(&mut parts);
    }
    run.clear();
}

/// Each letter of a piece by itself, those that have a left and a right mirrored.
fn letters(piece: &Piece) -> impl Iterator<Item = Piece> {
    graphemes(&piece.text).map(|(at, letter, _)| {
        let other = MIRRORED.iter().find_map(|&(left, right)| match letter {
            _ if letter == left => Some(right),
            _ if letter == right => Some(left),
            _ => None,
        });
        let source = piece.source.map(|source| source + at);
        Piece { text: other.unwrap_or(letter).to_owned(), source, ..piece.clone() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{ArticleLayout, Typography};
    use crate::model::{Article, Block};

    fn shown(text: &str, reorder: bool) -> Vec<String> {
        let article = Article { blocks: vec![Block::paragraph(text)], ..Article::default() };
        let typography = Typography { measure: 20, reorder, ..Typography::default() };
        let rows = ArticleLayout::new(24, 0, typography).rows(&article, 1, None);
        for piece in rows.iter().flat_map(|row| &row.pieces) {
            let Some(source) = piece.source else { continue };
            let there = text.get(source..source + piece.text.len()).unwrap();
            assert!(there == piece.text || "()[]{}<>".contains(there), "{there} {}", piece.text);
        }
        rows.iter().map(Row::text).collect()
    }

    #[test]
    fn paragraphs_from_the_right_stand_there() {
        #[rustfmt::skip]
        let cases: &[(&str, &str, &[&str], &[&str])] = &[
            // why              text                    as it is read                 as it is seen
            ("left",            "the lamp",             &["the lamp"],                &["the lamp"]),
            ("right",           "אבג (דה)",              &["אבג (דה)"],    &["(הד) גבא"]),
            ("left, a word",    "the אבג lamp",         &["the אבג lamp"],            &["the גבא lamp"]),
            ("right, a word",   "אבג lamp דה",           &["אבג lamp דה"],    &["הד lamp גבא"]),
            ("right, a number", "אבג 1911",             &["אבג 1911"],    &["1911 גבא"]),
            ("over two lines",  "אבגד אבגד אבגד אבגד אבגד", &["אבגד אבגד אבגד אבגד", "אבגד"], &["דגבא דגבא דגבא דגבא", "דגבא"]),
        ];
        for (why, text, read, seen) in cases {
            for (reorder, expected) in [(false, read), (true, seen)] {
                let rows = shown(text, reorder);
                let words: Vec<&str> = rows.iter().map(|row| row.trim()).collect();
                assert_eq!(words, *expected, "{why}");
                let is_right =
                    |row: &String| crate::text::width(row) == 20 && row.ends_with(|c| c != ' ');
                assert_eq!(rows.iter().all(is_right), text.starts_with('א'), "{why}: {rows:?}");
            }
        }
    }
}
