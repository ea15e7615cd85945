//! The words of the format, in one list.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

/// Declares the words once: as variants, as they are spelt, and how to read them.
macro_rules! keys {
    ($($key:ident = $name:literal,)+) => {
        /// A word that this format knows, in any of its objects.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Key { $($key,)+ }

        impl Key {
            /// How many there are.
            pub(super) const COUNT: usize = [$($name,)+].len();

            /// As it is spelt.
            pub(super) fn name(self) -> &'static str {
                match self { $(Key::$key => $name,)+ }
            }

            fn spelt(name: &[u8]) -> Option<Key> {
                $(if name == $name.as_bytes() { return Some(Key::$key) })+
                None
            }
        }
    };
}

keys! {
    // Comments first: they are looked up the most.
    Id = "id", Parent = "parent", Author = "author", Created = "created", Age = "age",
    Score = "score", Up = "up", Down = "down", Edited = "edited", Deleted = "deleted",
    State = "state", Roles = "roles", Permalink = "permalink", More = "more", Subject = "subject",
    ParentConfidence = "parent_confidence", Text = "text", Html = "html",
    Title = "title", Byline = "byline", Site = "site", Published = "published",
    PublishedText = "published_text", Updated = "updated", Url = "url", Language = "language",
    Image = "image", Tags = "tags", Notices = "notices", About = "about", Book = "book",
    Loader = "loader", Loaded = "loaded", Declared = "declared", Warnings = "warnings",
    Format = "format", Source = "source", Article = "article", Comments = "comments",
}

/// A key of an object; `None` for a word that the format does not know.
///
/// Read as bytes, so that half a surrogate pair in somebody else's key is no error.
pub(super) struct AnyKey(pub(super) Option<Key>);

impl<'de> Deserialize<'de> for AnyKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<AnyKey, D::Error> {
        struct Spelling;
        impl Visitor<'_> for Spelling {
            type Value = AnyKey;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_bytes<E>(self, name: &[u8]) -> Result<AnyKey, E> {
                Ok(AnyKey(Key::spelt(name)))
            }
        }
        deserializer.deserialize_bytes(Spelling)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_however_it_is_written() {
        let cases = [
            ("as it is", r#""score""#, Some(Key::Score)),
            ("with an escape", r#""sc\u006fre""#, Some(Key::Score)),
            ("another word", r#""scores""#, None),
            ("half a surrogate pair", r#""\ud83d""#, None),
        ];
        for (why, json, key) in cases {
            assert_eq!(serde_json::from_str::<AnyKey>(json).unwrap().0, key, "{why}");
        }
    }
}
