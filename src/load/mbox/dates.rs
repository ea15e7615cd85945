//! The `Date` of a message, as mailers of forty years have written it.
//!
//! [RFC 5322 §3.3 and §4.3](https://www.rfc-editor.org/rfc/rfc5322#section-3.3), with what is found
//! beside it: the order of `asctime`, `15-Mar-94` ([RFC 850]), full names of months, fractions of
//! seconds. Words that mean nothing are passed over; figures that cannot be a date are no date.
//!
//! [RFC 850]: https://www.rfc-editor.org/rfc/rfc850#section-2.1.4

use memchr::memchr_iter;

/// A moment, and whether its time zone was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// UTC seconds.
    pub(super) seconds: i64,
    /// Without a zone it is read as UTC.
    pub(super) zoned: bool,
}

/// The longest date that is read, in bytes.
const LONGEST: usize = 512;

const MONTHS: [&[u8; 3]; 12] = [
    b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec",
];

/// Zones with names, in hours ([RFC 5322 §4.3], and what European mailers write).
///
/// [RFC 5322 §4.3]: https://www.rfc-editor.org/rfc/rfc5322#section-4.3
const ZONES: [(&[u8], i64); 16] = [
    (b"gmt", 0),
    (b"utc", 0),
    (b"ut", 0),
    (b"z", 0),
    (b"est", -5),
    (b"edt", -4),
    (b"cst", -6),
    (b"cdt", -5),
    (b"mst", -7),
    (b"mdt", -6),
    (b"pst", -8),
    (b"pdt", -7),
    (b"bst", 1),
    (b"cet", 1),
    (b"cest", 2),
    (b"jst", 9),
];

#[derive(Default)]
struct Parts {
    day: Option<i64>,
    month: Option<i64>,
    year: Option<i64>,
    time: Option<i64>,
    zone: Option<i64>,
}

/// Reads a date; `None` if it is none.
pub(super) fn read(value: &[u8]) -> Option<Moment> {
    let value = value.get(..LONGEST).unwrap_or(value);
    let mut parts = Parts::default();
    let mut depth = 0_usize;
    for word in value.split(|&b| b.is_ascii_whitespace() || b == b',') {
        let opened = memchr_iter(b'(', word).count();
        let closed = memchr_iter(b')', word).count();
        let outside = if depth == 0 { word.split(|&b| b == b'(').next() } else { None };
        depth = (depth + opened).saturating_sub(closed);
        parts.word(outside.unwrap_or_default());
    }
    parts.moment()
}

impl Parts {
    fn word(&mut self, word: &[u8]) {
        match word {
            [] => {}
            [b'+' | b'-', ..] if self.time.is_some() => self.zone = self.zone.or(offset(word)),
            [b'0'..=b'9', ..] if word.contains(&b':') => self.clock(word),
            // `1996/05/03`, and nothing else, has its order in itself.
            [_, _, _, _, sign @ (b'/' | b'-'), rest @ ..] if is_year(word) => {
                let mut figures = rest.split(|b| b == sign).map(number);
                self.year = self.year.or(number(word.get(..4).unwrap_or_default()));
                self.month =
                    self.month.or(figures.next().flatten()).filter(|m| (1..=12).contains(m));
                self.day = self.day.or(figures.next().flatten());
            }
            [b'0'..=b'9', ..] if word.contains(&b'-') => {
                word.split(|&b| b == b'-').for_each(|part| self.word(part));
            }
            [b'0'..=b'9', ..] => self.number(word),
            _ if self.month.is_none() && month(word).is_some() => self.month = month(word),
            _ if self.time.is_some() && self.zone.is_none() => self.zone = zone(word),
            _ => {}
        }
    }

    /// A day, or a year: that has more than two figures, or comes behind the day.
    fn number(&mut self, word: &[u8]) {
        let Some(number) = number(word) else { return };
        match word.len() {
            1 | 2 if self.day.is_none() => self.day = Some(number),
            // Two figures are of this century below 50; three are years since 1900.
            2 if self.year.is_none() && number < 50 => self.year = Some(number + 2000),
            2 | 3 if self.year.is_none() => self.year = Some(number + 1900),
            4 if self.year.is_none() => self.year = Some(number),
            _ => {}
        }
    }

    /// `17:03:59`, `7:03`, `17:03:59.5`, `17:03:59+0200`.
    fn clock(&mut self, word: &[u8]) {
        let end = word.iter().position(|b| matches!(b, b'+' | b'-' | b'Z')).unwrap_or(word.len());
        let (clock, zone) = word.split_at(end);
        let mut figures = clock.split(|&b| b == b':' || b == b'.').map(number);
        let (hour, minute) = (figures.next().flatten(), figures.next().flatten());
        let second = figures.next().unwrap_or(Some(0));
        if let (Some(h @ 0..=23), Some(m @ 0..=59), Some(s @ 0..=60)) = (hour, minute, second)
            && self.time.is_none()
        {
            self.time = Some(h * 3600 + m * 60 + s);
            self.word(zone);
        }
    }

