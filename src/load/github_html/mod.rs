//! A saved page of an issue, a pull request or a discussion on [GitHub](https://github.com).
//!
//! Nothing specifies the markup, and it changes often. What has stayed are the ids by which comments
//! are linked to (`issuecomment-N`, `discussion_rN`, `pullrequestreview-N`, `discussioncomment-N`), so
//! those are what is looked for, and then the nearest author, time and text ([`mark`]). What bites: the
//! element with the id is the whole comment in pages that the server renders, and only its head in
//! those of 2025. They carry the same as JSON, which holds comments that the page may not show
//! ([`embedded`], [`changes`]). Comments on code may have no id ([`threads`]). The middle of a long
//! timeline is left out; what is left out are events as well.

mod changes;
mod embedded;
mod mark;
mod threads;

use std::collections::{HashMap, HashSet};

use super::page::{
    NodeId, NodeRef, Page, Times, around, dated, holds, markup, say, sniffed, tagged, words,
};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::markup::from_html;
use crate::model::{Article, CommentId, NewComment, Parent, Permalink};
use mark::{Kind, Said};

/// The loader.
pub(super) const LOADER: Loader = Loader {
    name: "github_html",
    about: "a saved page of a GitHub issue, pull request or discussion",
    extensions: &["html", "htm"],
    marks: &[&["githubassets.com", "assets-cdn.github.com", "\"GitHub\"", "github-cloud"]],
    sniff,
    load: Reads::Stream(load),
};

/// Something of GitHub's own, and something of a conversation: other software has the same ids.
fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(page) = sniffed(input) else { return Likelihood::No };
    let signs = ["githubassets.com", "assets-cdn.github.com", "content=\"GitHub\"", "github-cloud"];
    let ids =
        ["issuecomment-", "discussioncomment-", "pullrequestreview-", "issue-", "discussion-"];
    let is_github = || signs.iter().any(|sign| holds(&page, sign));
    let is_conversation = || {
        ids.iter().any(|id| tagged(&page, "id", id))
            || tagged(&page, "class", "js-issue-title")
            || tagged(&page, "data-testid", "issue-title")
            || tagged(&page, "class", "js-comment-body")
            || tagged(&page, "id", "review-thread-or-comment-id-")
            || embedded::is_there(&page)
            || changes::is_there(&page)
    };
    if is_github() && is_conversation() { Likelihood::Certain } else { Likelihood::No }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let page = Page::read(input, stream, sink)?;
    let issue = embedded::Issue::of(&page, sink);
    let changes = changes::Changes::of(&page, sink);
    let mut reader = Reader::new(sink);
    let anchors = threads::anchors(&page);
    let data = (issue.as_ref(), changes.as_ref());
    let is_there = reader.opening(&page, &anchors, data);
    let in_page = anchors.iter().filter(|(_, kind, _)| kind.is_comment()).count();
    let in_issue = issue.as_ref().map_or(0, embedded::Issue::comments);
    let in_changes = changes.as_ref().map_or(0, changes::Changes::comments);
    if !is_there && in_page + in_issue + in_changes == 0 {
        let cause = "it has no issue, pull request or discussion, and no comments".into();
        return Err(LoadError::Broken { name: input.name.to_owned(), format: LOADER.name, cause });
    }
    // Which has more of them has them in their order.
    let issue_first = in_issue > in_page;
    if let Some(issue) = issue.as_ref().filter(|_| issue_first) {
        issue.read(&mut reader);
    }
    for (node, kind, id) in &anchors {
        if reader.sink.stopped() {
            break;
        }
        reader.anchor(node, *kind, id);
    }
    if let Some(issue) = issue.as_ref().filter(|_| !issue_first) {
        issue.read(&mut reader);
    }
    if let Some(changes) = &changes {
        changes.read(&mut reader);
    } else {
        reader.left_threads(threads::empty(&page, &anchors));
    }
    reader.left_out(&page, issue.as_ref());
    reader.finish();
    Ok(())
}

