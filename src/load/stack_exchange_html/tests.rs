//! Pages of two layouts, what is folded away, and pages of others.

use super::super::page::outline::{article, comments, read};
use super::*;

fn outline(page: &str) -> String {
    let document = read(&LOADER, page);
    article(&document) + &comments(&document)
}

macro_rules! outline {
    ($name:literal) => {
        outline(include_str!(concat!("../../../tests/fixtures/stack_exchange_html/", $name)))
    };
}

#[test]
fn a_page_of_2022_has_all_facts() {
    assert_eq!(
        outline!("question-2022.html"),
        "title: Who pays for the lamp?\n\
         by: inesv\n\
         site: Harbours Stack Exchange\n\
         at: 3 May 2026 08:15 UTC\n\
         url: https://harbours.stackexchange.com/questions/100/who-pays-for-the-lamp\n\
         tags: oil, law\n\
         notices: Closed. This question is about law.\n\
         text: It has been dark since February.\n\
         missing: 8\n\
         warning: the page holds 3 of 5 answers\n\
         c501, tomas_l, 3 May 2026 08:20 UTC, +3, edited, \
         https://harbours.stackexchange.com/questions/100/who-pays-for-the-lamp#comment501_100: \
         Have you read the deed?\n\
         a101, quayside_7, 3 May 2026 09:00 UTC, -1, 4 more, \
         https://harbours.stackexchange.com/a/101: Nobody.\n\
         . c502, inesv, 3 May 2026 09:05 UTC, +0, op, \
         https://harbours.stackexchange.com/questions/100/who-pays-for-the-lamp#comment502_101: \
         Not even you?\n\
         . c503, user99, 3 May 2026 09:06 UTC, +12, \
         https://harbours.stackexchange.com/questions/100/who-pays-for-the-lamp#comment503_101: \
         Ha.\n\
         a102, tomas_l, 3 May 2026 10:00 UTC, +40, accepted, moderator, edited, \
         https://harbours.stackexchange.com/a/102: The town does.//deed of 1911\n\
         a103, adab, +2, community wiki, edited, https://harbours.stackexchange.com/a/103: Pass \
         the hat.\n"
    );
}

#[test]
fn a_page_of_2011_is_made_of_tables() {
    assert_eq!(
        outline!("question-2011.html"),
        "title: Which oil?\n\
         by: inesv\n\
         at: 3 May 2011 08:15 UTC\n\
         url: http://harbours.example/questions/7/which-oil\n\
         tags: oil\n\
         text: For a lamp.\n\
         missing: 3\n\
         c1, adab, 3 May 2011 08:20 UTC, +0, \
         http://harbours.example/questions/7/which-oil#comment1_7: Whale?\n\
         a8, tomas_l, 3 May 2011 09:00 UTC, +1024, accepted, http://harbours.example/a/8: \
         Colza.\n\
         . c2, inesv, 3 May 2011 09:10 UTC, +7, op, \
         http://harbours.example/questions/7/which-oil#comment2_8: Thanks.\n"
    );
}

#[test]
fn only_questions_of_the_network_are_its_own() {
    let icon = "<link href=\"https://cdn.sstatic.net/Img/favicon.ico\">";
    #[rustfmt::skip]
    let cases = [
        ("a question",     true,  "<div class=\"question\" id=\"question\">",           Likelihood::Certain),
        ("an answer",      true,  "<div id=answer-1 class='answer js-answer'>",         Likelihood::Certain),
        ("another's",      false, "<div class=\"question\" id=\"question\">",           Likelihood::No),
        ("the front",      true,  "<div class=\"question-summary\" id=\"question-1\">", Likelihood::No),
        ("told of",        true,  "<code>class=\"question\" id=\"question\"</code>",    Likelihood::No),
    ];
    for (why, signed, page, expected) in cases {
        let page = format!("<html>{}{page}", if signed { icon } else { "" });
        assert_eq!(sniff(&Input { bytes: page.as_bytes(), ..Input::default() }), expected, "{why}");
    }
}

#[test]
fn what_says_nothing_or_nonsense_is_kept() {
    let page = "<div class=answer id=answer-x><div class=js-vote-count data-value=many></div></div>\
        <li class=comment id=comment-9><span class=comment-copy>Oil.</span></li>\
        <li class=comment id=comment-><span class=comment-date title=z></span></li>";
    let document = read(&LOADER, page);
    let lines: Vec<String> = comments(&document).lines().map(str::to_owned).collect();
    assert!(lines[0].ends_with("NotLoaded: ") && lines[2].contains("NotLoaded"), "{lines:?}");
    assert_eq!(lines[1], "c9: Oil.");
    assert_eq!(
        document.provenance.warnings,
        [
            "2 comments in this page have no ids",
            "1 comment in this page has a time that could not be read",
            "2 comments in this page have no text",
        ]
    );
}
