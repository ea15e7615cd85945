//! Filling lines: which words of a text stand on which line.
//!
//! A paragraph is cut into fragments: words, parts of words that may be parted, pieces of words
//! that no line can hold. A fragment is what no line end falls into, and all else counts fragments.
//! Greedy filling looks at one line; the optimal one at all lines between two ends that are given.

use std::ops::Range;

use textwrap::WordSeparator;

use super::hyphens::{Language, Parting, is_address, partings};
use super::wrap::{graphemes, width};

/// Greedy filling parts a word only where the line would otherwise be filled less than this, in
/// percent. The optimal one takes a hyphen for as bad as a line that ends so early.
const FULL: usize = 85;

/// How line ends are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Breaking {
    /// Each line takes all that fits.
    #[default]
    Greedy,
    /// The lines of a paragraph are as even as they can be: the sum of the squares of what they
    /// are too short is the least, the last line left out.
    Optimal,
}

/// How a text is filled into lines.
#[derive(Clone, Copy, Debug)]
pub struct Filling<'a> {
    /// Columns of a line.
    pub measure: usize,
    /// Columns by which the first line is set in.
    pub set_in: usize,
    /// How line ends are chosen.
    pub breaking: Breaking,
    /// How words are parted; `None` leaves them whole.
    pub hyphens: Option<Hyphens<'a>>,
}

impl Filling<'_> {
    /// Greedy at this measure, without hyphens.
    #[must_use]
    pub fn plain(measure: usize) -> Filling<'static> {
        Filling { measure, set_in: 0, breaking: Breaking::Greedy, hyphens: None }
    }
}

/// How words are parted.
#[derive(Clone, Copy, Debug)]
pub struct Hyphens<'a> {
    /// The language of the text; `None` leaves only the soft hyphens in it.
    pub language: Option<Language>,
    /// Bytes of the text that stay whole, such as code: sorted, none inside another.
    pub never: &'a [Range<usize>],
}

impl Hyphens<'_> {
    fn touches(&self, range: &Range<usize>) -> bool {
        let behind = self.never.partition_point(|whole| whole.end <= range.start);
        self.never.get(behind).is_some_and(|whole| whole.start < range.end)
    }
}

/// A line of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its bytes, without the white space at its end.
    pub range: Range<usize>,
    /// Columns that are to stay free before it: all of [`Filling::set_in`], or none.
    pub set_in: usize,
    /// Whether it ends inside a word that has no hyphen there: one is to be shown.
    pub hyphen: bool,
    /// Whether the author ended it, here or with the text.
    pub last: bool,
}

/// The lines that `text` takes.
///
/// Breaks where [UAX #14] allows it, at every `\n`, where a word may be parted, and elsewhere
/// inside a word only when it alone is wider than the measure. At least one line, and at least one
/// grapheme to a line, whatever the measure. The first line is set in unless its first word has no
/// room then.
///
/// Costs O(text), for the optimal breaking times the measure.
///
/// [UAX #14]: https://www.unicode.org/reports/tr14/
#[must_use]
pub fn lines<'a>(text: &'a str, filling: Filling<'a>) -> Lines<'a> {
    let filling = Filling { measure: filling.measure.max(1), ..filling };
    Lines { text, filling, paragraph: 0, pending: Vec::new().into_iter() }
}

/// Iterator of [`lines`].
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    filling: Filling<'a>,
    /// Where the part behind the next `\n` starts; past the text when all is handed out.
    paragraph: usize,
    pending: std::vec::IntoIter<Line>,
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        if let Some(line) = self.pending.next() {
            return Some(line);
        }
        let rest = self.text.get(self.paragraph..)?;
        let length = rest.find('\n').unwrap_or(rest.len());
        let lines = fill(rest.get(..length).unwrap_or_default(), self.paragraph, self.filling);
        self.filling.set_in = 0;
        self.paragraph += length + 1;
        self.pending = lines.into_iter();
        self.pending.next()
    }
}

/// What stands behind a fragment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// A line may end here.
    Free,
    /// A line may end here, and shows a hyphen then.
    Hyphen,
    /// The line ends here: what follows or came before is wider than a line.
    Forced,
}

