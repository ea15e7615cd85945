//! Dates as pages print them: "March 27, 2024 12:49 am", "27. März 2024 0:49", "27/03/2024".
//!
//! As with ages, a line is a date only as a whole, and the year must be in it.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::calendar::{BETWEEN, MONTHS, ZONES};
use super::fold;

/// The longest line that is looked at, in bytes.
const LONGEST: usize = 96;

/// A date as printed: what it says, and what it leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct PrintedDate {
    at: DateTime,
    /// Minutes east of Greenwich, where a zone is named.
    offset: Option<i32>,
    /// What tells day and month apart.
    pub(in super::super) order: Order,
}

/// What tells day and month of a date apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) enum Order {
    /// The way it is written.
    #[default]
    Plain,
    /// Between slashes or hyphens, with a day that can be no month: the day stands first.
    DayFirst,
    /// The same, and the month stands first.
    MonthFirst,
    /// Nothing: it is read with the day first.
    Open,
}

impl PrintedDate {
    /// UTC seconds, if the date names its zone.
    #[must_use]
    pub(in super::super) fn instant(self) -> Option<i64> {
        let offset = self.offset?;
        Some(self.as_if_utc()? - i64::from(offset) * 60)
    }

    /// Seconds as if it were in UTC: good for an order among dates of one page.
    #[must_use]
    pub(in super::super) fn as_if_utc(self) -> Option<i64> {
        Some(self.at.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
    }

    /// The same with day and month exchanged, where both can be.
    #[must_use]
    pub(in super::super) fn swapped(self) -> Option<PrintedDate> {
        let at = self.at.with().month(self.at.day()).day(self.at.month()).build().ok()?;
        Some(PrintedDate { at, ..self })
    }
}

/// The date that `line` as a whole is, if it is one.
///
/// Knows month names of some twenty languages, `d/m/y`, `m/d/y` and `y-m-d`, times of day and the
/// commonest names of zones. A date without a year is none.
#[must_use]
pub(in super::super) fn parse_date(line: &str) -> Option<PrintedDate> {
    let line = line.trim();
    if line.len() > LONGEST || !line.chars().any(|c| super::digit(c).is_some()) {
        return None;
    }
    let mut parts = Parts::default();
    parts.read(&fold(line))?;
    parts.finish()
}

/// Whether `rest`, which follows a day, is nothing or a time of day.
pub(super) fn is_time(rest: &str) -> bool {
    let mut parts = Parts::default();
    parts.read(rest).is_some()
        && parts.hour.is_some()
        && (parts.day, parts.month, parts.year) == (None, None, None)
}

static NAMES: LazyLock<HashMap<&'static str, Name>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for (list, month) in MONTHS.iter().zip(1_i8..) {
        names.extend(list.split_whitespace().map(|name| (name, Name::Month(month))));
    }
    for (name, offset) in ZONES {
        names.insert(name, Name::Zone(offset));
    }
    for (unit, list) in [
        ('y', "年 년"),
        ('m', "月 월"),
        ('d', "日 일 號 号"),
        ('h', "時 时 시 點 点"),
        ('n', "分 분"),
    ] {
        names.extend(list.split_whitespace().map(|name| (name, Name::Unit(unit))));
    }
    for name in ["am", "a", "午前", "上午", "오전", "öö"] {
        names.insert(name, Name::Half(false));
    }
    for name in ["pm", "p", "午後", "下午", "오후", "öös"] {
        names.insert(name, Name::Half(true));
    }
    for name in BETWEEN.split_whitespace() {
        names.entry(name).or_insert(Name::Between);
    }
    names
});

#[derive(Clone, Copy)]
enum Name {
    Month(i8),
    Zone(i32),
    /// A unit that stands behind its number in East Asia.
    Unit(char),
    /// Before or after noon.
    Half(bool),
    Between,
}

#[derive(Default)]
struct Parts {
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    hour: Option<i8>,
    minute: Option<i8>,
    second: Option<i8>,
    afternoon: Option<bool>,
    offset: Option<i32>,
    order: Order,
}

