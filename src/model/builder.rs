//! How a thread is made: comments come in any order, a tree in pre-order comes out.
//!
//! A source that nests its comments names places ([`Parent::At`]) and is read in pre-order; then
//! adding a comment costs O(1) and nothing is ever moved. Where parents are named by id and come
//! later, or in another order, [`ThreadBuilder::settle`] puts everything into its place: O(comments),
//! so callers settle when there are twice as many as the last time, and a comment costs O(1) in the
//! end.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::comment::{
    Body, BodyKind, CommentId, CommentKey, Confidence, Created, Line, NewComment, Parent,
    Permalink, State, Text, Votes,
};
use super::names::Finder;
use super::store::{Segment, Span};
use super::thread::{
    Form, LEAP, MAX_BODY, MAX_ID, NONE, PENDING, Record, STEP, Thread, UNKNOWN, clip_bytes,
    clip_bytes_of_id, clip_id, content_id, flag, index, key_of,
};
use crate::limits::MAX_SUBJECT;
use crate::text::{clean, clean_line, cleaned_line};

/// A thread in the making.
#[derive(Debug, Default)]
pub struct ThreadBuilder {
    thread: Thread,
    /// Other each time, so that nobody can write ids that all fall on one place.
    hasher: DefaultHashBuilder,
    /// Where each key is among the records; only used once somebody has asked for an id.
    keys: HashTable<u32>,
    /// Whether `keys` is in use. As long as it is not, an id may be taken twice, until
    /// [`ThreadBuilder::settle`] looks: a source that nests its comments asks for none, and a table of
    /// a million costs more than to read them.
    indexed: bool,
    /// The last copy of an id that came more than once, so that none is looked for from the
    /// start: a million comments with one id must not cost a million squared.
    copies: HashMap<CommentKey, u64>,
    names: Finder,
    role_sets: HashMap<Vec<String>, u16>,
    /// Who came when, by place; empty while that is the order of the places.
    arrival: Vec<u32>,
    /// The last comment and its ancestors, from the root down.
    path: Vec<u32>,
    /// How many replies are missing under comments whose id has not come.
    missing: HashMap<u32, u32>,
    /// Whether some comment stands where it does not belong.
    unsettled: bool,
}

impl ThreadBuilder {
    /// Goes on from `thread`, whose comments came in the order in which they stand. O(comments).
    #[must_use]
    pub fn of(thread: Thread) -> ThreadBuilder {
        let role_sets = (0..).zip(&thread.role_sets).map(|(at, set)| (set.clone(), at)).collect();
        let mut builder = ThreadBuilder { thread, role_sets, ..ThreadBuilder::default() };
        builder.names = Finder::of(&builder.thread.names);
        builder.find_path();
        builder
    }

