//! A saved topic of a [Discourse](https://www.discourse.org/) forum as it shows itself to crawlers and
//! browsers without scripts: `div.crawler-post` with microdata of schema.org.

use super::super::page::posts::{Post, has_class, last_digits, take_posts};
use super::super::page::times::Stamp;
use super::super::page::{self, NodeRef, Page, attribute, markup, words};
use super::super::{Input, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use super::{Entry, Topic, line, ordinal};
use crate::model::{BodyKind, Votes};

/// The loader.
pub(in crate::load) const LOADER: Loader = Loader {
    name: "discourse_html",
    about: "a saved topic of a Discourse forum, as browsers without scripts see it",
    extensions: &["html", "htm"],
    marks: &[&["crawler-post"]],
    sniff,
    load: Reads::Stream(load),
};

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(bytes) = page::sniffed(input) else { return Likelihood::No };
    let is_own = ["content=\"Discourse", "content='Discourse", "discourse"];
    let has_posts = ["topic-body crawler-post", "class=\"crawler-post", "class='crawler-post"];
    let is_any = |marks: &[&str]| marks.iter().any(|mark| page::holds(&bytes, mark));
    if is_any(&has_posts) && is_any(&is_own) { Likelihood::Certain } else { Likelihood::No }
}

/// Whether an element is a post: by its class, or by its number.
fn is_post(node: &NodeRef<'_>) -> bool {
    let is_numbered =
        |id: &str| id.strip_prefix("post_").is_some_and(|n| last_digits(n) == Some(n));
    has_class(node, &["crawler-post"])
        || node.has_attr("itemscope") && node.id_attr().is_some_and(|id| is_numbered(&id))
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let page = Page::read(input, stream, sink)?;
    let posts = match page.first("body") {
        Some(body) => {
            take_posts(body, |node, _: Option<&mut Post<'_, ()>>| is_post(node).then_some(()))
        }
        None => Vec::new(),
    };
    let base = page.base();
    let entries: Vec<_> = posts.iter().map(|post| entry(&post.node, base.as_deref())).collect();
    let title = page.first("#topic-title h1 a, #topic-title h1, h1");
    let topic = Topic {
        title: title.map(|title| words(&title)),
        has_first: entries.first().is_some_and(|first| first.id.is_empty() || first.id == "1"),
        is_part: page.first("a[rel=next], a[rel=prev]").is_some(),
        posts: None,
        entries,
    };
    topic.finish(&page, sink);
    Ok(())
}

fn entry(node: &NodeRef<'_>, base: Option<&str>) -> Entry {
    let position = line(node, "[itemprop=position], .position").and_then(|line| ordinal(&line));
    let id = node.id_attr().and_then(|id| id.strip_prefix("post_").map(str::to_owned));
    let id = id.or(position.map(|place| place.to_string())).unwrap_or_default();
    let author = line(
        node,
        "[itemprop=author] [itemprop=name], .creator [itemprop=name], .creator a, .username",
    );
    let time = page::first(node, "time[itemprop=datePublished], time.post-time, time[datetime]");
    let stamp = time.and_then(|time| Stamp::machine(&time.attr("datetime")?));
    let likes = page::all(node, "meta[itemprop=userInteractionCount]");
    let likes = likes.first().and_then(|count| count.attr("content")?.trim().parse().ok());
    let text = page::first(
        node,
        ".post[itemprop=text], .post[itemprop=articleBody], [itemprop=text], .post, .cooked",
    );
    Entry {
        link: base
            .filter(|_| !id.is_empty())
            .map(|base| format!("{}/{id}", base.trim_end_matches('/'))),
        id,
        author: author.unwrap_or_default(),
        stamp: stamp.unwrap_or_default(),
        votes: Votes { up: likes, ..Votes::default() },
        edited: page::first(node, "[itemprop=dateModified]").is_some_and(|modified| {
            time.is_some_and(|time| {
                attribute(&modified, "datetime") != attribute(&time, "datetime")
            })
        }),
        kind: BodyKind::Html,
        body: text.map(|text| markup(&text).trim().to_owned()).unwrap_or_default(),
        ..Entry::default()
    }
}
