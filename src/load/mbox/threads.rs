//! Who answers whom, from `References` and `In-Reply-To`.
//!
//! As Jamie Zawinski's [message threading] has it: the last of the references is the parent, without
//! any it is the first id in `In-Reply-To`, and a link that would close a circle is not made. A
//! parent that is not in the file is passed over for the nearest ancestor that is. That can only be
//! known at the end; so until then such a message waits for its nearest reference, and if another
//! has come and that one has not, the thread is made once more ([`Threads::corrections`]). Where
//! none of the references of several messages has come and they share one, a comment that is not
//! loaded stands for it, as one without words ([`families`]).
//!
//! The subject is the last resort: two questions called "help" are two threads, but a message that
//! names nobody and begins with `Re:` answers something. It is put under the latest message before
//! it that starts a thread of that subject, and said to be a guess.
//!
//! [message threading]: https://www.jwz.org/doc/threading.html

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use memchr::{memchr, memrchr};

use super::families::{self, Lost};
use super::headers::Headers;
use crate::model::mail::{comment_id, is_article};
use crate::model::{Comment, CommentId, Confidence, Created, Parent, ThreadBuilder};
use crate::text::clean_line;

/// How many ancestors are looked at for a circle. A longer one is found when the thread is settled,
/// and cut where it came in first.
const LOOKED_AT: usize = 1000;

/// How sure a parent is that was found by the subject.
const BY_SUBJECT: Confidence = Confidence::percent(50);
/// How long after a message somebody may answer it without naming it, in seconds.
const MAX_PAUSE: i64 = 180 * 86_400;

/// What has to be otherwise than was thought, by the numbers of messages.
#[derive(Debug, Default)]
pub(super) struct Corrections {
    /// Whom a message answers: an id.
    pub(super) parents: HashMap<usize, (String, Confidence)>,
    /// The id of one that is missing and stands above a message and others.
    pub(super) missing: HashMap<usize, String>,
}

/// What is known about parents while the messages come.
#[derive(Debug, Default)]
pub(super) struct Threads {
    /// The ids that somebody waited for.
    waited: HashSet<String>,
    /// The messages, by number, that wait for one.
    open: Vec<usize>,
    /// Those that say that they answer and not whom, by number, with the names of their comments.
    answers: Vec<(usize, String)>,
    /// How many would have been their own ancestors.
    pub(super) circles: usize,
}

impl Threads {
    /// The parent of the message with this number and id, as far as it is known now.
    pub(super) fn parent<'a>(
        &mut self,
        number: usize,
        me: Option<&str>,
        headers: &Headers<'a>,
        builder: &ThreadBuilder,
    ) -> Parent<'a> {
        let mut ancestors = ancestors(headers, me);
        let Some(nearest) = ancestors.next() else { return Parent::Root };
        let Some(at) = builder.find(&nearest) else {
            self.open.push(number);
            self.waited.insert(nearest.clone().into_owned());
            return Parent::Id(nearest);
        };
        let circle = me.is_some_and(|me| self.waited.contains(me) && waits_for(builder, at, me));
        self.circles += usize::from(circle);
        if circle { Parent::Root } else { Parent::At(at) }
    }

    /// The message with this number says that it answers, and not whom; its comment is called `name`.
    pub(super) fn answers_somebody(&mut self, number: usize, name: &str) {
        self.answers.push((number, name.to_owned()));
    }

    /// What is known about parents when all have come.
    pub(super) fn corrections<'a>(
        &self,
        builder: &ThreadBuilder,
        headers: impl Fn(usize) -> Headers<'a>,
    ) -> Corrections {
        let mut corrections = Corrections::default();
        let mut lost = Vec::new();
        for &number in &self.open {
            let headers = headers(number);
            let me = id(headers.message_id);
            let mut above = ancestors(&headers, me.as_deref()).peekable();
            let is_here = |ancestor: &Cow<'_, str>| builder.find(ancestor).is_some();
            if above.peek().is_some_and(is_here) {
                continue;
            }
            if let Some(present) = above.find(is_here) {
                let parent = (present.into_owned(), Confidence::CERTAIN);
                corrections.parents.insert(number, parent);
            } else if headers.facts.is_empty() {
                let above = ancestors(&headers, me.as_deref()).map(Cow::into_owned);
                lost.push(Lost { number, above: above.take(LOOKED_AT).collect() });
            }
        }
        for family in families::of(&lost) {
            for &number in &family.members {
                let parent = (family.id.clone(), Confidence::CERTAIN);
                corrections.parents.insert(number, parent);
            }
            corrections.missing.extend(family.members.first().map(|&first| (first, family.id)));
        }
        self.add_by_subject(builder, &mut corrections.parents);
        corrections
    }

    /// Adds the parents that are found by the subject.
    fn add_by_subject(
        &self,
        builder: &ThreadBuilder,
        parents: &mut HashMap<usize, (String, Confidence)>,
    ) {
        if self.answers.is_empty() {
            return;
        }
        let answers: HashSet<&str> = self.answers.iter().map(|(_, name)| name.as_str()).collect();
        let is_start = |comment: &Comment<'_>| {
            let unknown = comment.parent().or(comment.unknown_parent().map(|_| comment.id()));
            unknown.is_none() && !answers.contains(comment.name())
        };
        let mut starts: HashMap<String, Vec<Comment<'_>>> = HashMap::new();
        for comment in builder.thread().comments().filter(is_start) {
            if let Some(subject) = comment.subject() {
                starts.entry(subject.to_lowercase()).or_default().push(comment);
            }
        }
        for (number, name) in &self.answers {
            let here = builder.find(name).and_then(|at| builder.thread().get(at));
            let Some((here, subject)) = here.and_then(|here| Some((here, here.subject()?))) else {
                continue;
            };
            let Some(starts) = starts.get(&subject.to_lowercase()) else { continue };
            let before = starts.partition_point(|start| start.id() < here.id());
            let start = before.checked_sub(1).and_then(|at| starts.get(at));
            if let Some(start) = start.filter(|start| is_soon_after(here, **start)) {
                parents.insert(*number, (start.name().to_owned(), BY_SUBJECT));
            }
        }
    }
}

