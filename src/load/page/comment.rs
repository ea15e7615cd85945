//! The parts of one comment: author, time, text, by the classes that themes give them.
//!
//! A table says which class is what, and how sure that is; of two the surer counts, of equally sure
//! ones the first. The text is the surest element that has words in it once the other parts are taken
//! out; where no class names it, it is all of the comment that is left.

use super::article::strip;
use super::posts::{Event, Step, has_class, last_digits, walk};
use super::times::Stamp;
use super::{NodeRef, attribute, markup, words};
use crate::model::Votes;

/// What an element of a comment holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Author,
    Date,
    /// The time of day alone.
    Clock,
    Text,
    Up,
    Down,
    Score,
}

/// How many elements of a kind are looked at in one comment.
const MAX_PARTS: usize = 12;
/// Up to this rank the text's element holds nothing else.
const SURE_TEXT: u8 = 3;
/// From this rank on an element is only taken for the author where nothing is one by its class.
const BY_NAME: u8 = 5;
/// From this rank on a time that cannot be read is none.
const VAGUE_TIME: u8 = 3;

/// Which class is what; the lower the rank, the surer.
const CLASSES: &[(Part, u8, &[&str])] = &[
    (
        Part::Author,
        1,
        &[
            "fn",
            "comment-author-name",
            "wp-block-comment-author-name",
            "woocommerce-review__author",
        ],
    ),
    (
        Part::Author,
        2,
        &[
            "comment-author-link",
            "comment__author-name",
            "comment-name",
            "comment_author",
            "comment__author",
            "commentauthor",
            "commenter-name",
            "commenter",
            "author-name",
            "author_name",
        ],
    ),
    (
        Part::Author,
        3,
        &[
            "comment-author",
            "author",
            "name",
            "vcard",
            "p-author",
            "u-author",
            "h-card",
            "username",
            "user-name",
            "nickname",
            "nick",
            "poster",
        ],
    ),
    (Part::Date, 1, &["comment-date", "comment_date", "comment__date", "commentdate"]),
    (
        Part::Date,
        1,
        &["dt-published", "wp-block-comment-date", "comment-published", "comment-permalink"],
    ),
    (
        Part::Date,
        2,
        &["comment-time", "comment_time", "date", "datetime", "published", "timestamp"],
    ),
    (Part::Date, 2, &["timeago", "time-ago", "ago", "age", "created", "created-at", "posted-on"]),
    (Part::Clock, 1, &["comment-time", "comment_time", "time", "comment-hour"]),
    (
        Part::Text,
        1,
        &[
            "comment-text",
            "comment_text",
            "commenttext",
            "comment__text",
            "comment-entry",
            "comment-copy",
            "comment-message",
            "comment-description",
            "wp-block-comment-content",
            "e-content",
            "p-content",
        ],
    ),
    (Part::Text, 2, &["comment-content", "comment_content", "comment__content", "commentcontent"]),
    (Part::Text, 3, &["description", "user-note-content"]),
    (Part::Text, 4, &["comment-body", "comment_body", "comment__body", "commentbody"]),
    (Part::Text, 4, &["content", "text", "message", "message-text", "body"]),
    (Part::Score, 1, &["score", "votes", "points", "karma", "vote-count", "comment-score"]),
    (Part::Up, 1, &["cld-like-count-wrap", "upvotes", "likes", "like-count"]),
    (Part::Down, 1, &["cld-dislike-count-wrap", "downvotes", "dislikes"]),
];

/// What a class is that no table has: themes put `comment` and a word for it together, other sites
/// any word.
fn by_words(class: &str) -> Option<(Part, u8)> {
    const OTHER: [&str; 10] = [
        "reply",
        "respond",
        "form",
        "edit",
        "avatar",
        "list",
        "link",
        "quote",
        "postauthor",
        "post-author",
    ];
    let class = class.to_ascii_lowercase();
    if OTHER.iter().any(|other| class.contains(other)) {
        return None;
    }
    let ends = |words: &[&str]| words.iter().any(|word| class.ends_with(word));
    let is_named = class.contains("comment");
    if ends(&["author", "username"]) || ends(&["name", "user", "by"]) && is_named || ends(&["user"])
    {
        Some((Part::Author, 4))
    } else if ends(&["date", "time", "timestamp"])
        || is_named && (ends(&["meta", "metadata"]) || class.starts_with("date"))
    {
        Some((Part::Date, VAGUE_TIME))
    } else if is_named && ends(&["-text", "_text", "-content", "_content", "message"]) {
        Some((Part::Text, SURE_TEXT))
    } else if ends(&["text", "-body", "_body", "message"]) || class == "md" {
        Some((Part::Text, SURE_TEXT + 1))
    } else {
        None
    }
}

