//! JSON as a stream of tokens ([RFC 8259]), for answers of any size and depth.
//!
//! A tree of values would hold a long discussion twice, and the usual parsers stop at a depth that
//! an ordinary exchange of two people reaches. Here a token is a place in the segment at hand;
//! nesting is a bit a level, nothing recurses, and a token that is cut by the end of a segment is
//! read again at the start of the next.
//!
//! [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259

mod notes;
mod outline;
mod tree;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use memchr::{memchr, memchr2};
use serde::de::{Deserializer, Visitor};

use super::{Input, Intake, LoadError, Sink, Stream};
use crate::model::{Notation, Segment, Span};

pub(super) use notes::{Notes, Tally, instant, seconds};
pub(super) use outline::Outline;
pub(super) use tree::{Kind, Tree, Value, may_be_json};

/// How a body is written that is a string of JSON, with its quotation marks.
pub(super) static STRING: Notation =
    Notation { name: "json", decode: decode_string, plain_letters: |_| true };

/// What a JSON answer is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// `{`.
    Object,
    /// `[`.
    Array,
    /// `}` or `]`.
    End,
    /// The name of a value that follows, without its quotation marks.
    Key(Range<usize>),
    /// A string, without its quotation marks.
    String(Range<usize>),
    /// A number, as it is written.
    Number(Range<usize>),
    /// `true` or `false`.
    Bool(bool),
    /// `null`.
    Null,
    /// The end of the input, where it may end.
    Done,
}

/// Why JSON cannot be read on.
#[derive(Debug, thiserror::Error)]
pub(super) enum JsonError {
    /// It is no JSON.
    #[error("{what} at byte {at}")]
    Broken {
        /// What is wrong.
        what: &'static str,
        /// Where, in bytes of the source.
        at: u64,
    },
    /// It cannot be had.
    #[error("it cannot be read")]
    Read(#[from] std::io::Error),
}

/// What may stand next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    CommaOrEnd,
    Nothing,
}

/// An id, and the address of its bytes if they need not be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Id {
    pub(super) text: String,
    pub(super) at: Option<u64>,
}

/// The end of reading an answer: hands on what has come, and says what is wrong with it.
///
/// # Errors
/// [`LoadError::Broken`] when it breaks off, or when nothing was `found` in it.
pub(super) fn conclude(
    input: &Input<'_>,
    format: &'static str,
    intake: Intake,
    skipped: usize,
    outcome: Result<Found, JsonError>,
    sink: &mut dyn Sink,
) -> Result<(), LoadError> {
    intake.finish(sink);
    match skipped {
        0 => {}
        1 => sink.warning("1 comment could not be read".into()),
        many => sink.warning(format!("{many} comments could not be read")),
    }
    let cause: Box<dyn std::error::Error + Send + Sync> = match outcome {
        Ok(Found::Something) => return Ok(()),
        Ok(Found::Nothing) => "it has neither an article nor comments".into(),
        Err(error) => error.into(),
    };
    Err(LoadError::Broken { name: input.name.to_owned(), format, cause })
}

/// Whether an answer had anything to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Something,
    Nothing,
}

/// What came of looking for a field.
enum Step<K> {
    /// It is wanted.
    Field(K, Token),
    /// It is not.
    Passed,
    /// It must be looked at token by token.
    Other,
}

/// A reader of tokens.
#[derive(Debug)]
pub(super) struct Json<'r> {
    stream: Stream<'r>,
    segment: Segment,
    at: usize,
    next: Next,
    /// For each level, whether it is an object.
    levels: Vec<u64>,
    depth: usize,
    /// Whether the innermost level is an object.
    in_object: bool,
    /// Segments that are not yet kept where the comments are.
    fresh: Vec<Segment>,
}

