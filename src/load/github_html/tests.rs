//! Pages of each kind and layout, what is left out, and pages of others.

use super::super::page::outline::{article, comments, read};
use super::*;

fn outline(page: &str) -> String {
    let document = read(&LOADER, page);
    article(&document) + &comments(&document)
}

macro_rules! outline {
    ($name:literal) => {
        outline(include_str!(concat!("../../../tests/fixtures/github_html/", $name)))
    };
}

#[test]
fn a_page_of_2025_has_heads_and_texts_apart() {
    assert_eq!(
        outline!("issue-2025.html"),
        "title: The lamp is out\n\
         by: inesv\n\
         site: GitHub\n\
         at: 3 May 2026 08:15 UTC\n\
         url: https://github.com/harbour/lamp/issues/7\n\
         tags: oil\n\
         text: It has been dark since February.\n\
         declared: 5\n\
         missing: 3\n\
         warning: the page leaves out 34 items of the timeline, events among them\n\
         101, tomas_l, 3 May 2026 09:00 UTC, member, \
         https://github.com/harbour/lamp/issues/7#issuecomment-101: The keeper, @adab, knows.\n\
         102, inesv, 3 May 2026 09:10 UTC, op, edited, \
         https://github.com/harbour/lamp/issues/7#issuecomment-102: oil: 0\n"
    );
}

#[test]
fn comments_that_only_the_data_have_are_read() {
    assert_eq!(
        outline!("issue-2025-data.html"),
        "title: The lamp is out\n\
         by: inesv\n\
         site: GitHub\n\
         at: 3 May 2026 08:15 UTC\n\
         url: https://github.com/harbour/lamp/issues/7\n\
         text: It has been dark.\n\
         warning: payload.preloadedQueries[0].result.data.repository.issue.backTimelineItems.edges[2].node.authorAssociation: \
         expected a text, found a number\n\
         warning: payload.preloadedQueries[0].result.data.repository.issue.backTimelineItems.edges[2].node.createdAt: \
         expected a time, found a text\n\
         warning: the page leaves out 3 items of the timeline, events among them\n\
         101, tomas_l, 3 May 2026 09:00 UTC, member, \
         https://github.com/harbour/lamp/issues/7#issuecomment-101: Ask the town.\n\
         102, inesv, 3 May 2026 09:10 UTC, op, edited, \
         https://github.com/harbour/lamp/issues/7#issuecomment-102: I did.\n\
         103, 3 May 2026 09:20 UTC, hidden, \
         https://github.com/harbour/lamp/issues/7#issuecomment-103: And?\n\
         104, adab, https://github.com/harbour/lamp/issues/7#issuecomment-104: So?\n"
    );
}

#[test]
fn a_page_of_2019_leaves_out_the_middle() {
    assert_eq!(
        outline!("issue-2019.html"),
        "title: The lamp is out\n\
         by: inesv\n\
         site: GitHub\n\
         at: 3 May 2019 08:15 UTC\n\
         url: https://github.com/harbour/lamp/issues/8\n\
         tags: oil, help wanted\n\
         text: It has been dark.\n\
         declared: 12\n\
         missing: 9\n\
         warning: the page leaves out 15 items of the timeline, events among them\n\
         201, tomas_l, 3 May 2019 09:00 UTC, member, \
         https://github.com/harbour/lamp/issues/8#issuecomment-201: Ask the town.\n\
         202, inesv, 3 May 2019 09:10 UTC, op, edited, \
         https://github.com/harbour/lamp/issues/8#issuecomment-202: I did.\n\
         203, quayside_7, 3 May 2019 10:00 UTC, hidden, \
         https://github.com/harbour/lamp/issues/8#issuecomment-203: Buy a torch.\n"
    );
}

#[test]
fn comments_on_code_answer_the_first_and_that_its_review() {
    assert_eq!(
        outline!("pull-2021.html"),
        "title: Fill the lamp\n\
         by: inesv\n\
         site: GitHub\n\
         at: 3 May 2021 08:15 UTC\n\
         url: https://github.com/harbour/lamp/pull/9\n\
         text: Forty barrels.\n\
         300, r_okafor, 3 May 2021 09:00 UTC, \
         https://github.com/harbour/lamp/pull/9#pullrequestreview-300: Two things.\n\
         . 301, r_okafor, 3 May 2021 09:01 UTC, \
         https://github.com/harbour/lamp/pull/9#discussion_r301: More oil.\n\
         . . 302, inesv, 3 May 2021 09:30 UTC, op, \
         https://github.com/harbour/lamp/pull/9#discussion_r302: How much?\n\
         . . 303, r_okafor, 3 May 2021 09:40 UTC, \
         https://github.com/harbour/lamp/pull/9#discussion_r303: All of it.\n\
         311, adab, 3 May 2021 10:01 UTC, \
         https://github.com/harbour/lamp/pull/9#discussion_r311: Nice wick.\n\
         320, tomas_l, 3 May 2021 11:00 UTC, owner, \
         https://github.com/harbour/lamp/pull/9#issuecomment-320: Merged.\n"
    );
}

