//! The screen: `&App` to cells. Draws, and changes nothing.
//!
//! What stands where was decided by `layout` and `app`; here roles become styles and rows become
//! cells. No loader, network or disk.

mod ascii;
mod gallery;
mod head;
mod rows;
mod sheet;
mod status;
mod theme;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

use crate::app::{App, Mode, Pane, VisibleRow};
use crate::layout::{Area, Split, Spot, linked_note};
pub use ascii::ascii;
pub use gallery::Gallery;
use ratatui::style::Color;
use rows::Pen;
use std::collections::HashMap;
pub use theme::Theme;

/// The whole screen.
#[derive(Clone, Copy, Debug)]
pub struct Screen<'a> {
    /// What to draw.
    pub app: &'a App,
    /// How it looks.
    pub theme: &'a Theme,
    /// The pictures in it, as far as they are ready.
    pub gallery: &'a Gallery,
}

impl<'a> Screen<'a> {
    /// The addresses of the links on the screen, by their tags.
    #[must_use]
    pub fn links(&self) -> HashMap<Color, &'a str> {
        let article = self.app.reader().visible().iter().filter_map(VisibleRow::row);
        let thread = self.app.discussion().visible().iter().filter_map(VisibleRow::row);
        let pieces = article.chain(thread).flat_map(|row| &row.pieces);
        let addresses = pieces.filter_map(|piece| piece.link.as_deref());
        let addresses = addresses.filter(|address| linked_note(address).is_none());
        addresses.map(|address| (link_tag(address), address)).collect()
    }

    /// Where the terminal's own cursor belongs: in the line in which something is typed.
    #[must_use]
    pub fn cursor(&self) -> Option<Position> {
        match self.app.mode() {
            Mode::Asking(ask) => status::prompt_cursor(ask, self.app.panes().status),
            Mode::Sheet(sheet) => sheet::cursor(sheet, self.app.panes().status),
            Mode::Reading => None,
        }
    }
}

/// The tag of an address: what its cells have in the place of an underline's colour, so that cells
/// whose address changes are drawn anew. FNV-1a, folded to 24 bits.
#[must_use]
pub fn link_tag(address: &str) -> Color {
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = address.bytes().fold(0x811C_9DC5, step);
    let [high, r, g, b] = hash.to_be_bytes();
    Color::Rgb(r ^ high, g, b)
}

impl Widget for Screen<'_> {
    /// Draws all of `area`, whatever is in it.
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let Screen { app, theme, gallery } = self;
        let mut ground = Cell::EMPTY;
        ground.set_style(theme.ground);
        let whole = buffer.area;
        let area = area.intersection(whole);
        let (left, top) = (usize::from(area.x - whole.x), usize::from(area.y - whole.y));
        let rows = buffer.content.chunks_mut(usize::from(whole.width).max(1));
        for row in rows.skip(top).take(usize::from(area.height)) {
            if let Some(part) = row.get_mut(left..left + usize::from(area.width)) {
                part.fill(ground.clone());
            }
        }
        let mut pen = Pen { buffer, theme };
        let panes = app.panes();
        let both = app.has_both();
        let one = panes.split == Split::One;
        if !one || app.focus() == Pane::Article {
            head::article(&mut pen, app, panes.article_head);
            draw_article(&mut pen, app, gallery, panes.article);
        }
        if !one || app.focus() == Pane::Thread {
            head::thread(&mut pen, app, panes.thread_head);
            draw_thread(&mut pen, app, panes.thread);
        }
        if both {
            pen.fill(panes.divider, if panes.split == Split::Side { "│" } else { "─" });
        }
        pen.fill(panes.rule, "─");
        if both && panes.split == Split::Side {
            pen.fill(Area { x: panes.divider.x, width: 1, ..panes.rule }, "┴");
        }
        match app.mode() {
            Mode::Sheet(sheet) => {
                sheet::draw(&mut pen, app, sheet);
                sheet::status(&mut pen, app, sheet, panes.status);
            }
            Mode::Reading | Mode::Asking(_) => status::draw(&mut pen, app, panes.status),
        }
    }
}

fn draw_article(pen: &mut Pen<'_>, app: &App, gallery: &Gallery, area: Area) {
    let reader = app.reader();
    let Some(layout) = reader.layout() else { return };
    let text = Area {
        x: area.x + narrow(layout.margin),
        width: area.width.saturating_sub(narrow(layout.margin)),
        ..area
    };
    let search = reader.search.as_ref();
    for (line, y) in reader.visible().iter().zip(text.y..text.y + text.height) {
        let Some(row) = line.row() else { continue };
        let found: Vec<_> = search.into_iter().flat_map(|s| s.in_item(line.item)).collect();
        // Code may use the margin at the right; it is worth more there than white.
        let right = u16::from(row.wide);
        let area = Area { y, height: 1, width: text.width.saturating_sub(right), ..text };
        pen.row(area, row, if row.wide { reader.shift } else { 0 }, &found);
        if let Some(strip) = &row.picture {
            let left = narrow(row.width()).min(area.width);
            let rest = Area { x: area.x + left, width: area.width - left, ..area };
            pen.strip(rest, strip, gallery);
            continue;
        }
        let aside = app.focus() != Pane::Article || line.item != reader.place().0;
        if app.focus_mode() && aside {
            pen.restyle(area, Theme::dimmed);
        }
    }
}

fn draw_thread(pen: &mut Pen<'_>, app: &App, area: Area) {
    let discussion = app.discussion();
    let search = discussion.search.as_ref();
    let focused = app.focus() == Pane::Thread;
    for (line, y) in discussion.visible().iter().zip(area.y..area.y + area.height) {
        let Some(row) = line.row() else { continue };
        let gutter = Area { y, height: 1, width: area.width.min(1), ..area };
        let space = row.spot == Spot::Space && line.index == 0;
        if discussion.cursor() == Some(line.item) && !space {
            pen.mark(gutter, focused);
        }
        let text = Area { x: area.x + 1, y, width: area.width.saturating_sub(1), height: 1 };
        let found: Vec<_> = search.into_iter().flat_map(|s| s.in_item(line.item)).collect();
        pen.row(text, row, 0, &found);
        let aside = !focused || discussion.cursor() != Some(line.item);
        if discussion.is_dimmed(line.item) || app.focus_mode() && aside {
            pen.restyle(text, Theme::dimmed);
        }
    }
}

fn narrow(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}
