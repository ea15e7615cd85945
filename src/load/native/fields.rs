//! One object's values, read leniently: a value of the wrong type is a note with its path.
//!
//! The values are kept as slices of the input and read when asked for. So an unknown or oddly
//! typed value costs nothing but the pass that finds its end, which `serde_json` makes without
//! recursion, and whatever a value is, the others of its object can still be read.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::super::json::string;
use super::keys::{AnyKey, Key};
use crate::limits::MAX_WARNINGS;
use crate::text::{clean_line, clip};

/// How much of an unexpected value a note quotes, in columns.
const MAX_QUOTED: usize = 40;

/// Whole numbers beyond this are as good as this; it is exact as a float.
const FAR: f64 = 1e15;

/// Where a value stands, for notes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    Source,
    Article,
    Comment(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Source => f.write_str("source."),
            Place::Article => f.write_str("article."),
            Place::Comment(at) => write!(f, "comments[{at}]."),
        }
    }
}

/// What could not be read, a sentence each; no more than a document would keep.
#[derive(Debug, Default)]
pub(super) struct Notes {
    list: Vec<String>,
}

impl Notes {
    /// Adds a note; the closure runs only if there is room.
    pub(super) fn add(&mut self, note: impl FnOnce() -> String) {
        if self.list.len() <= MAX_WARNINGS {
            self.list.push(note());
        }
    }

    pub(super) fn into_list(self) -> Vec<String> {
        self.list
    }
}

/// The values of an object by key. Of a key given twice the last counts.
pub(super) struct Fields<'a> {
    values: [Option<&'a str>; Key::COUNT],
}

impl<'a> Fields<'a> {
    /// Reads `json`, which is known to be sound; `None` if it is no object.
    pub(super) fn read(json: &'a str) -> Option<Fields<'a>> {
        // Asked first, as an error costs more than an object.
        let is_object = json.starts_with('{');
        let read = || serde_json::Deserializer::from_str(json).deserialize_map(FieldsVisitor).ok();
        is_object.then(read).flatten()
    }

    fn get(&self, key: Key) -> Option<&'a str> {
        self.values.get(key as usize).copied().flatten()
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
        let mut values = [None; Key::COUNT];
        while let Some(AnyKey(key)) = map.next_key()? {
            match key.and_then(|key| values.get_mut(key as usize)) {
                Some(slot) => {
                    let value: &RawValue = map.next_value()?;
                    *slot = Some(value.get()).filter(|&json| json != "null");
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Fields { values })
    }
}

/// An object at its place, with somewhere to note what is wrong in it.
pub(super) struct Object<'a, 'n> {
    pub(super) fields: Fields<'a>,
    pub(super) place: Place,
    pub(super) notes: &'n mut Notes,
}

impl<'a> Object<'a, '_> {
    fn expected(&mut self, key: Key, what: &str, json: &str) {
        let (place, key) = (self.place, key.name());
        self.notes.add(|| format!("{place}{key}: expected {what}, found {}", quoted(json)));
    }

    /// Reads the value of `key` with `read`, and notes it if it is not `what`.
    pub(super) fn read<T>(
        &mut self,
        key: Key,
        what: &str,
        read: impl FnOnce(&'a str) -> Option<T>,
    ) -> Option<T> {
        let json = self.fields.get(key)?;
        let value = read(json);
        if value.is_none() {
            self.expected(key, what, json);
        }
        value
    }

    /// A text as it stands.
    pub(super) fn text(&mut self, key: Key) -> Option<Cow<'a, str>> {
        self.read(key, "a text", string)
    }

    /// A text on one line, cleaned; `None` if nothing is in it.
    pub(super) fn line(&mut self, key: Key) -> Option<String> {
        self.text(key).map(|text| clean_line(&text)).filter(|line| !line.is_empty())
    }

    /// A text on one line, cleaned, and no note if it is none: for a value already complained of.
    pub(super) fn printed(&self, key: Key) -> Option<String> {
        let text = string(self.fields.get(key)?)?;
        Some(clean_line(&text)).filter(|line| !line.is_empty())
    }

    /// A list of lines; empty ones are left out.
    pub(super) fn lines(&mut self, key: Key) -> Vec<String> {
        let items = |json: &'a str| serde_json::from_str::<Vec<&RawValue>>(json).ok();
        let items = self.read(key, "an array of texts", items).unwrap_or_default();
        let mut lines = Vec::new();
        for item in items {
            match string(item.get()).map(|text| clean_line(&text)) {
                Some(line) if !line.is_empty() => lines.push(line),
                Some(_) => {}
                None => self.expected(key, "an array of texts", item.get()),
            }
        }
        lines
    }

    /// An id: a text, or a number as it is written.
    pub(super) fn id(&mut self, key: Key) -> Option<String> {
        let id = |json: &'a str| match json.bytes().next() {
            Some(b'-' | b'0'..=b'9') => Some(Cow::Borrowed(json)),
            _ => string(json),
        };
        let id = self.read(key, "a text or a number", id)?;
        Some(id.into_owned()).filter(|id| !id.is_empty())
    }

