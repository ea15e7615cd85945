//! Elements that look like comments: many of one kind, each with an author, a time and a text.
//!
//! A kind is an element's name and its telling class. A sample of each kind that is frequent enough is
//! looked at, a bounded part of each element ([`super::looks`]); what has several times in it is a list,
//! and what leads elsewhere is a list of articles.

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::super::page::posts::{Event, Post, Step, last_digits, take_posts, walk};
use super::super::page::{NodeId, NodeRef, Page};
use super::looks::{Finder, Looks, finder, holds};
use super::{Found, entry};

/// Words in the class of a comment, in the languages that they are met in.
const COMMENT: &[&str] = &[
    "comment",
    "reply",
    "response",
    "kommentar",
    "commentaire",
    "comentario",
    "commento",
    "reactie",
    "komentarz",
    "answer",
];
/// Words that may be a comment's as well as another thing's.
const VAGUE: &[&str] = &["post", "message", "entry", "review", "note", "discussion"];
/// Elements that may hold a comment.
const HOLDERS: &[&str] = &["li", "div", "article", "section", "tr", "dl", "table", "blockquote"];
/// Classes that come and go among elements of one kind.
const PASSING: &[&str] = &[
    "even",
    "odd",
    "alt",
    "first",
    "last",
    "parent",
    "active",
    "new",
    "clearfix",
    "cf",
    "hidden",
    "collapsed",
    "highlighted",
    "highlight",
    "row",
];
/// Words in the class of a list of notes.
const NOTES: &[&str] = &["reference", "footnote", "endnote", "bibliograph", "citation"];
static IS_COMMENT: Finder = LazyLock::new(|| finder(COMMENT));
static IS_VAGUE: Finder = LazyLock::new(|| finder(VAGUE));
static IS_NOTE: Finder = LazyLock::new(|| finder(NOTES));

/// How many there must be where the class says that they are comments, and where it does not.
const MIN_NAMED: usize = 2;
const MIN_NAMELESS: usize = 3;
/// How many of a kind are looked at.
const SAMPLE: usize = 8;
/// How many kinds are looked at.
const MAX_KINDS: usize = 100;

/// How surely a class is that of comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    None,
    Vague,
    Comment,
}

/// The kind of an element that has a telling class, if it can be a comment; its list says it otherwise.
fn kind_by_class(tag: &str, classes: &str) -> Option<(String, Name)> {
    let telling = |class: &&str| {
        !PASSING.contains(class)
            && !class.contains(|c: char| c.is_ascii_digit())
            && !class.starts_with("by")
    };
    let classes: Vec<_> = classes.split_ascii_whitespace().filter(telling).collect();
    for (name, words) in [(Name::Comment, &IS_COMMENT), (Name::Vague, &IS_VAGUE)] {
        let named = classes.iter().filter(|class| holds(words, class));
        if let Some(class) = named.min_by_key(|class| class.len()) {
            return Some((format!("{tag}.{class}"), name));
        }
    }
    (!classes.is_empty()).then(|| (format!("{tag}.{}", classes.join(".")), Name::None))
}

/// The kind of an element without one, by the class or the id of its list.
fn kind_by_list(tag: &str, list: &str) -> Option<(String, Name)> {
    // Notes have authors and dates too.
    if holds(&IS_NOTE, list) {
        return None;
    }
    let name = if holds(&IS_COMMENT, list) { Name::Comment } else { Name::None };
    Some((format!("{list} {tag}"), name))
}

/// A kind and its elements.
struct Candidate<'a> {
    name: Name,
    count: usize,
    sample: Vec<NodeRef<'a>>,
}

/// The kinds of a page's elements, in the order in which they are met, and the kind of each element:
/// an element is looked at many times, and most have the classes of many others.
#[derive(Default)]
struct Kinds<'a> {
    all: Vec<Candidate<'a>>,
    /// The place of the kind that is called so.
    names: HashMap<String, usize>,
    /// What was made of a tag with a class, and of a tag in a list with one.
    by_class: HashMap<String, Option<usize>>,
    by_list: HashMap<String, Option<usize>>,
    /// The last such pair.
    pair: String,
    of: HashMap<NodeId, usize>,
}

