//! Whether time grows with the input, and not with its square: inputs of every kind at sizes that
//! double, and what each costs, counted ([`super::counters`]).
//!
//! A cost of `a n + b n log n` that doubles `n` a little more than doubles; one of `n²` grows four
//! times. So what is compared are the differences from size to size, which a cost that does not grow
//! is no part of, and a fault is one that shows in two doublings after each other: a step to
//! another way of doing it, or to a larger table, shows once.

use sidenote::app::{App, DEFAULT_KEYMAP, Event, Key, Keymap, Load};
use sidenote::export::{EXPORTERS, Options};
use sidenote::layout::{ArticleLayout, Breaking, Typography};
use sidenote::load::{Collector, Input, load};
use sidenote::markup::from_body;
use sidenote::model::{Article, Body, BodyKind, Document, Order};
use sidenote::text::{Filling, Hyphens, Language, clean, lines};
use sidenote_fuzz::{Choices, Target, seeds, targets};

use super::counters::{Cost, cost_of};
use super::mutate::words;

/// The smallest input, in bytes; the others have twice, four and eight times as many.
const SMALLEST: usize = 2 * 1024;
const SIZES: [usize; 4] = [1, 2, 4, 8];
/// By how much a difference may be more than the one before, in tenths: 20 is linear, 40 quadratic.
const STEEPEST: u64 = 27;
/// The same for bytes, which grow in leaps where tables double.
const STEEPEST_BYTES: u64 = 33;
/// Costs below are those of starting.
const LEAST: u64 = 400_000;

/// What is watched, and which inputs it grew too fast on.
#[derive(Debug, Default)]
pub struct Growth {
    /// How many kinds of input.
    pub kinds: usize,
    /// What grew too fast: which kind, and its costs.
    pub faults: Vec<String>,
}

impl Growth {
    /// Watches one kind of input: `cost` is what one of the given size costs.
    fn watch(&mut self, what: &str, mut cost: impl FnMut(usize) -> Cost) {
        self.kinds += 1;
        let costs = SIZES.map(|times| cost(SMALLEST * times));
        let steps = costs.map(|cost| cost.steps);
        let bytes = costs.map(|cost| cost.bytes);
        for (unit, costs, steepest) in
            [("steps", steps, STEEPEST), ("bytes", bytes, STEEPEST_BYTES)]
        {
            if is_steep(costs, steepest) {
                self.faults.push(format!("{what}: {costs:?} {unit}"));
            }
        }
    }
}

fn is_steep([a, b, c, d]: [u64; 4], steepest: u64) -> bool {
    let (first, second, third) = (b.saturating_sub(a), c.saturating_sub(b), d.saturating_sub(c));
    d > LEAST && second * 10 > steepest * first && third * 10 > steepest * second
}

/// Watches everything whose name has `only` in it; of `1/2` and `2/2` each is a half of all.
pub fn growth(only: &str, report: &mut dyn FnMut(&str, &Growth)) -> usize {
    let mut faults = 0;
    let half = ["2/2", "1/2"].iter().position(|half| *half == only);
    let mut number = 0;
    let mut part = |name: &str, watch: &dyn Fn(&mut Growth)| {
        number += 1;
        if half.map_or(name.contains(only), |half| number % 2 == half) {
            let mut growth = Growth::default();
            watch(&mut growth);
            report(name, &growth);
            faults += growth.faults.len();
        }
    };
    for target in targets() {
        if target.loader().is_some() {
            part(&target.name(), &|growth| loader(&target, growth));
        }
    }
    for (name, does) in TEXTS {
        part(name, &|growth| text(*does, growth));
    }
    part("discussions", &discussions);
    faults
}

/// `unit` again and again, so many bytes.
fn repeated(unit: &[u8], size: usize) -> Vec<u8> {
    unit.repeat(size / unit.len().max(1) + 1)
}

fn loaded(from: &str, data: &[u8]) -> Document {
    let mut sink = Collector::default();
    let _ =
        load(&Input { bytes: data, name: "growing", ..Input::default() }, Some(from), &mut sink);
    sink.finish()
}

