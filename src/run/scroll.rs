//! Rows that moved: the terminal can move them itself.

/// A band of whole rows that moves inside a region; what moves out of that is gone, what is left
/// behind is blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    /// The region's first row.
    pub(super) top: usize,
    /// The row after its last.
    pub(super) end: usize,
    /// By how many rows it moves.
    pub(super) rows: usize,
    /// Whether it moves up.
    pub(super) up: bool,
}

impl Shift {
    /// The shift that brings most rows from where they were `before` to where they are `after`, if
    /// any brings more than one; both are what the rows say, as numbers.
    ///
    /// A guess by text alone: it costs nothing but a longer way to be wrong.
    pub(super) fn find(before: &[u64], after: &[u64]) -> Option<Shift> {
        let mut best = (1, None);
        for rows in 1..before.len() {
            for up in [true, false] {
                if let Some((gain, band)) = best_band(before, after, rows, up)
                    && gain > best.0
                {
                    let (top, end) =
                        if up { (band.0, band.1 + rows) } else { (band.0 - rows, band.1) };
                    best = (gain, Some(Shift { top, end, rows, up }));
                }
            }
        }
        best.1
    }

    /// The row that is at `y` then, by where it was; none where a blank one is left behind.
    pub(super) fn source(self, y: usize) -> Option<usize> {
        if !(self.top..self.end).contains(&y) {
            return Some(y);
        }
        let from = if self.up { y.checked_add(self.rows) } else { y.checked_sub(self.rows) };
        from.filter(|from| (self.top..self.end).contains(from))
    }
}

/// The band of rows of `after` that gains most from a shift, and how many rows it gains: those that
/// the shift brings, less those that had been in place without it.
///
/// Rows that match neither way cost nothing, so a band may have such in it.
fn best_band(
    before: &[u64],
    after: &[u64],
    rows: usize,
    up: bool,
) -> Option<(i32, (usize, usize))> {
    let range = if up { 0..after.len() - rows } else { rows..after.len() };
    let mut best = None;
    let (mut gain, mut start) = (0, range.start);
    for at in range {
        let from = if up { at + rows } else { at - rows };
        let brought = after.get(at) == before.get(from);
        let in_place = after.get(at) == before.get(at);
        gain += i32::from(brought) - i32::from(in_place);
        if gain <= 0 {
            (gain, start) = (0, at + 1);
        } else if best.is_none_or(|(most, _)| gain > most) {
            best = Some((gain, (start, at + 1)));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_that_moved_is_found() {
        let shift = |top, end, rows, up| Some(Shift { top, end, rows, up });
        #[rustfmt::skip]
        let cases = [
            // why                          before      after       then
            ("up by one",                   "habcdes",  "hbcdefs",  shift(1, 6, 1, true)),
            ("down by two",                 "habcdes",  "hxyabcs",  shift(1, 6, 2, false)),
            ("only a part",                 "abcdefg",  "abdefxg",  shift(2, 6, 1, true)),
            ("a row in it has changed",     "abcdefg",  "bcXefgh",  shift(0, 7, 1, true)),
            ("nothing moved",               "abcdefg",  "abcXefg",  None),
            ("equal rows gain nothing",     "aaaaaa",   "aaaaaa",   None),
            ("one row is not enough",       "abcdefg",  "1234567",  None),
            ("nothing at all",              "",         "",         None),
        ];
        for (why, before, after, then) in cases {
            let rows = |text: &str| text.bytes().map(u64::from).collect::<Vec<_>>();
            let (before, after) = (rows(before), rows(after));
            let found = Shift::find(&before, &after);
            assert_eq!(found, then, "{why}");
            if let Some(shift) = found {
                let is_brought =
                    |y: &usize| shift.source(*y).is_some_and(|from| before[from] == after[*y]);
                assert!((0..after.len()).filter(is_brought).count() >= 4, "{why}");
            }
        }
    }
}