impl<'r> Json<'r> {
    pub(super) fn new(stream: Stream<'r>) -> Json<'r> {
        let segment = Segment { at: 0, bytes: std::sync::Arc::default() };
        let next = Next::Value;
        Json {
            stream,
            segment,
            at: 0,
            next,
            levels: Vec::new(),
            depth: 0,
            in_object: false,
            fresh: Vec::new(),
        }
    }

    /// Of a source that is there, whole.
    fn over(segment: Segment) -> Json<'static> {
        let mut json = Json::new(Stream::ended(segment.bytes.len() as u64));
        json.at = if segment.bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        json.segment = segment;
        json
    }

    /// The bytes of a token of the last call.
    pub(super) fn bytes(&self, range: &Range<usize>) -> &[u8] {
        self.segment.bytes.get(range.clone()).unwrap_or_default()
    }

    /// Where those bytes lie for good.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span { at: self.segment.at + range.start as u64, length: range.len() }
    }

    /// Where a string lies for good, its quotation marks with it: as [`STRING`] wants it.
    pub(super) fn quoted_span(&self, range: &Range<usize>) -> Span {
        self.span(&(range.start.saturating_sub(1)..range.end + 1))
    }

    /// The text of a string or key.
    pub(super) fn text(&self, range: &Range<usize>) -> Cow<'_, str> {
        let bytes = self.bytes(range);
        match str::from_utf8(bytes) {
            Ok(text) if memchr(b'\\', bytes).is_none() => Cow::Borrowed(text),
            _ => decode_string(self.bytes(&(range.start.saturating_sub(1)..range.end + 1))),
        }
    }

    /// How deep the next token stands.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Hands over what has been read to where the comments are, and says how far that is. To be
    /// called before a span is used.
    pub(super) fn hand_over(&mut self, intake: &mut Intake, sink: &mut dyn Sink) {
        if self.fresh.is_empty() {
            return;
        }
        for segment in self.fresh.drain(..) {
            intake.builder.keep(segment);
            sink.progress(self.stream.read());
            intake.pause(sink);
        }
    }

    /// The next token.
    ///
    /// # Errors
    /// When it is no JSON, or cannot be had.
    #[inline]
    pub(super) fn next(&mut self) -> Result<Token, JsonError> {
        loop {
            if let Some(token) = self.token()? {
                return Ok(token);
            }
            if !self.refill()? {
                // Only now it is known that nothing follows a number.
                return self.token()?.map_or_else(|| self.end(), Ok);
            }
        }
    }

    /// The token that comes next; `None` if it is not all in this segment.
    fn token(&mut self) -> Result<Option<Token>, JsonError> {
        let bytes = self.segment.bytes.as_slice();
        let first = loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(b',') if self.next == Next::CommaOrEnd => {
                    self.next = if self.in_object { Next::Key } else { Next::Value };
                    self.at += 1;
                }
                Some(&first) => break first,
                None => return Ok(None),
            }
        };
        match (first, self.next) {
            (b'"', Next::Key | Next::KeyOrEnd) => self.key(),
            (b'}' | b']', Next::ValueOrEnd | Next::KeyOrEnd | Next::CommaOrEnd)
                if self.depth > 0 && (first == b'}') == self.in_object =>
            {
                self.close();
                self.at += 1;
                self.after_value();
                Ok(Some(Token::End))
            }
            (_, Next::Value | Next::ValueOrEnd) => self.value(first),
            (_, Next::Nothing) => Err(self.broken("something stands behind the JSON")),
            (_, Next::CommaOrEnd) => Err(self.broken("a comma or the end is missing")),
            (_, Next::Key | Next::KeyOrEnd) => Err(self.broken("a key is missing")),
        }
    }

    fn key(&mut self) -> Result<Option<Token>, JsonError> {
        let Some(inside) = self.string()? else { return Ok(None) };
        let mut at = inside.end + 1;
        loop {
            match self.segment.bytes.get(at) {
                Some(b':') => break,
                Some(b' ' | b'\n' | b'\r' | b'\t') => at += 1,
                Some(_) => {
                    self.at = at;
                    return Err(self.broken("a colon is missing"));
                }
                None => return Ok(None),
            }
        }
        self.at = at + 1;
        self.next = Next::Value;
        Ok(Some(Token::Key(inside)))
    }

    fn value(&mut self, first: u8) -> Result<Option<Token>, JsonError> {
        let token = match first {
            b'"' => {
                let Some(inside) = self.string()? else { return Ok(None) };
                self.at = inside.end + 1;
                Token::String(inside)
            }
            b'{' | b'[' => {
                let object = first == b'{';
                self.open(object);
                self.at += 1;
                self.next = if object { Next::KeyOrEnd } else { Next::ValueOrEnd };
                return Ok(Some(if object { Token::Object } else { Token::Array }));
            }
            b'-' | b'0'..=b'9' => {
                let Some(end) = self.number_end() else { return Ok(None) };
                let number = self.at..end;
                let digits = self.bytes(&number);
                let digits = digits.strip_prefix(b"-").unwrap_or(digits);
                if matches!(digits, [] | [b'0', b'0'..=b'9', ..]) {
                    return Err(self.broken("a number that is none"));
                }
                self.at = end;
                Token::Number(number)
            }
            b't' | b'f' | b'n' => {
                let Some(end) = self.run_end(|b| b.is_ascii_lowercase()) else { return Ok(None) };
                let token = match self.bytes(&(self.at..end)) {
                    b"true" => Token::Bool(true),
                    b"false" => Token::Bool(false),
                    b"null" => Token::Null,
                    _ => return Err(self.broken("a word that is no value")),
                };
                self.at = end;
                token
            }
            _ => return Err(self.broken("a value is missing")),
        };
        self.after_value();
        Ok(Some(token))
    }

    /// The inside of the string that begins here; `None` if it does not end in this segment.
    fn string(&self) -> Result<Option<Range<usize>>, JsonError> {
        let bytes = self.segment.bytes.as_slice();
        let start = self.at + 1;
        let mut from = start;
        while let Some(found) = bytes.get(from..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
            let found = from + found;
            from = match bytes.get(found..) {
                Some([b'"', ..]) => return Ok(Some(start..found)),
                Some([_, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..]) => found + 2,
                Some([_, b'u', digits @ ..]) if digits.len() >= 4 => {
                    if !digits.iter().take(4).all(u8::is_ascii_hexdigit) {
                        return Err(self.broken("an escape that is none"));
                    }
                    found + 6
                }
                Some([_] | [_, b'u', ..]) | None => return Ok(None),
                Some(_) => return Err(self.broken("an escape that is none")),
            };
        }
        Ok(None)
    }

    /// Where the number that begins here ends; `None` if perhaps not in this segment.
    fn number_end(&self) -> Option<usize> {
        let rest = self.segment.bytes.get(self.at + 1..).unwrap_or_default();
        let digits = rest.iter().position(|byte| !byte.is_ascii_digit());
        let goes_on = |byte: u8| matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
        match digits {
            // Nearly all are whole numbers.
            Some(digits) if rest.get(digits).is_some_and(|&byte| !goes_on(byte)) => {
                Some(self.at + 1 + digits)
            }
            _ => self.run_end(|byte| byte.is_ascii_digit() || goes_on(byte)),
        }
    }

    /// Where the run of such bytes that begins here ends; `None` if perhaps not in this segment.
    fn run_end(&self, belongs: impl Fn(u8) -> bool) -> Option<usize> {
        let rest = self.segment.bytes.get(self.at..).unwrap_or_default();
        match rest.iter().position(|&byte| !belongs(byte)) {
            Some(length) => Some(self.at + length),
            None if self.stream.is_complete() => Some(self.segment.bytes.len()),
            None => None,
        }
    }

    /// Whether all has been read of a document and another list or object follows, which is read
    /// next then.
    fn begins_again(&mut self) -> bool {
        let again = self.next == Next::Nothing
            && matches!(self.segment.bytes.get(self.at..), Some(rest) if may_be_json(rest));
        if again {
            self.next = Next::Value;
        }
        again
    }

    fn open(&mut self, object: bool) {
        let (word, bit) = (self.depth / 64, self.depth % 64);
        if self.levels.len() <= word {
            self.levels.push(0);
        }
        if let Some(word) = self.levels.get_mut(word) {
            *word = (*word & !(1 << bit)) | (u64::from(object) << bit);
        }
        self.depth += 1;
        self.in_object = object;
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        let above = self.depth.checked_sub(1);
        self.in_object = above.is_some_and(|level| {
            self.levels.get(level / 64).is_some_and(|word| word >> (level % 64) & 1 == 1)
        });
    }

    fn after_value(&mut self) {
        self.next = if self.depth == 0 { Next::Nothing } else { Next::CommaOrEnd };
    }

    /// Reads more; what is not used yet is carried along. Says whether there was more.
    #[cold]
    fn refill(&mut self) -> Result<bool, JsonError> {
        let tail = self.segment.bytes.get(self.at..).unwrap_or_default();
        let Some(segment) = self.stream.next(tail)? else { return Ok(false) };
        self.segment = segment.clone();
        self.fresh.push(segment);
        self.at = 0;
        if self.segment.at == 0 && self.segment.bytes.starts_with(b"\xEF\xBB\xBF") {
            self.at = 3;
        }
        Ok(true)
    }

    fn end(&self) -> Result<Token, JsonError> {
        match self.next {
            Next::Nothing => Ok(Token::Done),
            _ => Err(self.broken("the JSON breaks off")),
        }
    }

    #[cold]
    fn broken(&self, what: &'static str) -> JsonError {
        let behind = self.segment.bytes.len().saturating_sub(self.at) as u64;
        JsonError::Broken { what, at: self.stream.read().saturating_sub(behind) }
    }

    /// The next field of the innermost object, which `wanted` knows by its key, with its value or,
    /// if that is a list or an object, the beginning of it; `None` at the end of the object. The
    /// other fields are passed over.
    ///
    /// Does what [`Json::next`] would do several times, in fewer steps: nearly all of a long answer
    /// is fields that nobody wants.
    ///
    /// # Errors
    /// As [`Json::next`].
    pub(super) fn field<K>(
        &mut self,
        wanted: impl Fn(&[u8]) -> Option<K>,
    ) -> Result<Option<(K, Token)>, JsonError> {
        loop {
            match self.whole_field(&wanted)? {
                Step::Field(key, token) => return Ok(Some((key, token))),
                Step::Passed => {}
                Step::Other => match self.next()? {
                    Token::Key(key) => {
                        let key = wanted(self.bytes(&key));
                        let token = self.next()?;
                        match key {
                            Some(key) => return Ok(Some((key, token))),
                            None => self.skip(&token)?,
                        }
                    }
                    // An object has keys and an end.
                    _ => return Ok(None),
                },
            }
        }
    }

    /// A field that is all in this segment and written as usual.
    fn whole_field<K>(
        &mut self,
        wanted: &impl Fn(&[u8]) -> Option<K>,
    ) -> Result<Step<K>, JsonError> {
        let bytes = self.segment.bytes.as_slice();
        let mut at = self.at;
        match (self.next, bytes.get(at)) {
            (Next::CommaOrEnd, Some(b',')) => at += 1,
            (Next::Key | Next::KeyOrEnd, Some(b'"')) => {}
            _ => return Ok(Step::Other),
        }
        let Some((b'"', rest)) = bytes.get(at..).and_then(<[u8]>::split_first) else {
            return Ok(Step::Other);
        };
        let length = rest.iter().position(|&byte| matches!(byte, b'"' | b'\\')).unwrap_or(0);
        let (key, behind) = rest.split_at(length);
        let &[b'"', b':', first, ..] = behind else { return Ok(Step::Other) };
        let key = wanted(key);
        self.at = at + length + 3;
        let token = match first {
            b'"' => self.string()?.map(|inside| {
                self.at = inside.end + 1;
                Token::String(inside)
            }),
            b'{' | b'[' => {
                let token = self.value(first)?;
                return match (key, token) {
                    (Some(key), Some(token)) => Ok(Step::Field(key, token)),
                    (_, token) => {
                        self.skip(&token.unwrap_or(Token::Null))?;
                        Ok(Step::Passed)
                    }
                };
            }
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => self.value(first)?,
            _ => None,
        };
        match (key, token) {
            (_, None) => {
                // Not all of it is here: it is read again from the comma on.
                self.at = at - usize::from(self.next == Next::CommaOrEnd);
                Ok(Step::Other)
            }
            (Some(key), Some(token)) => {
                self.after_value();
                Ok(Step::Field(key, token))
            }
            (None, Some(_)) => {
                self.after_value();
                Ok(Step::Passed)
            }
        }
    }

    /// Passes over the rest of a value of which `token` is the first.
    ///
    /// # Errors
    /// As [`Json::next`].
    pub(super) fn skip(&mut self, token: &Token) -> Result<(), JsonError> {
        if matches!(token, Token::Object | Token::Array) {
            let inside = self.depth;
            while self.depth >= inside {
                self.next()?;
            }
        }
        Ok(())
    }

    /// A string or a number that is an id, and where it lies for good if that is as it shall be.
    pub(super) fn id(&self, range: &Range<usize>) -> Id {
        Id { text: self.text(range).into_owned(), at: self.id_at(range) }
    }

    /// Where an id lies for good, if its bytes need not be cleaned.
    pub(super) fn id_at(&self, range: &Range<usize>) -> Option<u64> {
        let plain = self.bytes(range).iter().all(u8::is_ascii_alphanumeric);
        plain.then(|| self.span(range).at)
    }

    /// A number of votes; one for giants is taken as the largest that is kept.
    pub(super) fn votes(&self, token: &Token) -> Option<i32> {
        let votes = self.whole(token)?.clamp(-i64::from(i32::MAX), i64::from(i32::MAX));
        i32::try_from(votes).ok()
    }

    /// A whole number, or the whole part of one.
    pub(super) fn whole(&self, token: &Token) -> Option<i64> {
        let Token::Number(number) = token else { return None };
        whole_number(self.bytes(number))
    }
}

