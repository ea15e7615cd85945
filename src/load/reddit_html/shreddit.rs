//! The layout of 2023: `shreddit-post`, and `shreddit-comment` in each other, facts in attributes.

use std::collections::HashMap;

use super::super::page::{
    NodeRef, Page, Parts, absolute, around, attribute, first, markup, number, says, votes, words,
};
use super::{Reader, SITE, author, bare, body};
use crate::markup::from_html;
use crate::model::{Article, CommentId, NewComment, Parent, State, Votes};

/// Reads a page of this layout; says whether it is one.
pub(super) fn read(page: &Page, reader: &mut Reader<'_>) -> bool {
    let comments = page.all("shreddit-comment");
    let post = page.first("shreddit-post");
    if post.is_none() && comments.is_empty() {
        return false;
    }
    if let Some(post) = &post {
        self::post(page, post, reader);
    } else {
        // A part that was asked for on its own.
        let article = Article { site: Some("Reddit".into()), ..page.facts() };
        reader.post(article, None, total(page));
    }
    let mut places: HashMap<_, CommentId> = HashMap::new();
    for comment in &comments {
        if reader.sink.stopped() {
            break;
        }
        let above = around(comment, is_comment).and_then(|up| places.get(&up.id)).copied();
        let parts = Parts::of(comment, is_comment);
        let at = self::comment(comment, &parts, above, reader);
        places.insert(comment.id, at);
        for part in parts.all(|part| is_more(part) && around(part, is_more).is_none()) {
            reader.intake.builder.add_missing(Some(at), count(&part).unwrap_or(1));
        }
    }
    let more = page.all("faceplate-partial[src*=\"/more-comments/\"]");
    for part in more.iter().filter(|part| around(part, is_comment).is_none()) {
        let more = count(part).unwrap_or_else(|| reader.rest());
        reader.intake.builder.add_missing(None, more);
    }
    true
}

/// How many comments the tree of comments says that there are.
fn total(page: &Page) -> Option<i64> {
    let places = [
        ("shreddit-comment-tree[totalcomments]", "totalcomments"),
        ("shreddit-comment-tree-stats[total-comments]", "total-comments"),
    ];
    places.into_iter().find_map(|(place, name)| number(&attribute(&page.first(place)?, name)?))
}

fn is_comment(node: &NodeRef<'_>) -> bool {
    node.has_name("shreddit-comment")
}

/// Whether an element stands for replies that are not here: a part to be loaded, a link to a page.
fn is_more(part: &NodeRef<'_>) -> bool {
    part.has_name("faceplate-partial") && says(part, "src", |src| src.contains("/more-comments/"))
        || says(part, "slot", |slot| slot == "more-comments-permalink")
        || says(part, "noun", |noun| noun == "more_replies")
}

/// How many it says: in words, or in an attribute from which a script makes them.
fn count(part: &NodeRef<'_>) -> Option<u32> {
    let exact = first(part, "faceplate-number[number]").and_then(|n| attribute(&n, "number"));
    let count = exact.and_then(|exact| number(&exact)).or_else(|| number(&words(part)));
    count.and_then(|count| u32::try_from(count).ok()).filter(|count| *count > 0)
}

/// Whether the line above a comment says that it was changed.
fn is_edited(parts: &Parts<'_>) -> bool {
    let is_line = |part: &NodeRef<'_>| says(part, "slot", |slot| slot == "commentMeta");
    let says_so = |part: &NodeRef<'_>| part.immediate_text().trim_start().starts_with("Edited");
    parts.find(|part| says_so(part) && around(part, is_line).is_some()).is_some()
}

