//! Text as the reader wants it set: (why, how, the rows), and what holds however it is set.

use proptest::prelude::*;
use sidenote::layout::{
    ArticleLayout, Breaking, CommentRows, Indents, Row, Spot, Typography, comment_rows,
    comment_text,
};
use sidenote::model::{Arrangement, Article, Order};
use sidenote::text::Language;

use crate::support::{Driver, SAMPLE, chain, document};

/// Who wrote every comment here: nobody who comes up in a text.
const NAME: &str = "Ada 1";

/// The default, but narrow.
const PLAIN: Typography = Typography {
    measure: 24,
    breaking: Breaking::Greedy,
    hyphenate: false,
    justify: false,
    spacing: 1,
    spoilers: false,
    reorder: false,
};

fn article(markdown: &str, language: &str) -> Article {
    let article = document("text.md", markdown).article;
    Article { title: None, language: Some(language.to_owned()), ..article }
}

/// The rows of all blocks as text, in a pane with room for any measure.
fn set(article: &Article, typography: Typography) -> Vec<String> {
    let layout = ArticleLayout::new(200, 0, typography);
    let rows = (1..=article.blocks.len()).flat_map(|item| layout.rows(article, item, None));
    rows.map(|row| row.text().trim_end().to_owned()).collect()
}

#[test]
fn each_choice_is_seen() {
    let text = "An extensive documentation of the harbour light, and of everything else that stands there.";
    let hyphenate = Typography { hyphenate: true, ..PLAIN };
    let optimal = Typography { breaking: Breaking::Optimal, ..PLAIN };
    let justify = Typography { justify: true, ..PLAIN };
    #[rustfmt::skip]
    let cases: &[(&str, Typography, &[&str])] = &[
        ("plain",       PLAIN,     &["An extensive", "documentation of the", "harbour light, and of", "everything else that", "stands there."]),
        ("even",        optimal,   &["An extensive", "documentation of the", "harbour light, and of", "everything else that", "stands there."]),
        ("hyphens",     hyphenate, &["An extensive documenta-", "tion of the harbour", "light, and of everything", "else that stands there."]),
        ("justified",   justify,   &["An extensive", "documentation   of   the", "harbour  light,  and  of", "everything   else   that", "stands there."]),
        ("all of them", Typography { breaking: Breaking::Optimal, justify: true, ..hyphenate },
            &["An   extensive  documen-", "tation  of  the  harbour", "light, and of everything", "else that stands there."]),
    ];
    for (why, typography, rows) in cases {
        assert_eq!(&set(&article(text, "en"), *typography), rows, "{why}");
    }
}

#[test]
fn only_words_of_a_known_language_are_parted() {
    #[rustfmt::skip]
    let cases: &[(&str, &str, &str, &[&str])] = &[
        ("German",           "de-AT", "Und das ist die Silbentrennung.",     &["Und das ist die Silben-", "trennung."]),
        ("unknown",          "tlh",   "Und das ist die Silbentrennung.",     &["Und das ist die", "Silbentrennung."]),
        ("code stays whole", "en",    "Words such as `documentation`.",      &["Words such as", "documentation."]),
        ("so do headings",   "en",    "## Words and the documentation.",     &["Words and the", "documentation."]),
        ("and captions",     "en",    "![Words and the documentation](a.png)", &["▣ Words and the", "  documentation"]),
        ("and addresses",    "en",    "See here: documentation.example",     &["See here:", "documentation.example"]),
    ];
    let hyphenate = Typography { hyphenate: true, ..PLAIN };
    for (why, language, text, rows) in cases {
        assert_eq!(&set(&article(text, language), hyphenate), rows, "{why}");
    }
}

