//! A screen to be compared with another: its cells, each with a number that says how it looks.
//!
//! A frame asks of every cell whether it has changed, some of them more than once. Comparing colours,
//! modifiers and strings takes ten times as long as comparing numbers.

use std::collections::HashMap;

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use super::scroll::Shift;
use super::sgr::Look;
use crate::text::is_plain;

/// The cells of a screen.
#[derive(Default)]
pub(super) struct Page {
    /// What was drawn; as [`Page::settle`] leaves it.
    pub(super) buffer: Buffer,
    /// The number of each cell.
    prints: Vec<Print>,
}

/// The bytes that it takes to go to a row, about.
const WAY: usize = 8;

/// What is seen of a cell, as a number. Cells that look the same and are in the same link have the
/// same number; others have another, unless both symbols have several characters.
///
/// From the low end: 32 bits for the symbol, 16 for modifiers, 25 each for the colours of the symbol,
/// of the ground, and of the underline, which is the tag of a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Print(u128);

/// A part of a row.
#[derive(Clone, Copy, Default)]
pub(super) struct Cells<'a> {
    pub(super) cells: &'a [Cell],
    prints: &'a [Print],
}

impl Page {
    /// Takes a size, and has `paint` write every cell.
    ///
    /// `addresses` are those of the links, by the tags in their cells.
    pub(super) fn draw(
        &mut self,
        area: Rect,
        addresses: &HashMap<Color, &str>,
        paint: impl FnOnce(&mut Buffer),
    ) {
        self.buffer.resize(area);
        paint(&mut self.buffer);
        self.settle(addresses);
    }

    /// Makes it a blank screen.
    pub(super) fn clear(&mut self, area: Rect) {
        self.buffer.resize(area);
        self.buffer.reset();
        self.prints.clear();
        self.prints.resize(self.buffer.content.len(), Print::BLANK);
    }

    /// Makes cells differ from all that can be drawn.
    pub(super) fn smudge(&mut self, x: usize, y: usize, columns: usize) {
        let start = y * usize::from(self.buffer.area.width) + x;
        let cells = self.buffer.content.get_mut(start..start + columns).unwrap_or_default();
        let prints = self.prints.get_mut(start..start + columns).unwrap_or_default();
        let mut printer = Printer::default();
        for (cell, print) in cells.iter_mut().zip(prints) {
            cell.reset();
            cell.set_char(char::REPLACEMENT_CHARACTER).modifier = Modifier::all();
            *print = printer.print(cell);
        }
    }

    /// All rows, with their numbers from the top.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, Cells<'_>)> {
        (0..usize::from(self.buffer.area.height)).filter_map(|y| Some((y, self.row(y)?)))
    }

    /// The row at `y`.
    pub(super) fn row(&self, y: usize) -> Option<Cells<'_>> {
        let width = usize::from(self.buffer.area.width);
        let range = y * width..(y + 1) * width;
        Some(Cells {
            cells: self.buffer.content.get(range.clone())?,
            prints: self.prints.get(range)?,
        })
    }

    /// About how many bytes it takes to change `shown` to this, after its rows are moved if there is a
    /// `shift`: one for each cell, and the way to each row.
    pub(super) fn weight(&self, shown: &Page, shift: Option<Shift>) -> usize {
        let of_row = |(y, now): (usize, Cells<'_>)| {
            let source = shift.map_or(Some(y), |shift| shift.source(y));
            let cells = match source.and_then(|y| shown.row(y)) {
                Some(before) => {
                    now.prints_beside(before, 0).filter(|(now, was)| now != was).count()
                }
                None => now.prints.iter().filter(|&&print| print != Print::BLANK).count(),
            };
            if cells == 0 { 0 } else { cells + WAY }
        };
        self.rows().map(of_row).sum()
    }

    /// What each row says, as a number (FNV-1a).
    ///
    /// The first column is left out: marks that stand there do not go with the rows.
    pub(super) fn texts(&self) -> Vec<u64> {
        let step = |hash: u64, print: &Print| {
            (hash ^ u64::from(print.symbol())).wrapping_mul(0x0100_0000_01b3)
        };
        let rows = self.prints.chunks(usize::from(self.buffer.area.width).max(1));
        let texts = rows.map(|row| row.iter().skip(1).fold(0xcbf2_9ce4_8422_2325, step));
        texts.collect()
    }

    /// Makes cells that look the same be the same, and numbers them.
    ///
    /// A grapheme has all its columns, the others with empty symbols, or is blank where something
    /// else was drawn over a part of it. A blank has what is seen of its look. Tags are those of
    /// links.
    fn settle(&mut self, addresses: &HashMap<Color, &str>) {
        self.prints.clear();
        // Most cells of a link are beside another of the same.
        let mut known = Color::Reset;
        let mut printer = Printer::default();
        let width = usize::from(self.buffer.area.width).max(1);
        for row in self.buffer.content.chunks_mut(width) {
            let mut covered = 0_usize;
            for x in 0..row.len() {
                let Some((cell, behind)) = row.get_mut(x..).and_then(<[Cell]>::split_first_mut)
                else {
                    break;
                };
                let letter = match cell.symbol().as_bytes() {
                    [b' '] if is_bare(cell) => {
                        self.prints.push(Print::BLANK);
                        continue;
                    }
                    &[byte] => Some(byte).filter(u8::is_ascii_graphic),
                    _ => None,
                };
                if covered > 0 {
                    covered -= 1;
                    self.prints.push(printer.print(cell));
                    continue;
                }
                let tag = cell.underline_color;
                if tag != Color::Reset && tag != known {
                    if addresses.contains_key(&tag) {
                        known = tag;
                    } else {
                        cell.underline_color = Color::Reset;
                    }
                }
                if let Some(letter) = letter {
                    self.prints.push(printer.print_as(cell, letter.into()));
                } else {
                    covered = settle_cell(cell, behind);
                    self.prints.push(printer.print(cell));
                }
            }
        }
    }
}

