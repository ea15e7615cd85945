//! The posts of an answer: which answers which, and what each says.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::super::json::{Kind, Notes, Value};
use super::super::{Intake, Sink};
use super::Topic;
use super::cooked::{COOKED, plain_markup};
use crate::model::{
    Body, BodyKind, CommentId, Created, NewComment, Parent, Permalink, State, Text, Votes,
};

/// The number of the post that begins a topic.
const OPENING: i64 = 1;
/// What kind of action a like is.
const LIKE: i64 = 2;
/// What kinds of posts are no ordinary ones, and what to call them.
const KINDS: [(i64, &str); 3] = [(2, "moderator action"), (SMALL_ACTION, "action"), (4, "whisper")];
/// A post that says only what was done to the topic.
const SMALL_ACTION: i64 = 3;

/// One post, and what it names.
#[derive(Debug)]
pub(super) struct Post<'t> {
    pub(super) value: Value<'t>,
    pub(super) id: Option<Cow<'t, str>>,
    topic: Option<Cow<'t, str>>,
    number: Option<i64>,
    /// The number of the post that it answers.
    answers: Option<i64>,
}

/// All posts.
#[derive(Debug, Default)]
pub(super) struct Posts<'t> {
    list: Vec<Post<'t>>,
    /// Where each is, by its topic and number.
    by_number: HashMap<(Option<Cow<'t, str>>, i64), usize>,
    /// Where the post is that is the article.
    opening: Option<usize>,
    is_one_topic: bool,
}

impl<'t> Posts<'t> {
    /// `is_topic` says that they come as those of one topic, and `first` is the id of its opening
    /// post, if that is known.
    pub(super) fn of(
        values: Vec<Value<'t>>,
        is_topic: bool,
        first: Option<&str>,
        notes: &mut Notes,
    ) -> Posts<'t> {
        let mut posts: Vec<Post<'t>> = values.into_iter().map(|post| read(post, notes)).collect();
        let topics: HashSet<_> = posts.iter().filter_map(|post| post.topic.clone()).collect();
        let is_one_topic = is_topic || topics.len() <= 1;
        if is_one_topic {
            for post in &mut posts {
                post.topic = None;
            }
        }
        let mut by_number = HashMap::new();
        for (at, post) in posts.iter().enumerate() {
            if let Some(number) = post.number {
                by_number.entry((post.topic.clone(), number)).or_insert(at);
            }
        }
        // One whose number is lost is known by its place.
        let is_opening = |post: &&Post<'_>| {
            is_topic
                && post.number.is_none()
                && first.is_none_or(|id| post.id.as_deref() == Some(id))
        };
        let first = || posts.first().filter(is_opening).map(|_| 0);
        let opening = by_number.get(&(None, OPENING)).copied().or_else(first);
        let opening = opening.filter(|_| is_one_topic);
        Posts { list: posts, by_number, opening, is_one_topic }
    }

    pub(super) fn all(&self) -> &[Post<'t>] {
        &self.list
    }

    pub(super) fn is_one_topic(&self) -> bool {
        self.is_one_topic
    }

    /// The post that is the article, if it is here.
    pub(super) fn opening(&self) -> Option<&Post<'t>> {
        self.list.get(self.opening?)
    }
}

fn read<'t>(value: Value<'t>, notes: &mut Notes) -> Post<'t> {
    Post {
        value,
        id: notes.id(value, "id"),
        topic: notes.id(value, "topic_id"),
        number: number(notes, value, "post_number"),
        answers: number(notes, value, "reply_to_post_number"),
    }
}

/// A number of a post, which some write as a text.
pub(super) fn number(notes: &mut Notes, of: Value<'_>, key: &str) -> Option<i64> {
    notes.read(of, key, "a number", |value| {
        value.whole().or_else(|| value.text()?.trim().parse().ok())
    })
}

/// Who wrote a post: what mentions call them, or else the name that is shown.
pub(super) fn author(notes: &mut Notes, post: Value<'_>) -> Option<String> {
    let keys = ["username", "display_username", "name"];
    keys.into_iter().find_map(|key| notes.line(post, key))
}

/// Whether somebody changed a post after it was sent. That it was made anew is no change.
pub(super) fn is_edited(notes: &mut Notes, post: Value<'_>) -> bool {
    let version = notes.whole(post, "version");
    version.is_some_and(|version| version > 1) || notes.line(post, "edit_reason").is_some()
}

