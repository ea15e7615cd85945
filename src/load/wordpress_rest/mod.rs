//! Comments of a WordPress site as its REST API gives them.
//!
//! `wp-json/wp/v2/comments`, `wp-json/wp/v2/posts/ID` ([REST API handbook]), the same with `_embed`
//! or in an `_envelope`, and the older API of WordPress.com and Jetpack, `rest/v1.1/sites/SITE/posts/ID`
//! and its `replies` ([its reference]). What bites: a list is newest first and may be of many posts;
//! parents may be on another page of it; `date` has no time zone, `date_gmt` is UTC; names have
//! entities; what is embedded has fewer fields than the same in the list.
//!
//! [REST API handbook]: https://developer.wordpress.org/rest-api/reference/comments/
//! [its reference]: https://developer.wordpress.com/docs/api/1.1/get/sites/%24site/posts/%24post_ID/replies/

mod comment;
mod post;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use super::json::{Found, Kind, Notes, Outline, Tree, Value, conclude};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};

pub(super) const LOADER: Loader = Loader {
    name: "wordpress_rest",
    about: "comments or a post of WordPress, JSON of its REST API",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// How deep lists lie in each other: `[post, [comment]]`, `replies: [[comment]]`.
const MAX_NESTING: u32 = 4;

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(outline) = Outline::of(input, &["\"content\""]) else { return Likelihood::No };
    let is_one = ["", "[].", "[][].", "body.", "body[].", "[].body[]."].iter().any(|before| {
        let has = |key: &str| outline.has(&format!("{before}{key}"));
        let of_wp2 = has("content.rendered")
            && ["author_name", "title.rendered", "post", "slug"].into_iter().any(has);
        let is_post = has("site_ID") && has("URL") && has("title");
        of_wp2 || (has("ID") && is_post)
    });
    let of_v1 = outline.has_all(&["comments[].ID", "comments[].content", "comments[].URL"]);
    let posts_v1 = outline.has_all(&["posts[].ID", "posts[].site_ID", "posts[].content"]);
    if is_one || of_v1 || posts_v1 { Likelihood::Certain } else { Likelihood::No }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut tree = Tree::read(input, stream, sink)?;
    let mut intake = Intake::by_id();
    tree.keep(&mut intake);
    let mut reader = Reader {
        notes: Notes::default(),
        sink,
        intake,
        before: None,
        has_article: false,
        zoneless: false,
        left_out: 0,
        skipped: 0,
    };
    if let Some(root) = tree.root() {
        let mut answer = Answer::default();
        reader.gather(&mut answer, root);
        reader.article(&answer);
        reader.comments(&answer);
    }
    let found = reader.has_article || !reader.intake.builder.is_empty();
    let found = if found { Found::Something } else { Found::Nothing };
    let Reader { notes, intake, skipped, zoneless, left_out, sink, .. } = reader;
    notes.finish(sink);
    if zoneless {
        sink.warning("some dates have no time zone; they are read as UTC".into());
    }
    match left_out {
        0 => {}
        1 => sink.warning("1 comment is spam or trash; it is left out".into()),
        many => sink.warning(format!("{many} comments are spam or trash; they are left out")),
    }
    conclude(input, LOADER.name, intake, skipped, tree.take_damage().map(|()| found), sink)
}

/// What an answer is made of.
#[derive(Debug, Default)]
struct Answer<'t> {
    comments: Vec<Value<'t>>,
    /// The posts that are there in their own right come first.
    posts: Vec<Value<'t>>,
    /// How many of them those are.
    own_posts: usize,
    /// The ids of what is there.
    seen: HashSet<(bool, String)>,
    /// The ids of comments that are answered.
    answered: HashSet<String>,
    /// Who wrote which post, by their ids.
    authors: HashMap<String, String>,
    /// The posts that comments are of.
    commented: HashSet<String>,
}

impl Answer<'_> {
    /// Who wrote a post; what is embedded in one does not name it.
    fn author_of(&self, post: Option<&str>) -> Option<&String> {
        match post {
            Some(post) => self.authors.get(post),
            None if self.authors.len() == 1 => self.authors.values().next(),
            None => None,
        }
    }
}