#[test]
fn comments_on_code_without_ids_have_them_in_links_and_what_is_not_there_is_told_of() {
    assert_eq!(
        outline!("pull-2024-frames.html"),
        "title: Trim the wick\n\
         site: GitHub\n\
         url: https://github.com/harbour/lamp/pull/10\n\
         missing: 1\n\
         warning: the page leaves out 1 thread about the code\n\
         411, r_okafor, 3 May 2024 09:01 UTC, \
         https://github.com/harbour/lamp/pull/10#discussion_r411: How short? As in the last one.\n\
         . 412, inesv, 3 May 2024 09:30 UTC, \
         https://github.com/harbour/lamp/pull/10#discussion_r412: A thumb.\n\
         . f88474f2, adab, 3 May 2024 09:40 UTC: Whose?\n\
         431, tomas_l, 3 May 2024 10:00 UTC, \
         https://github.com/harbour/lamp/pull/10#discussion_r431: Trimmed twice.\n"
    );
}

#[test]
fn the_data_of_changes_have_threads() {
    assert_eq!(
        outline!("pull-2026-changes.html"),
        "title: Polish the lens\n\
         by: inesv\n\
         site: GitHub\n\
         url: https://github.com/harbour/lamp/pull/11\n\
         501, r_okafor, 3 May 2026 09:01 UTC, member, \
         https://github.com/harbour/lamp/pull/11#discussion_r501: With sand?\n\
         . 502, inesv, 3 May 2026 09:30 UTC, op, edited, \
         https://github.com/harbour/lamp/pull/11#discussion_r502: With chalk.\n\
         511, adab, 3 May 2026 10:00 UTC, pending, \
         https://github.com/harbour/lamp/pull/11#discussion_r511: Both sides.\n"
    );
}

#[test]
fn replies_in_a_discussion_are_in_lists_named_for_what_they_answer() {
    assert_eq!(
        outline!("discussion-2022.html"),
        "title: Who owns the lamp?\n\
         by: inesv\n\
         site: GitHub\n\
         at: 3 May 2022 08:15 UTC\n\
         url: https://github.com/harbour/lamp/discussions/5\n\
         text: Nobody knows.\n\
         declared: 7\n\
         missing: 3\n\
         401, tomas_l, 3 May 2022 09:00 UTC, +4, up 4, maintainer, answer, 3 more, \
         https://github.com/harbour/lamp/discussions/5#discussioncomment-401: The town, by \
         deed.\n\
         . 402, inesv, 3 May 2022 09:30 UTC, op, \
         https://github.com/harbour/lamp/discussions/5#discussioncomment-402: Where is it?\n\
         . 403, tomas_l, 3 May 2022 09:40 UTC, \
         https://github.com/harbour/lamp/discussions/5#discussioncomment-403: In the town hall.\n\
         410, adab, 3 May 2022 10:00 UTC, +1, up 1, \
         https://github.com/harbour/lamp/discussions/5#discussioncomment-410: The sea.\n"
    );
}

#[test]
fn only_conversations_on_the_site_are_its_own() {
    let sign = "<link href=\"https://github.githubassets.com/a.css\">";
    #[rustfmt::skip]
    let cases = [
        ("a comment",        true,  "<div id=\"issuecomment-1\">",             Likelihood::Certain),
        ("a discussion",     true,  "<div id=discussioncomment-1>",            Likelihood::Certain),
        ("no comments",      true,  "<bdi data-testid=\"issue-title\">x</bdi>", Likelihood::Certain),
        ("its data alone",   true,  "<script data-target=\"react-app.embeddedData\">{\"frontTimelineItems\":1}", Likelihood::Certain),
        ("changes alone",    true,  "<script data-target=\"react-app.embeddedData\">{\"pullRequestsChangesRoute\":1}", Likelihood::Certain),
        ("threads alone",    true,  "<turbo-frame id=review-thread-or-comment-id-1>", Likelihood::Certain),
        ("of Gitea",         false, "<div id=\"issuecomment-1\">",             Likelihood::No),
        ("a list of issues", true,  "<div id=\"issue_1\">",                    Likelihood::No),
        ("told of",          true,  "<code>id=\"issuecomment-1\"</code>",      Likelihood::No),
    ];
    for (why, signed, page, expected) in cases {
        let page = format!("<html>{}{page}", if signed { sign } else { "" });
        assert_eq!(sniff(&Input { bytes: page.as_bytes(), ..Input::default() }), expected, "{why}");
    }
}

#[test]
fn many_heads_without_a_text_cost_no_more_than_their_number() {
    let heads: Vec<_> = (0..10_000).map(|n| format!("<div id=issuecomment-{n}></div>")).collect();
    let page = heads.concat();
    let document = read(&LOADER, &page);
    assert_eq!(document.thread.len(), 10_000);
    assert_eq!(document.provenance.warnings, ["10000 comments in this page have no text"]);
}

#[test]
fn data_that_break_off_lose_only_what_is_behind() {
    let page = include_str!("../../../tests/fixtures/github_html/issue-2025-data.html");
    let cut = page.find("And?").unwrap();
    let document = read(&LOADER, format!("{}</script></html>", page.get(..cut).unwrap()));
    assert_eq!(document.thread.len(), 3);
    assert!(document.provenance.warnings.iter().any(|line| line.contains("break off")));
}

#[test]
fn thumbs_are_votes() {
    let document = read(
        &LOADER,
        include_str!("../../../tests/fixtures/github_html/issue-2016-reactions.html"),
    );
    let votes = document.thread.comments().next().unwrap().votes();
    assert_eq!((votes.score, votes.up, votes.down), (Some(1), Some(2), Some(1)));
}
