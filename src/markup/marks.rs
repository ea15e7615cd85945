//! Marks in the normal form: sound targets, images whole and apart, no two of a kind touching.

use super::links::{clean_address, clean_image, clean_label};
use super::notes::of_address;
use super::squeeze::trimmed;
use crate::model::{Mark, MarkKind};

/// How many kinds of marks there are, links and footnote references being one.
const SLOTS: usize = 10;

/// Which marks exclude each other: those of the same number.
pub(super) fn slot(kind: &MarkKind) -> usize {
    match kind {
        MarkKind::Link(_) | MarkKind::FootnoteRef(_) => 0,
        MarkKind::Image(_) => 1,
        MarkKind::Emphasis => 2,
        MarkKind::Strong => 3,
        MarkKind::Strike => 4,
        MarkKind::Superscript => 5,
        MarkKind::Subscript => 6,
        MarkKind::Spoiler => 7,
        MarkKind::Code => 8,
        MarkKind::Small => 9,
    }
}

pub(super) fn address_length(kind: &MarkKind) -> usize {
    match kind {
        MarkKind::Link(address) | MarkKind::FootnoteRef(address) => address.len(),
        _ => 0,
    }
}

/// Marks with sound targets, images whole and apart, no two of a slot touching; and the text, in
/// which no image's description has a line break.
pub(super) fn tidy_marks(text: String, marks: Vec<Mark>) -> (String, Vec<Mark>) {
    if marks.is_empty() {
        return (text, marks);
    }
    let (mut images, mut others): (Vec<Mark>, Vec<Mark>) = marks
        .into_iter()
        .filter_map(sound)
        .partition(|mark| matches!(mark.kind, MarkKind::Image(_)));
    images.sort_by_key(|image| image.range.start);
    let mut end = 0;
    images.retain_mut(|image| {
        image.range = trimmed(&text, image.range.clone(), &[' ', '\t', '\n']);
        let apart = image.range.start >= end && !image.range.is_empty();
        end = if apart { image.range.end } else { end };
        apart
    });
    let text = without_breaks(text, &images);
    for mark in &mut others {
        let inside = |at: usize| {
            let after = images.partition_point(|image| image.range.end <= at);
            images.get(after).filter(|image| image.range.start < at).map(|image| &image.range)
        };
        let start = inside(mark.range.start).map_or(mark.range.start, |image| image.start);
        let end = inside(mark.range.end).map_or(mark.range.end, |image| image.end);
        mark.range = start..end;
    }
    let mut marks = merged(others);
    marks.extend(images);
    sort(&mut marks);
    (text, marks)
}

/// The mark with its target cleaned, unless that may not be kept.
fn sound(mark: Mark) -> Option<Mark> {
    let kind = match mark.kind {
        MarkKind::Link(address) => match of_address(&address) {
            Some(label) => MarkKind::FootnoteRef(label),
            None => MarkKind::Link(clean_address(&address)?),
        },
        MarkKind::Image(address) => MarkKind::Image(clean_image(&address)?),
        MarkKind::FootnoteRef(label) => MarkKind::FootnoteRef(clean_label(&label)),
        kind => kind,
    };
    Some(Mark { kind, range: mark.range })
}

fn sort(marks: &mut [Mark]) {
    marks.sort_by(|a, b| {
        (a.range.start, b.range.end, &a.kind).cmp(&(b.range.start, a.range.end, &b.kind))
    });
}

/// Marks of which no two of the same kind touch, and no two of the same slot overlap.
pub(super) fn merged(mut marks: Vec<Mark>) -> Vec<Mark> {
    sort(&mut marks);
    let mut merged: Vec<Mark> = Vec::new();
    let mut last = [None; SLOTS];
    for mut mark in marks {
        let Some(last) = last.get_mut(slot(&mark.kind)) else { continue };
        if let Some(before) = last.and_then(|at: usize| merged.get_mut(at)) {
            let is_image = matches!(mark.kind, MarkKind::Image(_));
            if before.kind == mark.kind && before.range.end >= mark.range.start && !is_image {
                before.range.end = before.range.end.max(mark.range.end);
                continue;
            }
            mark.range.start = mark.range.start.max(before.range.end);
        }
        if mark.range.start < mark.range.end {
            *last = Some(merged.len());
            merged.push(mark);
        }
    }
    sort(&mut merged);
    merged
}

fn without_breaks(text: String, images: &[Mark]) -> String {
    let broken = |image: &Mark| text.get(image.range.clone()).is_some_and(|alt| alt.contains('\n'));
    if !images.iter().any(broken) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for image in images {
        out.push_str(text.get(out.len()..image.range.start).unwrap_or_default());
        out.push_str(&text.get(image.range.clone()).unwrap_or_default().replace('\n', " "));
    }
    out.push_str(text.get(out.len()..).unwrap_or_default());
    out
}
