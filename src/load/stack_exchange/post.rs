//! A question, an answer, a comment.

use std::borrow::Cow;

use super::{Items, Reader};
use crate::load::digest::digest;
use crate::load::entities::{name_line, title_line};
use crate::load::json::{STRING, Value};
use crate::markup::{from_html, from_markdown};
use crate::model::{
    Article, Body, BodyKind, CommentId, Created, NewComment, Notation, Parent, Permalink, Text,
    Votes,
};

/// Markdown in a JSON string, escaped for HTML.
static ESCAPED: Notation = Notation {
    name: "stackexchange-markdown",
    decode: |json| match (STRING.decode)(json) {
        Cow::Borrowed(text) => unescaped(text),
        Cow::Owned(text) => Cow::Owned(unescaped(&text).into_owned()),
    },
    plain_letters: |_| true,
};

/// Only these are escaped.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let quotes = text.replace("&quot;", "\"").replace("&#39;", "'");
    quotes.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").into()
}

/// Who an owner is: by number, or by name where there is no account any more.
pub(super) fn user(owner: Value<'_>) -> Option<String> {
    let id = owner.get("user_id").and_then(Value::id).map(Cow::into_owned);
    id.or_else(|| Some(format!("name {}", owner.get("display_name")?.text()?)))
}

/// A post that is being read.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// Who asked.
    asker: Option<&'a str>,
    /// The answer that a comment is on.
    answer: Option<CommentId>,
}

