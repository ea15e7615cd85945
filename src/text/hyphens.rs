//! Where a word may be parted at the end of a line.
//!
//! By the patterns of its language, or where its author put soft hyphens. Only what is plainly a
//! word is parted: nothing with digits, with capitals inside, or with letters written as a letter
//! and an accent, for which the patterns have no answer.

use hypher::{Lang, hyphenate_bounded};
use unicode_width::UnicodeWidthChar;

/// Words of fewer letters stay whole.
const MIN_LETTERS: usize = 6;
/// Letters that stay on the line, and that go to the next one, at least.
const MIN_SIDES: (usize, usize) = (2, 3);
/// Words of more bytes stay whole: they are none.
const MAX_WORD: usize = 256;

const SOFT_HYPHEN: char = '\u{AD}';

/// A language whose words can be parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Language(Lang);

impl Language {
    /// The language of a [BCP 47] tag such as `de-AT`, of which the primary subtag decides; `None`
    /// where its patterns are not known here.
    ///
    /// [BCP 47]: https://www.rfc-editor.org/info/bcp47
    #[must_use]
    pub fn of(tag: &str) -> Option<Language> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        Lang::from_iso(primary.as_bytes().try_into().ok()?).map(Language)
    }
}

/// A place in a word where a line may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parting {
    /// The byte of the word at which the next line would begin.
    pub at: usize,
    /// Whether a hyphen has to be shown: not behind one that the author wrote.
    pub hyphen: bool,
}

/// The places where `word` may be parted, from the left.
///
/// `word` may have punctuation around it. Soft hyphens in it are the only places then; they are
/// the author's, so they hold in any language.
pub(super) fn partings(word: &str, language: Option<Language>) -> Vec<Parting> {
    if word.contains(SOFT_HYPHEN) {
        return soft_partings(word);
    }
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    let Some(Language(language)) = language.filter(|_| is_word(core)) else { return Vec::new() };
    let mut partings = Vec::new();
    let mut at = word.find(core).unwrap_or_default();
    for part in core.split_inclusive(is_joint) {
        let stem = part.trim_end_matches(is_joint);
        if is_partable(stem) {
            let (left, right) = language.bounds();
            let (left, right) = (left.max(MIN_SIDES.0), right.max(MIN_SIDES.1));
            let mut inside = at;
            for syllable in hyphenate_bounded(stem, language, left, right) {
                inside += syllable.len();
                partings.push(Parting { at: inside, hyphen: true });
            }
            // Behind the last syllable there is nothing to part.
            partings.pop();
        }
        at += part.len();
        if part.ends_with(['-', '‐']) && stem.chars().count() >= MIN_SIDES.0 {
            partings.push(Parting { at, hyphen: false });
        }
    }
    partings
}

/// Whether text up to the next space is an address, a path or a name for machines.
pub(super) fn is_address(text: &str) -> bool {
    let dot_inside = |(at, _): (usize, &str)| {
        let after = text.get(at + 1..).and_then(|rest| rest.chars().next());
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        [before, after].iter().all(|c| c.is_some_and(char::is_alphanumeric))
    };
    text.contains(['/', '\\', '@', '_', '=']) || text.match_indices('.').any(dot_inside)
}

fn soft_partings(word: &str) -> Vec<Parting> {
    let inside = |&(at, _): &(usize, &str)| at > 0 && at + SOFT_HYPHEN.len_utf8() < word.len();
    let behind = |(at, _): (usize, &str)| Parting { at: at + SOFT_HYPHEN.len_utf8(), hyphen: true };
    word.match_indices(SOFT_HYPHEN).filter(inside).map(behind).collect()
}

/// What joins the parts of a compound, or a word and its article.
fn is_joint(c: char) -> bool {
    matches!(c, '-' | '‐' | '\'' | '’')
}

fn is_word(core: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() && c.width() == Some(1);
    core.len() <= MAX_WORD && core.chars().all(|c| is_letter(c) || is_joint(c))
}

