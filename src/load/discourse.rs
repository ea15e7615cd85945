//! A Discourse topic with its posts, as its API gives it, or posts alone.
//!
//! `/t/ID.json`, `/t/ID/posts.json`, `/posts.json`, `/posts/ID.json` and `/posts/ID/replies.json`
//! ([API documentation]), pages of them behind each other too. The opening post is the article, and
//! who answers it starts a thread. What bites: posts answer numbers (`reply_to_post_number`) and not
//! ids, and the number may belong to a post that is gone; only the first twenty posts of the `stream`
//! come; `score` is a rank, likes are the action of type 2; `updated_at` changes without an edit;
//! addresses have no host; a topic of 2013 lacks half of the keys, and one of today has more.
//!
//! [API documentation]: https://docs.discourse.org/

mod cooked;
mod emoji;
mod posts;

use std::borrow::Cow;
use std::collections::HashSet;

use super::json::{Found, Kind, Notes, Outline, Tree, Value, conclude};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::markup::{from_html, from_markdown};
use crate::model::Article;
use crate::text::clean_line;
use cooked::plain_markup;
use posts::{Post, Posts};

pub(super) const LOADER: Loader = Loader {
    name: "discourse",
    about: "a Discourse topic or posts, JSON of its API",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(outline) = Outline::of(input, &["\"post_"]) else { return Likelihood::No };
    let is_post = |at: &str| {
        let has = |key: &str| outline.has(&format!("{at}{key}"));
        has("post_number")
            && (has("cooked") || has("raw"))
            && (has("topic_id") || has("username") || has("reply_to_post_number"))
    };
    let places = ["post_stream.posts[].", "posts[].", "latest_posts[].", "", "[]."];
    let pages = ["[].post_stream.posts[].", "[].posts[].", "[].latest_posts[]."];
    let is_stream = outline.has("post_stream.stream[]");
    // Where keys are sorted, much may stand before the posts.
    let is_topic = outline.has_all(&["chunk_size", "details.created_by", "fancy_title"])
        && Outline::of(input, &["\"post_stream\"", "\"posts\""]).is_some();
    if is_stream || is_topic || places.iter().chain(&pages).any(|at| is_post(at)) {
        Likelihood::Certain
    } else {
        Likelihood::No
    }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut tree = Tree::read(input, stream, sink)?;
    let mut intake = Intake::by_id();
    tree.keep(&mut intake);
    let mut notes = Notes::default();
    let mut found = Found::Nothing;
    let mut skipped = 0;
    if let Some(root) = tree.root() {
        let answer = Answer::read(root, &mut notes);
        skipped = answer.skipped;
        let topic = answer.topic(input.url, &mut notes);
        let known = answer.article(&topic, &mut notes, sink);
        posts::hand_over(&answer.posts, &topic, &mut notes, &mut intake, sink);
        answer.missing(&mut notes, &mut intake, sink);
        let empty = !known && intake.builder.is_empty();
        found = if empty { Found::Nothing } else { Found::Something };
    }
    notes.finish(sink);
    let outcome = tree.take_damage();
    conclude(input, LOADER.name, intake, skipped, outcome.map(|()| found), sink)
}

/// What posts need to know of their topic.
#[derive(Debug, Default)]
struct Topic {
    /// Who began it.
    op: Option<String>,
    /// The number of the post that answers the question.
    accepted: Option<i64>,
    /// The site: scheme and host.
    origin: Option<String>,
}

/// All that an answer holds, on one page or several.
#[derive(Debug, Default)]
struct Answer<'t> {
    /// The topic, if it is one.
    head: Option<Value<'t>>,
    posts: Posts<'t>,
    /// The ids of all posts of the topic.
    stream: Vec<Cow<'t, str>>,
    /// How many things were no posts.
    skipped: usize,
}

