//! Addresses: which may become links, and where bare ones stand in running text.
//!
//! One place decides what is safe, for all readers and writers. Bare addresses are found as
//! GitHub's extension finds them ([GFM §6.9]), with three additions that plain text asks for: an
//! address ends at `>` too, because mail writes `<https://…>`; a closing typographic quote is not
//! part of it; and a host may be one word, as `localhost` is.
//!
//! [GFM §6.9]: https://github.github.com/gfm/#autolinks-extension-

use std::ops::Range;

use crate::limits::MAX_ADDRESS;
use crate::model::{Mark, MarkKind};
use crate::text::{clean, clean_line};

/// The longest label of a footnote, in bytes.
///
/// Every block of a footnote carries the label, so a long one would be a multiplication.
const MAX_LABEL: usize = 100;

const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// The address, if a reader may open it as it stands: http, https or mailto, no blank in it.
#[must_use]
pub fn openable(address: &str) -> Option<&str> {
    let scheme = address.split_once(':')?.0;
    let known = SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let sound = address.len() <= MAX_ADDRESS
        && !address.contains(|c: char| c.is_whitespace() || c.is_control());
    (known && sound).then_some(address)
}

/// The name of the file that a picture is in: what can be said of one without words.
#[must_use]
pub fn picture_name(address: &str) -> Option<&str> {
    let path = address.split(['?', '#']).next().filter(|_| !address.starts_with("data:"))?;
    let (_, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, kind) = name.rsplit_once('.')?;
    let is_file = !stem.is_empty()
        && (2..=5).contains(&kind.len())
        && kind.bytes().all(|b| b.is_ascii_alphanumeric());
    // What lies above it is no file but a host.
    let is_host = path.strip_suffix(name).is_some_and(|before| before.ends_with("//"));
    (is_file && !is_host).then_some(name)
}

/// Whether `address` may be followed: http, https, mailto, or relative (`#` and `?` too).
///
/// Browsers take tabs and line ends out of an address before they read its scheme ([WHATWG URL]),
/// so those hide nothing here. What has any other word before a colon is not safe.
///
/// [WHATWG URL]: https://url.spec.whatwg.org/#concept-basic-url-parser
#[must_use]
pub fn is_safe_link(address: &str) -> bool {
    let address = address.trim_matches(|c: char| c <= ' ');
    let mut scheme = String::new();
    for c in address.chars().take(MAX_ADDRESS) {
        match c {
            '\t' | '\n' | '\r' => {}
            ':' => return SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)),
            '/' | '?' | '#' => return true,
            _ => scheme.push(c),
        }
    }
    !scheme.is_empty()
}

/// `address` as a link's target: cleaned, on one line; `None` if it is unsafe or too long.
///
/// Cleaned twice, because what stands around a line end that is taken away comes together.
pub(super) fn clean_address(address: &str) -> Option<String> {
    if address.len() > 4 * MAX_ADDRESS {
        return None;
    }
    let one_line = clean(address).replace(['\n', '\t'], "");
    let address = clean(one_line.trim()).into_owned();
    (address.len() <= MAX_ADDRESS && is_safe_link(&address)).then_some(address)
}

/// `address` as the source of an image: as [`clean_address`], and nothing to write mail to.
pub(super) fn clean_image(address: &str) -> Option<String> {
    let mail = |address: &str| {
        address.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
    };
    clean_address(address).filter(|address| !mail(address))
}

/// `label` as a footnote's label: one line, and not a long one.
pub(super) fn clean_label(label: &str) -> String {
    let label = label.get(..label.floor_char_boundary(8 * MAX_LABEL)).unwrap_or(label);
    let line = clean_line(label);
    clean_line(line.get(..line.floor_char_boundary(MAX_LABEL)).unwrap_or(&line))
}

/// Whether there is anything in `text` that could be a bare address.
pub(super) fn may_hold_links(text: &str) -> bool {
    text.contains("://") || text.contains("www.")
}

