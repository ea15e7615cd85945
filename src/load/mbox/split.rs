//! Where one message of an mbox ends and the next begins.
//!
//! A message begins with a line `From ADDRESS DATE` ([RFC 4155]), at the start of the file or behind
//! an empty line. Of the four dialects ([mbox(5)]) mboxo, mboxrd and mboxcl quote such lines inside
//! of bodies. But not all writers do, so the line alone is not believed: it has a date or at least
//! nothing but an address, and a header follows. Where a writer forgot the empty line, a date is
//! asked for.
//!
//! mboxcl2 quotes nothing, and says in `Content-Length` how long a body is. That is wrong as soon as
//! anyone edits the file, so it is believed only where it leads to another such line, or to the end.
//!
//! [RFC 4155]: https://www.rfc-editor.org/rfc/rfc4155#appendix-A
//! [mbox(5)]: https://www.loc.gov/preservation/digital/formats/fdd/fdd000383.shtml

use memchr::{memchr, memmem};

/// The longest `From ` line, and how much of the line behind it is looked at, in bytes.
pub(super) const LONGEST: usize = 1024;

/// How far behind a `From ` one may have to look: so much of the end of a segment is undecided.
pub(super) const UNDECIDED: usize = 2 * LONGEST + 8;

/// The longest message whose word on its own length is asked for, in bytes: so much has to be carried
/// along until it can be found true.
pub(super) const MAX_DECLARED: usize = 16 << 20;

const MONTHS: [&[u8]; 12] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];

/// Finds separators.
#[derive(Debug)]
pub(super) struct Splitter(memmem::Finder<'static>);

/// What a place in the bytes turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A message begins here.
    Separator,
    /// None does.
    Text,
    /// More bytes are needed to tell.
    Unknown,
}

impl Splitter {
    pub(super) fn new() -> Splitter {
        Splitter(memmem::Finder::new(b"\nFrom "))
    }

    /// Where behind `from` the next message begins; without one, from where to look again when
    /// there are more bytes. `last` says that no more will come.
    pub(super) fn next(&self, bytes: &[u8], from: usize, last: bool) -> Result<usize, usize> {
        let mut at = from;
        while let Some(found) = bytes.get(at..).and_then(|rest| self.0.find(rest)) {
            let start = at + found + 1;
            match verdict(bytes, start, last) {
                Verdict::Separator => return Ok(start),
                Verdict::Text => at = start,
                Verdict::Unknown => return Err(at + found),
            }
        }
        Err(bytes.len().saturating_sub(b"\nFrom".len()).max(at))
    }
}

/// Where the next message begins behind the one that is open, which says how long it is: farther on
/// than `next`, where it seems to. `None` where that is not said or not believed; an error says that
/// more bytes are needed to tell, or that nothing follows.
pub(super) fn beyond(
    bytes: &[u8],
    open: usize,
    next: usize,
    last: bool,
) -> Option<Result<usize, ()>> {
    let end = open.checked_add(declared(bytes.get(open..next)?)?)?;
    if end <= next || end - open > MAX_DECLARED {
        return None;
    }
    let Some(rest) = bytes.get(end..) else { return (!last).then_some(Err(())) };
    let blank = rest.iter().take(4).take_while(|b| matches!(b, b'\r' | b'\n')).count();
    let start = end + blank;
    let rest = rest.get(blank..).unwrap_or_default();
    if rest.is_empty() || !last && b"From ".starts_with(rest) {
        return Some(Err(()));
    }
    if !rest.starts_with(b"From ") {
        return None;
    }
    match verdict(bytes, start, last) {
        Verdict::Separator => Some(Ok(start)),
        Verdict::Unknown => Some(Err(())),
        Verdict::Text => None,
    }
}

/// Where a message ends by its own word, counted from its start.
fn declared(message: &[u8]) -> Option<usize> {
    let unix = memmem::find(message, b"\n\n").map(|at| at + 2);
    let before = message.get(..unix.unwrap_or(message.len()))?;
    let body = memmem::find(before, b"\n\r\n").map(|at| at + 3).or(unix)?;
    let headers = message.get(..body)?;
    let small = memmem::find_iter(headers, b"ength:");
    let lengths = small.chain(memmem::find_iter(headers, b"ENGTH:")).filter_map(|at| {
        // The name first: a line of nothing but such words is looked through to its end once.
        let name = headers.get(at.checked_sub(b"\nContent-L".len())?..at)?;
        let is_it = name.eq_ignore_ascii_case(b"\nContent-L");
        let rest = headers.get(at + b"ength:".len()..).filter(|_| is_it)?;
        Some(rest.split(|&b| b == b'\n').next()?.trim_ascii())
    });
    let length = lengths.last()?;
    body.checked_add(str::from_utf8(length).ok()?.parse().ok()?)
}

