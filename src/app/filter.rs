//! Filtering a discussion: what was typed, and which comments it keeps.
//!
//! A filter is a list of conditions that must all hold: words, `"a phrase"`, `/a regular
//! expression/`, `author:ada`, `score>5`, `depth<3`, `new`; `-` or `!` before one turns it round.
//! What matches is shown with its ancestors, so that nobody reads an answer without its question.

use super::words::Words;
use crate::model::{Arrangement, Comment, CommentId, Thread};

/// The longest filter, in characters.
const MAX_FILTER: usize = 500;

/// Conditions that must all hold.
#[derive(Clone, Debug)]
pub struct Filter {
    /// What was typed.
    pub text: String,
    conditions: Vec<Condition>,
}

#[derive(Clone, Debug)]
struct Condition {
    wanted: bool,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Text(Words),
    Author(Words),
    Score(Bound),
    Depth(Bound),
    Unread,
}

/// A comparison with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bound {
    least: i64,
    most: i64,
}

impl Filter {
    /// Reads a filter; nothing is a filter that keeps everything.
    ///
    /// # Errors
    /// A sentence for the reader, when a regular expression or a number is none.
    pub fn parse(text: &str) -> Result<Filter, String> {
        let text: String = text.chars().take(MAX_FILTER).collect();
        let mut conditions = Vec::new();
        for word in words(&text) {
            let bare = word.strip_prefix(['-', '!']).filter(|bare| !bare.is_empty());
            let what = What::parse(bare.unwrap_or(&word))?;
            conditions.push(Condition { wanted: bare.is_none(), what });
        }
        // What needs no text first.
        conditions.sort_by_key(|condition| matches!(condition.what, What::Text(_)));
        Ok(Filter { text: text.trim().to_owned(), conditions })
    }

    /// Whether it keeps everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// Makes ready for `thread`.
    fn tune(&mut self, thread: &Thread) {
        for condition in &mut self.conditions {
            if let What::Text(words) = &mut condition.what {
                words.tune(thread);
            }
        }
    }

    /// Whether `comment` matches, which was read or not; and what it cost to find out, in bytes
    /// passed over.
    pub(super) fn matches(
        &self,
        thread: &Thread,
        comment: Comment<'_>,
        is_read: bool,
    ) -> (bool, usize) {
        let mut cost = 1;
        let mut text: Option<String> = None;
        let matches = self.conditions.iter().all(|condition| {
            let holds = match &condition.what {
                What::Text(words) => {
                    if text.is_none() {
                        let (found, looked) = words.text_of(thread, comment);
                        (text, cost) = (found, cost + looked);
                    }
                    text.as_deref().is_some_and(|text| words.regex.is_match(text))
                }
                What::Author(words) => words.regex.is_match(comment.author()),
                What::Score(bound) => {
                    comment.votes().score.is_some_and(|score| bound.has(score.into()))
                }
                What::Depth(bound) => bound.has(i64::from(comment.depth())),
                What::Unread => !is_read,
            };
            holds == condition.wanted
        });
        (matches, cost)
    }
}

impl What {
    fn parse(word: &str) -> Result<What, String> {
        if let Some(inside) = word.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
            let words = Words::pattern(inside).map(What::Text);
            return words.map_err(|_| format!("{word} is no regular expression"));
        }
        if let Some(name) = word.strip_prefix("author:").or_else(|| word.strip_prefix("by:")) {
            let words = Words::literal(name).map(What::Author);
            return words.ok_or_else(|| format!("{word}: write {word}name"));
        }
        for (name, make) in [("score", What::Score as fn(Bound) -> What), ("depth", What::Depth)] {
            if let Some(rest) = word.strip_prefix(name).filter(|r| r.starts_with(['<', '>', '='])) {
                let bound = Bound::parse(rest);
                return bound.map(make).ok_or_else(|| format!("{word}: write {name}>3, {name}<=3"));
            }
        }
        match word {
            "new" | "unread" => Ok(What::Unread),
            _ => Words::literal(word).map(What::Text).ok_or_else(String::new),
        }
    }
}

impl Bound {
    fn parse(text: &str) -> Option<Bound> {
        let (sign, number) = text.split_at(text.find(|c| !matches!(c, '<' | '>' | '='))?);
        let number: i64 = number.parse().ok()?;
        let (least, most) = match sign {
            ">" => (number.saturating_add(1), i64::MAX),
            ">=" => (number, i64::MAX),
            "<" => (i64::MIN, number.saturating_sub(1)),
            "<=" => (i64::MIN, number),
            "=" => (number, number),
            _ => return None,
        };
        Some(Bound { least, most })
    }

