//! A few readings of a page, side by side.
//!
//! A reading is the path from the root to the last comment. Readings share what they have in
//! common: each comment is a node that points at its parent's node, and a reading is its last node.
//! A step looks at the nodes above by the wanted author, weighs them, and keeps the likeliest
//! [`READINGS`]; two that come to the same path become one. A root ends all that was open, so there
//! the best reading is written down and its nodes are forgotten.

mod above;

use crate::model::Confidence;

use super::evidence::Hint;
use super::{Link, Remark};

/// How many readings are kept.
const READINGS: usize = 8;
/// How many comments by the wanted author are weighed, the nearest first.
const CANDIDATES: usize = 64;
/// How many of them are weighed when the words speak for none.
const NEAR: usize = 12;
/// How far up a name is looked for, in levels.
const LEVELS: usize = 1_024;
/// How far up it is looked for whether the writer has spoken, in levels.
const OWN_LEVELS: usize = 64;
/// How many own comments are looked at.
const OWN: usize = 16;
/// A reading this much less likely than the best is dropped.
const UNLIKELY: f64 = 1e-4;

// The five weights below were fitted on trees from several sites whose parents are known.

/// What the next one further up counts against a nearer one.
const RECENCY: f64 = 0.45;
/// The wanted author had answered the writer there.
const ANSWERS_ME: f64 = 3.0;
/// The writer has answered that one already.
const ALREADY_ANSWERED: f64 = 0.1;
/// Somebody who has not spoken on the path is about as likely to answer the first as the last.
const NEWCOMER: f64 = 2.2;
/// It says nothing.
const EMPTY: f64 = 0.7;

/// The most that is believed, in percent: a page can be wrong about itself.
const ONLY_ONE: f64 = 97.0;
/// A parent that later comments spoke for, against what was likelier at first, in percent.
const IN_HINDSIGHT: u8 = 60;
/// A parent by the right name that is not on the path, in percent.
const ELSEWHERE: u8 = 40;
/// The comment before, because the name is unknown, in percent.
const NAMELESS: u8 = 25;

const NONE: u32 = u32::MAX;

/// Who speaks, and what of it matters here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voice {
    author: u32,
    empty: bool,
    time: Option<i64>,
}

impl Voice {
    pub(super) fn of(author: u32, remark: &Remark<'_>) -> Voice {
        let empty = !remark.text.contains(char::is_alphanumeric);
        Voice { author, empty, time: remark.time }
    }

    /// Whether the times allow this to be an answer to `other`.
    fn may_answer(self, other: Voice) -> bool {
        self.time.zip(other.time).is_none_or(|(own, other)| own >= other)
    }
}

#[derive(Clone, Copy, Debug)]
struct Node {
    comment: u32,
    voice: Voice,
    /// The node of the parent; none for a root, and where the parent is not on the path.
    up: u32,
    /// The next node upwards by the same author.
    same: u32,
    depth: u32,
    /// The node of the comment before, in the same reading.
    before: u32,
    /// The parent, also where it is not on the path.
    parent: u32,
    /// One bit for each author on the path; authors may share a bit.
    people: u64,
}

#[derive(Clone, Copy)]
struct Reading {
    node: u32,
    /// How likely it is among the readings.
    weight: f64,
    /// How many of its parents are likely to be right: the sum of their shares.
    score: f64,
}

/// One way to go on.
#[derive(Clone, Copy)]
struct Choice {
    up: u32,
    parent: u32,
    before: u32,
    weight: f64,
    /// The score of the reading that `before` is taken from, and the share of this parent.
    score: f64,
}

/// How sure a comment's parent is.
#[derive(Clone, Copy)]
enum Surety {
    Given(u8),
    /// A range of `shares`: what each possible parent had for it at the time.
    Shared {
        start: u32,
        end: u32,
    },
}

/// The readings, and what is settled.
pub(super) struct Paths {
    nodes: Vec<Node>,
    readings: Vec<Reading>,
    links: Vec<Link>,
    sureties: Vec<Surety>,
    shares: Vec<(u32, f32)>,
    /// The first comment that is not settled.
    start: usize,
    /// The last comment of each author.
    latest: Vec<u32>,
    /// The last node of each comment that is not settled.
    node_of: Vec<u32>,
    choices: Vec<Choice>,
}

