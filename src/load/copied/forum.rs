//! A thread of a forum (`XenForo`, `vBulletin`), copied as text.
//!
//! Every post has its number on the page, `#2`, with a date beside it, and that is all that these
//! programs have in common. What is known of the writer stands above the number (`XenForo` 2, many
//! skins of `vBulletin` 4), below it (`vBulletin`), or above the text while name, date and number stand
//! behind it (`XenForo` 1): a page shows which by what stands around most of its numbers. Threads are
//! flat, and the first post of a page is what is discussed.

mod words;

use super::{
    Input, Likelihood, Lines, LoadError, Page, Place, Post, date_article, fill_article, likelihood,
    number, sample,
};
use crate::load::times::When;
use crate::load::{Loader, Reads, Sink};
use crate::text::clean_line;
use words::{is_chrome, is_edit_note, is_footer, is_frame, is_label, role};

/// The loader.
pub(in super::super) const LOADER: Loader = Loader {
    name: "forum_text",
    about: "a forum thread (XenForo, vBulletin), copied from a browser as text",
    extensions: &["txt"],
    sniff,
    load: Reads::Whole(load),
};

/// How far from its number a post's date is looked for, in lines that are not blank.
const DATE_REACH: usize = 4;
/// The longest line that may have a post's number or a name, in bytes.
const MAX_LINE: usize = 200;
/// The most lines about a writer.
const MAX_CARD: usize = 40;
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
    let found = anchors(&lines);
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

/// A post's number and what stands beside it.
#[derive(Clone, Copy, Debug)]
struct Anchor<'a> {
    /// The first line of it and the one behind it.
    start: usize,
    end: usize,
    age: &'a str,
    /// The name, where it stands before the date on the same line.
    name: Option<&'a str>,
    /// The date stands below the number, or before it on the same line.
    leads: bool,
    edited: bool,
}

/// `#2`, `#2 (permalink)`, or either behind a date: the number and what stands before it.
fn numbered(line: &str) -> Option<(u64, &str)> {
    if line.len() > MAX_LINE {
        return None;
    }
    let (before, rest) = line.rsplit_once('#')?;
    let digits = rest.split([' ', '(', '\t']).next().unwrap_or_default();
    let behind = rest.get(digits.len()..).unwrap_or_default().trim();
    let fits = behind.is_empty() || behind.starts_with('(');
    let apart = before.is_empty() || before.ends_with(char::is_whitespace);
    let number = number(digits).filter(|_| fits && apart)?;
    Some((u64::try_from(number).ok()?, before.trim_end_matches(['|', ' ', '\t', '\u{A0}'])))
}

fn anchors<'a>(lines: &Lines<'a>) -> Vec<Anchor<'a>> {
    let mut found: Vec<Anchor<'a>> = Vec::new();
    let mut last = 0;
    for (at, line) in lines.said(0..lines.len()) {
        let Some((number, before)) = numbered(line).filter(|&(number, _)| number > last) else {
            continue;
        };
        let from = found.last().map_or(0, |last| last.end);
        if let Some(anchor) = anchor(lines, at, before, from) {
            last = number;
            found.push(anchor);
        }
    }
    found
}

/// The date beside the number on line `at`.
fn anchor<'a>(lines: &Lines<'a>, at: usize, before: &'a str, from: usize) -> Option<Anchor<'a>> {
    let base = Anchor { start: at, end: at + 1, age: "", name: None, leads: false, edited: false };
    if !before.is_empty() {
        let (name, age) = dated(before)?;
        return Some(Anchor { age, name, leads: name.is_none(), ..base });
    }
    let above = (from..at).rev().filter(|&at| !lines.is_blank(at)).take(DATE_REACH);
    let mut edited = false;
    for line in above {
        if let Some((name, age)) = dated(lines.get(line)) {
            return Some(Anchor { start: line, age, name, edited, ..base });
        }
        edited |= is_edit_note(lines.get(line));
    }
    let below = lines.said(at + 1..lines.len()).next()?;
    let (None, age) = dated(below.1)? else { return None };
    Some(Anchor { end: below.0 + 1, age, leads: true, ..base })
}

