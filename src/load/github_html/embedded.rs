//! The JSON that pages of 2025 carry for their scripts: an answer of GitHub's own interface, in
//! `payload.preloadedQueries[].result.data.repository.issue`, with the timeline's beginning and end.

use std::borrow::Cow;

use super::super::page::{Page, holds};
use super::super::{Input, Sink, Stream};
use super::{Kind, Reader};
use crate::load::json::{Notes, Tree, Value};
use crate::markup::{from_html, from_markdown};
use crate::model::{Article, Body, BodyKind, Created, NewComment, Permalink, State, Text};

/// Where a part of the timeline is.
const TIMELINES: [&str; 3] = ["frontTimelineItems", "backTimelineItems", "timelineItems"];

/// Whether a page has it.
pub(super) fn is_there(page: &[u8]) -> bool {
    holds(page, "react-app.embeddedData") && holds(page, "TimelineItems")
}

/// An issue.
pub(super) struct Issue {
    tree: Tree,
}

impl Issue {
    /// That of a page.
    pub(super) fn of(page: &Page, sink: &mut dyn Sink) -> Option<Issue> {
        let tree = tree(page, sink, |tree| root(tree).is_some());
        tree.map(|tree| Issue { tree })
    }

    fn root(&self) -> Option<Value<'_>> {
        root(&self.tree)
    }

    fn nodes(&self) -> impl Iterator<Item = Value<'_>> {
        let timelines = self
            .root()
            .into_iter()
            .flat_map(|issue| TIMELINES.into_iter().filter_map(move |key| issue.get(key)));
        let edges = timelines.filter_map(|timeline| timeline.get("edges")).flat_map(Value::items);
        let nodes = edges.filter_map(|edge| edge.get("node"));
        nodes.filter(|node| {
            node.get("__typename").and_then(Value::text).as_deref() == Some("IssueComment")
        })
    }

    /// How many comments it holds, some perhaps twice.
    pub(super) fn comments(&self) -> usize {
        self.nodes().count()
    }

    /// How many items of the timeline it does not hold, if any.
    pub(super) fn hidden(&self) -> Option<u64> {
        let issue = self.root()?;
        let whole = issue.way(&["frontTimelineItems", "totalCount"])?.whole()?;
        let edges = TIMELINES.iter().filter_map(|key| issue.way(&[key, "edges"]));
        let here = i64::try_from(edges.flat_map(Value::items).count()).ok()?;
        u64::try_from(whole - here).ok().filter(|hidden| *hidden > 0)
    }

    /// Fills in what the page does not show of the article.
    pub(super) fn complete(&self, article: &mut Article) {
        let Some(issue) = self.root() else { return };
        let mut notes = Notes::default();
        let title = notes.line(issue, "title");
        if title.is_some() {
            article.title = title;
        }
        if article.byline.is_none() {
            article.byline = issue.get("author").and_then(|author| notes.line(author, "login"));
        }
        if article.published.is_none() {
            article.published = notes.time(issue, "createdAt");
        }
        if article.url.is_none() {
            article.url = notes.line(issue, "url");
        }
        if article.blocks.is_empty() {
            let html = notes.text(issue, "bodyHTML").filter(|html| !html.is_empty());
            let mut text = || notes.text(issue, "body");
            article.blocks = match html {
                Some(html) => from_html(&html),
                None => text().map(|text| from_markdown(&text)).unwrap_or_default(),
            };
        }
    }

    /// Takes the comments that are not there yet.
    pub(super) fn read(&self, reader: &mut Reader<'_>) {
        let mut notes = Notes::default();
        for node in self.nodes() {
            let url = notes.line(node, "url");
            let id = id(node, url.as_deref(), Kind::Issue, &mut notes);
            let Some(id) = id else {
                notes.missing(node, "databaseId");
                continue;
            };
            if reader.seen.contains(&id) {
                continue;
            }
            let comment = comment(node, (Kind::Issue, &id), url, reader, &mut notes);
            reader.push(&id, comment);
        }
        notes.finish(reader.sink);
    }
}

