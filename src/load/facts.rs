<<<<<<< HEAD
<<<<<<< HEAD
//! For tests of loaders: everything that came out of a fixture, a line for each thing.

use super::{Collector, Input, Loader, Reads, Stream};
use crate::markup::{from_body, to_html};
use crate::model::{Article, Comment, Created, Document, State, plain_text};

/// The document that `loader` makes of `source`.
pub(super) fn read(loader: &Loader, source: &str) -> Document {
    let mut sink = Collector::default();
    let bytes = source.as_bytes();
    let input = Input { bytes, name: "fixture", ..Input::default() };
    match loader.load {
        Reads::Whole(load) => load(&input, &mut sink),
        Reads::Stream(load) => load(&input, Stream::new(bytes.to_vec(), None), &mut sink),
    }
    .unwrap();
    sink.finish()
}

/// The article in lines: only what it has.
pub(super) fn article(article: &Article) -> Vec<String> {
    let number = |number: Option<i64>| number.map(|number| number.to_string());
    let tags = Some(article.tags.join(" ")).filter(|tags| !tags.is_empty());
    let html = Some(to_html(&article.blocks).replace('\n', "")).filter(|html| !html.is_empty());
    [
        ("title", article.title.clone()),
        ("by", article.byline.clone()),
        ("site", article.site.clone()),
        ("published", number(article.published)),
        ("updated", number(article.updated)),
        ("url", article.url.clone()),
        ("tags", tags),
        ("html", html),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some(format!("{name}: {}", value?)))
    .collect()
}

