//! The comments below a question or an answer: on these sites each is one paragraph, and so a line,
//! below its score and above its signature.

use std::ops::Range;

use super::marks::{self, Found, Signature};
use super::{Lines, score};

/// A comment as it is found.
pub(super) struct Comment<'a> {
    pub(super) score: Option<i32>,
    /// Empty where it cannot be read.
    pub(super) author: &'a str,
    /// The same.
    pub(super) age: &'a str,
    pub(super) text: String,
}

impl Comment<'_> {
    /// Whether its signature was not to be read in full.
    pub(super) fn is_torn(&self) -> bool {
        self.author.is_empty() || self.age.is_empty()
    }
}

/// Takes the comments from `range` that have half of a signature, the name or the time alone; gives
/// the first line behind.
pub(super) fn before<'a>(
    lines: &Lines<'a>,
    range: Range<usize>,
    comments: &mut Vec<Comment<'a>>,
) -> usize {
    let mut start = range.start;
    for (at, line) in lines.said(range) {
        if at < start || lines.first(start..at).is_none() {
            continue;
        }
        let author = marks::dashed(line);
        if author.is_some() || marks::is_time(line) {
            let age = if author.is_none() { line } else { "" };
            let author = author.unwrap_or_default();
            let signature = Signature { author, age };
            comments.push(whole(lines, start..at, &Found { before: "", signature, end: at + 1 }));
            start = at + 1;
        }
    }
    start
}

/// The comment of the lines in `range`, with the signature that was found behind them.
pub(super) fn whole<'a>(lines: &Lines<'a>, range: Range<usize>, found: &Found<'a>) -> Comment<'a> {
    let head = lines.first(range.clone()).filter(|&at| score(lines.get(at)).is_some());
    let mut text = lines.text(head.map_or(range.start, |at| at + 1)..range.end);
    if !found.before.is_empty() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(found.before);
    }
    let Signature { author, age } = found.signature;
    Comment { score: head.and_then(|at| score(lines.get(at))), author, age, text }
}

/// The comment of the lines in `range`, if they say anything, below which there is no signature.
pub(super) fn unsigned<'a>(lines: &Lines<'a>, range: Range<usize>) -> Option<Comment<'a>> {
    let nobody = Signature { author: "", age: "" };
    let end = range.end;
    let comment = whole(lines, range, &Found { before: "", signature: nobody, end });
    (!comment.text.is_empty()).then_some(comment)
}
