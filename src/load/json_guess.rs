//! JSON of no known kind that has a list of things with something like a text and an author, a
//! parent or a time: taken for comments, by the names that people give such fields.
//!
//! Lists may be flat, with parents by id, or nested. Everything is a guess here, and the reader is
//! told so, and by which names.

use std::borrow::Cow;
use std::collections::HashMap;

use super::json::{Found, Kind, Notes, Outline, Tree, Value, conclude, instant, may_be_json};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::markup::{from_html, from_plain};
use crate::model::{
    Article, Block, Body, BodyKind, CommentId, Created, NewComment, Parent, Permalink, Votes,
};
use crate::text::clean_line;

pub(super) const LOADER: Loader = Loader {
    name: "json_guess",
    about: "any other JSON with a list of texts by people, by guess",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// What fields are called, the surest name first; in lower case, without what parts words.
const TEXT: [&str; 17] = [
    "commenttext",
    "commentbody",
    "bodyhtml",
    "contenthtml",
    "html",
    "body",
    "content",
    "text",
    "comment",
    "message",
    "rawmessage",
    "raw",
    "rendered",
    "markdown",
    "note",
    "review",
    "value",
];
const AUTHOR: [&str; 19] = [
    "author",
    "authorname",
    "username",
    "user",
    "commenter",
    "creator",
    "displayname",
    "nickname",
    "nick",
    "by",
    "owner",
    "poster",
    "postedby",
    "createdby",
    "account",
    "member",
    "from",
    "sender",
    "name",
];
/// What an author's name is called where an author is an object.
const PERSON: [&str; 9] = [
    "displayname",
    "username",
    "name",
    "nickname",
    "login",
    "handle",
    "screenname",
    "acct",
    "fullname",
];
const ID: [&str; 7] = ["id", "commentid", "uuid", "cid", "guid", "key", "postid"];
const PARENT: [&str; 14] = [
    "parentid",
    "parent",
    "parentcommentid",
    "parentcomment",
    "inreplytoid",
    "inreplyto",
    "replytoid",
    "replyto",
    "parentuuid",
    "parentguid",
    "parentpostid",
    "respondsto",
    "replyingto",
    "parentkey",
];
const TIME: [&str; 16] = [
    "createdat",
    "created",
    "createdutc",
    "publishedat",
    "published",
    "datecreated",
    "datepublished",
    "postedat",
    "posted",
    "timestamp",
    "createdtime",
    "creationdate",
    "datetime",
    "date",
    "time",
    "submittedat",
];
const SCORE: [&str; 13] = [
    "score",
    "points",
    "votes",
    "votecount",
    "likecount",
    "likescount",
    "likes",
    "favouritescount",
    "favoritescount",
    "reactionscount",
    "karma",
    "rating",
    "recommendations",
];
const UP: [&str; 5] = ["upvotes", "up", "upvotecount", "thumbsup", "ups"];
const DOWN: [&str; 6] = ["downvotes", "down", "downvotecount", "thumbsdown", "downs", "dislikes"];
const LINK: [&str; 6] = ["permalink", "url", "link", "htmlurl", "weburl", "href"];
const TITLE: [&str; 5] = ["title", "headline", "subject", "topic", "storytitle"];

/// Those of them that much else is called, too.
const WEAK: [&str; 13] = [
    "html",
    "raw",
    "rendered",
    "note",
    "review",
    "value",
    "name",
    "from",
    "owner",
    "member",
    "account",
    "createdby",
    "sender",
];

/// Numbers beyond this are milliseconds: as seconds they would lie 3,000 years ahead.
const MILLISECONDS: i64 = 100_000_000_000;
/// How many names of lists are remembered.
const MAX_LISTS: usize = 16;
/// How deep an author's name or a text may lie in objects.
const MAX_INNER: usize = 2;

fn sniff(input: &Input<'_>) -> Likelihood {
    if !may_be_json(input.bytes) {
        return Likelihood::No;
    }
    let Some(outline) = Outline::of(input, &[]) else { return Likelihood::No };
    let mut lists: HashMap<&str, Signs> = HashMap::new();
    for way in outline.ways() {
        let Some((list, key)) = way.rsplit_once("[].") else { continue };
        lists.entry(list).or_default().see(&bare(key));
    }
    if lists.values().any(Signs::are_enough) { Likelihood::Possible } else { Likelihood::No }
}

/// Which fields a thing has, by their names.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, in any mixture")]
struct Signs {
    text: bool,
    author: bool,
    parent: bool,
    /// A text or an author by a name that much else has.
    weak_text: bool,
    weak_author: bool,
    /// A time or an id.
    about: bool,
}

impl Signs {
    /// Sees a field of this name, in lower case.
    fn see(&mut self, key: &str) {
        self.text |= TEXT.contains(&key) && !WEAK.contains(&key);
        self.author |= AUTHOR.contains(&key) && !WEAK.contains(&key);
        self.parent |= PARENT.contains(&key);
        self.weak_text |= TEXT.contains(&key);
        self.weak_author |= AUTHOR.contains(&key);
        self.about |= TIME.contains(&key) || ID.contains(&key);
    }

    /// Whether what has these is a comment, as far as one can guess: headers of requests, parts of
    /// packages, entries of a changelog have some of them.
    fn are_enough(&self) -> bool {
        let by_text = self.text && (self.author || self.parent || self.weak_author && self.about);
        by_text || self.weak_text && self.author && (self.parent || self.about)
    }
}

/// A name without case and without what parts words.
fn bare(name: &str) -> Cow<'_, str> {
    if name.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(name);
    }
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    Cow::Owned(letters.flat_map(char::to_lowercase).collect())
}

