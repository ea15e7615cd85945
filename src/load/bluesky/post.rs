//! One post, or what stands where one was.

use std::borrow::Cow;

use super::super::json::{Notes, Value};
use super::super::posts::{bounded, headline, hidden, quoted};
use super::embed;
use crate::markup::from_html;
use crate::model::{Article, Body, BodyKind, Created, NewComment, Permalink, State, Text, Votes};
use crate::text::clean_line;

/// Where posts can be read.
const SITE: &str = "https://bsky.app";
/// What a handle says that leads nowhere.
const NO_HANDLE: &str = "handle.invalid";

/// A post, and of it what must be known before the comments are handed over.
#[derive(Debug)]
pub(super) struct Post<'t> {
    /// The view of it, with its author and counts.
    view: Value<'t>,
    /// What was written.
    record: Option<Value<'t>>,
    author: Option<Value<'t>>,
    /// What became of it, if it is not here.
    gone: Option<State>,
    pub(super) id: Option<Cow<'t, str>>,
    /// What it says it answers.
    pub(super) parent: Option<Cow<'t, str>>,
    pub(super) who: Option<Cow<'t, str>>,
    replies: u32,
    /// How many replies the answer says it leaves out.
    left_out: Option<u32>,
}

impl<'t> Post<'t> {
    /// Whether an object is a post or has one in it.
    pub(super) fn is_in(value: Value<'_>) -> bool {
        let is_view = |view: Value<'_>| {
            view.is_object() && (view.get("record").is_some() || view.get("author").is_some())
        };
        let of = |key: &str| value.get(key);
        let is_named = ["uri", "cid", "indexedAt"].iter().any(|key| of(key).is_some());
        is_view(value) && is_named
            || of("post").is_some_and(is_view)
            || of("value").is_some_and(|inner| inner.get("post").is_some_and(is_view))
            || of("value").is_some_and(is_record) && is_named
    }

    /// Whether an object stands for a post that is not here.
    pub(super) fn is_stubbed(value: Value<'_>) -> bool {
        let inner = value.get("value").filter(|inner| inner.is_object()).unwrap_or(value);
        inner.get("post").is_none() && gone(inner).is_some()
    }

    /// The post that is in a node of a thread, an item of a feed, a record; or is that itself.
    pub(super) fn of(node: Value<'t>, notes: &mut Notes) -> Post<'t> {
        // An item of the second version, or a raw record.
        let inner =
            notes.read(node, "value", "an object", |inner| inner.is_object().then_some(inner));
        let is_raw = inner.is_some_and(is_record);
        let item = inner.filter(|_| !is_raw).unwrap_or(node);
        let view = notes.object(item, "post").unwrap_or(node);
        let record = if is_raw { inner } else { notes.object(view, "record") };
        let author = notes.object(view, "author").or_else(|| notes.object(item, "author"));
        let id = notes.text(view, "uri").or_else(|| notes.text(node, "uri"));
        let id = id.map(bounded);
        if id.is_none() {
            notes.missing(view, "uri");
        }
        let reply = record.and_then(|record| notes.object(record, "reply"));
        let parent = reply.and_then(|reply| notes.object(reply, "parent"));
        let gone = if record.is_none() && author.and_then(|a| a.get("handle")).is_none() {
            gone(item)
        } else {
            None
        };
        Post {
            view,
            record,
            author,
            gone,
            parent: parent.and_then(|parent| notes.text(parent, "uri")).map(bounded),
            who: author.and_then(|author| notes.text(author, "did")),
            replies: notes.count(view, "replyCount").unwrap_or(0),
            left_out: notes.count(item, "moreReplies"),
            id,
        }
    }

    pub(super) fn is_stub(&self) -> bool {
        self.gone.is_some()
    }

    /// How many replies are missing where `direct` are there.
    pub(super) fn missing(&self, direct: usize) -> u32 {
        let direct = u32::try_from(direct).unwrap_or(u32::MAX);
        self.left_out.unwrap_or_else(|| self.replies.saturating_sub(direct))
    }

    /// The same of the post that was asked for; where `others` may be had by another question, what
    /// is left out does not say how many those are.
    pub(super) fn missing_beside(&self, direct: usize, others: bool) -> u32 {
        let left_out = self.missing(direct);
        let direct = u32::try_from(direct).unwrap_or(u32::MAX);
        let all = self.replies.saturating_sub(direct).max(1);
        if others { left_out.max(all) } else { left_out }
    }

    pub(super) fn comment(&self, submitter: Option<&str>, notes: &mut Notes) -> NewComment<'t> {
        let is_op = self.who.is_some() && self.who.as_deref() == submitter;
        let roles = [(is_op, "op"), (self.is_bot(notes), "bot")];
        let created = self.created(notes);
        let score = notes.votes(self.view, "likeCount");
        NewComment {
            id: self.id.clone().map(Into::into),
            author: self.name(notes).unwrap_or_default().into(),
            created: created.map_or(Created::Unknown, Created::At),
            votes: Votes { score, ..Votes::default() },
            state: self.gone.unwrap_or_default(),
            roles: roles.iter().filter(|(is, _)| *is).map(|(_, role)| (*role).into()).collect(),
            permalink: Permalink::from(self.address(notes).map(Cow::Owned)),
            body: self.body(notes),
            ..NewComment::default()
        }
    }

    pub(super) fn article(&self, notes: &mut Notes) -> Article {
        let record = self.record;
        let text = record.and_then(|record| notes.text(record, "text")).unwrap_or_default();
        let shown = self.author.and_then(|author| notes.line(author, "displayName"));
        let lines = |key: &str, notes: &mut Notes| -> Vec<String> {
            let given = record.into_iter().flat_map(|record| notes.list(record, key));
            given.filter_map(Value::text).map(|text| clean_line(&text)).collect()
        };
        let html = self.html(notes).unwrap_or_else(|| embed::paragraphs(&text));
        Article {
            title: headline(&text),
            byline: shown.or_else(|| self.name(notes)),
            site: Some("Bluesky".into()),
            published: self.created(notes),
            url: self.address(notes),
            language: lines("langs", notes).into_iter().next(),
            tags: lines("tags", notes),
            blocks: from_html(&html),
            ..Article::default()
        }
    }

    fn created(&self, notes: &mut Notes) -> Option<i64> {
        let written = self.record.and_then(|record| notes.time(record, "createdAt"));
        written.or_else(|| notes.time(self.view, "indexedAt"))
    }

    /// Who wrote it, as people know them, or else as machines do.
    fn name(&self, notes: &mut Notes) -> Option<String> {
        let mut of_author = |key: &str| notes.line(self.author?, key);
        let handle = of_author("handle");
        let known = handle.clone().filter(|handle| handle != NO_HANDLE);
        let other = known.or_else(|| of_author("displayName")).or_else(|| of_author("did"));
        let in_id = || self.id.as_deref()?.strip_prefix("at://")?.split('/').next().map(clean_line);
        other.or(handle).or_else(in_id)
    }

    /// Where it can be read.
    fn address(&self, notes: &mut Notes) -> Option<String> {
        let handle = self.author.and_then(|author| notes.line(author, "handle"));
        page(self.id.as_deref()?, handle.filter(|handle| handle != NO_HANDLE).as_deref())
    }

    /// Whether its author says of itself that it is none.
    fn is_bot(&self, notes: &mut Notes) -> bool {
        let Some(author) = self.author else { return false };
        labels(author, notes).iter().any(|label| label == "bot")
    }

    /// What it says: left where it stands if nothing hangs on it.
    fn body(&self, notes: &mut Notes) -> Body<Text<'t>> {
        if let Some(html) = self.html(notes) {
            return Body { kind: BodyKind::Html, text: html.into() };
        }
        let text = self.record.and_then(|record| notes.read(record, "text", "a text", Value::body));
        Body { kind: BodyKind::Plain, text: text.unwrap_or_default() }
    }

    /// Its text with links and all that hangs on it, if there are any.
    fn html(&self, notes: &mut Notes) -> Option<String> {
        let record = self.record?;
        let text = notes.text(record, "text").unwrap_or_default();
        let facets: Vec<_> = notes.list(record, "facets").collect();
        // The view has addresses, what was written has not.
        let shown = notes.object(self.view, "embed").or_else(|| notes.object(record, "embed"));
        let mut more = shown.map(|shown| embed::all(shown, notes)).unwrap_or_default();
        let mut warnings = labels(self.view, notes);
        if let Some(own) = notes.object(record, "labels") {
            warnings.extend(named(own, "values", notes));
        }
        warnings.retain(|label| !label.starts_with("!no-"));
        warnings.dedup();
        let is_hidden = warnings.iter().any(|label| matches!(label.as_str(), "!warn" | "!hide"));
        let words = warnings.iter().map(|label| label.trim_start_matches('!'));
        let warning = words.collect::<Vec<_>>().join(", ");
        if facets.is_empty() && more.is_empty() && !is_hidden {
            return None;
        }
        // What other labels warn of is what is to be seen.
        if !warnings.is_empty() && !is_hidden && !more.is_empty() {
            more = hidden(&warning, &more);
        }
        let html = embed::linked(&text, &facets, notes) + &more;
        Some(if is_hidden { hidden(&warning, &html) } else { html })
    }
}

