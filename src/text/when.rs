//! Instants in words.

use jiff::Timestamp;
use jiff::tz::TimeZone;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Older than this an instant is shown as a date, in seconds.
const RECENT: i64 = 30 * DAY;

/// The day of an instant (UTC seconds) in words, such as `3 May 2026`; empty outside the years
/// -9999 to 9999.
#[must_use]
pub fn day(seconds: i64) -> String {
    format(seconds, "%-d %b %Y")
}

/// The minute of an instant (UTC seconds) in words, such as `3 May 2026 08:05 UTC`; empty outside
/// the years -9999 to 9999.
#[must_use]
pub fn minute(seconds: i64) -> String {
    format(seconds, "%-d %b %Y %H:%M UTC")
}

/// How long before `now` an instant is, both in UTC seconds: `2 hours ago`, or its day when that
/// is over 30 days, or when it is more than a minute in the future.
#[must_use]
pub fn ago(seconds: i64, now: i64) -> String {
    let age = now.saturating_sub(seconds);
    if !(-MINUTE..RECENT).contains(&age) {
        return day(seconds);
    }
    let (count, unit) = match age.max(0) {
        0..MINUTE => return "just now".to_owned(),
        MINUTE..HOUR => (age / MINUTE, "minute"),
        HOUR..DAY => (age / HOUR, "hour"),
        _ => (age / DAY, "day"),
    };
    format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
}

fn format(seconds: i64, pattern: &str) -> String {
    let instant = Timestamp::from_second(seconds).map(|at| at.to_zoned(TimeZone::UTC));
    instant.map(|at| at.strftime(pattern).to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_read_as_a_person_says_them() {
        let now = 1_777_809_900;
        let cases = [
            ("now", now, "just now"),
            ("a clock that is a little fast", now + 30, "just now"),
            ("one", now - HOUR, "1 hour ago"),
            ("many", now - 59 * MINUTE, "59 minutes ago"),
            ("days", now - 29 * DAY, "29 days ago"),
            ("long ago is a date", now - 31 * DAY, "2 Apr 2026"),
            ("the future is a date", now + DAY, "4 May 2026"),
            ("no calendar goes so far", i64::MAX, ""),
        ];
        for (why, at, words) in cases {
            assert_eq!(ago(at, now), words, "{why}");
        }
        assert_eq!(minute(now), "3 May 2026 12:05 UTC");
    }
}
