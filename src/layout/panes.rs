//! Where the panes are on a screen of a given size.

/// The narrowest screen that shows both panes side by side unless asked to, in columns.
pub const SIDE_BY_SIDE: u16 = 120;
/// Below this not even on demand: 40 columns of text each.
const SIDE_BY_SIDE_LEAST: u16 = 84;
/// The lowest screen that can be stacked, in rows.
const STACKED_LEAST: u16 = 16;
/// The lowest screen with a rule over the status line, in rows.
const RULED: u16 = 16;

/// How the reader wants the panes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Split {
    /// Side by side where the screen is wide enough, else one.
    #[default]
    Auto,
    /// Side by side.
    Side,
    /// The article above the discussion.
    Stacked,
    /// The focused pane alone.
    One,
}

impl Split {
    /// What to call it before a reader.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Split::Auto => "by the width",
            Split::Side => "side by side",
            Split::Stacked => "stacked",
            Split::One => "one pane",
        }
    }

    /// What to call it in a configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Split::Auto => "auto",
            Split::Side => "side",
            Split::Stacked => "stacked",
            Split::One => "one",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Split> {
        [Split::Auto, Split::Side, Split::Stacked, Split::One]
            .into_iter()
            .find(|split| split.name() == name)
    }

    /// The one that follows when a reader steps through them, on a screen of this size: it looks
    /// different from the one before.
    #[must_use]
    pub fn next(self, columns: u16, rows: u16) -> Split {
        let steps = [Split::Side, Split::Stacked, Split::One];
        let now = self.resolve(columns, rows);
        let at = steps.iter().position(|&step| step == now).unwrap_or(2);
        (1..=steps.len())
            .filter_map(|step| steps.get((at + step) % steps.len()).copied())
            .find(|step| step.resolve(columns, rows) == *step)
            .unwrap_or(Split::One)
    }

    /// What this comes to on a screen of this size.
    #[must_use]
    pub fn resolve(self, columns: u16, rows: u16) -> Split {
        match self {
            Split::Auto if columns >= SIDE_BY_SIDE => Split::Side,
            Split::Side if columns >= SIDE_BY_SIDE_LEAST => Split::Side,
            Split::Stacked if rows >= STACKED_LEAST => Split::Stacked,
            _ => Split::One,
        }
    }
}

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// The first column.
    pub x: u16,
    /// The first row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// The parts of the screen. What has no room is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// How the two are placed.
    pub split: Split,
    /// The article's header line.
    pub article_head: Area,
    /// The article's text.
    pub article: Area,
    /// The discussion's header line.
    pub thread_head: Area,
    /// The discussion.
    pub thread: Area,
    /// The line between the two.
    pub divider: Area,
    /// The line above the status line.
    pub rule: Area,
    /// The status line.
    pub status: Area,
}

/// Divides a screen of `columns` by `rows`. Of one pane alone, both get the place: who has the
/// focus is drawn. A document without comments (or without text) has but one pane.
///
/// Of two panes, the article has `share` percent of the columns, or of the rows.
#[must_use]
pub fn panes(columns: u16, rows: u16, split: Split, share: u16) -> Panes {
    let split = split.resolve(columns, rows);
    let status_rows = u16::from(rows > 1);
    let rule_rows = u16::from(rows >= RULED);
    let height = rows - status_rows - rule_rows;
    let full = Area { x: 0, y: 0, width: columns, height };
    let (article, divider, thread) = match split {
        Split::Side => {
            let left = divide(columns, share);
            let right = Area { x: left + 1, width: columns - left - 1, ..full };
            (Area { width: left, ..full }, Area { x: left, width: 1, ..full }, right)
        }
        Split::Stacked => {
            let top = divide(height, share);
            let below = Area { y: top + 1, height: height - top - 1, ..full };
            (Area { height: top, ..full }, Area { y: top, height: 1, ..full }, below)
        }
        _ => (full, Area::default(), full),
    };
    let (article_head, article) = headed(article);
    let (thread_head, thread) = headed(thread);
    Panes {
        split,
        article_head,
        article,
        thread_head,
        thread,
        divider,
        rule: Area { y: height, height: rule_rows, ..full },
        status: Area { y: rows - status_rows, height: status_rows, ..full },
    }
}

/// `share` percent of `length`, so that something is left for both.
fn divide(length: u16, share: u16) -> u16 {
    let part = u32::from(length) * u32::from(share.min(100)) / 100;
    u16::try_from(part).unwrap_or(length).clamp(1.min(length), length.saturating_sub(2).max(1))
}

/// Where a sheet stands on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetPlace {
    /// In the middle, as large as its lines, up to the whole screen.
    Middle,
    /// In the upper right corner, where it hides least of what it changes.
    Corner,
}

/// The widest sheet, in columns, its frame not counted.
const SHEET_WIDEST: usize = 84;
/// The smallest screen on which a sheet has a frame and leaves something of the panes in sight.
const FRAMED_LEAST: (u16, u16) = (50, 12);

/// The frame of a sheet of `lines` that are `widest` columns wide, and the part inside for its
/// lines. On a small screen it takes everything but the last row, with its title in the first.
#[must_use]
pub fn sheet_areas(
    columns: u16,
    rows: u16,
    (lines, widest): (usize, usize),
    place: SheetPlace,
) -> (Area, Area) {
    if columns < FRAMED_LEAST.0 || rows < FRAMED_LEAST.1 {
        let frame = Area { x: 0, y: 0, width: columns, height: rows.saturating_sub(1) };
        let head = u16::from(frame.height > 1);
        let inner = Area { y: head, height: frame.height - head, ..frame };
        return (frame, inner);
    }
    let narrow = |wanted: usize| u16::try_from(wanted).unwrap_or(u16::MAX);
    let width = narrow(widest.clamp(24, SHEET_WIDEST) + 4).min(columns - 4);
    let height = narrow(lines.max(1) + 2).min(rows - 3);
    let (x, y) = match place {
        SheetPlace::Middle => ((columns - width) / 2, (rows - 1 - height) / 2),
        SheetPlace::Corner => (columns - width - 1, 1),
    };
    let frame = Area { x, y, width, height };
    let inner = Area { x: x + 2, y: y + 1, width: width - 4, height: height - 2 };
    (frame, inner)
}

/// Parts a header line from an area of three rows or more.
fn headed(area: Area) -> (Area, Area) {
    let head = u16::from(area.height >= 3);
    let body = Area { y: area.y + head, height: area.height - head, ..area };
    (Area { height: head, ..area }, body)
}