    /// How many comments there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.thread.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.thread.is_empty()
    }

    /// The thread as it is, settled or not.
    #[must_use]
    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// Keeps a segment of the source, for bodies that lie in it.
    pub fn keep(&mut self, segment: Segment) {
        self.thread.store.keep(segment);
    }

    /// What stands before and behind the id in a permalink that is made of it, cleaned.
    pub fn set_permalinks(&mut self, before: &str, behind: &str) {
        self.thread.permalinks = (clean_line(before), clean_line(behind));
    }

    /// Adds a comment; its place is good until [`ThreadBuilder::settle`] moves it, which it does
    /// not where parents are named by their places, in pre-order.
    ///
    /// A second comment with an id that is taken is kept under an id of its own. A parent may come
    /// later: until then, and if it never comes, the comment is a root. Beyond four thousand million
    /// comments nothing is added.
    pub fn push(&mut self, mut comment: NewComment<'_>) -> CommentId {
        if comment.id.is_none() || matches!(comment.parent, Parent::Id(_)) {
            self.index();
        }
        if comment.id.as_ref().is_none_or(|id| id.cleaned().is_empty()) {
            let words = match &comment.body.text {
                Text::Given(text) if comment.body.kind == BodyKind::Plain => clean(text),
                Text::Given(text) => text.as_ref().into(),
                Text::Kept(span, notation) => (notation.decode)(self.thread.store.get(*span)),
                Text::Raw(bytes, notation) => (notation.decode)(bytes),
            };
            let id = content_id(&clean_line(&comment.author.text()), &words);
            comment.id = Some(self.own_id(id).into());
        }
        let parent = std::mem::take(&mut comment.parent);
        let known = match &parent {
            Parent::Root => None,
            Parent::At(parent) => Some(*parent),
            Parent::Id(parent) => self.find(&cleaned_line(parent)),
        };
        let id = self.reserve(known);
        self.fill(id, comment);
        if let (Parent::Id(parent), None) = (&parent, known) {
            self.wait_for(id, parent);
        }
        id
    }

    /// The comment at `at`, which has an id and is a root so far, answers the one with the id
    /// `parent`, which has not come.
    pub fn wait_for(&mut self, at: CommentId, parent: &str) {
        self.index();
        let parent = clean_line(parent);
        let parent = clip_id(&parent);
        let key = self.thread.records.get(at.index()).map(|record| record.key);
        if let (Some(key), Some(id)) = (key, self.thread.store.write_one(parent.as_bytes())) {
            self.thread.orphans.insert(key, id);
        }
    }

    /// Takes a place for a comment of which nothing is known yet but what it answers.
    pub fn reserve(&mut self, parent: Option<CommentId>) -> CommentId {
        let at = index(self.thread.len());
        if at >= NONE - 1 {
            return CommentId(NONE);
        }
        let parent = parent.filter(|parent| parent.0 < at).map_or(NONE, |parent| parent.0);
        let depth = self.step(at, parent);
        self.thread.records.push(Record {
            key: PENDING,
            created: 0,
            id: 0,
            body: 0,
            parent,
            end: at + 1,
            depth,
            author: 0,
            score: UNKNOWN,
            roles: 0,
            flags: u16::from(Confidence::CERTAIN.as_percent()),
        });
        if !self.arrival.is_empty() {
            self.arrival.push(at);
        }
        CommentId(at)
    }

    /// Goes on the path to the comment at `at`, which follows all others; its depth.
    fn step(&mut self, at: u32, parent: u32) -> u32 {
        while let Some(&top) = self.path.last().filter(|&&top| top != parent) {
            if let Some(record) = self.record(CommentId(top)) {
                record.end = at;
            }
            self.path.pop();
        }
        self.unsettled |= self.path.is_empty() && parent != NONE;
        let depth = index(self.path.len());
        self.path.push(at);
        if !self.unsettled {
            self.note_steps(at, depth);
        }
        depth
    }

    /// Notes the way up from the comment at `at`, which is the last on the path, if it is one from
    /// which that is asked.
    fn note_steps(&mut self, at: u32, depth: u32) {
        for (by, far) in [(STEP, &mut self.thread.steps), (LEAP, &mut self.thread.leaps)] {
            let above = depth.checked_sub(by).filter(|_| depth.is_multiple_of(by));
            if let Some(&above) = above.and_then(|above| self.path.get(above as usize)) {
                far.push([at, above]);
            }
        }
    }

    /// Writes into a place what is known of its comment; what is unknown leaves what is there. The
    /// parent is not looked at.
    pub fn fill(&mut self, id: CommentId, comment: NewComment<'_>) {
        if self.record(id).is_none() {
            return;
        }
        self.fill_id(id, &comment);
        if comment.more > 0 {
            self.add_missing(Some(id), comment.more);
        }
        self.fill_votes(id, comment.votes);
        if !comment.subject.is_empty() {
            self.fill_subject(id, &cleaned_line(&comment.subject));
        }
        let author = self.name(&comment.author.cleaned());
        let roles = self.role_set(&comment.roles);
        let body = self.body(&comment.body);
        let created = match comment.created {
            Created::Unknown => None,
            Created::At(seconds) => Some((flag::CREATED, seconds)),
            Created::Ago { text, seconds } => {
                let text = i64::from(self.name(clean_line(&text).as_bytes()));
                let low = seconds.map_or(0, |seconds| i64::from(seconds.saturating_add(1)));
                Some((flag::AGE, (text << 32) | low))
            }
        };
        let Some(record) = self.record(id) else { return };
        if author != 0 {
            record.author = author;
        }
        if roles != 0 {
            record.roles = roles;
        }
        if let Some((form, span)) = body {
            record.set_body(span);
            record.set_flags(flag::FORM, 15, form);
        }
        if let Some((kind, created)) = created {
            record.created = created;
            record.flags = (record.flags & !(flag::CREATED | flag::AGE)) | kind;
        }
        if let Some(score) = comment.votes.score {
            record.score = score;
        }
        if comment.edited {
            record.flags |= flag::EDITED;
        }
        if comment.state != State::Live {
            record.set_flags(flag::STATE, 3, comment.state as u16);
        }
        if comment.confidence != Confidence::CERTAIN {
            record.set_flags(0, flag::CONFIDENCE, u16::from(comment.confidence.as_percent()));
        }
    }

    /// Counts `more` replies to the comment at `at` that the source has and this thread has not;
    /// `None` stands for roots.
    pub fn add_missing(&mut self, at: Option<CommentId>, more: u32) {
        let key = match at {
            Some(at) => self.thread.get(at).map(super::Comment::key),
            None => Some(PENDING),
        };
        let sum = match (key, at) {
            (Some(PENDING), Some(at)) => self.missing.entry(at.0).or_default(),
            (Some(key), _) => self.thread.more.entry(key).or_default(),
            (None, _) => return,
        };
        *sum = sum.saturating_add(more);
    }

    /// Gives a comment its id, its key and its permalink.
    fn fill_id(&mut self, at: CommentId, comment: &NewComment<'_>) {
        let given = comment.id.as_ref().map(Line::cleaned).filter(|id| !id.is_empty());
        let Some(wanted) = given else { return };
        let wanted = clip_bytes_of_id(&wanted);
        if self.record(at).is_none_or(|record| record.key != PENDING) {
            return;
        }
        let mut key = key_of(wanted);
        let mut id = Cow::Borrowed(wanted);
        if key == PENDING || self.indexed && self.place(key).is_some() {
            let copy = self.copy_of(&String::from_utf8_lossy(wanted), key);
            id = Cow::Owned(copy.into_bytes());
            key = key_of(&id);
            self.thread.duplicates += 1;
        }
        let link = match &comment.permalink {
            Permalink::Unknown => Some(Cow::Borrowed("")),
            Permalink::ById => None,
            Permalink::Given(link) => Some(cleaned_line(link)),
        };
        let link = link.as_deref().map(|link| clip_bytes(link, MAX_ID - 1));
        // What was cleaned, cut or numbered is not what stands in the source.
        let is_there = comment.id.as_ref().is_some_and(|there| there.as_bytes() == &*id);
        let is_wanted = is_there && link.is_none_or(str::is_empty);
        let written = comment.id_at.filter(|_| is_wanted).or_else(|| {
            let link = link.unwrap_or_default();
            let texts = [link.as_bytes(), &*id];
            Some(self.thread.store.write(texts)? + link.len() as u64)
        });
        let Some(record) = self.record(at) else { return };
        if let Some(address) = written {
            record.set_id(Span { at: address, length: id.len() }, link.map(str::len));
        }
        record.key = key;
        if !self.missing.is_empty()
            && let Some(more) = self.missing.remove(&at.0)
        {
            self.thread.more.insert(key, more);
        }
        if self.indexed {
            let (records, hasher) = (&self.thread.records, &self.hasher);
            let hash_at = |&at: &u32| hasher.hash_one(key_at(records, at));
            self.keys.insert_unique(hasher.hash_one(key), at.0, hash_at);
        }
    }

    /// An id made for a comment that has none: to say the same twice is no damage.
    fn own_id(&mut self, id: String) -> String {
        let key = key_of(&id);
        if self.place(key).is_some() { self.copy_of(&id, key) } else { id }
    }

    /// The next of the copies of an id, which is taken, that is free.
    fn copy_of(&mut self, wanted: &str, key: CommentKey) -> String {
        let mut copies = self.copies.get(&key).copied().unwrap_or(1);
        loop {
            copies += 1;
            let id = format!("{wanted}~{copies}");
            let free = key_of(&id);
            if free != PENDING && self.place(free).is_none() {
                self.copies.insert(key, copies);
                return id;
            }
        }
    }

    /// Makes ready for looking for ids: from now on that costs O(1).
    pub fn index(&mut self) {
        if !self.indexed {
            self.find_keys();
        }
    }

    /// Where the comment with this key is.
    fn place(&self, key: CommentKey) -> Option<u32> {
        if !self.indexed {
            return self.thread.find(key).map(|id| id.0);
        }
        let is_it = |&at: &u32| {
            self.thread.records.get(at as usize).is_some_and(|record| record.key == key)
        };
        self.keys.find(self.hasher.hash_one(key), is_it).copied()
    }

    /// Where the comment with this id is. O(comments) before [`ThreadBuilder::index`].
    #[must_use]
    pub fn find(&self, id: &str) -> Option<CommentId> {
        let id = clip_id(id);
        let at = CommentId(self.place(key_of(id))?);
        self.thread.get(at).filter(|comment| comment.name() == id).map(|_| at)
    }

    fn record(&mut self, id: CommentId) -> Option<&mut Record> {
        self.thread.records.get_mut(id.index())
    }

    fn fill_votes(&mut self, id: CommentId, votes: Votes) {
        let pair = [votes.up.unwrap_or(UNKNOWN), votes.down.unwrap_or(UNKNOWN)];
        if pair == [UNKNOWN; 2] {
            return;
        }
        let up_down = &mut self.thread.up_down;
        if up_down.len() <= id.index() {
            up_down.resize(id.index() + 1, [UNKNOWN; 2]);
        }
        if let Some(slot) = up_down.get_mut(id.index()) {
            *slot = pair;
        }
    }

    fn fill_subject(&mut self, id: CommentId, subject: &str) {
        let number = self.name(clip_bytes(subject, MAX_SUBJECT).as_bytes());
        if number == 0 {
            return;
        }
        let subjects = &mut self.thread.subjects;
        if subjects.len() <= id.index() {
            subjects.resize(id.index() + 1, 0);
        }
        if let Some(slot) = subjects.get_mut(id.index()) {
            *slot = number;
        }
    }

    /// The number of the form in which `body` is written, and where it lies; `None` if it is empty.
    fn body(&mut self, body: &Body<Text<'_>>) -> Option<(u16, Span)> {
        let (notation, span) = match &body.text {
            Text::Given(text) if text.is_empty() => return None,
            Text::Kept(span, notation) => (Some(*notation), *span),
            Text::Given(text) => {
                let plain = body.kind == BodyKind::Plain;
                let text = if plain { clean(text) } else { text.as_ref().into() };
                let text = clip_bytes(&text, MAX_BODY);
                (None, self.thread.store.write_one(text.as_bytes())?)
            }
            Text::Raw(bytes, notation) => {
                let bytes = bytes.get(..MAX_BODY).unwrap_or(bytes);
                (Some(*notation), self.thread.store.write_one(bytes)?)
            }
        };
        let form = Form { kind: body.kind, notation };
        let forms = &mut self.thread.forms;
        let at = forms.iter().position(|&known| known == form).unwrap_or_else(|| {
            forms.push(form);
            forms.len() - 1
        });
        u16::try_from(at).ok().filter(|&at| at < 16).map(|at| (at, span))
    }

    /// The number of a name that many comments share.
    fn name(&mut self, name: &[u8]) -> u32 {
        self.names.number(&mut self.thread.names, name)
    }

    fn role_set(&mut self, roles: &[String]) -> u16 {
        if self.thread.role_sets.is_empty() {
            self.thread.role_sets.push(Vec::new());
        }
        if roles.is_empty() {
            return 0;
        }
        let roles: Vec<String> = roles.iter().map(|role| clean_line(role)).collect();
        if let Some(&at) = self.role_sets.get(&roles) {
            return at;
        }
        let Ok(at) = u16::try_from(self.thread.role_sets.len()) else { return 0 };
        self.thread.role_sets.push(roles.clone());
        self.role_sets.insert(roles, at);
        at
    }

    /// Puts every comment into its place: O(1) if nothing came out of order, else O(comments).
    ///
    /// Who waited for a parent that has come hangs on it now, behind those of its siblings that came
    /// before; a cycle is cut at the comment that came first.
    pub fn settle(&mut self) {
        if !self.indexed && self.has_copies() {
            self.find_keys();
        }
        self.adopt();
        if self.unsettled {
            let cut = self.cut_cycles();
            self.rearrange(cut);
            self.find_keys();
            self.find_path();
            self.unsettled = false;
            self.thread.moves += 1;
        }
        let end = index(self.thread.len());
        for at in 0..self.path.len() {
            let open = self.path.get(at).copied().map(CommentId);
            if let Some(record) = open.and_then(|open| self.record(open)) {
                record.end = end;
            }
        }
    }

    /// The thread as far as it has come. O(comments), without the text.
    #[must_use]
    pub fn snapshot(&mut self) -> Thread {
        self.settle();
        self.thread.clone()
    }

    /// The thread.
    #[must_use]
    pub fn finish(mut self) -> Thread {
        self.settle();
        for at in 0..self.thread.len() {
            let at = CommentId(index(at));
            let pending = self.thread.get(at).filter(|comment| comment.key() == PENDING);
            if let Some(id) = pending.map(|c| content_id(c.author(), &c.body().text)) {
                self.index();
                let id = Some(self.own_id(id).into());
                self.fill(at, NewComment { id, ..NewComment::default() });
            }
        }
        self.thread.records.shrink_to_fit();
        self.thread
    }

    /// Gives a parent to everyone whose parent is known by now.
    fn adopt(&mut self) {
        let mut orphans = std::mem::take(&mut self.thread.orphans);
        orphans.retain(|&child, &mut wanted| {
            let wanted = str::from_utf8(self.thread.store.get(wanted)).unwrap_or_default();
            let (parent, child) = (self.find(wanted), self.place(child));
            let (Some(parent), Some(child)) = (parent, child) else { return true };
            if let Some(record) = self.record(CommentId(child)) {
                record.parent = parent.0;
                self.unsettled = true;
            }
            false
        });
        self.thread.orphans = orphans;
    }

    /// Sets depths and ends of comments that stand in pre-order.
    fn set_shape(&mut self) {
        for at in 0..self.thread.records.len() {
            let parent = self.thread.records.get(at).map_or(NONE, |record| record.parent);
            let above = self.thread.records.get(parent as usize).map(|record| record.depth);
            if let Some(record) = self.thread.records.get_mut(at) {
                record.depth = above.map_or(0, |depth| depth + 1);
            }
        }
        self.set_ends();
        self.thread.steps.clear();
        self.thread.leaps.clear();
        self.path.clear();
        for at in 0..self.thread.records.len() {
            let depth = self.thread.records.get(at).map_or(0, |record| record.depth);
            self.path.truncate(depth as usize);
            self.path.push(index(at));
            self.note_steps(index(at), depth);
        }
    }

    fn set_ends(&mut self) {
        for (record, at) in self.thread.records.iter_mut().zip(1..) {
            record.end = at;
        }
        for at in (0..self.thread.records.len()).rev() {
            let Some((parent, end)) = self.thread.records.get(at).map(|r| (r.parent, r.end)) else {
                break;
            };
            if let Some(parent) = self.thread.records.get_mut(parent as usize) {
                parent.end = parent.end.max(end);
            }
        }
    }

    /// Makes a root of the comment that came first in every circle of parents; says whether there
    /// was one. Looks at each comment twice.
    fn cut_cycles(&mut self) -> bool {
        const DONE: u32 = NONE;
        let before = self.thread.cycles;
        let mut walk = vec![0_u32; self.thread.records.len()];
        for start in 0..self.thread.records.len() {
            let mark = index(start) + 1;
            let mut at = start;
            while walk.get(at) == Some(&0) {
                if let Some(walk) = walk.get_mut(at) {
                    *walk = mark;
                }
                at = self.thread.records.get(at).map_or(NONE, |record| record.parent) as usize;
            }
            if walk.get(at) == Some(&mark) {
                // The walk began at the lowest index not yet seen, which need not be on the circle.
                let mut first = at;
                let mut round = at;
                loop {
                    round = self.thread.records.get(round).map_or(NONE, |record| record.parent)
                        as usize;
                    if self.arrived(round) < self.arrived(first) {
                        first = round;
                    }
                    if round == at {
                        break;
                    }
                }
                if let Some(record) = self.thread.records.get_mut(first) {
                    record.parent = NONE;
                    self.thread.cycles += 1;
                }
            }
            let mut at = start;
            while walk.get(at) == Some(&mark) {
                if let Some(walk) = walk.get_mut(at) {
                    *walk = DONE;
                }
                at = self.thread.records.get(at).map_or(NONE, |record| record.parent) as usize;
            }
        }
        self.thread.cycles > before
    }

    /// A number that is higher for comments that came later.
    fn arrived(&self, at: usize) -> u32 {
        let place = || index(at);
        if self.arrival.is_empty() {
            place()
        } else {
            self.arrival.get(at).copied().unwrap_or(NONE)
        }
    }

    /// Moves all comments into pre-order. O(comments), without recursion.
    ///
    /// Siblings stand in the order of arrival already, unless a circle was `cut`: its root was
    /// under somebody before, and may have come earlier than roots that stand above it.
    fn rearrange(&mut self, cut: bool) {
        let count = self.thread.records.len();
        let mut arrived: Vec<usize> = (0..count).collect();
        if cut {
            arrived.sort_unstable_by_key(|&at| self.arrived(at));
        }
        let mut first_child = vec![NONE; count + 1];
        let mut next_sibling = vec![NONE; count];
        for at in arrived.into_iter().rev() {
            let parent = self.thread.records.get(at).map_or(NONE, |record| record.parent) as usize;
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

        let taken = |at: &u32| self.thread.records.get(*at as usize).cloned();
        let mut records: Vec<Record> = order.iter().filter_map(taken).collect();
        for record in &mut records {
            record.parent = place.get(record.parent as usize).copied().unwrap_or(NONE);
        }
        if !self.thread.up_down.is_empty() {
            self.thread.up_down.resize(count, [UNKNOWN; 2]);
            let taken = |at: &u32| self.thread.up_down.get(*at as usize).copied();
            self.thread.up_down = order.iter().filter_map(taken).collect();
        }
        if !self.thread.subjects.is_empty() {
            self.thread.subjects.resize(count, 0);
            let taken = |at: &u32| self.thread.subjects.get(*at as usize).copied();
            self.thread.subjects = order.iter().filter_map(taken).collect();
        }
        self.thread.records = records;
        let arrival = order.iter().map(|&at| self.arrived(at as usize)).collect();
        self.arrival = arrival;
        self.set_shape();
    }

    /// Whether two comments have the same key. Costs a sort of the keys.
    fn has_copies(&self) -> bool {
        let keys = self.thread.records.iter().map(|record| record.key.0);
        let mut keys: Vec<u64> = keys.filter(|&key| key != PENDING.0).collect();
        keys.sort_unstable();
        keys.array_windows().any(|[a, b]| a == b)
    }

    /// Finds the keys of all comments anew; one that has the id of another gets one of its own.
    fn find_keys(&mut self) {
        self.indexed = true;
        self.keys.clear();
        let (records, hasher) = (&self.thread.records, &self.hasher);
        let hash_at = |&at: &u32| hasher.hash_one(key_at(records, at));
        self.keys.reserve(records.len(), hash_at);
        let mut copies = Vec::new();
        for (at, record) in (0..).zip(records).filter(|(_, record)| record.key != PENDING) {
            let same = |&other: &u32| key_at(records, other) == record.key;
            if self.keys.find(hasher.hash_one(record.key), same).is_some() {
                copies.push(CommentId(at));
            } else {
                self.keys.insert_unique(hasher.hash_one(record.key), at, hash_at);
            }
        }
        for copy in copies {
            self.rename(copy);
        }
    }

    /// Gives a comment that has the id of another one of its own.
    fn rename(&mut self, at: CommentId) {
        let Some(comment) = self.thread.get(at) else { return };
        let (id, link) = (comment.name().to_owned(), comment.permalink());
        let permalink = match link {
            Some(_) if comment.is_linked_by_id() => Permalink::ById,
            link => link.map(|link| Cow::Owned(link.into_owned())).into(),
        };
        if let Some(record) = self.record(at) {
            record.key = PENDING;
        }
        self.fill_id(at, &NewComment { id: Some(id.into()), permalink, ..NewComment::default() });
    }

    /// Finds the way from the root to the last comment anew.
    fn find_path(&mut self) {
        let last = self.thread.len().checked_sub(1).map(|last| CommentId(index(last)));
        let above = last.into_iter().flat_map(|last| self.thread.ancestors(last));
        self.path = above.chain(last).map(|id| id.0).collect();
        self.path.sort_unstable();
    }
}

fn key_at(records: &[Record], at: u32) -> CommentKey {
    records.get(at as usize).map_or(PENDING, |record| record.key)
}

#[cfg(test)]
mod tests;
