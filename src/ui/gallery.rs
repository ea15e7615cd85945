//! Pictures that are ready to be drawn.
//!
//! A picture is cells like all else on the screen: coloured half-blocks, or cells that stand for a
//! part of a picture that the terminal has. So pictures scroll, are cut at the edge of their pane
//! and covered by sheets without anybody's care. What such a cell looks like on its way to the
//! terminal is the business of `run`.

use std::collections::HashMap;

use ratatui::buffer::Cell;
use ratatui::style::Color;

use super::rows::Pen;
use crate::layout::{Area, Print, Strip};

/// The pictures that are ready, by what they are made for: the cells of each, row by row.
#[derive(Clone, Debug, Default)]
pub struct Gallery {
    pictures: HashMap<Print, Vec<Cell>>,
}

impl Gallery {
    /// Whether this picture is ready.
    #[must_use]
    pub fn has(&self, print: &Print) -> bool {
        self.pictures.contains_key(print)
    }

    /// Takes a picture in, in the place of what was there.
    pub fn hang(&mut self, print: Print, cells: Vec<Cell>) {
        self.pictures.insert(print, cells);
    }

    /// Keeps the pictures that `wanted` likes.
    pub fn keep(&mut self, wanted: impl Fn(&Print) -> bool) {
        self.pictures.retain(|print, _| wanted(print));
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pictures.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pictures.is_empty()
    }

    fn row(&self, strip: &Strip) -> Option<&[Cell]> {
        let columns = usize::from(strip.print.columns);
        let start = usize::from(strip.row) * columns;
        self.pictures.get(&*strip.print)?.get(start..start + columns)
    }
}

impl Pen<'_> {
    /// Draws a row of a picture at the left of `area`, if the picture is ready.
    pub(super) fn strip(&mut self, area: Area, strip: &Strip, gallery: &Gallery) {
        let cells = gallery.row(strip).unwrap_or_default();
        for (x, part) in (area.x..area.x.saturating_add(area.width)).zip(cells) {
            if let Some(cell) = self.buffer.cell_mut((x, area.y)) {
                cell.set_symbol(part.symbol());
                cell.fg = part.fg;
                // What is drawn on the ground of the theme leaves it.
                if part.bg != Color::Reset {
                    cell.bg = part.bg;
                }
            }
        }
    }
}