/// Whether a message may answer the other one by its date.
fn is_soon_after(answer: Comment<'_>, start: Comment<'_>) -> bool {
    match (answer.created(), start.created()) {
        (Created::At(answer), Created::At(start)) => {
            answer.saturating_sub(start).unsigned_abs() <= MAX_PAUSE.unsigned_abs()
        }
        _ => true,
    }
}

/// Whether the comment at `at`, or who is above it, waits for `me`.
fn waits_for(builder: &ThreadBuilder, mut at: CommentId, me: &str) -> bool {
    for _ in 0..LOOKED_AT {
        let Some(comment) = builder.thread().get(at) else { return false };
        let above = comment.parent().or_else(|| {
            let unknown = comment.unknown_parent()?;
            builder.find(unknown)
        });
        match above {
            Some(above) => at = above,
            None => return comment.unknown_parent() == Some(me),
        }
    }
    false
}

/// The ids of all ancestors that a message names, the nearest first, without its own.
fn ancestors<'a>(headers: &Headers<'a>, me: Option<&str>) -> impl Iterator<Item = Cow<'a, str>> {
    let replied = bracketed(headers.in_reply_to).and_then(text);
    let all = from_behind(headers.references).filter_map(text).chain(replied);
    all.filter(move |id| me != Some(id) && !is_article(id))
}

/// The id of a message; `None` if it has none.
pub(super) fn id(message_id: &[u8]) -> Option<Cow<'_, str>> {
    text(bracketed(message_id).unwrap_or(message_id))
}

/// An id as it is compared; `None` if there is nothing in it.
fn text(id: &[u8]) -> Option<Cow<'_, str>> {
    if id.is_empty() {
        return None;
    }
    match str::from_utf8(id) {
        Ok(text) if id.iter().all(u8::is_ascii_graphic) => Some(comment_id(text)),
        _ => {
            let id = clean_line(&String::from_utf8_lossy(id));
            (!id.is_empty()).then(|| id.into())
        }
    }
}

/// What stands in the first `<>`.
fn bracketed(value: &[u8]) -> Option<&[u8]> {
    let behind = value.get(memchr(b'<', value)? + 1..)?;
    behind.get(..memchr(b'>', behind)?)
}

/// What stands in each `<>`, the last first; where there is none, each word that has an `@`.
fn from_behind(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = value;
    let bare = memchr(b'<', value).is_none();
    std::iter::from_fn(move || {
        if bare {
            let end = rest.trim_ascii_end();
            let start = end.iter().rposition(u8::is_ascii_whitespace).map_or(0, |at| at + 1);
            rest = end.get(..start)?;
            return end.get(start..).filter(|word| !word.is_empty());
        }
        let inner = rest.get(..memrchr(b'>', rest)?)?;
        let open = memrchr(b'<', inner)?;
        rest = inner.get(..open)?;
        inner.get(open + 1..)
    })
    .filter(move |id| !bare || id.contains(&b'@'))
}

/// Whether a message answers nobody.
pub(super) fn is_root(headers: &Headers<'_>) -> bool {
    ancestors(headers, None).next().is_none()
}