/// The field of `thing` that has the surest of `names` and of which `read` makes something.
fn field<'t, T>(
    thing: Value<'t>,
    names: &[&str],
    read: impl Fn(Value<'t>) -> Option<T>,
) -> Option<(T, Value<'t>)> {
    let mut best: Option<(usize, T, Value<'t>)> = None;
    for value in thing.children() {
        let key = value.key();
        let Some(rank) = names.iter().position(|name| *name == bare(&key)) else { continue };
        if best.as_ref().is_some_and(|(before, ..)| *before <= rank) {
            continue;
        }
        if let Some(found) = read(value) {
            best = Some((rank, found, value));
        }
    }
    best.map(|(_, found, value)| (found, value))
}

/// The text that a value is, or that lies in it under such a name.
fn text_in<'t>(value: Value<'t>, names: &[&str]) -> Option<Value<'t>> {
    let mut here = value;
    for _ in 0..=MAX_INNER {
        match here.kind() {
            Kind::Text => return Some(here),
            Kind::Object => {
                let inner = |value: Value<'t>| {
                    matches!(value.kind(), Kind::Text | Kind::Object).then_some(())
                };
                here = field(here, names, inner)?.1;
            }
            _ => return None,
        }
    }
    None
}

fn text_of(thing: Value<'_>) -> Option<(Value<'_>, Value<'_>)> {
    let not_empty = |value: &Value<'_>| value.text().is_some_and(|text| !text.trim().is_empty());
    field(thing, &TEXT, |value| text_in(value, &TEXT).filter(not_empty))
}

fn author_of(thing: Value<'_>) -> Option<(String, Value<'_>)> {
    field(thing, &AUTHOR, |value| {
        let name = clean_line(&text_in(value, &PERSON)?.text()?);
        Some(name).filter(|name| !name.is_empty())
    })
}

fn id_in(value: Value<'_>) -> Option<String> {
    let id = match value.kind() {
        Kind::Object => field(value, &ID, Value::id)?.0,
        _ => value.id()?,
    };
    Some(id.into_owned()).filter(|id| !id.is_empty() && id != "0")
}

fn time_of(thing: Value<'_>) -> Option<i64> {
    let read = |value: Value<'_>| match value.kind() {
        Kind::Number => {
            let number = value.whole()?;
            Some(if number.abs() >= MILLISECONDS { number / 1000 } else { number })
        }
        _ => instant(&value.text()?),
    };
    field(thing, &TIME, read).map(|(at, _)| at)
}

