//! Finding words in comments, and passing over those that cannot have them.
//!
//! To look into a comment's text, its body has to be parsed: microseconds, and seconds for a million.
//! But a word of ASCII letters and digits stands in the bytes of a body as it does in its text, but
//! for odd cases (a word cut in two by markup, letters written as numbers). So in a long discussion
//! only comments are parsed whose bytes have the longest such word of the pattern; in one of an
//! ordinary length, all are.

use memchr::{memchr, memchr2};
use regex::{Regex, RegexBuilder};

use crate::layout::comment_text;
use crate::model::{Comment, Thread};

/// Up to how many comments all are parsed: then no odd case is missed.
pub(super) const EXACTLY: usize = 5_000;
/// The size to which a regular expression may be compiled, in bytes.
const MAX_REGEX: usize = 1 << 20;
/// What it costs to look at a comment at all, in bytes passed over.
const LOOK: usize = 64;
/// What it costs to parse a byte, in bytes passed over.
const PARSE: usize = 20;

/// How many comments are looked at for what is rare in them.
const SAMPLED: usize = 100;

/// Letters from the rarest to the most frequent in English and its neighbours, digits between.
const RARE_FIRST: &[u8] = b"qzxj0123456789kvwybgpfmucdlhrsinoate";

/// A pattern.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) regex: Regex,
    probe: Option<Probe>,
}

/// What the bytes of a match must have.
#[derive(Clone, Debug)]
struct Probe {
    /// Small letters, unless `exact`.
    word: Vec<u8>,
    /// Which of them is the rarest.
    rarest: usize,
    exact: bool,
}

impl Words {
    /// Looks for the letter of the word that is rarest in the first comments of `thread`: languages
    /// differ, and so do people's subjects.
    pub(super) fn tune(&mut self, thread: &Thread) {
        let Some(probe) = &mut self.probe else { return };
        let mut counts = [0_usize; 256];
        for byte in thread.comments().take(SAMPLED).flat_map(Comment::bytes) {
            if let Some(count) = counts.get_mut(usize::from(byte.to_ascii_lowercase())) {
                *count += 1;
            }
        }
        let count = |byte: &u8| counts.get(usize::from(byte.to_ascii_lowercase())).copied();
        let rarest = (0..probe.word.len()).min_by_key(|&at| probe.word.get(at).and_then(count));
        probe.rarest = rarest.unwrap_or(probe.rarest);
    }

    /// These words as they stand; small letters stand for large ones too, unless there is a large
    /// one. `None` for none.
    pub(super) fn literal(text: &str) -> Option<Words> {
        if text.is_empty() {
            return None;
        }
        let exact = text.chars().any(char::is_uppercase);
        let regex = compile(&regex::escape(text), exact).ok()?;
        Some(Words { regex, probe: Probe::of(text, exact) })
    }

    /// A regular expression, with the same rule for large letters.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn pattern(pattern: &str) -> Result<Words, regex::Error> {
        let exact = pattern.chars().any(char::is_uppercase);
        Ok(Words { regex: compile(pattern, exact)?, probe: None })
    }

    /// The text of `comment` if it may have a match, and what it cost to find out, in bytes passed
    /// over.
    pub(super) fn text_of(&self, thread: &Thread, comment: Comment<'_>) -> (Option<String>, usize) {
        let bytes = comment.bytes();
        let looked = LOOK + bytes.len();
        let passes = self.probe.as_ref().is_some_and(|probe| {
            let sure = thread.len() > EXACTLY && comment.has_plain_letters();
            let head = [comment.author(), comment.subject().unwrap_or_default()];
            sure && !probe.is_in(bytes) && !head.iter().any(|text| probe.is_in(text.as_bytes()))
        });
        if passes {
            (None, looked)
        } else {
            (Some(comment_text(comment)), looked + PARSE * bytes.len())
        }
    }
}

fn compile(pattern: &str, exact: bool) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).case_insensitive(!exact).size_limit(MAX_REGEX).build()
}

impl Probe {
    /// The longest run of ASCII letters and digits, if it has two at least.
    fn of(text: &str, exact: bool) -> Option<Probe> {
        let runs = text.split(|c: char| !c.is_ascii_alphanumeric());
        // Two letters beyond ASCII fold to ASCII ones: the long s and the Kelvin sign.
        let fold = |c: u8| exact || !matches!(c.to_ascii_lowercase(), b's' | b'k');
        let parts = runs.flat_map(|run| run.as_bytes().split(move |&c| !fold(c)));
        let word = parts.max_by_key(|part| part.len()).filter(|part| part.len() > 1)?;
        let word = if exact { word.to_vec() } else { word.to_ascii_lowercase() };
        let rank = |c: u8| RARE_FIRST.iter().position(|&r| r == c.to_ascii_lowercase());
        let rarest = (0..word.len()).min_by_key(|&at| word.get(at).and_then(|&c| rank(c)))?;
        Some(Probe { word, rarest, exact })
    }

    fn is_in(&self, bytes: &[u8]) -> bool {
        let Some(&rare) = self.word.get(self.rarest) else { return true };
        let large = rare.to_ascii_uppercase();
        let mut from = self.rarest;
        while let Some(rest) = bytes.get(from..) {
            let found = if self.exact { memchr(rare, rest) } else { memchr2(rare, large, rest) };
            let Some(found) = found.map(|found| from + found) else { return false };
            let start = found - self.rarest;
            let here = bytes.get(start..start + self.word.len());
            let same = |here: &[u8]| {
                if self.exact { here == self.word } else { here.eq_ignore_ascii_case(&self.word) }
            };
            if here.is_some_and(same) {
                return true;
            }
            from = found + 1;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_probe_is_the_longest_plain_word() {
        #[rustfmt::skip]
        let cases = [
            ("zyzzyva",        Some(("zyzzyva", 0))),
            ("who pays?",      Some(("pay", 2))),
            ("don't",          Some(("don", 0))),
            ("Öl-Preis",       Some(("Preis", 0))),
            ("Öl",             None),
            ("a b",            None),
            ("масло",          None),
        ];
        for (text, expected) in cases {
            let probe = Words::literal(text).unwrap().probe;
            let seen = probe.map(|probe| String::from_utf8(probe.word).unwrap());
            assert_eq!(seen.as_deref(), expected.map(|(word, _)| word), "{text}");
        }
        assert!(Words::literal("").is_none());
    }

    proptest! {
        /// No match is passed over: what the pattern is found in has the probe in its bytes.
        #[test]
        fn what_matches_has_the_probe(text in "[a-cA-C xKks\u{17F}\u{212A}ö]{0,20}", pattern in "[a-cA-C ksö]{1,4}") {
            let words = Words::literal(&pattern).unwrap();
            if let Some(probe) = &words.probe {
                prop_assert!(!words.regex.is_match(&text) || probe.is_in(text.as_bytes()));
            }
        }

        #[test]
        fn the_probe_is_found_wherever_it_is(text in "[ab]{0,30}", word in "[ab]{2,4}") {
            let probe = Probe::of(&word, false).unwrap();
            prop_assert_eq!(probe.is_in(text.to_uppercase().as_bytes()), text.contains(&word));
        }
    }
}
