//! White space as a reader sees it, and marks that keep their words while it shrinks.

use std::ops::Range;

use super::links::{bare_links, may_hold_links};
use super::marks::{merged, slot};
use crate::model::{Mark, RichText};
use crate::text::clean;

/// Stands for an image that describes itself by nothing. Cleaned text has no such character.
pub(super) const UNSEEN: char = '\0';

pub(super) fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n')
}

/// `range` without `edge` characters at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>, edge: &[char]) -> Range<usize> {
    let Some(part) = text.get(range.clone()) else { return range.start..range.start };
    let tail = part.trim_start_matches(edge);
    let start = range.end - tail.len();
    start..start + tail.trim_end_matches(edge).len()
}

/// The part `range` of `text` with white space as a reader sees it, and `marks` moved along.
///
/// White space with a break in it is that break, other white space one space; none at the ends. It
/// belongs to the marks around its first such character.
pub(super) fn squeeze(text: &str, range: Range<usize>, mut marks: Vec<Mark>) -> RichText {
    let range = trimmed(text, range, &[' ', '\t', '\n', UNSEEN, '\u{A0}']);
    let part = text.get(range.clone()).unwrap_or_default();
    if is_blank(part) {
        return RichText::default();
    }
    if marks.is_empty() && is_squeezed(part) && !may_hold_links(part) {
        return RichText::plain(part).finish();
    }
    let mut borders = Vec::with_capacity(2 * marks.len());
    for mark in &mut marks {
        let clip = |at: usize| at.clamp(range.start, range.end) - range.start;
        mark.range = clip(mark.range.start)..clip(mark.range.end);
        borders.extend([mark.range.start, mark.range.end]);
    }
    borders.sort_unstable();
    borders.dedup();
    let (squeezed, moved) = squeeze_text(part, &borders);
    for mark in &mut marks {
        let at = |border: &usize| {
            let known = borders.binary_search(border).ok();
            known.and_then(|at| moved.get(at).copied()).unwrap_or(squeezed.len())
        };
        mark.range = at(&mark.range.start)..at(&mark.range.end);
    }
    let mut marks = merged(marks);
    let mut taken = marks.clone();
    taken.retain(|mark| matches!(slot(&mark.kind), 0 | 1 | 8));
    let taken: Vec<_> = taken.into_iter().map(|mark| mark.range).collect();
    marks.extend(bare_links(&squeezed, &taken));
    rich(&squeezed, &marks)
}

/// Whether all white space is single spaces: most texts need no work.
fn is_squeezed(text: &str) -> bool {
    let mut after_gap = false;
    text.bytes().all(|byte| {
        let fine = !(matches!(byte, b'\t' | 0) || after_gap && is_gap(byte));
        after_gap = is_gap(byte);
        fine
    })
}

pub(super) fn is_blank(text: &str) -> bool {
    let unseen = |c| matches!(c, UNSEEN | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}');
    text.chars().all(|c| c.is_whitespace() || unseen(c))
}

/// The squeezed text, and where each of the sorted `borders` lies in it.
fn squeeze_text(text: &str, borders: &[usize]) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut moved = Vec::with_capacity(borders.len());
    let mut borders = borders.iter().copied().peekable();
    let mut at = 0;
    let is_space = |byte: u8| is_gap(byte) || byte == 0;
    while let Some(rest) = text.as_bytes().get(at..).filter(|rest| !rest.is_empty()) {
        let word = rest.iter().position(|&byte| is_space(byte)).unwrap_or(rest.len());
        while let Some(border) = borders.next_if(|&border| border < at + word) {
            moved.push(out.len() + border - at);
        }
        out.push_str(text.get(at..at + word).unwrap_or_default());
        let gap = rest.get(word..).unwrap_or_default();
        let gap = gap.get(..gap.iter().position(|&byte| !is_space(byte)).unwrap_or(gap.len()));
        let gap = gap.unwrap_or_default();
        let turn = gap.iter().position(|&byte| byte == b'\n');
        let (fill, turn) = match turn.or_else(|| gap.iter().position(|&byte| is_gap(byte))) {
            Some(turn_at) => (if turn.is_some() { "\n" } else { " " }, turn_at),
            None => ("", 0),
        };
        at += word;
        while let Some(border) = borders.next_if(|&border| border < at + gap.len()) {
            moved.push(out.len() + if border > at + turn { fill.len() } else { 0 });
        }
        out.push_str(fill);
        at += gap.len();
    }
    moved.resize(moved.len() + borders.count(), out.len());
    (out, moved)
}

/// A [`RichText`] of these. If cleaning it as a whole takes anything away (a flood of accents that
/// came in pieces), the marks have lost their places, and are left out.
fn rich(text: &str, marks: &[Mark]) -> RichText {
    let mut by_end: Vec<&Mark> = marks.iter().collect();
    by_end.sort_by_key(|mark| mark.range.end);
    let mut rich = RichText::default();
    for mark in by_end {
        rich.push(text.get(rich.len()..mark.range.end).unwrap_or_default());
        rich.mark_from(mark.range.start, mark.kind.clone());
    }
    rich.push(text.get(rich.len()..).unwrap_or_default());
    let rich = rich.finish();
    if rich.text() == clean(text) { rich } else { RichText::plain(text).finish() }
}
