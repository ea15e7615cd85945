//! The comment tree: an arena in reading order.
//!
//! Comments lie in one `Vec` in pre-order, and each knows where its subtree ends. Skipping a
//! subtree is one jump, and nothing here recurses, so a hostile depth cannot overflow the stack.
//!
//! A comment takes [`RECORD_BYTES`] here beside its text (permalink, id and body, one after the
//! other in one buffer); votes for and against take 8 more in a thread that has them. An
//! [`super::Arrangement`] in another order takes 8 more while it is in use.
//!
//! Folding, reading marks and colours are not here: `app` keeps them by [`CommentKey`], so they
//! survive a refresh.
//!
//! Invariant: `i < end(i) <= len`, a child's range lies inside its parent's, ids are unique.

use std::collections::HashMap;

use super::comment::{
    Body, BodyKind, CommentId, CommentKey, Confidence, Created, NewComment, Parent, State, Votes,
};
use crate::text::{clean, clean_line};

/// What a comment takes beside its text, in bytes.
pub const RECORD_BYTES: usize = size_of::<Record>();
const _: () = assert!(RECORD_BYTES <= 56, "with an arrangement, 64 bytes a comment");

const NONE: u32 = u32::MAX;
const UNKNOWN: i32 = i32::MIN;
/// The buffer may be 256 TiB long: 48 bits for where a comment's text starts, 16 for its id.
const START_BITS: u32 = 48;
/// The longest id and permalink that are kept, in bytes; longer ones are cut.
const MAX_ID: usize = u16::MAX as usize;

/// The comments of one discussion, in pre-order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thread {
    records: Vec<Record>,
    /// Permalink, id, body of each comment, in the order of arrival.
    text: String,
    names: Names,
    role_sets: Vec<Vec<String>>,
    known_role_sets: HashMap<Vec<String>, u16>,
    /// Votes for and against; empty in a thread where no comment has them.
    up_down: Vec<[i32; 2]>,
    more: HashMap<CommentKey, u32>,
    /// The parents that have not come (yet).
    orphans: HashMap<CommentKey, String>,
    duplicates: usize,
    cycles: usize,
}

#[derive(Clone, Debug, PartialEq)]
struct Record {
    key: CommentKey,
    /// Seconds; or an age: its text among the names in the high half, seconds + 1 in the low one.
    created: i64,
    /// Where the id starts in the buffer, and in the high 16 bits how long it is.
    id: u64,
    body_length: u32,
    parent: u32,
    end: u32,
    depth: u32,
    author: u32,
    score: i32,
    permalink_length: u16,
    roles: u16,
    flags: u8,
    confidence: Confidence,
}

mod flag {
    pub(super) const EDITED: u8 = 1;
    pub(super) const CREATED: u8 = 1 << 1;
    pub(super) const AGE: u8 = 1 << 2;
    pub(super) const STATE: u8 = 3;
    pub(super) const BODY: u8 = 5;
}

/// What ids are taken while comments are added.
struct Taken {
    /// Which comment has the key.
    comments: HashMap<CommentKey, u32>,
    /// The last copy of an id that came more than once, so that none is looked for from the
    /// start: a million comments with one id must not cost a million squared.
    copies: HashMap<CommentKey, u64>,
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

