//! An issue, a pull request, a discussion: the article.

use super::Reader;
use super::gather::All;
use crate::load::digest::digest;
use crate::load::json::{Kind, Value};
use crate::markup::{from_html, from_markdown, from_plain};
use crate::model::{Article, Block};
use crate::text::clean_line;

impl Reader<'_> {
    pub(super) fn article(&mut self, all: &All<'_>) {
        let mut articles = Vec::new();
        for &issue in &all.issues {
            self.answers.extend(self.notes.line(issue, "answer_html_url"));
            if let Some(answer) = self.notes.object(issue, "answer") {
                self.answers.extend(self.notes.line(answer, "id"));
            }
            articles.push(self.issue(issue));
        }
        if let [issue] = all.issues.as_slice()
            && let Some(comments) = self.declared(*issue, all)
        {
            self.sink.declared(comments.into());
        }
        self.has_article = !articles.is_empty();
        if articles.is_empty() {
            articles.extend(page_of(all));
        }
        if let Some(article) = digest(articles) {
            self.sink.article(article);
        }
    }

    /// How many comments an issue says that it has; comments on code are counted elsewhere.
    fn declared(&mut self, issue: Value<'_>, all: &All<'_>) -> Option<u32> {
        let is_number = |key: &str| issue.get(key).is_some_and(|of| of.kind() == Kind::Number);
        let is_on_code = |value: Value<'_>| {
            ["diff_hunk", "pull_request_review_id", "submitted_at"]
                .iter()
                .any(|key| value.get(key).is_some())
        };
        if all.entries.iter().any(|entry| is_on_code(entry.value)) {
            return None;
        }
        let key = ["comments", "user_notes_count"].into_iter().find(|key| is_number(key))?;
        self.notes.count(issue, key)
    }

    fn issue(&mut self, issue: Value<'_>) -> Article {
        let url = self.page(issue);
        let byline = Some(self.user(issue).name).filter(|name| !name.is_empty());
        let mut notices = Vec::new();
        let mut either = |keys: [&str; 2]| keys.iter().find_map(|key| self.notes.line(issue, key));
        let reason = either(["state_reason", "stateReason"]);
        let lock_reason = either(["active_lock_reason", "activeLockReason"]);
        if self.first_time(issue, &["merged_at", "mergedAt"]).is_some() {
            notices.push("Merged.".to_owned());
        } else if self.first_time(issue, &["closed_at", "closedAt"]).is_some() {
            let reason = reason.map(|reason| reason.to_lowercase().replace('_', " "));
            notices.push(reason.map_or("Closed.".into(), |reason| format!("Closed: {reason}.")));
        }
        if self.notes.flag(issue, "locked") {
            let reason = lock_reason.map(|reason| format!("Locked: {reason}."));
            notices.push(reason.unwrap_or_else(|| "Locked.".into()));
        }
        Article {
            title: self.notes.line(issue, "title"),
            byline,
            site: url.as_deref().and_then(repository),
            published: self.first_time(issue, &["created_at", "createdAt"]),
            updated: self.first_time(issue, &["lastEditedAt", "last_edited_at"]),
            url,
            tags: self.labels(issue),
            blocks: self.text(issue),
            notices,
            ..Article::default()
        }
    }

    fn text(&mut self, issue: Value<'_>) -> Vec<Block> {
        let mut blocks = Vec::new();
        for (key, read) in [
            ("bodyHTML", from_html as fn(&str) -> Vec<Block>),
            ("body_html", from_html),
            ("body", from_markdown),
            ("description", from_markdown),
            ("bodyText", from_plain),
            ("body_text", from_plain),
        ] {
            let text = self.notes.text(issue, key);
            if let Some(text) = text.filter(|_| blocks.is_empty()) {
                blocks = read(&text);
            }
        }
        blocks
    }

    /// Labels: objects, or in GitLab their names; a connection in GraphQL.
    fn labels(&mut self, issue: Value<'_>) -> Vec<String> {
        let labels = self.notes.read(issue, "labels", "a list", |labels| {
            matches!(labels.kind(), Kind::List | Kind::Object).then_some(labels)
        });
        let nodes = labels.and_then(|labels| {
            self.notes.read(labels, "nodes", "a list", |nodes| {
                (nodes.kind() == Kind::List).then_some(nodes)
            })
        });
        let mut names = Vec::new();
        for label in nodes.or(labels).into_iter().flat_map(Value::items) {
            match label.text() {
                Some(name) => names.push(clean_line(&name)),
                None => names.extend(self.notes.line(label, "name")),
            }
        }
        names
    }
}

/// What comments say of the one page that all of them are on.
fn page_of(all: &All<'_>) -> Option<Article> {
    let mut pages = all.entries.iter().map(|entry| {
        let link = entry.value.get("html_url").or_else(|| entry.value.get("url"))?.text()?;
        link.split_once('#').map(|(page, _)| clean_line(page))
    });
    let first = pages.next()??;
    pages.all(|page| page.as_ref() == Some(&first)).then(|| Article {
        site: repository(&first),
        url: Some(first),
        ..Article::default()
    })
}

/// The owner and name of the repository in an address.
fn repository(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let mut parts = rest.split('/').skip(1);
    match (parts.next(), parts.next()) {
        (Some(owner), Some(name)) if !owner.is_empty() && !name.is_empty() => {
            Some(format!("{owner}/{name}"))
        }
        _ => None,
    }
}
