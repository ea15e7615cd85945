//! The post that comments are about.

use std::borrow::Cow;

use super::super::json::{Notes, Value};
use super::view::first;
use crate::markup::from_markdown;
use crate::model::Article;
use crate::text::clean_line;

/// A post, and what is known around it.
#[derive(Debug)]
pub(super) struct Post<'t> {
    said: Value<'t>,
    view: Value<'t>,
    /// Whose name the byline is, if the view is one of the post.
    creator: Option<Value<'t>>,
    pub(super) id: Option<Cow<'t, str>>,
    pub(super) creator_id: Option<Cow<'t, str>>,
    /// How many comments it has.
    pub(super) comments: Option<u32>,
}

impl<'t> Post<'t> {
    /// That of its own view.
    pub(super) fn of_view(view: Value<'t>, notes: &mut Notes) -> Post<'t> {
        let post = notes.object(view, "post").unwrap_or(view);
        let creator = notes.object(view, "creator");
        let counts = notes.object(view, "counts").unwrap_or(post);
        let comments = first(&["comments", "number_of_comments"], |key| notes.count(counts, key));
        let mut post = Post::of(post, view, notes);
        post.creator_id = post.creator_id.or_else(|| notes.id(creator?, "id"));
        Post { creator, comments, ..post }
    }

    /// The one that the view of a comment has with it.
    pub(super) fn of_comment(view: Value<'t>, post: Value<'t>, notes: &mut Notes) -> Post<'t> {
        let comments = notes.count(post, "comments");
        Post { comments, ..Post::of(post, view, notes) }
    }

    fn of(post: Value<'t>, view: Value<'t>, notes: &mut Notes) -> Post<'t> {
        let creator_id = first(&["creator_id", "user_id"], |key| notes.id(post, key));
        let id = notes.id(post, "id");
        Post { said: post, view, creator: None, id, creator_id, comments: None }
    }

    pub(super) fn article(&self, notes: &mut Notes) -> Article {
        let post = self.said;
        let url = first(&["url", "ap_id"], |key| notes.line(post, key));
        let names = ["name", "user_name", "display_name"];
        let byline = self.creator.and_then(|creator| first(&names, |key| notes.line(creator, key)));
        let body = first(&["body", "content"], |key| notes.text(post, key));
        let blocks = body.map(|body| from_markdown(&body)).unwrap_or_default();
        Article {
            title: first(&["name", "title"], |key| notes.line(post, key)),
            byline: byline.or_else(|| notes.line(post, "creator_name")),
            site: self.site(notes),
            published: first(&["published", "published_at"], |key| notes.time(post, key)),
            updated: first(&["updated", "updated_at", "edited_at"], |key| notes.time(post, key)),
            url,
            image: notes.line(post, "thumbnail_url"),
            tags: self.tags(notes),
            blocks,
            ..Article::default()
        }
    }

    /// The community, as its members write it: `!name@server`.
    fn site(&self, notes: &mut Notes) -> Option<String> {
        let community = notes.object(self.view, "community")?;
        let name = notes.line(community, "name")?;
        let address = first(&["actor_id", "ap_id"], |key| notes.line(community, key));
        let server = address.as_deref().and_then(|address| address.split('/').nth(2));
        Some(server.map_or(format!("!{name}"), |server| format!("!{name}@{server}")))
    }

    fn tags(&self, notes: &mut Notes) -> Vec<String> {
        let given = notes.list(self.view, "tags").chain(notes.list(self.view, "flair_list"));
        let named = |tag: Value<'_>, notes: &mut Notes| {
            let plain = tag.text().map(|text| clean_line(&text));
            plain.or_else(|| {
                first(&["display_name", "name", "flair_title"], |key| notes.line(tag, key))
            })
        };
        given.filter_map(|tag| named(tag, notes)).filter(|tag| !tag.is_empty()).collect()
    }
}