/// A loader: each word of its format again and again in the middle of a fixture, and in a text of
/// it; the fixture itself again and again, and the lists in it.
fn loader(target: &Target, growth: &mut Growth) {
    let Some(loader) = target.loader() else { return };
    let seeds = seeds(target);
    let Some((_, seed)) = seeds.iter().min_by_key(|(_, data)| data.len().abs_diff(1500)) else {
        return;
    };
    let cost = |data: &[u8]| cost_of(|| drop(loaded(loader.name, data)));
    let units = words(&target.dictionary()).into_iter().chain([b"a".to_vec(), b"a ".to_vec()]);
    for (at, unit) in units.flat_map(|unit| {
        [("in the middle", seed.len() / 2), ("in a text", in_a_text(seed))]
            .map(|at| (at, unit.clone()))
    }) {
        let (before, behind) = seed.split_at(at.1);
        growth.watch(&format!("{:?} {}", String::from_utf8_lossy(&unit), at.0), |size| {
            cost(&[before, &repeated(&unit, size), behind].concat())
        });
    }
    for (name, data) in &seeds {
        growth.watch(&format!("{name} again and again"), |size| cost(&repeated(data, size * 4)));
        if let Ok(json) = serde_json::from_slice::<serde_json::Value>(data) {
            growth.watch(&format!("the lists of {name}"), |size| cost(&lists(&json, size * 4)));
        }
    }
}

/// The middle of the longest stretch of words.
fn in_a_text(data: &[u8]) -> usize {
    let is_mark = |byte: &u8| b"<>\"\n{}[]\\".contains(byte);
    let mut longest = (0, 0);
    let mut start = 0;
    for (at, byte) in data.iter().chain(b"\n").enumerate() {
        if is_mark(byte) {
            longest = longest.max((at - start, start));
            start = at + 1;
        }
    }
    longest.1 + longest.0 / 2
}

/// The same JSON with the objects in its outermost lists repeated until it has about `size` bytes.
fn lists(json: &serde_json::Value, size: usize) -> Vec<u8> {
    use serde_json::Value;
    let times = size / json.to_string().len().max(1) + 1;
    let mut grown = json.clone();
    let mut open = vec![&mut grown];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(list) if list.iter().any(Value::is_object) => {
                *list = std::iter::repeat_n(list.clone(), times).flatten().collect();
            }
            Value::Array(list) => open.extend(list),
            Value::Object(map) => open.extend(map.values_mut()),
            _ => {}
        }
    }
    grown.to_string().into_bytes()
}

type OfText = fn(&str);

/// What is done with strings.
const TEXTS: &[(&str, OfText)] = &[
    ("clean", |text| drop(clean(text))),
    ("wrap", |text| wrap(text, Breaking::Greedy)),
    ("wrap evenly", |text| wrap(text, Breaking::Optimal)),
    ("html", |text| laid_out(BodyKind::Html, text)),
    ("markdown", |text| laid_out(BodyKind::Markdown, text)),
    ("plain", |text| laid_out(BodyKind::Plain, text)),
];

fn wrap(text: &str, breaking: Breaking) {
    let hyphens = Some(Hyphens { language: Language::of("en"), never: &[] });
    let filling = Filling { breaking, hyphens, ..Filling::plain(60) };
    drop(lines(&clean(text), filling).collect::<Vec<_>>());
}

/// A text in some notation, as blocks, as rows, and written again.
fn laid_out(kind: BodyKind, text: &str) {
    let blocks = from_body(Body { kind, text });
    let _ = sidenote::markup::from_html(&sidenote::markup::to_html(&blocks));
    let _ = sidenote::markup::to_markdown(&blocks);
    let article = Article { blocks, ..Article::default() };
    let layout = ArticleLayout::new(80, article.words(), Typography::default());
    for item in 0..ArticleLayout::items(&article) {
        drop(layout.rows(&article, item, None));
    }
}

/// Pairs of words that are tried together.
const PAIRS: usize = 150;

