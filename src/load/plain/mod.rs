//! Any text: an article without comments.
//!
//! This loader takes what no other wants, so it never refuses: bytes that are no text are shown as
//! what is left of them after cleaning. A text is Markdown when its name says so or its structure
//! leaves little doubt; otherwise it is read as people write text files.

mod matter;
mod shape;

use std::borrow::Cow;

use self::matter::Matter;
use self::shape::{cut_lines, cut_paragraphs, looks_like_markdown};
use super::{Input, Likelihood, LoadError, Loader, Reads, Sink};
use crate::markup::{from_markdown, from_text};
use crate::model::{Article, Block, Content};
use crate::text::{clean, clean_line, width};

pub(super) const LOADER: Loader = Loader {
    name: "plain",
    about: "plain text or Markdown, an article without comments",
    extensions: &["txt", "text", "md", "markdown", "mdown", "mkd"],
    marks: &[],
    sniff,
    load: Reads::Whole(load),
};

const MARKDOWN: &[&str] = &["md", "markdown", "mdown", "mkd"];

/// A text longer than this, in bytes, is shown before all of it is read.
const LONG: usize = 64 * 1024;

/// How much of a long text is read first, in bytes: several screens.
const BEGINNING: usize = 16 * 1024;

/// The longest first line that is taken for a title, in columns.
const MAX_TITLE: usize = 120;

fn sniff(input: &Input<'_>) -> Likelihood {
    if input.has_extension(LOADER.extensions) { Likelihood::Possible } else { Likelihood::Fallback }
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of every loader")]
fn load(input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let (decoded, warning) = decode(input.bytes);
    let media_type = input.content_type.unwrap_or_default();
    let markdown = input.has_extension(MARKDOWN)
        || media_type.starts_with("text/markdown")
        || looks_like_markdown(&decoded);
    let read = |text: &str| {
        let (mut article, cuts) = if markdown { read_markdown(text) } else { read_plain(text) };
        let address = input.url.map(clean_line).filter(|url| !url.is_empty());
        article.url = address.or(article.url);
        (article, cuts)
    };
    if let Some(beginning) = beginning(&decoded) {
        let (article, _) = read(&beginning);
        let words = article.words() * (decoded.len() / beginning.len());
        sink.beginning(article, words);
    }
    let (article, cuts) = read(&clean(&decoded));
    sink.article(article);
    if let Some(warning) = warning {
        sink.warning(warning);
    }
    if cuts > 0 {
        sink.warning("a very long paragraph is shown in pieces".into());
    }
    sink.progress(input.bytes.len() as u64);
    Ok(())
}

/// The first paragraphs of a long text: enough for a first screen while the whole is read.
fn beginning(text: &str) -> Option<String> {
    if text.len() <= LONG {
        return None;
    }
    let mut head = clean(text.get(..text.floor_char_boundary(BEGINNING))?).into_owned();
    head.truncate(head.rfind("\n\n")?);
    (!head.trim().is_empty()).then_some(head)
}

/// The text of `bytes`, and what was wrong with it: UTF-16 if its mark says so, else UTF-8.
fn decode(bytes: &[u8]) -> (Cow<'_, str>, Option<String>) {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => decode_utf8(rest, 3),
        _ => decode_utf8(bytes, 0),
    }
}

fn decode_utf8(bytes: &[u8], skipped: usize) -> (Cow<'_, str>, Option<String>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(error) => {
            let at = error.valid_up_to() + skipped;
            let warning = format!("not UTF-8 from byte {at} on; replaced");
            (String::from_utf8_lossy(bytes), Some(warning))
        }
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (Cow<'static, str>, Option<String>) {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut broken = !odd.is_empty();
    let mut text = String::with_capacity(bytes.len());
    for c in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        broken |= c.is_err();
        text.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    (Cow::Owned(text), broken.then(|| "not sound UTF-16; replaced".to_owned()))
}

/// The article in a Markdown text, and how many times a long line was cut.
fn read_markdown(text: &str) -> (Article, usize) {
    let (matter, text) = Matter::of(text).unwrap_or((Matter::default(), text));
    let (text, cuts) = cut_lines(text);
    let known = matter.article();
    let (title, blocks) = take_title(known.title.clone(), from_markdown(&text));
    (Article { title, blocks, ..known }, cuts)
}

