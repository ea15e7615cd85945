//! What pages print for people and loaders need exactly: times, numbers, addresses.

use std::borrow::Cow;

use super::super::Sink;
use super::super::age::{parse_age, parse_date};
use crate::load::json::instant;
use crate::model::Created;
use crate::text::clean_line;

/// Reads the times of a page, and knows what was wrong with them.
#[derive(Debug, Default)]
pub(in crate::load) struct Times {
    unzoned: bool,
    unread: usize,
}

impl Times {
    /// When something was, by the first of these lines that is a time or date; or else by an age
    /// among them. The last is printed as it is if none is anything.
    pub(in crate::load) fn read(&mut self, lines: &[&str]) -> Created<Cow<'static, str>> {
        let lines = || lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
        if let Some(at) = lines().find_map(|line| self.at(line)) {
            return Created::At(at);
        }
        if let Some((line, age)) = lines().find_map(|line| Some((line, parse_age(line)?))) {
            return Created::Ago { text: clean_line(line).into(), seconds: Some(age) };
        }
        let Some(line) = lines().next_back() else { return Created::Unknown };
        self.unread += 1;
        Created::Ago { text: clean_line(line).into(), seconds: None }
    }

    /// The same where a time without a zone is in the site's own, even if a machine wrote it.
    pub(in crate::load) fn read_local(&mut self, lines: &[&str]) -> Created<Cow<'static, str>> {
        let zoned = |line: &&str| {
            // An offset may stand apart.
            line.trim().replace(" -", "-").replace(" +", "+").parse::<jiff::Timestamp>().ok()
        };
        if let Some(at) = lines.iter().find_map(zoned) {
            return Created::At(at.as_second());
        }
        self.unzoned |= lines.iter().any(|line| instant(line).is_some());
        self.read(lines)
    }

    /// UTC seconds of a time in a format for machines, or of a date.
    pub(in crate::load) fn at(&mut self, line: &str) -> Option<i64> {
        if let Some(at) = instant(line) {
            return Some(at);
        }
        let date = parse_date(line)?;
        date.instant().or_else(|| {
            self.unzoned = true;
            date.as_if_utc()
        })
    }

    /// Where there should be a time and is none.
    pub(in crate::load) fn unreadable(&mut self) -> Created<Cow<'static, str>> {
        self.unread += 1;
        Created::Unknown
    }

    /// Says what was wrong.
    pub(in crate::load) fn finish(self, sink: &mut dyn Sink) {
        if self.unzoned {
            sink.warning(
                "the dates of the comments name no time zone; they are read as UTC".into(),
            );
        }
        say(
            sink,
            self.unread,
            "has a time that could not be read",
            "have times that could not be read",
        );
    }
}

/// Says of how many comments in the page something is true, if of any.
pub(in crate::load) fn say(sink: &mut dyn Sink, count: usize, one: &str, more: &str) {
    match count {
        0 => {}
        1 => sink.warning(format!("1 comment in this page {one}")),
        count => sink.warning(format!("{count} comments in this page {more}")),
    }
}

/// When an article appeared: the instant, or the date as printed.
pub(in crate::load) fn dated(at: Created<Cow<'_, str>>) -> (Option<i64>, Option<String>) {
    match at {
        Created::Unknown => (None, None),
        Created::At(at) => (Some(at), None),
        Created::Ago { text, .. } => (None, Some(text.into_owned())),
    }
}

/// The scheme and host of an address.
pub(in crate::load) fn origin(address: &str) -> Option<String> {
    let whole = absolute("", address)?;
    let (scheme, rest) = whole.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())?;
    Some(format!("{scheme}://{host}"))
}

