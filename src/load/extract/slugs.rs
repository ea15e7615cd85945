//! Ids that are made of a heading, as manuals and blogs have them to link to each section.
//!
//! `<section id="sharing-a-lamp"><h2>Sharing a lamp</h2>` says what the section is about, not what it
//! is for, so that such a name must not weigh. A box beside the text may be called so too (`<div
//! id="related"><h3>Related</h3>`): what decides is what stands under the heading.

use super::counts::LINKED;
use super::map::{Map, PARAGRAPH};
use super::names::{Purpose, is_plea};
use super::sections::is_mark;
use super::signs::Names;
use super::tags::Tag;

/// How much of a heading is compared, in bytes.
const LONGEST: usize = 200;
/// How many elements around a heading there may be that hold nothing else.
const MAX_WRAPS: usize = 2;
/// How much of the text under a heading may be links, in hundredths.
const MOST_LINKED: i64 = 25;
/// What begins by asking for something asks for no more than that if it is shorter, in characters.
const LONGEST_BOX: i64 = 420;
/// How many nodes under a heading are looked at: a box around a text has shown by then what it is.
const MAX_LOOK: usize = 2000;

/// Has the ids forgotten that are made of the heading of a text, and the classes that repeat them.
///
/// From the end of the page on, so that of sections within sections the inner ones are known first.
pub(super) fn forget(map: &mut Map<'_>, names: &mut Names) {
    let mut heading = None;
    let mut known = (0, String::new());
    for at in (1..map.len()).rev() {
        if is_title(map.tag(at)) {
            heading = Some(at);
        }
        let Some(id) =
            map.node(at).filter(|_| map.signs(at).speak()).and_then(|node| node.id_attr())
        else {
            continue;
        };
        let own = heading.filter(|&heading| heading < map.end(at));
        let Some(title) = own.or_else(|| within(map, at)) else { continue };
        // What lies in a heading is compared with its own words: behind them may stand "edit".
        let source = if own.is_some() { title } else { at };
        if known.0 != source {
            known = (source, letters(&words(map, source)));
        }
        if is_made_of(&letters(&id), &known.1) && is_text(map, at, title) {
            let said = map.node(at).and_then(|node| {
                node.query(|node| Some(names.attributes(node.as_element()?, Some(&known.1))))
                    .flatten()
            });
            map.spot_mut(at, |spot| spot.signs = said.unwrap_or_default().signs);
            map.spot_mut(title, |spot| spot.signs.is_title = true);
        }
    }
}

/// Headings, and terms, which are those of what is said of them.
fn is_title(tag: Tag) -> bool {
    tag.is_heading() || tag == Tag::Dt
}

/// The heading that an element lies in.
fn within(map: &Map<'_>, at: usize) -> Option<usize> {
    map.ancestors(at).take(MAX_WRAPS).find(|&above| is_title(map.tag(above)))
}

/// The words of a heading, without the marks in it.
fn words(map: &Map<'_>, at: usize) -> String {
    let mut words = String::new();
    for kid in map.children(at).filter(|&kid| !is_mark(map, kid)) {
        words.push_str(&map.words(kid, LONGEST));
        if words.len() > LONGEST {
            break;
        }
    }
    words
}

/// The letters and digits of a text, in lower case.
pub(super) fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether an id's letters are those of a heading, but for the numbers that either may have: of the
/// section before the heading, of the second one of its name behind the id.
pub(super) fn is_made_of(id: &str, heading: &str) -> bool {
    let bare =
        |letters: &str| -> String { letters.trim_matches(|c: char| c.is_ascii_digit()).to_owned() };
    id == heading || !bare(id).is_empty() && bare(id) == bare(heading)
}

/// Whether there is text under a heading, in the element that is named after it or behind the heading
/// itself, and not a list of links, a form, or what readers say.
fn is_text(map: &Map<'_>, named: usize, title: usize) -> bool {
    let holds_more = named < title;
    let end = map.end(if holds_more { named } else { around(map, title) });
    let is_said = map.signs(named).purpose == Some(Purpose::Comments);
    let (mut length, mut linked) = (0, 0);
    let mut first = None;
    for at in (map.end(title)..end).take(MAX_LOOK) {
        let (tag, signs, sum) = (map.tag(at), map.signs(at), map.sum(at));
        if !holds_more && is_title(tag) && level(tag) <= level(map.tag(title)) {
            break;
        }
        let is_form = matches!(tag, Tag::Form | Tag::Input | Tag::Select | Tag::Textarea);
        let leads_away = tag.is_heading() && sum.link_density() > 0.5;
        let is_post = is_said && !tag.is_inline() && (signs.is_unlikely || signs.is_byline);
        if is_form || leads_away || is_post || signs.purpose == Some(Purpose::Comments) {
            return false;
        }
        if tag == Tag::Text {
            length += sum.length;
            linked += sum.linked;
            first = first.or(Some(at).filter(|_| sum.length > 1));
        }
    }
    let asks = first.is_some_and(|at| is_plea(&map.words(at, LONGEST)));
    let is_box = asks && length < LONGEST_BOX;
    length >= PARAGRAPH && linked * 100 <= length * i64::from(LINKED) * MOST_LINKED && !is_box
}

/// The element in which the text stands that a heading is above.
fn around(map: &Map<'_>, title: usize) -> usize {
    let mut around = map.parent(title);
    for _ in 0..MAX_WRAPS {
        if map.end(around) > map.end(title) + 1 || around == 0 {
            break;
        }
        around = map.parent(around);
    }
    around
}

/// A heading's level, and one below all of them for terms.
fn level(tag: Tag) -> u8 {
    match tag {
        Tag::H1 => 1,
        Tag::H2 => 2,
        Tag::H3 => 3,
        Tag::H4 => 4,
        Tag::H5 => 5,
        Tag::H6 => 6,
        _ => 7,
    }
}
