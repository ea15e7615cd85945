//! JSON of no known kind that has a list of things with something like a text and an author, a
//! parent or a time: taken for comments, by the names that people give such fields.
//!
//! Lists may be flat, with parents by id, or nested. Everything is a guess here, and the reader is
//! told so, and by which names.

use std::borrow::Cow;
use std::collections::HashMap;

use super::json::{Found, Kind, Outline, Tree, Value, conclude, instant, may_be_json};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::markup::{from_html, from_plain};
use crate::model::{
    Article, Block, Body, BodyKind, CommentId, Created, NewComment, Parent, Permalink, Text, Votes,
};
use crate::text::clean_line;

pub(super) const LOADER: Loader = Loader {
    name: "json_guess",
    about: "any other JSON with a list of texts by people, by guess",
    extensions: &["json"],
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

/// Numbers beyond this are milliseconds: as seconds they would lie 3,000 years ahead.
const MILLISECONDS: i64 = 100_000_000_000;
/// How deep an author's name or a text may lie in objects.
const MAX_INNER: usize = 2;

fn sniff(input: &Input<'_>) -> Likelihood {
    if !may_be_json(input.bytes) {
        return Likelihood::No;
    }
    let Some(outline) = Outline::of(input, &[]) else { return Likelihood::No };
    // Which of the fields the things of each list have.
    let mut lists: HashMap<&str, [bool; 3]> = HashMap::new();
    for way in outline.ways() {
        let Some((list, key)) = way.rsplit_once("[].") else { continue };
        let key = bare(key);
        let [text, who, place] = lists.entry(list).or_default();
        *text |= TEXT.contains(&key.as_ref());
        *who |= AUTHOR.contains(&key.as_ref());
        *place |= [&PARENT[..], &TIME].iter().any(|names| names.contains(&key.as_ref()));
    }
    let is_list = |found: &[bool; 3]| matches!(found, [true, true, _] | [true, _, true]);
    if lists.values().any(is_list) { Likelihood::Possible } else { Likelihood::No }
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
    is_item
        && text_of(thing).is_some()
        && (author_of(thing).is_some()
            || time_of(thing).is_some()
            || field(thing, &PARENT, |value| Some(value.kind())).is_some())
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

/// Takes all comments in `list`; says by which names they were known.
fn comments(list: Value<'_>, intake: &mut Intake, sink: &mut dyn Sink) -> String {
    let mut open: Vec<(CommentId, u32)> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for thing in list.descendants() {
        if !is_comment(thing) {
            continue;
        }
        while open.last().is_some_and(|&(_, end)| end <= thing.place()) {
            open.pop();
        }
        let Some((text, field_of_text)) = text_of(thing) else { continue };
        let author = author_of(thing);
        let named = field(thing, &PARENT, id_in);
        let parent = match (open.last(), &named) {
            (Some(&(parent, _)), _) => Parent::At(parent),
            (None, Some((parent, _))) => Parent::Id(parent.as_str().into()),
            (None, None) => Parent::Root,
        };
        if intake.builder.is_empty() {
            let fields = [
                ("text", Some(field_of_text)),
                ("author", author.as_ref().map(|(_, field)| *field)),
                ("parent", named.as_ref().map(|(_, field)| *field)),
            ];
            let known = fields.iter().filter_map(|(what, field)| Some((what, field.as_ref()?)));
            names
                .extend(known.map(|(what, field)| format!("{what}: {}", clean_line(&field.key()))));
        }
        let votes = |names: &[&str]| field(thing, names, Value::votes).map(|(votes, _)| votes);
        let is_html = text.text().is_some_and(|text| is_html(&text));
        let link = field(thing, &LINK, |value| value.text().filter(|url| url.contains("://")));
        let id = intake.push(
            NewComment {
                id: field(thing, &ID, id_in).map(|(id, _)| id.into()),
                parent,
                author: author.map(|(name, _)| name).unwrap_or_default().into(),
                created: time_of(thing).map_or(Created::Unknown, Created::At),
                votes: Votes { score: votes(&SCORE), up: votes(&UP), down: votes(&DOWN) },
                permalink: link.map_or(Permalink::Unknown, |(link, _)| Permalink::Given(link)),
                body: Body {
                    kind: if is_html { BodyKind::Html } else { BodyKind::Plain },
                    text: text.body().unwrap_or_else(|| Text::from("")),
                },
                ..NewComment::default()
            },
            sink,
        );
        open.push((id, thing.end()));
        if sink.stopped() {
            break;
        }
    }
    names.join(", ")
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
                "1 a2 Ada Brandt ? true <p>Since when?</p>",
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
            r#"[1,2,3]"#,
            r#"{"text":"a","author":"b"}"#,
            r#"{"list":[{"text":"a"}]}"#,
        ] {
            let input = Input { bytes: json.as_bytes(), ..Input::default() };
            assert_eq!(sniff(&input), Likelihood::No, "{json}");
        }
    }
}
