//! A comment of which the page tells only that it stands higher than the one before it.
//!
//! No name says whose words to look for, so those of everybody on the path are; and a comment is no
//! answer to a younger one.

use super::{CANDIDATES, Choice, Hint, NAMELESS, Paths, Reading, Surety, Voice};

/// The writer's own, where no name says so.
const OWN_WORDS: f64 = 0.1;
/// What the next one further up counts against a nearer one there: trees from life show hardly any
/// difference.
const FURTHER_UP: f64 = 0.75;
/// From this factor on, words that are shared are a quotation.
const QUOTATION: f64 = 64.0;
/// How many people's words are looked at where no name says whose to look at.
const PEOPLE: usize = 8;

impl Paths {
    /// The next comment answers one above the last, and has at least `least` ancestors itself.
    /// `weigh` says what it has in common with the words of an author.
    pub(in super::super) fn above(
        &mut self,
        least: u32,
        voice: Voice,
        mut weigh: impl FnMut(u32) -> Vec<Hint>,
    ) {
        let is_open = |paths: &Paths| {
            let mut heads = paths.readings.iter();
            heads.any(|reading| paths.higher(reading.node, least, voice).nth(1).is_some())
        };
        let hints =
            if is_open(self) { self.words_above(least, voice, &mut weigh) } else { Vec::new() };
        for index in 0..self.readings.len() {
            self.weigh_above(index, least, voice, &hints);
        }
        if self.choices.is_empty() {
            // The page is not what it says: what stands nearest is likely.
            return match self.last() {
                Some(before) => self.below(before, voice, NAMELESS),
                None => self.root(voice, NAMELESS),
            };
        }
        let first = self.choices.first().map(|choice| choice.parent);
        let only = self.choices.iter().all(|choice| Some(choice.parent) == first);
        let surety =
            if only && self.readings.len() == 1 { Surety::Given(100) } else { self.share_out() };
        self.go_on(voice, surety);
    }

    /// The nodes above the last one of a reading that can have a child with `least` ancestors, which
    /// is not older; the nearest first.
    fn higher(&self, node: u32, least: u32, voice: Voice) -> impl Iterator<Item = u32> {
        let up = |at: u32| self.nodes.get(at as usize).map(|node| node.up);
        let deep = move |at: &u32| {
            self.nodes.get(*at as usize).is_some_and(|node| node.depth + 1 >= least)
        };
        std::iter::successors(up(node), move |&at| up(at)).take_while(deep).take(CANDIDATES).filter(
            move |&at| self.nodes.get(at as usize).is_some_and(|node| voice.may_answer(node.voice)),
        )
    }

    /// What the next comment shares with the words of those above the last.
    fn words_above(
        &self,
        least: u32,
        voice: Voice,
        weigh: &mut impl FnMut(u32) -> Vec<Hint>,
    ) -> Vec<Hint> {
        let mut people: Vec<u32> = Vec::new();
        for reading in &self.readings {
            for at in self.higher(reading.node, least, voice) {
                let author = self.nodes.get(at as usize).map(|node| node.voice.author);
                if let Some(author) = author.filter(|author| !people.contains(author))
                    && people.len() < PEOPLE
                {
                    people.push(author);
                }
            }
        }
        let mut hints: Vec<Hint> = people.into_iter().flat_map(weigh).collect();
        hints.sort_unstable_by_key(|hint| hint.comment);
        // Who quotes says the words again: of several that have them, the one with the most is meant,
        // and of those with as many the first.
        let quoted = |hint: &&mut Hint| hint.factor >= QUOTATION;
        let longest = hints.iter_mut().filter(quoted).map(|hint| hint.run).fold(0.0, f64::max);
        let mut meant = None;
        for hint in hints.iter_mut().filter(quoted) {
            if hint.run < longest || meant.is_some() {
                hint.factor = 1.0;
            } else {
                meant = Some(hint.comment);
            }
        }
        hints
    }

    fn weigh_above(&mut self, index: usize, least: u32, voice: Voice, hints: &[Hint]) {
        let Some(&Reading { node: head, weight, score }) = self.readings.get(index) else { return };
        let answered = self.answered(head, voice.author);
        let (mut near, mut total) = (1.0, 0.0);
        let start = self.choices.len();
        let above: Vec<u32> = self.higher(head, least, voice).collect();
        for up in above {
            let Some(node) = self.nodes.get(up as usize) else { break };
            let own = if node.voice.author == voice.author { OWN_WORDS } else { 1.0 };
            let fit = near * own * self.fit(up, node, voice, &answered);
            total += fit;
            let words = hints.binary_search_by_key(&node.comment, |hint| hint.comment).ok();
            let words = words.and_then(|at| hints.get(at));
            let weight = fit * words.map_or(1.0, |words| words.factor);
            let (parent, before) = (node.comment, head);
            self.choices.push(Choice { up, parent, before, weight, score });
            near *= FURTHER_UP;
        }
        for choice in self.choices.iter_mut().skip(start) {
            choice.weight *= weight / total;
        }
    }
}
