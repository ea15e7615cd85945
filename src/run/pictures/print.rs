//! Pictures as what a terminal is told: cells, and what makes these be pictures.
//!
//! The protocols are the business of `ratatui-image`. Of what it draws we take each cell's look, so
//! that a picture is drawn, moved and erased as text is:
//!
//! - Half-blocks are text.
//! - Kitty is sent a picture once, by a number; cells whose colour is that number stand for its
//!   parts.
//! - Sixel and iTerm2 know no such cells. A picture is cut into strips one row high, and ours is the
//!   number: where cells of that colour are to be seen, the strip is written instead (`run/canvas`).

use image::imageops::{FilterType, resize};
use image::{DynamicImage, RgbImage};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Rect, Size};
use ratatui::style::Color;
use ratatui::widgets::Widget;
use ratatui_image::Image;
use ratatui_image::protocol::Protocol;
use ratatui_image::protocol::halfblocks::Halfblocks;
use ratatui_image::protocol::iterm2::Iterm2;
use ratatui_image::protocol::kitty::Kitty;
use ratatui_image::protocol::sixel::Sixel;

use crate::layout::Pixels;

/// What stands for a part of a picture (U+10EEEE, of the private use that Kitty makes of it).
pub(in crate::run) const PART: char = '\u{10EEEE}';

/// What a terminal makes pictures of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::run) enum Means {
    /// Letters.
    Blocks,
    /// Kitty's protocol, with placeholders.
    Kitty {
        /// Whether what is sent may be compressed.
        compressed: bool,
    },
    /// Sixels.
    Sixel,
    /// iTerm2's protocol.
    Iterm2,
}

/// A row of a picture for terminals that know no placeholders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::run) struct StripBytes {
    /// How many columns it covers.
    pub(in crate::run) columns: u16,
    /// What draws it from the cursor on.
    pub(in crate::run) bytes: Vec<u8>,
}

/// A picture in the form that a terminal takes.
#[derive(Debug, Default)]
pub(super) struct Printed {
    /// Its cells, row by row.
    pub(super) cells: Vec<Cell>,
    /// What the terminal must be sent before these are seen.
    pub(super) sent: Vec<u8>,
    /// Its strips, by the colour of the cells that stand for them.
    pub(super) strips: Vec<(Color, StripBytes)>,
}

/// A colour for a number of 24 bits.
fn color(number: u32) -> Color {
    let [_, r, g, b] = number.to_be_bytes();
    Color::Rgb(r, g, b)
}

/// The number of the picture that a colour belongs to.
pub(super) fn number(color: Color) -> u32 {
    match color {
        Color::Rgb(r, g, b) => u32::from_be_bytes([0, r, g, b]) / STRIDE,
        _ => 0,
    }
}

/// How many rows a picture may have for the strips to have numbers of their own.
const STRIDE: u32 = 1 << 8;

/// Makes `picture` be `size` cells of `cell` pixels each. `number` is one of 16 bits that no other
/// picture has, not 0.
///
/// # Errors
/// When an encoder gives up, with its word.
pub(super) fn print(
    picture: &RgbImage,
    size: Size,
    means: Means,
    cell: Pixels,
    number: u32,
) -> Result<Printed, ratatui_image::errors::Errors> {
    let pixels = (u32::from(size.width) * cell.width, u32::from(size.height) * cell.height);
    let scaled = |(width, height)| resize(picture, width, height, FilterType::Triangle);
    let number = number * STRIDE;
    match means {
        Means::Blocks => {
            let (width, height) = (size.width.into(), u32::from(size.height) * 2);
            let blocks = Halfblocks::new(scaled((width, height)).into(), size)?;
            Ok(Printed { cells: drawn(&Protocol::Halfblocks(blocks), size), ..Printed::default() })
        }
        Means::Kitty { compressed } => {
            let kitty = Kitty::new(scaled(pixels).into(), size, number, false, compressed)?;
            let mut cells = drawn(&Protocol::Kitty(kitty), size);
            let sent = cells.first_mut().map(take_sent).unwrap_or_default();
            Ok(Printed { cells, sent, ..Printed::default() })
        }
        Means::Sixel | Means::Iterm2 => {
            let scaled = DynamicImage::from(scaled(pixels));
            let mut printed = Printed::default();
            for row in 0..size.height {
                let top = u32::from(row) * cell.height;
                let strip = scaled.crop_imm(0, top, pixels.0, cell.height);
                let one_row = Size { height: 1, ..size };
                let bytes = match means {
                    Means::Sixel => Sixel::new(strip, one_row, false)?.data,
                    _ => Iterm2::new(strip, one_row, false)?.data,
                };
                let color = color(number + u32::from(row));
                let mut cell = Cell::EMPTY;
                cell.set_char(PART).set_fg(color);
                printed.cells.extend(std::iter::repeat_n(cell, size.width.into()));
                let columns = size.width;
                printed.strips.push((color, StripBytes { columns, bytes: bytes.into_bytes() }));
            }
            Ok(printed)
        }
    }
}

