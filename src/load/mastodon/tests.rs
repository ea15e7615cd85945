//! What comes out of the fixtures of Mastodon, whole and damaged.

use super::super::outcome::{article, lines, read};
use super::*;
use crate::markup::{from_body, to_html};
use crate::model::CommentId;

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../../tests/fixtures/mastodon/", $name))
    };
}

const MERGED: &str = fixture!("status-and-context.json");
const FEW: &str = fixture!("context-with-few-fields.json");
const TIMELINE: &str = fixture!("timeline-with-boosts.json");
const ONE: &str = fixture!("one-status.json");
const MIDDLE: &str = fixture!("middle-of-a-thread.json");

#[test]
fn a_status_and_its_context_are_an_article_and_its_answers() {
    let document = read(&LOADER, MERGED).unwrap();
    #[rustfmt::skip]
    assert_eq!(lines(&document), [
        "0 11 tomas_l@mole.example @1777799700 4 +1 edited https://mole.example/@tomas_l/11: Who pays for the oil?",
        "1 12 ines_v @1777803300 5 op https://quay.example/@ines_v/12: Dull deeds The town, it seems.",
        "1 14 tide_tables@mole.example @1777810500 0 bot https://mole.example/@tide_tables/14: [animation] [file] tables",
        "0 13 ada_b @1777806900 6 moderator Keeper of deeds https://quay.example/@ada_b/13: Let us ask. The town: 7 The port <authority> [link] The deed of 1911",
        "1 15 tomas_l@mole.example @1777814100 1 https://mole.example/@tomas_l/15: As I said :lamp: @ada_b: The deed is in the archive.",
        "1 16 tomas_l@mole.example @1777817700 2 https://mole.example/@tomas_l/16: And here? (a quote: blocked account)",
    ]);
    assert_eq!(
        article(&document),
        [
            "Who owns the harbour light? The lamp has been out since February.",
            "Ines Varga",
            "quay.example",
            "https://quay.example/@ines_v/10",
            "@1777796100",
            "#harbour",
            "Who owns the harbour light? The lamp has been out since February. [image] The north mole at night",
        ]
    );
    assert_eq!(document.thread.missing(), 4, "three of them start threads");
    assert!(document.provenance.warnings.is_empty());
    let hidden = document.thread.get(CommentId(1)).unwrap().body();
    assert!(
        to_html(&from_body(hidden))
            .ends_with("<p><span class=\"spoiler\">The town, it seems.</span></p>")
    );
}

#[test]
fn a_context_alone_has_answers_to_what_is_not_there() {
    let document = read(&LOADER, FEW).unwrap();
    let expected =
        ["0 1: Who owns the light?", "0 3: The town.", "1 4: Says who?", "0 5: typed <b>"];
    assert_eq!(lines(&document), expected);
    let orphan = "1 comment answers one that is not here; shown as a root";
    assert_eq!(document.provenance.warnings, [orphan]);
    assert!(article(&document).is_empty());
    assert!(read(&LOADER, r#"{"ancestors":[],"descendants":[]}"#).is_err());
}

#[test]
fn a_list_is_comments_and_boosts_say_whose_words_they_are() {
    let document = read(&LOADER, TIMELINE).unwrap();
    #[rustfmt::skip]
    assert_eq!(lines(&document), [
        "0 21 tomas_l@mole.example @1777799700 0 https://mole.example/@tomas_l/21: @ines_v: Who owns the harbour light? The lamp has been out since February.",
        "0 22 tomas_l@mole.example @1777803300 1 https://mole.example/@tomas_l/22: Nets mended. (a boost of @ada_b)",
        "0 9umDr ines_v @1777806900 2 +1 https://quay.example/@ines_v/23: Who has tar?",
        "1 9umDz ada_b @1777810500 3 moderator admin https://quay.example/@ada_b/24: See above. @tomas_l@mole.example: Tar is dear.",
    ]);
    assert!(article(&document).is_empty());
}

#[test]
fn one_status_is_an_article_and_says_how_many_answers_it_has() {
    let document = read(&LOADER, ONE).unwrap();
    assert_eq!(article(&document)[0], "The light is on again.");
    assert_eq!((document.thread.len(), document.provenance.declared), (0, Some(2)));
}

#[test]
fn a_status_with_ancestors_stands_between_them_and_its_answers() {
    let document = read(&LOADER, MIDDLE).unwrap();
    #[rustfmt::skip]
    assert_eq!(lines(&document), [
        "0 41 ines_v @1777799700 6 op https://quay.example/@ines_v/41: Who owns the light?",
        "1 42 tomas_l@mole.example @1777803300 0 https://mole.example/@tomas_l/42: Who pays?",
        "2 43 ines_v @1777806900 1 op https://quay.example/@ines_v/43: The town.",
    ]);
    assert!(article(&document).is_empty());
}
