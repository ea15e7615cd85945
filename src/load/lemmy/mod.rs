//! A discussion of Lemmy or `PieFed` as their APIs give it, in all versions since comments are views.
//!
//! `api/v3/comment/list` and `api/v3/post` ([API v3]), `api/v4/…` (lists are `items`, votes and counts
//! stand in the comment, times end in `_at`: [API v4]), `PieFed`'s `api/alpha/…` (`body` and `user_name`
//! for `content` and `name`: [`PieFed`]), answers saved together, and what wraps them.
//!
//! What bites: the parent is in `path` (`0.12.34`: of 34 it is 12), and need not be there, nor come
//! first; `child_count` counts the whole branch; lists may be of comments on many posts; posts stand
//! beside others (`cross_posts`) that are not what this is about.
//!
//! [API v3]: https://join-lemmy.org/api/v0.19
//! [API v4]: https://join-lemmy.org/api/main
//! [`PieFed`]: https://freamon.github.io/piefed-api/

mod branches;
mod post;
mod view;

use super::json::{Found, Kind, Notes, Outline, Tree, Value, conclude};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use branches::Branches;
use post::Post;
use view::View;

pub(super) const LOADER: Loader = Loader {
    name: "lemmy",
    about: "a discussion of Lemmy or PieFed, JSON of their APIs",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// What the view of a comment has.
const COMMENT: &[&str] = &[
    "comment.ap_id",
    "comment.path",
    "comment.post_id",
    "comment.distinguished",
    "comment.language_id",
    "counts.child_count",
    "creator.actor_id",
    "creator.instance_id",
    "creator_banned_from_community",
    "creator_is_moderator",
];
/// What the view of a post has.
const POST: &[&str] = &[
    "post.ap_id",
    "post.community_id",
    "post.language_id",
    "post.nsfw",
    "community.instance_id",
    "creator.instance_id",
    "creator_banned_from_community",
    "creator_is_moderator",
];
/// What a comment had when everything stood in it itself, in 2019 and 2020.
const FLAT: &[&str] =
    &["post_id", "creator_id", "creator_name", "creator_actor_id", "community_actor_id"];
/// How many of them make sure of it.
const ENOUGH: usize = 4;

/// What stands beside that which an answer is about.
const ASIDE: &[&str] = &[
    "cross_posts",
    "moderators",
    "community_view",
    "communities",
    "multi_communities",
    "person_view",
    "persons",
    "users",
    "site",
    "site_view",
];

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(outline) = Outline::of(input, &["\"creator"]) else { return Likelihood::No };
    let known = [COMMENT, POST, FLAT].map(|ways| outline.most_together(ways));
    match known.into_iter().max().unwrap_or(0) {
        ENOUGH.. => Likelihood::Certain,
        0..=1 => Likelihood::No,
        _ => Likelihood::Likely,
    }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut tree = Tree::read(input, stream, sink)?;
    let mut intake = Intake::by_id();
    tree.keep(&mut intake);
    let mut notes = Notes::default();
    let answer = Answer::of(&tree, &mut notes);
    let post = answer.post(&mut notes);
    let mut branches = Branches::of(&answer.views);
    if let Some(post) = &post {
        if let Some(declared) = post.comments {
            sink.declared(declared.into());
            branches.missing_roots(declared, answer.views.len());
        }
        sink.article(post.article(&mut notes));
    }
    let submitter = post.as_ref().and_then(|post| post.creator_id.as_deref());
    for (at, view) in answer.views.iter().enumerate() {
        if sink.stopped() {
            break;
        }
        let mut comment = view.comment(submitter, &mut notes);
        comment.more = branches.missing(at);
        intake.push(comment, sink);
    }
    intake.builder.add_missing(None, branches.roots);
    let is_empty = post.is_none() && intake.builder.is_empty();
    let found = if is_empty { Found::Nothing } else { Found::Something };
    let skipped = answer.skipped;
    drop((answer, post));
    notes.finish(sink);
    let outcome = tree.take_damage().map(|()| found);
    conclude(input, LOADER.name, intake, skipped, outcome, sink)
}

