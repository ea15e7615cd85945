//! The orders in which a thread can be read.
//!
//! An order is a permutation of the arena, never a copy of it. Comments stay under their parents
//! (except in [`Order::Latest`], which is flat), so a subtree is a range in every order, as long as
//! it is in the arena, and folding is the same jump.

use super::{Comment, CommentId, Created, Thread, Votes};

/// An order for siblings, or for all comments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As the source has them.
    #[default]
    Given,
    /// The highest score first.
    Top,
    /// The newest first.
    New,
    /// The oldest first.
    Old,
    /// The highest share of votes for it that the votes cast make likely.
    Best,
    /// The most replies first, counting replies to replies.
    Discussed,
    /// All comments without regard to who answers whom, the newest first.
    Latest,
}

impl Order {
    /// Every order, in the order in which a reader steps through them.
    pub const ALL: [Order; 7] = [
        Order::Given,
        Order::Top,
        Order::New,
        Order::Old,
        Order::Best,
        Order::Discussed,
        Order::Latest,
    ];

    /// The word for it on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Order::Given => "given",
            Order::Top => "top",
            Order::New => "new",
            Order::Old => "old",
            Order::Best => "best",
            Order::Discussed => "discussed",
            Order::Latest => "latest",
        }
    }

    /// What to call it before a reader.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Order::Given => "as given",
            Order::Top => "most voted",
            Order::New => "newest",
            Order::Old => "oldest",
            Order::Best => "best",
            Order::Discussed => "most replies",
            Order::Latest => "latest, flat",
        }
    }

    /// The one that follows when a reader steps through them.
    #[must_use]
    pub fn next(self) -> Order {
        let at = Order::ALL.iter().position(|&order| order == self).unwrap_or(0);
        Order::ALL.get((at + 1) % Order::ALL.len()).copied().unwrap_or_default()
    }

    /// Why it leaves the comments of `thread` as they are, if it does: the facts by which it sorts
    /// are unknown, or the same everywhere. O(comments) in that case.
    ///
    /// Unknown facts sort behind known ones; where all are unknown the source's order remains.
    #[must_use]
    pub fn idle(self, thread: &Thread) -> Option<&'static str> {
        let (unknown, alike) = match self {
            Order::Given | Order::Discussed => return None,
            Order::Top | Order::Best => ("the votes are unknown", "the votes are all alike"),
            Order::New | Order::Old | Order::Latest => {
                ("the dates are unknown", "the dates are all alike")
            }
        };
        let mut keys = thread.comments().map(|comment| sort_key(comment, self));
        let first = keys.next()?;
        match (keys.all(|key| key == first), first.0) {
            (true, true) => Some(unknown),
            // A flat order shows something else all the same.
            (true, false) if thread.len() > 1 && self != Order::Latest => Some(alike),
            _ => None,
        }
    }
}

/// A thread's comments in one order: position ↔ comment, in O(1) both ways.
///
/// Good for the thread that it was made of, until that is extended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    order: Order,
    length: usize,
    /// Position → comment, and back; both empty in the arena's own order.
    comments: Vec<u32>,
    positions: Vec<u32>,
}

impl Arrangement {
    /// Arranges `thread`. Costs a sort of the comments' keys and two passes.
    #[must_use]
    pub fn new(thread: &Thread, order: Order) -> Arrangement {
        let length = thread.len();
        if order == Order::Given {
            return Arrangement { order, length, ..Arrangement::default() };
        }
        let sorted = sorted(thread, order);
        let positions = if order == Order::Latest {
            let mut positions = vec![0; length];
            for (position, &id) in (0..).zip(&sorted) {
                set(&mut positions, id, position);
            }
            positions
        } else {
            nested_positions(thread, sorted)
        };
        let mut comments = vec![0; length];
        for (id, &position) in (0..).zip(&positions) {
            set(&mut comments, position, id);
        }
        Arrangement { order, length, comments, positions }
    }

    /// The order.
    #[must_use]
    pub fn order(&self) -> Order {
        self.order
    }

