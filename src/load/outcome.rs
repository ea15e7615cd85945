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
    document.thread.comments().map(line).collect()
}

fn line(comment: Comment<'_>) -> String {
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
}