/// The date that a line is, with a name and a comma before it or not.
fn dated(line: &str) -> Option<(Option<&str>, &str)> {
    if line.len() > MAX_LINE {
        return None;
    }
    if is_date(line) {
        return Some((None, line));
    }
    let mut commas = line.match_indices(", ");
    commas.find_map(|(at, _)| {
        let (name, date) = line.split_at_checked(at)?;
        let date = date.strip_prefix(", ")?;
        (is_date(date) && !name.is_empty()).then_some((Some(name), date))
    })
}

/// A date, an age, or a weekday with a time.
fn is_date(line: &str) -> bool {
    if When::of(line).is_some() {
        return true;
    }
    let word = line.split([' ', ',']).next().unwrap_or_default();
    words::is_weekday(word) && line.contains(':') && line.len() < 40
}

/// Where a page has what it says of a writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// Above the number, and the text below.
    Above,
    /// Below the number, above the text.
    Below,
    /// Above the text, with the number behind it.
    Foot,
}

impl Layout {
    fn of(lines: &Lines<'_>, anchors: &[Anchor<'_>]) -> Layout {
        let most = |test: &dyn Fn(&Anchor<'_>) -> bool| {
            anchors.iter().filter(|anchor| test(anchor)).count() * 2 > anchors.len()
        };
        if most(&|anchor| anchor.name.is_some()) {
            return Layout::Foot;
        }
        // Labels stand near every number but two: above the first there is none, or below the last.
        let count = |range: std::ops::Range<usize>| {
            let labels = lines.said(range).filter(|(_, line)| is_label(line));
            labels.take(FEW_LABELS).count()
        };
        let above = anchors
            .first()
            .map_or(0, |first| count(first.start.saturating_sub(MAX_CARD)..first.start));
        let below = anchors
            .last()
            .map_or(0, |last| count(last.end..lines.len().min(last.end + MAX_CARD / 2)));
        if most(&|anchor| anchor.leads) || (below >= FEW_LABELS && above < FEW_LABELS) {
            Layout::Below
        } else {
            Layout::Above
        }
    }
}

/// A post: whose, and the lines of its text.
struct Found<'a> {
    author: &'a str,
    roles: Vec<String>,
    start: usize,
    end: usize,
}

fn read<'a>(lines: &Lines<'a>) -> Page<'a> {
    let anchors = anchors(lines);
    let layout = Layout::of(lines, &anchors);
    let mut found = match layout {
        Layout::Above => above(lines, &anchors),
        Layout::Below => below(lines, &anchors),
        Layout::Foot => foot(lines, &anchors),
    };
    cut_last(lines, &mut found);
    cut_counts(lines, &mut found);
    let mut page = Page::default();
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

/// The lines about a writer that end above `end`: without a blank line in them, but for one that may
/// stand right above the date.
fn card_above(lines: &Lines<'_>, from: usize, end: usize) -> usize {
    let Some(last) = lines.last(from..end) else { return end };
    let run = (from..last).rev().take_while(|&at| !lines.is_blank(at)).take(MAX_CARD);
    run.last().unwrap_or(last)
}

