//! The tree of a page whose comments say how many hang below them.
//!
//! Were all of them shown, the numbers would be the tree. Those that are gone are counted and not
//! shown, so a number can be too large, and a comment that follows may stand inside or outside. A
//! comment must fit with all its own into what is left of the one above it; of the ways to go on
//! that this leaves, those are kept side by side that need gaps in the fewest places.

/// How many ways are kept.
const WAYS: usize = 24;
/// How many levels are looked at; the site shows ten.
const LEVELS: usize = 64;
/// How sure a place is where there were others, in percent.
const CHOSEN: u8 = 80;
/// What it costs to put a comment where there is no room for it.
const NO_ROOM: u32 = 4;

const NONE: u32 = u32::MAX;

/// What a page prints, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A comment, how many hang below it, and whether it is a reply; `None` is unknown.
    Comment { children: u32, reply: Option<bool> },
    /// So many comments that are not shown.
    More(u32),
    /// All that the innermost comment still waits for.
    Rest,
}

/// The tree.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tree {
    /// For each comment the index of the one above, and how sure that is in percent.
    pub(super) parents: Vec<(Option<usize>, u8)>,
    /// How many comments are not shown, below which comment.
    pub(super) more: Vec<(Option<usize>, u32)>,
}

/// A comment that others hang below, or a stub that was passed over.
#[derive(Clone, Copy)]
struct Frame {
    above: u32,
    comment: u32,
    /// Where the last of those below it ends.
    end: u64,
}

/// What was decided of an item.
#[derive(Clone, Copy)]
struct Step {
    before: u32,
    parent: u32,
    chosen: bool,
    more: u32,
}

/// One way to read the page so far.
#[derive(Clone, Copy)]
struct Way {
    top: u32,
    step: u32,
    /// How many comments there were, shown or not.
    seen: u64,
    /// In how many places some are gone.
    cost: u32,
}

#[derive(Default)]
struct Builder {
    frames: Vec<Frame>,
    steps: Vec<Step>,
    ways: Vec<Way>,
    next: Vec<Way>,
    /// The items since the last thread start.
    items: Vec<Item>,
    comments: usize,
    /// Where the thread ends.
    room: u64,
    tree: Tree,
}

/// Finds the tree of `items`.
pub(super) fn build(items: &[Item]) -> Tree {
    let mut builder = Builder::default();
    for &item in items {
        builder.take(item);
    }
    builder.settle();
    builder.tree
}

impl Builder {
    fn take(&mut self, item: Item) {
        match item {
            Item::Comment { children, reply } => {
                let roomy = self.has_room(children);
                if reply == Some(false) || self.ways.is_empty() || (reply.is_none() && !roomy) {
                    self.settle();
                    self.start(children);
                } else {
                    self.go_on(Some(children), u64::from(children) + 1, 0);
                }
            }
            Item::More(more) => {
                if more > 0 && self.has_room(more - 1) {
                    self.go_on(None, u64::from(more), more);
                } else {
                    self.settle();
                    self.tree.more.push((None, more));
                    return;
                }
            }
            Item::Rest => self.pass_rest(),
        }
        self.items.push(item);
    }

    fn start(&mut self, children: u32) {
        let comment = u32::try_from(self.comments).unwrap_or(NONE);
        self.comments += 1;
        self.room = 1 + u64::from(children);
        self.frames.push(Frame { above: NONE, comment, end: self.room });
        self.steps.push(Step { before: NONE, parent: NONE, chosen: false, more: 0 });
        self.ways.push(Way { top: 0, step: 0, seen: 1, cost: 0 });
    }

    fn frame(&self, at: u32) -> Option<Frame> {
        self.frames.get(at as usize).copied()
    }

    /// Whether a comment with so many below it fits into what is left of the thread.
    fn has_room(&self, children: u32) -> bool {
        self.ways.iter().any(|way| self.room > way.seen + u64::from(children))
    }