/// The first number in a line, if it is a whole one: `1,024 points` and `−3`, but not `1.2k`.
pub(in crate::load) fn number(line: &str) -> Option<i64> {
    let word = line.split_whitespace().find(|word| word.bytes().any(|b| b.is_ascii_digit()))?;
    let word = word.trim_matches(['(', ')', '[', ']', '+', ':', '|']);
    let (word, minus) = match word.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => (rest, true),
        None => (word, false),
    };
    let digits = word.replace(',', "");
    let whole: i64 = digits.parse().ok().filter(|_| !digits.starts_with(['+', '-']))?;
    Some(if minus { -whole } else { whole })
}

/// The first number in a line as a sum of votes.
pub(in crate::load) fn votes(line: &str) -> Option<i32> {
    i32::try_from(number(line)?).ok()
}

/// An address of the site as a whole one; none where it is no address of a page.
pub(in crate::load) fn absolute(site: &str, address: &str) -> Option<String> {
    let address = clean_line(address);
    let is_safe =
        |scheme: &str| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    match address.split_once(':') {
        Some((scheme, _)) if is_safe(scheme) => Some(address),
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => None,
        _ if address.is_empty() || address.starts_with('#') => None,
        _ if address.starts_with("//") => Some(format!("https:{address}")),
        _ => Some(format!("{site}/{}", address.trim_start_matches("./").trim_start_matches('/'))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Collector;

    #[test]
    fn exact_times_come_first() {
        let mut times = Times::default();
        #[rustfmt::skip]
        let cases = [
            (&["3 hours ago", "2026-05-03T08:15:00Z"][..], Created::At(1_777_796_100)),
            (&["", "May 3, 2026"],                         Created::At(1_777_766_400)),
            (&["3 hours ago"], Created::Ago { text: "3 hours ago".into(), seconds: Some(10_800) }),
            (&["the other day"], Created::Ago { text: "the other day".into(), seconds: None }),
            (&["", " "],                                   Created::Unknown),
        ];
        for (lines, expected) in cases {
            assert_eq!(times.read(lines), expected, "{lines:?}");
        }
        let mut sink = Collector::default();
        times.finish(&mut sink);
        assert_eq!(
            sink.finish().provenance.warnings,
            [
                "the dates of the comments name no time zone; they are read as UTC",
                "1 comment in this page has a time that could not be read",
            ]
        );
    }

    #[test]
    fn local_times_are_said_to_be_guesses() {
        let mut times = Times::default();
        let read = times.read_local(&["2026-05-03 10:15:00", "2026-05-03 10:15:00 +0200"]);
        assert_eq!((read, times.unzoned), (Created::At(1_777_796_100), false));
        let read = times.read_local(&["2026-05-03 08:15:00", "3 years ago"]);
        assert_eq!((read, times.unzoned), (Created::At(1_777_796_100), true));
    }

    #[test]
    fn numbers_are_whole_ones() {
        #[rustfmt::skip]
        let cases = [
            ("1,024 points", Some(1024)), ("\u{2212}3", Some(-3)), ("by 7", Some(7)), ("1.2k", None),
            ("(12 children)", Some(12)), ("+5", Some(5)), ("none", None), ("--4", None), ("", None),
            ("99999999999999999999", None),
        ];
        for (line, expected) in cases {
            assert_eq!(number(line), expected, "{line}");
        }
        assert_eq!(votes("9999999999"), None);
    }

    #[test]
    fn addresses_are_whole_ones() {
        #[rustfmt::skip]
        let cases = [
            ("item?id=1",          Some("https://quay.example/item?id=1")),
            ("/r/a:b",             Some("https://quay.example/r/a:b")),
            ("//x.example/",       Some("https://x.example/")),
            ("HTTP://x.example/",  Some("HTTP://x.example/")),
            ("javascript:void(0)", None),
            ("#top",               None),
            ("",                   None),
        ];
        for (address, expected) in cases {
            assert_eq!(absolute("https://quay.example", address).as_deref(), expected, "{address}");
        }
        assert_eq!(origin("https://quay.example/a/b?c").as_deref(), Some("https://quay.example"));
        assert_eq!(origin("/a/b"), None);
    }
}
