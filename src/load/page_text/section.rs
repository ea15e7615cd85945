//! Where on a page the comments are.

use super::When;
use super::chrome::{self, Kind};
use super::headers::{self, Demand, Header};
use super::lines::Lines;

/// How far around the number of comments its labels are looked for, in lines.
const REACH: usize = 14;
/// The longest line that may be a label, in bytes.
const MAX_LABEL: usize = 80;
/// How many lines with labels are walked over at most.
const MAX_LABELS: usize = 200;
/// How many lines with a number of comments are looked at.
const MAX_COUNTS: usize = 256;

/// The part of a page that is about comments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Section {
    /// The first line that surely belongs to it: the number of comments, or a label.
    pub(super) start: usize,
    /// The first line that can be a comment's head.
    pub(super) comments: usize,
    /// How many comments the page says it has.
    pub(super) declared: Option<u64>,
    /// The order in force, as printed.
    pub(super) sort: Option<String>,
    /// How much speaks for it.
    pub(super) evidence: Evidence,
}

/// What a page shows of wpDiscuz.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Evidence {
    /// Nothing.
    #[default]
    None,
    /// A number of comments, and a name with an age below it.
    Single,
    /// The same, with a name that stands twice or "Reply to".
    Headers,
    /// Its labels, and no comment.
    Labels,
    /// Its labels, and a comment's head.
    All,
}

/// Finds the comments of a page.
pub(super) fn find(lines: &Lines<'_>) -> Section {
    let mut best = Section { start: lines.len(), comments: lines.len(), ..Section::default() };
    let mut counts = 0;
    let mut labels = None;
    for at in 0..lines.len() {
        let line = lines.get(at);
        if let Some(count) = chrome::comment_count(line) {
            counts += 1;
            let section = around(lines, at, Some(count));
            if section.evidence > best.evidence {
                best = section;
            }
            if counts > MAX_COUNTS {
                break;
            }
        } else if labels.is_none() && line.len() <= MAX_LABEL && chrome::is(line, &[Kind::Label]) {
            labels = Some(at);
        }
        if best.evidence == Evidence::All {
            return best;
        }
    }
    let Some(at) = labels.filter(|_| best.evidence < Evidence::Headers) else { return best };
    let section = around(lines, at, None);
    if section.evidence == Evidence::All { section } else { best }
}

/// Where the comments start on a page that says nothing of them, as when only they were copied.
pub(super) fn without_labels(lines: &Lines<'_>) -> Option<Section> {
    let sure = |header: &Header<'_>| header.doubled || header.reply_to.is_some();
    let start = (0..lines.len())
        .find(|&at| headers::at_line(lines, at, Demand::Age).is_some_and(|header| sure(&header)))?;
    Some(Section { start, comments: start, evidence: Evidence::Headers, ..Section::default() })
}

/// What stands around line `at`, which has a label or the number of comments.
fn around(lines: &Lines<'_>, at: usize, declared: Option<u64>) -> Section {
    let is_label = |at: usize| chrome::is(lines.get(at), &[Kind::Label]);
    let before = (at.saturating_sub(REACH)..at).any(is_label);
    let mut section = Section { start: at, comments: at + 1, declared, ..Section::default() };
    let mut labels = before || declared.is_none();
    let mut seen = at;
    let mut first = None;
    let mut next = at + 1;
    while next <= seen + REACH && next < lines.len().min(at + MAX_LABELS) {
        let line = lines.get(next);
        if is_label(next) || chrome::is(line, &[Kind::Form]) || chrome::is_rating(line) {
            labels |= is_label(next);
            seen = next;
        } else if let Some(sort) = chrome::first_sort(line) {
            labels = true;
            section.sort.get_or_insert(sort);
            seen = next;
        } else if let Some(header) = headers::at_line(lines, next, Demand::Age) {
            first = Some(header);
            break;
        }
        next += 1;
    }
    section.comments = seen + 1;
    let foreign =
        || (seen + 1..=seen + 3).any(|at| headers::at_line(lines, at, Demand::NameTwice).is_some());
    section.evidence = match first {
        Some(_) if labels => Evidence::All,
        Some(header) if header.doubled || header.reply_to.is_some() => Evidence::Headers,
        Some(header) if matches!(header.when, Some(When::Ago(_))) => Evidence::Single,
        _ if labels && foreign() => Evidence::All,
        _ if labels && declared.is_some() => Evidence::Labels,
        _ => Evidence::None,
    };
    section
}