impl Parts {
    /// Reads a folded line to its end; `None` when something in it cannot stand in a date.
    fn read(&mut self, line: &str) -> Option<()> {
        let mut rest = line;
        loop {
            rest = rest
                .trim_start_matches([' ', ',', '.', '-', '–', '—', '|', '•', '·', '@', '(', ')']);
            let Some(c) = rest.chars().next() else { return Some(()) };
            rest = if c.is_ascii_digit() {
                self.read_number(rest)?
            } else if c == '+' {
                self.read_offset(rest)?
            } else {
                self.read_word(rest)?
            };
        }
    }

    fn read_word<'a>(&mut self, line: &'a str) -> Option<&'a str> {
        let end = line.find(|c: char| !c.is_alphabetic() && c != 'º').unwrap_or(line.len());
        let (word, rest) = line.split_at(end);
        match (word, rest.strip_prefix(".m")) {
            ("a" | "p", Some(rest)) if self.hour.is_some() => {
                self.afternoon = Some(word == "p");
                return Some(rest);
            }
            _ => {}
        }
        match *NAMES.get(word)? {
            Name::Month(month) if self.month.is_none() => self.month = Some(month),
            Name::Zone(offset) if self.hour.is_some() => self.offset = Some(offset),
            Name::Half(afternoon) => self.afternoon = Some(afternoon),
            Name::Between => {}
            Name::Month(_) if BETWEEN.split(' ').any(|name| name == word) => {}
            Name::Month(_) | Name::Zone(_) | Name::Unit(_) => return None,
        }
        Some(rest)
    }

    /// Reads what starts with a number: a date in numbers, a time, a day, a year.
    fn read_number<'a>(&mut self, line: &'a str) -> Option<&'a str> {
        if let Some(rest) = self.read_numeric_date(line) {
            return Some(rest);
        }
        let (number, length, rest) = number(line)?;
        if self.hour.is_none()
            && let Some(rest) = self.read_time(number, length, rest)
        {
            return Some(rest);
        }
        let trimmed = rest.trim_start();
        let after =
            trimmed.chars().next().and_then(|c| NAMES.get(c.encode_utf8(&mut [0; 4]) as &str));
        if let (Some(&Name::Unit(unit)), Some(c)) = (after, trimmed.chars().next()) {
            let slot = match unit {
                'y' => {
                    self.year = i16::try_from(number).ok();
                    return trimmed.get(c.len_utf8()..);
                }
                'm' => &mut self.month,
                'd' => &mut self.day,
                'h' => &mut self.hour,
                _ => &mut self.minute,
            };
            *slot = i8::try_from(number).ok();
            return trimmed.get(c.len_utf8()..);
        }
        match length {
            4 if self.year.is_none() && (1_900..2_200).contains(&number) => {
                self.year = i16::try_from(number).ok();
            }
            1 | 2 if self.day.is_none() && (1..=31).contains(&number) => {
                self.day = i8::try_from(number).ok();
            }
            _ => return None,
        }
        Some(rest)
    }

    /// `7:15`, `19:15:00`, `19h15`, `19.15` after the date, `7pm`.
    fn read_time<'a>(&mut self, hour: u32, length: usize, rest: &'a str) -> Option<&'a str> {
        if length > 2 || hour > 24 {
            return None;
        }
        let hour = i8::try_from(hour).ok()?;
        let tight = rest.strip_prefix(':');
        let french = || rest.trim_start().strip_prefix('h').map(str::trim_start);
        let dotted =
            || rest.strip_prefix('.').filter(|_| self.year.is_some() && self.day.is_some());
        if let Some(tail) = tight.or_else(french).or_else(dotted)
            && let Some((minute, 2, tail)) = number(tail).filter(|&(minute, ..)| minute < 60)
        {
            self.hour = Some(hour);
            self.minute = i8::try_from(minute).ok();
            let seconds = tail.strip_prefix(':').and_then(number);
            let Some((second, 2, tail)) = seconds.filter(|&(second, ..)| second < 61) else {
                return Some(self.glued_offset(tail));
            };
            self.second = i8::try_from(second.min(59)).ok();
            let fraction =
                tail.strip_prefix('.').and_then(number).map_or(tail, |(_, _, tail)| tail);
            return Some(self.glued_offset(fraction));
        }
        let word = rest.trim_start();
        let half = ["am", "pm", "a.m", "p.m"].iter().any(|half| word.starts_with(half));
        let clock = ["uhr", "uur", "h"].iter().any(|unit| word.starts_with(unit));
        if half || (clock && self.day.is_some() && self.year.is_some()) {
            self.hour = Some(hour);
            return Some(rest);
        }
        None
    }

    /// `-05:00` right behind a time; a hyphen elsewhere only parts.
    fn glued_offset<'a>(&mut self, rest: &'a str) -> &'a str {
        if rest.starts_with('-') { self.read_offset(rest).unwrap_or(rest) } else { rest }
    }

    fn read_offset<'a>(&mut self, line: &'a str) -> Option<&'a str> {
        self.hour?;
        let sign = if line.starts_with('-') { -1 } else { 1 };
        let (value, length, rest) = number(line.get(1..)?)?;
        let (hours, minutes, rest) = match length {
            4 => (value / 100, value % 100, rest),
            1 | 2 => match rest.strip_prefix(':').and_then(number) {
                Some((minutes, 2, rest)) => (value, minutes, rest),
                _ => (value, 0, rest),
            },
            _ => return None,
        };
        if hours > 14 || minutes > 59 {
            return None;
        }
        self.offset = Some(sign * i32::try_from(hours * 60 + minutes).ok()?);
        Some(rest)
    }

    /// `27/03/2024`, `27. 3. 2024`, `2024-03-27`.
    fn read_numeric_date<'a>(&mut self, line: &'a str) -> Option<&'a str> {
        if self.day.is_some() || self.month.is_some() || self.year.is_some() {
            return None;
        }
        let (first, first_length, rest) = number(line)?;
        let mark = rest.chars().next().filter(|c| matches!(c, '/' | '.' | '-'))?;
        let (second, second_length, rest) = number(rest.strip_prefix(mark)?.trim_start())?;
        let (third, third_length, rest) = number(rest.strip_prefix(mark)?.trim_start())?;
        if second_length > 2 {
            return None;
        }
        let (year, month, day) = match (first_length, third_length) {
            (4, 1 | 2) => (first, second, third),
            (1 | 2, 2 | 4) => {
                let year = if third_length == 2 { 2_000 + third } else { third };
                let either = mark != '.';
                let american = either && second > 12;
                self.order = match (first, second) {
                    _ if !either => Order::Plain,
                    (_, 13..) => Order::MonthFirst,
                    (13.., _) => Order::DayFirst,
                    _ if first == second => Order::Plain,
                    _ => Order::Open,
                };
                if american { (year, first, second) } else { (year, second, first) }
            }
            _ => return None,
        };
        if !(1_900..2_200).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day)
        {
            return None;
        }
        self.year = i16::try_from(year).ok();
        self.month = i8::try_from(month).ok();
        self.day = i8::try_from(day).ok();
        Some(rest)
    }

    fn finish(mut self) -> Option<PrintedDate> {
        let mut hour = self.hour.unwrap_or(0);
        if let Some(afternoon) = self.afternoon {
            self.hour?;
            hour = if afternoon { hour % 12 + 12 } else { hour % 12 };
            if self.order == Order::Open {
                // Clocks with two halves and slashes are American: the month comes first.
                std::mem::swap(&mut self.day, &mut self.month);
                self.order = Order::MonthFirst;
            }
        }
        let (minute, second) = (self.minute.unwrap_or(0), self.second.unwrap_or(0));
        let at = DateTime::new(self.year?, self.month?, self.day?, hour % 24, minute, second, 0);
        Some(PrintedDate { at: at.ok()?, offset: self.offset, order: self.order })
    }
}

