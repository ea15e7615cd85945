//! The last line: where the reader is, what is being typed, what there is to say.

use ratatui::layout::Position;

use super::rows::Pen;
use crate::app::{Action, App, Ask, Mode, Pane, Prompt};
use crate::layout::{Area, ArticleLayout, Role};
use crate::text::{graphemes, width};

pub(super) fn draw(pen: &mut Pen<'_>, app: &App, area: Area) {
    if let Mode::Asking(ask) = app.mode() {
        let (line, _) = typed_line(ask.what.sign(), &ask.prompt, area);
        let used = pen.write_content(area, &line, pen.theme.role(Role::Text));
        let rest = Area { x: area.x + used, width: area.width - used, ..area };
        pen.write_right(rest, &format!("  {} ", ask.hint), pen.theme.role(Role::Meta));
        return;
    }
    let area = Area { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let dim = pen.theme.role(Role::Meta);
    let typed = app.typed();
    let (left, style) = match app.message() {
        Some(message) if typed.is_empty() => (message.to_owned(), pen.theme.role(Role::Text)),
        _ => (article_position(app), dim),
    };
    let place = position(app);
    let room = usize::from(area.width).saturating_sub(width(&left) + 2);
    let keys = if typed.is_empty() { keys(app) } else { Vec::new() };
    // As much of the place and as many of the keys as there is room for: the number of the comment
    // and the key that lists them all come first and stay.
    let with = |parts: usize, count: usize| {
        let typed = Some(format!("{typed}  ")).filter(|_| !typed.is_empty());
        let keys = keys.iter().take(count).rev().cloned();
        let words = typed.into_iter().chain(place.iter().take(parts).cloned()).chain(keys);
        words.collect::<Vec<_>>().join(" · ")
    };
    let keys_least = keys.len().min(1);
    let fewer_keys = (keys_least..=keys.len()).rev().map(|count| (place.len(), count));
    let fewer_parts = (1..place.len()).rev().map(|parts| (parts, keys_least));
    let number_alone = [(place.len().min(1), 0)].into_iter();
    let all =
        fewer_keys.chain(fewer_parts).chain(number_alone).map(|(parts, count)| with(parts, count));
    let least = if typed.is_empty() { keys.first().cloned() } else { Some(typed.clone()) };
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
    let (_, column) = typed_line(ask.what.sign(), &ask.prompt, area);
    (area.height > 0 && area.width > 0)
        .then(|| Position::new(area.x + column.min(area.width - 1), area.y))
}

/// A line that is being typed, as it stands behind `sign`, and the column of its cursor: where it is
/// too long its beginning is left out, so that the cursor is in it.
pub(super) fn typed_line(sign: &str, prompt: &Prompt, area: Area) -> (String, u16) {
    let room = usize::from(area.width).saturating_sub(width(sign) + 2);
    let before = prompt.before_cursor();
    let over = width(before).saturating_sub(room);
    let mut cut = 0;
    if over > 0 {
        let mut skipped = 0;
        for (at, grapheme, columns) in graphemes(before) {
            if skipped > over {
                break;
            }
            skipped += columns;
            cut = at + grapheme.len();
        }
    }
    let more = if cut > 0 { "…" } else { "" };
    let shown = prompt.text().get(cut..).unwrap_or_default();
    let left = before.get(cut..).unwrap_or_default();
    let column = super::narrow(width(sign) + width(more) + width(left));
    (format!("{sign}{more}{shown}"), column)
}

/// `¶ 4 of 19 · 21 %`.
fn article_position(app: &App) -> String {
    let article = &app.document().article;
    if article.blocks.is_empty() {
        return String::new();
    }
    let (item, _) = app.reader().place();
    let paragraph = item.clamp(1, ArticleLayout::items(article) - 2);
    let percent = app.reader().percent();
    format!("¶ {paragraph} of {} · {percent} %", article.blocks.len())
}

/// `comment 3 of 41`, `depth 2`: the most important first.
fn position(app: &App) -> Vec<String> {
    let mut parts = Vec::new();
    let thread = &app.document().thread;
    let comment = app.discussion().cursor().and_then(|id| thread.get(id));
    if let (Some(number), Some(comment)) = (app.comment_number(), comment) {
        parts.push(format!("{} {number} of {}", app.entries().name(), thread.len()));
        if comment.depth() > 0 {
            parts.push(format!("depth {}", comment.depth()));
        }
        if app.focus() == Pane::Thread && !comment.confidence().is_sure() {
            parts.push(format!("place {} % sure", comment.confidence().as_percent()));
        }
    }
    parts
}
