//! Pages of our own writing, in the shapes and languages that wpDiscuz pages come in.

use std::fmt::Write;

use super::*;
use crate::load::Collector;
use crate::model::{Comment, CommentId, Content, Created, Document};
use proptest::prelude::*;

const HARBOUR: &str = include_str!("../../../tests/fixtures/page_text/harbour-en.txt");
const HAFEN: &str = include_str!("../../../tests/fixtures/page_text/hafen-de.txt");
const PONT: &str = include_str!("../../../tests/fixtures/page_text/pont-fr.txt");
const MINATO: &str = include_str!("../../../tests/fixtures/page_text/minato-ja.txt");
const MOST: &str = include_str!("../../../tests/fixtures/page_text/most-ru.txt");
const ZERO: &str = include_str!("../../../tests/fixtures/page_text/zero-en.txt");

fn read(page: impl AsRef<[u8]>) -> Document {
    let mut collector = Collector::default();
    let input = Input { bytes: page.as_ref(), name: "page.txt", ..Input::default() };
    load(&input, &mut collector).unwrap();
    collector.finish()
}

fn likelihood(page: &str) -> Likelihood {
    sniff(&Input { bytes: page.as_bytes(), ..Input::default() })
}

/// One comment a line: number, parent, author, roles, votes, how its text starts.
fn outline(document: &Document) -> String {
    let line = |comment: Comment<'_>| {
        let parent = comment.parent().map_or("-".into(), |at| at.index().to_string());
        let unsure = if comment.confidence().is_sure() { "" } else { "?" };
        let score = comment.votes().score.map_or("-".into(), |score| score.to_string());
        let roles = comment.roles().join(",");
        let text: String = comment.body().text.replace('\n', "/").chars().take(24).collect();
        let at = comment.id().index();
        format!("{at} {parent}{unsure} {} [{roles}] {score} {text}\n", comment.author())
    };
    document.thread.comments().map(line).collect()
}

