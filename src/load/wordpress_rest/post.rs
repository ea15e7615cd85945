//! The post that the comments are about.

use super::comment::{is_v1, object_of_php};
use super::{Answer, Reader};
use crate::load::entities::{name_line, title_line};
use crate::load::json::{Value, instant};
use crate::markup::from_html;
use crate::model::{Article, Created};

impl Reader<'_> {
    /// The article: the post that is there, or else the one that all comments are of.
    pub(super) fn article(&mut self, answer: &Answer<'_>) {
        let is_one = answer.commented.len() == 1;
        let own = answer.own_posts > 0;
        let article = match answer.posts.first() {
            Some(&post) if own || is_one => Some(self.article_of(post)),
            _ if is_one || answer.commented.is_empty() => self.article_of_comment(answer),
            _ => None,
        };
        match answer.own_posts {
            0 | 1 => {}
            2 => self.sink.warning("1 more post is not shown".into()),
            many => self.sink.warning(format!("{} more posts are not shown", many - 1)),
        }
        if let Some(article) = article {
            self.has_article |= own;
            self.sink.article(article);
        }
    }

    fn article_of(&mut self, post: Value<'_>) -> Article {
        let is_v1 = is_v1(post);
        let title = self.html(post, "title", is_v1).and_then(|title| title_line(&title));
        let content = self.html(post, "content", is_v1).filter(|html| !html.trim().is_empty());
        let text = content.or_else(|| self.html(post, "excerpt", is_v1));
        let published = self.created(post);
        let updated = match self.notes.time(post, "modified_gmt") {
            None => self.notes.text(post, "modified").and_then(|date| instant(&date)),
            at => at,
        };
        let is_closed = post.way(&["content", "protected"]).and_then(Value::flag) == Some(true);
        let mut article = Article {
            title,
            published: match published {
                Created::At(at) => Some(at),
                _ => None,
            },
            updated,
            url: self.notes.line(post, if is_v1 { "URL" } else { "link" }),
            blocks: text.map(|html| from_html(&html)).unwrap_or_default(),
            ..Article::default()
        };
        if is_closed && article.blocks.is_empty() {
            article.notices.push("This post is protected by a password.".into());
        }
        if is_v1 {
            self.surroundings_v1(post, &mut article);
        } else {
            self.surroundings(post, &mut article);
        }
        article
    }

    /// Titles and texts: `{"rendered": …}`, in the older API as they are.
    fn html(&mut self, post: Value<'_>, key: &str, is_v1: bool) -> Option<String> {
        if is_v1 {
            return self.notes.text(post, key).map(std::borrow::Cow::into_owned);
        }
        let object = self.notes.object(post, key)?;
        let html = self.notes.text(object, "rendered");
        html.or_else(|| self.notes.text(object, "raw")).map(std::borrow::Cow::into_owned)
    }

    /// Author, subjects and image are embedded, or said by a plugin for search engines (Yoast).
    fn surroundings(&mut self, post: Value<'_>, article: &mut Article) {
        self.notes.id(post, "author");
        if let Some(embedded) = self.notes.object(post, "_embedded") {
            let users = self.notes.list(embedded, "author");
            let mut names = users.filter_map(|user| self.notes.text(user, "name"));
            article.byline = names.next().map(|name| name_line(&name));
            let mut media = self.notes.list(embedded, "wp:featuredmedia");
            article.image = media.find_map(|of| self.notes.line(of, "source_url"));
            for term in self.notes.list(embedded, "wp:term").flat_map(Value::items) {
                let name = self.notes.text(term, "name").and_then(|name| title_line(&name));
                article.tags.extend(name.filter(|name| name != "Uncategorized"));
            }
        }
        if let Some(yoast) = self.notes.object(post, "yoast_head_json") {
            let site = self.notes.text(yoast, "og_site_name");
            article.site = site.and_then(|site| title_line(&site));
            let name = self.notes.text(yoast, "author").map(|name| name_line(&name));
            article.byline = article.byline.take().or(name);
        }
        if article.image.is_none() {
            article.image = self.notes.line(post, "jetpack_featured_media_url");
        }
        article.byline = article.byline.take().filter(|name| !name.is_empty());
    }

    fn surroundings_v1(&mut self, post: Value<'_>, article: &mut Article) {
        if let Some(user) = self.notes.object(post, "author") {
            let name = self.notes.text(user, "name").map(|name| name_line(&name));
            article.byline = name.filter(|name| !name.is_empty());
        }
        for key in ["tags", "categories"] {
            let subjects = self.notes.read(post, key, "an object", object_of_php);
            for of in subjects.into_iter().flat_map(Value::children) {
                let name = self.notes.text(of, "name").and_then(|name| title_line(&name));
                article.tags.extend(name);
            }
        }
        article.image = self.notes.line(post, "featured_image");
        if let Some(talk) = self.notes.object(post, "discussion")
            && let Some(comments) = self.notes.count(talk, "comment_count")
        {
            self.sink.declared(comments.into());
        }
    }

    /// What comments say of their post: its address, and in the older API its title.
    fn article_of_comment(&mut self, answer: &Answer<'_>) -> Option<Article> {
        let comment = *answer.comments.first()?;
        let link = comment.get("link").or_else(|| comment.get("URL")).and_then(Value::text)?;
        let (page, _) = link.split_once('#')?;
        let post = comment.get("post").filter(|post| post.is_object());
        let title = post.and_then(|post| self.notes.text(post, "title"));
        Some(Article {
            title: title.and_then(|title| title_line(&title)),
            url: title_line(page),
            ..Article::default()
        })
    }
}