impl Paths {
    pub(super) fn new(remarks: usize, authors: usize) -> Paths {
        Paths {
            nodes: Vec::new(),
            readings: Vec::new(),
            links: Vec::with_capacity(remarks),
            sureties: Vec::new(),
            shares: Vec::new(),
            start: 0,
            latest: vec![NONE; authors],
            node_of: Vec::new(),
            choices: Vec::new(),
        }
    }

    /// The next comment starts a thread.
    pub(super) fn root(&mut self, voice: Voice, percent: u8) {
        self.settle();
        self.choices.push(Choice { up: NONE, parent: NONE, before: NONE, weight: 1.0, score: 0.0 });
        self.go_on(voice, Surety::Given(percent));
    }

    /// The next comment answers comment `parent`; the page says so.
    pub(super) fn under(&mut self, parent: usize, voice: Voice) {
        self.below(u32::try_from(parent).unwrap_or(NONE), voice, 100);
    }

    /// The next comment answers the last one of `author` above it, perhaps. If there is none, it
    /// starts a thread: on a page that shows no tree, order is all that it has, and is kept.
    pub(super) fn guess(&mut self, author: u32, voice: Voice, percent: u8) {
        let head = self.readings.first().map_or(NONE, |reading| reading.node);
        match self.nodes.get(self.find(head, author, LEVELS) as usize) {
            Some(node) => self.below(node.comment, voice, percent),
            None => self.root(voice, percent),
        }
    }

    /// The next comment has `depth` ancestors; one too many is one more than the last has.
    pub(super) fn at_depth(&mut self, depth: u32, voice: Voice) {
        let mut exact = true;
        for reading in &self.readings {
            let mut up = reading.node;
            while let Some(node) = self.nodes.get(up as usize).filter(|node| node.depth >= depth) {
                up = node.up;
            }
            let Some(node) = self.nodes.get(up as usize) else { continue };
            exact &= node.depth + 1 == depth;
            let Reading { node: before, weight, score } = *reading;
            self.choices.push(Choice { up, parent: node.comment, before, weight, score });
        }
        if self.choices.is_empty() {
            return self.root(voice, 100);
        }
        self.go_on(voice, Surety::Given(if exact { 100 } else { 90 }));
    }

    /// The next comment answers one by `wanted`. `weigh` says what their words have in common; it
    /// is asked only where there is a choice.
    pub(super) fn answer(
        &mut self,
        wanted: Option<u32>,
        voice: Voice,
        weigh: impl FnOnce() -> Vec<Hint>,
    ) {
        let latest = wanted.and_then(|author| self.latest.get(author as usize).copied());
        let (Some(wanted), Some(latest)) = (wanted, latest.filter(|&at| at != NONE)) else {
            return match self.last() {
                Some(last) => self.below(last, voice, NAMELESS),
                None => self.root(voice, NAMELESS),
            };
        };
        let firsts: Vec<u32> =
            self.readings.iter().map(|reading| self.find(reading.node, wanted, LEVELS)).collect();
        let open = |&first: &u32| self.nodes.get(first as usize).is_some_and(|n| n.same != NONE);
        let hints = if firsts.iter().any(open) { weigh() } else { Vec::new() };
        for (index, &first) in firsts.iter().enumerate() {
            self.weigh_reading(index, first, voice, &hints);
        }
        if self.choices.is_empty() {
            return self.below(latest, voice, ELSEWHERE);
        }
        let surety = self.share_out();
        self.go_on(voice, surety);
    }

    /// Whether the last comment started a thread.
    pub(super) fn is_at_root(&self) -> bool {
        self.sureties.len() == 1
    }

    /// Settles what is open, and gives all links.
    pub(super) fn finish(mut self) -> Vec<Link> {
        self.settle();
        self.links
    }

    fn last(&self) -> Option<u32> {
        let node = self.readings.first().and_then(|reading| self.nodes.get(reading.node as usize));
        node.map(|node| node.comment)
    }

