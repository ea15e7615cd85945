//! The text of a message, made when it is first shown: nearly all mail is plain text that can be
//! taken as it lies, and the rest goes through [`mime`].

use std::borrow::Cow;

use super::encoded::without_files;
use super::headers::Headers;
use super::reflow::reflowed;
use super::{mime, transfer};
use crate::model::{BodyKind, Notation};

static PLAIN: Notation = Notation { name: "mail", decode: plain, plain_letters: is_unencoded };
static OURS: Notation = Notation { name: "our mail", decode: written, plain_letters: is_unencoded };
static OUR_HTML: Notation =
    Notation { name: "our mail-html", decode: our_html, plain_letters: is_unencoded };
static HTML: Notation = Notation { name: "mail-html", decode: html, plain_letters: is_unencoded };

/// Whether no part of a message is encoded: each that names how it is transferred says that it is
/// as it stands.
fn is_unencoded(message: &[u8]) -> bool {
    const NAME: &[u8] = b"ransfer-encoding:";
    memchr::memmem::find_iter(message, b"ransfer-")
        .chain(memchr::memmem::find_iter(message, b"RANSFER-"))
        .all(|at| {
            let rest = message.get(at..).unwrap_or_default();
            let named = rest.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME));
            let value = rest.get(NAME.len()..).unwrap_or_default().trim_ascii_start();
            let is =
                |word: &[u8]| value.get(..word.len()).is_some_and(|v| v.eq_ignore_ascii_case(word));
            !named || is(b"7bit") || is(b"8bit") || is(b"binary")
        })
}

/// How the text of a message with these headers, and this below them, is written.
pub(super) fn notation(headers: &Headers<'_>, body: &[u8]) -> (BodyKind, &'static Notation) {
    let parts = starts_with(headers.content_type, b"multipart/");
    if !headers.facts.is_empty() || !headers.article.is_empty() {
        return if parts { (BodyKind::Html, &OUR_HTML) } else { (BodyKind::Plain, &OURS) };
    }
    if starts_with(headers.content_type, b"text/html") || parts && mime::is_only_html(body) {
        (BodyKind::Html, &HTML)
    } else {
        (BodyKind::Plain, &PLAIN)
    }
}

/// The text of a message, its headers included in `raw`, to be filled anew.
fn plain(raw: &[u8]) -> Cow<'_, str> {
    let text = match written(raw) {
        Cow::Borrowed(text) => without_files(text),
        Cow::Owned(text) => Cow::Owned(without_files(&text).into_owned()),
    };
    match text {
        Cow::Borrowed(text) => reflowed(text),
        Cow::Owned(text) => Cow::Owned(reflowed(&text).into_owned()),
    }
}

/// The text of a message as it was sent.
fn written(raw: &[u8]) -> Cow<'_, str> {
    let headers = Headers::read(raw);
    let body = raw.get(headers.body..).unwrap_or_default();
    let quoted = headers.length.is_empty() || transfer::has_from_quotes(raw);
    let body = if quoted { transfer::without_from_quotes(body) } else { body.into() };
    match body {
        Cow::Borrowed(body) if is_simple(&headers, body) => {
            if let Ok(text) = str::from_utf8(body) {
                return trimmed(text).into();
            }
        }
        Cow::Owned(body) if is_simple(&headers, &body) => {
            if let Ok(text) = String::from_utf8(body) {
                return trimmed(&text).to_owned().into();
            }
        }
        _ => {}
    }
    trimmed(&mime::text(raw)).to_owned().into()
}

/// The HTML beside the text of a message that this program has written: it says more.
fn our_html(raw: &[u8]) -> Cow<'_, str> {
    mime::best_html(raw).unwrap_or_else(|| mime::html(raw)).into()
}

/// The HTML of a message that has no other text.
fn html(raw: &[u8]) -> Cow<'_, str> {
    mime::html(raw).into()
}

/// Whether the body is UTF-8 or ASCII as it lies, with lines as they shall be read.
fn is_simple(headers: &Headers<'_>, body: &[u8]) -> bool {
    let [kind, encoding] = [headers.content_type, headers.encoding];
    let encoded = !encoding.is_empty()
        && ![&b"7bit"[..], b"8bit", b"binary"].iter().any(|name| starts_with(encoding, name));
    if encoded || !(kind.is_empty() || starts_with(kind, b"text/plain")) {
        return false;
    }
    let kind = kind.to_ascii_lowercase();
    let has = |word: &str| memchr::memmem::find(&kind, word.as_bytes()).is_some();
    let utf8 = !has("charset") || has("utf-8") || has("us-ascii");
    let single = has("iso-8859-") || has("windows-125");
    !has("flowed") && (utf8 || single && body.is_ascii())
}

/// Whether a value begins so, in any case.
pub(super) fn starts_with(value: &[u8], start: &[u8]) -> bool {
    value.get(..start.len()).is_some_and(|value| value.eq_ignore_ascii_case(start))
}

