//! A feed of comments or of articles, in [Atom](https://www.rfc-editor.org/rfc/rfc4287) or
//! [RSS 2.0](https://www.rssboard.org/rss-specification).
//!
//! Who answers whom is in `thr:in-reply-to` ([RFC 4685](https://www.rfc-editor.org/rfc/rfc4685)), as
//! WordPress writes it into Atom; in its RSS a line of the comment's text says it; other feeds are
//! read flat. In a feed of articles each starts a thread, with its title for a subject; the only one
//! is the article that all the rest is about. The newest usually comes first, so parents come later. Feeds hold the newest comments
//! alone, and say nothing of the others.
//!
//! Read as it comes: what is complete of a segment is taken, the rest is carried over. Contents stay
//! in the bytes, escaped. Document types are passed over, no entity is expanded.

mod feed;
mod read;

use std::borrow::Cow;
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8};
use quick_xml::events::Event;

use super::charset::{declared, to_utf8};
use super::{Input, Likelihood, LoadError, Loader, Reads, Sink, Stream};
use crate::model::Segment;
use feed::Feed;
use read::Reader;

/// The loader.
pub(super) const LOADER: Loader = Loader {
    name: "atom",
    about: "a feed of comments or articles, in Atom or RSS",
    extensions: &["atom", "rss", "xml"],
    marks: &[],
    sniff,
    load: Reads::Stream(load),
};

/// How far into a feed its first element must be.
const HEAD: usize = 16 * 1024;
/// How far in the declaration of XML may say what the bytes are in.
const DECLARATION: usize = 256;

fn sniff(input: &Input<'_>) -> Likelihood {
    let head = input.bytes.get(..HEAD).unwrap_or(input.bytes);
    // Markup is ASCII in UTF-16 too, but for every other byte.
    let wide = Encoding::for_bom(head).is_some_and(|(encoding, _)| encoding != UTF_8);
    let ascii: Cow<'_, [u8]> =
        if wide { head.iter().copied().filter(|&b| b != 0).collect() } else { head.into() };
    // To replace what is broken is slow; mostly nothing is.
    let text = match std::str::from_utf8(&ascii) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(&ascii),
    };
    let text = text.trim_start_matches(['\u{FEFF}', '\u{FFFD}']).trim_start();
    if !text.starts_with('<') {
        return Likelihood::No;
    }
    let mut xml = quick_xml::Reader::from_str(text);
    loop {
        match xml.read_event() {
            Ok(Event::Start(tag)) => {
                let name = tag.name();
                let name: &str = name.as_ref();
                let is_atom = tag.attributes_raw().contains("http://www.w3.org/2005/Atom");
                // Exports of WordPress are feeds, too, but have the comments elsewhere.
                let is_export = tag.attributes_raw().contains("wordpress.org/export/");
                return match name {
                    "rss" if is_export => Likelihood::No,
                    "rss" | "rdf:RDF" => Likelihood::Certain,
                    _ if name.ends_with("feed") && is_atom => Likelihood::Certain,
                    _ => Likelihood::No,
                };
            }
            Ok(Event::Eof | Event::Empty(_)) | Err(_) => return Likelihood::No,
            Ok(_) => {}
        }
    }
}

fn load(input: &Input<'_>, mut stream: Stream<'_>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let failed = |cause| LoadError::Failed { name: input.name.to_owned(), cause };
    let head = stream.head();
    let says = || declared(head.get(..DECLARATION).unwrap_or(head));
    let foreign = Encoding::for_bom(head).map(|(encoding, _)| encoding).or_else(says);
    let mut feed = Feed::default();
    let mut reader = Reader::new(sink, *input);
    let mut damaged = false;
    let last = if foreign.is_some_and(|encoding| encoding != UTF_8) {
        let (whole, damage) = to_utf8(stream.whole().map_err(failed)?, input.content_type);
        if let Some(damage) = damage {
            reader.sink.warning(damage);
        }
        reader.intake.builder.keep(whole.clone());
        whole
    } else {
        let mut last = Segment { at: 0, bytes: Arc::default() };
        while let Some(mut segment) = stream.next(&last.bytes).map_err(failed)? {
            damaged |= mend(&mut segment);
            reader.intake.builder.keep(segment.clone());
            let done = read(&mut feed, &segment, false, &mut reader);
            let tail = segment.bytes.get(done..).unwrap_or_default().to_vec();
            reader.sink.progress(stream.read() - tail.len() as u64);
            if reader.sink.stopped() {
                break;
            }
            last = Segment { at: segment.at + done as u64, bytes: Arc::new(tail) };
        }
        last
    };
    if damaged {
        reader.sink.warning("some bytes are not UTF-8; each is shown as ?".into());
    }
    if !reader.sink.stopped() {
        read(&mut feed, &last, true, &mut reader);
    }
    if !feed.is_one() && reader.is_empty() {
        let cause = "it has no entries, no title and no address".into();
        return Err(LoadError::Broken { name: input.name.to_owned(), format: "atom", cause });
    }
    reader.finish(&feed);
    Ok(())
}

/// Takes what is in a segment; says how much of it is done with. Of the `last` that is all.
fn read(feed: &mut Feed, segment: &Segment, last: bool, reader: &mut Reader<'_>) -> usize {
    let bytes = segment.bytes.as_slice();
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let text = bytes.get(..valid).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let text = text.unwrap_or_default();
    let done = feed.read(text, last, &mut |entry, own| {
        reader.entry(entry, own, segment);
        !reader.sink.stopped()
    });
    if last && let Some(entry) = feed.torn(text) {
        reader.sink.warning("the feed ends in the middle of an entry".into());
        reader.entry(entry, &feed.own, segment);
    }
    done
}

/// Makes UTF-8 of a segment, byte for byte, so that places stay what they are. A letter that is cut
/// off at the end is left to the next. Says whether there was anything to do.
fn mend(segment: &mut Segment) -> bool {
    let mut from = 0;
    let mut damaged = false;
    loop {
        let rest = segment.bytes.get(from..).unwrap_or_default();
        let Err(error) = std::str::from_utf8(rest) else { return damaged };
        let Some(length) = error.error_len() else { return damaged };
        let start = from + error.valid_up_to();
        from = start + length;
        if let Some(bytes) = Arc::make_mut(&mut segment.bytes).get_mut(start..from) {
            bytes.fill(b'?');
        }
        damaged = true;
    }
}

#[cfg(test)]
mod tests;
