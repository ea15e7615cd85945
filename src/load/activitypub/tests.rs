//! What comes out of the fixtures of `ActivityPub`, whole and damaged.

use super::super::outcome::{article, lines, read};
use super::*;

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../../tests/fixtures/activitypub/", $name))
    };
}

const REPLIES: &str = fixture!("note-with-replies.json");
const ALONE: &str = fixture!("page-alone.json");
const OUTBOX: &str = fixture!("outbox-of-a-group.json");
const VIDEO: &str = fixture!("video-and-comments.json");
const GONE: &str = fixture!("tombstone.json");

/// The lines with the addresses of invented servers cut short.
fn short(lines: Vec<String>) -> Vec<String> {
    let short = |line: String| {
        line.replace("https://quay.example/", "q/").replace("https://mole.example/", "m/")
    };
    lines.into_iter().map(short).collect()
}

#[test]
fn an_object_with_its_replies_in_it_is_an_article() {
    let document = read(&LOADER, REPLIES).unwrap();
    #[rustfmt::skip]
    assert_eq!(short(lines(&document)), [
        "0 q/users/tomas_l/statuses/11 q/users/tomas_l @1777799700 +3 edited q/@tomas_l/11: Who pays for the oil?",
        "1 q/users/ines_v/statuses/12 q/users/ines_v @1777803300 op q/@ines_v/12: Dull deeds The town, it seems.",
        "0 q/users/ada_b/statuses/13 q/users/ada_b @1777806900 6 q/@ada_b/13: Let us ask. The town: 7 The port <authority> [quote] q/@x/9",
    ]);
    let facts = [
        "Who owns the harbour light?",
        "q/users/ines_v",
        "quay.example",
        "q/@ines_v/10",
        "@1777796100",
        "#harbour",
        "Who owns the harbour light? [image] The north mole at night",
    ];
    assert_eq!(short(article(&document)), facts);
    assert_eq!(document.thread.missing(), 4, "one of them starts a thread");
}

#[test]
fn an_object_alone_is_a_comment_and_its_name_the_title() {
    let document = read(&LOADER, ALONE).unwrap();
    let line = "0 m/post/5 m/u/ines_v @1777796100 m/post/5: The lamp is out. [link] https://review.example/light";
    assert_eq!(short(lines(&document)), [line]);
    let facts = [
        "Who owns the harbour light?",
        "m/u/ines_v",
        "mole.example",
        "https://review.example/light",
        "https://files.example/lamp.webp",
        "@1777796100",
    ];
    assert_eq!(short(article(&document)), facts);
}

#[test]
fn an_outbox_says_what_was_written_and_not_what_was_done() {
    let document = read(&LOADER, OUTBOX).unwrap();
    #[rustfmt::skip]
    assert_eq!(short(lines(&document)), [
        "0 m/post/6 m/u/ines_v @1777798800 m/post/6: Where is the deed?",
        "1 m/comment/9 m/u/tomas_l @1777802400 moderator m/comment/9: At the archive.",
        "0 m/post/7 Net tables @1777796100 bot m/post/7: The lamp is out. [title] Nets",
        "0 m/comment/8 @1777622400 deleted m/comment/8: ",
    ]);
    assert!(article(&document).is_empty());
    assert_eq!(document.provenance.warnings, ["1 post is named and is not here"]);
}

#[test]
fn a_video_and_its_comments_are_in_markdown() {
    let document = read(&LOADER, VIDEO).unwrap();
    #[rustfmt::skip]
    assert_eq!(short(lines(&document)), [
        "0 m/videos/watch/1/comments/2 q/users/tomas_l @1777802400 m/videos/watch/1/comments/2: Where did you stand?",
        "1 m/videos/watch/1/comments/3 m/accounts/ines @1777806000 op m/videos/watch/1/comments/3: At the steps.",
    ]);
    let facts = [
        "The light at night",
        "m/accounts/ines",
        "mole.example",
        "m/w/1",
        "@1777796100",
        "updated @1777799700",
        "#light",
        "Filmed from the north mole.",
    ];
    assert_eq!(short(article(&document)), facts);
}

#[test]
fn what_is_left_of_a_post_and_what_is_none() {
    let document = read(&LOADER, GONE).unwrap();
    assert_eq!(short(lines(&document)), ["0 m/comment/8 deleted m/comment/8: "]);
    let silent =
        r#"{"type":"Like","actor":"https://quay.example/u/a","object":"https://quay.example/1"}"#;
    assert!(read(&LOADER, silent).is_err());
}

#[test]
fn depth_is_no_matter() {
    let deep = 5_000;
    let begin = r#"{"type":"Note","id":"@","content":"a","to":"b","replies":{"items":["#;
    let json: String = (0..deep).map(|at: u32| begin.replace('@', &at.to_string())).collect();
    let document = read(&LOADER, &(json + &"]}}".repeat(deep as usize))).unwrap();
    assert_eq!(document.thread.len(), deep as usize - 1);
    assert!(document.provenance.warnings.is_empty());
}
