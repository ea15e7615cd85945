//! Messages that stand in frames: batches of news, and MMDF.
//!
//! In a batch ([RFC 1036 §4.3]) a line `#! rnews LENGTH` stands before each article, and so many bytes
//! are that. Whoever edits one makes the length wrong, so it is believed where it leads to another such
//! line, or to the end; otherwise the next line like that, with a header behind it, begins an article.
//!
//! In MMDF ([mmdf(5)]) a line of four `^A` stands before each message and another behind it. In a text
//! it is a frame only if a message follows, another such line, or nothing.
//!
//! [RFC 1036 §4.3]: https://www.rfc-editor.org/rfc/rfc1036#section-4.3
//! [mmdf(5)]: https://manpages.debian.org/stable/mutt/mmdf.5.en.html

use memchr::memmem;

use super::headers;
use super::split::{LONGEST, MAX_DECLARED, Verdict, is_header};

const NEWS: &[u8] = b"#! rnews ";
const MMDF: &[u8] = b"\x01\x01\x01\x01";

/// What parts the messages of a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Frame {
    /// Lines `From `, as in an mbox, or nothing.
    #[default]
    None,
    /// Lines `#! rnews LENGTH`.
    News,
    /// Lines of four `^A`.
    Mmdf,
}

impl Frame {
    /// What a source is in that begins so.
    pub(super) fn of(bytes: &[u8], last: bool) -> Frame {
        let frames = [Frame::News, Frame::Mmdf].into_iter();
        let is_it = |frame: &Frame| frame.verdict(bytes, last) == Verdict::Separator;
        frames.filter(|frame| bytes.starts_with(frame.start())).find(is_it).unwrap_or_default()
    }

    fn start(self) -> &'static [u8] {
        match self {
            Frame::None => b"From ",
            Frame::News => NEWS,
            Frame::Mmdf => MMDF,
        }
    }

    /// How long the line is that stands before a message.
    pub(super) fn length(self, message: &[u8]) -> usize {
        let is_there = self != Frame::None && message.starts_with(self.start());
        headers::line(message, 0).filter(|_| is_there).map_or(0, |line| line.end)
    }

    /// Where the message ends that is open, and the next frame begins; without one, from where to look
    /// again when there are more bytes. `looked` says how far that was done, and `None` in place of
    /// `open` that what is there is no message.
    pub(super) fn next(
        self,
        bytes: &[u8],
        open: Option<usize>,
        looked: usize,
        last: bool,
    ) -> Result<usize, usize> {
        match open.and_then(|open| self.beyond(bytes, open, last)) {
            Some(Ok(next)) => return Ok(next),
            Some(Err(())) => return Err(if last { bytes.len() } else { looked }),
            None => {}
        }
        let start = [b"\n", self.start()].concat();
        let mut at = looked;
        while let Some(found) = bytes.get(at..).and_then(|rest| memmem::find(rest, &start)) {
            let next = at + found + 1;
            match self.verdict(bytes.get(next..).unwrap_or_default(), last) {
                Verdict::Separator => return Ok(next),
                Verdict::Text => at = next,
                Verdict::Unknown => return Err(at + found),
            }
        }
        Err((bytes.len() + 1).saturating_sub(start.len()).max(at))
    }

    /// Whether a message begins or ends with the line that these bytes begin with.
    fn verdict(self, bytes: &[u8], last: bool) -> Verdict {
        let bytes = bytes.get(..2 * LONGEST).unwrap_or(bytes);
        let open = if last || bytes.len() > LONGEST { Verdict::Text } else { Verdict::Unknown };
        let line = headers::line(bytes, 0).and_then(|line| bytes.get(line)).unwrap_or_default();
        if !last && !line.ends_with(b"\n") {
            return open;
        }
        let is_frame = match self {
            Frame::News => declared(line).is_some(),
            _ => line.trim_ascii_end() == self.start(),
        };
        let rest = bytes.get(line.len()..).unwrap_or_default();
        let from = self == Frame::Mmdf && rest.starts_with(b"From ");
        let ends = self == Frame::Mmdf && rest.is_empty() && last;
        let goes_on = from || ends || rest.starts_with(self.start());
        match is_header(rest) {
            _ if !is_frame => Verdict::Text,
            _ if goes_on => Verdict::Separator,
            Some(true) => Verdict::Separator,
            Some(false) if !rest.is_empty() => Verdict::Text,
            _ => open,
        }
    }

    /// Where the open message ends by its own word. `None` where that is not said or not believed; an
    /// error says that more bytes are needed to tell, or that nothing follows.
    fn beyond(self, bytes: &[u8], open: usize, last: bool) -> Option<Result<usize, ()>> {
        let line = headers::line(bytes, open).filter(|_| self == Frame::News)?;
        let length = declared(bytes.get(line.clone())?).filter(|&length| length <= MAX_DECLARED)?;
        let end = line.end.checked_add(length)?;
        let Some(rest) = bytes.get(end..) else { return (!last).then_some(Err(())) };
        let blank = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let rest = rest.get(blank..).unwrap_or_default();
        if rest.is_empty() || !last && NEWS.starts_with(rest) {
            return Some(Err(()));
        }
        rest.starts_with(NEWS).then_some(Ok(end + blank))
    }

    /// Whether a message has another length than is said of it.
    pub(super) fn is_wrong(self, message: &[u8]) -> bool {
        let length = self.length(message);
        let said = message.get(..length).filter(|_| self == Frame::News).and_then(declared);
        said.is_some_and(|said| {
            let body = message.get(length..).unwrap_or_default();
            let behind = body.get(said..);
            behind.is_none_or(|behind| behind.iter().any(|b| !b.is_ascii_whitespace()))
        })
    }
}

/// The length in `#! rnews LENGTH`.
fn declared(line: &[u8]) -> Option<usize> {
    str::from_utf8(line.strip_prefix(NEWS)?.trim_ascii()).ok()?.parse().ok()
}