/// The views in an answer, whatever is around them.
#[derive(Default)]
struct Answer<'t> {
    views: Vec<View<'t>>,
    /// Views of posts, and whether it is the one that was asked for.
    posts: Vec<(Value<'t>, bool)>,
    /// How many of a list of comments are none.
    skipped: usize,
}

impl<'t> Answer<'t> {
    fn of(tree: &'t Tree, notes: &mut Notes) -> Answer<'t> {
        let mut answer = Answer::default();
        // With the key that each value has, or its list, and the comment that it is nested in.
        let root = tree.root().map(|root| (root, "".into(), None));
        let mut open: Vec<(Value<'t>, std::borrow::Cow<'t, str>, Option<usize>)> =
            root.into_iter().collect();
        while let Some((value, name, within)) = open.pop() {
            let start = open.len();
            if value.kind() == Kind::List {
                open.extend(value.items().map(|item| (item, name.clone(), within)));
            } else if !value.is_object() {
                let in_list = value.parent().is_some_and(|parent| parent.kind() == Kind::List);
                let in_list = in_list && matches!(&*name, "comments" | "items" | "replies");
                answer.skipped += usize::from(in_list && value.kind() != Kind::Null);
            } else {
                match What::is(value, &name) {
                    What::Comment => {
                        let above = within.and_then(|at: usize| answer.views.get(at));
                        let view = View::of(value, above, notes);
                        let within = Some(answer.views.len());
                        answer.views.push(view);
                        let replies = notes.list(value, "replies");
                        open.extend(replies.map(|reply| (reply, "replies".into(), within)));
                    }
                    What::Post => answer.posts.push((value, name == "post_view")),
                    What::Wrapper => {
                        expect(value, notes);
                        let aside = |value: &Value<'_>| ASIDE.contains(&value.key().as_ref());
                        let inside = value.children().filter(|child| !aside(child));
                        open.extend(inside.map(|child| (child, child.key(), None)));
                    }
                }
            }
            if let Some(pushed) = open.get_mut(start..) {
                pushed.reverse();
            }
        }
        answer
    }

    /// The post that all of it is about, if that is one.
    fn post(&self, notes: &mut Notes) -> Option<Post<'t>> {
        let mut asked = self.posts.iter().filter(|(_, asked)| *asked);
        if let (Some(&(view, _)), None) = (asked.next(), asked.next()) {
            return Some(Post::of_view(view, notes));
        }
        let mut ids = self.views.iter().filter_map(|view| view.post_id.as_deref());
        let id = ids.next();
        if !ids.all(|other| Some(other) == id) {
            return None;
        }
        if let [(view, _)] = *self.posts {
            let post = Post::of_view(view, notes);
            if self.views.is_empty() || id.is_some() && post.id.as_deref() == id {
                return Some(post);
            }
        }
        let view = self.views.iter().find(|view| view.post.is_some())?;
        Some(Post::of_comment(view.value, view.post?, notes))
    }
}

/// What an object is.
enum What {
    Comment,
    Post,
    Wrapper,
}

impl What {
    fn is(value: Value<'_>, name: &str) -> What {
        let has = |key: &str| value.get(key).is_some();
        let described = has("creator") || has("community") || has("counts");
        // Once everything stood in the comment and in the post itself.
        let flat = ["content", "post_id", "creator_id", "creator_name"];
        let flat = flat.iter().filter(|key| has(key)).count() > 1;
        let is_flat_post = name == "post" && has("community_id");
        if has("comment") && (described || has("post"))
            || name == "comment_view"
            || matches!(name, "comments" | "replies") && (described || flat || has("post"))
        {
            What::Comment
        } else if name == "post_view"
            || has("post") && described && !has("comments")
            || is_flat_post
        {
            What::Post
        } else {
            What::Wrapper
        }
    }
}

/// Notes what should hold views and does not.
fn expect(wrapper: Value<'_>, notes: &mut Notes) {
    for key in ["comments", "items"] {
        drop(notes.list(wrapper, key));
    }
    for key in ["comment_view", "post_view"] {
        notes.object(wrapper, key);
    }
}

#[cfg(test)]
mod tests;
