//! Who wrote a message, what it is about, what its list is called.

use std::borrow::Cow;

use mail_parser::HeaderValue;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::parsers::MessageStream;

use crate::text::clean_line;

/// The longest value of a header that is read, in bytes: names and subjects are shorter.
const LONGEST: usize = 16 * 1024;

/// Marks of a reply in a subject, in the languages whose mailers write them.
const REPLIES: [&str; 10] = ["re", "aw", "sv", "vs", "antw", "odp", "ynt", "rif", "回复", "答复"];
/// Marks of a message that is passed on.
const FORWARDS: [&str; 6] = ["fwd", "fw", "wg", "tr", "vb", "转发"];

/// The text of a header: unfolded, encoded words decoded ([RFC 2047]), on one line.
///
/// [RFC 2047]: https://www.rfc-editor.org/rfc/rfc2047
pub(super) fn text(value: &[u8]) -> Cow<'_, str> {
    let value = value.get(..LONGEST).unwrap_or(value);
    let plain = |b: &u8| (b' '..=b'~').contains(b);
    let has_words = value.contains(&b'=') && memchr::memmem::find(value, b"=?").is_some();
    if !has_words {
        return match str::from_utf8(value) {
            Ok(text) if value.iter().all(plain) && !text.contains("  ") => text.into(),
            _ => clean_line(&guess(value)).into(),
        };
    }
    // The end of the line is what it reads to.
    let line = [guess(value).as_bytes(), b"\n"].concat();
    match MessageStream::new(&line).parse_unstructured() {
        HeaderValue::Text(text) => clean_line(&text).into(),
        _ => clean_line(&guess(value)).into(),
    }
}

/// Text whose charset nobody names: UTF-8, as far as it looks like that, or else what most of such
/// mail is, Windows-1252.
pub(super) fn guess(bytes: &[u8]) -> Cow<'_, str> {
    let Err(error) = str::from_utf8(bytes) else { return String::from_utf8_lossy(bytes) };
    let damaged = bytes.get(..error.valid_up_to()).is_some_and(|good| !good.is_ascii());
    match charset_decoder(b"windows-1252").filter(|_| !damaged) {
        Some(decode) => decode(bytes).into(),
        None => String::from_utf8_lossy(bytes),
    }
}

/// The writer's name: `Name <a@b>`, `a@b (Name)`, and without a name what stands before the `@`,
/// or before the ` at ` of archives that hide addresses so.
pub(super) fn author(from: &[u8]) -> Cow<'_, str> {
    let from = from.get(..LONGEST).unwrap_or(from);
    let (name, address) = match angle(from) {
        Some(at) => {
            let (before, address) = from.split_at(at);
            (unquoted(before.trim_ascii()), address.trim_ascii_start().get(1..).unwrap_or_default())
        }
        None => (Cow::Borrowed(&b""[..]), from),
    };
    let name = if name.is_empty() { comment(address).map_or(name, Cow::Borrowed) } else { name };
    let name = match name {
        Cow::Borrowed(name) => text(name),
        Cow::Owned(name) => Cow::Owned(text(&name).into_owned()),
    };
    if name.is_empty() { local_part(address) } else { name }
}

/// Where the `<` of the address is: the first that stands outside of quotation marks.
fn angle(from: &[u8]) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    from.iter().position(|&b| {
        let here = b == b'<' && !quoted;
        quoted ^= b == b'"' && !escaped;
        escaped = b == b'\\' && !escaped;
        here
    })
}

/// A name without its quotation marks.
fn unquoted(name: &[u8]) -> Cow<'_, [u8]> {
    let inner = name.strip_prefix(b"\"").map(|inner| inner.strip_suffix(b"\"").unwrap_or(inner));
    let inner = inner.unwrap_or(name);
    if !inner.contains(&b'\\') && !inner.contains(&b'"') {
        return inner.trim_ascii().into();
    }
    let mut out = Vec::with_capacity(inner.len());
    let mut escaped = false;
    for &b in inner {
        if escaped || !matches!(b, b'\\' | b'"') {
            out.push(b);
        }
        escaped = b == b'\\' && !escaped;
    }
    out.into()
}

