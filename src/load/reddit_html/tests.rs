//! Pages of each layout, what is gone, what is missing, and pages of others.

use super::super::page::outline::{article, comments, read};
use super::*;

fn outline(page: &str) -> String {
    let document = read(&LOADER, page);
    article(&document) + &comments(&document)
}

macro_rules! outline {
    ($name:literal) => {
        outline(include_str!(concat!("../../../tests/fixtures/reddit_html/", $name)))
    };
}

#[test]
fn the_old_layout_has_all_facts() {
    assert_eq!(
        outline!("old.html"),
        "title: Who pays for the lamp?\n\
         by: inesv\n\
         site: r/harbours\n\
         at: 3 May 2026 08:15 UTC\n\
         url: https://www.reddit.com/r/harbours/comments/lamp1/who_pays_for_the_lamp/\n\
         tags: Light\n\
         text: It has been dark since February.\n\
         declared: 21\n\
         missing: 14\n\
         warning: the source says 21 comments; 20 were found\n\
         k1, tomas_l, 3 May 2026 09:00 UTC, +48, moderator, stickied, 7 more, \
         https://www.reddit.com/r/harbours/comments/lamp1/who_pays_for_the_lamp/k1/: The town \
         does.//nobody can say\n\
         . k2, inesv, 3 May 2026 09:00 UTC, -3, op, edited, \
         https://www.reddit.com/r/harbours/comments/lamp1/who_pays_for_the_lamp/k2/: See the \
         deed.\n\
         . . k3, r_okafor, 3 May 2026 09:00 UTC, 4 more, \
         https://www.reddit.com/r/harbours/comments/lamp1/who_pays_for_the_lamp/k3/: I have.\n\
         k4, 3 May 2026 09:00 UTC, Removed, \
         https://www.reddit.com/r/harbours/comments/lamp1/who_pays_for_the_lamp/k4/: \n\
         . k5, adab, 3 May 2026 09:00 UTC, +2, \
         https://www.reddit.com/r/harbours/comments/lamp1/who_pays_for_the_lamp/k5/: Why was \
         that removed?\n\
         k6, 3 May 2026 09:00 UTC, Deleted, \
         https://www.reddit.com/r/harbours/comments/lamp1/who_pays_for_the_lamp/k6/: \n"
    );
}

#[test]
fn the_oldest_pages_have_ages_and_no_attributes() {
    assert_eq!(
        outline!("old-2010.html"),
        "title: The lamp is out\n\
         by: inesv\n\
         at: 3 years ago\n\
         url: http://quay.example/out\n\
         declared: 2\n\
         c0a, tomas_l, 3 years ago (Some(94670856)), +7, edited, \
         http://www.reddit.com/r/harbours/comments/c9z/the_lamp_is_out/c0a: Oil.\n\
         . c0b, adab, 3 years ago (Some(94670856)), +1, \
         http://www.reddit.com/r/harbours/comments/c9z/the_lamp_is_out/c0b/: Again?\n"
    );
}

#[test]
fn the_components_say_all_in_attributes() {
    assert_eq!(
        outline!("shreddit.html"),
        "title: Who pays for the lamp?\n\
         by: inesv\n\
         site: r/harbours\n\
         at: 3 May 2026 08:15 UTC\n\
         url: https://quay.example/lamp\n\
         text: It has been dark since February.\n\
         declared: 14\n\
         missing: 9\n\
         k1, tomas_l, 3 May 2026 09:00 UTC, +48, moderator, \
         https://www.reddit.com/r/harbours/comments/lamp1/comment/k1/: The town does.\n\
         . k2, inesv, 3 May 2026 09:00 UTC, -3, op, edited, 4 more, \
         https://www.reddit.com/r/harbours/comments/lamp1/comment/k2/: Read the deed.\n\
         . k3, r_okafor, 3 May 2026 09:00 UTC, 1 more, \
         https://www.reddit.com/r/harbours/comments/lamp1/comment/k3/: No one.\n\
         k4, 3 May 2026 09:00 UTC, +2, Deleted, \
         https://www.reddit.com/r/harbours/comments/lamp1/comment/k4/: \n\
         k5, adab, 3 May 2026 09:00 UTC, +5, Removed, \
         https://www.reddit.com/r/harbours/comments/lamp1/comment/k5/: \n"
    );
}

