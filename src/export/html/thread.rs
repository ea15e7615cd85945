//! The discussion as lists within each other, which fold without a script.
//!
//! Replies are a list in the `details` of what they answer, so that a text browser and a page without
//! its style show the tree as well. Browsers draw no endless depth of elements, nor is there room for
//! one on a screen: replies below some level stay at it, and name whom they answer.

use std::fmt;

use super::super::facts::{self, BETWEEN};
use super::{escape, time};
use crate::markup::{from_body, to_page};
use crate::model::{Arrangement, Comment, Created, Document, Order, Thread};

/// The deepest level that is shown as one: each takes a rem of a measure of 36.
const MAX_LEVELS: u32 = 12;

/// The longest name of a comment that is its anchor as it is, in bytes.
const MAX_ANCHOR: usize = 64;

pub(super) fn write(document: &Document, order: Order, out: &mut dyn fmt::Write) -> fmt::Result {
    let thread = &document.thread;
    let title = facts::thread_title(document, order);
    writeln!(
        out,
        "<section class=\"thread comments\" id=\"comments\">\n<h2>{}</h2>",
        escape(&title)
    )?;
    let arrangement = Arrangement::new(thread, order);
    let mut open = 0;
    for position in 0..arrangement.len() {
        let Some(comment) = arrangement.at(position).and_then(|id| thread.get(id)) else {
            continue;
        };
        let depth = arrangement.depth(comment);
        let level = depth.min(MAX_LEVELS) + 1;
        if open >= level {
            close(open - level, out)?;
            out.write_str(END)?;
        } else {
            out.write_str("<ul class=\"replies\">\n")?;
        }
        open = level;
        let place_shows = depth <= MAX_LEVELS && !arrangement.is_flat();
        write_comment(thread, comment, place_shows, out)?;
    }
    close(open, out)?;
    out.write_str("</section>\n")
}

/// What ends a comment.
const END: &str = "</details>\n</article></li>\n";

/// Ends as many levels.
fn close(levels: u32, out: &mut dyn fmt::Write) -> fmt::Result {
    (0..levels).try_for_each(|_| writeln!(out, "{END}</ul>"))
}

/// Writes a comment and leaves it open, for its replies.
fn write_comment(
    thread: &Thread,
    comment: Comment<'_>,
    place_shows: bool,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    let anchor = anchor(comment);
    let body = to_page(&from_body(comment.body()), &format!("{anchor}-"));
    writeln!(
        out,
        "<li><article class=\"comment\" id=\"{anchor}\" itemprop=\"comment\" itemscope \
         itemtype=\"https://schema.org/Comment\">\n<details open>"
    )?;
    write_summary(thread, comment, place_shows, out)?;
    let body = body.trim_end_matches('\n');
    match facts::state(comment).filter(|_| body.is_empty()) {
        Some(state) => writeln!(out, "<p class=\"notice\" itemprop=\"text\">{state}</p>")?,
        None => writeln!(out, "<div itemprop=\"text\">\n{body}\n</div>")?,
    }
    match facts::more(comment) {
        Some(more) => writeln!(out, "<p class=\"notice\">{}</p>", escape(&more)),
        None => Ok(()),
    }
}

/// `author · +48 · date · edited`: what stays when the comment is folded.
fn write_summary(
    thread: &Thread,
    comment: Comment<'_>,
    place_shows: bool,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    let property = if comment.author().is_empty() { "" } else { " itemprop=\"author\"" };
    write!(out, "<summary><b{property}>{}</b>", escape(facts::author(comment)))?;
    let roles = facts::roles(comment);
    if !roles.is_empty() {
        write!(out, " <span class=\"role\">({})</span>", escape(&roles))?;
    }
    if let Some(subject) = comment.subject() {
        write!(out, "{BETWEEN}<span class=\"subject\">{}</span>", escape(subject))?;
    }
    if let Some(votes) = facts::votes(comment.votes()) {
        let class = if comment.votes().score.is_some() { "score" } else { "votes" };
        write!(out, "{BETWEEN}<span class=\"{class}\">{votes}</span>")?;
    }
    write_date(comment, out)?;
    if comment.edited() {
        write!(out, "{BETWEEN}edited")?;
    }
    if let Some(state) = facts::state(comment).filter(|_| comment.has_body()) {
        write!(out, "{BETWEEN}{state}")?;
    }
    if let Some(answers) = facts::answers(thread, comment, place_shows) {
        let answers = escape(&answers);
        match comment.parent().and_then(|parent| thread.get(parent)) {
            Some(parent) => {
                let parent = anchor(parent);
                write!(
                    out,
                    "{BETWEEN}<a class=\"u-in-reply-to\" href=\"#{parent}\">{answers}</a>"
                )?;
            }
            None => write!(out, "{BETWEEN}{answers}")?,
        }
    }
    out.write_str("</summary>\n")
}

/// The date, leading to where the comment came from.
fn write_date(comment: Comment<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
    let machine = match comment.created() {
        Created::At(seconds) => time(seconds, Some("dateCreated")),
        _ => None,
    };
    let age = || Some(format!("<span class=\"age\">{}</span>", escape(&facts::created(comment)?)));
    let words = machine.or_else(age);
    let link = comment.permalink();
    match (link.as_deref().and_then(facts::web_address), words) {
        (Some(link), words) => {
            let words = words.as_deref().unwrap_or("link");
            write!(out, "{BETWEEN}<a class=\"u-url\" href=\"{}\">{words}</a>", escape(&link))
        }
        (None, Some(words)) => write!(out, "{BETWEEN}{words}"),
        (None, None) => Ok(()),
    }
}

/// The name of a comment within the page: the source's id where that is a plain word.
fn anchor(comment: Comment<'_>) -> String {
    let name = comment.name();
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if name.len() <= MAX_ANCHOR && name.bytes().all(plain) {
        format!("c-{name}")
    } else {
        format!("k-{:016x}", comment.key().0)
    }
}
