//! The lines of a copied page.

use std::ops::Range;

/// How many spaces at the start of a line are there for a reason.
const INDENTED: usize = 2;

/// All lines, blank ones too.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    lines: Vec<&'a str>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Lines<'a> {
        Lines { lines: text.split('\n').collect() }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The line at `at` without white space around it; empty past the end.
    pub(super) fn get(&self, at: usize) -> &'a str {
        self.lines.get(at).map_or("", |line| line.trim())
    }

    pub(super) fn is_blank(&self, at: usize) -> bool {
        self.get(at).is_empty()
    }

    /// Whether a line has nothing but spaces: what an empty box leaves, unlike one between paragraphs.
    pub(super) fn is_spaces(&self, at: usize) -> bool {
        self.is_blank(at) && self.lines.get(at).is_some_and(|line| !line.is_empty())
    }

    /// The first line of `range` that is not blank.
    pub(super) fn first(&self, range: Range<usize>) -> Option<usize> {
        range.into_iter().find(|&at| !self.is_blank(at))
    }

    /// The last line of `range` that is not blank.
    pub(super) fn last(&self, range: Range<usize>) -> Option<usize> {
        range.rev().find(|&at| !self.is_blank(at))
    }

    /// The lines of `range` that are not blank, and where they stand.
    pub(super) fn said(&self, range: Range<usize>) -> impl Iterator<Item = (usize, &'a str)> {
        range.map(|at| (at, self.get(at))).filter(|(_, line)| !line.is_empty())
    }

    /// The lines of `range` as a text: none blank at its ends, one at most between paragraphs.
    pub(super) fn text(&self, range: Range<usize>) -> String {
        let mut text = String::new();
        let mut gap = false;
        for at in range {
            let Some(line) = self.lines.get(at).map(|line| line.trim_end()) else { break };
            let bare = line.trim_start();
            if bare.is_empty() {
                gap = true;
                continue;
            }
            if !text.is_empty() {
                text.push_str(if gap { "\n\n" } else { "\n" });
            }
            // A space or two are left from the page's own markup, and boxes part with tabs.
            let indented = line.len() - bare.len() > INDENTED && line.starts_with(' ');
            text.push_str(if indented && !text.is_empty() { line } else { bare });
            gap = false;
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_lines_without_what_the_page_put_between() {
        let lines = Lines::new("\n\t\n   Mole\n  end \n\n\n    code\n \u{A0}\nlast\n\n");
        assert_eq!(lines.text(0..lines.len()), "Mole\nend\n\n    code\n\nlast");
        assert_eq!((lines.get(2), lines.get(99), lines.is_blank(7)), ("Mole", "", true));
        assert_eq!(
            (lines.first(3..9), lines.last(3..9), lines.first(0..2)),
            (Some(3), Some(8), None)
        );
        assert_eq!(lines.text(4..6), "");
        let said: Vec<_> = lines.said(0..5).collect();
        assert_eq!(said, [(2, "Mole"), (3, "end")]);
    }
}
