//! What each action does in the discussion.

use super::action::{Action, repeat};
use super::thread::Discussion;
use crate::model::Thread;

/// Does `action` in the discussion, `count` times or to the `count`th; says why nothing happened,
/// if nothing did. A comment that the cursor leaves was read.
pub(super) fn discuss(
    pane: &mut Discussion,
    thread: &Thread,
    action: Action,
    count: Option<usize>,
) -> Option<&'static str> {
    let left = pane.cursor();
    let edge = act(pane, thread, action, count);
    let passing = action.rows(1, None) > 0;
    let stuck = pane.cursor() == left && edge.is_some() && passing;
    if let Some(left) = left {
        if stuck {
            pane.set_read(thread, left, true);
        } else if pane.cursor() != Some(left) && action != Action::ToggleRead {
            pane.leave(thread, left, passing);
        }
    }
    edge
}

fn act(
    pane: &mut Discussion,
    thread: &Thread,
    action: Action,
    count: Option<usize>,
) -> Option<&'static str> {
    let times = count.unwrap_or(1);
    match action {
        Action::Next => (!repeat(times, || pane.step(thread, true))).then_some("the last comment"),
        Action::Previous => {
            (!repeat(times, || pane.step(thread, false))).then_some("the first comment")
        }
        Action::LineDown | Action::LineUp => {
            let rows = action.rows(1, count);
            let edge = if rows > 0 { "the end" } else { "the top" };
            (!pane.scroll(thread, rows)).then_some(edge)
        }
        Action::PageDown | Action::PageUp | Action::HalfPageDown | Action::HalfPageUp => {
            let rows = action.rows(pane.page(), count);
            let edge = if rows > 0 { "the end" } else { "the top" };
            (!pane.turn(thread, rows)).then_some(edge)
        }
        Action::First | Action::Last => {
            match (action, count) {
                (_, Some(number)) => pane.go_to_position(thread, number.saturating_sub(1)),
                (Action::Last, None) => pane.go_to_end(thread),
                _ => pane.go_to_top(thread),
            }
            None
        }
        Action::Percent => {
            let percent = count.unwrap_or(0).min(100);
            pane.go_to_position(thread, thread.len() * percent / 100);
            None
        }
        Action::NextSibling
        | Action::PreviousSibling
        | Action::NextThread
        | Action::PreviousThread
        | Action::NextMatch
        | Action::PreviousMatch
        | Action::Parent
        | Action::Root => go_to_relative(pane, thread, action, times),
        Action::Left => pane.left(thread),
        Action::Right => pane.right(thread),
        Action::Follow
        | Action::ToggleFold
        | Action::OpenFold
        | Action::CloseFold
        | Action::FoldAll
        | Action::UnfoldAll
        | Action::FoldToDepth => fold(pane, thread, action, times),
        Action::NextAuthor | Action::PreviousAuthor => {
            let forward = action == Action::NextAuthor;
            let edge = if forward {
                "no later comment by this author"
            } else {
                "no earlier comment by this author"
            };
            (!repeat(times, || pane.step_author(thread, forward))).then_some(edge)
        }
        Action::NextNew | Action::PreviousNew => {
            let forward = action == Action::NextNew;
            (!repeat(times, || pane.step_unread(thread, forward))).then_some("everything is read")
        }
        Action::Done => (!repeat(times, || pane.done(thread))).then_some("done; nothing below"),
        Action::ToggleRead => {
            let comment = thread.get(pane.cursor()?)?;
            let read = !pane.is_read(comment);
            pane.set_read(thread, comment.id(), read);
            Some(if read { "read" } else { "unread" })
        }
        Action::CatchUp => {
            let all = pane.catch_up(thread);
            Some(if all { "everything is read; once more takes that back" } else { "as it was" })
        }
        Action::Quotes => {
            Some(if pane.toggle_quotes(thread) { "quotes are folded" } else { "quotes are shown" })
        }
        _ => None,
    }
}

fn go_to_relative(
    pane: &mut Discussion,
    thread: &Thread,
    action: Action,
    times: usize,
) -> Option<&'static str> {
    let moved = repeat(times, || {
        let relative = match action {
            Action::NextSibling => pane.sibling(thread, true),
            Action::PreviousSibling => pane.sibling(thread, false),
            Action::NextThread | Action::NextMatch => pane.thread_start(thread, true),
            Action::PreviousThread | Action::PreviousMatch => pane.thread_start(thread, false),
            Action::Parent => pane.parent(thread),
            _ => pane.root(thread),
        };
        relative.is_some_and(|id| pane.go(thread, id))
    });
    let edge = match action {
        Action::NextSibling => "the last of its siblings",
        Action::PreviousSibling => "the first of its siblings",
        Action::NextThread | Action::NextMatch => "the last thread",
        Action::PreviousThread | Action::PreviousMatch => "the first thread",
        Action::Parent => "it answers nobody",
        _ => "it starts this thread",
    };
    (!moved).then_some(edge)
}

fn fold(
    pane: &mut Discussion,
    thread: &Thread,
    action: Action,
    times: usize,
) -> Option<&'static str> {
    match action {
        Action::OpenFold => (!pane.fold(thread, Some(false))).then_some("it is not folded"),
        Action::CloseFold => (!pane.fold(thread, Some(true))).then_some("it is folded already"),
        Action::Follow | Action::ToggleFold => {
            pane.fold(thread, None);
            None
        }
        _ => {
            let depth = match action {
                Action::FoldAll => Some(0),
                Action::FoldToDepth => Some(u32::try_from(times).unwrap_or(u32::MAX)),
                _ => None,
            };
            pane.fold_all(thread, depth);
            None
        }
    }
}
