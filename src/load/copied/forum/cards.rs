//! What a forum says of the writer of each post, and so where the text of a post begins and ends.

use super::super::{Lines, number};
use super::heads::{Anchor, DATE_REACH, is_date};
use super::words::{is_bare_label, is_chrome, is_label, is_value, role};
use super::{FEW_LABELS, MAX_CARD};

/// The most lines of a name and what stands between that and the labels, in a card that is torn.
const MAX_TORN: usize = 6;

/// Where a page has what it says of a writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Above the number, and the text below.
    Above,
    /// Below the number, above the text.
    Below,
    /// Above the text, with the number behind it.
    Foot,
}

impl Layout {
    pub(super) fn of(lines: &Lines<'_>, anchors: &[Anchor<'_>]) -> Layout {
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
        if most(&|anchor| anchor.leads) || below > above && above < FEW_LABELS {
            Layout::Below
        } else {
            Layout::Above
        }
    }
}

/// A post: whose, and the lines of its text.
pub(super) struct Found<'a> {
    pub(super) author: &'a str,
    pub(super) roles: Vec<String>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The lines about a writer that end above `end`: without a blank line in them, but for one that may
/// stand right above the date.
fn card_above(lines: &Lines<'_>, from: usize, end: usize) -> usize {
    let Some(last) = lines.last(from..end) else { return end };
    let run = |from: usize, last: usize| {
        let run = (from..last).rev().take_while(|&at| !lines.is_blank(at)).take(MAX_CARD);
        run.last().unwrap_or(last)
    };
    let card = run(from, last);
    if !is_label(lines.get(card)) && !is_value_alone(lines.get(card)) {
        return card;
    }
    // No card begins so: a blank line stands in it, and the name above that.
    let Some(above) = lines.last(from..card) else { return card };
    let torn = run(from, above);
    if above - torn < MAX_TORN { torn } else { above }
}

/// Whether a line is what stands below a label, and no name.
fn is_value_alone(line: &str) -> bool {
    is_date(line) || number(line).is_some()
}

pub(super) fn above<'a>(lines: &Lines<'a>, anchors: &[Anchor<'a>]) -> Vec<Found<'a>> {
    let mut found: Vec<Found<'a>> = Vec::new();
    let froms = || [0].into_iter().chain(anchors.iter().map(|anchor| anchor.end));
    let cards: Vec<usize> =
        froms().zip(anchors).map(|(from, anchor)| card_above(lines, from, anchor.start)).collect();
    // Where texts end with a line of spaces, a blank line above a card is in the card.
    let apart = cards.iter().filter(|&&at| at > 0 && lines.is_spaces(at - 1)).count();
    let apart = apart * 2 > cards.len();
    for ((anchor, from), card) in anchors.iter().zip(froms()).zip(cards) {
        let card = if apart { below_spaces(lines, from, card) } else { card };
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
    }
    found
}

/// The first line below the last of spaces, where no more than the rest of a card stands between
/// that and `card`.
fn below_spaces(lines: &Lines<'_>, from: usize, card: usize) -> usize {
    let spaces = (from..card).rev().find(|&at| lines.is_spaces(at));
    let top = spaces.and_then(|spaces| lines.first(spaces + 1..card));
    top.filter(|&top| lines.said(top..card).count() <= MAX_TORN).unwrap_or(card)
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

pub(super) fn below<'a>(lines: &Lines<'a>, anchors: &[Anchor<'a>]) -> Vec<Found<'a>> {
    let ends = anchors.iter().skip(1).map(|next| next.start).chain([lines.len()]);
    let mut found = Vec::new();
    for (anchor, end) in anchors.iter().zip(ends) {
        let name = lines.first(anchor.end..end).unwrap_or(anchor.end);
        let (start, roles) = card_end(lines, name + 1, end);
        found.push(Found { author: lines.get(name), roles, start, end });
    }
    found
}

pub(super) fn foot<'a>(lines: &Lines<'a>, anchors: &[Anchor<'a>]) -> Vec<Found<'a>> {
    let mut from = 0;
    let mut found = Vec::new();
    for anchor in anchors {
        let name = match anchor.name {
            None => name_above_labels(lines, from, anchor.start),
            Some(name) if from == 0 => (from..anchor.start).rev().find(|&at| lines.get(at) == name),
            Some(name) => (from..anchor.start).find(|&at| lines.get(at) == name),
        };
        let author = anchor.name.or(name.map(|at| lines.get(at))).unwrap_or_default();
        let (start, roles) = card_end(lines, name.map_or(from, |at| at + 1), anchor.start);
        found.push(Found { author, roles, start, end: anchor.start });
        from = anchor.end;
    }
    found
}

/// Where the name stands whose writer the labels in a range tell of.
fn name_above_labels(lines: &Lines<'_>, from: usize, end: usize) -> Option<usize> {
    if from > 0 {
        return (from..end).find(|&at| !lines.is_blank(at) && !is_chrome(lines.get(at)));
    }
    let label = (from..end).find(|&at| is_label(lines.get(at)))?;
    let last = lines.last(from..label)?;
    (from..=last).rev().take_while(|&at| !lines.is_blank(at)).take(MAX_TORN).last()
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
            if is_bare_label(line)
                && let Some((value, _)) = rows.next_if(|(_, value)| is_value(line, value))
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
