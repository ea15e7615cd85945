//! The parts of a message: which of them are its text, and what else there is.
//!
//! [RFC 2046](https://www.rfc-editor.org/rfc/rfc2046). Of alternatives the plain text is taken; what
//! is no text is a line `▪ NAME, SIZE` at the end; a message inside of the message follows behind
//! its own few headers. Parts lie on a stack of our own, and neither their depth nor their number is
//! left to the sender.
//!
//! A message becomes plain text, or where no part of it is plain text, HTML.

use std::borrow::Cow;

use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::parsers::MessageStream;
use mail_parser::{ContentType, HeaderValue};
use memchr::memmem;

use super::body::starts_with;
use super::headers::{Headers, line};
use super::{names, transfer};
use crate::limits::{MAX_MAIL_DEPTH, MAX_MAIL_PARTS};
use crate::markup::{from_html, from_plain, to_html};
use crate::model::ContainerKind;

/// The longest header of a part that is read, in bytes.
const MAX_HEADER: usize = 16 * 1024;

/// A part: its headers and its body.
#[derive(Clone, Copy, Debug)]
struct Part<'a> {
    raw: &'a [u8],
    depth: usize,
    /// Without a type of its own it is a message: it lies in a digest.
    digest: bool,
}

/// What a part comes to.
enum Piece {
    Text(String),
    Html(String),
    /// What the program says in the place of something.
    Note(String),
    /// A line about a part that is not shown.
    Attachment(String),
}

/// The plain text of a whole message.
pub(super) fn text(raw: &[u8]) -> String {
    let (mut out, mut attachments) = (String::new(), String::new());
    for piece in pieces(raw) {
        match piece {
            Piece::Text(text) | Piece::Note(text) => paragraph(&mut out, &text),
            Piece::Html(html) => paragraph(&mut out, &from_hypertext(&html)),
            Piece::Attachment(line) => {
                attachments.extend([if attachments.is_empty() { "" } else { "\n" }, &line]);
            }
        }
    }
    paragraph(&mut out, &attachments);
    out
}

/// The HTML of a whole message, in which there is some.
pub(super) fn html(raw: &[u8]) -> String {
    let mut attachments = String::new();
    let mut out = String::new();
    let pieces = pieces(raw);
    let is_alone = pieces.len() == 1;
    for piece in pieces {
        match piece {
            Piece::Html(html) if is_alone => return html,
            // What one part leaves open must not reach into the next.
            Piece::Html(html) => out.push_str(&to_html(&from_html(&html))),
            Piece::Text(text) | Piece::Note(text) => out.push_str(&to_html(&from_plain(&text))),
            Piece::Attachment(line) => {
                attachments.extend([if attachments.is_empty() { "" } else { "\n" }, &line]);
            }
        }
        out.push('\n');
    }
    out + &to_html(&from_plain(&attachments))
}

/// The HTML of a message whose parts are the same in different notations.
pub(super) fn best_html(raw: &[u8]) -> Option<String> {
    let headers = Headers::read(raw);
    let body = raw.get(headers.body..)?;
    let kind = Kind::read(headers.content_type, false);
    parts(body, kind.boundary()?).into_iter().find_map(|part| {
        let headers = Headers::read(part);
        let kind = Kind::read(headers.content_type, false);
        let body = part.get(headers.body..)?;
        kind.is("text", "html").then(|| decoded(&kind, &headers, body, false))
    })
}

/// Whether no part of a message with many is plain text, and one is HTML.
pub(super) fn is_only_html(body: &[u8]) -> bool {
    let has = |name: &[u8]| memmem::find(body, name).is_some();
    !has(b"text/plain") && has(b"text/html")
}

/// What the parts of a message come to, in their order.
fn pieces(raw: &[u8]) -> Vec<Piece> {
    let quoted = transfer::has_from_quotes(raw);
    let mut out = Vec::new();
    let mut stack = vec![Part { raw, depth: 0, digest: false }];
    let mut count = 0;
    while let Some(part) = stack.pop() {
        count += 1;
        if count > MAX_MAIL_PARTS {
            out.push(Piece::Note("[more parts, which are not shown]".to_owned()));
            break;
        }
        let headers = Headers::read(part.raw);
        let kind = Kind::read(headers.content_type, part.digest);
        let body = part.raw.get(headers.body..).unwrap_or_default();
        let inner = kind.boundary().map(|boundary| parts(body, boundary)).unwrap_or_default();
        let depth = part.depth + 1;
        if depth > MAX_MAIL_DEPTH {
            out.push(attachment(&kind, &headers, body));
        } else if !inner.is_empty() {
            let digest = kind.subtype == "digest";
            let chosen = if kind.subtype == "alternative" { best(&inner) } else { inner };
            stack.extend(chosen.into_iter().rev().map(|raw| Part { raw, depth, digest }));
        } else if kind.is("message", "rfc822") && !is_encoded(&headers) && part.depth > 0 {
            let message = body.get(blank(body)..).unwrap_or_default();
            out.push(forwarded(message));
            stack.push(Part { raw: message, depth, digest: false });
        } else if part.depth == 0 && kind.main != "multipart" && !kind.is_words() {
            // A message that is nothing but a picture, say.
            out.push(attachment(&kind, &headers, body));
        } else if part.depth == 0 || kind.is_shown(&headers) {
            out.push(words(&kind, &headers, body, quoted));
        } else {
            out.push(attachment(&kind, &headers, body));
        }
    }
    out
}

