//! Rows of pieces to cells.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Style;

use super::ascii::ascii;
use super::theme::Theme;
use crate::layout::{Area, Piece, Role, Row, linked_note};
use crate::text::{clip, graphemes, is_plain, width};

/// A cell for each character of ASCII: copying one takes a third of the time of making it.
static ASCII: LazyLock<[Cell; 128]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        let mut cell = Cell::EMPTY;
        cell.set_char(u8::try_from(code).map_or(' ', char::from));
        cell
    })
});

/// Something to draw with.
pub(super) struct Pen<'a> {
    pub(super) buffer: &'a mut Buffer,
    pub(super) theme: &'a Theme,
}

/// A match in an item's text, and whether it is the one at hand.
pub(super) type Found<'a> = (&'a Range<usize>, bool);

impl Pen<'_> {
    /// Writes words of the program at the left of `area`; what does not fit ends in `…`. Returns
    /// the columns used.
    pub(super) fn write(&mut self, area: Area, words: &str, style: Style) -> u16 {
        self.write_content(area, &self.own(words), style)
    }

    /// Writes words of the document, or of the person who reads it, in the same way.
    pub(super) fn write_content(&mut self, area: Area, text: &str, style: Style) -> u16 {
        let room = usize::from(area.width);
        if area.height == 0 || room == 0 {
            return 0;
        }
        if width(text) <= room {
            return self.put(area, text, style);
        }
        let used = self.put(area, clip(text, room - 1), style);
        let rest = Area { x: area.x + used, width: area.width - used, ..area };
        used + self.put(rest, &self.own("…"), style)
    }

    /// Writes words of the program at the right end of `area`, if they fit. Returns the columns
    /// used.
    pub(super) fn write_right(&mut self, area: Area, words: &str, style: Style) -> u16 {
        let text = &self.own(words);
        let columns = super::narrow(width(text));
        if area.height == 0 || columns > area.width {
            return 0;
        }
        self.put(Area { x: area.x + area.width - columns, width: columns, ..area }, text, style)
    }

    /// Fills `area` with guides.
    pub(super) fn fill(&mut self, area: Area, symbol: &str) {
        let style = self.theme.role(Role::Guide);
        let symbol = self.own(symbol);
        for y in area.y..area.y + area.height {
            let line = symbol.repeat(usize::from(area.width));
            self.put(Area { y, height: 1, ..area }, &line, style);
        }
    }

    /// Gives the cells of `area` another look.
    pub(super) fn restyle(&mut self, area: Area, look: impl Fn(&Theme, Style) -> Style) {
        let inside = self.buffer.area;
        for y in area.y..(area.y + area.height).min(inside.height) {
            for x in area.x..(area.x + area.width).min(inside.width) {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    let style = look(self.theme, cell.style());
                    cell.set_style(style);
                }
            }
        }
    }

    /// Marks the comment that the reader is at.
    pub(super) fn mark(&mut self, area: Area, focused: bool) {
        let style = self.theme.mark(focused);
        self.put(area, &self.own(if focused { "▌" } else { "▏" }), style);
    }

    /// Draws a row, its first `shift` columns left out, and the matches in it.
    pub(super) fn row(&mut self, area: Area, row: &Row, shift: usize, found: &[Found<'_>]) {
        let theme = self.theme;
        let mut left = area;
        let mut skip = shift;
        for piece in &row.pieces {
            let mut style = theme.face(piece.face);
            if let Some(address) = piece.link.as_ref().filter(|to| linked_note(to).is_none()) {
                style = style.underline_color(super::link_tag(address));
            }
            let mut draw = |text: &str, style| {
                let text = after(text, &mut skip);
                let text = if piece.source.is_none() { self.own(text) } else { text.into() };
                self.part(&mut left, &text, style)
            };
            let is_whole = if found.is_empty() {
                draw(&piece.text, style)
            } else {
                let parts = highlighted(theme, piece, style, found);
                parts.into_iter().all(|(text, style)| draw(text, style))
            };
            if !is_whole {
                return self.mark_overflow(area, row);
            }
        }
    }

    /// Writes `text` at the left of what is `left` of a row. Says whether there was room for it.
    fn part(&mut self, left: &mut Area, text: &str, style: Style) -> bool {
        if left.width == 0 {
            return text.is_empty();
        }
        let columns = self.put_on(*left, text, style, Ground::Even);
        left.x += columns;
        left.width -= columns;
        let used = usize::from(columns);
        // No character takes more columns than bytes.
        if used == text.len() {
            return true;
        }
        if text.chars().take(used + 1).all(is_plain) {
            return text.chars().nth(used).is_none();
        }
        width(clip(text, used + 1)) <= used
    }

    /// A sign at the edge where a wide row goes on.
    fn mark_overflow(&mut self, area: Area, row: &Row) {
        if row.wide && area.width > 0 {
            let style = self.theme.role(Role::Meta);
            self.put(Area { x: area.x + area.width - 1, width: 1, ..area }, &self.own("›"), style);
        }
    }

    /// What the program itself draws, in the signs that the screen is to have.
    fn own<'t>(&self, words: &'t str) -> Cow<'t, str> {
        if self.theme.ascii { ascii(words) } else { words.into() }
    }

    /// Writes as much of `text` as fits. Returns the columns used.
    fn put(&mut self, area: Area, text: &str, style: Style) -> u16 {
        self.put_on(area, text, style, Ground::Any)
    }

    fn put_on(&mut self, area: Area, text: &str, style: Style, ground: Ground) -> u16 {
        let inside = self.buffer.area();
        if area.y >= inside.height || area.x >= inside.width {
            return 0;
        }
        let room = area.width.min(inside.width - area.x);
        // With the letter behind those that fit: it may belong to the last of them.
        let look_at = usize::from(room) + 1;
        let bytes = text.as_bytes();
        let is_ascii = bytes.iter().take(look_at).all(|byte| matches!(byte, b' '..=b'~'));
        if is_ascii || text.chars().take(look_at).all(is_plain) {
            return self.put_plain(area, text, room, style, ground);
        }
        let (end, _) = self.buffer.set_stringn(area.x, area.y, text, usize::from(room), style);
        end - area.x
    }

    /// Writes plain letters, each a cell: nearly all text, and a tenth of the cost of looking for
    /// graphemes in it.
    fn put_plain(
        &mut self,
        area: Area,
        text: &str,
        room: u16,
        style: Style,
        ground: Ground,
    ) -> u16 {
        let width = usize::from(self.buffer.area.width);
        let start = usize::from(area.y) * width + usize::from(area.x);
        let cells = self.buffer.content.get_mut(start..start + usize::from(room));
        let mut used = 0;
        // What the style makes of a cell, and of which: mostly the same as for the one before.
        let (mut under, mut look) = (None, Cell::EMPTY);
        for (cell, letter) in cells.unwrap_or_default().iter_mut().zip(text.chars()) {
            if under.is_none() || ground == Ground::Any {
                let here = (cell.fg, cell.bg, cell.underline_color, cell.modifier);
                if under != Some(here) {
                    (look.fg, look.bg, look.underline_color, look.modifier) = here;
                    look.set_style(style);
                    under = Some(here);
                }
            }
            match ASCII.get(letter as usize) {
                Some(plain) => *cell = plain.clone(),
                None => {
                    cell.set_char(letter);
                }
            }
            (cell.fg, cell.bg) = (look.fg, look.bg);
            (cell.underline_color, cell.modifier) = (look.underline_color, look.modifier);
            used += 1;
        }
        used
    }
}