#[test]
fn paragraphs_stand_apart_as_far_as_wanted() {
    let text = "One.\n\nTwo goes on and on and on for a while.\n\n> Three.\n>\n> Four.\n\n- Five.\n- Six.\n\n## Seven\n\nEight.";
    #[rustfmt::skip]
    let cases: &[(usize, &[&str])] = &[
        (0, &["One.", "  Two goes on and on and", "on for a while.", "", "▎ Three.", "▎   Four.", "", "• Five.", "• Six.", "", "Seven", "", "Eight."]),
        (1, &["One.", "", "Two goes on and on and", "on for a while.", "", "▎ Three.", "▎", "▎ Four.", "", "• Five.", "• Six.", "", "Seven", "", "Eight."]),
        (2, &["One.", "", "", "Two goes on and on and", "on for a while.", "", "", "▎ Three.", "▎", "▎", "▎ Four.", "", "", "• Five.", "• Six.", "", "", "Seven", "", "", "Eight."]),
    ];
    for (spacing, rows) in cases {
        let typography = Typography { spacing: *spacing, ..PLAIN };
        assert_eq!(&set(&article(text, "en"), typography), rows, "{spacing}");
    }
}

#[test]
fn comments_are_set_like_the_article() {
    let json = r#"{"article":{"title":"T","language":"en","text":"Words."},"comments":[{"author":"Ada",
        "text":"An extensive documentation of the harbour light, and of everything else that stands there.\n\nAnd more."}]}"#;
    let mut driver = Driver::read("any.json", json, (100, 20)).keys("tab w w");
    driver.set_typography(Typography { hyphenate: true, justify: true, spacing: 0, ..PLAIN });
    let rows: Vec<String> = driver
        .app()
        .discussion()
        .visible()
        .iter()
        .filter_map(|line| line.row())
        .map(Row::text)
        .collect();
    assert_eq!(
        rows,
        [
            "• Ada",
            "│ An  extensive documenta-",
            "│ tion  of   the   harbour",
            "│ light, and of everything",
            "│ else that stands there.",
            "│   And more.",
        ]
    );
}