    /// Whether nothing is nested in this order.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        self.order == Order::Latest
    }

    /// How many comments there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The comment at `position`.
    #[must_use]
    pub fn at(&self, position: usize) -> Option<CommentId> {
        if position >= self.length {
            return None;
        }
        match self.comments.get(position) {
            Some(&id) => Some(CommentId(id)),
            None => u32::try_from(position).ok().map(CommentId),
        }
    }

    /// The position of `id`.
    #[must_use]
    pub fn position(&self, id: CommentId) -> usize {
        self.positions.get(id.index()).map_or(id.index(), |&position| position as usize)
    }

    /// The position behind the subtree of `comment`.
    #[must_use]
    pub fn end(&self, comment: Comment<'_>) -> usize {
        let below = if self.is_flat() { 0 } else { comment.descendants() as usize };
        self.position(comment.id()) + below + 1
    }

    /// How deep `comment` is shown.
    #[must_use]
    pub fn depth(&self, comment: Comment<'_>) -> u32 {
        if self.is_flat() { 0 } else { comment.depth() }
    }
}

/// Whether the fact is unknown, and the fact with the first to be shown lowest. Sorted beside the
/// place in the arena, which keeps the order of the source among equals.
type SortKey = (bool, i64);

/// All comments, sorted by their facts without regard to who answers whom.
///
/// Where the facts are not too far apart, as votes and dates never are in one discussion, a key and
/// its comment are one number, which sorts several times as fast as a pair.
fn sorted(thread: &Thread, order: Order) -> Vec<u32> {
    let key = |comment| sort_key(comment, order);
    let known = thread.comments().map(key).filter(|key| !key.0).map(|key| key.1);
    let (least, most) = known.fold((i64::MAX, i64::MIN), |(l, m), key| (l.min(key), m.max(key)));
    let reach = i128::from(most) - i128::from(least);
    if reach < i128::from(u32::MAX) {
        let packed = |comment| {
            let (unknown, fact) = key(comment);
            let fact = u64::try_from(fact.wrapping_sub(least)).unwrap_or(0);
            let fact = if unknown { u64::from(u32::MAX) } else { fact };
            fact << 32 | u64::from(comment.id().0)
        };
        let mut packed: Vec<u64> = thread.comments().map(packed).collect();
        packed.sort_unstable();
        return packed.into_iter().map(low).collect();
    }
    let mut keyed: Vec<(SortKey, u32)> =
        thread.comments().map(|comment| (key(comment), comment.id().0)).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, id)| id).collect()
}

fn sort_key(comment: Comment<'_>, order: Order) -> SortKey {
    let key = match order {
        Order::Given => None,
        Order::Top => total(comment.votes()).map(i64::wrapping_neg),
        Order::New | Order::Latest => instant(comment).map(i64::saturating_neg),
        Order::Old => instant(comment),
        Order::Best => confident_share(comment.votes()),
        Order::Discussed => Some(-i64::from(comment.descendants())),
    };
    (key.is_none(), key.unwrap_or(0))
}

/// The score, or what votes for and against come to.
fn total(votes: Votes) -> Option<i64> {
    let difference = || Some(i64::from(votes.up?) - i64::from(votes.down?));
    votes.score.map(i64::from).or_else(difference)
}

/// Ages are set against instants as if they were given at the end of time: which comes first is
/// right among ages and among instants, and no source mixes them.
fn instant(comment: Comment<'_>) -> Option<i64> {
    match comment.created() {
        Created::At(seconds) => Some(seconds),
        Created::Ago { seconds: Some(seconds), .. } => Some(i64::MAX - i64::from(seconds)),
        _ => None,
    }
}

/// The lower end of the Wilson score interval (Wilson 1927, "Probable inference", 95 %), negated
/// and scaled to whole numbers; a bare score sorts behind every share, by its height.
fn confident_share(votes: Votes) -> Option<i64> {
    const Z: f64 = 1.96;
    let (Some(up), Some(down)) = (votes.up, votes.down) else {
        return votes.score.map(|score| i64::from(i32::MAX) - i64::from(score));
    };
    let (up, down) = (f64::from(up.max(0)), f64::from(down.saturating_abs()));
    let all = (up + down).max(1.0);
    let share = up / all;
    let middle = share + Z * Z / (2.0 * all);
    let spread = Z * ((share * (1.0 - share) + Z * Z / (4.0 * all)) / all).sqrt();
    #[expect(clippy::cast_possible_truncation, reason = "a share of a billion")]
    Some(-((middle - spread) / (1.0 + Z * Z / all) * 1e9) as i64)
}

