//! The comment tree: an arena in reading order.
//!
//! Comments lie in one `Vec` in pre-order, and each knows where its subtree ends. Skipping a
//! subtree is one jump, and nothing here recurses, so a hostile depth cannot overflow the stack.
//! How a thread comes to be is in [`super::builder`].
//!
//! A comment takes [`RECORD_BYTES`] here beside its text, which lies in the store, mostly as the
//! source has it; votes for and against take 8 more in a thread that has them, subjects 4. An
//! [`super::Arrangement`] in another order takes 8 more while it is in use.
//!
//! Folding, reading marks and colours are not here: `app` keeps them, so they survive a refresh.
//!
//! Invariant: `i < end(i) <= len`, a child's range lies inside its parent's, ids are unique.

use std::borrow::Cow;
use std::collections::HashMap;

use super::builder::ThreadBuilder;
use super::comment::{
    Body, BodyKind, CommentId, CommentKey, Confidence, Created, NewComment, State, Votes,
};
use super::names::Names;
use super::store::{ADDRESS_BITS, Notation, Span, Store};
use crate::text::clean;

/// What a comment takes beside its text, in bytes.
pub const RECORD_BYTES: usize = size_of::<Record>();
const _: () = assert!(RECORD_BYTES <= 56, "with an arrangement, 64 bytes a comment");

/// The key of a comment whose id has not come yet; what is missing under it is missing at the top.
pub(super) const PENDING: CommentKey = CommentKey(0);
/// How many levels are climbed at once where a thread is very deep.
pub(super) const STEP: u32 = if cfg!(test) { 3 } else { 256 };
/// How many where it is deeper still.
pub(super) const LEAP: u32 = STEP * STEP;
/// No comment, where one could be named.
pub(super) const NONE: u32 = u32::MAX;
/// No votes, where there could be some.
pub(super) const UNKNOWN: i32 = i32::MIN;
/// How many bits the length of an id takes, and that of a permalink.
const ID_BITS: u32 = 15;
/// The longest id and permalink that are kept, in bytes; longer ones are cut.
pub(super) const MAX_ID: usize = (1 << ID_BITS) - 2;
/// The same with room for a sign that tells copies apart.
const MAX_CLIPPED_ID: usize = MAX_ID - 32;
/// The length of a permalink that is made of the id.
const BY_ID: usize = (1 << ID_BITS) - 1;
/// The longest body that is kept, in bytes; a longer one is cut.
pub(super) const MAX_BODY: usize = (1 << (64 - ADDRESS_BITS)) - 1;

/// The comments of one discussion, in pre-order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thread {
    pub(super) records: Vec<Record>,
    pub(super) store: Store,
    pub(super) names: Names,
    pub(super) role_sets: Vec<Vec<String>>,
    /// How the bodies are written; a record has the number of its own.
    pub(super) forms: Vec<Form>,
    /// Votes for and against; empty in a thread where no comment has them.
    pub(super) up_down: Vec<[i32; 2]>,
    /// What comments are about: numbers among the names, 0 for nothing said; by place, as far as
    /// somebody says.
    pub(super) subjects: Vec<u32>,
    pub(super) more: HashMap<CommentKey, u32>,
    /// The ids of parents that have not come (yet).
    pub(super) orphans: HashMap<CommentKey, Span>,
    /// What stands before and behind the id in a permalink that is made of it.
    pub(super) permalinks: (String, String),
    /// For comments at every [`STEP`]th depth, in order: the place, and that of the ancestor so many
    /// levels above.
    pub(super) steps: Vec<[u32; 2]>,
    /// The same for every [`LEAP`]th.
    pub(super) leaps: Vec<[u32; 2]>,
    pub(super) duplicates: usize,
    pub(super) cycles: usize,
    /// How many times comments were moved while the thread was made.
    pub(super) moves: u32,
}

