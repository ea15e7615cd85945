//! Statuses as the API of Mastodon gives them, and those who speak it: Pleroma, Akkoma, `GoToSocial`,
//! Pixelfed, Friendica ([Status], [Context]).
//!
//! `api/v1/statuses/ID/context`, a status, lists of them, and answers saved together. What bites: the
//! status that a context is of is not in it, so what answers that is a root; ids are texts, but not
//! everywhere; a boost is a status around another; `spoiler_text` hides all of the text; answers
//! written by hand have hardly any fields.
//!
//! [Status]: https://docs.joinmastodon.org/entities/Status/
//! [Context]: https://docs.joinmastodon.org/entities/Context/

mod status;

use std::borrow::Cow;
use std::collections::HashMap;

use super::json::{Found, Kind, Notes, Outline, Tree, Value, conclude};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use status::{Status, Who};

pub(super) const LOADER: Loader = Loader {
    name: "mastodon",
    about: "statuses of Mastodon and its kin, JSON of their API",
    extensions: &["json"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// What a status has.
const STATUS: &[&str] = &[
    "content",
    "account.acct",
    "in_reply_to_id",
    "favourites_count",
    "replies_count",
    "reblogs_count",
    "media_attachments",
    "spoiler_text",
    "visibility",
    "reblog",
];
/// How many of them make sure of it, and how many make it likely.
const ENOUGH: usize = 4;
const SOME: usize = 2;

fn sniff(input: &Input<'_>) -> Likelihood {
    let Some(outline) = Outline::of(input, &[]) else { return Likelihood::No };
    let is_context = outline.most_together(&["ancestors[]", "descendants[]"]) == 2;
    match outline.most_together(STATUS) {
        _ if is_context => Likelihood::Certain,
        ENOUGH.. => Likelihood::Certain,
        SOME.. if outline.most_together(&["account.acct", "content"]) == 2 => Likelihood::Likely,
        _ => Likelihood::No,
    }
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut tree = Tree::read(input, stream, sink)?;
    let mut intake = Intake::by_id();
    tree.keep(&mut intake);
    let mut notes = Notes::default();
    let answer = Answer::of(&tree, &mut notes);
    let article = answer.article();
    let thread = Thread::of(&answer.statuses, article);
    if let Some(article) = article.and_then(|at| answer.statuses.get(at)) {
        sink.article(article.article(&mut notes));
    }
    for (at, status) in answer.statuses.iter().enumerate() {
        if Some(at) == article {
            continue;
        }
        if sink.stopped() {
            break;
        }
        intake.push(status.comment(&thread, &mut notes), sink);
    }
    if let Some(article) = article.and_then(|at| answer.statuses.get(at)) {
        let missing = thread.missing(article);
        intake.builder.add_missing(None, missing);
        if intake.builder.is_empty() {
            sink.declared(missing.into());
        }
    }
    let found = if answer.statuses.is_empty() { Found::Nothing } else { Found::Something };
    let skipped = answer.skipped;
    drop((thread, answer));
    notes.finish(sink);
    let outcome = tree.take_damage().map(|()| found);
    conclude(input, LOADER.name, intake, skipped, outcome, sink)
}

/// Which part of an answer a status is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// What a context is of, or all that there is.
    Alone,
    Ancestors,
    Descendants,
    /// A list of statuses.
    Listed,
}

/// The statuses in an answer, whatever is around them, in the order of reading.
#[derive(Default)]
struct Answer<'t> {
    statuses: Vec<Status<'t>>,
    /// Whether there is a context.
    context: bool,
    skipped: usize,
}