/// Link marks for the addresses that stand bare in `text`; none that touches a range in `taken`,
/// which is sorted by start.
pub(super) fn bare_links(text: &str, taken: &[Range<usize>]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut cursor = 0;
    let mut next = 0;
    let mut taken_until = 0;
    for (start, host, prefix) in starts(text) {
        if start < cursor || !stands_free(text, start) {
            continue;
        }
        let domain = text.get(host..).map_or("", domain);
        cursor = host + domain.len();
        if !is_domain(domain) {
            continue;
        }
        let rest = text.get(start..).unwrap_or_default();
        let stop = |c: char| c.is_whitespace() || matches!(c, '<' | '>');
        let whole = rest.get(..rest.find(stop).unwrap_or(rest.len())).unwrap_or_default();
        let link = without_tail(whole);
        let end = start + link.len();
        cursor = start + whole.len();
        while let Some(range) = taken.get(next).filter(|range| range.start < end) {
            taken_until = taken_until.max(range.end);
            next += 1;
        }
        if end <= host || taken_until > start {
            continue;
        }
        if let Some(address) = clean_address(&format!("{prefix}{link}")) {
            marks.push(Mark { range: start..end, kind: MarkKind::Link(address) });
        }
    }
    marks
}

/// Where an address may start, where its host does, and what its address lacks.
fn starts(text: &str) -> Vec<(usize, usize, &'static str)> {
    let scheme = |at: usize| {
        ["https", "http"].into_iter().find_map(|scheme| {
            let start = at.checked_sub(scheme.len())?;
            text.get(start..at)?.eq_ignore_ascii_case(scheme).then_some(start)
        })
    };
    let mut starts: Vec<_> = text
        .match_indices("://")
        .filter_map(|(at, found)| Some((scheme(at)?, at + found.len(), "")))
        .collect();
    starts.extend(text.match_indices("www.").map(|(at, www)| (at, at + www.len(), "http://")));
    starts.sort_unstable();
    starts
}

/// Whether no word runs into `start`.
fn stands_free(text: &str, start: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '@' | '-'))
}

fn domain(text: &str) -> &str {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.get(..text.find(|c| !part(c)).unwrap_or(text.len())).unwrap_or_default()
}

fn is_domain(domain: &str) -> bool {
    domain.starts_with(char::is_alphanumeric)
        && !domain.rsplit('.').take(2).any(|part| part.contains('_'))
}

