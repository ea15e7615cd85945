//! What comes out of answers of Substack, fact by fact.

use super::LOADER;
use crate::load::report::facts;

macro_rules! fixture {
    ($name:literal) => {
        &include_bytes!(concat!("../../../tests/fixtures/substack/", $name))[..]
    };
}

#[test]
fn every_fact_of_an_answer_comes_out() {
    #[rustfmt::skip]
    let cases: &[(&[u8], &[&str])] = &[
        (fixture!("notes-feed.json"), &[
            "- | - | - | - - | - |  | ",
            "0 71 Ines Varga 9 1777795200 +2 <https://substack.com/@inesv/note/c-71>: What does a light need?",
            "1 72 R. Okafor 1 1777797000 <https://substack.com/@okafor/note/c-72>: Ask Ada.",
            "2 75 Ada Brandt 2 1777798800 +3 <https://substack.com/@adab/note/c-75>: A list: Ines /  / oil / rope / <tar>",
            "1 73 Tomas Lind 0 1777797900 <https://substack.com/@tomasl/note/c-73>: Oil & wick",
            "0 79 Bo 0 1777797960 <https://substack.com/@bo/note/c-79>: To one that is not here.",
            "missing 5",
            "! 1 comment answers one that is not here; shown as a root",
        ]),
        (fixture!("post-comments.json"), &[
            "- | - | - | - - | - |  | ",
            "0 61 Tomas Lind 4 1777796100 edited +1: Who pays for the oil? /  / The town, says the deed.",
            "1 62 Ines Varga 3 1777797000 [author]: It does.",
            "2 63 - 0 1777797600 Deleted: ",
            "1 64 lamps4less 0 1777797660 Removed: ",
            "0 65 quayside_7 ? 1777798800: Late, but: bravo.",
            "missing 1",
        ]),
        (fixture!("post.json"), &[
            "The north mole | Ines Varga | - | 1777752000 - | https://quay.substack.example/p/north-mole | harbour | Dark since February /  / The lamp went out. /  / Who keeps it?",
        ]),
        (fixture!("replies.json"), &[
            "- | - | - | - - | - |  | ",
            "0 71 Ines Varga 9 1777791600 +2 <https://substack.com/@inesv/note/c-71>: What does a light need?",
            "1 81 Ada Brandt 1 1777795200 <https://substack.com/@adab/note/c-81>: Oil.",
            "2 82 Ines Varga 0 1777795800 <https://substack.com/@inesv/note/c-82>: Which?",
            "missing 2",
        ]),
    ];
    for (bytes, expected) in cases {
        assert_eq!(facts(&LOADER, bytes), *expected);
    }
}
