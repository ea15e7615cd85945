//! The layout of old.reddit.com: things in lists, replies in a list in `.child`.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::page::{
    NodeRef, Page, Parts, Times, absolute, all, around, attribute, dated, markup, number, says,
    votes, words,
};
use super::{Reader, SITE, author, bare, body};
use crate::markup::from_html;
use crate::model::{Article, CommentId, Created, NewComment, Parent, State, Votes};
use crate::text::clean_line;

/// What is a thing: by its class, or by its id.
const THINGS: &str = ".thing, [id^=thing_t1_]";

fn is_thing(node: &NodeRef<'_>) -> bool {
    node.has_class("thing") || says(node, "id", |id| id.starts_with("thing_t1_"))
}

/// Reads a page of this layout; says whether it is one.
pub(super) fn read(page: &Page, reader: &mut Reader<'_>) -> bool {
    let things = page.all(THINGS);
    let is_post =
        |thing: &&NodeRef<'_>| thing.has_class("link") && !thing.has_class("promotedlink");
    let post = things.iter().find(is_post);
    if let Some(thing) = post {
        self::post(page, thing, reader);
    } else if things.is_empty() {
        return false;
    } else {
        reader.sink.article(Article { site: Some("Reddit".into()), ..page.facts() });
    }
    let mut places = HashMap::new();
    for thing in things.iter().filter(|thing| !thing.has_class("link")) {
        if reader.sink.stopped() {
            break;
        }
        let above = around(thing, |up| is_thing(up) && !up.has_class("link"));
        let above: Option<&(CommentId, i64)> = above.and_then(|up| places.get(&up.id));
        let parts = Parts::of(thing, |part| part.has_class("child") || is_thing(part));
        if is_stub(thing, &parts) {
            // The thread goes on with all that the comment above says to have below it.
            let known = above.map_or(0, |(_, below)| *below);
            let more = more(&parts).unwrap_or(known).clamp(1, i64::from(u32::MAX));
            let more = u32::try_from(more).unwrap_or(1);
            reader.intake.builder.add_missing(above.map(|(at, _)| *at), more);
            continue;
        }
        let parent = above.map_or(Parent::Root, |(at, _)| Parent::At(*at));
        let below =
            parts.class("numchildren").and_then(|count| number(&words(&count))).unwrap_or(0);
        let at = comment(thing, &parts, parent, reader);
        places.insert(thing.id, (at, below));
    }
    true
}

/// Whether a thing only stands for comments that are not here.
fn is_stub(thing: &NodeRef<'_>, parts: &Parts<'_>) -> bool {
    let has_link = || {
        ["morecomments", "deepthread"].iter().any(|class| parts.class(class).is_some())
            && parts.class("tagline").is_none()
    };
    thing.has_class("morechildren") || thing.has_class("morerecursion") || has_link()
}

/// For how many it stands, if it says so.
fn more(parts: &Parts<'_>) -> Option<i64> {
    number(&words(&parts.class("morecomments")?))
}

fn comment(
    thing: &NodeRef<'_>,
    parts: &Parts<'_>,
    parent: Parent<'static>,
    reader: &mut Reader<'_>,
) -> CommentId {
    let id = id(thing, parts);
    let (body, said) = body(parts.find(|part| part.has_class("md")).as_ref());
    let is_gone = thing.has_class("deleted");
    let state = match said {
        State::Live | State::NotLoaded if is_gone => State::Deleted,
        said => said,
    };
    let printed = thing.attr("data-permalink").or_else(|| parts.class("bylink")?.attr("href"));
    let tagline = parts.class("tagline");
    let name = parts.class("author");
    let comment = NewComment {
        permalink: reader.permalink(id.as_deref(), printed.as_deref()),
        author: author(
            attribute(thing, "data-author")
                .or_else(|| name.map(|name| words(&name)))
                .unwrap_or_default(),
        )
        .into(),
        created: time(parts, tagline.as_ref(), &mut reader.times),
        votes: Votes { score: score(parts), ..Votes::default() },
        edited: tagline.is_some_and(|line| is_edited(&line)),
        state,
        roles: roles(thing, name.as_ref()),
        id: id.map(Into::into),
        parent,
        body,
        ..NewComment::default()
    };
    reader.comment(comment)
}

/// The id: in an attribute, and, where that is gone, in a class.
fn id(thing: &NodeRef<'_>, parts: &Parts<'_>) -> Option<String> {
    let named = [("data-fullname", ""), ("id", "thing_")].into_iter().find_map(|(name, before)| {
        Some(bare(attribute(thing, name)?.strip_prefix(before)?)?.to_owned())
    });
    let of_class = |node: &NodeRef<'_>, before: &str| {
        let classes = node.attr("class")?;
        let found = classes.split_whitespace().find_map(|class| bare(class.strip_prefix(before)?));
        found.map(str::to_owned)
    };
    named
        .or_else(|| of_class(thing, "id-"))
        .or_else(|| of_class(&parts.class("reportform")?, "report-"))
}

