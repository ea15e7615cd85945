//! What a text means by its marks, in signs: powers and indices as raised and lowered letters, notes
//! in square brackets, links with their numbers; and formulas as they are said.

use std::borrow::Cow;
use std::ops::Range;

use super::ink::{Ink, changes};
use super::links::Links;
use crate::markup::{formulas_in, says_address};
use crate::model::{Mark, MarkKind, RichText};
use crate::text::{lowered, raised, script_signs};

/// The words of a text with signs, and where the ink changes in them.
pub(super) struct Signed<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) inks: Vec<(usize, Ink)>,
}

/// Puts the signs in, if `is_dressed` those for powers and notes, and numbers from `numbered`, if there
/// are any. Costs a sort of the marks.
pub(super) fn signed<'t>(
    rich: &'t RichText,
    is_dressed: bool,
    color: bool,
    numbered: Option<&mut Links>,
) -> Signed<'t> {
    let mut edits = if is_dressed { signs(rich) } else { Vec::new() };
    if let Some(links) = numbered {
        edits.extend(numbers(rich, links));
    }
    let mut inks = if color { changes(rich) } else { Vec::new() };
    if edits.is_empty() {
        return Signed { text: rich.text().into(), inks };
    }
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let text = edited(rich.text(), &edits, &mut inks);
    Signed { text: text.into(), inks }
}

/// A range of a text, and what stands there instead.
type Edit = (Range<usize>, String);

fn signs(rich: &RichText) -> Vec<Edit> {
    let is_note = |mark: &Mark| matches!(mark.kind, MarkKind::FootnoteRef(_));
    let notes: Vec<&Mark> = rich.marks().iter().filter(|mark| is_note(mark)).collect();
    let is_link = |mark: &Mark| matches!(mark.kind, MarkKind::Link(_));
    let links: Vec<&Mark> = rich.marks().iter().filter(|mark| is_link(mark)).collect();
    // Sorted by start, and marks of one kind hardly lie in each other.
    let stands_in = |marks: &[&Mark], range: &Range<usize>| {
        let behind = marks.partition_point(|mark| mark.range.end <= range.start);
        marks.get(behind).is_some_and(|mark| mark.range.start <= range.start)
    };
    let between_signs = |range: &Range<usize>, words: &str, is_raised| {
        let (before, behind) = script_signs(words, is_raised)?;
        (!stands_in(&links, range)).then(|| format!("{before}{words}{behind}"))
    };
    let mut edits = formulas_in(rich);
    for Mark { range, kind } in rich.marks() {
        let words = rich.text().get(range.clone()).unwrap_or_default();
        let other = match kind {
            MarkKind::FootnoteRef(_) if words.chars().all(char::is_alphanumeric) => {
                Some(format!("[{words}]"))
            }
            MarkKind::Superscript if !stands_in(&notes, range) => {
                raised(words).or_else(|| between_signs(range, words, true))
            }
            MarkKind::Subscript => lowered(words).or_else(|| between_signs(range, words, false)),
            _ => None,
        };
        edits.extend(other.map(|other| (range.clone(), other)));
    }
    edits
}

/// A number behind each link that does not say its address itself.
fn numbers(rich: &RichText, links: &mut Links) -> Vec<Edit> {
    let mut edits = Vec::new();
    for Mark { range, kind } in rich.marks() {
        let MarkKind::Link(address) = kind else { continue };
        let words = rich.text().get(range.clone()).unwrap_or_default();
        if !says_address(words, address)
            && let Some(number) = links.number(address)
        {
            edits.push((range.end..range.end, number));
        }
    }
    edits
}

/// `text` with `edits`, which are sorted; one that reaches into another is left out. The inks move
/// with their words, and what is put in behind words has no part in theirs.
fn edited(text: &str, edits: &[Edit], inks: &mut [(usize, Ink)]) -> String {
    let mut out = String::with_capacity(text.len() + 8 * edits.len());
    let mut inks = inks.iter_mut().peekable();
    let mut at = 0;
    for (range, other) in edits {
        if range.start < at {
            continue;
        }
        while let Some((place, _)) = inks.next_if(|(place, _)| *place <= range.start) {
            *place = out.len() + place.saturating_sub(at);
        }
        out.push_str(text.get(at..range.start).unwrap_or_default());
        while let Some((place, _)) = inks.next_if(|(place, _)| *place < range.end) {
            *place = out.len();
        }
        out.push_str(other);
        at = range.end;
    }
    for (place, _) in inks {
        *place = out.len() + place.saturating_sub(at);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::super::ink::Role;
    use super::*;
    use crate::markup::from_html;
    use crate::model::Content;

    #[test]
    fn marks_become_signs() {
        #[rustfmt::skip]
        let cases = [
            ("a power",               "10<sup>2</sup> m<sub>1</sub>",                      "10² m₁"),
            ("no letter for it",      "1<sup>Q</sup>, x<sub>CB</sub>",                     "1^Q, x_(CB)"),
            ("raised and apart",      "oil<sup>*</sup>, <a href=/q>1<sup>Q</sup></a>",     "oil*, 1Q"),
            ("a note",                "oil<a role=doc-noteref href=#fn-1>1</a>.",          "oil[1]."),
            ("a raised note",         "oil<a role=doc-noteref href=#fn-1><sup>1</sup></a>", "oil[1]"),
            ("a note with its signs", "oil<a role=doc-noteref href=#fn-1>[1]</a>",         "oil[1]"),
            ("a formula",             "so \\(x_1^2\\) is, <code>$x_1$</code>",             "so x₁² is, $x_1$"),
            ("a link",                "<a href=https://q.example/d>the deed</a>, read",    "the deed<1>, read"),
            ("the same once more",    "<a href=https://q.example/d>a</a> <a href=https://q.example/d>b</a>", "a<1> b<1>"),
            ("one that says it",      "<a href=https://q.example/d>q.example/d</a>",       "q.example/d"),
            ("one that leads nowhere", "<a href=/d>deed</a>",                              "deed"),
        ];
        for (why, html, expected) in cases {
            let blocks = from_html(html);
            let Some(Content::Paragraph(text)) = blocks.first().map(|block| &block.content) else {
                panic!("{why}: {blocks:?}")
            };
            let signed = signed(text, true, true, Some(&mut Links::default()));
            assert_eq!(signed.text, expected, "{why}");
        }
    }

    #[test]
    fn ink_moves_with_its_words() {
        let html = "x<sup>2</sup> <a href=https://q.example/d>deed</a> <b>now</b>";
        let blocks = from_html(html);
        let Some(Content::Paragraph(text)) = blocks.first().map(|block| &block.content) else {
            panic!("{blocks:?}")
        };
        let signed = signed(text, true, true, Some(&mut Links::default()));
        assert_eq!(signed.text, "x² deed<1> now");
        let strong = Ink::of(Role::Strong);
        let expected = [(4, Ink::of(Role::Link)), (8, Ink::NONE), (12, strong), (15, Ink::NONE)];
        assert_eq!(signed.inks, expected);
    }
}