    fn has(self, number: i64) -> bool {
        (self.least..=self.most).contains(&number)
    }
}

/// The words of a filter; quotation marks and slashes hold several together.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let sign = if matches!(first, '-' | '!') { first.len_utf8() } else { 0 };
        let bare = rest.get(sign..).unwrap_or_default();
        let closed = |mark: char| {
            let inside = bare.strip_prefix(mark)?;
            inside.find(mark).filter(|&end| end > 0).and_then(|end| inside.get(..end))
        };
        let length = if let Some(phrase) = closed('"') {
            words.push(format!("{}{phrase}", rest.get(..sign).unwrap_or_default()));
            sign + phrase.len() + 2
        } else {
            let length = match closed('/') {
                Some(pattern) => sign + pattern.len() + 2,
                None => rest.find(char::is_whitespace).unwrap_or(rest.len()),
            };
            words.push(rest.get(..length).unwrap_or_default().to_owned());
            length
        };
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    words
}

/// What a filter leaves of an arrangement.
#[derive(Clone, Debug)]
pub struct Filtered {
    /// What filters.
    pub filter: Filter,
    /// The positions shown, in order.
    positions: Vec<u32>,
    /// By arena index: whether the comment matches itself.
    matching: Vec<bool>,
    matches: usize,
}

/// A filter on its way through the comments.
#[derive(Clone, Debug)]
pub(super) struct Filtering {
    pub(super) filter: Filter,
    matching: Vec<bool>,
    matches: usize,
}

impl Filtering {
    pub(super) fn new(filter: Filter) -> Filtering {
        Filtering { filter, matching: Vec::new(), matches: 0 }
    }

