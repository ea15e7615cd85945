//! Bluesky's posts as its API gives them ([lexicons]).
//!
//! `app.bsky.feed.getPostThread` (replies nested, and above the post that was asked for a chain of
//! those that it answers), its second version `app.bsky.unspecced.getPostThreadV2` (a flat list with
//! depths), `getPosts`, feeds, searches, raw records. What bites: links are ranges of *bytes* of the
//! text; there may be stubs in place of posts that are gone or blocked; `replyCount` is of direct
//! replies only; a thread may be as deep as people like.
//!
//! The post that was asked for is the article; those above it are quoted before its text.
//!
//! [lexicons]: https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky

mod embed;
mod flat;
mod nested;
mod post;

use super::json::{Found, Kind, Notes, Outline, Tree, Value, conclude, start_of};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::markup::from_html;
use post::Post;

pub(super) const LOADER: Loader = Loader {
    name: "bluesky",
    about: "a thread of Bluesky, JSON of its API",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// What a post has, and what is around it.
const POST: &[&[&str]] = &[
    &["post.uri", "post.cid", "post.record", "post.author.did", "post.author.handle"],
    &["uri", "cid", "record.text", "author.did", "author.handle", "indexedAt"],
    &["uri", "cid", "value.text", "value.createdAt", "value.$type"],
    &["thread.uri", "thread.notFound", "thread.blocked"],
    &["uri", "depth", "value.$type"],
];
/// How many of them make sure of it.
const ENOUGH: usize = 3;
/// What all addresses of posts begin with, and how far in one must be.
const ADDRESS: &[u8] = b"\"at://";
const HEAD: usize = 256 * 1024;

fn sniff(input: &Input<'_>) -> Likelihood {
    let head = start_of(input.bytes);
    let head = head.get(..HEAD).unwrap_or(head);
    if memchr::memmem::find(head, ADDRESS).is_none() {
        return Likelihood::No;
    }
    let Some(outline) = Outline::of(input, &[]) else { return Likelihood::No };
    let known = POST.iter().map(|ways| outline.most_together(ways)).max();
    match known.unwrap_or(0) {
        ENOUGH.. => Likelihood::Certain,
        2 => Likelihood::Likely,
        _ => Likelihood::No,
    }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut tree = Tree::read(input, stream, sink)?;
    let mut reader = Reader {
        intake: Intake::by_id(),
        notes: Notes::default(),
        sink,
        article: None,
        submitter: None,
        skipped: 0,
    };
    tree.keep(&mut reader.intake);
    if let Some(root) = tree.root() {
        reader.read(root);
    }
    let Reader { intake, notes, sink, article, skipped, .. } = reader;
    notes.finish(sink);
    let is_empty = article.is_none() && intake.builder.is_empty();
    let found = if is_empty { Found::Nothing } else { Found::Something };
    let outcome = tree.take_damage().map(|()| found);
    conclude(input, LOADER.name, intake, skipped, outcome, sink)
}

struct Reader<'t, 's> {
    intake: Intake,
    notes: Notes,
    sink: &'s mut dyn Sink,
    /// The post that was asked for, and its author.
    article: Option<Post<'t>>,
    submitter: Option<std::borrow::Cow<'t, str>>,
    skipped: usize,
}

impl<'t> Reader<'t, '_> {
    /// Reads whatever there is, an answer or several.
    fn read(&mut self, root: Value<'t>) {
        let mut loose = Vec::new();
        let mut open = vec![root];
        while let Some(value) = open.pop() {
            let start = open.len();
            if value.kind() == Kind::List {
                open.extend(value.items());
            } else if !value.is_object() {
                let in_list = value.parent().is_some_and(|parent| parent.kind() == Kind::List);
                self.skipped += usize::from(in_list && value.kind() != Kind::Null);
            } else if let Some(thread) = value.get("thread").filter(|thread| is_thread(*thread)) {
                if thread.kind() == Kind::List {
                    self.flat(thread, value);
                } else {
                    self.nested(thread);
                }
            } else if value.get("replies").is_some_and(|r| r.kind() == Kind::List)
                && Post::is_in(value)
            {
                self.nested(value);
            } else if Post::is_in(value) || Post::is_stubbed(value) {
                loose.push(value);
            } else {
                for key in ["posts", "feed", "thread", "records"] {
                    drop(self.notes.list(value, key));
                }
                let inside = value.children().filter(|child| child.children().next().is_some());
                open.extend(inside);
            }
            if let Some(pushed) = open.get_mut(start..) {
                pushed.reverse();
            }
        }
        self.loose(&loose);
    }

    /// Hands on what was asked for, with what it answers before its text.
    fn take_article(&mut self, post: Post<'t>, above: &[Value<'t>]) {
        let mut html = String::new();
        for &above in above.iter().rev() {
            html.push_str(&post::quote(above, &mut self.notes));
        }
        let mut article = post.article(&mut self.notes);
        if !html.is_empty() {
            let mut blocks = from_html(&html);
            blocks.append(&mut article.blocks);
            article.blocks = blocks;
        }
        self.sink.article(article);
        self.submitter.clone_from(&post.who);
        self.article = Some(post);
    }

    /// Counts replies to the article that are not there.
    fn missing_roots(&mut self, missing: u32) {
        self.intake.builder.add_missing(None, missing);
        if self.intake.builder.is_empty() {
            self.sink.declared(missing.into());
        }
    }
}

fn is_thread(value: Value<'_>) -> bool {
    value.kind() == Kind::List || Post::is_in(value) || Post::is_stubbed(value)
}

#[cfg(test)]
mod tests;
