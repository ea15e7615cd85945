//! What comes out of answers of GitHub and its kin, fact by fact.

use super::LOADER;
use crate::load::report::facts;

macro_rules! fixture {
    ($name:literal) => {
        &include_bytes!(concat!("../../../tests/fixtures/github/", $name))[..]
    };
}

#[test]
fn every_fact_of_an_answer_comes_out() {
    #[rustfmt::skip]
    let cases: &[(&[u8], &[&str])] = &[
        (fixture!("command-line.json"), &[
            "Dark | inesv | quay/lamp | 1777795200 - | https://github.com/quay/lamp/issues/40 |  | Dark again.",
            "0 IC_1 tomas_l 2 =2-0 1777796100 edited [member] <https://github.com/quay/lamp/issues/40#issuecomment-1>: Again?",
            "0 PRR_1 adab 0 =0-0 1777797000 [member, approved]: Fine.",
        ]),
        (fixture!("comments-of-many-issues.json"), &[
            "- | - | - | - - | - |  | ",
            "0 51 adab ? 1334641825: On the lamp.",
            "0 52 r-okafor ? 1334645425: On the oil.",
        ]),
        (fixture!("discussion-graphql.json"), &[
            "Which oil? | inesv | quay/lamp | 1777795200 - | https://github.com/quay/lamp/discussions/21 | oil | I wonder.",
            "0 DC_1 tomas_l 5 =5-? 1777796100 edited +1 [collaborator, answer] <https://github.com/quay/lamp/discussions/21#discussioncomment-501>: Colza.",
            "1 DC_2 inesv 1 =1-? 1777796400 [op] <https://github.com/quay/lamp/discussions/21#discussioncomment-502>: Thanks!",
            "1 DC_3 ghost 0 =0-? 1777796460 Deleted: ",
            "0 DC_4 quayside-7 -5 =1-6 1777797000 [minimized]: Buy lamps!",
            "0 DC_5 - ? ?: ",
            "missing 2",
        ]),
        (fixture!("discussion-rest.json"), &[
            "Rope? | adab | quay/lamp | 1777795200 - | https://github.com/quay/lamp/discussions/22 |  | Hemp or wire?",
            "0 601 r-okafor ? 1777795800 +2 [answer] <https://github.com/quay/lamp/discussions/22#discussioncomment-601>: Wire.",
            "1 602 adab ? 1777796400 [op] <https://github.com/quay/lamp/discussions/22#discussioncomment-602>: Settled.",
            "missing 2",
            "declared 4",
        ]),
        (fixture!("gitlab-discussions.json"), &[
            "- | - | - | - - | - |  | ",
            "0 701 inesv ? 1777796100: Who holds the key?",
            "1 702 tomas_l ? 1777796400: Okafor.",
            "! 1 event is not shown: system note",
        ]),
        (fixture!("gitlab-issue.json"), &[
            "Where is the key? | adab | quay/lamp | 1777795200 - | https://git.example/quay/lamp/-/issues/3 | key mole | It hung there.",
            "declared 2",
            "! the source says 2 comments; 0 were found",
        ]),
        (fixture!("issue-with-comments.json"), &[
            "Lamp goes out `after` rain | inesv | quay/lamp | 1777795200 - | https://github.com/quay/lamp/issues/12 | bug north mole | It goes out every time.",
            "~ Closed: not planned.",
            "~ Locked: resolved.",
            "0 101 tomas_l 3 =4-1 1777796100 edited [owner, staff] <https://github.com/quay/lamp/issues/12#issuecomment-101>: Is the wick dry? /  / wick --dry",
            "0 102 inesv ? 1777797000 [op] <https://github.com/quay/lamp/issues/12#issuecomment-102>: Is the wick dry? /  / No.",
            "0 103 ghost ? 1777798800 <https://github.com/quay/lamp/issues/12#issuecomment-103>: Same here.",
            "0 104 wick[bot] 2 1777795200 [bot] <https://github.com/quay/lamp/issues/12#issuecomment-104>: Stale.",
            "declared 4",
        ]),
        (fixture!("lone-issue.json"), &[
            "Paint | adab | quay/lamp | 1777795200 - | https://github.com/quay/lamp/issues/50 |  | ",
            "declared 0",
        ]),
        (fixture!("review-comments.json"), &[
            "- | - | quay/lamp | - - | https://github.com/quay/lamp/pull/15 |  | ",
            "0 401 tomas_l ? 1777797060 [owner] <https://github.com/quay/lamp/pull/15#discussion_r401>: Enough? /  / oil.rs /  / @@ -1 +1 @@ / +oil & wick",
            "1 402 adab ? 1777797600 [member] <https://github.com/quay/lamp/pull/15#discussion_r402>: Yes.",
        ]),
        (fixture!("timeline.json"), &[
            "- | - | quay/lamp | - - | https://github.com/quay/lamp/pull/14 |  | ",
            "0 201 adab ? 1777796100 [member] <https://github.com/quay/lamp/pull/14#issuecomment-201>: Looks good.",
            "0 202 tomas_l ? 1777797000 [owner, changes requested] <https://github.com/quay/lamp/pull/14#pullrequestreview-202>: Trim the wick first.",
            "0 301 tomas_l ? 1777797060 [owner] <https://github.com/quay/lamp/pull/14#discussion_r301>: Why b? /  / wick.rs /  /  two /  three / -let wick = `a`; / +let wick = `b`;",
            "1 302 adab ? 1777797600 [member] <https://github.com/quay/lamp/pull/14#discussion_r302>: It burns longer.",
            "! 3 events are not shown: closed, labeled, reviewed",
        ]),
        (fixture!("without-ids-graphql.json"), &[
            "- | - | - | - - | - |  | One /  / First. /  / Two /  / Second.",
            "0 e566a413 adab ? ?: a",
            "1 acffe19b inesv ? ?: b",
            "0 acfc1ee4 inesv ? ?: c",
        ]),
    ];
    for (bytes, expected) in cases {
        assert_eq!(facts(&LOADER, bytes), *expected);
    }
}
