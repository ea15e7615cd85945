//! Which elements of a page are comments, by their ids and by the classes that WordPress gives them.

use std::collections::HashMap;

use super::page::posts::{Post, last_digits, take_posts};
use super::page::{NodeRef, Page};

/// What may stand before `comment-12` in the id of an element of that comment.
const PREFIXES: [&str; 9] =
    ["li-", "div-", "article-", "wp-", "the-", "single-", "wrap-", "the_", "li_"];
/// Elements that hold a comment.
const HOLDERS: [&str; 9] = ["li", "div", "article", "section", "dt", "dd", "tr", "td", "p"];
/// Classes, or ids, of lists that hold comments alone.
const LISTS: [&str; 3] = ["commentlist", "comment-list", "commentList"];
/// Classes that say no more than that a comment is one of many.
const COUNTED: [&str; 8] =
    ["even", "odd", "alt", "thread-even", "thread-odd", "thread-alt", "byuser", "bypostauthor"];

/// What the tags of a comment say of it.
#[derive(Debug, Default)]
pub(super) struct Mark {
    /// Its number; empty if no tag says it.
    pub(super) id: String,
    /// How deep it is, counted from 1.
    depth: Option<u32>,
    /// Whether it was written by the author of the article.
    is_author: bool,
    /// `pingback` or `trackback`, if it is one.
    pub(super) ping: Option<&'static str>,
    /// The name of its element.
    tag: String,
    /// Whether its classes say that it is a comment.
    by_class: bool,
}

impl Mark {
    /// `is_inside` says whether the element lies in another comment.
    fn of(node: &NodeRef<'_>, is_inside: bool) -> Option<Mark> {
        let tag = node.node_name()?.to_string();
        if !is_holder(node) {
            return None;
        }
        let id = own_number(node).or_else(|| {
            // An item whose tag says nothing holds the replies too.
            let holds = |child: NodeRef<'_>| own_number(&child).filter(|_| is_holder(&child));
            (tag == "li").then(|| node.children_it(false).find_map(holds)).flatten()
        });
        let id = id.unwrap_or_default();
        let mut mark = Mark { id, tag, ..Mark::default() };
        let (mut is_comment, mut is_counted) = (false, false);
        for class in node.class().unwrap_or_default().split_ascii_whitespace() {
            match class {
                "comment" => is_comment = true,
                "pingback" => mark.ping = Some("pingback"),
                "trackback" => mark.ping = Some("trackback"),
                _ => {}
            }
            is_counted |= COUNTED.contains(&class);
            mark.is_author |= class == "bypostauthor";
            if let Some(depth) = class.strip_prefix("depth-").and_then(|n| n.parse().ok()) {
                mark.depth = Some(depth);
            }
        }
        is_counted |= mark.depth.is_some();
        // Some themes count pings among the comments and give them no number.
        let is_ping = mark.ping.is_some() && (is_counted || mark.tag == "li");
        mark.by_class = is_counted && is_comment || is_ping;
        (mark.by_class || !mark.id.is_empty() || is_by_place(node, is_inside)).then_some(mark)
    }

    /// Takes what an inner element says of the same comment.
    fn merge(&mut self, inner: Mark) {
        if self.id.is_empty() {
            self.id = inner.id;
        }
        self.depth = self.depth.or(inner.depth);
        self.is_author |= inner.is_author;
        self.ping = self.ping.or(inner.ping);
        self.by_class |= inner.by_class;
    }

    /// Whether an element inside of this comment's is the same comment's.
    fn is_also(&self, inner: &Mark, node: &NodeRef<'_>) -> bool {
        if !self.id.is_empty() && !inner.id.is_empty() {
            return self.id == inner.id;
        }
        if self.by_class && inner.by_class {
            return self.depth.is_some() && self.depth == inner.depth;
        }
        let is_inner = node.id_attr().is_some_and(|id| !id.starts_with("comment"));
        self.tag != inner.tag || is_inner || node.has_class("comment-body")
    }

    /// What the author is here, or what the comment is.
    pub(super) fn roles(&self, is_author: bool) -> Vec<String> {
        let author = (self.is_author || is_author).then_some("author");
        author.into_iter().chain(self.ping).map(str::to_owned).collect()
    }
}

/// Whether an element that says nothing of itself is a comment, since its list holds nothing else, or
/// by the word of schema.org.
fn is_by_place(node: &NodeRef<'_>, is_inside: bool) -> bool {
    if node.attr("itemprop").is_some_and(|property| &*property == "comment") {
        return true;
    }
    let is_item = node.has_name("li") || node.has_name("dt");
    let is_list = |list: NodeRef<'_>| {
        let names = [list.class(), list.id_attr()];
        let mut names = names.iter().flatten().flat_map(|names| names.split_ascii_whitespace());
        names.any(|name| LISTS.contains(&name) || is_inside && name == "children")
    };
    is_item && node.parent().is_some_and(is_list) && node.first_element_child().is_some()
}

fn is_holder(node: &NodeRef<'_>) -> bool {
    node.node_name().is_some_and(|name| HOLDERS.contains(&name.as_ref()))
}