    /// How many replies the source has and this thread does not.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.more.values().map(|&more| u64::from(more)).sum()
    }

    /// How many authors there are; one without a name counts as one.
    #[must_use]
    pub fn people(&self) -> usize {
        let mut seen = vec![false; self.names.list.len()];
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
    /// Parents may come later, in the same batch or another: until then, and if they never come,
    /// a comment is a root. A cycle is cut at the comment that came first. A second comment with an
    /// id that is taken is kept under an id of its own. Every [`CommentId`] given out before may
    /// name another comment afterwards; keys stay.
    ///
    /// Costs O(comments so far + batch): callers with many batches make each larger than the last.
    pub fn extend(&mut self, batch: impl IntoIterator<Item = NewComment>) {
        let comments = self.records.iter().zip(0..).map(|(record, at)| (record.key, at)).collect();
        let mut taken = Taken { comments, copies: HashMap::new() };
        for comment in batch {
            if self.records.len() >= NONE as usize - 1 {
                break;
            }
            self.push(comment, &mut taken);
        }
        self.adopt(&taken.comments);
        if !self.settle_in_place() {
            let cut = self.cut_cycles();
            self.rearrange(cut);
        }
    }

    fn push(&mut self, mut comment: NewComment, taken: &mut Taken) {
        if comment.body.kind == BodyKind::Plain {
            comment.body.text = clean(&comment.body.text).into_owned();
        }
        let author = clean_line(&comment.author);
        let given = comment.id.map(|id| clean_line(&id)).filter(|id| !id.is_empty());
        let wanted = given.clone().unwrap_or_else(|| content_id(&author, &comment.body.text));
        let id = taken.free(clip_id(&wanted));
        if id != clip_id(&wanted) && given.is_some() {
            self.duplicates += 1;
        }
        let key = key_of(&id);
        taken.comments.insert(key, index(self.records.len()));

        let permalink = comment.permalink.map(|link| clean_line(&link)).unwrap_or_default();
        let permalink = clip_bytes(&permalink, MAX_ID);
        let body = clip_bytes(&comment.body.text, NONE as usize);
        self.text.push_str(permalink);
        let start = self.text.len() as u64 & ((1 << START_BITS) - 1);
        self.text.push_str(&id);
        self.text.push_str(body);

        let mut flags = (u8::from(comment.edited) * flag::EDITED)
            | ((comment.state as u8) << flag::STATE)
            | ((comment.body.kind as u8) << flag::BODY);
        let created = match comment.created {
            Created::Unknown => 0,
            Created::At(seconds) => {
                flags |= flag::CREATED;
                seconds
            }
            Created::Ago { text, seconds } => {
                flags |= flag::AGE;
                let text = i64::from(self.names.intern(&clean_line(&text)));
                (text << 32) | seconds.map_or(0, |seconds| i64::from(seconds.saturating_add(1)))
            }
        };
        if comment.more > 0 {
            self.more.insert(key, comment.more);
        }
        self.push_votes(comment.votes);
        if let Parent::Id(parent) = comment.parent {
            self.orphans.insert(key, clip_id(&clean_line(&parent)).to_owned());
        }
        let record = Record {
            key,
            created,
            id: start | ((id.len() as u64) << START_BITS),
            body_length: index(body.len()),
            parent: NONE,
            end: 0,
            depth: 0,
            author: self.names.intern(&author),
            score: comment.votes.score.unwrap_or(UNKNOWN),
            permalink_length: u16::try_from(permalink.len()).unwrap_or(0),
            roles: self.role_set(&comment.roles),
            flags,
            confidence: comment.confidence,
        };
        self.records.push(record);
    }

    fn push_votes(&mut self, votes: Votes) {
        let pair = [votes.up.unwrap_or(UNKNOWN), votes.down.unwrap_or(UNKNOWN)];
        if pair != [UNKNOWN; 2] || !self.up_down.is_empty() {
            self.up_down.resize(self.records.len(), [UNKNOWN; 2]);
            self.up_down.push(pair);
        }
    }

    fn role_set(&mut self, roles: &[String]) -> u16 {
        let roles: Vec<String> = roles.iter().map(|role| clean_line(role)).collect();
        if self.role_sets.is_empty() {
            self.role_sets.push(Vec::new());
            self.known_role_sets.insert(Vec::new(), 0);
        }
        if let Some(&at) = self.known_role_sets.get(&roles) {
            return at;
        }
        let Ok(at) = u16::try_from(self.role_sets.len()) else { return 0 };
        self.role_sets.push(roles.clone());
        self.known_role_sets.insert(roles, at);
        at
    }

    /// Gives a parent to everyone whose parent is known by now.
    fn adopt(&mut self, known: &HashMap<CommentKey, u32>) {
        let mut orphans = std::mem::take(&mut self.orphans);
        orphans.retain(|child, wanted| {
            let parent = known.get(&key_of(wanted)).copied().filter(|&parent| {
                self.get(CommentId(parent)).is_some_and(|comment| comment.name() == wanted)
            });
            let child = known.get(child).and_then(|&at| self.records.get_mut(at as usize));
            match (parent, child) {
                (Some(parent), Some(child)) => {
                    child.parent = parent;
                    false
                }
                _ => true,
            }
        });
        self.orphans = orphans;
    }

    /// Sets depths and ends if the comments stand in pre-order; says whether they do.
    fn settle_in_place(&mut self) -> bool {
        let mut path: Vec<u32> = Vec::new();
        for at in 0..self.records.len() {
            let Some(parent) = self.records.get(at).map(|record| record.parent) else { break };
            while path.last().is_some_and(|&top| top != parent) {
                path.pop();
            }
            if path.is_empty() && parent != NONE {
                return false;
            }
            if let Some(record) = self.records.get_mut(at) {
                record.depth = index(path.len());
            }
            path.push(index(at));
        }
        self.set_ends();
        true
    }

    fn set_ends(&mut self) {
        for (record, at) in self.records.iter_mut().zip(1..) {
            record.end = at;
        }
        for at in (0..self.records.len()).rev() {
            let Some((parent, end)) = self.records.get(at).map(|r| (r.parent, r.end)) else {
                break;
            };
            if let Some(parent) = self.records.get_mut(parent as usize) {
                parent.end = parent.end.max(end);
            }
        }
    }

    /// Makes a root of the comment that came first in every circle of parents; says whether there
    /// was one. Looks at each comment twice.
    fn cut_cycles(&mut self) -> bool {
        const DONE: u32 = NONE;
        let before = self.cycles;
        let mut walk = vec![0_u32; self.records.len()];
        for start in 0..self.records.len() {
            let mark = index(start) + 1;
            let mut at = start;
            while walk.get(at) == Some(&0) {
                if let Some(walk) = walk.get_mut(at) {
                    *walk = mark;
                }
                at = self.records.get(at).map_or(NONE, |record| record.parent) as usize;
            }
            if walk.get(at) == Some(&mark) {
                // The walk began at the lowest index not yet seen, which need not be on the circle.
                let mut first = at;
                let mut round = at;
                loop {
                    round = self.records.get(round).map_or(NONE, |record| record.parent) as usize;
                    if self.arrival(round) < self.arrival(first) {
                        first = round;
                    }
                    if round == at {
                        break;
                    }
                }
                if let Some(record) = self.records.get_mut(first) {
                    record.parent = NONE;
                    self.cycles += 1;
                }
            }
            let mut at = start;
            while walk.get(at) == Some(&mark) {
                if let Some(walk) = walk.get_mut(at) {
                    *walk = DONE;
                }
                at = self.records.get(at).map_or(NONE, |record| record.parent) as usize;
            }
        }
        self.cycles > before
    }

    /// A number that is higher for comments that came later: where their text is.
    fn arrival(&self, at: usize) -> u64 {
        self.records.get(at).map_or(u64::MAX, |record| record.id & ((1 << START_BITS) - 1))
    }

    /// Moves all comments into pre-order. O(comments), without recursion.
    ///
    /// Siblings stand in the order of arrival already, unless a circle was `cut`: its root was
    /// under somebody before, and may have come earlier than roots that stand above it.
    fn rearrange(&mut self, cut: bool) {
        let count = self.records.len();
        let mut arrived: Vec<usize> = (0..count).collect();
        if cut {
            arrived.sort_unstable_by_key(|&at| self.arrival(at));
        }
        let mut first_child = vec![NONE; count + 1];
        let mut next_sibling = vec![NONE; count];
        for at in arrived.into_iter().rev() {
            let parent = self.records.get(at).map_or(NONE, |record| record.parent) as usize;
            let slot = first_child.get_mut(parent.min(count));
            if let (Some(slot), Some(next)) = (slot, next_sibling.get_mut(at)) {
                *next = std::mem::replace(slot, index(at));
            }
        }
        let child = |at: u32| first_child.get(at as usize).copied().unwrap_or(NONE);
        let sibling = |at: u32| next_sibling.get(at as usize).copied().unwrap_or(NONE);

        let mut order = Vec::with_capacity(count);
        let mut place = vec![NONE; count];
        let mut stack = vec![child(index(count))];
        while let Some(at) = stack.pop() {
            if at == NONE {
                continue;
            }
            if let Some(place) = place.get_mut(at as usize) {
                *place = index(order.len());
            }
            order.push(at);
            stack.push(sibling(at));
            stack.push(child(at));
        }
        debug_assert_eq!(order.len(), count, "every comment hangs on a root");

        let taken = |at: &u32| self.records.get(*at as usize).cloned();
        let mut records: Vec<Record> = order.iter().filter_map(taken).collect();
        for record in &mut records {
            record.parent = place.get(record.parent as usize).copied().unwrap_or(NONE);
        }
        if !self.up_down.is_empty() {
            self.up_down.resize(count, [UNKNOWN; 2]);
            let taken = |at: &u32| self.up_down.get(*at as usize).copied();
            self.up_down = order.iter().filter_map(taken).collect();
        }
        self.records = records;
        self.settle_in_place();
    }
}

