//! Pages of two layouts, what is gone, and pages of others.

use super::super::page::outline::{article, comments, read};
use super::*;

fn outline(page: &str) -> String {
    let document = read(&LOADER, page);
    article(&document) + &comments(&document)
}

macro_rules! outline {
    ($name:literal) => {
        outline(include_str!(concat!("../../../tests/fixtures/lobsters_html/", $name)))
    };
}

#[test]
fn a_page_of_2026_has_all_facts() {
    assert_eq!(
        outline!("story-2026.html"),
        "title: Who pays for the lamp?\n\
         by: inesv\n\
         site: Lobsters\n\
         at: 3 May 2026 08:15 UTC\n\
         url: https://quay.example/lamp\n\
         tags: light, law\n\
         text: It has been dark since February.\n\
         declared: 5\n\
         aaaaa1, tomas_l, 3 May 2026 09:00 UTC, +18, Town keeper, https://lobste.rs/c/aaaaa1: The \
         town does.//Nobody can say.\n\
         . aaaaa2, inesv, 3 May 2026 09:10 UTC, op, author, edited, https://lobste.rs/c/aaaaa2: \
         I can.\n\
         . . aaaaa3, r_okafor, 3 May 2026 09:11 UTC, -2, https://lobste.rs/c/aaaaa3: oil = 40\n\
         . aaaaa4, adab, 3 May 2026 09:13 UTC, Removed, https://lobste.rs/c/aaaaa4: [Comment \
         removed by moderator tomas_l: Pushing lamps]\n\
         aaaaa5, quayside_7, 3 May 2026 09:15 UTC, Deleted, https://lobste.rs/c/aaaaa5: \n"
    );
}

#[test]
fn a_page_of_2020_has_offsets_and_scores_apart() {
    assert_eq!(
        outline!("story-2020.html"),
        "title: Lamps\n\
         by: adab\n\
         site: Lobsters\n\
         at: 3 May 2026 08:15 UTC\n\
         url: https://lobste.rs/s/bbbbbb/lamps\n\
         tags: ask\n\
         declared: 2\n\
         bbbbb1, tomas_l, 3 May 2026 09:00 UTC, +7, https://lobste.rs/c/bbbbb1: Oil lamps.\n\
         . bbbbb2, adab, 3 May 2026 10:00 UTC, op, https://lobste.rs/c/bbbbb2: Gas.\n"
    );
}

#[test]
fn only_pages_of_the_software_are_its_own() {
    #[rustfmt::skip]
    let cases = [
        ("a thread",      "<ol><li class=\"comments_subtree\">",                                Likelihood::Certain),
        ("no comments",   "<div class=\"story_liner\"></div><ol class=\"comments comments1\">", Likelihood::Certain),
        ("a comment",     "<div class=\"comment\" id=\"c_abc\" data-shortid=\"abc\">",         Likelihood::Certain),
        ("the front",     "<div class=\"story_liner h-entry\">",                                Likelihood::No),
        ("another's ids", "<div id=\"c_abc\">",                                                 Likelihood::No),
        ("told of",       "<p>Look at <code>&lt;li class=\"comments_subtree\"></code>",         Likelihood::No),
        ("no page",       "{}",                                                                 Likelihood::No),
    ];
    for (why, page, expected) in cases {
        assert_eq!(sniff(&Input { bytes: page.as_bytes(), ..Input::default() }), expected, "{why}");
    }
}

#[test]
fn times_without_a_zone_are_read_as_utc() {
    let page = "<li class=comments_subtree><div class=comment id=c_a1><div class=byline>\
        <time datetime='2026-05-03 04:00:00'>2 days ago</time></div>";
    let document = read(&LOADER, page);
    assert_eq!(
        comments(&document),
        "a1, 3 May 2026 04:00 UTC, NotLoaded, https://lobste.rs/c/a1: \n"
    );
    assert_eq!(
        document.provenance.warnings,
        [
            "the dates of the comments name no time zone; they are read as UTC",
            "1 comment in this page has no text",
        ]
    );
}