#[test]
fn a_word_is_found_where_it_is_parted_and_between_stretched_gaps() {
    use ratatui::style::Modifier;
    let text = "# T\n\nAn extensive documentation of the harbour light, and of everything else that stands there.";
    for (pattern, marked) in
        [("documentation", "documentation"), ("tion of the", "tion of the"), ("-", "")]
    {
        let json = format!(r#"{{"article":{{"language":"en","text":{text:?}}}}}"#);
        let mut driver = Driver::read("any.json", &json, (60, 20));
        driver.set_typography(Typography { hyphenate: true, justify: true, ..PLAIN });
        let driver = driver.keys("/").enter(pattern);
        assert!(driver.screen().contains("documenta-"), "{}", driver.screen());
        let cells = driver.cells();
        let found =
            cells.content().iter().filter(|cell| cell.modifier.contains(Modifier::REVERSED));
        let found: String = found.map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(found, marked);
    }
}

/// Any typography, inside its limits or not.
pub fn typographies() -> impl Strategy<Value = Typography> {
    let measure = prop_oneof![4 => 20_usize..=140, 1 => 0_usize..2000];
    (measure, any::<[bool; 3]>(), 0_usize..4).prop_map(
        |(measure, [even, hyphenate, justify], spacing)| {
            let breaking = if even { Breaking::Optimal } else { Breaking::Greedy };
            Typography {
                measure,
                breaking,
                hyphenate,
                justify,
                spacing,
                spoilers: false,
                reorder: false,
            }
        },
    )
}

/// Words, some of them marked, in paragraphs, quotes and lists.
fn texts() -> impl Strategy<Value = String> {
    "So(([a-zA-Z]{1,16}|documentation|ex\u{AD}tensive|[*]{2}strong words[*]{2}|`code of words`|\\[a link\\]\\(x\\)|https://example.com/documentation|漢字漢字|e\u{301}|👩\u{200D}👩|8\u{A0}kg)( |[.,] |-|\n\n|\n\n> |\n\n- |\n\n## | \\\\\n)){0,40}"
}

/// What the rows of one text must be: nothing of it lost or repeated, in order, inside `room`.
fn check(rows: &[Row], text: &str, room: usize) -> Result<(), TestCaseError> {
    let mut shown = String::new();
    let mut spot = Spot::Space;
    let mut behind = 0;
    // The header of a comment is cut where it has no room.
    for row in rows.iter().filter(|row| row.spot != Spot::Head) {
        prop_assert!(row.width() <= room, "{:?} in {room}", row.text());
        prop_assert!(row.spot == Spot::Space || row.spot >= spot, "{:?} below {spot:?}", row.spot);
        spot = spot.max(row.spot);
        for piece in &row.pieces {
            let Some(source) = piece.source else { continue };
            prop_assert_eq!(text.get(source..source + piece.text.len()), Some(piece.text.as_str()));
            prop_assert!(source >= behind, "{source} is shown behind {behind}");
            behind = source + piece.text.len();
            shown += &piece.text;
        }
    }
    let letters = |text: &str| text.replace('\u{AD}', "").split_whitespace().collect::<String>();
    prop_assert_eq!(letters(&shown), letters(text.strip_prefix(NAME).unwrap_or(text)));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_typography_loses_a_word_of_the_article(text in texts(), typography in typographies(), columns in 1_usize..160) {
        let article = article(&text, "en");
        let layout = ArticleLayout::new(columns, 0, typography);
        for item in 1..=article.blocks.len() {
            let text = ArticleLayout::text(&article, item);
            check(&layout.rows(&article, item, None), &text, layout.measure.max(2))?;
        }
    }

    #[test]
    fn nor_of_a_comment(text in texts(), typography in typographies(), columns in 4_usize..160) {
        let json = serde_json::json!({ "comments": [{ "author": NAME, "text": text }] });
        let thread = document("any.json", &json.to_string()).thread;
        let arrangement = Arrangement::new(&thread, Order::Given);
        let comment = thread.comments().next().unwrap();
        let how = CommentRows {
            thread: &thread,
            arrangement: &arrangement,
            indents: Indents::new(columns),
            typography,
            language: Language::of("en"),
            now: 0,
            folded: false,
            spaced: false,
            read: false,
            quotes_folded: false,
            alone: false,
        };
        let text = comment_text(comment);
        let rows = comment_rows(comment.id(), how);
        check(&rows, &text, columns)?;
    }
}

#[test]
fn the_places_stay_whatever_is_chosen() {
    let mut driver = Driver::read("sample.json", SAMPLE, (160, 30)).keys("space space tab 9 j");
    let (item, spot) = driver.app().reader().place();
    let (cursor, row) = (driver.cursor(), driver.cursor_row());
    let before = driver.screen();
    for step in 0..40 {
        let breaking = if step % 3 == 0 { Breaking::Optimal } else { Breaking::Greedy };
        driver.set_typography(Typography {
            measure: 20 + step * 3,
            breaking,
            spoilers: step % 3 == 0,
            reorder: step % 2 == 0,
            hyphenate: step % 2 == 0,
            justify: step % 5 > 1,
            spacing: step % 3,
        });
        let place = driver.app().reader().place();
        assert!(place.0 == item && place.1 <= spot, "{step}: {place:?}, not {spot:?}");
        assert_eq!((driver.cursor(), driver.cursor_row()), (cursor, row), "{step}");
    }
    driver.set_typography(Typography::default());
    assert_eq!(driver.screen(), before, "back where it began");
}

#[test]
fn a_choice_beyond_the_limits_is_brought_inside() {
    let mut driver = Driver::read("any.json", &chain(3), (60, 20));
    driver.set_typography(Typography { measure: 0, spacing: 99, ..PLAIN });
    let typography = driver.app().typography();
    assert_eq!((typography.measure, typography.spacing), (20, 2));
    driver.cells();
}
