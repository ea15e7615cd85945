//! Issues, pull requests and discussions of GitHub, with what is said of them.
//!
//! Answers of its [REST API] (an issue, a list of comments of one issue or many, reviews, review
//! comments, timelines, discussions), of its [GraphQL API] with any number of envelopes (and so of
//! `gh issue view --json` and of giscus), several of them joined in one object or list. Gitea's and
//! Forgejo's answers are nearly the same; [GitLab's notes] are simple enough to be read here, too.
//!
//! What bites: `comments` is a number in an issue, and a list where somebody joined things; `url` is
//! the API's in REST and the page's in GraphQL; who has left is `null`; nobody says what is deleted.
//! Replies exist in discussions, one level deep, and among comments on code.
//!
//! [REST API]: https://docs.github.com/en/rest/issues/comments
//! [GraphQL API]: https://docs.github.com/en/graphql/reference/objects#discussioncomment
//! [GitLab's notes]: https://docs.gitlab.com/api/notes/

mod comment;
mod gather;
mod issue;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use super::json::{Found, Notes, Outline, Tree, conclude};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};

pub(super) const LOADER: Loader = Loader {
    name: "github",
    about: "an issue, pull request or discussion of GitHub, JSON of its APIs (also Gitea, GitLab)",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// What stands beside each other in the answers of these APIs and nowhere else.
const TELLING: &[&[&str]] = &[
    &["user.login", "body"],
    &["user.login", "body_html"],
    &["user.login", "body_text"],
    &["user.login", "title", "number"],
    &["user.login", "author_association"],
    &["issue_url", "body"],
    &["author_association", "body"],
    &["actor.login", "event"],
    &["author.login", "body"],
    &["author.login", "bodyHTML"],
    &["author.login", "bodyText"],
    &["author.login", "title", "number"],
    &["comments.nodes[]", "title"],
    &["comments.nodes[].bodyHTML"],
    &["comments.nodes[].upvoteCount"],
    &["noteable_type", "body"],
    &["iid", "web_url", "description"],
];

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(outline) = Outline::of(input, &[]) else { return Likelihood::No };
    let is_one = TELLING.iter().any(|ways| outline.has_together(ways));
    if is_one { Likelihood::Certain } else { Likelihood::No }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut tree = Tree::read(input, stream, sink)?;
    let mut intake = Intake::by_id();
    tree.keep(&mut intake);
    let mut reader = Reader {
        notes: Notes::default(),
        sink,
        intake,
        answers: HashSet::new(),
        has_article: false,
        skipped: 0,
    };
    if let Some(root) = tree.root() {
        let all = gather::gather(root, &mut reader.notes);
        reader.skipped = all.skipped;
        reader.article(&all);
        reader.comments(&all);
        if let Some(events) = all.events() {
            reader.sink.warning(events);
        }
    }
    let found = reader.has_article || !reader.intake.builder.is_empty();
    let found = if found { Found::Something } else { Found::Nothing };
    let Reader { notes, intake, skipped, sink, .. } = reader;
    notes.finish(sink);
    conclude(input, LOADER.name, intake, skipped, tree.take_damage().map(|()| found), sink)
}

struct Reader<'s> {
    notes: Notes,
    sink: &'s mut dyn Sink,
    intake: Intake,
    /// The ids or addresses of the comments that were chosen as answers.
    answers: HashSet<String>,
    has_article: bool,
    skipped: usize,
}
