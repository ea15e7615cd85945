//! Where questions and answers end: at their signatures, or at the buttons above those.

use super::marks::{self, Signature, Signed, is_button, is_end};
use super::{CARD, Lines, score};

/// How many lines back from its signature the buttons below a text are looked for.
const BUTTONS: usize = 40;
/// How many lines below the buttons the name stands at most where nothing signs a text.
const UNSIGNED: usize = 3;

/// The end of a question or an answer.
#[derive(Clone, Copy)]
pub(super) struct Foot<'a> {
    pub(super) signed: Signed,
    /// The line of its signature, or of the last button where that cannot be read.
    pub(super) at: usize,
    /// Empty where it cannot be read.
    pub(super) age: &'a str,
    pub(super) edited: bool,
}

/// Where the page goes on behind the last answer.
pub(super) fn page_end(lines: &Lines<'_>) -> usize {
    let is_answer = |line: &str| matches!(Signature::of(line), Some((Signed::Answered, _)));
    let last = (0..lines.len()).rev().find(|&at| is_answer(lines.get(at)));
    // What looks like the end above an answer is a line of a text.
    let ends = |from: usize| (from..lines.len()).find(|&at| is_end(lines.get(at)));
    ends(last.unwrap_or(0)).unwrap_or(lines.len())
}

/// All feet above `end`.
pub(super) fn find<'a>(lines: &Lines<'a>, end: usize) -> Vec<Foot<'a>> {
    let mut feet = Vec::new();
    // The buttons of a text that is not signed yet, and the last line of those.
    let mut open: Option<Foot<'a>> = None;
    let mut edited = false;
    for (at, line) in lines.said(0..end) {
        if let Some((signed, age)) = Signature::of(line) {
            if signed == Signed::Edited {
                edited = true;
                open = open.map(|foot| Foot { at, edited, ..foot });
            } else {
                feet.push(Foot { signed, at, age, edited });
                (open, edited) = (None, false);
            }
        } else if let Some(signed) = marks::improved(line) {
            feet.extend(open);
            open = Some(Foot { signed, at, age: "", edited: false });
            edited = false;
        } else if is_button(line) {
            open = open.map(|foot| if foot.at + 1 == at { Foot { at, ..foot } } else { foot });
        } else if marks::is_comment_button(line) || marks::comment(lines, at).is_some() {
            feet.extend(open.take());
            edited = false;
        }
    }
    feet.extend(open);
    feet
}

/// Who signed: the line below, or, where that is not known to be the name, the one above the
/// writer's reputation.
pub(super) fn name<'a>(lines: &Lines<'a>, foot: &Foot<'_>, stop: usize) -> &'a str {
    let mut card = lines.said(foot.at + 1..stop).map(|(_, line)| line).take(CARD);
    if !foot.age.is_empty() {
        return card.next().unwrap_or_default();
    }
    let card: Vec<&str> = card.collect();
    let near = |at: &usize| *at <= UNSIGNED;
    let badges = card.iter().rposition(|line| marks::is_reputation(line));
    let number = || card.iter().position(|line| score(line).is_some()).filter(near);
    let below = badges.or_else(number).and_then(|at| at.checked_sub(1));
    below.and_then(|at| card.get(at)).copied().unwrap_or_default()
}

/// The first of the buttons between a text and the signature at `at`.
pub(super) fn buttons(lines: &Lines<'_>, from: usize, at: usize) -> Option<usize> {
    let near = at.saturating_sub(BUTTONS).max(from);
    let last = (near..=at).rev().find(|&at| is_button(lines.get(at)))?;
    let above = (near..last).rev().filter(|&at| !lines.is_blank(at));
    Some(above.take_while(|&at| marks::is_action(lines.get(at))).last().unwrap_or(last))
}
