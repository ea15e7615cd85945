//! JSON as a stream of tokens ([RFC 8259]), for answers of any size and depth.
//!
//! A tree of values would hold a long discussion twice, and the usual parsers stop at a depth that
//! an ordinary exchange of two people reaches. Here a token is a place in the bytes at hand; nesting
//! is a bit a level, nothing recurses, and a token that is cut by the end of those bytes is read
//! again when more have come. They are forgotten when they have been read: two thirds of an answer
//! are texts, which the thread keeps, and the rest is names and signs.
//!
//! [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259

mod notes;
mod outline;
mod tree;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use memchr::{memchr, memchr2};
use serde::de::{Deserializer, Visitor};

use super::{Input, Intake, LoadError, Sink, Stream};
use crate::model::{Line, Notation};

pub(super) use notes::{Notes, Tally, instant, seconds};
pub(super) use outline::Outline;
pub(super) use tree::{Kind, Tree, Value, may_be_json};

/// How a body is written that is a string of JSON, with its quotation marks.
pub(super) static STRING: Notation =
    Notation { name: "json", decode: decode_string, plain_letters: |_| true };

/// How many words of a string are looked at one by one: what ids, dates and most names take.
const SHORT: usize = 3;
/// How many digits a number may have that surely fits.
const SAFE_DIGITS: usize = 18;

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

/// A reader of tokens.
#[derive(Debug)]
pub(super) struct Json<'r> {
    stream: Stream<'r>,
    /// What is at hand; nobody else has it, unless it is all of the source.
    bytes: Arc<Vec<u8>>,
    at: usize,
    next: Next,
    /// For each level, whether it is an object.
    levels: Vec<u64>,
    depth: usize,
    /// Whether the innermost level is an object.
    in_object: bool,
    /// Whether more has been read since the sink was told of it.
    has_read: bool,
}

impl<'r> Json<'r> {
    pub(super) fn new(stream: Stream<'r>) -> Json<'r> {
        Json {
            stream,
            bytes: Arc::default(),
            at: 0,
            next: Next::Value,
            levels: Vec::new(),
            depth: 0,
            in_object: false,
            has_read: false,
        }
    }

    /// Of a source that is there, whole.
    fn over(bytes: Arc<Vec<u8>>) -> Json<'static> {
        let mut json = Json::new(Stream::ended(bytes.len() as u64));
        json.at = mark_of(&bytes);
        json.bytes = bytes;
        json
    }

    /// The bytes of a token of the last call.
    pub(super) fn bytes(&self, range: &Range<usize>) -> &[u8] {
        self.bytes.get(range.clone()).unwrap_or_default()
    }

    /// A string with its quotation marks: as [`STRING`] wants it.
    pub(super) fn quoted(&self, range: &Range<usize>) -> &[u8] {
        self.bytes(&(range.start.saturating_sub(1)..range.end + 1))
    }

