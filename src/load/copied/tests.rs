//! Copied pages of our own writing, in the shapes that their sites have had.

use super::*;
use crate::load::{Collector, LOADERS, Reads};
use crate::model::{Comment, Created, Document};
use proptest::prelude::*;

mod broken;

/// Reads a page with the loader called `name`.
fn read(name: &str, page: impl AsRef<[u8]>) -> Document {
    let loader = LOADERS.iter().find(|loader| loader.name == name).unwrap();
    let input = Input { bytes: page.as_ref(), name: "page.txt", ..Input::default() };
    let mut collector = Collector::default();
    let Reads::Whole(load) = loader.load else { panic!("{name} is no loader of whole pages") };
    load(&input, &mut collector).unwrap();
    collector.finish()
}

/// The article, then one comment a line: depth, whether that is a guess, author, roles, score, time,
/// what became of it, replies not shown, text.
fn outline(document: &Document) -> String {
    let article = &document.article;
    let text: Vec<_> = article.blocks.iter().map(crate::model::Block::plain).collect();
    let date = article.published.map(|at| at.to_string()).or(article.published_text.clone());
    let mut lines = vec![
        format!(
            "{:?} by {:?} on {:?} at {:?} tags {:?} says {:?}",
            article.title,
            article.byline,
            date,
            article.url,
            article.tags,
            document.provenance.declared
        ),
        format!("text {:?} notices {:?}", text.join("/"), article.notices),
        format!(
            "missing {} warnings {:?}",
            document.thread.missing(),
            document.provenance.warnings
        ),
    ];
    let line = |comment: Comment<'_>| {
        let unsure = if comment.confidence().is_sure() { "" } else { "?" };
        let score = comment.votes().score.map_or("-".into(), |score| score.to_string());
        let created = match comment.created() {
            Created::Unknown => "-".to_owned(),
            Created::At(at) => at.to_string(),
            Created::Ago { text, seconds } => format!("{text:?}={seconds:?}"),
        };
        let edited = if comment.edited() { " edited" } else { "" };
        format!(
            "{}{unsure} {} {:?} {score} {created} {:?}{edited} +{} {:?}",
            comment.depth(),
            comment.author(),
            comment.roles(),
            comment.state(),
            comment.more(),
            comment.body().text,
        )
    };
    lines.extend(document.thread.comments().map(line));
    lines.join("\n")
}

macro_rules! fixture {
    ($loader:literal, $name:literal) => {
        outline(&read(
            $loader,
            include_str!(concat!("../../../tests/fixtures/", $loader, "/", $name)),
        ))
    };
}

/// The loaders of this folder.
const COPIED: [&str; 6] = [
    "hn_text",
    "reddit_text",
    "lobsters_text",
    "stack_exchange_text",
    "forum_text",
    "wordpress_text",
];

fn sniff(name: &str, page: &str) -> Likelihood {
    let loader = LOADERS.iter().find(|loader| loader.name == name).unwrap();
    (loader.sniff)(&Input { bytes: page.as_bytes(), ..Input::default() })
}

