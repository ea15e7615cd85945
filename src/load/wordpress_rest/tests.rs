//! What comes out of answers of WordPress, fact by fact.

use super::LOADER;
use crate::load::report::facts;

macro_rules! fixture {
    ($name:literal) => {
        &include_bytes!(concat!("../../../tests/fixtures/wordpress_rest/", $name))[..]
    };
}

#[test]
fn every_fact_of_an_answer_comes_out() {
    #[rustfmt::skip]
    let cases: &[(&[u8], &[&str])] = &[
        (fixture!("embedded-in-comments.json"), &[
            "Oil | - | - | 1777622400 - | https://quay.example/oil/ |  | On oil.",
            "0 90 Tomas Lind ? 1777878000 [author] <https://quay.example/oil/#comment-90>: Okafor knows.",
            "1 91 Ada Brandt ? 1777881600 <https://quay.example/oil/#comment-91>: Then ask him.",
            "! some dates have no time zone; they are read as UTC",
        ]),
        (fixture!("embedded.json"), &[
            "The north mole – dark since February | Ines Varga | Quay & Mole | 1777744800 1777788000 | https://quay.example/2026/05/north-mole/ | Harbour & town | The lamp went out in a gale. /  / Who keeps it? /  / Nobody.",
            "0 79 quayside_7 ? 1777802400 <https://quay.example/2026/05/north-mole/#comment-79>: Who pays?",
            "1 80 Ines Varga ? 1777806000 [author] <https://quay.example/2026/05/north-mole/#comment-80>: The town does.",
            "! some dates have no time zone; they are read as UTC",
        ]),
        (fixture!("envelope.json"), &[
            "- | - | - | - - | https://quay.example/2026/05/north-mole/ |  | ",
            "0 50 Tomas Lind ? 1777878000 <https://quay.example/2026/05/north-mole/#comment-50>: On the mole.",
            "declared 3",
            "! the source says 3 comments; 1 were found",
        ]),
        (fixture!("many-posts.json"), &[
            "- | - | - | - - | - |  | ",
            "0 51 - ? 1777881600 <https://quay.example/oil/#comment-51>: On oil.",
            "0 50 Tomas Lind ? 1777878000 <https://quay.example/2026/05/north-mole/#comment-50>: On the mole.",
        ]),
        (fixture!("newest-first.json"), &[
            "- | - | - | - - | https://quay.example/2026/05/north-mole/ |  | ",
            "0 75 R. Okafor ? 1777800600 [unapproved] <https://quay.example/2026/05/north-mole/comment-page-1/#comment-75>: As I said on the page before.",
            "0 73 Dark mole – Harbour News ? 1777792800 [pingback] <https://quay.example/2026/05/north-mole/#comment-73>: […] the lamp is out again […]",
            "0 71 Tomas & Ada ? 1777791600 <https://quay.example/2026/05/north-mole/#comment-71>: Who pays for the oil? /  / The town shall keep the light.",
            "1 77 Ines Varga 4 1777796100 +1 <https://quay.example/2026/05/north-mole/#comment-77>: The deed says lamp, not light.",
            "missing 1",
            "! some dates have no time zone; they are read as UTC",
            "! 1 comment is spam or trash; it is left out",
            "! 1 comment answers one that is not here; shown as a root",
        ]),
        (fixture!("wordpress-com-post.json"), &[
            "Nets & knots | Ines Varga | - | 1777744800 1777748400 | https://nets.example/2026/05/02/knots/ | Nets | Mending by lamplight.",
            "declared 2",
            "! the source says 2 comments; 0 were found",
        ]),
        (fixture!("wordpress-com-replies.json"), &[
            "Nets & knots | - | - | - - | https://nets.example/2026/05/03/knots/ |  | ",
            "0 31 R. Okafor 0 =0-? 1777792500 [unapproved] <https://nets.example/2026/05/03/knots/#comment-31>: Which knot?",
            "1 32 Ines Varga 2 =2-? 1777796100 <https://nets.example/2026/05/03/knots/#comment-32>: A bowline will do.",
            "declared 5",
            "! the source says 5 comments; 2 were found",
        ]),
    ];
    for (bytes, expected) in cases {
        assert_eq!(facts(&LOADER, bytes), *expected);
    }
}
