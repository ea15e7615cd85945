//! An answer of the API.

use std::borrow::Cow;

use crate::load::entities::{name_line, title_line};
use crate::load::json::{Found, Kind, Notes, Tree, Value, conclude};
use crate::load::{Input, Intake, LoadError, Sink, Stream};
use crate::markup::from_html;
use crate::model::{
    Article, Body, BodyKind, Created, NewComment, Parent, Permalink, State, Text, Votes,
};

/// How deep lists and envelopes lie in each other.
const MAX_NESTING: u32 = 5;

pub(super) fn load(
    input: &Input<'_>,
    stream: Stream<'_>,
    sink: &mut dyn Sink,
) -> Result<(), LoadError> {
    let mut tree = Tree::read(input, stream, sink)?;
    let mut intake = Intake::by_id();
    tree.keep(&mut intake);
    let mut reader = Reader {
        notes: Notes::default(),
        sink,
        intake,
        has_article: false,
        is_cut: false,
        skipped: 0,
    };
    if let Some(root) = tree.root() {
        let all = reader.gather(root);
        reader.article(&all);
        for &post in &all.posts {
            if reader.sink.stopped() {
                break;
            }
            reader.post(post, &all);
        }
    }
    let found = reader.has_article || !reader.intake.builder.is_empty();
    let found = if found { Found::Something } else { Found::Nothing };
    let Reader { notes, intake, skipped, is_cut, sink, .. } = reader;
    notes.finish(sink);
    if is_cut {
        sink.warning("the source has more pages than are here".into());
    }
    let outcome = tree.take_damage().map(|()| found);
    conclude(input, super::LOADER.name, intake, skipped, outcome, sink)
}

/// What there is.
#[derive(Debug, Default)]
struct All<'t> {
    threads: Vec<Value<'t>>,
    posts: Vec<Value<'t>>,
}

struct Reader<'s> {
    notes: Notes,
    sink: &'s mut dyn Sink,
    intake: Intake,
    has_article: bool,
    /// Whether there are more pages.
    is_cut: bool,
    skipped: usize,
}

/// The one thread that posts bring with them.
fn thread_of<'t>(posts: &[Value<'t>]) -> Option<Value<'t>> {
    let threads = || posts.iter().filter_map(|post| post.get("thread"));
    let mut ids =
        threads().filter_map(|of| if of.is_object() { of.get("id")?.id() } else { of.id() });
    let is_known = |of: &Value<'_>| of.get("title").is_some() || of.get("link").is_some();
    let first = ids.next();
    let is_one = ids.all(|id| first.as_ref() == Some(&id));
    threads().find(is_known).filter(|_| is_one)
}

