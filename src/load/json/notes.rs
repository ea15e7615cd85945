//! Values read leniently: what is of a wrong type is as if it were not there, and is noted once.

use std::borrow::Cow;
use std::collections::HashMap;

use super::tree::{Kind, Value};
use crate::load::Sink;
use crate::text::clean_line;

/// How many kinds of notes are kept.
const MAX_NOTES: usize = 50;

/// What was wrong with values, each kind of it once, with the first place and how many there are.
#[derive(Debug, Default)]
pub(in crate::load) struct Notes {
    list: Vec<(String, u64)>,
    by_kind: HashMap<(String, &'static str), usize>,
}

impl Notes {
    fn note(&mut self, of: Value<'_>, key: &str, what: &'static str, say: impl FnOnce() -> String) {
        // The same key anywhere is the same kind: lists differ by their numbers alone.
        let of_key = of.parent().map_or(String::new(), |parent| parent.key().into_owned());
        let next = self.list.len();
        let kind = (format!("{of_key}.{key}"), what);
        match self.by_kind.get(&kind) {
            Some(&at) => {
                if let Some((_, count)) = self.list.get_mut(at) {
                    *count += 1;
                }
            }
            None if next < MAX_NOTES => {
                self.by_kind.insert(kind, next);
                self.list.push((say(), 1));
            }
            None => {}
        }
    }

    /// The value of `key`, read by `read`; where that can make nothing of it, it is noted not to be
    /// `what` ("a text").
    pub(in crate::load) fn read<'t, T>(
        &mut self,
        of: Value<'t>,
        key: &str,
        what: &'static str,
        read: impl FnOnce(Value<'t>) -> Option<T>,
    ) -> Option<T> {
        let value = of.get(key)?;
        let found = read(value);
        if found.is_none() {
            self.note(of, key, what, || {
                format!("{}: expected {what}, found {}", value.path(), name(value))
            });
        }
        found
    }

    /// A text.
    pub(in crate::load) fn text<'t>(&mut self, of: Value<'t>, key: &str) -> Option<Cow<'t, str>> {
        self.read(of, key, "a text", Value::text)
    }

    /// A text in one clean line; nothing if that is empty.
    pub(in crate::load) fn line(&mut self, of: Value<'_>, key: &str) -> Option<String> {
        let line = clean_line(&self.text(of, key)?);
        Some(line).filter(|line| !line.is_empty())
    }

    /// A text or a number that is an id.
    pub(in crate::load) fn id<'t>(&mut self, of: Value<'t>, key: &str) -> Option<Cow<'t, str>> {
        self.read(of, key, "a text or a number", Value::id).filter(|id| !id.trim().is_empty())
    }

    /// A whole number.
    pub(in crate::load) fn whole(&mut self, of: Value<'_>, key: &str) -> Option<i64> {
        self.read(of, key, "a number", Value::whole)
    }

    /// A number of votes.
    pub(in crate::load) fn votes(&mut self, of: Value<'_>, key: &str) -> Option<i32> {
        self.read(of, key, "a number", Value::votes)
    }

    /// A number of things; less than none is none.
    pub(in crate::load) fn count(&mut self, of: Value<'_>, key: &str) -> Option<u32> {
        let whole = self.whole(of, key)?.clamp(0, i64::from(u32::MAX));
        u32::try_from(whole).ok()
    }

    /// `true` or `false`; what is not there is false.
    pub(in crate::load) fn flag(&mut self, of: Value<'_>, key: &str) -> bool {
        self.read(of, key, "true or false", Value::flag).unwrap_or(false)
    }

    /// An object.
    pub(in crate::load) fn object<'t>(&mut self, of: Value<'t>, key: &str) -> Option<Value<'t>> {
        self.read(of, key, "an object", |value| value.is_object().then_some(value))
    }

    /// The values of a list; nothing where there is none.
    pub(in crate::load) fn list<'t>(
        &mut self,
        of: Value<'t>,
        key: &str,
    ) -> impl Iterator<Item = Value<'t>> + use<'t> {
        let is_list = |value: Value<'t>| (value.kind() == Kind::List).then_some(value);
        self.read(of, key, "a list", is_list).into_iter().flat_map(Value::items)
    }

    /// What `read` makes of each value of a list; where that can make nothing of one, it is noted not
    /// to be `what`, but for `null`.
    pub(in crate::load) fn each<'t, T>(
        &mut self,
        of: Value<'t>,
        key: &str,
        what: &'static str,
        read: impl Fn(Value<'t>) -> Option<T>,
    ) -> Vec<T> {
        let mut found = Vec::new();
        for value in self.list(of, key) {
            match read(value) {
                Some(read) => found.push(read),
                None if value.kind() == Kind::Null => {}
                None => self.note(of, key, what, || {
                    format!("{}: expected {what}, found {}", value.path(), name(value))
                }),
            }
        }
        found
    }

    /// The objects of a list.
    pub(in crate::load) fn objects<'t>(&mut self, of: Value<'t>, key: &str) -> Vec<Value<'t>> {
        self.each(of, key, "an object", |value| value.is_object().then_some(value))
    }

    /// The ids in a list.
    pub(in crate::load) fn ids<'t>(&mut self, of: Value<'t>, key: &str) -> Vec<Cow<'t, str>> {
        self.each(of, key, "a text or a number", Value::id)
    }

    /// An instant in RFC 3339 or ISO 8601, or UTC seconds; in UTC seconds. One without a time zone is
    /// taken as UTC.
    pub(in crate::load) fn time(&mut self, of: Value<'_>, key: &str) -> Option<i64> {
        self.read(of, key, "a time", |value| match value.kind() {
            Kind::Number => value.whole().and_then(seconds),
            _ => instant(&value.text()?),
        })
    }

    /// Notes that `key` is missing where it is needed.
    pub(in crate::load) fn missing(&mut self, of: Value<'_>, key: &str) {
        self.note(of, key, "missing", || {
            let path = of.path();
            if path.is_empty() {
                format!("{key} is missing")
            } else {
                format!("{path}.{key} is missing")
            }
        });
    }

    /// Hands them on.
    pub(in crate::load) fn finish(self, sink: &mut dyn Sink) {
        for (note, count) in self.list {
            sink.warning(match count {
                1 => note,
                2 => format!("{note} (and once more)"),
                more => format!("{note} (and {} times more)", more - 1),
            });
        }
    }
}

