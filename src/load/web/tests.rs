//! Every way that a page says its comments, what is none, whose the page is.

use super::*;
use crate::load::page::outline::outline;

macro_rules! fixture {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../../tests/fixtures/web/", $name, ".html")).as_slice())
    };
}

#[test]
fn markdown_that_begins_with_a_tag_is_no_page() {
    let of = |bytes: &[u8]| (LOADER.sniff)(&Input { bytes, ..Input::default() });
    assert_eq!(of(b"<h1>Lamp</h1>\n\n## Usage\n\n* oil\n"), Likelihood::No);
    assert_eq!(of(b"<h1>Lamp</h1>\n<p>It is out.\n"), Likelihood::Possible);
}

#[test]
fn parts_of_a_text_stay_in_it() {
    let part = |number: u8| {
        format!(
            "<section class=stop><h2>Stop {number}</h2><p class=username>by the mole</p>\
             <p><time datetime=2026-05-0{number}>{number} May</time> We walked along the shore for a \
             long time, and saw the lamp, which was out.</section>"
        )
    };
    let parts: String = (1..6).map(part).collect();
    let page =
        format!("<!DOCTYPE html><title>Diary</title><article><h1>Diary</h1>{parts}</article>");
    let document = crate::load::page::outline::document(&LOADER, page.as_bytes());
    assert_eq!(document.thread.len(), 0);
    let text = crate::model::plain_text(&document.article.blocks);
    assert_eq!(text.matches("We walked along").count(), 5, "{text}");
}

#[test]
fn comments_are_found_in_all_these_ways() {
    let pages = [
        fixture!("json-ld-nested"),
        fixture!("json-ld-question"),
        fixture!("microdata-and-json-ld"),
        fixture!("microformats"),
        fixture!("shapes-nested"),
        fixture!("shapes-indented"),
    ];
    let outlines = pages.map(|(name, bytes)| format!("# {name}\n{}", outline(&LOADER, bytes)));
    insta::assert_snapshot!(outlines.join("\n"), @r"
    # json-ld-nested
    title: Who owns the lamp?
    by: Ines Varga
    at: 3 May 2026 08:15 UTC
    text: It has been out since February.
    declared: 9
    missing: 2
    warning: the page's structured data (JSON-LD) break off
    warning: the dates of the comments name no time zone; they are read as UTC
    warning: 2 comments in this page could not be read
    warning: no loader knows this site; its comments were found by JSON-LD
    warning: the source says 9 comments; 7 were found
    1, Tomas Lind, 3 May 2026 08:20 UTC, up 7, down 2, 2 more, https://quay.example/lamp#comment-1: The town does.
    . 2, Ada Brandt, 3 May 2026 07:00 UTC, edited, https://quay.example/lamp#comment-2: Since 1911?/Are you sure?
    . . 3, R. Okafor, 3 May 2026 11:00 UTC, up 4: I am.
    4fd0bfc1: 
    4fd0bfc1~2: 

    # json-ld-question
    title: Who pays for the oil?
    by: Ines Varga
    at: 3 May 2026 08:15 UTC
    text: Nobody & nothing says.
    warning: no loader knows this site; its comments were found by JSON-LD
    a12, quayside_7, up -1, https://ask.example/1#a12: The harbour office.
    f41dffde, Tomas Lind, up 9, accepted: The town.
    . ccc6ccfc, Ines Varga: Thank you.

    # microdata-and-json-ld
    title: The keeper
    url: https://quay.example/keeper
    text: Where is the keeper?
    warning: no loader knows this site; its comments were found by marks in the page (microdata or microformats); JSON-LD has 1 too
    1, Ada Brandt, 3 May 2026 08:15 UTC, up 3, https://quay.example/keeper#c1: On leave.
    . 2, Tomas Lind, 3 May 2026 08:20 UTC, https://quay.example/keeper#c2: Since when?

    # microformats
    title: A note
    text: The lamp is out.
    warning: no loader knows this site; its comments were found by marks in the page (microdata or microformats)
    ce639bbb, Tomas Lind, 3 May 2026 06:15 UTC: Seen it.
    . cf31c74e, Ada Brandt, 3 May 2026 07:15 UTC: From the ferry?

    # shapes-nested
    title: Lamp, discussed
    url: https://talk.example/lamp
    warning: the dates of the comments name no time zone; they are read as UTC
    warning: no loader knows this site; its comments were found by their shape alone
    1, Tomas Lind, 3 May 2026 08:15 UTC, https://talk.example/lamp#comment-1: The town pays for it.
    . 2, Ada Brandt, 3 May 2026 09:15 UTC, https://talk.example/lamp#comment-2: Not since 1934.
    3, R. Okafor, 3 May 2026 10:00 UTC, Deleted, https://talk.example/lamp#comment-3: 

    # shapes-indented
    title: Indented
    warning: the dates of the comments name no time zone; they are read as UTC
    warning: no loader knows this site; its comments were found by their shape alone
    ff33e6ee, Ines Varga, 3 May 2026 08:15 UTC: It is out, all of it.
    . 3eb6b9e1, Tomas Lind, 3 May 2026 08:20 UTC: All but the lower one.
    815d80b8, quayside_7, 3 May 2026 08:25 UTC: Boats do not mind.
    ");
}

#[test]
fn what_are_no_comments_is_not_shown_as_some() {
    let pages =
        [fixture!("article-alone"), fixture!("front-page"), fixture!("questions-with-answers")];
    let outlines = pages.map(|(_, bytes)| outline(&LOADER, bytes));
    insta::assert_snapshot!(outlines.join("\n"), @r"
    title: Low water
    text: Home//The ferry waits until one.//Harbour office
    warning: this page is hardly an article, but no text to speak of

    title: Harbour news
    by: Ines Varga
    text: Who owns the harbour light?//Ines Varga 3 May//The lamp has been out since February.//Nobody pays for the oil//Ines Varga 4 May//And nobody has asked.//The ferry is late again//Ada Brandt 5 May//By an hour, as ever.
    warning: this page is hardly an article, but no text to speak of

    title: Questions about the ferry
    text: When? At noon. Where? At the mole.
    warning: this page is hardly an article, but no text to speak of
    ");
}

#[test]
fn a_page_begins_as_one() {
    #[rustfmt::skip]
    let cases = [
        ("a.bin",  "\n<!DOCTYPE html><p>x",               Likelihood::Possible),
        ("a",      "<?xml version='1.0'?><html>",         Likelihood::Possible),
        ("a",      "<div class=x>",                       Likelihood::Possible),
        ("a.html", "<b>x</b>",                            Likelihood::Possible),
        ("a.md",   "<div align=center>\n\n# Lamp",        Likelihood::No),
        ("a.html", "The light",                           Likelihood::No),
        ("a.xml",  "<?xml version='1.0'?><rss>",          Likelihood::No),
        ("a",      "<3 is a heart",                       Likelihood::No),
    ];
    for (name, page, wanted) in cases {
        let input = Input { bytes: page.as_bytes(), name, ..Input::default() };
        assert_eq!(sniff(&input), wanted, "{name} {page}");
    }
}
