//! Loaders: what comes out is sound, and the same whether the bytes come at once or in drops.

use std::io::{self, Read};

use sidenote::load::{Collector, Input, LoadError, Loader, Reads, Sink, Stream, detect, load};
use sidenote::model::{Article, Document, Provenance, Thread};

use super::choices::Choices;
use super::export::as_json;
use super::sound;

/// How much of a source the program looks at before it chooses a loader.
const HEAD: usize = 64 * 1024;

/// Runs one loader, whether it would have chosen the input or not.
pub fn load_it(loader: &Loader, data: &[u8]) {
    let input = Input { bytes: data, name: "fuzz", ..Input::default() };
    let _ = (loader.sniff)(&input);
    let mut sink = Collector::default();
    let outcome = load(&input, Some(loader.name), &mut sink);
    let whole = sink.finish();
    sound::document(&whole);
    let Reads::Stream(read) = loader.load else { return };
    let mut choices = Choices::of(data);
    let (document, again) = in_drops(loader.name, read, data, &mut choices);
    assert_eq!(outcome.is_ok(), again.is_ok(), "whole {outcome:?}, in pieces {again:?}");
    if outcome.is_ok() {
        let (whole, pieces) = (as_json(&whole), as_json(&document));
        assert_eq!(whole, pieces, "in pieces it is another document");
    }
}

type Streaming = fn(&Input<'_>, Stream<'_>, &mut dyn Sink) -> Result<(), LoadError>;

fn in_drops(
    name: &str,
    load: Streaming,
    data: &[u8],
    choices: &mut Choices,
) -> (Document, Result<(), LoadError>) {
    let input = Input { bytes: data.get(..HEAD).unwrap_or(data), name: "fuzz", ..Input::default() };
    // A format is told by the beginning, which is never short while there is more.
    let least = data.len().min(HEAD / 64);
    let head = least + choices.below(data.len() - least + 1);
    let (head, rest) = data.split_at(head);
    let mut rest = Drops { rest, most: 1 << choices.below(12), choices: choices.clone() };
    let mut sink = Growing(Collector::default());
    sink.provenance(Provenance { loader: name.to_owned(), ..Provenance::default() });
    let stream = Stream::new(head.to_vec(), Some(&mut rest));
    let outcome = load(&input, stream, &mut sink);
    let mut document = sink.0.into_document();
    document.finish();
    (document, outcome)
}

/// A source that gives a few bytes at a time.
struct Drops<'a> {
    rest: &'a [u8],
    most: usize,
    choices: Choices,
}

impl Read for Drops<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let size = (1 + self.choices.below(self.most)).min(to.len()).min(self.rest.len());
        let (now, later) = self.rest.split_at(size);
        to[..size].copy_from_slice(now);
        self.rest = later;
        Ok(size)
    }
}

/// Wants the thread whenever it is offered.
struct Growing(Collector);

impl Sink for Growing {
    fn article(&mut self, article: Article) {
        self.0.article(article);
    }

    fn thread(&mut self, thread: Thread) {
        sound::tree(&thread);
        self.0.thread(thread);
    }

    fn wants(&self, _comments: usize) -> bool {
        true
    }

    fn provenance(&mut self, provenance: Provenance) {
        self.0.provenance(provenance);
    }

    fn declared(&mut self, comments: u64) {
        self.0.declared(comments);
    }

    fn warning(&mut self, what: String) {
        self.0.warning(what);
    }
}

/// Names that an input may have: what its ending says changes who takes it.
const NAMES: [&str; 9] =
    ["fuzz", "a.html", "a.json", "a.txt", "a.md", "a.mbox", "a.xml", "a.eml", "standard input"];

/// Chooses a loader, as the program does.
pub fn detect_it(data: &[u8]) {
    let name = Choices::of(data).one(&NAMES);
    let input = Input { bytes: data, name, ..Input::default() };
    let Ok(loader) = detect(&input, None) else { return };
    load_it(loader, data);
    if loader.extensions.contains(&"html") {
        let _ = sidenote::load::explain(&input);
    }
}

/// The document that the program would show, if it can read the input at all.
pub fn read(data: &[u8]) -> Option<Document> {
    let mut sink = Collector::default();
    load(&Input { bytes: data, name: "fuzz", ..Input::default() }, None, &mut sink).ok()?;
    Some(sink.finish())
}
