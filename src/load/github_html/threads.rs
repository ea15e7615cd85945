//! Threads about the code of a pull request, and the comments in them that have no id.
//!
//! A thread stands in a frame that is named for it, or in boxes of several classes. What is in it comes
//! with the page, or later: those that are settled, and those in files that have changed since. Where a
//! comment has no id of its own, the link on its time has it.

use std::collections::HashSet;

use super::super::page::{NodeId, NodeRef, Page, around, attribute, says};
use super::mark::{self, Kind, Said};

/// The class of a comment on code.
const COMMENT: &str = "review-comment";
/// What the id of a frame begins with.
const FRAME: &str = "review-thread-or-comment-id-";
/// Where threads are that may come later.
const PLACES: &str = "turbo-frame[id^=review-thread-or-comment-id-], \
    .js-resolvable-timeline-thread-container";

/// The element around all comments on the same line of code.
pub(super) fn around_all<'a>(node: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    let classes = [
        "js-resolvable-timeline-thread-container",
        "review-thread-component",
        "js-inline-comments-container",
    ];
    around(node, |up| {
        up.has_name("review-thread-collapsible")
            || says(up, "id", |id| id.starts_with(FRAME))
            || classes.iter().any(|class| up.has_class(class))
    })
}

/// Whether an element is a comment on code that no id names, itself or around it.
pub(super) fn is_unnamed(node: &NodeRef<'_>) -> bool {
    let is_named =
        |node: &NodeRef<'_>| mark::anchor(node).is_some_and(|(kind, _)| kind == Kind::Code);
    node.has_class(COMMENT)
        && !is_named(node)
        && around(node, |up| is_named(up) || up.has_class(COMMENT)).is_none()
}

/// What the page has a name for and what not, in its order: the number is empty where it says none.
pub(super) fn anchors(page: &Page) -> Vec<super::Anchor<'_>> {
    let found = page.all(&format!("[id], .{COMMENT}")).into_iter().filter_map(|node| {
        let named = mark::anchor(&node);
        let (kind, id) =
            named.or_else(|| is_unnamed(&node).then_some((Kind::Code, String::new())))?;
        Some((node, kind, id))
    });
    let mut found: Vec<super::Anchor<'_>> = found.collect();
    // The box around an element with an id is that comment, too.
    let named = found.iter().filter(|(_, kind, id)| *kind == Kind::Code && !id.is_empty());
    let boxes: HashSet<NodeId> = named
        .filter_map(|(node, ..)| around(node, |up| up.has_class(COMMENT)))
        .map(|up| up.id)
        .collect();
    found.retain(|(node, _, id)| !id.is_empty() || !boxes.contains(&node.id));
    for (node, kind, id) in found.iter_mut().filter(|(_, _, id)| id.is_empty()) {
        *id = Said::of(node, *kind).number().unwrap_or_default();
    }
    found
}

/// The number of a comment on code in a link to it.
pub(super) fn linked(link: &NodeRef<'_>) -> Option<String> {
    let address = attribute(link, "href")?;
    let (_, number) = address.rsplit_once("#discussion_r")?;
    let fits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| number.to_owned())
}

/// How many threads the page has a place for and none of the comments.
pub(super) fn empty(page: &Page, anchors: &[super::Anchor<'_>]) -> u32 {
    let places = page.all(PLACES);
    let ids: HashSet<NodeId> = places.iter().map(|place| place.id).collect();
    let mut filled: HashSet<NodeId> = HashSet::new();
    for (node, ..) in anchors.iter().filter(|(_, kind, _)| *kind == Kind::Code) {
        let mut up = Some(*node);
        while let Some(here) = up {
            if ids.contains(&here.id) && !filled.insert(here.id) {
                break;
            }
            up = here.parent();
        }
    }
    let is_outer = |place: &&NodeRef<'_>| around(place, |up| ids.contains(&up.id)).is_none();
    let empty = places.iter().filter(is_outer).filter(|place| !filled.contains(&place.id)).count();
    u32::try_from(empty).unwrap_or(u32::MAX)
}
