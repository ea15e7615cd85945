//! Raised and lowered text as a terminal can show it, in letters that are or behind a sign, and
//! formulas. The text itself keeps what its author wrote.

use std::borrow::Cow;
use std::ops::Range;

use crate::markup::formulas_in;
use crate::model::{MarkKind, RichText};
use crate::text::{lowered, raised, script_signs};

/// A text as it is written on a line: formulas said, and signs around what has no raised or
/// lowered letters.
pub(super) struct Written<'a> {
    text: Cow<'a, str>,
    changes: Vec<Change>,
}

/// What stands in the place of other text, or of none.
struct Change {
    /// Its place in what is written.
    shown: Range<usize>,
    /// The place of what it stands for in the source.
    source: Range<usize>,
}

/// A part of a written line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// These bytes of the source.
    Source(Range<usize>),
    /// A sign that is not in it.
    Added(&'a str),
}

impl<'a> Written<'a> {
    pub(super) fn new(rich: &'a RichText) -> Written<'a> {
        let source = rich.text();
        let mut text = String::new();
        let mut changes = Vec::new();
        let mut at = 0;
        for (range, words) in edits(rich) {
            // A sign in a formula is a part of that.
            let Some(before) = source.get(at..range.start) else { continue };
            text.push_str(before);
            let start = text.len();
            text.push_str(&words);
            at = range.end;
            changes.push(Change { shown: start..text.len(), source: range });
        }
        if changes.is_empty() {
            return Written { text: source.into(), changes };
        }
        text.push_str(source.get(at..).unwrap_or_default());
        Written { text: text.into(), changes }
    }

    /// Whether it is the source as it stands.
    pub(super) fn is_plain(&self) -> bool {
        self.changes.is_empty()
    }

    /// What is written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The byte of the source that stands at a byte of what is written.
    pub(super) fn source(&self, at: usize) -> usize {
        let behind = self.changes.partition_point(|change| change.shown.start < at);
        match behind.checked_sub(1).and_then(|last| self.changes.get(last)) {
            None => at,
            Some(change) if at < change.shown.end => change.source.start,
            Some(change) => change.source.end + (at - change.shown.end),
        }
    }

    /// What stands in a range of what is written.
    pub(super) fn parts(&self, range: Range<usize>) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        let mut at = range.start;
        let first = self.changes.partition_point(|change| change.shown.end <= at);
        for Change { shown: sign, .. } in self.changes.get(first..).unwrap_or_default() {
            if sign.start >= range.end {
                break;
            }
            if at < sign.start {
                parts.push(Part::Source(self.source(at)..self.source(sign.start)));
                at = sign.start;
            }
            let end = sign.end.min(range.end);
            parts.push(Part::Added(self.text.get(at..end).unwrap_or_default()));
            at = end;
        }
        if at < range.end {
            parts.push(Part::Source(self.source(at)..self.source(range.end)));
        }
        parts
    }
}

/// What is written in another way, in order.
fn edits(rich: &RichText) -> Vec<(Range<usize>, String)> {
    let mut edits = formulas_in(rich);
    if rich.marks().iter().any(|mark| is_script(&mark.kind)) {
        for (range, kinds) in rich.segments() {
            let part = rich.text().get(range.clone()).unwrap_or_default();
            if let Some((open, close)) = sign(part, &kinds) {
                edits.push((range.start..range.start, open.to_owned()));
                edits.push((range.end..range.end, close.to_owned()));
            }
        }
    }
    edits.retain(|(range, words)| !range.is_empty() || !words.is_empty());
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    edits
}

/// A part of a text in raised or lowered letters, if it is to be in such and there are.
pub(super) fn script(text: &str, kinds: &[&MarkKind]) -> Option<String> {
    kinds.iter().find_map(|kind| match kind {
        MarkKind::Superscript | MarkKind::FootnoteRef(_) => raised(text),
        MarkKind::Subscript => lowered(text),
        _ => None,
    })
}

fn is_script(kind: &MarkKind) -> bool {
    matches!(kind, MarkKind::Superscript | MarkKind::Subscript)
}

/// The signs around a part that is raised or lowered and has no letters for it. References stand
/// apart already.
fn sign(text: &str, kinds: &[&MarkKind]) -> Option<(&'static str, &'static str)> {
    let script = kinds.iter().find(|kind| is_script(kind))?;
    let is_reference =
        kinds.iter().any(|kind| matches!(kind, MarkKind::FootnoteRef(_) | MarkKind::Link(_)));
    script_signs(text, **script == MarkKind::Superscript).filter(|_| !is_reference)
}

#[cfg(test)]
mod tests {
    use crate::layout::{ArticleLayout, Row, Typography};
    use crate::markup::from_html;
    use crate::model::Article;

    #[test]
    fn raised_and_lowered_text_is_told_from_the_line() {
        #[rustfmt::skip]
        let cases = [
            ("m<sup>3</sup> of H<sub>2</sub>O",       "m³ of H₂O"),
            ("the 4<sup>th</sup>, 10<sup>-3</sup>",   "the 4ᵗʰ, 10⁻³"),
            ("x<sup>q</sup>, e<sup>iπ</sup>",         "x^q, e^(iπ)"),
            ("a<sub>max b</sub>",                     "a_(max b)"),
            ("so<sup>[who?]</sup>",                   "so[who?]"),
            ("so[1]<sup>: 207 </sup>end, so<sup>*</sup>", "so[1]: 207 end, so*"),
            ("so<sup><a href=#fn1>1</a></sup>",       "so¹"),
            ("so<sup><a href=#fn1>[1]</a></sup>",     "so[1]"),
            ("so \\(x_1^2\\) is",                     "so x₁² is"),
            ("<code>$x_1$</code> is $x_1$",           "$x_1$ is x₁"),
            ("from $5 to $10",                        "from $5 to $10"),
            ("<sup><b>a</b>Q</sup>",                  "ᵃ^Q"),
        ];
        for (html, expected) in cases {
            let article = Article { blocks: from_html(html), ..Article::default() };
            let layout = ArticleLayout::new(60, 0, Typography::default());
            let rows = layout.rows(&article, 1, None);
            assert_eq!(rows.iter().map(Row::text).collect::<Vec<_>>(), [expected], "{html}");
            let text = article.blocks[0].plain();
            let sources = rows.iter().flat_map(|row| &row.pieces).filter_map(|piece| piece.source);
            assert!(
                sources.clone().is_sorted() && sources.clone().all(|at| at < text.len()),
                "{html}"
            );
        }
    }

    #[test]
    fn no_line_is_too_wide_for_its_signs() {
        let html = "the quay e<sup>iπ and more</sup> of Q<sub>oil, water</sub>. ".repeat(20);
        let article = Article { blocks: from_html(&html), ..Article::default() };
        for columns in 6..60 {
            let layout = ArticleLayout::new(columns, 0, Typography::default());
            for row in layout.rows(&article, 1, None) {
                assert!(row.width() <= layout.measure, "{:?} in {}", row.text(), layout.measure);
            }
        }
    }
}