impl<'t> Answer<'t> {
    fn read(root: Value<'t>, notes: &mut Notes) -> Answer<'t> {
        let mut answer = Answer::default();
        let mut posts = Vec::new();
        if root.is_object() {
            answer.add(root, &mut posts, notes);
        }
        for value in root.items() {
            answer.add(value, &mut posts, notes);
        }
        let first = answer.stream.first().map(Cow::as_ref);
        answer.posts = Posts::of(posts, answer.head.is_some(), first, notes);
        answer
    }

    /// Adds a page, or a post that stands for itself.
    fn add(&mut self, value: Value<'t>, posts: &mut Vec<Value<'t>>, notes: &mut Notes) {
        if !value.is_object() {
            self.skipped += usize::from(value.kind() != Kind::Null);
            return;
        }
        let has = |key: &str| value.get(key).is_some();
        let mut found: Vec<Value<'t>> = Vec::new();
        if has("post_stream") || has("title") && has("posts_count") {
            self.head = self.head.or(Some(value));
            if let Some(stream) = notes.object(value, "post_stream") {
                found.extend(notes.list(stream, "posts"));
                self.stream.extend(notes.ids(stream, "stream"));
            }
        } else if has("post_number") || has("cooked") || has("raw") {
            found.push(value);
        } else {
            for key in ["latest_posts", "private_posts", "posts"] {
                found.extend(notes.list(value, key));
            }
        }
        for post in found {
            if post.is_object() {
                posts.push(post);
            } else {
                self.skipped += usize::from(post.kind() != Kind::Null);
            }
        }
    }

    fn topic(&self, url: Option<&str>, notes: &mut Notes) -> Topic {
        let opening = self.posts.opening().and_then(|post| posts::author(notes, post.value));
        let creator = self.head.and_then(|head| {
            let details = notes.object(head, "details")?;
            let creator = notes.object(details, "created_by")?;
            notes.line(creator, "username")
        });
        let accepted =
            self.head.and_then(|head| object_or(notes, head, "accepted_answer", Kind::Bool));
        Topic {
            op: opening.or(creator),
            accepted: accepted.and_then(|accepted| posts::number(notes, accepted, "post_number")),
            origin: url.and_then(origin),
        }
    }

    /// Hands the article on; says whether there is anything in it.
    fn article(&self, topic: &Topic, notes: &mut Notes, sink: &mut dyn Sink) -> bool {
        let opening = self.posts.opening();
        let title = self.title(notes);
        if self.head.is_none() && opening.is_none() && title.is_none() {
            return false;
        }
        let published = self.head.and_then(|head| notes.time(head, "created_at"));
        let published =
            published.or_else(|| opening.and_then(|post| notes.time(post.value, "created_at")));
        let edited = opening.filter(|post| posts::is_edited(notes, post.value));
        let linked = self.head.and_then(|head| notes.line(head, "featured_link"));
        let article = Article {
            title,
            byline: topic.op.clone(),
            published,
            updated: edited.and_then(|post| notes.time(post.value, "updated_at")),
            url: self.address(topic, notes).or(linked),
            tags: self.tags(notes),
            blocks: opening.map(|post| blocks(notes, post)).unwrap_or_default(),
            ..Article::default()
        };
        let known = article.title.is_some() || !article.blocks.is_empty();
        sink.article(article);
        known
    }

    /// The title of the topic; posts alone may name it, if it is the same for all.
    fn title(&self, notes: &mut Notes) -> Option<String> {
        if let Some(head) = self.head {
            // Where the plain one is missing, the other has entities.
            let fancy = |notes: &mut Notes| {
                let html = notes.text(head, "fancy_title")?;
                Some(clean_line(&crate::model::plain_text(&from_html(&html))))
            };
            return notes.line(head, "title").or_else(|| fancy(notes));
        }
        let posts = self.posts.all().iter().filter(|_| self.posts.is_one_topic());
        posts.map(|post| post.value).find_map(|post| notes.line(post, "topic_title"))
    }

    fn address(&self, topic: &Topic, notes: &mut Notes) -> Option<String> {
        let origin = topic.origin.as_deref()?;
        let head = self.head?;
        let id = notes.id(head, "id")?;
        let slug = notes.line(head, "slug").unwrap_or_else(|| "-".to_owned());
        Some(clean_line(&format!("{origin}/t/{slug}/{id}")))
    }

    /// The category, where it has a name, and the tags: words, or objects that have them.
    fn tags(&self, notes: &mut Notes) -> Vec<String> {
        let Some(head) = self.head else { return Vec::new() };
        let category = object_or(notes, head, "category", Kind::Number);
        let category = category.and_then(|category| notes.line(category, "name"));
        let mut tags: Vec<String> = category.into_iter().collect();
        tags.extend(notes.each(head, "tags", "a text", |tag| {
            let word = tag.text().or_else(|| tag.get("name")?.text())?;
            Some(clean_line(&word))
        }));
        tags
    }

    /// Counts the posts of the topic that are not here. Which they answer is not known.
    fn missing(&self, notes: &mut Notes, intake: &mut Intake, sink: &mut dyn Sink) {
        let Some(head) = self.head else { return };
        let count = notes.count(head, "posts_count");
        if let Some(count) = count {
            sink.declared(u64::from(count).saturating_sub(1));
        }
        let all = self.posts.all();
        let here: HashSet<&str> = all.iter().filter_map(|post| post.id.as_deref()).collect();
        // The article is no comment, here or not.
        let article = usize::from(self.posts.opening().is_none());
        let missing = if self.stream.is_empty() {
            let count = count.and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
            count.saturating_sub(all.len() + article)
        } else {
            let absent = self.stream.iter().filter(|id| !here.contains(id.as_ref())).count();
            let nameless = all.iter().filter(|post| post.id.is_none()).count();
            absent.saturating_sub(nameless + article)
        };
        if missing > 0 {
            let missing = u32::try_from(missing).unwrap_or(u32::MAX);
            intake.builder.add_missing(None, missing);
        }
    }
}

/// The text of the opening post, with what its polls came to.
fn blocks(notes: &mut Notes, post: &Post<'_>) -> Vec<crate::model::Block> {
    let html = notes.text(post.value, "cooked");
    let polls = posts::polls(notes, post.value).unwrap_or_default();
    if let Some(html) = html {
        return from_html(&format!("{}{polls}", plain_markup(&html)));
    }
    let markdown = notes.text(post.value, "raw").unwrap_or_default();
    let mut blocks = from_markdown(&markdown);
    blocks.append(&mut from_html(&polls));
    blocks
}

/// An object; some answers have something of `other` in its place, which tells nothing.
fn object_or<'t>(notes: &mut Notes, of: Value<'t>, key: &str, other: Kind) -> Option<Value<'t>> {
    let read = |value: Value<'t>| (value.is_object() || value.kind() == other).then_some(value);
    notes.read(of, key, "an object", read).filter(|value| value.is_object())
}

/// Scheme and host of an address.
fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://").filter(|(scheme, _)| scheme.starts_with("http"))?;
    let host = rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())?;
    Some(format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests;
