//! Pages of each layout, what is gone, what is missing, and pages of others.

use super::super::page::outline::{article, comments, read};
use super::*;

fn outline(page: &str) -> String {
    let document = read(&LOADER, page);
    article(&document) + &comments(&document)
}

macro_rules! outline {
    ($name:literal) => {
        outline(include_str!(concat!("../../../tests/fixtures/hn_html/", $name)))
    };
}

#[test]
fn an_item_of_2026_has_all_facts_and_counts_what_is_missing() {
    assert_eq!(
        outline!("item-2026.html"),
        "title: Who pays for the lamp on the north mole?\n\
         by: inesv\n\
         site: Hacker News\n\
         at: 3 May 2026 08:15 UTC\n\
         url: https://quay.example/lamp\n\
         declared: 12\n\
         missing: 6\n\
         warning: the discussion goes on in another page, to which a link leads\n\
         9001, tomas_l, 3 May 2026 09:00 UTC, https://news.ycombinator.com/item?id=9001: \
         The town does. It is in the deed://oil, 40 barrels//https://quay.example/deed\n\
         . 9002, inesv, 3 May 2026 09:10 UTC, op, 1 more, https://news.ycombinator.com/item?id=9002: \
         That deed is from 1911.\n\
         . . 9003, 3 May 2026 09:11 UTC, Deleted, https://news.ycombinator.com/item?id=9003: \n\
         . 9004, quayside_7, 3 May 2026 09:12 UTC, flagged, Removed, \
         https://news.ycombinator.com/item?id=9004: \n\
         9005, r_okafor, 3 May 2026 10:00 UTC, 2 more, https://news.ycombinator.com/item?id=9005: \
         It has been dark since February.\n\
         9006, adab, 3 May 2026 10:05 UTC, dead, https://news.ycombinator.com/item?id=9006: \
         Buy a torch.\n"
    );
}

#[test]
fn the_item_may_be_a_comment() {
    assert_eq!(
        outline!("comment-2026.html"),
        "title: Who pays for the lamp on the north mole?\n\
         by: tomas_l\n\
         site: Hacker News\n\
         at: 3 May 2026 09:00 UTC\n\
         url: https://news.ycombinator.com/item?id=9001\n\
         notices: A comment on: Who pays for the lamp on the north mole?\n\
         text: The town does.//It is in the deed.\n\
         9002, inesv, 3 May 2026 09:10 UTC, https://news.ycombinator.com/item?id=9002: \
         That deed is from 1911.\n\
         . 9007, tomas_l, 3 May 2026 09:20 UTC, op, https://news.ycombinator.com/item?id=9007: \
         It still holds.\n"
    );
}

#[test]
fn a_question_of_2016_has_its_text_in_a_bare_cell_and_dates_without_time() {
    assert_eq!(
        outline!("ask-2016.html"),
        "title: Ask HN: How do you wind a lamp?\n\
         by: adab\n\
         site: Hacker News\n\
         at: 3 May 2016 00:00 UTC\n\
         url: https://news.ycombinator.com/item?id=7000\n\
         text: Ours stops at night.//It has a \"spring\".\n\
         declared: 2\n\
         warning: the dates of the comments name no time zone; they are read as UTC\n\
         7001, tomas_l, 4 May 2016 00:00 UTC, https://news.ycombinator.com/item?id=7001: \
         With a key.//Every evening.\n\
         . 7002, Deleted, https://news.ycombinator.com/item?id=7002: \n"
    );
}

#[test]
fn an_item_of_2012_has_no_classes_but_scores() {
    assert_eq!(
        outline!("item-2012.html"),
        "title: The lamp is out\n\
         by: inesv\n\
         site: Hacker News\n\
         at: 4 days ago\n\
         url: http://quay.example/out\n\
         declared: 3\n\
         501, tomas_l, 3 days ago (Some(259200)), +7, https://news.ycombinator.com/item?id=501: \
         Somebody forgot the oil.//Again.\n\
         . 4fd0bfc1, Deleted: \n\
         . . 503, inesv, 3 days ago (Some(259200)), op, https://news.ycombinator.com/item?id=503: \
         So it seems.\n"
    );
}

#[test]
fn the_answers_of_a_poll_are_no_comments() {
    assert_eq!(
        outline!("poll.html"),
        "title: Poll: Oil or electricity?\n\
         by: r_okafor\n\
         site: Hacker News\n\
         at: 3 May 2026 08:15 UTC\n\
         url: https://news.ycombinator.com/item?id=8000\n\
         text: For the lamp, of course.//Oil & wick (31 points)/Electricity (1 point)\n\
         declared: 0\n"
    );
}

#[test]
fn a_list_of_comments_is_threaded_by_its_links() {
    assert_eq!(
        outline!("newcomments.html"),
        "title: New Comments\n\
         site: Hacker News\n\
         warning: 1 comment answers one that is not here; shown as a root\n\
         9011, tomas_l, 3 May 2026 09:00 UTC, https://news.ycombinator.com/item?id=9011: Who does?\n\
         . 9012, inesv, 3 May 2026 09:00 UTC, https://news.ycombinator.com/item?id=9012: \
         They never asked.\n"
    );
}

#[test]
fn what_somebody_wrote_is_a_list_with_the_replies_to_it() {
    assert_eq!(
        outline!("threads.html"),
        "title: inesv's comments\n\
         site: Hacker News\n\
         missing: 1\n\
         warning: 2 comments answer one that is not here; shown as roots\n\
         9011, inesv, 3 May 2026 09:00 UTC, 1 more, https://news.ycombinator.com/item?id=9011: \
         They never asked.\n\
         . 9012, tomas_l, 3 May 2026 10:00 UTC, https://news.ycombinator.com/item?id=9012: Who?\n\
         8950, inesv, 2 May 2026 08:15 UTC, https://news.ycombinator.com/item?id=8950: \
         It was the wind.\n"
    );
}

#[test]
fn only_pages_of_the_site_are_its_own() {
    #[rustfmt::skip]
    let cases = [
        ("an item",     "<html><table id=\"hnmain\"><table class=\"fatitem\">",            Likelihood::Certain),
        ("a list",      "<table id='hnmain'><td class='default'>",                         Likelihood::Certain),
        ("an old item", "<title>x | Hacker News</title><td class=\"default\"><span class=\"comhead\">", Likelihood::Certain),
        ("an older one", "<title>Hacker News | x</title><td class=default><span class=comhead>",  Likelihood::Certain),
        ("the front",   "<table id=\"hnmain\"><td class=\"title\">",                       Likelihood::No),
        ("told of",     "<p>They write <code>&lt;table id=\"hnmain\" class=\"fatitem\"></code>", Likelihood::No),
        ("no page",     "{\"html\": \"<table id='hnmain'><td class='default'>\"}",         Likelihood::No),
    ];
    for (why, page, expected) in cases {
        assert_eq!(sniff(&Input { bytes: page.as_bytes(), ..Input::default() }), expected, "{why}");
    }
}

#[test]
fn indents_that_skip_a_level_or_say_nonsense_lose_no_comment() {
    let rows = ["0", "3", "1", "x", "-1", "99999999999", "2"].map(|indent| {
        format!(
            "<tr><td class=ind indent='{indent}'><td class=default><div class=commtext>{indent}"
        )
    });
    let page = format!("<table id=hnmain class=fatitem>{}", rows.concat());
    let lines = comments(&read(&LOADER, page.replace("fatitem", "x")));
    let depths: Vec<_> = lines.lines().map(|line| line.matches(". ").count()).collect();
    assert_eq!(depths, [0, 1, 1, 0, 0, 0, 1]);
}
