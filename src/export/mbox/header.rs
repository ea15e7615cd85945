//! Headers of mail, and bodies that mail can carry ([RFC 5322], [RFC 2045], [RFC 2047]).
//!
//! [RFC 5322]: https://www.rfc-editor.org/rfc/rfc5322
//! [RFC 2045]: https://www.rfc-editor.org/rfc/rfc2045
//! [RFC 2047]: https://www.rfc-editor.org/rfc/rfc2047

use std::fmt::{self, Write};

/// How long a line may be, in columns.
const LINE: usize = 76;
/// How many bytes of text an encoded word has: 60 letters of base64, and what stands around them.
const WORD: usize = 45;
/// The longest line of a body that is left as it is, in bytes; mail allows 998.
const MAX_LINE: usize = 900;

/// Writes a header whose value is running text.
pub(super) fn text(name: &str, value: &str, out: &mut dyn Write) -> fmt::Result {
    if is_plain(value) {
        return list(name, value.split(' '), " ", out);
    }
    list(name, words(value), " ", out)
}

/// Writes a header of parts that are not broken, `between` behind each but the last.
pub(super) fn list(
    name: &str,
    parts: impl IntoIterator<Item = impl AsRef<str>>,
    between: &str,
    out: &mut dyn Write,
) -> fmt::Result {
    write!(out, "{name}:")?;
    let mut column = name.len() + 1;
    let mut first = true;
    for part in parts {
        let part = part.as_ref();
        if !first {
            out.write_str(between.trim_end())?;
            column += between.trim_end().len();
        }
        if !first && column + 1 + part.len() > LINE {
            out.write_str("\n")?;
            column = 0;
        }
        write!(out, " {part}")?;
        column += 1 + part.len();
        first = false;
    }
    out.write_str("\n")
}

/// A name in front of an address.
pub(super) fn phrase(name: &str) -> String {
    let atom = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'_' | b'\'');
    if name.bytes().all(atom) {
        name.to_owned()
    } else if is_plain(name) {
        format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        words(name).join("\n ")
    }
}

/// Whether a value can stand as it is: on lines of a sane length, and nobody takes it for more.
fn is_plain(value: &str) -> bool {
    let printable = value.bytes().all(|b| (b' '..=b'~').contains(&b));
    printable && !value.contains("=?") && value.split(' ').all(|it| (1..=WORD).contains(&it.len()))
}

/// Encoded words.
fn words(value: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = value;
    while !rest.is_empty() {
        let (word, behind) = rest.split_at(rest.floor_char_boundary(WORD));
        words.push(format!("=?utf-8?B?{}?=", base64(word.as_bytes())));
        rest = behind;
    }
    words
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| three.get(at).map_or(0, |&b| usize::from(b));
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for (at, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let digit = DIGITS.get((bits >> shift) & 63).filter(|_| at <= three.len());
            out.push(digit.map_or('=', |&digit| char::from(digit)));
        }
    }
    out
}

/// Writes the headers that say what a body of text is, an empty line, and the body.
///
/// A line `From ` would begin the next message. Where there is one, or one that is quoted so, the
/// body is encoded: what programs do about it otherwise differs too much.
pub(super) fn body(kind: &str, text: &str, out: &mut dyn Write) -> fmt::Result {
    let text = text.trim_end_matches('\n');
    let hard = |line: &str| line.len() > MAX_LINE || is_from(line);
    let encoding = if text.split('\n').any(hard) {
        "quoted-printable"
    } else if text.is_ascii() {
        "7bit"
    } else {
        "8bit"
    };
    writeln!(out, "Content-Type: text/{kind}; charset=utf-8")?;
    writeln!(out, "Content-Transfer-Encoding: {encoding}\n")?;
    if encoding != "quoted-printable" {
        return writeln!(out, "{text}");
    }
    for line in text.split('\n') {
        quoted_printable(line, out)?;
        out.write_str("\n")?;
    }
    Ok(())
}

/// `From `, `>From `, `>>From ` …
fn is_from(line: &str) -> bool {
    line.trim_start_matches('>').starts_with("From ")
}

fn quoted_printable(line: &str, out: &mut dyn Write) -> fmt::Result {
    let mut column = 0;
    let from = is_from(line);
    for (at, byte) in line.bytes().enumerate() {
        let last = at + 1 == line.len();
        let plain = matches!(byte, b'!'..=b'<' | b'>'..=b'~') && !(from && at == 0)
            || matches!(byte, b' ' | b'\t') && !last;
        let columns = if plain { 1 } else { 3 };
        if column + columns >= LINE {
            out.write_str("=\n")?;
            column = 0;
        }
        // Behind a break a word must not begin a message either.
        if plain && !(column == 0 && byte == b'F') {
            out.write_char(char::from(byte))?;
            column += 1;
        } else {
            write!(out, "={byte:02X}")?;
            column += 3;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_so_that_every_program_reads_them() {
        #[rustfmt::skip]
        let cases = [
            ("plain",        "Who owns the light",  "S: Who owns the light\n"),
            ("nothing",      "",                    "S:\n"),
            ("no ASCII",     "Öl",                  "S: =?utf-8?B?w5Zs?=\n"),
            ("looks encoded", "=?a?=",              "S: =?utf-8?B?PT9hPz0=?=\n"),
            ("long",         &"word ".repeat(20),   "S: =?utf-8?B?d29yZCB3b3JkIHdvcmQgd29yZCB3b3JkIHdvcmQgd29yZCB3b3JkIHdvcmQg?=\n =?utf-8?B?d29yZCB3b3JkIHdvcmQgd29yZCB3b3JkIHdvcmQgd29yZCB3b3JkIHdvcmQg?=\n =?utf-8?B?d29yZCB3b3JkIA==?=\n"),
            ("folded",       "word word word word word word word word word word word word word word word word", "S: word word word word word word word word word word word word word word\n word word\n"),
        ];
        for (why, value, expected) in cases {
            let mut out = String::new();
            text("S", value, &mut out).unwrap();
            assert_eq!(out, expected, "{why}");
        }
        assert_eq!(phrase("Ines Varga"), "Ines Varga");
        assert_eq!(phrase("Varga, \"Ines\""), "\"Varga, \\\"Ines\\\"\"");
        assert_eq!(phrase("Krüger"), "=?utf-8?B?S3LDvGdlcg==?=");
    }

    #[test]
    fn a_body_is_encoded_only_where_it_must_be() {
        #[rustfmt::skip]
        let cases = [
            ("ASCII",          "a =\n\n",            "7bit\n\na =\n".to_owned()),
            ("UTF-8",          "ö\n b",              "8bit\n\nö\n b\n".to_owned()),
            ("a message's start", "a=\nFrom b\n>From c \nd", "quoted-printable\n\na=3D\n=46rom b\n=3EFrom c=20\nd\n".to_owned()),
            ("a long line",    &"From ".repeat(200), "quoted-printable\n\n=46rom From ".to_owned()),
        ];
        for (why, text, expected) in cases {
            let mut out = String::new();
            body("plain", text, &mut out).unwrap();
            let found = out.split_once("Encoding: ").unwrap().1;
            assert!(found.starts_with(&expected), "{why}: {found}");
            assert!(
                !found.contains("\nFrom ") && out.lines().all(|line| line.len() <= LINE),
                "{why}"
            );
        }
    }
}
