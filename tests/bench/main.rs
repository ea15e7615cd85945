//! What readers wait for, of discussions by the number of comments, of articles by that of
//! paragraphs: `cargo bench`.
//!
//! Each bench is named for the wish and says its budget, which holds on one ordinary core; what the
//! program costs as a whole, beside other programs and on a terminal, is in `tests/bench/peers.py`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a bench that cannot go on has failed"
)]

mod page;
mod thread;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use page::news_page;
use sidenote::app::{App, DEFAULT_KEYMAP, Event, Key, Keymap, Load};
use sidenote::load::{Collector, Input, Sink, Stream, load_stream};
use sidenote::model::{Arrangement, Article, Order, Provenance, Thread};
use thread::{chain, hacker_news};

/// The sizes, in comments.
const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];
/// The screen.
const SCREEN: (u16, u16) = (160, 45);
/// 4 May 2026, 12:00 UTC.
const NOW: i64 = 1_777_896_000;

fn main() {
    divan::main();
}

fn read(json: &[u8], sink: &mut dyn Sink) {
    let mut rest = json;
    let stream = Stream::open(&mut rest).unwrap();
    let input = Input { name: "thread.json", ..Input::default() };
    load_stream(&input, stream, None, sink).unwrap();
}

fn loaded(comments: usize) -> Thread {
    thread_of(&hacker_news(comments))
}

fn thread_of(json: &str) -> Thread {
    let mut sink = Collector::default();
    read(json.as_bytes(), &mut sink);
    sink.finish().thread
}

/// A reader with the discussion open, at its first comment.
fn reading(comments: usize) -> App {
    opened(loaded(comments))
}

fn opened(thread: Thread) -> App {
    let mut app = App::new(Keymap::parse(DEFAULT_KEYMAP).unwrap(), Order::Given, NOW);
    app.update(Event::Resize(SCREEN.0, SCREEN.1));
    app.update(Event::Load(Load::Thread(Box::new(thread))));
    app.update(Event::Load(Load::Done));
    app
}

fn press(app: &mut App, keys: &str) {
    for key in keys.split(' ') {
        app.update(Event::Key(key.parse().unwrap()));
    }
}

/// Everything read and threaded. Budget: 1.5 µs a comment.
#[divan::bench(args = SIZES, max_time = 5)]
fn all_of_it_is_there(bencher: Bencher<'_, '_>, comments: usize) {
    let json = hacker_news(comments);
    bencher.counter(ItemsCount::new(comments)).bench_local(|| {
        let mut sink = Collector::default();
        read(json.as_bytes(), &mut sink);
        sink.finish().thread.len()
    });
}

/// The article of a page, told from what is around it. Budget: 20 MB of page a second.
#[divan::bench(args = [10, 100, 1_000, 10_000], max_time = 2)]
fn a_page_becomes_an_article(bencher: Bencher<'_, '_>, paragraphs: usize) {
    let page = news_page(paragraphs);
    bencher.counter(BytesCount::of_str(&page)).bench_local(|| {
        let mut sink = Collector::default();
        let mut rest = page.as_bytes();
        let stream = Stream::open(&mut rest).unwrap();
        let input = Input { name: "page.html", ..Input::default() };
        load_stream(&input, stream, None, &mut sink).unwrap();
        assert!(sink.finish().article.blocks.len() >= paragraphs);
    });
}

/// Stops when the first comments have come.
#[derive(Default)]
struct FirstScreen(usize);

impl Sink for FirstScreen {
    fn article(&mut self, _: Article) {}
    fn thread(&mut self, thread: Thread) {
        self.0 = thread.len();
    }
    fn wants(&self, _: usize) -> bool {
        true
    }
    fn provenance(&mut self, _: Provenance) {}
    fn declared(&mut self, _: u64) {}
    fn warning(&mut self, _: String) {}
    fn stopped(&self) -> bool {
        self.0 > 0
    }
}

/// The first comments are there to be shown. Budget: 1 ms, whatever follows them.
#[divan::bench(args = SIZES, max_time = 2)]
fn the_first_comments_are_there(bencher: Bencher<'_, '_>, comments: usize) {
    let json = hacker_news(comments);
    bencher.bench_local(|| {
        let mut sink = FirstScreen::default();
        read(json.as_bytes(), &mut sink);
        assert!(sink.0 > 0);
    });
}

