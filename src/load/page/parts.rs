//! The parts of one comment in a page that nests replies in the comments that they answer.
//!
//! To look for an author in a whole comment would look through all replies to it, again on every
//! level. So what is the comment's own is listed once, and looked for in that.

use super::NodeRef;

/// The elements of a comment, in the order of the page.
pub(in crate::load) struct Parts<'a>(Vec<NodeRef<'a>>);

impl<'a> Parts<'a> {
    /// Those in `node`, but for the elements that `is_other` names, and all in them.
    pub(in crate::load) fn of(
        node: &NodeRef<'a>,
        is_other: impl Fn(&NodeRef<'a>) -> bool,
    ) -> Parts<'a> {
        let mut parts = Vec::new();
        let mut next = node.first_child();
        while let Some(here) = next {
            let is_own = here.is_element() && !is_other(&here);
            if is_own {
                parts.push(here);
            }
            next = here.first_child().filter(|_| is_own);
            let mut up = Some(here);
            while let Some(at) = up.filter(|at| next.is_none() && at.id != node.id) {
                next = at.next_sibling();
                up = at.parent();
            }
        }
        Parts(parts)
    }

    /// These, then `node` and what is in it likewise.
    pub(in crate::load) fn and(
        mut self,
        node: &NodeRef<'a>,
        is_other: impl Fn(&NodeRef<'a>) -> bool,
    ) -> Parts<'a> {
        if node.is_element() && !is_other(node) {
            self.0.push(*node);
            self.0.extend(Parts::of(node, is_other).0);
        }
        self
    }

    /// The first that is so.
    pub(in crate::load) fn find(
        &self,
        mut is_it: impl FnMut(&NodeRef<'a>) -> bool,
    ) -> Option<NodeRef<'a>> {
        self.0.iter().find(|node| is_it(node)).copied()
    }

    /// The first with this class.
    pub(in crate::load) fn class(&self, class: &str) -> Option<NodeRef<'a>> {
        self.find(|node| node.has_class(class))
    }

    /// All that are so.
    pub(in crate::load) fn all(
        &self,
        mut is_it: impl FnMut(&NodeRef<'a>) -> bool,
    ) -> Vec<NodeRef<'a>> {
        self.0.iter().filter(|node| is_it(node)).copied().collect()
    }
}

/// Whether an attribute of `node` is there and `is_it` holds of it.
pub(in crate::load) fn says(
    node: &NodeRef<'_>,
    name: &str,
    is_it: impl FnOnce(&str) -> bool,
) -> bool {
    node.attr(name).is_some_and(|value| is_it(&value))
}

/// The innermost element around `node` that is so.
pub(in crate::load) fn around<'a>(
    node: &NodeRef<'a>,
    mut is_it: impl FnMut(&NodeRef<'a>) -> bool,
) -> Option<NodeRef<'a>> {
    let mut up = node.parent();
    while let Some(here) = up.filter(|here| !is_it(here)) {
        up = here.parent();
    }
    up
}

#[cfg(test)]
mod tests {
    use super::super::{Page, words};
    use super::*;

    #[test]
    fn what_is_in_replies_is_not_found() {
        let page = Page::of(
            "<div id=a><p class=t><b class=who>Ines</b></p><ol><li><b class=who>Tomas</b></ol>\
             <i class=last>x</i></div><b class=who>Ada</b>",
        );
        let parts = Parts::of(&page.first("#a").unwrap(), |node| node.has_name("ol"));
        let all: Vec<_> = parts.all(|_| true).iter().map(|n| n.node_name().unwrap()).collect();
        assert_eq!(all.iter().map(AsRef::as_ref).collect::<Vec<_>>(), ["p", "b", "i"]);
        assert_eq!(words(&parts.class("who").unwrap()), "Ines");
        assert!(Parts::of(&page.first("i").unwrap(), |_| false).class("who").is_none());
        let more = Parts::of(&page.first("i").unwrap(), |_| false);
        let more = more.and(&page.first("p").unwrap(), |_| false).all(|_| true);
        assert_eq!(more.iter().map(words).collect::<Vec<_>>(), ["Ines", "Ines"]);
        let who = page.all(".who").pop().unwrap();
        assert!(around(&who, |node| node.has_name("ol")).is_none());
        let inner = page.first("li b").unwrap();
        assert!(around(&inner, |node| says(node, "id", |id| id == "a")).is_some());
    }
}
