//! Discussions of Disqus: the XML export of a forum, and answers of its API in JSON.
//!
//! An export ([XML export]) has threads first, then the posts of all of them in order of time;
//! `message` is HTML. An answer of [`listPosts`] is a page of posts, newest first, of one thread or
//! many; what a page with comments loads has `posts` and their `thread` in its `response`.
//!
//! What bites: times have no zone in JSON and are UTC; the text of what is deleted may still be there
//! and is not shown; posts of many threads are shown thread by thread.
//!
//! [XML export]: https://help.disqus.com/en/articles/1717164-comments-export
//! [`listPosts`]: https://disqus.com/api/docs/threads/listPosts/

mod answer;
mod export;
#[cfg(test)]
mod tests;

use super::json::{Outline, may_be_json, start_of};
use super::{Input, Likelihood, LoadError, Loader, Reads, Sink, Stream};

pub(super) const LOADER: Loader = Loader {
    name: "disqus",
    about: "discussions of Disqus: its XML export, or JSON of its API",
    extensions: &["xml", "json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// How far into an export its first element must be.
const HEAD: usize = 8 * 1024;

/// What stands beside each other in answers of the API and nowhere else.
const TELLING: &[&[&str]] = &[
    &["raw_message", "createdAt"],
    &["isHighlighted", "message"],
    &["isSpam", "isDeleted", "message"],
    &["isApproved", "message", "createdAt"],
    &["clean_title", "identifiers"],
    &["response.posts[]", "response.thread"],
];

fn sniff(input: &Input<'_>) -> Likelihood {
    let start = start_of(input.bytes);
    let head = start.get(..HEAD).unwrap_or(start);
    let is_it = if head.starts_with(b"<") {
        memchr::memmem::find(head, b"<disqus").is_some()
            && memchr::memmem::find(head, b"disqus.com").is_some()
    } else {
        let outline = Outline::of(input, &[]);
        outline.is_some_and(|outline| TELLING.iter().any(|ways| outline.has_together(ways)))
    };
    if is_it { Likelihood::Certain } else { Likelihood::No }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    if may_be_json(input.bytes) {
        answer::load(input, stream, sink)
    } else {
        export::load(input, stream, sink)
    }
}
