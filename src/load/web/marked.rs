//! Comments that are marked as such in the page: [microdata] of schema.org, and [microformats].
//!
//! [microdata]: https://html.spec.whatwg.org/multipage/microdata.html
//! [microformats]: https://microformats.org/wiki/h-entry

use std::collections::HashMap;

use super::super::page::posts::{Post, take_posts};
use super::super::page::{self, NodeRef, Page, attribute};
use super::{Found, entry};

/// Whether an element is a comment by its own word, and whether it is the accepted answer.
fn mark(node: &NodeRef<'_>) -> Option<bool> {
    const TYPES: [&str; 3] = ["Comment", "UserComments", "Answer"];
    let is_type = |kind: &str| kind.rsplit('/').next().is_some_and(|name| TYPES.contains(&name));
    let (mut is_one, mut is_scope, mut is_property, mut is_accepted) = (false, false, false, false);
    // Every element of a page is asked, so its attributes are gone through once.
    node.query(|node| {
        for attribute in node.as_element().into_iter().flat_map(|element| &element.attrs) {
            let value = &*attribute.value;
            match &*attribute.name.local {
                "itemtype" => is_one |= value.split_ascii_whitespace().any(is_type),
                "class" => {
                    let mut classes = value.split_ascii_whitespace();
                    is_one |= classes.any(|class| matches!(class, "u-comment" | "p-comment"));
                }
                "itemscope" => is_scope = true,
                "itemprop" => {
                    is_property = value == "comment";
                    let mut names = value.split_ascii_whitespace();
                    is_accepted = names.any(|name| name == "acceptedAnswer");
                }
                _ => {}
            }
        }
    });
    (is_one || is_scope && is_property).then_some(is_accepted)
}

/// Reads all of them; takes them out of the page.
pub(super) fn read(page: &Page, address: Option<&str>) -> Found {
    let posts = match page.first("body") {
        Some(body) => take_posts(body, |node, _: Option<&mut Post<'_, bool>>| mark(node)),
        None => Vec::new(),
    };
    // What each is called by those that answer it, before its parts are taken out of it.
    let links: Vec<_> = posts.iter().map(|post| names(&post.node)).collect();
    let mut places = HashMap::new();
    for (at, (own, _)) in links.iter().enumerate() {
        for name in own {
            places.entry(name.clone()).or_insert(at);
        }
    }
    let mut entries: Vec<_> = posts.iter().map(|post| entry(post, address)).collect();
    for (at, (entry, (post, (_, answered)))) in
        entries.iter_mut().zip(posts.iter().zip(&links)).enumerate()
    {
        let place = answered.as_ref().and_then(|link| places.get(link)).copied();
        // What it says that it answers is surer than what it lies in.
        entry.parent = place.filter(|place| *place != at).or(entry.parent);
        if post.kind {
            entry.roles.push("accepted".into());
        }
    }
    Found { how: "marks in the page (microdata or microformats)", entries, declared: None }
}

/// The addresses of a comment, and that of what it answers.
fn names(node: &NodeRef<'_>) -> (Vec<String>, Option<String>) {
    let href = |link: &NodeRef<'_>| attribute(link, "href");
    let mut own: Vec<_> = page::first(node, "a.u-url").iter().filter_map(href).collect();
    own.extend(attribute(node, "id").map(|id| format!("#{id}")));
    let answered = page::first(node, "a.u-in-reply-to, [itemprop=parentItem][href]");
    (own, answered.as_ref().and_then(href))
}