/// The cells that a protocol draws.
fn drawn(protocol: &Protocol, size: Size) -> Vec<Cell> {
    let area = Rect::new(0, 0, size.width, size.height);
    let mut buffer = Buffer::empty(area);
    Image::new(protocol).render(area, &mut buffer);
    buffer.content
}

/// Takes what is to be sent once out of the first cell of a picture, which is drawn with it.
fn take_sent(first: &mut Cell) -> Vec<u8> {
    let symbol = first.symbol().to_owned();
    let (sent, symbol) = symbol.split_at(symbol.rfind(PART).unwrap_or(0));
    first.set_symbol(symbol);
    sent.into()
}

/// What makes the terminal forget a picture that it was sent (Kitty: "deleting images").
pub(super) fn forget(number: u32) -> Vec<u8> {
    format!("\x1b_Ga=d,d=I,i={},q=2\x1b\\", number * STRIDE).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELL: Pixels = Pixels { width: 10, height: 20 };
    const SIZE: Size = Size { width: 4, height: 3 };

    fn printed(means: Means) -> Printed {
        let picture = RgbImage::from_fn(80, 120, |_, y| {
            image::Rgb(if y < 60 { [200, 10, 10] } else { [10, 10, 200] })
        });
        print(&picture, SIZE, means, CELL, 7).unwrap()
    }

    #[test]
    fn half_blocks_are_colours_alone() {
        let Printed { cells, sent, strips } = printed(Means::Blocks);
        assert_eq!((cells.len(), sent.len(), strips.len()), (12, 0, 0));
        assert_eq!(cells[0].bg, Color::Rgb(200, 10, 10));
        assert_eq!(cells[11].bg, Color::Rgb(10, 10, 200));
        assert!(cells.iter().all(|cell| [" ", "▀", "▄"].contains(&cell.symbol())));
    }

    #[test]
    fn kitty_is_sent_a_picture_once_and_shows_it_in_cells() {
        let Printed { cells, sent, strips } = printed(Means::Kitty { compressed: true });
        let sent = String::from_utf8(sent).unwrap();
        assert!(sent.starts_with("\u{1b}_Gq=2,i=1792,a=T,U=1,"));
        assert!(sent.ends_with("\u{1b}\\") && strips.is_empty());
        for (at, cell) in cells.iter().enumerate() {
            assert_eq!(cell.fg, Color::Rgb(0, 7, 0));
            assert_eq!(cell.symbol().chars().count(), if at % 4 == 0 { 4 } else { 1 }, "{at}");
            assert_eq!(crate::text::width(cell.symbol()), 1);
        }
        assert_eq!(forget(7), b"\x1b_Ga=d,d=I,i=1792,q=2\x1b\\");
    }

    #[test]
    fn other_terminals_get_strips_of_a_row_each() {
        for (means, start) in [(Means::Sixel, "\u{1b}P"), (Means::Iterm2, "\u{1b}]1337;File=")] {
            let Printed { cells, sent, strips } = printed(means);
            assert_eq!((cells.len(), sent.len(), strips.len()), (12, 0, 3));
            for (row, (color, strip)) in strips.iter().enumerate() {
                assert!(cells[row * 4..][..4].iter().all(|cell| cell.fg == *color));
                let bytes = String::from_utf8_lossy(&strip.bytes);
                assert!(bytes.contains(start), "{bytes:?}");
                assert_eq!(strip.columns, 4);
            }
            assert!(strips[0] != strips[2], "each has its part");
        }
    }
}
