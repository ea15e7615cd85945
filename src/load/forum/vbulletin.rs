//! A saved topic of a [vBulletin](https://www.vbulletin.com/) forum, versions 3 to 5.
//!
//! Version 3 has a table for each post (`table#post12`), version 4 an item (`li.postcontainer#post_12`),
//! both with the text in `#post_message_12`; version 5 has `li.b-post[data-node-id=12]`, and comments
//! in posts. Dates are printed as the forum likes them, `05-03-2026, 08:15 AM` where nobody chose.

use std::collections::HashMap;

use super::super::page::posts::{Event, Post, Step, has_class, last_digits, take_posts, walk};
use super::super::page::times::Stamp;
use super::super::page::{self, NodeId, NodeRef, Page, attribute, markup, words};
use super::super::{Input, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use super::quotes::{plain_quotes, role};
use super::{Entry, Topic, line, link, ordinal};
use crate::model::{BodyKind, State};

/// The loader.
pub(in crate::load) const LOADER: Loader = Loader {
    name: "vbulletin",
    about: "a saved topic of a vBulletin forum",
    extensions: &["html", "htm"],
    marks: &[&["vbulletin", "vBulletin", "vb_meta_bburl", "js-post__content-text"]],
    sniff,
    load: Reads::Stream(load),
};

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(bytes) = page::sniffed(input) else { return Likelihood::No };
    let is_any = |marks: &[&str]| marks.iter().any(|mark| page::holds(&bytes, mark));
    let is_own = is_any(&[
        "id=\"vbulletin_html\"",
        "content=\"vBulletin",
        "vbulletin_global.js",
        "vbulletin-core.js",
        "vb_meta_bburl",
        "js-post__content-text",
    ]);
    let has_posts = is_any(&[
        "id=\"post_message_",
        "id='post_message_",
        "class=\"b-post ",
        "js-post__content",
        "class=\"postbit",
    ]);
    if is_own && has_posts { Likelihood::Certain } else { Likelihood::No }
}

/// Where the texts of posts are, by version.
const TEXTS: [&str; 5] = [
    ".postcontent",
    "[id^=post_message_]",
    ".js-post__content-text",
    ".b-post__content",
    ".b-comment__content-text, .js-comment__content-text",
];

/// The number of a post, if an element is one: empty where nothing says it. In version 5 its class
/// or its number is enough.
fn number(node: &NodeRef<'_>) -> Option<String> {
    if node.has_name("li") {
        let id = attribute(node, "data-node-id");
        let has_text = || TEXTS.iter().skip(2).any(|text| page::first(node, text).is_some());
        if has_class(node, &["b-post", "b-comment"]) || id.is_some() && has_text() {
            return Some(id.unwrap_or_default());
        }
    }
    let holds = ["li", "table", "div", "article"].iter().any(|name| node.has_name(name));
    let id = node.id_attr().filter(|_| holds)?;
    let digits = last_digits(&id)?;
    matches!(id.strip_suffix(digits), Some("post" | "post_")).then(|| digits.to_owned())
}

/// The elements of posts that have lost their numbers, by those of their texts.
fn by_text(page: &Page) -> HashMap<NodeId, String> {
    let holder = |text: &NodeRef<'_>| {
        let id = text.id_attr()?;
        let digits = last_digits(&id)?.to_owned();
        if page::around(text, |up| number(up).is_some()).is_some() {
            return None;
        }
        let classes = ["tborder", "postcontainer", "postbit", "postbitlegacy"];
        let is_post = |up: &NodeRef<'_>| up.has_name("table") || up.has_name("li");
        let post = page::around(text, |up| is_post(up) && has_class(up, &classes))?;
        Some((post.id, digits))
    };
    page.all("[id^=post_message_]").iter().filter_map(holder).collect()
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let page = Page::read(input, stream, sink)?;
    let by_text = by_text(&page);
    let posts = match page.first("body") {
        Some(body) => take_posts(body, |node, enclosing: Option<&mut Post<'_, String>>| {
            let number = number(node).or_else(|| by_text.get(&node.id).cloned());
            number.filter(|id| enclosing.is_none_or(|post| post.kind != *id))
        }),
        None => Vec::new(),
    };
    let base = page.base();
    let first = posts.first().and_then(|post| place(&post.node));
    let mut entries: Vec<_> = posts.iter().map(|post| entry(post, base.as_deref())).collect();
    month_first(&mut entries);
    let titles = [".threadtitle", ".b-page-title", ".navbar > strong, td.navbar strong", "h1"];
    let title = titles.iter().find_map(|title| page.first(title));
    let (shown_last, total) = shown(&page).unzip();
    let topic = Topic {
        title: title.map(|title| words(&title)),
        has_first: first.is_none_or(|place| place == 1),
        is_part: first.is_some_and(|place| place > 1)
            || total.flatten().is_some_and(|total| Some(total) > shown_last)
            || page.first("a[rel=next], a[rel=prev]").is_some(),
        posts: total.flatten(),
        entries,
    };
    topic.finish(&page, sink);
    Ok(())
}

