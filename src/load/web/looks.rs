//! What one element looks like that may be a comment: who and when are in it, how much it says, and
//! whether it only leads to another page.
//!
//! A teaser of another article has a name, a time and a line too. What it says is a link to that
//! article, or it lies in one; a comment links to its own page, to people, and to what its writer
//! likes, which sites mark (`rel=nofollow`).

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::super::page::entries::whole_address;
use super::super::page::posts::{Event, Step, last_digits, walk};
use super::super::page::times::Stamp;
use super::super::page::{NodeId, NodeRef, text_in, words};

/// Words that stand somewhere in a class, a property or a relation of somebody's name.
const AUTHOR: &[&str] = &["author", "user", "nick", "poster", "byline", "name", "vcard", "autor"];
/// Parts of the addresses of people.
const PEOPLE: &[&str] = &["/user/", "/users/", "/u/", "/profile", "/member", "/author/", "~", "@"];

/// What finds one of several words in a text.
pub(super) type Finder = LazyLock<Option<AhoCorasick>>;

static IS_AUTHOR: Finder = LazyLock::new(|| finder(AUTHOR));
static IS_PERSON: Finder = LazyLock::new(|| AhoCorasick::new(PEOPLE).ok());

/// Of words in any case.
pub(super) fn finder(words: &[&str]) -> Option<AhoCorasick> {
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
}

pub(super) fn holds(words: &Finder, text: &str) -> bool {
    words.as_ref().is_some_and(|words| words.is_match(text))
}

/// How much of an element is looked at.
const MAX_NODES: usize = 300;
/// How much of a heading, and of what may be a name.
const MAX_INSIDE: usize = 20;
/// How far up a link is looked for that an element lies in.
const MAX_ABOVE: usize = 8;
/// What has more times than this is more than one comment.
const MAX_TIMES: usize = 3;
/// How much text there is besides the time, in bytes.
const MIN_TEXT: usize = 10;
/// How many bytes of letters one line of a comment has at least where no class says that it is one: more
/// than labels such as `8 min read`.
const MIN_LINE: usize = 12;
/// The longest line that may be a time, in bytes.
const MAX_TIME: usize = 64;
/// A link that leads to an article has more words than this, in bytes.
const MAX_LABEL: usize = 20;

/// What is in one element, without others of its kind.
#[derive(Debug, Default)]
pub(super) struct Looks {
    pub(super) has_author: bool,
    times: usize,
    /// Bytes of text that is no time.
    text: usize,
    /// Bytes of letters in the longest piece of text outside links and buttons.
    line: usize,
    /// Bytes of text in links to people, and of the longest text of a link to another page.
    people: usize,
    elsewhere: usize,
    /// Whether a heading of it is a link to another page, or its time one to another site.
    pub(super) leads_elsewhere: bool,
    /// Whether it has a heading that names nobody.
    pub(super) has_heading: bool,
}

impl Looks {
    /// Of an element of the page with this address; `is_other` says what is another of its kind.
    pub(super) fn of<'a>(
        root: &NodeRef<'a>,
        address: Option<&str>,
        is_other: impl Fn(&NodeRef<'a>) -> bool,
    ) -> Looks {
        let own = Own { address, id: root.id_attr().map(|id| id.to_string()) };
        let mut looks = Looks::default();
        let mut above = root.ancestors_it(Some(MAX_ABOVE)).filter_map(|above| own.open(&above));
        let mut open = above.find(|open| open.target == Target::Page);
        let mut seen = 0;
        walk(root, |node, event| {
            if event == Event::Leave {
                if open.as_ref().is_some_and(|open| open.id == node.id) {
                    looks.close(open.take().as_ref());
                }
                return Step::Into;
            }
            seen += 1;
            if seen > MAX_NODES {
                return Step::Stop;
            }
            if let Some(text) = text_in(node) {
                looks.text(&text, open.as_mut());
                return Step::Into;
            }
            if !node.is_element() || is_other(node) {
                return Step::Over;
            }
            if open.is_none() {
                open = own.open(node);
            }
            looks.element(node, &own, open.as_ref())
        });
        looks.close(open.as_ref());
        looks
    }

    /// Whether there is a text in it, and a time, but not those of several.
    pub(super) fn is_said(&self) -> bool {
        self.text >= MIN_TEXT && (1..=MAX_TIMES).contains(&self.times)
    }

    /// Whether it says something that is no label.
    pub(super) fn has_line(&self) -> bool {
        self.line >= MIN_LINE
    }

    /// Whether what it says is mostly one link to another page.
    pub(super) fn is_link(&self) -> bool {
        let said = self.text.saturating_sub(self.people);
        self.elsewhere > MAX_LABEL && self.elsewhere * 2 > said
    }

    fn text(&mut self, text: &str, open: Option<&mut Open>) {
        let line = text.trim();
        if line.len() <= MAX_TIME && Stamp::within(line).worth() > 1 {
            self.time(open.as_deref());
            return;
        }
        self.text += line.len();
        if let Some(open) = open {
            open.text += line.len();
        } else {
            let letters = line.chars().filter(|c| c.is_alphabetic()).map(char::len_utf8).sum();
            self.line = self.line.max(letters);
        }
    }