impl Reader<'_> {
    pub(super) fn article(&mut self, items: &Items<'_>) {
        let mut articles = Vec::new();
        for &question in &items.questions {
            articles.push(self.question(question));
        }
        if articles.is_empty() {
            articles.extend(self.question_of(items));
        }
        if let Some(article) = digest(articles) {
            self.has_article = true;
            self.sink.article(article);
        }
    }

    fn question(&mut self, question: Value<'_>) -> Article {
        let url = self.notes.line(question, "link");
        let html = self.notes.text(question, "body").filter(|html| !html.is_empty());
        let blocks = if let Some(html) = html {
            from_html(&html)
        } else {
            let markdown = self.notes.text(question, "body_markdown").unwrap_or_default();
            from_markdown(&unescaped(&markdown))
        };
        let mut notices = Vec::new();
        if let Some(reason) =
            self.notes.text(question, "closed_reason").and_then(|r| title_line(&r))
        {
            notices.push(format!("Closed: {reason}"));
        }
        if let Some(details) = self.notes.object(question, "closed_details")
            && let Some(why) = self.notes.text(details, "description").and_then(|r| title_line(&r))
        {
            notices.push(why);
        }
        if let Some(notice) = self.notes.object(question, "notice")
            && let Some(body) = self.notes.text(notice, "body").and_then(|body| title_line(&body))
        {
            notices.push(body);
        }
        let mut tags = Vec::new();
        for tag in self.notes.list(question, "tags") {
            tags.extend(tag.text().and_then(|tag| title_line(&tag)));
        }
        let (name, _) = self.owner(question);
        Article {
            title: self.notes.text(question, "title").and_then(|title| title_line(&title)),
            byline: Some(name).filter(|name| !name.is_empty()),
            site: self.host.clone(),
            published: self.notes.time(question, "creation_date"),
            updated: self.notes.time(question, "last_edit_date"),
            url: url.filter(|url| url.contains("://")),
            tags,
            blocks,
            notices,
            ..Article::default()
        }
    }

    /// What answers say of the one question that all are of.
    fn question_of(&mut self, items: &Items<'_>) -> Option<Article> {
        let answer = *items.answers.first()?;
        let question = answer.get("question_id")?.id()?;
        let is_of_it = |answer: &Value<'_>| {
            answer.get("question_id").and_then(Value::id).as_ref() == Some(&question)
        };
        if !items.answers.iter().all(is_of_it) {
            return None;
        }
        let title = self.notes.text(answer, "title").and_then(|title| title_line(&title));
        let url = self.host.as_ref().map(|host| format!("https://{host}/q/{question}"));
        let is_known = title.is_some() || url.is_some();
        is_known.then(|| Article { title, url, site: self.host.clone(), ..Article::default() })
    }

    /// Hands over everything that is said: question by question, then what lies beside them.
    pub(super) fn posts(&mut self, items: &Items<'_>) {
        for &question in &items.questions {
            let id = question.get("question_id").or_else(|| question.get("post_id"));
            let id = id.and_then(Value::id);
            let asker = question.get("owner").and_then(user);
            let place = Place { asker: asker.as_deref(), answer: None };
            let comments =
                self.list_of_comments(question, place) + items.beside('p', id.as_deref());
            let mut answers = items.beside('q', id.as_deref());
            for answer in self.notes.list(question, "answers") {
                answers += u32::from(self.answer(items, answer, place));
            }
            let counts = [("comment_count", comments), ("answer_count", answers)];
            for (key, here) in counts {
                let all = self.notes.count(question, key).unwrap_or(0);
                self.intake.builder.add_missing(None, all.saturating_sub(here));
            }
        }
        for &answer in &items.answers {
            let question = self.notes.id(answer, "question_id");
            let asker = items.asker(question.as_deref());
            self.answer(items, answer, Place { asker, answer: None });
        }
        for &comment in &items.comments {
            self.lone_comment(items, comment);
        }
    }

    /// Hands over a comment that does not lie in its post.
    fn lone_comment(&mut self, items: &Items<'_>, comment: Value<'_>) {
        let kind = self.notes.text(comment, "post_type");
        let post = self.notes.id(comment, "post_id");
        let answer = post.as_ref().map(|id| format!("a{id}"));
        let answer = answer.filter(|answer| match kind.as_deref() {
            Some("answer") => true,
            Some("question") => false,
            _ => self.intake.builder.find(answer).is_some(),
        });
        let question = post.as_deref().filter(|_| answer.is_none());
        let place = Place { asker: items.asker(question), answer: None };
        let parent = answer.map_or(Parent::Root, |id| Parent::Id(id.into()));
        self.comment(comment, place, parent);
    }

    /// The comments that lie in a post; says how many.
    fn list_of_comments(&mut self, of: Value<'_>, place: Place<'_>) -> u32 {
        let mut count = 0;
        for comment in self.notes.list(of, "comments") {
            let parent = place.answer.map_or(Parent::Root, Parent::At);
            count += u32::from(self.comment(comment, place, parent));
        }
        count
    }

    fn answer(&mut self, items: &Items<'_>, answer: Value<'_>, place: Place<'_>) -> bool {
        if self.sink.stopped() {
            return false;
        }
        let Some(mut new) = self.said(answer, place, ["answer_id", "post_id"], "a") else {
            return false;
        };
        let is_accepted = self.notes.flag(answer, "is_accepted");
        // As version 1 has it.
        if is_accepted || self.notes.flag(answer, "accepted") {
            new.roles.insert(0, "accepted".into());
        }
        let id = new.id.as_ref().and_then(|id| id.text().strip_prefix('a').map(str::to_owned));
        if new.permalink == Permalink::Unknown {
            new.permalink = self.link("a", id.as_deref());
        }
        let all = self.notes.count(answer, "comment_count").unwrap_or(0);
        let inside = answer.get("comments").map_or(0, |list| list.items().count());
        let here = items.beside('p', id.as_deref());
        let inside = u32::try_from(inside).unwrap_or(u32::MAX);
        new.more = all.saturating_sub(here.saturating_add(inside));
        let at = self.intake.push(new, self.sink);
        self.list_of_comments(answer, Place { answer: Some(at), ..place });
        true
    }

    fn comment(&mut self, comment: Value<'_>, place: Place<'_>, parent: Parent<'_>) -> bool {
        let Some(mut new) = self.said(comment, place, ["comment_id", "comment_id"], "c") else {
            return false;
        };
        if new.permalink == Permalink::Unknown {
            let id = new.id.as_ref().and_then(|id| id.text().strip_prefix('c').map(str::to_owned));
            new.permalink = self.link("posts/comments", id.as_deref());
        }
        self.intake.push(NewComment { parent, ..new }, self.sink);
        true
    }

    /// What answers and comments have in common.
    fn said(
        &mut self,
        post: Value<'_>,
        place: Place<'_>,
        ids: [&str; 2],
        prefix: &str,
    ) -> Option<NewComment<'static>> {
        if !post.is_object() {
            self.skipped += 1;
            return None;
        }
        let [first, second] = ids;
        let id = self.notes.id(post, first).or_else(|| self.notes.id(post, second));
        if id.is_none() && post.get(first).is_none() {
            self.notes.missing(post, first);
        }
        let (author, is_moderator) = self.owner(post);
        let me = post.get("owner").and_then(user);
        let is_op = me.is_some() && me.as_deref() == place.asker;
        let roles = [is_op.then_some("op"), is_moderator.then_some("moderator")];
        let link = self.notes.line(post, "link").filter(|link| link.contains("://"));
        let edited = self.notes.flag(post, "edited");
        let last_edit = self.notes.time(post, "last_edit_date");
        Some(NewComment {
            id: id.map(|id| format!("{prefix}{id}").into()),
            author: author.into(),
            created: self.notes.time(post, "creation_date").map_or(Created::Unknown, Created::At),
            votes: Votes {
                score: self.notes.votes(post, "score"),
                up: self.notes.votes(post, "up_vote_count"),
                down: self.notes.votes(post, "down_vote_count"),
            },
            edited: edited || last_edit.is_some(),
            roles: roles.into_iter().flatten().map(str::to_owned).collect(),
            permalink: link.map_or(Permalink::Unknown, |link| Permalink::Given(link.into())),
            body: self.body(post),
            ..NewComment::default()
        })
    }

    /// The name of the one who wrote it, and whether that is a moderator. Whoever has left has a
    /// name or none.
    fn owner(&mut self, post: Value<'_>) -> (String, bool) {
        let Some(owner) = self.notes.object(post, "owner") else { return (String::new(), false) };
        self.notes.id(owner, "user_id");
        let name = self.notes.text(owner, "display_name").unwrap_or_default();
        let kind = self.notes.text(owner, "user_type");
        (name_line(&name), kind.as_deref() == Some("moderator"))
    }

    /// HTML where it is there, else the Markdown.
    fn body(&mut self, post: Value<'_>) -> Body<Text<'static>> {
        let is_empty = |value: Value<'_>| value.text().is_some_and(|text| text.is_empty());
        let html = self.notes.read(post, "body", "a text", Value::body);
        if let Some(text) = html.filter(|_| !post.get("body").is_some_and(is_empty)) {
            return Body { kind: BodyKind::Html, text };
        }
        let text = match self.notes.read(post, "body_markdown", "a text", Value::body) {
            Some(Text::Kept(span, _)) => Text::Kept(span, &ESCAPED),
            other => other.unwrap_or_default(),
        };
        Body { kind: BodyKind::Markdown, text }
    }

    /// The short address that every site has for a post.
    fn link(&self, way: &str, id: Option<&str>) -> Permalink<'static> {
        let link = self.host.as_ref().zip(id);
        let link = link.map(|(host, id)| format!("https://{host}/{way}/{id}"));
        link.map_or(Permalink::Unknown, |link| Permalink::Given(link.into()))
    }
}

/// The host of the first address of a post or user that there is: all are of one site.
pub(super) fn site(root: Value<'_>) -> Option<String> {
    let links = root.descendants().filter(|value| value.key() == "link");
    links.filter_map(Value::text).find_map(|link| host(&link))
}

/// The host of an address.
fn host(link: &str) -> Option<String> {
    let (_, rest) = link.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    title_line(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_unescaped_once() {
        let json = br#""`a &lt; b &amp;&amp; c` &quot;d&quot; it&#39;s &amp;lt;\n""#;
        assert_eq!((ESCAPED.decode)(json), "`a < b && c` \"d\" it's &lt;\n");
    }
}