    /// True or false; false if it is missing.
    pub(super) fn flag(&mut self, key: Key) -> bool {
        let flag = |json: &str| json.parse().ok();
        self.read(key, "true or false", flag).unwrap_or(false)
    }

    /// A number between 0 and 1.
    pub(super) fn share(&mut self, key: Key) -> Option<f64> {
        let share = |json: &str| json.parse().ok().filter(|share| (0.0..=1.0).contains(share));
        self.read(key, "a number from 0 to 1", share)
    }

    /// A whole number. One outside of `least..=most` is noted and taken as the nearest inside.
    pub(super) fn whole(&mut self, key: Key, least: i64, most: i64) -> Option<i64> {
        let number = |json: &str| json.parse::<f64>().ok();
        let float = self.read(key, "a number", number)?;
        let json = self.fields.get(key)?;
        let exact = json.parse::<i64>().ok().or_else(|| {
            let near = float.clamp(-FAR, FAR);
            (near.fract() == 0.0).then(|| format!("{near:.0}").parse().ok()).flatten()
        });
        let Some(exact) = exact else {
            self.expected(key, "a whole number", json);
            return None;
        };
        let taken = exact.clamp(least, most);
        if taken != exact {
            let (place, key) = (self.place, key.name());
            self.notes
                .add(|| format!("{place}{key}: {} is out of range; {taken} taken", quoted(json)));
        }
        Some(taken)
    }

    /// An instant ([RFC 3339]), in UTC seconds.
    ///
    /// [RFC 3339]: https://www.rfc-editor.org/rfc/rfc3339
    pub(super) fn instant(&mut self, key: Key) -> Option<i64> {
        let instant = |json: &str| string(json)?.parse::<jiff::Timestamp>().ok();
        let time = self.read(key, "a time such as 2026-05-03T08:05:12Z", instant)?;
        Some(time.as_second())
    }
}

