//! Pages of both kinds, each fact on its own, odd markup, cuts.

use proptest::prelude::*;

use super::*;
use crate::load::page::outline;
use crate::model::{Comment, Document, plain_text};

fn read(bytes: &[u8]) -> Document {
    outline::read(&LOADER, bytes)
}

/// A comment of version 7 with this in it.
fn comment(id: &str, inside: &str) -> String {
    format!(
        "<div id='wpd-comm-{id}' class='wpd-comment'><div class='wpd-comment-wrap wpd-blog-guest'>\
         <div class='wpd-comment-author'>Ada</div>{inside}</div></div>"
    )
}

const V7: &[u8] = include_bytes!("../../../tests/fixtures/wpdiscuz/harbour-v7.html");
const V5: &[u8] = include_bytes!("../../../tests/fixtures/wpdiscuz/molenfeuer-v5.html");

#[test]
fn a_page_of_version_7_says_all_of_this() {
    let document = read(V7);
    insta::assert_snapshot!(outline::comments(&document), @r"
    41, Ines Varga, 3 May 2026 08:05 UTC, +1204, author, sticky, closed, edited, https://quay.example/2026/05/harbour-light/#comment-41: If you have papers about the light, please send them to me & not to the town.
    12, Tomas Lind, 3 May 2026 08:20 UTC, +0, https://quay.example/2026/05/harbour-light/#comment-12: nobody can say who pays for the oil//The town does. It is in the 1911 deed.
    . 15, Ada Brandt, 3 May 2026 09:02 UTC, +3, up 5, down 2, Harbour office, https://quay.example/2026/05/harbour-light/#comment-15: Please send a scan.//Not a name//The copy in the archive has no second page.
    . . 16, quayside_7, Member, Deleted, https://quay.example/2026/05/harbour-light/#comment-16: 
    30, R. Okafor, 4 May 2026 00:49 UTC, -3, 5 more, https://quay.example/2026/05/harbour-light/#comment-30: Lamps go out. Who has seen the keeper?
    33, NotLoaded, https://quay.example/2026/05/harbour-light/#comment-33:
    ");
    let article = &document.article;
    assert_eq!(article.title.as_deref(), Some("Who owns the harbour light?"));
    assert_eq!(article.byline.as_deref(), Some("Ines Varga"));
    assert_eq!(article.site.as_deref(), Some("The Quay Review"));
    assert_eq!((article.published, article.updated), (Some(1_777_793_400), Some(1_777_798_800)));
    assert_eq!(article.url.as_deref(), Some("https://quay.example/2026/05/harbour-light/"));
    assert_eq!(article.language.as_deref(), Some("en-GB"));
    assert_eq!(article.image.as_deref(), Some("https://quay.example/mole.jpg"));
    assert_eq!(article.tags, ["harbour"]);
    insta::assert_snapshot!(plain_text(&article.blocks), @r"
    The lamp at the end of the north mole has been out since February, and nobody can say who pays for the oil.

    The port authority points at the town, and the town at a deed of 1911.
    ");
    insta::assert_snapshot!(document.provenance.warnings.join("\n"), @r"
    1 comment in this page could not be read
    the dates of the comments name no time zone; they are read as UTC
    1 comment answers one that is not here; shown as a root
    ");
    let links: Vec<_> = document.thread.comments().filter_map(Comment::permalink).collect();
    assert_eq!(links.len(), 6);
    for (link, id) in links.iter().zip([41, 12, 15, 16, 30, 33]) {
        assert_eq!(*link, format!("https://quay.example/2026/05/harbour-light/#comment-{id}"));
    }
}

#[test]
fn a_page_of_version_5_in_latin_1_says_all_of_this() {
    let document = read(V5);
    insta::assert_snapshot!(outline::comments(&document), @r"
    803457, Ines Varga, 50 Minuten 46 Sekunden her (Some(3046)), +0, author, https://kaiblatt.example/molenfeuer/#comment-803457: Wer alte Rechnungen hat, möge sie mir schicken. Vom Öl ist in der Urkunde von 1911 die Rede, doch…
    . 803460, Tomas Lind, 1 Stunde 45 Minuten her (Some(6300)), +7, up 7, down 0, https://kaiblatt.example/molenfeuer/#comment-803460: Ich hätte eine „Quittung“ von 1934.
    803230, R. Okafor, 1 Monat her (Some(2629746)), -1, 2 more, https://kaiblatt.example/molenfeuer/#comment-803230: Die Stadt. Wie immer.
    ");
    let article = &document.article;
    assert_eq!(article.title.as_deref(), Some("Wem gehört das Molenfeuer?"));
    assert_eq!(article.byline.as_deref(), Some("Ines Varga"));
    assert_eq!(article.published, Some(1_571_401_893));
    assert_eq!(
        plain_text(&article.blocks),
        "Die Lampe am Ende der Nordmole ist seit Februar aus, und niemand weiß, wer das Öl bezahlt."
    );
    insta::assert_snapshot!(document.provenance.warnings.join("\n"), @r"
    the page has only the first comments; the site has more
    1 comment in this page stopped at a link to the rest
    ");
}

#[test]
fn each_fact_is_read_or_unknown() {
    #[rustfmt::skip]
    let cases = [
        ("nothing",             "",                                                                              ""),
        ("a date",              "<p class='wpd-comment-date' title='March 27, 2024 12:49 am'>2 years ago</p>",    "27 Mar 2024 00:49 UTC"),
        ("the day is first",    "<p class='wpd-comment-date' title='27/03/2024 18:49'>2 years ago</p>",           "27 Mar 2024 18:49 UTC"),
        ("who knows",           "<p class='wpd-comment-date' title='03/04/2024 18:49'>2 years ago</p>",           "03/04/2024 18:49 (None)"),
        ("an age",              "<p class='wpd-comment-date'><i></i> vor 3 Tagen</p>",                            "vor 3 Tagen (Some(259200))"),
        ("a riddle",            "<p class='wpd-comment-date' title=''>one fine day</p>",                          "one fine day (None)"),
        ("a sum",               "<i class='wpd-vote-result' title='7'>7</i>",                                     "+7"),
        ("none is not unknown", "<i class='wpd-vote-result'>0</i>",                                               "+0"),
        ("commas",              "<i class='wpd-vote-result'> 1,204 </i>",                                         "+1204"),
        ("too short to know",   "<i class='wpd-vote-result'>1.2k</i>",                                            ""),
        ("both kinds",          "<i class='wpd-vote-result wpd-vote-result-like'>5</i><i class='wpd-vote-result wpd-vote-result-dislike'>-2</i>", "+3, up 5, down 2"),
        ("one kind",            "<i class='wpd-vote-result-like wpd-vote-result'>5</i>",                          "+5, up 5"),
        ("a guest",             "<i class='wpd-comment-label'>Guest</i>",                                         ""),
        ("a member",            "<p class='wpd-comment-wrap wpd-blog-user wpd-blog-member'><i class='wpd-comment-label'>Famed Member</i>", ""),
        ("edited",              "<p class='wpd-comment-last-edited'>Last edited a day ago</p>",                   "edited"),
        ("the first counts",    "<i class='wpd-vote-result'>1</i><i class='wpd-vote-result'>2</i>",               "+1"),
    ];
    for (why, inside, expected) in cases {
        let inside = format!("{inside}<div class='wpd-comment-text'>x</div>");
        let document = read(comment("7_0", &inside).as_bytes());
        let comma = if expected.is_empty() { "" } else { ", " };
        assert_eq!(outline::comments(&document), format!("7, Ada{comma}{expected}: x\n"), "{why}");
    }
}

#[test]
fn a_text_ends_where_it_ends() {
    #[rustfmt::skip]
    let cases = [
        ("a plain one",           "<div class='wpd-comment-text'> oil </div>",                                   "oil"),
        ("elements of its name",  "<div class='wpd-comment-text'>a<div>b<div>c</div></div>d</div>e",              "a//b//c//d"),
        ("never closed",          "<div class='wpd-comment-text'><div>oil<div class='wpd-comment-footer'>x</div>", "oil"),
        ("cut in the page",       "<div class='wpd-comment-text'>oil<b><span class='wpdiscuz-readmore'>More</span></b></div>", "oil"),
        ("odd tags",              "<DIV CLASS=\"x  wpd-comment-text\" hidden>oil</div >lamp",                    "oil"),
        ("not markup",            "<div class='wpd-comment-text'>a<!-- </div> --><xmp></div></xmp>b</div>",       "ab"),
        ("a deletion",            "<div class='wpd-comment-text'><p> [deleted] </p></div>",                      ""),
    ];
    for (why, inside, expected) in cases {
        let page = comment("7_0", inside) + &comment("8_0", "<p class='wpd-comment-text'>next");
        let document = read(page.as_bytes());
        let lines = outline::comments(&document);
        let first = lines.lines().next().unwrap();
        assert_eq!(first.rsplit(": ").next().unwrap(), expected, "{why}");
        assert!(lines.ends_with("\n8, Ada: next\n"), "{why}: {lines}");
    }
}

#[test]
fn dates_wait_for_one_that_tells_day_and_month_apart() {
    let dated = |id: &str, date: &str| {
        let date = format!("<p class='wpd-comment-date' title='{date}'>x</p>");
        comment(id, &(date + "<p class='wpd-comment-text'>x</p>"))
    };
    let page = dated("1_0", "03/04/2024 18:49") + &dated("2_1", "03/27/2024 18:49");
    let lines = outline::comments(&read(page.as_bytes()));
    assert_eq!(lines, "1, Ada, 4 Mar 2024 18:49 UTC: x\n. 2, Ada, 27 Mar 2024 18:49 UTC: x\n");
}

#[test]
fn parents_are_those_of_the_ids() {
    #[rustfmt::skip]
    let cases = [
        ("flattened",      &["1_0", "2_1", "3_2", "4_1"][..], "1 .2 ..3 .4"),
        ("orphans",        &["1_0", "2_9"],                   "1 2"),
        ("the other way",  &["2_1", "1_0"],                   "1 .2"),
        ("itself",         &["1_1"],                          "1"),
        ("a circle",       &["1_2", "2_1"],                   "1 .2"),
        ("the same twice", &["1_0", "1_0"],                   "1 1~2"),
        ("no number",      &["1_0", "x_1"],                   "1 ?"),
    ];
    for (why, ids, expected) in cases {
        let text = "<p class='wpd-comment-text'>x</p>";
        let page: String = ids.iter().map(|id| comment(id, text)).collect();
        let document = read(page.as_bytes());
        let outline: Vec<String> = document
            .thread
            .comments()
            .map(|c| {
                let name = if c.name().len() > 5 { "?" } else { c.name() };
                ".".repeat(c.depth() as usize) + name
            })
            .collect();
        assert_eq!(outline.join(" "), expected, "{why}");
    }
}

#[test]
fn only_a_page_with_comments_is_one() {
    #[rustfmt::skip]
    let cases: [(&str, &[u8], Likelihood); 10] = [
        ("version 7",   b"<p><div id='wpd-comm-1_0' class='wpd-comment'>",  Likelihood::Certain),
        ("version 5",   b"\xEF\xBB\xBF\n<div class=x id=\"wc-comm-1_0\">",  Likelihood::Certain),
        ("bare",        b"<div id=wpd-comm-1_0>",                           Likelihood::Certain),
        ("UTF-16",      b"\xFF\xFE<\0p\0 \0i\0d\0=\0w\0p\0d\0-\0c\0o\0m\0m\0-\x001\0", Likelihood::Certain),
        ("none yet",    b"<html><div id=\"wpdcom\">",                       Likelihood::Possible),
        ("style only",  b"<style>#wpd-comm-1_0{}</style>",                  Likelihood::No),
        ("a script",    b"<script>x = \"<div id='wpd-comm-\" + id</script>", Likelihood::No),
        ("told of",     b"<p>It is <code>id=\"wpd-comm-1_0\"</code>",       Likelihood::No),
        ("no page",     b"{\"html\": \"<div id='wpd-comm-1_0'>\"}",         Likelihood::No),
        ("nothing",     b"",                                                Likelihood::No),
    ];
    for (why, bytes, expected) in cases {
        assert_eq!(sniff(&Input { bytes, ..Input::default() }), expected, "{why}");
    }
}

#[test]
fn cut_anywhere_it_keeps_what_came() {
    let whole = outline::comments(&read(V7));
    for end in (0..V7.len()).step_by(13) {
        let document = read(&V7[..end]);
        let lines = outline::comments(&document);
        let complete = lines.lines().count().saturating_sub(1);
        for (line, expected) in lines.lines().zip(whole.lines()).take(complete) {
            let same = line == expected || expected.contains(" more");
            assert!(same, "cut at {end}: {line}");
        }
    }
}

proptest! {
    /// Whatever tags come, no comment is lost and none is made up.
    #[test]
    fn every_comment_comes_once(pieces in prop::collection::vec(0_usize..14, 0..60)) {
        const SOUP: [&str; 14] = [
            "<div id='wpd-comm-1_0' class='wpd-comment'>", "<div id=\"wc-comm-2_1\">",
            "<div class='wpd-comment-text'>", "<div class='wpd-comment-author'>", "<div>", "</div>",
            "<span class='wpd-vote-result' title=3>", "</span>", "oil \u{1F6E2}", "<p>", "<article>",
            "</article>", "<h1>", "<div class='wpd-inline-form-wrapper'>",
        ];
        let page: String = pieces.iter().map(|&at| SOUP[at]).collect();
        let document = read(page.as_bytes());
        let comments = pieces.iter().filter(|&&at| at < 2).count();
        prop_assert_eq!(document.thread.len(), comments);
    }
}
