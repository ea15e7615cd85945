//! Every value of every JSON fixture, in turn removed, null and of a wrong type: whatever else there
//! is comes out as before, and a warning names what could not be read.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use sidenote::load::{Collector, Input, LOADERS, load};
use sidenote::model::{Comment, Document};

/// The way to a value: keys and places.
type Way = Vec<Step>;

#[derive(Clone, Debug, PartialEq)]
enum Step {
    Key(String),
    At(usize),
}

fn ways(value: &Value, way: &Way, all: &mut Vec<Way>) {
    let mut inside = |step: Step, value: &Value| {
        let way = [&way[..], &[step]].concat();
        all.push(way.clone());
        ways(value, &way, all);
    };
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| inside(Step::Key(key.clone()), value));
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| inside(Step::At(at), value));
        }
        _ => {}
    }
}

fn at<'v>(value: &'v mut Value, way: &[Step]) -> &'v mut Value {
    way.iter().fold(value, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::At(at) => &mut value[*at],
    })
}

/// The same with the value at `way` made into another; without it for `None`.
fn mutated(whole: &Value, way: &[Step], into: Option<&Value>) -> Value {
    let mut whole = whole.clone();
    let (last, above) = way.split_last().unwrap();
    match (into, at(&mut whole, above), last) {
        (Some(into), parent, last) => *at(parent, std::slice::from_ref(last)) = into.clone(),
        (None, Value::Object(map), Step::Key(key)) => drop(map.remove(key)),
        (None, Value::Array(items), Step::At(at)) => drop(items.remove(*at)),
        _ => unreachable!("a way leads through objects and lists"),
    }
    whole
}

fn read(loader: &str, bytes: &[u8]) -> (Document, bool) {
    let mut sink = Collector::default();
    let input = Input { bytes, name: "mutated", ..Input::default() };
    let outcome = load(&input, Some(loader), &mut sink);
    (sink.finish(), outcome.is_ok())
}

/// How many comments have each value of a fact.
fn facts(document: &Document) -> [BTreeMap<String, usize>; 4] {
    let count = |fact: fn(Comment<'_>) -> String| {
        let mut counts = BTreeMap::new();
        for comment in document.thread.comments() {
            *counts.entry(fact(comment)).or_default() += 1;
        }
        counts
    };
    [
        count(|comment| comment.body().text.into_owned()),
        count(|comment| comment.author().to_owned()),
        count(|comment| format!("{:?}", comment.created())),
        count(|comment| format!("{:?}", comment.votes().score)),
    ]
}

/// How many of `before` are not in `after`.
fn lost(before: &BTreeMap<String, usize>, after: &BTreeMap<String, usize>) -> usize {
    let left = |(value, count): (&String, &usize)| {
        count.saturating_sub(after.get(value).copied().unwrap_or(0))
    };
    before.iter().map(left).sum()
}

#[test]
fn one_bad_value_costs_that_value_alone() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut checked = 0;
    let mut failures = Vec::new();
    for loader in LOADERS.iter().map(|loader| loader.name) {
        for entry in fs::read_dir(fixtures.join(loader)).unwrap() {
            let path = entry.unwrap().path();
            let Ok(whole) = serde_json::from_slice::<Value>(&fs::read(&path).unwrap()) else {
                continue;
            };
            checked += 1;
            check(loader, &path, &whole, &mut failures);
        }
    }
    assert!(checked > 5);
    failures.dedup();
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

/// Keys that say what kind of thing an object is.
const KINDS: [&str; 4] = ["type", "kind", "event", "system"];
/// How far up a thing that could not be read may be named.
const PARTS: usize = 12;

fn check(loader: &str, path: &Path, whole: &Value, failures: &mut Vec<String>) {
    let (before, _) = read(loader, whole.to_string().as_bytes());
    let known = facts(&before);
    let mut all = Vec::new();
    ways(whole, &Vec::new(), &mut all);
    let replacements = [
        None,
        Some(json!(null)),
        Some(json!("x")),
        Some(json!(7)),
        Some(json!([])),
        Some(json!({})),
        Some(json!(true)),
    ];
    for way in &all {
        let old = at(&mut whole.clone(), way).clone();
        if old.is_object() || old.is_array() {
            // What holds others takes them with it; it must only do no harm.
            for into in &replacements {
                read(loader, mutated(whole, way, into.as_ref()).to_string().as_bytes());
            }
            continue;
        }
        for into in &replacements {
            if into.as_ref() == Some(&old) {
                continue;
            }
            let (after, is_read) =
                read(loader, mutated(whole, way, into.as_ref()).to_string().as_bytes());
            let place = || {
                let name = path.file_name().unwrap().to_string_lossy();
                format!("{loader}/{name} {way:?} -> {into:?}")
            };
            let found = facts(&after);
            let losses: Vec<_> = known.iter().zip(&found).map(|(a, b)| lost(a, b)).collect();
            let new = after.provenance.warnings.iter();
            let new: Vec<_> = new.filter(|w| !before.provenance.warnings.contains(w)).collect();
            // What says what a thing is may cost the thing, and that is told.
            let tells_kind =
                matches!(way.last(), Some(Step::Key(key)) if KINDS.contains(&key.as_str()));
            let is_told = tells_kind && (!is_read || !new.is_empty());
            let is_shorter = after.thread.len() < before.thread.len();
            if !is_told && (is_shorter || losses.iter().any(|&lost| lost > 1)) {
                failures.push(format!("{}: lost {losses:?}", place()));
            } else if !is_read && !before.thread.is_empty() && !is_told {
                failures.push(format!("{}: refused", place()));
            }
            let is_wrong = matches!(into, Some(Value::Array(_) | Value::Object(_)));
            let is_used = losses.iter().any(|&lost| lost > 0);
            // By its own name, or by that of what it is a part of.
            let names = way.iter().rev().filter_map(|step| match step {
                Step::Key(key) => Some(key.as_str()),
                Step::At(_) => None,
            });
            let is_told_of = names.take(PARTS).any(|name| new.iter().any(|w| w.contains(name)));
            if is_wrong && is_used && !is_told_of {
                failures.push(format!(
                    "{}: no warning names it: {:?}",
                    place(),
                    after.provenance.warnings
                ));
            }
        }
    }
}
