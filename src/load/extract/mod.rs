//! The article of any page.
//!
//! The page becomes a table of its shown nodes ([`map`]); [`weigh`] gives points to what holds
//! paragraphs and takes the best with its neighbours; [`clean`] takes out what looks like none of the
//! text, and [`trim`] what names, places and words say is around it: bylines, boxes of related pages,
//! pleas. What is left is written as markup ([`mod@write`]). [`mod@head`] has what the page says of itself.
//!
//! The page is not changed, and each of these costs its length. Every number that decided is kept
//! for [`mod@explain`].

mod clean;
mod explain;
mod head;
mod map;
mod math;
mod names;
mod signs;
mod tags;
#[cfg(test)]
mod tests;
mod trim;
mod weigh;
mod write;

use super::page::NodeRef;
pub(super) use head::{Head, head};
use map::Map;
use weigh::{ENOUGH, STRICTNESS, Strictness, Weighed};

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The article's markup.
    pub(super) html: String,
    /// Who wrote it, as the head or the page says.
    pub(super) byline: Option<String>,
    /// Lines about the text: that there is more of it for those who pay.
    pub(super) notices: Vec<String>,
    /// The note about the author.
    pub(super) about: Option<String>,
    /// What the page is, if that is hardly an article.
    pub(super) instead: Option<&'static str>,
}

/// One try, with what it found.
struct Round<'a> {
    how: Strictness,
    map: Map<'a>,
    weighed: Weighed,
    /// The characters of the article.
    length: i64,
    left: trim::Left,
}

/// All tries, and which of them is taken.
struct Rounds<'a> {
    tried: Vec<Round<'a>>,
    best: usize,
    byline: Option<String>,
}

fn rounds<'a>(body: NodeRef<'a>, head: &Head) -> Rounds<'a> {
    let title = head.title.as_deref().unwrap_or_default();
    let mut byline = head.byline.clone();
    let mut whole = Map::of(body, false);
    if whole.sum(0).length == 0 {
        // A page that a script shows at last.
        whole = Map::of(body, true);
    }
    let mut tried: Vec<Round<'a>> = Vec::new();
    let mut best = 0;
    for how in STRICTNESS {
        let mut map = whole.clone();
        weigh::strip(&mut map, how, &mut byline, title);
        let weighed = weigh::weigh(&map, how);
        clean::clean(&mut map, &weighed.parts, how);
        let left = trim::trim(&mut map, &weighed.parts, title);
        let length = weighed.parts.iter().map(|&part| map.sum(part).length).sum();
        if tried.get(best).is_none_or(|known| length > known.length) {
            best = tried.len();
        }
        tried.push(Round { how, map, weighed, length, left });
        if length >= ENOUGH {
            break;
        }
    }
    Rounds { tried, best, byline }
}

/// Finds the article in a page's body.
pub(super) fn find(body: NodeRef<'_>, head: &Head) -> Found {
    let Rounds { mut tried, best, byline } = rounds(body, head);
    if best >= tried.len() {
        return Found::default();
    }
    let Round { map, weighed, length, left, .. } = tried.swap_remove(best);
    let mut html = String::new();
    for &part in &weighed.parts {
        write::write(&map, part, &mut html);
    }
    let instead = instead(&map, &weighed.parts, length);
    Found { html, byline, notices: left.notices, about: left.about, instead }
}

/// What the page is, if that is hardly an article.
fn instead(map: &Map<'_>, parts: &[usize], length: i64) -> Option<&'static str> {
    /// A text that is shorter is none.
    const SHORTEST: i64 = 140;
    /// How many headings with links in them make a list.
    const LISTED: usize = 5;
    let asks_to_log_in = (0..map.len()).any(|at| {
        map.node(at).is_some_and(|node| node.attr("type").as_deref() == Some("password"))
    });
    if length < SHORTEST {
        return Some(if asks_to_log_in { "a page to log in" } else { "no text to speak of" });
    }
    let mut headings = 0;
    let mut linked = 0;
    let mut density = 0.0_f64;
    for &part in parts {
        density = density.max(map.sum(part).link_density());
        for at in part..map.end(part) {
            if !map.is_gone(at) && map.tag(at).is_heading() {
                headings += 1;
                linked += usize::from(map.sum(at).link_density() > 0.8);
            }
        }
    }
    (linked >= LISTED && linked * 2 > headings || density > 0.5)
        .then_some("a list of links to other pages")
}

/// The candidates of a page, their numbers, and why the winner won, in lines to print.
pub(super) fn explain(body: NodeRef<'_>, head: &Head) -> String {
    explain::explain(&rounds(body, head))
}