/// How a body is written, and how its bytes become text if they lie as the source has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) kind: BodyKind,
    pub(super) notation: Option<&'static Notation>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Record {
    pub(super) key: CommentKey,
    /// Seconds; or an age: its text among the names in the high half, seconds + 1 in the low one.
    pub(super) created: i64,
    /// The address of the id, its length, and the length of the permalink that stands before it.
    pub(super) id: u64,
    /// The address of the body, and its length.
    pub(super) body: u64,
    pub(super) parent: u32,
    pub(super) end: u32,
    pub(super) depth: u32,
    pub(super) author: u32,
    pub(super) score: i32,
    pub(super) roles: u16,
    /// The confidence in the low [`flag::CONFIDENCE`] bits, and flags.
    pub(super) flags: u16,
}

pub(super) mod flag {
    pub(in crate::model) const CONFIDENCE: u16 = (1 << 7) - 1;
    pub(in crate::model) const EDITED: u16 = 1 << 7;
    pub(in crate::model) const CREATED: u16 = 1 << 8;
    pub(in crate::model) const AGE: u16 = 1 << 9;
    /// Where the two bits of the state begin.
    pub(in crate::model) const STATE: u16 = 10;
    /// Where the four bits of the body's form begin.
    pub(in crate::model) const FORM: u16 = 12;
}

impl Record {
    pub(super) fn id_span(&self) -> Span {
        let length = (self.id >> ADDRESS_BITS) & ((1 << ID_BITS) - 1);
        Span { at: self.id & ((1 << ADDRESS_BITS) - 1), length: small(length) }
    }

    fn permalink_length(&self) -> usize {
        small(self.id >> (ADDRESS_BITS + ID_BITS))
    }

    pub(super) fn body_span(&self) -> Span {
        let at = self.body & ((1 << ADDRESS_BITS) - 1);
        Span { at, length: small(self.body >> ADDRESS_BITS) }
    }

    /// Takes the place of the id; its permalink stands before it, or is made of it (`None`).
    pub(super) fn set_id(&mut self, id: Span, permalink: Option<usize>) {
        let permalink = permalink.unwrap_or(BY_ID) as u64;
        self.id =
            id.at | ((id.length as u64) << ADDRESS_BITS) | (permalink << (ADDRESS_BITS + ID_BITS));
    }

    /// Takes the place of the body.
    pub(super) fn set_body(&mut self, body: Span) {
        self.body = body.at | ((body.length.min(MAX_BODY) as u64) << ADDRESS_BITS);
    }

    /// Sets some bits of the flags.
    pub(super) fn set_flags(&mut self, start: u16, mask: u16, value: u16) {
        self.flags = (self.flags & !(mask << start)) | ((value & mask) << start);
    }
}

fn small(number: u64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// One comment of a thread: a borrowed view.
#[derive(Clone, Copy, Debug)]
pub struct Comment<'a> {
    thread: &'a Thread,
    record: &'a Record,
    id: CommentId,
}

