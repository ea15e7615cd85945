//! What comes out of exports of WordPress, fact by fact.

use super::LOADER;
use crate::load::report::facts;

macro_rules! fixture {
    ($name:literal) => {
        &include_bytes!(concat!("../../../tests/fixtures/wxr/", $name))[..]
    };
}

#[test]
fn every_fact_of_an_answer_comes_out() {
    #[rustfmt::skip]
    let cases: &[(&[u8], &[&str])] = &[
        (fixture!("many-posts.xml"), &[
            "Quay & Mole | - | - | - - | https://quay.example | Harbour | The north mole /  / The lamp went out. /  / Nobody keeps it. /  / Oil /  / Which?",
            "0 21 Tomas & Ada 6 1777796100 \"The north mole\" <https://quay.example/mole/#comment-21>: Who pays? /  / For the oil, I mean.",
            "1 22 Ines Varga ? 1777804200 [author, unapproved] <https://quay.example/mole/#comment-22>: The town does.",
            "0 80b61c2d Dark mole « News ? (last week) [pingback]: [...] dark again [...]",
            "! some dates have no time zone; they are read as UTC",
            "! 1 comment is spam or trash; it is left out",
            "! 1 comment has a date that cannot be read",
            "! 1 comment has no id",
            "! 1 comment answers one that is not here; shown as a root",
        ]),
        (fixture!("no-comments.xml"), &[
            "The key | - | Quay | - - | https://quay.example/key/ |  | It is gone.",
        ]),
        (fixture!("one-post.xml"), &[
            "The key | bo | Quay | 1777744800 - | https://quay.example/key/ |  | It is gone.",
            "0 5 bo ? 1777796100 [author] <https://quay.example/key/#comment-5>: Okafor has it.",
        ]),
    ];
    for (bytes, expected) in cases {
        assert_eq!(facts(&LOADER, bytes), *expected);
    }
}
