//! Ages and dates as pages print them: "8 months ago", "vor 3 Tagen", "8 ay önce", "27. März 2024".
//!
//! A line is an age only as a whole: every word in it must be a number, a unit, a word for "ago" or
//! one of the few that may stand between. So a sentence that tells of an age is not one, and the
//! order of the words, which plugins get wrong in most languages, does not matter.

mod calendar;
mod dates;
mod words;

use std::collections::HashMap;
use std::sync::LazyLock;

pub(super) use dates::{Order, PrintedDate, parse_date};

/// The longest line that is looked at, in bytes; an age in any language has less than half of it.
const LONGEST: usize = 96;

/// "A few" of something.
const FEW: u32 = 3;

/// What a word of an age means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Number(u32),
    /// Seconds, and whether it is short for a unit.
    Unit(u32, bool),
    /// Two of a unit in one word.
    Pair(u32),
    Ago,
    And,
    Weak,
}

/// About how many seconds ago something was, if `line` as a whole is an age.
///
/// Knows some thirty languages. An age in full words has a word for "ago" in it; short ones ("3h",
/// "2 d") stand alone. "Just now" is 0, "yesterday" a day; months and years are average ones.
#[must_use]
pub(super) fn parse_age(line: &str) -> Option<u32> {
    let line = line.trim();
    if line.is_empty() || line.len() > LONGEST || !may_be_age(line) {
        return None;
    }
    let line = fold(line);
    let bare = line.trim_end_matches(['.', '!', ',']);
    if let Some(&seconds) = PHRASES.get(bare) {
        return Some(seconds);
    }
    relative(bare).or_else(|| day_and_time(bare))
}

/// Says of most lines, without work, that they are no age: one has a number in it, or a word for
/// "ago" or the like at one of its ends.
fn may_be_age(line: &str) -> bool {
    if line.chars().any(|c| digit(c).is_some()) || line.len() < 2 {
        return line.len() > 1;
    }
    let first = line.split(char::is_whitespace).next().unwrap_or_default();
    let last = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    let edge = |word: &str| ENDS.binary_search(&hash(word)).is_ok();
    edge(first) || edge(last) || words::GLUED_AGO.iter().any(|ago| last.ends_with(ago))
}

/// FNV-1a over the letters of `word` in lower case.
fn hash(word: &str) -> u64 {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    letters.fold(0xCBF2_9CE4_8422_2325, |hash, c| {
        let step = |hash: u64, c: char| (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01B3);
        if c.is_ascii() {
            step(hash, c.to_ascii_lowercase())
        } else {
            c.to_lowercase().fold(hash, step)
        }
    })
}

/// The hashes of the words that an age without a number starts or ends with.
static ENDS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let phrases = words::PHRASES.iter().flat_map(|(_, list)| list.iter());
    let days = words::DAYS.iter().map(|(_, list)| list);
    let firsts = phrases.chain(words::AGO_PHRASES).filter_map(|phrase| phrase.split(' ').next());
    let lasts = words::AGO_PHRASES.iter().filter_map(|phrase| phrase.rsplit(' ').next());
    let words =
        days.chain([&words::AGO, &"à a l’instant"]).flat_map(|list| list.split_whitespace());
    let mut hashes: Vec<u64> = firsts.chain(lasts).chain(words).map(hash).collect();
    hashes.sort_unstable();
    hashes
});

static VOCABULARY: LazyLock<HashMap<&'static str, Word>> = LazyLock::new(|| {
    let mut map = HashMap::new();
    let mut add = |list: &'static str, word: Word| {
        for name in list.split_whitespace() {
            map.entry(name).or_insert(word);
        }
    };
    for &(seconds, list) in words::UNITS {
        add(list, Word::Unit(seconds, false));
    }
    for &(seconds, list) in words::PAIRS {
        add(list, Word::Pair(seconds));
    }
    add(words::AGO, Word::Ago);
    add(words::ONE, Word::Number(1));
    add(words::FEW, Word::Number(FEW));
    add(words::AND, Word::And);
    add(words::WEAK, Word::Weak);
    for &(seconds, list) in words::SHORT_UNITS {
        add(list, Word::Unit(seconds, true));
    }
    map
});

static SHORT: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let pairs = words::SHORT_UNITS
        .iter()
        .flat_map(|&(seconds, list)| list.split_whitespace().map(move |name| (name, seconds)));
    pairs.chain([("an", 31_556_952)]).collect()
});

static PHRASES: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let each = |&(seconds, list): &(u32, &'static [&'static str])| {
        list.iter().map(move |&phrase| (phrase, seconds))
    };
    let days = words::DAYS
        .iter()
        .flat_map(|&(seconds, list)| list.split_whitespace().map(move |day| (day, seconds)));
    words::PHRASES.iter().flat_map(each).chain(days).collect()
});

/// Lower case, plain digits, single spaces, no marks of direction, apostrophes as spaces.
fn fold(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\u{200B}'..='\u{200F}' | '\u{61C}' | '\u{307}' => {}
            '\'' | '’' | '‘' => out.push(' '),
            _ if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ => match digit(c) {
                Some(digit) => out.push(digit),
                None if c.is_ascii() => out.push(c.to_ascii_lowercase()),
                None => out.extend(c.to_lowercase().filter(|&c| c != '\u{307}')),
            },
        }
    }
    out
}