/// What is never a part of what a comment says.
const NOT_TEXT: &[&str] = &[
    "avatar",
    "awaiting-moderation",
    "children",
    "cld-like-dislike-wrap",
    "comment-author",
    "comment-avatar",
    "comment-awaiting-moderation",
    "comment-date",
    "comment-edit-link",
    "comment-footer",
    "comment-header",
    "comment-likes",
    "comment-meta",
    "comment-metadata",
    "comment-reply",
    "comment-reply-link",
    "comment-respond",
    "comment-time",
    "comment_date",
    "commentmetadata",
    "edit-link",
    "gravatar",
    "jp-relatedposts",
    "reply",
    "reply-container",
    "says",
    "sd-block",
    "sharedaddy",
    "star-rating",
    "vcard",
    "woocommerce-review__verified",
    "wp-block-avatar",
    "wp-block-comment-author-name",
    "wp-block-comment-date",
    "wp-block-comment-edit-link",
    "wp-block-comment-reply-link",
    "wpulike",
];
/// The same, by the names of elements.
const NOT_TEXT_ELEMENTS: &[&str] =
    &["form", "button", "script", "style", "input", "textarea", "header", "footer", "noscript"];
/// What themes write behind a name, in the languages that WordPress is most used in.
const SAYS: &[&str] = &[
    "says",
    "said",
    "say",
    "wrote",
    "sagt",
    "sagte",
    "schreibt",
    "schrieb",
    "meint",
    "meinte",
    "dit",
    "dice",
    "dijo",
    "zegt",
    "schreef",
    "diz",
    "disse",
    "scrive",
    "pisze",
    "mówi",
    "skriver",
    "säger",
    "siger",
    "sier",
    "sanoo",
    "říká",
    "diyor",
    "dedi",
    "spune",
    "говорит",
    "пишет",
    "каже",
    "より",
];
/// What the first theme writes before a name: `Comment by Ada — 3.5.2026 @ 8:15`.
const BY: &[&str] =
    &["by", "von", "par", "de", "di", "da", "por", "door", "av", "af", "от", "przez"];
/// What leads from a name to a date.
const JOINTS: &[&str] =
    &["on", "at", "am", "um", "le", "el", "il", "em", "op", "w", "dnia", "den", "@"];
/// What else stands in the head of a comment.
const LABELS: &[&str] = &[
    "comment",
    "kommentar",
    "commentaire",
    "comentario",
    "comentário",
    "commento",
    "reactie",
    "posted",
    "reply",
    "edit",
    "permalink",
    "link",
    "author",
    "from",
    "the",
    "a",
    "1",
    "2",
    "3",
];

/// What is in the address of somebody's page.
const PEOPLE: &[&str] =
    &["/user/", "/users/", "/u/", "/profile", "/member", "/author/", "/~", "/@", "user?id="];

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
        if let Some((author, stamp)) = cited(node, found.link) {
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
    let line = attribute(node, "content").unwrap_or_else(|| words(node));
    let number = line.split(' ').next()?.replace('\u{2212}', "-").replace(',', "");
    number.parse().ok()
}

fn is_edit(link: &NodeRef<'_>) -> bool {
    has_class(link, &["comment-edit-link", "comment-reply-link"])
}