/// The whole number that is written there, or the whole part of one.
fn whole_number(digits: &[u8]) -> Option<i64> {
    let text = str::from_utf8(digits).ok()?;
    let whole = text.parse().ok();
    whole.or_else(|| {
        let float: f64 = text.parse().ok()?;
        #[expect(clippy::cast_possible_truncation, reason = "it saturates")]
        float.is_finite().then_some(float as i64)
    })
}

/// The beginning of an input behind its byte order mark and white space.
pub(super) fn start_of(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start()
}

/// The text of a JSON string with its quotation marks; what is broken in it is replaced.
fn decode_string(json: &[u8]) -> Cow<'_, str> {
    let inside = json.get(1..json.len().saturating_sub(1)).unwrap_or_default();
    if memchr(b'\\', inside).is_none() {
        return String::from_utf8_lossy(inside);
    }
    let text = String::from_utf8_lossy(json);
    match string(&text) {
        Some(decoded) => Cow::Owned(decoded.into_owned()),
        None => Cow::Owned(String::from_utf8_lossy(inside).into_owned()),
    }
}

/// The text that a JSON string stands for; `None` if `json` is something else.
///
/// Half a surrogate pair, as truncating programs leave it, becomes U+FFFD.
pub(super) fn string(json: &str) -> Option<Cow<'_, str>> {
    let inside = json.strip_prefix('"')?.strip_suffix('"')?;
    if !inside.contains('\\') {
        return Some(Cow::Borrowed(inside));
    }
    let decoded = serde_json::from_str(json).ok();
    let decoded = decoded
        .or_else(|| serde_json::Deserializer::from_str(json).deserialize_bytes(LossyVisitor).ok());
    decoded.map(Cow::Owned)
}

struct LossyVisitor;

impl Visitor<'_> for LossyVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<String, E> {
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }
}

#[cfg(test)]
mod tests;