/// The number at the start of `line`, how many digits it has, and what follows.
fn number(line: &str) -> Option<(u32, usize, &str)> {
    let end = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len());
    let (digits, rest) = line.split_at(end);
    Some((digits.parse().ok()?, end, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_they_are_printed() {
        #[rustfmt::skip]
        let cases = [
            ("March 27, 2024 12:49 am",           "2024-03-27T00:49:00"),
            ("March 26, 2024 - 7:15pm",           "2024-03-26T19:15:00"),
            ("Mar 3rd, 2024 at 7 p.m.",           "2024-03-03T19:00:00"),
            ("Tuesday 26 March 2024",             "2024-03-26T00:00:00"),
            ("27. März 2024 0:49",                "2024-03-27T00:49:00"),
            ("Mittwoch, 27. März 2024, 12:49 Uhr","2024-03-27T12:49:00"),
            ("27 mars 2024 à 0h49",               "2024-03-27T00:49:00"),
            ("27 mars 2024 à 0 h 49 min",         "2024-03-27T00:49:00"),
            ("1er août 2023",                     "2023-08-01T00:00:00"),
            ("27 de marzo de 2024 12:49",         "2024-03-27T12:49:00"),
            ("27 Marzo 2024 alle 12:49",          "2024-03-27T12:49:00"),
            ("27 марта 2024 г. в 00:49",          "2024-03-27T00:49:00"),
            ("27 березня 2024 12:49",             "2024-03-27T12:49:00"),
            ("27 Mart 2024 12:49",                "2024-03-27T12:49:00"),
            ("27 marca 2024 12:49",               "2024-03-27T12:49:00"),
            ("27. března 2024 12.49",             "2024-03-27T12:49:00"),
            ("27. 3. 2024 12:49",                 "2024-03-27T12:49:00"),
            ("27/03/2024",                        "2024-03-27T00:00:00"),
            ("03/27/2024 12:49 PM",               "2024-03-27T12:49:00"),
            ("03/04/2024 1:00 pm",                "2024-03-04T13:00:00"),
            ("27.03.24",                          "2024-03-27T00:00:00"),
            ("2024-03-27 12:49:10",               "2024-03-27T12:49:10"),
            ("2024年3月27日 12:49",                "2024-03-27T12:49:00"),
            ("2024년 3월 27일 오후 1:49",           "2024-03-27T13:49:00"),
            ("27 Μαρτίου 2024 12:49",             "2024-03-27T12:49:00"),
            ("27 במרץ 2024 12:49",                "2024-03-27T12:49:00"),
            ("a number",                          ""),
            ("March 2024",                        ""),
            ("March 27",                          ""),
            ("27 people came in March 2024",      ""),
            ("31/02/2024",                        ""),
            ("1.2.3",                             ""),
            ("2024",                              ""),
            ("2024 2024 2024",                    ""),
            ("March 27, 2024 March 27, 2024",     ""),
        ];
        for (line, expected) in cases {
            let read = parse_date(line).map(|date| date.at.to_string()).unwrap_or_default();
            assert_eq!(read, expected, "{line}");
        }
    }

    #[test]
    fn a_zone_is_never_invented() {
        #[rustfmt::skip]
        let cases = [
            ("Tue, 26 Mar 2024 19:15:00 GMT", Some(1_711_480_500)),
            ("2024-03-26T20:15:00+01:00",     Some(1_711_480_500)),
            ("2024-03-26T14:15:00-05:00",     Some(1_711_480_500)),
            ("2024-03-26T19:15:00.25Z",       Some(1_711_480_500)),
            ("March 26, 2024 7:15 pm UTC",    Some(1_711_480_500)),
            ("March 26, 2024 - 7:15pm",       None),
            ("26/03/2024 19:15",              None),
        ];
        for (line, instant) in cases {
            let date = parse_date(line).unwrap();
            assert_eq!(date.instant(), instant, "{line}");
            assert!(date.as_if_utc().is_some());
        }
    }

    #[test]
    fn day_and_month_may_change_places_only_with_slashes_and_hyphens() {
        let date = parse_date("03/04/2024").unwrap();
        assert_eq!(date.order, Order::Open);
        assert_eq!(date.swapped().unwrap().at.to_string(), "2024-03-04T00:00:00");
        assert_eq!(
            parse_date("03-04-2024, 1:00 PM").unwrap().at.to_string(),
            "2024-03-04T13:00:00"
        );
        for line in
            ["03.04.2024", "2024-03-04", "03-14-2024", "05/05/2024", "13/04/2024", "04/13/2024"]
        {
            assert_ne!(parse_date(line).unwrap().order, Order::Open, "{line}");
        }
    }
}
