//! Hacker News items as the site's own API gives them: flat, each with the ids of its answers.
//!
//! `https://hacker-news.firebaseio.com/v0/item/ID.json` ([API documentation]): one item, or many
//! that somebody put together, as a list, as JSON lines, or by their ids in an object. `kids` are in
//! the order in which the site shows them, whatever the order here; those that are not here are
//! counted; somebody may have put the answers themselves there. `descendants` is the number of all comments of a story. What bites: a comment has no
//! score, a deleted one neither author nor text, and an item may be `null`.
//!
//! [API documentation]: https://github.com/HackerNews/API

mod items;

use std::collections::HashMap;

use super::hn::{self, Keys, Story};
use super::json::{Found, Notes, Outline, Tree, Value, conclude};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::model::{CommentId, Created, NewComment, Parent, Votes};
use items::{Items, Kind};

pub(super) const LOADER: Loader = Loader {
    name: "hn_firebase",
    about: "items of Hacker News, JSON of its own API",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// An item is known by its type, and by keys that no other API calls so.
fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(outline) = Outline::of(input, &["\"type\"", "\"time\"", "\"id\""]) else {
        return Likelihood::No;
    };
    let is_item = |at: &str| {
        let has = |key: &str| outline.has(&format!("{at}{key}"));
        let telling = ["kids", "kids[]", "parent", "descendants", "parts", "poll", "score"];
        has("id")
            && has("type")
            && has("time")
            // The other way in which such items are written.
            && !has("time_ago")
            && (has("deleted") || has("dead") || has("by") && telling.iter().any(|key| has(key)))
    };
    let listed = ["", "[].", "items[].", "comments[]."];
    if listed.iter().any(|at| is_item(at)) || first_key(input).is_some_and(|at| is_item(&at)) {
        Likelihood::Certain
    } else {
        Likelihood::No
    }
}

/// The way into the first item of an object of items by their ids, which are numbers.
fn first_key(input: &Input<'_>) -> Option<String> {
    let start = super::json::start_of(input.bytes).strip_prefix(b"{")?.trim_ascii_start();
    let key = start.strip_prefix(b"\"")?;
    let digits = key.iter().take_while(|byte| byte.is_ascii_digit()).take(MAX_DIGITS + 1).count();
    let digits = key.get(..digits).filter(|digits| (1..=MAX_DIGITS).contains(&digits.len()))?;
    Some(format!("{}.", str::from_utf8(digits).ok()?))
}

/// No id has more digits.
const MAX_DIGITS: usize = 20;

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut tree = Tree::read(input, stream, sink)?;
    let mut intake = Intake::by_id();
    tree.keep(&mut intake);
    intake.builder.set_permalinks(hn::ITEM, "");
    let mut reader = Reader { notes: Notes::default(), intake };
    let mut found = Found::Nothing;
    let mut skipped = 0;
    if let Some(root) = tree.root() {
        let items = Items::read(root, &mut reader.notes);
        skipped = items.skipped;
        found = reader.items(&items, sink);
    }
    let Reader { notes, intake } = reader;
    notes.finish(sink);
    let outcome = tree.take_damage();
    conclude(input, LOADER.name, intake, skipped, outcome.map(|()| found), sink)
}

/// A comment that comes next.
struct Next {
    /// Which item it is.
    item: usize,
    /// The comment that it answers, which item that is and where it stands; `None` for a root.
    parent: Option<(usize, CommentId)>,
    /// The story that it belongs to.
    story: Option<usize>,
}

struct Reader {
    notes: Notes,
    intake: Intake,
}

impl Reader {
    fn items(&mut self, items: &Items<'_>, sink: &mut dyn Sink) -> Found {
        let stories: Vec<usize> = items.of(Kind::Story).collect();
        let authors = self.article(items, &stories, sink);
        self.missing(items, &stories, sink);
        let mut seen = vec![false; items.len()];
        for &story in &stories {
            let roots = items.answers(story);
            self.branch(items, roots, Some(story), &authors, &mut seen, sink);
        }
        // Whose story is not here belongs to the only one there is.
        let only = stories.first().copied().filter(|_| stories.len() == 1);
        let parentless = |&item: &usize| !items.is_placed(item);
        let orphans: Vec<usize> = items.of(Kind::Comment).filter(parentless).collect();
        self.branch(items, &orphans, only, &authors, &mut seen, sink);
        // What is left answers itself over a detour; the thread knows where to cut.
        for item in items.of(Kind::Comment) {
            if !seen.get(item).copied().unwrap_or(true) {
                self.branch(items, &[item], only, &authors, &mut seen, sink);
            }
        }
        let empty = stories.is_empty() && self.intake.builder.is_empty();
        if empty { Found::Nothing } else { Found::Something }
    }