/// Every fixture of every loader of copied pages.
const FIXTURES: [(&str, &str); 18] = [
    ("hn_text", include_str!("../../../tests/fixtures/hn_text/links.txt")),
    ("hn_text", include_str!("../../../tests/fixtures/hn_text/text-2021.txt")),
    ("hn_text", include_str!("../../../tests/fixtures/hn_text/points-2010.txt")),
    ("hn_text", include_str!("../../../tests/fixtures/hn_text/single.txt")),
    ("reddit_text", include_str!("../../../tests/fixtures/reddit_text/thread.txt")),
    ("reddit_text", include_str!("../../../tests/fixtures/reddit_text/styled.txt")),
    ("lobsters_text", include_str!("../../../tests/fixtures/lobsters_text/classic.txt")),
    ("lobsters_text", include_str!("../../../tests/fixtures/lobsters_text/scored.txt")),
    (
        "stack_exchange_text",
        include_str!("../../../tests/fixtures/stack_exchange_text/question.txt"),
    ),
    ("stack_exchange_text", include_str!("../../../tests/fixtures/stack_exchange_text/inline.txt")),
    ("forum_text", include_str!("../../../tests/fixtures/forum_text/xenforo-2.txt")),
    ("forum_text", include_str!("../../../tests/fixtures/forum_text/xenforo-1.txt")),
    ("forum_text", include_str!("../../../tests/fixtures/forum_text/vbulletin-3.txt")),
    ("wordpress_text", include_str!("../../../tests/fixtures/wordpress_text/says.txt")),
    ("wordpress_text", include_str!("../../../tests/fixtures/wordpress_text/one-line.txt")),
    ("wordpress_text", include_str!("../../../tests/fixtures/wordpress_text/foot.txt")),
    ("page_text", include_str!("../../../tests/fixtures/page_text/older-en.txt")),
    ("page_text", include_str!("../../../tests/fixtures/page_text/harbour-en.txt")),
];

#[test]
fn each_page_is_known_to_one_alone() {
    for (own, page) in FIXTURES {
        for name in COPIED.into_iter().chain(["page_text"]) {
            let likelihood = sniff(name, page);
            assert_eq!(likelihood >= Likelihood::Likely, name == own, "{name}: {own} {page:.80}");
        }
    }
}