fn own_number(node: &NodeRef<'_>) -> Option<String> {
    number(&node.id_attr()?).map(str::to_owned)
}

/// The number in the id of an element of a comment.
pub(super) fn number(id: &str) -> Option<&str> {
    let digits = last_digits(id)?;
    let rest = id.strip_suffix(digits)?;
    let rest = rest.strip_suffix(['-', '_']).unwrap_or(rest);
    let rest = PREFIXES.iter().find_map(|prefix| rest.strip_prefix(prefix)).unwrap_or(rest);
    (rest == "comment").then_some(digits)
}

/// Whether a tag, from its `<` on, is that of an element with the id of a comment.
pub(super) fn is_comment_tag(tag: &[u8]) -> bool {
    let tag = String::from_utf8_lossy(tag);
    let name = tag.get(1..).unwrap_or_default();
    let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
    let Some((_, id)) = tag.split_once(" id=").or_else(|| tag.split_once("\nid=")) else {
        return false;
    };
    let end = |c: char| c == '"' || c == '\'' || c.is_ascii_whitespace() || c == '>';
    let id = id.trim_start_matches(['"', '\'']).split(end).next().unwrap_or_default();
    HOLDERS.contains(&name.to_ascii_lowercase().as_str()) && number(id).is_some()
}

/// All comments of a page in its order, taken out of it and of one another.
pub(super) fn comments<'a>(page: &'a Page) -> Vec<Post<'a, Mark>> {
    let Some(root) = page.first("body") else { return Vec::new() };
    // In a list of terms the text stands beside the head.
    for term in page.all("dl > dt") {
        if is_by_place(&term, false) || term.id_attr().is_some_and(|id| number(&id).is_some()) {
            while let Some(text) = term.next_element_sibling().filter(|next| next.has_name("dd")) {
                term.append_child(&text);
            }
        }
    }
    take_posts(root, |node, enclosing: Option<&mut Post<'a, Mark>>| {
        let mark = Mark::of(node, enclosing.is_some())?;
        match enclosing {
            Some(post) if post.kind.is_also(&mark, node) => {
                post.kind.merge(mark);
                None
            }
            _ => Some(mark),
        }
    })
}

/// How many do not say how deep they are where others do.
pub(super) fn without_depth(posts: &[Post<'_, Mark>]) -> usize {
    let outer = posts.iter().filter(|post| post.within.is_none());
    let unknown = outer.filter(|post| post.kind.depth.is_none() && post.kind.ping.is_none());
    if posts.iter().all(|post| post.kind.depth.is_none()) { 0 } else { unknown.count() }
}

/// The place of what each answers: the comment that it lies in, or where the theme does not nest
/// them, the last one before it that is less deep.
pub(super) fn parents(posts: &[Post<'_, Mark>]) -> Vec<Option<usize>> {
    let mut last: HashMap<u32, usize> = HashMap::new();
    let mut parents = Vec::with_capacity(posts.len());
    for (at, post) in posts.iter().enumerate() {
        let depth = post.kind.depth.unwrap_or(1);
        let above = || depth.checked_sub(1).and_then(|above| last.get(&above)).copied();
        parents.push(post.within.or_else(above));
        if depth == 1 {
            last.clear();
        }
        last.insert(depth, at);
    }
    parents
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::super::LOADER;
    use super::*;
    use crate::load::page::outline::document;

    #[test]
    fn ids_of_comments_have_a_number() {
        let cases = [
            ("comment-12", Some("12")),
            ("li-comment-12", Some("12")),
            ("div-comment-12", Some("12")),
            ("article-comment-12", Some("12")),
            ("comment_12", Some("12")),
            ("comment12", Some("12")),
            ("comment-", None),
            ("issuecomment-12", None),
            ("comment-form-2", None),
            ("post-12", None),
        ];
        for (id, wanted) in cases {
            assert_eq!(number(id), wanted, "{id}");
        }
        assert!(is_comment_tag(b"<LI class='x' id='comment-7'"));
        assert!(is_comment_tag(b"<div id=div-comment-7 class=comment-body"));
        assert!(!is_comment_tag(b"<a id=\"comment-7\""));
        assert!(!is_comment_tag(b"<div data-id=\"comment-7\""));
    }

    #[test]
    fn ten_thousand_cost_the_same_nested_or_flat() {
        let one = |n: usize| {
            format!(
                "<li class='comment even depth-1' id='comment-{n}'><b class=fn>A</b><div class=comment-body><p>x</div>"
            )
        };
        let flat: String = (0..3_000).map(|n| one(n) + "</li>").collect();
        // Fifty deep, as often as that gives as many.
        let chain = |m: usize| {
            let open: String = (0..50).map(|n| one(m * 50 + n) + "<ol class=children>").collect();
            open + &"</ol></li>".repeat(50)
        };
        let nested: String = (0..60).map(chain).collect();
        let mut took = [flat, nested].map(|page| {
            let start = Instant::now();
            let document = document(&LOADER, format!("<ol>{page}</ol>").as_bytes());
            assert_eq!(document.thread.len(), 3_000);
            start.elapsed()
        });
        took.sort();
        assert!(took[1] < took[0] * 3 + Duration::from_secs(1), "{took:?}");
    }
}
