//! A comment or note.

use super::{All, Reader, document};
use crate::load::json::{Kind, Value};
use crate::model::{Body, BodyKind, Created, NewComment, Parent, Permalink, State, Text, Votes};

impl Reader<'_> {
    pub(super) fn comments(&mut self, all: &All<'_>) {
        let authors = self.bylines(all);
        let sizes = sizes(all);
        let mut places = Vec::new();
        for (at, &(value, nested)) in all.comments.iter().enumerate() {
            if self.sink.stopped() {
                return;
            }
            let mut new = self.comment(value, &authors);
            let (inside, replies) = sizes.get(at).copied().unwrap_or_default();
            let said = self.notes.count(value, "children_count").unwrap_or(0);
            if said > replies {
                // It may count all below, not only the next.
                new.more = said.saturating_sub(inside);
            }
            let above = nested.and_then(|at| places.get(at)).copied();
            new.parent = match (above, named_parent(value)) {
                (Some(above), _) => Parent::At(above),
                (None, Some(id)) => Parent::Id(id.into()),
                (None, None) => Parent::Root,
            };
            places.push(self.intake.push(new, self.sink));
        }
    }

    fn comment<'t>(&mut self, of: Value<'t>, authors: &[String]) -> NewComment<'t> {
        let id = self.notes.id(of, "id");
        if id.is_none() && of.get("id").is_none() {
            self.notes.missing(of, "id");
        }
        self.notes.text(of, "ancestor_path");
        let handle = self.notes.line(of, "handle");
        let name = self.notes.line(of, "name").or_else(|| handle.clone());
        let user = self.notes.id(of, "user_id");
        let metadata = self.notes.object(of, "metadata");
        let is_author = metadata.is_some_and(|of| self.notes.flag(of, "is_author"))
            || user.is_some_and(|user| authors.iter().any(|author| *author == user));
        let created = self.notes.time(of, "date").or_else(|| self.notes.time(of, "created_at"));
        let kind = self.notes.text(of, "type");
        let permalink = match (&id, handle) {
            (Some(id), Some(handle)) if kind.as_deref() == Some("feed") => {
                Permalink::Given(format!("https://substack.com/@{handle}/note/c-{id}").into())
            }
            (Some(_), _) if self.has_permalinks => Permalink::ById,
            _ => Permalink::Unknown,
        };
        let state = self.state(of);
        let body = if state == State::Live { self.body(of) } else { Body::default() };
        NewComment {
            id: id.map(Into::into),
            author: name.unwrap_or_default().into(),
            created: created.map_or(Created::Unknown, Created::At),
            votes: Votes { score: self.reactions(of), ..Votes::default() },
            edited: self.notes.time(of, "edited_at").is_some(),
            state,
            roles: if is_author { vec!["author".into()] } else { Vec::new() },
            permalink,
            body,
            ..NewComment::default()
        }
    }

    /// A text that stands is shown, whatever became of its author.
    fn state(&mut self, of: Value<'_>) -> State {
        let deleted = self.notes.flag(of, "deleted");
        let banned = self.notes.flag(of, "user_banned");
        let status = self.notes.text(of, "status").unwrap_or_default();
        let has_text = of.get("body").and_then(Value::text).is_some_and(|text| !text.is_empty());
        match status.as_ref() {
            _ if deleted && !has_text => State::Deleted,
            "moderator_removed" | "removed" | "hidden" if !has_text => State::Removed,
            "deleted" | "user_deleted" if !has_text => State::Deleted,
            _ if banned && !has_text => State::Removed,
            _ => State::Live,
        }
    }

    /// How many hearts, and whatever else there is, it got.
    pub(super) fn reactions(&mut self, of: Value<'_>) -> Option<i32> {
        let count = self.notes.votes(of, "reaction_count");
        let reactions = self.notes.read(of, "reactions", "an object", |value| {
            (value.kind() == Kind::Object).then_some(value)
        });
        let mut sum = reactions.map(|_| 0_i32);
        if let Some(reactions) = reactions {
            for child in reactions.children() {
                let votes = self.notes.votes(reactions, &child.key()).unwrap_or(0);
                sum = sum.map(|sum| sum.saturating_add(votes));
            }
        }
        count.or(sum)
    }

    /// Its form where it has one, or else its plain text.
    fn body(&mut self, of: Value<'_>) -> Body<Text<'static>> {
        let plain = self.notes.read(of, "body", "a text", Value::body);
        let words = of.get("body").and_then(Value::text).unwrap_or_default();
        let form = self.notes.object(of, "body_json");
        let html = form.and_then(|form| document::html(form, &words, &mut self.notes));
        let form = self.notes.read(of, "body_json", "the form of the text", |_| html);
        let mut hung = Vec::new();
        for attachment in self.notes.list(of, "attachments") {
            hung.extend(document::attachment(attachment, &mut self.notes));
        }
        match (form, plain) {
            (None, plain) if hung.is_empty() => {
                Body { kind: BodyKind::Plain, text: plain.unwrap_or_default() }
            }
            (form, _) => {
                let text = form.unwrap_or_else(|| document::paragraphs(&words)) + &hung.concat();
                Body { kind: BodyKind::Html, text: text.into() }
            }
        }
    }
}

/// The last of the ancestors that are named.
fn named_parent(of: Value<'_>) -> Option<String> {
    let path = of.get("ancestor_path")?.text()?;
    let parent = path.rsplit('.').next().unwrap_or_default().trim();
    Some(parent.to_owned()).filter(|parent| !parent.is_empty())
}

/// For each comment, how many are below it, and how many answer it, of those that are here.
fn sizes(all: &All<'_>) -> Vec<(u32, u32)> {
    let mut sizes = vec![(0_u32, 0_u32); all.comments.len()];
    for (at, &(value, nested)) in all.comments.iter().enumerate().rev() {
        let named = || all.places.get(named_parent(value)?.as_str()).copied();
        let Some(above) = nested.or_else(named).filter(|&above| above != at) else { continue };
        let inside = sizes.get(at).map_or(0, |size| size.0);
        if let Some((below, replies)) = sizes.get_mut(above) {
            *below = below.saturating_add(inside).saturating_add(1);
            *replies = replies.saturating_add(1);
        }
    }
    sizes
}