/// The ASCII digit for a decimal digit of the scripts that sites print numbers in.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => return Some(c),
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6F0}'..='\u{6F9}' => 0x6F0,
        '\u{966}'..='\u{96F}' => 0x966,
        '\u{FF10}'..='\u{FF19}' => 0xFF10,
        _ => return None,
    };
    char::from_digit(u32::from(c) - zero, 10)
}

/// The pieces of a folded line: runs of digits, and words between them.
fn pieces(line: &str) -> impl Iterator<Item = &str> {
    line.split(' ').flat_map(|word| {
        let mut rest = word;
        std::iter::from_fn(move || {
            let digits = rest.starts_with(|c: char| c.is_ascii_digit());
            let end = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
            let (piece, tail) = rest.split_at(end);
            rest = tail;
            (!piece.is_empty()).then_some(piece)
        })
    })
}

/// Takes the first phrase that stands at either end away.
fn without_phrase(line: &str) -> Option<&str> {
    words::AGO_PHRASES.iter().find_map(|phrase| {
        let head = line.strip_prefix(phrase).and_then(|rest| rest.strip_prefix(' '));
        head.or_else(|| line.strip_suffix(phrase).and_then(|rest| rest.strip_suffix(' ')))
    })
}

fn relative(line: &str) -> Option<u32> {
    let stripped = without_phrase(line);
    let mut sum = Sum { ago: stripped.is_some(), ..Sum::default() };
    for piece in pieces(stripped.unwrap_or(line)) {
        let piece = piece.trim_matches(['.', ',', ';', '(', ')', '~', '·']);
        if piece.is_empty() {
            continue;
        }
        if piece.starts_with(|c: char| c.is_ascii_digit()) {
            sum.take(Word::Number(piece.parse().ok()?))?;
            continue;
        }
        let counted = sum.number.is_some();
        let word = match SHORT.get(piece) {
            Some(&seconds) if counted => Some(Word::Unit(seconds, piece != "an")),
            _ if piece == "an" => Some(Word::Number(1)),
            _ => VOCABULARY.get(piece).copied(),
        };
        if let Some(word) = word {
            sum.take(word)?;
        } else {
            let unit = words::GLUED_AGO.iter().find_map(|ago| piece.strip_suffix(ago))?;
            sum.take(*VOCABULARY.get(unit)?)?;
            sum.take(Word::Ago)?;
        }
    }
    sum.finish()
}

/// The words of an age, taken one by one.
#[derive(Default)]
struct Sum {
    seconds: u32,
    number: Option<u32>,
    units: usize,
    ago: bool,
    /// A word for "ago" came after a unit: nothing else may follow.
    closed: bool,
    /// A unit was in full, or had no number: that takes a word for "ago".
    in_words: bool,
}

impl Sum {
    /// Takes a word; `None` when it cannot stand there.
    fn take(&mut self, word: Word) -> Option<()> {
        if self.closed && word != Word::Ago {
            return None;
        }
        match word {
            Word::Number(_) if self.number.is_some() => {
                // "a few", "a couple": the second says how many.
                if self.number != Some(1) || word != Word::Number(FEW) {
                    return None;
                }
                self.number = Some(FEW);
            }
            Word::Number(number) => self.number = Some(number),
            Word::Unit(seconds, short) => {
                let number = self.number.take();
                self.in_words |= number.is_none() || !short;
                self.add(seconds.saturating_mul(number.unwrap_or(1)));
            }
            Word::Pair(seconds) if self.number.is_none() => {
                self.in_words = true;
                self.add(seconds);
            }
            Word::Ago if self.number.is_none() => {
                self.ago = true;
                self.closed = self.units > 0;
            }
            Word::And if self.units > 0 && self.number.is_none() => {}
            Word::Weak if self.units == 0 || self.number.is_some() => {}
            Word::Pair(_) | Word::Ago | Word::And | Word::Weak => return None,
        }
        Some(())
    }

    fn add(&mut self, seconds: u32) {
        self.seconds = self.seconds.saturating_add(seconds);
        self.units += 1;
    }

    fn finish(self) -> Option<u32> {
        let said = self.ago || !self.in_words;
        (said && self.units > 0 && self.number.is_none()).then_some(self.seconds)
    }
}

