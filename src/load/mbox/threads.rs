//! Who answers whom, from `References` and `In-Reply-To`.
//!
//! As Jamie Zawinski's [message threading] has it: the last of the references is the parent, without
//! any it is the first id in `In-Reply-To`, and a link that would close a circle is not made. A
//! parent that is not in the file is passed over for the nearest ancestor that is. That can only be
//! known at the end; so until then such a message waits for its nearest reference, and if another
//! has come and that one has not, the thread is made once more ([`Threads::corrections`]).
//!
//! Nothing is threaded by subject alone: two questions called "help" are two threads.
//!
//! [message threading]: https://www.jwz.org/doc/threading.html

use std::borrow::Cow;
use std::collections::HashSet;

use memchr::{memchr, memrchr};

use super::headers::Headers;
use crate::model::{CommentId, Parent, ThreadBuilder};
use crate::text::clean_line;

/// How many ancestors are looked at for a circle. A longer one is found when the thread is settled,
/// and cut where it came in first.
const LOOKED_AT: usize = 1000;

/// What is known about parents while the messages come.
#[derive(Debug, Default)]
pub(super) struct Threads {
    /// The ids that somebody waited for.
    waited: HashSet<String>,
    /// The messages, by number, that have more references than the one they wait for.
    open: Vec<usize>,
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
            if ancestors.next().is_some() {
                self.open.push(number);
            }
            self.waited.insert(nearest.clone().into_owned());
            return Parent::Id(nearest);
        };
        let circle = me.is_some_and(|me| self.waited.contains(me) && waits_for(builder, at, me));
        self.circles += usize::from(circle);
        if circle { Parent::Root } else { Parent::At(at) }
    }

    /// The messages whose parent never came while a farther ancestor did: that one's id.
    pub(super) fn corrections<'a>(
        &self,
        builder: &ThreadBuilder,
        headers: impl Fn(usize) -> Headers<'a>,
    ) -> Vec<(usize, String)> {
        let correction = |&number: &usize| {
            let headers = headers(number);
            let me = id(headers.message_id);
            let mut ancestors = ancestors(&headers, me.as_deref());
            if ancestors.next().is_some_and(|nearest| builder.find(&nearest).is_some()) {
                return None;
            }
            let present = ancestors.find(|ancestor| builder.find(ancestor).is_some())?;
            Some((number, present.into_owned()))
        };
        self.open.iter().filter_map(correction).collect()
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
    all.filter(move |id| me != Some(id))
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
        Ok(text) if id.iter().all(u8::is_ascii_graphic) => Some(text.into()),
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