impl Thread {
    /// How many comments there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The comment at `id`.
    #[must_use]
    pub fn get(&self, id: CommentId) -> Option<Comment<'_>> {
        let record = self.records.get(id.index())?;
        Some(Comment { thread: self, record, id })
    }

    /// All comments in pre-order.
    #[must_use]
    pub fn comments(&self) -> impl DoubleEndedIterator<Item = Comment<'_>> + ExactSizeIterator {
        self.records.iter().enumerate().map(|(at, record)| Comment {
            thread: self,
            record,
            id: CommentId(index(at)),
        })
    }

    /// The parents of `id`, the nearest first.
    pub fn ancestors(&self, id: CommentId) -> impl Iterator<Item = CommentId> {
        let parent = |id| self.get(id).and_then(Comment::parent);
        std::iter::successors(parent(id), move |&id| parent(id))
    }

    /// The ancestor of `id`, or itself, at `depth`; none if `id` is not as deep. At most some hundred
    /// steps, however deep it is.
    #[must_use]
    pub fn ancestor_at(&self, id: CommentId, depth: u32) -> Option<CommentId> {
        self.get(id).filter(|comment| comment.depth() >= depth)?;
        self.climb(id, |at| at.depth() <= depth)
    }

    /// The innermost comment in whose branch both are: one of them, or an ancestor of both. At most
    /// some hundred steps.
    #[must_use]
    pub fn shared_ancestor(&self, one: CommentId, other: CommentId) -> Option<CommentId> {
        self.climb(one, |at| at.id <= other && other < at.end())
    }

    /// The first on the way up from `id` for which `is_there` holds, as it does for all above.
    fn climb(&self, id: CommentId, is_there: impl Fn(Comment<'_>) -> bool) -> Option<CommentId> {
        let mut at = self.get(id)?;
        while !is_there(at) {
            let far = |steps: &[[u32; 2]]| {
                let found = steps.binary_search_by_key(&at.id.0, |step| step[0]).ok()?;
                let above = self.get(CommentId(steps.get(found)?[1]))?;
                Some(above).filter(|&above| !is_there(above))
            };
            let by = |steps: &[[u32; 2]], levels: u32| {
                at.depth().is_multiple_of(levels).then(|| far(steps)).flatten()
            };
            let further = by(&self.leaps, LEAP).or_else(|| by(&self.steps, STEP));
            at = further.or_else(|| self.get(at.parent()?))?;
        }
        Some(at.id)
    }

    /// The direct replies to `id`, or with `None` the roots.
    pub fn children(&self, id: Option<CommentId>) -> impl Iterator<Item = CommentId> {
        let range = match id.and_then(|id| self.get(id)) {
            Some(comment) => comment.id.0 + 1..comment.end().0,
            None if id.is_some() => 0..0,
            None => 0..index(self.records.len()),
        };
        let mut next = range.start;
        std::iter::from_fn(move || {
            let child = self.get(CommentId(next)).filter(|_| next < range.end)?;
            next = child.end().0;
            Some(child.id)
        })
    }

    /// Finds a comment by its key, in one pass.
    #[must_use]
    pub fn find(&self, key: CommentKey) -> Option<CommentId> {
        self.records.iter().position(|record| record.key == key).map(|at| CommentId(index(at)))
    }

    /// Finds a comment by its id, in one pass.
    #[must_use]
    pub fn find_id(&self, id: &str) -> Option<CommentId> {
        self.find(key_of(id)).filter(|&at| self.get(at).is_some_and(|comment| comment.name() == id))
    }

    /// Whether this is what became of `before` by growing at its end alone: every comment of that is
    /// at its place here.
    #[must_use]
    pub fn has_grown_from(&self, before: &Thread) -> bool {
        self.moves == before.moves && self.len() >= before.len()
    }

    /// How many replies the source has and this thread does not.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.more.values().map(|&more| u64::from(more)).sum()
    }

    /// How many of them would start a thread.
    #[must_use]
    pub fn missing_roots(&self) -> u32 {
        self.more.get(&PENDING).copied().unwrap_or(0)
    }

    /// The name of the author with this number ([`Comment::author_number`]).
    #[must_use]
    pub fn author(&self, number: u32) -> &str {
        self.names.get(number)
    }

    /// How many authors there are; one without a name counts as one.
    #[must_use]
    pub fn people(&self) -> usize {
        let mut seen = vec![false; self.names.len()];
        for record in &self.records {
            if let Some(seen) = seen.get_mut(record.author as usize) {
                *seen = true;
            }
        }
        seen.into_iter().filter(|&seen| seen).count()
    }

    /// What was wrong with the tree as it came, a sentence each.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let sentence = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(format!("1 comment {one}")),
            _ => Some(format!("{count} comments {many}")),
        };
        [
            sentence(
                self.orphans.len(),
                "answers one that is not here; shown as a root",
                "answer one that is not here; shown as roots",
            ),
            sentence(
                self.cycles,
                "was its own ancestor; shown as a root",
                "were their own ancestors; shown as roots",
            ),
            sentence(
                self.duplicates,
                "has the id of another; both are kept",
                "have the id of another; all are kept",
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Adds comments, wherever in the tree they belong; siblings stand in the order of arrival.
    ///
    /// For one batch; who has several keeps a [`ThreadBuilder`]. Every [`CommentId`] given out
    /// before may name another comment afterwards; keys stay. O(comments so far + batch).
    pub fn extend<'a>(&mut self, batch: impl IntoIterator<Item = NewComment<'a>>) {
        let mut builder = ThreadBuilder::of(std::mem::take(self));
        for comment in batch {
            builder.push(comment);
        }
        *self = builder.finish();
    }
}

