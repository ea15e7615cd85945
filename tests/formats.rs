//! Every fixture of every loader: found by folder, recognised without being told, lossless as JSON.

use std::fs;
use std::path::Path;

use sidenote::export::{EXPORTERS, Options};
use sidenote::load::{Collector, Input, LOADERS, Likelihood, detect, load};
use sidenote::model::Document;

/// Every fixture: the loader's name, the file's name, the bytes.
pub fn fixtures() -> Vec<(&'static str, String, Vec<u8>)> {
    let mut fixtures = Vec::new();
    for loader in LOADERS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(loader.name);
        let mut paths: Vec<_> =
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            fixtures.push((loader.name, name, fs::read(&path).unwrap()));
        }
    }
    assert!(fixtures.len() > LOADERS.len());
    fixtures
}

pub fn read(name: &str, bytes: &[u8]) -> Document {
    let mut sink = Collector::default();
    load(&Input { bytes, name, ..Input::default() }, None, &mut sink).unwrap();
    sink.finish()
}

pub fn print(document: &Document, format: &str) -> String {
    let exporter = EXPORTERS.iter().find(|exporter| exporter.name == format).unwrap();
    let mut out = String::new();
    (exporter.write)(document, &Options::default(), &mut out).unwrap();
    out
}

#[test]
fn each_is_recognised() {
    for (loader, name, bytes) in fixtures() {
        let input = Input { bytes: &bytes, name: &name, ..Input::default() };
        assert_eq!(detect(&input, None).unwrap().name, loader, "{name}");
    }
}

/// Loaders that take what no other wants, and so may see something in what is another's.
const LAST_RESORTS: [&str; 3] = ["json_guess", "plain", "web"];

#[test]
fn nobody_takes_what_is_another_s() {
    let mut failures = Vec::new();
    for (owner, name, bytes) in fixtures() {
        let input = |name| Input { bytes: &bytes, name, ..Input::default() };
        assert_eq!(detect(&input("download"), None).unwrap().name, owner, "{name} without a name");
        let sure = |loader: &str, name| {
            let loader = LOADERS.iter().find(|known| known.name == loader).unwrap();
            (loader.sniff)(&input(name))
        };
        let own = sure(owner, "download");
        for other in LOADERS.iter().map(|loader| loader.name).filter(|&other| other != owner) {
            let found = sure(other, &name);
            let is_wrong = if LAST_RESORTS.contains(&other) {
                found >= own && !LAST_RESORTS.contains(&owner)
            } else {
                found != Likelihood::No
            };
            if is_wrong {
                failures.push(format!("{owner}/{name}: {other} is {found:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn json_is_lossless() {
    for (loader, name, bytes) in fixtures() {
        let first = print(&read(&name, &bytes), "json");
        let second = print(&read("again.json", first.as_bytes()), "json");
        assert_eq!(first, second, "{loader}/{name}");
        assert_eq!(read(&name, &bytes).provenance.loader, loader);
    }
}

#[test]
fn nothing_printed_is_a_control() {
    for (loader, name, bytes) in fixtures() {
        let document = read(&name, &bytes);
        for exporter in EXPORTERS {
            let text = print(&document, exporter.name);
            let control = text.chars().find(|&c| c.is_control() && c != '\n' && c != '\t');
            assert_eq!(control, None, "{loader}/{name} as {}", exporter.name);
        }
    }
}

#[test]
fn cut_off_anywhere_they_are_read_or_refused() {
    for (_, name, bytes) in fixtures() {
        let step = (bytes.len() / 200).max(1);
        for end in (1..bytes.len()).step_by(step) {
            let mut sink = Collector::default();
            let input = Input { bytes: &bytes[..end], name: &name, ..Input::default() };
            if load(&input, None, &mut sink).is_ok() {
                print(&sink.finish(), "text");
            }
        }
    }
}