    fn time(&mut self, open: Option<&Open>) {
        self.times += 1;
        self.leads_elsewhere |= open.is_some_and(|open| open.is_far);
    }

    fn element(&mut self, node: &NodeRef<'_>, own: &Own<'_>, open: Option<&Open>) -> Step {
        let Some(name) = node.node_name() else { return Step::Into };
        match name.as_ref() {
            "script" | "style" | "template" | "noscript" => return Step::Over,
            "time" => {
                self.time(open);
                self.text += 1;
                return Step::Over;
            }
            "h1" | "h2" | "h3" | "h4" => {
                let mut inside = node.descendants_it().take(MAX_INSIDE);
                self.has_heading |= !is_author(node) && !inside.any(|inner| is_author(&inner));
                let link = node.descendants_it().take(MAX_INSIDE).find(|link| link.has_name("a"));
                self.leads_elsewhere |= link.is_some_and(|link| {
                    own.target(&link) == Target::Page && words(&link).len() > MAX_LABEL
                });
            }
            _ => {}
        }
        let may_be_author = || &*name == "cite" || is_author(node);
        self.has_author = self.has_author || may_be_author() && has_name(node);
        Step::Into
    }

    fn close(&mut self, open: Option<&Open>) {
        match open {
            Some(Open { target: Target::Page, text, .. }) => {
                self.elsewhere = self.elsewhere.max(*text);
            }
            Some(Open { target: Target::Person, text, .. }) => self.people += text,
            _ => {}
        }
    }
}

/// The link or the button that the text belongs to.
#[derive(Debug)]
struct Open {
    id: NodeId,
    target: Target,
    /// Whether it leads to another site.
    is_far: bool,
    /// Bytes of text in it.
    text: usize,
}

/// Where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    /// To this page, to nothing, or to what somebody has written.
    Here,
    /// To somebody's page.
    Person,
    /// To another page.
    Page,
}

/// What is an element's own: the page that it is in, and its id.
struct Own<'a> {
    address: Option<&'a str>,
    id: Option<String>,
}

impl Own<'_> {
    /// An element whose text is no line of the comment's own.
    fn open(&self, node: &NodeRef<'_>) -> Option<Open> {
        if !node.has_name("a") && !node.has_name("button") {
            return None;
        }
        let target = self.target(node);
        let is_far = target == Target::Page && self.is_other_site(node);
        Some(Open { id: node.id, target, is_far, text: 0 })
    }

    fn target(&self, link: &NodeRef<'_>) -> Target {
        let Some(href) = link.attr("href").filter(|_| link.has_name("a")) else {
            return Target::Here;
        };
        let rel = link.attr("rel").unwrap_or_default();
        let is_foreign = ["nofollow", "ugc"].iter().any(|word| rel.contains(word));
        let (page, fragment) = href.trim().split_once('#').unwrap_or((href.trim(), ""));
        let is_script = page.split_once(':').is_some_and(|(scheme, _)| !scheme.starts_with("http"));
        if is_foreign || page.is_empty() || is_script || self.is_named(fragment) {
            Target::Here
        } else if rel.contains("author") || is_person(page) {
            Target::Person
        } else if self.is_address(page) {
            Target::Here
        } else {
            Target::Page
        }
    }

    /// Whether the part behind the `#` of an address is the element's own.
    fn is_named(&self, fragment: &str) -> bool {
        let Some(id) = self.id.as_deref().filter(|_| !fragment.is_empty()) else { return false };
        let number = last_digits(id);
        fragment == id || number.is_some() && number == last_digits(fragment)
    }

    fn is_address(&self, page: &str) -> bool {
        let own = self.address.and_then(|own| own.split('#').next());
        own.is_some() && whole_address(page, self.address).as_deref() == own
    }

    fn is_other_site(&self, link: &NodeRef<'_>) -> bool {
        let href = link.attr("href").unwrap_or_default();
        let there = site(&href);
        there.is_some() && self.address.and_then(site).is_some_and(|here| Some(here) != there)
    }
}

/// The last two parts of the name of an address's host: what sites have several hosts in.
fn site(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("//")?;
    let host = rest.split(['/', '?', '#', ':']).next().filter(|host| !host.is_empty())?;
    let start = host.rmatch_indices('.').nth(1).map_or(0, |(at, dot)| at + dot.len());
    host.get(start..).filter(|_| scheme.is_empty() || scheme.starts_with("http"))
}

/// Whether an address is that of somebody's page, and not of what lies below it.
fn is_person(page: &str) -> bool {
    let path = page.split('?').next().unwrap_or_default().trim_end_matches('/');
    let Some(found) = IS_PERSON.as_ref().and_then(|people| people.find(path)) else { return false };
    let slashes = path.get(found.end()..).unwrap_or_default().matches('/').count();
    // `/users/12/ines`, but `/@ines/the-light`.
    slashes <= usize::from(path.get(found.start()..).is_some_and(|rest| rest.starts_with('/')))
}

