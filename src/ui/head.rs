//! The header lines of the panes.

use super::rows::Pen;
use crate::app::{App, Pane};
use crate::layout::{Area, ArticleLayout, Split};
use crate::model::Order;
use crate::text::clip;

/// Columns left of a header.
const MARGIN: u16 = 1;

pub(super) fn article(pen: &mut Pen<'_>, app: &App, area: Area) {
    if tabs(pen, app, area) {
        return;
    }
    let style = pen.theme.head(app.focus() == Pane::Article);
    let area = inset(area);
    let article = &app.document().article;
    let top = app.reader().visible().first().map(|line| line.item);
    // While the title itself is in sight, its place here is left to the site.
    let at_top = top.is_none_or(|item| item == ArticleLayout::HEAD);
    let words = if at_top { article.site.as_deref() } else { article.headline() };
    match words {
        Some(words) => pen.write_content(area, words, style),
        None => pen.write(area, if app.is_loading() { "loading…" } else { "Article" }, style),
    };
}

pub(super) fn thread(pen: &mut Pen<'_>, app: &App, area: Area) {
    if tabs(pen, app, area) {
        return;
    }
    let style = pen.theme.head(app.focus() == Pane::Thread);
    pen.write(inset(area), &summary(app), style);
}

/// `41 comments · most voted`.
fn summary(app: &App) -> String {
    let mut parts = vec![count(app)];
    parts.extend(order(app).map(str::to_owned));
    let (unread, all) = (app.discussion().unread(), app.document().thread.len());
    if unread < all {
        parts.push(format!("{unread} unread"));
    }
    parts.join(" · ")
}

fn count(app: &App) -> String {
    let loading = match app.progress() {
        Some(progress) => format!(" … {progress}"),
        None if app.is_loading() => "…".to_owned(),
        None => String::new(),
    };
    match app.entries().words() {
        None if app.is_loading() => format!("loading{loading}"),
        None => "no comments".to_owned(),
        Some(all) => match app.discussion().filter() {
            Some(filter) => format!("{} of {all} match", filter.matches()),
            None => format!("{all}{loading}"),
        },
    }
}

fn order(app: &App) -> Option<&'static str> {
    let order = app.discussion().arrangement().order();
    (order != Order::Given).then(|| order.label())
}

/// With one pane on the screen, its header names both; says whether that is so.
fn tabs(pen: &mut Pen<'_>, app: &App, area: Area) -> bool {
    if app.panes().split != Split::One || !app.has_both() {
        return false;
    }
    let (article, thread) =
        (pen.theme.head(app.focus() == Pane::Article), pen.theme.head(app.focus() == Pane::Thread));
    let dim = pen.theme.head(false);
    let mut area = inset(area);
    let mark = |focused| if focused { "▸ " } else { "  " };
    let title = app.document().article.title.as_ref().filter(|_| !app.has_text());
    let name = clip(title.map_or("Article", String::as_str), usize::from(area.width / 2));
    let labels = [
        (format!("{}{name}", mark(app.focus() == Pane::Article)), article),
        ("   ".to_owned(), dim),
        (format!("{}{}", mark(app.focus() == Pane::Thread), summary(app)), thread),
    ];
    for (label, style) in labels {
        let used = pen.write(area, &label, style);
        area.x += used;
        area.width -= used;
    }
    pen.write_right(area, "  Tab ", dim);
    true
}

fn inset(area: Area) -> Area {
    let margin = MARGIN.min(area.width);
    Area { x: area.x + margin, width: area.width - margin, ..area }
}
