//! What the terminal reads, by the word of the environment.
//!
//! To a terminal of another character set the bytes of UTF-8 are other letters, and some of them
//! controls: `ś` is C5 9B, and 9B begins a control sequence where each byte is a character (ECMA-48,
//! §5.3). What is shown there is ASCII alone, in the same columns.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::text::graphemes;
use crate::ui::ascii;

static IS_UTF8: LazyLock<bool> =
    LazyLock::new(|| is_utf8_by(|name| std::env::var_os(name)?.into_string().ok()));

/// Whether the terminal reads UTF-8.
pub(super) fn is_utf8() -> bool {
    *IS_UTF8
}

/// The first of the variables that is not empty says so (POSIX, 8.2). Where there is none, in
/// containers mostly, a terminal of our days is assumed.
fn is_utf8_by(variable: impl Fn(&str) -> Option<String>) -> bool {
    let said = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(variable);
    let Some(locale) = said.into_iter().find(|locale| !locale.is_empty()) else { return true };
    let charset = locale.split_once('.').map_or("", |(_, charset)| charset);
    let charset = charset.split('@').next().unwrap_or_default();
    match charset.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" => true,
        // A language alone says nothing of what is read.
        "" => !matches!(locale.as_str(), "C" | "POSIX"),
        _ => false,
    }
}

/// `text` as it is.
pub(super) fn unchanged(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

/// `text` as the terminal can read it.
pub(super) fn readable(text: &str) -> Cow<'_, str> {
    if is_utf8() { Cow::Borrowed(text) } else { in_ascii(text) }
}

/// `text` in ASCII, column for column: signs as those that stand for them, question marks for the
/// rest.
pub(super) fn in_ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for (_, grapheme, width) in graphemes(text) {
        match ascii(grapheme) {
            plain if plain.is_ascii() => out.push_str(&plain),
            _ => out.extend(std::iter::repeat_n('?', width)),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;

    #[test]
    fn the_environment_says_what_the_terminal_reads() {
        #[rustfmt::skip]
        let cases: [(&[(&str, &str)], bool); 11] = [
            (&[],                                              true),
            (&[("LANG", "")],                                  true),
            (&[("LANG", "C")],                                 false),
            (&[("LANG", "POSIX")],                             false),
            (&[("LANG", "C.UTF-8")],                           true),
            (&[("LANG", "de_DE.utf8@euro")],                   true),
            (&[("LANG", "de_DE")],                             true),
            (&[("LANG", "de_DE.ISO-8859-15@euro")],            false),
            (&[("LANG", "C.UTF-8"), ("LC_ALL", "C")],          false),
            (&[("LANG", "C"), ("LC_CTYPE", "en_GB.UTF-8")],    true),
            (&[("LC_CTYPE", "ja_JP.eucJP"), ("LC_ALL", "")],   false),
        ];
        for (set, expected) in cases {
            let value =
                |name: &str| set.iter().find(|(n, _)| *n == name).map(|(_, v)| v.to_string());
            assert_eq!(is_utf8_by(value), expected, "{set:?}");
        }
    }

    #[test]
    fn what_is_no_ascii_keeps_its_columns() {
        #[rustfmt::skip]
        let cases = [
            ("plain",             "plain"),
            ("│ “Öl” — 41 · …",   "| \"?l\" - 41 - ~"),
            ("灯台",               "????"),
            ("e\u{301}\u{15B}9",  "??9"),
        ];
        for (text, expected) in cases {
            assert_eq!(in_ascii(text), expected);
            assert_eq!(width(&in_ascii(text)), width(text), "{text}");
        }
    }
}