/// Hands all posts on but the opening one.
pub(super) fn hand_over(
    posts: &Posts<'_>,
    topic: &Topic,
    notes: &mut Notes,
    intake: &mut Intake,
    sink: &mut dyn Sink,
) {
    let mut places: Vec<Option<CommentId>> = vec![None; posts.list.len()];
    for (at, post) in posts.list.iter().enumerate() {
        if posts.opening == Some(at) {
            continue;
        }
        if sink.stopped() {
            return;
        }
        let comment = comment(post, topic, notes);
        let parent = parent(posts, at, post, &places);
        let place = intake.push(NewComment { parent, ..comment }, sink);
        if let Some(slot) = places.get_mut(at) {
            *slot = Some(place);
        }
    }
}

/// What a post answers. Who answers the article starts a thread.
fn parent<'p>(
    posts: &'p Posts<'_>,
    at: usize,
    post: &Post<'_>,
    places: &[Option<CommentId>],
) -> Parent<'p> {
    let Some(number) = post.answers.filter(|&number| post.number != Some(number)) else {
        return Parent::Root;
    };
    let found = posts.by_number.get(&(post.topic.clone(), number)).copied();
    match found {
        Some(found) if found == at || posts.opening == Some(found) => Parent::Root,
        Some(found) => match posts.list.get(found).and_then(|post| post.id.as_deref()) {
            Some(id) => Parent::Id(id.into()),
            None => places.get(found).copied().flatten().map_or(Parent::Root, Parent::At),
        },
        None if number <= OPENING => Parent::Root,
        // No id looks like that, so it stays one that is not here.
        None => Parent::Id(format!("post {number}").into()),
    }
}

fn comment<'t>(post: &Post<'t>, topic: &Topic, notes: &mut Notes) -> NewComment<'t> {
    let value = post.value;
    let author = author(notes, value);
    let mut roles = Vec::new();
    let is_op = author.is_some() && author == topic.op;
    let (is_moderator, is_admin) = (notes.flag(value, "moderator"), notes.flag(value, "admin"));
    let is_staff = notes.flag(value, "staff") && !is_moderator && !is_admin;
    let is_named = topic.accepted.is_some() && topic.accepted == post.number;
    let is_accepted = notes.flag(value, "accepted_answer") || is_named;
    let kind = notes.whole(value, "post_type");
    for (is, role) in [
        (is_op, "op"),
        (is_moderator, "moderator"),
        (is_admin, "admin"),
        (is_staff, "staff"),
        (is_accepted, "accepted answer"),
    ] {
        roles.extend(is.then(|| role.to_owned()));
    }
    let word = KINDS.into_iter().find(|(number, _)| kind == Some(*number));
    roles.extend(word.map(|(_, word)| word.to_owned()));
    NewComment {
        id: post.id.clone().map(Into::into),
        state: state(notes, value, author.as_deref()),
        author: author.unwrap_or_default().into(),
        created: notes.time(value, "created_at").map_or(Created::Unknown, Created::At),
        votes: Votes { score: likes(notes, value), ..Votes::default() },
        edited: is_edited(notes, value),
        roles,
        permalink: permalink(post, topic, notes),
        body: body(notes, value),
        ..NewComment::default()
    }
}

/// What became of a post. One that its readers flagged is hidden, as if it were removed.
fn state(notes: &mut Notes, post: Value<'_>, author: Option<&str>) -> State {
    let by_author = notes.flag(post, "user_deleted");
    let is_hidden = notes.flag(post, "hidden");
    let is_gone = notes.time(post, "deleted_at").is_some();
    let by = notes.object(post, "deleted_by");
    let by = by.and_then(|by| notes.line(by, "username"));
    if by_author || is_gone && by.is_some() && by.as_deref() == author {
        State::Deleted
    } else if is_hidden || is_gone {
        State::Removed
    } else {
        State::Live
    }
}