/// Whether an element is one with the name of somebody.
fn is_author(node: &NodeRef<'_>) -> bool {
    let is_card = |class: &str| class.eq_ignore_ascii_case("fn");
    node.query_or(false, |node| {
        let attributes = node.as_element().into_iter().flat_map(|element| &element.attrs);
        attributes.into_iter().any(|attribute| match &*attribute.name.local {
            "class" | "itemprop" | "rel" => {
                holds(&IS_AUTHOR, &attribute.value)
                    || attribute.value.split_ascii_whitespace().any(is_card)
            }
            "href" => holds(&IS_PERSON, &attribute.value),
            _ => false,
        })
    })
}

/// Whether there are words in an element that may be a name, and are no time.
fn has_name(node: &NodeRef<'_>) -> bool {
    let is_name = |text: &str| {
        let line = text.trim();
        line.chars().any(char::is_alphanumeric)
            && (line.len() > MAX_TIME || Stamp::printed(line).worth() <= 1)
    };
    node.attr("content").is_some_and(|content| is_name(&content))
        || node
            .descendants_it()
            .take(MAX_INSIDE)
            .any(|inside| text_in(&inside).is_some_and(|text| is_name(&text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::page::Page;

    fn look(entry: &str) -> Looks {
        let page = Page::of(&format!("<div><div id=c5 class=entry>{entry}</div></div>"));
        let root = page.first(".entry").unwrap();
        Looks::of(&root, Some("https://quay.example/lamp"), |_| false)
    }

    #[test]
    fn a_name_is_words_that_are_no_time() {
        #[rustfmt::skip]
        let cases = [
            ("<b class=author>Ines Varga</b>",                       true),
            ("<b class=author>Ines Varga, 3 May 2026</b>",           true),
            ("<b class=author><i>3 May 2026</i> <u>Ines</u></b>",    true),
            ("<meta itemprop=author content='Ines Varga'>",          true),
            ("<cite>quayside_7</cite>",                              true),
            ("<a href=/u/7><b>7</b></a>",                            true),
            ("<b class=authors>3 May 2026 08:15</b>",                false),
            ("<b class=author> · </b>",                              false),
            ("<a href=/u/7><img src=7.png></a>",                     false),
            ("<cite></cite>",                                        false),
        ];
        for (entry, wanted) in cases {
            assert_eq!(look(entry).has_author, wanted, "{entry}");
        }
    }

    #[test]
    fn what_says_one_link_leads_elsewhere() {
        let title = "Who owns the harbour light now?";
        #[rustfmt::skip]
        let cases = [
            ("to another page",     "href=/light",                       "Ada Brandt",        true),
            ("on another site",     "href=https://x.example/light",      "Ada Brandt",        true),
            ("to part of another",  "href=/light#c4",                    "Ada Brandt",        true),
            ("below somebody",      "href=/@ines/light",                 "Ada Brandt",        true),
            ("with more beside it", "href=/light",   "Ask the office, I would say so at least.", false),
            ("to this page",        "href=/lamp",                        "Ada Brandt",        false),
            ("to a place in it",    "href=#light",                       "Ada Brandt",        false),
            ("to the comment",      "href=https://quay.example/t?p=5#c5", "Ada Brandt",       false),
            ("to the same by number", "href=/t#comment-5",               "Ada Brandt",        false),
            ("to somebody",         "href=/users/12/ines",               "Ada Brandt",        false),
            ("to a writer's liking", "href=/light rel='nofollow ugc'",   "Ada Brandt",        false),
            ("to nothing",          "href=javascript:void(0)",           "Ada Brandt",        false),
            ("that is none",        "name=light",                        "Ada Brandt",        false),
        ];
        for (what, link, beside, wanted) in cases {
            let entry = format!("<a {link}>{title}</a> <i>3 May 2026</i> <p>{beside}");
            assert_eq!(look(&entry).is_link(), wanted, "{what}");
        }
        assert!(!look("<a href=/light>Reply</a><p>No.").is_link());
    }

    #[test]
    fn a_time_that_leads_to_another_site_is_of_that() {
        #[rustfmt::skip]
        let cases = [
            ("https://x.example.org/ines/12",    true),
            ("//x.example.org/ines/12",          true),
            ("https://old.quay.example/lamp/12", false),
            ("/lamp/12",                         false),
            ("#c5",                              false),
        ];
        for (href, wanted) in cases {
            for time in ["3 May 2026", "<time datetime=2026-05-03>Sunday</time>"] {
                let entry = format!("<a href='{href}'>{time}</a><p>The lamp is out.");
                assert_eq!(look(&entry).leads_elsewhere, wanted, "{href} {time}");
            }
        }
    }

    #[test]
    fn labels_are_no_line() {
        let label = "<a href=/u/ines>Ines Varga</a> <button>Follow Ines Varga</button> 12 min read";
        assert!(!look(label).has_line());
        assert!(look(&format!("{label}<p>Boats do not mind.")).has_line());
    }
}
