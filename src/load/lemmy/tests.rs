//! What comes out of the fixtures of Lemmy, whole and damaged.

use super::super::outcome::{article, lines, read};
use super::LOADER;
use crate::model::Comment;

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../../tests/fixtures/lemmy/", $name))
    };
}

const THREAD: &str = fixture!("v3-post-and-comments.json");
const ITEMS: &str = fixture!("v4-items.json");
const NESTED: &str = fixture!("piefed-nested.json");
const FLAT: &str = fixture!("v1-flat.json");
const ONE: &str = fixture!("v3-one-comment.json");
const MANY: &str = fixture!("v3-many-posts.json");

const POST: [&str; 7] = [
    "Who owns the harbour light?",
    "!harbour@quay.example",
    "https://review.example/light",
    "https://quay.example/lamp.webp",
    "@1777796100",
    "updated @1777798800",
    "The lamp at the end of the north mole has been out since February.",
];

#[test]
fn every_fact_of_answers_saved_together_comes_out() {
    let document = read(&LOADER, THREAD).unwrap();
    #[rustfmt::skip]
    assert_eq!(lines(&document), [
        "0 21 tomas_l @1777806000 48 (+50-2) +2 moderator https://quay.example/comment/21: Who pays for the oil?",
        "1 23 ines_v @1777813200 9 (+10-1) +1 edited op https://quay.example/comment/23: The town does. See deed.pdf.",
        "0 24 ada_b @1777816800 3 (+3-0) admin https://quay.example/comment/24: what the deed says The town pays.",
        "0 25 r_okafor @1777820400 1 (+1-0) deleted https://quay.example/comment/25: ",
        "0 26 r_okafor @1777824000 -4 (+1-5) +1 removed https://quay.example/comment/26: ",
        "1 27 tide_tables @1777827600 1 (+1-0) bot https://quay.example/comment/27: High water at 14:05.",
    ]);
    assert_eq!(article(&document)[..2], [POST[0], "ines_v"]);
    assert_eq!(article(&document)[2..], POST[1..]);
    assert_eq!(document.provenance.declared, Some(14));
    assert_eq!(document.thread.missing(), 8, "four of them start threads");
    let orphan = "1 comment answers one that is not here; shown as a root";
    assert_eq!(document.provenance.warnings, [orphan]);
}

#[test]
fn the_fourth_version_and_piefed_say_the_same_in_other_places() {
    let document = read(&LOADER, ITEMS).unwrap();
    #[rustfmt::skip]
    assert_eq!(lines(&document), [
        "0 31 tomas_l @1777806000 12 (+12-0) edited https://quay.example/comment/31: Who pays for the oil?",
        "1 32 ines_v @1777809600 2 (+3-1) op https://quay.example/comment/32: The town.",
    ]);
    assert_eq!(article(&document), POST);
    assert_eq!((document.provenance.declared, document.thread.missing()), (Some(3), 1));

    let document = read(&LOADER, NESTED).unwrap();
    #[rustfmt::skip]
    assert_eq!(lines(&document), [
        "0 41 tomas_l @1777806000 5 (+6-1) +1 https://quay.example/comment/41: Who pays for the oil?",
        "1 42 ines_v @1777809600 5 (+6-1) +1 op https://quay.example/comment/42: The town, says the deed of 1911.",
        "0 44 ada_b @1777816800 5 (+6-1) deleted https://quay.example/comment/44: ",
    ]);
    assert_eq!(article(&document), POST);
}

#[test]
fn the_first_version_had_everything_in_one_object() {
    let document = read(&LOADER, FLAT).unwrap();
    #[rustfmt::skip]
    assert_eq!(lines(&document), [
        "0 51 tomas_l @1588496400 2 (+2-0) https://quay.example/comment/51: Who pays?",
        "1 52 ines_v @1588496400 2 (+2-0) op https://quay.example/comment/52: The town.",
    ]);
    let post = ["Who owns the harbour light?", "ines_v", "https://quay.example/post/7"];
    assert_eq!(article(&document)[..3], post);
    assert_eq!((document.provenance.declared, document.thread.missing()), (Some(2), 0));
}

#[test]
fn comments_on_many_posts_have_no_article_and_one_alone_has() {
    let many = read(&LOADER, MANY).unwrap();
    assert_eq!((many.thread.len(), article(&many).len()), (2, 0));
    assert_eq!(many.thread.missing(), 2);
    let one = read(&LOADER, ONE).unwrap();
    assert_eq!((one.thread.len(), article(&one)[0].as_str()), (1, POST[0]));
}

#[test]
fn what_is_no_comment_is_counted() {
    let json = r#"{"comments":[{"comment":{"id":1,"content":"a"},"creator":{}},5,null,"b"]}"#;
    let document = read(&LOADER, json).unwrap();
    assert_eq!(lines(&document), ["0 1: a"]);
    assert_eq!(document.provenance.warnings, ["2 comments could not be read"]);
    assert!(read(&LOADER, r#"{"comments":[]}"#).is_err());
    let cut = read(&LOADER, THREAD.split_at(THREAD.len() / 2).0);
    assert!(cut.is_err());
}

#[test]
fn circles_and_giants_are_no_matter() {
    let comment = |id: u32, path: &str| {
        format!(r#"{{"comment":{{"id":{id},"path":"{path}"}},"counts":{{"child_count":9e99}}}}"#)
    };
    let circle = [comment(1, "0.2.1"), comment(2, "0.1.2"), comment(3, "0.3.3"), comment(4, "...")];
    let document = read(&LOADER, &format!(r#"{{"comments":[{}]}}"#, circle.join(","))).unwrap();
    assert_eq!(document.thread.len(), 4);
    let deep: Vec<String> = (1..2_000)
        .map(|id| comment(id, &(0..=id).map(|id| id.to_string()).collect::<Vec<_>>().join(".")))
        .collect();
    let document = read(&LOADER, &format!(r#"{{"comments":[{}]}}"#, deep.join(","))).unwrap();
    assert_eq!(document.thread.comments().map(Comment::depth).max(), Some(1_998));
}
