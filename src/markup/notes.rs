//! Footnotes of pages: which links lead to one, which elements are one.
//!
//! Pages mark them by the names of their parts: `fn1` and `fnref1` (Markdown, pandoc, Hugo),
//! `cite_note-3` and `cite_ref-3` (`MediaWiki`), `_ftn1` and `_ftnref1` (Word), `footnote-1` (many
//! others). Ours are `fn-…` with a role ([DPUB-ARIA]), and are read back exactly.
//!
//! [DPUB-ARIA]: https://www.w3.org/TR/dpub-aria-1.1/

use dom_query::{Element, NodeRef};

use super::html::{FOOTNOTE, attribute};
use super::links::clean_label;

/// What the names of footnotes start with, the longer before those that they start with.
const NOTES: [&str; 11] = [
    "cite_note-",
    "cite-note-",
    "footnote",
    "sdfootnote",
    "endnote",
    "_ftn",
    "_edn",
    "ftn",
    "fn",
    "note",
    "easy-footnote-bottom-",
];
/// How many nodes are looked at for the name of a footnote.
const MAX_LOOK: usize = 8;
/// What a name has that leads back from a footnote to where it is referred to.
const BACK: [&str; 4] = ["ref", "anchor", "anc", "back"];

/// The label of the footnote that a link leads to, as we write it.
pub(super) fn reference(element: &Element) -> Option<String> {
    let label = attribute(element, "href")?.strip_prefix('#')?.strip_prefix(FOOTNOTE)?;
    (attribute(element, "role") == Some("doc-noteref")).then(|| label.to_owned())
}

/// The label of the footnote that an address leads to, as pages write it.
pub(super) fn of_address(address: &str) -> Option<String> {
    label(address.strip_prefix('#')?)
}

/// The label of the footnote that an element is, and whether that is as we write it.
pub(super) fn definition(element: &Element) -> Option<(String, bool)> {
    let id = attribute(element, "id")?;
    match id.strip_prefix(FOOTNOTE).filter(|_| attribute(element, "role") == Some("doc-footnote")) {
        Some(label) => Some((clean_label(label), true)),
        None => label(id).map(|label| (label, false)),
    }
}

/// The label of the footnote that an element is because what it begins with is named so: `<p><a
/// name="_ftn1">` (Word), `<li><a id="fn1">`.
pub(super) fn definition_by_first(node: &NodeRef<'_>) -> Option<String> {
    let mut next = node.first_child();
    for _ in 0..MAX_LOOK {
        let child = next?;
        if child.is_element() {
            let is_running = |name: &str| {
                matches!(name, "a" | "b" | "em" | "i" | "small" | "span" | "strong" | "sup")
            };
            child.node_name().filter(|name| is_running(name))?;
            let mut names = ["id", "name"].into_iter().filter_map(|name| child.attr(name));
            if let Some(label) = names.find_map(|name| label(&name)) {
                return Some(label);
            }
            next = child.first_child().or_else(|| child.next_sibling());
        } else if child.text().trim().is_empty() {
            next = child.next_sibling();
        } else {
            return None;
        }
    }
    None
}

/// Whether an element in a footnote only leads back.
pub(super) fn leads_back(element: &Element) -> bool {
    let has_class = |name: &str| {
        attribute(element, "class")
            .is_some_and(|class| class.split_ascii_whitespace().any(|c| c == name))
    };
    let to_reference = || {
        let id = attribute(element, "href").and_then(|address| address.strip_prefix('#'));
        let named = |id: &str| {
            let behind = NOTES.iter().find_map(|start| id.strip_prefix(start));
            behind.is_some_and(|behind| BACK.iter().any(|word| behind.contains(word)))
        };
        id.is_some_and(|id| id.starts_with("cite_ref-") || named(id))
    };
    let role = attribute(element, "role");
    role == Some("doc-backlink")
        || has_class("mw-cite-backlink")
        || role != Some("doc-noteref") && to_reference()
}

/// The number in the name of a footnote, if it is one.
fn label(id: &str) -> Option<String> {
    let behind = NOTES.iter().find_map(|start| id.strip_prefix(start))?;
    let number = behind.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (name, number) = behind.split_at(number);
    let is_note =
        !number.is_empty() && number.len() < 8 && !BACK.iter().any(|word| name.contains(word));
    // A name of its own between the two is one of `MediaWiki`, whose numbers are those of the whole page.
    let is_plain = !name.contains(|c: char| c.is_alphanumeric()) || id.starts_with("cite");
    (is_note && is_plain).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_is_a_footnote() {
        let cases = [
            ("fn1", Some("1")),
            ("fn:12", Some("12")),
            ("fn-3", Some("3")),
            ("_ftn4", Some("4")),
            ("cite_note-5", Some("5")),
            ("cite_note-Varga-6", Some("6")),
            ("footnote-7", Some("7")),
            ("fnref1", None),
            ("cite_ref-5", None),
            ("_ftnref4", None),
            ("footnote-anchor-7", None),
            ("fn", None),
            ("note-to-self-2", None),
            ("fnord1", None),
            ("section-1", None),
            ("", None),
        ];
        for (id, expected) in cases {
            assert_eq!(label(id).as_deref(), expected, "{id}");
        }
    }
}