#[test]
fn an_english_page_with_everything_in_it() {
    let page = read(HARBOUR);
    insta::assert_snapshot!(outline(&page), @r"
    0 - Tomas Lind [] 48 The town does. It is in 
    1 0 Ada Brandt [] 12 Please do. The copy in t
    2 1 Tomas Lind [author] 0 
    3 0 R. Okafor [] -3 “I can send a scan to an
    4 3? Ada Brandt [] 1 Who are you talking to?
    5 - quayside_7 [] 2 Edited
    6 - Mrs. E. P. [] 0 > The deed of 1911 lies 
    7 - Ida [moderator] 5 Please stay with the lam
    8 - Ida [] 3 9
    ");
    let comment = |at: usize| page.thread.comments().nth(at).unwrap();
    assert!(comment(0).body().text.ends_with(
        "\n\nMole end\n3 days ago\nis how they date the entries in the log, by the way."
    ));
    assert_eq!(
        comment(3).created(),
        Created::Ago { text: "1 month ago", seconds: Some(2_629_746) }
    );
    assert!(comment(3).edited() && !comment(5).edited(), "one word in a text is no note");
    assert_eq!(page.provenance.declared, Some(9));
    assert_eq!(page.provenance.warnings, [] as [&str; 0]);
}

#[test]
fn the_article_and_what_stands_around_it() {
    let article = read(HARBOUR).article;
    assert_eq!(article.title.as_deref(), Some("Who pays for the harbour light?"));
    assert_eq!(article.byline.as_deref(), Some("Ines Varga"));
    assert_eq!(
        (article.published, article.published_text.as_deref()),
        (None, Some("May 3, 2026 - 7:30am"))
    );
    assert!(article.about.unwrap().starts_with("Ines Varga is a journalist"));
    assert!(
        matches!(&article.blocks[0].content, Content::Figure { caption, .. } if caption.text().starts_with("The north mole"))
    );
    assert!(article.blocks[1].plain().starts_with("The lamp"));
    assert!(article.blocks[2].plain().ends_with("when he came."));
    assert_eq!(article.blocks.len(), 3);
    assert_eq!(
        article.notices,
        [
            "Join the discussion",
            "Join the readers who keep this paper alive by becoming a paid subscriber",
            "To join the discussion in the comments, become a paid subscriber.",
            "comments sorted by: Most Voted",
        ],
    );
    let zoned = read(
        "A bell\n\nBy Ada Brandt\n2026-05-03T07:30:00Z\n\nIt rang.\n1 Comment\nOldest\nBo\n2 days ago\n\nDid it?",
    );
    assert_eq!(
        (zoned.article.published, zoned.article.published_text),
        (Some(1_777_793_400), None)
    );
    assert_eq!(zoned.article.blocks.len(), 1);
}

#[test]
fn names_once_and_dates_in_german() {
    let page = read(HAFEN);
    insta::assert_snapshot!(outline(&page), @r"
    0 - Käthe Winter [] 4 Endlich. Meine Mutter ha
    1 0 Bo Schmitt [Admin] 0 Haben Sie ein Bild davon
    2 1 Käthe Winter [] 1 Ja.
    3 2? Unbekannt [] 0 
    4 - Zoë de Vries [] -1 Der Hahn ist hinter der 
    5 4 Bo Schmitt [Admin] 7 Jetzt ja.
    ");
    let last = page.thread.comments().last().unwrap();
    assert_eq!((last.created(), last.edited()), (Created::At(1_711_699_200), true));
    assert_eq!(page.provenance.warnings.len(), 1, "that no zone is named");
    assert_eq!(page.article.byline.as_deref(), Some("Jonas Feld"));
}

#[test]
fn other_languages_line_ends_and_no_blank_lines() {
    insta::assert_snapshot!(outline(&read(PONT)), @r"
    0 - Léo [] - Un an, c’est long.
    1 0 Odile Marchand [author] - Le maçon est honnête.
    2 1 Léo [] - Il est mon oncle, alors.
    3 2 Marc [] - « Il est mon oncle » : v
    4 - Ève B. [] - Et le bac ?
    ");
    insta::assert_snapshot!(outline(&read(MINATO)), @r"
    0 - 青木 [] 2 町のものです。証書にそう書いてあります。
    1 0 林 [] 0 証書を見たのですか。
    2 1 青木 [] 1 はい。
    3 - 山 [] 0 3 日前/に見ました。
    ");
    insta::assert_snapshot!(outline(&read(MOST)), @r"
    0 - Лев [] 5 Год, это долго.
    1 0 Анна П. [moderator] -2 Зато честно.
    2 1 Лев [] 0 Он мой дядя.
    ");
    for (page, sort) in [(PONT, "Le plus récent"), (MINATO, "最古"), (MOST, "Новые")] {
        let last = read(page).article.notices.pop().unwrap();
        assert_eq!(last, format!("comments sorted by: {sort}"));
    }
}

#[test]
fn it_knows_its_own_pages_and_no_others() {
    for page in [HARBOUR, HAFEN, PONT, MINATO, MOST] {
        assert_eq!(likelihood(page), Likelihood::Certain);
    }
    assert_eq!(likelihood(ZERO), Likelihood::Likely, "it says that there are none");
    #[rustfmt::skip]
    let others = [
        ("nothing",            ""),
        ("prose",              "21 Comments is the name of a ship.\n\nShe sank."),
        ("a number and prose", "The lamp\n\n21 comments\n\nThe lamp is out, and nobody knows who pays."),
        ("another shape",      "12 comments\n\nada_b 3 hours ago | parent | next\n\nThe lamp is out.\n\nreply"),
        ("a page as HTML",     "<p>2 Comments</p>\nInline Feedbacks\nAda\nAda\n2 days ago\n"),
        ("JSON",               "{\"a\": \"\n2 Comments\nOldest\nAda\nAda\n2 days ago\n\"}"),
        ("a name and a date",  "The lamp\nInes Varga\nMay 3, 2026\nThe lamp is out.\n"),
    ];
    for (why, page) in others {
        assert_eq!(likelihood(page), Likelihood::No, "{why}");
    }
}

#[test]
fn copies_differ_and_say_the_same() {
    let normal = outline(&read(HARBOUR));
    let crlf = HARBOUR.replace('\n', "\r\n");
    assert_eq!(outline(&read(&crlf)), normal, "Windows line ends");
    let tabs = HARBOUR.replace("Ada Brandt\n8 months ago", "Ada Brandt\t8 months ago");
    assert_eq!(outline(&read(&tabs)), normal, "boxes side by side");
    let bom = format!("\u{FEFF}{}", HARBOUR.replace("\n\n", "\n\n\n \n"));
    assert_eq!(outline(&read(&bom)), normal, "more blank lines");
    let unknown = HARBOUR.replace("Reply to", "Zu handen").replace("\nReply\n", "\nZurück\n");
    assert_eq!(outline(&read(&unknown)), normal, "words of no known language");
    let mut bytes = HARBOUR.as_bytes().to_vec();
    bytes.extend(b"\xFF");
    assert_eq!(
        read(bytes).provenance.warnings,
        ["some bytes are not UTF-8; each is shown as \u{FFFD}"]
    );
}

#[test]
fn ids_stay_when_a_page_is_copied_again() {
    let ids = |page: &str| -> Vec<String> {
        read(page).thread.comments().map(|comment| comment.name().to_owned()).collect()
    };
    let head = "2 Comments\nOldest\n";
    let first =
        ids(&format!("{head}Ada\nAda\n2 days ago\n\nYes.\n\nAda\nAda\n2 days ago\n\nYes.\n"));
    let later = ids(&format!(
        "{head}Bo\nBo\njust now\n\nNo.\n\nAda\nAda\n3 days ago\n\nYes.\n\nAda\nAda\n3 days ago\n\nYes.\n"
    ));
    assert_eq!(first, later[1..]);
    assert_eq!(first[1], format!("{}-2", first[0]));
}

#[test]
fn odd_pages() {
    let texts = |page: &str| -> Vec<String> {
        read(page).thread.comments().map(|comment| comment.body().text.into_owned()).collect()
    };
    let folded =
        read("4 Comments\nOldest\nAda\nAda\n2 days ago\n\nYes.\n0\nReply\nView Replies (3)\n");
    assert_eq!((folded.thread.missing(), folded.provenance.warnings.len()), (3, 0));
    let only = texts("Ada\nAda\n2 days ago\n\nYes.\n\nBo\nBo\n1 day ago\nReply to Ada\n\nNo.");
    assert_eq!(only, ["Yes.", "No."], "only the comments were copied");
    let undated = texts("2 Comments\nOldest\nAda\nAda\n\nYes.\n\nBo\nBo\n\nNo.");
    assert_eq!(undated, ["Yes.", "No."], "a site may leave the dates out");
    let split = read(
        "3 Comments\nOldest\nA\nA\n1h\nx\n5\n-2\nReply\nB\nB\n1h\ny\n0\n0\nReply\nC\nC\n1h\n7\n1\n-1\nReply",
    );
    let first = split.thread.comments().next().unwrap().votes();
    assert_eq!((first.score, first.up, first.down), (Some(3), Some(5), Some(2)));
    assert_eq!(split.thread.comments().last().unwrap().body().text, "7");
    let slashes = read("2 Comments\nOldest\nA\nA\n03/04/2024\nx\n\nB\nB\n03/27/2024\ny");
    assert_eq!(slashes.thread.comments().next().unwrap().created(), Created::At(1_709_510_400));
    let open = read("1 Comment\nOldest\nA\nA\n03/04/2024\nx");
    let open = open.thread.comments().next().unwrap();
    assert_eq!(open.created(), Created::Ago { text: "03/04/2024", seconds: None });
    let cut = read("1 Comment\nOldest\nA\nA\n1h\n\nA long text that is… Read more »\n2\nReply");
    assert_eq!(cut.thread.comments().next().unwrap().body().text, "A long text that is…");
    assert_eq!(cut.provenance.warnings.len(), 1);
}

#[test]
fn a_page_of_heads_and_labels_is_read_in_time() {
    let head = "21 Comments\nOldest\n";
    let pages = [
        format!("{head}{}", "A\nA\n1 day ago\n".repeat(5_000)),
        format!("{head}{}", "A\nAuthor\nEditor\n".repeat(5_000)),
        format!("{head}A\nA\n1 day ago\n{}", "9\nReply\n".repeat(5_000)),
        format!("{head}{}", "B\n3 days ago\nx\n".repeat(5_000)),
        "21 Comments\n".repeat(20_000),
        "Inline Feedbacks\n".repeat(20_000),
        "Newest Oldest ".repeat(20_000),
        "a\n".repeat(20_000),
    ];
    for page in pages {
        assert!(read(&page).thread.len() <= 5_000);
    }
}

/// A comment of a random page.
#[derive(Clone, Debug)]
struct Said {
    up: usize,
    name: usize,
    text: String,
    votes: Option<i32>,
    label: bool,
}

fn said() -> impl Strategy<Value = Said> {
    let text = prop_oneof![
        8 => "[A-Z][a-z]{2,8}( [a-zé]{1,9}){2,9}\\.(\n\n?[A-Z][a-z]{2,8}( [a-zé]{1,9}){2,9}[.!?]){0,2}",
        1 => Just(String::new()),
        1 => Just("Edited".to_owned()),
    ];
    let votes = prop::option::of(-9..99);
    (0_usize..4, 0_usize..6, text, votes, prop::bool::weighted(0.2))
        .prop_map(|(up, name, text, votes, label)| Said { up, name, text, votes, label })
}

proptest! {
    /// A page is printed as wpDiscuz does it, and read again.
    #[test]
    fn a_page_says_what_was_said(all in prop::collection::vec(said(), 1..20), twice: bool, gaps: bool, buttons: bool) {
        const NAMES: [&str; 6] = ["Ada Brandt", "Bo", "quayside_7", "R. Okafor", "Zoë de Vries", "Ида П."];
        let mut page = format!("A bell\n\n{} Comments\nMost Voted\nNewest Oldest\nInline Feedbacks\nView all comments\n", all.len());
        let mut path: Vec<usize> = Vec::new();
        let mut parents = Vec::new();
        for (at, said) in all.iter().enumerate() {
            path.truncate(path.len().saturating_sub(said.up));
            let name = NAMES[said.name];
            if twice {
                writeln!(page, "{name}").unwrap();
            }
            if twice && said.label {
                page += "Editor\n";
            }
            write!(page, "{name}\n{} days ago\n", at + 1).unwrap();
            if let Some(&parent) = path.last() {
                writeln!(page, "Reply to\u{A0} {}", NAMES[all[parent].name]).unwrap();
            }
            page += if gaps { "\n" } else { "" };
            page += &if gaps { said.text.clone() } else { said.text.replace("\n\n", "\n") };
            page += if gaps { "\n\n" } else { "\n" };
            if buttons {
                page += &said.votes.map_or(String::new(), |votes| format!("{votes}\n"));
                page += "Reply\n";
            }
            parents.push(path.last().copied());
            path.push(at);
        }
        prop_assert!(likelihood(&page) >= Likelihood::Likely);
        let document = read(&page);
        prop_assert_eq!(document.thread.len(), all.len(), "{}", page);
        for ((comment, said), parent) in document.thread.comments().zip(&all).zip(parents) {
            prop_assert_eq!(comment.author(), NAMES[said.name]);
            let kept: String = comment.body().text.split_whitespace().collect();
            prop_assert_eq!(kept, said.text.split_whitespace().collect::<String>());
            prop_assert_eq!(comment.votes().score, said.votes.filter(|_| buttons));
            let names = |at: Option<usize>| at.map(|at| NAMES[all[at].name]);
            prop_assert_eq!(names(comment.parent().map(CommentId::index)), names(parent));
            prop_assert_eq!(comment.roles().len(), usize::from(twice && said.label));
        }
    }

    #[test]
    fn no_page_is_too_odd(lines in prop::collection::vec(prop_oneof![
        Just("A".to_owned()), Just("A B".to_owned()), Just("1 day ago".to_owned()), Just("3 Comments".to_owned()),
        Just("Reply".to_owned()), Just("Reply to\u{A0} A".to_owned()), Just("9".to_owned()), Just(String::new()),
        Just("Author".to_owned()), Just("Newest".to_owned()), Just("View Replies (2)".to_owned()),
        Just("Notify of".to_owned()), Just("Read more »".to_owned()), "\\PC{0,12}",
    ], 0..60)) {
        let page = lines.join("\n");
        likelihood(&page);
        read(&page);
    }
}

#[test]
fn a_page_of_an_older_version_has_its_times_below() {
    let page = read(include_str!("../../../tests/fixtures/page_text/older-en.txt"));
    assert_eq!(page.article.title.as_deref(), Some("A night on the north mole"));
    assert_eq!(page.provenance.declared, Some(4));
    insta::assert_snapshot!(outline(&page), @r"
    0 -? Tomas Lind [] 12 I kept it for a year.//T
    1 -? Ines Varga [author] 0 Which year?
    2 1? Ada Brandt [Guest] -1 @Ines Varga 1987, he tol
    3 -? quayside_7 [Guest] 2 3 days ago/is no date fo
    ");
}

#[test]
fn a_comment_of_an_older_version_stays_when_what_is_around_it_is_broken() {
    let page = include_str!("../../../tests/fixtures/page_text/older-en.txt");
    #[rustfmt::skip]
    let cases = [
        // what is broken, by what, the comment that stays, what is told
        ("Ines Varga\n\nWhich",               "Which",      "1 -?  [author] 0 Which year?\n",
            "comments whose writer cannot be told from the text: 1"),
        ("Vote Up0Vote Down  Reply\n1 year",  "1 year",     "1 -? Ines Varga [author] - Which year?\n",
            "comments whose votes or time cannot be read: 1"),
        ("1 year 1 month ago\n",              "",           "1 -? Ines Varga [author] 0 Which year?\n",
            "comments whose votes or time cannot be read: 1"),
        ("1 month ago\nGuest",                "x\nGuest",   "3 -? quayside_7 [Guest] 2 3 days ago/is no date fo\n",
            "comments whose votes or time cannot be read: 1"),
    ];
    for (old, new, comment, warning) in cases {
        assert!(page.contains(old), "{old}");
        let read = read(page.replacen(old, new, 1));
        assert!(outline(&read).contains(comment), "{old}: {}", outline(&read));
        let told = &read.provenance.warnings;
        assert!(told.iter().any(|told| told == warning), "{old}: {told:?}");
    }
}
