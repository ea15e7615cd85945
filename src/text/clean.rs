//! Cleaning of text from outside, once, where it enters the model.
//!
//! After this no string of the model holds anything that a terminal could take for an order or
//! that shows text in another order than it is written. Attacks on time are blunted here too: a
//! letter with a million accents keeps [`MAX_ZERO_WIDTH`] of them.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

pub use crate::limits::MAX_ZERO_WIDTH;

/// The longest parameter part of a control sequence that is taken away as a whole, in characters.
const MAX_SEQUENCE: usize = 64;

/// Stands for a part of a picture in [Kitty's protocol], by its colour and the marks on it: only what
/// this program draws itself may be one.
///
/// [Kitty's protocol]: https://sw.kovidgoyal.net/kitty/graphics-protocol/#unicode-placeholders
const PICTURE: char = '\u{10EEEE}';
const FLAG: char = '\u{1F3F4}';
/// Shows where a word may be parted, and nothing where it is not.
const SOFT_HYPHEN: char = '\u{AD}';
/// Makes an emoji, twice as wide, of the sign before it ([UTS #51] ED-9a).
///
/// [UTS #51]: https://www.unicode.org/reports/tr51/#def_emoji_presentation_sequence
const EMOJI_SELECTOR: char = '\u{FE0F}';
/// Joins emoji to one.
const JOINER: char = '\u{200D}';
const CANCEL_TAG: char = '\u{E007F}';

/// Cleans text of several lines.
///
/// Line ends of every kind (also U+2028, U+2029, form feed) become `\n`; tabs stay. A complete CSI
/// sequence ([ECMA-48] §5.4: colours and the like) disappears; any other control is shown as its
/// picture (`␛`), C1 controls as U+FFFD. Bidi embeddings, overrides and isolates, deprecated format
/// controls, byte order marks, placeholders of pictures and tag characters outside a flag emoji
/// disappear.
///
/// Costs one pass, and no allocation for text that is clean already.
///
/// [ECMA-48]: https://ecma-international.org/publications-and-standards/standards/ecma-48/
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if find_suspect(text) == text.len() {
        return Cow::Borrowed(text);
    }
    let mut cleaner = Cleaner { out: String::with_capacity(text.len()), zero_width: 0 };
    cleaner.run(text);
    Cow::Owned(cleaner.out)
}

/// Cleans text that must stand on one line, such as a name: as [`clean`], with every run of white
/// space (no-break spaces too) made one space, and none at the ends.
#[must_use]
pub fn clean_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in clean(text).split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The same as [`clean_line`], without a copy of a text that is such a line already.
///
/// Most names and ids are: one look at their bytes tells.
#[must_use]
pub fn cleaned_line(text: &str) -> Cow<'_, str> {
    // A space before the first letter, so that one in front counts as the second of two.
    let mut before = b' ';
    let clean = text.bytes().all(|byte| {
        let fits = matches!(byte, b'!'..=b'~') || byte == b' ' && before != b' ';
        before = byte;
        fits
    });
    if clean && (before != b' ' || text.is_empty()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(clean_line(text))
    }
}

/// The byte at which the first suspect stands; the length of `text` if there is none.
///
/// All text goes through here, some of it several times, so plain ASCII is passed over by bytes.
fn find_suspect(text: &str) -> usize {
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let is_plain = |&b: &u8| matches!(b, b'\n' | b'\t' | b' '..=b'~');
        at += rest.bytes().take_while(is_plain).count();
        match text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(c) if !is_suspect(c) => at += c.len_utf8(),
            _ => break,
        }
    }
    at
}

/// Anything that cleaning may have to look at: the rest is copied as it stands.
fn is_suspect(c: char) -> bool {
    match c {
        '\u{A0}'..='\u{2FF}' => c == SOFT_HYPHEN,
        // Common letters and signs, for speed: Cyrillic, quotation marks and dashes, CJK, Hangul.
        '\n'
        | '\t'
        | ' '..='~'
        | '\u{400}'..='\u{482}'
        | '\u{2010}'..='\u{2027}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}' => false,
        FLAG => true,
        _ => c.is_control() || is_dropped(c) || is_line_end(c) || is_tag(c) || is_zero_width(c),
    }
}

fn is_dropped(c: char) -> bool {
    c == PICTURE
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FEFF}')
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{2028}' | '\u{2029}')
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0000}'..='\u{E007F}')
}

fn is_zero_width(c: char) -> bool {
    c.width() == Some(0)
}

struct Cleaner {
    out: String,
    zero_width: usize,
}