/// The last post of the page and how many there are: `Results 661 to 680 of 1042`.
fn shown(page: &Page) -> Option<(u64, Option<u64>)> {
    let stats = page.first(".postpagestats, .pagination_stats, .pagestats")?;
    let line = words(&stats);
    let numbers = line.split(' ').filter_map(|word| word.replace([',', '.'], "").parse().ok());
    let numbers: Vec<u64> = numbers.collect();
    match numbers.as_slice() {
        [_, last, total] => Some((*last, Some(*total))),
        _ => None,
    }
}

fn place(node: &NodeRef<'_>) -> Option<u64> {
    let counters = page::all(node, "a.postcounter, a[id^=postcount], .b-post__count");
    counters.iter().find_map(|counter| ordinal(&words(counter)))
}

fn entry(post: &Post<'_, String>, base: Option<&str>) -> Entry {
    let node = &post.node;
    let author = line(
        node,
        ".bigusername, .username strong, .username, .author [itemprop=name], .author a, .author strong, .author, \
         [id^=postmenu_]",
    );
    let body = TEXTS.iter().find_map(|text| page::first(node, text));
    let stamp = stamp(node, body.as_ref());
    let edited = page::first(node, ".lastedited, .b-post__edit-note, .postedited");
    let is_edited = edited.is_some_and(|edited| !words(&edited).is_empty()) || is_changed(node);
    let is_gone = has_class(node, &["postbitdeleted", "b-post--deleted"]) && body.is_none();
    let title = line(node, ".usertitle, .b-userinfo__title, [id^=postmenu_] + .smallfont");
    let role = title.and_then(|title| role(&title));
    Entry {
        id: post.kind.clone(),
        parent: post.within,
        author: author.unwrap_or_default(),
        stamp,
        roles: role.map(str::to_owned).into_iter().collect(),
        edited: is_edited,
        state: if is_gone { State::Removed } else { State::Live },
        link: link(node, "a.postcounter[href], a[id^=postcount][href], .b-post__count[href]", base),
        kind: BodyKind::Html,
        body: body.map(|body| text(&body)).unwrap_or_default(),
        ..Entry::default()
    }
}

/// Whether version 3 says in small letters, behind the text, that a post was changed.
fn is_changed(node: &NodeRef<'_>) -> bool {
    let lines = page::all(node, "div.smallfont > em");
    lines.iter().any(|line| page::first(line, ".time").is_some())
}

fn text(body: &NodeRef<'_>) -> String {
    for foreign in page::all(body, "script, style, .lastedited") {
        foreign.remove_from_parent();
    }
    plain_quotes(body);
    // A smiley has its meaning in the title.
    for smiley in page::all(body, "img.inlineimg[title]") {
        smiley.set_attr("alt", &attribute(&smiley, "title").unwrap_or_default());
    }
    markup(body).trim().to_owned()
}

/// When a post was written: what is marked so, or else the first date with a time of day that stands
/// outside of its text. (Others tell when somebody joined.)
fn stamp(node: &NodeRef<'_>, body: Option<&NodeRef<'_>>) -> Stamp {
    // Version 5 has UTC seconds; beside them the time stands as the forum's clock shows it.
    if let Some(stamp) = node.attr("data-node-publishdate").and_then(|value| Stamp::machine(&value))
    {
        return stamp;
    }
    if let Some(time) = page::first(node, "time[datetime]")
        && let Some(stamp) = time.attr("datetime").and_then(|value| Stamp::machine(&value))
    {
        return stamp;
    }
    let mut best = line(node, ".postdate .date, .posthead .date, .date")
        .map_or(Stamp::None, |line| Stamp::printed(&slashed(&line)));
    if best.worth() > 1 {
        return best;
    }
    walk(node, |inner, event| {
        if event == Event::Leave {
            return Step::Into;
        }
        if body.is_some_and(|body| body.id == inner.id) {
            return Step::Over;
        }
        if inner.is_text() {
            let words = crate::text::clean_line(&inner.text());
            let stamp = Stamp::printed(&slashed(&words));
            if stamp.worth() > 1 && words.contains(':') {
                best = stamp;
                return Step::Stop;
            }
        }
        Step::Into
    });
    best
}

/// `05-03-2026` with slashes, so that its order is open.
fn slashed(line: &str) -> String {
    let (date, rest) = line.split_once([',', ' ']).unwrap_or((line, ""));
    let parts: Vec<_> = date.split('-').collect();
    match parts.as_slice() {
        [a, b, year] if a.len() <= 2 && b.len() <= 2 && year.len() == 4 => {
            format!("{a}/{b}/{year} {rest}")
        }
        _ => line.to_owned(),
    }
}

/// Where nothing tells day and month apart, the month stands first, as the forum is delivered.
fn month_first(entries: &mut [Entry]) {
    use super::super::age::Order;
    let orders = entries.iter().filter_map(|entry| match &entry.stamp {
        Stamp::Date(date, _) => Some(date.order),
        _ => None,
    });
    if orders.clone().any(|order| order != Order::Open) || orders.count() == 0 {
        return;
    }
    for entry in entries {
        if let Stamp::Date(date, _) = &entry.stamp
            && let Some(at) = date.swapped().and_then(super::super::age::PrintedDate::as_if_utc)
        {
            entry.stamp = Stamp::Exact(at, false);
        }
    }
}