/// Whether a cell has no look of its own.
fn is_bare(cell: &Cell) -> bool {
    cell.modifier.is_empty()
        && cell.fg == Color::Reset
        && cell.bg == Color::Reset
        && cell.underline_color == Color::Reset
}

/// Settles a cell by those behind it. Returns how many of them it covers.
fn settle_cell(cell: &mut Cell, behind: &mut [Cell]) -> usize {
    let columns = columns(cell);
    if columns != 1 {
        let covered = columns.checked_sub(1).and_then(|covered| behind.get_mut(..covered));
        let is_free = |cells: &&mut [Cell]| cells.iter().all(|cell| cell.symbol() == " ");
        if let Some(covered) = covered.filter(is_free) {
            for cell in &mut *covered {
                cell.reset();
                cell.set_symbol("");
            }
            return covered.len();
        }
        cell.set_symbol(" ");
    }
    if cell.symbol().as_bytes() == b" " {
        let Look { fg, bg, modifier } = Look::of(cell).on_blank();
        (cell.fg, cell.bg, cell.modifier) = (fg, bg, modifier);
    }
    0
}

fn columns(cell: &Cell) -> usize {
    let symbol = cell.symbol();
    if symbol.len() == 1 {
        return 1;
    }
    let mut chars = symbol.chars();
    match (chars.next(), chars.next()) {
        (Some(char), None) if is_plain(char) => 1,
        _ => usize::from(symbol.cell_width()),
    }
}

impl Print {
    /// That of a blank on the terminal's own ground.
    const BLANK: Print = Print(b' ' as u128);
    /// Set in the number of a symbol of several characters, which is not theirs alone.
    const SEVERAL: u32 = 1 << 31;

    fn symbol(self) -> u32 {
        u32::try_from(self.0 & u128::from(u32::MAX)).unwrap_or(0)
    }

    /// That of a cell with this look and link, without its symbol.
    pub(super) fn style(look: Look, tag: Color) -> Print {
        let colors = [tag, look.bg, look.fg].into_iter();
        let colors = colors.fold(0, |all, color| all << 25 | u128::from(number(color)));
        Print(colors << 48 | u128::from(look.modifier.bits()) << 32)
    }

    /// The character, if it is one of ASCII in this style.
    pub(super) fn ascii(self, style: Print) -> Option<u8> {
        u8::try_from(self.0 ^ style.0).ok().filter(|byte| matches!(byte, b' '..=b'~'))
    }

    fn is_of_several(self) -> bool {
        self.symbol() & Print::SEVERAL != 0
    }
}

/// Numbers cells one after another, most of which look like the one before.
#[derive(Default)]
struct Printer {
    look: Look,
    tag: Color,
    /// What these come to.
    bits: u128,
}

impl Printer {
    fn print(&mut self, cell: &Cell) -> Print {
        let symbol = match cell.symbol().as_bytes() {
            [byte] => u32::from(*byte),
            _ => symbol_number(cell.symbol()),
        };
        self.print_as(cell, symbol)
    }

    /// The number of a cell whose symbol has this one.
    fn print_as(&mut self, cell: &Cell, symbol: u32) -> Print {
        let (look, tag) = (Look::of(cell), cell.underline_color);
        if look != self.look || tag != self.tag {
            *self = Printer { look, tag, bits: Print::style(look, tag).0 };
        }
        Print(self.bits | u128::from(symbol))
    }
}

/// A character's own number; of several, one that is likely to be another for others.
fn symbol_number(symbol: &str) -> u32 {
    let mut chars = symbol.chars();
    match (chars.next(), chars.next()) {
        (Some(char), None) => u32::from(char),
        (None, _) => 0,
        _ => {
            let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
            symbol.bytes().fold(0x811C_9DC5, step) | Print::SEVERAL
        }
    }
}