    /// Puts the next item, which takes `size`, on every way.
    fn go_on(&mut self, children: Option<u32>, size: u64, more: u32) {
        let ways = std::mem::take(&mut self.ways);
        let comment = u32::try_from(self.comments).unwrap_or(NONE);
        let mut next = std::mem::take(&mut self.next);
        for way in &ways {
            let first = next.len();
            let (mut seen, mut cost, mut at) = (way.seen, way.cost, way.top);
            for _ in 0..LEVELS {
                let Some(frame) = self.frame(at) else { break };
                if frame.end >= seen + size {
                    next.push(self.step(*way, at, (seen, cost, comment), (children, size, more)));
                }
                // Leaving it, what it still waits for is gone.
                if frame.end > seen {
                    cost += 1;
                    seen = frame.end;
                }
                at = frame.above;
            }
            if next.len() > first + 1 {
                for way in next.iter().skip(first) {
                    if let Some(step) = self.steps.get_mut(way.step as usize) {
                        step.chosen = true;
                    }
                }
            }
        }
        if next.is_empty() {
            // The page is not what it says.
            for way in &ways {
                let now = (way.seen, way.cost + NO_ROOM, comment);
                next.push(self.step(*way, way.top, now, (children, size, more)));
            }
        }
        next.sort_by_key(|way| way.cost);
        next.truncate(WAYS);
        if children.is_some() {
            self.comments += 1;
        }
        self.ways.append(&mut next);
        self.next = next;
    }

    fn step(
        &mut self,
        way: Way,
        at: u32,
        (seen, cost, comment): (u64, u32, u32),
        (children, size, more): (Option<u32>, u64, u32),
    ) -> Way {
        let parent = self.frame(at).map_or(NONE, |frame| frame.comment);
        self.steps.push(Step { before: way.step, parent, chosen: false, more });
        let step = index(self.steps.len() - 1);
        let Some(children) = children else {
            return Way { top: at, step, seen: seen + size, cost };
        };
        self.frames.push(Frame { above: at, comment, end: seen + 1 + u64::from(children) });
        Way { top: index(self.frames.len() - 1), step, seen: seen + 1, cost }
    }

    fn pass_rest(&mut self) {
        let ways = std::mem::take(&mut self.ways);
        for mut way in ways {
            let mut at = way.top;
            while let Some(frame) = self.frame(at).filter(|frame| frame.end <= way.seen) {
                at = frame.above;
            }
            let frame = self.frame(at);
            let more = frame.map_or(1, |frame| frame.end - way.seen);
            let more = u32::try_from(more).unwrap_or(NONE);
            let parent = frame.map_or(NONE, |frame| frame.comment);
            self.steps.push(Step { before: way.step, parent, chosen: false, more });
            way.step = index(self.steps.len() - 1);
            way.seen = frame.map_or(way.seen, |frame| frame.end);
            self.ways.push(way);
        }
        if self.ways.is_empty() {
            self.tree.more.push((None, 1));
        }
    }

    /// Writes the cheapest way down and forgets the others.
    fn settle(&mut self) {
        let cost = |way: &Way| {
            let (mut cost, mut seen) = (way.cost, way.seen);
            let frames =
                std::iter::successors(self.frame(way.top), |frame| self.frame(frame.above));
            for frame in frames {
                if frame.end > seen {
                    cost += 1;
                    seen = frame.end;
                }
            }
            cost
        };
        let best = self.ways.iter().map(|way| (cost(way), way)).min_by_key(|&(cost, _)| cost);
        // Where nothing is gone, there was never a choice.
        let whole = best.is_some_and(|(cost, _)| cost == 0);
        let best = best.map(|(_, way)| way);
        let mut steps = Vec::with_capacity(self.items.len());
        let mut at = best.map_or(NONE, |way| way.step);
        while let Some(step) = self.steps.get(at as usize) {
            steps.push(*step);
            at = step.before;
        }
        for (item, step) in self.items.iter().zip(steps.into_iter().rev()) {
            let parent = (step.parent != NONE).then_some(step.parent as usize);
            if let Item::Comment { .. } = item {
                let sure = if step.chosen && !whole { CHOSEN } else { 100 };
                self.tree.parents.push((parent, sure));
            } else {
                self.tree.more.push((parent, step.more));
            }
        }
        self.items.clear();
        self.frames.clear();
        self.steps.clear();
        self.ways.clear();
    }
}

fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(NONE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `2 1 0 +3 .`: comments with so many below them (`!` starts a thread), stubs, a stub without
    /// a number.
    fn items(outline: &str) -> Vec<Item> {
        let item = |word: &str| match (word.strip_prefix('+'), word.strip_prefix('!')) {
            (Some(more), _) => Item::More(more.parse().unwrap()),
            (_, Some(children)) => {
                Item::Comment { children: children.parse().unwrap(), reply: Some(false) }
            }
            _ if word == "." => Item::Rest,
            _ => Item::Comment { children: word.parse().unwrap(), reply: Some(true) },
        };
        outline.split_whitespace().map(item).collect()
    }

    fn outline(given: &str) -> String {
        let tree = build(&items(given));
        let name = |at: Option<usize>| at.map_or("-".to_owned(), |at| at.to_string());
        let parent = |&(at, sure): &(Option<usize>, u8)| {
            format!("{}{}", name(at), if sure < 100 { "?" } else { "" })
        };
        let parents: Vec<String> = tree.parents.iter().map(parent).collect();
        let more: Vec<String> =
            tree.more.iter().map(|&(at, more)| format!("{}+{more}", name(at))).collect();
        format!("{} {}", parents.join(" "), more.join(" ")).trim().to_owned()
    }

    #[test]
    fn the_numbers_are_the_tree_and_gaps_are_as_few_as_can_be() {
        #[rustfmt::skip]
        let cases = [
            ("nothing is gone",                 "!3 1 0 0 !0",       "- 0 1 0 -"),
            ("a stub belongs to the innermost", "!5 2 0 +1 +2 !0",   "- 0 1 - 1+1 0+2"),
            ("a stub without a number",         "!5 4 2 . 0 !0",     "- 0 1 1 - 2+2"),
            ("stubs of threads",                "!0 +4",             "- -+4"),
            ("too large to stand inside",       "!9 2 4 0 0 0 0",    "- 0 0 2? 2? 2? 2?"),
            ("one gap rather than two",         "!6 4 1 0 0",        "- 0 1 2? 0?"),
            ("no room anywhere",                "!0 0",              "- 0"),
            ("a reply before all",              "0 0",               "- 0"),
            ("nothing",                         "",                  ""),
            ("a stub alone",                    ". +2",              "-+1 -+2"),
        ];
        for (why, given, expected) in cases {
            assert_eq!(outline(given), expected, "{why}: {given}");
        }
    }

    #[test]
    fn without_links_threads_start_where_the_numbers_run_out() {
        let comment = |children| Item::Comment { children, reply: None };
        let tree = build(&[comment(1), comment(0), comment(0)]);
        assert_eq!(tree.parents, [(None, 100), (Some(0), 100), (None, 100)]);
    }

    #[test]
    fn depth_and_length_cost_no_more_than_their_number() {
        let comment = |children, reply| Item::Comment { children, reply: Some(reply) };
        let chain: Vec<Item> = (0..20_000).map(|at| comment(40_000 - at, at > 0)).collect();
        let flat: Vec<Item> = (0..20_000).map(|at| comment(0, at > 0)).collect();
        let gaps: Vec<Item> =
            (0..20_000).map(|at| comment(if at == 0 { 4_000_000 } else { 100 }, at > 0)).collect();
        for items in [chain, flat, gaps] {
            assert_eq!(build(&items).parents.len(), 20_000);
        }
    }

    proptest! {
        /// A tree of which nothing is missing comes back as it was.
        #[test]
        fn a_whole_tree_is_found_again(ups in prop::collection::vec(0_usize..4, 1..60)) {
            let mut parents: Vec<Option<usize>> = Vec::new();
            let mut path: Vec<usize> = Vec::new();
            for (at, up) in ups.iter().enumerate() {
                path.truncate(path.len().saturating_sub(*up));
                parents.push(path.last().copied());
                path.push(at);
            }
            let mut children = vec![0; parents.len()];
            for at in (0..parents.len()).rev() {
                if let Some(parent) = parents[at] {
                    children[parent] += children[at] + 1;
                }
            }
            for known in [true, false] {
                let items: Vec<Item> = (0..parents.len())
                    .map(|at| Item::Comment { children: children[at], reply: known.then_some(parents[at].is_some()) })
                    .collect();
                let found: Vec<Option<usize>> = build(&items).parents.into_iter().map(|(parent, _)| parent).collect();
                prop_assert_eq!(&found, &parents);
            }
        }

        #[test]
        fn every_comment_comes_out_once_and_below_an_earlier_one(picks in prop::collection::vec((0_u8..4, 0_u32..9), 0..40)) {
            let items: Vec<Item> = picks.iter().map(|&(kind, number)| match kind {
                0 => Item::More(number),
                1 => Item::Rest,
                2 => Item::Comment { children: number, reply: Some(number > 1) },
                _ => Item::Comment { children: number, reply: None },
            }).collect();
            let tree = build(&items);
            let comments = items.iter().filter(|item| matches!(item, Item::Comment { .. })).count();
            prop_assert_eq!(tree.parents.len(), comments);
            for (at, (parent, _)) in tree.parents.iter().enumerate() {
                prop_assert!(parent.is_none_or(|parent| parent < at));
            }
        }
    }
}
