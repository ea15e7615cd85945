//! Documents printed: as our own JSON and back, in every other format, several put together.

use sidenote::export::{EXPORTERS, Exporter, Options, Part};
use sidenote::load::{Collector, Input, load};
use sidenote::model::{Census, Document, Order, merge};

use super::choices::Choices;
use super::load::read;
use super::sound;

fn print(document: &Document, exporter: &Exporter, options: &Options) -> String {
    let mut out = String::new();
    (exporter.write)(document, options, &mut out).expect("a string takes all");
    out
}

/// The document as our own JSON, which has all that is known of it.
pub fn as_json(document: &Document) -> String {
    let json = EXPORTERS.iter().find(|exporter| exporter.name == "json").expect("it is known");
    print(document, json, &Options::default())
}

fn from_json(json: &str) -> Document {
    let mut sink = Collector::default();
    let input = Input { bytes: json.as_bytes(), name: "again.json", ..Input::default() };
    load(&input, Some("native"), &mut sink).expect("what we write can be read");
    sink.finish()
}

fn round_trip(document: &Document) {
    let first = as_json(document);
    sound::printed("JSON", &first);
    let again = from_json(&first);
    sound::document(&again);
    assert_eq!(first, as_json(&again), "out and in again it is another document");
}

/// Our own JSON: whatever can be read comes out and in again as it was.
pub fn native(data: &[u8]) {
    let mut sink = Collector::default();
    let input = Input { bytes: data, name: "fuzz.json", ..Input::default() };
    let outcome = load(&input, Some("native"), &mut sink);
    let document = sink.finish();
    sound::document(&document);
    if outcome.is_ok() {
        round_trip(&document);
    }
}

/// Any document in any format.
pub fn run(data: &[u8]) {
    let Some(document) = read(data) else { return };
    let mut choices = Choices::of(data);
    round_trip(&document);
    let exporter = choices.one(EXPORTERS);
    let options = Options {
        only: *choices.one(&[Part::All, Part::All, Part::Article, Part::Thread]),
        order: *choices.one(&Order::ALL),
        width: choices.flip().then(|| choices.below(120)),
        color: choices.below(4) == 0,
        links: choices.flip(),
    };
    let text = print(&document, exporter, &options);
    if !options.color {
        sound::printed(exporter.name, &text);
    }
    let census = Census::of(&document.thread);
    let _ = census.over_time(&document.thread, choices.below(40));
}

/// Two documents, which are put together: an input, and the same without its end, or two halves.
pub fn merged(data: &[u8]) {
    let mut choices = Choices::of(data);
    let at = choices.below(data.len() + 1);
    let (first, second) = data.split_at(at);
    let (first, second) = if choices.flip() { (data, first) } else { (first, second) };
    let documents: Vec<Document> = [first, second, data].into_iter().filter_map(read).collect();
    let together = merge(documents);
    sound::document(&together);
}