impl<'a> Kinds<'a> {
    fn of(body: &NodeRef<'a>) -> Kinds<'a> {
        let mut kinds = Kinds::default();
        walk(body, |node, event| {
            if event == Event::Enter
                && let Some(place) = kinds.find(node)
                && let Some(candidate) = kinds.all.get_mut(place)
            {
                candidate.count += 1;
                if candidate.sample.len() < SAMPLE {
                    candidate.sample.push(*node);
                }
                kinds.of.insert(node.id, place);
            }
            Step::Into
        });
        kinds
    }

    /// The kind of an element that can be a comment.
    fn find(&mut self, node: &NodeRef<'_>) -> Option<usize> {
        let tag = node.node_name().filter(|tag| HOLDERS.contains(&tag.as_ref()))?;
        let classes = node.class().unwrap_or_default();
        self.pair(&tag, &classes);
        let known = if let Some(known) = self.by_class.get(&self.pair) {
            *known
        } else {
            let place = kind_by_class(&tag, &classes).map(|kind| self.place(kind));
            *self.by_class.entry(self.pair.clone()).or_insert(place)
        };
        known.or_else(|| {
            let list = node.parent().and_then(|list| list.class().or_else(|| list.id_attr()))?;
            self.pair(&tag, &list);
            if let Some(known) = self.by_list.get(&self.pair) {
                return *known;
            }
            let place = kind_by_list(&tag, &list).map(|kind| self.place(kind));
            *self.by_list.entry(self.pair.clone()).or_insert(place)
        })
    }

    fn pair(&mut self, tag: &str, of: &str) {
        self.pair.clear();
        self.pair.extend([tag, " ", of]);
    }

    fn place(&mut self, (own, name): (String, Name)) -> usize {
        *self.names.entry(own).or_insert_with(|| {
            self.all.push(Candidate { name, count: 0, sample: Vec::new() });
            self.all.len() - 1
        })
    }

    /// Whether this is the kind of an element.
    fn is(&self, node: &NodeRef<'_>, kind: usize) -> bool {
        self.of.get(&node.id) == Some(&kind)
    }

    /// The one that looks most like comments.
    fn best(&self, address: Option<&str>) -> Option<usize> {
        let all = self.all.iter().enumerate();
        let mut frequent: Vec<_> = all.filter(|(_, kind)| kind.is_frequent()).collect();
        // The surest first, of those the most frequent, of those the outermost.
        frequent.sort_by_key(|(_, kind)| std::cmp::Reverse((kind.name, kind.count)));
        let mut frequent = frequent.into_iter().take(MAX_KINDS);
        frequent
            .find(|(place, kind)| kind.looks_right(*place, self, address))
            .map(|(place, _)| place)
    }
}

/// Reads the elements that look most like comments; takes them out of the page.
pub(super) fn read(page: &Page, address: Option<&str>) -> Found {
    let mut found = Found { how: "their shape alone", entries: Vec::new(), declared: None };
    let Some(body) = page.first("body") else { return found };
    let kinds = Kinds::of(&body);
    let Some(best) = kinds.best(address) else { return found };
    let posts = take_posts(body, |node, _: Option<&mut Post<'_, Level>>| {
        kinds.is(node, best).then(|| Level::of(node))
    });
    let parents = parents(&posts);
    found.entries = posts.iter().map(|post| entry(post, address)).collect();
    for (entry, parent) in found.entries.iter_mut().zip(parents) {
        entry.parent = parent;
    }
    // Empty shapes are no comments; what others answer stays.
    if found.entries.iter().all(|entry| entry.body.is_empty()) {
        found.entries.clear();
    }
    found
}

