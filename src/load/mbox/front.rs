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
    /// That of the first message, which may begin the only thread.
    article: Option<Article>,
    /// What the list is called in front of its subjects.
    tag: Option<String>,
    /// What threads are about.
    subjects: HashSet<String>,
}

impl Front {
    /// Takes a message that begins a thread, or whose parent has not come. The first tells what the
    /// title is, as far as one knows.
    pub(super) fn add(&mut self, headers: &Headers<'_>, sink: &mut dyn Sink) {
        if self.subjects.len() >= MANY {
            return;
        }
        let text = names::text(headers.subject);
        let (subject, tag) = names::subject(&text);
        let subject = clean_line(subject);
        self.subjects.insert(subject.clone());
        if self.article.is_some() {
            return;
        }
        self.tag = tag.map(clean_line);
        let is_first = threads::is_root(headers);
        let author = clean_line(&names::author(headers.from));
        let article = Article {
            title: Some(subject).filter(|subject| !subject.is_empty()),
            byline: Some(author).filter(|author| is_first && !author.is_empty()),
            site: names::list(headers.list_id).or_else(|| self.tag.clone()),
            published: dates::read(headers.date).filter(|_| is_first).map(|date| date.seconds),
            ..Article::default()
        };
        sink.article(article.clone());
        self.article = Some(article);
    }

    /// At the end it is known whether there is one thread: otherwise the list gives the title, or
    /// the first thread does.
    pub(super) fn finish(&self, thread: &Thread, sink: &mut dyn Sink) {
        let roots = thread.comments().filter(|comment| comment.parent().is_none()).take(2).count();
        let Some(article) = self.article.clone().filter(|_| roots > 1 && self.subjects.len() > 1)
        else {
            return;
        };
        let others = || article.title.as_ref().map(|title| format!("{title}, and other threads"));
        let title = self.tag.clone().or_else(|| article.site.clone()).or_else(others);
        sink.article(Article { title, site: article.site, ..Article::default() });
    }
}