impl Taken {
    /// `wanted`, or if that is taken the next of its copies that is free.
    fn free(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        let mut key = key_of(&id);
        if !self.comments.contains_key(&key) {
            return id;
        }
        let copies = self.copies.entry(key).or_insert(1);
        while self.comments.contains_key(&key) {
            *copies += 1;
            id = format!("{wanted}~{copies}");
            key = key_of(&id);
        }
        id
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
        let (start, length) = self.id_span();
        self.slice(start, length)
    }

    /// Which comment it answers.
    #[must_use]
    pub fn parent(self) -> Option<CommentId> {
        (self.record.parent != NONE).then_some(CommentId(self.record.parent))
    }

    /// The id of the comment that it answers, if that one is not here.
    #[must_use]
    pub fn unknown_parent(self) -> Option<&'a str> {
        self.thread.orphans.get(&self.record.key).map(String::as_str)
    }

    /// How sure the parent is.
    #[must_use]
    pub fn confidence(self) -> Confidence {
        self.record.confidence
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

    /// A number that is the same for all comments of this author in this thread.
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
    pub fn permalink(self) -> Option<&'a str> {
        let length = usize::from(self.record.permalink_length);
        let (start, _) = self.id_span();
        (length > 0).then(|| self.slice(start.saturating_sub(length), length))
    }

    /// How many of its replies the source has and this document does not.
    #[must_use]
    pub fn more(self) -> u32 {
        self.thread.more.get(&self.record.key).copied().unwrap_or(0)
    }

    /// What it says.
    #[must_use]
    pub fn body(self) -> Body<&'a str> {
        let kind = match (self.record.flags >> flag::BODY) & 3 {
            0 => BodyKind::Plain,
            1 => BodyKind::Html,
            _ => BodyKind::Markdown,
        };
        let (start, length) = self.id_span();
        Body { kind, text: self.slice(start + length, self.record.body_length as usize) }
    }

    fn id_span(self) -> (usize, usize) {
        let start = self.record.id & ((1 << START_BITS) - 1);
        let length = self.record.id >> START_BITS;
        (usize::try_from(start).unwrap_or(0), usize::try_from(length).unwrap_or(0))
    }

    fn slice(self, start: usize, length: usize) -> &'a str {
        self.thread.text.get(start..start + length).unwrap_or_default()
    }
}