fn text(does: OfText, growth: &mut Growth) {
    let folder = sidenote_fuzz::folder().join("dictionaries");
    let of = |name: &str| words(&folder.join(name).with_extension("dict"));
    let mut units = [of("text"), of("markdown"), of("html")].concat();
    units.extend([b"a".to_vec(), b"a ".to_vec(), "漢".into(), "\u{301}".into()]);
    let mut choices = Choices::seeded(7);
    for _ in 0..PAIRS {
        let pair = [choices.one(&units).clone(), choices.one(&units).clone()].concat();
        units.push(pair);
    }
    for unit in units {
        let unit = String::from_utf8_lossy(&unit).into_owned();
        growth.watch(&format!("{unit:?}"), |size| {
            let text = unit.repeat(size / unit.len().max(1) + 1);
            cost_of(|| does(&text))
        });
    }
}

/// Which comment the one of this number answers.
type Shape = fn(usize) -> Option<usize>;

/// How the comments of a discussion hang together.
const SHAPES: &[(&str, Shape)] = &[
    ("flat", |_| None),
    ("a chain", |at| at.checked_sub(1)),
    ("all to one", |at| (at > 0).then_some(0)),
    ("by threes", |at| at.checked_sub(1).map(|at| at / 3)),
    ("two chains", |at| at.checked_sub(2)),
];

/// A discussion of about `size` bytes, as our own JSON.
fn discussion(parent: Shape, size: usize) -> Vec<u8> {
    let comments = (0..size / 128).map(|at| {
        let parent = parent(at).map_or("null".to_owned(), |parent| format!("\"c{parent}\""));
        let (score, minute) = (at * 7 % 23, at % 60);
        format!(
            r#"{{"id":"c{at}","parent":{parent},"author":"Ada {minute}","score":{score},"created":"2026-05-04T12:{minute:02}:00Z","text":"The light burns oil, say {at}."}}"#
        )
    });
    let comments: Vec<String> = comments.collect();
    format!(
        r#"{{"format":"sidenote-1","article":{{"title":"The light","text":"The light burns oil."}},"comments":[{}]}}"#,
        comments.join(",")
    )
    .into_bytes()
}

/// What a reader does, as keys parted by spaces; each is followed by all work that it gives.
const KEYS: &[(&str, &str)] = &[
    ("search", "/ o i l enter n n N"),
    ("filter", "& s c o r e > 9 enter esc"),
    ("sort", "s s s s s s s"),
    ("fold all", "z M z R z 2 G g"),
    ("walk", "j j j k ] [ space b G g J K p"),
    ("read marks", "U x . , C"),
    ("map and facts", "t esc i esc = "),
];

fn discussions(growth: &mut Growth) {
    for (shape, parent) in SHAPES {
        for exporter in EXPORTERS {
            growth.watch(&format!("{shape} as {}", exporter.name), |size| {
                let document = loaded("native", &discussion(*parent, size * 4));
                let options = Options { width: Some(70), ..Options::default() };
                cost_of(|| {
                    let mut out = String::new();
                    let _ = (exporter.write)(&document, &options, &mut out);
                })
            });
        }
        for (what, keys) in KEYS {
            growth.watch(&format!("{shape}: {what}"), |size| {
                let document = loaded("native", &discussion(*parent, size * 4));
                let mut app = opened(document);
                cost_of(|| press(&mut app, keys))
            });
        }
    }
}

fn opened(document: Document) -> App {
    let keymap = Keymap::parse(DEFAULT_KEYMAP).expect("the built-in keymap");
    let mut app = App::new(keymap, Order::Given, 1_777_896_000);
    app.update(Event::Resize(100, 40));
    app.update(Event::Load(Load::Article(Box::new(document.article))));
    app.update(Event::Load(Load::Thread(Box::new(document.thread))));
    app.update(Event::Load(Load::Done));
    press(&mut app, "tab");
    app
}

fn press(app: &mut App, keys: &str) {
    for key in keys.split_whitespace() {
        let key: Key = key.parse().expect("the name of a key");
        app.update(Event::Key(key));
        while app.has_work() {
            app.update(Event::Work);
        }
    }
}