/// What stands in brackets at the end.
fn comment(address: &[u8]) -> Option<&[u8]> {
    let inner = address.trim_ascii().strip_suffix(b")")?;
    let open = inner.iter().position(|&b| b == b'(')?;
    inner.get(open + 1..).map(<[u8]>::trim_ascii)
}

fn local_part(address: &[u8]) -> Cow<'_, str> {
    let at = memchr::memchr(b'@', address).or_else(|| memchr::memmem::find(address, b" at "));
    let end = at.or_else(|| memchr::memchr(b'>', address)).unwrap_or(address.len());
    text(address.get(..end).unwrap_or(address).trim_ascii())
}

/// A subject without marks of a reply and tags of a list; the first of the tags.
///
/// `Re: [harbour] AW: Oil` is `Oil`, of `harbour`. What is nothing but such marks stays as it is.
pub(super) fn subject(subject: &str) -> (&str, Option<&str>) {
    let (mut rest, mut tag) = (subject.trim(), None);
    loop {
        let tagged = rest.strip_prefix('[').and_then(|inner| inner.split_once(']'));
        let (name, behind) = match tagged.filter(|(name, _)| is_tag(name)) {
            Some((name, behind)) => (Some(name), behind),
            None => (None, without_mark(rest).unwrap_or_default()),
        };
        if behind.trim().is_empty() {
            return (rest, tag);
        }
        tag = tag.or(name);
        rest = behind.trim();
    }
}

/// Whether a list is called so; `[PATCH 2/3]`, `[RFC]`, `[ANNOUNCE]` are what a subject is about.
fn is_tag(name: &str) -> bool {
    let word = !name.is_empty() && !name.contains(char::is_whitespace);
    word && name.chars().any(char::is_lowercase) && name.chars().count() <= 40
}

/// Whether a subject says that its message answers one: the first of its marks does.
pub(super) fn is_answer(subject: &str) -> bool {
    let mut rest = subject.trim();
    while let Some((name, behind)) = rest.strip_prefix('[').and_then(|it| it.split_once(']')) {
        if !is_tag(name) {
            return false;
        }
        rest = behind.trim_start();
    }
    without_mark_of(rest, &REPLIES).is_some_and(|behind| !behind.trim().is_empty())
}

/// What is behind `Re:`, `Re[2]:`, `Re(3):` or `Fwd:`.
fn without_mark(subject: &str) -> Option<&str> {
    without_mark_of(subject, &REPLIES).or_else(|| without_mark_of(subject, &FORWARDS))
}

fn without_mark_of<'a>(subject: &'a str, marks: &[&str]) -> Option<&'a str> {
    let (mark, behind) = subject.split_once([':', '：'])?;
    let word = mark.split(['[', '(']).next().unwrap_or(mark).trim();
    let counted = mark.strip_prefix(word)?.chars().all(|c| !c.is_alphabetic());
    (counted && marks.iter().any(|known| word.eq_ignore_ascii_case(known))).then_some(behind)
}

/// What a list is called: the phrase of its `List-Id`, or that id
/// ([RFC 2919](https://www.rfc-editor.org/rfc/rfc2919)).
pub(super) fn list(list_id: &[u8]) -> Option<String> {
    let list_id = list_id.get(..LONGEST).unwrap_or(list_id);
    let name = match angle(list_id) {
        Some(at) => {
            let (phrase, id) = list_id.split_at(at);
            let phrase = unquoted(phrase.trim_ascii());
            if phrase.is_empty() { Cow::Borrowed(id.get(1..).unwrap_or_default()) } else { phrase }
        }
        None => Cow::Borrowed(list_id),
    };
    let name = clean_line(&text(&name));
    let name = name.trim_end_matches('>');
    (!name.is_empty()).then(|| name.to_owned())
}

