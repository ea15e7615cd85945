//! Pictures: how many cells they take, and the rows that are kept free for them.
//!
//! The size of a picture is known before the picture is: it stands at the beginning of the file. So
//! the text has its final places at once, and nothing moves when the picture comes.

use std::rc::Rc;

use super::row::{Piece, Role, Row, Spot};

/// A picture that is narrower or lower than this, in pixels, is no picture to look at: a line, a
/// dot that counts visitors, a sign.
const LEAST: u32 = 24;

/// The most columns and rows that a picture takes: what terminals can number.
pub const MOST: usize = 200;
/// How many of a picture's pixels are as wide as a letter. Pages are made for screens on which this
/// is so, whatever those of a terminal are.
const LETTER: u64 = 9;
/// The largest side of a cell that is believed, in pixels.
const LARGEST_CELL: u32 = 1000;

/// A size in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pixels {
    /// Across.
    pub width: u32,
    /// Down.
    pub height: u32,
}

impl Pixels {
    /// Whether a picture of this size says anything.
    #[must_use]
    pub fn is_seen(self) -> bool {
        self.width >= LEAST && self.height >= LEAST
    }
}

/// What a picture takes of the screen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Print {
    /// The picture's address.
    pub address: Rc<str>,
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

/// One row of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    /// The picture.
    pub print: Rc<Print>,
    /// Which of its rows, from 0.
    pub row: u16,
}

/// The room that pictures have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Easel {
    /// The size of a cell.
    pub cell: Pixels,
    /// The most rows that a picture takes.
    pub rows: usize,
}

impl Easel {
    /// Columns and rows of a picture of this size, at most `columns` wide: as large beside the text as
    /// it is on its page, or as large as there is room for, its proportions kept.
    #[must_use]
    pub fn fit(self, picture: Pixels, columns: usize) -> (u16, u16) {
        let side = |pixels: u32| u64::from(pixels.clamp(1, LARGEST_CELL));
        // In parts of a pixel, of which as many as a cell has pixels are one across.
        let whole = |pixels: u32| u64::from(pixels.max(1)) * side(self.cell.width);
        let (width, height) = (whole(picture.width), whole(picture.height));
        let (across, down) = (LETTER * side(self.cell.width), LETTER * side(self.cell.height));
        let most = |cells: usize| cells.clamp(1, MOST) as u64;
        let room = (most(columns) * across, most(self.rows) * down);
        // The shares of its size that it can have, compared without dividing.
        let (num, den) = if room.0 * height <= room.1 * width {
            (room.0.min(width), width)
        } else {
            (room.1.min(height), height)
        };
        let cells = |pixels: u64, cell: u64, most: u64| {
            let cells = (pixels * num + den * cell / 2) / (den * cell);
            u16::try_from(cells.clamp(1, most)).unwrap_or(1)
        };
        (cells(width, across, most(columns)), cells(height, down, most(self.rows)))
    }
}

/// A picture that is to be shown in its place.
#[derive(Clone, Copy, Debug)]
pub struct Hung {
    /// Its size.
    pub pixels: Pixels,
    /// The room for it.
    pub easel: Easel,
}

impl Hung {
    /// The rows of the picture at `address`, set in by `inset` columns of `measure`; `base` is the
    /// byte of its item that they stand for.
    pub(super) fn rows(self, address: &str, base: usize, measure: usize, inset: usize) -> Vec<Row> {
        let (columns, rows) = self.easel.fit(self.pixels, measure.saturating_sub(inset));
        let print = Rc::new(Print { address: address.into(), columns, rows });
        let strip = |row| Row {
            pieces: vec![Piece::added(" ".repeat(inset), Role::Caption)],
            picture: Some(Strip { print: Rc::clone(&print), row }),
            ..Row::new(Spot::Text(base))
        };
        (0..rows).map(strip).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CELL: Pixels = Pixels { width: 10, height: 20 };

    #[test]
    fn pictures_keep_their_proportions_and_fit() {
        #[rustfmt::skip]
        let cases = [
            // why                      picture            columns  rows  then
            ("as large as it is",       (360, 180),        70,      20,   (40, 10)),
            ("too wide",                (1400, 200),       70,      20,   (70, 5)),
            ("too high",                (400, 4000),       70,      20,   (4, 20)),
            ("too large both ways",     (4000, 4000),      70,      20,   (40, 20)),
            ("a line",                  (100_000, 24),     70,      20,   (70, 1)),
            ("hardly room",             (400, 400),        1,       1,    (1, 1)),
            ("no room at all",          (400, 400),        0,       0,    (1, 1)),
            ("the largest",             (u32::MAX, u32::MAX), 70,   20,   (40, 20)),
        ];
        for (why, (width, height), columns, rows, then) in cases {
            let easel = Easel { cell: CELL, rows };
            assert_eq!(easel.fit(Pixels { width, height }, columns), then, "{why}");
        }
    }

    proptest! {
        #[test]
        fn no_picture_is_larger_than_its_room(
            width: u32, height: u32, across: u32, down: u32, columns: u16, rows: u16,
        ) {
            let easel = Easel { cell: Pixels { width: across, height: down }, rows: rows.into() };
            let (wide, high) = easel.fit(Pixels { width, height }, columns.into());
            prop_assert!((1..=columns.max(1)).contains(&wide) && (1..=rows.max(1)).contains(&high));
        }
    }
}