/// What somebody else has said, as a quote; or that it is not here.
pub(super) fn quote(value: Value<'_>, notes: &mut Notes) -> String {
    let post = Post::of(value, notes);
    if post.is_stub() {
        return quoted(None, "<p>(a post that is not here)</p>");
    }
    let who = post.name(notes).map(|who| format!("@{who}"));
    let text = post.record.and_then(|record| notes.text(record, "text")).unwrap_or_default();
    let html = post.html(notes).unwrap_or_else(|| embed::paragraphs(&text));
    quoted(who.as_deref(), &html)
}

/// Where a post can be read: the page of its author, and the last part of its id.
pub(super) fn page(id: &str, handle: Option<&str>) -> Option<String> {
    let mut parts = id.strip_prefix("at://")?.split('/');
    let did = parts.next().filter(|did| !did.is_empty())?;
    let key = parts.next_back().filter(|key| !key.is_empty())?;
    Some(clean_line(&format!("{SITE}/profile/{}/post/{key}", handle.unwrap_or(did))))
}

/// Whether an object is what was written, and not what is around that.
fn is_record(value: Value<'_>) -> bool {
    value.get("text").is_some() || value.get("createdAt").is_some()
}

/// Why a post is not here.
fn gone(stub: Value<'_>) -> Option<State> {
    let kind = stub.get("$type").and_then(Value::text).unwrap_or_default();
    let says = |key: &str| stub.get(key).and_then(Value::flag) == Some(true);
    let kind = kind.rsplit('#').next().unwrap_or_default();
    match kind {
        "notFoundPost" | "threadItemNotFound" => Some(State::Deleted),
        "blockedPost" | "threadItemBlocked" | "threadItemNoUnauthenticated" => {
            Some(State::NotLoaded)
        }
        _ if says("notFound") => Some(State::Deleted),
        _ if says("blocked") => Some(State::NotLoaded),
        _ => None,
    }
}

/// The labels that somebody put on something, those that were taken back not among them.
fn labels(of: Value<'_>, notes: &mut Notes) -> Vec<String> {
    named(of, "labels", notes)
}

fn named(of: Value<'_>, key: &str, notes: &mut Notes) -> Vec<String> {
    let mut names = Vec::new();
    for label in notes.list(of, key).filter(|label| label.is_object()) {
        if !notes.flag(label, "neg") {
            names.extend(notes.line(label, "val"));
        }
    }
    names
}