/// "yesterday at 10:15", "heute, 10:15 Uhr".
fn day_and_time(line: &str) -> Option<u32> {
    let (day, rest) = line.split_once([' ', ','])?;
    let seconds = words::DAYS.iter().find_map(|&(seconds, list)| {
        list.split_whitespace().any(|d| d == day).then_some(seconds)
    })?;
    dates::is_time(rest).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MINUTE: u32 = 60;
    const HOUR: u32 = 3_600;
    const DAY: u32 = 86_400;
    const WEEK: u32 = 604_800;
    const MONTH: u32 = 2_629_746;
    const YEAR: u32 = 31_556_952;

    #[test]
    fn a_line_that_is_an_age_is_read_in_every_language() {
        #[rustfmt::skip]
        let cases = [
            ("8 months ago", 8 * MONTH), ("a year ago", YEAR), ("an hour ago", HOUR),
            ("1 second ago", 1), ("2 weeks ago", 2 * WEEK), ("a few seconds ago", 3),
            ("about 2 hours ago", 2 * HOUR), ("3h", 3 * HOUR), ("2 d", 2 * DAY), ("1y", YEAR),
            ("5 min.", 5 * MINUTE), ("1 yr 2 mos", YEAR + 2 * MONTH), ("just now", 0),
            ("Right now", 0), ("Yesterday", DAY), ("yesterday at 10:15 pm", DAY),
            ("14 hours and 3 minutes ago", 14 * HOUR + 3 * MINUTE),
            ("vor 8 Monaten", 8 * MONTH), ("8 Monate zuvor", 8 * MONTH), ("vor einem Tag", DAY),
            ("11 Minuten 3 Sekunden her", 11 * MINUTE + 3), ("Gestern, 12:03 Uhr", DAY),
            ("il y a 3 jours", 3 * DAY), ("il y a un an", YEAR), ("3 années il y a", 3 * YEAR),
            ("hier à 10:15", DAY), ("à l’instant", 0), ("hace 2 horas", 2 * HOUR),
            ("2 años hace", 2 * YEAR), ("un’ora fa", HOUR), ("3 mesi fa", 3 * MONTH),
            ("há 5 dias", 5 * DAY), ("2 anos atrás", 2 * YEAR), ("3 maanden geleden", 3 * MONTH),
            ("godzinę temu", HOUR), ("5 miesięcy temu", 5 * MONTH), ("8 месяцев назад", 8 * MONTH),
            ("час назад", HOUR), ("2 роки тому", 2 * YEAR), ("8 ay önce", 8 * MONTH),
            ("3 Yıl Önce", 3 * YEAR), ("för 3 dagar sedan", 3 * DAY), ("3 år sedan", 3 * YEAR),
            ("for 2 timer siden", 2 * HOUR), ("8 måneder siden", 8 * MONTH),
            ("3 kuukautta sitten", 3 * MONTH), ("před 3 lety", 3 * YEAR), ("3 let před", 3 * YEAR),
            ("πριν από 3 ημέρες", 3 * DAY), ("3 χρόνια πριν", 3 * YEAR), ("3年前", 3 * YEAR),
            ("8 ヶ月 前", 8 * MONTH), ("5 分前", 5 * MINUTE), ("8个月前", 8 * MONTH), ("刚刚", 0),
            ("3 小时 前", 3 * HOUR), ("2시간 전", 2 * HOUR), ("3개월 전", 3 * MONTH),
            ("منذ 3 أيام", 3 * DAY), ("٣ سنوات قبل", 3 * YEAR), ("לפני 3 שעות", 3 * HOUR), ("לפני יומיים", 2 * DAY), ("3 tháng trước", 3 * MONTH),
            ("\u{200F}8\u{A0}months\u{A0}ago ", 8 * MONTH),
        ];
        for (line, seconds) in cases {
            assert_eq!(parse_age(line), Some(seconds), "{line}");
        }
    }

    #[test]
    fn a_line_that_only_tells_of_an_age_is_none() {
        #[rustfmt::skip]
        let cases = [
            ("nothing",                 ""),
            ("a number",                "8"),
            ("no word for ago",         "8 months"),
            ("a duration",              "for 3 days"),
            ("a sentence",              "I left 8 months ago"),
            ("more behind it",          "8 months ago I left"),
            ("a unit alone",            "day"),
            ("ago alone",               "ago"),
            ("ago twice around",        "ago ago"),
            ("two numbers",             "3 8 days ago"),
            ("an edit note",            "Last edited 8 months ago by Ada"),
            ("a number beyond all",     "99999999999 days ago"),
            ("a name",                  "May Day"),
            ("a short unit, no number", "h"),
        ];
        for (why, line) in cases {
            assert_eq!(parse_age(line), None, "{why}: {line}");
        }
        assert_eq!(parse_age(&"1 day ago ".repeat(1_000)), None);
        assert_eq!(parse_age("4294967295 years ago"), Some(u32::MAX), "too old is very old");
    }

    proptest! {
        #[test]
        fn any_number_of_any_unit_is_an_age(number in 1_u32..500, unit in 0_usize..7) {
            let (seconds, names) = words::UNITS[unit];
            for name in names.split_whitespace() {
                for line in [format!("{number} {name} ago"), format!("vor {number} {name}")] {
                    prop_assert_eq!(parse_age(&line), Some(seconds.saturating_mul(number)), "{}", line);
                }
            }
        }

        #[test]
        fn no_line_is_too_odd(line in "\\PC{0,40}") {
            if let (Some(_), Some(_)) = (parse_age(&line), parse_date(&line)) {
                prop_assert!(false, "an age and a date at once: {}", line);
            }
        }
    }
}
