//! Strips of pictures, for terminals that know no cells that stand for a part of one.
//!
//! On the screen as it is drawn a strip is a row of cells of its colour. On the way to the terminal
//! they become blanks, over which the strip is written when all text is; where it is gone again, the
//! blanks are written, which erases it. A strip that is not there whole, because a sheet covers a
//! part, is not written at all.

use std::collections::HashMap;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::Color;

use super::frame::place;
use super::page::Page;
use super::pictures::{PART, StripBytes};

/// The strips that there are, by the colours of their cells.
pub(super) type Strips = HashMap<Color, StripBytes>;

/// A strip on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    at: Position,
    columns: u16,
    color: Color,
}

/// Takes the strips out of a screen, and leaves blanks.
pub(super) fn take(buffer: &mut Buffer, strips: &Strips) -> Vec<Placed> {
    let mut placed = Vec::new();
    let area = buffer.area;
    if strips.is_empty() || area.is_empty() {
        return placed;
    }
    for (y, row) in (area.y..).zip(buffer.content.chunks_mut(area.width.into())) {
        let mut x = 0;
        while let Some(color) = row.get(x).map(|cell| cell.fg) {
            let is_part = |cell: &&mut Cell| cell.fg == color && is_part(cell);
            let behind = row.get_mut(x..).unwrap_or_default().iter_mut();
            let parts = behind.take_while(is_part).map(|cell| {
                cell.set_char(' ').fg = Color::Reset;
            });
            let count = parts.count();
            let whole = strips.get(&color).filter(|strip| usize::from(strip.columns) == count);
            if let (Some(strip), Ok(x)) = (whole, u16::try_from(x)) {
                placed.push(Placed { at: Position { x, y }, columns: strip.columns, color });
            }
            x += count.max(1);
        }
    }
    placed
}

fn is_part(cell: &Cell) -> bool {
    cell.symbol().starts_with(PART)
}

/// Makes the cells of `shown` differ from all others where a strip was that is not there any more.
pub(super) fn uncover(shown: &mut Page, before: &[Placed], now: &[Placed]) {
    for Placed { at, columns, .. } in before.iter().filter(|strip| !now.contains(strip)) {
        shown.smudge(at.x.into(), at.y.into(), (*columns).into());
    }
}

/// Writes the strips that are new, and those that text beside them may have been written over.
pub(super) fn write(
    bytes: &mut Vec<u8>,
    (shown, before): (&Page, &[Placed]),
    (next, now): (&Page, &[Placed]),
    strips: &Strips,
) {
    for strip in now {
        let (x, y) = (usize::from(strip.at.x), usize::from(strip.at.y));
        let rows = next.row(y).zip(shown.row(y));
        let changed = rows.and_then(|(next, shown)| next.next_difference(shown, 0));
        // To the left, since a row may be erased from there to its end.
        if before.contains(strip) && changed.is_none_or(|changed| changed > x) {
            continue;
        }
        if let Some(found) = strips.get(&strip.color) {
            place(bytes, strip.at);
            bytes.extend(&found.bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::super::canvas::Canvas;
    use super::*;

    const COLORS: [Color; 2] = [Color::Rgb(0, 7, 0), Color::Rgb(0, 7, 1)];

    fn strips() -> Strips {
        let strip = |name: &str| StripBytes { columns: 4, bytes: name.into() };
        [(COLORS[0], strip("<top>")), (COLORS[1], strip("<end>"))].into()
    }

    /// A screen of these lines, in which `1111` and `2222` are the strips of a picture.
    fn screen(lines: &[&str]) -> Buffer {
        let mut buffer = Buffer::with_lines(lines.iter().copied());
        for cell in &mut buffer.content {
            match cell.symbol() {
                "1" => cell.set_char(PART).fg = COLORS[0],
                "2" => cell.set_char(PART).fg = COLORS[1],
                _ => {}
            }
        }
        buffer
    }

    #[test]
    fn strips_are_written_and_erased_whole_and_never_moved() {
        #[rustfmt::skip]
        let cases: &[(&str, &[&str], &[&str], &str)] = &[
            // why                        before                              after                               bytes
            ("nothing changes",           &["a 1111", "b 2222"],              &["a 1111", "b 2222"],              ""),
            ("text far from it",          &["a 1111", "b 2222", "c"],         &["a 1111", "b 2222", "X"],         "\x1b[3HX"),
            ("to the right of it",        &["a 1111 b", "  2222 c"],          &["a 1111 X", "  2222 c"],          "\x1b[;8HX"),
            ("to the left of it",         &["a 1111", "b 2222"],              &["X 1111", "b 2222"],              "\x1b[HX\x1b[;3H<top>"),
            ("it comes",                  &["a     ", "b     "],              &["a 1111", "b 2222"],              "\x1b[;3H<top>\x1b[2;3H<end>"),
            ("it comes over text",        &["abcdef", "bcdefg"],              &["a 1111", "bcdefg"],              "\x1b[;2H\x1b[K\x1b[;3H<top>"),
            ("it goes",                   &["a 1111", "b"],                   &["a     ", "b"],                   "\x1b[;3H\x1b[K"),
            ("text comes in its place",   &["a 1111 z", "b"],                 &["a 5  6 z", "b"],                 "\x1b[;3H5  6"),
            ("a row up",                  &["a     ", "b 1111", "c 2222"],    &["a 1111", "b 2222", "c     "],    "\x1b[2;3H\x1b[K\x1b[3;3H\x1b[K\x1b[;3H<top>\x1b[2;3H<end>"),
            ("a sheet covers a part",     &["a 1111 z", "b 2222 z"],          &["a 11## z", "b 2222 z"],          "\x1b[;3H  ##"),
            ("and goes again",            &["a 11## z", "b 2222 z"],          &["a 1111 z", "b 2222 z"],          "\x1b[;5H  \x1b[;3H<top>"),
        ];
        for (why, before, after, bytes) in cases {
            let mut canvas = Canvas::default();
            let mut show = |lines: &[&str]| {
                let buffer = screen(lines);
                let paint = |next: &mut Buffer| next.clone_from(&buffer);
                let none = HashMap::new();
                String::from_utf8(canvas.frame(buffer.area, None, &none, &strips(), paint)).unwrap()
            };
            show(before);
            let written = show(after);
            assert_eq!(written, *bytes, "{why}");
        }
    }

    #[test]
    fn after_the_screen_was_lost_every_strip_is_written_again() {
        let mut canvas = Canvas::default();
        let buffer = screen(&["a 1111", "b 2222"]);
        for _ in 0..2 {
            let paint = |next: &mut Buffer| next.clone_from(&buffer);
            let bytes = canvas.frame(buffer.area, None, &HashMap::new(), &strips(), paint);
            let bytes = String::from_utf8(bytes).unwrap();
            assert!(bytes.contains("2J") && bytes.contains("<top>") && bytes.contains("<end>"));
            canvas.forget();
        }
        let area = Rect::default();
        assert!(take(&mut Buffer::empty(area), &strips()).is_empty());
    }
}
