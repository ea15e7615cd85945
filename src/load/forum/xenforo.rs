//! A saved topic of a [XenForo](https://xenforo.com/) forum, versions 1 and 2.
//!
//! Version 2 writes `article.message--post` with `data-author` and `data-content="post-12"`, version 1
//! `li.message#post-12`. Both have times in UTC seconds beside the printed ones.

use super::super::page::posts::{Post, has_class, last_digits, take_posts};
use super::super::page::times::Stamp;
use super::super::page::{self, NodeRef, Page, attribute, markup, words};
use super::super::{Input, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use super::quotes::plain_quotes;
use super::{Entry, Topic, line, link, mark_op, ordinal};
use crate::model::{BodyKind, State, Votes};

/// The loader.
pub(in crate::load) const LOADER: Loader = Loader {
    name: "xenforo",
    about: "a saved topic of a XenForo forum",
    extensions: &["html", "htm"],
    marks: &[&["\"XF\"", "'XF'", "id=XF ", "XenForo", "data-xf-init="]],
    sniff,
    load: Reads::Stream(load),
};

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(bytes) = page::sniffed(input) else { return Likelihood::No };
    let is_any = |marks: &[&str]| marks.iter().any(|mark| page::holds(&bytes, mark));
    let is_own = is_any(&["id=\"XF\"", "id=\"XenForo\"", "id='XF'", "data-xf-init=", "id=XF "]);
    let has_posts =
        is_any(&["message--post", "data-content=\"post-", "id=\"post-", "class=\"messageList\""]);
    if is_own && has_posts { Likelihood::Certain } else { Likelihood::No }
}

/// The number of a post, if an element is one: empty where nothing says it. Either its class or its
/// number is enough.
fn number(node: &NodeRef<'_>) -> Option<String> {
    let is_item = node.has_name("article") || node.has_name("li");
    let is_marked = has_class(node, &["message"]);
    if !is_item && !is_marked {
        return None;
    }
    let ids = ["data-content", "id"].into_iter().filter_map(|key| node.attr(key));
    let is_post = |id: &str| id.starts_with("post-") || id.starts_with("js-post-");
    let mut ids = ids.filter(|id| is_post(id));
    let number = ids.find_map(|id| last_digits(&id).map(str::to_owned));
    let is_post = is_item && is_marked && node.has_attr("data-author");
    number.or_else(|| is_post.then(String::new))
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let page = Page::read(input, stream, sink)?;
    let posts = match page.first("body") {
        Some(body) => take_posts(body, |node, _: Option<&mut Post<'_, String>>| number(node)),
        None => Vec::new(),
    };
    let base = page.base();
    let first = posts.first().and_then(|post| place(&post.node));
    let title = page.first("h1.p-title-value, .titleBar h1, h1");
    let topic = Topic {
        title: title.map(|title| words(&title)),
        has_first: first.is_none_or(|place| place == 1) && !is_later(&page),
        is_part: page.first(".pageNav, .pageNav-main, .PageNav").is_some(),
        entries: posts.iter().map(|post| entry(post, base.as_deref())).collect(),
        posts: None,
    };
    topic.finish(&page, sink);
    Ok(())
}

/// Whether the page says that it is not the first.
fn is_later(page: &Page) -> bool {
    let current = page.first(".pageNav-page--current, .PageNav .currentPage");
    current.is_some_and(|current| words(&current) != "1")
}

fn place(node: &NodeRef<'_>) -> Option<u64> {
    let links = page::all(node, ".message-attribution-opposite a, .postNumber");
    links.iter().find_map(|link| ordinal(words(link).strip_prefix('#')?))
}

fn entry(post: &Post<'_, String>, base: Option<&str>) -> Entry {
    let node = &post.node;
    let author = attribute(node, "data-author").or_else(|| line(node, ".message-name, .username"));
    let banners = page::all(node, ".userBanner");
    let mut roles: Vec<_> = banners.iter().filter_map(role).collect();
    roles.dedup();
    if has_class(node, &["is-threadStarter", "message-threadStarterPost"]) {
        mark_op(&mut roles);
    }
    let is_solution = has_class(node, &["message--solution"]);
    roles.extend(is_solution.then(|| "solution".to_owned()));
    let is_deleted = has_class(node, &["message--deleted", "deleted"]);
    let body = page::first(node, ".bbWrapper")
        .or_else(|| page::first(node, ".messageText, .message-body"));
    let body = body.map(|body| {
        for end in page::all(&body, ".messageTextEndMarker, .js-selectToQuoteEnd") {
            end.remove_from_parent();
        }
        plain_quotes(&body);
        markup(&body).trim().to_owned()
    });
    Entry {
        id: post.kind.clone(),
        author: author.unwrap_or_default(),
        stamp: stamp(node),
        votes: votes(node),
        roles,
        edited: page::first(node, ".message-lastEdit, .editDate").is_some(),
        state: if is_deleted && body.is_none() { State::Removed } else { State::Live },
        link: link(
            node,
            ".message-attribution-main[href], a[href*='/post-'], a.datePermalink",
            base,
        ),
        kind: BodyKind::Html,
        body: body.unwrap_or_default(),
        ..Entry::default()
    }
}

fn role(banner: &NodeRef<'_>) -> Option<String> {
    let words = words(banner);
    let is_staff = has_class(banner, &["userBanner--staff", "bannerStaff"]);
    let role = match words.to_lowercase().as_str() {
        "moderator" => "moderator".to_owned(),
        _ if is_staff => "staff".to_owned(),
        _ => words,
    };
    Some(role).filter(|role| !role.is_empty())
}

fn stamp(node: &NodeRef<'_>) -> Stamp {
    // The time of a change stands before that of the post in version 1.
    let places = [
        ".message-attribution time, .messageMeta .DateTime",
        ".datePermalink .DateTime",
        "time.u-dt, .DateTime",
    ];
    let time = places.iter().find_map(|place| page::first(node, place));
    let Some(time) = time else { return Stamp::None };
    let exact = ["data-time", "data-timestamp", "datetime"]
        .iter()
        .find_map(|key| Stamp::machine(&time.attr(key)?));
    let titled = || Some(Stamp::printed(&attribute(&time, "title")?)).filter(|s| s.worth() > 1);
    exact.or_else(titled).unwrap_or_else(|| Stamp::printed(&words(&time)))
}

/// How many reacted: those who are named, and `and 12 others`.
fn votes(node: &NodeRef<'_>) -> Votes {
    let score = line(node, ".contentVote-score").and_then(|score| score.parse().ok());
    let Some(bar) = page::first(node, ".reactionsBar-link, .likesBar, .LikeText, .likesSummary")
    else {
        return Votes { score, ..Votes::default() };
    };
    let named = page::all(&bar, "bdi, a.username").len();
    // In version 1 the others are a link to all of them.
    let links = page::all(&bar, "a.OverlayTrigger").into_iter().map(|link| words(&link));
    let loose = bar.children_it(false).filter(NodeRef::is_text).map(|text| text.text().to_string());
    let others = loose.chain(links).filter_map(|text| {
        let words: Vec<_> = text.split_whitespace().map(|word| word.replace(',', "")).collect();
        words.iter().find_map(|word| word.parse::<usize>().ok())
    });
    let others = others.last();
    let up = i32::try_from(named.saturating_add(others.unwrap_or(0))).ok();
    Votes { score, up: up.filter(|up| *up > 0), down: None }
}
