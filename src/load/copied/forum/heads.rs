//! Where the posts of a page begin: the number of each, and the date beside it.
//!
//! A head of which one of the two cannot be read is known by what the page says of its writer, which
//! stands beside it: labels such as `Join Date`, or the name again. Without those it is told that a
//! number is missing.

use std::collections::HashSet;
use std::ops::Range;

use super::super::{Lines, number, shape};
use super::cards::Layout;
use super::words::{self, is_bare_label, is_edit_note, is_label};
use super::{FEW_LABELS, MAX_CARD, MAX_LINE};
use crate::load::times::When;

/// How far from its number a post's date is looked for, in lines that are not blank.
pub(super) const DATE_REACH: usize = 4;
/// How far from a head that is not whole the labels about the writer stand, in lines that are not
/// blank: a name, a title and a button are between, or the value of the last label.
const CARD_REACH: usize = 6;

/// A post's number and what stands beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchor<'a> {
    /// The first line of it and the one behind it.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Empty where the date cannot be read.
    pub(super) age: &'a str,
    /// `None` where it cannot be read.
    number: Option<u64>,
    /// The name, where it stands before the date on the same line.
    pub(super) name: Option<&'a str>,
    /// The date stands below the number, or before it on the same line.
    pub(super) leads: bool,
    pub(super) edited: bool,
}

impl Anchor<'_> {
    fn at(line: usize) -> Anchor<'static> {
        Anchor {
            start: line,
            end: line + 1,
            age: "",
            number: None,
            name: None,
            leads: false,
            edited: false,
        }
    }

    fn is_whole(&self) -> bool {
        self.number.is_some() && !self.age.is_empty()
    }
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

/// The heads of which number and date can be read.
pub(super) fn whole<'a>(lines: &Lines<'a>) -> Vec<Anchor<'a>> {
    let mut found: Vec<Anchor<'a>> = Vec::new();
    let mut last = 0;
    for (at, line) in lines.said(0..lines.len()) {
        let Some((number, before)) = numbered(line).filter(|&(number, _)| number > last) else {
            continue;
        };
        let from = found.last().map_or(0, |last| last.end);
        if let Some(anchor) = anchor(lines, at, before, from) {
            last = number;
            found.push(Anchor { number: Some(number), ..anchor });
        }
    }
    found
}

/// The date beside the number on line `at`.
fn anchor<'a>(lines: &Lines<'a>, at: usize, before: &'a str, from: usize) -> Option<Anchor<'a>> {
    let base = Anchor::at(at);
    if !before.is_empty() {
        let (name, age) = dated(before)?;
        return Some(Anchor { age, name, leads: name.is_none(), ..base });
    }
    let above = (from..at).rev().filter(|&at| !lines.is_blank(at)).take(DATE_REACH);
    let mut edited = false;
    for line in above {
        // The date below a label is the label's.
        let labelled = lines.last(from..line).is_some_and(|at| is_bare_label(lines.get(at)));
        if let Some((name, age)) = dated(lines.get(line)).filter(|_| !labelled) {
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
pub(super) fn is_date(line: &str) -> bool {
    if When::of(line).is_some() {
        return true;
    }
    let word = line.split([' ', ',']).next().unwrap_or_default();
    words::is_weekday(word) && line.contains(':') && line.len() < 40
}

/// Adds the heads of which either cannot be read to those that are whole.
pub(super) fn with_broken<'a>(
    lines: &Lines<'a>,
    whole: Vec<Anchor<'a>>,
    layout: Layout,
) -> Vec<Anchor<'a>> {
    let shapes: HashSet<String> = whole.iter().map(|anchor| shape(anchor.age)).collect();
    let mut all = Vec::with_capacity(whole.len());
    let (mut from, mut last) = (0, 0);
    for anchor in whole {
        let numbers = last + 1..anchor.number.unwrap_or(u64::MAX);
        let found = broken(lines, from..anchor.start, numbers, &shapes, layout);
        all.extend(found);
        (from, last) = (anchor.end, anchor.number.unwrap_or(last));
        all.push(anchor);
    }
    all.extend(broken(lines, from..lines.len(), last + 1..u64::MAX, &shapes, layout));
    all
}

/// The heads in `range` that are not whole, of posts with `numbers`.
fn broken<'a>(
    lines: &Lines<'a>,
    range: Range<usize>,
    mut numbers: Range<u64>,
    shapes: &HashSet<String>,
    layout: Layout,
) -> Vec<Anchor<'a>> {
    let mut found = Vec::new();
    let mut from = range.start;
    // Looked up once: in a foot's layout a text of any length stands between these and the head.
    let opening = Opening::of(lines, range.clone(), layout);
    for (at, line) in lines.said(range.clone()) {
        if at < from || numbers.is_empty() {
            continue;
        }
        let number = numbered(line).filter(|(number, before)| {
            before.is_empty() && numbers.contains(number) && number - numbers.start < MAX_GAP
        });
        let dated = dated(line).filter(|(_, age)| shapes.contains(&shape(age)));
        let mut anchor = match (number, dated) {
            (Some((number, _)), _) => Anchor { number: Some(number), ..Anchor::at(at) },
            (None, Some((name, age))) => Anchor { age, name, ..Anchor::at(at) },
            (None, None) => continue,
        };
        let fits = match layout {
            Layout::Above => has_card_above(lines, from..at),
            Layout::Below => has_card_below(lines, from..at, at + 1..range.end),
            Layout::Foot => opening.fits(&anchor),
        };
        if !fits {
            continue;
        }
        while is_edit_note(lines.get(anchor.end)) {
            anchor.edited = true;
            anchor.end += 1;
        }
        numbers.start = anchor.number.unwrap_or(numbers.start) + 1;
        from = anchor.end;
        found.push(anchor);
    }
    found
}