/// What letters are written on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ground {
    /// Cells that all look the same.
    Even,
    /// Whatever is there.
    Any,
}

/// A piece cut into what is found in it and what is not.
fn highlighted<'p>(
    theme: &Theme,
    piece: &'p Piece,
    style: Style,
    found: &[Found<'_>],
) -> Vec<(&'p str, Style)> {
    let text = piece.text.as_str();
    let Some(source) = piece.source else { return vec![(text, style)] };
    let end = source + text.len();
    let mut parts = Vec::new();
    let mut at = 0;
    for (range, current) in found {
        if range.end <= source || range.start >= end {
            continue;
        }
        let start = text.floor_char_boundary(range.start.saturating_sub(source)).max(at);
        let stop = text.ceil_char_boundary(range.end - source).max(start);
        parts.push((text.get(at..start).unwrap_or_default(), style));
        parts.push((text.get(start..stop).unwrap_or_default(), theme.found(*current)));
        at = stop;
    }
    parts.push((text.get(at..).unwrap_or_default(), style));
    parts
}

/// `text` behind its first `skip` columns, which are counted down.
fn after<'a>(text: &'a str, skip: &mut usize) -> &'a str {
    if *skip == 0 {
        return text;
    }
    for (at, _, columns) in graphemes(text) {
        if *skip == 0 {
            return text.get(at..).unwrap_or_default();
        }
        *skip = skip.saturating_sub(columns);
    }
    ""
}
