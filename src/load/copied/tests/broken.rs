//! Copied pages with a head that is damaged: what it began stays, and is told of.

use super::*;
use crate::model::Block;

const XENFORO_2: &str = include_str!("../../../../tests/fixtures/forum_text/xenforo-2.txt");
const XENFORO_1: &str = include_str!("../../../../tests/fixtures/forum_text/xenforo-1.txt");
const QUESTION: &str = include_str!("../../../../tests/fixtures/stack_exchange_text/question.txt");
const REDDIT: &str = include_str!("../../../../tests/fixtures/reddit_text/styled.txt");
const HN_2021: &str = include_str!("../../../../tests/fixtures/hn_text/text-2021.txt");

const LOBSTERS: &str = include_str!("../../../../tests/fixtures/lobsters_text/classic.txt");
const SCORED: &str = include_str!("../../../../tests/fixtures/lobsters_text/scored.txt");
const SAYS: &str = include_str!("../../../../tests/fixtures/wordpress_text/says.txt");
const TWO_LINES: &str = include_str!("../../../../tests/fixtures/wordpress_text/torn.txt");
const FOOT: &str = include_str!("../../../../tests/fixtures/wordpress_text/foot.txt");

/// The comments and warnings of a fixture in which `old` is `new`: author and text of each.
fn broken(name: &str, page: &str, old: &str, new: &str) -> (Vec<String>, Vec<String>) {
    assert!(page.contains(old), "{name} has no {old}");
    let document = read(name, page.replacen(old, new, 1));
    let said = |comment: Comment<'_>| format!("{}: {}", comment.author(), comment.body().text);
    (document.thread.comments().map(said).collect(), document.provenance.warnings)
}

#[test]
fn a_post_whose_head_is_broken_stays_and_is_told_of() {
    #[rustfmt::skip]
    let cases = [
        // loader, its fixture, what is broken, by what, the comment that stays, what is told
        ("forum_text", XENFORO_2, "#3", "", "Ada Brandt: tomas hat gesagt.:",
            "posts whose date or number cannot be read: 1"),
        ("forum_text", XENFORO_2, "28. September 2018\n#4", "neulich\n#4", "Ines: Dann weiß",
            "posts whose date or number cannot be read: 1"),
        ("forum_text", XENFORO_2, "28. September 2018\nZuletzt bearbeitet von einem Moderator: 29. September 2018\n#3", "",
            "tomas: Ist der Docht nass?", "posts that are missing by their numbers: 1"),
        ("forum_text", XENFORO_1, "Tomas, Jan 5, 2014\n#2", "#2", "Tomas: Brass.\n\nBy far.",
            "posts whose date or number cannot be read: 1"),
        ("stack_exchange_text", QUESTION, "answered Sep 30, 2018 at 18:40", "", "user17: A rusty nail.",
            "texts whose signature cannot be read: 1"),
        ("stack_exchange_text", QUESTION, "– Tomas L\nSep", "Sep", ": It held mine.",
            "comments whose signature cannot be read: 1"),
        ("stack_exchange_text", QUESTION, "– ines_v\n3 hours ago", "", ": Two stone, I think.",
            "comments whose signature cannot be read: 1"),
        ("stack_exchange_text", QUESTION, "1\nAdd a comment", "1\nNot a nail.\nAdd a comment",
            "user17: A rusty nail.",
            "lines that belong to no comment: 1, the first “Not a nail.”"),
        ("stack_exchange_text", QUESTION, "A bowline.", "Your Answer is a bowline.",
            "Ada Brandt: Your Answer is a bowline.\n\n12\n\nknots of it.", ""),
        ("reddit_text", REDDIT, "[–]bo[A] 1.2k points 2 days ago (0 children)", "bo",
            ": bo\n\nA rusty nail.", "comments whose head cannot be read: 1"),
        ("lobsters_text", LOBSTERS, "adab 5 hours ago | link", "adab neulich | link",
            "adab: [Comment removed by author]", "comments whose head cannot be read: 1"),
        ("lobsters_text", LOBSTERS, "tomas_l 11 hours ago | link", "11 hours ago | link",
            ": Forty lines of what?", "comments whose head cannot be read: 1"),
        ("lobsters_text", SCORED, "pushm Sysop 3 years ago", "3 years ago", ": Moved to the",
            "comments whose head cannot be read: 1"),
        ("lobsters_text", SCORED, "pushm Sysop 3 years ago", "pushm, Sysop",
            "tomas_l: 12\nis the least you need.\n\n~\npushm, Sysop",
            "places where a comment may begin whose head cannot be read: 1"),
        ("wordpress_text", SAYS, "January 5, 2012 at 1:00 pm", "neulich",
            "Ada Brandt: neulich\n\n@Ines Varga: 1987", "comments whose head cannot be read: 1"),
        ("wordpress_text", SAYS, "Ada Brandt says:\nJanuary 5, 2012 at 1:00 pm", "",
            "Lamps of the coast | A keeper's notes: ",
            "lines that belong to no comment: 1, the first “@Ines Varga: 1987, he told me.”"),
        ("wordpress_text", SAYS, "Ines Varga says:\n", "", ": Which year?",
            "comments whose head cannot be read: 1"),
        ("wordpress_text", SAYS, "Post author\nJanuary 4, 2012 at 11:00 am", "neulich",
            "Ines Varga: neulich\n\nWhich year?", "comments whose head cannot be read: 1"),
        ("wordpress_text", TWO_LINES, "September 4, 2012", "neulich",
            ": R. Okafor\nneulich\n\nAnd then?", "comments whose head cannot be read: 1"),
        ("wordpress_text", TWO_LINES, "September 3, 2012", "neulich",
            ": Tomas Lind\nneulich\n\nI kept it", "comments whose head cannot be read: 1"),
        ("wordpress_text", TWO_LINES, "Ada Brandt\nSeptember 6", "A. B.\nSeptember 6",
            "A. B.: It did.", "comments whose head cannot be read: 1"),
        ("wordpress_text", FOOT, "R. Okafor — 17.07, 2011 @ 13:10", "R. Okafor",
            "R. Okafor: Neither.\n\nIt was", "comments whose head cannot be read: 1"),
        ("wordpress_text", FOOT, "Ada Brandt — 18.07, 2011 @ 8:00", "Ada Brandt, neulich",
            "Ada Brandt, neulich: Three times.", "comments whose head cannot be read: 1"),
        ("hn_text", HN_2021, "adab on", "adab, on", "tomas_l: We take turns.",
            "the source says 2 comments; 1 were found"),
    ];
    for (name, page, old, new, comment, warning) in cases {
        let (said, told) = broken(name, page, old, new);
        assert!(said.iter().any(|said| said.starts_with(comment)), "{name} {old:?}: {said:#?}");
        let is_told = warning.is_empty() || told.iter().any(|told| told.starts_with(warning));
        assert!(is_told, "{name} {old:?}: {told:#?}");
    }
}

#[test]
fn a_page_without_any_head_is_an_article() {
    for name in COPIED {
        let document = read(name, "Fog.\n\nAnd more fog.");
        let blocks = document.article.blocks.iter().map(Block::plain);
        let text: Vec<String> =
            document.article.title.clone().into_iter().chain(blocks.map(Into::into)).collect();
        assert_eq!(text, ["Fog.", "And more fog."], "{name}");
    }
}