    /// The text of a string or key.
    pub(super) fn text(&self, range: &Range<usize>) -> Cow<'_, str> {
        let bytes = self.bytes(range);
        match str::from_utf8(bytes) {
            Ok(text) if memchr(b'\\', bytes).is_none() => Cow::Borrowed(text),
            _ => decode_string(self.quoted(range)),
        }
    }

    /// The same as bytes, which need no look if nothing is escaped in them.
    pub(super) fn line(&self, range: &Range<usize>) -> Line<'_> {
        if quote_in(&self.bytes, range.start).is_none_or(|found| found >= range.end) {
            self.bytes(range).into()
        } else {
            self.text(range).into()
        }
    }

    /// How deep the next token stands.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Says how far it has been read, if that is farther than the last time, and offers what has
    /// come of it.
    pub(super) fn report(&mut self, intake: &mut Intake, sink: &mut dyn Sink) {
        if std::mem::take(&mut self.has_read) {
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

    /// The token that comes next; `None` if not all of it is at hand.
    fn token(&mut self) -> Result<Option<Token>, JsonError> {
        let bytes = self.bytes.as_slice();
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
            match self.bytes.get(at) {
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

    /// The inside of the string that begins here; `None` if its end is not at hand.
    fn string(&self) -> Result<Option<Range<usize>>, JsonError> {
        let start = self.at + 1;
        let end = string_end(&self.bytes, start).map_err(|what| self.broken(what))?;
        Ok(end.map(|end| start..end))
    }

    /// Where the number that begins here ends; `None` if that is perhaps not at hand.
    fn number_end(&self) -> Option<usize> {
        let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
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

    /// Where the run of such bytes that begins here ends; `None` if that is perhaps not at hand.
    fn run_end(&self, belongs: impl Fn(u8) -> bool) -> Option<usize> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        match rest.iter().position(|&byte| !belongs(byte)) {
            Some(length) => Some(self.at + length),
            None if self.stream.is_complete() => Some(self.bytes.len()),
            None => None,
        }
    }

    /// Whether all has been read of a document and another list or object follows, which is read
    /// next then.
    fn begins_again(&mut self) -> bool {
        let again = self.next == Next::Nothing
            && matches!(self.bytes.get(self.at..), Some(rest) if may_be_json(rest));
        if again {
            self.next = Next::Value;
        }
        again
    }

    /// Whether all has been read of a document.
    fn is_behind(&self) -> bool {
        self.next == Next::Nothing
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
        if self.stream.is_complete() && self.stream.head().is_empty() {
            return Ok(false);
        }
        let is_first = !self.stream.has_begun();
        let more = self.stream.refill(Arc::make_mut(&mut self.bytes), self.at)?;
        self.at = if is_first { mark_of(&self.bytes) } else { 0 };
        self.has_read |= more;
        Ok(more)
    }

    fn end(&self) -> Result<Token, JsonError> {
        match self.next {
            Next::Nothing => Ok(Token::Done),
            _ => Err(self.broken("the JSON breaks off")),
        }
    }

    #[cold]
    fn broken(&self, what: &'static str) -> JsonError {
        let behind = self.bytes.len().saturating_sub(self.at) as u64;
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
    #[inline]
    pub(super) fn field<K>(
        &mut self,
        wanted: impl Fn(&[u8]) -> Option<K>,
    ) -> Result<Option<(K, Token)>, JsonError> {
        loop {
            let Some((key, value, end)) = self.plain_field() else {
                return self.any_field(wanted);
            };
            let key = wanted(self.bytes(&key));
            self.at = end;
            self.next = Next::CommaOrEnd;
            if value == Token::Array {
                if key.is_none() && matches!(self.bytes.get(end..), Some([b'[', b']', ..])) {
                    self.at += 2;
                    continue;
                }
                self.open(false);
                self.at += 1;
                self.next = Next::ValueOrEnd;
                if key.is_none() {
                    self.skip(&value)?;
                    continue;
                }
            }
            if let Some(key) = key {
                return Ok(Some((key, value)));
            }
        }
    }

    /// The same token by token: for what is cut, has white space in it, is an object, is no JSON.
    fn any_field<K>(
        &mut self,
        wanted: impl Fn(&[u8]) -> Option<K>,
    ) -> Result<Option<(K, Token)>, JsonError> {
        loop {
            // An object has keys and an end.
            let Token::Key(key) = self.next()? else { return Ok(None) };
            let key = wanted(self.bytes(&key));
            let token = self.next()?;
            match key {
                Some(key) => return Ok(Some((key, token))),
                None => self.skip(&token)?,
            }
        }
    }

    /// Where the key of a field stands that is all at hand, a text, a number, nothing or a list, and
    /// written as usual; its value, and where that ends or, if it is a list, begins.
    #[inline]
    fn plain_field(&self) -> Option<(Range<usize>, Token, usize)> {
        let bytes = self.bytes.as_slice();
        let start = match (self.next, bytes.get(self.at..)?) {
            (Next::CommaOrEnd, [b',', b'"', ..]) => self.at + 2,
            (Next::KeyOrEnd, [b'"', ..]) => self.at + 1,
            _ => return None,
        };
        let end = quote_in(bytes, start)?;
        let &[b'"', b':', first, ..] = bytes.get(end..)? else { return None };
        let at = end + 2;
        let (value, behind) = match first {
            b'"' => {
                let inside = at + 1..string_end(bytes, at + 1).ok()??;
                let behind = inside.end + 1;
                (Token::String(inside), behind)
            }
            b'n' if bytes.get(at..)?.starts_with(b"null") => (Token::Null, at + 4),
            b'1'..=b'9' => {
                let behind = digits_end(bytes, at)?;
                (Token::Number(at..behind), behind)
            }
            b'[' => return Some((start..end, Token::Array, at)),
            _ => return None,
        };
        matches!(bytes.get(behind), Some(b',' | b'}')).then_some((start..end, value, behind))
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

/// Where the string ends whose inside begins at `from`; `None` if that is not at hand. What is wrong
/// with it otherwise.
#[inline]
fn string_end(bytes: &[u8], mut from: usize) -> Result<Option<usize>, &'static str> {
    while let Some(found) = quote_in(bytes, from) {
        from = match bytes.get(found..) {
            Some([b'"', ..]) => return Ok(Some(found)),
            Some([_, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..]) => found + 2,
            Some([_, b'u', digits @ ..]) if digits.len() >= 4 => {
                if !digits.iter().take(4).all(u8::is_ascii_hexdigit) {
                    return Err("an escape that is none");
                }
                found + 6
            }
            Some([_] | [_, b'u', ..]) | None => return Ok(None),
            Some(_) => return Err("an escape that is none"),
        };
    }
    Ok(None)
}

/// A word of eight times the same byte.
const fn eight(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Where the digits from `at` on end; `None` if that is not surely at hand.
///
/// Eight at a time: of a digit less `0` adding 0x76 leaves the highest bit clear, of anything else it
/// does not, nor has that been clear before.
#[inline]
fn digits_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let word = u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?) ^ eight(b'0');
        let others = (word.wrapping_add(eight(0x76)) | word) & eight(0x80);
        if others != 0 {
            return Some(at + others.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
}

/// Where the next quotation mark or backslash behind `from` stands.
///
/// Keys, names and dates are short: a word at a time finds their end ([Hacker's Delight], 6-1:
/// the lowest zero byte of a word) before a search in larger steps would have begun.
///
/// [Hacker's Delight]: https://en.wikipedia.org/wiki/Hacker%27s_Delight
#[inline]
fn quote_in(bytes: &[u8], from: usize) -> Option<usize> {
    let zeros = |word: u64| word.wrapping_sub(eight(1)) & !word & eight(0x80);
    let mut rest = bytes.get(from..)?;
    let mut at = from;
    for _ in 0..SHORT {
        let Some((word, behind)) = rest.split_first_chunk() else { break };
        let word = u64::from_le_bytes(*word);
        let found = zeros(word ^ eight(b'"')) | zeros(word ^ eight(b'\\'));
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        (rest, at) = (behind, at + 8);
    }
    memchr2(b'"', b'\\', rest).map(|found| at + found)
}

/// The whole number that is written there, or the whole part of one.
fn whole_number(digits: &[u8]) -> Option<i64> {
    let shift = |sum: i64, digit: &u8| {
        let digit = digit.wrapping_sub(b'0');
        (digit < 10).then(|| sum * 10 + i64::from(digit))
    };
    if (1..=SAFE_DIGITS).contains(&digits.len())
        && let Some(sum) = digits.iter().try_fold(0, shift)
    {
        return Some(sum);
    }
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
    bytes.get(mark_of(bytes)..).unwrap_or_default().trim_ascii_start()
}

/// How long its byte order mark is, if it has one.
fn mark_of(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 }
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
