//! Places to come back to: marks with letters, and where the reader jumped from.

use std::collections::BTreeMap;

use super::Pane;
use crate::layout::Spot;
use crate::model::CommentKey;

/// How many places are remembered to go back to.
const MAX_JUMPS: usize = 100;

/// A place in the document, good after a new order, size or snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A comment.
    Comment(CommentKey),
    /// What of which item of the article stands in the top row.
    Article(usize, Spot),
}

impl Place {
    /// The pane that it is in.
    #[must_use]
    pub(super) fn pane(self) -> Pane {
        match self {
            Place::Comment(_) => Pane::Thread,
            Place::Article(..) => Pane::Article,
        }
    }
}

/// Marks, and a list of places left by a jump.
#[derive(Clone, Debug, Default)]
pub(super) struct Jumps {
    marks: BTreeMap<char, Place>,
    /// The places left, the latest last.
    left: Vec<Place>,
}

impl Jumps {
    /// Gives `place` a letter.
    pub(super) fn mark(&mut self, letter: char, place: Place) {
        self.marks.insert(letter, place);
    }

    /// The place with this letter.
    #[must_use]
    pub(super) fn marked(&self, letter: char) -> Option<Place> {
        self.marks.get(&letter).copied()
    }

    /// The letters in use.
    #[must_use]
    pub(super) fn letters(&self) -> String {
        self.marks.keys().collect()
    }

    /// Remembers a place that is left.
    pub(super) fn leave(&mut self, place: Place) {
        if self.left.last() != Some(&place) {
            self.left.push(place);
        }
        if self.left.len() > MAX_JUMPS {
            self.left.remove(0);
        }
    }

    /// Takes the place left last, that is not `here`.
    pub(super) fn back(&mut self, here: Place) -> Option<Place> {
        std::iter::from_fn(|| self.left.pop()).find(|&place| place != here)
    }

    /// Exchanges the place left last with `here`.
    pub(super) fn swap(&mut self, here: Place) -> Option<Place> {
        let place = self.back(here)?;
        self.left.push(here);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_goes_through_all_and_swap_between_two() {
        let [a, b, c] = [1, 2, 3].map(|key| Place::Comment(CommentKey(key)));
        let mut jumps = Jumps::default();
        for place in [a, a, b] {
            jumps.leave(place);
        }
        assert_eq!((jumps.swap(c), jumps.swap(b), jumps.swap(c)), (Some(b), Some(c), Some(b)));
        assert_eq!((jumps.back(b), jumps.back(c), jumps.back(a)), (Some(c), Some(a), None));
        jumps.mark('x', a);
        assert_eq!((jumps.marked('x'), jumps.marked('y')), (Some(a), None));
    }
}
