//! What the mouse does: the wheel scrolls what it is over, a click goes there, folds, follows.

use super::sheet::{About, Sheet};
use super::{App, Effect, Mode, Pane};
use crate::layout::{Area, Role, Split, Spot};

/// A mouse event, in cells from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What was done.
    pub kind: MouseKind,
    /// The column.
    pub column: u16,
    /// The row.
    pub row: u16,
}

/// What was done with the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The mouse moved with the button down.
    Drag,
    /// The button went up.
    Release,
    /// The wheel was turned away from the hand.
    WheelUp,
    /// The wheel was turned towards it.
    WheelDown,
}

/// Rows that a notch of the wheel scrolls.
const NOTCH: isize = 3;

impl App {
    /// Takes a mouse event.
    pub(super) fn mouse(&mut self, mouse: Mouse) -> Option<Effect> {
        if mouse.kind == MouseKind::Release {
            self.dragging = false;
            return None;
        }
        if matches!(self.mode, Mode::Asking(_)) {
            return None;
        }
        self.message = None;
        if matches!(self.mode, Mode::Sheet(_)) {
            return self.mouse_on_sheet(mouse);
        }
        if mouse.kind == MouseKind::Drag && self.dragging {
            self.drag_split(mouse);
        } else if let Some(pane) = self.pane_at(mouse) {
            match mouse.kind {
                MouseKind::WheelUp => self.wheel(pane, -NOTCH),
                MouseKind::WheelDown => self.wheel(pane, NOTCH),
                MouseKind::Press => return self.click(pane, mouse),
                MouseKind::Drag | MouseKind::Release => {}
            }
        } else if mouse.kind == MouseKind::Press {
            let panes = self.panes();
            self.dragging = self.has_both() && has(panes.divider, mouse);
            if has(panes.article_head, mouse) || has(panes.thread_head, mouse) {
                self.click_head(mouse);
            }
        }
        None
    }

    fn pane_at(&self, mouse: Mouse) -> Option<Pane> {
        let panes = self.panes();
        if panes.split == Split::One {
            return has(panes.article, mouse).then_some(self.focus);
        }
        if has(panes.article, mouse) {
            Some(Pane::Article)
        } else {
            has(panes.thread, mouse).then_some(Pane::Thread)
        }
    }

    fn wheel(&mut self, pane: Pane, rows: isize) {
        match pane {
            Pane::Article => {
                self.reader.scroll(&self.document.article, rows);
            }
            Pane::Thread => {
                self.thread.moved = true;
                self.thread.scroll(&self.document.thread, rows);
            }
        }
    }

    /// A click on a pane's header goes there; with one pane, the tabs are halves of it.
    fn click_head(&mut self, mouse: Mouse) {
        let panes = self.panes();
        let on_thread = if panes.split == Split::One {
            mouse.column >= self.size.0 / 4
        } else {
            has(panes.thread_head, mouse)
        };
        if self.has_both() {
            self.focus = if on_thread { Pane::Thread } else { Pane::Article };
        }
    }

    fn click(&mut self, pane: Pane, mouse: Mouse) -> Option<Effect> {
        self.focus = pane;
        let panes = self.panes();
        match pane {
            Pane::Article => {
                let row = usize::from(mouse.row - panes.article.y);
                let margin = self.reader.layout().map_or(0, |layout| layout.margin);
                let column = usize::from(mouse.column - panes.article.x).checked_sub(margin)?;
                let row = self.reader.visible().get(row)?.row()?;
                let shift = if row.wide { self.reader.shift } else { 0 };
                let link = row.link_at(column + shift)?.to_owned();
                self.follow_at_hand(&link)
            }
            Pane::Thread => {
                let line = self.thread.visible().get(usize::from(mouse.row - panes.thread.y))?;
                let (id, row) = (line.item, line.row()?.clone());
                let column = usize::from(mouse.column - panes.thread.x).checked_sub(1)?;
                self.thread.moved = true;
                let before = self.thread.cursor();
                self.thread.go(&self.document.thread, id);
                if let Some(link) = row.link_at(column) {
                    return self.follow_at_hand(link);
                }
                let on_marker = row
                    .piece_at(column)
                    .is_some_and(|piece| matches!(piece.face.role, Role::Marker | Role::Guide));
                if row.spot == Spot::Head && (on_marker || before == Some(id)) {
                    self.thread.fold(&self.document.thread, None);
                }
                None
            }
        }
    }

    fn drag_split(&mut self, mouse: Mouse) {
        let (columns, rows) = self.size;
        let panes = self.panes();
        let share = match panes.split {
            Split::Side => u32::from(mouse.column) * 100 / u32::from(columns.max(1)),
            Split::Stacked => u32::from(mouse.row) * 100 / u32::from(rows.max(1)),
            _ => return,
        };
        self.set_share(u16::try_from(share).unwrap_or(50));
    }

    fn mouse_on_sheet(&mut self, mouse: Mouse) -> Option<Effect> {
        let (frame, inner) = self.sheet_areas()?;
        let height = usize::from(inner.height);
        let Mode::Sheet(sheet) = &mut self.mode else { return None };
        match mouse.kind {
            MouseKind::WheelUp | MouseKind::WheelDown => {
                let by = if mouse.kind == MouseKind::WheelUp { -1 } else { 1 };
                let by = if sheet.is_menu() { by } else { by * NOTCH };
                sheet.scroll(by, height);
                self.preview();
                None
            }
            MouseKind::Press if !has(frame, mouse) => {
                self.close_sheet(false);
                None
            }
            MouseKind::Press | MouseKind::Drag
                if sheet.about == About::Map
                    && frame.x < inner.x
                    && sheet.beyond(height) != (0, 0)
                    && mouse.column + 1 == frame.x + frame.width =>
            {
                let row = mouse.row.checked_sub(inner.y).filter(|row| *row < inner.height)?;
                sheet.point_in_strip(usize::from(row), height);
                self.preview();
                None
            }
            MouseKind::Press => {
                let row = has(inner, mouse).then(|| usize::from(mouse.row - inner.y))?;
                if Sheet::point(sheet, row, height) { self.choose() } else { None }
            }
            MouseKind::Drag | MouseKind::Release => None,
        }
    }
}

fn has(area: Area, mouse: Mouse) -> bool {
    (area.x..area.x + area.width).contains(&mouse.column)
        && (area.y..area.y + area.height).contains(&mouse.row)
}