/// How much higher than the next one the number of a post may be whose date cannot be read.
const MAX_GAP: u64 = 50;

/// Whether the labels about a writer end `above` a head. What stands right below one is its value,
/// and may be a date.
fn has_card_above(lines: &Lines<'_>, above: Range<usize>) -> bool {
    let rows = || above.clone().rev().filter(|&at| !lines.is_blank(at));
    let labels = |at: &usize| is_label(lines.get(*at));
    let card = rows().take(MAX_CARD).take_while(|&at| !lines.is_spaces(at + 1));
    !is_value(lines, above.clone())
        && rows().take(CARD_REACH).any(|at| labels(&at))
        && card.filter(labels).count() >= FEW_LABELS
}

/// The same of labels that begin `below` it.
fn has_card_below(lines: &Lines<'_>, above: Range<usize>, below: Range<usize>) -> bool {
    let rows = || lines.said(below.clone()).map(|(_, line)| line);
    !is_value(lines, above)
        && rows().take(CARD_REACH).any(is_label)
        && rows().take(MAX_CARD / 2).filter(|line| is_label(line)).count() >= FEW_LABELS
}

fn is_value(lines: &Lines<'_>, above: Range<usize>) -> bool {
    lines.last(above).is_some_and(|at| is_bare_label(lines.get(at)))
}

/// What stands above a text that ends with its head.
struct Opening<'a> {
    names: HashSet<&'a str>,
    /// The first line behind the labels.
    labelled: Option<usize>,
}

impl<'a> Opening<'a> {
    fn of(lines: &Lines<'a>, range: Range<usize>, layout: Layout) -> Opening<'a> {
        if layout != Layout::Foot {
            return Opening { names: HashSet::new(), labelled: None };
        }
        let rows = || lines.said(range.clone());
        let mut labels = rows().filter(|(_, line)| is_label(line)).map(|(at, _)| at);
        let names = rows().map(|(_, line)| line).filter(|line| line.len() <= MAX_LINE);
        Opening { names: names.collect(), labelled: labels.nth(FEW_LABELS - 1) }
    }

    fn fits(&self, anchor: &Anchor<'_>) -> bool {
        match anchor.name {
            Some(name) => self.names.contains(name),
            None => anchor.number.is_some() && self.labelled.is_some_and(|at| at < anchor.start),
        }
    }
}

/// What the reader is told of heads that are missing or not whole.
pub(super) fn warnings(anchors: &[Anchor<'_>]) -> Vec<String> {
    let broken = anchors.iter().filter(|anchor| !anchor.is_whole()).count();
    let mut warnings = Vec::new();
    if broken > 0 {
        warnings.push(format!("posts whose date or number cannot be read: {broken}"));
    }
    // The first page begins with 1; of another it is not known with what.
    let first = anchors.first().and_then(|anchor| anchor.number);
    let mut next = first.map_or(1, |number| if number == 2 { 1 } else { number });
    let mut unnumbered = 0;
    let mut missing: Vec<u64> = Vec::new();
    for anchor in anchors {
        let Some(number) = anchor.number else {
            unnumbered += 1;
            continue;
        };
        let gap = number.saturating_sub(next).saturating_sub(unnumbered);
        missing.extend((gap > 0).then_some(gap));
        (next, unnumbered) = (number + 1, 0);
    }
    if !missing.is_empty() {
        let count: u64 = missing.iter().sum();
        warnings.push(format!(
            "posts that are missing by their numbers: {count}; they are not on the page, or their \
             heads cannot be read and they stand in the post before"
        ));
    }
    warnings
}