/// The first of the newsgroups that an article was posted to.
pub(super) fn newsgroup(newsgroups: &[u8]) -> Option<String> {
    let first = newsgroups.split(|&b| b == b',').next()?;
    let name = clean_line(&text(first.trim_ascii()));
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_writer_has_a_name() {
        #[rustfmt::skip]
        let cases: [(&[u8], &str); 20] = [
            (b"Ines Varga <ines@quay>",                       "Ines Varga"),
            (b"\"Varga, Ines\" <ines@quay>",                  "Varga, Ines"),
            (b"\"Ines \\\"I\\\" <V>\" <ines@quay>",           "Ines \"I\" <V>"),
            (b"ines@quay (Ines Varga)",                       "Ines Varga"),
            (b"ines at quay (Ines (the first) Varga)",        "Ines (the first) Varga"),
            (b"ines at quay.example",                         "ines"),
            (b"ines@quay",                                    "ines"),
            (b"<ines@quay>",                                  "ines"),
            (b"<ines@quay> (Ines)",                           "Ines"),
            (b"\"\" <ines@quay>",                             "ines"),
            (b"=?iso-8859-1?Q?Tom=E1s?= Lind <t@q>",          "Tom\u{E1}s Lind"),
            (b"\"=?utf-8?B?S3LDvGdlcg==?=\" <t@q>",           "Kr\u{FC}ger"),
            (b"t@q (=?iso-8859-2?Q?Rafa=B3?=)",               "Rafa\u{142}"),
            (b"=?utf-8?Q?Kr=C3=BC?=\r\n =?utf-8?Q?ger?= <t@q>", "Kr\u{FC}ger"),
            (b"=?klingon?Q?a=FF?= <t@q>",                     "a\u{FFFD}"),
            (b"=?broken <t@q>",                               "=?broken"),
            (b"Kr\xFCger <t@q>",                              "Kr\u{FC}ger"),
            ("Kr\u{FC}ger <t@q>".as_bytes(),                  "Kr\u{FC}ger"),
            (b"Ines\r\n\tVarga <i@q>",                        "Ines Varga"),
            (b"",                                             ""),
        ];
        for (from, name) in cases {
            assert_eq!(author(from), name, "{}", String::from_utf8_lossy(from));
        }
        let nested = [&b"(".repeat(100_000)[..], b"x", &b")".repeat(100_000)].concat();
        author(&nested);
    }

    #[test]
    fn a_subject_is_without_its_marks() {
        #[rustfmt::skip]
        let cases = [
            ("Oil",                                ("Oil", None)),
            ("Re: [quay] AW: Oil",                 ("Oil", Some("quay"))),
            ("[quay] Re[2]: Fwd: RE (3): Oil: a",  ("Oil: a", Some("quay"))),
            ("回复：Oil",                           ("Oil", None)),
            ("[PATCH 2/3] Oil",                    ("[PATCH 2/3] Oil", None)),
            ("[quay] [PATCH] Oil",                 ("[PATCH] Oil", Some("quay"))),
            ("Rest: Oil",                          ("Rest: Oil", None)),
            ("Re:",                                ("Re:", None)),
            ("[quay]",                             ("[quay]", None)),
            ("",                                   ("", None)),
        ];
        for (given, expected) in cases {
            assert_eq!(subject(given), expected, "{given}");
        }
        let answers = ["Re: a", "[quay] AW: a", "RE[2]: Fwd: a", "回复：a"];
        assert!(answers.iter().all(|subject| is_answer(subject)));
        let others = ["a", "Fwd: Re: a", "[PATCH] a", "[PATCH] Re: a", "Re:", "Rest: a", "[quay]"];
        assert!(!others.iter().any(|subject| is_answer(subject)));
        assert_eq!(subject(&("Re: ".repeat(100_000) + "s")).0, "s");
    }

    #[test]
    fn a_list_has_a_name() {
        #[rustfmt::skip]
        let cases = [
            ("The quay <quay.example>",             Some("The quay")),
            ("\"Oil\r\n and rope\" <quay.example>", Some("Oil and rope")),
            ("<quay.example>",                      Some("quay.example")),
            ("quay.example",                        Some("quay.example")),
            ("",                                    None),
        ];
        for (given, expected) in cases {
            assert_eq!(list(given.as_bytes()).as_deref(), expected, "{given}");
        }
    }
}
