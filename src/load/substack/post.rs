//! A post: the article.

use super::{All, Reader};
use crate::load::digest::digest;
use crate::load::json::Value;
use crate::markup::{from_html, from_plain};
use crate::model::Article;

impl Reader<'_> {
    pub(super) fn article(&mut self, all: &All<'_>) {
        let mut articles = Vec::new();
        for &post in &all.posts {
            articles.push(self.post(post));
        }
        self.has_article = !articles.is_empty();
        if let Some(post) = context(all) {
            articles.push(self.post(post));
        }
        if let [article] = articles.as_slice() {
            if let Some(url) = &article.url {
                self.intake.builder.set_permalinks(&format!("{url}/comment/"), "");
                self.has_permalinks = true;
            }
            let post = all.posts.first().filter(|_| !all.comments.is_empty());
            if let Some(comments) = post.and_then(|&post| self.notes.count(post, "comment_count")) {
                self.sink.declared(comments.into());
            }
        }
        if let Some(article) = digest(articles) {
            self.sink.article(article);
        }
    }

    fn post(&mut self, post: Value<'_>) -> Article {
        let mut names = Vec::new();
        for byline in self.notes.list(post, "publishedBylines") {
            names.extend(self.notes.line(byline, "name"));
        }
        let mut tags = Vec::new();
        for tag in self.notes.list(post, "postTags") {
            tags.extend(self.notes.line(tag, "name"));
        }
        let html = self.notes.text(post, "body_html").filter(|html| !html.trim().is_empty());
        let short = self.notes.text(post, "truncated_body_text");
        let mut blocks = from_plain(&self.notes.text(post, "subtitle").unwrap_or_default());
        match (html, short) {
            (Some(html), _) => blocks.extend(from_html(&html)),
            (None, Some(text)) => blocks.extend(from_plain(&text)),
            (None, None) => {}
        }
        let audience = self.notes.text(post, "audience");
        let is_cut = audience.is_some_and(|audience| audience != "everyone")
            && self.notes.flag(post, "truncated_body_html");
        let notices = is_cut.then(|| "The rest is for subscribers.".to_owned());
        Article {
            title: self.notes.line(post, "title"),
            byline: Some(names.join(", ")).filter(|names| !names.is_empty()),
            published: self.notes.time(post, "post_date"),
            url: self.notes.line(post, "canonical_url"),
            image: self.notes.line(post, "cover_image"),
            tags,
            blocks,
            notices: notices.into_iter().collect(),
            ..Article::default()
        }
    }

    /// The accounts of those who wrote what is commented on.
    pub(super) fn bylines(&mut self, all: &All<'_>) -> Vec<String> {
        let posts = all.posts.iter().copied().chain(context(all));
        let mut ids = Vec::new();
        for post in posts {
            for byline in self.notes.list(post, "publishedBylines") {
                ids.extend(self.notes.id(byline, "id").map(std::borrow::Cow::into_owned));
            }
        }
        ids
    }
}

/// The one post that all comments of a feed are on, if they are.
fn context<'t>(all: &All<'t>) -> Option<Value<'t>> {
    let post = *all.contexts.first()?;
    let id = post.get("id")?.id()?;
    let is_on_it = |of: &Value<'_>| of.get("post_id").and_then(Value::id).as_ref() == Some(&id);
    let all_on_it = all.comments.iter().all(|(comment, _)| is_on_it(comment));
    (all_on_it && all.posts.is_empty()).then_some(post)
}