impl<'a> Found<'a> {
    fn of(root: &NodeRef<'a>, id: &str, number: Number) -> Found<'a> {
        let mut found = Found::default();
        walk(root, |node, event| {
            if !node.is_element() {
                if event == Event::Enter && node.is_text() {
                    found.loose(node);
                }
                return Step::Into;
            }
            if event == Event::Leave {
                if found.text.is_some_and(|text| text.id == node.id) {
                    found.text = None;
                }
                return Step::Into;
            }
            let Some(name) = node.node_name() else { return Step::Into };
            found.by_class(node);
            found.by_property(node);
            if &*name == "a" {
                found.link(node, id, number);
            }
            // What has no class in the text is the writer's.
            let is_head = found.text.is_none();
            match name.as_ref() {
                "time" if is_head => found.times.push((0, *node)),
                "span" | "abbr" | "a" | "p" | "div"
                    if is_head && node.attr("title").is_some_and(|title| is_time(&title)) =>
                {
                    found.times.push((0, *node));
                }
                "cite" if is_head => found.authors.push((BY_NAME, *node)),
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "figcaption" if is_head => {
                    found.authors.push((BY_NAME + 2, *node));
                }
                "b" | "strong" if is_head => found.authors.push((BY_NAME + 3, *node)),
                _ => {}
            }
            Step::Into
        });
        found.authors.sort_by_key(|(rank, _)| *rank);
        found.times.sort_by_key(|(rank, _)| *rank);
        found.texts.sort_by_key(|(rank, _)| *rank);
        found
    }

    fn by_class(&mut self, node: &NodeRef<'a>) {
        let Some(classes) = node.class() else { return };
        for class in classes.split_ascii_whitespace() {
            self.is_author |= class == "bypostauthor";
            let known = CLASSES.iter().filter(|(.., known)| known.contains(&class));
            let mut known = known.map(|(part, rank, _)| (*part, *rank)).peekable();
            let guess = if known.peek().is_none() { by_words(class) } else { None };
            for (part, rank) in known.chain(guess) {
                self.take(part, rank, node);
            }
        }
    }

    fn take(&mut self, part: Part, rank: u8, node: &NodeRef<'a>) {
        match part {
            Part::Author => self.authors.push((rank, *node)),
            Part::Date => self.times.push((rank, *node)),
            Part::Clock => self.clock = self.clock.or(Some(*node)),
            Part::Up => self.up = self.up.or(Some(*node)),
            Part::Down => self.down = self.down.or(Some(*node)),
            Part::Score => self.score = self.score.or(Some(*node)),
            Part::Text => {
                self.texts.push((rank, *node));
                if rank <= SURE_TEXT && self.text.is_none() {
                    self.text = Some(*node);
                }
            }
        }
    }

    /// A line with a time in it, in an element that nothing marks.
    fn loose(&mut self, text: &NodeRef<'a>) {
        /// It is no longer than this, in bytes.
        const LONGEST: usize = 64;
        if self.loose != Stamp::None || self.text.is_some() {
            return;
        }
        let line = text.text();
        let stamp = if line.trim().len() <= LONGEST { Stamp::within(&line) } else { Stamp::None };
        if stamp.worth() > 1 {
            self.loose = stamp;
            self.times.extend(text.parent().map(|parent| (VAGUE_TIME, parent)));
        }
    }

    fn by_property(&mut self, node: &NodeRef<'a>) {
        let Some(properties) = node.attr("itemprop") else { return };
        for property in properties.split_ascii_whitespace() {
            match property {
                "name" => self.take(Part::Author, 2, node),
                "author" | "creator" => self.take(Part::Author, 3, node),
                "datePublished" | "dateCreated" | "commentTime" => self.take(Part::Date, 0, node),
                "upvoteCount" => self.take(Part::Up, 1, node),
                "downvoteCount" => self.take(Part::Down, 1, node),
                "text" | "commentText" => self.take(Part::Text, 1, node),
                _ => {}
            }
        }
    }

    /// A link to the comment itself has its date in it; one to answer it has its number.
    fn link(&mut self, node: &NodeRef<'a>, id: &str, number: Number) {
        let href = node.attr("href").unwrap_or_default();
        let target = href.rsplit_once('#').and_then(|(_, fragment)| number(fragment));
        let is_head = self.text.is_none();
        let number = target.filter(|digits| if id.is_empty() { is_head } else { *digits == id });
        if let Some(number) = number.filter(|_| !is_edit(node)) {
            self.times.push((1, *node));
            self.link.get_or_insert(*node);
            self.id.get_or_insert_with(|| number.to_owned());
        }
        let named = ["data-commentid", "data-comment-id"].iter().find_map(|key| node.attr(key));
        if let Some(named) = named
            && last_digits(&named).is_some_and(|digits| digits.len() == named.len())
        {
            self.id.get_or_insert_with(|| named.to_string());
        }
        let is_person = || PEOPLE.iter().any(|path| href.contains(path));
        if has_class(node, &["url"]) || is_head && is_person() {
            self.authors.push((BY_NAME + 1, *node));
        }
    }

    fn author(&self) -> String {
        let names = self.authors.iter().take(MAX_PARTS).map(|(_, node)| {
            let is_whole = node.has_name("cite") && has_own_link(node);
            let content = attribute(node, "content").filter(|_| node.has_name("meta"));
            if is_whole { String::new() } else { content.unwrap_or_else(|| name_in(node)) }
        });
        names.into_iter().find(|name| !name.is_empty()).unwrap_or_default()
    }

    fn stamp(&self) -> Stamp {
        let machine = self.times.iter().find_map(|(_, node)| {
            let values = ["datetime", "content", "pubdate", "data-time", "data-timestamp", "title"];
            values.iter().find_map(|key| Stamp::machine(&node.attr(key)?))
        });
        if let Some(stamp @ Stamp::Exact(..)) = machine {
            return stamp;
        }
        let clock = self.clock.map(|node| words(&node)).unwrap_or_default();
        let mut best = machine.unwrap_or_default();
        for (rank, node) in self.times.iter().take(MAX_PARTS) {
            let line = words(node);
            let both = Stamp::printed(&format!("{line} {clock}"));
            let alone = Stamp::within(&line);
            let title = attribute(node, "title").map(|title| Stamp::printed(&title));
            let title = title.filter(|title| matches!(title, Stamp::Date(..)));
            let stamp = if matches!(both, Stamp::Date(..)) { both } else { alone };
            // What is in a container of several things is no time if it cannot be read.
            if *rank < VAGUE_TIME || !matches!(stamp, Stamp::Words(_)) {
                best = best.or(stamp);
            }
            best = best.or(title.unwrap_or_default());
        }
        best.or(self.loose.clone())
    }

    /// The text: the surest element that has any.
    fn body(&self, root: &NodeRef<'a>) -> String {
        clear(root);
        let whole = (u8::MAX, *root);
        for (rank, text) in self.texts.iter().take(MAX_PARTS).chain([&whole]) {
            self.behead(text, *rank > SURE_TEXT);
            let has_picture = || super::first(text, "img, video, iframe").is_some();
            if !words(text).is_empty() || has_picture() {
                return markup(text).trim().to_owned();
            }
        }
        String::new()
    }

    /// Takes author and time out of an element, and if it `is_whole`, holds a whole comment, the
    /// loose words too.
    fn behead(&self, text: &NodeRef<'a>, is_whole: bool) {
        let authors = self.authors.iter().take(MAX_PARTS);
        let author = authors.into_iter().find(|(_, node)| !words(node).is_empty());
        let heads =
            author.into_iter().chain(self.times.iter().take(MAX_PARTS)).map(|(_, node)| *node);
        let heads: Vec<_> = heads.filter(|node| node.id != text.id).collect();
        let known = heads.iter().map(words).chain([self.name.clone()]);
        let known: Vec<_> = known.collect();
        for mut head in heads {
            while let Some(parent) = head.parent()
                && parent.id != text.id
                && is_head(&words(&parent), &known)
            {
                head = parent;
            }
            if head.ancestors_it(None).any(|above| above.id == text.id) {
                head.remove_from_parent();
            }
        }
        // `says:` and the like is no text.
        if is_whole {
            let children = text.children_it(false).filter(NodeRef::is_text);
            let loose: Vec<_> = children.filter(|node| is_head(&node.text(), &known)).collect();
            for node in loose {
                node.remove_from_parent();
            }
        }
    }
}

/// Whether a line has nothing but the `known` parts of a head in it, and what joins those.
fn is_head(line: &str, known: &[String]) -> bool {
    let mut rest = line.to_owned();
    for part in known.iter().filter(|part| !part.is_empty()) {
        rest = rest.replacen(part.as_str(), " ", 1);
    }
    let parted = |c: char| !c.is_alphanumeric() && c != '@';
    rest.split(parted).filter(|word| !word.is_empty()).all(|word| {
        let word = word.to_lowercase();
        [SAYS, BY, JOINTS, LABELS].iter().any(|list| list.contains(&word.as_str()))
    })
}

/// Takes all out of a comment that its text has no part in.
fn clear(root: &NodeRef<'_>) {
    let mut foreign = Vec::new();
    let mut asked = 0;
    walk(root, |node, event| {
        if event == Event::Enter && node.is_element() && has_class(node, NOT_TEXT) {
            asked += 1;
            // A theme may call all of the comment so.
            let holds_text = asked <= MAX_PARTS
                && super::first(node, "p, .comment-content, .comment-text").is_some()
                && !has_class(node, &["children", "comment-respond", "sharedaddy"]);
            if !holds_text {
                foreign.push(*node);
                return Step::Over;
            }
        }
        Step::Into
    });
    for node in foreign {
        node.remove_from_parent();
    }
    strip(root, NOT_TEXT_ELEMENTS);
}

/// The name in an element, without `says:`, the date and what else there is behind it.
fn name_in(node: &NodeRef<'_>) -> String {
    if let Some(link) = super::first(node, "a.url") {
        return words(&link);
    }
    let line = words(node);
    let behind = super::first(node, ".says, small, time, .date, .comment-date, .comment-meta");
    let says = behind.map(|behind| words(&behind)).unwrap_or_default();
    let line = line.strip_suffix(&says).unwrap_or(&line).trim();
    let Some(line) = line.strip_suffix(':') else { return line.to_owned() };
    let line = line.trim_end();
    let name = line.rsplit_once(' ').filter(|(_, last)| SAYS.contains(last));
    name.map_or(line, |(name, _)| name).trim().to_owned()
}

/// Whether there is a link to a comment in an element.
fn has_own_link(node: &NodeRef<'_>) -> bool {
    super::first(node, "a[href*='#comment-']").is_some()
}

/// Author and time of the oldest themes, which have both in one line.
fn cited(root: &NodeRef<'_>, own: Option<NodeRef<'_>>) -> Option<(String, Stamp)> {
    let lines = "cite, .commentmetadata, .comment-metadata, .comment-header, .comment-meta";
    let all = super::all(root, lines);
    let around = || own?.parent();
    let cite = &all.iter().rev().find(|line| has_own_link(line)).copied().or_else(around)?;
    let line = words(cite);
    let date = super::first(cite, "a[href*='#comment-']").map(|link| words(&link))?;
    let halves = line.rsplit_once(" — ").or_else(|| line.rsplit_once(" – "));
    let (named, time) =
        halves.or_else(|| line.split_once(&date).map(|(name, _)| (name, &*date)))?;
    let name = if let Some(link) = super::first(cite, "a.url") {
        words(&link)
    } else {
        let by = BY.iter().find_map(|by| named.split_once(&format!(" {by} ")));
        let name = without_joint(by.map_or(named, |(_, name)| name));
        // Some have a number before the name, as the link.
        let behind = || line.split_once(&date).map(|(_, name)| name.trim());
        let behind = || behind().filter(|name| !name.starts_with(['(', '|'])).unwrap_or_default();
        if name.is_empty() { behind().to_owned() } else { name.to_owned() }
    };
    Some((name, Stamp::within(time)))
}

/// A name without the word that leads from it to the date.
fn without_joint(name: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | '|' | '·' | '-' | '–' | '—');
    let name = name.trim_end_matches(ends);
    let before = name.rsplit_once(' ').filter(|(_, last)| JOINTS.contains(last));
    before.map_or(name, |(before, _)| before).trim_end_matches(ends)
}
