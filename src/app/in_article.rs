//! What each action does in the article.

use super::action::{Action, repeat};
use super::reader::Reader;
use crate::layout::ArticleLayout;
use crate::model::Article;

/// Columns that wide text moves by.
const SHIFT: usize = 8;

/// Does `action` in the article, `count` times or to the `count`th; says why nothing happened, if
/// nothing did.
pub(super) fn read(
    reader: &mut Reader,
    article: &Article,
    action: Action,
    count: Option<usize>,
) -> Option<&'static str> {
    let times = count.unwrap_or(1);
    match action {
        Action::Next
        | Action::Previous
        | Action::LineDown
        | Action::LineUp
        | Action::PageDown
        | Action::PageUp
        | Action::HalfPageDown
        | Action::HalfPageUp => {
            let rows = action.rows(reader.page(), count);
            let edge = if rows > 0 { "the end" } else { "the top" };
            (!reader.scroll(article, rows)).then_some(edge)
        }
        Action::First | Action::Last => {
            match (action, count) {
                (_, Some(line)) => reader.go_to_row(article, line.saturating_sub(1)),
                (Action::Last, None) => reader.go_to_end(article),
                _ => reader.go_to_top(article),
            }
            None
        }
        Action::Percent => {
            reader.go_to_percent(article, count.unwrap_or(0));
            None
        }
        Action::NextSibling
        | Action::PreviousSibling
        | Action::NextAuthor
        | Action::PreviousAuthor
        | Action::NextThread
        | Action::PreviousThread
        | Action::NextMatch
        | Action::PreviousMatch
        | Action::Parent => go_to_part(reader, article, action, times),
        Action::Root => {
            reader.go_to_top(article);
            None
        }
        Action::Follow
        | Action::ToggleFold
        | Action::OpenFold
        | Action::CloseFold
        | Action::FoldAll
        | Action::UnfoldAll
        | Action::FoldToDepth => fold(reader, article, action, times),
        Action::Left | Action::Right => shift(reader, action, times),
        _ => None,
    }
}

fn go_to_part(
    reader: &mut Reader,
    article: &Article,
    action: Action,
    times: usize,
) -> Option<&'static str> {
    let paragraph = |item: usize| item > 0 && item + 1 < ArticleLayout::items(article);
    let heading = |item: usize| ArticleLayout::heading(article, item).is_some();
    let mut go = |forward, wanted: &dyn Fn(usize) -> bool| {
        repeat(times, || reader.step(article, forward, wanted))
    };
    let (moved, edge) = match action {
        Action::NextSibling | Action::NextAuthor => (go(true, &paragraph), "the last paragraph"),
        Action::PreviousSibling | Action::PreviousAuthor => {
            (go(false, &paragraph), "the first paragraph")
        }
        Action::NextThread | Action::NextMatch => (go(true, &heading), "no heading below"),
        _ => (go(false, &heading), "no heading above"),
    };
    (!moved).then_some(edge)
}

fn fold(
    reader: &mut Reader,
    article: &Article,
    action: Action,
    times: usize,
) -> Option<&'static str> {
    let level = u32::try_from(times).unwrap_or(u32::MAX);
    let from = match action {
        Action::FoldAll => Some(0),
        Action::FoldToDepth => Some(level.saturating_add(1)),
        Action::UnfoldAll => None,
        _ => {
            let folded = match action {
                Action::OpenFold => Some(false),
                Action::CloseFold => Some(true),
                _ => None,
            };
            let changed = reader.fold(article, folded);
            return (!changed).then_some("no section to fold or unfold here");
        }
    };
    reader.fold_all(article, from);
    (!reader.has_headings(article)).then_some("no sections to fold")
}

fn shift(reader: &mut Reader, action: Action, times: usize) -> Option<&'static str> {
    let by = SHIFT.saturating_mul(times);
    let before = reader.shift;
    reader.shift = match action {
        Action::Left => before.saturating_sub(by),
        _ => before.saturating_add(by).min(reader.overhang().max(before)),
    };
    (reader.shift == before).then_some("nothing here goes further")
}
