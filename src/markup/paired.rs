//! Footnotes that no name tells: a link and the element that it leads to, which begins with a link back.
//!
//! Both say the same number, or the link back says none (`↩`). What a table of contents and its sections
//! have is no such pair: those say more.

use dom_query::{Document, Element, NodeRef};
use hashbrown::{HashMap, HashSet};

use super::html::attribute;

/// How many nodes are looked at for the link that an element begins with.
const MAX_LOOK: usize = 8;
/// How many elements around a link may have the name that is led back to.
const MAX_AROUND: usize = 2;
/// The longest number of a footnote.
const MAX_DIGITS: usize = 4;

/// The footnotes of a page that are told so.
#[derive(Debug, Default)]
pub(super) struct Paired {
    /// The number of the element with an id.
    numbers: HashMap<String, String>,
    /// Where the links back lead.
    backs: HashSet<String>,
}

impl Paired {
    /// Whether there are links in HTML that lead to a place in it; few texts have any, and the others are
    /// not looked through.
    pub(super) fn may_be_in(html: &str) -> bool {
        ["=\"#", "='#", "=#"].iter().any(|start| html.contains(start))
    }

    /// Finds them in a tree.
    pub(super) fn of(document: &Document) -> Paired {
        let mut paired = Paired::default();
        let root = document.root();
        let references = root.descendants_it().filter(|node| node.has_name("a"));
        let mut leads: HashMap<String, (String, String)> = HashMap::new();
        for link in references {
            let (Some(target), Some(number)) = (target(&link), number(&link.text())) else {
                continue;
            };
            for name in names(&link) {
                leads.entry(name).or_insert_with(|| (target.clone(), number.clone()));
            }
        }
        if leads.is_empty() {
            return paired;
        }
        for node in root.descendants_it() {
            let Some(id) = node.attr("id").filter(|_| !node.has_name("a")) else { continue };
            let Some(link) = first_link(&node) else { continue };
            let Some(back) = target(&link) else { continue };
            let Some((_, said)) = leads.get(&back).filter(|(to, _)| **to == *id) else { continue };
            let words = link.text();
            if number(&words).as_ref() == Some(said) || !words.contains(char::is_alphanumeric) {
                paired.numbers.insert(id.to_string(), said.clone());
                paired.backs.insert(back);
            }
        }
        paired
    }

    /// The number of the footnote that an element is.
    pub(super) fn definition(&self, element: &Element) -> Option<String> {
        self.numbers.get(attribute(element, "id")?).cloned()
    }

    /// The number of the footnote that a link leads to.
    pub(super) fn reference(&self, element: &Element) -> Option<String> {
        self.numbers.get(attribute(element, "href")?.strip_prefix('#')?).cloned()
    }

    /// Whether a link in a footnote leads back.
    pub(super) fn leads_back(&self, element: &Element) -> bool {
        let target = attribute(element, "href").and_then(|address| address.strip_prefix('#'));
        target.is_some_and(|target| self.backs.contains(target))
    }
}

fn target(link: &NodeRef<'_>) -> Option<String> {
    link.attr("href")?.strip_prefix('#').filter(|name| !name.is_empty()).map(str::to_owned)
}

/// The number that a link says, and nothing else.
fn number(words: &str) -> Option<String> {
    let number = words.trim().trim_matches(|c| matches!(c, '[' | ']' | '(' | ')' | '.'));
    let is_one = (1..=MAX_DIGITS).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit());
    is_one.then(|| number.to_owned())
}

/// The names of a link, and of what there is around it and it alone.
fn names(link: &NodeRef<'_>) -> Vec<String> {
    let around = link
        .ancestors_it(Some(MAX_AROUND))
        .take_while(|node| ["sup", "span", "small"].iter().any(|name| node.has_name(name)));
    let own = link.attr("name").map(|name| name.to_string());
    let ids = around.filter_map(|node| node.attr("id").map(|id| id.to_string()));
    link.attr("id").map(|id| id.to_string()).into_iter().chain(own).chain(ids).collect()
}

/// The link that an element begins with.
fn first_link<'a>(node: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    if !["p", "div", "li", "dd", "aside"].iter().any(|name| node.has_name(name)) {
        return None;
    }
    let mut next = node.first_child();
    for _ in 0..MAX_LOOK {
        let child = next?;
        if child.is_element() {
            if child.has_name("a") && child.has_attr("href") {
                return Some(child);
            }
            let is_around =
                ["p", "sup", "span", "small", "b", "a"].iter().any(|name| child.has_name(name));
            next = child.first_child().or_else(|| child.next_sibling()).filter(|_| is_around);
        } else if child.is_text() && !child.text().trim().is_empty() {
            return None;
        } else {
            next = child.next_sibling();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::{from_html, to_markdown};

    #[test]
    fn what_leads_back_where_it_is_referred_to_is_a_footnote() {
        let pair = |reference: &str, note: &str| format!("<p>Oil{reference} is dear.</p>{note}");
        let link = "<sup><a id=x-m href='#x'>7</a></sup>";
        #[rustfmt::skip]
        let cases = [
            ("a paragraph",       pair(link, "<p id=x><sup><a href='#x-m'>7</a></sup>By the can.</p>"), true),
            ("in brackets",       pair(link, "<div id=x><p><a href='#x-m'>[7.]</a> By the can.</p></div>"), true),
            ("a name around it",  pair("<sup id=x-m><a href='#x'>7</a></sup>", "<p id=x> <a href='#x-m'>↩</a> By the can.</p>"), true),
            ("another place",     pair(link, "<p id=x><a href='#y'>7</a> By the can.</p>"), false),
            ("another number",    pair(link, "<p id=x><a href='#x-m'>8</a> By the can.</p>"), false),
            ("a table of contents", pair("<a id=x-m href='#x'>7 Oil</a>", "<p id=x><a href='#x-m'>7 Oil</a> By the can.</p>"), false),
            ("a link in a text",  pair(link, "<p id=x>By <a href='#x-m'>7</a> the can.</p>"), false),
        ];
        for (what, html, is_note) in cases {
            let markdown = to_markdown(&from_html(&html));
            let found =
                markdown.contains("Oil[^7] is dear.") && markdown.contains("[^7]: By the can.");
            assert_eq!(found, is_note, "{what}: {markdown}");
            assert_eq!(markdown.contains("(#x"), !is_note, "{what}: {markdown}");
        }
    }
}