/// Positions when siblings stand in the order of `sorted`, each subtree behind its comment.
///
/// First the offset of each among its siblings, in sorted order; then, parents before children,
/// the position behind the parent's. No recursion, two passes.
fn nested_positions(thread: &Thread, sorted: Vec<u32>) -> Vec<u32> {
    let mut positions = vec![0_u32; thread.len()];
    let mut taken = vec![0_u32; thread.len()];
    let mut roots = 0;
    for id in sorted {
        let Some(comment) = thread.get(CommentId(id)) else { continue };
        let above = match comment.parent() {
            Some(parent) => taken.get_mut(parent.index()),
            None => Some(&mut roots),
        };
        if let (Some(above), Some(offset)) = (above, positions.get_mut(id as usize)) {
            *offset = *above;
            *above += comment.descendants() + 1;
        }
    }
    for comment in thread.comments() {
        let parent = comment.parent().and_then(|parent| positions.get(parent.index()).copied());
        if let (Some(parent), Some(position)) = (parent, positions.get_mut(comment.id().index())) {
            *position += parent + 1;
        }
    }
    positions
}

/// The low half.
fn low(number: u64) -> u32 {
    u32::try_from(number & u64::from(u32::MAX)).unwrap_or(0)
}

fn set(list: &mut [u32], at: u32, value: u32) {
    if let Some(slot) = list.get_mut(at as usize) {
        *slot = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{NewComment, Parent};
    use proptest::prelude::*;
    use std::borrow::Cow;

    fn votes() -> impl Strategy<Value = Votes> {
        let few = || prop::option::of(-3_i32..4);
        (few(), few(), few()).prop_map(|(score, up, down)| Votes { score, up, down })
    }

    fn created() -> impl Strategy<Value = Created<Cow<'static, str>>> {
        prop_oneof![
            Just(Created::Unknown),
            (-3_i64..4).prop_map(Created::At),
            prop_oneof![Just(i64::MIN + 1), Just(i64::MAX)].prop_map(Created::At),
            prop::option::of(0_u32..4)
                .prop_map(|seconds| Created::Ago { text: "a while ago".into(), seconds }),
        ]
    }

    fn thread() -> impl Strategy<Value = Thread> {
        let comment = (prop::option::of(0_usize..12), votes(), created());
        prop::collection::vec(comment, 0..24).prop_map(|comments| {
            let mut thread = Thread::default();
            thread.extend(comments.into_iter().enumerate().map(
                |(at, (parent, votes, created))| NewComment {
                    id: Some(at.to_string().into()),
                    parent:
                        parent.map_or(Parent::Root, |parent| Parent::Id(parent.to_string().into())),
                    votes,
                    created,
                    ..NewComment::default()
                },
            ));
            thread
        })
    }

    /// By what siblings are sorted, by definition: unknown facts last, then the highest first, and
    /// the order of the source among equals.
    type Key = (bool, i64, u32);

    fn key(thread: &Thread, comment: Comment<'_>, order: Order) -> Key {
        let time = match comment.created() {
            Created::At(seconds) => Some(seconds),
            Created::Ago { seconds: Some(seconds), .. } => Some(i64::MAX - i64::from(seconds)),
            _ => None,
        };
        let replies = thread
            .comments()
            .filter(|other| thread.ancestors(other.id()).any(|above| above == comment.id()))
            .count();
        let fact = match order {
            Order::Given => Some(0),
            Order::Top => {
                let Votes { score, up, down } = comment.votes();
                let apart = up.zip(down).map(|(up, down)| i64::from(up) - i64::from(down));
                score.map(i64::from).or(apart)
            }
            Order::New | Order::Latest => time,
            Order::Old => time.map(|time| -time),
            Order::Discussed => Some(i64::try_from(replies).unwrap()),
            Order::Best => unreachable!("has a test of its own"),
        };
        (fact.is_none(), -fact.unwrap_or(0), comment.id().0)
    }

    /// The comments in `order`, by definition: sorted by their keys from the root downwards, so
    /// that a reply stands behind what it answers and before what that stands before.
    fn slowly(thread: &Thread, order: Order) -> Vec<CommentId> {
        let mut paths: Vec<(Vec<Key>, CommentId)> = Vec::new();
        for comment in thread.comments() {
            let mut path = vec![key(thread, comment, order)];
            if order != Order::Latest {
                let above = thread.ancestors(comment.id()).filter_map(|id| thread.get(id));
                path.extend(above.map(|above| key(thread, above, order)));
                path.reverse();
            }
            paths.push((path, comment.id()));
        }
        paths.sort();
        paths.into_iter().map(|(_, id)| id).collect()
    }

    proptest! {
        #[test]
        fn each_order_is_as_defined(thread in thread()) {
            for order in Order::ALL.into_iter().filter(|&order| order != Order::Best) {
                let arrangement = Arrangement::new(&thread, order);
                let seen: Vec<CommentId> =
                    (0..arrangement.len()).filter_map(|at| arrangement.at(at)).collect();
                prop_assert_eq!(seen, slowly(&thread, order), "{:?}", order);
            }
        }

        /// What folding relies on: both ways round are one, and a subtree is a range.
        #[test]
        fn a_subtree_is_a_range_in_every_order(thread in thread()) {
            for order in Order::ALL {
                let arrangement = Arrangement::new(&thread, order);
                prop_assert_eq!(arrangement.len(), thread.len());
                prop_assert_eq!(arrangement.at(thread.len()), None);
                for comment in thread.comments() {
                    let position = arrangement.position(comment.id());
                    prop_assert_eq!(arrangement.at(position), Some(comment.id()));
                    let mut below: Vec<usize> = thread
                        .comments()
                        .filter(|other| order != Order::Latest && thread.ancestors(other.id()).any(|above| above == comment.id()))
                        .map(|other| arrangement.position(other.id()))
                        .collect();
                    below.sort_unstable();
                    let range: Vec<usize> = (position + 1..arrangement.end(comment)).collect();
                    prop_assert_eq!(below, range, "{:?}", order);
                    let depth = if order == Order::Latest { 0 } else { comment.depth() };
                    prop_assert_eq!(arrangement.depth(comment), depth);
                }
            }
        }
    }

    /// The ids of these comments in `order`.
    fn sorted<'a>(comments: impl IntoIterator<Item = NewComment<'a>>, order: Order) -> String {
        let mut thread = Thread::default();
        thread.extend(comments);
        let arrangement = Arrangement::new(&thread, order);
        let name = |at| arrangement.at(at).and_then(|id| thread.get(id)).map(Comment::name);
        (0..arrangement.len()).filter_map(name).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn ages_are_sorted_as_times_are() {
        let aged = |id: &'static str, seconds| NewComment {
            id: Some(id.into()),
            created: Created::Ago { text: id.into(), seconds },
            ..NewComment::default()
        };
        let comments = [
            aged("day", Some(86_400)),
            aged("odd", None),
            aged("now", Some(0)),
            aged("year", Some(31_557_600)),
        ];
        let cases = [
            (Order::New, "now day year odd"),
            (Order::Latest, "now day year odd"),
            (Order::Old, "year day now odd"),
            (Order::Given, "day odd now year"),
        ];
        for (order, expected) in cases {
            assert_eq!(sorted(comments.clone(), order), expected, "{order:?}");
        }
    }

    #[test]
    fn best_is_the_share_that_votes_make_likely() {
        type Case<'a> = (&'a str, &'a [(&'a str, Votes)], &'a str);
        let both = |up, down| Votes { score: None, up: Some(up), down: Some(down) };
        let bare = |score| Votes { score: Some(score), ..Votes::default() };
        #[rustfmt::skip]
        let cases: &[Case<'_>] = &[
            // The lower ends, by hand: 100:1 0.946, 10:0 0.722, 5:5 0.237, 1:0 0.207, 0:0 and 0:9 0.
            ("more votes are surer",   &[("few", both(1, 0)), ("some", both(10, 0)), ("many", both(100, 1))], "many some few"),
            ("half is more than once", &[("once", both(1, 0)), ("half", both(5, 5))],                         "half once"),
            ("nobody likes it",        &[("bad", both(0, 9)), ("once", both(1, 0))],                          "once bad"),
            ("down counted below 0",   &[("bad", both(2, -9)), ("good", both(2, 0))],                         "good bad"),
            ("bare scores come after", &[("high", bare(900)), ("low", bare(-9)), ("bad", both(0, 9))],        "bad high low"),
            ("unknown comes last",     &[("none", Votes::default()), ("low", bare(-9))],                      "low none"),
            ("equals keep their turn", &[("a", both(2, 1)), ("b", both(2, 1)), ("c", both(2, 1))],            "a b c"),
            ("giants do not overflow", &[("low", bare(-i32::MAX)), ("high", bare(i32::MAX)), ("all", both(i32::MAX, i32::MAX))], "all high low"),
        ];
        for (why, votes, expected) in cases {
            let comments = votes.iter().map(|(id, votes)| NewComment {
                id: Some((*id).into()),
                votes: *votes,
                ..NewComment::default()
            });
            assert_eq!(sorted(comments, Order::Best), *expected, "{why}");
        }
    }

    #[test]
    fn what_is_not_known_is_told() {
        let mut thread = Thread::default();
        let facts = |thread: &Thread| Order::ALL.map(|order| order.idle(thread));
        assert_eq!(facts(&thread), [None; 7], "an empty thread lacks nothing");
        thread.extend([NewComment::default()]);
        let (votes, dates) = (Some("the votes are unknown"), Some("the dates are unknown"));
        assert_eq!(facts(&thread), [None, votes, dates, dates, votes, None, dates]);
        let mut alike = Thread::default();
        let seven = || NewComment {
            votes: Votes { score: Some(7), ..Votes::default() },
            created: Created::At(7),
            ..NewComment::default()
        };
        alike.extend([seven()]);
        assert_eq!(facts(&alike), [None; 7], "one comment is in every order");
        alike.extend([seven()]);
        let (votes, dates) = (Some("the votes are all alike"), Some("the dates are all alike"));
        assert_eq!(facts(&alike), [None, votes, dates, dates, votes, None, None]);
        let known = Votes { score: Some(0), ..Votes::default() };
        thread.extend([NewComment {
            votes: known,
            created: Created::At(0),
            ..NewComment::default()
        }]);
        assert_eq!(facts(&thread), [None; 7]);
    }

    #[test]
    fn stepping_goes_round_all_orders_and_names_differ() {
        let mut order = Order::default();
        let mut names = std::collections::HashSet::new();
        for _ in Order::ALL {
            assert!(names.insert(order.name()), "{}", order.name());
            order = order.next();
        }
        assert_eq!((order, names.len()), (Order::default(), Order::ALL.len()));
    }

    /// Each would take hours if anything were quadratic, and overflow if anything recursed.
    #[test]
    fn a_million_comments_are_arranged() {
        const MANY: usize = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };
        for chained in [true, false] {
            let mut thread = Thread::default();
            thread.extend((0..MANY).map(|at| NewComment {
                id: Some(at.to_string().into()),
                parent: match at.checked_sub(1) {
                    Some(parent) if chained => Parent::Id(parent.to_string().into()),
                    _ => Parent::Root,
                },
                created: Created::At(i64::try_from(at).unwrap()),
                ..NewComment::default()
            }));
            for order in Order::ALL {
                let arrangement = Arrangement::new(&thread, order);
                let newest_first = matches!(order, Order::New | Order::Latest);
                let turned = newest_first && !(chained && order == Order::New);
                let first = if turned { MANY - 1 } else { 0 };
                assert_eq!(arrangement.at(0).map(CommentId::index), Some(first), "{order:?}");
            }
        }
    }
}
