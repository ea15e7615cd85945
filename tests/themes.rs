//! What a screen looks like in each theme, and in ASCII.

use std::collections::BTreeMap;
use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use sidenote::text::width;
use sidenote::ui::Theme;

use crate::support::{Driver, SAMPLE, chain};

const PAGE: &str = r#"{"format":"sidenote-1","article":{"title":"A lamp","byline":"Ines Varga",
    "html":"<h2>Where</h2><p>A <em>word</em>, a <strong>stress</strong>, <code>code</code>, <a href='https://a.example/'>a link</a>.</p><blockquote><p>A quote.</p></blockquote><ul><li>An item</li></ul><figure><img src='https://a.example/x.png' alt='A lamp'><figcaption>Taken at night</figcaption></figure><pre>lamp();</pre><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table><hr><p>The end.</p>"},
    "comments":[{"id":"a","author":"Ada","roles":["op"],"score":4,"text":"The lamp is out."},
    {"id":"b","parent":"a","parent_confidence":0.4,"author":"Ben","text":"Which lamp?"},
    {"id":"c","parent":"b","author":"Cy","text":"That one."}]}"#;

/// The screen line for line, and under each the letters of the styles in it, as in the legend.
fn styles(cells: &Buffer) -> String {
    let mut letters: BTreeMap<String, char> = BTreeMap::new();
    let mut screen = String::new();
    for y in 0..cells.area.height {
        let row = || (0..cells.area.width).map(|x| &cells[(x, y)]);
        let text: String = row().map(Cell::symbol).collect();
        if text.trim().is_empty() {
            continue;
        }
        let under: String = row()
            .map(|cell| {
                let next = char::from(b'a' + u8::try_from(letters.len()).unwrap());
                match look(cell) {
                    look if cell.symbol() == " " && !look.contains("on") => ' ',
                    look => *letters.entry(look).or_insert(next),
                }
            })
            .collect();
        writeln!(screen, "{}\n{}", text.trim_end(), under.trim_end()).unwrap();
    }
    let mut legend: Vec<(char, String)> = letters.into_iter().map(|(l, c)| (c, l)).collect();
    legend.sort();
    for (letter, look) in legend {
        writeln!(screen, "{letter}: {look}").unwrap();
    }
    screen
}

fn look(cell: &Cell) -> String {
    let mut look = match (cell.fg, cell.bg) {
        (Color::Reset, Color::Reset) => "plain".to_owned(),
        (text, Color::Reset) => text.to_string(),
        (text, ground) => format!("{text} on {ground}"),
    };
    for (name, _) in Modifier::all().iter_names().filter(|(_, one)| cell.modifier.contains(*one)) {
        write!(look, " {}", name.to_lowercase()).unwrap();
    }
    look
}

#[test]
fn a_screen_in_each_theme() {
    let driver = Driver::read("any.json", PAGE, (60, 30)).keys("w w tab /").enter("lamp").keys("n");
    for name in Theme::names() {
        let theme = Theme::named(name).unwrap();
        insta::assert_snapshot!(format!("theme-{name}"), styles(&driver.cells_in(&theme)));
    }
}

#[test]
fn without_colours_no_cell_has_one() {
    let driver = Driver::read("any.json", SAMPLE, (160, 45)).keys("/").enter("lamp");
    for cell in driver.cells_in(&Theme::mono()).content() {
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
    }
}

#[test]
fn in_ascii_everything_keeps_its_place() {
    let ascii = Theme::terminal().with_ascii(true);
    for size in [(40, 10), (60, 20), (100, 30), (160, 45), (200, 60)] {
        for keys in ["", "space", "tab", "tab 9 j", "tab s z M j", "w", "w w", "?", "/"] {
            let driver = Driver::read("any.json", SAMPLE, size).keys(keys);
            let (plain, ascii) = (driver.screen(), driver.screen_in(&ascii));
            let widths = |screen: &str| screen.lines().map(width).collect::<Vec<_>>();
            assert_eq!(widths(&plain), widths(&ascii), "{keys} at {size:?}");
        }
    }
}

#[test]
fn in_ascii_only_content_is_anything_else() {
    let ascii = Theme::terminal().with_ascii(true);
    for text in [PAGE, &chain(60)] {
        for size in [(40, 10), (60, 30), (100, 30), (160, 45)] {
            for keys in ["", "tab", "tab 9 j", "tab G", "tab z M", "z M", "w", "w w", "s", "?"] {
                let driver = Driver::read("any.json", text, size).keys(keys);
                let screen = driver.screen_in(&ascii);
                assert!(screen.is_ascii(), "{keys} at {size:?}:\n{screen}");
            }
        }
    }
    let word = r#"{"comments":[{"author":"Ada › Ben","text":"From here → to there …"}]}"#;
    let screen = Driver::read("any.json", word, (60, 10)).screen_in(&ascii);
    assert!(screen.contains("From here → to there …"), "{screen}");
    assert!(screen.contains("Ada › Ben"), "{screen}");
}

#[test]
fn a_patch_shows_what_it_adds_and_takes_away_and_a_signature_is_small() {
    use ratatui::style::Modifier as M;
    let json = r#"{"comments":[{"id":"a","author":"Ada","text":"A patch:\n\n--- a/lamp\n+++ b/lamp\n@@ -1,2 +1,2 @@\n light\n-oil\n+gas\n\nSee?\n\n-- \nMole Street"}]}"#;
    let driver = Driver::read("any.json", json, (60, 20));
    let looks = |theme: &Theme| -> Vec<(Color, M)> {
        let cells = driver.cells_in(theme);
        let find = |word: &str| {
            let line = |y: u16| (0..60).map(|x| cells[(x, y)].symbol()).collect::<String>();
            let y = (0..20).find(|&y| line(y).contains(word)).expect("it is shown");
            let x = u16::try_from(line(y).split(word).next().unwrap().chars().count()).unwrap();
            (cells[(x, y)].fg, cells[(x, y)].modifier)
        };
        ["See?", " light", "+gas", "-oil", "Mole"].map(find).to_vec()
    };
    let plain = (Color::Reset, M::empty());
    let terminal = [
        plain,
        plain,
        (Color::Green, M::empty()),
        (Color::Red, M::empty()),
        (Color::Reset, M::DIM),
    ];
    assert_eq!(looks(&Theme::terminal()), terminal);
    let mono =
        [plain, plain, (Color::Reset, M::BOLD), (Color::Reset, M::DIM), (Color::Reset, M::DIM)];
    assert_eq!(looks(&Theme::mono()), mono);
}
