//! What happens to Markdown before the parser sees it: front matter goes, spoilers get signs that
//! are not those of quotes, and what would cost the parser more than its length is limited.
//!
//! The parser goes through all open containers at each line, so 100,000 quotes in each other make
//! 100,000 short lines after them a matter of minutes. A line can open or continue only as many
//! containers as it has signs for at its start; so those are limited.

use std::borrow::Cow;

/// Stand for `>!` and `!<` on their way through the parser, to which the first is a quote. They are
/// rare, and punctuation, as what they stand for. A text that has them itself has no spoilers.
pub(super) const HIDE: char = '\u{2E28}';
/// The end of what [`HIDE`] starts.
pub(super) const SHOW: char = '\u{2E29}';

/// How many signs of quotes and list items a line may start with.
const MAX_SIGNS: usize = 64;

/// How many columns of white space may stand before and between them; a tab is four.
const MAX_INDENTATION: usize = 256;

/// `text` with what goes beyond the limits left out: white space and signs at the start of lines.
pub(super) fn bounded(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (kept, length) = limits(line);
        if kept < length {
            out.push_str(text.get(copied..at + kept).unwrap_or_default());
            copied = at + length;
        }
        at += line.len();
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// How much of the start of a line may stay, and how long that start is.
fn limits(line: &str) -> (usize, usize) {
    let (mut signs, mut columns) = (0, 0);
    let mut kept = None;
    let mut at = 0;
    loop {
        let rest = line.as_bytes().get(at..).unwrap_or_default();
        let length = match rest.first() {
            Some(b' ') => {
                columns += 1;
                1
            }
            Some(b'\t') => {
                columns += 4;
                1
            }
            _ => match sign(rest) {
                Some(length) => {
                    signs += 1;
                    length
                }
                None => return (kept.unwrap_or(at), at),
            },
        };
        if signs > MAX_SIGNS || columns > MAX_INDENTATION {
            kept.get_or_insert(at);
        }
        at += length;
    }
}

/// The length of the sign of a quote or an item at the start of `rest`.
fn sign(rest: &[u8]) -> Option<usize> {
    let is_space = |at: usize| matches!(rest.get(at), Some(b' ' | b'\t' | b'\n' | b'\r'));
    match rest.first()? {
        b'>' => Some(1),
        b'-' | b'+' | b'*' if is_space(1) => Some(1),
        b'0'..=b'9' => {
            let digits = rest.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
            let ends = matches!(rest.get(digits), Some(b'.' | b')')) && is_space(digits + 1);
            ends.then_some(digits + 1)
        }
        _ => None,
    }
}

/// `text` from behind its front matter: lines between `---`, the first of them a key.
pub(super) fn without_front_matter(text: &str) -> &str {
    let whole = text;
    let text = text.trim_start_matches('\u{FEFF}');
    let Some(inner) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else {
        return whole;
    };
    if !inner.lines().next().is_some_and(|first| first.contains(':') || first.starts_with('#')) {
        return whole;
    }
    let mut length = 0;
    for line in inner.split_inclusive('\n') {
        length += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return inner.get(length..).unwrap_or_default();
        }
    }
    whole
}

/// `text` with the signs of spoilers replaced, where both are on a line.
pub(super) fn with_spoilers(text: &str) -> Cow<'_, str> {
    if !text.contains(">!") || text.contains([HIDE, SHOW]) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 64);
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while let Some((before, hidden, after)) = spoiler(rest) {
            out.push_str(before);
            out.push(HIDE);
            out.push_str(hidden);
            out.push(SHOW);
            rest = after;
        }
        out.push_str(rest);
    }
    Cow::Owned(out)
}

/// The first spoiler of a line, between what stands before it and after. A backslash before it
/// takes its meaning away.
fn spoiler(line: &str) -> Option<(&str, &str, &str)> {
    let is_escaped = |at: usize| {
        let before = line.get(..at).unwrap_or_default();
        (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
    };
    let (at, _) = line.match_indices(">!").find(|&(at, _)| !is_escaped(at))?;
    let (hidden, after) = line.get(at + 2..)?.split_once("!<")?;
    (!hidden.is_empty()).then_some((line.get(..at)?, hidden, after))
}

/// `text` as it was before [`with_spoilers`], if that has `hidden` anything.
pub(super) fn unsigned(hidden: bool, text: &str) -> Cow<'_, str> {
    if hidden && text.contains([HIDE, SHOW]) {
        Cow::Owned(text.replace(HIDE, ">!").replace(SHOW, "!<"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_too_much_is_left_out() {
        let cases = [
            ("words", "> a\n- b\n\n    c\n".to_owned(), None),
            ("many signs", "> ".repeat(99) + "a\nb", Some("> ".repeat(64) + "a\nb")),
            ("many kinds", "1. + ".repeat(99) + "a", Some("1. + ".repeat(32) + "a")),
            (
                "deep indentation",
                "a\n".to_owned() + &" ".repeat(999) + "a",
                Some("a\n".to_owned() + &" ".repeat(256) + "a"),
            ),
            ("a line of dashes", "-".repeat(999), None),
            ("signs in the line", "a".to_owned() + &" > -".repeat(99), None),
        ];
        for (why, text, expected) in cases {
            assert_eq!(bounded(&text), expected.as_ref().unwrap_or(&text).as_str(), "{why}");
        }
    }
}