impl Cleaner {
    fn run(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let (plain, suspect) = rest.split_at(find_suspect(rest));
            self.copy(plain);
            let Some(c) = suspect.chars().next() else { return };
            let taken = self.step(c, suspect);
            rest = suspect.get(taken..).unwrap_or_default();
        }
    }

    /// Copies text without suspects in it.
    fn copy(&mut self, plain: &str) {
        let mut letters = plain.chars();
        let (first, second) = (letters.next(), letters.next());
        let joined = second.is_none() && self.out.ends_with(JOINER);
        if first.is_some() && !joined {
            self.zero_width = 0;
        }
        self.out.push_str(plain);
    }

    /// Handles `c`, the first character of `rest`; says how many bytes are done with.
    fn step(&mut self, c: char, rest: &str) -> usize {
        let one = c.len_utf8();
        match c {
            '\r' if rest.starts_with("\r\n") => {
                self.push('\n');
                return 2;
            }
            '\u{1B}' => match control_sequence(rest) {
                Some(length) => return length,
                None => self.push('\u{241B}'),
            },
            FLAG => {
                let length = flag_tags(rest);
                self.out.push_str(rest.get(..one + length).unwrap_or_default());
                self.zero_width = 0;
                return one + length;
            }
            '\t' => self.push('\t'),
            _ if is_line_end(c) => self.push('\n'),
            '\u{7F}' => self.push('\u{2421}'),
            '\0'..='\u{1F}' => self.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{FFFD}')),
            _ if c.is_control() => self.push('\u{FFFD}'),
            _ if is_dropped(c) || is_tag(c) => {}
            // Where no line ends it would be the selector of what stands before the hyphen.
            EMOJI_SELECTOR if self.out.ends_with(SOFT_HYPHEN) => {}
            _ => self.push(c),
        }
        one
    }

    /// A joiner carries the count over the next character, so that a chain of joined emoji, one
    /// grapheme to a terminal, has an end as well.
    fn push(&mut self, c: char) {
        if is_zero_width(c) {
            self.zero_width += 1;
            if self.zero_width > MAX_ZERO_WIDTH {
                return;
            }
        } else if !self.out.ends_with(JOINER) {
            self.zero_width = 0;
        }
        self.out.push(c);
    }
}

/// The length in bytes of the complete CSI sequence at the start of `text`, if there is one.
fn control_sequence(text: &str) -> Option<usize> {
    let body = text.strip_prefix("\u{1B}[")?;
    let last = body.bytes().take(MAX_SEQUENCE).position(|b| !(0x20..=0x3F).contains(&b))?;
    matches!(body.as_bytes().get(last), Some(0x40..=0x7E)).then_some(2 + last + 1)
}

/// The length in bytes of the tags after a black flag when they spell a region and end as they
/// must ([UTS #51] ED-14a), else 0.
///
/// [UTS #51]: https://www.unicode.org/reports/tr51/#def_emoji_tag_sequence
fn flag_tags(text: &str) -> usize {
    let tags = text.chars().skip(1);
    let spelled = tags
        .take_while(|c| matches!(c, '\u{E0030}'..='\u{E0039}' | '\u{E0061}'..='\u{E007A}'))
        .take(7)
        .count();
    let closed = text.chars().nth(1 + spelled) == Some(CANCEL_TAG);
    if closed && (3..=6).contains(&spelled) { (spelled + 1) * CANCEL_TAG.len_utf8() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_survives() {
        let cases = [
            ("plain text is borrowed", "a\tb\nc é 漢", "a\tb\nc é 漢"),
            ("line ends become one kind", "a\r\nb\rc\u{2028}d\u{2029}e\u{C}f", "a\nb\nc\nd\ne\nf"),
            ("colours go", "\u{1B}[1;31mred\u{1B}[0m", "red"),
            ("an open sequence hides nothing", "\u{1B}[31", "␛[31"),
            ("a title is not set", "\u{1B}]0;owned\u{7}x", "␛]0;owned␇x"),
            ("C1 controls are no controls", "a\u{9B}31mb", "a\u{FFFD}31mb"),
            ("NUL and DEL are shown", "a\0b\u{7F}", "a␀b␡"),
            ("no text runs backwards", "a\u{202E}b\u{2066}c\u{2069}", "abc"),
            ("tags are not a hidden text", "a\u{E0041}\u{E0042}b", "ab"),
            (
                "a flag keeps its tags",
                "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}!",
                "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}!",
            ),
            ("an open flag does not", "🏴\u{E0067}\u{E0062}x", "🏴x"),
            ("a byte order mark goes", "\u{FEFF}a", "a"),
            (
                "a parted emoji is none",
                "a1\u{AD}\u{202A}\u{FE0F}b 1\u{FE0F}",
                "a1\u{AD}b 1\u{FE0F}",
            ),
            ("no text is a part of a picture", "a\u{10EEEE}\u{305}b", "a\u{305}b"),
        ];
        for (why, dirty, cleaned) in cases {
            assert_eq!(clean(dirty), cleaned, "{why}");
            assert_eq!(clean(&clean(dirty)), cleaned, "{why}: twice is once");
        }
        assert!(matches!(clean("plain é 漢"), Cow::Borrowed(_)));
    }

    #[test]
    fn accents_and_joiners_have_an_end() {
        let zalgo = format!("Z{}x", "\u{301}".repeat(1_000));
        assert_eq!(clean(&zalgo).chars().count(), 2 + MAX_ZERO_WIDTH);
        let chain = format!("👨{}", "\u{200D}👩".repeat(1_000));
        let joined = |text: &str| text.matches('\u{200D}').count();
        let longest = crate::text::graphemes(&clean(&chain)).map(|(_, g, _)| joined(g)).max();
        assert!(longest <= Some(MAX_ZERO_WIDTH), "{longest:?} in one letter");
        let family = "👩\u{200D}👩\u{200D}👧 नमस्ते";
        assert_eq!(clean(family), family);
    }

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(clean_line("  A\u{A0} D\n\tKent\r\n"), "A D Kent");
    }
}
