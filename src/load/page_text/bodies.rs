//! The text of each comment, and what is printed below it: votes, buttons, a note on edits.

use std::collections::HashMap;

use super::chrome::{self, Kind};
use super::headers::Header;
use super::lines::Lines;

/// Of the comments of a page, the share that must end alike for it to be a custom, in percent.
const CUSTOM: usize = 90;
/// Of the comments of a page, the share that must have a button for it to be one, in percent.
const BUTTONS: usize = 25;
/// The longest words on a button, in bytes.
const MAX_BUTTON: usize = 40;
/// The fewest comments that can show a custom.
const FEW: usize = 3;

/// A comment without its head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rest {
    /// The text: lines, and blank lines between paragraphs.
    pub(super) text: String,
    /// The numbers below it: the score, or votes for and against.
    pub(super) votes: Vec<i32>,
    pub(super) edited: bool,
    /// How many replies are folded away.
    pub(super) folded: u32,
    /// Whether the page shows only the beginning of the text.
    pub(super) shortened: bool,
}

/// What the page does below its comments.
#[derive(Clone, Copy, Default)]
struct Customs<'a> {
    /// It has a button.
    buttons: bool,
    /// The words on its button, in a language that is not known.
    foreign_button: Option<&'a str>,
    /// It has votes and no button.
    bare_votes: bool,
    /// It has votes for and votes against.
    split_votes: bool,
}

/// What follows each of `headers`.
pub(super) fn read(lines: &Lines<'_>, headers: &[Header<'_>]) -> Vec<Rest> {
    let ends = headers.iter().skip(1).map(|next| next.start).chain([lines.len()]);
    let mut ranges: Vec<(usize, usize)> =
        headers.iter().zip(ends).map(|(header, end)| (header.end, end.max(header.end))).collect();
    let mut customs = Customs { buttons: has_buttons(lines, &ranges), ..Customs::default() };
    if !customs.buttons {
        customs.foreign_button = foreign_button(lines, &ranges);
        customs.buttons = customs.foreign_button.is_some();
    }
    if let Some(last) = ranges.last_mut() {
        last.1 = page_end(lines, *last, customs);
    }
    customs.bare_votes = !customs.buttons && has_bare_votes(lines, &ranges);
    customs.split_votes = has_split_votes(lines, &ranges, customs);
    let gaps = headers.first().is_some_and(|first| lines.has_gaps(first.start..lines.len()));
    ranges.into_iter().map(|range| rest(lines, range, customs, gaps)).collect()
}

impl Customs<'_> {
    fn is_button(self, line: &str) -> bool {
        self.buttons && (is_button(line) || self.foreign_button == Some(line))
    }
}

fn is_button(line: &str) -> bool {
    chrome::is(line, &[Kind::Reply]) || chrome::votes_and_reply(line).is_some()
}

/// Whether buttons stand below the comments; one that is nowhere else is somebody's word.
fn has_buttons(lines: &Lines<'_>, ranges: &[(usize, usize)]) -> bool {
    let below = |&&(start, end): &&(usize, usize)| {
        (start..end).rev().take(4).any(|at| is_button(lines.get(at)))
    };
    let count = ranges.iter().filter(below).count();
    count > 0 && count * 100 >= ranges.len() * BUTTONS
}

/// The short line that most comments end with: nobody writes that way.
fn foreign_button<'a>(lines: &Lines<'a>, ranges: &[(usize, usize)]) -> Option<&'a str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for &(start, end) in ranges {
        // A line that is all there is may be a text, such as "Edited".
        let line = if end > start + 1 { lines.get(end - 1) } else { "" };
        if (1..=MAX_BUTTON).contains(&line.len()) && line.chars().any(char::is_alphabetic) {
            *counts.entry(line).or_default() += 1;
        }
    }
    let (line, count) = counts.into_iter().max_by_key(|&(line, count)| (count, line))?;
    (count >= FEW && count * 2 > ranges.len()).then_some(line)
}

fn has_bare_votes(lines: &Lines<'_>, ranges: &[(usize, usize)]) -> bool {
    let ends_in_number = |&&(start, end): &&(usize, usize)| {
        end > start && chrome::votes(lines.get(end - 1)).is_some()
    };
    let count = ranges.iter().filter(ends_in_number).count();
    ranges.len() >= FEW && count * 100 >= ranges.len() * CUSTOM
}