/// Whether a value is a comment, as far as one can guess.
fn is_comment(thing: Value<'_>) -> bool {
    let is_item = thing.is_object() && thing.parent().is_some_and(|list| list.kind() == Kind::List);
    if !is_item {
        return false;
    }
    let Some((_, text)) = text_of(thing) else { return false };
    let mut signs = Signs::default();
    signs.see(&bare(&text.key()));
    if let Some((_, author)) = author_of(thing) {
        signs.see(&bare(&author.key()));
    }
    signs.parent = field(thing, &PARENT, |value| Some(value.kind())).is_some();
    signs.about = time_of(thing).is_some() || field(thing, &ID, id_in).is_some();
    signs.are_enough()
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut tree = Tree::read(input, stream, sink)?;
    let mut intake = Intake::by_id();
    tree.keep(&mut intake);
    let list = tree.root().and_then(fullest);
    if let Some(list) = list {
        sink.article(article(list));
        let names = comments(list, &mut intake, sink);
        sink.warning(format!(
            "this JSON is of no known kind; what looks like comments was found by guess ({names})"
        ));
    }
    let outcome = tree.take_damage();
    let found = if intake.builder.is_empty() { Found::Nothing } else { Found::Something };
    conclude(input, LOADER.name, intake, 0, outcome.map(|()| found), sink)
}

/// The list that has most comments in it, and is not in one itself. Of equal ones the innermost.
fn fullest<'t>(root: Value<'t>) -> Option<Value<'t>> {
    let mut best = None;
    // The lists that are open, each with where it ends and how many comments were before it; none is
    // opened inside of a comment.
    let mut count = 0_usize;
    let mut lists: Vec<(Value<'t>, u32, usize)> = Vec::new();
    let mut inside = 0;
    let mut close = |lists: &mut Vec<(Value<'t>, u32, usize)>, at: u32, count: usize| {
        while let Some(&(list, end, before)) = lists.last() {
            if end > at {
                break;
            }
            lists.pop();
            let inner = count - before;
            if inner > 0 && best.is_none_or(|(most, _)| inner > most) {
                best = Some((inner, list));
            }
        }
    };
    for value in root.descendants() {
        close(&mut lists, value.place(), count);
        let in_comment = value.place() < inside;
        if is_comment(value) {
            count += 1;
            inside = inside.max(value.end());
        } else if value.kind() == Kind::List && !in_comment {
            lists.push((value, value.end(), count));
        }
    }
    close(&mut lists, u32::MAX, count);
    best.map(|(_, list)| list)
}

/// What stands around the list: the nearest object with a title, or a text.
fn article(list: Value<'_>) -> Article {
    let around = std::iter::successors(list.parent(), |value| value.parent());
    for object in around.filter(|value| value.is_object()) {
        let line = |names: &[&str]| {
            let (text, _) = field(object, names, |value| Some(clean_line(&value.text()?)))?;
            Some(text).filter(|text| !text.is_empty())
        };
        let title = line(&TITLE);
        let text = text_of(object).and_then(|(text, _)| text.text());
        if title.is_some() || text.is_some() {
            return Article {
                title,
                byline: author_of(object).map(|(name, _)| name),
                published: time_of(object),
                url: line(&LINK).filter(|url| url.contains("://")),
                blocks: text.map(|text| blocks(&text)).unwrap_or_default(),
                ..Article::default()
            };
        }
    }
    Article::default()
}

fn blocks(text: &str) -> Vec<Block> {
    if is_html(text) { from_html(text) } else { from_plain(text) }
}

/// Whether there are tags in it, or signs that are written for HTML.
fn is_html(text: &str) -> bool {
    let tag = |(at, _): (usize, &str)| {
        let behind = text.get(at + 1..).unwrap_or_default();
        behind.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && behind.contains('>')
    };
    text.match_indices('<').take(8).any(tag)
        || ["&#", "&quot;", "&amp;", "&lt;", "&gt;", "&nbsp;"]
            .iter()
            .any(|sign| text.contains(sign))
}