/// What a part is.
#[derive(Debug, Default)]
struct Kind {
    main: String,
    subtype: String,
    parameters: Option<ContentType<'static>>,
}

impl Kind {
    fn read(value: &[u8], digest: bool) -> Kind {
        if value.is_empty() {
            let (main, subtype) = if digest { ("message", "rfc822") } else { ("text", "plain") };
            return Kind { main: main.into(), subtype: subtype.into(), parameters: None };
        }
        let Some(parameters) = parameters(value) else { return Kind::default() };
        Kind {
            main: parameters.ctype().to_ascii_lowercase(),
            subtype: parameters.subtype().unwrap_or_default().to_ascii_lowercase(),
            parameters: Some(parameters),
        }
    }

    fn is(&self, main: &str, subtype: &str) -> bool {
        self.main == main && self.subtype == subtype
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.as_ref()?.attribute(name)
    }

    fn boundary(&self) -> Option<&str> {
        let boundary = self.parameter("boundary").filter(|_| self.main == "multipart");
        boundary.map(str::trim_end).filter(|boundary| !boundary.is_empty())
    }

    /// Whether it is text at all, or nobody knows what.
    fn is_words(&self) -> bool {
        matches!(self.main.as_str(), "text" | "multipart" | "message" | "")
    }

    /// Whether a part is text that stands in the message, and not beside it.
    fn is_shown(&self, headers: &Headers<'_>) -> bool {
        let beside = starts_with(headers.disposition, b"attachment");
        let within = starts_with(headers.disposition, b"inline");
        let patch = matches!(self.subtype.as_str(), "x-patch" | "x-diff" | "patch" | "diff");
        let known = matches!(self.subtype.as_str(), "plain" | "html" | "") || patch && within;
        matches!(self.main.as_str(), "text" | "multipart" | "")
            && !beside
            && (known || self.parameter("name").is_none())
    }
}

/// A `Content-Type` or `Content-Disposition` with its parameters
/// ([RFC 2231](https://www.rfc-editor.org/rfc/rfc2231)).
fn parameters(value: &[u8]) -> Option<ContentType<'static>> {
    let value = value.get(..MAX_HEADER).unwrap_or(value);
    // The end of the line is what it reads to.
    let line = [value, b"\n"].concat();
    match MessageStream::new(&line).parse_content_type().into_owned() {
        HeaderValue::ContentType(kind) => Some(kind),
        _ => None,
    }
}

/// The parts between the lines `--boundary` of a body; none if there is no such line.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let delimiter = [b"--", boundary.as_bytes()].concat();
    let mut parts = Vec::new();
    // Where the part that is open begins.
    let mut open = None;
    for at in memmem::find_iter(body, &delimiter) {
        let starts_line = at == 0 || body.get(at - 1) == Some(&b'\n');
        let Some(line) = line(body, at).filter(|_| starts_line) else { continue };
        let rest = body.get(at + delimiter.len()..line.end).unwrap_or_default().trim_ascii();
        if !matches!(rest, b"" | b"--") {
            continue;
        }
        if let Some(open) = open {
            parts.push(without_end(body.get(open..at).unwrap_or_default()));
        }
        open = (rest.is_empty() && parts.len() < MAX_MAIL_PARTS).then_some(line.end);
        if open.is_none() {
            break;
        }
    }
    if let Some(rest) = open.and_then(|open| body.get(open..)) {
        parts.push(rest);
    }
    parts
}

/// The line end before a boundary belongs to the boundary.
fn without_end(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}

/// Of alternatives the one that is best read here: plain text, then HTML, then anything.
fn best<'a>(alternatives: &[&'a [u8]]) -> Vec<&'a [u8]> {
    let rank = |part: &&&[u8]| {
        let headers = Headers::read(part);
        let kind = Kind::read(headers.content_type, false);
        let body = part.get(headers.body..).unwrap_or_default();
        match (kind.main.as_str(), kind.subtype.as_str()) {
            _ if body.trim_ascii().is_empty() => 0,
            ("text", "plain") => 4,
            ("text", "html") => 3,
            ("multipart", _) => 2,
            _ => 1,
        }
    };
    alternatives.iter().max_by_key(rank).copied().into_iter().collect()
}

