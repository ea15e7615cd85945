//! A saved page of a [Reddit](https://old.reddit.com) discussion, in any of the three layouts: the old
//! one ([its templates](https://github.com/reddit-archive/reddit/tree/master/r2/r2/templates)), the
//! redesign of 2018, and the web components of 2023.
//!
//! What bites: the old layout prints three scores, of which the middle one is true, and none where it
//! is hidden; what is deleted has lost its attributes, and keeps its id in the class of a form.
//! Replies that are not in the page are links: "load more comments" with a number, "continue this
//! thread" without one. The new layout says all in attributes, the redesign next to nothing.

mod old;
mod redesign;
mod shreddit;

use std::borrow::Cow;

use super::page::{NodeRef, Page, Times, absolute, holds, markup, say, sniffed, tagged, words};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::load::gone::gone;
use crate::model::{Article, Body, BodyKind, CommentId, NewComment, Permalink, State, Text};

/// The loader.
pub(super) const LOADER: Loader = Loader {
    name: "reddit_html",
    about: "a saved page of a Reddit discussion",
    extensions: &["html", "htm"],
    marks: &[&[
        "sitetable",
        "thingId",
        "thingid",
        "shreddit-comment",
        "comment_author_link",
        "data-test-id",
    ]],
    sniff,
    load: Reads::Stream(load),
};

/// Where permalinks lead.
const SITE: &str = "https://www.reddit.com";

/// Names that only its pages have: of the things in a list, of its own elements, of its test marks.
fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(page) = sniffed(input) else { return Likelihood::No };
    let has_things = || {
        tagged(&page, "class", "commentarea")
            || tagged(&page, "data-fullname", "t1_")
            || tagged(&page, "id", "thing_t1_")
    };
    let is_old = tagged(&page, "class", "sitetable") && has_things();
    let is_new = || {
        // As the server writes it, and as a browser does.
        ["thingId", "thingid"].iter().any(|name| tagged(&page, name, "t1_"))
            || holds(&page, "<shreddit-post") && holds(&page, "<shreddit-comment")
    };
    let is_redesign = || {
        tagged(&page, "data-testid", "comment_author_link")
            || tagged(&page, "data-test-id", "post-content") && tagged(&page, "id", "t3_")
    };
    if is_old || is_new() || is_redesign() { Likelihood::Certain } else { Likelihood::No }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let page = Page::read(input, stream, sink)?;
    let mut reader = Reader::new(sink);
    let found = [old::read, shreddit::read, redesign::read]
        .into_iter()
        .any(|read: fn(&Page, &mut Reader<'_>) -> bool| read(&page, &mut reader));
    if !found {
        let cause = "it has neither a post nor comments".into();
        return Err(LoadError::Broken { name: input.name.to_owned(), format: LOADER.name, cause });
    }
    reader.finish();
    Ok(())
}

/// Takes the comments of a page, whatever its layout.
struct Reader<'s> {
    sink: &'s mut dyn Sink,
    intake: Intake,
    times: Times,
    /// The author of the post.
    op: Option<String>,
    /// How many comments the post says to have.
    declared: Option<u64>,
    /// What stands before the id in a permalink.
    links: Option<String>,
    empty: usize,
}

impl<'s> Reader<'s> {
    fn new(sink: &'s mut dyn Sink) -> Reader<'s> {
        Reader {
            sink,
            intake: Intake::by_id(),
            times: Times::default(),
            op: None,
            declared: None,
            links: None,
            empty: 0,
        }
    }

    /// Takes the post: its author is the `op` of the comments, whose addresses begin with its own.
    fn post(&mut self, article: Article, permalink: Option<String>, declared: Option<i64>) {
        self.op.clone_from(&article.byline);
        if let Some(declared) = declared.and_then(|count| u64::try_from(count).ok()) {
            self.sink.declared(declared);
            self.declared = Some(declared);
        }
        if let Some(link) = permalink {
            let link = format!("{}/", link.trim_end_matches('/'));
            self.intake.builder.set_permalinks(&link, "/");
            self.links = Some(link);
        }
        self.sink.article(article);
    }

    /// The permalink of a comment, as short as it can be kept.
    fn permalink(&self, id: Option<&str>, printed: Option<&str>) -> Permalink<'static> {
        let Some(link) = printed.and_then(|link| absolute(SITE, link)) else {
            // What is deleted is where it was.
            return if id.is_some() && self.links.is_some() {
                Permalink::ById
            } else {
                Permalink::Unknown
            };
        };
        let by_id = || link.strip_prefix(self.links.as_ref()?)?.strip_prefix(id?);
        if by_id() == Some("/") { Permalink::ById } else { Permalink::Given(Cow::Owned(link)) }
    }

    /// Takes a comment, of which `state` tells what else than its text does.
    fn comment(&mut self, comment: NewComment<'_>) -> CommentId {
        self.empty += usize::from(comment.state == State::NotLoaded);
        self.intake.push(comment, self.sink)
    }

    fn is_op(&self, author: &str) -> bool {
        !author.is_empty() && self.op.as_deref() == Some(author)
    }

    /// How many comments are missing that no link counts; at least one, since there is a link.
    fn rest(&self) -> u32 {
        let thread = &self.intake.builder;
        let found = thread.len() as u64 + thread.thread().missing();
        let rest = self.declared.unwrap_or(0).saturating_sub(found);
        u32::try_from(rest).unwrap_or(u32::MAX).max(1)
    }

    fn finish(self) {
        say(self.sink, self.intake.nameless, "has no id", "have no ids");
        self.intake.finish(self.sink);
        self.times.finish(self.sink);
        say(self.sink, self.empty, "has no text", "have no text");
    }
}

/// The text of a comment and its state, of the element that has it; `words` are all it says.
fn body(text: Option<&NodeRef<'_>>) -> (Body<Text<'static>>, State) {
    let Some(text) = text else { return (Body::default(), State::NotLoaded) };
    let state = match words(text).as_str() {
        "[ Removed by Reddit ]" | "[removed by Reddit]" | "Comment removed by moderator" => {
            Some(State::Removed)
        }
        "[deleted by user]" | "Comment deleted by user" => Some(State::Deleted),
        line => gone(line.as_bytes()),
    };
    if let Some(state) = state {
        return (Body::default(), state);
    }
    let text = markup(text).trim().to_owned();
    (Body { kind: BodyKind::Html, text: text.into() }, State::Live)
}

/// The id of a comment or post without its kind.
fn bare(name: &str) -> Option<&str> {
    let id = name.strip_prefix("t1_").or_else(|| name.strip_prefix("t3_"))?;
    let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric());
    is_id.then_some(id)
}

/// A name that stands for nobody is none.
fn author(name: String) -> String {
    if matches!(name.as_str(), "[deleted]" | "[removed]" | "deleted") {
        String::new()
    } else {
        name
    }
}

#[cfg(test)]
mod tests;
