//! The parts of one comment: author, time, text, by the classes that themes give them.
//!
//! A table says which class is what, and how sure that is; of two the surer counts, of equally sure
//! ones the first. The text is the surest element that has words in it once the other parts are taken
//! out; where no class names it, it is all of the comment that is left.

mod classes;
mod found;
mod text;

use super::posts::has_class;
use super::times::Stamp;
use super::{NodeRef, attribute, words};
use crate::model::Votes;
use classes::SURE_TEXT;

/// What is known of a comment.
#[derive(Debug, Default)]
pub(in crate::load) struct Parts {
    pub(in crate::load) id: String,
    pub(in crate::load) author: String,
    pub(in crate::load) stamp: Stamp,
    pub(in crate::load) link: Option<String>,
    pub(in crate::load) votes: Votes,
    /// Whether the author of the article wrote it.
    pub(in crate::load) is_author: bool,
    /// How many stars the comment gives to a recipe, as the site says it.
    pub(in crate::load) rating: Option<String>,
    /// HTML.
    pub(in crate::load) body: String,
}

/// Makes an id of the fragment of an address, if it is a comment's.
pub(in crate::load) type Number = fn(&str) -> Option<&str>;

/// An element and how sure it is to be what it is taken for.
type Ranked<'a> = (u8, NodeRef<'a>);

/// The elements that are the parts of a comment.
#[derive(Default)]
struct Found<'a> {
    authors: Vec<Ranked<'a>>,
    times: Vec<Ranked<'a>>,
    clock: Option<NodeRef<'a>>,
    texts: Vec<Ranked<'a>>,
    link: Option<NodeRef<'a>>,
    up: Option<NodeRef<'a>>,
    down: Option<NodeRef<'a>>,
    score: Option<NodeRef<'a>>,
    id: Option<String>,
    /// Whether something says that the article's author wrote it.
    is_author: bool,
    /// The name of the author.
    name: String,
    /// A time in words that nothing marks.
    loose: Stamp,
    /// The surest text that is open.
    text: Option<NodeRef<'a>>,
}

impl Parts {
    /// Reads a comment that no other lies in any more; takes what is not its text out of it.
    ///
    /// `number` makes the id of a comment of what stands behind the `#` of an address.
    pub(in crate::load) fn of(
        node: &NodeRef<'_>,
        id: &str,
        is_ping: bool,
        number: Number,
    ) -> Parts {
        let mut found = Found::of(node, id, number);
        let id = Some(id.to_owned()).filter(|id| !id.is_empty());
        let mut parts = Parts {
            id: id.or(found.id.clone()).unwrap_or_default(),
            author: found.author(),
            stamp: found.stamp(),
            is_author: found.is_author,
            ..Parts::default()
        };
        let link = found.link.and_then(|link| attribute(&link, "href"));
        parts.link = link.filter(|link| link.starts_with("http"));
        parts.votes = Votes {
            up: found.up.and_then(|node| votes(&node)),
            down: found.down.and_then(|node| votes(&node)),
            score: found.score.and_then(|node| votes(&node)),
        };
        if let Some((author, stamp)) = text::cited(node, found.link) {
            parts.stamp = stamp.or(parts.stamp);
            if parts.author.is_empty() {
                parts.author = author;
            }
        }
        parts.take_rating(node);
        if is_ping && found.texts.iter().all(|(rank, _)| *rank > SURE_TEXT) {
            parts.take_ping(node);
        } else {
            found.name.clone_from(&parts.author);
            parts.body = found.body(node);
        }
        parts
    }

    /// A page that mentions this one: its title is a link, and all that there is.
    fn take_ping(&mut self, root: &NodeRef<'_>) {
        let links = super::all(root, "a[href]");
        let Some(target) = links.iter().find(|link| !is_edit(link)) else { return };
        if self.author.is_empty() {
            self.author = words(target);
        }
        self.body = target.try_html().map(|html| html.to_string()).unwrap_or_default();
    }

    /// The stars that recipes and wares are given, by widespread plugins.
    fn take_rating(&mut self, root: &NodeRef<'_>) {
        let stars =
            ["alt", "aria-label"].into_iter().zip(["img.wprm-comment-rating", ".star-rating"]);
        for (attribute_of, selector) in stars {
            if let Some(stars) = super::first(root, selector) {
                self.rating = attribute(&stars, attribute_of);
                stars.remove_from_parent();
            }
        }
    }
}

/// Whether the title of an element is a time for machines.
fn is_time(title: &str) -> bool {
    title.starts_with(|c: char| c.is_ascii_digit()) && Stamp::machine(title).is_some()
}

/// The number in an element of votes, which a word for them may follow.
fn votes(node: &NodeRef<'_>) -> Option<i32> {
    let exact = ["content", "data-like-count"].iter().find_map(|key| attribute(node, key));
    let line = exact.unwrap_or_else(|| words(node));
    let number = line.split(' ').next()?.replace('\u{2212}', "-").replace(',', "");
    number.parse().ok()
}

fn is_edit(link: &NodeRef<'_>) -> bool {
    has_class(link, &["comment-edit-link", "comment-reply-link"])
}
