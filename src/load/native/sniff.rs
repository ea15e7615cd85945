//! Is this our JSON? A look at the beginning, by the same rules as the reading.
//!
//! The beginning is parsed until it breaks off, and what was seen by then counts.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use super::FORMAT_PREFIX;
use super::keys::{AnyKey, Key};
use crate::load::json::string;
use crate::load::{Input, Likelihood};

/// How much of an input is looked at, in bytes.
const SAMPLE: usize = 64 * 1024;

pub(super) fn sniff(input: &Input<'_>) -> Likelihood {
    let bytes = input.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input.bytes);
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    if sample.trim_ascii_start().first() != Some(&b'{') {
        return Likelihood::No;
    }
    let mut seen = Likelihood::No;
    let look = Look { at: Level::Top, seen: &mut seen };
    // That the sample breaks off is no news.
    drop(look.deserialize(&mut serde_json::Deserializer::from_slice(sample)));
    seen
}

/// Where in the document something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Top,
    Article,
    Comments,
    Comment,
    Elsewhere,
}

/// What is looked at, and where to say what it shows.
struct Look<'s> {
    at: Level,
    seen: &'s mut Likelihood,
}

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.at {
            Level::Elsewhere => deserializer.deserialize_ignored_any(IgnoredAny).map(drop),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the format")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let seen = self.seen;
        while let Some(AnyKey(key)) = map.next_key()? {
            let below = match (self.at, key) {
                (Level::Top, Some(Key::Format)) => {
                    let format = string(map.next_value::<&RawValue>()?.get());
                    if format.is_some_and(|format| format.starts_with(FORMAT_PREFIX)) {
                        *seen = Likelihood::Certain;
                        return Err(A::Error::custom("seen enough"));
                    }
                    continue;
                }
                (Level::Top, Some(Key::Article)) => Level::Article,
                (Level::Top, Some(Key::Comments)) => Level::Comments,
                (Level::Article, Some(Key::Title | Key::Text | Key::Html)) => {
                    *seen = Likelihood::Possible.max(*seen);
                    Level::Elsewhere
                }
                (Level::Comment, Some(Key::Text | Key::Html)) => {
                    *seen = Likelihood::Likely.max(*seen);
                    Level::Elsewhere
                }
                _ => Level::Elsewhere,
            };
            map.next_value_seed(Look { at: below, seen })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let seen = self.seen;
        if self.at != Level::Comments {
            return Err(A::Error::custom("not ours"));
        }
        if list.next_element_seed(Look { at: Level::Comment, seen })?.is_none() {
            *seen = Likelihood::Possible.max(*seen);
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_json_is_known_by_its_beginning() {
        #[rustfmt::skip]
        let cases: &[(&str, &str, Likelihood)] = &[
            ("it says so",            r#"{"format": "sidenote-1"}"#,                Likelihood::Certain),
            ("a later version",       r#"{"format": "sidenote-7", "article"#,       Likelihood::Certain),
            ("it says so later",      r#"{"comments":[{"text":"a"}],"format":"sidenote-1"}"#, Likelihood::Certain),
            ("behind mark and space", "\u{FEFF} \n{\"format\": \"sidenote-1\"}",    Likelihood::Certain),
            ("another format",        r#"{"format": "other"}"#,                     Likelihood::No),
            ("comments with words",   r#"{"comments": [{"id": 1, "text": "a"#,      Likelihood::Likely),
            ("comments as HTML",      r#"{"x": [[]], "comments": [{"html": "a"}]}"#, Likelihood::Likely),
            ("no comments yet",       r#"{"comments": []}"#,                        Likelihood::Possible),
            ("an article alone",      r#"{"article": {"title": "Tides"}}"#,         Likelihood::Possible),
            ("no article, though",    r#"{"article": null, "comments": [{"text": "a"}]}"#, Likelihood::Likely),
            ("comments of others",    r#"{"comments": [{"id": 1, "body": "a"}]}"#,  Likelihood::No),
            ("words further down",    r#"{"data": {"comments": [{"text": "a"}]}}"#, Likelihood::No),
            ("an array",              r#"[{"comments": [{"text": "a"}]}]"#,         Likelihood::No),
            ("a text with a brace",   "{ is how an object starts",                  Likelihood::No),
            ("nothing",               "",                                           Likelihood::No),
        ];
        for (why, json, likelihood) in cases {
            let input = Input { bytes: json.as_bytes(), ..Input::default() };
            assert_eq!(sniff(&input), *likelihood, "{why}");
        }
    }

    #[test]
    fn the_look_is_short_and_never_deep() {
        let deep = format!("{{\"x\":{}", "[".repeat(50_000_000));
        let long = format!("{{\"x\":\"{}\",\"format\":\"sidenote-1\"}}", " ".repeat(50_000_000));
        for json in [deep, long] {
            let input = Input { bytes: json.as_bytes(), ..Input::default() };
            let start = std::time::Instant::now();
            assert_eq!(sniff(&input), Likelihood::No);
            assert!(start.elapsed().as_millis() < 200, "only the beginning is looked at");
        }
    }
}