impl Candidate<'_> {
    fn is_frequent(&self) -> bool {
        self.count >= if self.name == Name::Comment { MIN_NAMED } else { MIN_NAMELESS }
    }

    /// Whether most of the sample are comments.
    fn looks_right(&self, own: usize, kinds: &Kinds<'_>, address: Option<&str>) -> bool {
        let most = |count: usize| count * 10 >= self.sample.len() * 7;
        let mut looks = Vec::with_capacity(self.sample.len());
        for (at, node) in self.sample.iter().enumerate() {
            looks.push(Looks::of(node, address, |inner| kinds.is(inner, own)));
            // Most kinds are none, which a few of the sample say.
            let rest = self.sample.len() - at - 1;
            let may_be =
                |is: fn(&Looks) -> bool| most(rest + looks.iter().filter(|l| is(l)).count());
            if !may_be(Looks::is_said) || !may_be(|looks| looks.has_author) {
                return false;
            }
        }
        let are = |is: fn(&Looks) -> bool| most(looks.iter().filter(|looks| is(looks)).count());
        // A newspaper calls its opinions comments too.
        if are(Looks::is_link) {
            return false;
        }
        // Parts of a text have headings, and may have a name and a date below.
        let are_parts = self.name == Name::None && are(|looks| looks.has_heading);
        self.name == Name::Comment
            || are(Looks::has_line) && !are(|looks| looks.leads_elsewhere) && !are_parts
    }
}

/// How deep a comment stands.
#[derive(Clone, Copy, Debug)]
struct Level {
    /// As the page says.
    said: Option<u32>,
    /// How many elements it is in.
    depth: u32,
}

impl Level {
    fn of(node: &NodeRef<'_>) -> Level {
        let attributes = ["data-depth", "data-level", "data-indent", "aria-level"];
        let said = attributes.iter().find_map(|key| node.attr(key)?.trim().parse().ok());
        let by_class = || {
            node.class()?.split_ascii_whitespace().find_map(|class| {
                let digits = last_digits(class)?;
                let word = class.strip_suffix(digits)?.trim_end_matches(['-', '_']);
                let words = ["depth", "level", "indent", "lvl", "comment-depth", "comment-level"];
                words.contains(&word).then(|| digits.parse().ok()).flatten()
            })
        };
        let depth = node.ancestors_it(None).count();
        Level { said: said.or_else(by_class), depth: u32::try_from(depth).unwrap_or(u32::MAX) }
    }
}

/// The place of what each answers: what it lies in, or the last before it that is less deep, by what
/// the page says or by how it is built.
fn parents(posts: &[Post<'_, Level>]) -> Vec<Option<usize>> {
    let is_said = posts.iter().all(|post| post.kind.said.is_some());
    let mut open: Vec<(u32, usize)> = Vec::new();
    let mut parents = Vec::with_capacity(posts.len());
    for (at, post) in posts.iter().enumerate() {
        let level = post.kind.said.filter(|_| is_said).unwrap_or(post.kind.depth);
        while open.last().is_some_and(|(above, _)| *above >= level) {
            open.pop();
        }
        parents.push(post.within.or(open.last().map(|(_, at)| *at)));
        open.push((level, at));
    }
    parents
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use crate::load::page::outline::document;
    use crate::load::web::LOADER;

    #[test]
    fn no_page_takes_long() {
        let start = Instant::now();
        let many = 1_000;
        let comment =
            "<div class='comment'><b class=author>A</b><i>3 May 2026</i><p>It is out.</p>";
        let pages = [
            format!("{comment}</div>").repeat(many),
            comment.repeat(many),
            (0..many)
                .map(|n| "<div class=".to_owned() + &"a".repeat(n % 90) + "><b>x</b></div>")
                .collect(),
            "<div class=reply><h2 class=author>".repeat(many),
            format!(
                "<script type='application/ld+json'>{}</script>",
                "{\"comment\":[".repeat(many)
            ),
            format!(
                "<script type='application/ld+json'>{}</script>",
                "{\"@type\":\"Comment\",\"text\":\"x\",\"comment\":[".repeat(many)
            ),
        ];
        for page in pages {
            document(&LOADER, format!("<html><body>{page}").as_bytes());
        }
        assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
    }
}