impl Reader<'_> {
    fn gather<'t>(&mut self, root: Value<'t>) -> All<'t> {
        let mut all = All::default();
        let mut waiting = vec![(root, 0)];
        while let Some((value, depth)) = waiting.pop() {
            let before = waiting.len();
            match value.kind() {
                Kind::List if depth < MAX_NESTING => {
                    waiting.extend(value.items().map(|item| (item, depth + 1)));
                }
                Kind::Object => {
                    let has = |keys: &[&str]| keys.iter().any(|key| value.get(key).is_some());
                    if has(&["clean_title", "title"]) && !has(&["raw_message", "isSpam"]) {
                        all.threads.push(value);
                    } else if has(&["message", "raw_message", "isSpam", "isApproved", "points"]) {
                        all.posts.push(value);
                    } else {
                        self.envelope(value, depth + 1, &mut waiting);
                    }
                }
                Kind::Null => {}
                _ => self.skipped += 1,
            }
            if let Some(new) = waiting.get_mut(before..) {
                new.reverse();
            }
        }
        if all.threads.is_empty() {
            all.threads.extend(thread_of(&all.posts));
        }
        all
    }

    fn envelope<'t>(&mut self, of: Value<'t>, depth: u32, waiting: &mut Vec<(Value<'t>, u32)>) {
        if depth > MAX_NESTING {
            self.skipped += 1;
            return;
        }
        let open =
            |value: Value<'t>| matches!(value.kind(), Kind::List | Kind::Object).then_some(value);
        let mut is_one = false;
        for key in ["response", "thread", "posts"] {
            let value = self.notes.read(of, key, "a list or an object", open);
            is_one |= value.is_some();
            waiting.extend(value.map(|value| (value, depth)));
        }
        if let Some(cursor) = self.notes.object(of, "cursor") {
            is_one = true;
            self.is_cut |= self.notes.flag(cursor, "hasNext");
            if let Some(total) = self.notes.count(cursor, "total") {
                self.sink.declared(total.into());
            }
        }
        self.skipped += usize::from(!is_one);
    }

    fn article(&mut self, all: &All<'_>) {
        let [thread] = all.threads.as_slice() else { return };
        let thread = *thread;
        let title = self.notes.text(thread, "clean_title");
        let title = title.or_else(|| self.notes.text(thread, "title"));
        let (byline, _) = self.author(thread);
        if thread.get("posts").is_some_and(|posts| posts.kind() == Kind::Number)
            && let Some(posts) = self.notes.count(thread, "posts")
        {
            self.sink.declared(posts.into());
        }
        let is_closed = self.notes.flag(thread, "isClosed");
        self.has_article = true;
        self.sink.article(Article {
            title: title.and_then(|title| title_line(&title)),
            byline: Some(byline).filter(|name| !name.is_empty()),
            site: self.notes.line(thread, "forum"),
            published: self.notes.time(thread, "createdAt"),
            url: self.notes.line(thread, "link"),
            blocks: from_html(&self.notes.text(thread, "message").unwrap_or_default()),
            notices: is_closed
                .then(|| "The discussion is closed.".to_owned())
                .into_iter()
                .collect(),
            ..Article::default()
        });
    }

    /// The name and id of an author, who may be an id alone.
    fn author(&mut self, of: Value<'_>) -> (String, Option<String>) {
        // A thread names its author by id alone.
        let is_thread = of.get("clean_title").is_some() || of.get("title").is_some();
        let person = |value: Value<'_>| {
            (value.is_object() || is_thread && value.id().is_some()).then_some(())
        };
        self.notes.read(of, "author", "an object", person);
        let Some(author) = of.get("author") else { return (String::new(), None) };
        if !author.is_object() {
            return (String::new(), author.id().map(Cow::into_owned));
        }
        let name = self.notes.text(author, "name").filter(|name| !name.is_empty());
        let name = name.or_else(|| self.notes.text(author, "username")).unwrap_or_default();
        let id = self.notes.id(author, "id").map(Cow::into_owned);
        (name_line(&name), id)
    }

    fn post(&mut self, post: Value<'_>, all: &All<'_>) {
        if !post.is_object() {
            self.skipped += 1;
            return;
        }
        let id = self.notes.id(post, "id");
        if id.is_none() && post.get("id").is_none() {
            self.notes.missing(post, "id");
        }
        let (author, user) = self.author(post);
        let thread = match all.threads.as_slice() {
            [thread] => Some(*thread),
            _ => post.get("thread").filter(|thread| thread.is_object()),
        };
        let owner = thread.and_then(|thread| self.author(thread).1);
        let mut roles = Vec::new();
        if user.is_some() && user == owner {
            roles.push("author".to_owned());
        }
        let is_approved = self.notes.read(post, "isApproved", "true or false", Value::flag);
        let flags = [
            (self.notes.flag(post, "isHighlighted"), "featured"),
            (is_approved == Some(false), "unapproved"),
        ];
        roles.extend(flags.iter().filter(|(is_so, _)| *is_so).map(|(_, role)| (*role).to_owned()));
        for label in self.notes.list(post, "moderationLabels") {
            roles.extend(label.text().and_then(|label| title_line(&label)));
        }
        let link = self.notes.line(post, "url").or_else(|| {
            let page = self.notes.line(thread?, "link")?;
            Some(format!("{page}#comment-{}", id.as_ref()?))
        });
        let open = |of: Value<'_>| (of.is_object() || of.id().is_some()).then_some(());
        self.notes.read(post, "thread", "an object", open);
        let parent = self.notes.id(post, "parent").filter(|id| id != "0");
        let state = self.state(post);
        let body = self.body(post);
        let new = NewComment {
            parent: parent.map_or(Parent::Root, Parent::Id),
            author: author.into(),
            created: self.notes.time(post, "createdAt").map_or(Created::Unknown, Created::At),
            votes: self.votes(post),
            edited: self.notes.flag(post, "isEdited"),
            roles,
            permalink: link.map_or(Permalink::Unknown, |link| Permalink::Given(link.into())),
            more: u32::from(self.notes.flag(post, "hasMore")),
            body: if matches!(state, State::Live) || self.notes.flag(post, "isSpam") {
                body
            } else {
                Body::default()
            },
            state,
            id: id.map(Into::into),
            ..NewComment::default()
        };
        self.intake.push(new, self.sink);
    }

    fn state(&mut self, post: Value<'_>) -> State {
        let by_author = self.notes.read(post, "isDeletedByAuthor", "true or false", Value::flag);
        let deleted = self.notes.flag(post, "isDeleted");
        let spam = self.notes.flag(post, "isSpam");
        match (deleted, by_author) {
            (true, Some(false)) => State::Removed,
            (true, _) | (_, Some(true)) => State::Deleted,
            _ if spam => State::Removed,
            _ => State::Live,
        }
    }

    fn votes(&mut self, post: Value<'_>) -> Votes {
        let up = self.notes.votes(post, "likes");
        let down = self.notes.votes(post, "dislikes");
        let sum = || Some(up?.saturating_sub(down.unwrap_or(0)));
        Votes { score: self.notes.votes(post, "points").or_else(sum), up, down }
    }

    /// HTML, or the text that it was made of.
    fn body(&mut self, post: Value<'_>) -> Body<Text<'static>> {
        if let Some(text) = self.notes.read(post, "message", "a text", Value::body) {
            return Body { kind: BodyKind::Html, text };
        }
        let text = self.notes.read(post, "raw_message", "a text", Value::body);
        let raw = post.get("raw_message").and_then(Value::text).unwrap_or_default();
        let kind = if raw.contains('<') { BodyKind::Html } else { BodyKind::Plain };
        Body { kind, text: text.unwrap_or_default() }
    }
}