/// Text without a place in it where a line may end.
#[derive(Clone, Debug)]
struct Fragment {
    range: Range<usize>,
    columns: usize,
    /// Columns of white space behind it, which count where the line goes on.
    space: usize,
    ending: Ending,
}

impl Fragment {
    /// Its columns where a line ends with it.
    fn columns_at_end(&self) -> usize {
        self.columns + usize::from(self.ending == Ending::Hyphen)
    }
}

/// The lines of one paragraph, which starts at byte `base`.
fn fill(paragraph: &str, base: usize, filling: Filling<'_>) -> Vec<Line> {
    let fragments = fragments(paragraph, base, filling);
    let first = fragments.first().map_or(0, Fragment::columns_at_end);
    let set_in = if first + filling.set_in <= filling.measure { filling.set_in } else { 0 };
    let room = Room { measure: filling.measure, set_in };
    let ends = match filling.breaking {
        Breaking::Greedy => greedy(&fragments, room),
        Breaking::Optimal => least_ragged(&fragments, room),
    };
    let mut lines = Vec::with_capacity(ends.len().max(1));
    let mut start = 0;
    for end in ends {
        let (Some(first), Some(last)) = (fragments.get(start), fragments.get(end - 1)) else {
            break;
        };
        let is_last = end == fragments.len();
        // White space before a word that has no room beside it makes no line.
        if is_last || first.range.start < last.range.end {
            lines.push(Line {
                range: first.range.start..last.range.end,
                set_in: room.set_in(start),
                hyphen: last.ending == Ending::Hyphen,
                last: is_last,
            });
        }
        start = end;
    }
    if lines.is_empty() {
        lines.push(Line { range: base..base, set_in: room.set_in(0), hyphen: false, last: true });
    }
    lines
}

/// The columns of lines.
#[derive(Clone, Copy)]
struct Room {
    measure: usize,
    /// Taken from the first line.
    set_in: usize,
}

impl Room {
    /// By how much the line that begins with this fragment is set in.
    fn set_in(self, start: usize) -> usize {
        if start == 0 { self.set_in } else { 0 }
    }

    fn at(self, start: usize) -> usize {
        self.measure - self.set_in(start)
    }
}

fn fragments(paragraph: &str, base: usize, filling: Filling<'_>) -> Vec<Fragment> {
    let mut fragments: Vec<Fragment> = Vec::new();
    let mut at = 0;
    // Up to the next white space, and whether that is an address.
    let mut token = (0, false);
    for word in WordSeparator::UnicodeBreakProperties.find_words(paragraph) {
        let range = base + at..base + at + word.word.len();
        if filling.hyphens.is_some() && at >= token.0 {
            let rest = paragraph.get(at..).unwrap_or_default();
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            token = (at + length.max(1), is_address(rest.get(..length).unwrap_or_default()));
        }
        let hyphens = filling.hyphens.filter(|hyphens| !token.1 && !hyphens.touches(&range));
        let parts = hyphens.map(|hyphens| parts(word.word, &range, hyphens.language));
        let space = word.whitespace.len();
        let columns = width(word.word);
        let fits = |part: &Fragment| part.columns_at_end() <= filling.measure;
        match parts.filter(|parts| parts.len() > 1 && parts.iter().all(fits)) {
            Some(parts) => fragments.extend(parts),
            None if columns > filling.measure => {
                if let Some(before) = fragments.last_mut() {
                    before.ending = Ending::Forced;
                }
                fragments.extend(pieces(word.word, range.start, filling.measure));
            }
            // What takes no room needs no end of its own, and many of it would cost time.
            None if columns + space == 0 && fragments.last().is_some_and(|f| f.space == 0) => {
                if let Some(before) = fragments.last_mut() {
                    before.range.end = range.end;
                }
            }
            None => fragments.push(Fragment { range, columns, space, ending: Ending::Free }),
        }
        if let Some(last) = fragments.last_mut() {
            last.space = space;
        }
        at += word.word.len() + space;
    }
    fragments
}

/// A word that may be parted.
fn parts(word: &str, range: &Range<usize>, language: Option<Language>) -> Vec<Fragment> {
    let mut parts = Vec::new();
    let mut start = 0;
    let end = Parting { at: word.len(), hyphen: false };
    for Parting { at, hyphen } in partings(word, language).into_iter().chain([end]) {
        let columns = word.get(start..at).unwrap_or_default().split('\u{AD}').map(width).sum();
        let ending = if hyphen { Ending::Hyphen } else { Ending::Free };
        let range = range.start + start..range.start + at;
        parts.push(Fragment { range, columns, space: 0, ending });
        start = at;
    }
    parts
}