/// A colour as a number of 25 bits.
fn number(color: Color) -> u32 {
    match color {
        Color::Reset => 0,
        Color::Black => 1,
        Color::Red => 2,
        Color::Green => 3,
        Color::Yellow => 4,
        Color::Blue => 5,
        Color::Magenta => 6,
        Color::Cyan => 7,
        Color::Gray => 8,
        Color::DarkGray => 9,
        Color::LightRed => 10,
        Color::LightGreen => 11,
        Color::LightYellow => 12,
        Color::LightBlue => 13,
        Color::LightMagenta => 14,
        Color::LightCyan => 15,
        Color::White => 16,
        Color::Indexed(index) => 1 << 8 | u32::from(index),
        Color::Rgb(r, g, b) => 1 << 24 | u32::from_be_bytes([0, r, g, b]),
    }
}

impl<'a> Cells<'a> {
    /// How many there are.
    pub(super) fn len(self) -> usize {
        self.cells.len()
    }

    /// The cell at `x`.
    pub(super) fn get(self, x: usize) -> Option<&'a Cell> {
        self.cells.get(x)
    }

    /// Whether the cell at `x` looks other than that of `other`; not if either has none.
    pub(super) fn differs(self, other: Cells<'_>, x: usize) -> bool {
        match (self.prints.get(x), other.prints.get(x)) {
            (Some(one), Some(two)) if one == two => {
                let symbol = self.get(x).map(Cell::symbol);
                one.is_of_several() && symbol != other.get(x).map(Cell::symbol)
            }
            (Some(_), Some(_)) => true,
            _ => false,
        }
    }

    /// The first cell from `x` on that looks other than that of `other`.
    pub(super) fn next_difference(self, other: Cells<'_>, x: usize) -> Option<usize> {
        let pairs = self.prints.get(x..)?.iter().zip(other.prints.get(x..)?);
        let may_differ = |(one, two): (&Print, &Print)| one != two || one.is_of_several();
        let mut places = (x..).zip(pairs).filter(|&(_, pair)| may_differ(pair)).map(|(at, _)| at);
        places.find(|&at| self.differs(other, at))
    }

    /// The numbers from `x` on, beside those of `other`.
    pub(super) fn prints_beside(
        self,
        other: Cells<'a>,
        x: usize,
    ) -> impl Iterator<Item = (Print, Print)> + 'a {
        let prints = self.prints.get(x..).unwrap_or_default().iter();
        prints.copied().zip(other.prints.get(x..).unwrap_or_default().iter().copied())
    }

    /// How many cells from `x` on are blank, on the terminal's own ground.
    pub(super) fn blanks(self, x: usize) -> usize {
        let rest = self.prints.get(x..).unwrap_or_default().iter();
        rest.take_while(|&&print| print == Print::BLANK).count()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::Style;

    use super::*;

    fn cells() -> impl Strategy<Value = Cell> {
        let symbols = [" ", "a", "b", "é", "│", "日", "❤\u{fe0f}", "e\u{301}", "👍🏽"];
        let color = prop_oneof![
            prop::sample::select(vec![Color::Reset, Color::Black, Color::White, Color::LightCyan]),
            (0_u8..3).prop_map(Color::Indexed),
            (0_u8..2, 0_u8..2, 0_u8..2).prop_map(|(r, g, b)| Color::Rgb(r, g, b)),
        ];
        let modifier = prop_oneof![Just(0), Just(u16::MAX), any::<u16>()];
        (prop::sample::select(symbols.to_vec()), [color.clone(), color.clone(), color], modifier)
            .prop_map(|(symbol, [fg, bg, tag], modifier)| {
                let style = Style::new().fg(fg).bg(bg).underline_color(tag);
                let mut cell = Cell::new(symbol);
                cell.set_style(style.add_modifier(Modifier::from_bits_truncate(modifier)));
                cell
            })
    }

    proptest! {
        #[test]
        fn cells_that_differ_have_other_numbers(
            one in cells(),
            other in cells(),
            parts in prop::array::uniform5(any::<bool>()),
        ) {
            // Cells that have much in common are those that could be taken for each other.
            let mut mixed = one.clone();
            let [symbol, fg, bg, tag, modifier] = parts;
            if symbol { mixed.set_symbol(other.symbol()); }
            if fg { mixed.fg = other.fg; }
            if bg { mixed.bg = other.bg; }
            if tag { mixed.underline_color = other.underline_color; }
            if modifier { mixed.modifier = other.modifier; }
            let mut printer = Printer::default();
            prop_assert_eq!(printer.print(&one) == printer.print(&mixed), one == mixed);
        }
    }

    #[test]
    fn symbols_of_several_characters_are_compared_themselves() {
        let prints = [Print(u128::from(Print::SEVERAL)); 1];
        let cells = ["e\u{301}", "e\u{302}"].map(|symbol| [Cell::new(symbol)]);
        let [one, other] = [0, 1].map(|at: usize| Cells { cells: &cells[at], prints: &prints });
        assert!(one.differs(other, 0));
        assert!(!one.differs(one, 0));
        assert!(!one.differs(other, 1));
    }
}
