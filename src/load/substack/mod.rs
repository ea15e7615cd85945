//! Comments, notes and posts of Substack, as its own pages get them.
//!
//! There is no documentation; what is known comes from what the site sends: a post's comments
//! (`api/v1/post/ID/comments`), nested in `children`; feeds of notes and their replies
//! (`api/v1/reader/feed`, `api/v1/reader/comment/ID/replies`), where each item brings the chain of
//! comments above it, so that many come more than once; and posts (`api/v1/posts/SLUG`).
//!
//! What bites: `ancestor_path` names all ancestors by id, the nearest last, also of those that are
//! not here; `body` is plain text, its form is in `body_json` ([`document`]) and what hangs on it in
//! `attachments`; deleted comments have neither name nor text; everybody may have one post.

mod comment;
mod document;
mod post;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use super::json::{Found, Kind, Notes, Outline, Tree, Value, conclude};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};

pub(super) const LOADER: Loader = Loader {
    name: "substack",
    about: "comments, notes or a post of Substack, JSON of its site",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// How deep envelopes lie in each other; comments in `children` may lie as deep as they like.
const MAX_NESTING: u32 = 8;

/// What stands beside each other there and nowhere else.
const TELLING: &[&[&str]] = &[
    &["ancestor_path", "body"],
    &["ancestor_path", "id"],
    &["children_count", "reaction_count"],
    &["reaction_count", "user_id", "body"],
    &["reactions", "children[]", "body", "name"],
    &["canonical_url", "post_date"],
    &["canonical_url", "body_html"],
    &["publishedBylines[]", "title"],
];

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(outline) = Outline::of(input, &[]) else { return Likelihood::No };
    let is_feed = outline.has_any(&["items[].entity_key", "commentBranches[].comment"]);
    let is_one = is_feed || TELLING.iter().any(|ways| outline.has_together(ways));
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
        has_article: false,
        has_permalinks: false,
        skipped: 0,
    };
    if let Some(root) = tree.root() {
        let all = reader.gather(root);
        reader.article(&all);
        reader.comments(&all);
    }
    let found = reader.has_article || !reader.intake.builder.is_empty();
    let found = if found { Found::Something } else { Found::Nothing };
    let Reader { notes, intake, skipped, sink, .. } = reader;
    notes.finish(sink);
    conclude(input, LOADER.name, intake, skipped, tree.take_damage().map(|()| found), sink)
}

/// What there is.
#[derive(Debug, Default)]
struct All<'t> {
    /// Comments, and the place of the one that each lies in.
    comments: Vec<(Value<'t>, Option<usize>)>,
    /// Where those are that come in chains, by id.
    places: HashMap<String, usize>,
    /// Posts that are there in their own right.
    posts: Vec<Value<'t>>,
    /// Posts that comments of a feed are on.
    contexts: Vec<Value<'t>>,
}

/// What something lies in.
#[derive(Clone, Copy, Debug)]
enum In {
    /// An envelope.
    Envelope(u32),
    /// A list of comments, which may be of a feed and come again.
    Comments { again: bool },
    /// The children of a comment.
    Children(usize),
}

struct Reader<'s> {
    notes: Notes,
    sink: &'s mut dyn Sink,
    intake: Intake,
    has_article: bool,
    /// Whether the addresses of comments are made of the post's.
    has_permalinks: bool,
    skipped: usize,
}

impl Reader<'_> {
    fn gather<'t>(&mut self, root: Value<'t>) -> All<'t> {
        let mut all = All::default();
        let mut waiting = vec![(root, In::Envelope(0))];
        while let Some((value, within)) = waiting.pop() {
            let before = waiting.len();
            match (value.kind(), within) {
                (Kind::List, In::Envelope(depth)) if depth < MAX_NESTING => {
                    waiting.extend(value.items().map(|item| (item, In::Envelope(depth + 1))));
                }
                (Kind::Object, In::Envelope(depth)) if depth < MAX_NESTING => {
                    self.envelope(&mut all, value, depth + 1, &mut waiting);
                }
                (Kind::Object, _) => self.comment_in(&mut all, value, within, &mut waiting),
                (Kind::Null, _) => {}
                _ => self.skipped += 1,
            }
            if let Some(new) = waiting.get_mut(before..) {
                new.reverse();
            }
        }
        all
    }

    /// Opens an envelope: what it is, is told by what is in it.
    fn envelope<'t>(
        &mut self,
        all: &mut All<'t>,
        value: Value<'t>,
        depth: u32,
        waiting: &mut Vec<(Value<'t>, In)>,
    ) {
        let has = |keys: &[&str]| keys.iter().any(|key| value.get(key).is_some());
        if has(&["title"]) && has(&["canonical_url", "slug", "body_html", "post_date"]) {
            all.posts.push(value);
            let again = false;
            waiting
                .extend(self.notes.list(value, "comments").map(|of| (of, In::Comments { again })));
            return;
        }
        let is_comment = has(&["body", "ancestor_path", "body_json", "children"])
            || has(&["name"]) && has(&["date"]);
        if is_comment {
            waiting.push((value, In::Comments { again: false }));
            return;
        }
        let (before, again) = (waiting.len(), true);
        for key in ["items", "posts", "commentBranches"] {
            waiting.extend(self.notes.list(value, key).map(|item| (item, In::Envelope(depth))));
        }
        waiting.extend(self.notes.object(value, "item").map(|item| (item, In::Envelope(depth))));
        waiting
            .extend(self.notes.list(value, "parentComments").map(|c| (c, In::Comments { again })));
        for key in ["rootComment", "comment"] {
            waiting.extend(self.notes.object(value, key).map(|c| (c, In::Comments { again })));
        }
        for of in self.notes.list(value, "descendantComments") {
            let comment = of.get("comment").filter(|comment| comment.is_object()).unwrap_or(of);
            waiting.push((comment, In::Comments { again }));
        }
        let list = self.notes.list(value, "comments");
        waiting.extend(list.map(|comment| (comment, In::Comments { again: false })));
        // Under a comment, it counts them itself.
        if !has(&["rootComment"])
            && let Some(more) = self.notes.count(value, "moreBranches")
        {
            self.intake.builder.add_missing(None, more);
        }
        let is_about_comments = has(&["comment", "parentComments"]);
        if let Some(post) = self.notes.object(value, "post") {
            let posts = if is_about_comments { &mut all.contexts } else { &mut all.posts };
            posts.push(post);
        } else if waiting.len() == before
            && !has(&["entity_key", "nextCursor", "comments", "items"])
        {
            self.skipped += 1;
        }
    }

    fn comment_in<'t>(
        &mut self,
        all: &mut All<'t>,
        value: Value<'t>,
        within: In,
        waiting: &mut Vec<(Value<'t>, In)>,
    ) {
        let at = all.comments.len();
        let id = value.get("id").and_then(Value::id);
        if let Some(id) = id {
            let is_known = all.places.contains_key(id.as_ref());
            if is_known && matches!(within, In::Comments { again: true }) {
                return;
            }
            all.places.entry(id.into_owned()).or_insert(at);
        }
        let parent = match within {
            In::Children(parent) => Some(parent),
            _ => None,
        };
        all.comments.push((value, parent));
        waiting.extend(self.notes.list(value, "children").map(|child| (child, In::Children(at))));
    }
}
