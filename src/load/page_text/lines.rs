//! The lines of a copied page, and the blank lines between them.

use std::cell::Cell;

use super::When;

/// The lines that are not blank, each trimmed; ten bytes for a line.
pub(super) struct Lines<'a> {
    text: &'a str,
    spans: Vec<(u32, u32)>,
    /// Whether a line is a time, once that was asked; it is for some of them, and then often.
    times: Vec<Cell<Option<bool>>>,
}

impl<'a> Lines<'a> {
    /// Splits `text`, of which the first 4 GiB are read.
    ///
    /// A browser may leave a tab where two boxes stand side by side. If one of them is an age, each
    /// is a line of its own.
    pub(super) fn new(text: &'a str) -> Lines<'a> {
        let text = text.get(..text.floor_char_boundary(u32::MAX as usize)).unwrap_or(text);
        let mut lines = Lines { text, spans: Vec::new(), times: Vec::new() };
        let mut start = 0;
        for line in text.split('\n') {
            let tabbed = line.trim().contains('\t');
            if tabbed && line.split('\t').any(|cell| When::of(cell).is_some()) {
                let mut at = start;
                for cell in line.split('\t') {
                    lines.push(cell, at);
                    at += cell.len() + 1;
                }
            } else {
                lines.push(line, start);
            }
            start += line.len() + 1;
        }
        lines
    }

    fn push(&mut self, line: &str, start: usize) {
        let cut = line.len() - line.trim_start().len();
        let line = line.trim();
        if !line.is_empty()
            && let (Ok(start), Ok(length)) = (u32::try_from(start + cut), u32::try_from(line.len()))
        {
            self.spans.push((start, length));
            self.times.push(Cell::new(None));
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The line at `at`; empty past the end.
    pub(super) fn get(&self, at: usize) -> &'a str {
        let Some(&(start, length)) = self.spans.get(at) else { return "" };
        let start = start as usize;
        self.text.get(start..start + length as usize).unwrap_or_default()
    }

    /// Whether line `at` is an age or a date.
    pub(super) fn is_time(&self, at: usize) -> bool {
        let Some(known) = self.times.get(at) else { return false };
        known.get().unwrap_or_else(|| {
            let is_time = When::of(self.get(at)).is_some();
            known.set(Some(is_time));
            is_time
        })
    }

    /// How many blank lines stand before line `at`; one at either end of the page.
    pub(super) fn gap(&self, at: usize) -> usize {
        let (Some(&(start, _)), Some(&(before, length))) =
            (self.spans.get(at), at.checked_sub(1).and_then(|before| self.spans.get(before)))
        else {
            return 1;
        };
        let between = self.text.get((before + length) as usize..start as usize).unwrap_or_default();
        between.bytes().filter(|&b| b == b'\n').count().saturating_sub(1)
    }

    /// Whether any blank line stands between the lines of `range`.
    pub(super) fn has_gaps(&self, range: std::ops::Range<usize>) -> bool {
        range.skip(1).any(|at| self.gap(at) > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_are_counted_and_tabs_part_an_age() {
        let lines = Lines::new("\n a \n\n\u{A0}\nb\nAda\t3 days ago\nc\td");
        let seen: Vec<_> = (0..lines.len()).map(|at| (lines.gap(at), lines.get(at))).collect();
        assert_eq!(
            seen,
            [(1, "a"), (2, "b"), (0, "Ada"), (0, "3 days ago"), (0, "c\td")],
            "a tab in a text stays",
        );
        assert_eq!((lines.get(9), lines.gap(9)), ("", 1));
        assert!(lines.has_gaps(0..2) && !lines.has_gaps(1..5));
    }
}