fn has_split_votes(lines: &Lines<'_>, ranges: &[(usize, usize)], customs: Customs<'_>) -> bool {
    let customs = Customs { split_votes: true, ..customs };
    let mut one = 0;
    let mut two = 0;
    for &range in ranges {
        match below(lines, range, customs).votes.as_slice() {
            [_] => one += 1,
            [_, against] if *against <= 0 => two += 1,
            _ => {}
        }
    }
    two > one && two > 1
}

/// Where the last comment ends: below its button, or before what pages have behind the comments.
fn page_end(lines: &Lines<'_>, (start, end): (usize, usize), customs: Customs<'_>) -> usize {
    for at in start..end {
        let line = lines.get(at);
        if customs.is_button(line) {
            let folded = |at: &usize| {
                let line = lines.get(*at);
                chrome::is(line, &[Kind::Button, Kind::HideReplies])
                    || chrome::folded_replies(line).is_some()
            };
            return at + 1 + (at + 1..end).take_while(folded).count();
        }
        if chrome::is(line, &[Kind::End]) || line.starts_with('©') || is_copyright(line) {
            return at;
        }
    }
    end
}

fn is_copyright(line: &str) -> bool {
    let start = line.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("copyright"));
    start && line.len() < 120 && line.chars().any(char::is_numeric)
}

/// What stands below a text.
#[derive(Default)]
struct Below {
    /// The line behind the text.
    end: usize,
    votes: Vec<i32>,
    edited: bool,
    folded: u32,
    shortened: bool,
}

/// Takes away from the end what is no text.
fn below(lines: &Lines<'_>, (start, end): (usize, usize), customs: Customs<'_>) -> Below {
    let mut below = Below { end, ..Below::default() };
    let mut button = customs.bare_votes;
    while below.end > start {
        let line = lines.get(below.end - 1);
        let most = if customs.split_votes { 2 } else { 1 };
        if let Some(votes) =
            chrome::votes_and_reply(line).filter(|_| customs.buttons && below.votes.is_empty())
        {
            button = true;
            below.votes.insert(0, votes);
        } else if let Some(folded) = chrome::folded_replies(line) {
            below.folded = folded;
            button = true;
        } else if chrome::is_edit_note(line) {
            below.edited = true;
        } else if chrome::is(line, &[Kind::HideReplies])
            || customs.is_button(line)
            || (customs.buttons && chrome::is(line, &[Kind::Button]))
        {
            button = true;
        } else if let Some(votes) =
            chrome::votes(line).filter(|_| button && below.votes.len() < most)
        {
            below.votes.insert(0, votes);
        } else if chrome::is(line, &[Kind::ReadMore]) {
            below.shortened = true;
        } else {
            break;
        }
        below.end -= 1;
    }
    below
}

fn rest(lines: &Lines<'_>, range: (usize, usize), customs: Customs<'_>, gaps: bool) -> Rest {
    let below = below(lines, range, customs);
    let mut rest = Rest {
        votes: below.votes,
        edited: below.edited,
        folded: below.folded,
        shortened: below.shortened,
        ..Rest::default()
    };
    for at in range.0..below.end {
        if at > range.0 {
            rest.text.push_str(if gaps && lines.gap(at) > 0 { "\n\n" } else { "\n" });
        }
        let line = lines.get(at);
        match without_read_more(line) {
            Some(quoted) if at == range.0 && quoted.ends_with(['"', '”']) => {
                // The words of the article that an inline comment stands at: they open with an icon.
                rest.text.push_str("> ");
                rest.text.push_str(quoted.trim_end_matches(['"', '”']).trim_end());
                rest.text.push('\n');
            }
            Some(cut) if at + 1 == below.end => {
                rest.shortened = true;
                rest.text.push_str(cut);
            }
            _ => rest.text.push_str(line),
        }
    }
    rest
}

/// The lines of `range` as a text.
pub(super) fn text(lines: &Lines<'_>, range: std::ops::Range<usize>) -> String {
    let mut text = String::new();
    for at in range.clone() {
        if at > range.start {
            text.push_str(if lines.gap(at) > 0 { "\n\n" } else { "\n" });
        }
        text.push_str(lines.get(at));
    }
    text
}

/// The line without a "Read more »" at its end.
fn without_read_more(line: &str) -> Option<&str> {
    let marked = line.strip_suffix(['»', '→'])?.trim_end();
    let cuts = marked.char_indices().rev().filter(|(_, c)| c.is_whitespace());
    cuts.take(4).find_map(|(at, _)| {
        let (before, phrase) = marked.split_at(at);
        chrome::is(phrase, &[Kind::ReadMore]).then(|| before.trim_end())
    })
}
