//! The list of loaders, and the choice among them.

use std::cell::LazyCell;

use super::json::start_of;
use super::marks::Marks;
use super::{Input, Likelihood, LoadError, Loader, Reads, Sink, Stream};

/// Every loader. Among equally sure ones the earlier wins.
pub const LOADERS: &[Loader] = &[
    super::native::LOADER,
    super::epub::LOADER,
    super::hn_algolia::LOADER,
    super::hn_hnapi::LOADER,
    super::hn_firebase::LOADER,
    super::hn_search::LOADER,
    super::lobsters::LOADER,
    super::reddit::LOADER,
    super::discourse::LOADER,
    super::lemmy::LOADER,
    super::mastodon::LOADER,
    super::misskey::LOADER,
    super::activitypub::LOADER,
    super::bluesky::LOADER,
    super::wordpress_rest::LOADER,
    super::stack_exchange::LOADER,
    super::github::LOADER,
    super::substack::LOADER,
    super::jsonfeed::LOADER,
    super::disqus::LOADER,
    super::wxr::LOADER,
    super::stack_exchange_dump::LOADER,
    super::mbox::LOADER,
    super::atom::LOADER,
    super::opml::LOADER,
    super::wpdiscuz::LOADER,
    super::hn_html::LOADER,
    super::reddit_html::LOADER,
    super::lobsters_html::LOADER,
    super::github_html::LOADER,
    super::stack_exchange_html::LOADER,
    super::forum::xenforo::LOADER,
    super::forum::vbulletin::LOADER,
    super::forum::phpbb::LOADER,
    super::forum::discourse::LOADER,
    super::askbot::LOADER,
    super::blogger::LOADER,
    super::wordpress::LOADER,
    super::web::LOADER,
    super::copied::HN,
    super::copied::REDDIT,
    super::copied::LOBSTERS,
    super::copied::STACKEXCHANGE,
    super::copied::FORUM,
    super::page_text::LOADER,
    super::copied::WORDPRESS,
    super::json_guess::LOADER,
    super::plain::LOADER,
];

/// How far into an input to look for bytes that no text has.
const BINARY_SAMPLE: usize = 64 * 1024;

/// The loader for `input`: the one called `from`, or else the one that is surest.
///
/// # Errors
/// [`LoadError::NoSuchFormat`] when `from` names none; without it [`LoadError::Empty`],
/// [`LoadError::Binary`] or [`LoadError::Unrecognised`] when no loader wants the input.
pub fn detect(input: &Input<'_>, from: Option<&str>) -> Result<&'static Loader, LoadError> {
    if let Some(name) = from {
        return LOADERS
            .iter()
            .find(|loader| loader.name == name)
            .ok_or_else(|| LoadError::NoSuchFormat { format: name.to_owned() });
    }
    let name = || input.name.to_owned();
    if input.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(LoadError::Empty { name: name() });
    }
    // The one format that is no text.
    if is_binary(input) && (super::epub::LOADER.sniff)(input) == Likelihood::No {
        return Err(match super::picture::describe(input.bytes) {
            Some(what) => LoadError::Picture { name: name(), what },
            None => LoadError::Binary { name: name() },
        });
    }
    let marks = Marks::of(input);
    let mut best = (Likelihood::No, None);
    for loader in LOADERS.iter().filter(|loader| marks.allow(loader)) {
        let likelihood = (loader.sniff)(input);
        if likelihood > best.0 {
            best = (likelihood, Some(loader));
        }
        if likelihood == Likelihood::Certain {
            break;
        }
    }
    // JSON is no text to be read: what says that it is and is of no known kind, or broken, is told so.
    let json = input.has_extension(&["json"]) && matches!(start_of(input.bytes), [b'{' | b'[', ..]);
    let only_text = best.1.is_some_and(|loader: &Loader| loader.name == super::plain::LOADER.name);
    best.1.filter(|_| !(json && only_text)).ok_or_else(|| LoadError::Unrecognised { name: name() })
}

/// Reads `input`, which is whole, into `sink` with the loader called `from`, or the one that
/// recognises it.
///
/// # Errors
/// As [`detect`], and [`LoadError::Broken`] when the loader cannot read it.
pub fn load(input: &Input<'_>, from: Option<&str>, sink: &mut dyn Sink) -> Result<(), LoadError> {
    let loader = detect(input, from)?;
    begin(loader, input, sink);
    match loader.load {
        Reads::Whole(load) => load(input, sink),
        Reads::Stream(load) => load(input, Stream::new(input.bytes.to_vec(), None), sink),
    }
}

