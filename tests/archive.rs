//! An archive of many threads: the list to choose from.

use std::fmt::Write;
use std::time::{Duration, Instant};

use sidenote::app::{App, DEFAULT_KEYMAP, Event, Keymap, Load, Mode};
use sidenote::model::Order;

use crate::support::{Driver, NOW, document};

/// An mbox with threads about these, as (subject, writer, days ago, answers).
fn archive(threads: &[(&str, &str, i64, usize)]) -> String {
    let mut mbox = String::new();
    let mut message = |id: &str, subject: &str, author: &str, ago: i64, references: &str| {
        let date = jiff::Timestamp::from_second(NOW - ago * 86_400).unwrap();
        let date = date.strftime("%a, %d %b %Y %H:%M:%S +0000");
        writeln!(
            mbox,
            "From a@quay Sun May  3 09:30:00 2026\nFrom: {author} <a@quay>\nSubject: {subject}\nDate: {date}\n\
             Message-ID: <{id}@quay>\nReferences: {references}\n\nWords of {id}.\n"
        )
        .unwrap();
    };
    for (at, &(subject, author, ago, answers)) in threads.iter().enumerate() {
        message(&format!("{at}"), &format!("[harbour] {subject}"), author, ago + 10, "");
        for answer in 0..answers {
            let root = format!("<{at}@quay>");
            message(&format!("{at}.{answer}"), &format!("Re: {subject}"), "Tomas Lind", ago, &root);
        }
    }
    mbox
}

fn harbour() -> String {
    archive(&[
        ("Who owns the light on the north mole, and who pays for its oil?", "Ines Varga", 40, 3),
        ("Rope", "Ada Brandt", 2, 1),
        ("The regatta", "R. Okafor", 300, 0),
        ("A lamp from Kobe", "quayside_7", 0, 12),
    ])
}

fn listed(driver: &Driver) -> bool {
    matches!(driver.app().mode(), Mode::Sheet(_))
}

#[test]
fn an_archive_opens_as_a_list_of_its_threads() {
    for size in [(60, 20), (160, 45)] {
        let screen = Driver::read("x.mbox", &harbour(), size).screen();
        insta::assert_snapshot!(format!("archive-{}x{}", size.0, size.1), screen);
    }
}

#[test]
fn a_thread_is_chosen_and_a_key_comes_back() {
    let open = || Driver::read("x.mbox", &harbour(), (80, 16));
    let name = |driver: &Driver| {
        let thread = &driver.app().document().thread;
        thread.get(driver.cursor().unwrap()).unwrap().name().to_owned()
    };
    #[rustfmt::skip]
    let cases = [
        ("the one with the newest comment", "enter",                     "3@quay", false),
        ("the next",                        "j enter",                   "1@quay", false),
        ("the last",                        "G enter",                   "2@quay", false),
        ("none",                            "q",                         "0@quay", false),
        ("by a word of its subject",        "/ r e g enter enter",       "2@quay", false),
        ("by one that is cut off",          "/ O I L enter enter",       "0@quay", false),
        ("by who began it",                 "/ b r a n d t enter enter", "1@quay", false),
        ("back to the list",                "j enter M",                 "1@quay", true),
        ("and where it was left",           "j enter M enter",           "1@quay", false),
        ("and away again",                  "j enter M M",               "1@quay", false),
        ("moving leaves the place",         "j enter M j q",             "1@quay", false),
    ];
    for (why, keys, then, list) in cases {
        let driver = open().keys(keys);
        assert_eq!((name(&driver).as_str(), listed(&driver)), (then, list), "{why}: {keys}");
    }
    let opened = open().keys("enter");
    assert_eq!(opened.cursor_row(), Some(0), "{}", opened.screen());
    assert!(opened.screen().contains("quayside_7  A lamp from Kobe"), "{}", opened.screen());
}