/// An element that a link leads to: what it is, and its number, which may be empty.
type Anchor<'a> = (NodeRef<'a>, Kind, String);

struct Reader<'s> {
    sink: &'s mut dyn Sink,
    intake: Intake,
    times: Times,
    /// Where the page is, without what names a place in it.
    url: Option<String>,
    /// What most comments are.
    kind: Kind,
    op: Option<String>,
    declared: Option<u64>,
    seen: HashSet<String>,
    /// The first comment of each thread in the code, by the element around it.
    threads: HashMap<NodeId, CommentId>,
    /// Reviews that say something.
    reviews: HashMap<NodeId, CommentId>,
    empty: usize,
}

impl<'s> Reader<'s> {
    fn new(sink: &'s mut dyn Sink) -> Reader<'s> {
        Reader {
            sink,
            intake: Intake::by_id(),
            times: Times::default(),
            url: None,
            kind: Kind::Issue,
            op: None,
            declared: None,
            seen: HashSet::new(),
            threads: HashMap::new(),
            reviews: HashMap::new(),
            empty: 0,
        }
    }

    /// Takes what stands above the comments; says whether there is anything.
    fn opening(
        &mut self,
        page: &Page,
        anchors: &[Anchor<'_>],
        (issue, changes): (Option<&embedded::Issue>, Option<&changes::Changes>),
    ) -> bool {
        let opening = anchors.iter().find(|(_, kind, _)| *kind == Kind::Opening);
        let said = match opening {
            Some((node, kind, _)) => Some(Said::of(node, *kind)),
            None => page.first(mark::ISSUE).map(|issue| Said::of(&issue, Kind::Opening)),
        };
        let facts = page.facts();
        let title = mark::TITLES.iter().find_map(|title| page.first(title));
        let title = title.map(|title| words(&title)).filter(|title| !title.is_empty());
        let is_there = said.is_some() || title.is_some();
        let at = said.as_ref().map(|said| said.created(&mut self.times)).unwrap_or_default();
        let (published, published_text) = dated(at);
        let text = said.as_ref().and_then(Said::text);
        let labels = page.all(mark::LABELS);
        let mut article = Article {
            title: title.or(facts.title),
            byline: said.as_ref().map(Said::author).filter(|name| !name.is_empty()),
            site: facts.site.or_else(|| Some("GitHub".into())),
            published,
            published_text,
            url: facts.url.map(|url| url.split('#').next().unwrap_or_default().to_owned()),
            language: facts.language,
            tags: labels.iter().map(words).filter(|label| !label.is_empty()).collect(),
            blocks: text.map(|text| from_html(&markup(&text))).unwrap_or_default(),
            ..Article::default()
        };
        if let Some(issue) = issue {
            issue.complete(&mut article);
        }
        if let Some(changes) = changes {
            changes.complete(&mut article);
        }
        self.op.clone_from(&article.byline);
        self.url.clone_from(&article.url);
        self.declared = mark::declared(page);
        if let Some(declared) = self.declared {
            self.sink.declared(declared);
        }
        let mut kinds = anchors.iter().map(|(_, kind, _)| *kind).filter(|kind| kind.is_comment());
        self.kind =
            kinds.find(|kind| !matches!(kind, Kind::Review | Kind::Code)).unwrap_or(Kind::Issue);
        if let Some(url) = &self.url {
            let before = format!("{url}#{}", self.kind.prefix());
            self.intake.builder.set_permalinks(&before, "");
        }
        self.sink.article(article);
        is_there
    }

    fn permalink(&self, kind: Kind, id: &str) -> Permalink<'static> {
        match &self.url {
            None => Permalink::Unknown,
            Some(_) if kind == self.kind => Permalink::ById,
            Some(url) => Permalink::Given(format!("{url}#{}{id}", kind.prefix()).into()),
        }
    }

    /// Takes a comment that stands in the page.
    fn anchor(&mut self, node: &NodeRef<'_>, kind: Kind, id: &str) {
        if !kind.is_comment() || self.seen.contains(id) {
            return;
        }
        let said = Said::of(node, kind);
        // To approve without a word is no comment.
        if kind == Kind::Review && said.text().is_none() {
            return;
        }
        let thread = (kind == Kind::Code).then(|| threads::around_all(node)).flatten();
        let parent = self.parent(node, thread.as_ref());
        let (body, state) = said.body();
        self.empty += usize::from(state == crate::model::State::NotLoaded);
        let author = said.author();
        let comment = NewComment {
            id: Some(id.to_owned()).filter(|id| !id.is_empty()).map(Into::into),
            parent,
            roles: self.roles(&author, said.roles()),
            author: author.into(),
            created: said.created(&mut self.times),
            votes: said.votes(),
            edited: said.is_edited(),
            state,
            permalink: if id.is_empty() { Permalink::Unknown } else { self.permalink(kind, id) },
            body,
            ..NewComment::default()
        };
        let at = self.push(id, comment);
        if let Some(thread) = thread {
            self.threads.entry(thread.id).or_insert(at);
        }
        if kind == Kind::Review {
            self.reviews.insert(node.id, at);
        }
    }

    fn push(&mut self, id: &str, comment: NewComment<'_>) -> CommentId {
        if !id.is_empty() {
            self.seen.insert(id.to_owned());
        }
        self.intake.push(comment, self.sink)
    }

    /// What a comment answers: the one that the list around it is named for, the first about the
    /// same code, the review that it came with.
    fn parent(&self, node: &NodeRef<'_>, thread: Option<&NodeRef<'_>>) -> Parent<'static> {
        let list = around(node, mark::is_list_of_replies);
        if let Some(id) = list.and_then(|list| mark::parent_of_list(&list)) {
            return Parent::Id(id.into());
        }
        if let Some(first) = thread.and_then(|thread| self.threads.get(&thread.id)) {
            return Parent::At(*first);
        }
        let review =
            thread.and_then(|thread| around(thread, |up| self.reviews.contains_key(&up.id)));
        let review = review.and_then(|review| self.reviews.get(&review.id));
        review.map_or(Parent::Root, |at| Parent::At(*at))
    }

