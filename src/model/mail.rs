//! How this program names things in mail that it writes, so that it finds them there again.
//!
//! A comment's id becomes a `Message-ID` ([RFC 5322 §3.6.4]) and the other way round. What mail has no
//! header for stands in [`FACTS`], as a list of `name=value`. In both, letters that have a meaning of
//! their own are written as in addresses of the web (`%20`).
//!
//! [RFC 5322 §3.6.4]: https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4

use std::borrow::Cow;
use std::fmt::Write;

/// The header for what is known of a comment; a message that has it is one that we wrote.
pub const FACTS: &str = "X-Sidenote";
/// The header for what is known of the article.
pub const ARTICLE: &str = "X-Sidenote-Article";

/// Behind the id of a comment that is no `Message-ID` by itself.
const OF_COMMENT: &str = "@comment.sidenote.invalid";
/// Behind the id of the article.
const OF_ARTICLE: &str = "@article.sidenote.invalid";

/// The `Message-ID` of the comment with this id, without its brackets; no two ids have the same.
///
/// Where an id is one already, as those of mail are, it stays.
#[must_use]
pub fn message_id(id: &str) -> Cow<'_, str> {
    let fits = |b: u8| b.is_ascii_graphic() && !matches!(b, b'<' | b'>');
    let is_ours = id.ends_with(OF_COMMENT) || id.ends_with(OF_ARTICLE);
    if id.contains('@') && id.bytes().all(fits) && !is_ours {
        return Cow::Borrowed(id);
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    Cow::Owned(encoded(id, plain) + OF_COMMENT)
}

/// The id of the comment that has this `Message-ID`.
#[must_use]
pub fn comment_id(message_id: &str) -> Cow<'_, str> {
    match message_id.strip_suffix(OF_COMMENT) {
        Some(id) => value(id),
        None => Cow::Borrowed(message_id),
    }
}

/// The `Message-ID` of an article of which `name` is known, a plain word.
#[must_use]
pub fn article_id(name: &str) -> String {
    format!("{name}{OF_ARTICLE}")
}

/// Whether a `Message-ID` is that of an article.
#[must_use]
pub fn is_article(message_id: &str) -> bool {
    message_id.ends_with(OF_ARTICLE)
}

/// A value as it is written in a list.
#[must_use]
pub fn token(value: &str) -> String {
    encoded(value, |b| b.is_ascii_graphic() && !matches!(b, b'%' | b';' | b','))
}

/// The value that is written so in a list.
#[must_use]
pub fn value(token: &str) -> Cow<'_, str> {
    if !token.contains('%') {
        return Cow::Borrowed(token);
    }
    let mut bytes = Vec::with_capacity(token.len());
    let mut rest = token.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let digit = |at: usize| rest.get(at).and_then(|&b| char::from(b).to_digit(16));
        let byte = digit(1).zip(digit(2)).and_then(|(a, b)| u8::try_from(a * 16 + b).ok());
        if let Some(byte) = byte.filter(|_| first == b'%') {
            bytes.push(byte);
            rest = rest.get(3..).unwrap_or_default();
        } else {
            bytes.push(first);
            rest = behind;
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

fn encoded(text: &str, is_plain: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if is_plain(byte) {
            out.push(char::from(byte));
        } else {
            // Nothing that is written to a string fails.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_become_message_ids() {
        #[rustfmt::skip]
        let cases = [
            ("42",               "42@comment.sidenote.invalid"),
            ("light-1@quay.x",   "light-1@quay.x"),
            ("a b",              "a%20b@comment.sidenote.invalid"),
            ("a.b<c@d>",         "a%2Eb%3Cc%40d%3E@comment.sidenote.invalid"),
            ("ö",                "%C3%B6@comment.sidenote.invalid"),
            ("a@comment.sidenote.invalid", "a%40comment%2Esidenote%2Einvalid@comment.sidenote.invalid"),
        ];
        for (id, expected) in cases {
            assert_eq!(message_id(id), expected);
            assert_eq!(comment_id(expected), id);
        }
        assert!(is_article(&article_id("x")) && !is_article("x@quay"));
        assert_eq!((value("100%").as_ref(), value("%zz%C3").as_ref()), ("100%", "%zz\u{FFFD}"));
    }

    proptest! {
        #[test]
        fn every_id_and_value_comes_back(text in "\\PC{0,8}|[a@.%;<>]{0,8}(@comment.sidenote.invalid)?") {
            let (id, token) = (message_id(&text), token(&text));
            prop_assert_eq!(comment_id(&id), text.as_str());
            prop_assert_eq!(value(&token), text.as_str());
            prop_assert!(token.bytes().all(|b| b.is_ascii_graphic() && b != b';'));
        }
    }
}