/// Strings that many comments share, each kept once.
#[derive(Clone, Debug, Default, PartialEq)]
struct Names {
    list: Vec<Box<str>>,
    known: HashMap<Box<str>, u32>,
}

impl Names {
    fn intern(&mut self, name: &str) -> u32 {
        if let Some(&at) = self.known.get(name) {
            return at;
        }
        let at = index(self.list.len());
        self.list.push(name.into());
        self.known.insert(name.into(), at);
        at
    }

    fn get(&self, at: u32) -> &str {
        self.list.get(at as usize).map_or("", |name| name)
    }
}

/// The id of a comment that has none from its source: eight hexadecimal digits made of its author
/// and words, so that it is the same when the page is copied again.
#[must_use]
pub fn content_id(author: &str, body: &str) -> String {
    let hash = fnv(fnv(FNV_OFFSET, author.as_bytes()), body.as_bytes());
    format!("{:08x}", (hash >> 32) ^ (hash & u64::from(u32::MAX)))
}

fn key_of(id: &str) -> CommentKey {
    CommentKey(fnv(FNV_OFFSET, id.as_bytes()))
}

const FNV_OFFSET: u64 = 0xCBF2_9CE4_8422_2325;

fn fnv(seed: u64, bytes: &[u8]) -> u64 {
    let step = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    bytes.iter().fold(seed, step)
}

