//! What comes out of exports and answers of Disqus, fact by fact.

use super::LOADER;
use crate::load::report::facts;

macro_rules! fixture {
    ($name:literal) => {
        &include_bytes!(concat!("../../../tests/fixtures/disqus/", $name))[..]
    };
}

#[test]
fn every_fact_of_an_answer_comes_out() {
    #[rustfmt::skip]
    let cases: &[(&[u8], &[&str])] = &[
        (fixture!("forum-export.xml"), &[
            "- | - | - | - - | - |  | ",
            "0 101 Tomas Lind ? 1777796100 \"The mole & its lamp\" <https://quay.example/mole/#comment-101>: Who pays for the oil & the wick?",
            "1 103 Ines Varga ? 1777797000 [author] <https://quay.example/mole/#comment-103>: The town.",
            "0 105 lamps4less ? (yesterday) Removed [unapproved] <https://quay.example/mole/#comment-105>: Cheap lamps!",
            "0 102 Ada \"Oil\" Brandt ? 1777796400 \"Oil\" <https://quay.example/oil/#comment-102>: On oil.",
            "1 104 R. Okafor ? 1777797600 Deleted <https://quay.example/oil/#comment-104>: ",
            "! 1 post has a date that cannot be read",
            "! 1 comment answers one that is not here; shown as a root",
        ]),
        (fixture!("list-posts.json"), &[
            "Mole & lamp | - | quay | 1777752000 - | https://quay.example/mole/ |  | ",
            "0 201 Tomas Lind 1 =1-0 1777796100 +1 <https://quay.example/mole/#comment-201>: Who pays?",
            "1 203 Ines & Co 3 =5-2 1777797000 edited [author, featured, links] <https://quay.example/mole/#comment-203>: The town does.",
            "1 202 Guest -1 =0-1 1777796700 Removed [unapproved] <https://quay.example/mole/#comment-202>: ",
            "missing 1",
            "declared 5",
            "! the source has more pages than are here",
            "! the source says 5 comments; 4 were found",
        ]),
        (fixture!("one-thread.xml"), &[
            "The key | Ada Brandt | quay | 1777752000 - | https://quay.example/key/ |  | It is gone.",
            "~ The discussion is closed.",
            "0 daff4bcb quayside_7 ? 1777796100: Okafor has it.",
            "! 1 post has no id",
        ]),
        (fixture!("page-data.json"), &[
            "Rope | - | - | 1777752000 - | https://quay.example/rope/ |  | ",
            "~ The discussion is closed.",
            "0 301 Tomas Lind 1 =1-0 1777796100 [author] <https://quay.example/rope/#comment-301>: Who pays?",
            "declared 1",
        ]),
    ];
    for (bytes, expected) in cases {
        assert_eq!(facts(&LOADER, bytes), *expected);
    }
}
