//! Sources whose bytes are not UTF-8: which character set they are in, and the same in UTF-8.
//!
//! Order of trust: a byte order mark; being UTF-8; what came with the source; what it says of itself;
//! and where nothing says anything, what [chardetng] makes of the bytes.
//!
//! [chardetng]: https://hsivonen.fi/chardetng/

use std::sync::Arc;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, REPLACEMENT, UTF_8};
use memchr::memmem;

use super::{Input, LoadError, Sink, Stream};
use crate::model::Segment;

/// How far into a source it may say what it is in. (HTML's own limit, 1024 bytes, is not kept to.)
const DECLARED_WITHIN: usize = 8 * 1024;
/// How many bytes are looked at where nothing is declared.
const GUESSED_FROM: usize = 1 << 20;
/// What begins each change of letters in ISO-2022-JP.
const ESCAPE: u8 = 0x1B;

/// All of `stream` in UTF-8, as far as can be; says what was damaged.
///
/// # Errors
/// [`LoadError::Failed`] when it cannot be had.
pub(super) fn whole_text(
    input: &Input<'_>,
    stream: Stream<'_>,
    sink: &mut dyn Sink,
) -> Result<Segment, LoadError> {
    let whole = stream.whole();
    let whole = whole.map_err(|cause| LoadError::Failed { name: input.name.to_owned(), cause })?;
    let (segment, damage) = to_utf8(whole, input.content_type);
    if let Some(damage) = damage {
        sink.warning(damage);
    }
    Ok(segment)
}

/// A source in UTF-8, as far as can be, and what there is to say about that.
pub(super) fn to_utf8(source: Segment, content_type: Option<&str>) -> (Segment, Option<String>) {
    let bytes = source.bytes.as_slice();
    let mark = Encoding::for_bom(bytes);
    let content = mark.map_or(bytes, |(_, length)| bytes.get(length..).unwrap_or_default());
    let said = || {
        let by_server = content_type.and_then(|kind| declared(kind.as_bytes()));
        let said = by_server.or_else(|| declared(bytes.get(..DECLARED_WITHIN).unwrap_or(bytes)));
        // Its letters are ASCII between escapes, so that no other byte can be of it.
        said.filter(|&encoding| encoding != ISO_2022_JP || bytes.is_ascii())
    };
    let shifts = || memchr::memchr(ESCAPE, bytes).is_some() && said() == Some(ISO_2022_JP);
    let from = match mark {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() && !shifts() => return (source, None),
        None => said().unwrap_or_else(|| guess(bytes)),
    };
    if from == UTF_8 {
        let whole = std::str::from_utf8(content).is_ok();
        return (source, (!whole).then(|| replaced("UTF-8")));
    }
    let (text, damaged) = from.decode_without_bom_handling(content);
    let bytes = Arc::new(text.into_owned().into_bytes());
    (Segment { at: source.at, bytes }, damaged.then(|| replaced(from.name())))
}

fn replaced(encoding: &str) -> String {
    format!("some bytes are not {encoding}; each is shown as \u{FFFD}")
}

/// The character set that is named behind the first `charset=` or `encoding=`.
///
/// UTF-16, in which this could not have been read, is not believed, as in
/// [the HTML standard, §13.2.3.2](https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding).
/// Neither are those that browsers read no letter of.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let found = [&b"charset"[..], b"encoding"].into_iter().filter_map(|word| {
        memmem::find_iter(bytes, word).find_map(|at| {
            let rest = bytes.get(at + word.len()..)?.trim_ascii_start();
            let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
            let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
            let is_label = |b: &u8| b.is_ascii_alphanumeric() || b"-_:.".contains(b);
            let length = rest.iter().take_while(|b| is_label(b)).count();
            Encoding::for_label(rest.get(..length)?).filter(|&encoding| encoding != REPLACEMENT)
        })
    });
    found.map(Encoding::output_encoding).next()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let sample = bytes.get(first..).unwrap_or_default();
    let sample = sample.get(..GUESSED_FROM).unwrap_or(sample);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() < GUESSED_FROM);
    detector.guess(None, Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Case<'a> = (&'a str, &'a [u8], Option<&'a str>, &'a str, bool);

    #[test]
    fn bytes_become_the_letters_they_were() {
        let utf16: Vec<u8> = "\u{FEFF}<p>Öl".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let koi8 = encoding_rs::KOI8_R.encode("<p>Фонарь на молу не горит с февраля").0;
        let shift = encoding_rs::SHIFT_JIS.encode("<meta charset=\"Shift_JIS\"><p>灯台").0;
        let mislabelled = encoding_rs::SHIFT_JIS
            .encode("<meta charset=\"iso-2022-jp\"><p>灯台の灯りは二月から消えている")
            .0;
        #[rustfmt::skip]
        let cases: [Case<'_>; 14] = [
            ("plain",                   b"<p>oil",                             None, "<p>oil", false),
            ("UTF-8",                   "<p>Öl".as_bytes(),                    None, "<p>Öl", false),
            ("UTF-8, whatever it says", "<meta charset=latin1>Öl".as_bytes(),  None, "<meta charset=latin1>Öl", false),
            ("a mark",                  &utf16,                                None, "<p>Öl", false),
            ("it says so",              b"<meta charset='iso-8859-1'>\xD6l",   None, "<meta charset='iso-8859-1'>Öl", false),
            ("XML says so",             b"<?xml encoding=\"latin1\"?>\xD6l",   None, "<?xml encoding=\"latin1\"?>Öl", false),
            ("the server says so",      b"<p>\xD6l",                           Some("text/html; charset=windows-1252"), "<p>Öl", false),
            ("nothing says so",         &koi8,                                 None, "<p>Фонарь на молу не горит с февраля", false),
            ("more than a byte",        &shift,                                None, "<meta charset=\"Shift_JIS\"><p>灯台", false),
            ("letters that shift",      b"<meta charset=iso-2022-jp><p>\x1B$B9A\x1B(B", None, "<meta charset=iso-2022-jp><p>港", false),
            ("which are UTF-8",         "<meta charset=iso-2022-jp>港\x1B[m".as_bytes(), None, "<meta charset=iso-2022-jp>港\x1B[m", false),
            ("which are neither",       &mislabelled,                          None, "<meta charset=\"iso-2022-jp\"><p>灯台の灯りは二月から消えている", false),
            ("what nobody reads",       b"<meta charset=iso-2022-kr><p>\xD6l", None, "<meta charset=iso-2022-kr><p>Öl", false),
            ("damage stays",            b"<meta charset=utf-8>\xD6l",          None, "<meta charset=utf-8>\u{FFFD}l", true),
        ];
        for (why, bytes, content_type, text, noted) in cases {
            let source = Segment { at: 0, bytes: Arc::new(bytes.to_vec()) };
            let (segment, note) = to_utf8(source, content_type);
            assert_eq!(String::from_utf8_lossy(&segment.bytes), text, "{why}");
            assert_eq!(note.is_some(), noted, "{why}: {note:?}");
        }
    }
}