impl<'a> Comment<'a> {
    /// Where it stands.
    #[must_use]
    pub fn id(self) -> CommentId {
        self.id
    }

    /// Its name for good.
    #[must_use]
    pub fn key(self) -> CommentKey {
        self.record.key
    }

    /// The source's id, or the one made for it.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.line(self.record.id_span())
    }

    /// Which comment it answers.
    #[must_use]
    pub fn parent(self) -> Option<CommentId> {
        (self.record.parent != NONE).then_some(CommentId(self.record.parent))
    }

    /// The id of the comment that it answers, if that one is not here.
    #[must_use]
    pub fn unknown_parent(self) -> Option<&'a str> {
        self.thread.orphans.get(&self.record.key).map(|&id| self.line(id))
    }

    /// How sure the parent is.
    #[must_use]
    pub fn confidence(self) -> Confidence {
        Confidence::percent(u8::try_from(self.record.flags & flag::CONFIDENCE).unwrap_or(0))
    }

    /// How many ancestors it has.
    #[must_use]
    pub fn depth(self) -> u32 {
        self.record.depth
    }

    /// The first comment behind its subtree.
    #[must_use]
    pub fn end(self) -> CommentId {
        CommentId(self.record.end)
    }

    /// How many comments its subtree has below it.
    #[must_use]
    pub fn descendants(self) -> u32 {
        self.record.end.saturating_sub(self.id.0 + 1)
    }

    /// Who wrote it; empty if unknown.
    #[must_use]
    pub fn author(self) -> &'a str {
        self.thread.names.get(self.record.author)
    }

    /// What it is about, where that is said and its parent is about something else.
    #[must_use]
    pub fn subject(self) -> Option<&'a str> {
        let said = |id: CommentId| {
            let number = self.thread.subjects.get(id.index()).copied().unwrap_or(0);
            (number, self.thread.names.get(number))
        };
        let (number, subject) = said(self.id);
        let (above, theirs) = self.parent().map(said).unwrap_or_default();
        (number != above && !subject.is_empty() && !subject.eq_ignore_ascii_case(theirs))
            .then_some(subject)
    }

    /// A number that is the same for all comments of this author in this thread; 0 for none.
    #[must_use]
    pub fn author_number(self) -> u32 {
        self.record.author
    }

    /// When it was written.
    #[must_use]
    pub fn created(self) -> Created<&'a str> {
        let created = self.record.created;
        if self.record.flags & flag::AGE != 0 {
            let low = u32::try_from(created & i64::from(u32::MAX)).unwrap_or(0);
            let text = u32::try_from(created >> 32).unwrap_or(NONE);
            Created::Ago { text: self.thread.names.get(text), seconds: low.checked_sub(1) }
        } else if self.record.flags & flag::CREATED != 0 {
            Created::At(created)
        } else {
            Created::Unknown
        }
    }

    /// What readers thought of it.
    #[must_use]
    pub fn votes(self) -> Votes {
        let known = |votes: i32| (votes != UNKNOWN).then_some(votes);
        let [up, down] = self.thread.up_down.get(self.id.index()).copied().unwrap_or([UNKNOWN; 2]);
        Votes { score: known(self.record.score), up: known(up), down: known(down) }
    }

    /// Whether it was changed later.
    #[must_use]
    pub fn edited(self) -> bool {
        self.record.flags & flag::EDITED != 0
    }

    /// What became of it.
    #[must_use]
    pub fn state(self) -> State {
        match (self.record.flags >> flag::STATE) & 3 {
            0 => State::Live,
            1 => State::Deleted,
            2 => State::Removed,
            _ => State::NotLoaded,
        }
    }

    /// What its author is here.
    #[must_use]
    pub fn roles(self) -> &'a [String] {
        self.thread.role_sets.get(usize::from(self.record.roles)).map_or(&[], Vec::as_slice)
    }

    /// Its address.
    #[must_use]
    pub fn permalink(self) -> Option<Cow<'a, str>> {
        let id = self.record.id_span();
        match self.record.permalink_length() {
            0 => None,
            BY_ID => {
                let (before, behind) = &self.thread.permalinks;
                Some(Cow::Owned(format!("{before}{}{behind}", self.name())))
            }
            length => {
                let at = id.at.saturating_sub(length as u64);
                Some(Cow::Borrowed(self.line(Span { at, length })))
            }
        }
    }

    /// Whether its address is made of its id.
    pub(super) fn is_linked_by_id(self) -> bool {
        self.record.permalink_length() == BY_ID
    }

    /// How many of its replies the source has and this document does not.
    #[must_use]
    pub fn more(self) -> u32 {
        self.thread.more.get(&self.record.key).copied().unwrap_or(0)
    }

    /// What it says, in the source's notation; cleaned where it is plain.
    ///
    /// O(body): where the source's own bytes are kept, they are read here.
    #[must_use]
    pub fn body(self) -> Body<Cow<'a, str>> {
        let form = self.form();
        let bytes = self.bytes();
        let text = match form.notation {
            Some(notation) => (notation.decode)(bytes),
            None => String::from_utf8_lossy(bytes),
        };
        let plain = form.kind == BodyKind::Plain && form.notation.is_some();
        Body { kind: form.kind, text: if plain { cleaned(text) } else { text } }
    }

    /// Whether it says anything, as its source writes it.
    #[must_use]
    pub fn has_body(self) -> bool {
        self.record.body_span().length > 0
    }

    /// The bytes of its body as they lie in the store.
    #[must_use]
    pub fn bytes(self) -> &'a [u8] {
        self.thread.store.get(self.record.body_span())
    }

    /// Whether words of ASCII letters and digits stand in [`Comment::bytes`] as they do in the text.
    #[must_use]
    pub fn has_plain_letters(self) -> bool {
        self.form().notation.is_none_or(|notation| (notation.plain_letters)(self.bytes()))
    }

    fn form(self) -> Form {
        let plain = Form { kind: BodyKind::Plain, notation: None };
        let at = usize::from(self.record.flags >> flag::FORM);
        self.thread.forms.get(at).copied().unwrap_or(plain)
    }

    /// A text that was written down clean.
    fn line(self, span: Span) -> &'a str {
        str::from_utf8(self.thread.store.get(span)).unwrap_or_default()
    }
}

