//! Strings that many comments share, each kept once, and finding one again.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::thread::{NONE, index};

/// Strings, by their numbers; the first is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Names {
    text: String,
    ends: Vec<u32>,
}

impl Names {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len() + 1
    }

    /// The string at `at`.
    pub(super) fn get(&self, at: u32) -> &str {
        let end = |at: usize| self.ends.get(at).map(|&end| end as usize);
        let Some(last) = (at as usize).checked_sub(1) else { return "" };
        let start = last.checked_sub(1).and_then(end).unwrap_or(0);
        end(last).and_then(|end| self.text.get(start..end)).unwrap_or_default()
    }

    /// Adds a string; its number, or that of the empty one when there is no more room.
    fn add(&mut self, name: &str) -> u32 {
        match u32::try_from(self.text.len() + name.len()) {
            Ok(end) if self.ends.len() < NONE as usize - 1 => {
                self.text.push_str(name);
                self.ends.push(end);
                index(self.ends.len())
            }
            _ => 0,
        }
    }
}

/// As many bytes of a name stand in the table itself: few names are longer.
const BESIDE: usize = 22;

/// Where each string is.
///
/// A million names are looked up while half a gigabyte goes through the caches. What costs is how
/// often memory is waited for, and a short name is compared where its entry is.
#[derive(Debug, Default)]
pub(super) struct Finder {
    table: HashTable<Known>,
    /// Other each time, so that nobody can write names that all fall on one place.
    hasher: DefaultHashBuilder,
}

/// A string and its number.
#[derive(Debug)]
struct Known {
    at: u32,
    /// The length, if `name` has all of it.
    length: Option<u8>,
    name: [u8; BESIDE],
}

impl Known {
    fn new(name: &[u8], at: u32) -> Known {
        let mut known = Known { at, length: None, name: [0; BESIDE] };
        if let Some(beside) = known.name.get_mut(..name.len()) {
            beside.copy_from_slice(name);
            known.length = u8::try_from(name.len()).ok();
        }
        known
    }

    /// The string.
    fn get<'a>(&'a self, names: &'a Names) -> &'a [u8] {
        let beside = self.length.and_then(|length| self.name.get(..usize::from(length)));
        beside.unwrap_or_else(|| names.get(self.at).as_bytes())
    }
}

impl Finder {
    /// That of `names`. O(names).
    pub(super) fn of(names: &Names) -> Finder {
        let mut finder = Finder::default();
        for at in 1..index(names.len()) {
            finder.note(names, at);
        }
        finder
    }

    /// The number of `name`, which is added to `names` if it is not among them.
    pub(super) fn number(&mut self, names: &mut Names, name: &[u8]) -> u32 {
        if name.is_empty() {
            return 0;
        }
        let hash = self.hasher.hash_one(name);
        if let Some(known) = self.table.find(hash, |known| known.get(names) == name) {
            return known.at;
        }
        let at = names.add(&String::from_utf8_lossy(name));
        if at != 0 {
            self.note(names, at);
        }
        at
    }

    fn note(&mut self, names: &Names, at: u32) {
        let hasher = &self.hasher;
        let known = Known::new(names.get(at).as_bytes(), at);
        let hash = hasher.hash_one(known.get(names));
        self.table.insert_unique(hash, known, |known| hasher.hash_one(known.get(names)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_number_however_long_it_is() {
        let (mut names, mut finder) = (Names::default(), Finder::default());
        let long = |length| "ä".repeat(length);
        let all: Vec<String> = (0..40).map(long).collect();
        let numbers: Vec<u32> =
            all.iter().map(|name| finder.number(&mut names, name.as_bytes())).collect();
        assert_eq!(numbers, (0..40).collect::<Vec<u32>>());
        let mut again = Finder::of(&names);
        for (name, &number) in all.iter().zip(&numbers) {
            assert_eq!(finder.number(&mut names, name.as_bytes()), number, "{name}");
            assert_eq!(again.number(&mut names, name.as_bytes()), number, "{name}");
            assert_eq!(names.get(number), name);
        }
        assert_eq!(again.number(&mut names, b"Ines"), 40);
        assert_eq!(again.number(&mut names, b"Ines\0"), 41, "its end is a part of it");
    }
}
