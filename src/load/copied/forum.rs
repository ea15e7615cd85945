//! A thread of a forum (`XenForo`, `vBulletin`), copied as text.
//!
//! Every post has its number on the page, `#2`, with a date beside it, and that is all that these
//! programs have in common. What is known of the writer stands above the number (`XenForo` 2, many
//! skins of `vBulletin` 4), below it (`vBulletin`), or above the text while name, date and number stand
//! behind it (`XenForo` 1): a page shows which by what stands around most of its numbers. Threads are
//! flat, and the first post of a page is what is discussed.

mod cards;
mod heads;
mod words;

use std::ops::Range;

use super::{
    Input, Likelihood, Lines, LoadError, Page, Place, Post, date_article, fill_article, likelihood,
    number, sample,
};
use crate::load::{Loader, Reads, Sink};
use crate::text::clean_line;
use cards::{Found, Layout, above, below, foot};
use heads::is_date;
use words::{is_chrome, is_edit_note, is_footer, is_frame, is_label};

/// The loader.
pub(in super::super) const LOADER: Loader = Loader {
    name: "forum_text",
    about: "a forum thread (XenForo, vBulletin), copied from a browser as text",
    extensions: &["txt"],
    marks: &[],
    sniff,
    load: Reads::Whole(load),
};

/// The longest line that may have a post's number or a name, in bytes.
const MAX_LINE: usize = 200;
/// The most lines about a writer.
const MAX_CARD: usize = 40;
/// How many lines between the last text and the page's end are no sign of another post: links to the
/// threads before and behind.
const NEIGHBOURS: usize = 2;
/// How many labels are no chance.
const FEW_LABELS: usize = 2;
/// How far above the first post its title is looked for, in lines.
const MAX_TOP: usize = 2_000;
/// The shortest title that is known by standing twice, in bytes.
const MIN_TITLE: usize = 8;
/// Of the posts of a page, the share that must be alike for it to be a custom, in percent.
const CUSTOM: usize = 80;

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(text) = sample(input) else { return Likelihood::No };
    let lines = Lines::new(&text);
    let found = heads::whole(&lines);
    if found.len() < 2 {
        return Likelihood::No;
    }
    let framed = lines.said(0..lines.len()).filter(|(_, line)| is_frame(line)).take(2).count() > 1;
    match likelihood(found.len(), framed) {
        Likelihood::Certain if !framed => Likelihood::Likely,
        Likelihood::Likely if !framed => Likelihood::No,
        likelihood => likelihood,
    }
}

fn load(input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    super::load(input, sink, read)
}

fn read<'a>(lines: &Lines<'a>) -> Page<'a> {
    let anchors = heads::whole(lines);
    let layout = Layout::of(lines, &anchors);
    let anchors = heads::with_broken(lines, anchors, layout);
    let mut found = match layout {
        Layout::Above => above(lines, &anchors),
        Layout::Below => below(lines, &anchors),
        Layout::Foot => foot(lines, &anchors),
    };
    let behind = cut_last(lines, &mut found);
    cut_counts(lines, &mut found);
    let mut page = Page { warnings: heads::warnings(&anchors), ..Page::default() };
    if lines.said(behind.clone()).filter(|(_, line)| !is_chrome(line)).count() > NEIGHBOURS {
        page.leave(lines, behind, is_chrome);
    }
    let first = found.first().map_or(lines.len(), |first| first.start);
    let mut topic = "";
    for (index, (anchor, found)) in anchors.iter().zip(found).enumerate() {
        let (end, noted) = text_end(lines, found.start, found.end);
        if index == 0 {
            topic = title(lines, first, found.author).unwrap_or_default();
        }
        // vBulletin repeats the title above a text.
        let repeats =
            |line: &str| !topic.is_empty() && line.strip_prefix("Re: ").unwrap_or(line) == topic;
        let first_line = lines.first(found.start..end);
        let start = match first_line {
            Some(at) if layout == Layout::Below && repeats(lines.get(at)) => at + 1,
            _ => found.start,
        };
        let text = lines.text(start..end);
        if index == 0 {
            page.article.title = Some(clean_line(topic)).filter(|title| !title.is_empty());
            page.article.byline = Some(clean_line(found.author)).filter(|name| !name.is_empty());
            date_article(&mut page.article, anchor.age);
            fill_article(&mut page.article, &text);
            page.op = Some(found.author);
            continue;
        }
        let post = Post {
            author: found.author,
            edited: noted || anchor.edited,
            roles: found.roles,
            place: Place::Depth(0),
            text,
            ..Post::default()
        };
        page.posts.push(post.stamp(anchor.age));
    }
    page
}