/// The same of an input whose bytes come by `stream`; what stands in `input` is not looked at.
///
/// What its beginning makes certain for a loader that reads as it comes is read so. Everything else
/// is read whole first.
///
/// # Errors
/// As [`load`], and [`LoadError::Failed`] when its bytes cannot be had.
pub fn load_stream(
    input: &Input<'_>,
    stream: Stream<'_>,
    from: Option<&str>,
    sink: &mut dyn Sink,
) -> Result<(), LoadError> {
    let head = stream.head().to_vec();
    let beginning = Input { bytes: &head, ..*input };
    if let Some((loader, load)) = streaming(&beginning, from) {
        begin(loader, &beginning, sink);
        return load(&beginning, stream, sink);
    }
    // What will be refused anyway is not read first, be it a terabyte of nothing.
    if from.is_none()
        && is_binary(&beginning)
        && !super::epub::is_archive(&head)
        && super::picture::describe(&head).is_none()
    {
        return Err(LoadError::Binary { name: input.name.to_owned() });
    }
    let whole = stream.whole();
    let whole = whole.map_err(|cause| LoadError::Failed { name: input.name.to_owned(), cause })?;
    let all = Input { bytes: &whole.bytes, ..*input };
    let loader = detect(&all, from)?;
    begin(loader, &all, sink);
    match loader.load {
        Reads::Whole(load) => load(&all, sink),
        Reads::Stream(load) => {
            let bytes = std::sync::Arc::unwrap_or_clone(whole.bytes);
            load(&beginning, Stream::new(bytes, None), sink)
        }
    }
}

/// Which parts of a web page were weighed as its article, and why one won, in lines to print.
///
/// # Errors
/// [`LoadError::Unrecognised`] of what is no web page.
pub fn explain(input: &Input<'_>) -> Result<String, LoadError> {
    if super::page::sniffed(input).is_none() {
        return Err(LoadError::Unrecognised { name: input.name.to_owned() });
    }
    let stream = Stream::new(input.bytes.to_vec(), None);
    let mut warnings = super::Collector::default();
    Ok(super::page::Page::read(input, stream, &mut warnings)?.explain())
}

type Streaming = fn(&Input<'_>, Stream<'_>, &mut dyn Sink) -> Result<(), LoadError>;

/// The loader that reads as it comes and was asked for, or is certain of this beginning.
fn streaming(beginning: &Input<'_>, from: Option<&str>) -> Option<(&'static Loader, Streaming)> {
    let marks = LazyCell::new(|| Marks::of(beginning));
    let is_it = |loader: &Loader| match from {
        Some(name) => loader.name == name,
        None => marks.allow(loader) && (loader.sniff)(beginning) == Likelihood::Certain,
    };
    LOADERS.iter().find_map(|loader| match loader.load {
        Reads::Stream(load) if is_it(loader) => Some((loader, load)),
        _ => None,
    })
}

fn begin(loader: &Loader, input: &Input<'_>, sink: &mut dyn Sink) {
    sink.provenance(crate::model::Provenance {
        loader: loader.name.to_owned(),
        url: input.url.map(crate::text::clean_line),
        ..Default::default()
    });
}

/// Whether these are no bytes of a text: a NUL, or many controls, and not UTF-8 either.
///
/// UTF-16 has a byte order mark; without one a NUL is the sign of an image, an archive, a program.
/// Some of those happen to be UTF-8 as far as one looks, so a NUL is only forgiven in a file whose
/// name says that it is text, and not where there is hardly anything else.
fn is_binary(input: &Input<'_>) -> bool {
    let bytes = input.bytes;
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return false;
    }
    let sample = bytes.get(..BINARY_SAMPLE).unwrap_or(bytes);
    let is_control = |b: &&u8| **b < 0x20 && !b.is_ascii_whitespace() && **b != 0x1B;
    let controls = || sample.iter().filter(is_control).count();
    // A letter cut in two at the end of the sample is no damage.
    let utf8 = match std::str::from_utf8(sample) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && sample.len() == BINARY_SAMPLE,
    };
    let is_named_text = LOADERS.iter().any(|loader| input.has_extension(loader.extensions));
    if memchr::memchr(0, sample).is_some() {
        let is_empty_space = controls() > sample.len() / 10 * 9;
        is_empty_space || !(utf8 && is_named_text)
    } else {
        !utf8 && controls() > sample.len() / 10
    }
}
