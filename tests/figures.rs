//! The pictures of an article, where they are shown.

use std::path::Path;

use ratatui::style::Color;
use sidenote::app::{Event, Graphics};

use crate::support::Driver;
use crate::support::pty::Terminal;

const PAGE: &str = "\
# The north mole

The light on the north mole has burned for a hundred and forty years, and nobody asked who paid.

![A lighthouse](mole_files/light.png \"The light in March. Photograph: Ada Brandt\")

On Tuesday the council met to hear Tomas Lind, who keeps the lamp.

> ![A chart of the costs](mole_files/chart.png)

The chart shows what the light has cost in each year since the war.

![What is elsewhere](https://quay.example/far.png)

It ends with a question that has been open since.
";

const SIZES: &[(&str, u32, u32)] =
    &[("mole_files/light.png", 270, 180), ("mole_files/chart.png", 90, 1800)];

fn page(size: (u16, u16)) -> Driver {
    Driver::read("mole.md", PAGE, size)
}

#[test]
fn pictures_stand_in_the_text_with_their_captions_below() {
    let driver = page((60, 30)).keys("I");
    assert!(driver.screen().contains("▣ The light in March"), "{}", driver.screen());
    let driver = driver.pictures(SIZES, false).keys("I").hang();
    insta::assert_snapshot!(driver.screen());
    let page_down = driver.keys("space").hang();
    insta::assert_snapshot!(page_down.screen());
}

#[test]
fn they_are_shown_only_where_they_are_wanted_and_can_be() {
    let sign = "▣ The light";
    let rows = |driver: &Driver| {
        let cells = driver.cells();
        cells.content.iter().filter(|cell| matches!(cell.bg, Color::Rgb(0, _, 90))).count() / 30
    };
    #[rustfmt::skip]
    let cases: &[(&str, bool, &str, usize)] = &[
        // why                                        real   keys                       rows
        ("real ones, unasked",                        true,  "",                        10),
        ("half-blocks, not",                          false, "",                        0),
        ("but with the key",                          false, "I",                       10),
        ("the key takes them away",                   true,  "I",                       0),
        ("and brings them back",                      true,  "I I",                     10),
        ("so does the setting",                       false, ":set pictures=on",        10),
        ("real ones too",                             true,  ":set pictures=off",       0),
        ("as it was",                                 false, ":set pictures=auto",      0),
    ];
    for (why, real, keys, expected) in cases {
        let driver = page((60, 24)).pictures(SIZES, *real);
        let driver = match keys.strip_prefix(':') {
            Some(line) => driver.keys(":").enter(line),
            None => driver.keys(keys),
        };
        let driver = driver.hang();
        assert_eq!(rows(&driver), *expected, "{why}:\n{}", driver.screen());
        assert_eq!(driver.screen().contains(sign), *expected == 0, "{why}");
    }
}

#[test]
fn the_place_stays_when_pictures_come_and_go() {
    let top =
        |driver: &Driver| driver.screen().lines().nth(1).unwrap_or_default().trim().to_owned();
    let mut driver = page((60, 12)).pictures(SIZES, true).keys("J J J");
    let before = top(&driver);
    assert!(before.contains("council met"), "{before}");
    for keys in ["I", "I", "I"] {
        driver = driver.keys(keys);
        assert_eq!(top(&driver), before);
    }
    driver.effect(Event::Graphics(Graphics::Nothing));
    assert_eq!(top(&driver), before);
    driver = driver.keys("I");
    assert!(driver.screen().contains("this terminal shows no pictures"), "{}", driver.screen());
}

#[test]
fn one_that_turns_out_to_be_none_is_its_caption_and_that_is_said_once() {
    let mut driver = page((60, 24)).pictures(SIZES, true);
    let gone = Event::NoPicture("mole_files/light.png".into(), "no picture light.png".into());
    driver.effect(gone.clone());
    assert!(driver.screen().contains("▣ The light in March"), "{}", driver.screen());
    assert!(driver.screen().contains("no picture light.png"));
    driver = driver.keys("j k");
    driver.effect(gone);
    assert!(!driver.screen().contains("no picture light.png"));
}

#[test]
fn sheets_cover_pictures() {
    let driver = page((60, 24)).pictures(SIZES, true).hang().keys("?");
    let cells = driver.cells();
    let middle = &cells[(30, 12)];
    assert!(!matches!(middle.bg, Color::Rgb(0, _, 90)), "{}", driver.screen());
}

/// A page with a picture in the folder beside it.
fn saved_page(folder: &Path) -> String {
    std::fs::create_dir(folder.join("mole_files")).unwrap();
    let picture = image::RgbImage::from_fn(180, 120, |x, _| {
        image::Rgb([u8::try_from(x % 256).unwrap(), 90, 160])
    });
    picture.save(folder.join("mole_files/light.png")).unwrap();
    let page = folder.join("mole.md");
    std::fs::write(&page, PAGE).unwrap();
    page.display().to_string()
}

type Answers = &'static [(&'static str, &'static str)];
type Words = &'static [&'static str];

const KITTY: Answers = &[
    ("\x1b[c", "\x1b[?62;c"),
    ("\x1b[5n", "\x1b_Gi=31;OK\x1b\\\x1b_Gi=32;OK\x1b\\\x1b[?62;c\x1b[6;20;10t\x1b[0n"),
];
const SIXEL: Answers = &[("\x1b[c", "\x1b[?62;4c"), ("\x1b[5n", "\x1b[?62;4c\x1b[6;20;10t\x1b[0n")];
const PLAIN: Answers = &[("\x1b[c", "\x1b[?62;c"), ("\x1b[5n", "\x1b[?62;c\x1b[0n")];

/// What pictures are sent with.
const KITTY_DATA: &str = "\x1b_Gq=2,i=";
const SIXEL_DATA: &str = "\x1bP";

#[test]
fn terminals_are_sent_pictures_only_in_the_way_that_they_announce() {
    #[rustfmt::skip]
    let cases: &[(&str, &str, Answers, &str, Words, Words)] = &[
        // why                       name            answers  keys   then                   never
        ("kitty's own",              "xterm-kitty",  KITTY,   "",    &[KITTY_DATA],         &[SIXEL_DATA]),
        ("foot's",                   "foot",         SIXEL,   "",    &[SIXEL_DATA],         &[KITTY_DATA]),
        ("a name that is not kept",  "xterm-kitty",  PLAIN,   "",    &["\x1b[5n"],          &[KITTY_DATA, SIXEL_DATA, "▀", "▄"]),
        ("no answer",                "xterm-kitty",  &[],     "",    &["\x1b[c"],           &[KITTY_DATA, SIXEL_DATA, "\x1b_G"]),
        ("no name",                  "xterm",        KITTY,   "",    &[],                   &["\x1b[c", KITTY_DATA, SIXEL_DATA]),
        ("no name, but asked for",   "xterm",        KITTY,   "I",   &[KITTY_DATA],         &[SIXEL_DATA]),
        ("half-blocks",              "xterm",        PLAIN,   "I",   &["48;2;"],            &[KITTY_DATA, SIXEL_DATA]),
    ];
    let folder = tempfile::tempdir().unwrap();
    let page = saved_page(folder.path());
    for (why, name, answers, keys, then, never) in cases {
        let command = format!("exec sidenote {page}");
        let mut terminal = Terminal::answering(&command, (60, 24), name, answers);
        terminal.wait_for("The north mole");
        terminal.send(keys);
        for what in *then {
            terminal.wait_for_written(what);
        }
        // Down and up again, so that pictures come, are cut and go.
        terminal.send("jjjjGgjjq");
        assert!(terminal.wait_for_end().success(), "{why}");
        terminal.is_restored();
        for what in *never {
            assert!(!terminal.has_written(what), "{why}: {what:?}");
        }
    }
}

#[test]
fn a_page_without_pictures_asks_the_terminal_nothing() {
    let mut terminal = Terminal::answering("exec sidenote", (60, 24), "xterm-kitty", KITTY);
    terminal.wait_for("Who owns the harbour light?");
    terminal.send("I");
    terminal.wait_for("no pictures that are on this machine");
    terminal.send("q");
    assert!(terminal.wait_for_end().success());
    assert!(!terminal.has_written("\x1b[c") && !terminal.has_written("\x1b_G"));
}
