//! How running text is set: how wide, where lines end, how far paragraphs stand apart.

pub use crate::text::Breaking;

/// What a reader may choose about the setting of text, in the article and in comments alike.
///
/// Titles, headings, captions, tables and code are always set plainly: greedy, ragged, words whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own, in any mixture")]
pub struct Typography {
    /// The widest column of text, in columns; a pane may have room for less.
    pub measure: usize,
    /// How line ends are chosen.
    pub breaking: Breaking,
    /// Whether words are parted at the end of a line, where their language is known.
    pub hyphenate: bool,
    /// Whether the spaces in a line are stretched until it is as wide as the others.
    pub justify: bool,
    /// Empty rows between paragraphs; with none, the first line of a paragraph below another is
    /// set in by two columns. What is no paragraph keeps one empty row at least.
    pub spacing: usize,
    /// Whether what an author hid is shown; else it is covered, letter for letter.
    pub spoilers: bool,
    /// Whether text from right to left is put into the order in which it is seen: for terminals
    /// that do not do so themselves.
    pub reorder: bool,
}

impl Typography {
    /// The least that [`Typography::measure`] can be, in columns.
    pub const MIN_MEASURE: usize = 20;
    /// The most that [`Typography::measure`] can be, in columns.
    pub const MAX_MEASURE: usize = 140;
    /// The most that [`Typography::spacing`] can be, in rows.
    pub const MAX_SPACING: usize = 2;
    /// What [`Typography::widened`] calls a step, in columns.
    pub const STEP: usize = 4;

    /// The same with every number inside its limits.
    #[must_use]
    pub fn clamped(self) -> Typography {
        Typography {
            measure: self.measure.clamp(Self::MIN_MEASURE, Self::MAX_MEASURE),
            spacing: self.spacing.min(Self::MAX_SPACING),
            ..self
        }
    }

    /// The same with a measure that is wider by this many steps of four columns, or narrower, as
    /// far as the limits allow.
    #[must_use]
    pub fn widened(self, by: isize) -> Typography {
        let columns = by.unsigned_abs().saturating_mul(Self::STEP);
        let measure = if by < 0 {
            self.measure.saturating_sub(columns)
        } else {
            self.measure.saturating_add(columns)
        };
        Typography { measure, ..self }.clamped()
    }
}

impl Default for Typography {
    fn default() -> Typography {
        Typography {
            // What typographers call a comfortable measure.
            measure: 72,
            breaking: Breaking::Greedy,
            hyphenate: false,
            justify: false,
            spacing: 1,
            spoilers: false,
            reorder: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measure_goes_in_steps_up_to_its_limits() {
        #[rustfmt::skip]
        let cases = [
            (72,        0, 72),
            (72,        1, 76),
            (72,       -2, 64),
            (72, isize::MAX, 140),
            (72, isize::MIN, 20),
            (0,         0, 20),
            (usize::MAX, 1, 140),
        ];
        for (measure, by, then) in cases {
            let typography = Typography { measure, ..Typography::default() };
            assert_eq!(typography.widened(by).measure, then, "{measure} by {by}");
        }
        let far = Typography { spacing: 9, ..Typography::default() };
        assert_eq!(far.clamped().spacing, 2);
    }
}