fn above<'a>(lines: &Lines<'a>, anchors: &[Anchor<'a>]) -> Vec<Found<'a>> {
    let mut found: Vec<Found<'a>> = Vec::new();
    let mut from = 0;
    for anchor in anchors {
        let card = card_above(lines, from, anchor.start);
        if let Some(last) = found.last_mut() {
            last.end = card;
        }
        let card = if found.is_empty() { starter(lines, card, anchor.start) } else { card };
        let mut rows = lines.said(card..anchor.start).map(|(_, line)| line).peekable();
        while rows.next_if(|row| is_chrome(row)).is_some() {}
        let mut author = rows.next().unwrap_or_default();
        // Where somebody has no picture, there is the first letter of the name.
        if let Some(name) = rows.peek().filter(|name| is_initial(author, name)) {
            author = name;
        }
        let roles = rows.filter_map(role).collect();
        found.push(Found { author, roles, start: anchor.end, end: lines.len() });
        from = anchor.end;
    }
    found
}

/// The first line about the first writer: above it stands the name behind the word for who began.
fn starter(lines: &Lines<'_>, card: usize, end: usize) -> usize {
    let named = |at: usize| {
        let name = lines.get(at);
        let above = lines.said(card..at).map(|(_, line)| line);
        !name.is_empty()
            && !is_label(name)
            && above.filter(|line| line.len() > name.len()).any(|line| line.ends_with(name))
    };
    (card..end).rev().find(|&at| named(at)).unwrap_or(card)
}

fn is_initial(letter: &str, name: &str) -> bool {
    let mut letters = letter.chars();
    let first = letters.next().filter(|_| letters.next().is_none());
    let (Some(first), Some(other)) = (first, name.chars().next()) else { return false };
    name != letter && first.to_lowercase().eq(other.to_lowercase())
}

fn below<'a>(lines: &Lines<'a>, anchors: &[Anchor<'a>]) -> Vec<Found<'a>> {
    let ends = anchors.iter().skip(1).map(|next| next.start).chain([lines.len()]);
    let mut found = Vec::new();
    for (anchor, end) in anchors.iter().zip(ends) {
        let name = lines.first(anchor.end..end).unwrap_or(anchor.end);
        let (start, roles) = card_end(lines, name + 1, end);
        found.push(Found { author: lines.get(name), roles, start, end });
    }
    found
}

fn foot<'a>(lines: &Lines<'a>, anchors: &[Anchor<'a>]) -> Vec<Found<'a>> {
    let mut from = 0;
    let mut found = Vec::new();
    for anchor in anchors {
        let author = anchor.name.unwrap_or_default();
        let name = if from == 0 {
            (from..anchor.start).rev().find(|&at| lines.get(at) == author)
        } else {
            (from..anchor.start).find(|&at| lines.get(at) == author)
        };
        let (start, roles) = card_end(lines, name.map_or(from, |at| at + 1), anchor.start);
        found.push(Found { author, roles, start, end: anchor.start });
        from = anchor.end;
    }
    found
}

/// Passes over the lines about a writer that start at `from`: up to the last label and its value.
fn card_end(lines: &Lines<'_>, from: usize, end: usize) -> (usize, Vec<String>) {
    let mut last = from;
    let mut rows = lines.said(from..end).take(MAX_CARD).peekable();
    let mut roles = Vec::new();
    let mut between = 0;
    while let Some((at, line)) = rows.next() {
        if is_label(line) {
            last = at + 1;
            between = 0;
            if !line.trim_end_matches(':').contains(':')
                && let Some((value, _)) = rows.next()
            {
                last = value + 1;
            }
        } else {
            roles.extend(role(line).filter(|_| last == from));
            between += 1;
            if between > DATE_REACH {
                break;
            }
        }
    }
    (last, roles)
}

/// The last text ends where the others do: at the first line of spaces, or before the page's end.
fn cut_last(lines: &Lines<'_>, found: &mut [Found<'_>]) {
    let Some((last, others)) = found.split_last_mut() else { return };
    let first_spaces = |start: usize, end: usize| (start..end).find(|&at| lines.is_spaces(at));
    let at_end = |found: &Found<'_>| {
        let spaces = first_spaces(found.start, found.end);
        spaces.is_some_and(|at| lines.said(at..found.end).all(|(_, line)| is_chrome(line)))
    };
    let customary = others.len() > 1 && others.iter().all(at_end);
    let spaces = first_spaces(last.start, last.end).filter(|_| customary);
    let footer = (last.start..last.end).find(|&at| is_footer(lines.get(at)));
    last.end = [spaces, footer].into_iter().flatten().min().unwrap_or(last.end);
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