/// Without empty lines at the start and white space at the end; the first line keeps its
/// indentation.
fn trimmed(text: &str) -> &str {
    let text = text.trim_end();
    let blank = text.len() - text.trim_start().len();
    let line = text.get(..blank).and_then(|blank| blank.rfind('\n')).map_or(0, |end| end + 1);
    text.get(line..).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    fn mail(headers: &str, body: &[u8]) -> Vec<u8> {
        [b"From: a\n", headers.as_bytes(), b"\n", body].concat()
    }

    #[test]
    fn text_is_taken_out_of_its_wrapping() {
        const LATIN: &str = "Content-Type: text/plain; charset=iso-8859-1\n";
        const QP: &str = "content-transfer-ENCODING: Quoted-Printable\n";
        const FLOWED: &str = "Content-Type: text/plain; charset=\"utf-8\"; format=flowed\n";
        #[rustfmt::skip]
        let cases: &[(&str, String, &[u8], &str)] = &[
            ("as it lies",        String::new(),                    b"\n \n  a\n\nb \n\n",         "  a\n\nb"),
            ("no charset",        String::new(),                    b"caf\xE9 \x93x\x94",          "café “x”"),
            ("UTF-8 unnamed",     String::new(),                    "café".as_bytes(),             "café"),
            ("Latin-1",           LATIN.into(),                     b"caf\xE9",                    "café"),
            ("Latin-1, encoded",  LATIN.to_owned() + QP,            b"caf=E9 = =x=3d=\r\nb=",      "café = =x=b"),
            ("wrong UTF-8",       "Content-Type: text/plain; charset=utf-8\n".into(), b"caf\xE9!", "caf\u{FFFD}!"),
            ("unknown charset",   "Content-Type: text/plain; charset=klingon\n".into(), b"caf\xE9", "café"),
            ("Shift_JIS, base64", "Content-Type: text/plain; charset=Shift_JIS\nContent-Transfer-Encoding: base64\n".into(), b"jWCC\nzJOU", "港の灯"),
            ("odd encoding",      "Content-Transfer-Encoding: x-klingon\n".into(), b"a",           "a"),
            ("quoted From lines", String::new(),                    b">From a\n>>From b\n> From c\nx >From d", "From a\n>From b\n> From c\nx >From d"),
            ("flowed",            FLOWED.into(),                    b"a \nb\n\n> c \n> d\n>> e \nf \n-- \ng", "a b\n\n> c d\n>> e \nf \n-- \ng"),
            ("flowed, no spaces", FLOWED.replace("flowed", "flowed; delsp=yes"), b"a \nb \nc",     "abc"),
            ("space-stuffed",     FLOWED.into(),                    b" From me\n  in",             "From me\n in"),
            ("no header at all",  String::new(),                    b"",                           ""),
        ];
        for (why, headers, body, expected) in cases {
            assert_eq!(plain(&mail(headers, body)), *expected, "{why}");
        }
        assert_eq!(plain(b"only text\nin lines"), "only text\nin lines");
    }

    #[test]
    fn html_alone_stays_html() {
        let raw = mail("Content-Type: TEXT/HTML; charset=koi8-r\n", b"<p>\xED</p>");
        let (kind, notation) = notation(&Headers::read(&raw), b"");
        assert_eq!((kind, (notation.decode)(&raw).as_ref()), (BodyKind::Html, "<p>М</p>"));
    }

    #[test]
    fn html_is_taken_where_no_part_is_plain_text() {
        const ALONE: &str = "--b\nContent-Type: text/html\n\n<p><b>h</b>\n--b\nContent-Type: image/png; name=\"a<b.png\"\n\nAA\n--b--";
        #[rustfmt::skip]
        let cases = [
            ("with a picture", ALONE.to_owned(), BodyKind::Html, "<p><strong>h</strong></p>\n\n<p>▪ a&lt;b.png, 2 bytes</p>"),
            ("with text",      format!("--b\n\n1 < 2\n\n{ALONE}"), BodyKind::Html, "<p>1 &lt; 2</p>\n<p><strong>h</strong></p>\n\n<p>▪ a&lt;b.png, 2 bytes</p>"),
            ("with plain text", format!("--b\nContent-Type: text/plain\n\n1 < 2\n\n{ALONE}"), BodyKind::Plain, "1 < 2\n\nh\n\n▪ a<b.png, 2 bytes"),
        ];
        for (why, body, kind, expected) in cases {
            let raw = mail("Content-Type: multipart/mixed; boundary=b\n", body.as_bytes());
            let headers = Headers::read(&raw);
            let (found, notation) = notation(&headers, &raw[headers.body..]);
            assert_eq!((found, (notation.decode)(&raw).as_ref()), (kind, expected), "{why}");
        }
    }

    #[test]
    fn lines_that_are_not_quoted_in_the_mbox_keep_their_signs() {
        const LENGTH: &str = "Content-Length: 20\n";
        #[rustfmt::skip]
        let cases = [
            ("mboxrd",               "",     ">From a\n>>From b", "From a\n>From b"),
            ("mboxcl",               LENGTH, ">From a\n>>From b", "From a\n>From b"),
            ("mboxcl2",              LENGTH, "From a\n>From b",   "From a\n>From b"),
            ("no length, no matter", "",     "From a\n>From b",   "From a\nFrom b"),
        ];
        for (why, headers, body, expected) in cases {
            assert_eq!(plain(&mail(headers, body.as_bytes())), expected, "{why}");
            let encoded = format!("{headers}Content-Type: multipart/mixed; boundary=b\n");
            let parts = format!("--b\n\n{body}\n--b--");
            assert_eq!(plain(&mail(&encoded, parts.as_bytes())), expected, "{why}, in a part");
        }
    }

    #[test]
    fn parts_are_text_or_a_line_about_them() {
        const MIXED: &str = "Content-Type: multipart/mixed; boundary=\"b\"\n";
        const OTHER: &str = "Content-Type: multipart/alternative; boundary=b\n";
        #[rustfmt::skip]
        let cases: &[(&str, &str, &str, &str)] = &[
            ("two texts",      MIXED, "preamble\n--b\n\none\n--b \nContent-Type: text/plain\n\ntwo\n--b--\nepilogue", "one\n\ntwo"),
            ("never closed",   MIXED, "--b\n\none\n--b\n\ntwo",                         "one\n\ntwo"),
            ("never opened",   MIXED, "one\n--bb\n",                                    "one\n--bb"),
            ("no boundary",    "Content-Type: multipart/mixed\n", "one",                "one"),
            ("empty boundary", "Content-Type: multipart/mixed; boundary=\"\"\n", "one", "one"),
            ("plain is best",  OTHER, "--b\nContent-Type: text/html\n\n<p>h\n--b\nContent-Type: text/plain\n\np\n--b--", "p"),
            ("unless empty",   OTHER, "--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n<p>h<blockquote>q<p>r</blockquote>s\n--b--", "h\n\n> q\n>\n> r\n\ns"),
            ("an attachment",  MIXED, "--b\n\none\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nAAAAAAAA\n--b--", "one\n\n▪ a.pdf, 6 bytes"),
            ("a named patch",  MIXED, "--b\nContent-Type: text/x-patch; name=x\nContent-Disposition: attachment; filename*=utf-8''%C3%B6.diff\n\n+a\n--b--", "▪ ö.diff, 2 bytes"),
            ("at the end",     MIXED, "--b\nContent-Type: image/png\n\nAA\n--b\n\none\n--b\nContent-Type: application/zip; name=b.zip\n\n--b--", "one\n\n▪ image/png, 2 bytes\n▪ b.zip, 0 bytes"),
            ("a named inline one", MIXED, "--b\nContent-Type: text/x-diff; name=x\nContent-Disposition: inline\n\n+a\n--b--", "+a"),
            ("an inline one",  MIXED, "--b\nContent-Type: text/x-patch\nContent-Disposition: inline\n\n+a\n--b--", "+a"),
            ("a message",      MIXED, "--b\nContent-Type: message/rfc822\n\nFrom: B <b@c>\nSubject: =?utf-8?q?=C3=B6?=\n\ninner\n--b--", "[forwarded message]\nFrom: B <b@c>\nSubject: ö\n\ninner"),
            ("a digest",       "Content-Type: multipart/digest; boundary=b\n", "--b\n\nSubject: s\n\ninner\n--b--", "[forwarded message]\nSubject: s\n\ninner"),
            ("the same again", MIXED, "--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n--b--", "one"),
            ("one in another", MIXED, "--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\none\n--bb--\n--b--", "one"),
            ("CR LF",          MIXED, "--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n",  "one\n\ntwo"),
        ];
        for (why, headers, body, expected) in cases {
            assert_eq!(plain(&mail(headers, body.as_bytes())), *expected, "{why}");
        }
    }

    #[test]
    fn towers_and_floods_have_an_end() {
        let mut tower = String::new();
        for level in 0..20_000 {
            write!(tower, "Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n")
                .unwrap();
        }
        plain(tower.as_bytes());
        let tower = "Content-Type: message/rfc822\n\n".repeat(20_000) + "\n\nx";
        plain(&mail("", tower.as_bytes()));
        let inside = format!("--b\n{tower}");
        plain(&mail("Content-Type: multipart/mixed; boundary=b\n", inside.as_bytes()));
        let flood = "--b\n\nx\n".repeat(100_000);
        let text = plain(&mail("Content-Type: multipart/mixed; boundary=b\n", flood.as_bytes()))
            .into_owned();
        assert!(text.ends_with("[more parts, which are not shown]"), "{}", text.len());
        let mut fifty = String::new();
        for level in 0..50 {
            write!(fifty, "Content-Type: multipart/mixed; boundary=b{level}x\n\n--b{level}x\n")
                .unwrap();
        }
        assert_eq!(plain((fifty + "\ndeep").as_bytes()), "deep");
        plain(&mail("Content-Type: text/plain; format=flowed\n", &b"a \n".repeat(100_000)));
        let mut parameters = String::new();
        for at in 0..20_000 {
            write!(parameters, ";\n name*{at}=x").unwrap();
        }
        plain(&mail(&format!("Content-Type: text/plain{parameters}\n"), b"x"));
    }
}