    /// Hangs the next comment under `parent` in every reading: on its path where it is there.
    fn below(&mut self, parent: u32, voice: Voice, percent: u8) {
        if self.last() == Some(parent) {
            // It is the last one in each of them.
            self.choices.extend(self.readings.iter().map(|&Reading { node, weight, score }| {
                Choice { up: node, parent, before: node, weight, score }
            }));
            return self.go_on(voice, Surety::Given(percent));
        }
        let known = (parent as usize)
            .checked_sub(self.start)
            .and_then(|index| self.node_of.get(index).copied())
            .unwrap_or(NONE);
        if known == NONE {
            self.settle();
        }
        let before = self.readings.first().map_or(NONE, |reading| reading.node);
        self.choices.push(Choice { up: known, parent, before, weight: 1.0, score: 0.0 });
        self.go_on(voice, Surety::Given(percent));
    }

    /// Whether `author` has a comment that is not settled: else there is none to look for.
    fn spoke(&self, author: u32) -> bool {
        let latest = self.latest.get(author as usize).copied();
        latest.is_some_and(|latest| latest != NONE && latest as usize >= self.start)
    }

    /// The nearest node by `author`, from `node` upwards; at most `levels` up.
    fn find(&self, node: u32, author: u32, levels: usize) -> u32 {
        let mut at = node;
        for _ in 0..levels {
            let Some(node) = self.nodes.get(at as usize) else { return NONE };
            if node.voice.author == author {
                return at;
            }
            if node.people & bit(author) == 0 {
                return NONE;
            }
            at = node.up;
        }
        NONE
    }

    /// Adds the choices of one reading, the first candidate being node `first`.
    fn weigh_reading(&mut self, index: usize, first: u32, voice: Voice, hints: &[Hint]) {
        let Some(&Reading { node: head, weight, score }) = self.readings.get(index) else { return };
        let answered = self.answered(head, voice.author);
        let start = self.choices.len();
        let (mut near, mut total) = (1.0, 0.0);
        let mut hints = hints.iter().peekable();
        let mut up = first;
        for rank in 0..CANDIDATES {
            let Some(node) = self.nodes.get(up as usize) else { break };
            // Both go from the last comment back to the first.
            while hints.next_if(|hint| hint.comment > node.comment).is_some() {}
            let words = hints.peek().filter(|hint| hint.comment == node.comment);
            if rank < NEAR || words.is_some() {
                let newcomer = answered.is_empty() && node.same == NONE;
                let first_of_all = if newcomer { NEWCOMER } else { 1.0 };
                let fit = near * first_of_all * self.fit(up, node, voice, &answered);
                total += fit;
                let weight = fit * words.map_or(1.0, |words| words.factor);
                let (parent, before) = (node.comment, head);
                self.choices.push(Choice { up, parent, before, weight, score });
            }
            near *= RECENCY;
            up = node.same;
        }
        // The words speak for one reading against another too, so their factor stays as it is.
        for choice in self.choices.iter_mut().skip(start) {
            choice.weight *= weight / total;
        }
    }

    /// The nodes that `author` has answered on the path to `head`.
    fn answered(&self, head: u32, author: u32) -> Vec<u32> {
        let mut own = if self.spoke(author) { self.find(head, author, OWN_LEVELS) } else { NONE };
        let mut answered = Vec::new();
        while let Some(node) = self.nodes.get(own as usize)
            && answered.len() < OWN
        {
            answered.push(node.up);
            own = node.same;
        }
        answered
    }

    /// How well `node` fits as the parent, nearness and words left out.
    fn fit(&self, at: u32, node: &Node, voice: Voice, answered: &[u32]) -> f64 {
        let above = self.nodes.get(node.up as usize);
        let answers_me = above.is_some_and(|above| above.voice.author == voice.author);
        let mut fit = 1.0;
        if answers_me {
            fit *= ANSWERS_ME;
        }
        if answered.contains(&at) {
            fit *= ALREADY_ANSWERED;
        }
        if node.voice.empty {
            fit *= EMPTY;
        }
        fit
    }

    /// Writes down what share each possible parent has.
    fn share_out(&mut self) -> Surety {
        let total: f64 = self.choices.iter().map(|choice| choice.weight).sum();
        let start = self.shares.len();
        self.choices.sort_unstable_by_key(|choice| choice.parent);
        for choice in &self.choices {
            #[expect(clippy::cast_possible_truncation, reason = "a share below 1")]
            let share = (choice.weight / total) as f32;
            match self.shares.get_mut(start..).and_then(<[_]>::last_mut) {
                Some((parent, sum)) if *parent == choice.parent => *sum += share,
                _ => self.shares.push((choice.parent, share)),
            }
        }
        let shares = self.shares.get(start..).unwrap_or_default();
        let mut shares = shares.iter().peekable();
        for choice in &mut self.choices {
            while shares.next_if(|share| share.0 < choice.parent).is_some() {}
            choice.score += shares.peek().map_or(0.0, |share| f64::from(share.1));
        }
        let index = |length: usize| u32::try_from(length).unwrap_or(NONE);
        Surety::Shared { start: index(start), end: index(self.shares.len()) }
    }