/// How many like a post. Where nobody does, the summary of actions does not speak of it.
fn likes(notes: &mut Notes, post: Value<'_>) -> Option<i32> {
    let mut likes = None;
    for action in notes.objects(post, "actions_summary") {
        if notes.whole(action, "id") == Some(LIKE) {
            likes = notes.votes(action, "count");
        }
    }
    let is_told = post.get("actions_summary").is_some_and(|actions| actions.kind() == Kind::List);
    likes
        .or_else(|| notes.votes(post, "like_count"))
        .or_else(|| reactions(notes, post))
        .or(is_told.then_some(0))
}

/// How many reacted to a post, with whatever picture.
fn reactions(notes: &mut Notes, post: Value<'_>) -> Option<i32> {
    let people = notes.votes(post, "reaction_users_count");
    people.or_else(|| {
        let mut sum: Option<i32> = None;
        for reaction in notes.objects(post, "reactions") {
            let count = notes.votes(reaction, "count").unwrap_or(0);
            sum = Some(sum.unwrap_or(0).saturating_add(count));
        }
        sum
    })
}

fn permalink(post: &Post<'_>, topic: &Topic, notes: &mut Notes) -> Permalink<'static> {
    let given = notes.line(post.value, "post_url");
    if let Some(url) = given.as_ref().filter(|url| url.starts_with("http")) {
        return Permalink::Given(url.clone().into());
    }
    let Some(origin) = &topic.origin else { return Permalink::Unknown };
    let path = given.filter(|path| path.starts_with('/')).or_else(|| {
        let id = notes.id(post.value, "topic_id")?;
        let slug = notes.line(post.value, "topic_slug").unwrap_or_else(|| "-".to_owned());
        Some(format!("/t/{slug}/{id}/{}", post.number?))
    });
    path.map_or(Permalink::Unknown, |path| Permalink::Given(format!("{origin}{path}").into()))
}

/// What a post says; of an action, where there is no text, what was done.
fn body<'t>(notes: &mut Notes, post: Value<'t>) -> Body<Text<'t>> {
    let mut text = |key: &str| {
        notes.read(post, key, "a text", |value| (value.kind() == Kind::Text).then_some(value))
    };
    let (html, markdown) = (text("cooked"), text("raw"));
    let kind = if html.is_some() { BodyKind::Html } else { BodyKind::Markdown };
    let given = html.or(markdown);
    if let Some(polls) = polls(notes, post) {
        let text = given.and_then(Value::text).unwrap_or_default();
        // Markdown has HTML in it too.
        let text = format!("{}\n\n{polls}", plain_markup(&text));
        return Body { kind, text: Text::Given(text.into()) };
    }
    let is_empty = given.and_then(Value::text).is_none_or(|text| text.trim().is_empty());
    if let Some(action) = notes.line(post, "action_code").filter(|_| is_empty) {
        let who = notes.line(post, "action_code_who");
        let who = who.map(|who| format!(": {who}")).unwrap_or_default();
        let words = format!("{}{who}", action.replace(['.', '_'], " "));
        return Body { kind: BodyKind::Plain, text: words.into() };
    }
    let kept = match given.and_then(Value::body) {
        Some(Text::Kept(span, _)) if kind == BodyKind::Html => Some(Text::Kept(span, &COOKED)),
        kept => kept,
    };
    Body { kind, text: kept.unwrap_or_default() }
}

/// What the polls of a post came to, as HTML.
pub(super) fn polls(notes: &mut Notes, post: Value<'_>) -> Option<String> {
    let mut html = String::new();
    for poll in notes.objects(post, "polls") {
        let title = notes.line(poll, "title").unwrap_or_else(|| "Poll".to_owned());
        let voters = notes.count(poll, "voters");
        let voters = voters.map(|voters| format!(" (voters: {voters})")).unwrap_or_default();
        let options = notes.objects(poll, "options");
        let options: String = options.into_iter().map(|option| choice(notes, option)).collect();
        html +=
            &["<p><strong>", &title, "</strong>", &voters, "</p><ul>", &options, "</ul>"].concat();
    }
    (!html.is_empty()).then_some(html)
}

/// A choice of a poll, with its votes where they are told.
fn choice(notes: &mut Notes, option: Value<'_>) -> String {
    let text = notes.text(option, "html").unwrap_or_default();
    match notes.count(option, "votes") {
        None => format!("<li>{text}</li>"),
        Some(1) => format!("<li>{text} (1 vote)</li>"),
        Some(votes) => format!("<li>{text} ({votes} votes)</li>"),
    }
}
