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

/// How many comments are found in a page that has three of these entries, each with its own number in
/// the place of `N`.
fn comments(entry: &str) -> usize {
    let entries: String = (1..4).map(|number| entry.replace('N', &number.to_string())).collect();
    let page = format!(
        "<!DOCTYPE html><link rel=canonical href=https://quay.example/lamp><title>The lamp</title>\
         <h1>The lamp</h1><p>It has been out since February.</p><div>{entries}</div>"
    );
    crate::load::page::outline::document(&LOADER, page.as_bytes()).thread.len()
}

#[test]
fn teasers_are_no_comments() {
    #[rustfmt::skip]
    let teasers = [
        ("an author that is a time",
         "<div class=item><p>The ferry is late for the Nth time</p><span class=authors>N May 2026 \
          08:15</span></div>"),
        ("a card that is a link",
         "<a href=/ferry-N><div class=item><b class=author>Ines Varga</b> <i>N May 2026</i><p>The \
          ferry is late for the Nth time</div></a>"),
        ("a newspaper's Comment section",
         "<li class='item comment'><time datetime=2026-05-0N>N May</time> <h3><a href=/oN>Comment: \
          Nobody has asked who pays for the oil</a></h3> <b class=author>Ada Brandt</b> Premium</li>"),
        ("the last comments on other articles",
         "<li class=recent-comment><a class=author href=/user/lind>Tomas Lind</a> on <a \
          href=/tides-N#comment-N>High water at the quay on Sunday</a> <i>N May 2026</i></li>"),
        ("cards with labels alone",
         "<div class=card><a class=author href=/@ines>Ines Varga</a> <button>Follow Ines</button> <a \
          href=/ferry-N>N May 2026</a> 12 min read</div>"),
        ("a name and a day",
         "<div class=meta>By <a rel=author href=/author/ines>Ines Varga</a> <i>N days ago</i></div>"),
        ("what is said elsewhere",
         "<div class=toot>The lamp of the quay is out. <a class=name href=https://toot.example/@ines>\
          @ines</a> <a href=https://toot.example/@ines/N>N May 2026</a></div>"),
    ];
    for (what, entry) in teasers {
        assert_eq!(comments(entry), 0, "{what}");
    }
}

#[test]
fn comments_with_links_are_comments() {
    #[rustfmt::skip]
    let entries = [
        ("nothing but text",
         "<div class=item><b class=author>Ines Varga</b> <i>N May 2026</i><p>The lamp is out.</div>"),
        ("a title that leads to itself",
         "<li class=comment id=cN><h3><a href=/lamp/talk/N#cN>Re: Who owns the harbour light?</a></h3>\
          <b class=author>Ada Brandt</b> <i>N May 2026</i> No.</li>"),
        ("a title that leads to the page",
         "<li class=comment><h3><a href=/lamp>Re: Who owns the harbour light?</a></h3>\
          <b class=author>Ada Brandt</b> <i>N May 2026</i> No.</li>"),
        ("a link that the writer liked",
         "<li class=comment><b class=author>Ada Brandt</b> <i>N May 2026</i> <a rel='nofollow ugc' \
          href=https://tides.example/N>https://tides.example/the-quay/N</a></li>"),
        ("a link, and what is said of it",
         "<li class=comment><b class=author>Ada Brandt</b> <i>N May 2026</i> <a href=/tides-N>High \
          water at the quay</a> was at noon, as I have said before.</li>"),
        ("a name with a page on another site",
         "<li class=comment><a class=author rel=author href=https://lind.example>Tomas Lind of the \
          north mole</a> <i>N May 2026</i> No.</li>"),
        ("a long name with a page",
         "<div class=item><a href=/users/N/lind>Tomas Lind of the north mole</a> <i>N May 2026</i> <p>\
          The lamp is out.</div>"),
        ("a time that leads to a page of its own",
         "<div class=item><a href=/users/N/lind>Tomas Lind</a> <a href=/item?id=N>N May 2026</a> <p>\
          The lamp is out.</div>"),
        ("answers brought from another site",
         "<div class=toot-comment><a class=name href=https://toot.example/@ines>@ines</a> The lamp is \
          out. <a href=https://toot.example/@ines/N>N May 2026</a></div>"),
    ];
    for (what, entry) in entries {
        assert_eq!(comments(entry), 3, "{what}");
    }
}

#[test]
fn a_card_of_the_writer_is_no_text() {
    let page = "<!DOCTYPE html><title>The lamp</title>".to_owned()
        + &"<article class=reply><header><div class='card content'><b>quayside_7</b> <a href=#>Profile</a> \
            <a href=#>Follow</a></div><a class=author href=/user/7>quayside_7</a> <i>3 May 2026</i>\
            </header><div class=said><p>Boats do not mind.</p></div></article>"
            .repeat(2);
    let outline = outline(&LOADER, page.as_bytes());
    assert_eq!(outline.matches("UTC: Boats do not mind.\n").count(), 2, "{outline}");
}

#[test]
fn structured_data_are_read_whatever_stands_around_them() {
    let data = r#"{"@type":"Comment","text":"It is out.","author":"Ines Varga"}"#;
    #[rustfmt::skip]
    let cases = [
        ("<![CDATA[ {} ]]>",         1, false),
        ("//<![CDATA[\n{}\n//]]>",   1, false),
        ("<!-- {} -->",              1, false),
        ("{}\n}, // for later",      1, false),
        ("[{}, {\"@type\":",         1, true),
        ("{ & #34;@type& #34;",      0, true),
    ];
    for (script, count, is_broken) in cases {
        let script = script.replacen("{}", data, 1);
        let page = format!("<html><script type='application/ld+json'>{script}</script><p>x");
        let document = crate::load::page::outline::document(&LOADER, page.as_bytes());
        let warnings = document.provenance.warnings.join("\n");
        assert_eq!(document.thread.len(), count, "{script}");
        assert_eq!(warnings.contains("break off"), is_broken, "{script}: {warnings}");
    }
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
