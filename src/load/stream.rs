//! A source as it comes: segment after segment, each kept where its comments can name spans of it, or
//! forgotten when what counts has been taken out of it.

use std::io::{self, Read};
use std::sync::Arc;

use crate::model::Segment;

/// How many bytes are asked for first, and at least.
const LEAST: usize = 64 * 1024;
/// How many bytes are asked for at most: what is small enough not to be felt.
const MOST: usize = 4 << 20;
/// How many at most where the room for them is used again: what the nearest caches hold.
const WINDOW: usize = 256 * 1024;

/// The bytes of a source, some of them still to come.
pub struct Stream<'r> {
    head: Vec<u8>,
    rest: Option<&'r mut dyn Read>,
    begun: bool,
    /// The address of the next segment.
    at: u64,
    /// How many bytes to ask for.
    size: usize,
    read: u64,
}

impl std::fmt::Debug for Stream<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream").field("read", &self.read).finish_non_exhaustive()
    }
}

impl<'r> Stream<'r> {
    /// Begins with `head`, by which the format is recognised; `rest` is what comes behind it.
    #[must_use]
    pub fn new(head: Vec<u8>, rest: Option<&'r mut dyn Read>) -> Stream<'r> {
        let read = head.len() as u64;
        Stream { head, rest, begun: false, at: 0, size: LEAST, read }
    }

    /// One of which all has been read, so many bytes.
    pub(super) fn ended(read: u64) -> Stream<'r> {
        Stream { read, ..Stream::new(Vec::new(), None) }
    }

