//! What servers of the fediverse send each other: objects of [Activity Streams], alone, in activities,
//! in collections, with their replies in them.
//!
//! Mastodon, Lemmy, Pleroma, `PeerTube`, `NodeBB`, WordPress, Misskey, Friendica, Mbin and others; each
//! has its dialect. What bites: nearly every property may be a text, an object or a list of both;
//! people are addresses, and mostly nothing is said of them; `summary` is a warning on a note and an
//! excerpt of an article; replies are mostly addresses alone, and are counted then. An object that
//! nothing here answers is a comment itself: it is as often an answer as it is an article.
//!
//! [Activity Streams]: https://www.w3.org/TR/activitystreams-vocabulary/

mod hangs_on;
mod object;
mod walk;

use std::borrow::Cow;
use std::collections::HashMap;

use super::json::{Found, Notes, Outline, Tree, conclude, start_of};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use object::Object;

pub(super) const LOADER: Loader = Loader {
    name: "activitypub",
    about: "posts as servers of the fediverse send them, JSON of ActivityPub",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// What an object has, of which each server writes a part.
const OBJECT: &[&str] = &[
    "type",
    "@context",
    "attributedTo",
    "inReplyTo",
    "to",
    "cc",
    "audience",
    "mediaType",
    "published",
    "content",
    "sensitive",
    "atomUri",
];
/// How many of them make sure of it.
const ENOUGH: usize = 4;
/// Ways that are only here, together.
const TELLING: &[&[&str]] = &[
    &["type", "attributedTo"],
    &["type", "inReplyTo"],
    &["type", "orderedItems[]"],
    &["type", "totalItems", "items[]"],
    &["type", "totalItems", "first"],
    &["type", "actor", "object"],
];
/// Where what an object is about is said, and how far in.
const VOCABULARY: &[u8] = b"www.w3.org/ns/activitystreams";
const HEAD: usize = 64 * 1024;

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(outline) = Outline::of(input, &["\"type\""]) else { return Likelihood::No };
    let head = start_of(input.bytes);
    let head = head.get(..HEAD).unwrap_or(head);
    let says = |word: &[u8]| memchr::memmem::find(head, word).is_some();
    let is_known = outline.has_any(&["@context", "[].@context"]) && says(VOCABULARY);
    let is_telling = TELLING.iter().any(|ways| outline.most_together(ways) == ways.len());
    if is_known || is_telling || outline.most_together(OBJECT) >= ENOUGH {
        Likelihood::Certain
    } else if outline.has_all(&["type", "id"]) && says(b"\"Tombstone\"") {
        Likelihood::Likely
    } else {
        Likelihood::No
    }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut tree = Tree::read(input, stream, sink)?;
    let mut intake = Intake::by_id();
    tree.keep(&mut intake);
    let mut notes = Notes::default();
    let found = walk::objects(&tree, &mut notes);
    let thread = Thread::of(&found.objects);
    let article = thread.article.and_then(|at| found.objects.get(at));
    if let Some(article) = article {
        sink.article(article.article(&mut notes));
    } else if let [only] = &*found.objects {
        // It has a title, and its text is the comment.
        let article = only.article(&mut notes);
        if article.title.is_some() && only.has_name() {
            sink.article(crate::model::Article { blocks: Vec::new(), ..article });
        }
    }
    for (at, object) in found.objects.iter().enumerate() {
        if Some(at) == thread.article {
            continue;
        }
        if sink.stopped() {
            break;
        }
        let alone = found.objects.len() == 1;
        intake.push(object.comment(&thread, alone, &mut notes), sink);
    }
    if let Some(article) = article {
        intake.builder.add_missing(None, thread.missing(article));
    }
    let elsewhere = found.elsewhere;
    let is_empty = found.objects.is_empty();
    let skipped = found.skipped;
    drop((thread, found));
    notes.finish(sink);
    match elsewhere {
        0 => {}
        1 => sink.warning("1 post is named and is not here".into()),
        many => sink.warning(format!("{many} posts are named and are not here")),
    }
    let found = if is_empty { Found::Nothing } else { Found::Something };
    let outcome = tree.take_damage().map(|()| found);
    conclude(input, LOADER.name, intake, skipped, outcome, sink)
}

/// What is known of all objects together.
struct Thread<'t> {
    /// How many answers to each are there.
    answers: HashMap<Cow<'t, str>, u32>,
    /// The one that all others are about, its id, and who wrote it.
    article: Option<usize>,
    id: Option<Cow<'t, str>>,
    submitter: Option<Cow<'t, str>>,
}

impl<'t> Thread<'t> {
    fn of(objects: &[Object<'t>]) -> Thread<'t> {
        let mut answers: HashMap<Cow<'t, str>, u32> = HashMap::new();
        for parent in objects.iter().filter_map(|object| object.parent.clone()) {
            *answers.entry(parent).or_default() += 1;
        }
        let article = article(objects, &answers);
        let object = article.and_then(|at| objects.get(at));
        let id = object.and_then(|object| object.id.clone());
        let submitter = object.and_then(|object| object.who.clone());
        Thread { answers, article, id, submitter }
    }

    /// How many answers to an object are not there.
    fn missing(&self, object: &Object<'_>) -> u32 {
        let there = object.id.as_ref().and_then(|id| self.answers.get(id)).copied();
        object.replies.saturating_sub(there.unwrap_or(0))
    }
}

/// The only one that answers nobody, if somebody answers it and all the others answer somebody who is
/// there.
fn article(objects: &[Object<'_>], answers: &HashMap<Cow<'_, str>, u32>) -> Option<usize> {
    let mut first = objects.iter().enumerate().filter(|(_, object)| object.parent.is_none());
    let (Some((at, object)), None) = (first.next(), first.next()) else { return None };
    let there: u32 =
        objects.iter().filter_map(|object| answers.get(object.id.as_ref()?).copied()).sum();
    let is_answered = object.id.as_ref().is_some_and(|id| answers.contains_key(id));
    (is_answered && u64::from(there) + 1 >= objects.len() as u64).then_some(at)
}

#[cfg(test)]
mod tests;