fn is_partable(stem: &str) -> bool {
    stem.chars().count() >= MIN_LETTERS && !stem.chars().skip(1).any(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parted(word: &str, tag: &str) -> String {
        let mut parted = String::new();
        let mut at = 0;
        for parting in partings(word, Language::of(tag)) {
            parted.push_str(word.get(at..parting.at).unwrap());
            parted.push_str(if parting.hyphen { "|" } else { "/" });
            at = parting.at;
        }
        parted + word.get(at..).unwrap()
    }

    #[test]
    fn words_are_parted_as_their_language_has_it() {
        #[rustfmt::skip]
        let cases = [
            ("English",                    "en",    "extensive",         "ex|ten|sive"),
            ("the primary subtag decides", "en-GB", "extensive",         "ex|ten|sive"),
            ("in any case",                "DE_at", "Silbentrennung",    "Sil|ben|tren|nung"),
            ("the other Norwegian",        "nb",    "bokstaver",         "bok|sta|ver"),
            ("Cyrillic",                   "ru",    "переносится",       "пе|ре|но|сится"),
            ("punctuation stays out",      "en",    "(“extensive,”",     "(“ex|ten|sive,”"),
            ("no language, no parting",    "",      "extensive",         "extensive"),
            ("nor one that is unknown",    "tlh",   "extensive",         "extensive"),
            ("short words stay whole",     "en",    "after",             "after"),
            ("two letters before",         "en",    "abatement",         "abate|ment"),
            ("three behind",               "en",    "academy",           "acad|emy"),
            ("digits",                     "en",    "extensive2",        "extensive2"),
            ("capitals inside",            "en",    "exTensive",         "exTensive"),
            ("capitals only",              "en",    "EXTENSIVE",         "EXTENSIVE"),
            ("a capital at the start",     "en",    "Extensive",         "Ex|ten|sive"),
            ("a compound",                 "en",    "self-extensive",    "self-/ex|ten|sive"),
            ("an article before",          "fr",    "l’intérieur",       "l’in|té|rieur"),
            ("no word at all",             "en",    "———",               "———"),
            ("nothing",                    "en",    "",                  ""),
            ("letters in two pieces",      "fr",    "inte\u{301}rieur",  "inte\u{301}rieur"),
            ("the author's own",           "en",    "ex\u{AD}tensive",   "ex\u{AD}|tensive"),
            ("in any language",            "tlh",   "ex\u{AD}tensive",   "ex\u{AD}|tensive"),
            ("not at the ends",            "en",    "\u{AD}extensive\u{AD}", "\u{AD}extensive\u{AD}"),
        ];
        for (why, tag, word, expected) in cases {
            assert_eq!(parted(word, tag), expected, "{why}");
        }
    }

    #[test]
    fn addresses_are_known_by_their_signs() {
        #[rustfmt::skip]
        let cases = [
            ("https://example.com/documentation", true),
            ("documentation.example",             true),
            ("somebody@example",                  true),
            ("/usr/share/documentation",          true),
            ("name_of_something",                 true),
            ("documentation.",                    false),
            ("“Documentation…”",                  false),
            ("...",                               false),
            ("",                                  false),
        ];
        for (text, expected) in cases {
            assert_eq!(is_address(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn words_in_any_language_are_parted_between_letters(
            word in r"[\p{L}\p{M}\p{N}’\-]{0,20}|[a-zäößéñ]{6,40}|[а-яіїё]{6,40}|[α-ωά-ώ]{6,40}|[ა-ჰ]{6,40}",
            tag in "[a-z]{2}",
        ) {
            let mut before = 0;
            for Parting { at, .. } in partings(&word, Language::of(&tag)) {
                prop_assert!(before < at && at < word.len(), "{before} {at}");
                prop_assert!(word.is_char_boundary(at));
                before = at;
            }
        }
    }
}
