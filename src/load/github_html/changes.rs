//! The JSON that pages with the changes of a pull request carry since 2025: the threads about the code,
//! in `payload.pullRequestsChangesRoute.markers.threads`, by their numbers, each with its comments in
//! `commentsData.comments`; and of the request itself no more than what stands above it.

use super::super::Sink;
use super::super::page::{Page, holds};
use super::embedded::{self, comment};
use super::{Kind, Reader};
use crate::load::json::{Notes, Tree, Value};
use crate::model::{Article, Parent};

/// What the page calls the changes: all of them, some of them, and as it was in 2025.
const ROUTES: [&str; 3] =
    ["pullRequestsChangesRoute", "pullRequestsChangesWithRangeRoute", "pullRequestsFilesRoute"];

/// Whether a page has it.
pub(super) fn is_there(page: &[u8]) -> bool {
    holds(page, "react-app.embeddedData") && ROUTES.iter().any(|route| holds(page, route))
}

/// The threads about the code of a pull request.
pub(super) struct Changes {
    tree: Tree,
}

impl Changes {
    /// Those of a page.
    pub(super) fn of(page: &Page, sink: &mut dyn Sink) -> Option<Changes> {
        embedded::tree(page, sink, |tree| route(tree).is_some()).map(|tree| Changes { tree })
    }

    fn threads(&self) -> impl Iterator<Item = Value<'_>> {
        let threads = route(&self.tree).and_then(|route| route.way(&["markers", "threads"]));
        threads.into_iter().flat_map(Value::children)
    }

    /// How many comments it holds.
    pub(super) fn comments(&self) -> usize {
        self.threads().flat_map(comments).count()
    }

    /// Fills in what the page does not show of the request.
    pub(super) fn complete(&self, article: &mut Article) {
        let Some(payload) = self.tree.root().and_then(|root| root.get("payload")) else { return };
        let layout = payload.get("pullRequestsLayoutRoute");
        let request = layout.or_else(|| route(&self.tree)).and_then(|of| of.get("pullRequest"));
        let Some(request) = request else { return };
        let mut notes = Notes::default();
        let title = notes.line(request, "title");
        if title.is_some() {
            article.title = title;
        }
        if article.byline.is_none() {
            article.byline = request.get("author").and_then(|author| notes.line(author, "login"));
        }
    }

    /// Takes the comments that are not there yet.
    pub(super) fn read(&self, reader: &mut Reader<'_>) {
        let mut notes = Notes::default();
        for thread in self.threads() {
            let mut first = None;
            for node in comments(thread) {
                let url = notes.line(node, "url");
                let id = embedded::id(node, url.as_deref(), Kind::Code, &mut notes);
                let Some(id) = id else {
                    notes.missing(node, "databaseId");
                    continue;
                };
                if let Some(known) = reader.intake.builder.find(&id) {
                    first = first.or(Some(known));
                    continue;
                }
                let mut comment = comment(node, (Kind::Code, &id), url, reader, &mut notes);
                comment.parent = first.map_or(Parent::Root, Parent::At);
                let at = reader.push(&id, comment);
                first = first.or(Some(at));
            }
        }
        notes.finish(reader.sink);
    }
}

fn route(tree: &Tree) -> Option<Value<'_>> {
    let payload = tree.root()?.get("payload")?;
    ROUTES.iter().find_map(|route| payload.get(route).filter(|route| route.is_object()))
}

fn comments(thread: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    let comments = thread.way(&["commentsData", "comments"]);
    comments.into_iter().flat_map(Value::items).filter(|comment| comment.is_object())
}
