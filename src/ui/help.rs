//! The list of keys.

use ratatui::layout::Rect;

use super::rows::Pen;
use crate::app::{Help, HelpLine};
use crate::layout::{Area, Role};
use crate::text::width;

/// The widest column of keys, in columns.
const MAX_KEYS: usize = 26;

pub(super) fn draw(pen: &mut Pen<'_>, help: &Help, area: Rect) {
    let keys_width = help
        .lines
        .iter()
        .map(|line| if let HelpLine::Keys { keys, .. } = line { width(keys) } else { 0 })
        .max()
        .unwrap_or(0)
        .min(MAX_KEYS)
        .min(usize::from(area.width) / 3);
    let keys_width = super::narrow(keys_width);
    let line = |y| Area { x: 0, y, width: area.width, height: 1 };
    let head = pen.theme.head(true);
    let dim = pen.theme.role(Role::Meta);
    if area.height == 0 {
        return;
    }
    let title = inset(line(0), 1);
    pen.write(title, "Keys", head);
    let shown = area.height.saturating_sub(2);
    for (line_of_help, y) in help.lines.iter().skip(help.top).zip(1..=shown) {
        let row = inset(line(y), 1);
        match line_of_help {
            HelpLine::Space => {}
            HelpLine::Heading(words) => {
                pen.write(row, words, pen.theme.role(Role::Heading));
            }
            HelpLine::Keys { keys, does, in_article } => {
                let left = inset(row, 1);
                let keys_area = Area { width: keys_width.min(left.width), ..left };
                pen.write(keys_area, keys, pen.theme.role(Role::Marker));
                let right = inset(left, keys_width + 2);
                let used = pen.write(right, does, pen.theme.role(Role::Text));
                if let Some(words) = in_article {
                    let rest = inset(right, used);
                    pen.write(rest, &format!("; in the article: {words}"), dim);
                }
            }
        }
    }
    if area.height > 1 {
        let status = inset(line(area.height - 1), 1);
        let last = usize::from(shown) + help.top >= help.lines.len();
        pen.write(status, if last { "q closes" } else { "q closes · more below" }, dim);
    }
}

fn inset(area: Area, by: u16) -> Area {
    let by = by.min(area.width);
    Area { x: area.x + by, width: area.width - by, ..area }
}