fn comment(
    node: &NodeRef<'_>,
    parts: &Parts<'_>,
    above: Option<CommentId>,
    reader: &mut Reader<'_>,
) -> CommentId {
    let name = attribute(node, "thingid").unwrap_or_default();
    let id = bare(&name).map(str::to_owned);
    let text = parts
        .find(|part| says(part, "slot", |slot| slot == "comment"))
        .or_else(|| parts.find(|part| says(part, "id", |id| id.ends_with("-rtjson-content"))));
    let (body, said) = body(text.as_ref());
    let is = |name: &str| node.attr(name).is_some_and(|value| value.as_ref() != "false");
    let state = match said {
        State::Live | State::NotLoaded if is("is-comment-deleted") || is("deleted") => {
            State::Deleted
        }
        State::NotLoaded if says(node, "author", |name| name == "[deleted]") => State::Deleted,
        said => said,
    };
    let parent = attribute(node, "parentid");
    // Parts that were loaded later may stand elsewhere: the id is surer than the place.
    let named = parent.as_deref().and_then(|name| bare(name.strip_prefix("t1_").map(|_| name)?));
    let parent = match (named, above) {
        (Some(id), _) => Parent::Id(id.to_owned().into()),
        (None, Some(at)) => Parent::At(at),
        (None, None) => Parent::Root,
    };
    let author = author(attribute(node, "author").unwrap_or_default());
    let time = parts.find(|part| part.has_name("time") || part.has_name("faceplate-timeago"));
    let time_of = |name: &str| time.and_then(|time| attribute(&time, name)).unwrap_or_default();
    let created_at = ["created", "created-timestamp"];
    let created_at = created_at.iter().find_map(|name| attribute(node, name)).unwrap_or_default();
    let printed = time.map(|time| words(&time)).unwrap_or_default();
    let times = [&created_at, &time_of("datetime"), &time_of("ts"), &printed];
    let distinguished = attribute(node, "distinguished-as").map(|role| role.to_lowercase());
    let is_op = reader.is_op(&author);
    let row = parts.find(|part| part.has_name("shreddit-comment-action-row"));
    let hides =
        |node: &NodeRef<'_>| node.has_attr("score-hidden") || node.has_attr("is-score-hidden");
    let is_hidden = hides(node) || row.as_ref().is_some_and(hides);
    let score = attribute(node, "score").or_else(|| row.and_then(|row| attribute(&row, "score")));
    let comment = NewComment {
        permalink: reader.permalink(id.as_deref(), node.attr("permalink").as_deref()),
        id: id.map(Into::into),
        parent,
        author: author.into(),
        created: reader.times.read(&times.map(String::as_str)),
        votes: Votes {
            score: score.filter(|_| !is_hidden).and_then(|s| votes(&s)),
            ..Votes::default()
        },
        edited: is("edited") || is_edited(parts),
        state,
        roles: is_op.then(|| "op".to_owned()).into_iter().chain(distinguished).collect(),
        body,
        ..NewComment::default()
    };
    reader.comment(comment)
}

fn post(page: &Page, post: &NodeRef<'_>, reader: &mut Reader<'_>) {
    let parts = Parts::of(post, is_comment);
    let text = parts
        .find(|part| says(part, "slot", |slot| slot == "text-body"))
        .or_else(|| parts.find(|part| says(part, "id", |id| id.ends_with("-rtjson-content"))));
    let title = attribute(post, "post-title").or_else(|| {
        let title = parts.find(|part| says(part, "slot", |slot| slot == "title"))?;
        Some(words(&title))
    });
    let link = |name: &str| post.attr(name).and_then(|link| absolute(SITE, &link));
    let permalink = link("permalink");
    let facts = page.facts();
    let subreddit = attribute(post, "subreddit-prefixed-name")
        .or_else(|| attribute(post, "subreddit-name").map(|name| format!("r/{name}")));
    let at = attribute(post, "created-timestamp").and_then(|at| reader.times.at(&at));
    let article = Article {
        title: title.or(facts.title),
        byline: attribute(post, "author").map(author).filter(|name| !name.is_empty()),
        site: subreddit.or(facts.site),
        published: at,
        url: link("content-href").or_else(|| permalink.clone()),
        language: attribute(post, "post-language").or(facts.language),
        blocks: text.map(|text| from_html(&markup(&text))).unwrap_or_default(),
        ..Article::default()
    };
    let declared = attribute(post, "comment-count").and_then(|count| number(&count));
    reader.post(article, permalink, declared.or_else(|| total(page)));
}
