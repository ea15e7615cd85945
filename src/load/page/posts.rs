//! The elements of a page that are comments, each with its own parts alone.
//!
//! Replies mostly lie in the element of what they answer. They are found in one pass in the order of
//! the page, and then taken out of one another, so that whatever is looked for in one of them costs
//! the length of its own words, however deep it lies.

use super::NodeRef;

/// One of them.
#[derive(Debug)]
pub(in crate::load) struct Post<'a, K> {
    /// Its element, without the other ones that lay in it.
    pub(in crate::load) node: NodeRef<'a>,
    /// The place of the innermost one that it lay in.
    pub(in crate::load) within: Option<usize>,
    /// What the loader knows of it.
    pub(in crate::load) kind: K,
}

/// Finds all elements in `root` that `is_one` makes something of, and takes them out of the page.
///
/// `is_one` is given an element and the innermost one that it lies in, and may change what is known
/// of that.
pub(in crate::load) fn take_posts<'a, K>(
    root: NodeRef<'a>,
    mut is_one: impl FnMut(&NodeRef<'a>, Option<&mut Post<'a, K>>) -> Option<K>,
) -> Vec<Post<'a, K>> {
    let mut posts: Vec<Post<'a, K>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    walk(&root, |node, event| {
        if !node.is_element() {
            return Step::Into;
        }
        if event == Event::Leave {
            if open.last().and_then(|&at| posts.get(at)).is_some_and(|post| post.node.id == node.id)
            {
                open.pop();
            }
            return Step::Into;
        }
        let within = open.last().copied();
        let enclosing = within.and_then(|at| posts.get_mut(at));
        if let Some(kind) = is_one(node, enclosing) {
            open.push(posts.len());
            posts.push(Post { node: *node, within, kind });
        }
        Step::Into
    });
    for post in &posts {
        post.node.remove_from_parent();
    }
    posts
}

/// Whether a node begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Event {
    /// It begins.
    Enter,
    /// It and all in it has been seen.
    Leave,
}

/// Where to go from a node that begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Step {
    /// To what is in it.
    Into,
    /// To what is behind it.
    Over,
    /// Nowhere.
    Stop,
}

/// Goes through all that is in `root`, in the order of the page, without recursion.
pub(in crate::load) fn walk<'a>(
    root: &NodeRef<'a>,
    mut visit: impl FnMut(&NodeRef<'a>, Event) -> Step,
) {
    let mut next = root.first_child();
    while let Some(node) = next {
        let step = visit(&node, Event::Enter);
        if step == Step::Stop {
            return;
        }
        next = if step == Step::Into { node.first_child() } else { None };
        let mut here = node;
        while next.is_none() {
            visit(&here, Event::Leave);
            next = here.next_sibling();
            if next.is_none() {
                match here.parent() {
                    Some(parent) if parent.id != root.id => here = parent,
                    _ => return,
                }
            }
        }
    }
}

/// Whether an element has one of these classes.
pub(in crate::load) fn has_class(node: &NodeRef<'_>, classes: &[&str]) -> bool {
    let has = |all: &str| all.split_ascii_whitespace().any(|class| classes.contains(&class));
    node.class().is_some_and(|all| has(&all))
}

/// The number that ends `text`, as it is written: the id of many a comment.
pub(in crate::load) fn last_digits(text: &str) -> Option<&str> {
    let start = text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    text.get(start..).filter(|digits| !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::{Page, words};
    use super::*;

    #[test]
    fn replies_are_taken_out_of_what_they_answer() {
        let page = Page::of(
            "<ul><li id=1><p>a<ul><li id=2>b<ul><li id=3>c</ul></li><li id=4>d</ul>e</li></ul>\
             <ul><li id=5>f</ul>",
        );
        let root = page.first("body").unwrap();
        let posts = take_posts(root, |node, _| (&*node.node_name()? == "li").then_some(()));
        let found: Vec<_> = posts.iter().map(|post| (words(&post.node), post.within)).collect();
        let found: Vec<_> = found.iter().map(|(words, within)| (words.as_str(), *within)).collect();
        assert_eq!(
            found,
            [("a e", None), ("b", Some(0)), ("c", Some(1)), ("d", Some(0)), ("f", None)]
        );
    }

    #[test]
    fn what_is_stepped_over_ends_too() {
        let page = Page::of("<div><p><b>a</b></p><i>c</i></div><u>d</u>");
        let mut seen = String::new();
        walk(&page.first("body").unwrap(), |node, event| {
            let name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
            if !name.is_empty() {
                seen += if event == Event::Leave { "/" } else { "" };
                seen += &name;
                seen.push(' ');
            }
            match name.as_str() {
                "p" => Step::Over,
                "u" => Step::Stop,
                _ => Step::Into,
            }
        });
        assert_eq!(seen, "div p /p i /i /div u ");
    }

    #[test]
    fn ids_end_in_digits() {
        let ids = ["comment-12", "c3", "7", "x", ""];
        assert_eq!(ids.map(last_digits), [Some("12"), Some("3"), Some("7"), None, None]);
    }
}