/// A word that is wider than a line, in pieces that fill lines.
fn pieces(word: &str, base: usize, measure: usize) -> Vec<Fragment> {
    let mut pieces = Vec::new();
    let mut piece = Fragment { range: base..base, columns: 0, space: 0, ending: Ending::Forced };
    for (offset, grapheme, columns) in graphemes(word) {
        if piece.columns > 0 && piece.columns + columns > measure {
            let start = base + offset;
            let next = Fragment { range: start..start, columns: 0, ..piece.clone() };
            pieces.push(std::mem::replace(&mut piece, next));
        }
        piece.columns += columns;
        piece.range.end = base + offset + grapheme.len();
    }
    pieces.push(Fragment { ending: Ending::Free, ..piece });
    pieces
}

/// Where lines end that take all they can: for each line, the number of the fragment behind it.
fn greedy(fragments: &[Fragment], room: Room) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut start = 0;
    while start < fragments.len() {
        let measure = room.at(start);
        let mut used = 0;
        // The longest line that ends with a word, and the longest that ends in one.
        let mut whole = None;
        let mut parted = None;
        for (end, fragment) in (start + 1..).zip(fragments.iter().skip(start)) {
            if end > start + 1 && used + fragment.columns > measure {
                break;
            }
            let columns = used + fragment.columns_at_end();
            if fragment.ending != Ending::Hyphen {
                whole = Some((end, columns));
            } else if columns <= measure {
                parted = Some(end);
            }
            if fragment.ending == Ending::Forced {
                break;
            }
            used += fragment.columns + fragment.space;
        }
        start = match (whole, parted) {
            (Some((end, columns)), Some(parted)) if columns * 100 < measure * FULL => {
                parted.max(end)
            }
            (Some((end, _)), _) | (None, Some(end)) => end,
            (None, None) => start + 1,
        };
        ends.push(start);
    }
    ends
}

/// The best way to fill lines up to some fragment.
#[derive(Clone, Copy)]
struct Best {
    cost: usize,
    /// The fragment that the last of these lines begins with.
    start: usize,
}

