//! What the messages are about: the title.

use std::collections::HashSet;

use super::headers::Headers;
use super::{dates, names, threads};
use crate::load::Sink;
use crate::model::{Article, Thread};
use crate::text::clean_line;

/// How many subjects are told apart: with so many there are surely several threads.
const MANY: usize = 100;

/// What is known of the title.
#[derive(Debug, Default)]
pub(super) struct Front {
    /// What the first message says.
    first: Option<Article>,
    /// What the first says that answers nobody.
    root: Option<Article>,
    /// What the list is called in front of its subjects.
    tag: Option<String>,
    /// What threads are about.
    subjects: HashSet<String>,
    /// What a message of our own says.
    said: Option<Article>,
}

impl Front {
    /// Takes what a message of our own says of the article: that holds.
    pub(super) fn take(&mut self, article: Article, sink: &mut dyn Sink) {
        if self.said.is_none() {
            sink.article(article.clone());
            self.said = Some(article);
        }
    }

    /// Takes a message that begins a thread, or whose parent has not come. The first tells what the
    /// title is, as far as one knows.
    pub(super) fn add(&mut self, headers: &Headers<'_>, sink: &mut dyn Sink) {
        let is_known = self.first.is_some() && self.root.is_some();
        if self.said.is_some() || is_known && self.subjects.len() >= MANY {
            return;
        }
        let text = names::text(headers.subject);
        let (subject, tag) = names::subject(&text);
        let subject = clean_line(subject);
        if self.subjects.len() < MANY {
            self.subjects.insert(subject.clone());
        }
        let is_root = threads::is_root(headers);
        if self.first.is_some() && (!is_root || self.root.is_some()) {
            return;
        }
        self.tag = self.tag.take().or_else(|| tag.map(clean_line));
        let author = clean_line(&names::author(headers.from));
        let article = Article {
            title: Some(subject).filter(|subject| !subject.is_empty()),
            byline: Some(author).filter(|author| is_root && !author.is_empty()),
            site: names::list(headers.list_id)
                .or_else(|| self.tag.clone())
                .or_else(|| names::newsgroup(headers.newsgroups)),
            published: dates::read(headers.date).filter(|_| is_root).map(|date| date.seconds),
            ..Article::default()
        };
        if self.first.is_none() {
            sink.article(article.clone());
            self.first = Some(article.clone());
        }
        self.root = Some(article).filter(|_| is_root);
    }

    /// At the end it is known whether there is one thread: then its root gives the title, and
    /// otherwise the list does, or the first message.
    pub(super) fn finish(&self, thread: &Thread, sink: &mut dyn Sink) {
        let Some(first) = self.first.as_ref().filter(|_| self.said.is_none()) else { return };
        let roots = thread.comments().filter(|comment| comment.parent().is_none()).take(2).count();
        if roots > 1 && self.subjects.len() > 1 {
            let others = || first.title.as_ref().map(|title| format!("{title}, and other threads"));
            let title = self.tag.clone().or_else(|| first.site.clone()).or_else(others);
            let site = first.site.clone().filter(|_| title != first.site);
            sink.article(Article { title, site, ..Article::default() });
        } else if let Some(root) = self.root.as_ref().filter(|root| *root != first) {
            sink.article(root.clone());
        }
    }
}