    /// Reads the first bytes of `source`, as many as a format takes to be recognised.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn open(source: &'r mut dyn Read) -> io::Result<Stream<'r>> {
        let mut head = Vec::with_capacity(LEAST);
        source.take(LEAST as u64).read_to_end(&mut head)?;
        let rest = (head.len() == LEAST).then_some(source);
        Ok(Stream::new(head, rest))
    }

    /// What it begins with.
    #[must_use]
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// Whether any of it has been given out.
    pub(super) fn has_begun(&self) -> bool {
        self.begun
    }

    /// Whether the head is all of it.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.rest.is_none()
    }

    /// How many bytes have been read.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.read
    }

    /// The next segment: `tail`, the end of the one before that could not be used yet, and at least
    /// a byte more. `None` at the end.
    ///
    /// # Errors
    /// When the source cannot be read.
    pub fn next(&mut self, tail: &[u8]) -> io::Result<Option<Segment>> {
        if !self.begun {
            self.begun = true;
            let head = std::mem::take(&mut self.head);
            if !head.is_empty() {
                return Ok(Some(self.segment(head)));
            }
        }
        let asked = self.size.max(tail.len());
        if self.is_complete() {
            return Ok(None);
        }
        let mut bytes = vec![0; tail.len() + asked];
        let (front, back) = bytes.split_at_mut(tail.len());
        front.copy_from_slice(tail);
        let got = self.read_into(back, tail.len())?;
        if got == 0 {
            return Ok(None);
        }
        self.size = if got == asked { (self.size * 2).min(MOST) } else { got.max(LEAST) };
        bytes.truncate(tail.len() + got);
        if got < asked {
            bytes.shrink_to_fit();
        }
        Ok(Some(self.segment(bytes)))
    }

    /// Puts what comes next behind what is in `bytes`, of which the first `used` are dropped: at
    /// least a byte. Says whether there was more.
    ///
    /// For who keeps nothing of the source itself: the room is used again, which costs a fifth of
    /// what new pages for all of it do.
    ///
    /// # Errors
    /// When the source cannot be read.
    pub(super) fn refill(&mut self, bytes: &mut Vec<u8>, used: usize) -> io::Result<bool> {
        self.begun = true;
        let head = std::mem::take(&mut self.head);
        if !head.is_empty() {
            *bytes = head;
            return Ok(true);
        }
        let used = used.min(bytes.len());
        bytes.copy_within(used.., 0);
        let tail = bytes.len() - used;
        let asked = if self.is_complete() { 0 } else { self.size.max(tail) };
        bytes.resize(tail + asked, 0);
        let got = self.read_into(bytes.get_mut(tail..).unwrap_or_default(), tail)?;
        self.size = if got == asked { self.size * 2 } else { got }.clamp(LEAST, WINDOW);
        bytes.truncate(tail + got);
        Ok(got > 0)
    }

    /// Reads into `space`, which is as much as is wanted; how much came.
    ///
    /// A pipe gives little at a time; it is read on until there is as much again as is carried along,
    /// `carried` bytes, so that a giant in small pieces costs no square.
    fn read_into(&mut self, space: &mut [u8], carried: usize) -> io::Result<usize> {
        let mut got = 0;
        while let Some(space) = space.get_mut(got..).filter(|space| !space.is_empty()) {
            let Some(rest) = &mut self.rest else { break };
            match rest.read(space) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Ok(0) => break,
                more => got += more?,
            }
            if got >= carried {
                break;
            }
        }
        if got == 0 {
            self.rest = None;
        }
        self.read += got as u64;
        Ok(got)
    }

    fn segment(&mut self, bytes: Vec<u8>) -> Segment {
        let at = self.at;
        self.at += bytes.len() as u64;
        Segment { at, bytes: Arc::new(bytes) }
    }

    /// All of it, in one segment.
    ///
    /// # Errors
    /// When the source cannot be read.
    pub fn whole(mut self) -> io::Result<Segment> {
        let mut bytes = std::mem::take(&mut self.head);
        if let Some(rest) = &mut self.rest {
            rest.read_to_end(&mut bytes)?;
        }
        Ok(self.segment(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A source that gives what it has in pieces of these sizes.
    struct Drops<'a>(&'a [u8], Vec<usize>);

    impl Read for Drops<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let size = self.1.pop().unwrap_or(1000).clamp(1, to.len()).min(self.0.len());
            to[..size].copy_from_slice(&self.0[..size]);
            self.0 = &self.0[size..];
            Ok(size)
        }
    }

    proptest! {
        /// Whatever is carried along, each byte comes once, at the address that the segment says.
        #[test]
        fn segments_follow_each_other(
            head in prop::collection::vec(any::<u8>(), 0..50),
            rest in prop::collection::vec(any::<u8>(), 0..5000),
            sizes in prop::collection::vec(1_usize..300, 0..50),
            carry in 0_usize..20,
        ) {
            let mut source = Drops(&rest, sizes);
            let mut stream = Stream::new(head.clone(), Some(&mut source));
            let mut seen = Vec::new();
            let mut tail = Vec::new();
            let mut next = 0;
            while let Some(segment) = stream.next(&tail).unwrap() {
                prop_assert_eq!(segment.at, next);
                next += segment.bytes.len() as u64;
                prop_assert!(segment.bytes.starts_with(&tail));
                prop_assert!(segment.bytes.len() > tail.len());
                seen.extend_from_slice(&segment.bytes[tail.len()..]);
                tail = segment.bytes[segment.bytes.len().saturating_sub(carry)..].to_vec();
            }
            prop_assert_eq!(stream.read(), seen.len() as u64);
            prop_assert_eq!(seen, [head, rest].concat());
        }

        /// So it does where the room is used again.
        #[test]
        fn what_is_used_makes_room(
            head in prop::collection::vec(any::<u8>(), 0..50),
            rest in prop::collection::vec(any::<u8>(), 0..5000),
            sizes in prop::collection::vec(1_usize..300, 0..50),
            carry in 0_usize..20,
        ) {
            let mut source = Drops(&rest, sizes);
            let mut stream = Stream::new(head.clone(), Some(&mut source));
            let (mut bytes, mut used) = (Vec::new(), 0);
            let mut seen = Vec::new();
            loop {
                let tail = bytes[used..].to_vec();
                let more = stream.refill(&mut bytes, used).unwrap();
                prop_assert!(bytes.starts_with(&tail));
                prop_assert_eq!(bytes.len() > tail.len(), more);
                if !more {
                    seen.extend_from_slice(&tail);
                    break;
                }
                used = bytes.len().saturating_sub(carry);
                seen.extend_from_slice(&bytes[..used]);
            }
            prop_assert_eq!(stream.read(), seen.len() as u64);
            prop_assert_eq!(seen, [head, rest].concat());
        }
    }
}