struct Reader<'s> {
    notes: Notes,
    sink: &'s mut dyn Sink,
    intake: Intake,
    /// What stands before the ids in the addresses of comments.
    before: Option<String>,
    has_article: bool,
    /// Whether a date named no time zone.
    zoneless: bool,
    /// How many comments are spam or in the trash.
    left_out: usize,
    skipped: usize,
}

impl Reader<'_> {
    /// Sorts out what there is: first what the answer is about, then what is embedded in that.
    fn gather<'t>(&mut self, answer: &mut Answer<'t>, root: Value<'t>) {
        let mut waiting = vec![(root, 0)];
        let mut embedded = Vec::new();
        while let Some((value, depth)) = waiting.pop() {
            match value.kind() {
                Kind::List if depth < MAX_NESTING => {
                    let before = waiting.len();
                    waiting.extend(value.items().map(|item| (item, depth + 1)));
                    if let Some(new) = waiting.get_mut(before..) {
                        new.reverse();
                    }
                }
                Kind::Object => match self.inside(value) {
                    Some(list) => waiting.push((list, depth + 1)),
                    None => self.take(answer, value, false, &mut embedded),
                },
                Kind::Null => {}
                _ => self.skipped += 1,
            }
        }
        answer.own_posts = answer.posts.len();
        let mut at = 0;
        while let Some(&value) = embedded.get(at) {
            self.take(answer, value, true, &mut embedded);
            at += 1;
        }
    }

    /// What an object is the envelope of.
    fn inside<'t>(&mut self, of: Value<'t>) -> Option<Value<'t>> {
        let is_list = |value: &Value<'_>| value.kind() == Kind::List;
        if let Some(list) = of.get("comments").filter(is_list) {
            if let Some(found) = self.notes.count(of, "found") {
                self.sink.declared(found.into());
            }
            return Some(list);
        }
        if let Some(list) = of.get("posts").filter(is_list) {
            return Some(list);
        }
        let body = of.get("body").filter(|body| is_list(body) || body.is_object())?;
        let total = of.way(&["headers", "X-WP-Total"]).filter(|_| is_list(&body));
        if let Some(total) = total.and_then(Value::id).and_then(|total| total.parse().ok()) {
            self.sink.declared(total);
        }
        Some(body)
    }

    fn take<'t>(
        &mut self,
        answer: &mut Answer<'t>,
        value: Value<'t>,
        is_embedded: bool,
        embedded: &mut Vec<Value<'t>>,
    ) {
        let has = |key: &str| value.get(key).is_some();
        let is_post = ["title", "slug", "excerpt"].into_iter().any(has);
        let is_comment = !is_post
            && ["author_name", "content", "raw_content", "post", "parent"].into_iter().any(has);
        if !is_post && !is_comment {
            // An error stands where somebody may not see what is embedded.
            self.skipped += usize::from(!is_embedded);
            return;
        }
        let id = value.get("id").or_else(|| value.get("ID")).and_then(Value::id);
        if let Some(id) = &id {
            let is_new = answer.seen.insert((is_post, id.clone().into_owned()));
            if is_embedded && !is_new {
                return;
            }
        }
        if is_post {
            let author = value.get("author").and_then(|author| comment::user_id(author));
            if let Some((id, author)) = id.zip(author) {
                answer.authors.insert(id.into_owned(), author);
            }
            answer.posts.push(value);
        } else {
            answer.answered.extend(comment::parent_id(value).map(std::borrow::Cow::into_owned));
            answer.commented.extend(comment::post_id(value).map(std::borrow::Cow::into_owned));
            answer.comments.push(value);
        }
        if let Some(of) = self.notes.object(value, "_embedded") {
            for kind in ["up", "in-reply-to", "children", "replies"] {
                for item in self.notes.list(of, kind) {
                    match item.kind() {
                        Kind::List => embedded.extend(item.items().filter(|item| item.is_object())),
                        Kind::Object => embedded.push(item),
                        _ => {}
                    }
                }
            }
        }
    }
}