impl<'t> Answer<'t> {
    fn of(tree: &'t Tree, notes: &mut Notes) -> Answer<'t> {
        let mut answer = Answer::default();
        let mut open = Vec::from_iter(tree.root().map(|root| (root, Place::Alone)));
        while let Some((value, place)) = open.pop() {
            let start = open.len();
            let in_list = value.parent().is_some_and(|parent| parent.kind() == Kind::List);
            let in_context = in_list && matches!(place, Place::Ancestors | Place::Descendants);
            if value.kind() == Kind::List {
                let around = value.parent().is_none();
                let context = around && value.items().any(is_context);
                let place = match place {
                    // A status and its context, saved in a list.
                    Place::Alone if !context => Place::Listed,
                    place => place,
                };
                open.extend(value.items().map(|item| (item, place)));
            } else if !value.is_object() {
                let is_lost = in_list && place != Place::Alone && value.kind() != Kind::Null;
                answer.skipped += usize::from(is_lost);
            } else if in_context || is_status(value) {
                answer.statuses.push(Status::of(value, place, notes));
            } else {
                answer.context |= is_context(value);
                for key in ["ancestors", "descendants", "statuses"] {
                    drop(notes.list(value, key));
                }
                let inside = value.children().filter(|child| child.children().next().is_some());
                open.extend(inside.map(|child| (child, Place::under(&child.key(), place))));
            }
            if let Some(pushed) = open.get_mut(start..) {
                pushed.reverse();
            }
        }
        // Wherever it was written, a status stands between its ancestors and its descendants.
        if answer.context {
            answer.statuses.sort_by_key(|status| match status.place {
                Place::Ancestors => 0,
                Place::Alone | Place::Listed => 1,
                Place::Descendants => 2,
            });
        }
        answer
    }

    /// The status that is what all the others answer.
    fn article(&self) -> Option<usize> {
        let mut alone =
            self.statuses.iter().enumerate().filter(|(_, status)| status.place == Place::Alone);
        let (Some((at, _)), None) = (alone.next(), alone.next()) else { return None };
        // What has ancestors is one answer among others.
        let has_ancestors = self.statuses.iter().any(|status| status.place == Place::Ancestors);
        let others = self.statuses.len() > 1;
        (!has_ancestors && (self.context || !others)).then_some(at)
    }
}

impl Place {
    fn under(key: &str, place: Place) -> Place {
        match key {
            "ancestors" => Place::Ancestors,
            "descendants" => Place::Descendants,
            "statuses" => Place::Listed,
            _ => place,
        }
    }
}

fn is_context(value: Value<'_>) -> bool {
    value.get("ancestors").is_some() || value.get("descendants").is_some()
}

/// Whether an object is a status: an account, a notification, a card have some of this, too.
fn is_status(value: Value<'_>) -> bool {
    let is_known = |key: &&str| value.get(key).is_some();
    let telling = ["content", "in_reply_to_id", "visibility", "spoiler_text", "reblog", "account"];
    let others = ["created_at", "uri", "url", "favourites_count", "media_attachments", "id"];
    let told = telling.iter().filter(|key| is_known(key)).count();
    let in_all = told + others.iter().filter(|key| is_known(key)).count();
    told >= 2 && in_all >= 3 && value.get("status").is_none()
}

/// What is known of all statuses together.
struct Thread<'t> {
    /// How many answers to each are there.
    answers: HashMap<Cow<'t, str>, u32>,
    /// The id of the one that is the article.
    article: Option<Cow<'t, str>>,
    /// Who began it.
    starter: Option<Who<'t>>,
}

impl<'t> Thread<'t> {
    fn of(statuses: &[Status<'t>], article: Option<usize>) -> Thread<'t> {
        let mut answers: HashMap<Cow<'t, str>, u32> = HashMap::new();
        for parent in statuses.iter().filter_map(|status| status.parent.clone()) {
            *answers.entry(parent).or_default() += 1;
        }
        let article = article.and_then(|at| statuses.get(at));
        let ancestor = statuses.first().filter(|first| first.place == Place::Ancestors);
        let starts = |status: &&Status<'_>| status.parent.is_none();
        let starter = article.or(ancestor).filter(starts).and_then(|status| status.who.clone());
        Thread { answers, article: article.and_then(|status| status.id.clone()), starter }
    }

    /// How many answers to a status are not there.
    fn missing(&self, status: &Status<'_>) -> u32 {
        let there = status.id.as_ref().and_then(|id| self.answers.get(id)).copied();
        status.replies.saturating_sub(there.unwrap_or(0))
    }
}

#[cfg(test)]
mod tests;
