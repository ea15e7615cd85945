//! Comments in [JSON-LD](https://json-ld.org/) of [schema.org](https://schema.org/Comment): of an
//! article, a posting, a question.
//!
//! Sites nest replies in `comment`, or name what they answer in `parentItem`. A page of many questions
//! with an answer each is no discussion.

use std::collections::HashMap;

use super::super::json::{Kind, Tree, Value};
use super::super::page::entries::Entry;
use super::super::page::times::Stamp;
use super::super::page::{self, Page};
use super::super::{Input, Sink, Stream};
use super::{Main, short};
use crate::model::{BodyKind, Votes};
use crate::text::clean_line;

/// What the data say.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) entries: Vec<Entry>,
    /// Where the comment with an id is among them.
    places: HashMap<String, usize>,
    pub(super) declared: Option<u64>,
    pub(super) main: Main,
}

/// Types that are comments wherever they stand.
const COMMENTS: [&str; 4] = ["Comment", "Answer", "UserComments", "CorrectionComment"];
/// Types that are comments where they stand under a key that says so.
const POSTINGS: [&str; 2] = ["DiscussionForumPosting", "SocialMediaPosting"];
/// Types of what is commented on.
const ARTICLES: [&str; 12] = [
    "Article",
    "NewsArticle",
    "BlogPosting",
    "TechArticle",
    "Report",
    "ScholarlyArticle",
    "Recipe",
    "DiscussionForumPosting",
    "SocialMediaPosting",
    "Question",
    "VideoObject",
    "CreativeWork",
];
/// Keys under which something is only named.
const NAMED: [&str; 5] = ["parentItem", "about", "itemReviewed", "isPartOf", "mainEntityOfPage"];
/// Keys under which replies stand.
const REPLIES: [&str; 6] =
    ["comment", "comments", "reply", "replies", "suggestedAnswer", "acceptedAnswer"];
/// How many blocks of data are read.
const MAX_BLOCKS: usize = 50;

/// Reads all of them that are in the page.
pub(super) fn read(page: &Page, sink: &mut dyn Sink) -> Said {
    let mut said = Said::default();
    let mut broken = 0_usize;
    for json in page::json_ld(&page.tree).take(MAX_BLOCKS) {
        let stream = Stream::new(json.into_bytes(), None);
        let Ok(mut tree) = Tree::read(&Input::default(), stream, sink) else { continue };
        broken += usize::from(tree.take_damage().is_err() && !tree.is_whole());
        if let Some(root) = tree.root() {
            take(root, &mut said);
        }
    }
    if broken > 0 {
        sink.warning("the page's structured data (JSON-LD) break off".into());
    }
    said
}

fn take(root: Value<'_>, said: &mut Said) {
    let is = |value: &Value<'_>, known: &[&str]| {
        types(*value).any(|kind| known.contains(&kind.as_str()))
    };
    let questions = root.descendants().filter(|value| is(value, &["Question"])).take(2).count();
    let mut open: Vec<(u32, usize)> = Vec::new();
    let mut answers: Vec<(usize, String)> = Vec::new();
    for value in root.descendants().filter(|value| value.is_object()) {
        let key = key(value);
        if NAMED.contains(&key.as_str()) {
            continue;
        }
        let range = value.range();
        while open.last().is_some_and(|(end, _)| *end <= range.start) {
            open.pop();
        }
        let is_comment = is(&value, &COMMENTS) && !(questions > 1 && is(&value, &["Answer"]))
            || is(&value, &POSTINGS) && REPLIES.contains(&key.as_str());
        if is_comment {
            let mut entry = entry(value, &key);
            // Several blocks of data may tell of the same comment.
            if let Some(&at) = said.places.get(&entry.id).filter(|_| !entry.id.is_empty())
                && said.entries.get(at).is_some_and(|known| is_same(known, &entry))
            {
                open.push((range.end, at));
                continue;
            }
            said.places.entry(entry.id.clone()).or_insert(said.entries.len());
            entry.parent = open.last().map(|(_, at)| *at);
            if let Some(parent) = value.get("parentItem").and_then(id) {
                answers.push((said.entries.len(), parent));
            }
            open.push((range.end, said.entries.len()));
            said.entries.push(entry);
        } else if open.is_empty() && is(&value, &ARTICLES) && questions < 2 {
            main(value, said);
        }
    }
    resolve(said, answers);
}

fn is_same(one: &Entry, other: &Entry) -> bool {
    one.author == other.author && one.body == other.body
}

/// Finds what is named in `parentItem`.
fn resolve(said: &mut Said, answers: Vec<(usize, String)>) {
    for (at, parent) in answers {
        let place = said.places.get(&parent).copied().filter(|place| *place != at);
        if let Some(entry) = said.entries.get_mut(at).filter(|entry| entry.parent.is_none()) {
            entry.parent = place;
        }
    }
}

/// The names of an object's types.
fn types(value: Value<'_>) -> impl Iterator<Item = String> {
    let kind = value.get("@type");
    let one = kind.and_then(Value::text).into_iter();
    let many = kind.into_iter().flat_map(Value::items).filter_map(Value::text);
    one.chain(many).map(|name| name.rsplit('/').next().unwrap_or_default().to_owned())
}