/// Another order. Budget: 120 ms at a million.
#[divan::bench(args = SIZES, max_time = 3)]
fn by_votes(bencher: Bencher<'_, '_>, comments: usize) {
    let thread = loaded(comments);
    bencher.bench_local(|| Arrangement::new(black_box(&thread), Order::Top));
}

/// Another order. Budget: 120 ms at a million.
#[divan::bench(args = SIZES, max_time = 3)]
fn by_date(bencher: Bencher<'_, '_>, comments: usize) {
    let thread = loaded(comments);
    bencher.bench_local(|| Arrangement::new(black_box(&thread), Order::New));
}

/// Keys that move the reader. Budget: 1 ms for a key, flat in the number of comments.
#[divan::bench(args = SIZES, max_time = 2)]
fn a_key_of_reading(bencher: Bencher<'_, '_>, comments: usize) {
    let mut app = reading(comments);
    let mut keys = ["j", "down", "space", "]", "J", "p", "up", "k", "b"].into_iter().cycle();
    bencher.bench_local(move || press(&mut app, keys.next().unwrap()));
}

/// All folded and unfolded again. Budget: 20 ms at a million.
#[divan::bench(args = SIZES, max_time = 2)]
fn all_folds_closed_and_opened(bencher: Bencher<'_, '_>, comments: usize) {
    let mut app = reading(comments);
    bencher.bench_local(move || press(&mut app, "z M z R"));
}

/// All folded, and the innermost reply of a chain gone to, its parent, and back to the first. Budget:
/// 1 ms for a key, however deep that is.
#[divan::bench(args = SIZES, max_time = 2)]
fn the_innermost_reply_is_opened(bencher: Bencher<'_, '_>, comments: usize) {
    let mut app = opened(thread_of(&chain(comments)));
    let last = comments.to_string().chars().map(|c| c.to_string()).collect::<Vec<_>>().join(" ");
    let keys = format!("z M {last} G p z c z o g");
    bencher.bench_local(move || press(&mut app, &keys));
}

/// To the last comment and back. Budget: 2 ms, flat.
#[divan::bench(args = SIZES, max_time = 2)]
fn to_the_end_and_back(bencher: Bencher<'_, '_>, comments: usize) {
    let mut app = reading(comments);
    bencher.bench_local(move || press(&mut app, "G g"));
}

/// A word that stands in one comment, near the end. Budget: 0.3 µs a comment.
#[divan::bench(args = SIZES, max_time = 3)]
fn a_rare_word_is_found(bencher: Bencher<'_, '_>, comments: usize) {
    let mut app = reading(comments);
    bencher.counter(ItemsCount::new(comments)).bench_local(move || {
        press(&mut app, "/");
        "zyzzyva".chars().for_each(|c| drop(app.update(Event::Key(Key::char(c)))));
        press(&mut app, "enter");
        while app.has_work() {
            app.update(Event::Work);
        }
        assert_eq!(app.discussion().search.as_ref().unwrap().len(), 1);
        press(&mut app, "esc g");
    });
}

/// Only the comments with a word in them, which one in a hundred has. Budget: 1 µs a comment.
#[divan::bench(args = SIZES, max_time = 3)]
fn only_comments_with_a_word(bencher: Bencher<'_, '_>, comments: usize) {
    let mut app = reading(comments);
    bencher.counter(ItemsCount::new(comments)).bench_local(move || {
        press(&mut app, "&");
        "quokka".chars().for_each(|c| drop(app.update(Event::Key(Key::char(c)))));
        press(&mut app, "enter");
        while app.has_work() {
            app.update(Event::Work);
        }
        assert!(app.discussion().filter().is_some());
        press(&mut app, "esc");
    });
}

/// The map and the facts, which look at all comments. Budget: 0.3 µs a comment.
#[divan::bench(args = SIZES, max_time = 3)]
fn the_map_and_the_facts(bencher: Bencher<'_, '_>, comments: usize) {
    let mut app = reading(comments);
    bencher.counter(ItemsCount::new(comments)).bench_local(move || press(&mut app, "t q i q"));
}
