//! A saved page with [wpDiscuz](https://wordpress.org/plugins/wpdiscuz/) comments, versions 3 to 7.
//!
//! The page is read once, by a tokenizer that knows where in the bytes each tag stands ([`scan`]);
//! no tree is made but of what stands before the comments. Bodies and ids stay where they are, and become text when they are first
//! shown. Who answers whom is in the comments' ids, however the theme lays them out.
//!
//! What the site has and the page does not is counted: replies behind a button, further pages,
//! texts that end in "read more". Dates are in the site's own time zone, which nothing names.

mod mark;
mod read;
mod scan;
mod tag;

use std::cell::RefCell;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use memchr::memmem;

use super::charset::whole_text;
use super::page::{Page, left_out};
use super::{Input, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::text::clean_line;
use read::Reader;
use scan::{Found, Scanner};

/// The loader.
pub(super) const LOADER: Loader = Loader {
    name: "wpdiscuz",
    about: "a saved web page with wpDiscuz comments",
    extensions: &["html", "htm"],
    marks: &[&["wpd-comm-", "wc-comm-", "wpdcom", "wpcomm"]],
    sniff,
    load: Reads::Stream(load),
};

/// What begins the id of a comment, by the versions of the plugin.
const COMMENT_IDS: [&[u8]; 2] = [b"wpd-comm-", b"wc-comm-"];
/// How far before its id the tag of a comment begins at most.
const TAG: usize = 300;

/// A page that has the element of a comment in it; one that only names the plugin may be one.
fn sniff(input: &Input<'_>) -> Likelihood {
    let bytes = input.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input.bytes);
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        // Markup is ASCII in UTF-16 too, but for every other byte.
        let ascii: Vec<u8> = bytes.iter().copied().filter(|&b| b != 0).collect();
        return sniff_markup(&ascii);
    }
    match bytes.trim_ascii_start().first() {
        Some(b'<') => sniff_markup(bytes),
        _ => Likelihood::No,
    }
}

fn sniff_markup(bytes: &[u8]) -> Likelihood {
    let mut ids = COMMENT_IDS
        .iter()
        .flat_map(|id| memmem::find_iter(bytes, id).map(|at| (at, at + id.len())));
    if ids.any(|(start, end)| is_comment(bytes, start, end)) {
        return Likelihood::Certain;
    }
    let names = [&b"id=\"wpdcom\""[..], b"id=\"wpcomm\""];
    let has_plugin = names.iter().any(|name| memmem::find(bytes, name).is_some());
    if has_plugin { Likelihood::Possible } else { Likelihood::No }
}

/// Whether what stands there, a comment's id up to its number, is the id of an element.
fn is_comment(bytes: &[u8], start: usize, end: usize) -> bool {
    let before = bytes.get(start.saturating_sub(TAG)..start).unwrap_or_default();
    let tag = memchr::memrchr(b'<', before).and_then(|at| before.get(at..)).unwrap_or_default();
    let tag = tag.strip_suffix(b"\"").or_else(|| tag.strip_suffix(b"'")).unwrap_or(tag);
    let is_id = tag.trim_ascii_end().ends_with(b"id=") && !tag.contains(&b'>');
    is_id && bytes.get(end).is_some_and(u8::is_ascii_digit)
}

fn load(input: &Input<'_>, stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let page = whole_text(input, stream, sink)?;
    let bytes = page.bytes.clone();
    let scanner = RefCell::new(Scanner::new());
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span| {
        scanner.borrow_mut().take(&event, span)
    });
    emitter.naively_switch_states(true);
    let mut reader = Reader::new(sink, page);
    let mut stopped = false;
    for found in Tokenizer::new_with_emitter(bytes.as_slice(), emitter) {
        let Ok(found) = found;
        take(&found, &bytes, input, &mut reader);
        stopped = reader.sink.stopped();
        if stopped {
            break;
        }
    }
    let mut scanner = scanner.into_inner();
    if !stopped {
        for found in scanner.finish(bytes.len()).into_iter().flatten() {
            take(&found, &bytes, input, &mut reader);
        }
    }
    let totals = scanner.totals;
    if let Some(declared) = totals.declared {
        reader.sink.declared(declared);
    }
    if totals.has_more {
        reader.sink.warning("the page has only the first comments; the site has more".into());
    }
    if totals.is_torn {
        reader.sink.warning("the page ends in the middle of a comment".into());
    }
    reader.finish();
    Ok(())
}

/// Hands on what was found.
fn take(found: &Found, page: &[u8], input: &Input<'_>, reader: &mut Reader<'_>) {
    match found {
        Found::Head(head) => {
            let (limit, length) = (input.limits.page, head.length(page.len()));
            if length > limit {
                reader.sink.warning(left_out("the article's part of the page", limit, length));
            }
            let mut article = Page::of(&head.markup(page, limit)).known_article();
            if article.url.is_none() {
                article.url = input.url.map(clean_line);
            }
            reader.set_address(article.url.clone());
            reader.sink.article(article);
        }
        Found::Comment(comment) => reader.comment(comment),
    }
}

#[cfg(test)]
mod tests;
