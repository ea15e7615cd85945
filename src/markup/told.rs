//! Addresses as a reader is told them before one is opened, so that nobody is taken elsewhere than
//! where they think: with the host that a browser would ask, and how that is written.
//!
//! A browser reads an address by the [URL standard]: what stands before an `@` is no host, a
//! backslash is a slash, and a name in other letters than ASCII has a second form ([IDNA]) that does
//! not look like somebody else's.
//!
//! [URL standard]: https://url.spec.whatwg.org/
//! [IDNA]: https://www.unicode.org/reports/tr46/

use std::borrow::Cow;

use url::Url;

use crate::text::{clean_line, graphemes, width};

/// `address` as it is to be shown: where its host is not plain to see, as a browser would read it,
/// with the host's name behind it.
#[must_use]
fn told(address: &str) -> Cow<'_, str> {
    let Some((url, host)) = host_of(address) else { return Cow::Borrowed(address) };
    let plain = format!("{}://{host}", url.scheme());
    let rest = address.get(plain.len()..);
    let is_plain = address.get(..plain.len()).is_some_and(|s| s.eq_ignore_ascii_case(&plain))
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#', ':']))
        && !host.starts_with("xn--")
        && !host.contains(".xn--");
    if is_plain {
        return Cow::Borrowed(address);
    }
    let (name, _) = idna::domain_to_unicode(&host);
    let name = clean_line(&name);
    let said = if name == host { format!("on {host}") } else { format!("{name}, which is {host}") };
    Cow::Owned(format!("{} ({said})", clean_line(url.as_str())))
}

/// The same in few columns: of a host that does not fit, its end is kept, which says whose it is.
#[must_use]
pub fn told_within(address: &str, columns: usize) -> String {
    let told = told(address);
    let host = told.find("://").map_or(0, |at| at + "://".len());
    let rest = told.get(host..).unwrap_or_default();
    let end = rest.find(['/', '?', '#']).map_or(told.len(), |at| host + at);
    let (head, rest) = told.split_at(end);
    let mut over = (width(head) + 1).saturating_sub(columns);
    if over <= 1 {
        return told.into_owned();
    }
    let kept = graphemes(head).find(|&(_, _, width)| {
        let is_over = over > 0;
        over = over.saturating_sub(width);
        !is_over
    });
    let kept = kept.and_then(|(at, ..)| head.get(at..)).unwrap_or_default();
    format!("…{kept}{rest}")
}

/// Whether the words of a link say themselves where it leads: the address, with or without what
/// all have; or its beginning, as far as the host at least, before an ellipsis.
#[must_use]
pub fn says_address(words: &str, address: &str) -> bool {
    if matches!(told(address), Cow::Owned(_)) {
        return false;
    }
    // A break of lines may stand in the middle of an address.
    let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let (words, address) = (bare(&words), bare(address));
    let start = words.strip_suffix('…').or_else(|| words.strip_suffix("..."));
    match start {
        Some(start) => start.contains('/') && address.starts_with(start),
        None => words.trim_end_matches('/') == address.trim_end_matches('/'),
    }
}

/// An address without what nobody types, its host in small letters.
fn bare(address: &str) -> String {
    // Anything else before a colon may be made to look like a host.
    let bare = ["https://", "http://", "mailto:"].into_iter().find_map(|scheme| {
        let (start, rest) = address.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    });
    let bare = bare.unwrap_or(address);
    let (host, path) = bare.split_at(bare.find(['/', '?', '#']).unwrap_or(bare.len()));
    let host = host.to_ascii_lowercase();
    format!("{}{path}", host.strip_prefix("www.").unwrap_or(&host))
}

/// The address as a browser reads it, and its host; `None` for mail and for what it would not read.
fn host_of(address: &str) -> Option<(Url, String)> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?.to_owned();
    Some((url, host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_plain_to_see() {
        #[rustfmt::skip]
        let cases = [
            ("plain",                "https://quay.example/a?b#c",           "https://quay.example/a?b#c"),
            ("other letters' case",  "HTTPS://Quay.Example",                 "HTTPS://Quay.Example"),
            ("a port",               "http://quay.example:8080/",            "http://quay.example:8080/"),
            ("mail",                 "mailto:ines@quay.example",             "mailto:ines@quay.example"),
            ("a name before it",     "https://quay.example@else.example/a",  "https://quay.example@else.example/a (on else.example)"),
            ("a backslash",          "https://else.example\\@quay.example",  "https://else.example/@quay.example (on else.example)"),
            ("letters like others",  "https://аррӏе.com/a",                  "https://xn--80ak6aa92e.com/a (аррӏе.com, which is xn--80ak6aa92e.com)"),
            ("their other form",     "https://xn--80ak6aa92e.com/a",         "https://xn--80ak6aa92e.com/a (аррӏе.com, which is xn--80ak6aa92e.com)"),
            ("full-width letters",   "https://ｑuay.example/",               "https://quay.example/ (on quay.example)"),
            ("a number",             "http://2130706433/",                   "http://127.0.0.1/ (on 127.0.0.1)"),
        ];
        for (why, address, expected) in cases {
            assert_eq!(told(address), expected, "{why}");
        }
    }

    #[test]
    fn of_a_host_that_does_not_fit_the_end_is_told() {
        #[rustfmt::skip]
        let cases = [
            ("it fits",       "https://quay.example/a/b/c",          20, "https://quay.example/a/b/c"),
            ("just not",      "https://quay.example/a/b/c",          19, "…tps://quay.example/a/b/c"),
            ("another's",     "https://bank.example.else.example/a", 13, "…else.example/a"),
            ("no path",       "https://bank.example.else.example",   13, "…else.example"),
            ("mail",          "mailto:bank.example@else.example",    13, "…else.example"),
            ("wide letters",  "https://灯台.example",                 10, "…d.example/ (灯台.example, which is xn--kprz67d.example)"),
            ("no room",       "https://quay.example/a",              0,  "…/a"),
        ];
        for (why, address, columns, expected) in cases {
            assert_eq!(told_within(address, columns), expected, "{why}");
        }
    }

    #[test]
    fn words_say_the_address_or_they_do_not() {
        #[rustfmt::skip]
        let cases = [
            ("the same",                 "https://quay.example/a",       "https://quay.example/a",              true),
            ("without what all have",    "quay.example/a/",              "https://www.quay.example/a",          true),
            ("cut off",                  "quay.example/a/lo…",           "https://quay.example/a/long",         true),
            ("on two lines",             "https://quay.example/ a",      "https://quay.example/a",              true),
            ("mail",                     "ines@quay.example",            "mailto:ines@quay.example",            true),
            ("words",                    "the deed",                     "https://quay.example/a",              false),
            ("another host",             "https://quay.example/a",       "https://else.example/a",              false),
            ("a host that goes on",      "https://quay.example…",        "https://quay.example.else.example/a", false),
            ("another path",             "https://quay.example/a",       "https://quay.example/b",              false),
            ("letters like others",      "https://аррӏе.com/",           "https://аррӏе.com/",                  false),
            ("a scheme like a host",     "quay.example://else.example/", "https://else.example/",               false),
            ("another case",             "HTTPS://Quay.Example/a",       "https://quay.example/a",              true),
            ("nothing",                  "",                             "https://quay.example/",               false),
        ];
        for (why, words, address, expected) in cases {
            assert_eq!(says_address(words, address), expected, "{why}");
        }
    }
}
