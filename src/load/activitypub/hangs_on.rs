//! What hangs on an object: images and files, links, votes, quotes, subjects, replies.

use super::super::json::{Kind, Notes, Value};
use super::super::posts::{attached, escape};
use super::object::address;
use crate::text::clean_line;

/// All of it that is shown behind the text, as HTML.
pub(super) fn all(value: Value<'_>, said: Option<&str>, notes: &mut Notes) -> String {
    let mut html = String::new();
    for attachment in several(value, "attachment", notes) {
        html.extend(media(attachment, notes));
    }
    for key in ["oneOf", "anyOf"] {
        html.push_str(&votes(value, key, notes));
    }
    let keys = ["quote", "quoteUrl", "quoteUri", "_misskey_quote"];
    let quoted = keys.iter().find_map(|key| notes.read(value, key, "an address", address));
    // Mostly the text has it already.
    if let Some(quoted) = quoted.filter(|at| !said.is_some_and(|said| said.contains(&**at))) {
        html.push_str(&attached("quote", &quoted, Some(&quoted)));
    }
    html
}

/// The values of a property that may be one or a list of them.
fn several<'t>(value: Value<'t>, key: &str, notes: &mut Notes) -> Vec<Value<'t>> {
    let some = notes.read(value, key, "an object or a list", |given| match given.kind() {
        Kind::List => Some(given.items().collect()),
        Kind::Object | Kind::Text => Some(vec![given]),
        _ => None,
    });
    some.unwrap_or_default()
}

/// The address that a property leads to: of several that of a page, if one is.
pub(super) fn link(of: Value<'_>, key: &str, notes: &mut Notes) -> Option<String> {
    let is_one = |kind| matches!(kind, Kind::Text | Kind::Object | Kind::List);
    let given = notes.read(of, key, "an address", |v| is_one(v.kind()).then_some(v))?;
    let one = (given.kind() != Kind::List).then_some(given).into_iter();
    let mut links: Vec<_> = one.chain(given.items()).collect();
    links.sort_by_cached_key(|link| {
        let media = if link.is_object() { notes.text(*link, "mediaType") } else { None };
        !media.is_some_and(|media| media.starts_with("text/html"))
    });
    let found = links.into_iter().find_map(|link| url(link, notes));
    // An empty one is none, and no damage.
    let is_empty = given.text().is_some();
    notes
        .read(of, key, "an address", |_| found.or(is_empty.then(String::new)))
        .filter(|found| !found.is_empty())
}

fn url(link: Value<'_>, notes: &mut Notes) -> Option<String> {
    if link.is_object() {
        return ["href", "url"].iter().find_map(|key| notes.line(link, key));
    }
    Some(clean_line(&link.text()?)).filter(|at| !at.is_empty())
}

fn media(attachment: Value<'_>, notes: &mut Notes) -> Option<String> {
    let kind = if attachment.is_object() { notes.text(attachment, "type") } else { None };
    let address = if attachment.is_object() {
        ["url", "href"].iter().find_map(|key| link(attachment, key, notes))
    } else {
        url(attachment, notes)
    }?;
    let media = notes.text(attachment, "mediaType").unwrap_or_default();
    let described = ["name", "summary"].iter().find_map(|key| notes.line(attachment, key));
    let kind = match (kind.as_deref(), media.split('/').next()) {
        (Some("Link" | "Page"), _) => "link",
        (Some("Image"), _) | (_, Some("image")) => "image",
        (Some("Video"), _) | (_, Some("video")) => "video",
        (Some("Audio"), _) | (_, Some("audio")) => "audio",
        _ => "file",
    };
    let bare = (kind == "link").then(|| address.clone());
    Some(attached(kind, &address, described.or(bare).as_deref()))
}

fn votes(value: Value<'_>, key: &str, notes: &mut Notes) -> String {
    let mut html = String::new();
    for option in notes.list(value, key).collect::<Vec<_>>() {
        let name = notes.line(option, "name").unwrap_or_default();
        let replies = notes.object(option, "replies");
        let votes = replies.and_then(|replies| notes.whole(replies, "totalItems"));
        let votes = votes.map(|votes| format!(": {votes}")).unwrap_or_default();
        html.extend(["<li>", &escape(&name), &votes, "</li>"]);
    }
    if html.is_empty() { html } else { format!("<ul>{html}</ul>") }
}

/// The page that a post is about: Lemmy attaches it.
pub(super) fn first_link(value: Value<'_>, notes: &mut Notes) -> Option<String> {
    let is_link = |kind: Value<'_>| matches!(kind.text().as_deref(), Some("Link" | "Page"));
    let given = several(value, "attachment", notes);
    let page = given.into_iter().find(|given| given.get("type").is_some_and(is_link))?;
    ["href", "url"].iter().find_map(|key| link(page, key, notes))
}

pub(super) fn hashtags(value: Value<'_>, notes: &mut Notes) -> Vec<String> {
    let mut names = Vec::new();
    for tag in several(value, "tag", notes).into_iter().filter(|tag| tag.is_object()) {
        let kind = notes.text(tag, "type");
        if matches!(kind.as_deref(), Some("Hashtag" | "CommunityPostTag")) {
            let name = ["name", "preferredUsername"].iter().find_map(|key| notes.line(tag, key));
            names.extend(name.map(|name| name.trim_start_matches('#').to_owned()));
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// How many replies an object says it has: a number, or as many as are named.
pub(super) fn replies(value: Value<'_>, notes: &mut Notes) -> u32 {
    let given = notes.read(value, "replies", "a collection", |replies| {
        let is_one = matches!(replies.kind(), Kind::Object | Kind::List | Kind::Text);
        is_one.then_some(replies)
    });
    let Some(replies) = given.filter(|given| given.kind() != Kind::Text) else { return 0 };
    let declared = replies.is_object().then(|| notes.count(replies, "totalItems")).flatten();
    let pages = [Some(replies), replies.get("first")];
    let named: usize = pages.into_iter().flatten().map(named).sum();
    declared.unwrap_or(0).max(u32::try_from(named).unwrap_or(u32::MAX))
}

/// How many items there are on a page.
fn named(page: Value<'_>) -> usize {
    let lists = ["items", "orderedItems"].iter().filter_map(|key| page.get(key));
    page.items().count() + lists.map(|list| list.items().count()).sum::<usize>()
}