/// The last text ends where the others do: at the first line of spaces, or before the page's end.
/// Gives the lines between.
fn cut_last(lines: &Lines<'_>, found: &mut [Found<'_>]) -> Range<usize> {
    let Some((last, others)) = found.split_last_mut() else { return 0..0 };
    let first_spaces = |start: usize, end: usize| (start..end).find(|&at| lines.is_spaces(at));
    let at_end = |found: &Found<'_>| {
        let spaces = first_spaces(found.start, found.end);
        spaces.is_some_and(|at| lines.said(at..found.end).all(|(_, line)| is_chrome(line)))
    };
    let ended = others.iter().filter(|found| at_end(found)).count();
    let customary = others.len() > 1 && ended * 2 > others.len();
    let spaces = first_spaces(last.start, last.end).filter(|_| customary);
    let footer = (last.start..last.end).find(|&at| is_footer(lines.get(at)));
    let end = footer.unwrap_or(last.end);
    last.end = spaces.unwrap_or(end).min(end);
    last.end..end
}

/// Takes a number from the end of each text, where most have one: it counts something.
fn cut_counts(lines: &Lines<'_>, found: &mut [Found<'_>]) {
    let count_at = |found: &Found<'_>| {
        let last = lines.last(found.start..found.end)?;
        let more = lines.first(found.start..last).is_some();
        number(lines.get(last)).filter(|_| more).map(|_| last)
    };
    let counts = found.iter().filter(|found| count_at(found).is_some()).count();
    if found.len() > 2 && counts * 100 >= found.len() * CUSTOM {
        for found in found {
            found.end = count_at(found).unwrap_or(found.end);
        }
    }
}

/// Where a text ends, without buttons and notes below it, and whether one of those tells of an edit.
fn text_end(lines: &Lines<'_>, start: usize, end: usize) -> (usize, bool) {
    let is_rule = |line: &str| line.len() > 9 && line.bytes().all(|b| b == b'_');
    let mut end = lines.said(start..end).find(|(_, line)| is_rule(line)).map_or(end, |(at, _)| at);
    let mut edited = false;
    while let Some(last) = lines.last(start..end) {
        let line = lines.get(last);
        if is_edit_note(line) {
            edited = true;
        } else if !is_chrome(line) {
            break;
        }
        end = last;
    }
    (end, edited)
}

/// The title: above the line with the name of who began, or what stands twice above the first post.
fn title<'a>(lines: &Lines<'a>, first: usize, author: &str) -> Option<&'a str> {
    let top: Vec<&'a str> =
        lines.said(first.saturating_sub(MAX_TOP)..first).map(|(_, l)| l).collect();
    let pairs = top.iter().zip(top.iter().skip(1));
    let is_starter = |line: &str| {
        line.len() > author.len()
            && line.len() < MAX_LINE
            && (line.ends_with(author) || words::is_starter(line))
    };
    let starter = pairs.clone().find(|(_, below)| !author.is_empty() && is_starter(below));
    let long = |line: &&&str| line.len() >= MIN_TITLE && !is_date(line) && !is_label(line);
    let label =
        || top.iter().find_map(|line| words::TITLES.iter().find_map(|w| line.strip_prefix(w)));
    let mut seen = std::collections::HashSet::new();
    let twice = top.iter().filter(long).filter(|line| !seen.insert(**line));
    let twice = twice.max_by_key(|line| line.chars().count()).copied();
    starter.map(|(title, _)| *title).or_else(label).or(twice).or_else(|| {
        let words = |line: &&&str| line.split_whitespace().count() > 2;
        top.iter().rev().filter(words).find(long).copied()
    })
}
