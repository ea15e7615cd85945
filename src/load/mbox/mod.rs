//! Mail: an mbox, MMDF, a month of a mailing list's archive (pipermail), one message, one news article,
//! a batch of those.
//!
//! Every message is a comment, and nothing else is: the subject gives the title, or where there are
//! several threads the name of the list. Where one message ends is said in [`split`] and [`framed`], who
//! answers whom in [`threads`].
//!
//! The file is read as it comes and each message looked at once, for the few headers that a list of
//! comments needs. Its text is left where it lies: it is taken apart ([`body`]) when it is shown.

mod body;
mod dates;
mod encoded;
mod families;
mod framed;
mod front;
mod headers;
mod mime;
mod names;
mod ours;
mod reflow;
mod scrubbed;
mod split;
mod threads;
mod transfer;

use self::framed::Frame;
use self::front::Front;
use self::headers::Headers;
use self::split::{Splitter, UNDECIDED, Verdict};
use self::threads::{Corrections, Threads};
use super::{Input, Intake, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::limits::{Limits, MIB};
use crate::model::{
    Body, CommentId, Confidence, Created, NewComment, Parent, Segment, Span, State, Text,
};

pub(super) const LOADER: Loader = Loader {
    name: "mbox",
    about: "mail: an mbox, MMDF, a list archive (pipermail), a message, news articles",
    extensions: &["mbox", "mbx", "mmdf", "eml"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// How far behind something else a first message is looked for, in bytes.
const SNIFFED: usize = 64 * 1024;

fn sniff(input: &Input<'_>) -> Likelihood {
    let bytes = input.bytes;
    let start = beginning(bytes);
    let rest = bytes.get(start..).unwrap_or_default();
    if rest.starts_with(b"From ") && split::verdict(bytes, start, true) == Verdict::Separator {
        return Likelihood::Certain;
    }
    if Frame::of(rest, true) != Frame::None {
        return Likelihood::Certain;
    }
    let headers = Headers::read(rest);
    let named = !headers.from.is_empty() && !headers.message_id.is_empty();
    let told = !headers.date.is_empty() || !headers.subject.is_empty();
    let ours = input.has_extension(LOADER.extensions);
    if told && (named || ours && !headers.from.is_empty()) {
        return Likelihood::Likely;
    }
    if ours && (headers.count > 0 || has_message(bytes)) {
        return Likelihood::Likely;
    }
    Likelihood::No
}

/// Whether a message begins somewhere behind the start.
fn has_message(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SNIFFED).unwrap_or(bytes);
    Splitter::new().next(sample, 0, true).is_ok()
}

/// Where a text begins, behind a byte order mark and empty lines.
fn beginning(bytes: &[u8]) -> usize {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    bytes.len() - text.trim_ascii_start().len()
}

fn load(input: &Input<'_>, mut stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let mut reader = Reader { longest: input.limits.message, ..Reader::default() };
    loop {
        match stream.next(reader.tail()) {
            Ok(Some(segment)) => reader.take(&segment, sink),
            Ok(None) => break,
            Err(cause) => {
                reader.finish(sink);
                return Err(LoadError::Failed { name: input.name.to_owned(), cause });
            }
        }
        sink.progress(stream.read());
        if sink.stopped() {
            return Ok(());
        }
        reader.intake.pause(sink);
    }
    reader.finish(sink);
    Ok(())
}

/// What the bytes at hand belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    /// Nobody knows yet.
    #[default]
    Start,
    /// A message, with others to come.
    Message,
    /// A message that is all there is.
    Only,
    /// What nobody reads: before the first message, or the end of one that is too long.
    Skipped,
}

/// A message: the number of its segment, and where in that its headers begin and its text ends.
#[derive(Clone, Copy, Debug)]
struct Message {
    segment: usize,
    start: usize,
    end: usize,
}

#[derive(Debug)]
struct Reader {
    intake: Intake,
    splitter: Splitter,
    frame: Frame,
    threads: Threads,
    front: Front,
    phase: Phase,
    segments: Vec<Segment>,
    messages: Vec<Message>,
    /// Where in the last segment the open message begins.
    open: usize,
    /// How much of a message is kept, in bytes.
    longest: usize,
    /// From where in the last segment to look for its end.
    looked: usize,
    /// How many threads a source that we have written says are missing.
    missing: u32,
    /// What was not right, by sentence.
    notes: Notes,
}

/// How often what was not right.
#[derive(Debug, Default)]
struct Notes {
    skipped: usize,
    empty: usize,
    wrong: usize,
    cut: usize,
    undated: usize,
    unzoned: usize,
}

impl Default for Reader {
    fn default() -> Reader {
        Reader {
            intake: Intake::by_id(),
            splitter: Splitter::new(),
            frame: Frame::default(),
            threads: Threads::default(),
            front: Front::default(),
            phase: Phase::default(),
            segments: Vec::new(),
            messages: Vec::new(),
            open: 0,
            longest: Limits::default().message,
            looked: 0,
            missing: 0,
            notes: Notes::default(),
        }
    }
}

impl Reader {
    /// The end of the last segment, which has to be seen again.
    fn tail(&self) -> &[u8] {
        let last = self.segments.last().and_then(|segment| segment.bytes.get(self.open..));
        last.unwrap_or_default()
    }

    /// Takes a segment, which begins with what the tail of the one before was.
    fn take(&mut self, segment: &Segment, sink: &mut dyn Sink) {
        self.looked -= self.open.min(self.looked);
        self.open = 0;
        self.intake.builder.keep(segment.clone());
        self.segments.push(segment.clone());
        self.read(segment, false, sink);
        self.leave_giant(segment, sink);
    }

    /// Reads all messages that end in the last segment. `last` says that nothing comes behind it.
    fn read(&mut self, segment: &Segment, last: bool, sink: &mut dyn Sink) {
        let bytes = segment.bytes.as_slice();
        if self.phase == Phase::Start && !self.begin(bytes, last) {
            return;
        }
        while self.phase != Phase::Only && !sink.stopped() {
            match self.next_message(bytes, last) {
                Ok(next) => {
                    self.end_message(next, sink);
                    (self.open, self.looked, self.phase) = (next, next, Phase::Message);
                }
                Err(again) => {
                    self.looked = again;
                    if self.phase == Phase::Skipped {
                        // With the line before, which may be an empty one.
                        let open = again.saturating_sub(4).max(self.open);
                        self.notes.skipped += open - self.open;
                        self.open = open;
                    }
                    break;
                }
            }
        }
        if last {
            self.end_message(bytes.len(), sink);
        }
    }

    /// Where the open message ends and the next begins; without that, from where to look again.
    fn next_message(&self, bytes: &[u8], last: bool) -> Result<usize, usize> {
        if self.frame != Frame::None {
            let open = (self.phase == Phase::Message).then_some(self.open);
            return self.frame.next(bytes, open, self.looked, last);
        }
        let next = self.splitter.next(bytes, self.looked, last)?;
        match split::beyond(bytes, self.open, next, last) {
            Some(beyond) if self.phase == Phase::Message => {
                beyond.map_err(|()| if last { bytes.len() } else { next - 1 })
            }
            _ => Ok(next),
        }
    }

    /// Finds out what the file begins with; `false` if more of it has to be seen.
    fn begin(&mut self, bytes: &[u8], last: bool) -> bool {
        self.open = beginning(bytes);
        let rest = bytes.get(self.open..).unwrap_or_default();
        if rest.len() < UNDECIDED && !last {
            self.open = 0;
            return false;
        }
        self.looked = self.open;
        let is_separator = || split::verdict(bytes, self.open, true) == Verdict::Separator;
        self.frame = Frame::of(rest, last);
        self.phase = if self.frame != Frame::None || rest.starts_with(b"From ") && is_separator() {
            Phase::Message
        } else if split::is_header(rest) == Some(true) {
            Phase::Only
        } else if bytes.len() < SNIFFED && !last {
            self.open = 0;
            return false;
        } else if has_message(bytes) {
            Phase::Skipped
        } else {
            Phase::Only
        };
        true
    }

    /// Lets go of a message that is too long to be carried along.
    fn leave_giant(&mut self, segment: &Segment, sink: &mut dyn Sink) {
        if self.phase == Phase::Message && segment.bytes.len() > self.open + self.longest {
            self.end_message(segment.bytes.len(), sink);
            self.phase = Phase::Skipped;
            self.open = self.looked.max(self.open + self.longest);
            self.looked = self.open;
        }
    }

    /// The open message ends at `end` of the last segment.
    fn end_message(&mut self, end: usize, sink: &mut dyn Sink) {
        let Some(segment) = self.segments.last().cloned() else { return };
        let bytes = segment.bytes.get(self.open..end).unwrap_or_default();
        if self.phase == Phase::Skipped {
            self.notes.skipped += bytes.len();
            return;
        }
        let is_one_of_many = self.phase == Phase::Message;
        let is_giant = is_one_of_many && bytes.len() > self.longest;
        self.notes.cut += usize::from(is_giant);
        self.notes.wrong += usize::from(!is_giant && self.frame.is_wrong(bytes));
        let bytes = bytes.get(..self.longest).filter(|_| is_giant).unwrap_or(bytes);
        let framed = self.frame.length(bytes);
        let bytes = bytes.get(framed..).unwrap_or_default();
        let first = headers::line(bytes, 0).filter(|_| bytes.starts_with(b"From "));
        let separator = first.filter(|_| is_one_of_many);
        let is_ours = separator
            .clone()
            .is_some_and(|line| ours::is_separator(bytes.get(line).unwrap_or_default()));
        let start = separator.map_or(0, |line| line.end);
        let bytes = bytes.get(start..).unwrap_or_default().trim_ascii_end();
        if bytes.is_empty() {
            // Between the end of one and the beginning of the next nothing is missing.
            self.notes.empty += usize::from(self.frame != Frame::Mmdf || start > 0);
            return;
        }
        let start = self.open + framed + start;
        let message = Message { segment: self.segments.len() - 1, start, end: start + bytes.len() };
        let mut headers = Headers::read(bytes);
        if !(is_ours && ours::is_author(headers.from)) {
            // Anybody can write such headers into mail.
            (headers.facts, headers.article) = (&[], &[]);
        }
        if !headers.article.is_empty() {
            let (article, more) = ours::article(bytes, &headers);
            self.front.take(article, sink);
            self.missing = more;
        }
        if ours::is_article(&headers) {
            return;
        }
        let number = self.messages.len();
        self.messages.push(message);
        let id = threads::id(headers.message_id);
        let parent = self.threads.parent(number, id.as_deref(), &headers, &self.intake.builder);
        let starts_thread = !matches!(parent, Parent::At(_));
        let answers = matches!(parent, Parent::Root) && self.threads_by_subject(&headers);
        let at = self.push(message, &headers, parent, Confidence::CERTAIN, true);
        let comment = at.and_then(|at| self.intake.builder.thread().get(at));
        if let Some(comment) = comment.filter(|_| answers) {
            self.threads.answers_somebody(number, comment.name());
        }
        if starts_thread {
            self.front.add(&headers, sink);
        }
        self.intake.offer(sink);
    }

    /// Whether a message answers somebody and does not say whom.
    fn threads_by_subject(&self, headers: &Headers<'_>) -> bool {
        self.phase != Phase::Only
            && headers.facts.is_empty()
            && threads::is_root(headers)
            && names::is_answer(&names::text(headers.subject))
    }

    /// Adds a message to the thread.
    fn push(
        &mut self,
        message: Message,
        headers: &Headers<'_>,
        parent: Parent<'_>,
        confidence: Confidence,
        first: bool,
    ) -> Option<CommentId> {
        let segment = self.segments.get(message.segment)?;
        let id = threads::id(headers.message_id);
        let start = segment.bytes.as_ptr().addr();
        // An id that was cleaned lies nowhere.
        let id_at = id.as_deref().filter(|id| id.bytes().all(|b| b.is_ascii_graphic()));
        let id_at = id_at.and_then(|id| {
            let at = id.as_ptr().addr().checked_sub(start)?;
            (at + id.len() <= segment.bytes.len()).then_some(segment.at + at as u64)
        });
        let date = dates::read(headers.date);
        if first {
            self.notes.undated += usize::from(date.is_none() && !headers.date.is_empty());
            self.notes.unzoned += usize::from(date.is_some_and(|date| !date.zoned));
        }
        let span =
            Span { at: segment.at + message.start as u64, length: message.end - message.start };
        let below = segment.bytes.get(message.start + headers.body..message.end);
        let (kind, notation) = body::notation(headers, below.unwrap_or_default());
        let subject = names::text(headers.subject);
        let mut comment = NewComment {
            id: id.map(Into::into),
            id_at,
            parent,
            confidence,
            author: names::author(headers.from).into(),
            subject: names::subject(&subject).0.into(),
            created: date.map_or(Created::Unknown, |date| Created::At(date.seconds)),
            body: Body { kind, text: Text::Kept(span, notation) },
            ..NewComment::default()
        };
        ours::fill(&mut comment, headers, &subject);
        Some(self.intake.builder.push(comment))
    }

    /// Reads what is left and hands everything on.
    fn finish(mut self, sink: &mut dyn Sink) {
        if let Some(segment) = self.segments.last().cloned() {
            self.read(&segment, true, sink);
        }
        if sink.stopped() {
            return;
        }
        self.correct();
        if self.missing > 0 {
            self.intake.builder.add_missing(None, self.missing);
        }
        self.intake.builder.settle();
        self.front.finish(self.intake.builder.thread(), sink);
        std::mem::take(&mut self.intake).finish(sink);
        let circles = (self.threads.circles, "would have been its own ancestor; shown as a root");
        let notes = &self.notes;
        let cut = format!("is longer than {} MiB; only its beginning is kept", self.longest / MIB);
        for (count, what) in [
            circles,
            (notes.cut, &*cut),
            (notes.empty, "is empty and left out"),
            (notes.wrong, "has another length than its batch says"),
            (notes.undated, "has a date that cannot be read"),
            (notes.unzoned, "has a date without a time zone; it is read as UTC"),
        ] {
            match count {
                0 => {}
                1 => sink.warning(format!("1 message {what}")),
                many => sink.warning(format!("each of {many} messages {what}")),
            }
        }
        if self.notes.skipped > 0 {
            sink.warning(format!("{} bytes belong to no message", self.notes.skipped));
        }
    }

    /// Makes the thread once more if some parents have to be others than was thought.
    fn correct(&mut self) {
        let headers = |number: usize| Headers::read(self.bytes(number));
        let corrections = self.threads.corrections(&self.intake.builder, headers);
        if corrections.parents.is_empty() {
            return;
        }
        let Corrections { mut parents, mut missing } = corrections;
        self.intake = Intake::by_id();
        for segment in &self.segments {
            self.intake.builder.keep(segment.clone());
        }
        self.threads = Threads::default();
        for (number, message) in self.messages.clone().into_iter().enumerate() {
            let segment = self.segments.get(message.segment).cloned();
            let bytes = segment.as_ref().and_then(|s| s.bytes.get(message.start..message.end));
            let headers = Headers::read(bytes.unwrap_or_default());
            let id = threads::id(headers.message_id);
            if let Some(id) = missing.remove(&number) {
                let subject = names::text(headers.subject);
                self.intake.builder.push(NewComment {
                    id: Some(id.into()),
                    subject: names::subject(&subject).0.into(),
                    state: State::NotLoaded,
                    ..NewComment::default()
                });
            }
            let builder = &self.intake.builder;
            let (parent, confidence) = if let Some((id, confidence)) = parents.remove(&number) {
                (Parent::Id(id.into()), confidence)
            } else {
                let parent = self.threads.parent(number, id.as_deref(), &headers, builder);
                (parent, Confidence::CERTAIN)
            };
            self.push(message, &headers, parent, confidence, false);
        }
    }

    /// The bytes of a message.
    fn bytes(&self, number: usize) -> &[u8] {
        let message = self.messages.get(number);
        let bytes = message.and_then(|message| {
            self.segments.get(message.segment)?.bytes.get(message.start..message.end)
        });
        bytes.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
