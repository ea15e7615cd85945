//! Whole screens, as they are seen.

use crate::support::{Driver, SAMPLE, chain};

const SIZES: [(u16, u16); 4] = [(60, 20), (100, 30), (160, 45), (200, 60)];

fn shots(name: &str, text: &str, keys: &[(&str, &str)]) {
    for size in SIZES {
        for (what, keys) in keys {
            let screen = Driver::read("any.json", text, size).keys(keys).screen();
            insta::assert_snapshot!(format!("{name}-{}x{}-{what}", size.0, size.1), screen);
        }
    }
}

#[test]
fn the_sample() {
    shots(
        "sample",
        SAMPLE,
        &[
            ("start", ""),
            ("article", "space space"),
            ("thread", "tab 9 j"),
            ("folded", "tab s z M j"),
        ],
    );
}

#[test]
fn a_thread_sixty_deep() {
    shots("deep", &chain(60), &[("top", "tab"), ("bottom", "tab G")]);
}

#[test]
fn a_search_and_the_keys() {
    for size in [(60, 20), (160, 45)] {
        let driver = Driver::read("any.json", SAMPLE, size);
        let name = |what: &str| format!("sample-{}x{}-{what}", size.0, size.1);
        let driver = driver.keys("tab /").enter("deed");
        insta::assert_snapshot!(name("found"), driver.screen());
        insta::assert_snapshot!(name("help"), driver.keys("?").screen());
    }
}

#[test]
fn every_sheet_and_line() {
    let shots = [
        ("orders", "tab S j"),
        ("peek", "tab 5 j P"),
        ("facts", "i"),
        ("where", "tab 3 j ="),
        ("where-in-article", "space ="),
        ("outline", "space t j"),
        ("map", "tab 4 j t"),
        ("links", "tab / t h e space 1 2 t h enter o"),
        ("help-search", "? / f o l d"),
        ("filter", "& o i l"),
        ("filtered", "& d e e d enter"),
        ("command", ": s o tab"),
    ];
    for size in [(60, 20), (160, 45)] {
        for (what, keys) in shots {
            let screen = Driver::read("any.json", SAMPLE, size).keys(keys).screen();
            insta::assert_snapshot!(format!("sheet-{}x{}-{what}", size.0, size.1), screen);
        }
    }
}

#[test]
fn what_is_found_is_marked() {
    use ratatui::style::Modifier;
    let driver = Driver::read("any.json", SAMPLE, (100, 30)).keys("/").enter("lamp");
    let cells = driver.cells();
    let marked: String = cells
        .content()
        .iter()
        .filter(|cell| cell.modifier.contains(Modifier::REVERSED))
        .map(|cell| cell.symbol().to_lowercase())
        .collect();
    assert!(!marked.is_empty() && marked.replace("lamp", "").is_empty(), "{marked:?}");
}

#[test]
fn any_size_can_be_drawn() {
    for columns in 1..30 {
        for rows in 1..14 {
            let driver = Driver::read("any.json", SAMPLE, (columns, rows));
            let driver = driver.keys("j space tab j j space z c ?");
            assert_eq!(driver.screen().lines().count(), usize::from(rows));
        }
    }
}

#[test]
fn a_document_without_anything_says_so() {
    let screen = Driver::empty((60, 10)).screen();
    assert!(screen.contains("loading"), "{screen}");
}

#[test]
fn unsure_places_look_unsure() {
    let json = r#"{"comments":[{"id":"a","author":"Ada","text":"one"},
        {"id":"b","parent":"a","author":"Ben","parent_confidence":0.4,"text":"two"}]}"#;
    let screen = Driver::read("any.json", json, (70, 10)).keys("j").screen();
    insta::assert_snapshot!(screen, @r"
     2 comments · 1 unread
     ▾ Ada  1 reply
     │ one
     │
    ▌└╌• Ben  answers Ada?
    ▌  │ two



         comment 2 of 2 · depth 1 · place 40 % sure · Enter fold · ? help
    ");
}

#[test]
fn a_subject_stands_behind_the_name_and_leaves_room_for_the_facts() {
    let json = r#"{"comments":[{"id":"a","author":"Ada","subject":"Who pays for the oil of the light on the north mole","created":"2026-05-04T10:00:00Z","text":"one"},
        {"id":"b","parent":"a","author":"Ben","subject":"Rope","text":"two"}]}"#;
    let open = |columns| Driver::read("any.json", json, (columns, 10)).keys("/").enter("oil");
    insta::assert_snapshot!(open(70).screen(), @r"
     2 comments
    ▌▾ Ada  Who pays for the oil of the light on t…  2 hours ago · 1 reply
    ▌│ one
     │
     └─• Ben  Rope
       │ two



     /oil  match 1 of 1     comment 1 of 2 · x done · Enter fold · ? help
    ");
    let narrow = open(36).screen();
    let header = narrow.lines().nth(1);
    assert_eq!(header, Some("▌▾ Ada  Who pays for the oil of the…"));
}
