//! Searching a pane: a pattern, and where it stands in the items' texts.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use super::words::Words;

/// The longest pattern, in characters.
const MAX_PATTERN: usize = 200;

/// A search with its matches, as far as it has come.
#[derive(Clone, Debug)]
pub struct Search<I> {
    /// What was typed.
    pub pattern: String,
    pub(super) words: Words,
    /// Every match found, in the order of the list: the item, and the bytes of its text.
    matches: Vec<(I, Range<usize>)>,
    /// Which of them each item has.
    by_item: HashMap<I, Range<usize>>,
    /// The one that the reader is at.
    current: Option<usize>,
    /// The one that the reader was at before, to be taken up when it is found again.
    resumed: Option<(I, Range<usize>)>,
    /// How many items have been searched.
    pub(super) searched: usize,
    /// Whether all have been.
    pub(super) complete: bool,
}

impl<I: Copy + Eq + Hash> Search<I> {
    /// A search that has not begun; `None` for an empty pattern.
    pub(super) fn begin(pattern: &str) -> Option<Search<I>> {
        let words = Words::literal(&pattern.chars().take(MAX_PATTERN).collect::<String>())?;
        Some(Search {
            pattern: pattern.to_owned(),
            words,
            matches: Vec::new(),
            by_item: HashMap::new(),
            current: None,
            resumed: None,
            searched: 0,
            complete: false,
        })
    }

    /// Searches the texts of `items`. O(text).
    pub fn new(pattern: &str, items: impl Iterator<Item = (I, String)>) -> Option<Search<I>> {
        let mut search = Search::begin(pattern)?;
        for (item, text) in items {
            search.look_into(item, &text);
        }
        search.complete = true;
        Some(search)
    }

    /// Searches the text of the next item.
    pub(super) fn look_into(&mut self, item: I, text: &str) {
        let start = self.matches.len();
        let found = self.words.regex.find_iter(text).map(|found| (item, found.range()));
        self.matches.extend(found);
        if self.matches.len() > start {
            self.by_item.insert(item, start..self.matches.len());
            if let Some(resumed) = &self.resumed {
                let found = self.matches.iter().skip(start).position(|at| at == resumed);
                self.current = self.current.or(found.map(|at| start + at));
            }
        }
    }

    /// Whether there is still something to be searched.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// How many matches there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.matches.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.matches.is_empty()
    }

    /// The number of the match that the reader is at, from 1.
    #[must_use]
    pub fn number(&self) -> Option<usize> {
        self.current.map(|at| at + 1)
    }

    /// The matches in `item`, and whether each is the one that the reader is at.
    pub fn in_item(&self, item: I) -> impl Iterator<Item = (&Range<usize>, bool)> {
        let range = self.by_item.get(&item).cloned().unwrap_or(0..0);
        range.filter_map(|at| {
            let (_, found) = self.matches.get(at)?;
            Some((found, self.current == Some(at)))
        })
    }

    /// Goes to the next match (or the one before), round the end.
    ///
    /// Counted from the current match if the reader is `at_current`, else from where `behind` says
    /// that a match stands at the reader or behind.
    pub fn step(
        &mut self,
        forward: bool,
        at_current: bool,
        behind: impl Fn(I, &Range<usize>) -> bool,
    ) -> Option<(I, Range<usize>)> {
        let count = self.matches.len();
        let first_behind = || self.matches.iter().position(|(item, range)| behind(*item, range));
        let next = match (self.current.filter(|_| at_current), forward) {
            (Some(at), true) => at + 1,
            (Some(at), false) => at + count - 1,
            (None, true) => first_behind().unwrap_or(0),
            (None, false) => first_behind().unwrap_or(0) + count - usize::from(count > 0),
        };
        let next = next.checked_rem(count)?;
        self.current = Some(next);
        self.matches.get(next).cloned()
    }

    /// The last match found so far.
    #[must_use]
    pub(super) fn last(&self) -> Option<&(I, Range<usize>)> {
        self.matches.last()
    }

    /// The match that the reader was led to last.
    #[must_use]
    pub fn current(&self) -> Option<&(I, Range<usize>)> {
        self.current.and_then(|at| self.matches.get(at))
    }

    /// Takes up the match that the reader was at in a search before.
    pub fn resume(&mut self, found: &(I, Range<usize>)) {
        self.current = self.matches.iter().position(|at| at == found);
        self.resumed = Some(found.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_are_gone_through_in_a_circle() {
        let texts = ["oil and Oil", "none", "the oil"].map(str::to_owned);
        let mut search = Search::new("oil", (0..).zip(texts)).unwrap();
        assert_eq!(search.len(), 3);
        let walk: Vec<_> =
            (0..4).map(|n| search.step(true, n > 0, |item, _| item >= 1).unwrap().0).collect();
        assert_eq!(walk, [2, 0, 0, 2]);
        assert_eq!(search.step(false, true, |_, _| true).unwrap(), (0, 8..11));
        assert_eq!(
            search.in_item(0).map(|(_, current)| current).collect::<Vec<_>>(),
            [false, true]
        );
        assert_eq!(search.step(false, false, |item, _| item >= 1).unwrap(), (0, 8..11));
    }

    #[test]
    fn large_letters_are_meant() {
        let found = |pattern: &str| {
            Search::new(pattern, [(0, "Öl und öl (a+b)".to_owned())].into_iter()).map(|s| s.len())
        };
        let cases =
            [("öl", Some(2)), ("Öl", Some(1)), ("a+b", Some(1)), ("x", Some(0)), ("", None)];
        for (pattern, count) in cases {
            assert_eq!(found(pattern), count, "{pattern:?}");
        }
        let mut nothing = Search::new("x", [(0, String::new())].into_iter()).unwrap();
        assert_eq!(nothing.step(true, false, |_, _| true), None);
        assert_eq!(nothing.step(false, false, |_, _| true), None);
    }
}
