//! A start tag of the page, as far as its attributes mean something here.

use std::borrow::Cow;

/// The attributes that are read; the others cost nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Class,
    Id,
    Title,
    Value,
    /// Where a comment can be found, by the versions of the plugin.
    Address,
    /// What is shown when the mouse rests on something.
    Tooltip,
    /// How many comments there are.
    Count,
}

/// How many there are.
const NAMES: usize = Name::Count as usize + 1;

impl Name {
    fn of(name: &[u8]) -> Option<Name> {
        Some(match name {
            b"class" => Name::Class,
            b"id" => Name::Id,
            b"title" => Name::Title,
            b"value" => Name::Value,
            b"data-wpd-clipboard" | b"data-comment-url" => Name::Address,
            b"wpd-tooltip" => Name::Tooltip,
            b"data-comments-count" => Name::Count,
            _ => return None,
        })
    }
}

/// A start tag. Its buffers serve the next one too.
#[derive(Debug, Default)]
pub(super) struct Tag {
    /// The element's name, in lower case.
    pub(super) name: Vec<u8>,
    /// Where it begins.
    pub(super) start: usize,
    values: [Vec<u8>; NAMES],
    /// Which have been given, a bit for each: of two, the first counts.
    given: u32,
    current: Option<Name>,
}

impl Tag {
    pub(super) fn open(&mut self, name: &[u8], start: usize) {
        self.name.clear();
        self.name.extend_from_slice(name);
        self.start = start;
        self.given = 0;
        self.current = None;
    }

    pub(super) fn attribute(&mut self, name: &[u8]) {
        self.current = Name::of(name).filter(|&name| self.given & (1 << name as u32) == 0);
        if let Some(name) = self.current {
            self.given |= 1 << name as u32;
            if let Some(slot) = self.values.get_mut(name as usize) {
                slot.clear();
            }
        }
    }

    pub(super) fn value(&mut self, value: &[u8]) {
        let slot = self.current.and_then(|name| self.values.get_mut(name as usize));
        if let Some(slot) = slot {
            slot.extend_from_slice(value);
        }
    }

    /// The value of an attribute; empty if it has none.
    pub(super) fn get(&self, name: Name) -> &[u8] {
        let given = self.given & (1 << name as u32) != 0;
        self.values.get(name as usize).filter(|_| given).map_or(&[], Vec::as_slice)
    }

    /// The same as text.
    pub(super) fn text(&self, name: Name) -> Cow<'_, str> {
        String::from_utf8_lossy(self.get(name))
    }

    /// The words of its class.
    pub(super) fn classes(&self) -> impl Iterator<Item = &[u8]> {
        let class = self.get(Name::Class);
        class.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty())
    }

    /// Whether it is of this class.
    pub(super) fn is(&self, class: &[u8]) -> bool {
        self.classes().any(|word| word == class)
    }
}
