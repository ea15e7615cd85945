//! The last line: where the reader is, what is being typed, what there is to say.

use ratatui::layout::Position;

use super::rows::Pen;
use crate::app::{Action, App, Ask, Mode, Pane};
use crate::layout::{Area, ArticleLayout, Role};
use crate::text::width;

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, area: Area) {
    if let Mode::Asking(ask) = app.mode() {
        let line = format!("{}{}", ask.what.sign(), ask.prompt.text());
        let used = pen.write_content(area, &line, pen.theme.role(Role::Text));
        let rest = Area { x: area.x + used, width: area.width - used, ..area };
        pen.write_right(rest, &format!("  {} ", ask.hint), pen.theme.role(Role::Meta));
        return;
    }
    let area = Area { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let dim = pen.theme.role(Role::Meta);
    let right = position(app);
    let typed = app.typed();
    let (left, style) = match app.message() {
        Some(message) if typed.is_empty() => (message.to_owned(), pen.theme.role(Role::Text)),
        _ => (article_position(app), dim),
    };
    let right = if typed.is_empty() { right } else { format!("{typed}   {right}") };
    let room = usize::from(area.width).saturating_sub(width(&left) + 2);
    let keys = if typed.is_empty() { keys(app) } else { Vec::new() };
    // As many of the keys as there is room for; the one that lists them all comes first and stays.
    let with = |count: usize| {
        let keys = keys.iter().take(count).rev().map(String::as_str);
        let parts = std::iter::once(right.as_str()).filter(|right| !right.is_empty()).chain(keys);
        parts.collect::<Vec<_>>().join(" · ")
    };
    let all = (0..=keys.len()).rev().map(with);
    let least = if typed.is_empty() { keys.first().cloned() } else { Some(typed) };
    let shown = all.chain(least).find(|words| width(words) <= room);
    let used = shown.map_or(0, |words| pen.write_right(area, &words, dim));
    pen.write(Area { width: area.width - used, ..area }, &left, style);
}

/// The keys that matter most in the pane at hand, the most important first.
fn keys(app: &App) -> Vec<String> {
    let here: &[(Action, &str)] = match app.focus() {
        Pane::Thread => &[
            (Action::Help, "help"),
            (Action::Follow, "fold"),
            (Action::Done, "done"),
            (Action::NextNew, "unread"),
            (Action::Parent, "parent"),
            (Action::Search, "search"),
        ],
        Pane::Article => &[
            (Action::Help, "help"),
            (Action::OtherPane, "comments"),
            (Action::Search, "search"),
            (Action::Map, "outline"),
        ],
    };
    let named = |&(action, what): &(Action, &str)| {
        let key = app.keymap().keys_of(action).first()?;
        (action != Action::OtherPane || app.has_both()).then(|| format!("{key} {what}"))
    };
    here.iter().filter_map(named).collect()
}

/// The column of the cursor in a line that is being typed.
pub(super) fn prompt_cursor(ask: &Ask, area: Area) -> Option<Position> {
    let column = super::narrow(width(ask.what.sign()) + width(ask.prompt.before_cursor()));
    (area.height > 0 && area.width > 0)
        .then(|| Position::new(area.x + column.min(area.width - 1), area.y))
}

/// `¶ 4 of 19 · 21 %`.
fn article_position(app: &App) -> String {
    let article = &app.document().article;
    if article.blocks.is_empty() {
        return String::new();
    }
    let (item, _) = app.reader().place();
    let paragraph = item.clamp(1, ArticleLayout::items(article) - 2);
    let percent = app.reader().percent(article);
    format!("¶ {paragraph} of {} · {percent} %", article.blocks.len())
}

/// `comment 3 of 41 · depth 2`.
fn position(app: &App) -> String {
    let mut parts = Vec::new();
    let thread = &app.document().thread;
    let comment = app.discussion().cursor().and_then(|id| thread.get(id));
    if let (Some(number), Some(comment)) = (app.comment_number(), comment) {
        parts.push(format!("comment {number} of {}", thread.len()));
        if comment.depth() > 0 {
            parts.push(format!("depth {}", comment.depth()));
        }
        if app.focus() == Pane::Thread && !comment.confidence().is_sure() {
            parts.push(format!("place {} % sure", comment.confidence().as_percent()));
        }
    }
    parts.join(" · ")
}
