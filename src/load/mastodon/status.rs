//! One status.

use std::borrow::Cow;

use super::super::json::{Notes, Value};
use super::super::posts::{attached, escape, headline, hidden, link, quoted};
use super::{Place, Thread};
use crate::markup::from_html;
use crate::model::{
    Article, Body, BodyKind, Created, NewComment, Parent, Permalink, State, Text, Votes, plain_text,
};
use crate::text::clean_line;

/// Who wrote something, by all that tells people apart.
pub(super) type Who<'t> = Cow<'t, str>;

/// A status, and of it what must be known before the comments are handed over.
#[derive(Debug)]
pub(super) struct Status<'t> {
    value: Value<'t>,
    pub(super) place: Place,
    account: Option<Value<'t>>,
    pub(super) id: Option<Cow<'t, str>>,
    pub(super) parent: Option<Cow<'t, str>>,
    pub(super) who: Option<Who<'t>>,
    /// How many answers it says it has.
    pub(super) replies: u32,
}

impl<'t> Status<'t> {
    pub(super) fn of(value: Value<'t>, place: Place, notes: &mut Notes) -> Status<'t> {
        let account = notes.object(value, "account");
        let id = notes.id(value, "id").or_else(|| notes.text(value, "uri"));
        if id.is_none() {
            notes.missing(value, "id");
        }
        let who = account
            .and_then(|account| notes.id(account, "id").or_else(|| notes.text(account, "acct")));
        Status {
            value,
            place,
            account,
            id,
            parent: notes.id(value, "in_reply_to_id"),
            who,
            replies: notes.count(value, "replies_count").unwrap_or(0),
        }
    }

    pub(super) fn comment(&self, thread: &Thread<'t>, notes: &mut Notes) -> NewComment<'t> {
        let value = self.value;
        let parent = self.parent.clone().filter(|parent| thread.article.as_ref() != Some(parent));
        let created = notes.time(value, "created_at");
        let score = notes.votes(value, "favourites_count");
        NewComment {
            id: self.id.clone().map(Into::into),
            parent: parent.map_or(Parent::Root, Parent::Id),
            author: self.author(notes).unwrap_or_default().into(),
            created: created.map_or(Created::Unknown, Created::At),
            votes: Votes { score, ..Votes::default() },
            edited: notes.text(value, "edited_at").is_some(),
            state: State::Live,
            roles: self.roles(thread, notes),
            permalink: Permalink::from(self.address(notes).map(Cow::Owned)),
            more: thread.missing(self),
            body: self.body(notes),
            ..NewComment::default()
        }
    }

    /// The status as what the others are about.
    pub(super) fn article(&self, notes: &mut Notes) -> Article {
        let value = self.value;
        let said = notes.text(value, "content").unwrap_or_default();
        let title = headline(&plain_text(&from_html(&said)));
        let html = self.html(notes).map_or(said, Cow::Owned);
        let warning = notes.line(value, "spoiler_text");
        let of_account = |key: &str, notes: &mut Notes| notes.line(self.account?, key);
        let url = self.address(notes);
        let server = url.as_deref().and_then(|url| url.split('/').nth(2)).map(clean_line);
        Article {
            title: warning.or(title),
            byline: of_account("display_name", notes).or_else(|| self.author(notes)),
            site: server,
            published: notes.time(value, "created_at"),
            updated: notes.time(value, "edited_at"),
            url,
            language: notes.line(value, "language"),
            tags: notes.list(value, "tags").filter_map(|tag| notes.line(tag, "name")).collect(),
            blocks: from_html(&html),
            ..Article::default()
        }
    }

    fn address(&self, notes: &mut Notes) -> Option<String> {
        notes.line(self.value, "url").or_else(|| notes.line(self.value, "uri"))
    }

    fn author(&self, notes: &mut Notes) -> Option<String> {
        let account = self.account?;
        ["acct", "username", "display_name"].iter().find_map(|key| notes.line(account, key))
    }

    fn roles(&self, thread: &Thread<'t>, notes: &mut Notes) -> Vec<String> {
        let mut roles = Vec::new();
        if thread.starter.is_some() && self.who == thread.starter {
            roles.push("op".to_owned());
        }
        let Some(account) = self.account else { return roles };
        let named: Vec<_> = notes.list(account, "roles").collect();
        roles.extend(named.into_iter().filter_map(|role| notes.line(role, "name")).map(known));
        // Pleroma and Akkoma.
        if let Some(more) = notes.object(account, "pleroma") {
            for (key, role) in [("is_moderator", "moderator"), ("is_admin", "admin")] {
                roles.extend(notes.flag(more, key).then(|| role.to_owned()));
            }
        }
        roles.extend(notes.flag(account, "bot").then(|| "bot".to_owned()));
        roles.dedup();
        roles
    }

    /// What it says: left where it stands if nothing hangs on it.
    fn body(&self, notes: &mut Notes) -> Body<Text<'t>> {
        if let Some(html) = self.html(notes) {
            return Body { kind: BodyKind::Html, text: html.into() };
        }
        if let Some(text) = notes.read(self.value, "content", "a text", Value::body) {
            return Body { kind: BodyKind::Html, text };
        }
        // What was typed, as answers to a deletion have it.
        let typed = notes.read(self.value, "text", "a text", Value::body);
        Body { kind: BodyKind::Plain, text: typed.unwrap_or_default() }
    }

    /// Its text with all that hangs on it, if anything does.
    fn html(&self, notes: &mut Notes) -> Option<String> {
        let value = self.value;
        let warning = notes.line(value, "spoiler_text");
        let mut more = String::new();
        boosted(value, &mut more, notes);
        for attachment in notes.list(value, "media_attachments").collect::<Vec<_>>() {
            more.extend(media(attachment, notes));
        }
        if let Some(poll) = notes.object(value, "poll") {
            more.push_str(&votes(poll, notes));
        }
        if let Some(card) = notes.object(value, "card") {
            more.extend(preview(card, notes));
        }
        quote(value, &mut more, notes);
        if more.is_empty() && warning.is_none() {
            return None;
        }
        let said = notes.text(value, "content");
        let typed = || Some(format!("<p>{}</p>", escape(&notes.text(value, "text")?)).into());
        let html = said.or_else(typed).unwrap_or_default() + more.as_str();
        Some(match warning {
            Some(warning) => hidden(&warning, &html),
            None => html.into_owned(),
        })
    }
}

/// The roles that everybody knows, as everybody calls them.
fn known(role: String) -> String {
    let lower = role.to_lowercase();
    match lower.as_str() {
        "admin" | "administrator" => "admin".into(),
        "moderator" | "owner" => lower,
        _ => role,
    }
}

/// The status that a boost is around; its text stands in the boost as well, sometimes.
fn boosted(value: Value<'_>, html: &mut String, notes: &mut Notes) {
    let Some(inner) = notes.object(value, "reblog") else { return };
    let inner = Status::of(inner, Place::Listed, notes);
    let who = inner.author(notes).map(|who| format!("@{who}"));
    let is_said = value.get("content").and_then(Value::text).is_some_and(|said| !said.is_empty());
    if is_said {
        let who = who.unwrap_or_default();
        html.extend(["<p>(a boost of ", &escape(&who), ")</p>"]);
    } else {
        let said = notes.text(inner.value, "content").unwrap_or_default();
        html.push_str(&quoted(who.as_deref(), &said));
    }
}

fn media(attachment: Value<'_>, notes: &mut Notes) -> Option<String> {
    let address = ["url", "remote_url", "preview_url"].iter();
    let address = address.copied().find_map(|key| notes.line(attachment, key))?;
    let description = notes.line(attachment, "description");
    let kind = notes.line(attachment, "type").unwrap_or_default();
    let kind = match kind.as_str() {
        "gifv" => "animation",
        "image" | "video" | "audio" => &kind,
        _ => "file",
    };
    Some(attached(kind, &address, description.as_deref()))
}

fn votes(poll: Value<'_>, notes: &mut Notes) -> String {
    let mut html = String::new();
    for option in notes.list(poll, "options").collect::<Vec<_>>() {
        let title = notes.line(option, "title").unwrap_or_default();
        let votes = notes.whole(option, "votes_count").map(|votes| format!(": {votes}"));
        html.extend(["<li>", &escape(&title), &votes.unwrap_or_default(), "</li>"]);
    }
    if html.is_empty() { html } else { format!("<ul>{html}</ul>") }
}

/// The page that a link leads to.
fn preview(card: Value<'_>, notes: &mut Notes) -> Option<String> {
    let (address, title) = (notes.line(card, "url")?, notes.line(card, "title")?);
    Some(format!("<p>{}</p>", link(&address, &format!("[link] {title}"))))
}

/// The status that this one quotes: Mastodon's with what became of it, or the status alone.
fn quote(value: Value<'_>, html: &mut String, notes: &mut Notes) {
    let around = notes.object(value, "pleroma").filter(|more| more.get("quote").is_some());
    let Some(quote) = notes.object(around.unwrap_or(value), "quote") else { return };
    let state = notes.line(quote, "state");
    let status = notes.object(quote, "quoted_status");
    let status = status.or_else(|| (state.is_none() && is_said(quote)).then_some(quote));
    if let Some(status) = status {
        let status = Status::of(status, Place::Listed, notes);
        let who = status.author(notes).map(|who| format!("@{who}"));
        let said = notes.text(status.value, "content").unwrap_or_default();
        html.push_str(&quoted(who.as_deref(), &said));
    } else if let Some(state) = state.filter(|state| state != "accepted") {
        html.extend(["<p>(a quote: ", &escape(&state.replace('_', " ")), ")</p>"]);
    }
}

fn is_said(status: Value<'_>) -> bool {
    status.get("content").is_some()
}