    fn roles(&self, author: &str, mut roles: Vec<String>) -> Vec<String> {
        let is_op = !author.is_empty() && self.op.as_deref() == Some(author);
        if is_op && !roles.iter().any(|role| role == "op") {
            roles.insert(0, "op".to_owned());
        }
        roles
    }

    /// Tells of threads about the code that the page would load later.
    fn left_threads(&mut self, threads: u32) {
        if threads > 0 {
            self.intake.builder.add_missing(None, threads);
            let threads =
                if threads == 1 { "1 thread".into() } else { format!("{threads} threads") };
            self.sink.warning(format!("the page leaves out {threads} about the code"));
        }
    }

    /// Counts what the page leaves out: replies by their buttons, of the timeline what is missing.
    fn left_out(&mut self, page: &Page, issue: Option<&embedded::Issue>) {
        let builder = &mut self.intake.builder;
        for (list, more) in mark::folded_replies(page) {
            let at = mark::parent_of_list(&list).and_then(|id| builder.find(&id));
            builder.add_missing(at, more);
        }
        let hidden = mark::hidden_items(page).or_else(|| issue?.hidden());
        let Some(hidden) = hidden else { return };
        let found = builder.len() as u64 + builder.thread().missing();
        let rest = self.declared.unwrap_or(0).saturating_sub(found);
        builder.add_missing(None, u32::try_from(rest).unwrap_or(u32::MAX));
        self.sink.warning(match hidden {
            0 => "the page leaves out a part of the timeline".into(),
            1 => "the page leaves out 1 item of the timeline".into(),
            more => format!("the page leaves out {more} items of the timeline, events among them"),
        });
    }

    fn finish(self) {
        self.intake.finish(self.sink);
        self.times.finish(self.sink);
        say(self.sink, self.empty, "has no text", "have no text");
    }
}

#[cfg(test)]
mod tests;