#[test]
fn nothing_else_opens_as_a_list() {
    let one = archive(&[("Rope", "Ada", 2, 3)]);
    assert!(!listed(&Driver::read("x.mbox", &one, (80, 16))));
    let comments = r#"{"article":{"title":"A link"},"comments":[{"text":"a"},{"text":"b"}]}"#;
    let driver = Driver::read("x.json", comments, (80, 16));
    assert!(!listed(&driver));
    let driver = driver.keys("M");
    assert!(listed(&driver) && driver.screen().contains("2 threads"), "{}", driver.screen());
    assert_eq!(
        Driver::read("x.md", "# Only\n\ntext", (80, 16)).keys("M").message(),
        "no comments here"
    );
    let document = document("x.mbox", &harbour());
    let keymap = Keymap::parse(DEFAULT_KEYMAP).unwrap();
    let mut app = App::new(keymap, Order::Given, NOW).at_comment(Some("3.4@quay".to_owned()));
    app.update(Event::Resize(80, 16));
    app.update(Event::Load(Load::Thread(Box::new(document.thread))));
    assert_eq!(*app.mode(), Mode::Reading, "a comment was asked for");
    let cursor = app.document().thread.get(app.discussion().cursor().unwrap());
    assert_eq!(cursor.unwrap().name(), "3.4@quay");
}

#[test]
fn threads_about_the_same_stand_together() {
    let threads = [
        ("Rope", "Ada", 9, 0),
        ("Oil", "Tomas", 2, 1),
        ("Rope", "Ines", 1, 0),
        ("Tar", "Ada", 5, 0),
    ];
    let driver = Driver::read("x.mbox", &archive(&threads), (90, 16));
    insta::assert_snapshot!("archive-same-subject", driver.screen());
}

#[test]
fn the_list_grows_with_the_archive_and_keeps_what_is_chosen() {
    let all = document("x.mbox", &harbour());
    let part = |count: usize| {
        let comments = crate::support::again(&all).into_iter().take(count).collect();
        Driver::empty((80, 16)).comments(comments)
    };
    let chosen = |driver: Driver| driver.keys("enter").cursor();
    let grown = |driver: Driver| driver.receive(Load::Thread(Box::new(all.thread.clone())));
    let name = |id: Option<_>| all.thread.get(id.unwrap()).unwrap().name();
    assert!(!listed(&part(4)), "one thread so far");
    assert!(listed(&grown(part(4))));
    assert_eq!(name(chosen(grown(part(6)))), "3@quay", "nobody has chosen");
    assert_eq!(name(chosen(grown(part(6).keys("j")))), "0@quay");
    assert!(!listed(&grown(part(6).keys("q"))), "it was closed");
}

#[test]
fn a_hundred_thousand_threads_cost_once() {
    let threads: Vec<_> = (0..100_000).map(|at| ("Rope and oil", "Ada", at, 0)).collect();
    let mut driver = Driver::read("x.mbox", &archive(&threads), (100, 30));
    assert!(driver.screen().contains("100000 threads"));
    let start = Instant::now();
    for _ in 0..100 {
        driver = driver.keys("j space k");
        driver.resize(100, 30);
    }
    let spent = start.elapsed();
    // Without optimization, on a machine that does other things too.
    assert!(spent < Duration::from_secs(20), "{spent:?} for 400 events");
}

#[test]
fn a_feed_of_articles_opens_as_a_list_of_them() {
    let feed = include_str!("fixtures/atom/quay.rss");
    let driver = Driver::read("quay.rss", feed, (100, 24));
    let screen = driver.screen();
    assert!(screen.contains("The Quay · 3 articles"), "{screen}");
    // As many comments as the feed says, and the article itself.
    assert!(screen.contains("Ines Varga             13  "), "{screen}");
    let driver = driver.keys("enter");
    assert!(!listed(&driver));
}

#[test]
fn a_book_opens_with_its_chapters_to_choose_from() {
    let book = |more: &str| {
        format!(
            r#"{{"article":{{"title":"Tides","html":"<h1>Ebb</h1><p>Low.</p>{}<h1>Flow</h1><p>High.</p>"{more}}}}}"#,
            "<p>And lower.</p>".repeat(60)
        )
    };
    let driver = Driver::read("tides.json", &book(r#","book":true"#), (60, 16));
    assert!(listed(&driver) && driver.screen().contains("Chapters"), "{}", driver.screen());
    let driver = driver.keys("j enter");
    assert!(!listed(&driver) && driver.screen().contains("High."), "{}", driver.screen());
    let driver = Driver::read("tides.json", &book(r#","book":true"#), (60, 16)).keys("q");
    assert!(driver.screen().contains("Low."), "{}", driver.screen());
    assert!(!listed(&Driver::read("tides.json", &book(""), (60, 16))));
}
