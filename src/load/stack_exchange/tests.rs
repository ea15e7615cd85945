//! What comes out of answers of the API, fact by fact.

use super::LOADER;
use crate::load::report::facts;

macro_rules! fixture {
    ($name:literal) => {
        &include_bytes!(concat!("../../../tests/fixtures/stack_exchange/", $name))[..]
    };
}

#[test]
fn every_fact_of_an_answer_comes_out() {
    #[rustfmt::skip]
    let cases: &[(&[u8], &[&str])] = &[
        (fixture!("answers.json"), &[
            "How do I keep a lamp's glass clear? | - | harbour.stackexchange.com | - - | https://harbour.stackexchange.com/q/40 |  | ",
            "0 a41 Tomas Lind 3 1777795800 +2 <https://harbour.stackexchange.com/questions/40/how/41#41>: Wax.",
            "missing 2",
        ]),
        (fixture!("comments-and-answers.json"), &[
            "- | - | - | - - | - |  | ",
            "0 a41 Tomas Lind 3 1777795800 +1: Wax.",
            "1 c503 Ada Brandt 1 1777796400: Thank you.",
            "0 c504 Ada Brandt 0 1777796500: To one that is not here.",
            "0 c505 R. Okafor 0 1777796600: To the question.",
            "missing 1",
            "! 1 comment answers one that is not here; shown as a root",
        ]),
        (fixture!("question.json"), &[
            "How do I keep a lamp's glass clear? | Ada Brandt & sons | harbour.stackexchange.com | 1777795000 1777795100 | https://harbour.stackexchange.com/questions/40/how-do-i | lamps paraffin | Ours salts up.",
            "~ Closed: Not suitable for this site",
            "~ This question is about oil.",
            "0 c501 Tomas Lind 2 1777795200 edited [moderator] <https://harbour.stackexchange.com/posts/comments/501>: Which lamp? See the list.",
            "0 c502 user12 0 1777795260 <https://harbour.stackexchange.com/posts/comments/502>: @Tomas the \"big\" one, a < b",
            "0 a41 Tomas Lind 7 =9-2 1777795800 edited +3 [accepted] <https://harbour.stackexchange.com/a/41>: Wax. /  / wax & wipe",
            "1 c503 Ada Brandt & sons 1 1777796400 [op] <https://harbour.stackexchange.com/posts/comments/503>: Thank you.",
            "0 a42 - -1 1777795900 <https://harbour.stackexchange.com/questions/40/how-do-i/42#42>: Don't.",
            "missing 4",
        ]),
        (fixture!("two-questions-page.json"), &[
            "- | - | harbour.stackexchange.com | - - | - | oil | Oil? /  / Which & why? /  / Rope?",
            "0 a51 Ada Brandt 0 1777795100 [op] <https://harbour.stackexchange.com/a/51>: Any.",
            "missing 2",
            "! the source has more pages than are here",
        ]),
        (fixture!("version-1.json"), &[
            "Mending nets | Ines Varga | - | 1300000000 - | - | nets | How?",
            "0 a3 quayside_7 2 =2-0 1300000100 [accepted]: With twine.",
        ]),
    ];
    for (bytes, expected) in cases {
        assert_eq!(facts(&LOADER, bytes), *expected);
    }
}
