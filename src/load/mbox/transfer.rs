//! What was done to a text so that mail could carry it, undone.
//!
//! Nothing here fails: what is not encoded as it says stays as it is.

use std::borrow::Cow;

use memchr::memmem;

use super::headers::Headers;

/// Whether lines of a message that begin with `From ` are quoted in its mbox. In one dialect they are
/// not (mboxcl2): then the length is said, and there may be such lines.
pub(super) fn has_from_quotes(message: &[u8]) -> bool {
    let headers = Headers::read(message);
    let body = || message.get(headers.body..).unwrap_or_default();
    let bare = || body().starts_with(b"From ") || memmem::find(body(), b"\nFrom ").is_some();
    headers.length.is_empty() || !bare()
}

/// Lines `>From `, `>>From ` … without the `>` that an mbox had them given (mboxrd).
pub(super) fn without_from_quotes(body: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = memmem::find(body, b">From ") else { return body.into() };
    let start =
        memchr::memrchr(b'\n', body.get(..first).unwrap_or_default()).map_or(0, |at| at + 1);
    let (before, rest) = body.split_at(start);
    let mut out = Vec::with_capacity(body.len());
    out.extend_from_slice(before);
    for line in rest.split_inclusive(|&b| b == b'\n') {
        let depth = line.iter().take_while(|&&b| b == b'>').count();
        let quoted = depth > 0 && line.get(depth..).is_some_and(|rest| rest.starts_with(b"From "));
        out.extend_from_slice(line.get(usize::from(quoted)..).unwrap_or_default());
    }
    out.into()
}

/// Decodes quoted-printable ([RFC 2045 §6.7](https://www.rfc-editor.org/rfc/rfc2045#section-6.7)).
pub(super) fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = memchr::memchr(b'=', rest) {
        let (before, behind) = rest.split_at(at);
        out.extend_from_slice(before);
        if let Some((byte, behind)) = encoded(behind) {
            out.push(byte);
            rest = behind;
        } else if let Some(behind) = soft_break(behind) {
            rest = behind;
        } else {
            out.push(b'=');
            rest = behind.get(1..).unwrap_or_default();
        }
    }
    out.extend_from_slice(rest);
    out
}

/// `=C3` and what is behind it.
fn encoded(text: &[u8]) -> Option<(u8, &[u8])> {
    let [b'=', high, low, behind @ ..] = text else { return None };
    let digit = |b: u8| char::from(b).to_digit(16);
    let byte = digit(*high)? * 16 + digit(*low)?;
    Some((u8::try_from(byte).ok()?, behind))
}

/// What is behind a `=` at the end of a line.
fn soft_break(text: &[u8]) -> Option<&[u8]> {
    let behind = text.get(1..)?;
    let blank = behind.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
    match behind.get(blank) {
        Some(b'\n') => behind.get(blank + 1..),
        None => Some(&[]),
        Some(_) => None,
    }
}

/// Decodes base64 ([RFC 2045 §6.8](https://www.rfc-editor.org/rfc/rfc2045#section-6.8)), passing
/// over what does not belong to it.
pub(super) fn base64(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for &b in body {
        let value = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            // The end: of all, or of one of several that were put together.
            b'=' => {
                count = 0;
                continue;
            }
            _ => continue,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count).to_le_bytes()[0]);
        }
    }
    out
}

/// Text of `format=flowed` with its lines put together
/// ([RFC 3676 §4](https://www.rfc-editor.org/rfc/rfc3676#section-4)); quotes keep their `>`.
pub(super) fn unflowed(text: &str, delete_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    // The depth of the line that goes on, if one does.
    let mut open: Option<usize> = None;
    for (at, line) in text.lines().enumerate() {
        let inner = line.trim_start_matches('>');
        let depth = line.len() - inner.len();
        let inner = inner.strip_prefix(' ').unwrap_or(inner);
        let signature = inner == "-- ";
        if open != Some(depth) || signature {
            if at > 0 {
                out.push('\n');
            }
            out.extend(std::iter::repeat_n('>', depth));
            if depth > 0 && !inner.is_empty() {
                out.push(' ');
            }
        }
        let flows = inner.ends_with(' ') && !signature;
        let words = if flows && delete_space { inner.strip_suffix(' ') } else { None };
        out.push_str(words.unwrap_or(inner));
        open = flows.then_some(depth);
    }
    out
}