fn cleaned(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => clean(text),
        Cow::Owned(text) => Cow::Owned(clean(&text).into_owned()),
    }
}

/// The id of a comment that has none from its source: eight hexadecimal digits made of its author
/// and words, so that it is the same when the page is copied again.
#[must_use]
pub fn content_id(author: &str, body: &str) -> String {
    let hash = fnv(fnv(FNV_OFFSET, author.as_bytes()), body.as_bytes());
    format!("{:08x}", (hash >> 32) ^ (hash & u64::from(u32::MAX)))
}

pub(super) fn key_of(id: impl AsRef<[u8]>) -> CommentKey {
    CommentKey(fnv(FNV_OFFSET, id.as_ref()))
}

const FNV_OFFSET: u64 = 0xCBF2_9CE4_8422_2325;

fn fnv(seed: u64, bytes: &[u8]) -> u64 {
    let step = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    bytes.iter().fold(seed, step)
}

/// As much of an id as is kept, with room for a sign that tells copies apart.
pub(super) fn clip_id(id: &str) -> &str {
    clip_bytes(id, MAX_CLIPPED_ID)
}

/// The same of one that is clean.
pub(super) fn clip_bytes_of_id(id: &[u8]) -> &[u8] {
    if id.len() <= MAX_CLIPPED_ID {
        return id;
    }
    str::from_utf8(id).map(clip_id).unwrap_or_default().as_bytes()
}

pub(super) fn clip_bytes(text: &str, limit: usize) -> &str {
    text.get(..text.floor_char_boundary(limit)).unwrap_or(text)
}

/// Arena indices are `u32`; [`ThreadBuilder`] takes no more comments than those can name.
pub(super) fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}