/// The words of a part that is text.
fn words(kind: &Kind, headers: &Headers<'_>, body: &[u8], quoted: bool) -> Piece {
    let text = decoded(kind, headers, body, quoted);
    let flowed = kind.parameter("format").is_some_and(|it| it.eq_ignore_ascii_case("flowed"));
    if kind.is("text", "html") {
        Piece::Html(text)
    } else if flowed {
        let deleted = kind.parameter("delsp").is_some_and(|it| it.eq_ignore_ascii_case("yes"));
        Piece::Text(transfer::unflowed(&text, deleted))
    } else {
        Piece::Text(text)
    }
}

/// The text of a part, out of its encoding and its charset; out of the quotes of its mbox if it is
/// `quoted`.
fn decoded(kind: &Kind, headers: &Headers<'_>, body: &[u8], quoted: bool) -> String {
    let body = if quoted { transfer::without_from_quotes(body) } else { body.into() };
    let bytes = match headers.encoding.to_ascii_lowercase().as_slice() {
        b"quoted-printable" => Cow::Owned(transfer::quoted_printable(&body)),
        b"base64" => Cow::Owned(transfer::base64(&body)),
        _ => body,
    };
    let charset = kind.parameter("charset").unwrap_or_default().trim();
    if ["utf-8", "utf8"].iter().any(|name| charset.eq_ignore_ascii_case(name)) {
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    let vague = charset.is_empty() || charset.eq_ignore_ascii_case("us-ascii");
    match charset_decoder(charset.as_bytes()).filter(|_| !vague) {
        Some(decode) => decode(&bytes),
        None => names::guess(&bytes).into_owned(),
    }
}

/// HTML as plain text: the words of its blocks, quotes with `>`.
fn from_hypertext(html: &str) -> String {
    let mut out = String::new();
    let mut before = 0;
    for block in from_html(html) {
        let quote = |kind: &ContainerKind| *kind == ContainerKind::Quote;
        let depth = block.within.iter().filter(|container| quote(&container.kind)).count();
        let mark = ">".repeat(depth) + if depth > 0 { " " } else { "" };
        if !out.is_empty() {
            out.extend(std::iter::repeat_n('>', depth.min(before)));
            out.push('\n');
        }
        for line in block.plain().lines() {
            out.push_str(&mark);
            out.push_str(line);
            out.push('\n');
        }
        before = depth;
    }
    out
}

/// What a message inside of the message is headed by.
fn forwarded(message: &[u8]) -> Piece {
    let headers = Headers::read(message);
    let mut lines = String::from("[forwarded message]");
    let values = [headers.from, headers.date, headers.subject];
    for (name, value) in ["From", "Date", "Subject"].into_iter().zip(values) {
        if !value.is_empty() {
            lines.extend(["\n", name, ": ", &names::text(value)]);
        }
    }
    Piece::Note(lines)
}

/// A line about a part that is not shown: its name, or without one its type, and its size.
fn attachment(kind: &Kind, headers: &Headers<'_>, body: &[u8]) -> Piece {
    let disposition = parameters(headers.disposition);
    let name = disposition.as_ref().and_then(|it| it.attribute("filename"));
    let name = name.or_else(|| kind.parameter("name")).unwrap_or_default();
    let name = names::text(name.as_bytes());
    let name = match (name.as_ref(), kind.subtype.as_str()) {
        ("", "") => kind.main.clone(),
        ("", subtype) => format!("{}/{subtype}", kind.main),
        (name, _) => name.to_owned(),
    };
    let size = in_units(size(headers, body));
    let facts: Vec<&str> = [name.as_str(), &size].into_iter().filter(|it| !it.is_empty()).collect();
    Piece::Attachment(format!("▪ {}", facts.join(", ")))
}

/// A line about a file that stood in a text, which has this many bytes.
pub(super) fn about_file(name: &str, bytes: usize) -> String {
    format!("▪ {name}, {}", in_units(bytes))
}

/// About how many bytes a part has without its encoding.
fn size(headers: &Headers<'_>, body: &[u8]) -> usize {
    if starts_with(headers.encoding, b"base64") {
        let digits = body.iter().filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'));
        return digits.count() / 4 * 3;
    }
    body.len()
}

/// A number of bytes, as people say it.
fn in_units(bytes: usize) -> String {
    match bytes {
        1 => "1 byte".to_owned(),
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

fn is_encoded(headers: &Headers<'_>) -> bool {
    [&b"base64"[..], b"quoted-printable"].iter().any(|name| starts_with(headers.encoding, name))
}

/// How many bytes of white space a text begins with.
fn blank(text: &[u8]) -> usize {
    text.len() - text.trim_ascii_start().len()
}

fn paragraph(out: &mut String, text: &str) {
    let text = text.trim_end();
    if text.trim().is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push_str("\n\n");
    }
    out.push_str(text);
}