/// A value as a note names it: short, on one line.
pub(super) fn quoted(json: &str) -> String {
    match json.bytes().next() {
        Some(b'{') => "an object".into(),
        Some(b'[') => "an array".into(),
        _ => {
            let start = json.get(..json.floor_char_boundary(4 * MAX_QUOTED)).unwrap_or_default();
            let line = clean_line(start);
            let short = clip(&line, MAX_QUOTED);
            if short.len() < line.len() || start.len() < json.len() {
                format!("{short}…")
            } else {
                line
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `read` makes of `{"score": json}`, and what is noted.
    fn ask<T>(json: &str, read: impl FnOnce(&mut Object<'_, '_>) -> T) -> (T, Vec<String>) {
        let json = format!(r#"{{"score": {json}}}"#);
        let mut notes = Notes::default();
        let fields = Fields::read(&json).unwrap();
        let mut object = Object { fields, place: Place::Comment(3), notes: &mut notes };
        let value = read(&mut object);
        (value, notes.into_list())
    }

    #[test]
    fn a_number_is_whole_and_in_range_or_noted() {
        #[rustfmt::skip]
        let cases = [
            ("plain",               "12",    Some(12),   None),
            ("negative",            "-7",    Some(-7),   None),
            ("whole for a float",   "12.0",  Some(12),   None),
            ("with an exponent",    "1e2",   Some(100),  None),
            ("nothing",             "null",  None,       None),
            ("too large",           "1e999", Some(999),  Some("1e999 is out of range; 999 taken")),
            ("too small",           "-5000", Some(-999), Some("-5000 is out of range; -999 taken")),
            ("beyond 64 bits",      "99999999999999999999", Some(999), Some("99999999999999999999 is out of range; 999 taken")),
            ("not whole",           "3.5",   None,       Some("expected a whole number, found 3.5")),
            ("a text",              r#""x""#, None,      Some(r#"expected a number, found "x""#)),
            ("a number as a text",  r#""7""#, None,      Some(r#"expected a number, found "7""#)),
            ("an object",           r#"{"a":[1]}"#, None, Some("expected a number, found an object")),
            ("an array",            "[1]",   None,       Some("expected a number, found an array")),
            ("a truth",             "true",  None,       Some("expected a number, found true")),
        ];
        for (why, json, value, note) in cases {
            let expected: Vec<String> =
                note.map(|note| format!("comments[3].score: {note}")).into_iter().collect();
            let seen = ask(json, |object| object.whole(Key::Score, -999, 999));
            assert_eq!(seen, (value, expected), "{why}");
        }
    }

    #[test]
    fn texts_are_decoded_and_never_refused() {
        #[rustfmt::skip]
        let cases = [
            ("plain",                r#""mole""#,         Some("mole")),
            ("escapes",              r#""a\n\"b\"""#,     Some("a\n\"b\"")),
            ("a surrogate pair",     r#""\ud83d\ude00""#, Some("😀")),
            ("half of one",          r#""a\ud83db""#,     Some("a\u{FFFD}\u{FFFD}\u{FFFD}b")),
            ("a backslash at the end", r#""a\\""#,        Some("a\\")),
            ("a number",             "1",                 None),
        ];
        for (why, json, text) in cases {
            assert_eq!(string(json).as_deref(), text, "{why}");
        }
    }

    #[test]
    fn other_types_read_or_are_noted() {
        assert_eq!(ask("7", |o| o.id(Key::Score)), (Some("7".into()), vec![]));
        assert_eq!(ask(r#""t1""#, |o| o.id(Key::Score)), (Some("t1".into()), vec![]));
        assert_eq!(ask("true", |o| o.flag(Key::Score)), (true, vec![]));
        assert_eq!(ask("0.57", |o| o.share(Key::Score)), (Some(0.57), vec![]));
        assert_eq!(ask(r#""1970-01-01T01:00:00+01:00""#, |o| o.instant(Key::Score)).0, Some(0));
        assert_eq!(ask(r#"["a"," ","b"]"#, |o| o.lines(Key::Score)).0, ["a", "b"]);
        let wrong: [fn(&mut Object<'_, '_>); 5] = [
            |o| assert_eq!(o.id(Key::Score), None),
            |o| assert!(!o.flag(Key::Score)),
            |o| assert_eq!(o.share(Key::Score), None),
            |o| assert_eq!(o.instant(Key::Score), None),
            |o| assert!(o.lines(Key::Score).is_empty()),
        ];
        for read in wrong {
            let ((), notes) = ask("{}", read);
            assert_eq!(notes.len(), 1, "{notes:?}");
        }
    }

    #[test]
    fn a_note_is_short() {
        let long = format!("\"{}\"", "quay\u{1B}".repeat(1_000_000));
        assert!(quoted(&long).len() < 4 * MAX_QUOTED);
        assert!(!quoted(&long).contains('\u{1B}'));
    }
}