#[test]
fn a_text_that_speaks_of_such_pages_is_none() {
    #[rustfmt::skip]
    let texts = [
        ("prose",            "I wrote this 3 hours ago.\n\nNobody has said anything since."),
        ("a quoted head",    "He copied it:\n\ntomas_l 5 hours ago | link\n\nand no more."),
        ("a numbered list",  "#1\nThe lamp.\n#2\nThe wick.\n#3\nThe oil."),
        ("a play",           "Ines says:\nWho goes there?\nTomas says:\nNobody."),
        ("a log",            "January 4, 2012\nFog.\nJanuary 5, 2012\nFog.\nJanuary 6, 2012\nFog."),
        ("questions",        "The master asked yesterday\nif the keeper answered today."),
        ("a JSON array",     "[{\"a\": \"tomas_l 5 hours ago | next [–]\"}]"),
        ("HTML",             "<p>tomas_l 5 hours ago | next [–]\nbo 5 hours ago | next [–]"),
        ("nothing",          ""),
    ];
    for (why, text) in texts {
        for name in COPIED {
            assert_eq!(sniff(name, text), Likelihood::No, "{name}: {why}");
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_told_of() {
    let document = read("hn_text", b"tomas_l 5 hours ago | next [\xE2\x80\x93]\n\nA \xFF lamp.\n");
    assert_eq!(
        document.provenance.warnings,
        ["some bytes are not UTF-8; each is shown as \u{FFFD}"]
    );
    assert_eq!(document.thread.comments().next().unwrap().body().text, "A \u{FFFD} lamp.");
}

#[test]
fn a_page_of_many_comments_costs_no_more_than_their_number() {
    let pages = [
        ("hn_text", "ada 5 hours ago | root | parent | prev | next [–]\n\n> Fog.\n\nreply\n\n"),
        (
            "reddit_text",
            "[–]ada 1 point2 points3 points 1 hour ago (900 children)\n\nFog.\n\npermalink\nparent\n\n",
        ),
        ("lobsters_text", "7\nada 5 hours ago | link\n\nFog.\n\n"),
        (
            "stack_exchange_text",
            "5\nFog.\n– ada\nFeb 6, 2014 at 20:37\nanswered Feb 6, 2014 at 20:37\nada\n",
        ),
        ("wordpress_text", "Ada says:\nJanuary 4, 2012 at 10:18 am\n\nFog.\n\nReply\n"),
    ];
    let count = 2_000;
    for (name, comment) in pages {
        assert!(read(name, comment.repeat(count)).thread.len() >= count, "{name}");
    }
    let posts = (1..=count).map(|at| format!("Ada\nJanuary 4, 2012\n#{at}\nFog.\n \n"));
    assert_eq!(read("forum_text", posts.collect::<String>()).thread.len(), count - 1);
}

proptest! {
    /// Whatever lines a page is made of, each loader takes it, and makes no more comments of it
    /// than it has lines.
    #[test]
    fn no_page_is_too_odd(lines in prop::collection::vec(prop_oneof![
        (0..FIXTURES.len(), any::<prop::sample::Index>()).prop_map(|(page, line)| {
            let lines: Vec<&str> = FIXTURES[page].1.lines().collect();
            line.get(&lines).to_string()
        }),
        "\\PC{0,20}".prop_map(String::from),
    ], 0..50)) {
        let page = lines.join("\n");
        for name in COPIED {
            sniff(name, &page);
            let found = read(name, &page).thread.len();
            prop_assert!(found <= lines.len(), "{}: {}", name, found);
        }
    }
}

#[test]
fn hacker_news_with_links() {
    insta::assert_snapshot!(fixture!("hn_text", "links.txt"), @r#"
    Some("The light on the north mole goes LED") by Some("ines_v") on Some("6 hours ago") at Some("harbour.example") tags [] says Some(11)
    text "" notices []
    missing 2 warnings []
    0 tomas_l [] - "5 hours ago"=Some(18000) Live +0 "The old lamp was visible for eleven miles.\n\n    lamp --range 11\n\nNobody measured it, mind."
    1 adab [] - "4 hours ago"=Some(14400) Live +0 "> Nobody measured it, mind.\n\nThe pilots did, every spring."
    2 ines_v ["op"] - "3 hours ago"=Some(10800) Live +0 "Where are those books now?"
    3 adab [] - "2 hours ago"=Some(7200) Live +0 "In the cellar."
    2 r_okafor [] - "3 hours ago"=Some(10800) Live +0 "“The pilots did, every spring” is what the harbour master says, too."
    1  [] - "4 hours ago"=Some(14400) Deleted +0 "[deleted]"
    2 quayside_7 [] - "2 hours ago"=Some(7200) Live +0 "That was uncalled for."
    0 bo [] - "3 hours ago"=Some(10800) Removed +0 "[flagged]"
    0 cy [] - "2 hours ago"=Some(7200) NotLoaded +2 ""
    "#);
}

#[test]
fn hacker_news_without_links() {
    insta::assert_snapshot!(fixture!("hn_text", "text-2021.txt"), @r#"
    Some("Ask HN: Who keeps your lighthouse?") by Some("ines_v") on Some("July 5, 2021") at None tags [] says Some(2)
    text "Ours has nobody since May./I would like to hear how other towns do it." notices []
    missing 0 warnings ["buttons to reply inside of a comment: 1; there another may begin whose head cannot be read", "the dates of the comments name no time zone; they are read as UTC"]
    0? tomas_l [] - 1625443200 Live +0 "We take turns.\n\nreply\nis a word too."
    1? adab [] - 1625529600 Live +0 "@tomas_l: who is we?"
    "#);
}

#[test]
fn hacker_news_with_points() {
    insta::assert_snapshot!(fixture!("hn_text", "points-2010.txt"), @r#"
    Some("A foghorn in forty lines") by Some("tomas_l") on Some("11 days ago") at Some("mole.example") tags [] says Some(3)
    text "" notices []
    missing 0 warnings []
    0? adab [] 3 "11 days ago"=Some(950400) Live +0 "Forty lines of what?"
    0?  [] - - Deleted +0 "[deleted]"
    0? r_okafor [] -1 "10 days ago"=Some(864000) Live +0 "Of brass, I hope."
    "#);
}

#[test]
fn hacker_news_a_single_comment() {
    insta::assert_snapshot!(fixture!("hn_text", "single.txt"), @r#"
    Some("The light on the north mole goes LED") by Some("adab") on Some("65 days ago") at None tags [] says None
    text "The pilots measured it every spring." notices []
    missing 0 warnings []
    0 ines_v [] - "65 days ago"=Some(5616000) Live +0 "With what?"
    1 adab ["op"] - "64 days ago"=Some(5529600) Live +0 "With their eyes."
    "#);
}

#[test]
fn reddit_without_a_style_sheet() {
    insta::assert_snapshot!(fixture!("reddit_text", "thread.txt"), @r#"
    Some("The old lamp of the north mole goes to the museum") by Some("ines_v") on Some("10 Jan 2025") at Some("mole.example") tags [] says Some(17)
    text "It was taken down this morning." notices ["this is an archived post. You won't be able to vote or comment."]
    missing 9 warnings []
    0 mod_of_moles ["moderator"] - "2 hours ago"=Some(7200) Live +0 "Be kind to each other."
    0 tomas_l [] 353 "2 hours ago"=Some(7200) Live edited +0 "I saw it burn when I was six.\n\nIt hummed."
    1 ines_v ["op"] 1118 "1 hour ago"=Some(3600) Live +2 "Did it? Nobody else says so."
    2 bo [] -27 "1 hour ago"=Some(3600) Live +0 "Humbug."
    3 tomas_l [] 2 "30 minutes ago"=Some(1800) Live +0 "Literally."
    1  [] - "1 hour ago"=Some(3600) Removed +0 "[removed]"
    2 r_okafor [] 1 "50 minutes ago"=Some(3000) Live +0 "Gone, and rightly so."
    0 quayside_7 [] 5 "1 hour ago"=Some(3600) Live +3 "Which museum?"
    "#);
}

#[test]
fn reddit_with_a_style_sheet() {
    insta::assert_snapshot!(fixture!("reddit_text", "styled.txt"), @r#"
    Some("Ropes and knots") by Some("adab") on Some("3 days ago") at None tags [] says Some(3)
    text "Which knot holds a lantern?" notices []
    missing 0 warnings []
    0 tomas_l [] 12 "3 days ago"=Some(259200) Live +0 "A bowline."
    1 adab ["op"] -1 "2 days ago"=Some(172800) Deleted +0 "[deleted]"
    0 bo ["staff"] 1200 "2 days ago"=Some(172800) Live +0 "A rusty nail."
    "#);
}

#[test]
fn lobsters_with_links() {
    insta::assert_snapshot!(fixture!("lobsters_text", "classic.txt"), @r#"
    Some("A foghorn in forty lines") by Some("ines_v") on Some("11 hours ago") at Some("mole.example") tags ["c", "hardware"] says Some(4)
    text "" notices []
    missing 0 warnings []
    0? tomas_l [] 7 "11 hours ago"=Some(39600) Live +0 "Forty lines of what?"
    0? ines_v ["Keeper of the Light", "op"] - "10 hours ago"=Some(36000) Live edited +0 "Of brass."
    0? adab [] - "5 hours ago"=Some(18000) Deleted +0 "[Comment removed by author]"
    1? bo [] -1 "4 hours ago"=Some(14400) Live +0 "@adab what did you say?"
    "#);
}

#[test]
fn lobsters_of_today() {
    insta::assert_snapshot!(fixture!("lobsters_text", "scored.txt"), @r#"
    Some("Which lamp for a mole?") by Some("ines_v") on Some("3 years ago") at None tags ["ask", "hardware"] says Some(2)
    text "Ours is too dim." notices []
    missing 0 warnings []
    0? tomas_l [] 18 "3 years ago"=Some(94670856) Live +0 "12\nis the least you need."
    0? pushm ["Sysop"] - "3 years ago"=Some(94670856) Live +0 "Moved to the other list."
    "#);
}

#[test]
fn stack_exchange_of_today() {
    insta::assert_snapshot!(fixture!("stack_exchange_text", "question.txt"), @r#"
    Some("Which knot holds a lantern in a storm?") by Some("ines_v") on Some("Feb 6, 2014 at 20:37") at None tags ["knots", "lanterns"] says None
    text "Ours fell into the water twice./How do you tie yours?" notices []
    missing 2 warnings ["the dates of the comments name no time zone; they are read as UTC"]
    0 Tomas L [] 1 1391770380 Live +0 "How heavy is it?"
    0 ines_v ["op"] 0 "3 hours ago"=Some(10800) Live +0 "Two stone, I think."
    0 Ada Brandt [] -3 1391729700 Live edited +2 "A bowline.\n\n12\n\nknots of it."
    1 R. Okafor ["moderator"] 0 1391818440 Live +0 "Not in wet rope."
    1 Tomas L [] 5 1569414120 Live +0 "It held mine."
    0 user17 [] 1 1538332800 Live +0 "A rusty nail."
    "#);
}

#[test]
fn stack_exchange_with_signatures_behind_the_text() {
    insta::assert_snapshot!(fixture!("stack_exchange_text", "inline.txt"), @r#"
    Some("Which oil burns without soot?") by Some("Tomas L") on Some("Mar 2 2012 at 20:37") at None tags [] says None
    text "The glass is black every morning." notices []
    missing 0 warnings ["the dates of the comments name no time zone; they are read as UTC"]
    0 Ada Brandt [] 1 1330722000 Live +0 "Have you cleaned the wick?"
    0 Tomas L ["op"] 0 1330761660 Live +0 "Twice."
    0 ines_v ["accepted"] 9 1330726500 Live +0 "Colza."
    1 bo [] 0 "Mar 4 at 8:01"=None Live +0 "Smells, though."
    "#);
}

#[test]
fn xenforo_2() {
    insta::assert_snapshot!(fixture!("forum_text", "xenforo-2.txt"), @r#"
    Some("Das Licht auf der Nordmole flackert") by Some("Ines") on Some("27. September 2018") at None tags [] says None
    text "Hallo,\nseit gestern flackert es./Wer weiß Rat?" notices []
    missing 0 warnings ["the dates of the comments name no time zone; they are read as UTC"]
    0 tomas [] - 1538006400 Live edited +0 "Ist der Docht nass?"
    0 Ada Brandt ["moderator"] - 1538092800 Live edited +0 "tomas hat gesagt.:\nIst der Docht nass?\nZum Vergrößern anklicken....\nEr ist aus Glas."
    0 Ines ["op"] - 1538092800 Live +0 "Dann weiß ich es auch nicht."
    "#);
}

#[test]
fn xenforo_1() {
    insta::assert_snapshot!(fixture!("forum_text", "xenforo-1.txt"), @r#"
    Some("Brass or iron?") by Some("Ines") on Some("Jan 5, 2014") at None tags [] says None
    text "Which one lasts longer in salt air?" notices []
    missing 0 warnings ["the dates of the comments name no time zone; they are read as UTC"]
    0 Tomas [] - 1388880000 Live +0 "Brass.\n\nBy far."
    0 R. Okafor ["moderator"] - 1388966400 Live +0 "Closed, this was asked before."
    "#);
}

#[test]
fn vbulletin_3() {
    insta::assert_snapshot!(fixture!("forum_text", "vbulletin-3.txt"), @r#"
    Some("Brass or iron?") by Some("ines") on Some("06-12-2008, 03:04 PM") at None tags [] says None
    text "Which one lasts longer in salt air?" notices []
    missing 0 warnings ["the dates of the comments name no time zone; they are read as UTC"]
    0 tomas [] - 1213345800 Live +0 "Brass, by far."
    0 adab ["moderator"] - 1213390800 Live edited +0 "Quote:\nOriginally Posted by tomas\nBrass, by far.\nNot near the outlet."
    "#);
}

#[test]
fn vbulletin_4() {
    insta::assert_snapshot!(fixture!("forum_text", "vbulletin-4.txt"), @r#"
    Some("Brass or iron?") by Some("ines") on Some("03-03-2011, 02:17 PM") at None tags [] says None
    text "Which one lasts longer in salt air?" notices []
    missing 0 warnings ["the dates of the comments name no time zone; they are read as UTC"]
    0 tomas [] - 1300026420 Live +0 "Brass.\n\nBy far."
    "#);
}

#[test]
fn wordpress_with_links_behind_the_time() {
    insta::assert_snapshot!(fixture!("wordpress_text", "posted.txt"), @r#"
    Some("A night on the north mole") by None on None at None tags [] says Some(2)
    text "The light is older than the town council, and it has kept better books; every night since 1911 is in the log, in one hand or another, and most of it is weather." notices []
    missing 0 warnings ["the dates of the comments name no time zone; they are read as UTC"]
    0? Tomas Lind [] - 1336230240 Live +0 "I kept it for a year."
    0? Ada Brandt [] - 1336294800 Live +0 "And then?"
    "#);
}

#[test]
fn wordpress_says() {
    insta::assert_snapshot!(fixture!("wordpress_text", "says.txt"), @r#"
    Some("A night on the north mole") by Some("Ines Varga") on Some("January 3, 2012") at None tags [] says Some(4)
    text "The light is older than the town council, and it has kept better books; every night since 1911 is in the log, in one hand or another, and most of it is weather." notices []
    missing 0 warnings ["the dates of the comments name no time zone; they are read as UTC"]
    0? Tomas Lind [] - 1325672280 Live +0 "I kept it for a year.\n\nThe damp gets into everything."
    0? Ines Varga ["author"] - 1325674800 Live +0 "Which year?"
    0 Lamps of the coast | A keeper's notes ["pingback"] - - Live +0 ""
    0? Ada Brandt [] - 1325768400 Live +0 "@Ines Varga: 1987, he told me."
    "#);
}

#[test]
fn wordpress_on_one_line() {
    insta::assert_snapshot!(fixture!("wordpress_text", "one-line.txt"), @r#"
    Some("Eine Nacht auf der Nordmole") by None on None at None tags [] says Some(2)
    text "Das Licht ist älter als der Rat der Stadt, und es hat besser Buch geführt: jede Nacht seit 1911 steht darin, von der einen oder anderen Hand, und das meiste ist Wetter." notices ["2 Antworten"]
    missing 0 warnings ["the dates of the comments name no time zone; they are read as UTC"]
    0? Tomas Lind [] - 1355224020 Live +0 "Das war um 12:30"
    0? Ines ["author"] - 1355328600 Live +0 "Nachts?"
    "#);
}

#[test]
fn wordpress_on_two_lines() {
    insta::assert_snapshot!(fixture!("wordpress_text", "two-lines.txt"), @r#"
    Some("A night on the north mole") by None on None at None tags [] says Some(2)
    text "The light is older than the town council, and it has kept better books; every night since 1911 is in the log, in one hand or another, and most of it is weather." notices ["Comments"]
    missing 0 warnings ["the dates of the comments name no time zone; they are read as UTC"]
    0? Tomas Lind [] - 1346630400 Live +0 "I kept it for a year."
    0? Ada Brandt [] - 1346716800 Live +0 "And then?"
    "#);
}

#[test]
fn wordpress_behind_the_text() {
    insta::assert_snapshot!(fixture!("wordpress_text", "foot.txt"), @r#"
    Some("How old is the light on the north mole really?") by None on Some("17.7.11") at None tags [] says Some(3)
    text "The council says a hundred years, and the log says more, and the log was there, while the council only was elected; so who is to be believed in this?" notices []
    missing 0 warnings []
    0? Tomas Lind [] - "17.07, 2011 @ 13:04"=None Live +0 "The log, of course."
    0? R. Okafor [] - "17.07, 2011 @ 13:10"=None Live +0 "Neither.\n\nIt was rebuilt twice."
    0? Ada Brandt [] - "18.07, 2011 @ 8:00"=None Live +0 "Three times."
    "#);
}
