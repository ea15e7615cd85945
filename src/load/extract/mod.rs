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
mod counts;
mod explain;
mod head;
mod map;
mod math;
mod names;
mod sections;
mod signs;
mod slugs;
mod tags;
#[cfg(test)]
mod tests;
mod trim;
mod weigh;
mod write;

use super::page::NodeRef;
pub(super) use head::{Head, head};
use map::{Map, Reach};
use weigh::{ENOUGH, LOOSEST, STRICTNESS, Strictness, Weighed};

/// A text of fewer characters is none.
const SHORTEST: i64 = 140;

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

impl<'a> Round<'a> {
    fn of(
        mut map: Map<'a>,
        how: Strictness,
        byline: &mut Option<String>,
        title: &str,
    ) -> Round<'a> {
        weigh::strip(&mut map, how, byline, title);
        let weighed = weigh::weigh(&map, how);
        clean::clean(&mut map, &weighed.parts, how);
        let left = trim::trim(&mut map, &weighed.parts, title);
        let length = map.total(&weighed.parts).length;
        Round { how, map, weighed, length, left }
    }

    /// Whether there is next to nothing in it but links.
    fn is_hardly_text(&self) -> bool {
        self.length < SHORTEST || self.map.total(&self.weighed.parts).link_density() > 0.5
    }

    /// All of a page, but for what readers say on it.
    fn whole(mut map: Map<'a>, byline: &mut Option<String>, title: &str) -> Round<'a> {
        let how = LOOSEST;
        weigh::strip(&mut map, how, byline, title);
        let parts: Vec<usize> = map.children(0).collect();
        let why = "it is hardly an article: all of the page";
        let weighed = Weighed { why, parts, ..Weighed::default() };
        let length = map.total(&weighed.parts).length;
        Round { how, map, weighed, length, left: trim::Left::default() }
    }
}

/// What is shown of a page without a text to speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fallback {
    /// All of it, as nobody knows what it is.
    Whole,
    /// What there is of a text: a page of this kind may well have a short one.
    Short,
}

/// All tries, and which of them is taken.
struct Rounds<'a> {
    tried: Vec<Round<'a>>,
    best: usize,
    byline: Option<String>,
    instead: Option<&'static str>,
}

/// Tries from the strictest way on, until there is enough of a text. Of a page that has none all is
/// taken, if that is `allowed`.
fn rounds<'a>(body: NodeRef<'a>, head: &Head, allowed: Fallback) -> Rounds<'a> {
    let title = head.title.as_deref().unwrap_or_default();
    let mut byline = head.byline.clone();
    let mut reach = Reach::Shown;
    // A map takes as much memory as the page's tree, so that it is made anew for each try instead of
    // being kept; hardly a page needs a second one.
    let mut map = Some(Map::of(body, reach));
    for further in [Reach::Hidden, Reach::All] {
        if map.as_ref().is_some_and(|map| map.sum(0).length == 0) {
            reach = further;
            map = Some(Map::of(body, reach));
        }
    }
    let mut tried: Vec<Round<'a>> = Vec::new();
    let mut best = 0;
    for how in STRICTNESS {
        let map = map.take().unwrap_or_else(|| Map::of(body, reach));
        let round = Round::of(map, how, &mut byline, title);
        let is_enough = round.length >= ENOUGH;
        if tried.get(best).is_none_or(|known| round.length > known.length) {
            best = tried.len();
        }
        tried.push(round);
        if is_enough {
            break;
        }
    }
    let instead = tried.get(best).and_then(instead);
    if allowed == Fallback::Whole && tried.get(best).is_some_and(Round::is_hardly_text) {
        best = tried.len();
        tried.push(Round::whole(Map::of(body, reach), &mut byline, title));
    }
    Rounds { tried, best, byline, instead }
}

/// Finds the article in a page's body.
pub(super) fn find(body: NodeRef<'_>, head: &Head, allowed: Fallback) -> Found {
    let Rounds { mut tried, best, byline, instead } = rounds(body, head, allowed);
    if best >= tried.len() {
        return Found::default();
    }
    let Round { map, weighed, left, .. } = tried.swap_remove(best);
    let mut html = String::new();
    for &part in &weighed.parts {
        write::write(&map, part, &mut html);
    }
    Found { html, byline, notices: left.notices, about: left.about, instead }
}

/// What the page is, if that is hardly an article.
fn instead(round: &Round<'_>) -> Option<&'static str> {
    /// How many headings with links in them make a list.
    const LISTED: usize = 5;
    let Round { map, weighed, length, .. } = round;
    if *length < SHORTEST {
        let asks_to_log_in = (0..map.len()).any(|at| {
            map.node(at).is_some_and(|node| node.attr("type").as_deref() == Some("password"))
        });
        return Some(if asks_to_log_in { "a page to log in" } else { "no text to speak of" });
    }
    let mut headings = 0;
    let mut linked = 0;
    for &part in &weighed.parts {
        for at in part..map.end(part) {
            if !map.is_gone(at) && map.tag(at).is_heading() {
                headings += 1;
                linked += usize::from(map.sum(at).link_density() > 0.8);
            }
        }
    }
    (linked >= LISTED && linked * 2 > headings || round.is_hardly_text())
        .then_some("a list of links to other pages")
}

/// The candidates of a page, their numbers, and why the winner won, in lines to print.
pub(super) fn explain(body: NodeRef<'_>, head: &Head) -> String {
    explain::explain(&rounds(body, head, Fallback::Whole))
}