/// The key that a value stands under, also in a list.
fn key(value: Value<'_>) -> String {
    match value.parent() {
        Some(parent) if parent.kind() == Kind::List => parent.key().into_owned(),
        _ => value.key().into_owned(),
    }
}

fn text(value: Value<'_>, keys: &[&str]) -> Option<String> {
    let found = keys.iter().find_map(|key| value.get(key)?.text());
    found.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn line(value: Value<'_>, keys: &[&str]) -> Option<String> {
    text(value, keys).map(|text| clean_line(&text)).filter(|line| !line.is_empty())
}

fn id(value: Value<'_>) -> Option<String> {
    let name = line(value, &["@id", "identifier", "url"]);
    let name = name.or_else(|| value.get("identifier")?.id().map(std::borrow::Cow::into_owned));
    name.map(|name| short(name.rsplit('#').next().unwrap_or_default()).to_owned())
}

/// The name of the author, of several the first.
fn author(value: Value<'_>) -> Option<String> {
    let author = value.get("author").or_else(|| value.get("creator"))?;
    let author = author.items().next().unwrap_or(author);
    let name = author.text().map(|name| clean_line(&name));
    name.or_else(|| line(author, &["name", "alternateName"]))
}

fn stamp(value: Value<'_>) -> Stamp {
    let keys = ["datePublished", "dateCreated", "commentTime", "uploadDate"];
    let written = text(value, &keys);
    written.map_or(Stamp::None, |text| {
        Stamp::machine(&text).unwrap_or_else(|| Stamp::printed(&clean_line(&text)))
    })
}

/// A number, also one that is written as a text.
fn number(value: Value<'_>, key: &str) -> Option<i64> {
    let value = value.get(key)?;
    value.whole().or_else(|| value.text()?.trim().parse().ok())
}

fn entry(value: Value<'_>, key: &str) -> Entry {
    let body =
        text(value, &["text", "articleBody", "commentText", "description", "headline", "name"]);
    let kind = body.as_deref().map(kind).unwrap_or_default();
    let children = value.get("comment").map_or(0, |list| match list.kind() {
        Kind::List => list.items().count(),
        _ => 1,
    });
    let children = i64::try_from(children).unwrap_or(i64::MAX);
    let more =
        number(value, "commentCount").map_or(0, |count| count.saturating_sub(children).max(0));
    let votes = |key: &str| number(value, key).and_then(|count| i32::try_from(count).ok());
    let link = line(value, &["url", "@id"]).filter(|link| link.starts_with("http"));
    let is_changed = text(value, &["dateModified"]).is_some_and(|changed| {
        text(value, &["datePublished", "dateCreated"]).is_some_and(|written| written != changed)
    });
    Entry {
        id: id(value).unwrap_or_default(),
        author: author(value).unwrap_or_default(),
        stamp: stamp(value),
        votes: Votes {
            score: None,
            up: votes("upvoteCount").or_else(|| likes(value)),
            down: votes("downvoteCount"),
        },
        roles: (key == "acceptedAnswer").then(|| "accepted".to_owned()).into_iter().collect(),
        edited: is_changed,
        more: u32::try_from(more).unwrap_or(u32::MAX),
        link,
        kind,
        body: body.unwrap_or_default(),
        ..Entry::default()
    }
}

/// Votes as an interaction of the kind that likes.
fn likes(value: Value<'_>) -> Option<i32> {
    let statistic = value.get("interactionStatistic")?;
    let one = Some(statistic).filter(|value| value.is_object());
    let like = one.into_iter().chain(statistic.items()).find(|counter| {
        let kind = counter.get("interactionType");
        let name = kind.and_then(|kind| {
            kind.text().map(std::borrow::Cow::into_owned).or_else(|| line(kind, &["@type"]))
        });
        name.is_some_and(|name| name.ends_with("LikeAction") || name.ends_with("VoteAction"))
    })?;
    number(like, "userInteractionCount").and_then(|count| i32::try_from(count).ok())
}

/// How a text is written: schema.org says plain, sites do as they like.
fn kind(text: &str) -> BodyKind {
    let tags = ["<p", "<br", "<a ", "</", "&lt;", "&amp;", "&quot;", "&#"];
    if tags.iter().any(|tag| text.contains(tag)) { BodyKind::Html } else { BodyKind::Plain }
}

/// Takes what is said of that which the comments are on; the first says it.
fn main(value: Value<'_>, said: &mut Said) {
    let count = |key: &str| number(value, key).and_then(|count| u64::try_from(count).ok());
    said.declared = said.declared.or_else(|| count("commentCount"));
    let main = &mut said.main;
    main.title = main.title.take().or_else(|| line(value, &["headline", "name"]));
    main.byline = main.byline.take().or_else(|| author(value));
    main.published = main.published.or_else(|| stamp(value).seconds());
    let is_post = types(value).any(|kind| kind == "Question" || POSTINGS.contains(&kind.as_str()));
    if main.text.is_none() && is_post {
        let text = text(value, &["text", "articleBody"]);
        main.text = text.map(|text| (kind(&text), text));
    }
}
