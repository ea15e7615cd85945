//! A comment of either API.

use std::borrow::Cow;

use super::{Answer, Reader};
use crate::load::entities::name_line;
use crate::load::json::{Kind, Value, instant};
use crate::model::{Body, BodyKind, Created, NewComment, Parent, Permalink, Text, Votes};

/// Whether an object is one of WordPress.com's older API, which writes its keys otherwise.
pub(super) fn is_v1(object: Value<'_>) -> bool {
    ["ID", "URL", "raw_content", "site_ID"].into_iter().any(|key| object.get(key).is_some())
}

/// The id of a user: a number that is not 0, or in an object.
pub(super) fn user_id(user: Value<'_>) -> Option<String> {
    let id = if user.is_object() { user.get("ID")?.id()? } else { user.id()? };
    Some(id.into_owned()).filter(|id| id != "0")
}

/// The id of the comment that this one answers.
pub(super) fn parent_id(comment: Value<'_>) -> Option<Cow<'_, str>> {
    let parent = comment.get("parent")?;
    let id = if is_v1(comment) { parent.get("ID")?.id()? } else { parent.id()? };
    Some(id).filter(|id| id != "0" && !id.is_empty())
}

/// The id of the post that it is about.
pub(super) fn post_id(comment: Value<'_>) -> Option<Cow<'_, str>> {
    let post = comment.get("post")?;
    post.get("ID").unwrap_or(post).id()
}

/// An object; where PHP has nothing to put into it, it writes a list.
pub(super) fn object_of_php(value: Value<'_>) -> Option<Value<'_>> {
    matches!(value.kind(), Kind::Object | Kind::List).then_some(value)
}

impl Reader<'_> {
    pub(super) fn comments(&mut self, answer: &Answer<'_>) {
        for &comment in &answer.comments {
            if self.sink.stopped() {
                return;
            }
            self.comment(answer, comment);
        }
    }

    fn comment(&mut self, answer: &Answer<'_>, comment: Value<'_>) {
        let is_v1 = is_v1(comment);
        let status = self.notes.text(comment, "status").unwrap_or_default();
        if matches!(status.as_ref(), "spam" | "trash" | "post-trashed") {
            self.left_out += 1;
            return;
        }
        let key = if is_v1 { "ID" } else { "id" };
        let id = self.notes.id(comment, key);
        if id.is_none() && comment.get(key).is_none() {
            self.notes.missing(comment, key);
        }
        let (author, user) = self.author(comment, is_v1);
        let kind = self.notes.text(comment, "type").unwrap_or_default();
        let mut roles = Vec::new();
        let post = self.post(comment, is_v1);
        if user.is_some() && user.as_ref() == answer.author_of(post.as_deref()) {
            roles.push("author".to_owned());
        }
        if matches!(kind.as_ref(), "pingback" | "trackback") {
            roles.push(kind.into_owned());
        }
        if matches!(status.as_ref(), "hold" | "unapproved" | "0") {
            roles.push("unapproved".to_owned());
        }
        let links = self.notes.object(comment, "_links");
        let is_answered = links.is_some_and(|links| links.get("children").is_some())
            || self.notes.flag(comment, "has_children");
        let are_here = id.as_ref().is_some_and(|id| answer.answered.contains(id.as_ref()));
        let parent = self.parent(comment, is_v1);
        let created = self.created(comment);
        let votes = self.votes(comment);
        let link = self.notes.line(comment, if is_v1 { "URL" } else { "link" });
        let body = self.body(comment, is_v1);
        let new = NewComment {
            parent,
            author: author.into(),
            created,
            votes,
            roles,
            permalink: self.permalink(id.as_deref(), link),
            // How many there are is not said.
            more: u32::from(is_answered && !are_here),
            body,
            id: id.map(Into::into),
            ..NewComment::default()
        };
        self.intake.push(new, self.sink);
    }

    fn author(&mut self, comment: Value<'_>, is_v1: bool) -> (String, Option<String>) {
        if is_v1 {
            let Some(user) = self.notes.object(comment, "author") else {
                return (String::new(), None);
            };
            let name = self.notes.text(user, "name").unwrap_or_default();
            self.notes.id(user, "ID");
            return (name_line(&name), user_id(user));
        }
        let name = self.notes.text(comment, "author_name").unwrap_or_default();
        let user = self.notes.id(comment, "author").map(Cow::into_owned).filter(|id| id != "0");
        (name_line(&name), user)
    }

    fn post<'t>(&mut self, comment: Value<'t>, is_v1: bool) -> Option<Cow<'t, str>> {
        if is_v1 {
            let post = self.notes.object(comment, "post")?;
            self.notes.id(post, "ID")
        } else {
            self.notes.id(comment, "post")
        }
    }

    fn parent<'t>(&mut self, comment: Value<'t>, is_v1: bool) -> Parent<'t> {
        if !is_v1 {
            self.notes.id(comment, "parent");
        } else if comment.get("parent").and_then(Value::flag) != Some(false)
            && let Some(parent) = self.notes.object(comment, "parent")
        {
            self.notes.id(parent, "ID");
        }
        parent_id(comment).map_or(Parent::Root, Parent::Id)
    }

    /// UTC where it is said, else the time of the site's clock, whose zone is not.
    pub(super) fn created(&mut self, of: Value<'_>) -> Created<Cow<'static, str>> {
        if let Some(at) = self.notes.time(of, "date_gmt") {
            return Created::At(at);
        }
        let Some(date) = self.notes.text(of, "date") else { return Created::Unknown };
        match instant(&date) {
            Some(at) => {
                let (_, time) = date.split_at_checked("2026-05-03".len()).unwrap_or_default();
                self.zoneless |= !time.contains(['Z', '+', '-']);
                Created::At(at)
            }
            None if date.trim().is_empty() => Created::Unknown,
            None => {
                self.notes.read(of, "date", "a time", |_| None::<()>);
                Created::Ago { text: date.into_owned().into(), seconds: None }
            }
        }
    }

    /// Plugins write votes into the `meta` of a comment: wpDiscuz their sum.
    fn votes(&mut self, comment: Value<'_>) -> Votes {
        let number = |value: Value<'_>| value.votes().or_else(|| value.text()?.trim().parse().ok());
        let meta = self.notes.read(comment, "meta", "an object", object_of_php);
        let places = [(meta, "wpdiscuz_votes"), (Some(comment), "wpdiscuz_votes")];
        let score =
            places.into_iter().find_map(|(of, key)| self.notes.read(of?, key, "a number", number));
        let likes = self.notes.votes(comment, "like_count");
        Votes { score: score.or(likes), up: likes, down: None }
    }

    fn body(&mut self, comment: Value<'_>, is_v1: bool) -> Body<Text<'static>> {
        let kind = BodyKind::Html;
        let html = if is_v1 {
            let content = self.notes.read(comment, "content", "a text", Value::body);
            content.or_else(|| self.notes.read(comment, "raw_content", "a text", Value::body))
        } else {
            let content = self.notes.object(comment, "content");
            content.and_then(|content| {
                let html = self.notes.read(content, "rendered", "a text", Value::body);
                html.or_else(|| self.notes.read(content, "raw", "a text", Value::body))
            })
        };
        Body { kind, text: html.unwrap_or_default() }
    }

    /// The address of a comment is nearly always that of its page with the comment's id behind it.
    fn permalink(&mut self, id: Option<&str>, link: Option<String>) -> Permalink<'static> {
        let Some(link) = link else { return Permalink::Unknown };
        let before = id.and_then(|id| link.strip_suffix(id)).filter(|before| !before.is_empty());
        if let Some(before) = before {
            if self.before.is_none() {
                self.intake.builder.set_permalinks(before, "");
                self.before = Some(before.to_owned());
            }
            if self.before.as_deref() == Some(before) {
                return Permalink::ById;
            }
        }
        Permalink::Given(link.into())
    }
}
