//! Headings of the text: what stands in them for others than readers, and which of them say "see also"
//! as a section of the text and not as a box around it.

use std::collections::HashMap;
use std::ops::Range;

use super::map::Map;
use super::names::leads_away;
use super::slugs::letters;
use super::tags::Tag;

/// How many headings of its level stand before one that is taken for a section between others.
const SECTIONS_BEFORE: usize = 2;
/// How much of a heading is looked at, in bytes.
const LONGEST_LEAD: usize = 200;
/// Marks in headings of more characters are words of it, unless their names say what they are.
const LONGEST_MARK: i64 = 3;

/// The headings that are not gone, but for those in others.
fn headings(map: &Map<'_>, parts: &[usize]) -> Vec<usize> {
    let mut found = Vec::new();
    for &part in parts {
        let mut at = part;
        while at < map.end(part) {
            let is_one = map.tag(at).is_heading() && !map.is_gone(at);
            if is_one {
                found.push(at);
            }
            at = if is_one || map.is_gone(at) { map.end(at) } else { at + 1 };
        }
    }
    found
}

/// Takes out of headings what leads to an editor or to the heading itself: `[edit]`, `¶`, `#`.
pub(super) fn drop_marks(map: &mut Map<'_>, parts: &[usize]) {
    for at in headings(map, parts) {
        for inner in at + 1..map.end(at) {
            if is_mark(map, inner) && map.sum(inner).length < map.sum(at).length {
                map.remove(inner);
            }
        }
    }
}

pub(super) fn is_mark(map: &Map<'_>, at: usize) -> bool {
    let tag = map.tag(at);
    if map.is_gone(at) || !matches!(tag, Tag::A | Tag::Span | Tag::Phrase) {
        return false;
    }
    let class = map.node(at).and_then(|node| node.class());
    if class.is_some_and(|class| class.contains("editsection")) {
        return true;
    }
    let length = map.sum(at).length;
    let is_silent = || !map.words(at, 16).contains(char::is_alphanumeric);
    tag == Tag::A && (1..=LONGEST_MARK).contains(&length) && is_silent()
}

/// The sections of the text whose heading leads to other pages, each from its heading on: lists of links
/// that an encyclopedia or a manual has among its sections.
///
/// Such a heading is named after its words, as those are that a table of contents leads to, or it
/// stands between others of its level. Boxes around a text have pictures, and neither of these.
pub(super) fn sections(map: &Map<'_>, parts: &[usize]) -> Sections {
    let headings = headings(map, parts);
    // Of each level, read from the end: the next heading, and how many are still to come.
    let mut levels: HashMap<Tag, (usize, usize)> = HashMap::new();
    for &at in &headings {
        levels.entry(map.tag(at)).or_default().1 += 1;
    }
    let leads = |at: usize| leads_away(&map.words(at, LONGEST_LEAD));
    let mut found = Vec::new();
    for &at in headings.iter().rev() {
        let (next, before) = levels.entry(map.tag(at)).or_default();
        *before -= 1;
        let behind = Some(std::mem::replace(next, at)).filter(|&next| next > 0);
        if !leads(at) || map.sum(at).link_density() > 0.5 {
            continue;
        }
        let is_between = *before >= SECTIONS_BEFORE && behind.is_some_and(|next| !leads(next));
        let end = behind.unwrap_or_else(|| map.end(map.parent(at)));
        if (is_between || is_named_after_itself(map, at)) && map.images(at..end) == 0 {
            found.push(at..end);
        }
    }
    found.reverse();
    found.dedup_by(|next, before| {
        let goes_on = next.start < before.end;
        before.end = if goes_on { before.end.max(next.end) } else { before.end };
        goes_on
    });
    Sections(found)
}

/// Places of a page, in order and apart.
#[derive(Debug, Default)]
pub(super) struct Sections(Vec<Range<usize>>);

impl Sections {
    pub(super) fn contain(&self, at: usize) -> bool {
        let next = self.0.partition_point(|section| section.end <= at);
        self.0.get(next).is_some_and(|section| section.start <= at)
    }
}

fn is_named_after_itself(map: &Map<'_>, at: usize) -> bool {
    let words = letters(&map.words(at, LONGEST_LEAD));
    let mut names = (at..map.end(at)).filter_map(|inner| map.node(inner)?.id_attr());
    names.any(|name| letters(&name) == words)
}