/// The title, and the blocks without it: the one already known, or a first heading of level 1.
fn take_title(known: Option<String>, mut blocks: Vec<Block>) -> (Option<String>, Vec<Block>) {
    let heading = blocks.first().and_then(|first| match &first.content {
        Content::Heading { level: 1, text } if first.within.is_empty() => {
            Some(clean_line(text.text()))
        }
        _ => None,
    });
    if heading.is_some() && (known.is_none() || known == heading) {
        blocks.remove(0);
        return (heading, blocks);
    }
    (known, blocks)
}

/// The article in a plain text, and how many times a long paragraph was cut.
fn read_plain(text: &str) -> (Article, usize) {
    let (title, text) = match split_title(text) {
        Some((title, rest)) => (Some(title), rest),
        None => (None, text),
    };
    let (text, cuts) = cut_paragraphs(text);
    let blocks = if text.trim().is_empty() { Vec::new() } else { from_text(&text) };
    let (title, blocks) = take_title(title, blocks);
    (Article { title, blocks, ..Article::default() }, cuts)
}

/// The first line as a title, if it is short, stands alone, and does not end as a sentence does.
fn split_title(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start_matches(['\n', ' ', '\t']);
    let (first, rest) = text.split_once('\n')?;
    let (second, _) = rest.split_once('\n')?;
    let opens_text = |c: char| matches!(c, '-' | '*' | '>' | '#' | '|' | '•' | '<');
    let ends_text = |c: char| matches!(c, '.' | ',' | ';' | ':');
    // A very long line is no title; its width need not be measured to know that.
    let short = first.len() <= 4 * MAX_TITLE && width(first) <= MAX_TITLE;
    let title = clean_line(if short { first } else { "" });
    let alone = second.trim().is_empty() && !rest.trim().is_empty();
    let fits = !title.is_empty() && !title.starts_with(opens_text) && !title.ends_with(ends_text);
    (alone && fits).then_some((title, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Collector;
    use crate::model::{Document, RichText, plain_text};

    fn load_named(name: &str, bytes: &[u8]) -> Document {
        let mut sink = Collector::default();
        load(&Input { bytes, name, ..Input::default() }, &mut sink).unwrap();
        sink.finish()
    }

    fn title(document: &Document) -> Option<&str> {
        document.article.title.as_deref()
    }

    #[test]
    fn a_short_first_line_is_the_title() {
        let long = format!("{}\n\nIt is dark.", "harbour light ".repeat(10));
        #[rustfmt::skip]
        let cases = [
            ("a line alone",           "The light\n\nIt is dark.",     Some("The light"), "It is dark."),
            ("behind blank lines",     "\n\n  The light\n\nIt is dark.", Some("The light"), "It is dark."),
            ("a question may be one",  "Who pays?\r\n\r\nIt is dark.", Some("Who pays?"), "It is dark."),
            ("a sentence is none",     "The light.\n\nIt is dark.",    None, "The light.\n\nIt is dark."),
            ("an opening is none",     "Dear Sir,\n\nIt is dark.",     None, "Dear Sir,\n\nIt is dark."),
            ("two lines are none",     "The light\nis out\n\nNow.",    None, "The light\nis out\n\nNow."),
            ("nothing follows",        "The light\n\n \n",             None, "The light"),
            ("a list is none",         "- oil\n\nIt is dark.",         None, "- oil\n\nIt is dark."),
            ("too long for one",       long.as_str(),                  None, long.as_str()),
        ];
        for (why, text, wanted, words) in cases {
            let document = load_named("a", text.as_bytes());
            assert_eq!(title(&document), wanted, "{why}");
            // How lines of a paragraph and lists are kept is for the markup to say.
            let flat = |text: &str| {
                text.replace("- ", "").split_whitespace().collect::<Vec<_>>().join(" ")
            };
            assert_eq!(flat(&plain_text(&document.article.blocks)), flat(words), "{why}");
            assert_eq!(document.provenance.warnings, [""; 0], "{why}");
        }
    }

    #[test]
    fn any_bytes_are_a_text() {
        #[rustfmt::skip]
        let cases: &[(&str, &[u8], &str, Option<&str>)] = &[
            ("UTF-8",             "café".as_bytes(),               "café",        None),
            ("UTF-8 with a mark", "\u{FEFF}café".as_bytes(),       "café",        None),
            ("UTF-16, little",    b"\xFF\xFEh\0i\0\x3D\xD8\x00\xDE", "hi😀",      None),
            ("UTF-16, big",       b"\xFE\xFF\0h\0i",               "hi",          None),
            ("half a pair",       b"\xFF\xFEh\0\x3D\xD8i\0",       "h\u{FFFD}i",  Some("not sound UTF-16; replaced")),
            ("an odd byte",       b"\xFF\xFEh\0i",                 "h",           Some("not sound UTF-16; replaced")),
            ("Latin 1",           b"caf\xE9",                      "caf\u{FFFD}", Some("not UTF-8 from byte 3 on; replaced")),
            ("with a mark",       b"\xEF\xBB\xBFcaf\xE9",          "caf\u{FFFD}", Some("not UTF-8 from byte 6 on; replaced")),
            ("no text at all",    b"a\0b\x1B[31mc",                "a␀bc",        None),
            ("nothing",           b"",                             "",            None),
            ("a mark alone",      b"\xFF\xFE",                     "",            None),
        ];
        for (why, bytes, words, warning) in cases {
            let document = load_named("a", bytes);
            assert_eq!(plain_text(&document.article.blocks), *words, "{why}");
            let warnings: Vec<&str> = warning.iter().copied().collect();
            assert_eq!(document.provenance.warnings, warnings, "{why}");
        }
    }

    fn heading(level: u8, words: &str) -> Block {
        Block {
            within: Vec::new(),
            content: Content::Heading { level, text: RichText::plain(words) },
        }
    }

    #[test]
    fn a_first_heading_is_the_title_and_not_repeated() {
        let text = || Block::paragraph("It is dark.");
        #[rustfmt::skip]
        let cases = [
            ("a first heading",         None,        vec![heading(1, "Ebb"), text()], Some("Ebb"), 1),
            ("the title again",         Some("Ebb"), vec![heading(1, "Ebb"), text()], Some("Ebb"), 1),
            ("another title",           Some("Low"), vec![heading(1, "Ebb"), text()], Some("Low"), 2),
            ("a lesser heading",        None,        vec![heading(2, "Ebb"), text()], None, 2),
            ("a heading further down",  None,        vec![text(), heading(1, "Ebb")], None, 2),
            ("none",                    Some("Low"), vec![text()],                    Some("Low"), 1),
            ("nothing",                 None,        vec![],                          None, 0),
        ];
        for (why, known, blocks, wanted, left) in cases {
            let (title, blocks) = take_title(known.map(str::to_owned), blocks);
            assert_eq!((title.as_deref(), blocks.len()), (wanted, left), "{why}");
        }
    }

    #[test]
    fn front_matter_is_not_text() {
        let text = "---\ntitle: \"The Ebb\"\nauthor: Ada Brandt\ndate: 3 May\n---\nIt is dark.\n";
        let document = load_named("a.md", text.as_bytes());
        let article = &document.article;
        assert_eq!(title(&document), Some("The Ebb"));
        assert_eq!(article.byline.as_deref(), Some("Ada Brandt"));
        assert_eq!((article.published, article.published_text.as_deref()), (None, Some("3 May")));
        assert_eq!(plain_text(&article.blocks), "It is dark.");
    }

    #[test]
    fn a_huge_paragraph_comes_in_pieces_and_no_word_is_lost() {
        let words = "harbour ".repeat(100_000);
        let blocks = load_named("a", words.as_bytes()).article.blocks;
        assert!(blocks.len() > 10, "{}", blocks.len());
        let kept = plain_text(&blocks);
        assert!(kept.split_whitespace().eq(words.split_whitespace()));
        let warnings = load_named("a", words.as_bytes()).provenance.warnings;
        assert_eq!(warnings, ["a very long paragraph is shown in pieces"]);
    }
}