/// Where lines end that are as even as they can be; as [`greedy`].
///
/// For each end it tries every line that fits before it, so a line's fragments bound the work: each
/// takes a column or more, and what takes none is part of the one before.
fn least_ragged(fragments: &[Fragment], room: Room) -> Vec<usize> {
    let hyphen_cost = (room.measure * (100 - FULL) / 100).pow(2).max(1);
    let mut best = vec![Best { cost: 0, start: 0 }];
    // The column at which each fragment would begin, were it all one line.
    let mut columns = vec![0];
    let mut column = 0;
    for (last, fragment) in fragments.iter().enumerate() {
        let right = column + fragment.columns_at_end();
        let is_last = last + 1 == fragments.len();
        let mut found: Option<Best> = None;
        let firsts = fragments.get(..=last).unwrap_or_default();
        let starts = best.iter().zip(&columns).zip(firsts).enumerate().rev();
        for (start, ((before, left), first)) in starts {
            let used = right - left;
            if start < last && (first.ending == Ending::Forced || used > room.measure) {
                break;
            }
            if start < last && used > room.at(start) {
                continue;
            }
            let slack = room.at(start).saturating_sub(used);
            let hyphen = if fragment.ending == Ending::Hyphen { hyphen_cost } else { 0 };
            let cost = before.cost + if is_last { 0 } else { slack * slack + hyphen };
            // Of two that are as good, the one with more on its last line.
            if found.is_none_or(|found| cost <= found.cost) {
                found = Some(Best { cost, start });
            }
        }
        best.push(found.unwrap_or(Best { cost: 0, start: last }));
        column += fragment.columns + fragment.space;
        columns.push(column);
    }
    let mut ends = Vec::new();
    let mut end = fragments.len();
    while end > 0 {
        ends.push(end);
        end = best.get(end).map_or(0, |best| best.start);
    }
    ends.reverse();
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ENGLISH: &str = "en";

    fn filling(measure: usize, breaking: Breaking) -> Filling<'static> {
        Filling { breaking, ..Filling::plain(measure) }
    }

    fn parting(measure: usize, breaking: Breaking) -> Filling<'static> {
        let hyphens = Some(Hyphens { language: Language::of(ENGLISH), never: &[] });
        Filling { hyphens, ..filling(measure, breaking) }
    }

    /// The lines as text: a hyphen that is to be shown as `|`, columns set in as `>`.
    fn shown(text: &str, filling: Filling<'_>) -> Vec<String> {
        let line = |line: Line| {
            let words = text.get(line.range).unwrap();
            format!("{}{words}{}", ">".repeat(line.set_in), if line.hyphen { "|" } else { "" })
        };
        lines(text, filling).map(line).collect()
    }

    #[test]
    fn the_optimum_is_even_where_greed_is_not() {
        let text = "To be, or not to be: that is the question";
        #[rustfmt::skip]
        let cases: &[(Breaking, &str)] = &[
            (Breaking::Greedy,  "To be, or/not to be:/that is/the/question"),
            (Breaking::Optimal, "To be,/or not to/be: that/is the/question"),
        ];
        for (breaking, expected) in cases {
            assert_eq!(shown(text, filling(10, *breaking)).join("/"), *expected);
        }
    }

    #[test]
    fn the_optimum_breaks_where_greed_may() {
        #[rustfmt::skip]
        let cases: &[(&str, &str, usize, &[&str])] = &[
            ("a hard break holds",      "a b\n\nc",          9, &["a b", "", "c"]),
            ("nothing is one line",     "",                  9, &[""]),
            ("a long word is cut",      "a abcdefgh b",      4, &["a", "abcd", "efgh", "b"]),
            ("wide letters count two",  "漢字漢字",           5, &["漢字", "漢字"]),
            ("no room, still progress", "漢字 a",             1, &["漢", "字", "a"]),
            ("no break at a no-break",  "8\u{A0}kg of oil",  5, &["8\u{A0}kg", "of", "oil"]),
            ("blanks make no line",     "   abc",            4, &["abc"]),
            ("blanks only",             "   ",               4, &[""]),
        ];
        for (why, text, measure, expected) in cases {
            assert_eq!(&shown(text, filling(*measure, Breaking::Optimal)), expected, "{why}");
            assert_eq!(
                &shown(text, filling(*measure, Breaking::Greedy)),
                expected,
                "{why}, greedy"
            );
        }
    }

    #[test]
    fn greed_parts_a_word_where_the_line_would_be_short() {
        #[rustfmt::skip]
        let cases: &[(&str, &str, usize, &[&str])] = &[
            ("a short line takes a part", "an extensive text",       9, &["an exten|", "sive text"]),
            ("the hyphen needs room",     "an extensive text",       7, &["an ex|", "tensive", "text"]),
            ("a line that is full enough", "of many extensive",     11, &["of many ex|", "tensive"]),
            ("is left alone",             "of many x extensive",    11, &["of many x", "extensive"]),
            ("a word wider than a line",  "extensiveness",           6, &["exten|", "sive|", "ness"]),
            ("one that will not fit so",  "extensiveness",           4, &["exte", "nsiv", "enes", "s"]),
            ("no address",                "at example.com/extensive", 18, &["at example.com/", "extensive"]),
            ("the author's own",          "an ab\u{AD}cd e",         6, &["an ab\u{AD}|", "cd e"]),
            ("that are not needed",       "an ab\u{AD}c d",          8, &["an ab\u{AD}c d"]),
            ("a hyphen that is there",    "a self-same thing",       8, &["a self-", "same", "thing"]),
        ];
        for (why, text, measure, expected) in cases {
            assert_eq!(&shown(text, parting(*measure, Breaking::Greedy)), expected, "{why}");
        }
        let code =
            Hyphens { language: Language::of(ENGLISH), never: std::slice::from_ref(&(3..12)) };
        let filling = Filling { hyphens: Some(code), ..parting(9, Breaking::Greedy) };
        assert_eq!(shown("an extensive text", filling), ["an", "extensive", "text"]);
    }

    #[test]
    fn the_first_line_is_set_in_where_its_word_has_room() {
        #[rustfmt::skip]
        let cases: &[(&str, &str, usize, &[&str])] = &[
            ("set in",       "ab cd ef",   6, &[">>ab", "cd ef"]),
            ("not below",    "ab\ncd",     6, &[">>ab", "cd"]),
            ("no room",      "abcde f",    6, &["abcde", "f"]),
            ("far too long", "abcdefgh",   6, &["abcdef", "gh"]),
        ];
        for (why, text, measure, expected) in cases {
            for breaking in [Breaking::Greedy, Breaking::Optimal] {
                let filling = Filling { set_in: 2, ..filling(*measure, breaking) };
                assert_eq!(&shown(text, filling), expected, "{why}: {breaking:?}");
            }
        }
    }

    /// How uneven lines are, and what their hyphens count: what the optimum makes least.
    fn cost(text: &str, filling: Filling<'_>) -> usize {
        let hyphen = (filling.measure * (100 - FULL) / 100).pow(2).max(1);
        let line = |line: Line| {
            let words = text.get(line.range).unwrap_or_default();
            let used = width(words) + line.set_in + usize::from(line.hyphen);
            let slack = filling.measure.saturating_sub(used);
            if line.last { 0 } else { slack * slack + if line.hyphen { hyphen } else { 0 } }
        };
        lines(text, filling).map(line).sum()
    }

    /// The least cost of lines from `words` on, found by trying everything.
    fn least(words: &[&str], measure: usize) -> usize {
        let fits = |end: &usize| words[..*end].join(" ").len() <= measure;
        if fits(&words.len()) {
            return 0;
        }
        let line = |end: usize| {
            let slack = measure - words[..end].join(" ").len();
            slack * slack + least(&words[end..], measure)
        };
        (1..words.len()).take_while(fits).map(line).min().unwrap_or(usize::MAX)
    }

    proptest! {
        #[test]
        fn no_words_are_lost_and_no_line_is_too_wide(
            text in "([a-zéA-Z]{1,14}|漢字|e\u{301}|👩\u{200D}👩|ex\u{AD}tensive|[ \n.,/-]|\u{200B}){0,60}",
            measure in 1_usize..40,
            set_in in 0_usize..3,
            optimal in any::<bool>(),
            parted in any::<bool>(),
        ) {
            let breaking = if optimal { Breaking::Optimal } else { Breaking::Greedy };
            let filling = if parted { parting(measure, breaking) } else { filling(measure, breaking) };
            let mut at = 0;
            for line in lines(&text, Filling { set_in, ..filling }) {
                prop_assert!(at <= line.range.start && line.range.start <= line.range.end);
                prop_assert!(text.get(at..line.range.start).unwrap().trim().is_empty());
                let words = text.get(line.range.clone()).unwrap();
                let used = width(words) + line.set_in + usize::from(line.hyphen);
                prop_assert!(used <= measure || graphemes(words).count() == 1, "{words:?} at {measure}");
                at = line.range.end;
            }
            prop_assert!(text.get(at..).unwrap().trim().is_empty());
        }

        #[test]
        fn the_optimum_is_never_more_ragged(
            text in "([a-zA-Z]{1,14}|extensive|documentation|漢字|[ \n.-]){0,80}",
            measure in 1_usize..40,
            set_in in 0_usize..3,
            parted in any::<bool>(),
        ) {
            let text = text.trim();
            let with = |breaking| {
                let filling = if parted { parting(measure, breaking) } else { filling(measure, breaking) };
                cost(text, Filling { set_in, ..filling })
            };
            prop_assert!(with(Breaking::Optimal) <= with(Breaking::Greedy));
        }

        #[test]
        fn nothing_is_less_ragged_than_the_optimum(
            words in prop::collection::vec("[a-z]{1,8}", 1..12),
            measure in 8_usize..20,
        ) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let found = cost(&words.join(" "), filling(measure, Breaking::Optimal));
            prop_assert_eq!(found, least(&words, measure));
        }
    }

    #[test]
    fn a_long_paragraph_costs_its_length() {
        let texts = ["a ", "extensive documentation ", "漢", "a\u{200B}", "\u{200B}", "a", "ab-"];
        for part in texts {
            let text = part.repeat(64 * 1024 / part.len());
            let count = lines(&text, parting(140, Breaking::Optimal)).count();
            assert!(count < 2000, "{part:?} takes {count} lines");
        }
    }
}