    fn moment(&self) -> Option<Moment> {
        let (day, month, year) = (self.day?, self.month?, self.year?);
        let leap = i64::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
        let last = match month {
            2 => 28 + leap,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        if !(1..=last).contains(&day) || year < 1 {
            return None;
        }
        let time = self.time.unwrap_or(0) - self.zone.unwrap_or(0);
        let seconds = days(year, month, day) * 86_400 + time;
        Some(Moment { seconds, zoned: self.zone.is_some() })
    }
}

/// Whether a word is a date in figures, the year first.
fn is_year(word: &[u8]) -> bool {
    let (year, rest) = word.split_at_checked(4).unwrap_or_default();
    let is_rest = |b: &u8| b.is_ascii_digit() || matches!(b, b'/' | b'-');
    year.iter().all(u8::is_ascii_digit) && rest.iter().all(is_rest) && rest.len() >= 4
}

/// Days since 1970-01-01 of a day of the Gregorian calendar, by Howard Hinnant's
/// [`days_from_civil`](https://howardhinnant.github.io/date_algorithms.html#days_from_civil).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn number(word: &[u8]) -> Option<i64> {
    let digit = |b: &u8| b.is_ascii_digit().then(|| i64::from(b - b'0'));
    if !(1..=9).contains(&word.len()) {
        return None;
    }
    word.iter().try_fold(0, |sum, b| Some(sum * 10 + digit(b)?))
}

/// A month by its name, which may be longer than three letters.
fn month(word: &[u8]) -> Option<i64> {
    let first = word.get(..3)?;
    let at = MONTHS.iter().position(|month| first.eq_ignore_ascii_case(*month))?;
    i64::try_from(at + 1)
        .ok()
        .filter(|_| word.iter().all(|b| b.is_ascii_alphabetic() || *b == b'.'))
}

/// `+0200`, `-07:30`, `+2`, in seconds.
fn offset(word: &[u8]) -> Option<i64> {
    let (sign, figures) = word.split_first()?;
    let figures = figures.strip_suffix(b")").unwrap_or(figures);
    let (hours, minutes) = match figures {
        [_, _, b':', minutes @ ..] => (figures.get(..2)?, minutes),
        [_, _, _, _] => figures.split_at(2),
        _ => (figures, &b"0"[..]),
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let seconds = hours * 3600 + minutes * 60;
    let sane = hours < 24 && minutes < 60;
    sane.then_some(if *sign == b'-' { -seconds } else { seconds })
}

/// A zone by its name. One letter is a military zone, which RFC 5322 tells to read as UTC.
fn zone(word: &[u8]) -> Option<i64> {
    let known = ZONES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name));
    let military = matches!(word, [letter] if letter.is_ascii_alphabetic());
    known.map(|(_, hours)| hours * 3600).or(military.then_some(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_mailers_write_them() {
        const AT: i64 = 1_777_793_400;
        #[rustfmt::skip]
        let cases = [
            ("Sun, 03 May 2026 09:30:00 +0200",        Some((AT, true))),
            ("3 May 2026 07:30 GMT",                   Some((AT, true))),
            ("Sun, 3 May 26 02:30:00 -0500 (EST)",     Some((AT, true))),
            ("Sun, 3 May 2026 07:30:00 +0000 (a (b) 1 c) ", Some((AT, true))),
            ("(first) 3 May 2026 03:30:00 EDT",        Some((AT, true))),
            ("Sunday, 3-May-26 07:30:00 UT",           Some((AT, true))),
            ("Sun May  3 07:30:00 2026",               Some((AT, false))),
            ("Sun, 3 May 2026 07:30:00",               Some((AT, false))),
            ("Sun, 3 May 2026 09:30:00+0200",          Some((AT, true))),
            ("Sun, 3 May 2026 09:30:00.250 +02:00",    Some((AT, true))),
            ("Sun,\r\n\t3 May 2026\r\n 07:30:00 Z",    Some((AT, true))),
            ("3 May 126 07:30:00 GMT",                 Some((AT, true))),
            ("1 Jan 70 00:00:00 GMT",                  Some((0, true))),
            ("31 Dec 1969 23:59:60 GMT",               Some((0, true))),
            ("29 Feb 2000 00:00:00 -0000",             Some((951_782_400, true))),
            ("29 Feb 1900 00:00:00 +0000",             None),
            ("30 Feb 2026 00:00:00 +0000",             None),
            ("0 May 2026 00:00:00 +0000",              None),
            ("3 Mai 2026 00:00:00 +0000",              None),
            ("3 May 0000 00:00:00 +0000",              None),
            ("3 May 20266 00:00:00 +0000",             None),
            ("Sun, 3 May 2026 25:30:00 +0200",         Some((1_777_766_400, false))),
            ("Sun, 3 May 2026 07:30:00 +9900",         Some((AT, false))),
            ("",                                       None),
            ("yesterday",                              None),
            ("99999999999999999999999999 May 2026",    None),
        ];
        for (date, expected) in cases {
            let found = read(date.as_bytes()).map(|at| (at.seconds, at.zoned));
            assert_eq!(found, expected, "{date}");
        }
    }
}