/// The first script of a page with the data that `is_it` knows.
pub(super) fn tree(page: &Page, sink: &mut dyn Sink, is_it: fn(&Tree) -> bool) -> Option<Tree> {
    let scripts = page.all("script[data-target=\"react-app.embeddedData\"]");
    let mut tree = scripts.iter().find_map(|script| {
        let text = script.text().to_string().into_bytes();
        let tree = Tree::read(&Input::default(), Stream::new(text, None), sink).ok()?;
        Some(tree).filter(is_it)
    })?;
    if let Err(error) = tree.take_damage() {
        sink.warning(format!("the data in the page break off: {error}"));
    }
    Some(tree)
}

fn root(tree: &Tree) -> Option<Value<'_>> {
    let queries = tree.root()?.way(&["payload", "preloadedQueries"])?;
    queries.items().find_map(|query| {
        let issue = query.way(&["result", "data", "repository", "issue"])?;
        let mut keys = TIMELINES.iter().chain(&["bodyHTML", "title"]);
        keys.any(|key| issue.get(key).is_some()).then_some(issue)
    })
}

/// What names a comment: its number, or that in its address, or an id.
pub(super) fn id(
    node: Value<'_>,
    url: Option<&str>,
    kind: Kind,
    notes: &mut Notes,
) -> Option<String> {
    let number = notes.id(node, "databaseId").map(Cow::into_owned);
    let in_url = || Some(url?.split_once('#')?.1.strip_prefix(kind.prefix())?.to_owned());
    number.or_else(in_url).or_else(|| notes.id(node, "id").map(Cow::into_owned))
}

/// A comment of this kind and id.
pub(super) fn comment(
    node: Value<'_>,
    (kind, id): (Kind, &str),
    url: Option<String>,
    reader: &mut Reader<'_>,
    notes: &mut Notes,
) -> NewComment<'static> {
    let author = notes.object(node, "author").and_then(|author| notes.line(author, "login"));
    let author = author.unwrap_or_default();
    let association = notes.line(node, "authorAssociation").filter(|role| role != "NONE");
    let association = association.map(|role| role.to_lowercase().replace('_', " "));
    let is_hidden = notes.flag(node, "isHidden") || notes.flag(node, "isMinimized");
    let hidden = is_hidden.then(|| "hidden".to_owned());
    // In these data the state of a comment is that of its review.
    let state = notes.line(node, "state").filter(|state| state.eq_ignore_ascii_case("pending"));
    let pending = state.map(|state| state.to_lowercase());
    let is_edited = ["lastEditedAt", "lastUserContentEdit"]
        .iter()
        .any(|key| node.get(key).is_some_and(|value| value.is_object() || value.text().is_some()));
    let html = notes.text(node, "bodyHTML").filter(|html| !html.is_empty());
    let (body, text) = match html {
        Some(html) => (BodyKind::Html, Some(html)),
        None => (BodyKind::Markdown, notes.text(node, "body")),
    };
    let state = if text.is_some() { State::Live } else { State::NotLoaded };
    reader.empty += usize::from(state == State::NotLoaded);
    let text = Text::from(text.map(Cow::into_owned).unwrap_or_default());
    let permalink = match (reader.permalink(kind, id), url) {
        (Permalink::Unknown, Some(url)) => Permalink::Given(url.into()),
        (link, _) => link,
    };
    NewComment {
        id: Some(id.to_owned().into()),
        roles: reader
            .roles(&author, association.into_iter().chain(hidden).chain(pending).collect()),
        author: author.into(),
        created: notes.time(node, "createdAt").map_or(Created::Unknown, Created::At),
        edited: is_edited,
        state,
        permalink,
        body: Body { kind: body, text },
        ..NewComment::default()
    }
}