#[test]
fn the_redesign_has_levels_and_ages() {
    assert_eq!(
        outline!("redesign-2019.html"),
        "title: Who pays for the lamp?\n\
         by: inesv\n\
         site: r/harbours\n\
         url: https://www.reddit.com/r/harbours/comments/lamp1/who_pays_for_the_lamp/\n\
         text: It has been dark since February.\n\
         declared: 9\n\
         missing: 5\n\
         k1, tomas_l, 2 days ago (Some(172800)), +48, \
         https://www.reddit.com/r/harbours/comments/lamp1/who_pays_for_the_lamp/k1/: The town \
         does.\n\
         . k2, inesv, 2 days ago (Some(172800)), +1, op, \
         https://www.reddit.com/r/harbours/comments/lamp1/who_pays_for_the_lamp/k2/: Read the \
         deed.\n\
         . k3, Removed, https://www.reddit.com/r/harbours/comments/lamp1/who_pays_for_the_lamp/k3/: \
         \n\
         k4, adab, 2 days ago (Some(172800)), \
         https://www.reddit.com/r/harbours/comments/lamp1/who_pays_for_the_lamp/k4/: Buy a \
         torch.\n"
    );
}

#[test]
fn only_pages_of_the_site_are_its_own() {
    #[rustfmt::skip]
    let cases = [
        ("old",          "<div class=\"commentarea\"><div class=\"sitetable nestedlisting\">", Likelihood::Certain),
        ("a list",       "<div class=sitetable><div class=thing data-fullname=t1_a>",          Likelihood::Certain),
        ("components",   "<shreddit-comment thingid=\"t1_a\">",                                 Likelihood::Certain),
        ("as it is sent", "<shreddit-comment author=x thingId=\"t1_a\">",                    Likelihood::Certain),
        ("no comments",  "<shreddit-post id=t3_a></shreddit-post><shreddit-comment-tree>",     Likelihood::Certain),
        ("redesign",     "<a data-testid=\"comment_author_link\">",                            Likelihood::Certain),
        ("the front",    "<div class=\"sitetable\"><div data-fullname=\"t3_a\">",              Likelihood::No),
        ("told of",      "<p><code>&lt;shreddit-comment thingid=\"t1_a\"></code>",            Likelihood::No),
        ("no page",      "{\"html\": \"<shreddit-comment thingid='t1_a'>\"}",                  Likelihood::No),
    ];
    for (why, page, expected) in cases {
        assert_eq!(sniff(&Input { bytes: page.as_bytes(), ..Input::default() }), expected, "{why}");
    }
}

#[test]
fn what_says_nothing_or_nonsense_is_kept() {
    let page = "<div class=commentarea><div class=sitetable>\
        <div class='thing comment'><p class=tagline>x</p></div>\
        <div class='thing comment' data-fullname='t1_?' data-author=''><span class='score unvoted' title='many'></span>\
        <time datetime='the other day'></time><div class=md>Oil.</div></div></div></div>";
    let document = read(&LOADER, page);
    let lines: Vec<String> = comments(&document).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].contains("NotLoaded") && lines[1].ends_with(": Oil."), "{lines:?}");
    assert_eq!(
        document.provenance.warnings,
        [
            "2 comments in this page have no ids",
            "1 comment in this page has a time that could not be read",
            "1 comment in this page has no text",
        ]
    );
}

#[test]
fn a_part_that_was_asked_for_on_its_own_counts_what_it_leaves_out() {
    let page = "<shreddit-comment-tree-stats total-comments=9></shreddit-comment-tree-stats>\
        <shreddit-comment thingId=t1_a author=adab created-timestamp='2026-05-03T08:15:00.000000+0000'>\
        <div id=t1_a-post-rtjson-content><p>Oil.</div><button><faceplate-tracker noun=more_replies>\
        <faceplate-number number=5></faceplate-number> more replies</faceplate-tracker></button>\
        <shreddit-comment thingId=t1_b parentId=t1_a author='[deleted]'></shreddit-comment>\
        </shreddit-comment>";
    assert_eq!(
        outline(page),
        "site: Reddit\n\
         declared: 9\n\
         missing: 5\n\
         warning: the source says 9 comments; 7 were found\n\
         a, adab, 3 May 2026 08:15 UTC, 5 more: Oil.\n\
         . b, Deleted: \n"
    );
}

#[test]
fn depth_is_said_to_be_too_much_and_is_no_danger() {
    let page =
        "<shreddit-comment thingid=t1_a author=adab><div slot=comment>Oil.</div>".repeat(5_000);
    let document = read(&LOADER, &page);
    assert!(document.thread.len() > 300);
    assert!(document.provenance.warnings.iter().any(|line| line.contains("too deep")));
}

#[test]
fn the_redesign_of_2020_has_scores_between_arrows() {
    insta::assert_snapshot!(outline!("redesign-2021.html"), @r"
    title: The lamp is out
    by: inesv
    text: Since February.
    missing: 4
    e1, tomas_l, 3 yr. ago (Some(94670856)), +12, https://www.reddit.com/r/harbour/comments/abc12/the_lamp_is_out/e1/: Somebody forgot.
    . e2, inesv, 3 yr. ago (Some(94670856)), op, https://www.reddit.com/r/harbour/comments/abc12/the_lamp_is_out/e2/: Again?
    e3, 3 yr. ago (Some(94670856)), Deleted, https://www.reddit.com/r/harbour/comments/abc12/x/e3/:
    ");
}