/// As much of an id as is kept, with room for a sign that tells copies apart.
fn clip_id(id: &str) -> &str {
    clip_bytes(id, MAX_ID - 32)
}

fn clip_bytes(text: &str, limit: usize) -> &str {
    text.get(..text.floor_char_boundary(limit)).unwrap_or(text)
}

/// Arena indices are `u32`; [`Thread::extend`] takes no more comments than those can name.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn comment(id: Option<&str>, parent: Option<&str>) -> NewComment {
        NewComment {
            id: id.map(str::to_owned),
            parent: parent.map_or(Parent::Root, |parent| Parent::Id(parent.to_owned())),
            ..NewComment::default()
        }
    }

    /// `a(b(c))d`: ids, and in brackets the replies.
    fn outline(thread: &Thread) -> String {
        let mut out = String::new();
        let mut depth = 0;
        for comment in thread.comments() {
            if comment.depth() > depth {
                out.push('(');
            }
            out.push_str(&")".repeat((depth.saturating_sub(comment.depth())) as usize));
            out.push_str(comment.name());
            depth = comment.depth();
        }
        out.push_str(&")".repeat(depth as usize));
        out
    }

    #[test]
    fn a_tree_is_made_of_whatever_comes() {
        type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str, &'a [&'a str]);
        #[rustfmt::skip]
        let cases: &[Case<'_>] = &[
            ("parents first",      &[("a", ""), ("b", "a"), ("c", "b"), ("d", "")],  "a(b(c))d", &[]),
            ("parents last",       &[("d", ""), ("c", "b"), ("b", "a"), ("a", "")],  "da(b(c))", &[]),
            ("siblings in order",  &[("a", ""), ("b", "a"), ("x", ""), ("c", "a")],  "a(bc)x",   &[]),
            ("an orphan",          &[("a", ""), ("b", "z")],                         "ab",       &["1 comment answers one that is not here; shown as a root"]),
            ("its own parent",     &[("a", "a"), ("b", "a")],                        "a(b)",     &["1 comment was its own ancestor; shown as a root"]),
            ("a circle",           &[("x", "c"), ("b", "a"), ("c", "b"), ("a", "c")], "b(c(xa))", &["1 comment was its own ancestor; shown as a root"]),
            ("two circles",        &[("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")], "a(b)c(d)", &["2 comments were their own ancestors; shown as roots"]),
            ("an id twice",        &[("a", ""), ("a", ""), ("b", "a")],              "a(b)a~2",  &["1 comment has the id of another; both are kept"]),
            ("a copy that answers", &[("a", ""), ("a", "a"), ("a", "a~2")],          "a(a~2(a~3))", &["2 comments have the id of another; all are kept"]),
            ("a copy's id given",  &[("a", ""), ("a~2", ""), ("a", "")],             "aa~2a~3",  &["1 comment has the id of another; both are kept"]),
        ];
        for (why, given, expected, warnings) in cases {
            let mut thread = Thread::default();
            thread.extend(given.iter().map(|(id, parent)| {
                comment(Some(id), Some(*parent).filter(|parent| !parent.is_empty()))
            }));
            assert_eq!(outline(&thread), *expected, "{why}");
            assert_eq!(thread.warnings(), *warnings, "{why}");
        }
    }

    #[test]
    fn a_batch_finds_its_place_in_what_is_there() {
        type Batch<'a> = &'a [(&'a str, &'a str)];
        #[rustfmt::skip]
        let cases: &[(&str, &[Batch<'_>], &str)] = &[
            ("a later reply",           &[&[("a", ""), ("b", "")], &[("c", "a")]],                     "a(c)b"),
            ("a parent at last",        &[&[("b", "a"), ("c", "b"), ("d", "")], &[("a", "")]],         "da(b(c))"),
            ("orphans keep their turn", &[&[("b", "a"), ("x", "")], &[("c", "a")], &[("a", "")]],      "xa(bc)"),
            ("a circle closes late, and is cut at its first, which stood under another",
                                        &[&[("c", "a"), ("r", ""), ("a", "z")], &[("z", "c")]],        "c(z(a))r"),
        ];
        for (why, batches, expected) in cases {
            let mut thread = Thread::default();
            for batch in *batches {
                thread.extend(batch.iter().map(|(id, parent)| {
                    comment(Some(id), Some(*parent).filter(|parent| !parent.is_empty()))
                }));
            }
            assert_eq!(outline(&thread), *expected, "{why}");
        }
    }

    #[test]
    fn every_fact_comes_back_as_it_went_in() {
        let full = NewComment {
            id: Some("t1_a".into()),
            parent: Parent::Id("t1_gone".into()),
            confidence: Confidence::percent(57),
            author: "Ines Varga".into(),
            created: Created::At(-7),
            votes: Votes { score: Some(-3), up: Some(1), down: Some(4) },
            edited: true,
            state: State::Removed,
            roles: vec!["op".into(), "staff".into()],
            permalink: Some("https://quay.example/a".into()),
            more: 12,
            body: Body { kind: BodyKind::Markdown, text: "**oil**".into() },
        };
        let aged = |text: &str, seconds| NewComment {
            created: Created::Ago { text: text.into(), seconds },
            ..NewComment::default()
        };
        let mut thread = Thread::default();
        // The first has no votes, so that those of the second are the first of the thread.
        thread.extend([NewComment::default(), full.clone(), aged("now", Some(0)), aged("?", None)]);
        let at = |at| thread.get(CommentId(at)).unwrap();
        let seen = at(1);
        assert_eq!(seen.name(), "t1_a");
        assert_eq!((seen.parent(), seen.unknown_parent()), (None, Some("t1_gone")));
        assert_eq!(seen.confidence(), full.confidence);
        assert_eq!(seen.author(), full.author);
        assert_eq!(seen.created(), Created::At(-7));
        assert_eq!(seen.votes(), full.votes);
        assert!(seen.edited());
        assert_eq!(seen.state(), State::Removed);
        assert_eq!(seen.roles(), full.roles);
        assert_eq!(seen.permalink(), full.permalink.as_deref());
        assert_eq!((seen.more(), thread.missing()), (12, 12));
        assert_eq!(seen.body(), Body { kind: BodyKind::Markdown, text: "**oil**" });
        assert_eq!(at(0).votes(), Votes::default());
        assert_eq!(at(0).created(), Created::Unknown);
        assert_eq!((at(0).permalink(), at(0).unknown_parent(), at(0).more()), (None, None, 0));
        assert_eq!(at(2).created(), Created::Ago { text: "now", seconds: Some(0) });
        assert_eq!(at(3).created(), Created::Ago { text: "?", seconds: None });
        assert_eq!(at(3).votes(), Votes::default());
        assert_eq!(thread.people(), 2);
        assert_eq!(thread.find(seen.key()), Some(CommentId(1)));
        assert_eq!(thread.find_id("t1_a"), Some(CommentId(1)));
        assert_eq!(thread.find_id("t1_b"), None);
    }

    /// What must come out, by definition: each comment's name and, from its root down to itself,
    /// the places in the order of arrival. Sorted by that, comments are in pre-order and siblings
    /// in the order of arrival.
    fn slowly(given: &[(Option<String>, Option<String>)]) -> Vec<(Vec<usize>, String)> {
        let mut names: Vec<String> = Vec::new();
        for (id, _) in given {
            let wanted = id.clone().unwrap_or_else(|| content_id("", ""));
            let copies = (2..).map(|copy| format!("{wanted}~{copy}"));
            let mut ids = std::iter::once(wanted.clone()).chain(copies);
            names.push(ids.find(|id| !names.contains(id)).unwrap());
        }
        let wish = |at: usize| {
            let wanted = given[at].1.as_ref()?;
            names.iter().position(|name| name == wanted)
        };
        let walk = |from: usize| {
            let mut walk = vec![from];
            while let Some(next) = wish(*walk.last().unwrap()).filter(|_| walk.len() <= names.len())
            {
                walk.push(next);
            }
            walk
        };
        let is_cut = |at: usize| {
            let circle = walk(at);
            circle.len() > 1
                && circle[1..].contains(&at)
                && circle.iter().all(|&other| other >= at || !walk(other)[1..].contains(&other))
        };
        let mut all: Vec<(Vec<usize>, String)> = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let mut path = vec![at];
            while let Some(up) = wish(path[0]).filter(|_| !is_cut(path[0])) {
                path.insert(0, up);
            }
            all.push((path, name.clone()));
        }
        all.sort();
        all
    }

    fn given() -> impl Strategy<Value = Vec<(Option<String>, Option<String>)>> {
        let id = "[a-h]|[a-b]~2";
        prop::collection::vec((prop::option::of(id), prop::option::of(id)), 0..24)
    }

    fn threaded<'a>(
        given: impl IntoIterator<Item = &'a [(Option<String>, Option<String>)]>,
    ) -> Thread {
        let mut thread = Thread::default();
        for batch in given {
            let new = |(id, parent): &(Option<String>, Option<String>)| {
                comment(id.as_deref(), parent.as_deref())
            };
            thread.extend(batch.iter().map(new));
        }
        thread
    }

    fn edges(thread: &Thread) -> Vec<(&str, Option<&str>)> {
        let name = |id| thread.get(id).map(Comment::name);
        let mut edges: Vec<_> =
            thread.comments().map(|c| (c.name(), c.parent().and_then(name))).collect();
        edges.sort_unstable();
        edges
    }

    proptest! {
        /// Nothing is lost or repeated, whatever the parents are: orphans, circles, copies.
        #[test]
        fn the_tree_is_as_defined(given in given()) {
            let thread = threaded([&given[..]]);
            let expected = slowly(&given);
            prop_assert_eq!(thread.len(), expected.len());
            for (comment, (path, name)) in thread.comments().zip(&expected) {
                prop_assert_eq!(comment.name(), name);
                prop_assert_eq!(comment.depth() as usize, path.len() - 1);
                let below = expected.iter().filter(|(other, _)| other.starts_with(path)).count();
                prop_assert_eq!(comment.descendants() as usize, below - 1);
                let above = expected.iter().position(|(other, _)| other[..] == path[..path.len() - 1]);
                prop_assert_eq!(comment.parent().map(CommentId::index), above);
            }
        }

        /// The same comments in the same order are the same thread, however they are parted into
        /// batches; siblings too.
        #[test]
        fn batches_make_no_difference(given in given(), cuts in prop::collection::vec(0_usize..24, 0..4)) {
            let mut cuts: Vec<usize> = cuts.iter().map(|&cut| cut.min(given.len())).collect();
            cuts.extend([0, given.len()]);
            cuts.sort_unstable();
            let batched = threaded(cuts.windows(2).map(|cut| &given[cut[0]..cut[1]]));
            let at_once = threaded([&given[..]]);
            prop_assert_eq!(edges(&batched), edges(&at_once));
            prop_assert_eq!(outline(&batched), outline(&at_once));
        }

        /// Invariants that walking and folding rely on.
        #[test]
        fn ranges_nest(given in given()) {
            let thread = threaded([&given[..]]);
            let mut keys = std::collections::HashSet::new();
            for comment in thread.comments() {
                prop_assert!(keys.insert(comment.key()), "keys are unique");
                let (at, end) = (comment.id().index(), comment.end().index());
                prop_assert!(at < end && end <= thread.len());
                let ancestors: Vec<CommentId> = thread.ancestors(comment.id()).collect();
                prop_assert_eq!(ancestors.len(), comment.depth() as usize);
                for ancestor in ancestors {
                    let range = ancestor.index()..thread.get(ancestor).unwrap().end().index();
                    prop_assert!(range.contains(&at) && end <= range.end && ancestor.index() < at);
                }
                let children: Vec<_> = thread.children(Some(comment.id())).collect();
                let slowly: Vec<_> = thread.comments().filter(|c| c.parent() == Some(comment.id())).map(Comment::id).collect();
                prop_assert_eq!(children, slowly);
            }
            let roots: Vec<_> = thread.children(None).collect();
            let slowly: Vec<_> = thread.comments().filter(|c| c.parent().is_none()).map(Comment::id).collect();
            prop_assert_eq!(roots, slowly);
        }

        /// In another order a comment keeps its key and its parent, as long as ids are unique and
        /// no circle is cut; which of two copies is the copy, and where a circle is cut, is a
        /// matter of which came first.
        #[test]
        fn a_reload_in_another_order_keeps_keys_and_parents(
            (given, again) in prop::collection::vec(prop::option::of(0_usize..20), 0..20).prop_flat_map(|parents| {
                let given: Vec<_> = parents.iter().enumerate().map(|(at, parent)| {
                    let parent = parent.filter(|&parent| parent < at || parent > 18);
                    (Some(format!("t{at}")), parent.map(|parent| format!("t{parent}")))
                }).filter(|(id, parent)| id != parent).collect();
                (Just(given.clone()), Just(given).prop_shuffle())
            })
        ) {
            let (before, after) = (threaded([&given[..]]), threaded([&again[..]]));
            prop_assert_eq!(edges(&before), edges(&after));
            for comment in before.comments() {
                let again = after.find(comment.key()).and_then(|at| after.get(at)).map(Comment::name);
                prop_assert_eq!(again, Some(comment.name()));
            }
        }
    }

    #[test]
    fn a_comment_without_an_id_is_named_by_what_it_says() {
        let says = |author: &str, text: &str| NewComment {
            author: author.into(),
            body: Body { text: text.into(), ..Body::default() },
            ..NewComment::default()
        };
        let (mut once, mut again) = (Thread::default(), Thread::default());
        once.extend([says("Ada", "Yes."), says("Pim", "Yes.")]);
        again.extend([says("Pim", "Yes."), says("Bo", "No."), says("Ada", "Yes.")]);
        for comment in once.comments() {
            let found = again.find(comment.key()).and_then(|at| again.get(at)).unwrap();
            assert_eq!(found.author(), comment.author());
        }
        again.extend([says("Ada", "Yes.")]);
        assert_eq!(again.len(), 4);
        assert_eq!(again.warnings(), [""; 0], "to say the same twice is no damage");
    }

    /// Each would take hours if anything were quadratic, and overflow if anything recursed.
    #[test]
    fn a_million_of_anything_works() {
        type Make<'a> = &'a dyn Fn(usize) -> NewComment;
        const MANY: usize = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };
        let name = |at: usize| format!("t{at}");
        let chain = |at: usize| comment(Some(&name(at)), at.checked_sub(1).map(name).as_deref());
        let round = |at: usize| comment(Some(&name(at)), Some(&name((at + 1) % MANY)));
        #[rustfmt::skip]
        let cases: [(&str, Make<'_>, usize); 5] = [
            ("a chain",             &chain,                                MANY - 1),
            ("a chain from below",  &|at| chain(MANY - 1 - at),            MANY - 1),
            ("flat",                &|at| comment(Some(&name(at)), None),  0),
            ("one circle",          &round,                                MANY - 1),
            ("one id",              &|_| comment(Some("a"), Some("a~9")),  1),
        ];
        for (why, make, depth) in cases {
            let mut thread = Thread::default();
            thread.extend((0..MANY).map(make));
            assert_eq!(thread.len(), MANY, "{why}");
            let deepest = thread.comments().map(|comment| comment.depth() as usize).max();
            assert!(deepest.is_some_and(|deepest| deepest >= depth), "{why}: {deepest:?}");
        }
    }

    #[test]
    fn many_kinds_of_roles_are_told_apart() {
        let with_role = |at: usize| NewComment {
            roles: vec![format!("role {at}")],
            ..comment(Some(&at.to_string()), None)
        };
        let mut thread = Thread::default();
        thread.extend((0..100_000).map(with_role));
        let role = |at: u32| thread.get(CommentId(at)).unwrap().roles().first().cloned();
        assert_eq!(role(0).as_deref(), Some("role 0"));
        assert_eq!(role(60_000).as_deref(), Some("role 60000"));
        assert_eq!(role(99_999), None, "what cannot be numbered is left out, not mixed up");
    }

    #[test]
    fn a_record_is_small() {
        assert_eq!(RECORD_BYTES, 56);
    }
}
