//! A sheet over the panes: a frame, a title, lines of which one may be chosen.

use ratatui::layout::Position;
use ratatui::style::Modifier;
use ratatui::widgets::{Clear, Widget};

use super::rows::Pen;
use crate::app::{About, App, Sheet, Sign};
use crate::layout::{Area, Role};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, sheet: &Sheet) {
    let Some((frame, inner)) = app.sheet_areas() else { return };
    let area = pen.buffer.area.intersection(ratatui::layout::Rect::new(
        frame.x,
        frame.y,
        frame.width,
        frame.height,
    ));
    Clear.render(area, pen.buffer);
    pen.buffer.set_style(area, pen.theme.ground.patch(pen.theme.overlay()));
    let framed = inner.y > frame.y && inner.x > frame.x;
    if framed {
        edges(pen, frame);
    }
    let title = Area {
        x: frame.x + 1,
        height: frame.height.min(1),
        width: frame.width.saturating_sub(2),
        y: frame.y,
    };
    if inner.y > frame.y {
        pen.write(title, &format!(" {} ", sheet.title), pen.theme.head(true));
    }
    let height = usize::from(inner.height);
    for ((line, chosen), y) in sheet.visible(height).zip(inner.y..inner.y + inner.height) {
        let area = Area { y, height: 1, ..inner };
        pen.row(area, &line.row, 0, &[]);
        if chosen {
            let x = area.x.saturating_sub(u16::from(framed));
            let width = area.width + if framed { 2 } else { 0 };
            pen.restyle(Area { x, width, ..area }, |theme, style| {
                style.remove_modifier(Modifier::DIM).patch(theme.selected())
            });
        }
    }
    let (above, below) = sheet.beyond(height);
    if framed && sheet.about == About::Map && above + below > 0 {
        strip(pen, sheet, Area { x: frame.x + frame.width - 1, width: 1, ..inner });
    }
    let meta = pen.theme.role(Role::Meta);
    if framed && below > 0 {
        let foot = Area { y: frame.y + frame.height - 1, height: 1, ..title };
        pen.write_right(foot, &format!(" {below} more "), meta);
    }
    if framed && above > 0 {
        pen.write_right(title, &format!(" {above} above "), meta);
    }
}

/// All of a sheet in one column: the place, what was found, what is new.
fn strip(pen: &mut Pen<'_>, sheet: &Sheet, area: Area) {
    let signs = sheet.strip(usize::from(area.height));
    for (sign, y) in signs.into_iter().zip(area.y..area.y + area.height) {
        let (symbol, role) = match sign {
            Sign::None => continue,
            Sign::New => ("•", Role::New),
            Sign::Found => ("∗", Role::Marker),
            Sign::Here => ("█", Role::Marker),
        };
        pen.write(Area { y, height: 1, ..area }, symbol, pen.theme.role(role));
    }
}

fn edges(pen: &mut Pen<'_>, frame: Area) {
    let side = |x| Area { x, y: frame.y, width: 1, height: frame.height };
    let line = |y| Area { y, height: 1, ..frame };
    let (right, bottom) = (frame.x + frame.width - 1, frame.y + frame.height - 1);
    pen.fill(side(frame.x), "│");
    pen.fill(side(right), "│");
    pen.fill(line(frame.y), "─");
    pen.fill(line(bottom), "─");
    for (x, y, corner) in [
        (frame.x, frame.y, "╭"),
        (right, frame.y, "╮"),
        (frame.x, bottom, "╰"),
        (right, bottom, "╯"),
    ] {
        pen.fill(Area { x, y, width: 1, height: 1 }, corner);
    }
}

/// What the last line says while a sheet is open.
pub(super) fn status(pen: &mut Pen<'_>, app: &App, sheet: &Sheet, area: Area) {
    if let Some(prompt) = sheet.prompt() {
        let (line, _) = super::status::typed_line("/", prompt, area);
        pen.write_content(area, &line, pen.theme.role(Role::Text));
        return;
    }
    let inside = Area { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let words = match (app.message(), sheet.sought()) {
        (Some(message), _) => message.to_owned(),
        (None, "") => cut_words(app, sheet).unwrap_or_else(|| hint(sheet.about).to_owned()),
        (None, sought) => format!("/{sought}   Esc shows all"),
    };
    let style = pen.theme.role(if app.message().is_some() { Role::Text } else { Role::Meta });
    pen.write(inside, &words, style);
}

/// What the chosen line of a list of keys says, if it is not all on the screen.
fn cut_words(app: &App, sheet: &Sheet) -> Option<String> {
    let (_, inner) = app.sheet_areas()?;
    let row = sheet.chosen_row().filter(|_| sheet.about == About::Help)?;
    let cut = row.width() > usize::from(inner.width);
    cut.then(|| row.text().split_whitespace().collect::<Vec<_>>().join(" "))
}

fn hint(about: About) -> &'static str {
    match about {
        About::Help => "Enter does what is chosen · / searches · q closes",
        About::Orders => "j k choose and show · Enter keeps · q leaves it as it was",
        About::Map | About::Outline => "j k go there · Enter stays · q goes back · / searches",
        About::Comments => "j k go there · Enter stays · q goes back",
        About::Threads => "Enter opens · / filters · q closes, M comes back here",
        About::Links => "a number or Enter opens · q closes",
        About::Peek | About::Facts | About::Where => "j k scroll · q closes",
    }
}

/// The column of the cursor in the search of a sheet.
pub(super) fn cursor(sheet: &Sheet, area: Area) -> Option<Position> {
    let (_, column) = super::status::typed_line("/", sheet.prompt()?, area);
    (area.height > 0 && area.width > 0)
        .then(|| Position::new(area.x + column.min(area.width - 1), area.y))
}
