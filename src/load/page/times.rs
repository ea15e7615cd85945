//! When comments of a page were written: instants as markup has them, dates and ages as printed.
//!
//! Whether the day or the month stands first in `3/5/2026` is told by another date of the same page.

use std::borrow::Cow;

use crate::load::age::{Order, PrintedDate, parse_age, parse_date};
use crate::load::json::instant;
use crate::model::Created;

/// A time as it stands in a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::load) enum Stamp {
    /// There is none.
    #[default]
    None,
    /// UTC seconds, and whether a time zone was named.
    Exact(i64, bool),
    /// A date, and the same as printed.
    Date(PrintedDate, String),
    /// Seconds, and the same as printed.
    Age(u32, String),
    /// Words in the place of a time.
    Words(String),
}

impl Stamp {
    /// What an attribute says that is written for machines: ISO 8601, or UTC seconds.
    pub(in crate::load) fn machine(value: &str) -> Option<Stamp> {
        /// Such a number of seconds is after 1973, and of milliseconds before 5000.
        const SECONDS: std::ops::Range<i64> = 100_000_000..100_000_000_000;
        let value = value.trim();
        if let Ok(number) = value.parse::<i64>() {
            let seconds = if SECONDS.contains(&number) { number } else { number / 1000 };
            return SECONDS.contains(&seconds).then_some(Stamp::Exact(seconds, true));
        }
        if let Some(at) = instant(value) {
            let is_zoned = value.ends_with("UTC") || value.parse::<jiff::Timestamp>().is_ok();
            return Some(Stamp::Exact(at, is_zoned));
        }
        // `2026-05-03 08:15:00 -0500`, and `2026-05-03T08:15:00 1777796100`.
        let mut words = value.split(' ');
        let (first, second) = (words.next()?, words.next());
        let glued = match (second, words.next()) {
            (Some(time), Some(zone)) if zone.starts_with(['+', '-']) => {
                format!("{first}T{time}{zone}")
            }
            (Some(_), None) if first.contains('T') => first.to_owned(),
            _ => String::new(),
        };
        if let Some(at) = instant(&glued) {
            return Some(Stamp::Exact(at, glued.parse::<jiff::Timestamp>().is_ok()));
        }
        match Stamp::printed(value) {
            stamp @ Stamp::Date(..) => Some(stamp),
            _ => None,
        }
    }

    /// What is printed in the place of a time.
    pub(in crate::load) fn printed(words: &str) -> Stamp {
        let around = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | '·' | '•');
        let words = words.trim_matches(around);
        if words.is_empty() {
            Stamp::None
        } else if let Some(seconds) = parse_age(words) {
            Stamp::Age(seconds, words.to_owned())
        } else if let Some(date) = parse_date(words) {
            Stamp::Date(date, words.to_owned())
        } else {
            Stamp::Words(words.to_owned())
        }
    }

    /// What is printed in a line that has other words before the time.
    pub(in crate::load) fn within(line: &str) -> Stamp {
        /// How many words may stand before it.
        const BEFORE: usize = 5;
        let parts = |c: char| c.is_whitespace() || c == '：';
        let starts = line.match_indices(parts).map(|(at, mark)| at + mark.len()).take(BEFORE);
        let ends = std::iter::once(0).chain(starts);
        let mut stamps = ends.filter_map(|at| line.get(at..)).map(Stamp::printed);
        let first = stamps.next().unwrap_or_default();
        if first.worth() > Stamp::Words(String::new()).worth() {
            return first;
        }
        stamps.fold(first, |best, stamp| if best.worth() > 1 { best } else { best.or(stamp) })
    }

    /// The UTC seconds that it says by itself; a date without a time zone is read as UTC.
    pub(in crate::load) fn seconds(&self) -> Option<i64> {
        match self {
            Stamp::Exact(at, _) => Some(*at),
            Stamp::Date(date, _) if date.order != Order::Open => {
                date.instant().or_else(|| date.as_if_utc())
            }
            _ => None,
        }
    }

    /// How much it says: an instant most, words that could not be read least.
    pub(in crate::load) fn worth(&self) -> u8 {
        match self {
            Stamp::None => 0,
            Stamp::Words(_) => 1,
            Stamp::Age(..) => 2,
            Stamp::Date(..) => 3,
            Stamp::Exact(..) => 4,
        }
    }

    /// The one of both that says more; the earlier where they say as much.
    pub(in crate::load) fn or(self, other: Stamp) -> Stamp {
        if other.worth() > self.worth() { other } else { self }
    }
}