/// A line for each comment: depth, id, author, time, votes; what is not as usual; the text; the id
/// of a parent that is not there.
pub(super) fn comments(document: &Document) -> Vec<String> {
=======
//! For the tests of loaders: what came out of a source, a line for each comment, and what happens
//! when fields of a JSON answer are not as they should be.

use std::collections::HashMap;

use serde_json::Value;

use super::json::instant;
use super::{Collector, Input, LoadError, Loader, Reads, Stream};
use crate::model::{Comment, Created, Document, State, plain_text};

/// Reads `source` with `loader`.
pub(super) fn read(loader: &Loader, source: &str) -> Result<Document, LoadError> {
    let mut sink = Collector::default();
    let input = Input { bytes: source.as_bytes(), ..Input::default() };
    match loader.load {
        Reads::Whole(load) => load(&input, &mut sink)?,
        Reads::Stream(load) => {
            load(&input, Stream::new(source.as_bytes().to_vec(), None), &mut sink)?;
        }
    }
    Ok(sink.finish())
}

/// `depth id author @time score(+up-down) +missing state roles link: words`, without what is not
/// there.
pub(super) fn lines(document: &Document) -> Vec<String> {
>>>>>>> h-json2
    document.thread.comments().map(line).collect()
}

fn line(comment: Comment<'_>) -> String {
<<<<<<< HEAD
    let created = match comment.created() {
        Created::Unknown => "?".to_owned(),
        Created::At(seconds) => seconds.to_string(),
        Created::Ago { text, seconds } => format!("({text}: {seconds:?})"),
    };
    let (depth, id, author) = (comment.depth(), comment.name(), comment.author());
    let mut parts = vec![format!("{depth} {id} {author:?} {created}")];
    let votes = comment.votes();
    for (sign, number) in [("*", votes.score), ("+", votes.up), ("-", votes.down)] {
        parts.extend(number.map(|number| format!("{sign}{number}")));
    }
    if comment.edited() {
        parts.push("edited".into());
    }
    match comment.state() {
        State::Live => {}
        State::Deleted => parts.push("DELETED".into()),
        State::Removed => parts.push("REMOVED".into()),
        State::NotLoaded => parts.push("NOT LOADED".into()),
    }
    if comment.more() > 0 {
        parts.push(format!("more:{}", comment.more()));
    }
    if !comment.roles().is_empty() {
        parts.push(format!("<{}>", comment.roles().join(", ")));
    }
    let text = plain_text(&from_body(comment.body())).replace("\n\n", "/");
    parts.push(format!("| {text}"));
    parts.extend(comment.unknown_parent().map(|parent| format!("| answers {parent}")));
    parts.join(" ")
}

/// The links of the comments.
pub(super) fn links(document: &Document) -> Vec<String> {
    let link = |comment: Comment<'_>| comment.permalink().map_or_else(String::new, String::from);
    document.thread.comments().map(link).collect()
=======
    let mut facts = vec![comment.depth().to_string(), comment.name().to_owned()];
    facts.push(comment.author().to_owned());
    if let Created::At(at) = comment.created() {
        facts.push(format!("@{at}"));
    }
    let votes = comment.votes();
    facts.extend(votes.score.map(|score| score.to_string()));
    if let (Some(up), Some(down)) = (votes.up, votes.down) {
        facts.push(format!("(+{up}-{down})"));
    }
    if comment.more() > 0 {
        facts.push(format!("+{}", comment.more()));
    }
    match comment.state() {
        State::Live => {}
        state => facts.push(format!("{state:?}").to_lowercase()),
    }
    if comment.edited() {
        facts.push("edited".into());
    }
    facts.extend(comment.roles().iter().cloned());
    facts.extend(comment.permalink().map(std::borrow::Cow::into_owned));
    facts.retain(|fact| !fact.is_empty());
    format!("{}: {}", facts.join(" "), words(comment))
}

fn words(comment: Comment<'_>) -> String {
    let blocks = crate::markup::from_body(comment.body());
    plain_text(&blocks).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The article's facts, those that are there.
pub(super) fn article(document: &Document) -> Vec<String> {
    let article = &document.article;
    let texts = [&article.title, &article.byline, &article.site, &article.url, &article.image];
    let mut facts: Vec<String> = texts.into_iter().flatten().cloned().collect();
    facts.extend(article.published.map(|at| format!("@{at}")));
    facts.extend(article.updated.map(|at| format!("updated @{at}")));
    facts.extend(article.tags.iter().map(|tag| format!("#{tag}")));
    let words = plain_text(&article.blocks);
    facts.extend(Some(words.split_whitespace().collect::<Vec<_>>().join(" ")));
    facts.retain(|fact| !fact.is_empty());
    facts
}

/// Takes each field that has no other in it away, sets it to `null` and to what it should not be:
/// nothing panics, no other comment is lost, and what changes for a wrong type is warned about.
pub(super) fn mutations(loader: &Loader, json: &str) {
    let whole: Value = serde_json::from_str(json).unwrap();
    let before = read(loader, json).unwrap();
    let (said_before, facts_before) = (said(&before), (lines(&before), article(&before)));
    let mut fields = Vec::new();
    find_fields(&whole, String::new(), &mut fields);
    assert!(fields.len() > 5);
    // What differs by its numbers alone is the same field in another place.
    let mut seen: HashMap<String, usize> = HashMap::new();
    for field in fields {
        let times = seen.entry(field.replace(|c: char| c.is_ascii_digit(), "")).or_default();
        *times += 1;
        if *times > 2 {
            continue;
        }
        let Some(Value::Object(_)) = whole.pointer(parent(&field)) else { continue };
        let old = whole.pointer(&field).unwrap();
        let wrong = ["null", "7.5", "\"x y\"", "[{\"a\":[1]}]", "{\"a\":{}}", "true"];
        for new in wrong.iter().map(|new| Some(*new)).chain([None]) {
            let mut mutated = whole.clone();
            let object = mutated.pointer_mut(parent(&field)).unwrap().as_object_mut().unwrap();
            let key = field.rsplit('/').next().unwrap().replace("~1", "/").replace("~0", "~");
            let new: Option<Value> = new.map(|new| serde_json::from_str(new).unwrap());
            let kind = |value: &Value| std::mem::discriminant(value);
            // A number for a time is read as one, and an id may be either.
            let is_id = key.ends_with("id") && (old.is_number() || old.is_string());
            let is_time = |value: &Value| value.as_str().and_then(instant).is_some();
            let is_wrong = new.as_ref().is_some_and(|new| {
                let is_other = !new.is_null() && !old.is_null() && kind(new) != kind(old);
                let is_read = new.is_number() && (is_time(old) || is_id);
                is_other && !is_read && !(is_id && new.is_string())
            });
            match new {
                Some(new) => object.insert(key.clone(), new),
                None => object.remove(&key),
            };
            let text = mutated.to_string();
            let after = read(loader, &text).unwrap_or_else(|error| {
                panic!("{field} as {:?}: {error}", mutated.pointer(&field))
            });
            let why = format!("{field} as {:?}", mutated.pointer(&field));
            assert!(after.thread.len() >= before.thread.len(), "{why}: a comment is lost");
            let lost = lost(&said_before, said(&after));
            assert!(lost <= 1, "{why}: {lost} comments are changed");
            let changed = facts_before != (lines(&after), article(&after));
            let warned = after.provenance.warnings.iter().any(|warning| warning.contains(&key));
            assert!(!(changed && is_wrong) || warned, "{why}: no warning");
        }
    }
}

/// Who says what.
fn said(document: &Document) -> Vec<String> {
    let comments = document.thread.comments();
    comments.map(|comment| format!("{}: {}", comment.author(), words(comment))).collect()
}

/// How many comments have no other of the same author and words.
fn lost(before: &[String], mut after: Vec<String>) -> usize {
    let is_lost = |said: &&String| match after.iter().position(|other| other == *said) {
        Some(at) => {
            after.swap_remove(at);
            false
        }
        None => true,
    };
    before.iter().filter(is_lost).count()
}

fn parent(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The ways to all values that have none in them.
fn find_fields(value: &Value, at: String, fields: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                let key = key.replace('~', "~0").replace('/', "~1");
                find_fields(inner, format!("{at}/{key}"), fields);
            }
        }
        Value::Array(list) => {
            for (place, inner) in list.iter().enumerate() {
                find_fields(inner, format!("{at}/{place}"), fields);
            }
        }
        _ => fields.push(at),
    }
>>>>>>> h-json2
=======
//! For tests: everything that a loader makes of an input, a line each.

use super::{Collector, Input, Loader, Reads, Stream};
use crate::markup::from_body;
use crate::model::{Comment, Created, Document, State, plain_text};

/// What `loader` makes of `bytes`, which it must take.
pub(super) fn document(loader: &Loader, bytes: &[u8]) -> Document {
    let mut sink = Collector::default();
    let input = Input { bytes, name: "test", ..Input::default() };
    match loader.load {
        Reads::Whole(load) => load(&input, &mut sink).unwrap(),
        Reads::Stream(load) => load(&input, Stream::new(bytes.to_vec(), None), &mut sink).unwrap(),
    }
    sink.finish()
}

/// The article in a line, then each comment: depth, id, author, votes, time, and what else there is
/// to say of it, then its text; then the warnings.
pub(super) fn facts(loader: &Loader, bytes: &[u8]) -> Vec<String> {
    let document = document(loader, bytes);
    let article = &document.article;
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
    let time = |at: Option<i64>| at.map_or("-".into(), |at| at.to_string());
    let mut lines = vec![format!(
        "{} | {} | {} | {} {} | {} | {} | {}",
        or_none(&article.title),
        or_none(&article.byline),
        or_none(&article.site),
        time(article.published),
        time(article.updated),
        or_none(&article.url),
        article.tags.join(" "),
        plain_text(&article.blocks).replace('\n', " / "),
    )];
    lines.extend(article.notices.iter().map(|notice| format!("~ {notice}")));
    lines.extend(document.thread.comments().map(comment));
    if document.thread.missing() > 0 {
        lines.push(format!("missing {}", document.thread.missing()));
    }
    if let Some(declared) = document.provenance.declared {
        lines.push(format!("declared {declared}"));
    }
    lines.extend(document.provenance.warnings.iter().map(|warning| format!("! {warning}")));
    lines
}

fn comment(comment: Comment<'_>) -> String {
    let number = |n: Option<i32>| n.map_or("?".to_owned(), |n| n.to_string());
    let votes = comment.votes();
    let created = match comment.created() {
        Created::Unknown => "?".to_owned(),
        Created::At(at) => at.to_string(),
        Created::Ago { text, .. } => format!("({text})"),
    };
    let mut line = vec![format!(
        "{} {} {} {}",
        comment.depth(),
        comment.name(),
        if comment.author().is_empty() { "-" } else { comment.author() },
        number(votes.score),
    )];
    if votes.up.is_some() || votes.down.is_some() {
        line.push(format!("={}-{}", number(votes.up), number(votes.down)));
    }
    line.push(created);
    line.extend(comment.edited().then(|| "edited".to_owned()));
    line.extend((comment.state() != State::Live).then(|| format!("{:?}", comment.state())));
    line.extend((comment.more() > 0).then(|| format!("+{}", comment.more())));
    let roles = comment.roles();
    line.extend((!roles.is_empty()).then(|| format!("[{}]", roles.join(", "))));
    line.extend(comment.permalink().map(|link| format!("<{link}>")));
    let text = plain_text(&from_body(comment.body()));
    format!("{}: {}", line.join(" "), text.trim().replace('\n', " / "))
>>>>>>> h-json3
}