/// The middle of three scores; none is printed where it is hidden.
fn score(parts: &Parts<'_>) -> Option<i32> {
    let score = parts.find(|part| part.has_class("score") && part.has_class("unvoted"))?;
    attribute(&score, "title").and_then(|title| votes(&title)).or_else(|| votes(&words(&score)))
}

/// When a thing was written; the oldest pages print its age alone.
fn time(
    parts: &Parts<'_>,
    tagline: Option<&NodeRef<'_>>,
    times: &mut Times,
) -> Created<Cow<'static, str>> {
    let time = parts.find(|part| part.has_name("time") && !part.has_class("edited-timestamp"));
    if let Some(time) = time {
        let exact = |name: &str| time.attr(name).map(|at| clean_line(&at)).unwrap_or_default();
        return times.read(&[&exact("datetime"), &exact("title"), &words(&time)]);
    }
    let line = tagline.map(|line| clean_line(&line.immediate_text())).unwrap_or_default();
    let line = line.replace("submitted", "").replace("by", "");
    if line.contains("ago") {
        times.read(&[line.trim().trim_end_matches('*')])
    } else if parts.class("author").is_some() {
        times.unreadable()
    } else {
        Created::Unknown
    }
}

fn is_edited(tagline: &NodeRef<'_>) -> bool {
    let stars = all(tagline, "time, em");
    stars.iter().any(|star| star.has_class("edited-timestamp") || words(star) == "*")
}

fn roles(thing: &NodeRef<'_>, name: Option<&NodeRef<'_>>) -> Vec<String> {
    let classes = [("submitter", "op"), ("moderator", "moderator"), ("admin", "admin")];
    let has = |class: &str| name.is_some_and(|name| name.has_class(class));
    let of_name = classes.into_iter().filter(|(class, _)| has(class)).map(|(_, role)| role);
    let sticky = thing.has_class("stickied").then_some("stickied");
    of_name.chain(sticky).map(str::to_owned).collect()
}

fn post(page: &Page, thing: &NodeRef<'_>, reader: &mut Reader<'_>) {
    let parts = Parts::of(thing, |part| part.has_class("child") || is_thing(part));
    let title = parts.find(|part| part.has_class("title") && part.has_name("a"));
    let link = |name: &str| thing.attr(name).and_then(|link| absolute(SITE, &link));
    let comments = parts.class("comments");
    let permalink = link("data-permalink")
        .or_else(|| comments.and_then(|link| absolute(SITE, &link.attr("href")?)));
    let stamp = attribute(thing, "data-timestamp").and_then(|at| at.parse::<i64>().ok());
    let (at, age) = dated(time(&parts, parts.class("tagline").as_ref(), &mut reader.times));
    let at = at.or(stamp.map(|at| at / 1000));
    let facts = page.facts();
    let subreddit =
        attribute(thing, "data-subreddit").or_else(|| parts.class("subreddit").map(|s| words(&s)));
    let name = attribute(thing, "data-author").or_else(|| parts.class("author").map(|a| words(&a)));
    let text = parts.class("md").map(|text| markup(&text));
    let url = title.and_then(|title| absolute(SITE, &title.attr("href")?));
    let flairs = parts.all(|part| part.has_class("linkflairlabel"));
    let declared = attribute(thing, "data-comments-count")
        .and_then(|count| number(&count))
        .or_else(|| number(&words(&comments?)));
    let is_gone =
        text.as_deref().map(str::trim).is_some_and(|text| text.ends_with("[removed]</p>"));
    let article = Article {
        title: title.map(|title| words(&title)).filter(|title| !title.is_empty()).or(facts.title),
        byline: name.map(author).filter(|name| !name.is_empty()),
        site: subreddit.map(|name| format!("r/{}", name.trim_start_matches("r/"))),
        published: at,
        published_text: age.filter(|_| at.is_none()),
        url: link("data-url").or(url).or_else(|| permalink.clone()),
        language: facts.language,
        tags: flairs.iter().map(words).filter(|flair| !flair.is_empty()).collect(),
        blocks: text.filter(|_| !is_gone).map(|text| from_html(&text)).unwrap_or_default(),
        notices: if is_gone {
            vec!["The text of the post was removed.".into()]
        } else {
            Vec::new()
        },
        ..Article::default()
    };
    let nothing = says(thing, "data-comments-count", |count| count.trim() == "0");
    reader.post(article, permalink, if nothing { Some(0) } else { declared });
}
