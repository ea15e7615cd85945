//! Recognises a page by words in its tags, without parsing it.

use memchr::memmem;

/// How far before a word the tag that it is in begins at most.
const MAX_TAG: usize = 2000;
/// How many places of a word are looked at.
const MAX_PLACES: usize = 200;

/// Whether a tag of the page has an attribute `name` with `word` in it: as a word of its own, or, if
/// it ends in `-`, `_` or `=`, as the beginning of one. Text that shows markup has no tags.
pub(in crate::load) fn tagged(page: &[u8], name: &str, word: &str) -> bool {
    let is_open = word.ends_with(['-', '_', '=']);
    memmem::find_iter(page, word).take(MAX_PLACES).any(|at| {
        let before = page.get(at.saturating_sub(MAX_TAG)..at).unwrap_or_default();
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'>');
        let starts = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'=');
        let is_word = before.last().is_some_and(starts)
            && (is_open || page.get(at + word.len()).is_none_or(ends));
        is_word && is_value_of(name, before)
    })
}

/// Whether what stands before a place is a tag, in the middle of the value of this attribute.
fn is_value_of(name: &str, before: &[u8]) -> bool {
    let Some(start) = memchr::memrchr2(b'<', b'>', before) else { return false };
    let tag = before.get(start..).unwrap_or_default();
    if !matches!(tag, [b'<', letter, ..] if letter.is_ascii_alphabetic()) {
        return false;
    }
    let Some(equals) = memchr::memrchr(b'=', tag) else { return false };
    let (key, value) = tag.split_at_checked(equals).unwrap_or_default();
    let key = key.trim_ascii_end();
    let is_name = key.strip_suffix(name.as_bytes());
    let is_name = is_name.and_then(<[u8]>::last).is_some_and(|&byte| !is_in_name(byte));
    let value = value.get(1..).unwrap_or_default().trim_ascii_start();
    // The value has not ended.
    is_name
        && match value.first() {
            Some(quote @ (b'"' | b'\'')) => memchr::memchr_iter(*quote, value).count() == 1,
            _ => !value.iter().any(u8::is_ascii_whitespace),
        }
}

fn is_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_one_in_a_tag() {
        #[rustfmt::skip]
        let cases = [
            ("<p class=\"a thing b\">",             "thing",  true),
            ("<p id=x class='thing'>",              "thing",  true),
            ("<p class=thing>",                     "thing",  true),
            ("<p class = \"thing\">",               "thing",  true),
            ("<p data-class=\"thing\">",            "thing",  false),
            ("<p class=\"things\">",                "thing",  false),
            ("<p class=\"things\">",                "thing-", false),
            ("<p class=\"thing-1\">",               "thing-", true),
            ("<p class=\"x\" id=\"thing\">",        "thing",  false),
            ("<p class=\"x\" thing>",               "thing",  false),
            ("<p>class=\"thing\"</p>",              "thing",  false),
            ("<p>&lt;p class=\"thing\"&gt;",        "thing",  false),
            ("<p>a < b class=\"thing\"",            "thing",  false),
            ("x = '<p class=\\'thing\\'>'",         "thing",  false),
            ("thing",                               "thing",  false),
        ];
        for (page, word, expected) in cases {
            assert_eq!(tagged(page.as_bytes(), "class", word), expected, "{page}");
        }
        assert!(tagged(b"<a href=\"user?id=x\">", "href", "user?id="));
    }
}
