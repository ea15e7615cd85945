//! What all answers about Hacker News have in common: addresses, the story as an article, and what
//! became of a comment.

use super::json::{Kind, Notes, Value};
use crate::markup::from_html;
use crate::model::{Article, Body, BodyKind, NewComment, Permalink, State};
use crate::text::clean_line;

/// Where an item stands on the site, without its id.
pub(super) const ITEM: &str = "https://news.ycombinator.com/item?id=";
/// Where addresses lead that name no site.
const HOME: &str = "https://news.ycombinator.com/";
/// A text that only says that it is gone has no more bytes.
const LONGEST_NOTICE: usize = 40;

/// The item at the top of an answer.
#[derive(Debug, Default)]
pub(super) struct Story {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) published: Option<i64>,
    pub(super) url: Option<String>,
    pub(super) id: Option<String>,
    pub(super) html: Option<String>,
    /// Whether it is a comment, which has no title.
    pub(super) is_comment: bool,
    /// What a poll asks to choose among, as HTML, with the votes for it.
    pub(super) options: Vec<(String, Option<i32>)>,
}

impl Story {
    /// Whether there is anything to show.
    pub(super) fn is_known(&self) -> bool {
        self.title.is_some() || self.html.is_some() || self.url.is_some()
    }

    /// As an article.
    pub(super) fn article(self) -> Article {
        let title = self.title.or_else(|| {
            let author = self.author.as_deref().filter(|_| self.is_comment)?;
            Some(format!("Comment by {author}"))
        });
        let item = self.id.map(|id| clean_line(&format!("{ITEM}{id}")));
        let options: String =
            self.options.iter().map(|(text, votes)| option(text, *votes)).collect();
        let html = format!("{}<ul>{options}</ul>", self.html.unwrap_or_default());
        Article {
            title,
            byline: self.author,
            site: Some("Hacker News".into()),
            published: self.published,
            url: self.url.map(|url| full(&url)).or(item),
            blocks: from_html(&html),
            ..Article::default()
        }
    }
}

/// A choice of a poll, in HTML.
fn option(text: &str, votes: Option<i32>) -> String {
    match votes {
        None => format!("<li>{text}</li>"),
        Some(1) => format!("<li>{text} (1 point)</li>"),
        Some(votes) => format!("<li>{text} ({votes} points)</li>"),
    }
}

/// An address, which may be one within the site.
fn full(url: &str) -> String {
    if url.starts_with("item?") { format!("{HOME}{url}") } else { url.to_owned() }
}

/// The text of an item, which may be a notice in its place.
pub(super) fn text<'t>(notes: &mut Notes, item: Value<'t>, key: &str) -> Option<Value<'t>> {
    notes.read(item, key, "a text", |value| (value.kind() == Kind::Text).then_some(value))
}

/// The keys of a comment that no two answers call the same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keys {
    pub(super) author: &'static str,
    pub(super) text: &'static str,
}

/// A comment with its author, its text, and what became of it: `deleted` by its author, or `dead`,
/// which is hidden from most readers and may have its text all the same. Without author and text it
/// was deleted, whether or not it says so.
pub(super) fn comment<'t>(
    notes: &mut Notes,
    item: Value<'t>,
    keys: Keys,
    op: Option<&str>,
) -> NewComment<'t> {
    let is_bare = item.get(keys.author).is_none() && item.get(keys.text).is_none();
    let author = notes.line(item, keys.author);
    let text = text(notes, item, keys.text);
    let (deleted, dead) = (notes.flag(item, "deleted"), notes.flag(item, "dead"));
    let notice = text.and_then(notice);
    let state = if deleted || notice == Some(State::Deleted) || is_bare && !dead {
        State::Deleted
    } else if notice.is_some() || dead && item.get(keys.text).is_none() {
        State::Removed
    } else {
        State::Live
    };
    let is_op = author.is_some() && author.as_deref() == op;
    let roles = [(is_op, "op"), (dead && state != State::Deleted, "dead")];
    let text = text.filter(|_| state == State::Live).and_then(Value::body);
    NewComment {
        author: author.unwrap_or_default().into(),
        state,
        roles: roles.iter().filter(|(is, _)| *is).map(|(_, role)| (*role).to_owned()).collect(),
        body: Body { kind: BodyKind::Html, text: text.unwrap_or_default() },
        ..NewComment::default()
    }
}

/// What a text says that says only that it is gone.
fn notice(text: Value<'_>) -> Option<State> {
    let text = text.text().filter(|text| text.len() <= LONGEST_NOTICE)?;
    let text = text.trim();
    let text = text.strip_prefix("<p>").unwrap_or(text);
    let text = text.strip_suffix("</p>").unwrap_or(text);
    match text.trim() {
        "[deleted]" => Some(State::Deleted),
        "[dead]" | "[flagged]" => Some(State::Removed),
        _ => None,
    }
}

/// A link to the item, if it has an id.
pub(super) fn permalink(has_id: bool) -> Permalink<'static> {
    if has_id { Permalink::ById } else { Permalink::Unknown }
}