/// The same for answers that are read as they come: which fields could not be read, and how often.
#[derive(Debug, Default)]
pub(in crate::load) struct Tally {
    list: Vec<(&'static str, u64)>,
}

impl Tally {
    /// Notes that a field of this name, of which a loader has some dozen, is of a wrong type.
    #[cold]
    pub(in crate::load) fn note(&mut self, key: &'static str) {
        match self.list.iter_mut().find(|(known, _)| *known == key) {
            Some((_, count)) => *count += 1,
            None => self.list.push((key, 1)),
        }
    }

    /// Hands them on.
    pub(in crate::load) fn finish(self, sink: &mut dyn Sink) {
        for (key, count) in self.list {
            let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
            sink.warning(format!("{key} could not be read {times}: it is of a wrong type"));
        }
    }
}

/// UTC seconds of a time as APIs write it: `2026-05-03T08:15:00.123Z`, `2026-05-03 08:15:00 UTC`,
/// with an offset, or without any zone, which is UTC then.
pub(in crate::load) fn instant(text: &str) -> Option<i64> {
    let text = text.trim();
    let text = text.strip_suffix(" UTC").map_or(text.into(), |text| Cow::Owned(format!("{text}Z")));
    let exact = text.parse::<jiff::Timestamp>().ok();
    let exact = exact.or_else(|| {
        let civil = text.parse::<jiff::civil::DateTime>().ok()?;
        civil.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    });
    exact.map(jiff::Timestamp::as_second)
}

/// UTC seconds, if they are a time that can be printed.
pub(in crate::load) fn seconds(number: i64) -> Option<i64> {
    jiff::Timestamp::from_second(number).is_ok().then_some(number)
}

/// What a value is, in words.
fn name(value: Value<'_>) -> &'static str {
    match value.kind() {
        Kind::Object => "an object",
        Kind::List => "a list",
        Kind::Text => "a text",
        Kind::Number => "a number",
        Kind::Bool => "true or false",
        Kind::Null => "nothing",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{Collector, Input, Stream, json::Tree};

    #[test]
    fn what_is_wrong_is_said_once_with_its_place() {
        let json = br#"{"c":[{"n":1,"t":"x"},{"n":"1","t":2},{"n":{},"l":[1]},{"n":true}]}"#;
        let mut sink = Collector::default();
        let stream = Stream::new(json.to_vec(), None);
        let tree = Tree::read(&Input::default(), stream, &mut sink).unwrap();
        let mut notes = Notes::default();
        let mut found = Vec::new();
        for item in notes.list(tree.root().unwrap(), "c") {
            found.push((notes.whole(item, "n"), notes.text(item, "t"), notes.flag(item, "l")));
        }
        assert_eq!(found[0], (Some(1), Some("x".into()), false));
        assert!(found[1..].iter().all(|found| *found == (None, None, false)));
        notes.missing(tree.root().unwrap().get("c").unwrap().items().next().unwrap(), "id");
        notes.finish(&mut sink);
        assert_eq!(
            sink.finish().provenance.warnings,
            [
                "c[1].n: expected a number, found a text (and 2 times more)",
                "c[1].t: expected a text, found a number",
                "c[2].l: expected true or false, found a list",
                "c[0].id is missing",
            ]
        );
    }

    #[test]
    fn what_does_not_belong_into_a_list_is_said_once() {
        let json = br#"{"ids":[1,"b",{},null,[]],"objects":[{},7,null,"x"]}"#;
        let mut sink = Collector::default();
        let stream = Stream::new(json.to_vec(), None);
        let tree = Tree::read(&Input::default(), stream, &mut sink).unwrap();
        let root = tree.root().unwrap();
        let mut notes = Notes::default();
        assert_eq!(notes.ids(root, "ids"), ["1", "b"]);
        assert_eq!(notes.objects(root, "objects").len(), 1);
        notes.finish(&mut sink);
        assert_eq!(
            sink.finish().provenance.warnings,
            [
                "ids[2]: expected a text or a number, found an object (and once more)",
                "objects[1]: expected an object, found a number (and once more)",
            ]
        );
    }

    #[test]
    fn times_are_read_as_apis_write_them() {
        #[rustfmt::skip]
        let cases = [
            ("2026-05-03T08:15:00Z",            Some(1_777_796_100)),
            ("2026-05-03T08:15:00.123456+02:00", Some(1_777_788_900)),
            ("2026-05-03T08:15:00.000-0500",    Some(1_777_814_100)),
            ("2026-05-03T08:15:00",             Some(1_777_796_100)),
            ("2026-05-03 08:15:00 UTC",         Some(1_777_796_100)),
            ("2026-05-03 08:15:00",             Some(1_777_796_100)),
            ("yesterday",                       None),
        ];
        for (text, seconds) in cases {
            assert_eq!(instant(text), seconds, "{text}");
        }
    }
}
