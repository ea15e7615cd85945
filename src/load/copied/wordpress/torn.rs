//! Heads of which the name or the date cannot be read.
//!
//! A page has two signs of those: a date like the ones of its other heads, alone on a line, and, where
//! every comment ends with a button to answer, such a button with a text behind it. What only looks like
//! the first line of a head (`She says:`) may be a sentence as well, and is told of.

use std::collections::HashSet;
use std::ops::Range;

use super::super::{Lines, Page, shape};
use super::heads::{self, Head, Style, is_chrome, pingback};
use super::{Comments, is_button, is_leading};
use crate::load::times::When;

/// A line with fewer words above the comments is the page's: how they are sorted, where to write one.
const FEW_WORDS: usize = 5;

/// How the heads and ends of a page are.
struct Custom {
    says: bool,
    /// The dates that stand alone on a line look so.
    shapes: HashSet<String>,
    /// What a head begins with, where it stands behind its text.
    foot: Option<&'static str>,
    /// Whether a button ends the comments.
    buttons: bool,
}

impl Custom {
    fn of(lines: &Lines<'_>, found: &Comments<'_>) -> Custom {
        let heads = &found.heads;
        let ages = heads.iter().filter(|head| !head.age.is_empty());
        let ends = heads.iter().zip(heads.iter().skip(1));
        let ended = ends.filter(|(head, next)| {
            let said = lines.said(head.end..next.start).map(|(_, line)| line);
            said.filter(|line| pingback(line).is_none()).last().is_some_and(is_button)
        });
        Custom {
            says: found.style == Style::Says,
            shapes: ages.map(|head| shape(head.age)).collect(),
            foot: (found.style == Style::Foot)
                .then(|| heads::foot_words(lines.get(heads.first()?.start)))
                .flatten(),
            // Of one comment it is no custom.
            buttons: heads.len() > 1 && ended.count() * 2 >= heads.len() - 1,
        }
    }

    fn is_date(&self, line: &str) -> bool {
        heads::is_time(line) && self.shapes.contains(&shape(line))
    }

    /// The head that line `at` is where those stand behind their texts.
    fn foot<'a>(&self, at: usize, line: &'a str) -> Option<Head<'a>> {
        let author = line.strip_prefix(self.foot?)?.trim();
        let fits = heads::is_name(author) && !author.ends_with(['.', '!', '?', ',']);
        fits.then_some(Head { start: at, end: at + 1, author, age: "", is_author: false })
    }

    /// The head that begins at line `at`, as far as it can be read.
    fn head<'a>(&self, lines: &Lines<'a>, at: usize) -> Head<'a> {
        let line = lines.get(at);
        let nobody = Head { start: at, end: at, author: "", age: "", is_author: false };
        if self.is_date(heads::bare_time(line)) {
            return Head { end: at + 1, age: heads::bare_time(line), ..nobody };
        }
        let below = heads::bare_time(lines.get(at + 1));
        match heads::said_by(line) {
            Some(author) if self.says => Head { end: at + 1, author, ..nobody },
            _ if self.is_date(below) && heads::is_name(line) => {
                Head { end: at + 2, author: line, age: below, ..nobody }
            }
            _ => nobody,
        }
    }
}

/// Adds the heads that are torn to those of a page, and tells of them.
pub(super) fn add<'a>(lines: &Lines<'a>, found: &mut Comments<'a>, page: &mut Page<'a>) {
    let custom = Custom::of(lines, found);
    let whole = std::mem::take(&mut found.heads);
    let mut torn = Torn { lines, custom, all: Vec::with_capacity(whole.len()), page };
    let mut from = found.start + usize::from(found.declared.is_some());
    for head in whole {
        torn.find(from..head.start);
        from = head.end;
        torn.all.push(head);
    }
    // Where nothing ends the comments, dates behind them are of something else.
    let end = super::last_end(lines, from, lines.len(), torn.custom.buttons);
    if end < lines.len() || torn.custom.foot.is_some() {
        torn.find(from..end);
    }
    found.heads = torn.all;
}

struct Torn<'a, 'p> {
    lines: &'p Lines<'a>,
    custom: Custom,
    all: Vec<Head<'a>>,
    page: &'p mut Page<'a>,
}

impl Torn<'_, '_> {
    /// Finds the heads in `range`, which begins with a text, unless it is above all heads.
    fn find(&mut self, range: Range<usize>) {
        let known = self.all.len();
        if self.custom.foot.is_some() {
            let lines = self.lines.said(range);
            self.all.extend(lines.filter_map(|(at, line)| self.custom.foot(at, line)));
        } else {
            self.find_above(range.clone());
            if known == 0 && self.all.is_empty() {
                self.page.leave(self.lines, range, is_frame);
            }
        }
        self.page.torn += self.all.len() - known;
    }

    /// The same where heads stand above their texts.
    fn find_above(&mut self, range: Range<usize>) {
        let first = self.all.is_empty();
        // What ends with a button is a comment, whatever it begins with.
        let last = self.lines.last(range.clone()).map(|at| self.lines.get(at));
        let mut owed = first && self.custom.buttons && last.is_some_and(is_button);
        let (mut from, mut has_text, mut pressed, mut pinged) = (range.start, false, false, false);
        for (at, line) in self.lines.said(range) {
            if at < from {
                continue;
            }
            if is_leading(line) || is_chrome(line) {
                pressed |= is_button(line) && has_text;
                continue;
            }
            if pingback(line).is_some() {
                (pressed, pinged) = (false, true);
                continue;
            }
            // A name stands on a line of its own.
            let opens = first || pressed || self.lines.is_blank(at.saturating_sub(1));
            let head = self.custom.head(self.lines, at);
            let is_dated = !head.age.is_empty() && (opens || head.author.is_empty());
            let begins = is_dated || pressed && self.custom.buttons;
            let is_named = (pinged || pressed) && !head.author.is_empty();
            if (has_text || first || pinged) && begins || is_named || owed {
                (from, has_text) = (head.end, head.end == at);
                (pressed, owed, pinged) = (false, false, false);
                self.all.push(head);
                continue;
            }
            self.page.doubtful += usize::from(has_text && opens && !head.author.is_empty());
            has_text = true;
        }
    }
}

/// Whether a line between the number of comments and the first of them is known to be none.
fn is_frame(line: &str) -> bool {
    line.split_whitespace().count() < FEW_WORDS
        || When::of(line).is_some()
        || pingback(line).is_some()
        || heads::heading(line).is_some()
        || heads::ends_comments(line)
}
