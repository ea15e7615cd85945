//! The text of a thread: the bytes of its source as they were read, and what was written beside.
//!
//! A long discussion is nearly all text, and its source holds that already. Where it is hardly
//! anything else, as mail is, the segments in which it was read are kept, shared, and a comment names
//! a span of them. What has to be written down (the texts of an answer that is one third names and
//! signs, an id with odd letters in it, a short source's words) goes into segments of its own. Copying
//! a store copies no text but the last, open piece.

use std::borrow::Cow;
use std::sync::Arc;

/// Addresses of what was written beside begin here; below are those of the source. Both have room
/// for 8 GiB.
const WRITTEN: u64 = 1 << (ADDRESS_BITS - 1);

/// How many bits an address takes.
pub(super) const ADDRESS_BITS: u32 = 34;

/// How many bytes are written into a segment before the next is begun.
const PIECE: usize = 1 << 20;

/// Some bytes of the source, as they were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The address of the first: each segment's lie behind those of the one before.
    pub at: u64,
    /// The bytes.
    pub bytes: Arc<Vec<u8>>,
}

/// A range of addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub at: u64,
    /// How many bytes.
    pub length: usize,
}

/// How kept bytes become text: the source's own way of writing, known by its loader.
#[derive(Debug)]
pub struct Notation {
    /// A name by which notations are told apart.
    pub name: &'static str,
    /// Makes text of the bytes; whatever they are, it is text.
    pub decode: fn(&[u8]) -> Cow<'_, str>,
    /// Whether words of ASCII letters and digits stand in these bytes as they do in the text: so in
    /// JSON and HTML, but for a few that are cut by markup, and not in mail that is encoded.
    pub plain_letters: fn(&[u8]) -> bool,
}

impl PartialEq for Notation {
    fn eq(&self, other: &Notation) -> bool {
        std::ptr::eq(self, other) || self.name == other.name
    }
}

impl Eq for Notation {}

/// All text of a thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Store {
    source: Vec<Segment>,
    written: Vec<Segment>,
    open: Vec<u8>,
    /// The address of the open piece.
    open_at: u64,
}

impl Store {
    /// Keeps a segment of the source. One whose addresses do not follow is not kept.
    pub(super) fn keep(&mut self, segment: Segment) {
        let end = segment.at + segment.bytes.len() as u64;
        let follows = self.source.last().is_none_or(|last| last.at < segment.at);
        if follows && end <= WRITTEN {
            self.source.push(segment);
        }
    }

    /// Writes bytes down; where they are. `None` when the store is full.
    pub(super) fn write_one(&mut self, bytes: &[u8]) -> Option<Span> {
        let at = self.write([bytes])?;
        Some(Span { at, length: bytes.len() })
    }

    /// Writes texts down, one behind the other; the address of the first. `None` when the store is
    /// full.
    pub(super) fn write<const N: usize>(&mut self, texts: [&[u8]; N]) -> Option<u64> {
        let length: usize = texts.iter().map(|text| text.len()).sum();
        if !self.open.is_empty() && self.open.len() + length > PIECE {
            let at = WRITTEN + self.open_at;
            self.open_at += self.open.len() as u64;
            // Who has filled one piece fills another.
            let bytes = Arc::new(std::mem::replace(&mut self.open, Vec::with_capacity(PIECE)));
            self.written.push(Segment { at, bytes });
        }
        let at = WRITTEN + self.open_at + self.open.len() as u64;
        if at + length as u64 >= WRITTEN * 2 {
            return None;
        }
        for text in texts {
            self.open.extend_from_slice(text);
        }
        Some(at)
    }

    /// The bytes of a span; none if it is not of one segment. O(log segments).
    pub(super) fn get(&self, span: Span) -> &[u8] {
        let Span { at, length } = span;
        let piece = if let Some(open) = at.checked_sub(WRITTEN + self.open_at) {
            Some((self.open.as_slice(), open))
        } else {
            let list = if at < WRITTEN { &self.source } else { &self.written };
            let behind = list.partition_point(|segment| segment.at <= at);
            let segment = behind.checked_sub(1).and_then(|before| list.get(before));
            segment.map(|segment| (segment.bytes.as_slice(), at - segment.at))
        };
        let found = piece.and_then(|(bytes, start)| {
            let start = usize::try_from(start).ok()?;
            bytes.get(start..start.checked_add(length)?)
        });
        found.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_and_what_is_written_is_found_again() {
        let mut store = Store::default();
        let segment = |at: u64, text: &str| Segment { at, bytes: Arc::new(text.into()) };
        store.keep(segment(0, "the oil"));
        let first = store.write([b"a", b"bc"]).unwrap();
        let long = "x".repeat(PIECE);
        let second = store.write([long.as_bytes(), b"", b"end"]).unwrap();
        store.keep(segment(7, " price"));
        store.keep(segment(5, "does not follow"));
        let third = store.write([b"", b"last"]).unwrap();
        let get = |at, length| store.get(Span { at, length });
        assert_eq!(get(4, 3), b"oil");
        assert_eq!(get(8, 5), b"price");
        assert_eq!(get(first + 1, 2), b"bc");
        assert_eq!(get(second + PIECE as u64, 3), b"end");
        assert_eq!(get(third, 4), b"last");
        assert_eq!(get(4, 9), b"", "a span lies in one segment");
        assert_eq!(get(third, 5), b"");
        assert_eq!(get(u64::MAX, 1), b"");
        assert_eq!(store.clone(), store);
    }
}