/// The times of a page.
#[derive(Debug, Default)]
pub(in crate::load) struct Times {
    order: Option<Order>,
    unzoned: usize,
    open: usize,
}

impl Times {
    /// Learns from all of them how the page writes dates.
    pub(in crate::load) fn of<'s>(stamps: impl IntoIterator<Item = &'s Stamp>) -> Times {
        let order = stamps.into_iter().find_map(|stamp| match stamp {
            Stamp::Date(date, _) => {
                Some(date.order).filter(|o| matches!(o, Order::DayFirst | Order::MonthFirst))
            }
            _ => None,
        });
        Times { order, ..Times::default() }
    }

    /// The time that one of them says.
    pub(in crate::load) fn created(&mut self, stamp: Stamp) -> Created<Cow<'static, str>> {
        match stamp {
            Stamp::None => Created::Unknown,
            Stamp::Exact(at, is_zoned) => {
                self.unzoned += usize::from(!is_zoned);
                Created::At(at)
            }
            Stamp::Age(seconds, text) => Created::Ago { text: text.into(), seconds: Some(seconds) },
            Stamp::Words(text) => Created::Ago { text: text.into(), seconds: None },
            Stamp::Date(date, text) => match self.date(date) {
                Some(at) => Created::At(at),
                None => Created::Ago { text: text.into(), seconds: None },
            },
        }
    }

    fn date(&mut self, date: PrintedDate) -> Option<i64> {
        if date.order == Order::Open && self.order.is_none() {
            self.open += 1;
            return None;
        }
        let swaps = (date.order, self.order) == (Order::Open, Some(Order::MonthFirst));
        let date = if swaps { date.swapped()? } else { date };
        if let Some(at) = date.instant() {
            return Some(at);
        }
        self.unzoned += 1;
        date.as_if_utc()
    }

    /// What was guessed, and what could not be told.
    pub(in crate::load) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.unzoned > 0 {
            warnings.push(
                "the dates of the comments name no time zone; they are read as UTC".to_owned(),
            );
        }
        if self.open > 0 {
            warnings.push(
                "the dates of the comments do not tell day and month apart; they are shown as they \
                 are"
                .to_owned(),
            );
        }
        warnings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_tells_day_and_month_apart_and_warns_of_what_it_does_not_say() {
        type Case = (&'static [&'static str], &'static [Option<i64>], usize);
        let cases: [Case; 4] = [
            (&["5/3/2026 8:15", "5/13/2026 8:15"], &[Some(1_777_796_100), Some(1_778_660_100)], 1),
            (&["3/5/2026 8:15", "13/5/2026 8:15"], &[Some(1_777_796_100), Some(1_778_660_100)], 1),
            (&["3/5/2026 8:15", "yesterday or so"], &[None, None], 1),
            (&["2026-05-03T08:15:00Z", "1777796100"], &[Some(1_777_796_100); 2], 0),
        ];
        for (texts, wanted, warnings) in cases {
            let stamps: Vec<_> = texts
                .iter()
                .map(|text| Stamp::machine(text).unwrap_or_else(|| Stamp::printed(text)))
                .collect();
            let mut times = Times::of(&stamps);
            let found: Vec<_> = stamps
                .into_iter()
                .map(|stamp| match times.created(stamp) {
                    Created::At(at) => Some(at),
                    _ => None,
                })
                .collect();
            assert_eq!(found, wanted, "{texts:?}");
            assert_eq!(times.warnings().len(), warnings, "{texts:?}");
        }
        for exact in ["2026-05-03 03:15:00 -0500", "2026-05-03T08:15:00Z 1777796100"] {
            assert_eq!(Stamp::machine(exact), Some(Stamp::Exact(1_777_796_100, true)), "{exact}");
        }
        assert_eq!(Stamp::within("Posted on 3 May 2026 08:15").seconds(), Some(1_777_796_100));
        assert_eq!(Stamp::within("R. Okafor 3 hours ago").worth(), 2);
        assert_eq!(Stamp::machine("7"), None);
        assert_eq!(Stamp::machine("soon"), None);
    }
}
