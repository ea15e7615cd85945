//! The view of a comment: the comment, who wrote it, and what is said of both.

use std::borrow::Cow;

use super::super::json::{Notes, Value};
use super::super::posts::bounded;
use crate::model::{Body, BodyKind, Created, NewComment, Parent, Permalink, State, Text, Votes};

/// What stands for the text of a comment that is gone.
const GONE: &[&str] = &[
    "*Permanently Deleted*",
    "Permanently Deleted",
    "[deleted]",
    "[removed]",
    "Deleted by author",
    "Deleted by moderator",
    "*Removed by moderator*",
];

/// A view, and of its comment what must be known before the comments are handed over.
#[derive(Debug)]
pub(super) struct View<'t> {
    pub(super) value: Value<'t>,
    /// Where what is said of the comment stands.
    comment: Value<'t>,
    /// Where what is counted stands.
    counts: Value<'t>,
    pub(super) post: Option<Value<'t>>,
    pub(super) post_id: Option<Cow<'t, str>>,
    pub(super) id: Option<Cow<'t, str>>,
    pub(super) path: Option<Cow<'t, str>>,
    pub(super) parent: Option<Cow<'t, str>>,
    /// How many comments its branch has, below it.
    pub(super) below: u32,
}

impl<'t> View<'t> {
    /// The view that `value` is, nested in the one `above`.
    pub(super) fn of(value: Value<'t>, above: Option<&View<'t>>, notes: &mut Notes) -> View<'t> {
        let comment = notes.object(value, "comment").unwrap_or(value);
        let counts = notes.object(value, "counts").unwrap_or(comment);
        let post = notes.object(value, "post");
        let of_post = post.and_then(|post| notes.id(post, "id"));
        let post_id = of_post.or_else(|| notes.id(comment, "post_id"));
        let id = notes.id(comment, "id").or_else(|| notes.id(counts, "comment_id"));
        let id = id.map(bounded);
        if id.is_none() {
            notes.missing(comment, "id");
        }
        let path = notes.text(comment, "path");
        let nested = || above.and_then(|above| above.id.clone());
        let parent = match &path {
            Some(path) => parent_in(path).map(|parent| Cow::Owned(parent.to_owned())),
            None => notes.id(comment, "parent_id").map(bounded).or_else(nested),
        };
        let below = notes.count(counts, "child_count").unwrap_or(0);
        View { value, comment, counts, post, post_id, id, path, parent, below }
    }

    /// The comment, on a post by `submitter` unless the view says otherwise.
    pub(super) fn comment(&self, submitter: Option<&str>, notes: &mut Notes) -> NewComment<'t> {
        let (view, comment) = (self.value, self.comment);
        let state = if notes.flag(comment, "removed") {
            State::Removed
        } else if notes.flag(comment, "deleted") {
            State::Deleted
        } else {
            State::Live
        };
        // In a report the creator is who reports.
        let creator = first(&["comment_creator", "creator"], |key| notes.object(view, key));
        let created = first(&["published", "published_at"], |key| notes.time(comment, key));
        let changed =
            first(&["updated", "updated_at", "edited_at"], |key| notes.time(comment, key));
        let score = notes.votes(self.counts, "score");
        let up = notes.votes(self.counts, "upvotes");
        let down = notes.votes(self.counts, "downvotes");
        NewComment {
            id: self.id.clone().map(Into::into),
            parent: self.parent.clone().map_or(Parent::Root, Parent::Id),
            author: self.author(creator, notes).unwrap_or_default().into(),
            created: created.map_or(Created::Unknown, Created::At),
            votes: Votes { score, up, down },
            edited: changed.is_some() && state == State::Live,
            state,
            roles: self.roles(creator, submitter, notes),
            permalink: Permalink::from(notes.line(comment, "ap_id").map(Cow::Owned)),
            body: Body { kind: BodyKind::Markdown, text: self.text(state, notes) },
            ..NewComment::default()
        }
    }

    fn author(&self, creator: Option<Value<'t>>, notes: &mut Notes) -> Option<String> {
        let names = ["name", "user_name", "display_name", "title"];
        let known = creator.and_then(|creator| first(&names, |key| notes.line(creator, key)));
        known.or_else(|| notes.line(self.comment, "creator_name"))
    }

    fn text(&self, state: State, notes: &mut Notes) -> Text<'static> {
        let kept = first(&["content", "body"], |key| {
            let said = notes.read(self.comment, key, "a text", |text| Some((text, text.body()?)));
            let is_gone = |text: &str| state != State::Live && GONE.contains(&text.trim());
            said.filter(|(text, _)| !text.text().is_some_and(|text| is_gone(&text)))
        });
        kept.map(|(_, body)| body).unwrap_or_default()
    }

    fn roles(
        &self,
        creator: Option<Value<'t>>,
        submitter: Option<&str>,
        notes: &mut Notes,
    ) -> Vec<String> {
        let view = self.value;
        let said = first(&["creator_id", "user_id"], |key| notes.id(self.comment, key));
        let who = said.or_else(|| notes.id(creator?, "id"));
        let of_post =
            self.post.and_then(|post| first(&["creator_id", "user_id"], |key| notes.id(post, key)));
        let submitter = of_post.as_deref().or(submitter);
        let is_op = who.is_some() && who.as_deref() == submitter;
        let is_admin = notes.flag(view, "creator_is_admin");
        // Who is not named a moderator speaks as one all the same.
        let speaks = notes.flag(self.comment, "distinguished");
        let is_moderator = notes.flag(view, "creator_is_moderator") || speaks && !is_admin;
        let is_bot = creator.is_some_and(|creator| {
            let (newer, older) = (notes.flag(creator, "bot_account"), notes.flag(creator, "bot"));
            newer || older
        });
        let roles =
            [(is_op, "op"), (is_moderator, "moderator"), (is_admin, "admin"), (is_bot, "bot")];
        roles.iter().filter(|(is, _)| *is).map(|(_, role)| (*role).to_owned()).collect()
    }
}

/// What is found under the first of `keys` that has it.
pub(super) fn first<T>(keys: &[&str], find: impl FnMut(&str) -> Option<T>) -> Option<T> {
    keys.iter().copied().find_map(find)
}

/// The parent that a path names; `0` is the post.
fn parent_in(path: &str) -> Option<&str> {
    let (above, _) = path.rsplit_once('.')?;
    let parent = above.rsplit('.').next()?;
    (parent != "0").then_some(parent)
}