/// What the comments of a list have in common.
#[derive(Default)]
struct Habits {
    /// What the lists are called that hold comments.
    lists: Vec<String>,
    /// What most of them call each thing that is read.
    fields: Vec<(&'static str, String)>,
}

impl Habits {
    /// By the comments in `list` that are certainly some.
    fn of(list: Value<'_>) -> Habits {
        let mut lists = Vec::new();
        let mut counts: HashMap<(&'static str, String), usize> = HashMap::new();
        for thing in list.descendants().filter(|&thing| is_comment(thing)) {
            let key = thing.parent().map_or(String::new(), |list| list.key().into_owned());
            if !lists.contains(&key) && lists.len() < MAX_LISTS {
                lists.push(key);
            }
            let any =
                |names: &[&str]| field(thing, names, |value| value.id().map(|_| ())).map(|f| f.1);
            let found = [
                ("text", field(thing, &TEXT, |value| text_in(value, &TEXT)).map(|found| found.1)),
                ("author", author_of(thing).map(|(_, field)| field)),
                ("parent", field(thing, &PARENT, id_in).map(|(_, field)| field)),
                ("time", any(&TIME)),
                ("score", field(thing, &SCORE, Value::votes).map(|(_, field)| field)),
                ("up", field(thing, &UP, Value::votes).map(|(_, field)| field)),
                ("down", field(thing, &DOWN, Value::votes).map(|(_, field)| field)),
            ];
            for (what, field) in found {
                if let Some(field) = field {
                    *counts.entry((what, field.key().into_owned())).or_default() += 1;
                }
            }
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut fields: Vec<(&'static str, String)> = Vec::new();
        for ((what, name), _) in counts {
            if fields.iter().all(|(known, _)| *known != what) {
                fields.push((what, name));
            }
        }
        Habits { lists, fields }
    }

    fn name(&self, what: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| *known == what).map(|(_, name)| name.as_str())
    }

    /// Whether `thing` is among comments.
    fn holds(&self, thing: Value<'_>) -> bool {
        let is_item = thing.is_object() && thing.parent().is_some_and(|l| l.kind() == Kind::List);
        is_item
            && thing.parent().is_some_and(|list| self.lists.iter().any(|key| *key == list.key()))
    }

    /// Notes that what is usually such a thing is none here.
    fn miss(&self, what: &str, is_found: bool, thing: Value<'_>, notes: &mut Notes) {
        let Some(name) = self.name(what).filter(|_| !is_found) else { return };
        let is_person = |value: &Value<'_>| what == "author" && value.is_object();
        let person = thing.get(name).filter(is_person);
        let within = person.and_then(|person| {
            let names = person.children().map(|value| value.key().into_owned());
            Some((person, names.into_iter().find(|name| PERSON.contains(&bare(name).as_ref()))?))
        });
        let (of, name) = within.unwrap_or_else(|| (thing, name.to_owned()));
        let _: Option<()> = notes.read(of, &name, "what it is elsewhere", |value| {
            // Nothing is no damage.
            value.text().is_some_and(|text| text.trim().is_empty()).then_some(())
        });
    }

    /// By which names they are known, in words.
    fn words(&self) -> String {
        let wanted = ["text", "author", "parent"].iter();
        let known = wanted.filter_map(|what| Some((what, self.name(what)?)));
        known
            .map(|(what, name)| format!("{what}: {}", clean_line(name)))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// Takes all comments in `list`; says by which names they were known.
fn comments(list: Value<'_>, intake: &mut Intake, sink: &mut dyn Sink) -> String {
    let habits = Habits::of(list);
    let mut notes = Notes::default();
    let mut open: Vec<(CommentId, u32)> = Vec::new();
    for thing in list.descendants().filter(|&thing| habits.holds(thing)) {
        while open.last().is_some_and(|&(_, end)| end <= thing.place()) {
            open.pop();
        }
        let comment = comment(thing, open.last().map(|&(parent, _)| parent), &habits, &mut notes);
        let id = intake.push(comment, sink);
        open.push((id, thing.end()));
        if sink.stopped() {
            break;
        }
    }
    notes.finish(sink);
    habits.words()
}

fn comment<'t>(
    thing: Value<'t>,
    above: Option<CommentId>,
    habits: &Habits,
    notes: &mut Notes,
) -> NewComment<'t> {
    let text = text_of(thing).map(|(text, _)| text);
    let author = author_of(thing).map(|(name, _)| name);
    let created = time_of(thing);
    let votes = |names: &[&str]| field(thing, names, Value::votes).map(|(votes, _)| votes);
    let (score, up, down) = (votes(&SCORE), votes(&UP), votes(&DOWN));
    let found = [
        ("text", text.is_some()),
        ("author", author.is_some()),
        ("time", created.is_some()),
        ("score", score.is_some()),
        ("up", up.is_some()),
        ("down", down.is_some()),
    ];
    for (what, is_found) in found {
        habits.miss(what, is_found, thing, notes);
    }
    let named = field(thing, &PARENT, id_in).map(|(parent, _)| parent);
    let is_html = text.and_then(Value::text).is_some_and(|text| is_html(&text));
    let link = field(thing, &LINK, |value| value.text().filter(|url| url.contains("://")));
    NewComment {
        id: field(thing, &ID, id_in).map(|(id, _)| id.into()),
        parent: match (above, named) {
            (Some(parent), _) => Parent::At(parent),
            (None, Some(parent)) => Parent::Id(parent.into()),
            (None, None) => Parent::Root,
        },
        author: author.unwrap_or_default().into(),
        created: created.map_or(Created::Unknown, Created::At),
        votes: Votes { score, up, down },
        permalink: link.map_or(Permalink::Unknown, |(link, _)| Permalink::Given(link)),
        body: Body {
            kind: if is_html { BodyKind::Html } else { BodyKind::Plain },
            text: text.and_then(Value::body).unwrap_or_default(),
        },
        ..NewComment::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Collector;

    fn outline(json: &str) -> (Vec<String>, crate::model::Document) {
        let input = Input { bytes: json.as_bytes(), ..Input::default() };
        assert_eq!(sniff(&input), Likelihood::Possible);
        let mut sink = Collector::default();
        load(&input, Stream::new(json.as_bytes().to_vec(), None), &mut sink).unwrap();
        let document = sink.finish();
        let line = |comment: crate::model::Comment<'_>| {
            let score = comment.votes().score.map_or("?".to_owned(), |score| score.to_string());
            let at = matches!(comment.created(), Created::At(_));
            let (id, author) = (comment.name(), comment.author());
            format!("{} {id} {author} {score} {at} {}", comment.depth(), comment.body().text)
        };
        (document.thread.comments().map(line).collect(), document)
    }

    #[test]
    fn a_flat_list_is_known_by_its_fields() {
        let json = include_str!("../../tests/fixtures/json_guess/flat.json");
        let (lines, document) = outline(json);
        assert_eq!(
            lines,
            [
                "0 a1 Tomas Lind 4 true The town pays.",
                "1 a2 Ada Brandt 0 true <p>Since when?</p>",
                "0 a3  ? false Nobody signed this.",
            ]
        );
        assert_eq!(document.article.title.as_deref(), Some("Who owns the harbour light?"));
        let warning = document.provenance.warnings.last().unwrap();
        assert!(warning.contains("text: comment_text, author: user"), "{warning}");
    }

    #[test]
    fn nested_replies_are_replies() {
        let json = include_str!("../../tests/fixtures/json_guess/nested.json");
        let (lines, _) = outline(json);
        let starts: Vec<_> = lines.iter().map(|line| line.get(..6).unwrap()).collect();
        assert_eq!(starts, ["0 1 in", "1 2 bo", "2 3 cy", "0 4 di"]);
    }

    #[test]
    fn lists_of_other_things_are_not_taken() {
        for json in [
            r#"{"items":[{"name":"lamp","price":3}]}"#,
            "[1,2,3]",
            r#"{"text":"a","author":"b"}"#,
            r#"{"list":[{"text":"a"}]}"#,
            r#"{"headers":[{"name":"Accept","value":"text/html"}]}"#,
            r#"[{"name":"lodash","raw":"^4.0.0","id":7}]"#,
            r#"{"changes":[{"date":"2026-05-03","text":"Fixed the lamp."}]}"#,
        ] {
            let input = Input { bytes: json.as_bytes(), ..Input::default() };
            assert_eq!(sniff(&input), Likelihood::No, "{json}");
        }
    }
}