    /// Hands the first story on, and returns the author of each.
    fn article(
        &mut self,
        items: &Items<'_>,
        stories: &[usize],
        sink: &mut dyn Sink,
    ) -> HashMap<usize, String> {
        let mut authors = HashMap::new();
        for (number, &at) in stories.iter().enumerate() {
            let Some(item) = items.value(at) else { continue };
            let author = if number == 0 {
                let story = self.story(items, at, item);
                let author = story.author.clone();
                sink.article(story.article());
                author
            } else {
                self.notes.line(item, "by")
            };
            authors.extend(author.map(|author| (at, author)));
        }
        match stories.len() {
            0 | 1 => {}
            2 => {
                sink.warning("1 more story is in it; of that the comments alone are shown".into());
            }
            many => sink.warning(format!(
                "{} more stories are in it; of those the comments alone are shown",
                many - 1
            )),
        }
        authors
    }

    fn story(&mut self, items: &Items<'_>, at: usize, item: Value<'_>) -> Story {
        let notes = &mut self.notes;
        let html = hn::text(notes, item, "text").and_then(Value::text);
        let mut options = Vec::new();
        for option in items.options(at, notes) {
            let text = notes.text(option, "text").unwrap_or_default().into_owned();
            options.push((text, notes.votes(option, "score")));
        }
        Story {
            title: notes.line(item, "title"),
            author: notes.line(item, "by"),
            published: notes.time(item, "time"),
            url: notes.line(item, "url"),
            id: items.id(at).map(str::to_owned),
            html: html.filter(|html| !html.trim().is_empty()).map(std::borrow::Cow::into_owned),
            is_comment: false,
            options,
        }
    }

    /// Counts the comments of the stories that are not here, and could stand at their roots.
    fn missing(&mut self, items: &Items<'_>, stories: &[usize], sink: &mut dyn Sink) {
        let mut declared = None;
        for story in stories.iter().filter_map(|&story| items.value(story)) {
            let number = self.notes.count(story, "descendants").map(u64::from);
            declared = number.map(|number| declared.unwrap_or(0) + number).or(declared);
        }
        let roots: u64 = stories.iter().map(|&story| u64::from(items.missing(story))).sum();
        let comments = items.of(Kind::Comment).count() as u64;
        let elsewhere: u64 =
            items.of(Kind::Comment).map(|comment| u64::from(items.missing(comment))).sum();
        let mut missing = roots;
        if let Some(declared) = declared {
            sink.declared(declared);
            // What hangs on those that are not here is not here either.
            let rest = declared.saturating_sub(comments + elsewhere + roots);
            if roots > 0 || comments == 0 {
                missing += rest;
            }
        }
        let missing = u32::try_from(missing).unwrap_or(u32::MAX);
        if missing > 0 {
            self.intake.builder.add_missing(None, missing);
        }
    }

    /// Hands comments on, in pre-order with all that hang on them.
    fn branch(
        &mut self,
        items: &Items<'_>,
        roots: &[usize],
        story: Option<usize>,
        authors: &HashMap<usize, String>,
        seen: &mut [bool],
        sink: &mut dyn Sink,
    ) {
        let op = story.and_then(|story| authors.get(&story)).map(String::as_str);
        let root = |&item: &usize| Next { item, parent: None, story };
        let mut next: Vec<Next> = roots.iter().rev().map(root).collect();
        while let Some(Next { item, parent, story }) = next.pop() {
            let is_new = seen.get_mut(item).is_some_and(|seen| !std::mem::replace(seen, true));
            let Some(value) = items.value(item).filter(|_| is_new) else { continue };
            if sink.stopped() {
                return;
            }
            let id = items.id(item);
            let mut comment = self.comment(value, op);
            comment.parent = parent_of(items, item, parent);
            comment.id = id.map(Into::into);
            comment.permalink = hn::permalink(id.is_some());
            comment.more = items.missing(item);
            let at = self.intake.push(comment, sink);
            let answer = |&answer: &usize| Next { item: answer, parent: Some((item, at)), story };
            next.extend(items.answers(item).iter().rev().map(answer));
        }
    }

    fn comment<'t>(&mut self, item: Value<'t>, op: Option<&str>) -> NewComment<'t> {
        let notes = &mut self.notes;
        let keys = Keys { author: "by", text: "text" };
        let comment = hn::comment(notes, item, keys, op);
        NewComment {
            created: notes.time(item, "time").map_or(Created::Unknown, Created::At),
            votes: Votes { score: notes.votes(item, "score"), ..Votes::default() },
            ..comment
        }
    }
}

/// What an item answers: the comment under which it was found, or one that is not here.
fn parent_of<'i>(
    items: &'i Items<'_>,
    item: usize,
    parent: Option<(usize, CommentId)>,
) -> Parent<'i> {
    match parent {
        Some((parent, at)) => match items.id(parent) {
            // By its id, since places change where somebody's parent comes late.
            Some(id) if items.is_first(parent) => Parent::Id(id.into()),
            _ => Parent::At(at),
        },
        None => items.comment_answered(item).map_or(Parent::Root, |id| Parent::Id(id.into())),
    }
}

#[cfg(test)]
mod tests;