    /// Goes on through `thread` until that has cost `budget` bytes passed over. Says whether that
    /// was all of it.
    pub(super) fn go_on(
        &mut self,
        thread: &Thread,
        is_read: impl Fn(Comment<'_>) -> bool,
        budget: usize,
    ) -> bool {
        if self.matching.is_empty() {
            self.filter.tune(thread);
        }
        let mut left = budget;
        while let Some(comment) = thread.get(CommentId(narrow(self.matching.len()))) {
            let (matches, cost) = self.filter.matches(thread, comment, is_read(comment));
            self.matching.push(matches);
            self.matches += usize::from(matches);
            match left.checked_sub(cost) {
                Some(rest) => left = rest,
                None => break,
            }
        }
        self.matching.len() >= thread.len()
    }

    /// How many match so far.
    pub(super) fn matches(&self) -> usize {
        self.matches
    }

    /// How much of `thread` is done, in percent.
    pub(super) fn percent(&self, thread: &Thread) -> usize {
        (self.matching.len() * 100).checked_div(thread.len()).unwrap_or(100)
    }

    /// What the filter leaves, when it has gone through all of `thread`. O(comments).
    pub(super) fn finish(self, thread: &Thread, arrangement: &Arrangement) -> Filtered {
        let Filtering { filter, matching, matches } = self;
        let mut filtered = Filtered { filter, positions: Vec::new(), matching, matches };
        filtered.arrange(thread, arrangement);
        filtered
    }
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Filtered {
    /// Takes another order of the same comments. O(comments).
    pub(super) fn arrange(&mut self, thread: &Thread, arrangement: &Arrangement) {
        let mut kept = self.matching.clone();
        if !arrangement.is_flat() {
            // A reply stands behind its parent, so backwards each has heard of all below it.
            for comment in thread.comments().rev() {
                let keeps = kept.get(comment.id().index()) == Some(&true);
                let parent = comment.parent().filter(|_| keeps);
                if let Some(kept) = parent.and_then(|parent| kept.get_mut(parent.index())) {
                    *kept = true;
                }
            }
        }
        let is_kept = |&position: &u32| {
            arrangement.at(position as usize).is_some_and(|id| kept.get(id.index()) == Some(&true))
        };
        let all = 0..u32::try_from(arrangement.len()).unwrap_or(u32::MAX);
        self.positions = all.filter(is_kept).collect();
    }

    /// How many comments match.
    #[must_use]
    pub fn matches(&self) -> usize {
        self.matches
    }

    /// How many comments are shown: those that match, and their ancestors.
    #[must_use]
    pub fn shown(&self) -> usize {
        self.positions.len()
    }

    /// Whether `id` matches itself, and is not only shown for what lies below it.
    #[must_use]
    pub fn is_match(&self, id: CommentId) -> bool {
        self.matching.get(id.index()) == Some(&true)
    }

    /// The first position shown at `position` or behind.
    pub(super) fn at_or_after(&self, position: usize) -> Option<usize> {
        let at = self.positions.partition_point(|&shown| (shown as usize) < position);
        self.positions.get(at).map(|&shown| shown as usize)
    }

    /// The last position shown at `position` or before.
    pub(super) fn at_or_before(&self, position: usize) -> Option<usize> {
        let at = self.positions.partition_point(|&shown| shown as usize <= position);
        self.positions.get(at.checked_sub(1)?).map(|&shown| shown as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{NewComment, Order, Parent};

    fn thread() -> Thread {
        let comment = |id: &str, parent: Option<&str>, author: &str, score, text: &str| {
            let mut comment = NewComment {
                id: Some(id.to_owned().into()),
                parent: parent.map_or(Parent::Root, |parent| Parent::Id(parent.to_owned().into())),
                author: author.to_owned().into(),
                ..NewComment::default()
            };
            comment.votes.score = score;
            comment.body.text = text.to_owned().into();
            comment
        };
        let mut thread = Thread::default();
        thread.extend([
            comment("a", None, "Ada", Some(5), "Who pays for the oil?"),
            comment("b", Some("a"), "Tomas Lind", Some(12), "The town does, see the 1911 deed."),
            comment("c", Some("b"), "Ada", None, "Please send the deed"),
            comment("d", None, "quay", Some(-2), "Oil is oil; the price is not"),
        ]);
        thread
    }

    #[test]
    fn conditions_hold_together() {
        #[rustfmt::skip]
        let cases = [
            ("oil",               "ad"),
            ("OIL",               ""),
            ("oil price",         "d"),
            ("\"the deed\"",      "c"),
            ("-oil",              "bc"),
            ("!\"the deed\"",     "abd"),
            ("/19\\d\\d/",        "b"),
            ("-/o.l/ deed",       "bc"),
            ("author:ada",        "ac"),
            ("by:lind",           "b"),
            ("score>4",           "ab"),
            ("score>=12",         "b"),
            ("-score>4",          "cd"),
            ("score<0",           "d"),
            ("depth<1",           "ad"),
            ("depth=2",           "c"),
            ("new",               "abd"),
            ("-unread",           "c"),
            ("score",             ""),
            ("  ",                "abcd"),
        ];
        let thread = thread();
        for (text, expected) in cases {
            let filter = Filter::parse(text).unwrap();
            let found: String = thread
                .comments()
                .filter(|&comment| filter.matches(&thread, comment, comment.name() == "c").0)
                .map(Comment::name)
                .collect();
            assert_eq!(found, expected, "{text:?}");
        }
        for (text, why) in [
            ("/(/", "/(/ is no regular expression"),
            ("score>many", "score>many: write score>3, score<=3"),
            ("depth=>1", "depth=>1: write depth>3, depth<=3"),
        ] {
            assert_eq!(Filter::parse(text).unwrap_err(), why);
        }
    }

    #[test]
    fn ancestors_are_kept_in_a_tree_and_not_in_a_flat_list() {
        let thread = thread();
        let filtered = |thread: &Thread, arrangement: &Arrangement| {
            let mut filtering = Filtering::new(Filter::parse("please").unwrap());
            assert!(!filtering.go_on(thread, |_| false, 1), "a little at a time");
            while !filtering.go_on(thread, |_| false, 1) {}
            filtering.finish(thread, arrangement)
        };
        for (order, shown) in [(Order::Given, 3), (Order::Latest, 1)] {
            let arrangement = Arrangement::new(&thread, order);
            let filtered = filtered(&thread, &arrangement);
            assert_eq!((filtered.matches(), filtered.shown()), (1, shown), "{order:?}");
        }
        let arrangement = Arrangement::new(&thread, Order::Given);
        let filtered = filtered(&thread, &arrangement);
        assert!(!filtered.is_match(CommentId(0)) && filtered.is_match(CommentId(2)));
        assert_eq!((filtered.at_or_after(3), filtered.at_or_before(3)), (None, Some(2)));
        assert_eq!((filtered.at_or_after(1), filtered.at_or_before(0)), (Some(1), Some(0)));
    }
}