    /// Makes the choices the new readings.
    fn go_on(&mut self, voice: Voice, surety: Surety) {
        let comment = u32::try_from(self.start + self.sureties.len()).unwrap_or(NONE);
        self.sureties.push(surety);
        let mut choices = std::mem::take(&mut self.choices);
        merge(&mut choices);
        self.readings.clear();
        let total: f64 = choices.iter().map(|choice| choice.weight).sum();
        for choice in &choices {
            let node = self.push(comment, voice, choice);
            self.readings.push(Reading {
                node,
                weight: choice.weight / total,
                score: choice.score,
            });
        }
        self.node_of.push(self.readings.first().map_or(NONE, |reading| reading.node));
        if let Some(latest) = self.latest.get_mut(voice.author as usize) {
            *latest = comment;
        }
        choices.clear();
        self.choices = choices;
    }

    fn push(&mut self, comment: u32, voice: Voice, choice: &Choice) -> u32 {
        let above = self.nodes.get(choice.up as usize);
        let people = above.map_or(0, |above| above.people) | bit(voice.author);
        let depth = above.map_or(0, |above| above.depth + 1);
        let same = if self.spoke(voice.author) {
            self.find(choice.up, voice.author, LEVELS)
        } else {
            NONE
        };
        let Choice { up, parent, before, .. } = *choice;
        self.nodes.push(Node { comment, voice, up, same, depth, before, parent, people });
        u32::try_from(self.nodes.len() - 1).unwrap_or(NONE)
    }

    /// Writes the likeliest reading down and forgets the others.
    fn settle(&mut self) {
        let mut parents = vec![NONE; self.sureties.len()];
        let best = self.readings.iter().max_by(|a, b| a.score.total_cmp(&b.score));
        let mut at = best.map_or(NONE, |reading| reading.node);
        for parent in parents.iter_mut().rev() {
            let Some(node) = self.nodes.get(at as usize) else { break };
            *parent = node.parent;
            at = node.before;
        }
        for (parent, &surety) in parents.into_iter().zip(&self.sureties) {
            let confidence = self.confidence(parent, surety);
            let parent = (parent != NONE).then_some(parent as usize);
            self.links.push(Link { parent, confidence });
        }
        self.start += self.sureties.len();
        self.sureties.clear();
        self.shares.clear();
        self.nodes.clear();
        self.readings.clear();
        self.node_of.clear();
    }

    fn confidence(&self, parent: u32, surety: Surety) -> Confidence {
        let (start, end) = match surety {
            Surety::Given(percent) => return Confidence::percent(percent),
            Surety::Shared { start, end } => (start as usize, end as usize),
        };
        let shares = self.shares.get(start..end).unwrap_or_default();
        let own = shares.iter().find(|share| share.0 == parent).map_or(0.0, |share| share.1);
        if shares.iter().any(|share| share.1 > own) {
            return Confidence::percent(IN_HINDSIGHT);
        }
        Confidence::share(f64::from(own) * ONLY_ONE / 100.0)
    }
}

/// Makes one of the choices that come to the same path, and keeps the likeliest, best first.
fn merge(choices: &mut Vec<Choice>) {
    let best = choices.iter().map(|choice| choice.weight).fold(0.0, f64::max);
    choices.retain(|choice| choice.weight >= best * UNLIKELY);
    choices.sort_unstable_by_key(|choice| choice.up);
    choices.dedup_by(|later, kept| {
        let same = later.up == kept.up && later.parent == kept.parent;
        if same {
            kept.weight += later.weight;
            if later.score > kept.score {
                (kept.score, kept.before) = (later.score, later.before);
            }
        }
        same
    });
    choices.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    choices.truncate(READINGS);
}

fn bit(author: u32) -> u64 {
    1 << (author % 64)
}