/// `link` without the punctuation that belongs to the sentence around it.
fn without_tail(link: &str) -> &str {
    let count = |c: char| link.matches(c).count();
    let (open, mut close) = (count('('), count(')'));
    let mut link = link;
    while let Some(last) = link.chars().next_back() {
        let shorter = link.strip_suffix(last).unwrap_or_default();
        link = match last {
            ')' if close > open => {
                close -= 1;
                shorter
            }
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | '”' | '’' | '»' | '…' => {
                shorter
            }
            ';' => {
                let name = shorter.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                name.strip_suffix('&').filter(|_| name.len() < shorter.len()).unwrap_or(shorter)
            }
            _ => return link,
        };
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_called_after_their_files() {
        let cases = [
            ("https://quay.example/i/north-mole.jpg?w=900#x", Some("north-mole.jpg")),
            ("mole.png", Some("mole.png")),
            ("https://quay.example", None),
            ("https://quay.example/picture/1", None),
            ("data:image/png;base64,a/b.png", None),
            ("/.png", None),
            ("", None),
        ];
        for (address, expected) in cases {
            assert_eq!(picture_name(address), expected, "{address}");
        }
    }

    #[test]
    fn only_harmless_addresses_are_safe() {
        #[rustfmt::skip]
        let cases = [
            ("the web",                        "https://quay.example/a",      true),
            ("any case",                       "HTTP://quay.example",         true),
            ("mail",                           "mailto:ines@quay.example",    true),
            ("a path",                         "/a/b:c",                      true),
            ("a word",                         "page.html",                   true),
            ("a place on the page",            "#top:1",                      true),
            ("another host, same scheme",      "//quay.example",              true),
            ("a script",                       "javascript:alert(1)",         false),
            ("a script in disguise",           " \u{1}java\n\tscript:x",      false),
            ("a script in capitals",           "JaVaScRiPt:x",                false),
            ("data",                           "data:text/html,x",            false),
            ("a file of the reader's",         "file:///etc/hosts",           false),
            ("no scheme before the colon",     ":x",                          false),
            ("nothing",                        "",                            false),
            ("white space",                    " \n",                         false),
        ];
        for (why, address, safe) in cases {
            assert_eq!(is_safe_link(address), safe, "{why}");
        }
        assert_eq!(clean_address("java\u{202E}script:x"), None, "cleaning uncovers the scheme");
        assert_eq!(clean_address(" /a\nb "), Some("/ab".into()));
        assert_eq!(clean_address(&"a".repeat(MAX_ADDRESS + 1)), None);
        assert_eq!(clean_image("MAILTO:a@b"), None);
    }

    #[test]
    fn bare_addresses_become_links_and_no_more_than_they_are() {
        #[rustfmt::skip]
        let cases: &[(&str, &str, &[&str])] = &[
            ("in a sentence",            "see https://quay.example/a.",           &["https://quay.example/a"]),
            ("two",                      "http://a.example http://b.example",     &["http://a.example", "http://b.example"]),
            ("in brackets",              "(https://quay.example/a)",              &["https://quay.example/a"]),
            ("with brackets of its own", "https://quay.example/a_(b)",            &["https://quay.example/a_(b)"]),
            ("both",                     "(https://quay.example/a_(b)).",         &["https://quay.example/a_(b)"]),
            ("many closing brackets",    "https://quay.example/))))",             &["https://quay.example/"]),
            ("an entity at the end",     "https://quay.example/?a&copy;",         &["https://quay.example/?a"]),
            ("a semicolon",              "https://quay.example/a;b;",             &["https://quay.example/a;b"]),
            ("quoted",                   "“https://quay.example/a”",              &["https://quay.example/a"]),
            ("as in mail",               "<https://quay.example/a>",              &["https://quay.example/a"]),
            ("without a scheme",         "www.quay.example, say",                 &["www.quay.example"]),
            ("a local host",             "http://localhost:80/a",                 &["http://localhost:80/a"]),
            ("letters of any alphabet",  "https://gräben.example/ä",              &["https://gräben.example/ä"]),
            ("no host",                  "http:// https://. www. http://-a.b",    &[]),
            ("a low line in the host",   "http://a.b_c.d http://b_.c.d",          &["http://b_.c.d"]),
            ("part of a word",           "xhttp://a.b.c ewww.a.b",                &[]),
            ("other schemes",            "ftp://a.b.c javascript://a.b",          &[]),
            ("one inside another",       "https://a.b/?http://c.d",               &["https://a.b/?http://c.d"]),
        ];
        for (why, text, expected) in cases {
            let found: Vec<_> = bare_links(text, &[])
                .into_iter()
                .map(|mark| text.get(mark.range).unwrap())
                .collect();
            assert_eq!(&found, expected, "{why}");
        }
        let www = &bare_links("www.quay.example", &[])[0].kind;
        assert_eq!(www, &MarkKind::Link("http://www.quay.example".into()));
    }

    #[test]
    fn nothing_is_linked_where_something_else_stands() {
        let text = "http://a.b http://c.d http://e.f";
        let taken = [0..1, 2..24];
        assert_eq!(bare_links(text, &taken).len(), 0);
        assert_eq!(bare_links(text, &[0..1, 2..21]).len(), 1);
        assert_eq!(bare_links(text, &[10..11, 21..22]).len(), 3);
    }

    #[test]
    fn long_chains_cost_no_more_than_their_length() {
        for chain in ["www.", "http://", "www._", "http://a_.", "http://a(", "&a;", "http://a;"] {
            let text = chain.repeat(300_000);
            assert!(bare_links(&text, &[]).len() <= 300_000);
            bare_links(&format!("http://a.b/{text}"), &[]);
        }
    }
}