/// Whether a message begins at `start`, which is the start of a line `From `.
pub(super) fn verdict(bytes: &[u8], start: usize, last: bool) -> Verdict {
    let open = if last { Verdict::Text } else { Verdict::Unknown };
    let Some(rest) = bytes.get(start..) else { return open };
    let Some(end) = memchr(b'\n', rest.get(..LONGEST).unwrap_or(rest)) else {
        return if rest.len() >= LONGEST { Verdict::Text } else { open };
    };
    let (Some(line), Some(rest)) = (rest.get(..end), rest.get(end + 1..)) else { return open };
    let dated = has_date(line);
    let blank = is_behind_blank_line(bytes, start);
    if !(dated || blank && is_lone_address(line)) {
        return Verdict::Text;
    }
    match (is_header(rest), rest.len() < LONGEST) {
        (Some(true), _) => Verdict::Separator,
        // A message may be cut off behind its first line.
        (None, true) if last && dated && blank => Verdict::Separator,
        (None, true) => open,
        _ => Verdict::Text,
    }
}

/// Whether a header begins with these bytes; `None` if more of them would have to be seen.
///
/// Old mailers wrote a `>From ` line among the headers.
pub(super) fn is_header(bytes: &[u8]) -> Option<bool> {
    let bytes = bytes.get(..LONGEST).unwrap_or(bytes);
    if bytes.starts_with(b">From ") {
        return Some(true);
    }
    let end = bytes.iter().position(|&b| !is_name(b))?;
    let behind = bytes.get(end..)?;
    let colon = behind.iter().position(|&b| b != b' ' && b != b'\t')?;
    Some(end > 0 && behind.get(colon) == Some(&b':'))
}

/// What the name of a header is made of: printable ASCII but the colon
/// ([RFC 5322 §3.6.8](https://www.rfc-editor.org/rfc/rfc5322#section-3.6.8)).
fn is_name(byte: u8) -> bool {
    byte.is_ascii_graphic() && byte != b':'
}

fn is_behind_blank_line(bytes: &[u8], start: usize) -> bool {
    let before = bytes.get(..start).unwrap_or_default();
    before.is_empty() || before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n") || before == b"\n"
}

/// Whether the line has a time and a month (or a date in figures).
fn has_date(line: &[u8]) -> bool {
    let mut words = line.split(u8::is_ascii_whitespace).skip(1);
    let (mut day, mut time) = (false, false);
    words.any(|word| {
        day |= MONTHS.contains(&word) || is_numeric_date(word);
        time |= is_time(word);
        day && time
    })
}

fn is_numeric_date(word: &[u8]) -> bool {
    matches!(word, [y, _, _, _, b'-', _, _, b'-', ..] if y.is_ascii_digit())
}

fn is_time(word: &[u8]) -> bool {
    let digits = |some: &[u8]| some.iter().all(u8::is_ascii_digit);
    match word {
        [h, b':', m @ ..] => h.is_ascii_digit() && m.get(..2).is_some_and(digits),
        [h, i, b':', m @ ..] => digits(&[*h, *i]) && m.get(..2).is_some_and(digits),
        _ => false,
    }
}

/// Whether nothing stands there but an address, as some programs write it, or the number of an
/// article, as the archives of news have it that Google made (`From -6526783640178024448`).
fn is_lone_address(line: &[u8]) -> bool {
    /// Such a number has at least so many digits.
    const DIGITS: usize = 8;
    let mut words = line.split(u8::is_ascii_whitespace).skip(1).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let digits = first.strip_prefix(b"-").unwrap_or(first);
    let is_number = digits.len() >= DIGITS && digits.iter().all(u8::is_ascii_digit);
    let is_address = first == b"-" || first.contains(&b'@') || first == b"MAILER-DAEMON";
    words.next().is_none() && (is_address || is_number)
}
