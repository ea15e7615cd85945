//! What an answer is made of, by its beginning: which keys stand where.

use std::collections::{HashMap, HashSet};

use super::{Json, Token, start_of};
use crate::load::{Input, Stream};

/// How many tokens of the beginning are looked at.
const MAX_TOKENS: usize = 4_000;
/// How many bytes of it.
const MAX_BYTES: usize = 256 * 1024;
/// How deep; what lies deeper is of no interest to anybody who asks what this is.
const MAX_DEPTH: usize = 12;

/// The ways of keys that occur in the beginning of an answer, such as `post_stream.posts[].cooked`.
#[derive(Debug, Default)]
pub(in crate::load) struct Outline {
    ways: HashSet<String>,
}

impl Outline {
    /// That of `input`, if it is JSON that has all of `words` somewhere in its beginning: they are
    /// looked for first, since that costs next to nothing.
    pub(in crate::load) fn of(input: &Input<'_>, words: &[&str]) -> Option<Outline> {
        let start = start_of(input.bytes);
        if !matches!(start, [b'{' | b'[', ..]) {
            return None;
        }
        let head = start.get(..MAX_BYTES).unwrap_or(start);
        let is_there = |word: &&str| memchr::memmem::find(head, word.as_bytes()).is_some();
        words.iter().all(is_there).then(|| Outline::read(head))
    }

    fn read(head: &[u8]) -> Outline {
        let mut json = Json::new(Stream::new(head.to_vec(), None));
        let mut outline = Outline::default();
        // The way to what is open, and how long it was before each level.
        let mut way = String::new();
        let mut levels: Vec<(usize, bool)> = Vec::new();
        for _ in 0..MAX_TOKENS {
            let Ok(token) = json.next() else { break };
            let (before, in_list) = levels.last().copied().unwrap_or((0, false));
            match token {
                Token::Key(key) => {
                    way.truncate(before);
                    if levels.len() <= MAX_DEPTH {
                        if !way.is_empty() {
                            way.push('.');
                        }
                        way.push_str(&json.text(&key));
                        if !outline.ways.contains(&way) {
                            outline.ways.insert(way.clone());
                        }
                    }
                }
                Token::Object => levels.push((way.len(), false)),
                Token::Array => {
                    if levels.len() <= MAX_DEPTH {
                        way.push_str("[]");
                        if !outline.ways.contains(&way) {
                            outline.ways.insert(way.clone());
                        }
                    }
                    levels.push((way.len(), true));
                }
                Token::End => {
                    levels.pop();
                    let (before, in_list) = levels.last().copied().unwrap_or((0, false));
                    if in_list {
                        way.truncate(before);
                    }
                }
                Token::Done => break,
                _ if in_list => way.truncate(before),
                _ => {}
            }
        }
        outline
    }

    /// All of them.
    pub(in crate::load) fn ways(&self) -> impl Iterator<Item = &str> {
        self.ways.iter().map(String::as_str)
    }

    /// Whether this way occurs: `[].id`, `data.items[].author.name`.
    pub(in crate::load) fn has(&self, way: &str) -> bool {
        self.ways.contains(way)
    }

    /// Whether all of them do.
    pub(in crate::load) fn has_all(&self, ways: &[&str]) -> bool {
        ways.iter().all(|way| self.has(way))
    }

    /// How many of these ways lead on from one and the same place, at best, wherever that is: an
    /// object is known by its keys whatever it is wrapped in.
    pub(in crate::load) fn most_together(&self, ways: &[&str]) -> usize {
        let mut places: HashMap<&str, usize> = HashMap::new();
        for found in &self.ways {
            for way in ways {
                let place = found.strip_suffix(way);
                if let Some(place) = place.filter(|place| place.is_empty() || place.ends_with('.'))
                {
                    *places.entry(place).or_default() += 1;
                }
            }
        }
        places.into_values().max().unwrap_or(0)
    }

    /// Whether somewhere, however deep, all of these stand beside each other: `id`, `author.login`.
    pub(in crate::load) fn has_together(&self, ways: &[&str]) -> bool {
        let Some((first, others)) = ways.split_first() else { return false };
        let befores = self.ways.iter().filter_map(|way| way.strip_suffix(first));
        let is_step = |before: &&str| before.is_empty() || before.ends_with('.');
        befores.filter(is_step).any(|before| {
            others.iter().all(|other| self.ways.contains(&format!("{before}{other}")))
        })
    }

    /// Whether any of them does.
    pub(in crate::load) fn has_any(&self, ways: &[&str]) -> bool {
        ways.iter().any(|way| self.has(way))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_those_of_the_answer() {
        let json = br#"{"a":{"b":[{"c":1},{"d":[2,[3,{"e":4}]]},5]},"f":[],"g":{"h":"i"}}"#;
        let outline = Outline::of(&Input { bytes: json, ..Input::default() }, &["\"a\""]).unwrap();
        let mut ways: Vec<_> = outline.ways.iter().map(String::as_str).collect();
        ways.sort_unstable();
        #[rustfmt::skip]
        assert_eq!(ways, [
            "a", "a.b", "a.b[]", "a.b[].c", "a.b[].d", "a.b[].d[]", "a.b[].d[][]", "a.b[].d[][].e",
            "f", "f[]", "g", "g.h",
        ]);
    }

    #[test]
    fn an_object_is_known_wherever_it_is() {
        let json = br#"{"d":[{"v":{"a":{"b":1},"c":2}}],"c":3,"xc":4,"a":5}"#;
        let outline = Outline::of(&Input { bytes: json, ..Input::default() }, &[]).unwrap();
        assert_eq!(outline.most_together(&["a.b", "c", "e"]), 2, "in `d[].v`");
        assert_eq!(outline.most_together(&["a", "c", "d", "v"]), 3, "outside");
        assert_eq!(outline.most_together(&["b"]), 1);
        assert_eq!(outline.most_together(&["e"]), 0);
    }

    #[test]
    fn a_list_outside_and_a_broken_end_are_no_matter() {
        let of = |json: &[u8]| Outline::of(&Input { bytes: json, ..Input::default() }, &[]);
        assert!(of(b" [{\"id\":1,\"by").unwrap().has_all(&["[]", "[].id"]));
        let deep = of(b"{\"a\":[{\"id\":1,\"b\":{\"c\":2}}],\"xid\":3,\"d\":4}").unwrap();
        assert!(deep.has_together(&["id", "b.c"]));
        assert!(!deep.has_together(&["id", "d"]));
        assert!(of(b"<p>").is_none());
        assert!(of(b"").is_none());
        let deep = "[".repeat(100_000);
        assert!(of(deep.as_bytes()).unwrap().has("[]"));
    }
}
